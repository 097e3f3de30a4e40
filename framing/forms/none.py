"""The engine for languages without one: every word is its only form."""

from __future__ import annotations

from framing.forms.engine import Phrase


class NoEngine:
    """Returns words as they were written, in lower case."""

    name = "none"
    version = "1"

    def knows(self, word: str) -> bool:  # noqa: ARG002
        """True: without a dictionary no word is strange."""
        return True

    def is_headword(self, word: str) -> bool:  # noqa: ARG002
        """True: this engine takes every word as it comes."""
        return True

    def inflect(self, word: str) -> frozenset[str]:
        """The word alone."""
        return frozenset({word.lower()})

    def inflect_phrase(self, words: Phrase, head: int | None = None) -> frozenset[Phrase]:  # noqa: ARG002
        """The phrase alone."""
        return frozenset({tuple(word.lower() for word in words)})
