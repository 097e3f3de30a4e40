"""A lexicon made ready to scan: every form of every entry in one automaton."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from framing.automaton import Encoded, encode
from framing.lexicon.conditions import marks_of
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.expand import expand_lexicon
from framing.lexicon.forms_file import FormsFile, expansion_key
from framing.lexicon.overlap import Contest, Found, Hit
from framing.lexicon.scan import Form, Scanner
from framing.records import Match

_new = tuple.__new__  # a named tuple at half the price: making them is most of the time where a lexicon finds much


class CompiledLexicon:
    """A lexicon with its expanded forms and their automaton."""

    def __init__(self, lexicon: Lexicon, expanded: FormsFile) -> None:
        self.lexicon = lexicon
        self.expanded = expanded
        forms = [form for entry in lexicon.entries for form in self._forms_of(entry)]
        self._entries = [form.entry for form in forms]
        self._scanner = Scanner(forms)
        self._contest = Contest(self._entries, self._scanner.free, kinds=lexicon.cues)
        self._categories = [entry.categories for entry in self._entries]
        self._names = [entry.text for entry in self._entries]

    def hits(self, text: str | Encoded) -> list[Hit]:
        """The hits that stand after overlaps are settled, in order; phrases of `exclude` win their overlaps and are left out."""
        return [hit for hit in self.settled(text) if hit.entry.category]

    def settled(self, text: str | Encoded) -> list[Hit]:
        """The hits that stand after overlaps are settled, those of `exclude` among them."""
        return [_new(Hit, (start, end, self._entries[number])) for start, end, number in self._settle(text)]

    def matches(self, text: str | Encoded, begins: Sequence[int] = (0,)) -> Iterator[list[Match]]:
        """The hits that stand, as other rooms see them, for each of the texts that begin at these places of the whole one."""
        raw = text if isinstance(text, str) else text.text
        found, number, categories, names = self._settle(text), 0, self._categories, self._names
        for begin, end in zip(begins, (*begins[1:], len(raw)), strict=True):
            first = number
            while number < len(found) and found[number][0] < end:
                number += 1
            yield [
                _new(Match, (start - begin, last - begin, raw[start:last], categories[form], names[form]))
                for start, last, form in found[first:number]
                if categories[form]
            ]

    def _settle(self, text: str | Encoded) -> list[Found]:
        """The hits that stand, by number of the form."""
        scan = self._scanner.scan(encode(text) if isinstance(text, str) else text)
        return self._contest.settle(scan.found, scan.holds)

    def candidates(self, text: str | Encoded) -> list[Hit]:
        """Every hit whose own conditions hold, before overlaps are settled."""
        scan = self._scanner.scan(encode(text) if isinstance(text, str) else text)
        spans: dict[tuple[int, int, int], Entry] = {}
        for item in sorted(scan.found.rows()):
            if scan.holds(item):
                entry = self._entries[item[2]]
                spans.setdefault((item[0], item[1], entry.number), entry)
        return [Hit(start, end, entry) for (start, end, _), entry in spans.items()]

    def forms_of(self, entry: Entry) -> tuple[str, ...]:
        """The forms that an entry matches, patterns as they are written."""
        return tuple(form.text for form in self._forms_of(entry) if not form.is_exception)

    def _forms_of(self, entry: Entry) -> Iterator[Form]:
        """The forms of an entry and its exceptions, free order written out."""
        for text in self._texts(entry):
            yield Form(entry, text, False, self._marks(text))
        for phrase in entry.excepts:
            for text in (phrase,) if "*" in phrase else self.expanded.forms[expansion_key(phrase)]:
                yield Form(entry, text, True, self._marks(text))

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


def compile_lexicon(lexicon: Lexicon, *, forms_path: Path | None = None) -> CompiledLexicon:
    """The lexicon ready to scan, its forms read from the forms file beside it, or expanded by the engine where that is older.

    Raises FramingError where an engine is needed and not installed.
    """
    return CompiledLexicon(lexicon, expand_lexicon(lexicon, forms_path=forms_path))
