"""Bulgarian nouns, adjectives and participles by suffix rules: number, article, count form and vocative.

The rules make a superset: a non-word among the forms matches nothing and costs nothing. Verbs are listed by form in the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.forms.engine import Phrase, head_index

_VOWELS = "аеиоуъюя"
_SOFTENED = {"к": "ц", "г": "з", "х": "с"}
_PREPOSITIONS = {
    "на", "за", "в", "във", "с", "със", "от", "до", "по", "при", "под", "над", "срещу", "към", "без", "между", "из", "чрез", "през",
    "около", "и", "или", "че", "да", "не", "се", "сред", "против", "пред", "след",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ending:
    """For nouns with this ending: how many letters fall, and what then follows in the singular with article and in the plural."""

    ending: str
    cut: int
    singular: tuple[str, ...]
    plural: tuple[str, ...]


# the first ending that fits decides; the definite plural follows from the plural
_NOUN_ENDINGS = (
    _Ending("ец", 2, ("ецът", "еца", "ецо", "че"), ("ци",)),
    _Ending("й", 1, ("ят", "я"), ("и", "еве")),
    _Ending("а", 1, ("ата", "о"), ("и",)),
    _Ending("я", 1, ("ята", "о", "ьо"), ("и",)),
    _Ending("о", 1, ("ото",), ("а", "еса")),
    _Ending("ие", 1, ("ето",), ("я",)),
    _Ending("не", 1, ("ето",), ("ия", "ета")),
    _Ending("е", 1, ("ето",), ("ета", "а", "я")),
    _Ending("и", 0, ("то", "та"), ("",)),
    _Ending("у", 0, ("то", "та"), ("та",)),
    _Ending("ю", 0, ("то", "та"), ("та",)),
    _Ending("", 0, ("ът", "а", "ят", "я", "та", "ю", "о"), ("и", "ове", "е")),
)
_IRREGULAR_PLURALS = {
    "човек": ("хора", "човеци", "души"), "дете": ("деца",), "брат": ("братя",), "ръка": ("ръце",), "господин": ("господа",),
    "крак": ("крака",), "цвят": ("цветове",), "ден": ("дни",), "княз": ("князе",),
}  # fmt: skip
# word-final marks of adjectives and participles, before the ending of gender or number
_ADJECTIVE = re.compile(
    r"(?:ск|шк|чк|[бвгджзклмпрстфхцчшщй]н|[еая]н|[оеъ]в|ив|[аи]т|[яаеу]щ|[яеи]л|[еи]м|чужд|стар|лош|тежк|остр|груб|висш|млад|бивш|нов|гол[яе]м)(?P<ending>а|я|о|е|и)?$"
)
_FEMININE_CONSONANT = ("ост", "ест", "аст", "вест", "смърт", "нощ", "помощ", "реч", "кръв", "памет", "мощ")


@dataclass(frozen=True, slots=True)
class _Noun:
    """The forms of a noun by number."""

    singular: frozenset[str]
    plural: frozenset[str]

    @property
    def definite_plural(self) -> frozenset[str]:
        """The plural forms with the article."""
        return frozenset(form + ("та" if form.endswith(("а", "я")) else "те") for form in self.plural)


class BulgarianEngine:
    """Inflects any nominal word by its ending; it has no dictionary."""

    name = "suffix-bg"
    version = "2"

    def knows(self, word: str) -> bool:
        """Whether the word is written in Cyrillic: rules know no more."""
        return re.fullmatch(r"[а-яѝ-]+", word.lower()) is not None

    def is_headword(self, word: str) -> bool:  # noqa: ARG002
        """True: this engine takes every word as it comes."""
        return True

    def inflect(self, word: str) -> frozenset[str]:
        """The forms of the word as a noun and, where it may be one, as an adjective."""
        lower = word.lower()
        noun = _noun(lower)
        return frozenset({lower}) | noun.singular | noun.plural | noun.definite_plural | _adjective(lower)

    def inflect_phrase(self, words: Phrase, head: int | None = None) -> frozenset[Phrase]:
        """Leading adjectives agree with their noun, the article stands on the first word; behind the noun nothing changes."""
        lower = tuple(word.lower() for word in words)
        position = head_index(lower, head, _guess_head(lower))
        before, tail = lower[:position], lower[position + 1 :]
        if not before:
            return frozenset((form, *tail) for form in self.inflect(lower[0])) | {lower}
        if not all(_ADJECTIVE.search(word) for word in before):
            return frozenset((*before, form, *tail) for form in self.inflect(lower[position])) | {lower}
        result = {lower}
        noun = _noun(lower[position])
        plural_only = before[0].endswith("и") and lower[position].endswith(("и", "а", "я", "е")) and not before[0].endswith("ия")
        if not plural_only:
            result |= {(first, *before[1:], lower[position], *tail) for first in _definite(before[0])}
        plurals = {lower[position]} if plural_only else noun.plural
        for adjectives in _plural_adjectives(before):
            for form in plurals:
                result |= {(*adjectives, form, *tail), (adjectives[0] + "те", *adjectives[1:], form, *tail)}
        return frozenset(result)


def _noun(word: str) -> _Noun:
    """The noun's forms: its ending decides, and consonant stems change in several ways at once."""
    rule = next(rule for rule in _NOUN_ENDINGS if word.endswith(rule.ending))
    stem = word[: len(word) - rule.cut]
    singular = {word} | {stem + ending for ending in rule.singular}
    plural = {stem + ending for ending in rule.plural}
    if rule.ending == "ец" and stem[-1:] in tuple(_VOWELS):  # боец, бойци
        plural.add(stem + "йци")
    if rule.ending == "":
        singular_more, plural_more = _consonant_changes(word)
        singular |= singular_more
        plural |= plural_more
    plural |= set(_IRREGULAR_PLURALS.get(word, ()))
    return _Noun(frozenset(singular), frozenset(plural))


