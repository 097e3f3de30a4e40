"""A lexicon made ready to scan: every form of every entry in one automaton."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from framing.automaton import Encoded, encode
from framing.lexicon.conditions import marks_of
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.expand import expand_lexicon
from framing.lexicon.forms_file import FormsFile, expansion_key
from framing.lexicon.overlap import Hit, resolve
from framing.lexicon.scan import Form, Scanner


class CompiledLexicon:
    """A lexicon with its expanded forms and their automaton."""

    def __init__(self, lexicon: Lexicon, expanded: FormsFile) -> None:
        self.lexicon = lexicon
        self.expanded = expanded
        forms = [form for entry in lexicon.entries for form in self._forms_of(entry)]
        self._entries = [form.entry for form in forms]
        self._scanner = Scanner(forms)

    def hits(self, text: str | Encoded) -> list[Hit]:
        """The hits that stand after overlaps are settled, in order; phrases of `exclude` win their overlaps and are left out."""
        return [hit for hit in self.settled(text) if hit.entry.category]

    def settled(self, text: str | Encoded) -> list[Hit]:
        """The hits that stand after overlaps are settled, those of `exclude` among them."""
        scan = self._scanner.scan(encode(text) if isinstance(text, str) else text)
        return resolve(scan.found, self._entries, scan.holds, kinds=self.lexicon.cues)

    def candidates(self, text: str | Encoded) -> list[Hit]:
        """Every hit whose own conditions hold, before overlaps are settled."""
        scan = self._scanner.scan(encode(text) if isinstance(text, str) else text)
        spans: dict[tuple[int, int, int], Entry] = {}
        for item in scan.found:
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
