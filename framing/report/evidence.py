"""The sentences behind the numbers: chosen the same way every time, cut as the study's `text` says, safe to show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from framing.resources import text_digest

Table = Mapping[str, Sequence[Any]]

_CONTROLS = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
UNNAMED = "—"  # how articles without an outlet are called
_AROUND = {"full": 450, "excerpt": 90, "none": 0}


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a piece of evidence stands in."""

    article: str
    group: str
    date: str
    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One mention with the words around it; `source` is a number in `Evidence.sources`."""

    source: int
    category: str
    voice: str
    negated: bool
    speaker: str
    speaker_group: str
    because: tuple[str, ...]
    before: str
    surface: str
    after: str
    counted: bool
    part: str = "body"


@dataclass(frozen=True)
class Evidence:
    """The chosen mentions, their articles, and of how many they are a sample; `totals` counts by group, category and voice."""

    pieces: tuple[Piece, ...] = ()
    sources: tuple[Source, ...] = ()
    total: int = 0
    totals: Mapping[tuple[str, str, str], int] | None = None


def visible(text: str) -> str:
    """The text with characters that turn or hide other text (bidi overrides, controls) written out, as ‹U+202E›."""
    return _CONTROLS.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)


def one_line(text: str) -> str:
    """The text on one line, safe to show."""
    return visible(_SPACES.sub(" ", text).strip())


def web_link(url: str) -> str:
    """The address if it is one of the web (http or https with a host), else ""."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    safe = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s<>\"'\\`]|[\x00-\x1f]", url.strip())
    return url.strip() if safe else ""


def choose_evidence(mentions: Table, groups: Sequence[str], *, limit: int) -> list[int]:
    """The numbers of at most `limit` mentions, in the order of the table: of every group, category and voice about as many.

    Which ones hangs only on the mentions themselves (their article and place), so a further article does not reshuffle the rest.
    """
    rows = range(len(mentions["article"]))
    if len(rows) <= limit:
        return list(rows)
    cells: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        cells.setdefault((groups[row], mentions["category"][row], mentions["voice"][row]), []).append(row)
    cap = _fair_cap([len(members) for members in cells.values()], limit)
    for members in cells.values():
        if len(members) > cap:
            members.sort(key=lambda row: _draw(mentions, row))
    chosen = [row for members in cells.values() for row in members[:cap]]
    spare = sorted((row for members in cells.values() for row in members[cap : cap + 1]), key=lambda row: _draw(mentions, row))
    return sorted(chosen + spare[: max(0, limit - len(chosen))])


def _draw(mentions: Table, row: int) -> str:
    """The lot of a mention."""
    return text_digest(str(mentions["article"][row]), str(mentions["start"][row]), str(mentions["category"][row]))


def _fair_cap(sizes: Sequence[int], limit: int) -> int:
    """The largest number per cell with which all cells together stay within the limit."""
    low, high = 0, max(sizes)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(size, middle) for size in sizes) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True)
class Corpus:
    """The tables that evidence is taken from, with the group of every article."""

    articles: Table
    mentions: Table
    sentences: Table | None
    grouping: str
    parts: Sequence[str] = ("headline", "body")


def collect_evidence(corpus: Corpus, *, counted: Sequence[bool], text: str = "full", limit: int = 12_000) -> Evidence:
    """The evidence of a corpus: mentions that were counted; denied ones and those in other parts of an article are shown and marked."""
    place = {article: number for number, article in enumerate(corpus.articles["article"])}
    mentions = corpus.mentions
    shown = [
        row
        for row, article in enumerate(mentions["article"])
        if article in place and (counted[row] or _worth_showing(corpus, row))
    ]
    group_of = [str(_cell(corpus.articles, corpus.grouping, place[mentions["article"][row]]) or UNNAMED) for row in shown]
    subset = {name: [mentions[name][row] for row in shown] for name in ("article", "category", "voice", "start")}
    totals = Counter(
        (group, mentions["category"][row], mentions["voice"][row]) for row, group in zip(shown, group_of, strict=True) if counted[row]
    )
    chosen = [shown[number] for number in choose_evidence(subset, group_of, limit=limit)]
    spans = _sentence_spans(corpus.sentences, {(mentions["article"][row], mentions["sentence"][row]) for row in chosen})
    numbers: dict[str, int] = {}
    pieces = []
    for row in chosen:
        article = mentions["article"][row]
        number = numbers.setdefault(article, len(numbers))
        span = spans.get((article, mentions["sentence"][row]))
        pieces.append(_piece(corpus, row, place[article], number, span=span, counted=counted[row], text=text))
    sources = tuple(_source(corpus, place[article], text) for article in numbers)
    return Evidence(tuple(pieces), sources, len(shown), totals)


