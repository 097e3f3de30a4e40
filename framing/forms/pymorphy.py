"""Russian and Ukrainian forms from the dictionaries of pymorphy3."""

from __future__ import annotations

import importlib.metadata
from dataclasses import replace
from typing import Any, NamedTuple

from framing.errors import FramingError
from framing.forms.engine import Phrase, engine_problem, head_index
from framing.forms.phrases import Form, Kind, Reading, adjectival, agree, freeze

_LANGUAGES = ("ru", "uk")
_RULES = "3"  # raised when the same dictionary gives other forms because this file changed
_KINDS: dict[str, Kind] = {
    "NOUN": "noun", "NPRO": "noun", "NUMR": "adjective", "ADJF": "adjective", "PRTF": "adjective",
    "INFN": "verb", "VERB": "verb", "ADVB": "opener", "PRCL": "opener",
}  # fmt: skip
_ADJECTIVES = {"ADJF", "ADJS"}
_PARTICIPLES = {"PRTF", "PRTS"}
_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_DEGREES = {"Supr", "compb", "compc", "super", "supr"}
_GUESSES = {"KnownSuffixAnalyzer", "UnknAnalyzer", "UnknownPrefixAnalyzer"}
_UNINFLECTED = {None, "PREP", "CONJ", "PRCL", "INTJ", "PRED", "ADVB", "COMP"}
_FUNCTION_WORDS = {"PREP", "CONJ"}
_COORDINATORS = {"и", "или", "та", "й", "і", "або", "чи"}


class _Word(NamedTuple):
    """A word's readings, whether the dictionary knows it, and whether one of its readings does not inflect."""

    readings: tuple[Reading, ...]
    known: bool
    uninflected: bool


