"""Articles from whatever users have: files, folders, archives, tables, exports, standard input; streamed, in a fixed order."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from framing.io.archives import read_feed, read_web_archive
from framing.io.building import ArticleBuilder, Origin, Reading
from framing.io.columns import fields_of, recognise_columns
from framing.io.encodings import decode
from framing.io.jsonfiles import json_lines, read_json_document, read_json_lines
from framing.io.outcomes import LimitError, Limits, Noted, Outcome, Rejected, Row, noted, rejected
from framing.io.places import SOURCES_TABLES, Archive, Folder, Item, Store, is_about_the_corpus, item, unknown_file
from framing.io.spreadsheets import read_delimited, read_parquet_table, read_workbook
from framing.io.textfiles import note_encoding, read_text_file, read_web_page

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
    ".warc": read_web_archive,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
_WITH_COLUMNS = (".csv", ".tsv", ".tab", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json")
_DELIMITED = (".csv", ".tsv", ".tab")

__all__ = ["Reading", "read_articles"]


def read_articles(inputs: Iterable[str | Path], *, reading: Reading | None = None, stdin: BinaryIO | None = None) -> Iterator[Outcome]:
    """Every article of the inputs, each once, as Article or as Rejected, in a fixed order; Noted stands beside them.

    An input is a file, a folder, a zip archive, a sources table, or `-` for standard input.
    """
    builder = ArticleBuilder(reading or Reading())
    for given in inputs:
        if str(given) == STDIN:
            yield from _guarded(_read_stream(stdin or sys.stdin.buffer, "<stdin>", builder), "<stdin>")
        else:
            yield from _guarded(_read_input(Path(given), builder), str(given))


def _guarded(outcomes: Iterator[Outcome], shown: str) -> Iterator[Outcome]:
    """The outcomes; what the system or a damaged container raises ends them with a rejection."""
    try:
        yield from outcomes
    except LimitError as error:
        yield rejected(shown, 0, "too-large", str(error), "split the file")
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield rejected(shown, 0, "file-unreadable", reason, "check that the file is there, whole and readable")
    except (UnicodeError, RuntimeError, ValueError, MemoryError, RecursionError) as error:
        yield rejected(shown, 0, "file-unreadable", f"{type(error).__name__}: {str(error)[:120]}", "check that the file is whole")


def _read_stream(stream: BinaryIO, shown: str, builder: ArticleBuilder) -> Iterator[Outcome]:
    """The articles of a stream without a name: JSON lines where it begins with a brace, otherwise one plain text."""
    limits = builder.reading.limits
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    origin = Origin(shown, "stdin")
    if buffered.peek(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        yield from builder.build(json_lines(buffered, shown, limits), origin)
        return
    decoded = decode(buffered.read(4 * limits.article_characters + 4))
    if decoded is None:
        yield rejected(shown, 0, "not-text", "not text in any encoding that is known", "pass UTF-8 text", article="stdin")
        return
    yield from note_encoding(shown, decoded[1])
    yield from builder.build(iter([Row({"text": decoded[0]})]), origin)


def _read_input(path: Path, builder: ArticleBuilder) -> Iterator[Outcome]:
    """The articles of one input on disk."""
    if path.is_dir():
        yield from _read_store(Folder(path), str(path), builder)
    elif path.is_fifo():
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path), builder)
    elif path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as packed:
            yield from _read_store(Archive(packed, builder.reading.limits), str(path), builder)
    else:
        path.stat()
        # a file that was named is read as text whatever it is called
        folder = Folder(path.parent)
        yield from _read_item(item(folder, path.name, str(path)) or Item(folder, path.name, str(path), ".txt", path.stem), builder)


def _read_store(store: Folder | Archive, shown: str, builder: ArticleBuilder) -> Iterator[Outcome]:
    """The articles of a folder or archive; where a sources table lies, only the files it names are read."""
    names: list[str] = []
    for name in store.names(builder.reading.limits):
        if isinstance(name, str):
            names.append(name)
        else:
            yield name
    tables: dict[str, str] = {}
    for name in names:
        if PurePosixPath(name).name.lower() in SOURCES_TABLES:
            tables.setdefault(str(PurePosixPath(name).parent), name)
    listed: set[str] = set(tables.values())
    for name in names:
        place = f"{shown}/{name}"
        if tables.get(str(PurePosixPath(name).parent)) == name:
            table = item(store, name, place)
            if table is not None:
                yield from _guarded(_read_sources(table, builder, listed), place)
        elif not any(str(parent) in tables for parent in PurePosixPath(name).parents):
            listed.add(name)
            yield from _guarded(_read_member(store, name, place, builder), place)
    if unlisted := [name for name in names if name not in listed]:
        message = f"{len(unlisted)} files are not read, as no sources table names them: {', '.join(unlisted[:3])}"
        yield noted(shown, 0, "sources-only", message, "add them to the table")


def _read_member(store: Store, name: str, place: str, builder: ArticleBuilder) -> Iterator[Outcome]:
    """The articles of one file of a folder or archive without a sources table."""
    found = item(store, name, place)
    if is_about_the_corpus(name):
        yield noted(place, 0, "file-skipped", "a file about the corpus is no article", "give it by name to read it")
    elif found is not None:
        yield from _read_item(found, builder)
    elif not name.lower().endswith(".zip"):
        yield unknown_file(place)
    elif (path := store.path_of(name)) is None:
        yield rejected(place, 0, "archive-nested", "an archive inside an archive", "unpack the outer one first")
    else:
        with zipfile.ZipFile(path) as packed:
            yield from _read_store(Archive(packed, builder.reading.limits), place, builder)


def _read_item(found: Item, builder: ArticleBuilder) -> Iterator[Outcome]:
    """The articles of one file, be it a sources table, a table of articles or an article."""
    if found.suffix in _DELIMITED and _is_sources_table(found, builder.reading):
        yield from _read_sources(found, builder, set())
    else:
        yield from _read_articles_of(found, builder)


def _read_articles_of(found: Item, builder: ArticleBuilder) -> Iterator[Outcome]:
    """The articles of a file that is no sources table."""
    rows = _READERS[found.suffix](found, builder.reading.limits)
    return builder.build(rows, Origin(found.shown, found.stem, found.defaults, table=found.suffix in _WITH_COLUMNS))


def _is_sources_table(found: Item, reading: Reading) -> bool:
    """Whether the table names files and holds no texts."""
    for row in read_delimited(found, reading.limits):
        if isinstance(row, Row):
            chosen = recognise_columns(row.columns, reading.mapping)
            return "file" in chosen and "text" not in chosen
    return False


def _read_sources(table: Item, builder: ArticleBuilder, listed: set[str]) -> Iterator[Outcome]:
    """The articles of the files that a sources table names, with what it says of each; their names are added to `listed`."""
    for row in read_delimited(table, builder.reading.limits):
        if not isinstance(row, Row):
            yield row
            continue
        fields, extra = fields_of(row.columns, recognise_columns(row.columns, builder.reading.mapping))
        written = fields.pop("file", "").strip().replace("\\", "/")
        found = _named_item(table, row.line, written, {**extra, **fields})
        if isinstance(found, Rejected):
            yield found
        else:
            listed.add(found.name)
            yield from _guarded(_read_articles_of(found, builder), found.shown)


def _named_item(table: Item, line: int, written: str, defaults: Mapping[str, str]) -> Item | Rejected:
    """The file that a row of a sources table names, or why it is not read."""
    pure = PurePosixPath(written)
    if not written:
        return rejected(table.shown, line, "sources-row", "no file is named in this row", "fill in the column `file`")
    hint = "put the file beside the table"
    if pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
        return rejected(table.shown, line, "link-outside", f"{written} lies outside the folder of the table", hint, article=pure.stem)
    name = str(PurePosixPath(table.name).parent / pure)
    path = table.store.path_of(name)
    try:
        home = table.store.path_of("")
        if path is not None and home is not None and not path.resolve(strict=True).is_relative_to(home.resolve()):
            return rejected(table.shown, line, "link-outside", f"{written} is a link out of the folder", hint, article=pure.stem)
        with table.store.open(name):
            pass
    except (OSError, KeyError, RuntimeError, ValueError):
        return rejected(table.shown, line, "file-missing", f"{written} cannot be opened", "check the column `file`", article=pure.stem)
    shown = str(PurePosixPath(table.shown).parent / written)
    return item(table.store, name, shown, defaults) or Item(table.store, name, shown, ".txt", pure.stem, defaults=defaults)
