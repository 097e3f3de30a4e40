"""All charts by name, one file each; others come in by the entry point `framing.charts`: a function of ReportData to Chart or None."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from warnings import catch_warnings, filterwarnings

from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.report.charts.sheet import SETTINGS, Chart, DrawnChart, render
from framing.report.data import ReportData

CHARTS: tuple[str, ...] = (
    "naming",
    "event",
    "foreign",
    "response",
    "voices",
    "sources",
    "positions",
    "heatmap",
    "differences",
    "timeline",
    "words",
    "correspondence",
    "coders",
)


def chart_names() -> tuple[str, ...]:
    """The names of all charts that can be drawn, those of other packages last."""
    return CHARTS + tuple(sorted({point.name for point in entry_points(group="framing.charts")} - set(CHARTS)))


def check_charts(names: tuple[str, ...], place: Place) -> list[Problem]:
    """A problem for every name that is no chart."""
    known = chart_names()
    return [Problem(place, "unknown-chart", f"no chart {name!r}", did_you_mean(name, known)) for name in names if name not in known]


def find_chart(name: str) -> Callable[[ReportData], Chart | None]:
    """The function that draws a chart; FramingError where there is none of this name."""
    if name in CHARTS:
        function: Callable[[ReportData], Chart | None] = getattr(import_module(f"framing.report.charts.{name}"), f"draw_{name}")
        return function
    for point in entry_points(group="framing.charts"):
        if point.name == name:
            loaded: Callable[[ReportData], Chart | None] = point.load()
            return loaded
    raise FramingError(check_charts((name,), Place("charts")))


def plan_chart(name: str, data: ReportData) -> Chart | None:
    """The chart as a figure; None where the data has nothing for it."""
    from matplotlib import rc_context

    with rc_context(SETTINGS), catch_warnings():
        # a letter that the font lacks is drawn as a box
        filterwarnings("ignore", message="Glyph")
        return find_chart(name)(data)


def draw_chart(name: str, data: ReportData) -> DrawnChart | None:
    """The chart as SVG and PNG; None where the data has nothing for it."""
    chart = plan_chart(name, data)
    return None if chart is None else render(chart)
