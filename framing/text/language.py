"""The language of a text or headline among those of a study: letters first, then a statistical identifier; `und` when unsure."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from framing.records import UNKNOWN_LANGUAGE

_SAMPLE = 400
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
# letters of each alphabet that is written in Cyrillic: a word with others is foreign to it
_ALPHABETS: Mapping[str, frozenset[str]] = {
    "ru": frozenset(_RUSSIAN),
    "uk": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "be": frozenset("абвгґдеёжзійклмнопрстуўфхцчшыьэюя"),
    "bg": frozenset("абвгдежзийклмнопрстуфхцчшщъьюяѝ"),
    "mk": frozenset("абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"),
    "sr": frozenset("абвгдђежзијклљмнњопрстћуфхцчџш"),
    "kk": frozenset(_RUSSIAN + "әғқңөұүһі"),
    "ky": frozenset(_RUSSIAN + "ңөү"),
    "tg": frozenset(_RUSSIAN + "ғӣқӯҳҷ"),
    "tt": frozenset(_RUSSIAN + "әөүҗңһ"),
    "ba": frozenset(_RUSSIAN + "әөүғҡңҙҫһ"),
    "mn": frozenset(_RUSSIAN + "өү"),
}
_EVERY_CYRILLIC = frozenset().union(*_ALPHABETS.values())
# letters that a text in the language does not do without, and the share of its words that hold one
_EXPECTED: Mapping[str, tuple[frozenset[str], float]] = {
    "ru": (frozenset("йщъыьэюя"), 0.45),
    "bg": (frozenset("йщъьюя"), 0.45),
    "uk": (frozenset("іїєґ"), 0.4),
    "be": (frozenset("іў"), 0.6),
    "kk": (frozenset("әғқңөұүһі"), 0.6),
    "ky": (frozenset("ңөү"), 0.4),
    "tg": (frozenset("ғӣқӯҳҷ"), 0.4),
    "tt": (frozenset("әөүҗңһ"), 0.5),
    "ba": (frozenset("әөүғҡңҙҫһ"), 0.5),
    "mn": (frozenset("өү"), 0.5),
    "sr": (frozenset("јљњџђћ"), 0.2),
    "mk": (frozenset("јљњџѓќѕ"), 0.15),
}
# what a word of these languages cannot hold: a hard sign that carries no separation is Bulgarian
_INSTRUMENTAL = r"[кнтвджчшщц]ами$|ями$"
_SPELLING: Mapping[str, re.Pattern[str]] = {
    "ru": re.compile(r"ъ(?![еёюяэи])"),
    "bg": re.compile(r"[бвдзклмнпрстфхцчшщж]ъ[еюя]|ь(?!о)|" + _INSTRUMENTAL),
    "mk": re.compile(_INSTRUMENTAL + r"|\w{3}[аия]ха$"),
    "sr": re.compile(_INSTRUMENTAL + r"|\w{3}[аия]ха$"),
}
_CODE = re.compile(r"\w+")
_LATIN = tuple(_CODE.findall("en pl de tr cs sk ro fr es it pt nl hu lt lv et fi sv da no az uz sq hr sl id"))
_OTHER = tuple(_CODE.findall("ar fa he ka hy el zh ja ko hi ur th vi"))
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+|[\w-]+\.(?:com|org|net|kz|ru|ua|by|bg|info|tv|me)\b\S*|\d+")
_DIGITS = re.compile(r"\d+")
# what an address holds: most texts hold none, and of the noise only numbers are left to look for
_ADDRESS_TRACE = re.compile(r"[@#]|//|www\.|\.(?:com|org|net|kz|ru|ua|by|bg|info|tv|me)")
_QUOTE_MARK = re.compile('["«„“]')
_QUOTED_NAME = re.compile(r"[\"«„“](?=[^\"«»„“”]*[әғқңөұүһіїєґўјљњћђѓќ])[^\"«»„“”]{1,40}[\"»“”]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_SURE_ELSEWHERE = 2.0
_UNSURE_MARGIN = 1.08
_PENALTY = 6.0
_CLEAR = 0.15
_ABSENCE = 0.2  # names hold whatever letters they hold: absence counts for less than its probability


def identify_language(text: str, languages: Sequence[str]) -> str:
    """The code of `languages` in which the beginning of the text is written, or `und` where it is another one or cannot be told."""
    ranked = _ranked(_sample(text), tuple(languages))
    if not ranked:
        return UNKNOWN_LANGUAGE
    wanted = {_base(language): language for language in reversed(languages)}
    if not wanted:
        return ranked[0][0]
    own = [(language, value) for language, value in ranked if language in wanted]
    if not own or ranked[0][1] > _SURE_ELSEWHERE * own[0][1]:
        return UNKNOWN_LANGUAGE
    if len(own) > 1 and own[0][1] < _UNSURE_MARGIN * own[1][1]:
        return UNKNOWN_LANGUAGE
    return wanted[own[0][0]]


def _sample(text: str) -> str:
    """The beginning of the text without addresses, and without names of another language in quotation marks where enough is left."""
    beginning = text[: 2 * _SAMPLE]
    noise = _NOISE if _ADDRESS_TRACE.search(beginning) else _DIGITS
    sample = noise.sub(" ", beginning)[:_SAMPLE]
    if not _QUOTE_MARK.search(sample):
        return sample
    unquoted = _QUOTED_NAME.sub(" ", sample)
    return unquoted if 2 * len(unquoted) > len(sample) else sample


def identify_sentence_languages(
    text: str, spans: Sequence[tuple[int, int]], languages: Sequence[str], *, article_language: str
) -> list[str]:
    """The language of each sentence: the article's, but for sentences whose script or letters say that they are in another."""
    found = []
    suspicious = _suspicion(_base(article_language))
    for start, end in spans:
        if suspicious is not None and not suspicious.search(text, start, end):
            found.append(article_language)
            continue
        sentence = text[start:end]
        found.append(article_language)
        if looks_foreign(sentence, article_language) and _outweighs(sentence, languages, article_language):
            other = identify_language(sentence, languages)
            # that letters are missing may be chance; it takes a language that explains it
            if other != UNKNOWN_LANGUAGE or _evidence(_words_of(sentence), _base(article_language)) > _CLEAR:
                found[-1] = other
    return found


