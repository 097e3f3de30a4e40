"""How each outlet names the people in the streets in its own words: bars that diverge around the neutral terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.records import Estimate
from framing.report.charts.palette import categories_by_valence
from framing.report.charts.sheet import (
    BODY,
    INK,
    PAPER,
    SMALL,
    SOFT,
    Chart,
    Key,
    Mark,
    Sheet,
    bar,
    legible_on,
    link,
    shortened,
    text_width,
)
from framing.report.data import ReportData
from framing.report.evidence import UNNAMED, one_line
from framing.report.wording import percent, range_of, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 0.36


def draw_naming(data: ReportData) -> Chart | None:
    """The chart, None where no group names the protesters in its own words or the codebook has no such dimension."""
    return draw_diverging(data, "naming", "protesters")


def draw_diverging(data: ReportData, name: str, dimension: str) -> Chart | None:
    """Diverging stacked bars of one dimension in own voice, a row a group, ordered from against to in favour."""
    if data.dimension(dimension) is None:
        return None
    rows = _rows(data, dimension)
    if not rows:
        return None
    against, neutral, favour = categories_by_valence(data.codebook, dimension)
    order = [*against, *neutral, *favour]
    legend = [Key(data.title_of(data.codebook.category(each)), data.codebook.category(each).colour) for each in order]
    if any(row.thin for row in rows.values()):
        legend.append(Key(data.labels("thin"), PAPER, hatch="////"))
    names = {group: shortened(data.group_names[group], 1.9) for group in rows}
    counts = {group: data.labels("n_in_articles", n=round(row.total), articles=row.articles) for group, row in rows.items()}
    left = 0.3 + max(text_width(each, BODY) for each in names.values())
    right = 0.3 + max(text_width(each, SMALL) for each in [*counts.values(), data.labels("n_header")])
    title = _title(data, dimension, rows)
    sheet = Sheet(title=title, note=source_line(data), legend=legend, plot=_ROW * len(rows) + 0.12, left=left, right=right)
    axes = sheet.axes()
    marks: list[Mark] = []
    reach = 0.05
    for place, group in enumerate(rows):
        shares = {each: data.of_category("share_of_mentions", group, each) for each in order}
        begin = -(sum(_value(shares[each]) for each in against) + sum(_value(shares[each]) for each in neutral) / 2)
        reach = max(reach, -begin, 1 + begin)
        for category in order:
            estimate = shares[category]
            if estimate is None or estimate.value <= 0:
                continue
            colour = data.codebook.category(category).colour
            patch = bar(axes, left=begin, width=estimate.value, middle=place, height=0.62, colour=colour, thin=rows[group].thin)
            link(patch, marks, mark_of(data, estimate))
            _write_share(axes, begin, place, estimate.value, INK if rows[group].thin else legible_on(colour))
            begin += estimate.value
        for side, sign in (("against", -1), ("favour", 1)):
            reach = max(reach, _whisker(data, axes, (group, dimension, side), place, sign, neutral=[shares[each] for each in neutral]))
        axes.text(1.02, place, counts[group], transform=axes.get_yaxis_transform(), fontsize=SMALL, color=SOFT, va="center", ha="left")
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    axes.set_ylim(len(rows) - 0.5, -0.55)
    axes.set_yticks(range(len(rows)), [names[group] for group in rows])
    axes.set_xlim(-reach * 1.06, reach * 1.06)
    step = 0.25 if reach > 0.4 else 0.1
    ticks = [step * each for each in range(-4, 5) if abs(step * each) <= reach * 1.06]
    axes.set_xticks(ticks, [percent(abs(tick)) for tick in ticks])
    axes.set_xlabel(data.labels("axis_own_share"))
    axes.text(
        1.02, -0.72, data.labels("n_header"), transform=axes.get_yaxis_transform(), fontsize=SMALL, color=SOFT, va="bottom", ha="left"
    )
    return sheet.finish(name, alt=_alt(data, title, rows, dimension), marks=marks)


def mark_of(data: ReportData, estimate: Estimate, *, group: str | None = None) -> Mark:
    """The mark of an estimate, with what a screen reader says; a share of speech opens what the speaker says."""
    shown = data.group_names.get(estimate.group, estimate.group)
    known = estimate.category in data.codebook.categories
    what = data.title_of(data.codebook.category(estimate.category)) if known else one_line(estimate.category)
    voice = data.labels("voice_" + estimate.voice)
    return Mark(
        group=estimate.group or UNNAMED if group is None else group,
        category=estimate.category if known else "",
        voice=estimate.voice,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.total,
        articles=estimate.articles,
        thin=estimate.thin,
        says=f"{shown}, {what}, {voice}: {percent(estimate.value)} {range_of(estimate)}, n = {round(estimate.total)}",
        source=one_line(estimate.category) if estimate.measure == "share_of_speech" else "",
    )


def _rows(data: ReportData, dimension: str) -> dict[str, Estimate]:
    """The groups that say anything, from most against to most in favour, thin ones last; with the estimate of their side against."""
    found = []
    for group in data.groups:
        sides = {side: data.estimate("share_by_valence", group.name, dimension, side) for side in ("against", "favour")}
        against = sides["against"] or sides["favour"]
        if against is None:
            first = next(
                (data.of_category("share_of_mentions", group.name, each.id) for each in data.codebook.dimension(dimension).categories), None
            )
            if first is None:
                continue
            against = first
        found.append((against.thin, _value(sides["favour"]) - _value(sides["against"]), group.shown, group.name, against))
    return {name: estimate for _, _, _, name, estimate in sorted(found, key=lambda each: each[:4])}


def _value(estimate: Estimate | None) -> float:
    return 0.0 if estimate is None else estimate.value


def _write_share(axes: Axes, begin: float, place: int, share: float, ink: str) -> None:
    """The share inside its piece of the bar, where there is room."""
    if share >= 0.085:
        axes.text(begin + share / 2, place, f"{round(100 * share)}", fontsize=SMALL - 0.5, color=ink, va="center", ha="center")


def _whisker(data: ReportData, axes: Axes, cell: tuple[str, str, str], place: int, sign: int, *, neutral: list[Estimate | None]) -> float:
    """The interval of all that is on one side, at the end of the bar; returns how far it reaches."""
    group, dimension, side = cell
    estimate = data.estimate("share_by_valence", group, dimension, side)
    if estimate is None:
        return 0.0
    half = sum(_value(each) for each in neutral) / 2
    low, high = half + estimate.low, min(half + estimate.high, 1.0)
    axes.plot([sign * low, sign * high], [place + 0.36] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")
    for end in (low, high):
        axes.plot([sign * end] * 2, [place + 0.3, place + 0.42], color=INK, linewidth=1.1)
    return float(high)


def _title(data: ReportData, dimension: str, rows: dict[str, Estimate]) -> str:
    """What the chart says: the two ends, or that there is too little to say."""
    solid = [group for group, estimate in rows.items() if not estimate.thin]
    against = {group: data.estimate("share_by_valence", group, dimension, "against") for group in solid}
    terms = categories_by_valence(data.codebook, dimension)[0]
    if len(solid) < 2 or not terms or any(each is None for each in against.values()):
        return data.labels("title_thin", what=data.title_of(data.codebook.dimension(dimension)))
    ranked = sorted(solid, key=lambda group: (-_value(against[group]), group))
    first, last = ranked[0], ranked[-1]
    apart = against[first].low > against[last].high  # type: ignore[union-attr]  # none of them is None here
    return data.labels(
        "diverging_title" if apart else "diverging_title_near",
        terms=data.terms(terms),
        first=data.group_names[first],
        high=percent(_value(against[first])),
        last=data.group_names[last],
        low=percent(_value(against[last])),
    )


def _alt(data: ReportData, title: str, rows: dict[str, Estimate], dimension: str) -> str:
    """The chart in words."""
    parts = []
    for group in rows:
        against, favour = (data.estimate("share_by_valence", group, dimension, side) for side in ("against", "favour"))
        if against and favour:
            parts.append(
                data.labels(
                    "alt_diverging_row", group=data.group_names[group], against=percent(against.value), favour=percent(favour.value)
                )
            )
    return f"{title}. " + "; ".join(parts) + "."
