"""Phrases with words between or open ends: found from their longest word, by the words around it.

The automaton can check such a phrase too, with an expression of its own for each; a lexicon has thousands, of which one text meets none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from framing.lexicon.overlap import Found
from framing.lexicon.words import TextWords, classes_of

# words of letters, their wildcard at the end; all else is left to the automaton
_SIMPLE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\*?")
# letters that share a class with others: only the automaton looks at the letters themselves
_SHARED = re.compile(rb"[\x7f\xbf-\xff]")


class _Phrase(NamedTuple):
    """A phrase: its words in letter classes, which of them are only beginnings, and how many words may stand between two."""

    number: int
    words: tuple[bytes, ...]
    is_open: tuple[bool, ...]
    gap: int
    anchor: int

    def fits(self, position: int, token: bytes) -> bool:
        """Whether a word of the text is the word at this position of the phrase."""
        return token.startswith(self.words[position]) if self.is_open[position] else token == self.words[position]

    def spans(self, tokens: Sequence[bytes], at: int) -> Iterator[tuple[int, int]]:
        """First and last word of each place of the phrase whose anchor may be token number `at`; of several ends the nearest."""
        reach = self.gap + 1
        for first in range(max(0, at - self.anchor * reach), at - self.anchor + 1):
            if self.fits(0, tokens[first]):
                last = self._last(tokens, 1, first)
                if last is not None:
                    yield first, last

    def _last(self, tokens: Sequence[bytes], position: int, before: int) -> int | None:
        """The number of the token that ends the phrase, when the word before `position` is token number `before`."""
        if position == len(self.words):
            return before
        for number in range(before + 1, min(before + self.gap + 2, len(tokens))):
            if self.fits(position, tokens[number]):
                last = self._last(tokens, position + 1, number)
                if last is not None:
                    return last
        return None


class _Group:
    """The phrases of one anchor, told apart by their second longest word, which must stand within reach."""

    __slots__ = ("ahead", "back", "by_stem", "by_word", "stems")

    def __init__(self) -> None:
        self.back = self.ahead = 0
        self.by_word: dict[bytes, list[_Phrase]] = {}
        self.by_stem: dict[bytes, list[_Phrase]] = {}
        self.stems: tuple[bytes, ...] = ()

    def add(self, phrase: _Phrase) -> None:
        """Files a phrase."""
        others = [position for position in range(len(phrase.words)) if position != phrase.anchor]
        other = max(others, key=lambda position: len(phrase.words[position]))
        self.back = max(self.back, phrase.anchor * (phrase.gap + 1))
        self.ahead = max(self.ahead, (len(others) - phrase.anchor) * (phrase.gap + 1))
        filed = self.by_stem if phrase.is_open[other] else self.by_word
        filed.setdefault(phrase.words[other], []).append(phrase)
        self.stems = tuple(self.by_stem)

    def find(self, words: TextWords, at: int) -> Iterator[Found]:
        """The phrases around token number `at`."""
        tokens = words.tokens
        window = tokens[max(0, at - self.back) : at + self.ahead + 1]
        if not self.by_word.keys().isdisjoint(window):
            for token in set(window):
                for phrase in self.by_word.get(token, ()):
                    for first, last in phrase.spans(tokens, at):
                        yield *words.span(first, last), phrase.number
        if self.stems and any(token.startswith(self.stems) for token in window):
            for stem, phrases in self.by_stem.items():
                if any(token.startswith(stem) for token in window):
                    for phrase in phrases:
                        for first, last in phrase.spans(tokens, at):
                            yield *words.span(first, last), phrase.number


class GapPhrases:
    """Phrases that the automaton only finds one word of: `anchors` are these words, `numbers` the phrases that are looked for."""

    def __init__(self, phrases: Iterable[tuple[int, str, int]]) -> None:
        """`phrases`: number, text, gap; those that are too hard are left out of `numbers`."""
        simple = [
            (number, words, gap)
            for number, text, gap in phrases
            if len(words := text.split()) > 1 and all(_SIMPLE.fullmatch(word) for word in words)
        ]
        pieces = iter(classes_of([word for _, words, _ in simple for word in words]) or ())
        self.numbers: set[int] = set()
        groups: dict[tuple[bytes, bool], _Group] = {}
        anchors: dict[tuple[bytes, bool], str] = {}
        for number, words, gap in simple:
            classes = tuple(next(pieces) for _ in words)
            if any(map(_SHARED.search, classes)):
                continue
            is_open = tuple(word.endswith("*") for word in words)
            anchor = classes.index(max(classes, key=len))
            key = classes[anchor], is_open[anchor]
            anchors.setdefault(key, words[anchor])
            groups.setdefault(key, _Group()).add(_Phrase(number, classes, is_open, gap, anchor))
            self.numbers.add(number)
        self.anchors = list(anchors.values())
        self._groups = list(groups.values())

    def find(self, words: TextWords, anchors: Iterable[tuple[int, int]]) -> set[Found]:
        """All phrases around anchors, given as raw start and number of the anchor."""
        found: set[Found] = set()
        for start, anchor in anchors:
            found.update(self._groups[anchor].find(words, words.at(start)))
        return found
