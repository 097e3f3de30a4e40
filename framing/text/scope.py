"""Whether a sentence is about the study's own event: out of scope when it names another place or year and none of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# "in 2014", "в августе 2019 года", "у 2014 році", "през 2014 г.", "2011 жылғы": a time, where "the level of 2020" is none
_TIME_BEFORE = r"(?:\b(?:in|во?|у|през|we?|im|u)\s+(?:[^\W\d_]{3,12}\s+)?)"
_YEAR_OF_TIME = re.compile(
    rf"{_TIME_BEFORE}((?:19|20)\d\d)(?![\d.,]\d|\w|\s*(?:чел|чол|people|души|адам|млн|тыс|%))|\b((?:19|20)\d\d)[\s\xa0]*ж(?:ыл\w*|\.)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# a clause that only describes somebody ("Lukashenko, who rules in Belarus") does not say where things happen
_DESCRIBING = re.compile(
    r",\s+(?:[^\W\d_]{1,3}\s+)?(?:як(?:ий|а|у|е|і|их|им|ими|ого|ому|ій|ої)|котор\w+|где|де|ко[йея]то|които|where|which|who|whose)\s",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:в|во|у|на|из|із|зі|з|с|со|до|от|від|од|под|под|під|из-за|по|над|за|към|през|in|from|across|over|into|to|near|inside|of|w|na|z|do)\s+"
    r"(?:[^\W\d_]+[ауоеиі]?[юйимомхгй]\s+)?$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:\b(?:и|і|й|та|and|или|або|or|i|also)\s+|,\s*)$", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-ZА-ЯЁІЇЄҐ]{2,6}\s+$")
_SOFT_END = "аяьйыиіеоєїa"
_ADJECTIVAL = "с?к(?:[аоуи]|$)|ськ|цьк|ц[ыеяіиь]|ский|инск|н?ец|[іи]йс|sk|ian|ean|ese"
_INDECLINABLE = 4
_CHAINED = ("kk", "ky", "tr", "az", "uz", "tt", "ba")  # endings pile up: Украинадағы


@dataclass(frozen=True)
class Scope:
    """What a study is about. `own` and `elsewhere` are expressions for names of places in any of their forms, by language."""

    own: Mapping[str, re.Pattern[str]]
    elsewhere: Mapping[str, re.Pattern[str]]
    base_forms: Mapping[str, frozenset[str]]
    years: tuple[int, int | None] | None = None

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Scope:
        """The scope of a study file's `scope:` section, or of a file that holds one under that key."""
        data: Mapping[str, Any] = mapping.get("scope", mapping) or {}
        places, elsewhere = data.get("places") or {}, data.get("elsewhere") or {}
        years = None
        if data.get("from") and data.get("other_years", False):
            first = int(str(data["from"])[:4])
            years = (first, int(str(data["to"])[:4]) if data.get("to") else None)
        return cls(
            _by_language(places, own=True),
            _by_language(elsewhere, own=False),
            {language: frozenset(str(name) for name in names) for language, names in _with_all(elsewhere).items()},
            years,
        )

    def judge(self, sentence: str, language: str, *, context: str = "") -> bool:
        """Whether the sentence is in scope; one that names neither place nor year goes with its `context`, the headline."""
        verdict = self._verdict(sentence, language)
        if verdict is None and context and context != sentence:
            verdict = self._verdict(context, language)
        return verdict is not False

    def _verdict(self, text: str, language: str) -> bool | None:
        """Whether the text is about the study's event by what it names itself; None where it names nothing."""
        year = self._other_year(text)
        if year is not None and year < 30:  # a year in front speaks of another time, whatever the place
            return False
        own = self.own.get(language, self.own.get(""))
        if own is not None and own.search(text):
            return True
        if year is not None or self._names_elsewhere(text, language):
            return False
        return True if self._own_year(text) else None

    def _other_year(self, text: str) -> int | None:
        """Where the text says that it happened in a year that is not the event's; nowhere if it names the event's year too."""
        if self.years is None or self._own_year(text):
            return None
        first, last = self.years
        for found in _YEAR_OF_TIME.finditer(text):
            year = int(found[1] or found[2])
            if (year < first or (last is not None and year > last)) and "," not in text[: found.start()]:
                return found.start()
        return None

    def _own_year(self, text: str) -> bool:
        """Whether the text names a year of the event."""
        if self.years is None:
            return False
        first, last = self.years
        return any(first <= int(year) <= (last or first) for year in _YEAR.findall(text))

    def _names_elsewhere(self, text: str, language: str) -> bool:
        """Whether the text puts something in another place; a country that acts ("Minsk is concerned") is no place."""
        pattern = self.elsewhere.get(language, self.elsewhere.get(""))
        if pattern is None:
            return False
        bases = self.base_forms.get(language, self.base_forms.get("", frozenset()))
        placed = False
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 40) : found.start()]
            joined = placed and _JOINED.search(before) is not None
            in_place = _PREPOSITION.search(before) is not None or joined
            inflected = found.group() not in bases and not _ACRONYM.search(before) and not found.group().isupper()
            if (in_place or inflected) and not _DESCRIBING.search(text[: found.start()]):
                placed = True
        return placed