@lru_cache(maxsize=64)
def _suspicion(language: str) -> re.Pattern[str] | None:
    """What a sentence of another language holds at least, for a quick first look: letters foreign to this one, or two Latin words."""
    if language in _LATIN:
        return _CYRILLIC
    if language not in _ALPHABETS or len(_ALPHABETS[language]) > len(_RUSSIAN):
        return None  # Kazakh and its like write all letters of Russian: only what is missing tells
    foreign = "".join(sorted(_EVERY_CYRILLIC - _ALPHABETS[language]))
    spelling = _SPELLING.get(language)
    # from the beginning of a word on, lest a long word be read anew from each of its letters
    latin = r"(?<![a-z])[a-z]{2,40}\W{1,40}[a-z]{2}"
    return re.compile("|".join([f"[{foreign}]", latin, *([spelling.pattern] if spelling else [])]), re.IGNORECASE)


def _outweighs(sentence: str, languages: Sequence[str], language: str) -> bool:
    """Whether another language fits the sentence clearly better than this one."""
    ranked = _ranked(_sample(sentence), tuple(languages))
    own = dict(ranked).get(_base(language), 0.0)
    return bool(ranked) and ranked[0][1] > _SURE_ELSEWHERE * own


def looks_foreign(sentence: str, language: str) -> bool:
    """Whether script or letters speak against the language; short sentences and names in it are no evidence."""
    if language == UNKNOWN_LANGUAGE:
        return True
    base = _base(language)
    words = _words_of(sentence)
    return _evidence(words, base) > _CLEAR or (base in _EXPECTED and _lacks_own_letters(_in_cyrillic(words), base))


def _words_of(sentence: str) -> list[str]:
    """The words at the beginning of a sentence, in lower case."""
    return _WORD.findall(_sample(sentence).lower())


def _in_cyrillic(words: Sequence[str]) -> list[str]:
    """The words that begin with a Cyrillic letter."""
    return [word for word in words if "\u0400" <= word[0] <= "\u052f"]


