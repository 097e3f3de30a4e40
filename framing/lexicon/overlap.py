"""One policy for hits that overlap: the longest wins, then the earliest, then the first in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.automaton import Spans
from framing.lexicon.entries import Entry

# as documentation and reports state it
OVERLAP_POLICY = (
    "The longest match wins among all entries of the lexicon; of two that are equally long the earlier in the text, and on the same words "
    "the first in the file. A mention has one category, except where its entry lists several (also) or lets what stands inside it count "
    "as well (inner: keep)."
)

# raw start, raw end, number of the form; forms are numbered in the order of their entries
Found = tuple[int, int, int]


class Hit(NamedTuple):
    """A stretch of raw text and the entry that fired there."""

    start: int
    end: int
    entry: Entry


class Contest:
    """What the forms of a lexicon need to contest a stretch of text: their entries, and which of them hold without a condition."""

    def __init__(self, entries: Sequence[Entry], free: Sequence[bool], *, kinds: bool) -> None:
        """`entries` and `free` go by number of the form; with `kinds`, one span may stand once for each category."""
        self._entries = entries
        self._kinds = kinds
        self._free = np.array(free, bool)
        self._shares = np.array([kinds or entry.inner_keep for entry in entries], bool)

    def settle(self, found: Spans, holds: Callable[[Found], bool]) -> list[Found]:
        """The hits that stand, in order of the text. `found` is in order of starts; only what nothing blocks is asked whether it `holds`.

        Where the longest hit of a cluster covers all of it, it stands alone: so nearly all of a text is settled in columns.
        """
        if not len(found.starts):
            return []
        reach = np.maximum.accumulate(found.ends)
        begins = np.ones(len(reach), bool)
        begins[1:] = found.starts[1:] >= reach[:-1]
        firsts = begins.nonzero()[0]
        ranked = _ranked(found, begins.cumsum()) if len(firsts) < len(begins) else found
        behind = np.append(firsts[1:], len(begins))
        tops = ranked.take(firsts)
        covers = (tops.starts == found.starts[firsts]) & (tops.ends == reach[behind - 1]) & ~self._shares[tops.numbers]
        alone = covers | (behind - firsts == 1)
        decided = alone & self._free[tops.numbers]
        kept = list(tops.take(decided).rows())
        if len(kept) == len(firsts):
            return kept
        rows = list(ranked.rows())
        waiting = (~decided).nonzero()[0]
        for first, last, is_alone in zip(firsts[waiting].tolist(), behind[waiting].tolist(), alone[waiting].tolist(), strict=True):
            if is_alone and holds(rows[first]):
                kept.append(rows[first])
            elif last - first > 1:
                kept.extend(self._winners(rows[first + is_alone : last], holds))
        kept.sort(key=_in_text)
        return kept

    def _winners(self, ranked: Iterable[Found], holds: Callable[[Found], bool]) -> list[Found]:
        """The hits of a cluster that no longer, earlier or former one stands in the way of."""
        kept: list[Found] = []
        for item in ranked:
            for winner in kept:
                if self._blocks(winner, item):
                    break
            else:
                if holds(item):
                    kept.append(item)
        return kept

    def _blocks(self, winner: Found, item: Found) -> bool:
        """Whether what was found gives way to a hit that was kept before it."""
        if winner[1] <= item[0] or item[1] <= winner[0]:
            return False
        entry = self._entries[winner[2]]
        if winner[:2] == item[:2]:
            return not self._kinds or entry.category == self._entries[item[2]].category
        return not (entry.inner_keep and winner[0] <= item[0] and item[1] <= winner[1])


def _ranked(found: Spans, clusters: npt.NDArray[np.intp]) -> Spans:
    """The hits of each cluster by rank: the longest first, then the earliest, then the first in the file."""
    return found.take(np.lexsort((found.numbers, found.starts, found.starts - found.ends, clusters)))


def _in_text(item: Found) -> tuple[int, int, int]:
    """The order of the text, the longer first."""
    return item[0], -item[1], item[2]
