"""The same words by voice: how much of each category is the outlets' own word, reported, quoted, or kept in scare quotes."""

from __future__ import annotations

from framing.records import VOICES, Estimate
from framing.report.charts.naming import mark_of
from framing.report.charts.palette import VOICE_COLOURS
from framing.report.charts.sheet import BODY, INK, PAPER, SMALL, SOFT, Chart, Key, Mark, Sheet, bar, legible_on, link, shortened, text_width
from framing.report.data import ReportData
from framing.report.wording import percent, source_line

_ROW = 0.3
_GAP = 0.34


def draw_voices(data: ReportData) -> Chart | None:
    """The chart for the whole corpus, a bar a category under the heading of its dimension; None where nothing is mentioned."""
    blocks = _blocks(data)
    if not blocks:
        return None
    rows = [(category, estimate) for _, members in blocks for category, estimate in members]
    names = {category: shortened(data.title_of(data.codebook.category(category)), 2.2) for category, _ in rows}
    counts = {category: data.labels("n_in_articles", n=round(each.total), articles=each.articles) for category, each in rows}
    left = 0.3 + max(text_width(each, BODY) for each in names.values())
    right = 0.3 + max(text_width(each, SMALL) for each in [*counts.values(), data.labels("n_header")])
    height = _ROW * len(rows) + _GAP * len(blocks) + 0.1
    title = _title(data, [each for _, each in rows])
    legend = [Key(data.labels("voice_" + voice), VOICE_COLOURS[voice]) for voice in VOICES]
    if any(each.thin for _, each in rows):
        legend.append(Key(data.labels("thin"), PAPER, hatch="////"))
    sheet = Sheet(title=title, note=source_line(data), legend=legend, plot=height, left=left, right=right)
    axes = sheet.axes()
    marks: list[Mark] = []
    y, ticks = 0.0, []
    for heading, members in blocks:
        y += _GAP
        axes.text(0, y - 0.1, heading, fontsize=SMALL + 0.5, weight="bold", va="baseline", ha="left")
        for category, own in members:
            ticks.append((y + _ROW / 2, names[category]))
            begin = 0.0
            for voice in VOICES:
                share = data.of_category("share_of_voice", "all", category, voice)
                if share is None or share.value <= 0:
                    continue
                colour = VOICE_COLOURS[voice]
                patch = bar(axes, left=begin, width=share.value, middle=y + 0.12, height=0.2, colour=colour, thin=own.thin)
                link(patch, marks, mark_of(data, share, group=""))
                if share.value >= 0.06:
                    ink = INK if own.thin else legible_on(colour)
                    axes.text(
                        begin + share.value / 2,
                        y + 0.12,
                        f"{round(100 * share.value)}",
                        fontsize=SMALL - 0.5,
                        color=ink,
                        va="center",
                        ha="center",
                    )
                begin += share.value
            axes.plot([own.low, own.high], [y + 0.255] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")
            axes.text(1.02, y + 0.13, counts[category], transform=axes.get_yaxis_transform(), fontsize=SMALL, color=SOFT, va="center")
            y += _ROW
    axes.text(1.02, 0.2, data.labels("n_header"), transform=axes.get_yaxis_transform(), fontsize=SMALL, color=SOFT, va="baseline")
    axes.set_ylim(height, 0)
    axes.set_xlim(0, 1)
    axes.set_yticks([place for place, _ in ticks], [name for _, name in ticks])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], [percent(each) for each in (0, 0.25, 0.5, 0.75, 1)])
    axes.set_xlabel(data.labels("axis_voice"))
    return sheet.finish("voices", alt=_alt(data, title, rows), marks=marks)


def _blocks(data: ReportData) -> list[tuple[str, list[tuple[str, Estimate]]]]:
    """The dimensions with their categories that are mentioned, each with the estimate of its own voice."""
    blocks = []
    for dimension in data.codebook.dimensions:
        found = [(kind.id, data.of_category("share_of_voice", "all", kind.id)) for kind in dimension.categories]
        members = [(category, estimate) for category, estimate in found if estimate is not None and estimate.total > 0]
        if members:
            blocks.append((data.title_of(dimension), members))
    return blocks


def _title(data: ReportData, own: list[Estimate]) -> str:
    """What the chart says: the category that is least the outlets' own word."""
    solid = [each for each in own if not each.thin]
    if not solid:
        return data.labels("title_thin", what=data.labels("section_voices"))
    least = min(solid, key=lambda each: (each.value, each.category))
    return data.labels(
        "voices_title", share=percent(least.value), n=round(least.total), category=data.title_of(data.codebook.category(least.category))
    )


def _alt(data: ReportData, title: str, rows: list[tuple[str, Estimate]]) -> str:
    """The chart in words."""
    listed = "; ".join(f"{data.title_of(data.codebook.category(category))}: {percent(own.value)}" for category, own in rows)
    return f"{title}. {data.labels('voice_own')}: {listed}."
