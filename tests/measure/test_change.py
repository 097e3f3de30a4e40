"""Change from a baseline: the periods, the difference, and that its interval holds."""

import numpy as np
import pytest

from framing.measure.change import CHANGE, measure_change, periods
from framing.measure.discoveries import draw_counts, plain_codebook
from framing.measure.tally import tally_mentions

BOOK = plain_codebook(2)


def test_periods():
    dates = ["2022-01-01", "2022-01-02T10:00", "2022-01-05", "2022-01-06", "", None]
    assert periods(dates, "2022-01-02", "2022-01-05") == ["", "baseline", "baseline", "after", "", ""]


def made_up(random, *, before, after, articles):
    """The tally of two outlets, of which the second has no article before."""
    tables = [draw_counts(random, articles, np.array([share, 1 - share])) for share in (before, after, after)]
    outlets, spans = ["a", "a", "b"], ["baseline", "after", "after"]
    rows = [(outlets[part], spans[part], counts) for part, table in enumerate(tables) for counts in table.astype(int).tolist()]
    names = [f"{number:04d}" for number in range(len(rows))]
    columns = {"article": names, "outlet": [row[0] for row in rows], "period": [row[1] for row in rows]}
    said = [(name, category) for name, row in zip(names, rows, strict=True) for number, category in enumerate(BOOK.categories) for _ in range(row[2][number])]
    mentions = {"article": [name for name, _ in said], "category": [category for _, category in said], "voice": ["own"] * len(said)}
    return tally_mentions(columns, mentions, codebook=BOOK, groupings=("outlet", "outlet/period"))


def test_only_groups_with_both_periods_have_a_change():
    found = measure_change(made_up(np.random.default_rng(1), before=0.2, after=0.6, articles=60), "outlet", codebook=BOOK)
    assert {each.group for each in found} == {"a"}
    own = {each.category: each for each in found if each.voice == "own"}
    assert {each.measure for each in found} == {CHANGE}
    assert own["d.c0"].value == pytest.approx(0.4, abs=0.12)
    assert own["d.c0"].low > 0
    assert own["d.c1"].value == pytest.approx(-own["d.c0"].value)


def test_the_interval_holds_the_truth():
    random = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        found = measure_change(made_up(random, before=0.3, after=0.5, articles=20), "outlet", codebook=BOOK)
        one = next(each for each in found if each.voice == "own" and each.category == "d.c0")
        held += one.low <= 0.2 <= one.high
    assert held / 200 >= 0.91
