"""The differences that are surest: each outlet against all others, in points of share, with interval and adjusted significance."""

from __future__ import annotations

from framing.measure.compare import Difference
from framing.report.charts.sheet import FAINT, PAPER, SMALL, SOFT, Chart, Key, Mark, Sheet, link, shortened, stroke_of, text_width
from framing.report.data import ReportData
from framing.report.evidence import UNNAMED
from framing.report.wording import source_line

_MOST = 24
_ROW = 0.25


def draw_differences(data: ReportData) -> Chart | None:
    """The chart of the surest differences in own words, None where no two groups have enough to compare."""
    known = [
        each
        for each in data.differences
        if each.other == "rest" and each.grouping == data.card.grouping and each.voice == "own" and not each.thin
    ]
    chosen = sorted(known, key=lambda each: (each.q, -abs(each.value), each.group, each.category))[:_MOST]
    if not chosen:
        return None
    chosen.sort(key=lambda each: (-each.value, each.group, each.category))
    labels = [_label(data, each) for each in chosen]
    left = 0.3 + max(text_width(each, SMALL + 0.5) for each in labels)
    legend = [Key(data.labels("diff_clear"), SOFT, marker="o"), Key(data.labels("diff_unclear"), SOFT, marker="o", hollow=True)]
    if any(each.comparable is not True for each in chosen):
        legend.append(Key(data.labels("diff_languages"), SOFT, marker="$†$"))
    sure = [each for each in known if each.q <= 0.05]
    title = data.labels("diff_title", sure=len(sure), tested=len(known))
    sheet = Sheet(
        title=title,
        note=f"{source_line(data)} {data.labels('diff_note')}",
        legend=legend,
        plot=_ROW * len(chosen) + 0.1,
        left=left,
        right=0.4,
    )
    axes = sheet.axes()
    axes.axvline(0, color=FAINT, linewidth=1.2, zorder=0)
    marks: list[Mark] = []
    for place, each in enumerate(chosen):
        colour = stroke_of(data.codebook.category(each.category).colour)
        axes.plot([each.low, each.high], [place, place], color=colour, linewidth=1.4, solid_capstyle="butt")
        (dot,) = axes.plot(
            [each.value], [place], "o", markersize=5.5, color=colour, markerfacecolor=colour if each.q <= 0.05 else PAPER, zorder=3
        )
        says = f"{labels[place]}: {_points(each.value)} [{_points(each.low)}, {_points(each.high)}], q = {each.q:.3f}"
        link(
            dot,
            marks,
            Mark(
                each.group or UNNAMED, each.category, each.voice, each.value, each.low, each.high, each.articles, each.articles, says=says
            ),
        )
    axes.set_ylim(len(chosen) - 0.4, -0.6)
    reach = max(0.1, *(abs(end) for each in chosen for end in (each.low, each.high))) * 1.05
    axes.set_xlim(-reach, reach)
    axes.set_yticks(range(len(chosen)), labels, fontsize=SMALL + 0.5)
    step = next(step for step in (0.05, 0.1, 0.2, 0.25, 0.5) if reach / step <= 4)
    ticks = [step * number for number in range(-4, 5) if abs(step * number) <= reach]
    axes.set_xticks(ticks, [_points(tick) for tick in ticks])
    axes.set_xlabel(data.labels("axis_difference"))
    return sheet.finish("differences", alt=f"{title}. " + "; ".join(mark.says for mark in marks[:10]) + ".", marks=marks)


def _label(data: ReportData, each: Difference) -> str:
    """Group and category, short enough; a dagger where languages stand between."""
    name = shortened(data.group_names.get(each.group, each.group), 1.5, SMALL + 0.5)
    what = shortened(data.title_of(data.codebook.category(each.category)), 1.5, SMALL + 0.5)
    return f"{name}: {what}{'' if each.comparable is True else ' †'}"


def _points(value: float) -> str:
    """A difference in points of a hundred, with sign and true minus."""
    return "0" if round(100 * value) == 0 else f"{round(100 * value):+d}".replace("-", "−")
