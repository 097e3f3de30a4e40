"""Days and weeks."""

import pytest

from framing.measure.dates import day_of, first_day, week_of


@pytest.mark.parametrize(
    ("date", "day", "week"),
    [
        ("2022-01-07", "2022-01-07", "2022-W01"),
        ("2022-01-07T10:00:00+06:00", "2022-01-07", "2022-W01"),
        ("2022-01-02", "2022-01-02", "2021-W52"),
        ("2020-12-31", "2020-12-31", "2020-W53"),
        ("", "", ""),
        ("January", "", ""),
        ("2022-13-01", "", ""),
    ],
)
def test_day_and_week(date, day, week):
    assert (day_of(date), week_of(date)) == (day, week)


def test_first_day():
    assert first_day("2022-W01") == "2022-01-03"
    assert first_day("2022-01-07") == "2022-01-07"
