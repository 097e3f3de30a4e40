"""Outlets × categories: how far each outlet's own words lie from the whole corpus, in points of share; thin cells hatched."""

from __future__ import annotations

from framing.report.charts.naming import mark_of
from framing.report.charts.palette import EVEN, mixed
from framing.report.charts.sheet import (
    BODY,
    PAPER,
    SMALL,
    WIDTH,
    Chart,
    Key,
    Mark,
    Sheet,
    box,
    legible_on,
    link,
    shortened,
    text_width,
)
from framing.report.data import ReportData
from framing.report.wording import percent, source_line

_MORE, _LESS = "#01665e", "#8c510a"
_ROW = 0.27
# as FAINT, but a colour of its own: cells keep their colours on a dark page, and so must the hatching on them
_HATCHING = "#d4d4da"
_FULL = 0.4  # points of share at which a colour is as strong as it gets


def draw_heatmap(data: ReportData) -> Chart | None:
    """The chart of all groups that mention anything in their own words, None where fewer than two do."""
    kinds = [each for each in data.codebook.categories if (whole := data.of_category("share_of_mentions", "all", each)) and whole.count > 0]
    groups = [group for group in data.groups if any(data.of_category("share_of_mentions", group.name, each) for each in kinds)]
    if len(groups) < 2:
        return None
    names = {group.name: shortened(group.shown, 1.7) for group in groups}
    titles = {each: shortened(data.title_of(data.codebook.category(each)), 1.5, SMALL) for each in kinds}
    left = 0.3 + max(text_width(each, BODY) for each in names.values())
    head = 0.12 + max(text_width(each, SMALL) for each in titles.values())
    legend = [Key(data.labels("heat_more"), _MORE), Key(data.labels("heat_less"), _LESS), Key(data.labels("thin"), PAPER, hatch="////")]
    title, alt = _title(data, kinds)
    sheet = Sheet(
        title=title,
        note=f"{source_line(data, lines=False)} {data.labels('heat_note')}",
        legend=legend,
        plot=head + _ROW * len(groups),
        left=left,
        axis=0.12,
    )
    axes = sheet.axes(top=head)
    cell = (WIDTH - left - 0.25) / len(kinds)
    marks: list[Mark] = []
    for row, group in enumerate(groups):
        for column, category in enumerate(kinds):
            estimate, whole = (data.of_category("share_of_mentions", name, category) for name in (group.name, "all"))
            if estimate is None or whole is None:
                axes.text(column + 0.5, row + 0.5, "·", ha="center", va="center", fontsize=SMALL)
                continue
            gap = estimate.value - whole.value
            colour = mixed(EVEN, _MORE if gap > 0 else _LESS, min(1.0, abs(gap) / _FULL))
            fill = mixed(colour, "#ffffff", 0.6) if estimate.thin else colour
            patch = box(axes, (column, row), 1, 1, fill)
            if estimate.thin:
                patch.set(hatch="////", edgecolor=_HATCHING)
            link(patch, marks, mark_of(data, estimate))
            if cell > 0.24:
                text = f"{round(100 * gap):+d}".replace("-", "−").replace("+0", "0").replace("−0", "0") if round(100 * gap) else "0"
                axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=SMALL - 1.2, color=legible_on(fill))
    axes.set_xlim(0, len(kinds))
    axes.set_ylim(len(groups), 0)
    axes.spines["bottom"].set_visible(False)
    axes.set_yticks([row + 0.5 for row in range(len(groups))], [names[group.name] for group in groups])
    axes.set_xticks([])
    for column, category in enumerate(kinds):
        axes.text(column + 0.5, -0.06 / _ROW, titles[category], rotation=90, ha="center", va="bottom", fontsize=SMALL)
    for column in range(1, len(kinds)):
        if data.codebook.dimension_of(kinds[column]) is not data.codebook.dimension_of(kinds[column - 1]):
            axes.axvline(column, color=PAPER, linewidth=4)
    return sheet.finish("heatmap", alt=alt, marks=marks)


def _title(data: ReportData, kinds: list[str]) -> tuple[str, str]:
    """What the chart says: the cell farthest from the whole; and the farthest ones in words."""
    gaps = []
    for group in data.groups:
        for category in kinds:
            estimate, whole = (data.of_category("share_of_mentions", name, category) for name in (group.name, "all"))
            if estimate and whole and not estimate.thin:
                gaps.append((abs(estimate.value - whole.value), group.shown, category, estimate.value, whole.value))
    if not gaps:
        title = data.labels("title_thin", what=data.labels("section_comparison"))
        return title, title
    gaps.sort(key=lambda each: (-each[0], each[1], each[2]))

    def say(key: str, number: int) -> str:
        _, name, category, share, whole = gaps[number]
        what = data.title_of(data.codebook.category(category))
        return data.labels(key, group=name, category=what, share=percent(share), whole=percent(whole))

    title = say("heat_title", 0)
    return title, f"{title}. " + "; ".join(say("heat_row", number) for number in range(min(8, len(gaps)))) + "."