def _consonant_changes(word: str) -> tuple[set[str], set[str]]:
    """Singular and plural forms that a noun on a consonant makes by changing its stem."""
    singular: set[str] = set()
    plural: set[str] = set()
    if word[-1:] in _SOFTENED:
        plural.add(word[:-1] + _SOFTENED[word[-1]] + "и")  # наемник, наемници
    if word.endswith("ин"):
        plural.add(word[:-2] + "и")  # гражданин, граждани
    if word.endswith("ък"):
        plural.add(word[:-2] + "ци")  # сблъсък, сблъсъци and сблъсци
        singular |= {word[:-2] + "кът", word[:-2] + "ка"}
    if len(word) > 3 and word[-2] == "ъ":  # министър, министри; вятър, ветрове
        short = word[:-2] + word[-1]
        singular |= {short + "ът", short + "а"}
        plural |= {short + "и", short + "ове"}
    if len(word) > 3 and word[-2] == "е" and word[-1] in "лнр":  # орел, орли
        short = word[:-2] + word[-1]
        singular |= {short + "ът", short + "а"}
        plural.add(short + "и")
    if "я" in word[-3:]:  # пояс, сняг: снегове
        changed = _ya_to_e(word)
        plural |= {changed + "и", changed + "ове"}
    return singular, plural


def _ya_to_e(word: str) -> str:
    """The word with its last я as е."""
    before, _, after = word.rpartition("я")
    return f"{before}е{after}"


def _adjective_stems(word: str) -> set[str]:
    """The stems to which an adjective on a consonant adds its endings."""
    stems = {word}
    if word.endswith("ен") and len(word) > 4:
        stems.add(word[:-2] + "н")
    if word.endswith("ълен"):
        stems.add(word[:-2] + "н")
    if len(word) > 3 and word[-2] == "ъ":
        stems.add(word[:-2] + word[-1])
    return stems


def _adjective(word: str) -> frozenset[str]:
    """The forms of a masculine adjective; none for words on a vowel other than -ки."""
    if word.endswith("ки"):
        stem = word[:-1]
        return frozenset({stem + "а", stem + "ата", stem + "о", stem + "ото", word + "те", word + "я", word + "ят"})
    if not word or word[-1] in _VOWELS:
        return frozenset()
    forms = {stem + ending for stem in _adjective_stems(word) for ending in ("а", "ата", "о", "ото", "и", "ите", "ия", "ият")}
    if word.endswith(("ян", "ял")):
        forms |= {_ya_to_e(word) + ending for ending in ("и", "ите")}
    return frozenset(forms)


def _guess_head(words: Phrase) -> int:
    """The first word that is no adjective of the word behind it."""
    position = 0
    while position + 1 < len(words) and words[position + 1] not in _PREPOSITIONS and _modifies(words[position], words[position + 1]):
        position += 1
    return position


def _modifies(word: str, following: str) -> bool:
    """Whether a word looks like an adjective whose ending goes with that of the word behind it."""
    match = _ADJECTIVE.search(word)
    if match is None:
        return False
    ending = match["ending"] or ""
    if ending in ("а", "я"):
        return following.endswith(("а", "я", *_FEMININE_CONSONANT))
    if ending in ("о", "е"):
        return following.endswith(("о", "е", "и"))
    if ending == "и" and not word.endswith("ки"):
        return following.endswith(("и", "а", "я", "е", "о"))
    return following[-1] not in "оуюе"


def _definite(word: str) -> set[str]:
    """The singular adjective with its article."""
    if word.endswith(("а", "я")):
        return {word + "та"}
    if word.endswith(("о", "е")):
        return {word + "то"}
    if word.endswith("и"):
        return {word + "я", word + "ят"}
    return {stem + ending for stem in _adjective_stems(word) for ending in ("ия", "ият")}


def _plural_adjectives(words: Phrase) -> list[Phrase]:
    """The adjectives in the plural; more than one answer where a stem may change."""
    results: list[Phrase] = [()]
    for word in words:
        if word.endswith("и"):
            options = {word}
        elif word[-1] in "аяоe" or word.endswith("е"):
            options = {word[:-1].removesuffix("ь") + "и"}
        else:
            options = {stem + "и" for stem in _adjective_stems(word)}
        options |= {_ya_to_e(option) for option in options if "я" in option[-4:]}
        results = [(*result, option) for result in results for option in sorted(options)]
    return results
