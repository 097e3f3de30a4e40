"""The cues of a text: what a language's voice file knows of speech, distance and negation, found once and looked up by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from framing.lexicon.compile import CompiledLexicon, compile_lexicon
from framing.lexicon.entries import VoiceLexicon

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
            Cue(kind, hit.start, hit.end, hit.entry.reach or "", hit.entry.within or 0, hit.entry.source or "")
            for hit in self.cues.hits(text)
            for kind in hit.entry.categories
        )


class WordTest:
    """True of words by a list, an ending, and a list of exceptions."""

    def __init__(self, endings: Iterable[str], words: Iterable[str], excluded: Iterable[str]) -> None:
        self._endings = tuple(endings)
        self._words = frozenset(word.casefold() for word in words)
        self._not = frozenset(word.casefold() for word in excluded)

    def __bool__(self) -> bool:
        """True when any word can pass."""
        return bool(self._endings or self._words)

    def __call__(self, word: str) -> bool:
        """True when the word passes."""
        word = word.casefold()
        if word in self._words:
            return True
        return len(word) > 3 and word not in self._not and word.endswith(self._endings)

    def any_in(self, text: str, start: int, end: int) -> bool:
        """True when any word of the span passes."""
        return any(self(word.group()) for word in WORD.finditer(text, start, end))


class CueTable:
    """Cues in order of place, with look-ups by span and kind."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._cues: Sequence[Cue] = sorted(cues, key=attrgetter("start", "end"))
        self._starts = [cue.start for cue in self._cues]

    def between(self, start: int, end: int, *kinds: str) -> list[Cue]:
        """The cues that lie inside [start, end), of these kinds (all where none is named)."""
        result = []
        for index in range(bisect_left(self._starts, start), len(self._cues)):
            cue = self._cues[index]
            if cue.start >= end:
                break
            if cue.end <= end and (not kinds or cue.kind in kinds):
                result.append(cue)
        return result

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
