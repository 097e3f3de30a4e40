"""What each outlet calls the event in its own words: the same bars as for the people in it."""

from __future__ import annotations

from framing.report.charts.naming import draw_diverging
from framing.report.charts.sheet import Chart
from framing.report.data import ReportData


def draw_event(data: ReportData) -> Chart | None:
    """The chart, None where no group names the event in its own words or the codebook has no such dimension."""
    return draw_diverging(data, "event", "event")
