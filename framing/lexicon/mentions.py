"""Where a text names what a lexicon holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from framing.automaton import Encoded, encode
from framing.lexicon.compile import CompiledLexicon
from framing.records import Match

_TOGETHER = 30_000
# no phrase crosses it, and no condition looks beyond it
_BETWEEN = "\n\n"


def find_mentions(text: str | Encoded, compiled: CompiledLexicon) -> list[Match]:
    """The matches of the lexicon in the text, sorted by start; the longest wins where they overlap."""
    return next(compiled.matches(text))


def find_all_mentions(texts: Iterable[str], compiled: CompiledLexicon) -> Iterator[list[Match]]:
    """For each text what `find_mentions` says of it, twice as fast: short texts are scanned together, as one."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= _TOGETHER:
            yield from _together(waiting, compiled)
            waiting, length = [], 0
    if waiting:
        yield from _together(waiting, compiled)


def _together(texts: Sequence[str], compiled: CompiledLexicon) -> Iterator[list[Match]]:
    """The matches of each text."""
    joined = encode(_BETWEEN.join(texts))
    if joined.marked:  # marks may belong to the text before
        return (find_mentions(text, compiled) for text in texts)
    ends = itertools.accumulate(len(text) + len(_BETWEEN) for text in texts)
    return compiled.matches(joined, (0, *ends)[: len(texts)])
