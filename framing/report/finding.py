"""The finding in two sentences with numbers, or the plain word that there is too little to find anything."""

from __future__ import annotations

from dataclasses import dataclass

from framing.codebook import Dimension
from framing.records import Estimate
from framing.report.data import ReportData
from framing.report.wording import percent, share_with_range


@dataclass(frozen=True)
class Opener:
    """A name in the finding, and whose sentences it opens."""

    name: str
    outlet: str
    category: str
    voice: str


@dataclass(frozen=True)
class Finding:
    """A sentence with its numbers, and what they open."""

    text: str
    opens: tuple[Opener, ...] = ()


def find_finding(data: ReportData) -> list[Finding]:
    """Two sentences: who names those in the streets how in own words, and whose word the harshest name is."""
    if not any(each.measure == "share_of_mentions" for each in data.estimates):
        return [Finding(data.labels("finding_nothing", articles=data.counted))]
    dimension = main_dimension(data)
    return [each for each in (_contrast(data, dimension), _voice(data, dimension)) if each is not None]


def main_dimension(data: ReportData) -> Dimension:
    """The dimension of the people in the streets, else the first that has two sides."""
    named = data.dimension("protesters")
    sided = [each for each in data.codebook.dimensions if any(category.valence for category in each.categories)]
    return named or (sided[0] if sided else data.codebook.dimensions[0])


def _contrast(data: ReportData, dimension: Dimension) -> Finding:
    """The two groups farthest apart in own words, said as a finding only where their intervals are apart."""
    say = data.labels
    against = [category.id for category in dimension.categories if category.valence is not None and category.valence < 0]
    whole = data.estimate("share_by_valence", "all", dimension.id, "against")
    if not against or whole is None:
        return Finding(say("finding_no_sides", what=data.title_of(dimension)))
    found = [
        (estimate, group)
        for group in data.groups
        if (estimate := data.estimate("share_by_valence", group.name, dimension.id, "against")) is not None and not estimate.thin
    ]
    terms, units = data.terms(against), data.units
    if len(found) < 2:
        text = say("finding_thin", units=units, terms=terms, share=share_with_range(whole), n=round(whole.total), articles=whole.articles)
        return Finding(text, (Opener(say("whole"), "", ",".join(against), "own"),))
    found.sort(key=lambda pair: (-pair[0].value, pair[1].shown))
    (first, one), (last, two) = found[0], found[-1]
    key = "finding_contrast" if first.low > last.high else "finding_overlap"
    text = say(key, units=units, terms=terms, first=one.shown, high=share_with_range(first), last=two.shown, low=share_with_range(last))
    return Finding(text, tuple(Opener(group.shown, group.name, ",".join(against), "own") for group in (one, two)))


def _voice(data: ReportData, dimension: Dimension) -> Finding | None:
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
        return None
    harsh = min(known, key=rank)
    parts = {voice: data.of_category("share_of_voice", "all", harsh.category, voice) for voice in ("others", "distanced")}
    text = say(
        "finding_voice",
        n=round(harsh.total),
        category=data.title_of(data.codebook.category(harsh.category)),
        own=share_with_range(harsh),
        **{voice: percent(each.value if each else 0.0) for voice, each in parts.items()},
    )
    return Finding(text, tuple(Opener(say("voice_" + voice), "", harsh.category, voice) for voice in ("own", "others", "distanced")))
