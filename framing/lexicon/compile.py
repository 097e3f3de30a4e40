"""A lexicon made ready to scan: every form of every entry in one automaton, and what must hold of a hit."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from framing.automaton import Encoded, FormAutomaton, encode
from framing.lexicon.conditions import crosses, marks_of, same_case, stands_near
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.expand import expand_lexicon
from framing.lexicon.forms_file import FormsFile, expansion_key
from framing.lexicon.overlap import Hit, resolve


class _Form(NamedTuple):
    """One form in the automaton: whose it is, whether it is an exception, and for phrases the marks that it may cross."""

    entry: Entry
    text: str
    is_exception: bool
    marks: frozenset[str] | None

    @property
    def written(self) -> str:
        """The form with its capitals, which the engine does not keep."""
        return self.entry.text if self.entry.kind == "lemma" else self.text


class CompiledLexicon:
    """A lexicon with its expanded forms and their automaton."""

    def __init__(self, lexicon: Lexicon, expanded: FormsFile) -> None:
        self.lexicon = lexicon
        self.expanded = expanded
        self._forms = [form for entry in lexicon.entries for form in self._forms_of(entry)]
        gaps = [0 if form.is_exception else form.entry.gap for form in self._forms]
        self._automaton = FormAutomaton([form.text for form in self._forms], gaps=gaps if any(gaps) else None)

    def hits(self, text: str | Encoded) -> list[Hit]:
        """The hits that stand after overlaps are settled, in order; phrases of `exclude` win their overlaps and are left out."""
        return [hit for hit in resolve(self.candidates(text), kinds=self.lexicon.cues) if hit.entry.category]

    def candidates(self, text: str | Encoded) -> list[Hit]:
        """Every hit whose own conditions hold, before overlaps are settled."""
        encoded = encode(text) if isinstance(text, str) else text
        spans: dict[tuple[int, int, int], Entry] = {}
        exceptions: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for start, end, number in self._automaton.find(encoded):
            form = self._forms[number]
            if form.marks is not None and crosses(encoded.text, start, end, form.marks):
                continue
            if form.is_exception:
                exceptions[form.entry.number].append((start, end))
            elif not form.entry.exact_case or same_case(encoded.text[start:end], form.written):
                spans.setdefault((start, end, form.entry.number), form.entry)
        return [
            Hit(start, end, entry)
            for (start, end, number), entry in spans.items()
            if not any(first < end and start < last for first, last in exceptions.get(number, ())) and _holds(entry, encoded, start, end)
        ]

    def forms_of(self, entry: Entry) -> tuple[str, ...]:
        """The forms that an entry matches, patterns as they are written."""
        return tuple(form.text for form in self._forms_of(entry) if not form.is_exception)

    def _forms_of(self, entry: Entry) -> Iterator[_Form]:
        """The forms of an entry and its exceptions, free order written out."""
        for text in self._texts(entry):
            yield _Form(entry, text, False, self._marks(text))
        for phrase in entry.excepts:
            for text in (phrase,) if "*" in phrase else self.expanded.forms[expansion_key(phrase)]:
                yield _Form(entry, text, True, self._marks(text))

    def _texts(self, entry: Entry) -> Iterator[str]:
        """The texts that an entry matches."""
        texts = entry.forms or (entry.text,)
        if entry.kind == "lemma":
            texts = self.expanded.forms[expansion_key(entry.text, entry.head)]
        if not entry.any_order:
            yield from texts
            return
        yield from dict.fromkeys(" ".join(order) for text in texts for order in itertools.permutations(text.split()))

    def _marks(self, text: str) -> frozenset[str] | None:
        """The marks that a phrase may cross; None for a single word, which crosses nothing."""
        return marks_of(text, cue=self.lexicon.cues) if " " in text else None


def _holds(entry: Entry, encoded: Encoded, start: int, end: int) -> bool:
    """Whether the words stand near that must, and none that must not."""
    inside = entry.gap > 0
    if entry.near is not None and not stands_near(entry.near, encoded, start, end, inside=inside):
        return False
    return entry.not_near is None or not stands_near(entry.not_near, encoded, start, end, inside=inside)


def compile_lexicon(lexicon: Lexicon, *, forms_path: Path | None = None) -> CompiledLexicon:
    """The lexicon ready to scan, its forms read from the forms file beside it, or expanded by the engine where that is older.

    Raises FramingError where an engine is needed and not installed.
    """
    return CompiledLexicon(lexicon, expand_lexicon(lexicon, forms_path=forms_path))
