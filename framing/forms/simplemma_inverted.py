"""Forms for some fifty languages: simplemma's dictionary from form to lemma, read the other way round."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from typing import Any

from framing.forms.engine import Phrase, engine_problem, head_index
from framing.forms.phrases import freeze, multiply

_RULES = "1"  # raised when the same dictionary gives other forms because this file changed
# words that end the part of a phrase that inflects: prepositions and conjunctions
_STOPS = {
    "en": {"of", "to", "for", "in", "on", "at", "by", "with", "from", "against", "over", "under", "into", "about", "as", "behind",
           "between", "through", "without", "and", "or", "that", "who", "off", "out", "up", "inside", "outside", "among", "after"},
    "pl": {"w", "we", "na", "o", "od", "do", "za", "z", "ze", "po", "przed", "przeciw", "przeciwko", "dla", "przez", "pod", "nad", "u",
           "bez", "i", "oraz", "lub", "że", "się"},
    "de": {"in", "im", "an", "am", "auf", "aus", "bei", "mit", "nach", "von", "vom", "zu", "zum", "zur", "für", "gegen", "über",
           "unter", "vor", "durch", "ohne", "und", "oder", "dass", "des", "der"},
}  # fmt: skip
_ALIASES = {"sr": "hbs", "hr": "hbs", "bs": "hbs", "no": "nb"}
# past forms that the English dictionary keeps as words of their own
_IRREGULAR = {
    "shoot": ["shot"], "lead": ["led"], "leave": ["left"], "lie": ["lay", "lain"], "find": ["found"], "see": ["saw", "seen"],
    "fall": ["fell", "fallen"], "bind": ["bound"], "wind": ["wound"], "grind": ["ground"], "feel": ["felt"], "think": ["thought"],
    "spit": ["spat"], "light": ["lit"], "strike": ["struck", "stricken"], "break": ["broke", "broken"], "drive": ["drove", "driven"],
    "bear": ["bore", "borne"], "rise": ["rose", "risen"], "speak": ["spoke", "spoken"], "tear": ["tore", "torn"], "meet": ["met"],
    "hold": ["held"], "give": ["gave", "given"], "steal": ["stole", "stolen"], "bleed": ["bled"], "say": ["said"], "stab": ["stabbed"],
}  # fmt: skip


class SimplemmaEngine:
    """Inverts the dictionary when the first word is asked for."""

    name = "simplemma"

    def __init__(self, language: str) -> None:
        self._language = language
        self.version = f"{importlib.metadata.version('simplemma')} rules {_RULES}"
        self._dictionary = _dictionary(language)
        self._forms: dict[str, list[str]] | None = None

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word, as it is or capitalised."""
        return any(self._dictionary.get(spelling) is not None for spelling in _spellings(word))

    def is_headword(self, word: str) -> bool:  # noqa: ARG002
        """True: this engine takes every word as it comes."""
        return True

    def inflect(self, word: str) -> frozenset[str]:
        """The word and all forms that the dictionary leads back to it; English ones with 's as well."""
        found = {word.lower()}
        for spelling in _spellings(word):
            found.update(form.lower() for form in self._inverted().get(spelling, ()) if " " not in form)
        if self._language == "en":
            found.update(_IRREGULAR.get(word.lower(), ()))
            found = {form for form in found if "'" not in form and "’" not in form} | {word.lower()}
            found |= {f"{form}'s" for form in found if form.isalpha() and not form.endswith(("s", "ed", "ing"))}
        return frozenset(found)

    def inflect_phrase(self, words: Phrase, head: int | None = None) -> frozenset[Phrase]:
        """English: the last word before a preposition inflects. Elsewhere all words up to there, in every combination."""
        lower = tuple(word.lower() for word in words)
        stops = _STOPS.get(self._language, ())
        core = next((position for position, word in enumerate(lower) if position and word in stops), len(lower))
        position = head_index(lower, head, core - 1)
        if self._language == "en" or head is not None or lower[0] in stops:
            return frozenset({lower}) | freeze(lower, position, self.inflect(lower[position]))
        columns = [sorted(self.inflect(word)) for word in lower[: position + 1]]
        return frozenset(before + lower[position + 1 :] for before in multiply(columns))

    def _inverted(self) -> dict[str, list[str]]:
        """Lemma to forms, made once."""
        if self._forms is None:
            inverted: dict[bytes, list[bytes]] = {}
            for form, lemma in stored_dictionary(self._language).items():
                inverted.setdefault(lemma, []).append(form)
            self._forms = {lemma.decode(): [form.decode() for form in forms] for lemma, forms in inverted.items()}
        return self._forms


def stored_dictionary(language: str) -> Mapping[bytes, bytes]:
    """The mapping of simplemma from form to lemma in bytes. Raises FramingError where it has none for the language."""
    dictionary = _dictionary(language)
    # the public mapping decodes each word twice: with four million Polish forms its bytes are read four times faster
    stored: Mapping[bytes, bytes] | None = getattr(dictionary, "_dict", None)
    return stored if stored is not None else {form.encode(): lemma.encode() for form, lemma in dictionary.items()}


def _dictionary(language: str) -> Any:
    """The mapping of simplemma from form to lemma for the language."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY, SUPPORTED_LANGUAGES

    language = _ALIASES.get(language, language)
    if language not in SUPPORTED_LANGUAGES:
        known = ", ".join(sorted(SUPPORTED_LANGUAGES))
        raise engine_problem("engine-language", f"simplemma has no dictionary for {language!r}", f"it has {known}; or use none")
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)


def _spellings(word: str) -> tuple[str, ...]:
    """The spellings under which a dictionary may list the word."""
    return tuple(dict.fromkeys((word, word.lower(), word.capitalize(), word.upper())))
