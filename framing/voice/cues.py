"""The cues of a text: what a language's voice file knows of speech, distance and negation, found once and looked up by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from framing.lexicon.compile import CompiledLexicon, compile_lexicon
from framing.lexicon.entries import VoiceLexicon

_new = tuple.__new__  # a named tuple at half the price
WORD = re.compile(r"\w[\w'’ʼ\-]*")


class Cue(NamedTuple):
    """One cue in a text: its kind (saying, according, negator …), span, and what its entry says of its reach."""

    kind: str
    start: int
    end: int
    reach: str
    within: int
    source: str


class CompiledVoice:
    """A language's voice file, ready to read texts with."""

    def __init__(self, lexicon: VoiceLexicon, cues: CompiledLexicon | None = None) -> None:
        self.lexicon = lexicon
        self.language = lexicon.language
        self.cues = cues if cues is not None else compile_lexicon(lexicon.cues)

    @cached_property
    def finite(self) -> WordTest:
        """Tells a finite verb by its ending, without an inflection engine."""
        return WordTest(self.lexicon.finite.endings, self.lexicon.finite.words, self.lexicon.finite.excluded)

    @cached_property
    def evidential(self) -> WordTest:
        """Tells a verb form that marks hearsay by grammar alone."""
        rules = self.lexicon.evidential
        return WordTest(rules.endings, rules.words, rules.excluded)

    @cached_property
    def name_nouns(self) -> tuple[str, ...]:
        """Stems of the nouns before a quoted name."""
        return tuple(_stem(noun) for noun in self.lexicon.quotation.name_nouns)

    @lru_cache(maxsize=4096)  # noqa: B019  # a kit lives as long as its process
    def calls(self, words: str) -> bool:
        """True where the words hold a verb of calling, also inside a longer cue ("must not be called")."""
        return any("calling" in hit.entry.categories for hit in self.cues.candidates(words))

    def find_cues(self, text: str) -> CueTable:
        """All cues of the text."""
        return CueTable(
            _new(Cue, (kind, start, end, entry.reach or "", entry.within or 0, entry.source or ""))
            for start, end, entry in self.cues.hits(text)
            for kind in entry.categories
        )


class WordTest:
    """True of words by a list, an ending, and a list of exceptions."""

    def __init__(self, endings: Iterable[str], words: Iterable[str], excluded: Iterable[str]) -> None:
        self._endings = tuple(endings)
        self._words = frozenset(word.casefold() for word in words)
        self._not = frozenset(word.casefold() for word in excluded)
        self._judged = lru_cache(maxsize=1 << 15)(self._judge)  # texts say the same words over and over

    def __bool__(self) -> bool:
        """True when any word can pass."""
        return bool(self._endings or self._words)

    def __call__(self, word: str) -> bool:
        """True when the word passes."""
        return self._judged(word)

    def _judge(self, word: str) -> bool:
        """As `__call__`, not yet remembered."""
        word = word.casefold()
        if word in self._words:
            return True
        return len(word) > 3 and word not in self._not and word.endswith(self._endings)

    def any_in(self, text: str, start: int, end: int) -> bool:
        """True when any word of the span passes."""
        judged = self._judged
        return any(judged(word.group()) for word in WORD.finditer(text, start, end))


class CueTable:
    """Cues in order of place, with look-ups by span and kind."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._cues: Sequence[Cue] = sorted(cues, key=attrgetter("start", "end"))
        self._by_kind: defaultdict[str, list[int]] = defaultdict(list)
        for number, cue in enumerate(self._cues):
            self._by_kind[cue.kind].append(number)
        # the rules ask for the same few kinds again and again
        self._of_kinds: dict[tuple[str, ...], tuple[list[Cue], list[int]]] = {}

    def between(self, start: int, end: int, *kinds: str) -> list[Cue]:
        """The cues that lie inside [start, end), of these kinds (all where none is named)."""
        if kinds not in self._of_kinds:
            numbers = chain.from_iterable([self._by_kind.get(kind, ()) for kind in kinds or self._by_kind])
            chosen = [self._cues[number] for number in sorted(numbers)]
            self._of_kinds[kinds] = chosen, [cue.start for cue in chosen]
        cues, starts = self._of_kinds[kinds]
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        return [cue for cue in cues[first:last] if cue.end <= end] if first < last else []

    def first(self, start: int, end: int, *kinds: str) -> Cue | None:
        """The first such cue, or None."""
        found = self.between(start, end, *kinds)
        return found[0] if found else None


def _stem(noun: str) -> str:
    """The noun without its last letters, so that inflected forms start with it."""
    return noun.casefold()[: max(4, len(noun) - 2)]


def words_between(text: str, start: int, end: int) -> int:
    """How many words stand in [start, end)."""
    return sum(1 for _ in WORD.finditer(text, start, end))
