"""One policy for hits that overlap: the longest wins, then the earliest, then the first in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from framing.lexicon.entries import Entry

# raw start, raw end, number of the form; forms are numbered in the order of their entries
Found = tuple[int, int, int]


class Hit(NamedTuple):
    """A stretch of raw text and the entry that fired there."""

    start: int
    end: int
    entry: Entry


def resolve(found: Sequence[Found], entries: Sequence[Entry], holds: Callable[[Found], bool], *, kinds: bool = False) -> list[Hit]:
    """The hits that stand, in order of the text; with `kinds`, one span may stand once for each category.

    `found` is sorted; `entries` has the entry of each form. Only what nothing stands in the way of is asked whether it `holds`.
    """
    kept: list[Hit] = []
    for first, last in _clusters(found):
        if last - first == 1:
            item = found[first]
            if holds(item):
                kept.append(Hit(item[0], item[1], entries[item[2]]))
        else:
            kept.extend(_winners(found[first:last], entries, holds, kinds=kinds))
    return kept


def _clusters(found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Where runs of hits that overlap one another begin and end in the list."""
    first = end = 0
    for number, (start, last, _) in enumerate(found):
        if start >= end:
            if number:
                yield first, number
            first = number
            end = last
        elif last > end:
            end = last
    if found:
        yield first, len(found)


def _winners(cluster: Sequence[Found], entries: Sequence[Entry], holds: Callable[[Found], bool], *, kinds: bool) -> list[Hit]:
    """The hits of a cluster that no longer, earlier or former one stands in the way of."""
    kept: list[Hit] = []
    for item in sorted(cluster, key=_rank):
        start, end, number = item
        entry = entries[number]
        for winner in kept:
            if _blocks(winner, start, end, entry if kinds else None):
                break
        else:
            if holds(item):
                kept.append(Hit(start, end, entry))
    return kept if len(kept) < 2 else sorted(kept, key=lambda hit: (hit.start, -hit.end, hit.entry.number))


def _rank(item: Found) -> tuple[int, int, int]:
    """The longest first, then the earliest, then the first in the file."""
    return item[0] - item[1], item[0], item[2]


def _blocks(winner: Hit, start: int, end: int, kind: Entry | None) -> bool:
    """Whether what was found gives way to a hit that was kept before it; `kind` where another category may share the span."""
    if winner.end <= start or end <= winner.start:
        return False
    if winner.start == start and winner.end == end:
        return kind is None or winner.entry.category == kind.category
    return not (winner.entry.inner_keep and winner.start <= start and end <= winner.end)