def _cell(table: Table, name: str, row: int) -> Any:
    """One value, None where the table has no such column."""
    column = table.get(name)
    return None if column is None else column[row]


def _worth_showing(corpus: Corpus, row: int) -> bool:
    """Whether a mention that is not counted is one of the event: denied, or in a part that does not count, but not both."""
    part, scope = _cell(corpus.mentions, "part", row), _cell(corpus.mentions, "in_scope", row)
    if part == "boilerplate":
        return False
    elsewhere = part is not None and part not in corpus.parts
    return (scope is None or bool(scope)) and bool(_cell(corpus.mentions, "negated", row)) != elsewhere


def _sentence_spans(sentences: Table | None, wanted: set[tuple[Any, Any]]) -> dict[tuple[Any, Any], tuple[int, int]]:
    """Where the wanted sentences start and end."""
    if sentences is None:
        return {}
    keys = zip(sentences["article"], sentences["sentence"], strict=True)
    return {key: (int(sentences["start"][row]), int(sentences["end"][row])) for row, key in enumerate(keys) if key in wanted}


def _piece(corpus: Corpus, row: int, article: int, number: int, *, span: tuple[int, int] | None, counted: bool, text: str) -> Piece:
    """One mention with as much of its sentence as the study allows to show."""
    mentions = corpus.mentions
    field = "title" if _cell(mentions, "field", row) == "title" else "text"
    raw = str(_cell(corpus.articles, field, article) or "")
    start, end = int(mentions["start"][row]), int(mentions["end"][row])
    low, high = span if span and span[0] <= start and end <= span[1] <= len(raw) else (max(0, start - 200), min(len(raw), end + 200))
    before, after = raw[low:start], raw[end:high]
    room = _AROUND[text]
    because = _cell(mentions, "because", row)
    if isinstance(because, str):
        because = [each for each in because.split("; ") if each]
    return Piece(
        source=number,
        category=str(mentions["category"][row]),
        voice=str(mentions["voice"][row]),
        negated=bool(_cell(mentions, "negated", row)),
        speaker=one_line(str(_cell(mentions, "source_name", row) or _cell(mentions, "source", row) or "")) if text != "none" else "",
        speaker_group=one_line(str(_cell(mentions, "source_group", row) or "")),
        because=tuple(one_line(str(each)) for each in (because if because is not None else ())) if text != "none" else (),
        before=_cut_left(before, room),
        surface=one_line(str(mentions["surface"][row])),
        after=_cut_right(after, room),
        counted=counted,
        part=str(_cell(mentions, "part", row) or "body"),
    )


def _cut_left(text: str, room: int) -> str:
    """The last `room` characters from a word's start, with an ellipsis where something was cut."""
    flat = visible(_SPACES.sub(" ", text).lstrip())
    if len(flat) <= room:
        return flat
    return "" if room == 0 else "…" + flat[-room:].partition(" ")[2]


def _cut_right(text: str, room: int) -> str:
    """The first `room` characters to a word's end, with an ellipsis where something was cut."""
    flat = visible(_SPACES.sub(" ", text).rstrip())
    if len(flat) <= room:
        return flat
    return "" if room == 0 else flat[:room].rpartition(" ")[0] + "…"


def _source(corpus: Corpus, row: int, text: str) -> Source:
    """The article of a piece of evidence."""
    articles = corpus.articles
    return Source(
        article=one_line(str(articles["article"][row])),
        group=str(_cell(articles, corpus.grouping, row) or UNNAMED),
        date=one_line(str(_cell(articles, "date", row) or ""))[:10],
        title="" if text == "none" else one_line(str(_cell(articles, "title", row) or ""))[:200],
        url=web_link(str(_cell(articles, "url", row) or "")),
        language=one_line(str(_cell(articles, "language", row) or "")),
    )
