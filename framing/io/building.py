"""From a row of any format to an article: fields, id, date, outlet, language, and whether it can be worked with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from framing.io.columns import fields_of, language_code, recognise_columns
from framing.io.dates import normal_date
from framing.io.encodings import has_lone_surrogate
from framing.io.outcomes import Limits, Noted, Outcome, Rejected, Row, noted, rejected
from framing.records import Article

_FIELDS = frozenset(("id", "text", "title", "outlet", "date", "language", "url", "country"))
_HOST_PREFIXES = ("www.", "m.", "amp.", "mobile.")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Reading:
    """How to read: `mapping` (field → column) before what is recognised, `outlets` (alias → outlet), and the limits."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the file as it is shown, its stem for ids, and what a sources table says of it."""

    shown: str
    stem: str
    defaults: Mapping[str, str] = field(default_factory=dict)
    table: bool = False


class ArticleBuilder:
    """Makes articles of rows; knows the ids that are taken."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._taken: dict[str, int] = {}
        self._aliases = {alias.casefold(): outlet for alias, outlet in reading.outlets.items()}

    def build(self, rows: Iterator[Row | Rejected | Noted], origin: Origin) -> Iterator[Outcome]:
        """The articles of the rows of one file, each row once as Article or Rejected."""
        described: set[tuple[str, ...]] = set()
        for row in rows:
            if not isinstance(row, Row):
                yield row
                continue
            chosen = recognise_columns(row.columns, self.reading.mapping)
            renamed = tuple(f"{column} is {name}" for name, column in sorted(chosen.items()) if column != name)
            if origin.table and renamed and renamed not in described:
                described.add(renamed)
                yield noted(origin.shown, row.line, "columns-recognised", "; ".join(renamed), "a mapping in the study overrides this")
            if "text" in chosen or "title" in chosen:
                yield from self._article(row, chosen, origin)
                continue
            known = ", ".join(map(str, row.columns))[:200]
            message = f"neither text nor title among the columns: {known}"
            given = self._unique(_id_of(row, {}, origin.stem))
            yield rejected(origin.shown, row.line, "no-text-column", message, "name them in a mapping", article=given)

    def _article(self, row: Row, chosen: Mapping[str, str], origin: Origin) -> Iterator[Outcome]:
        """The article of one row, after its notes, or why there is none."""
        own, extra = fields_of(row.columns, chosen)
        if "file" in own:
            extra[chosen["file"]] = own.pop("file")
        extra = {**{name: value for name, value in origin.defaults.items() if name not in _FIELDS}, **extra}
        fields = {name: value for name, value in origin.defaults.items() if name in _FIELDS}
        fields.update({name: value for name, value in own.items() if value})
        wanted = _id_of(row, fields, origin.stem)
        given = self._unique(wanted)
        fault = self._fault(fields.get("text", ""), fields.get("title", ""))
        if fault is not None:
            code, message, hint = fault
            yield rejected(origin.shown, row.line, code, message if row.line else f"{given}: {message}", hint, article=given)
            return
        for code, message, hint in self._doubts(fields, wanted, given):
            yield noted(origin.shown, row.line, code, message, hint, article=given)
        fields = {name: _without_surrogates(value) for name, value in fields.items()}
        written, url = fields.get("date", "").strip(), fields.get("url", "").strip()
        yield Article(
            id=given,
            text=fields.get("text", ""),
            title=fields.get("title", ""),
            outlet=self._outlet(fields.get("outlet", "").strip(), url),
            date=(normal_date(written) or written) if written else "",
            language=language_code(fields.get("language", "")),
            url=url,
            country=fields.get("country", "").strip(),
            place=f"{origin.shown}:{row.line}" if row.line else origin.shown,
            extra={_without_surrogates(name): _without_surrogates(value) for name, value in extra.items()},
        )

    def _fault(self, text: str, title: str) -> tuple[str, str, str] | None:
        """What makes an article of this text impossible: code, message and hint."""
        if not text.strip() and not title.strip():
            return "article-empty", "neither text nor title", "fill in one of them"
        most = self.reading.limits.article_characters
        if len(text) > most or len(title) > most:
            return "article-too-long", f"more than {most:,} characters in one article", "split the text"
        if "\0" in text or "\0" in title:
            return "zero-bytes", "zero bytes in the text", "the file is damaged or no text"
        return None

    def _doubts(self, fields: Mapping[str, str], wanted: str, given: str) -> Iterator[tuple[str, str, str]]:
        """What the user should know of an article that is processed: code, message and hint."""
        if given != wanted:
            yield "duplicate-id", f"the id {wanted!r} is taken; this article is {given!r}", "give each article its own id"
        if has_lone_surrogate(fields.get("text", "") + fields.get("title", "")):
            yield "letters-damaged", "bytes that are no letters were read as \ufffd", "check the file's encoding"
        written = fields.get("date", "").strip()
        if written and normal_date(written) is None:
            yield "date-unclear", f"the date {written[:60]!r} cannot be read for sure", "write it as YYYY-MM-DD"

    def _unique(self, wanted: str) -> str:
        """The id, with a number behind it where it is taken."""
        given = wanted
        while given in self._taken:
            self._taken[wanted] += 1
            given = f"{wanted}~{self._taken[wanted]}"
        self._taken[given] = 1
        return given

    def _outlet(self, written: str, url: str) -> str:
        """The outlet: as written, else the host of the address; aliases merged."""
        outlet = written or host_of(url)
        return self._aliases.get(outlet.casefold(), outlet)


def host_of(url: str) -> str:
    """The host of an address without `www.` and its like; empty where there is none."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "") if url else ""
    except ValueError:
        return ""
    for prefix in _HOST_PREFIXES:
        host = host.removeprefix(prefix)
    return host if "." in host else ""


def _id_of(row: Row, fields: Mapping[str, str], stem: str) -> str:
    """The id of a row: its own, else the file's name, with the row's number where the file holds many."""
    own = fields.get("id", "").strip()
    if own:
        return _without_surrogates(own)
    return _without_surrogates(f"{stem}:{row.number}" if row.number else stem)


def _without_surrogates(text: str) -> str:
    """The text with the replacement character for each half of a surrogate pair: as long as before."""
    return _SURROGATE.sub("\ufffd", text) if has_lone_surrogate(text) else text
