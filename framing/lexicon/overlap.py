"""One policy for hits that overlap: the longest wins, then the earliest, then the first in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.lexicon.entries import Entry


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of raw text and the entry that fired there."""

    start: int
    end: int
    entry: Entry


def resolve(hits: Sequence[Hit], *, kinds: bool = False) -> list[Hit]:
    """The hits that stand, in order of the text; with `kinds`, one span may stand once for each category."""
    kept: list[Hit] = []
    for cluster in _clusters(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.number))):
        kept.extend(cluster if len(cluster) == 1 else _winners(cluster, kinds=kinds))
    return kept


def _clusters(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Runs of hits that overlap one another."""
    cluster: list[Hit] = []
    end = -1
    for hit in hits:
        if cluster and hit.start >= end:
            yield cluster
            cluster = []
        cluster.append(hit)
        end = max(end, hit.end) if len(cluster) > 1 else hit.end
    if cluster:
        yield cluster


def _winners(cluster: Sequence[Hit], *, kinds: bool) -> list[Hit]:
    """The hits of a cluster that no longer, earlier or former one stands in the way of."""
    kept: list[Hit] = []
    for hit in sorted(cluster, key=lambda hit: (hit.start - hit.end, hit.start, hit.entry.number)):
        if not any(_blocks(other, hit, kinds=kinds) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, -hit.end, hit.entry.number))


def _blocks(winner: Hit, hit: Hit, *, kinds: bool) -> bool:
    """Whether a hit gives way to one that was kept before it."""
    if winner.end <= hit.start or hit.end <= winner.start:
        return False
    same = (winner.start, winner.end) == (hit.start, hit.end)
    if same:
        return not (kinds and winner.entry.category != hit.entry.category)
    return not (winner.entry.inner_keep and winner.start <= hit.start and hit.end <= winner.end)
