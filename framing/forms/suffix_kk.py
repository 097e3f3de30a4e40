"""Kazakh nouns by suffix rules: number, possession and case, with vowel harmony and assimilation; about a hundred forms a lemma."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from framing.forms.engine import Phrase, head_index
from framing.forms.phrases import freeze

_VOWELS = "аәеёиоөуұүыіэюя"
_VOICELESS = "пфкқтсшщчхһцбвгд"
_VOICED_BEFORE_VOWEL = {"п": "б", "к": "г", "қ": "ғ"}
# stems that lose their last vowel before a possessive
_SHORTENED = {
    "халық": "халқ", "орын": "орн", "көңіл": "көңл", "ерік": "ерк", "мүлік": "мүлк", "құлық": "құлқ", "ауыз": "ауз", "мойын": "мойн",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Harmony:
    """The vowels that suffixes take, and the consonants that go with them."""

    wide: str
    narrow: str
    hard: str
    soft: str
    nominal: str


_BACK = _Harmony("а", "ы", "қ", "ғ", "ғы")
_FRONT = _Harmony("е", "і", "к", "г", "гі")


class KazakhEngine:
    """Adds suffix chains to any noun; it has no dictionary."""

    name = "suffix-kk"
    version = "3"

    def knows(self, word: str) -> bool:
        """Whether the word is written in Cyrillic: rules know no more."""
        return re.fullmatch(r"[а-яёәғқңөұүһі-]+", word.lower()) is not None

    def is_headword(self, word: str) -> bool:  # noqa: ARG002
        """True: this engine takes every word as it comes."""
        return True

    def inflect(self, word: str) -> frozenset[str]:
        """The noun with all chains of plural, possessive and case."""
        return _noun(word.lower())

    def inflect_phrase(self, words: Phrase, head: int | None = None) -> frozenset[Phrase]:
        """The last word (or `head`) inflects, all others stay as they are; what is mine or yours is left out, what is ours is not."""
        lower = tuple(word.lower() for word in words)
        position = head_index(lower, head, len(lower) - 1)
        return freeze(lower, position, _noun(lower[position], personal=False))


@functools.lru_cache(maxsize=4096)
def _noun(word: str, *, personal: bool = True) -> frozenset[str]:
    """All forms of the noun; without `personal`, none that says my or your."""
    harmony = _harmony(word)
    plural = _plural(word, harmony)
    forms = _declined(word, harmony) | _declined(plural, harmony)
    forms |= _possessed(word, harmony, personal=personal) | _possessed(plural, harmony, personal=personal)
    if word.endswith("ст"):  # loan words drop the т before a suffix: террорист, террористер
        short = word[:-1]
        short_plural = _plural(short, harmony)
        forms |= (_declined(short, harmony) - {short}) | _declined(short_plural, harmony)
        forms |= _possessed(short_plural, harmony, personal=personal)
    if word in _SHORTENED:
        stem, vowel = _SHORTENED[word], harmony.narrow
        forms |= _declined_third(stem + vowel, harmony)
        for ending in (f"{vowel}м", f"{vowel}ң", f"{vowel}м{vowel}з") if personal else (f"{vowel}м{vowel}з",):
            forms |= _declined(stem + ending, harmony)
    for stem in (word, plural):
        consonant = "т" if stem[-1:] in _VOICELESS else "д"
        forms |= {f"{stem}{consonant}{harmony.wide}{harmony.nominal}", f"{stem}{consonant}{harmony.wide}й"}
    return frozenset(forms)


def _harmony(word: str) -> _Harmony:
    """Back or front, after the last letter that tells."""
    for letter in reversed(word):
        if letter in "аоұыяқғёю":
            return _BACK
        if letter in "әеөүіэкг":
            return _FRONT
        if letter == "и":
            return _BACK if set(word) & set("қғұы") or word.endswith("их") else _FRONT
    return _FRONT if word.endswith("и") else _BACK


def _plural(stem: str, harmony: _Harmony) -> str:
    """The stem with its plural suffix."""
    last = stem[-1:]
    if last in _VOWELS or last in "рйу":
        consonant = "л"
    elif last in "лмнңзж":
        consonant = "д"
    else:
        consonant = "т"
    return f"{stem}{consonant}{harmony.wide}р"


def _declined(stem: str, harmony: _Harmony) -> set[str]:
    """The stem in its seven cases."""
    last, wide, narrow = stem[-1:], harmony.wide, harmony.narrow
    vowel, voiceless = last in _VOWELS, last in _VOICELESS
    dental = "т" if voiceless else "д"
    genitive = "н" if vowel or last in "мнң" else dental
    accusative = "н" if vowel else dental
    ablative = "н" if last in "мнң" else dental
    instrumental = "п" if voiceless else ("б" if last in "зж" else "м")
    forms = {
        stem,
        f"{stem}{genitive}{narrow}ң",
        f"{stem}{harmony.hard if voiceless else harmony.soft}{wide}",
        f"{stem}{accusative}{narrow}",
        f"{stem}{dental}{wide}",
        f"{stem}{ablative}{wide}н",
        f"{stem}{instrumental}ен",
    }
    return forms | {f"{stem}мен"} if last in "мңн" else forms


def _declined_third(stem: str, harmony: _Harmony) -> set[str]:
    """A stem with the third person's possessive, in its seven cases."""
    wide, narrow = harmony.wide, harmony.narrow
    endings = ("", f"н{narrow}ң", f"н{wide}", "н", f"нд{wide}", f"н{wide}н", "мен", f"нд{wide}{harmony.nominal}")
    return {stem + ending for ending in endings}


def _possessed(stem: str, harmony: _Harmony, *, personal: bool) -> set[str]:
    """The stem with each possessive suffix, in all cases."""
    narrow = harmony.narrow
    if stem[-1:] in _VOWELS and stem[-1:] not in "уи":
        first, second, third = f"{stem}м", f"{stem}ң", f"{stem}с{narrow}"
    else:
        voiced = stem[:-1] + _VOICED_BEFORE_VOWEL.get(stem[-1:], stem[-1:])
        first, second, third = f"{voiced}{narrow}м", f"{voiced}{narrow}ң", f"{voiced}{narrow}"
    forms = _declined_third(third, harmony) | _declined(f"{first}{narrow}з", harmony)
    if personal:
        for possessed in (first, second, f"{second}{narrow}з"):
            forms |= _declined(possessed, harmony)
        forms |= {first + harmony.wide, second + harmony.wide}
    return forms
