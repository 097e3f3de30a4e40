"""Numbers in words: percentages, intervals, the source line of charts, the finding in two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.records import Estimate

if TYPE_CHECKING:
    from framing.report.data import ReportData


def percent(value: float) -> str:
    """A share in whole percent."""
    return f"{round(100 * value)}%"


def range_of(estimate: Estimate) -> str:
    """The interval of a share, as [29–48]."""
    return f"[{round(100 * estimate.low)}–{round(100 * estimate.high)}]"


def signed(value: float) -> str:
    """A number from -1 to 1 with its sign and a true minus."""
    return f"{value:+.2f}".replace("-", "−")


def share_with_range(estimate: Estimate) -> str:
    """A share with its interval, as 38% [29–48]."""
    return f"{percent(estimate.value)} {range_of(estimate)}"


def source_line(data: ReportData, *, lines: bool = True) -> str:
    """What a chart stands on: articles, groups and dates, what its lines are, and the note of the study."""
    dates = data.labels("dates", first=data.dates[0], last=data.dates[1]) if data.dates[0] else ""
    parts = [data.labels("source_line", articles=data.counted, groups=len(data.groups), units=data.units, dates=dates)]
    parts += [data.labels("lines_note", level=data.level)] if lines else []
    return " ".join([*parts, data.card.note]).strip()
