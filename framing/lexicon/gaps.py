"""Phrases with words between or open ends: found from their longest word, by the words around it.

The automaton can check such a phrase too, with an expression of its own for each; a lexicon has thousands, of which one text meets none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.lexicon.overlap import Found
from framing.lexicon.words import TextWords, classes_of

# words of letters, their wildcard at the end; all else is left to the automaton
_SIMPLE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\*?")
# letters that share a class with others: only the automaton looks at the letters themselves
_SHARED = re.compile(rb"[\x7f\xbf-\xff]")

_Column = npt.NDArray[np.intp]


class _Phrase(NamedTuple):
    """A phrase: its words in letter classes, which of them are only beginnings, and how many words may stand between two.

    `anchor` is the position of the word that the automaton finds, `other` that of the one that tells phrases of an anchor apart.
    """

    number: int
    words: tuple[bytes, ...]
    is_open: tuple[bool, ...]
    gap: int
    anchor: int
    other: int

    def spans(self, tokens: Sequence[bytes], at: int) -> Iterator[tuple[int, int]]:
        """First and last word of each place of the phrase whose anchor may be token number `at`; of several ends the nearest."""
        reach = self.gap + 1
        for first in range(max(0, at - self.anchor * reach), at - self.anchor + 1):
            if self._fits(0, tokens[first]):
                last = self._last(tokens, 1, first)
                if last is not None:
                    yield first, last

    def _last(self, tokens: Sequence[bytes], position: int, before: int) -> int | None:
        """The number of the token that ends the phrase, when the word before `position` is token number `before`."""
        if position == len(self.words):
            return before
        for number in range(before + 1, min(before + self.gap + 2, len(tokens))):
            if self._fits(position, tokens[number]):
                last = self._last(tokens, position + 1, number)
                if last is not None:
                    return last
        return None

    def _fits(self, position: int, token: bytes) -> bool:
        """Whether a word of the text is the word at this position of the phrase."""
        return token.startswith(self.words[position]) if self.is_open[position] else token == self.words[position]


class _Group:
    """The phrases of one anchor, told apart by another of their words, which must stand within reach."""

    __slots__ = ("_by_stem", "_by_word", "_stems", "_words", "ahead", "back")

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        self._by_word: dict[bytes, list[_Phrase]] = {}
        self._by_stem: dict[bytes, list[_Phrase]] = {}
        self.back = self.ahead = 0
        for phrase in phrases:
            filed = self._by_stem if phrase.is_open[phrase.other] else self._by_word
            filed.setdefault(phrase.words[phrase.other], []).append(phrase)
            reach = (phrase.other - phrase.anchor) * (phrase.gap + 1)
            self.back, self.ahead = max(self.back, -reach), max(self.ahead, reach)
        self._words = frozenset(self._by_word)
        self._stems = tuple(self._by_stem)

    def may_stand(self, window: Sequence[bytes]) -> bool:
        """Whether one of the other words is around the anchor at all: mostly there is none."""
        if not self._words.isdisjoint(window):
            return True
        return bool(self._stems) and any(token.startswith(self._stems) for token in window)

    def near(self, window: Sequence[bytes]) -> Iterator[_Phrase]:
        """The phrases whose other word is among those on one side of the anchor."""
        if not self._words.isdisjoint(window):
            for word in self._words.intersection(window):
                yield from self._by_word[word]
        if stems := self._stems:
            for token in window:
                if token.startswith(stems):
                    for stem in stems:
                        if token.startswith(stem):
                            yield from self._by_stem[stem]


class GapPhrases:
    """Phrases that the automaton only finds one word of: `anchors` are these words, `numbers` the phrases that are looked for."""

    def __init__(self, phrases: Iterable[tuple[int, str, int]]) -> None:
        """`phrases`: number, text, gap; those that are too hard are left out of `numbers`."""
        split = [(number, words, gap) for number, text, gap in phrases if len(words := text.split()) > 1]
        classes_by_word = _classes_by_word({word for _, words, _ in split for word in words})
        self.numbers: set[int] = set()
        groups: dict[tuple[bytes, bool], list[_Phrase]] = {}
        anchors: dict[tuple[bytes, bool], str] = {}
        for number, words, gap in split:
            classes = tuple(classes_by_word.get(word, b"") for word in words)
            if not all(classes):
                continue
            lengths = list(map(len, classes))
            anchor, other, *_ = sorted(range(len(words)), key=lengths.__getitem__, reverse=True)  # the longest are the rarest
            is_open = tuple([word[-1] == "*" for word in words])
            key = classes[anchor], is_open[anchor]
            anchors.setdefault(key, words[anchor])
            groups.setdefault(key, []).append(_Phrase(number, classes, is_open, gap, anchor, other))
            self.numbers.add(number)
        self.anchors = list(anchors.values())
        self._groups = list(map(_Group, groups.values()))

    def find(self, words: TextWords, starts: _Column, anchors: _Column) -> set[Found]:
        """All phrases around anchors, given as raw starts and numbers of the anchors."""
        tokens, found = words.tokens, set[Found]()
        places = words.places.searchsorted(starts).tolist()
        for at, anchor in zip(places, anchors.tolist(), strict=True):
            group = self._groups[anchor]
            if not group.may_stand(tokens[max(0, at - group.back) : at + 1 + group.ahead]):
                continue
            near = list(group.near(tokens[at + 1 : at + 1 + group.ahead])) if group.ahead else []
            if group.back:
                near += group.near(tokens[max(0, at - group.back) : at])
            for phrase in near:
                for first, last in phrase.spans(tokens, at):
                    found.add((*words.span(first, last), phrase.number))
        return found


def _classes_by_word(words: Collection[str]) -> dict[str, bytes]:
    """The letter classes of each word that is simple; the phrases of a lexicon share most of their words."""
    simple = sorted(filter(_SIMPLE.fullmatch, words))
    pieces = classes_of(simple) or ()
    return {word: piece for word, piece in zip(simple, pieces, strict=False) if not _SHARED.search(piece)}
