"""From the researcher's YAML to frozen records: lexicons and voice files, with every fault and its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.lexicon.entries import (
    NEAR_WORDS,
    Clauses,
    Endings,
    Entry,
    Example,
    Kind,
    LayoutMarks,
    Lexicon,
    Near,
    Quotation,
    SentenceMarks,
    VoiceExample,
    VoiceLexicon,
)
from framing.lexicon.forms_file import stored_digest
from framing.resources import schema, text_digest
from framing.yamlfile import YamlFile, check_schema, read_yaml

MAXIMUM_WORDS = 30
MAXIMUM_FREE_WORDS = 4
_KINDS: tuple[Kind, ...] = ("lemma", "pattern", "forms")
_Keys = tuple[str | int, ...]


def load_lexicon(path: Path | str, categories: Collection[str] | None = None) -> Lexicon:
    """The lexicon in the file; with `categories`, those are the only ones it may use.

    Raises FramingError with every fault of the file.
    """
    document = _read(Path(path), "lexicon")
    sections = [(name, ("categories", name)) for name in document.data["categories"]]
    problems: list[Problem] = []
    if categories is not None:
        for name, keys in sections:
            problems.extend(_unknown_category(name, categories, document.place(*keys)))
    lexicon = _lexicon(document, document.data["categories"], ("categories",), problems)
    if categories is not None:
        for entry in lexicon.entries:
            for name in entry.also:
                problems.extend(_unknown_category(name, categories, entry.place))
    if problems:
        raise FramingError(sorted(problems))
    return lexicon


def load_voice(path: Path | str) -> VoiceLexicon:
    """The voice file of a language.

    Raises FramingError with every fault of the file.
    """
    document = _read(Path(path), "voice")
    problems: list[Problem] = []
    data: Mapping[str, Any] = document.data
    cues = _lexicon(document, data["cues"] or {}, ("cues",), problems, cues=True)
    quotation, sentences, layout = (data.get(key) or {} for key in ("quotation", "sentences", "layout"))
    if problems:
        raise FramingError(sorted(problems))
    return VoiceLexicon(
        language=cues.language,
        cues=cues,
        quotation=Quotation(
            marks=tuple((pair[0], pair[1]) for pair in quotation.get("marks", ())),
            name_nouns=_texts(quotation.get("name_nouns")),
            dashes=bool(quotation.get("dashes", False)),
            speech_labels=_texts(quotation.get("speech_labels")),
        ),
        finite=_endings(data.get("finite")),
        evidential=_endings(data.get("evidential")),
        clauses=_clauses(data.get("clauses")),
        sentences=SentenceMarks(_texts(sentences.get("abbreviations")), _texts(sentences.get("may_end"))),
        layout=LayoutMarks(
            _texts(layout.get("context_headings")),
            _texts(layout.get("context_openers")),
            _texts(layout.get("boilerplate_openers")),
            _texts(layout.get("boilerplate_lines")),
        ),
        examples=tuple(
            VoiceExample(
                item["text"], item["term"], item.get("voice"), item.get("negated"), item.get("source"), document.place("examples", n)
            )
            for n, item in enumerate(data.get("examples") or ())
        ),
        path=document.path,
        digest=cues.digest,
    )


def _read(path: Path, kind: str) -> YamlFile:
    """The file's data, checked against the schema, unless the forms file says that this text and schema were checked before."""
    document = read_yaml(path)
    if stored_digest(path) != _digest(document, kind):  # the check takes longer than all the rest of reading
        problems = check_schema(document, schema(kind))
        if problems:
            raise FramingError(problems)
    return document


def _digest(document: YamlFile, kind: str) -> str:
    """What the forms depend on: the text of the file, and the rules of the schema by which it was found sound."""
    return text_digest(document.text, str(_rules(schema(kind))))


def _rules(part: Any) -> Any:
    """The schema without its descriptions: words for people that change no rule must not make any forms file stale."""
    if isinstance(part, Mapping):
        return {key: _rules(value) for key, value in part.items() if not (key == "description" and isinstance(value, str))}
    return [_rules(value) for value in part] if isinstance(part, list) else part


def _lexicon(
    document: YamlFile, sections: Mapping[str, Any], under: tuple[str, ...], problems: list[Problem], *, cues: bool = False
) -> Lexicon:
    """The sections of a file as a lexicon, the faults added to `problems`."""
    entries: list[Entry] = []
    items: list[tuple[str, _Keys, Any]] = []
    for name, section in sections.items():
        items.extend((name, (*under, name, n), item) for n, item in enumerate(section or ()))
    if not cues:
        items.extend(("", ("exclude", n), item) for n, item in enumerate(document.data.get("exclude") or ()))
    for category, keys, item in items:
        place = document.place(*keys)
        values = dict(item) if isinstance(item, Mapping) else {("pattern" if "*" in str(item) else "lemma"): item}
        found = list(_entry_problems(values, place))
        problems.extend(found)
        if not found:
            entries.append(_entry(len(entries), category, values, document, keys))
    return Lexicon(
        language=document.data["language"],
        morphology=document.data.get("morphology", "none"),
        entries=tuple(entries),
        categories=tuple(sections),
        path=document.path,
        digest=_digest(document, "voice" if cues else "lexicon"),
        place=document.place("morphology"),
        cues=cues,
        category_places={name: document.place(*under, name) for name in sections},
    )


