"""All charts by name: one file each, one for every other dimension of the codebook, and those of other packages.

Other packages register a function of ReportData to Chart or None under the entry point `framing.charts`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from warnings import catch_warnings, filterwarnings

from framing.codebook import Codebook, Dimension
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
# the dimension that the chart `naming` is about
_NAMED = "protesters"


def chart_names(codebook: Codebook | None = None) -> tuple[str, ...]:
    """The names of all charts that can be drawn: ours, one for each dimension without a chart of ours, those of other packages."""
    dimensions = [dimension.id for dimension in codebook.dimensions] if codebook is not None else []
    own = [name for name in dimensions if name not in (*CHARTS, _NAMED)]
    return (*CHARTS, *own, *sorted({point.name for point in entry_points(group="framing.charts")} - {*CHARTS, *own}))


def check_charts(names: tuple[str, ...], place: Place, codebook: Codebook | None = None) -> list[Problem]:
    """A problem for every name that is no chart."""
    known = chart_names(codebook)
    return [Problem(place, "unknown-chart", f"no chart {name!r}", did_you_mean(name, known)) for name in names if name not in known]


def find_chart(name: str, codebook: Codebook | None = None) -> Callable[[ReportData], Chart | None]:
    """The function that draws a chart; FramingError where there is none of this name."""
    if name in CHARTS:
        function: Callable[[ReportData], Chart | None] = getattr(import_module(f"framing.report.charts.{name}"), f"draw_{name}")
        return function
    dimension = next((each for each in codebook.dimensions if each.id == name), None) if codebook is not None else None
    if dimension is not None:
        return _dimension_chart(dimension)
    for point in entry_points(group="framing.charts"):
        if point.name == name:
            loaded: Callable[[ReportData], Chart | None] = point.load()
            return loaded
    raise FramingError(check_charts((name,), Place("charts"), codebook))


def _dimension_chart(dimension: Dimension) -> Callable[[ReportData], Chart | None]:
    """The chart of any dimension: bars that diverge where its categories speak for and against, else a panel for each category."""
    from framing.report.charts.foreign import draw_dimension
    from framing.report.charts.naming import draw_diverging

    valences = [category.valence for category in dimension.categories if category.valence]
    draw = draw_diverging if any(each < 0 for each in valences) and any(each > 0 for each in valences) else draw_dimension
    return lambda data: draw(data, dimension.id, dimension.id)


def plan_chart(name: str, data: ReportData) -> Chart | None:
    """The chart as a figure; None where the data has nothing for it."""
    from matplotlib import rc_context

    with rc_context(SETTINGS), catch_warnings():
        # a letter that the font lacks is drawn as a box
        filterwarnings("ignore", message="Glyph")
        return find_chart(name, data.codebook)(data)


def draw_chart(name: str, data: ReportData) -> DrawnChart | None:
    """The chart as SVG and PNG; None where the data has nothing for it."""
    chart = plan_chart(name, data)
    return None if chart is None else render(chart)
