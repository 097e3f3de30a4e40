"""How each outlet presents what the state does: restoring order, or repression."""

from __future__ import annotations

from framing.report.charts.foreign import draw_dimension
from framing.report.charts.sheet import Chart
from framing.report.data import ReportData


def draw_response(data: ReportData) -> Chart | None:
    """The chart, None where the response of the state is not mentioned or the codebook has no such dimension."""
    return draw_dimension(data, "response", "response")
