"""Places in a lexicon that names none: `@place` in `near` and `not_near` stands for any place of the study's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.lexicon.entries import Entry, Lexicon, Near

PLACE = "@place"
_ENDINGS = "аяьйыиіеоєїaeiouy"
_SHORTEST_STEM = 4


def with_places(lexicon: Lexicon, places: Sequence[str]) -> Lexicon:
    """The lexicon with the places, in any of their forms, where its conditions say `@place`; without places it stands for nothing."""
    stems = tuple(_stem(place) for place in places if place.strip())
    if not any(_asks_for_place(entry) for entry in lexicon.entries):
        return lexicon
    return replace(lexicon, entries=tuple(_placed(entry, stems) if _asks_for_place(entry) else entry for entry in lexicon.entries))


def _asks_for_place(entry: Entry) -> bool:
    """Whether a condition of the entry speaks of places."""
    return any(PLACE in word for near in (entry.near, entry.not_near) if near is not None for word in near.words)


def _placed(entry: Entry, stems: Sequence[str]) -> Entry:
    """The entry with places in its conditions."""
    return replace(entry, near=_near_with(entry.near, stems), not_near=_near_with(entry.not_near, stems))


def _near_with(near: Near | None, stems: Sequence[str]) -> Near | None:
    """The words with each place in turn; a `not_near` that is left without words forbids nothing."""
    if near is None:
        return None
    words = tuple(put for word in near.words for put in ([word.replace(PLACE, stem) for stem in stems] if PLACE in word else [word]))
    return replace(near, words=words)


def _stem(place: str) -> str:
    """The name as its inflected forms begin; abbreviations and short names as they are."""
    name = " ".join(place.split())
    if name.isupper() or len(name) <= _SHORTEST_STEM:
        return name
    return f"{name[:-1] if name[-1].lower() in _ENDINGS else name}*"
