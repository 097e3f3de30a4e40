"""What is wrong with single words of a lexicon: patterns that match too much, two alphabets in one word, words that nobody knows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from framing.automaton import fold
from framing.errors import FramingError, Problem
from framing.forms import Engine, get_engine, headwords
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.forms_file import forms_file_path, read_forms

_LEAST_BEFORE_WILDCARD = 3
_LEAST_STEM = 4
_MOST_HEADWORDS = 30  # of 500 patterns in the shipped lexicons one matches as many; any prefix of verbs matches hundreds
_SHOWN_WORDS = 3
_BY_RULE = frozenset({"suffix-bg", "suffix-kk", "none"})
_LETTER = "\u4e00"  # stands for a wildcard while a pattern is folded: a letter, so that a hyphen beside it stays


def word_problems(lexicon: Lexicon) -> Iterator[Problem]:
    """Every fault of a word, of whatever part of an entry it stands in."""
    for entry in lexicon.entries:
        texts = (*(entry.forms or (entry.text,)), *entry.excepts)
        near = [word for some in (entry.near, entry.not_near) if some is not None for word in some.words]
        for text in texts:
            if "*" in text:
                yield from _pattern_problems(text, entry, lexicon)
        for text in (*texts, *near):
            yield from _mixed_alphabets(text, entry)
        written = Counter(fold(form.replace("*", _LETTER)) for form in entry.forms)
        for form in (form.replace(_LETTER, "*") for form, count in written.items() if count > 1):
            yield Problem(entry.place, "form-twice", f"{form!r} is listed more than once", "take one out")
    yield from _unknown_words(lexicon)


def _pattern_problems(text: str, entry: Entry, lexicon: Lexicon) -> Iterator[Problem]:
    """A problem where a pattern matches too much, or nothing that the dictionary has and no example speaks for."""
    if _is_open(text):
        hint = f"at least {_LEAST_BEFORE_WILDCARD} letters before the *, or {_LEAST_STEM} between two"
        yield Problem(entry.place, "broad-pattern", f"{text!r} matches too many words", hint)
        return
    stem, star, behind = fold(text.replace("*", _LETTER)).partition(_LETTER)
    found = headwords(lexicon.language, stem) if star and not behind and stem.isalpha() else None
    if found is None:
        return
    if len(found) >= _MOST_HEADWORDS:
        shown = ", ".join(sorted(found, key=lambda word: (len(word), word))[:_SHOWN_WORDS])
        message = f"{text!r} matches {len(found)} words of the dictionary, as {shown}"
        yield Problem(entry.place, "broad-pattern", message, "write more of the word, or a lemma for each")
    elif not found and not entry.matches and lexicon.morphology not in _BY_RULE:
        hint = "check the spelling; give it an example under matches where it is right"
        yield Problem(entry.place, "unknown-word", f"no word of the dictionary begins like {text!r}", hint)


def _is_open(pattern: str) -> bool:
    """Whether the first word of a pattern leaves too much open for any language."""
    first = fold(pattern.split(maxsplit=1)[0].replace("*", _LETTER))
    head, star, _ = first.partition(_LETTER)
    if not star:
        return False
    if head:
        return len(head) < _LEAST_BEFORE_WILDCARD
    return max(map(len, first.split(_LETTER))) < _LEAST_STEM


def _mixed_alphabets(text: str, entry: Entry) -> Iterator[Problem]:
    """A problem for each word with Latin letters among Cyrillic ones."""
    for word in re.findall(r"[^\W\d_]+", text):
        if {"LATIN", "CYRILLIC"} <= {_script(letter) for letter in word}:
            latin = "".join(letter for letter in word if _script(letter) == "LATIN")
            message = f"{word!r} mixes alphabets: {latin!r} is Latin"
            yield Problem(entry.place, "mixed-alphabet", message, "type the word again on one keyboard")


def _script(letter: str) -> str:
    """The first word of the letter's Unicode name, which is its script."""
    return unicodedata.name(letter, "").split(" ", maxsplit=1)[0]


def _unknown_words(lexicon: Lexicon) -> Iterator[Problem]:
    """Words of lemmas that the engine does not know, or cannot inflect; names and abbreviations are left alone."""
    try:
        engine = get_engine(lexicon.morphology, lexicon.language)
    except FramingError as error:
        if any(entry.kind == "lemma" for entry in lexicon.entries) and read_forms(forms_file_path(lexicon)) is None:
            yield from (replace(problem, place=lexicon.place) for problem in error.problems)
        return
    known: dict[str, bool] = {}
    for entry in lexicon.entries:
        if entry.kind == "lemma":
            yield from _unknown_words_of(entry, engine, known)


def _unknown_words_of(entry: Entry, engine: Engine, known: dict[str, bool]) -> Iterator[Problem]:
    """Those of one entry; `known` remembers what the engine said of a word."""
    if entry.text.islower() and " " not in entry.text and engine.knows(entry.text) and not engine.is_headword(entry.text):
        message = f"{entry.text!r} is no dictionary form: it is found only as it is written"
        yield Problem(entry.place, "not-a-headword", message, "write the dictionary form, or list it under forms")
    for word in entry.text.split():
        plain = word.strip("«»„“”\"'(),.!?…:;")
        if plain and plain == plain.lower() and not plain.isdecimal():
            if plain not in known:
                known[plain] = engine.knows(plain)
            if not known[plain]:
                hint = "check the spelling, or give its forms or a pattern"
                yield Problem(entry.place, "unknown-word", f"{engine.name} does not know {plain!r}; its forms are guessed", hint)
