"""All forms of a lexicon found in a text, and what must hold of each: the inside of a compiled lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from framing.automaton import Encoded, FormAutomaton, Spans
from framing.lexicon.conditions import NearWords, crosses, same_case
from framing.lexicon.entries import Entry
from framing.lexicon.gaps import GapPhrases
from framing.lexicon.overlap import Found
from framing.lexicon.words import TextWords


class Form(NamedTuple):
    """One form: whose it is, whether it is an exception, and for phrases the marks that it may cross."""

    entry: Entry
    text: str
    is_exception: bool
    marks: frozenset[str] | None

    @property
    def gap(self) -> int:
        """How many words may stand between those of the form."""
        return self.entry.gap if not self.is_exception and self.marks is not None else 0

    @property
    def is_loose(self) -> bool:
        """Whether it is a phrase that more than one text of words can stand for."""
        return self.marks is not None and (self.gap > 0 or "*" in self.text)

    @property
    def is_free(self) -> bool:
        """Whether nothing is asked of a hit beyond its letters."""
        entry = self.entry
        return self.marks is None and not (self.is_exception or entry.exact_case or entry.near or entry.not_near or entry.excepts)

    @property
    def written(self) -> str:
        """The form with its capitals, which the engine does not keep."""
        return self.entry.text if self.entry.kind == "lemma" else self.text


class Scanner:
    """Finds the forms, which are known by their numbers in the list."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.free = [form.is_free for form in forms]
        entries = {form.entry.number: form.entry for form in forms}
        self.near = {number: NearWords(entry.near) for number, entry in entries.items() if entry.near is not None}
        self.not_near = {number: NearWords(entry.not_near) for number, entry in entries.items() if entry.not_near is not None}
        self._phrases = phrases = GapPhrases((n, form.text, form.gap) for n, form in enumerate(forms) if form.is_loose)
        # these phrases keep their numbers: an empty form is never found; their anchors come behind all forms
        texts = ["" if n in phrases.numbers else form.text for n, form in enumerate(forms)]
        gaps = [0 if n in phrases.numbers else form.gap for n, form in enumerate(forms)]
        gaps += [0] * len(phrases.anchors)
        self._automaton = FormAutomaton([*texts, *phrases.anchors], gaps=gaps if any(gaps) else None)
        exceptional = [form.is_exception for form in forms]
        self._exceptional = np.array(exceptional if any(exceptional) else [], bool)

    def scan(self, encoded: Encoded) -> Scan:
        """The forms in the text."""
        scan = Scan(self, encoded)
        found = self._automaton.spans(encoded)
        if self._phrases.anchors:
            is_anchor = found.numbers >= len(self.forms)
            if is_anchor.any():
                anchors = found.take(is_anchor)
                phrases = self._phrases.find(scan.words, anchors.starts, anchors.numbers - len(self.forms))
                found = found.take(~is_anchor)
                if phrases:
                    found = Spans(*map(np.concatenate, zip(found, Spans.of(phrases), strict=True)))
                    found = found.take(found.starts.argsort(kind="stable"))
        if self._exceptional.size:
            is_exception = self._exceptional[found.numbers]
            if is_exception.any():
                for item in found.take(is_exception).rows():
                    scan.exceptions[self.forms[item[2]].entry.number].append(item)
                found = found.take(~is_exception)
        scan.found = found
        return scan


@dataclass(slots=True)
class Scan:
    """What was found in one text, in order; conditions are looked at when they are asked for."""

    scanner: Scanner
    encoded: Encoded
    found: Spans = field(default_factory=lambda: Spans.of(()))
    exceptions: defaultdict[int, list[Found]] = field(default_factory=lambda: defaultdict(list))
    _words: TextWords | None = None

    @property
    def words(self) -> TextWords:
        """The words of the text."""
        if self._words is None:
            self._words = TextWords(self.encoded)
        return self._words

    def holds(self, item: Found) -> bool:
        """Whether what was found is a hit: in its own clause, written as asked, no exception, the right words near it."""
        start, end, number = item
        if self.scanner.free[number]:
            return True
        form = self.scanner.forms[number]
        entry = form.entry
        if form.marks is not None and crosses(self.encoded.text, start, end, form.marks):
            return False
        if entry.exact_case and not same_case(self.encoded.text[start:end], form.written):
            return False
        if entry.excepts and self._is_excepted(entry, start, end):
            return False
        if entry.near and not self.scanner.near[entry.number].stand_near(self.words, start, end, inside=entry.gap > 0):
            return False
        return not (entry.not_near and self.scanner.not_near[entry.number].stand_near(self.words, start, end, inside=entry.gap > 0))

    def _is_excepted(self, entry: Entry, start: int, end: int) -> bool:
        """Whether the place lies in a phrase that the entry excepts."""
        for first, last, number in self.exceptions.get(entry.number, ()):
            if first < end and start < last:
                marks = self.scanner.forms[number].marks
                if marks is None or not crosses(self.encoded.text, first, last, marks):
                    return True
        return False
