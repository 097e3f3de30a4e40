"""Phrases with words between or open ends: found from their longest word, by the words around it.

The automaton can check such a phrase too, with an expression of its own for each; a lexicon has thousands, of which one text meets none.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from framing.lexicon.overlap import Found
from framing.lexicon.words import TextWords, classes_of

# words of letters, their wildcard at the end; all else is left to the automaton
_SIMPLE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\*?")
# letters that share a class with others: only the automaton looks at the letters themselves
_SHARED = re.compile(rb"[\x7f\xbf-\xff]")
_SHORT = 5


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
    """The phrases of one anchor, told apart by another of their words, which must stand within reach."""

    __slots__ = ("ahead", "back", "by_stem", "by_word", "stems", "words")

    def __init__(self, phrases: Iterable[tuple[_Phrase, int]]) -> None:
        """`phrases`: each with the position of its other word."""
        self.by_word: dict[bytes, list[_Phrase]] = {}
        self.by_stem: dict[bytes, list[_Phrase]] = {}
        self.back = self.ahead = 0
        for phrase, other in phrases:
            filed = self.by_stem if phrase.is_open[other] else self.by_word
            filed.setdefault(phrase.words[other], []).append(phrase)
            self.back = max(self.back, phrase.anchor * (phrase.gap + 1))
            self.ahead = max(self.ahead, (len(phrase.words) - phrase.anchor - 1) * (phrase.gap + 1))
        self.words = frozenset(self.by_word)
        self.stems = tuple(self.by_stem)

    def within(self, window: Sequence[bytes]) -> Iterator[_Phrase]:
        """The phrases whose other word is among the words around the anchor."""
        if not self.words.isdisjoint(window):
            for word in self.words.intersection(window):
                yield from self.by_word[word]
        if self.stems:
            for token in window:
                if token.startswith(self.stems):
                    for stem, phrases in self.by_stem.items():
                        if token.startswith(stem):
                            yield from phrases


class GapPhrases:
    """Phrases that the automaton only finds one word of: `anchors` are these words, `numbers` the phrases that are looked for."""

    def __init__(self, phrases: Iterable[tuple[int, str, int]]) -> None:
        """`phrases`: number, text, gap; those that are too hard are left out of `numbers`."""
        simple = [
            (number, words, gap)
            for number, text, gap in phrases
            if len(words := text.split()) > 1 and all(map(_SIMPLE.fullmatch, words))
        ]
        pieces = iter(classes_of([word for _, words, _ in simple for word in words]) or ())
        # a word of few phrases is rare in texts too: that of many is a preposition, or "army" beside twenty verbs
        uses = Counter(word for _, words, _ in simple for word in words)
        self.numbers: set[int] = set()
        groups: dict[tuple[bytes, bool], list[tuple[_Phrase, int]]] = {}
        anchors: dict[tuple[bytes, bool], str] = {}
        for number, words, gap in simple:
            classes = tuple(itertools.islice(pieces, len(words)))
            if not classes or any(map(_SHARED.search, classes)):
                continue
            anchor, other = sorted(range(len(words)), key=lambda n: (len(words[n]) < _SHORT, uses[words[n]], -len(words[n])))[:2]
            is_open = tuple(word.endswith("*") for word in words)
            key = classes[anchor], is_open[anchor]
            anchors.setdefault(key, words[anchor])
            groups.setdefault(key, []).append((_Phrase(number, classes, is_open, gap, anchor), other))
            self.numbers.add(number)
        self.anchors = list(anchors.values())
        self._groups = list(map(_Group, groups.values()))

    def find(self, words: TextWords, anchors: Iterable[tuple[int, int]]) -> set[Found]:
        """All phrases around anchors, given as raw start and number of the anchor."""
        tokens, found = words.tokens, set[Found]()
        for start, anchor in anchors:
            group = self._groups[anchor]
            at = words.at(start)
            window = tokens[at + 1 : at + 1 + group.ahead]
            if group.back:
                window += tokens[max(0, at - group.back) : at]
            for phrase in group.within(window):
                found.update((*words.span(first, last), phrase.number) for first, last in phrase.spans(tokens, at))
        return found
