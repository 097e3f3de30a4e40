"""What is wrong with a lexicon that can be read: examples that fail, words that nobody knows, entries that stand in each other's way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from framing.errors import Place, Problem, did_you_mean
from framing.lexicon.check_words import word_problems
from framing.lexicon.compile import CompiledLexicon
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.forms_file import forms_file_path, read_forms

# a lexicon with these works; the others are faults
WARNINGS = frozenset(
    {
        "unknown-word",
        "not-a-headword",
        "overlapping-entries",
        "entry-twice",
        "form-twice",
        "broad-pattern",
        "stale-forms",
        "category-missing",
    }
)
_TYPING_ERROR = 0.85  # from this likeness on a category is another one misspelt, and not a new one
_FIRST_WINS = "the first in the file wins: tell them apart by near, or take one out"


def check_lexicon(
    lexicon: Lexicon,
    compiled: CompiledLexicon,
    *,
    categories: Collection[str] = (),
    beside: Mapping[str, Collection[str]] | None = None,
) -> list[Problem]:
    """Every fault of the lexicon in order of place.

    `categories` are those of the codebook, which should all have entries; without a codebook the categories of the lexicons
    `beside` it, by language, are what this one is held against.
    """
    problems = [
        *_example_problems(lexicon, compiled),
        *word_problems(lexicon),
        *_shared_forms(lexicon, compiled),
        *_missing_categories(lexicon, categories),
        *(_held_against(lexicon, beside) if beside and not categories else ()),
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


def _shared_forms(lexicon: Lexicon, compiled: CompiledLexicon) -> Iterator[Problem]:
    """Entries that match the same words without a condition, so that the later one never counts there."""
    owners: dict[str, Entry] = {}
    stems: dict[str, Entry] = {}
    reported: set[tuple[int, int]] = set()
    for entry in lexicon.entries:
        if entry.near or entry.not_near or entry.exact_case or entry.gap or entry.excepts:
            continue
        for form in compiled.forms_of(entry):
            folded = form.casefold().replace("ё", "е")
            owner = owners.setdefault(folded, entry)
            if owner is not entry and (owner.number, entry.number) not in reported:
                reported.add((owner.number, entry.number))
                yield from _shared_form(owner, entry, form, cues=lexicon.cues)
            if folded.endswith("*") and folded[:-1].isalpha():
                stems.setdefault(folded[:-1], entry)
    if not lexicon.cues:
        yield from _shared_with_patterns(owners, stems, reported)


def _shared_form(owner: Entry, entry: Entry, form: str, *, cues: bool) -> Iterator[Problem]:
    """A problem where two entries share a form: they are the same, or each says another category."""
    if owner.category != entry.category:
        if not cues:
            own, others = _name(entry), _name(owner)
            message = f"{form!r} is a form of {entry.text!r} ({own}) and of {owner.text!r} ({others}, {owner.place})"
            yield Problem(entry.place, "overlapping-entries", message, _FIRST_WINS)
    elif (owner.kind, owner.text, owner.forms) == (entry.kind, entry.text, entry.forms):
        yield Problem(entry.place, "entry-twice", f"{entry.text!r} stands already at {owner.place}", "take one out")


def _shared_with_patterns(owners: Mapping[str, Entry], stems: Mapping[str, Entry], reported: set[tuple[int, int]]) -> Iterator[Problem]:
    """Single words that a pattern of another category matches as well."""
    lengths = sorted(set(map(len, stems)))
    for form, entry in owners.items():
        if " " in form:
            continue
        for length in lengths:
            other = stems.get(form[:length])
            if other is None or other.category == entry.category:
                continue
            first, last = sorted((other, entry), key=lambda each: each.number)
            if (first.number, last.number) not in reported:
                reported.add((first.number, last.number))
                message = f"{last.text!r} ({_name(last)}) and {first.text!r} ({_name(first)}, {first.place}) both match {form!r}"
                yield Problem(last.place, "overlapping-entries", message, _FIRST_WINS)


def _name(entry: Entry) -> str:
    """The category, or the word for none."""
    return entry.category or "exclude"


def _missing_categories(lexicon: Lexicon, categories: Collection[str]) -> Iterator[Problem]:
    """Categories of the codebook, or headings of the file, under which nothing stands."""
    used = _used(lexicon)
    for name in dict.fromkeys((*categories, *lexicon.categories)):
        if name not in used:
            place = lexicon.category_places.get(name, Place(lexicon.path))
            yield Problem(place, "category-missing", f"{name} has no entry", "add one, or leave the category out of the codebook")


def _held_against(lexicon: Lexicon, beside: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Categories that most of several lexicons beside this one have and it has not, and those that are nearly spelt like one of theirs."""
    languages: dict[str, list[str]] = {}
    for language, names in sorted(beside.items()):
        for name in names:
            languages.setdefault(name, []).append(language)
    own = dict.fromkeys((*lexicon.categories, *_used(lexicon)))
    for name, others in languages.items():
        if name not in own and len(others) > 1 and 2 * len(others) > len(beside):  # one other lexicon alone sets no rule
            message = f"{name} has no entry, and {', '.join(others)} have some"
            yield Problem(Place(lexicon.path), "category-missing", message, "add one, or compare this language without the category")
    for name in own:
        hint = did_you_mean(name, list(languages), likeness=_TYPING_ERROR)
        if name not in languages and hint.startswith("did you mean"):
            place = next((entry.place for entry in lexicon.entries if name in entry.also), Place(lexicon.path))
            message = f"none of the lexicons beside this one has a category {name!r}"
            yield Problem(lexicon.category_places.get(name, place), "unknown-category", message, hint)


def _used(lexicon: Lexicon) -> dict[str, None]:
    """The categories that some entry carries."""
    return dict.fromkeys(name for entry in lexicon.entries for name in entry.categories)


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
