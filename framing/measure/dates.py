"""Days and weeks of ISO dates, as group names that sort in time."""

from __future__ import annotations

import datetime as dt


def day_of(date: str) -> str:
    """The day "2022-01-07" of an ISO date or time; "" where it is none."""
    try:
        return dt.date.fromisoformat(date[:10]).isoformat()
    except ValueError:
        return ""


def week_of(date: str) -> str:
    """The ISO week "2022-W01" of an ISO date or time; "" where it is none."""
    day = day_of(date)
    if not day:
        return ""
    year, week, _ = dt.date.fromisoformat(day).isocalendar()
    return f"{year:04d}-W{week:02d}"


def first_day(week: str) -> str:
    """The Monday of an ISO week; a day stays as it is."""
    return dt.date.fromisoformat(week + "-1" if "W" in week else week).isoformat()
