"""What an inflection engine offers, and the faults it may have."""

from __future__ import annotations

from typing import Protocol

from framing.errors import FramingError, Place, Problem

Phrase = tuple[str, ...]
MAXIMUM_FORMS = 5_000


class Engine(Protocol):
    """Knows the inflected forms of the words of one language."""

    name: str
    version: str

    def knows(self, word: str) -> bool:
        """Whether the word is in the engine's dictionary; engines that work by rules alone know every word."""
        ...

    def is_headword(self, word: str) -> bool:
        """Whether the word is one to inflect: of an inflected form, `inflect` gives that form alone."""
        ...

    def inflect(self, word: str) -> frozenset[str]:
        """All inflected forms of a dictionary form, itself included, lower case."""
        ...

    def inflect_phrase(self, words: Phrase, head: int | None = None) -> frozenset[Phrase]:
        """All forms of a phrase; `head` (from 1) says which word inflects, where the engine would guess wrong."""
        ...


def engine_problem(code: str, message: str, hint: str = "") -> FramingError:
    """An error of an engine; whoever knows the lexicon's line adds the place."""
    return FramingError(Problem(Place(""), code, message, hint))


def head_index(words: Phrase, head: int | None, guess: int) -> int:
    """The position of the head from 0: the one that was asked for, or the guess."""
    if head is None:
        return guess
    if not 1 <= head <= len(words):
        raise engine_problem("head-outside", f"head: {head}, but {' '.join(words)!r} has {len(words)} words", "count from 1")
    return head - 1