def _with_all(names: Mapping[str, Iterable[Any]]) -> dict[str, list[Any]]:
    """The names by language, and all of them under the empty language, for texts in a language without a list."""
    by_language = {str(language): list(listed or ()) for language, listed in names.items()}
    by_language[""] = list(dict.fromkeys(name for listed in by_language.values() for name in listed))
    return by_language


def _by_language(names: Mapping[str, Iterable[Any]], *, own: bool) -> dict[str, re.Pattern[str]]:
    """One expression a language for all names in their inflected forms."""
    patterns = {}
    for language, listed in _with_all(names).items():
        alternatives = [_name_pattern(str(name), own=own, chained=language in _CHAINED) for name in listed if str(name).strip()]
        if alternatives:
            patterns[language] = re.compile(r"(?<![\w-])(?:" + "|".join(alternatives) + r")(?!\w)")
    return patterns


def _name_pattern(name: str, *, own: bool, chained: bool) -> str:
    """The expression for a name: the last word inflects, the first letter is a capital as it is written."""
    words = re.split(r"[\s-]+", name.strip())
    patterns = [_word_pattern(word, own=own, chained=chained) for word in words]
    pattern = r"[\s\xa0-]?".join(patterns) if len(words) > 1 else patterns[0]
    if own:
        shorter = re.fullmatch(r"(\w{4,}?)(?:стан|stan)", words[-1], re.IGNORECASE)
        if shorter:
            pattern += "|" + _capital_first(shorter[1]) + r"\w{0,8}"
    return pattern


def _word_pattern(word: str, *, own: bool, chained: bool) -> str:
    """The expression for the forms of one word of a name."""
    if word.isupper() or (len(word) <= _INDECLINABLE and word[-1].lower() in "аоуеиіыэюяaeiouy"):
        return re.escape(word)
    lowered = word.lower()
    stem = word
    if lowered.endswith(("ия", "ія")) and len(word) >= 8:
        stem = word[:-2]
    elif word[-1].lower() in _SOFT_END and len(word) > _INDECLINABLE:
        stem = word[:-1]
    elif lowered.endswith("х") and len(word) >= 6:
        stem = word[:-1]  # Карабах, у Карабасі
    pattern = _capital_first(stem)
    if len(stem) >= 4 and stem[-2].lower() in "їі" and stem == word:
        pattern = _capital_first(stem[:-2]) + "(?i:[їієео]" + re.escape(stem[-1]) + ")"  # Київ, Києва
    longest = 8 if own else 6 if chained else 3
    return pattern + (rf"\w{{0,{longest}}}" if own else rf"(?!(?i:{_ADJECTIVAL}))\w{{0,{longest}}}")


def _capital_first(stem: str) -> str:
    """The stem with its first letter as written and the rest in either case."""
    return re.escape(stem[0].upper()) + "(?i:" + re.escape(stem[1:]) + ")"
