"""What is wrong with a lexicon that can be read: examples that fail, words that nobody knows, entries that stand in each other's way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace

from framing.automaton import fold
from framing.errors import FramingError, Place, Problem
from framing.forms import get_engine
from framing.lexicon.compile import CompiledLexicon
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.forms_file import forms_file_path, read_forms

# a lexicon with these works; the others are faults
WARNINGS = frozenset(
    {"unknown-word", "not-a-headword", "overlapping-entries", "entry-twice", "broad-pattern", "stale-forms", "category-missing"}
)
_LEAST_BEFORE_WILDCARD = 3
_LEAST_STEM = 4


def check_lexicon(lexicon: Lexicon, compiled: CompiledLexicon, *, categories: Collection[str] = ()) -> list[Problem]:
    """Every fault of the lexicon in order of place; `categories` are those of the codebook, which should all have entries."""
    problems = [
        *_example_problems(lexicon, compiled),
        *_word_problems(lexicon),
        *_unknown_words(lexicon),
        *_shared_forms(lexicon, compiled),
        *_missing_categories(lexicon, categories),
        *_stale_forms(lexicon),
    ]
    return sorted(set(problems))


def _example_problems(lexicon: Lexicon, compiled: CompiledLexicon) -> Iterator[Problem]:
    """Examples that their own entry does not match, or matches and should not."""
    for entry in lexicon.entries:
        for example in entry.matches:
            if not any(hit.entry is entry for hit in compiled.candidates(example.text)):
                message = f"{entry.text!r} does not match its example {example.text!r}"
                yield Problem(example.place, "example-not-matched", message, "add the form, widen the entry, or mend the example")
        for example in entry.never:
            found = [example.text[hit.start : hit.end] for hit in compiled.hits(example.text) if hit.entry is entry]
            if found:
                message = f"{entry.text!r} matches {found[0]!r} in {example.text!r}, which it must never"
                yield Problem(example.place, "example-matched", message, "use except, not_near or exclude")


def _word_problems(lexicon: Lexicon) -> Iterator[Problem]:
    """Patterns that match too much, and words written in two alphabets."""
    for entry in lexicon.entries:
        texts = entry.forms or (entry.text,)
        for text in (*texts, *entry.excepts):
            if "*" in text and _is_broad(text):
                hint = f"at least {_LEAST_BEFORE_WILDCARD} letters before the *, or {_LEAST_STEM} between two"
                yield Problem(entry.place, "broad-pattern", f"{text!r} matches too many words", hint)
        near = [word for some in (entry.near, entry.not_near) if some is not None for word in some.words]
        for text in (*texts, *entry.excepts, *near):
            for word in re.findall(r"[^\W\d_]+", text):
                if {"LATIN", "CYRILLIC"} <= {_script(letter) for letter in word}:
                    latin = "".join(letter for letter in word if _script(letter) == "LATIN")
                    message = f"{word!r} mixes alphabets: {latin!r} is Latin"
                    yield Problem(entry.place, "mixed-alphabet", message, "type the word again on one keyboard")


def _is_broad(pattern: str) -> bool:
    """Whether the first word of a pattern leaves too much open."""
    first = fold(pattern.split(maxsplit=1)[0].replace("*", "\u4e00"))
    head, star, _ = first.partition("\u4e00")
    if not star:
        return False
    if head:
        return len(head) < _LEAST_BEFORE_WILDCARD
    return max(map(len, first.split("\u4e00"))) < _LEAST_STEM


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
        if entry.kind != "lemma":
            continue
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


def _shared_forms(lexicon: Lexicon, compiled: CompiledLexicon) -> Iterator[Problem]:
    """Entries that match the same form without a condition, so that the later one never counts there."""
    owners: dict[str, Entry] = {}
    reported: set[tuple[int, int]] = set()
    for entry in lexicon.entries:
        if entry.near or entry.not_near or entry.exact_case or entry.gap or entry.excepts:
            continue
        for form in compiled.forms_of(entry):
            owner = owners.setdefault(form.casefold().replace("ё", "е"), entry)
            pair = (owner.number, entry.number)
            if owner is entry or pair in reported:
                continue
            same = owner.category == entry.category
            if same and (owner.kind, owner.text) == (entry.kind, entry.text) and owner.forms == entry.forms:
                reported.add(pair)
                yield Problem(entry.place, "entry-twice", f"{entry.text!r} stands already at {owner.place}", "take one out")
            elif not same and not lexicon.cues:
                reported.add(pair)
                own, others = entry.category or "exclude", owner.category or "exclude"
                message = f"{form!r} is a form of {entry.text!r} ({own}) and of {owner.text!r} ({others}, {owner.place})"
                hint = "the first in the file wins: tell them apart by near, or take one out"
                yield Problem(entry.place, "overlapping-entries", message, hint)


def _missing_categories(lexicon: Lexicon, categories: Collection[str]) -> Iterator[Problem]:
    """Categories of the codebook, or headings of the file, under which nothing stands."""
    used = {name for entry in lexicon.entries for name in entry.categories}
    for name in dict.fromkeys((*categories, *lexicon.categories)):
        if name not in used:
            place = lexicon.category_places.get(name, Place(lexicon.path))
            yield Problem(place, "category-missing", f"{name} has no entry", "add one, or leave the category out of the codebook")


def _stale_forms(lexicon: Lexicon) -> Iterator[Problem]:
    """A problem where the forms file beside the lexicon was made from another state of it."""
    path = forms_file_path(lexicon)
    if not path.is_file():
        return
    stored = read_forms(path)
    if stored is None:
        yield Problem(Place(str(path)), "stale-forms", "the forms file cannot be read", "make lexicons")
    elif stored.digest != lexicon.digest or stored.engine != lexicon.morphology:
        yield Problem(Place(str(path)), "stale-forms", "the lexicon was edited after its forms were expanded", "make lexicons")
