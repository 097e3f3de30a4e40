"""Articles from whatever users have: files, folders, archives, tables, exports, standard input; streamed, in a fixed order."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from framing.io.columns import fields_of, recognise_columns
from framing.io.dates import normal_date
from framing.io.encodings import decode, has_lone_surrogate
from framing.io.jsonfiles import json_lines, read_json_document, read_json_lines
from framing.io.outcomes import LimitError, Limits, Noted, Outcome, Rejected, Row, noted, rejected
from framing.io.places import SOURCES_TABLES, Archive, Folder, Item, Store, item, unknown_file
from framing.io.spreadsheets import read_delimited, read_parquet_table, read_workbook
from framing.io.textfiles import note_encoding, read_text_file, read_web_page
from framing.records import Article

STDIN = "-"
_Reader = Callable[[Item, Limits], Iterator[Row | Rejected | Noted]]
_READERS: Mapping[str, _Reader] = {
    ".txt": read_text_file,
    ".md": read_text_file,
    ".markdown": read_text_file,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".xhtml": read_web_page,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_document,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".tab": read_delimited,
    ".xlsx": read_workbook,
    ".parquet": read_parquet_table,
}
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".parquet")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HOST_PREFIXES = ("www.", "m.", "amp.", "mobile.")


@dataclass(frozen=True)
class Reading:
    """How to read: `mapping` (field → column) before what is recognised, `outlets` (alias → outlet), and the limits."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


def read_articles(inputs: Iterable[str | Path], *, reading: Reading | None = None, stdin: BinaryIO | None = None) -> Iterator[Outcome]:
    """Every article of the inputs, each once, as Article or as Rejected, in a fixed order; Noted stands beside them.

    An input is a file, a folder, a zip archive, a sources table, or `-` for standard input.
    """
    used = reading or Reading()
    builder = _Builder(used)
    for given in inputs:
        if str(given) == STDIN:
            yield from _guarded(_read_stdin(stdin or sys.stdin.buffer, builder), "<stdin>")
        else:
            yield from _guarded(_read_input(Path(given), builder), str(given))


def _guarded(outcomes: Iterator[Outcome], shown: str) -> Iterator[Outcome]:
    """The outcomes; what the system or a damaged container raises ends them with a rejection."""
    try:
        yield from outcomes
    except LimitError as error:
        yield rejected(shown, 0, "too-large", str(error), "split the file")
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield rejected(shown, 0, "file-unreadable", reason, "check that the file is there, whole and readable")
    except (UnicodeError, RuntimeError, ValueError, MemoryError, RecursionError) as error:
        yield rejected(shown, 0, "file-unreadable", f"{type(error).__name__}: {str(error)[:120]}", "check that the file is whole")