def _entry(number: int, category: str, values: Mapping[str, Any], document: YamlFile, keys: _Keys) -> Entry:
    """The record for one item that is known to be sound."""
    kind = next(kind for kind in _KINDS if kind in values)
    forms = _texts(values["forms"]) if kind == "forms" else ()
    return Entry(
        number=number,
        category=category,
        kind=kind,
        text=forms[0] if forms else " ".join(str(values[kind]).split()),
        forms=forms,
        head=values.get("head"),
        gap=values.get("gap", 0),
        any_order=values.get("order") == "any",
        near=_near(values.get("near")),
        not_near=_near(values.get("not_near")),
        excepts=_texts(values.get("except")),
        inner_keep=values.get("inner") == "keep",
        exact_case=values.get("case") == "exact",
        also=_texts(values.get("also")),
        matches=_examples(values, "matches", document, keys),
        never=_examples(values, "never", document, keys),
        note=str(values.get("note", "")),
        place=document.place(*keys),
        reach=values.get("reach"),
        within=values.get("within"),
        source=values.get("source"),
    )


def _entry_problems(values: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    """What is wrong with one entry beyond the schema."""
    kinds = [kind for kind in _KINDS if kind in values]
    if len(kinds) != 1:
        message = f"an entry needs exactly one of lemma, pattern, forms; it has {' and '.join(kinds) or 'none'}"
        yield Problem(place, "entry-kind", message, "write two entries, or add one")
        return
    texts = _texts(values["forms"]) if kinds[0] == "forms" else (str(values[kinds[0]]),)
    for text in (*texts, *_texts(values.get("except"))):
        yield from _phrase_problems(text, place, free=values.get("order") == "any" and text in texts)
    if kinds[0] == "lemma" and "*" in texts[0]:
        yield Problem(place, "wildcard-in-lemma", f"{texts[0]!r} has a * and is given as a lemma", "write it as a pattern")
    head, count = values.get("head"), len(texts[0].split())
    if head is not None and head > count:
        yield Problem(place, "head-outside", f"head: {head}, but {texts[0]!r} has {count} words", "count from 1")


def _phrase_problems(text: str, place: Place, *, free: bool) -> Iterator[Problem]:
    """What is wrong with one word or phrase."""
    words = text.split()
    if not any(map(str.isalnum, text)):
        yield Problem(place, "empty-entry", f"{text!r} has no letter", "write a word, or take the line out")
    elif not any(map(str.isalnum, words[0])):
        yield Problem(place, "broad-pattern", f"the first word of {text!r} is a wildcard", "let it start with letters")
    if len(words) > MAXIMUM_WORDS:
        yield Problem(place, "phrase-too-long", f"{len(words)} words in one phrase", f"at most {MAXIMUM_WORDS}")
    elif free and len(words) > MAXIMUM_FREE_WORDS:
        yield Problem(place, "order-too-long", f"order: any with {len(words)} words", f"at most {MAXIMUM_FREE_WORDS}")


def _unknown_category(name: str, categories: Collection[str], place: Place) -> list[Problem]:
    """A problem where the codebook has no such category."""
    if name in categories:
        return []
    return [Problem(place, "unknown-category", f"the codebook has no category {name!r}", did_you_mean(name, list(categories)))]


def _examples(values: Mapping[str, Any], key: str, document: YamlFile, keys: _Keys) -> tuple[Example, ...]:
    """The example sentences under a key, with their places."""
    return tuple(Example(text, document.place(*keys, key, n)) for n, text in enumerate(values.get(key, ())))


def _near(value: Any) -> Near | None:
    """The words of `near` or `not_near`."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return Near(_texts(value["words"]), value.get("within", NEAR_WORDS))
    return Near(_texts(value))


def _endings(value: Mapping[str, Any] | None) -> Endings:
    """The section `finite` or `evidential`."""
    value = value or {}
    return Endings(_texts(value.get("endings")), _texts(value.get("words")), _texts(value.get("not")))


def _clauses(value: Mapping[str, Any] | None) -> Clauses:
    """The section `clauses`."""
    given = value or {}
    lists = {key: tuple(word.lower() for word in _texts(given.get(key))) for key in given if key not in ("content", "bare")}
    values: dict[str, Any] = {key: words if key.endswith("_endings") else frozenset(words) for key, words in lists.items()}
    return Clauses(content=given.get("content", "after"), bare=bool(given.get("bare", False)), **values)


def _texts(value: Any) -> tuple[str, ...]:
    """The list as words; numbers are words too, and nothing is an empty list."""
    return tuple(" ".join(str(item).split()) for item in value or ())
