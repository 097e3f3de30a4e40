"""The finding in two sentences with numbers, or the plain word that there is too little to find anything."""

from __future__ import annotations

from dataclasses import dataclass

from framing.codebook import Dimension
from framing.records import Estimate
from framing.report.data import Group, ReportData
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


@dataclass(frozen=True)
class _Ends:
    """The two groups farthest apart in how much their own words speak against the target of a dimension."""

    dimension: Dimension
    against: tuple[str, ...]
    first: tuple[Estimate, Group]
    last: tuple[Estimate, Group]

    @property
    def clear(self) -> bool:
        """Whether their intervals are apart."""
        return self.first[0].low > self.last[0].high


def _against(dimension: Dimension) -> tuple[str, ...]:
    """The categories that speak against the target of a dimension."""
    return tuple(category.id for category in dimension.categories if category.valence is not None and category.valence < 0)


def _ends(data: ReportData, dimension: Dimension) -> _Ends | None:
    """The two ends of the groups that say enough; None where fewer than two do."""
    found = [
        (estimate, group)
        for group in data.groups
        if (estimate := data.estimate("share_by_valence", group.name, dimension.id, "against")) is not None and not estimate.thin
    ]
    found.sort(key=lambda pair: (-pair[0].value, pair[1].shown))
    against = _against(dimension)
    return _Ends(dimension, against, found[0], found[-1]) if len(found) > 1 and against else None


def _contrast(data: ReportData, dimension: Dimension) -> Finding:
    """The two groups farthest apart in own words, said as a finding only where their intervals are apart.

    Where those in the streets are named alike, the other dimension that tells groups apart most clearly comes in.
    """
    say = data.labels
    whole = data.estimate("share_by_valence", "all", dimension.id, "against")
    if not _against(dimension) or whole is None:
        return Finding(say("finding_no_sides", what=data.title_of(dimension)))
    ends = _ends(data, dimension)
    others = [
        each for other in data.codebook.dimensions if other is not dimension and (each := _ends(data, other)) is not None and each.clear
    ]
    if ends is not None and ends.clear:
        return _said(data, "finding_contrast", ends)
    if others:
        return _said(data, "finding_elsewhere", max(others, key=lambda each: each.first[0].low - each.last[0].high))
    if ends is not None:
        return _said(data, "finding_overlap", ends)
    terms, share = data.terms(_against(dimension)), share_with_range(whole)
    text = say("finding_thin", units=data.units, terms=terms, share=share, n=round(whole.total), articles=whole.articles)
    return Finding(text, (Opener(say("whole"), "", ",".join(_against(dimension)), "own"),))


def _said(data: ReportData, key: str, ends: _Ends) -> Finding:
    """The finding of two ends in words."""
    (first, one), (last, two) = ends.first, ends.last
    text = data.labels(
        key,
        units=data.units,
        what=data.title_of(ends.dimension),
        terms=data.terms(ends.against),
        first=one.shown,
        high=share_with_range(first),
        last=two.shown,
        low=share_with_range(last),
    )
    return Finding(text, tuple(Opener(group.shown, group.name, ",".join(ends.against), "own") for group in (one, two)))


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