def _evidence(words: Sequence[str], base: str) -> float:
    """The share of words in another script or with letters that the language does not write; 0 for very short sentences."""
    if len(words) < 3 or (base not in _LATIN and base not in _ALPHABETS):
        return 0.0
    in_cyrillic = _in_cyrillic(words)
    # of Latin words no more than all others can decide
    latin = sum(1 for word in words if _LATIN_LETTER.match(word)) if base in _LATIN or 3 * len(in_cyrillic) < len(words) else 0
    if base in _LATIN or base == "sr":
        return float(base in _LATIN and len(in_cyrillic) > latin)
    return 1.0 if latin > 2 * len(in_cyrillic) else _foreign_share(in_cyrillic, base) + _misspelt_share(in_cyrillic, base)


def _base(language: str) -> str:
    """The language without region or script: `uk` of `uk-UA`."""
    return language.replace("_", "-").split("-", 1)[0].lower()


@lru_cache(maxsize=128)  # a doubtful line is asked for twice, and once more sentence by sentence
def _ranked(text: str, languages: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Languages with their weight, best first: probability of the identifier, lowered where the letters speak against it."""
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    if letters < 3:
        return ()
    in_cyrillic = _in_cyrillic(words)
    cyrillic = sum(map(len, in_cyrillic))
    known = _knowable(languages, "Cyrillic" if 2 * cyrillic >= letters else "other")
    if not known:
        return ()
    weighed: list[tuple[str, float]] = []
    for language, probability in _identifier(known).rank(text):
        if weighed and probability < 0.002:
            break
        against = _letters_against(in_cyrillic, language) if language in _ALPHABETS and in_cyrillic else 0.0
        weighed.append((str(language), float(probability) * math.exp(-against)))
    return tuple(sorted(weighed, key=lambda pair: (-pair[1], pair[0])))


def _letters_against(words: Sequence[str], language: str) -> float:
    """How strongly the letters of Cyrillic words speak against the language, as the logarithm of a weight."""
    share = _foreign_share(words, language)
    against = max(_PENALTY * share, min(share * len(words), 3.0))  # one word in a long sentence tells as well
    expected, rate = _EXPECTED[language]
    seen = sum(1 for word in words if not expected.isdisjoint(word)) / max(1, len(words))
    if seen < 0.5 * rate:
        unlikely = (1 - seen) * math.log((1 - seen) / (1 - rate)) + (seen * math.log(seen / rate) if seen else 0.0)
        against += _ABSENCE * len(words) * unlikely
    return against + _PENALTY * _misspelt_share(words, language)


def _foreign_share(words: Sequence[str], language: str) -> float:
    """The share of the words that hold a letter the language does not write."""
    alphabet = _ALPHABETS[language]
    return sum(1 for word in words if not alphabet.issuperset(word)) / max(1, len(words))


def _misspelt_share(words: Sequence[str], language: str) -> float:
    """The share of the words that are spelt as the language never spells."""
    pattern = _SPELLING.get(language)
    return sum(1 for word in words if pattern.search(word)) / max(1, len(words)) if pattern else 0.0


def _lacks_own_letters(words: Sequence[str], language: str) -> bool:
    """Whether hardly a word holds one of the letters that the language cannot do without."""
    expected, rate = _EXPECTED[language]
    return len(words) * rate >= 2 and sum(1 for word in words if not expected.isdisjoint(word)) < 0.1 * len(words)


@lru_cache(maxsize=64)
def _knowable(languages: tuple[str, ...], script: str) -> tuple[str, ...]:
    """The languages that the identifier weighs against each other: those of the study and others in the same script."""
    others = [*_ALPHABETS] if script == "Cyrillic" else [*_LATIN, *_OTHER]
    pool = dict.fromkeys([*map(_base, languages), *others])
    if script == "Cyrillic":
        pool = dict.fromkeys(language for language in pool if language not in _LATIN and language not in _OTHER)
    labels = set(_model().labels)
    return tuple(language for language in pool if language in labels)


@lru_cache(maxsize=16)
def _identifier(known: tuple[str, ...]) -> Any:
    """An identifier over these languages; the tables are shared, only the columns in use are picked from them."""
    chosen = copy.copy(_model())
    chosen.set_languages(known)
    return chosen


@lru_cache(maxsize=1)
def _model() -> Any:
    """The identifier over all languages it knows; loaded with the first text whose language is asked for."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
