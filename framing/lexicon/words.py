"""The words of an encoded text and where they stand: made once a text, when a hit first asks what is around it."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from framing.automaton import Encoded, encode

HEAD = 4
_SEPARATOR = " 0 "


class TextWords:
    """The words of a text in letter classes (`tokens`), and where each begins in the raw text (`places`, `starts`)."""

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        self.tokens = encoded.data.split(b" ")[1:-1]
        self._spaces = (np.frombuffer(encoded.data, np.uint8) == 0x20).nonzero()[0]
        self.places = encoded.index.take(self._spaces[:-1] + 1) - 1

    @functools.cached_property
    def heads(self) -> list[bytes]:
        """The first letters of the words; only some conditions ask for them."""
        return [token[:HEAD] for token in self.tokens]

    @functools.cached_property
    def starts(self) -> list[int]:
        """Where each word begins, for those that look up one at a time."""
        found: list[int] = self.places.tolist()
        return found

    def at(self, raw: int) -> int:
        """The number of the first word that begins at the raw position or after it."""
        return bisect_left(self.starts, raw)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The raw span from the beginning of one word to the end of another."""
        return self.encoded.raw(self._spaces.item(first), self._spaces.item(last + 1) + 1)


def classes_of(words: Sequence[str]) -> list[bytes] | None:
    """Each word in letter classes, without any `*`; None where one of them is no single word to the automaton."""
    pieces = encode(_SEPARATOR.join(words)).data.split()
    separator = encode(_SEPARATOR).data.strip()
    if len(pieces) != 2 * len(words) - 1 or any(piece != separator for piece in pieces[1::2]):
        return None
    return pieces[::2]