class PymorphyEngine:
    """Full paradigms, homonyms united; a word in the plural keeps to the plural, a participle to its own forms."""

    name = "pymorphy3"

    def __init__(self, language: str) -> None:
        if language not in _LANGUAGES:
            raise engine_problem("engine-language", f"pymorphy3 does not inflect {language!r}", "it knows ru and uk; try simplemma or none")
        self._analyzer = _analyzer(language)
        packages = ("pymorphy3", f"pymorphy3-dicts-{language}")
        self.version = " ".join((*(importlib.metadata.version(package) for package in packages), f"rules {_RULES}"))
        self._cache: dict[str, _Word] = {}

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word, or it is made of known parts."""
        return self._word(word.lower()).known

    def is_headword(self, word: str) -> bool:
        """Whether the word can be looked up: it is a dictionary form, a nominative plural, or does not inflect."""
        found = self._word(word.lower())
        return bool(found.readings) or found.uninflected

    def inflect(self, word: str) -> frozenset[str]:
        """All forms of the word in each of its readings; for an inflected form other than a plural, the word alone."""
        lower = word.lower()
        return _spellings({lower, *(form.word for reading in self._readings(lower) for form in reading.forms)})

    def inflect_phrase(self, words: Phrase, head: int | None = None) -> frozenset[Phrase]:
        """The forms of the phrase: adjectives before the head agree with it, what follows the head stays."""
        lower = tuple(word.lower() for word in words)
        result = {lower}
        position = head_index(lower, head, self._guess_head(lower))
        for reading in self._readings(lower[position]):
            if reading.kind == "verb":
                result |= freeze(lower, position, self._verb_forms(reading, lower[position + 1 :]))
            elif reading.kind in ("noun", "adjective"):
                modifiers = [adjectival(self._readings(word), [reading]) for word in lower[:position]]
                full = [self._unbound(word) if found else [] for word, found in zip(lower[:position], modifiers, strict=True)]
                result |= agree(lower, position, reading, full, second=self._joined(lower, position))
        return frozenset(spelled for phrase in result for spelled in {phrase, tuple(_plain(word) for word in phrase)})

    def _guess_head(self, words: Phrase) -> int:
        """The first noun after leading adjectives, or the verb or noun at the start; -1 as 0 for a phrase that stays as it is."""
        position, last = 0, len(words) - 1
        while position < last and self._is_opener(words[position]):
            position += 1
        while position < last:
            here, following = self._readings(words[position]), self._readings(words[position + 1])
            if any(reading.kind == "verb" for reading in here) or not adjectival(here, [r for r in following if r.kind != "verb"]):
                break
            position += 1
        return position

    def _is_opener(self, word: str) -> bool:
        """Whether the word is an adverb or particle, and cannot be a head."""
        readings = self._readings(word)
        return bool(readings) and all(reading.kind == "opener" for reading in readings)

    def _verb_forms(self, reading: Reading, tail: Phrase) -> set[str]:
        """The verb's forms that can stand before this tail: passive ones take no bare object."""
        bare = bool(tail) and self._is_nominal(tail[0])
        return {form.word for form in reading.forms if not (bare and form.passive)}

    def _joined(self, words: Phrase, head: int) -> list[Reading]:
        """The nominal readings of a word joined to the head by "and", if one is."""
        if len(words) < head + 3 or words[head + 1] not in _COORDINATORS:
            return []
        return [reading for reading in self._readings(words[head + 2]) if reading.kind in ("noun", "adjective")]

    def _unbound(self, word: str) -> list[Reading]:
        """Adjectival readings with all numbers and genders, for words that take those of their head."""
        readings = []
        for parse in self._analyzer.parse(word):
            if _KINDS.get(parse.tag.POS) == "adjective":
                forms = tuple(_forms(parse))
                readings.append(Reading("adjective", (_form(parse),), tuple(form for form in forms if form.case)))
        return readings

    def _is_nominal(self, word: str) -> bool:
        """Whether the word, in any of its cases, may be a noun or adjective, and is no preposition."""
        parses = self._analyzer.parse(word)
        return not _is_function_word(word, parses) and any(_KINDS.get(parse.tag.POS) in ("noun", "adjective") for parse in parses)

    def _readings(self, word: str) -> tuple[Reading, ...]:
        """The readings of the word as a dictionary form, or as a nominative plural, feminine or neuter."""
        return self._word(word).readings

    def _word(self, word: str) -> _Word:
        """What the analyzer says of the word, asked once: a word that it must guess takes it a fifth of a millisecond."""
        if word not in self._cache:
            parses = self._analyzer.parse(word)
            known = [parse for parse in parses if not _GUESSES & {type(step[0]).__name__ for step in parse.methods_stack}]
            uninflected = any(parse.tag.POS in _UNINFLECTED for parse in parses)
            self._cache[word] = _Word(_read(word, known or parses), bool(known), uninflected)
        return self._cache[word]


def _analyzer(language: str) -> Any:
    """The analyzer with its dictionary, about a tenth of a second."""
    try:
        import pymorphy3

        return pymorphy3.MorphAnalyzer(lang=language)
    except (ImportError, ValueError) as error:
        extra = "uk" if language == "uk" else ""
        package = f'"media-framing[{extra}]"' if extra else "pymorphy3 pymorphy3-dicts-ru"
        raise _missing(str(error), package) from None


def _missing(reason: str, package: str) -> FramingError:
    """The error for a dictionary that is not installed."""
    return engine_problem("engine-missing", f"the pymorphy3 dictionary is not installed: {reason}", f"pip install {package}")


def _read(word: str, parses: list[Any]) -> tuple[Reading, ...]:
    """The readings that the parses give: as a lemma where one is, else as a plural or gendered nominative."""
    lemmas: list[Reading] = []
    others: list[Reading] = []
    openers: list[Reading] = []
    if _is_function_word(word, parses):
        parses = [parse for parse in parses if parse.tag.POS not in ("NOUN", "ADJF", "INFN", "VERB")]
    for parse in parses:
        kind = _KINDS.get(parse.tag.POS, "frozen")
        if kind == "opener":
            openers.append(Reading("opener", (), ()))
        elif kind in ("verb", "frozen"):
            if kind == "verb" and _plain(parse.normal_form) == _plain(word):
                lemmas.append(_reading(kind, parse, bound=False))
        elif parse.tag.case in ("nomn", None):
            is_lemma = _plain(parse.word) == _plain(_headword(parse))
            (lemmas if is_lemma else others).append(_reading(kind, parse, bound=not is_lemma))
    chosen = lemmas or others
    return tuple(dict.fromkeys((*chosen, *openers)))


