"""Week by week or day by day: how often each outlet's own words speak against those in the streets, one small chart an outlet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from framing.measure.dates import first_day
from framing.records import Estimate
from framing.report.charts.palette import AGAINST, categories_by_valence
from framing.report.charts.sheet import FAINT, SMALL, SOFT, WIDTH, Chart, Key, Mark, Sheet, link, shortened
from framing.report.data import ReportData
from framing.report.evidence import UNNAMED
from framing.report.finding import main_dimension
from framing.report.wording import percent, range_of, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ACROSS, _MOST = 3, 24
_HEIGHT, _HEAD, _FOOT, _GAP = 0.95, 0.3, 0.3, 0.3


def draw_timeline(data: ReportData) -> Chart | None:
    """The chart of the groups with most mentions, None where there is no series or only one point in time."""
    dimension = main_dimension(data)
    found: dict[str, dict[str, Estimate]] = {}
    for each in data.series("share_by_valence"):
        if each.target == dimension.id and each.category == "against" and each.voice == "own":
            group, _, time = each.group.rpartition("/")
            found.setdefault(group, {})[time] = each
    times = sorted({time for points in found.values() for time in points})
    if len(times) < 2:
        return None
    size = {group: sum(each.total for each in points.values()) for group, points in found.items()}
    groups = sorted(found, key=lambda group: (-size[group], group))[:_MOST]
    across = min(_ACROSS, len(groups))
    rows = -(-len(groups) // across)
    left, right = 0.55, 0.3
    width = (WIDTH - left - right - _GAP * (across - 1)) / across
    title = _title(data, groups, found, dimension.id)
    note = source_line(data) + (" " + data.labels("time_most", n=len(groups)) if len(found) > len(groups) else "")
    legend = (
        [Key(data.labels("thin_pale"), AGAINST, marker="o", pale=True)]
        if any(each.thin for points in found.values() for each in points.values())
        else []
    )
    sheet = Sheet(title=title, note=note, legend=legend, plot=rows * (_HEIGHT + _HEAD + _FOOT) - _FOOT, left=left, right=right)
    marks: list[Mark] = []
    for number, group in enumerate(groups):
        row, column = divmod(number, across)
        axes = sheet.axes(left=left + column * (width + _GAP), width=width, top=row * (_HEIGHT + _HEAD + _FOOT) + _HEAD, height=_HEIGHT)
        name = shortened(data.group_names.get(group, group), width, SMALL + 0.5)
        axes.text(0, 1 + 0.08 / _HEIGHT, name, transform=axes.transAxes, fontsize=SMALL + 0.5, weight="bold", va="baseline")
        _draw_series(data, axes, found[group], times, marks)
        axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"] if column == 0 else [], fontsize=SMALL - 1, color=SOFT)
    alt = f"{title}. {data.labels('time_alt', first=first_day(times[0]), last=first_day(times[-1]), groups=len(groups))}"
    return sheet.finish("timeline", alt=alt, marks=marks)


def _draw_series(data: ReportData, axes: Axes, points: dict[str, Estimate], times: list[str], marks: list[Mark]) -> None:
    """One line of points with intervals; gaps stay gaps."""
    axes.axhline(0.5, color=FAINT, linewidth=0.6, zorder=0)
    solid = [(times.index(time), each.value) for time, each in sorted(points.items()) if not each.thin]
    axes.plot([x for x, _ in solid], [y for _, y in solid], color=AGAINST, linewidth=0.9, alpha=0.6)
    for time, each in sorted(points.items()):
        x = times.index(time)
        pale = 0.3 if each.thin else 1.0
        axes.plot([x, x], [each.low, each.high], color=AGAINST, linewidth=1.2, alpha=pale, solid_capstyle="butt")
        (dot,) = axes.plot([x], [each.value], "o", markersize=4, color=AGAINST, alpha=pale, clip_on=False, zorder=3)
        group = each.group.rpartition("/")[0]
        says = f"{data.group_names.get(group, group)}, {time}: {percent(each.value)} {range_of(each)}, n = {round(each.total)}"
        categories = ",".join(categories_by_valence(data.codebook, each.target)[0])
        link(
            dot,
            marks,
            Mark(group or UNNAMED, categories, "own", each.value, each.low, each.high, each.total, each.articles, each.thin, says),
        )
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlim(-0.4, len(times) - 0.6)
    axes.set_xticks(range(len(times)), [""] * len(times))
    for place, align in ((0, "left"), (len(times) - 1, "right")):
        axes.text(
            place + (-0.4 if place == 0 else 0.4), -0.2, first_day(times[place]), fontsize=SMALL - 1, color=SOFT, ha=align, va="top",
            transform=axes.get_xaxis_transform(),
        )  # fmt: skip


def _title(data: ReportData, groups: list[str], found: dict[str, dict[str, Estimate]], dimension: str) -> str:
    """What the chart says: the largest clear change between two neighbouring points, if there is one."""
    changes = []
    for group in groups:
        solid = [(time, each) for time, each in sorted(found[group].items()) if not each.thin]
        for (_, before), (time, after) in pairwise(solid):
            if before.low > after.high or after.low > before.high:
                changes.append((abs(after.value - before.value), group, time, before.value, after.value))
    terms = data.terms(categories_by_valence(data.codebook, dimension)[0])
    if not changes:
        return data.labels("time_title_none", terms=terms)
    _, group, time, was, now = max(changes)
    return data.labels(
        "time_title",
        terms=terms,
        group=data.group_names.get(group, group),
        when=first_day(time),
        before=percent(was),
        after=percent(now),
    )
