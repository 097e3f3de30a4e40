"""Words near the mentions that set each outlet apart from the others of its language."""

from __future__ import annotations

from framing.measure.keyness import Keyword
from framing.report.charts.palette import GROUP_COLOURS
from framing.report.charts.sheet import FAINT, SMALL, SOFT, WIDTH, Chart, Mark, Sheet, link, shortened, text_width
from framing.report.data import ReportData
from framing.report.evidence import UNNAMED, one_line
from framing.report.wording import source_line

_ACROSS, _MOST_GROUPS, _MOST_WORDS = 2, 12, 6
_ROW, _HEAD, _FOOT = 0.2, 0.28, 0.32


def draw_words(data: ReportData) -> Chart | None:
    """The chart of the surest words of each group, None where none is known."""
    found: dict[str, list[Keyword]] = {}
    for word in data.keywords:
        found.setdefault(word.group, []).append(word)
    chosen = {group: sorted(words, key=lambda each: (-each.z, each.word))[:_MOST_WORDS] for group, words in found.items()}
    groups = sorted(chosen, key=lambda group: (-chosen[group][0].z, group))[:_MOST_GROUPS]
    if not groups:
        return None
    groups.sort()
    across = min(_ACROSS, len(groups))
    lines = [groups[start : start + across] for start in range(0, len(groups), across)]
    heights = [_ROW * max(len(chosen[group]) for group in line) for line in lines]
    best = max((each for group in groups for each in chosen[group]), key=lambda each: (each.z, each.word))
    title = data.labels("words_title", group=data.group_names.get(best.group, best.group), word=one_line(best.word))
    note = source_line(data) + (" " + data.labels("time_most", n=len(groups)) if len(found) > len(groups) else "")
    sheet = Sheet(title=title, note=note, plot=sum(heights) + len(lines) * (_HEAD + _FOOT) - _FOOT, left=0.2)
    reach = max(each.high for group in groups for each in chosen[group]) * 1.05
    low = min(0.0, *(each.low for group in groups for each in chosen[group]))
    name_width = 0.12 + max(text_width(shortened(one_line(each.word), 1.3, SMALL), SMALL) for group in groups for each in chosen[group])
    marks: list[Mark] = []
    top = 0.0
    for line, height in zip(lines, heights, strict=True):
        for column, group in enumerate(line):
            words = chosen[group]
            column_left = 0.2 + column * (WIDTH - 0.3) / across
            labels = [shortened(one_line(each.word), 1.3, SMALL) for each in words]
            width = (WIDTH - 0.3) / across - 0.25 - name_width
            axes = sheet.axes(left=column_left + name_width, width=width, top=top + _HEAD, height=_ROW * len(words))
            colour = GROUP_COLOURS[groups.index(group) % len(GROUP_COLOURS)]
            heading = shortened(data.group_names.get(group, group), width + name_width, SMALL + 0.5)
            axes.text(
                -name_width / width, 1 + 0.09 / (_ROW * len(words)), heading, transform=axes.transAxes, fontsize=SMALL + 0.5, weight="bold"
            )
            axes.axvline(0, color=FAINT, linewidth=1, zorder=0)
            for place, each in enumerate(words):
                axes.plot([each.low, each.high], [place, place], color=colour, linewidth=1.2, solid_capstyle="butt")
                (dot,) = axes.plot([each.value], [place], "o", markersize=4.5, color=colour, zorder=3)
                interval = f"{each.value:.2f} [{each.low:.2f}, {each.high:.2f}], n = {each.count}"
                says = f"{data.group_names.get(group, group)}, {one_line(each.word)}: {interval}"
                link(
                    dot,
                    marks,
                    Mark(group or UNNAMED, "", "", each.value, each.low, each.high, each.count, each.articles, says=says, text=each.word),
                )
            axes.set_xlim(low - 0.05 * reach, reach)
            axes.set_ylim(len(words) - 0.5, -0.5)
            axes.set_yticks(range(len(words)), labels, fontsize=SMALL)
            axes.set_xticks([0, round(reach / 2, 1)], ["0", f"{reach / 2:.1f}"], color=SOFT)
            if line is lines[-1] and column == 0:
                axes.set_xlabel(data.labels("axis_log_odds"), loc="left")
        top += height + _HEAD + _FOOT
    alt = f"{title}. " + "; ".join(f"{data.group_names.get(g, g)}: {', '.join(one_line(w.word) for w in chosen[g])}" for g in groups) + "."
    return sheet.finish("words", alt=alt, marks=marks)
