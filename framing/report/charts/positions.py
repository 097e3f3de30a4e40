"""The position map: where each outlet's own voice stands toward two targets, with a cross of intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.records import Estimate
from framing.report.charts.palette import GROUP_COLOURS
from framing.report.charts.placing import place_names
from framing.report.charts.sheet import FAINT, PAPER, SMALL, SOFT, WIDTH, Chart, Key, Mark, Sheet, link
from framing.report.data import Group, ReportData
from framing.report.evidence import UNNAMED
from framing.report.wording import signed, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT, _HEIGHT, _REACH = 0.75, 0.35, 5.2, 1.08


@dataclass(frozen=True)
class _Point:
    """A group and its stance toward both targets."""

    group: Group
    across: Estimate
    up: Estimate


def draw_positions(data: ReportData) -> Chart | None:
    """The map of all groups that say enough about both targets; None where fewer than two do."""
    targets = _targets(data)
    if targets is None:
        return None
    points = []
    for group in data.groups:
        across, up = (data.estimate("stance", group.name, target) for target in targets)
        if across and up and not across.thin and not up.thin:
            points.append(_Point(group, across, up))
    if len(points) < 2:
        return None
    names = [data.codebook.target_name(target, data.labels.language) for target in targets]
    families = sorted({_family(point.group) for point in points})
    colours = {family: GROUP_COLOURS[number % len(GROUP_COLOURS)] for number, family in enumerate(families)}
    legend = [Key(family or "—", colours[family], marker="o") for family in families] if len(families) > 1 else []
    left_out = sum(group.counted > 0 for group in data.groups) - len(points)
    note = source_line(data) + (" " + data.labels("positions_left_out", n=left_out) if left_out else "")
    title = _title(data, points, names)
    sheet = Sheet(title=title, note=note, legend=legend, plot=_HEIGHT, left=_LEFT, right=_RIGHT)
    axes = sheet.axes()
    axes.axhline(0, color=FAINT, linewidth=1, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=1, zorder=0)
    marks: list[Mark] = []
    for point in points:
        colour = colours[_family(point.group)]
        axes.plot([point.across.low, point.across.high], [point.up.value] * 2, color=colour, linewidth=0.9, alpha=0.55)
        axes.plot([point.across.value] * 2, [point.up.low, point.up.high], color=colour, linewidth=0.9, alpha=0.55)
        (dot,) = axes.plot([point.across.value], [point.up.value], "o", markersize=7, color=colour, markeredgecolor=PAPER, zorder=3)
        says = f"{point.group.shown}: {names[0]} {_range(point.across)}, {names[1]} {_range(point.up)}"
        each = point.across
        link(
            dot, marks, Mark(point.group.name or UNNAMED, "", "own", each.value, each.low, each.high, each.total, each.articles, says=says)
        )
    _write_names(axes, points)
    axes.set_xlim(-_REACH, _REACH)
    axes.set_ylim(-_REACH, _REACH)
    ticks = [-1, -0.5, 0, 0.5, 1]
    axes.set_xticks(ticks, [signed(tick) if tick else "0" for tick in ticks])
    axes.set_yticks(ticks, [signed(tick) if tick else "0" for tick in ticks], fontsize=SMALL, color=SOFT)
    axes.set_xlabel(data.labels("axis_stance", target=names[0]))
    axes.set_ylabel(data.labels("axis_stance", target=names[1]))
    alt = f"{title}. " + "; ".join(mark.says for mark in marks) + "."
    return sheet.finish("positions", alt=alt, marks=marks)


def _targets(data: ReportData) -> tuple[str, str] | None:
    """The two targets of the map: those in the streets and foreign forces where the codebook has them, else its first two."""
    known = [
        each for each in data.codebook.stance_targets if any(found.measure == "stance" and found.target == each for found in data.estimates)
    ]
    wanted = [each for each in ("protesters", "foreign_forces") if each in known]
    rest = [each for each in known if each not in wanted]
    chosen = (wanted + rest)[:2]
    return (chosen[0], chosen[1]) if len(chosen) == 2 else None


def _family(group: Group) -> str:
    """What a dot is coloured by: the languages of the group."""
    return ", ".join(group.languages)


def _range(estimate: Estimate) -> str:
    return f"{signed(estimate.value)} [{signed(estimate.low)}, {signed(estimate.high)}]"


def _title(data: ReportData, points: list[_Point], names: list[str]) -> str:
    """What the map says: the two ends of the first axis."""
    lowest = min(points, key=lambda point: (point.across.value, point.group.shown))
    highest = max(points, key=lambda point: (point.across.value, point.group.shown))
    key = "positions_title" if lowest.across.high < highest.across.low else "positions_title_near"
    return data.labels(
        key,
        target=names[0],
        low=lowest.group.shown,
        least=signed(lowest.across.value),
        high=highest.group.shown,
        most=signed(highest.across.value),
    )


def _write_names(axes: Axes, points: list[_Point]) -> None:
    """The names beside the dots, those with most mentions first; a dot without a name still opens and is in the table."""
    width, height = WIDTH - _LEFT - _RIGHT, _HEIGHT
    ranked = sorted(points, key=lambda point: (-point.across.total, point.group.shown))
    inches = [tuple((each.value / _REACH + 1) / 2 * side for each, side in ((p.across, width), (p.up, height))) for p in ranked]
    for placed in place_names([point.group.shown for point in ranked], [(x, y) for x, y in inches], width=width, height=height):
        if placed is not None:
            axes.text(
                placed.left / width, placed.low / height, placed.text, transform=axes.transAxes, fontsize=SMALL, va="bottom", ha="left"
            )
