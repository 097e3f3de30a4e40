"""How each outlet presents foreign involvement, in its own words and in the mouth of others."""

from __future__ import annotations

from framing.report.charts.panels import Find, Panel, Panels, draw_panels, ranked_groups
from framing.report.charts.sheet import Chart
from framing.report.data import ReportData
from framing.report.wording import percent


def draw_foreign(data: ReportData) -> Chart | None:
    """The chart, None where foreign involvement is not mentioned or the codebook has no such dimension."""
    return draw_dimension(data, "foreign", "foreign")


def draw_dimension(data: ReportData, name: str, dimension: str) -> Chart | None:
    """One panel a category of a dimension: its share of the mentions of the dimension, by voice."""
    chosen = data.dimension(dimension)
    if chosen is None:
        return None
    kinds = chosen.categories

    def finder(category: str) -> Find:
        return lambda group, voice: data.of_category("share_of_mentions", group, category, voice)

    leading = max(kinds, key=lambda kind: _spread(data, kind.id))
    groups = [
        group
        for group in ranked_groups(data, lambda group: finder(leading.id)(group, "own"))
        if any(finder(kind.id)(group, voice) for kind in kinds for voice in ("own", "others"))
    ]
    if not groups:
        return None
    panels = [Panel(data.title_of(kind), kind.colour, finder(kind.id)) for kind in kinds]
    return draw_panels(
        data, Panels(name, _title(data, dimension, leading.id, groups), panels, groups, ("own", "others"), data.labels("axis_share"))
    )


def _spread(data: ReportData, category: str) -> float:
    """How far apart the groups are in a category, in own words, leaving thin ones out."""
    shares = [
        estimate.value
        for group in data.groups
        if (estimate := data.of_category("share_of_mentions", group.name, category)) is not None and not estimate.thin
    ]
    return max(shares) - min(shares) if shares else -1.0


def _title(data: ReportData, dimension: str, leading: str, groups: list[str]) -> str:
    """What the chart says: who has most and least of the category that tells groups apart best."""
    solid = [
        (estimate.value, group, estimate)
        for group in groups
        if (estimate := data.of_category("share_of_mentions", group, leading)) is not None and not estimate.thin
    ]
    what = data.title_of(data.codebook.dimension(dimension))
    if len(solid) < 2:
        return data.labels("title_thin", what=what)
    high, first, most = max(solid, key=lambda each: each[:2])
    low, last, least = min(solid, key=lambda each: each[:2])
    return data.labels(
        "panels_title" if most.low > least.high else "panels_title_near",
        what=what,
        category=data.title_of(data.codebook.category(leading)),
        first=data.group_names[first],
        high=percent(high),
        last=data.group_names[last],
        low=percent(low),
    )
