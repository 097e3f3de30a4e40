"""What a lexicon holds, as it was read: entries with their places, and the sections of a voice file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from framing.errors import Place

Kind = Literal["lemma", "pattern", "forms"]
Reach = Literal["forward", "backward", "both", "label"]
Source = Literal["before", "after", "subject", "object", "none"]
NEAR_WORDS = 5
NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Near:
    """Words (forms, or patterns with `*`) and how many words away they may stand."""

    words: tuple[str, ...]
    within: int = NEAR_WORDS


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that an entry must or must not match, and where it is written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon. `category` is empty for `exclude`; `reach`, `within` and `source` are for the cues of a voice file."""

    number: int
    category: str
    kind: Kind
    text: str
    forms: tuple[str, ...] = ()
    head: int | None = None
    gap: int = 0
    any_order: bool = False
    near: Near | None = None
    not_near: Near | None = None
    excepts: tuple[str, ...] = ()
    inner_keep: bool = False
    exact_case: bool = False
    also: tuple[str, ...] = ()
    matches: tuple[Example, ...] = ()
    never: tuple[Example, ...] = ()
    note: str = ""
    place: Place = NOWHERE
    reach: Reach | None = None
    within: int | None = None
    source: Source | None = None

    @property
    def categories(self) -> tuple[str, ...]:
        """The category and those of `also`; none for an entry of `exclude`."""
        return (self.category, *self.also) if self.category else ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language in the order of the file, those of `exclude` last.

    `cues` is true for the cues of a voice file: there one span may be of several kinds, and phrases may cross a comma.
    """

    language: str
    morphology: str
    entries: tuple[Entry, ...]
    categories: tuple[str, ...]
    path: str = ""
    digest: str = ""
    place: Place = NOWHERE
    cues: bool = False
    category_places: Mapping[str, Place] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Quotation:
    """How the language writes quotations."""

    marks: tuple[tuple[str, str], ...] = ()
    name_nouns: tuple[str, ...] = ()
    dashes: bool = False
    speech_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Endings:
    """How forms of one kind are recognised: by ending, except words that only look so, and by whole words."""

    endings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clauses:
    """How the language builds clauses of speech; docs/voice-guide.md explains each list. All words are in lower case."""

    content: Literal["after", "before"] = "after"
    bare: bool = False
    bare_stops: frozenset[str] = frozenset()
    bare_endings: tuple[str, ...] = ()
    joins: frozenset[str] = frozenset()
    label_endings: tuple[str, ...] = ()
    label_markers: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    parenthesis: frozenset[str] = frozenset()
    factive_endings: tuple[str, ...] = ()
    topic: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    anaphora: tuple[str, ...] = ()
    auxiliaries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SentenceMarks:
    """Abbreviations after which a full stop never ends a sentence, and those after which it may."""

    abbreviations: tuple[str, ...] = ()
    may_end: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutMarks:
    """Words by which parts of a page are told apart."""

    context_headings: tuple[str, ...] = ()
    context_openers: tuple[str, ...] = ()
    boilerplate_openers: tuple[str, ...] = ()
    boilerplate_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceExample:
    """A test of a voice file: the voice of `term` in `text`; None where the file does not say."""

    text: str
    term: str
    voice: str | None = None
    negated: bool | None = None
    source: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class VoiceLexicon:
    """All that a voice file says of a language; the categories of `cues` are the kinds of cue."""

    language: str
    cues: Lexicon
    quotation: Quotation = Quotation()
    finite: Endings = Endings()
    evidential: Endings = Endings()
    clauses: Clauses = Clauses()
    sentences: SentenceMarks = SentenceMarks()
    layout: LayoutMarks = LayoutMarks()
    examples: tuple[VoiceExample, ...] = ()
    path: str = ""
    digest: str = ""
