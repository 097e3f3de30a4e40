"""All estimates of a corpus in one go: what a run writes into the estimates table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from framing.codebook import Codebook
from framing.measure.compare import Difference, compare_groups
from framing.measure.entropy import measure_entropy
from framing.measure.interval import (
    Measured,
    measure_articles,
    measure_rates,
    measure_shares,
    measure_speech,
    measure_valences,
    measure_voices,
)
from framing.measure.shrink import shrink_shares
from framing.measure.stance import measure_stance
from framing.measure.tally import Tally
from framing.records import Estimate

_MANY_GROUPS = 300
_MANY_PAIRS = 8


@dataclass(frozen=True)
class CorpusEstimates:
    """Every estimate in the order of the table, and the differences between groups."""

    estimates: list[Estimate]
    differences: list[Difference]


def estimate_corpus(
    tally: Tally, *, codebook: Codebook, level: float = 0.95, seed: int = 0, permutations: int = 1999, compare: Sequence[str] | None = None
) -> CorpusEstimates:
    """Every measure for every grouping of the tally; groups are compared in the groupings `compare` (None: all that are no series).

    A grouping that joins columns ("outlet/week") is a series: it gets shares and stance in fewer voices, and no tests.
    """
    estimates: list[Estimate] = []
    differences: list[Difference] = []
    for grouping in tally.groups:
        series = "/" in grouping or len(tally.groups[grouping].values) > _MANY_GROUPS
        found = list(_estimates(tally, grouping, codebook=codebook, level=level, series=series))
        if not series and grouping != "all" and (compare is None or grouping in compare):
            pairs = len(tally.groups[grouping].values) <= _MANY_PAIRS
            tests = compare_groups(tally, grouping, codebook=codebook, level=level, seed=seed, permutations=permutations, pairs=pairs)
            differences += tests
            found = with_q(found, tests)
        estimates += found
    return CorpusEstimates(estimates, differences)


def _estimates(tally: Tally, grouping: str, *, codebook: Codebook, level: float, series: bool) -> Iterable[Estimate]:
    """The estimates of one grouping, measure by measure."""
    shares = measure_shares(tally, grouping, codebook=codebook, level=level)
    if series:
        kept = [shares, measure_valences(tally, grouping, codebook=codebook, level=level)]
        stance = measure_stance(tally, grouping, codebook=codebook, level=level)
        for measured in kept + ([stance] if stance else []):
            yield from (each for each in measured.estimates() if each.voice in ("own", "others", "all"))
        return
    yield from shares.estimates(shrunk=shrink_shares(shares.cells) if grouping != "all" else None)
    rest: list[Measured | None] = [
        measure_articles(tally, grouping, codebook=codebook, level=level),
        measure_rates(tally, grouping, codebook=codebook, level=level),
        *measure_voices(tally, grouping, codebook=codebook, level=level),
        measure_valences(tally, grouping, codebook=codebook, level=level),
        measure_stance(tally, grouping, codebook=codebook, level=level),
        measure_speech(tally, grouping, level=level),
    ]
    for each in rest:
        if each is not None:
            yield from each.estimates()
    yield from measure_entropy(tally, grouping, codebook=codebook, level=level)


def with_q(estimates: Sequence[Estimate], differences: Sequence[Difference]) -> list[Estimate]:
    """The estimates with the q of their contrast against the rest."""
    found = {(d.measure, d.grouping, d.group, d.category, d.voice): d.q for d in differences if d.other == "rest" and not d.thin}
    return [
        replace(each, q=q) if (q := found.get((each.measure, each.grouping, each.group, each.category, each.voice))) is not None else each
        for each in estimates
    ]
