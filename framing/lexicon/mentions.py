"""Where a text names what a lexicon holds."""

from __future__ import annotations

from framing.automaton import Encoded
from framing.lexicon.compile import CompiledLexicon
from framing.records import Match


def find_mentions(text: str | Encoded, compiled: CompiledLexicon) -> list[Match]:
    """The matches of the lexicon in the text, sorted by start; the longest wins where they overlap."""
    raw = text if isinstance(text, str) else text.text
    return [Match(start, end, raw[start:end], entry.categories, entry.text) for start, end, entry in compiled.hits(text)]
