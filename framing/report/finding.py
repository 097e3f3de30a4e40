"""The finding in two sentences with numbers, or the plain word that there is too little to find anything."""

from __future__ import annotations

from framing.codebook import Dimension
from framing.records import Estimate
from framing.report.data import ReportData
from framing.report.wording import percent, share_with_range


def finding_sentences(data: ReportData) -> list[str]:
    """Two sentences: who names those in the streets how in own words, and whose word the harshest name is."""
    if not any(each.measure == "share_of_mentions" for each in data.estimates):
        return [data.labels("finding_nothing", articles=data.counted)]
    dimension = main_dimension(data)
    return [sentence for sentence in (_contrast(data, dimension), _voice(data, dimension)) if sentence]


def main_dimension(data: ReportData) -> Dimension:
    """The dimension of the people in the streets, else the first that has two sides."""
    named = data.dimension("protesters")
    sided = [each for each in data.codebook.dimensions if any(category.valence for category in each.categories)]
    return named or (sided[0] if sided else data.codebook.dimensions[0])


def _contrast(data: ReportData, dimension: Dimension) -> str:
    """The two groups farthest apart in own words, said as a finding only where their intervals are apart."""
    say = data.labels
    found = [
        (estimate, group.shown)
        for group in data.groups
        if (estimate := data.estimate("share_by_valence", group.name, dimension.id, "against")) is not None and not estimate.thin
    ]
    terms = data.terms(category.id for category in dimension.categories if category.valence is not None and category.valence < 0)
    whole = data.estimate("share_by_valence", "all", dimension.id, "against")
    if not terms or whole is None:
        return say("finding_no_sides", what=data.title_of(dimension))
    if len(found) < 2:
        return say(
            "finding_thin", units=data.units, terms=terms, share=share_with_range(whole), n=round(whole.total), articles=whole.articles
        )
    found.sort(key=lambda pair: (-pair[0].value, pair[1]))
    (first, name), (last, other) = found[0], found[-1]
    key = "finding_contrast" if first.low > last.high else "finding_overlap"
    return say(key, units=data.units, terms=terms, first=name, high=share_with_range(first), last=other, low=share_with_range(last))


def _voice(data: ReportData, dimension: Dimension) -> str:
    """How much of the harshest name is the outlets' own word."""
    say = data.labels

    def rank(estimate: Estimate) -> tuple[float, float]:
        return (data.codebook.category(estimate.category).valence or 0.0, -estimate.total)

    known = [
        estimate
        for category in dimension.categories
        if (estimate := data.of_category("share_of_voice", "all", category.id)) is not None and estimate.total > 0
    ]
    if not known:
        return ""
    harsh = min(known, key=rank)
    parts = {voice: data.of_category("share_of_voice", "all", harsh.category, voice) for voice in ("others", "distanced")}
    return say(
        "finding_voice",
        n=round(harsh.total),
        category=data.title_of(data.codebook.category(harsh.category)),
        own=share_with_range(harsh),
        **{voice: percent(each.value if each else 0.0) for voice, each in parts.items()},
    )