def _is_function_word(word: str, parses: list[Any]) -> bool:
    """Whether a preposition or conjunction is the likelier reading: "и", "в" are listed as nouns too, the names of letters."""
    found = [parse.tag.POS in _FUNCTION_WORDS for parse in parses]
    return any(found) and (found[0] or len(word) <= 3)


def _headword(parse: Any) -> str:
    """The form that stands for the paradigm: its first one, which for a participle is no infinitive."""
    return str(_paradigm(parse)[0].word)


def _reading(kind: Kind, parse: Any, *, bound: bool) -> Reading:
    """The reading for one parse; `bound` keeps it to the number and gender in which it was written."""
    base = _form(parse)
    forms = _forms(parse)
    if bound:
        # люди is the plural of человек: what does not begin alike is another word to a reader
        forms = [form for form in forms if form.word[:2] == base.word[:2]]
        forms = [form for form in forms if form.number == base.number and form.gender in (base.gender, "")]
    if kind == "verb" and not _is_reflexive(base.word):
        forms = [form for form in forms if not _is_reflexive(form.word)]
    return Reading(kind, (base,), tuple(dict.fromkeys(forms)))


def _is_reflexive(word: str) -> bool:
    """Whether a verb form ends in the reflexive particle."""
    return word.endswith(("ся", "сь"))


def _paradigm(parse: Any) -> list[Any]:
    """The forms of the parse's lexeme that belong to its own part of speech, and degree or tense and voice."""
    tag = parse.tag
    lexeme = list(parse.lexeme)
    if tag.POS in _PARTICIPLES:
        return [
            other
            for other in lexeme
            if other.tag.POS in _PARTICIPLES and str(other.tag.voice) == str(tag.voice) and str(other.tag.tense) == str(tag.tense)
        ]
    if tag.POS in _ADJECTIVES:
        degree = _degree(tag)
        return [other for other in lexeme if other.tag.POS in _ADJECTIVES and (_degree(other.tag) == degree)]
    return lexeme


def _degree(tag: Any) -> str:
    """The degree of comparison as the tag gives it; empty for the positive."""
    found = _DEGREES.intersection(tag.grammemes)
    return "" if found <= {"compb"} else min(found)


def _forms(parse: Any) -> list[Form]:
    """The paradigm as forms; the Ukrainian dictionary leaves the animacy of adjectives out, their accusative tells it."""
    forms = [_form(other) for other in _paradigm(parse)]
    if parse.tag.POS != "ADJF" or any(form.animacy for form in forms):
        return forms
    nominative = {(form.number, form.gender): form.word for form in forms if form.case == "nomn"}
    return [
        replace(form, animacy="inan" if form.word == nominative.get((form.number, form.gender)) else "anim")
        if form.case == "accs" and form.gender in ("masc", "")
        else form
        for form in forms
    ]


def _form(parse: Any) -> Form:
    """What grammar says of the form; short adjectives stand apart by a case of their own."""
    tag = parse.tag
    # pymorphy3 gives strings that refuse to be compared with others: plain ones are made of them
    speech, case, number, gender, animacy = (str(value or "") for value in (tag.POS, tag.case, tag.number, tag.gender, tag.animacy))
    number = number or ("sing" if gender else "")
    if speech in ("ADJS", "PRTS"):
        case = "short"
    elif not case and _KINDS.get(speech) in ("noun", "adjective"):
        case = "nomn"
    return Form(
        word=str(parse.word),
        case=_CASES.get(case, case),
        number=number,
        gender=gender if number == "sing" else "",
        animacy=animacy if case == "accs" else "",
        passive=str(tag.voice or "") == "pssv",
    )


def _plain(word: str) -> str:
    """The word with е for ё."""
    return word.replace("ё", "е")


def _spellings(words: set[str]) -> frozenset[str]:
    """The words, and those with ё also with е."""
    return frozenset(words | {_plain(word) for word in words})