def _read_stdin(stream: BinaryIO, builder: _Builder) -> Iterator[Outcome]:
    """The articles of standard input: JSON lines where it begins with a brace, otherwise one plain text."""
    limits = builder.reading.limits
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    if buffered.peek(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        yield from builder.build(json_lines(buffered, "<stdin>", limits), "<stdin>", "stdin", {})
        return
    data = buffered.read(4 * limits.article_characters + 4)
    decoded = decode(data)
    if decoded is None:
        yield rejected("<stdin>", 0, "not-text", "not text in any encoding that is known", "pass UTF-8 text", article="stdin")
        return
    yield from note_encoding("<stdin>", decoded[1])
    yield from builder.build(iter([Row({"id": "stdin", "text": decoded[0]})]), "<stdin>", "stdin", {})


def _read_input(path: Path, builder: _Builder) -> Iterator[Outcome]:
    """The articles of one input on disk."""
    if path.is_dir():
        yield from _read_store(Folder(path), str(path), builder)
        return
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as packed:
            yield from _read_store(Archive(packed, builder.reading.limits), str(path), builder)
        return
    path.stat()
    single = item(Folder(path.parent), path.name, str(path))
    if single is None:
        # a file that was named is read as text whatever it is called
        single = Item(Folder(path.parent), path.name, str(path), ".txt", path.stem)
    yield from _read_item(single, builder)


def _read_store(store: Folder | Archive, shown: str, builder: _Builder) -> Iterator[Outcome]:
    """The articles of a folder or archive; where a sources table lies, only the files it names are read."""
    names: list[str] = []
    for name in store.names(builder.reading.limits):
        if isinstance(name, str):
            names.append(name)
        else:
            yield name
    tables = {str(PurePosixPath(name).parent): name for name in names if PurePosixPath(name).name.lower() in SOURCES_TABLES}
    for name in names:
        place = f"{shown}/{name}"
        if name in tables.values():
            found = item(store, name, place)
            if found is not None and tables.get(str(PurePosixPath(name).parent)) == name:
                yield from _guarded(_read_sources(found, builder), place)
        elif not any(str(parent) in tables for parent in PurePosixPath(name).parents):
            found = item(store, name, place)
            if found is not None:
                yield from _guarded(_read_item(found, builder), place)
            elif name.lower().endswith(".zip"):
                yield from _guarded(_read_inner_archive(store, name, place, builder), place)
            else:
                yield unknown_file(place)


def _read_inner_archive(store: Store, name: str, place: str, builder: _Builder) -> Iterator[Outcome]:
    """The articles of an archive in a folder; one inside another archive is refused."""
    path = store.path_of(name)
    if path is None:
        yield rejected(place, 0, "archive-nested", "an archive inside an archive", "unpack the outer one first")
        return
    with zipfile.ZipFile(path) as packed:
        yield from _read_store(Archive(packed, builder.reading.limits), place, builder)


def _read_item(found: Item, builder: _Builder) -> Iterator[Outcome]:
    """The articles of one file, be it a sources table, a table of articles or an article."""
    if found.suffix in (".csv", ".tsv", ".tab") and _is_sources_table(found, builder.reading):
        yield from _read_sources(found, builder)
        return
    rows = _READERS[found.suffix](found, builder.reading.limits)
    yield from builder.build(rows, found.shown, found.stem, found.defaults, table=found.suffix in _TABLES)


def _is_sources_table(found: Item, reading: Reading) -> bool:
    """Whether the table names files and holds no texts."""
    for row in read_delimited(found, reading.limits):
        if isinstance(row, Row):
            chosen = recognise_columns(row.columns, reading.mapping)
            return "file" in chosen and "text" not in chosen
    return False


def _read_sources(table: Item, builder: _Builder) -> Iterator[Outcome]:
    """The articles of the files that a sources table names, with what it says of each."""
    base = PurePosixPath(table.name).parent
    for row in read_delimited(table, builder.reading.limits):
        if not isinstance(row, Row):
            yield row
            continue
        chosen = recognise_columns(row.columns, builder.reading.mapping)
        fields, extra = fields_of(row.columns, chosen)
        written = fields.pop("file", "").strip().replace("\\", "/")
        if not written:
            yield rejected(table.shown, row.line, "sources-row", "no file is named in this row", "fill in the column `file`")
            continue
        yield from _read_named(table, row.line, base, written, {**extra, **fields}, builder)


def _read_named(
    table: Item, line: int, base: PurePosixPath, written: str, defaults: Mapping[str, str], builder: _Builder
) -> Iterator[Outcome]:
    """The articles of one file that a sources table names."""
    stem = PurePosixPath(written).stem
    pure = PurePosixPath(written)
    if pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
        yield rejected(
            table.shown,
            line,
            "link-outside",
            f"{written} lies outside the folder of the table",
            "put the file beside the table",
            article=stem,
        )
        return
    name = str(base / pure)
    shown = str(PurePosixPath(table.shown).parent / written)
    path = table.store.path_of(name)
    try:
        if (
            path is not None
            and isinstance(table.store, Folder)
            and not path.resolve(strict=True).is_relative_to(table.store.root.resolve())
        ):
            yield rejected(
                table.shown, line, "link-outside", f"{written} is a link out of the folder", "copy the file into the folder", article=stem
            )
            return
        with table.store.open(name):
            pass
    except (OSError, KeyError, RuntimeError):
        yield rejected(table.shown, line, "file-missing", f"{written} cannot be opened", "check the column `file`", article=stem)
        return
    found = item(table.store, name, shown, defaults) or Item(table.store, name, shown, ".txt", stem, False, defaults)
    rows = _READERS[found.suffix](found, builder.reading.limits)
    yield from _guarded(builder.build(rows, shown, found.stem, defaults, table=found.suffix in _TABLES), shown)


class _Builder:
    """Makes articles of rows; knows the ids that are taken."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._taken: dict[str, int] = {}
        self._aliases = {alias.casefold(): outlet for alias, outlet in reading.outlets.items()}

    def build(
        self, rows: Iterator[Row | Rejected | Noted], shown: str, stem: str, defaults: Mapping[str, str], *, table: bool = False
    ) -> Iterator[Outcome]:
        """The articles of the rows of one file."""
        described: set[tuple[str, ...]] = set()
        for row in rows:
            if not isinstance(row, Row):
                yield row
                continue
            chosen = recognise_columns(row.columns, self.reading.mapping)
            key = tuple(f"{column} is {name}" for name, column in sorted(chosen.items()) if column != name)
            if table and key not in described:
                described.add(key)
                if key:
                    yield noted(shown, row.line, "columns-recognised", "; ".join(key), "a mapping in the study overrides this")
            if "text" not in chosen and "title" not in chosen:
                known = ", ".join(map(str, row.columns))[:200]
                given = self._unique(_id_of(row, {}, stem))
                yield rejected(
                    shown, row.line, "no-text-column", f"neither text nor title among: {known}", "name them in a mapping", article=given
                )
                continue
            yield from self._article(row, chosen, (shown, stem), defaults)

    def _article(self, row: Row, chosen: Mapping[str, str], where: tuple[str, str], defaults: Mapping[str, str]) -> Iterator[Outcome]:
        """The article of one row, after its notes, or why there is none."""
        shown, stem = where
        fields, extra = fields_of(row.columns, chosen)
        extra = {**{name: value for name, value in defaults.items() if name not in _FIELDS}, **extra}
        fields = {**{name: value for name, value in defaults.items() if name in _FIELDS}, **{n: v for n, v in fields.items() if v}}
        own = _id_of(row, fields, stem)
        given = self._unique(own)
        text, title = fields.get("text", ""), fields.get("title", "")
        fault = self._fault(text, title)
        if fault is not None:
            yield rejected(shown, row.line, *fault, article=given)
            return
        if given != own:
            yield noted(
                shown,
                row.line,
                "duplicate-id",
                f"the id {own!r} is taken; this article is {given!r}",
                "give each article its own id",
                article=given,
            )
        if has_lone_surrogate(text) or has_lone_surrogate(title):
            repaired = _without_surrogates(text), _without_surrogates(title)
            yield noted(
                shown,
                row.line,
                "letters-damaged",
                "bytes that are no letters were read as \ufffd",
                "check the file's encoding",
                article=given,
            )
            text, title = repaired
        written = fields.get("date", "").strip()
        date = normal_date(written) if written else ""
        if date is None:
            yield noted(
                shown, row.line, "date-unclear", f"the date {written!r} cannot be read for sure", "write it as YYYY-MM-DD", article=given
            )
        url = fields.get("url", "").strip()
        yield Article(
            id=given,
            text=text,
            title=title,
            outlet=self._outlet(fields.get("outlet", "").strip(), url),
            date=date if date is not None else written,
            language=fields.get("language", "").strip(),
            url=url,
            country=fields.get("country", "").strip(),
            place=f"{shown}:{row.line}" if row.line else shown,
            extra={name: _without_surrogates(value) for name, value in extra.items()},
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

    def _unique(self, wanted: str) -> str:
        """The id, with a number behind it where it is taken."""
        if wanted not in self._taken:
            self._taken[wanted] = 1
            return wanted
        while True:
            self._taken[wanted] += 1
            candidate = f"{wanted}~{self._taken[wanted]}"
            if candidate not in self._taken:
                self._taken[candidate] = 1
                return candidate

    def _outlet(self, written: str, url: str) -> str:
        """The outlet: as written, else the host of the address; aliases merged."""
        outlet = written or host_of(url)
        return self._aliases.get(outlet.casefold(), outlet)


_FIELDS = frozenset(("id", "text", "title", "outlet", "date", "language", "url", "country"))


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
    return f"{stem}:{row.number}" if row.number else stem


def _without_surrogates(text: str) -> str:
    """The text with the replacement character for each half of a surrogate pair: as long as before."""
    return _SURROGATE.sub("\ufffd", text) if has_lone_surrogate(text) else text
