"""Panels side by side, one a category: for every outlet a filled dot for its own words, a hollow one for others' mouths, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.records import Estimate
from framing.report.charts.naming import mark_of
from framing.report.charts.sheet import (
    BODY,
    FAINT,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    Chart,
    Key,
    Mark,
    Sheet,
    link,
    shortened,
    stroke_of,
    text_width,
    wrapped,
)
from framing.report.data import ReportData
from framing.report.wording import percent, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 0.34
_GAP = 0.16
_BETWEEN = 0.5
_MOST_IN_A_LINE = 4
Find = Callable[[str, str], Estimate | None]


@dataclass(frozen=True)
class Panel:
    """One panel: its heading and colour, and the estimate for a group and voice."""

    title: str
    colour: str
    find: Find


@dataclass(frozen=True)
class Panels:
    """What to draw: panels, groups from top to bottom, the voices, and the words."""

    name: str
    title: str
    panels: Sequence[Panel]
    groups: Sequence[str]
    voices: Sequence[str]
    axis: str


@dataclass(frozen=True)
class _Layout:
    """Where panels stand: inches of the names on the left and the counts on the right, and the lines of panels."""

    left: float
    right: float
    width: float
    headings: Sequence[Sequence[str]]
    lines: Sequence[range]

    def head(self, line: range) -> float:
        """The inches above the panels of a line."""
        return 0.2 + 0.16 * max(len(self.headings[number]) for number in line)


def draw_panels(data: ReportData, plan: Panels) -> Chart | None:
    """The panels; None where none of them has a number."""
    found = {(p, g, v): panel.find(g, v) for p, panel in enumerate(plan.panels) for g in plan.groups for v in plan.voices}
    if not any(found.values()):
        return None
    names = [shortened(data.group_names.get(group, group), 1.7) for group in plan.groups]
    counts = [_counts(plan, group) for group in plan.groups]
    header = data.labels("n_by_voice" if len(plan.voices) > 1 else "n_alone")
    layout = _layout(plan, max(text_width(each, BODY) for each in names), max(text_width(each, SMALL) for each in [*counts, header]))
    rows = _ROW * len(plan.groups) + 0.1
    legend = _legend(data, plan, thin=any(each is not None and each.thin for each in found.values()))
    plot = sum(layout.head(line) + rows + _BETWEEN for line in layout.lines) - _BETWEEN
    sheet = Sheet(title=plan.title, note=source_line(data), legend=legend, plot=plot, left=layout.left)
    reach = min(1.0, max(each.high for each in found.values() if each is not None) * 1.04)
    marks: list[Mark] = []
    top = 0.0
    for line in layout.lines:
        top += layout.head(line)
        for column, number in enumerate(line):
            axes = sheet.axes(left=layout.left + column * (layout.width + _GAP), width=layout.width, top=top, height=rows)
            _write_heading(axes, layout.headings[number], rows)
            _draw_panel(data, axes, plan, plan.panels[number], marks)
            axes.set_xlim(-0.03 * reach, reach)
            _ticks(axes, reach, layout.width)
            axes.set_yticks(range(len(plan.groups)), names if column == 0 else [])
            if column == 0:
                axes.set_xlabel(plan.axis, loc="left")
        for place, text in [(-0.5, header), *enumerate(counts)]:
            style: Any = {
                "va": "bottom" if place < 0 else "center",
                "fontsize": SMALL,
                "color": SOFT,
                "transform": axes.get_yaxis_transform(),
            }
            axes.text(1 + 0.12 / layout.width, place, text, **style)
        top += rows + _BETWEEN
    return sheet.finish(plan.name, alt=_alt(data, plan, found), marks=marks)


def _layout(plan: Panels, names: float, counts: float) -> _Layout:
    """The layout for names and counts of this width in inches."""
    left, right = 0.3 + names, 0.25 + counts
    columns = min(len(plan.panels), _MOST_IN_A_LINE)
    width = (WIDTH - left - right - _GAP * (columns - 1)) / columns
    headings = [wrapped(panel.title, width, SMALL + 0.5, bold=True) for panel in plan.panels]
    lines = [range(start, min(start + columns, len(plan.panels))) for start in range(0, len(plan.panels), columns)]
    return _Layout(left, right, width, headings, lines)


def _counts(plan: Panels, group: str) -> str:
    """What the shares of a group are shares of, for each voice."""
    totals = []
    for voice in plan.voices:
        known = next((each for panel in plan.panels if (each := panel.find(group, voice)) is not None), None)
        totals.append("–" if known is None else str(round(known.total)))
    return " · ".join(totals)


def _write_heading(axes: Axes, lines: Sequence[str], rows: float) -> None:
    """The heading of a panel, in lines upward from its top."""
    for at, text in enumerate(reversed(lines)):
        axes.text(0, 1 + (0.1 + 0.16 * at) / rows, text, transform=axes.transAxes, fontsize=SMALL + 0.5, weight="bold", va="baseline")


def _legend(data: ReportData, plan: Panels, *, thin: bool) -> list[Key]:
    keys = [
        Key(data.labels("voice_" + voice), SOFT, marker="o", hollow=number > 0)
        for number, voice in enumerate(plan.voices)
        if len(plan.voices) > 1
    ]
    if any(panel.find("all", plan.voices[0]) for panel in plan.panels):
        keys.append(Key(data.labels("whole_corpus"), FAINT))
    return [*keys, Key(data.labels("thin_pale"), SOFT, marker="o", pale=True)] if thin else keys


def _draw_panel(data: ReportData, axes: Axes, plan: Panels, panel: Panel, marks: list[Mark]) -> None:
    """Dots and intervals of one panel."""
    colour = stroke_of(panel.colour)
    whole = panel.find("all", plan.voices[0])
    if whole is not None:
        axes.axvline(whole.value, color=FAINT, linewidth=1.4, zorder=0)
    for place, group in enumerate(plan.groups):
        if place % 2:
            axes.axhspan(place - 0.5, place + 0.5, color="#f3f3f5", zorder=-1, linewidth=0, gid="band")
        for order, voice in enumerate(plan.voices):
            estimate = panel.find(group, voice)
            if estimate is None:
                continue
            y = place + (order - (len(plan.voices) - 1) / 2) * 0.34
            pale = 0.35 if estimate.thin else 1.0
            axes.plot([estimate.low, estimate.high], [y, y], color=colour, linewidth=1.3, alpha=pale, solid_capstyle="butt")
            (dot,) = axes.plot(
                [estimate.value], [y], marker="o", markersize=5.2, color=colour, markerfacecolor=PAPER if order else colour, alpha=pale,
                linestyle="", clip_on=False, zorder=3,
            )  # fmt: skip
            link(dot, marks, mark_of(data, estimate))
    axes.set_ylim(len(plan.groups) - 0.5, -0.5)


def _ticks(axes: Axes, reach: float, width: float) -> None:
    """As many percentages as fit."""
    step = next(step for step in (0.05, 0.1, 0.25, 0.5, 1.0) if reach / step <= max(2, width / 0.45))
    ticks = [step * each for each in range(int(reach / step + 1e-9) + 1)]
    axes.set_xticks(ticks, [percent(tick) for tick in ticks])
    # the outermost percentages keep within the panel, so that they do not run into those of the next
    axes.get_xticklabels()[0].set_horizontalalignment("left")
    if ticks[-1] > 0.85 * reach:
        axes.get_xticklabels()[-1].set_horizontalalignment("right")


def _alt(data: ReportData, plan: Panels, found: dict[tuple[int, str, str], Estimate | None]) -> str:
    """The chart in words: for every panel the groups from most to least."""
    parts = []
    for number, panel in enumerate(plan.panels):
        known = [(group, each) for group in plan.groups if (each := found[number, group, plan.voices[0]]) is not None]
        known.sort(key=lambda pair: -pair[1].value)
        listed = ", ".join(f"{data.group_names.get(group, group)} {percent(each.value)}" for group, each in known[:8])
        parts.append(f"{panel.title}: {listed}" if listed else panel.title)
    return f"{plan.title}. " + "; ".join(parts) + "."


def ranked_groups(data: ReportData, key: Callable[[str], Estimate | None]) -> list[str]:
    """The groups with any articles that count, by an estimate from high to low; thin ones and those without it last."""

    def order(name: str) -> tuple[bool, float, str]:
        estimate = key(name)
        return (estimate is None or estimate.thin, 0.0 if estimate is None else -estimate.value, name)

    return sorted((group.name for group in data.groups if group.counted), key=order)
