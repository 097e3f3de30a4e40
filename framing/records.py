"""The nouns of the house: frozen records that rooms hand to each other. Offsets are characters of the raw text, half open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Voice = Literal["own", "reported", "quoted", "distanced"]
VOICES: tuple[Voice, ...] = ("own", "reported", "quoted", "distanced")
Part = Literal["headline", "body", "context", "boilerplate"]
PARTS: tuple[Part, ...] = ("headline", "body", "context", "boilerplate")
Field = Literal["title", "text"]
UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read: `title` and `text` are raw; `place` says where it stood (file or file:line)."""

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    country: str = ""
    place: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: number within the article (title first), the field it stands in, and its span there."""

    article: str
    sentence: int
    field: Field
    start: int
    end: int
    part: Part
    language: str


class Match(NamedTuple):
    """One hit of a compiled lexicon in a text: the span, the categories and the entry that fired."""

    start: int
    end: int
    surface: str
    categories: tuple[str, ...]
    entry: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a category, with whose word it is and why (`because`: the cues that decided)."""

    article: str
    sentence: int
    start: int
    end: int
    surface: str
    category: str
    entry: str
    voice: Voice
    negated: bool
    source: str | None
    source_name: str | None
    source_group: str | None
    because: tuple[str, ...]
    field: Field
    part: Part
    in_scope: bool
    language: str


@dataclass(frozen=True, slots=True)
class Speech:
    """One stretch of speech found in a text; `source` and `cue` are spans of the same text or None."""

    start: int
    end: int
    kind: Literal["direct", "indirect"]
    source: tuple[int, int] | None
    cue: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Prediction:
    """The probability that a sentence expresses a category."""

    article: str
    sentence: int
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """One measured number with its 95% interval [low, high]; None where it does not apply."""

    measure: str
    grouping: str
    group: str
    target: str
    category: str
    voice: str
    count: float
    total: float
    articles: int
    value: float
    low: float
    high: float
    shrunk: float | None = None
    corrected: float | None = None
    thin: bool = False
    q: float | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished piece of work leaves behind: stage, shard, digest of its inputs and settings, rows written."""

    stage: str
    shard: str
    digest: str
    rows: int
    files: tuple[str, ...] = ()
