"""What the counting of copies changes: own-voice shares with every copy counted, against those that the study counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Columns
from framing.measure.interval import measure_shares
from framing.measure.tally import tally_mentions


@dataclass(frozen=True, slots=True)
class CopiesEffect:
    """The category of a group whose share in own words moves most when every copy is counted."""

    group: str
    counted: int
    articles: int
    category: str
    value: float
    with_copies: float


def copies_effect(
    articles: Columns,
    mentions: Columns,
    *,
    codebook: Codebook,
    grouping: str = "outlet",
    weights: Sequence[float],
    parts: Sequence[str] = ("headline", "body"),
) -> list[CopiesEffect]:
    """For every group with copies that are not counted, the share that changes most; in order of the groups."""
    counted = np.asarray(weights, dtype=np.float64)
    both = [
        tally_mentions(articles, mentions, codebook=codebook, groupings=(grouping,), weights=each, parts=parts)
        for each in (counted.tolist(), np.ones(len(counted)).tolist())
    ]
    groups = both[0].groups[grouping]
    sizes = [np.bincount(groups.codes, weights=tally.weight > 0, minlength=len(groups.values)) for tally in both]
    shares: list[dict[tuple[str, str], float]] = [
        {(e.group, e.category): e.value for e in measure_shares(tally, grouping, codebook=codebook).estimates() if e.voice == "own"}
        for tally in both
    ]
    result = []
    for number, group in enumerate(groups.values):
        moves = [
            (abs(shares[1][key] - value), key[1], value, shares[1][key])
            for key, value in shares[0].items()
            if key[0] == group and key in shares[1]
        ]
        if sizes[0][number] < sizes[1][number] and moves:
            _, category, value, other = min(moves, key=lambda each: (-round(each[0], 9), each[1]))
            result.append(CopiesEffect(group, int(sizes[0][number]), int(sizes[1][number]), category, value, other))
    return result
