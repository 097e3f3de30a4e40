"""Tables of articles: comma and tab separated, Excel, Parquet; each row by itself, no table whole in memory."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from framing.io.columns import recognise_columns
from framing.io.encodings import detect_encoding, sample_of, text_stream
from framing.io.outcomes import Limits, Noted, Rejected, Row, noted, rejected
from framing.io.places import Item
from framing.io.textfiles import note_encoding

_DELIMITERS = ",;\t|"
_BATCH = 512
# lines of a spoilt row that are read once more; without a bound, a hostile table would be read again for every line
_READ_AGAIN = 1_000

_TAB_QUOTED = re.compile(r'(?:^|[\t\n])"(?:[^"\t]|"")*"(?=[\t\r\n]|$)')
_TAB_QUOTE = re.compile(r'(?:^|[\t\n])"')


def read_delimited(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The rows of a .csv or .tsv file under the names of its first line."""
    csv.field_size_limit(limits.line_characters)
    with item.open(limits) as stream:
        sample = sample_of(stream)
        encoding = detect_encoding(sample) if sample else None
        if encoding is None:
            message = "empty, or not text in any encoding that is known"
            yield rejected(item.shown, 0, "not-text", message, "save the table as UTF-8", article=item.stem)
            return
        yield from note_encoding(item.shown, encoding)
        lines = _Lines(text_stream(stream, encoding), limits.line_characters)
        head = lines.peek()
        if head.lower().startswith("sep="):  # Excel's way to name the separator
            next(lines)
            delimiter = head[4:5]
        else:
            delimiter = "\t" if item.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=head.count)
        loose = delimiter == "\t" and _has_stray_quotes(sample.decode(encoding.name, "ignore"))
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if loose else csv.QUOTE_MINIMAL)
        yield from _delimited_rows(reader, lines, item, quoted=not loose)


def _has_stray_quotes(sample: str) -> bool:
    """Whether cells begin with quotation marks that close nowhere: then marks are letters like others and enclose nothing."""
    return not sample.lstrip("\ufeff").startswith('"') and _TAB_QUOTE.search(_TAB_QUOTED.sub("", sample)) is not None


class _Lines:
    """The lines of a table, none beyond the limit: longer ones are left out and counted in `lost`; those of one row are in `row`."""

    def __init__(self, stream: io.TextIOWrapper, most: int) -> None:
        self._stream = stream
        self._most = most
        self._next = stream.readline(most + 1)
        self.number = 0
        self.first = 0
        self.lost: list[int] = []
        self.row: list[str] = []
        self._again: list[str] = []
        self._ended_unclosed = False

    def begin_row(self) -> None:
        """Forgets the lines of the row before; `first` will be the first line of the next."""
        self.first = 0
        self.lost.clear()
        self.row = []

    def is_unclosed(self) -> bool:
        """Whether the row ran into the end of the table inside quotation marks."""
        return not self._next and not self._again and len(self.row) > 1 and sum(line.count('"') for line in self.row) % 2 == 1

    def give_back(self) -> None:
        """Lets the lines of the row but the first come once more, where they are not too many; the rest of a table at most once."""
        rest = self.is_unclosed() and not self._ended_unclosed
        self._ended_unclosed = self._ended_unclosed or rest
        if rest or len(self.row) <= _READ_AGAIN:
            self._again += self.row[:0:-1]
            self.number -= len(self.row) - 1

    def peek(self) -> str:
        """The line that comes next."""
        return self._next

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            self.number += 1
            self.first = self.first or self.number
            self.row.append(self._again.pop())
            return self.row[-1]
        while self._next:
            line, self._next = self._next, self._stream.readline(self._most + 1)
            self.number += 1
            if len(line) <= self._most:
                self.first = self.first or self.number
                self.row.append(line)
                return line
            while self._next and not line.endswith(("\n", "\r")):
                line, self._next = self._next, self._stream.readline(self._most + 1)
            self.lost.append(self.number)
        raise StopIteration


def _delimited_rows(reader: Iterator[list[str]], lines: _Lines, item: Item, *, quoted: bool) -> Iterator[Row | Rejected | Noted]:
    """The rows of an opened table; one that is longer than the header has shifted and is rejected.

    A quotation mark that closes nowhere, or in another row, costs its own line: what stands below it is read again.
    """
    header: list[str] = []
    number = 0
    hint = "check the quotation marks of this row"
    while True:
        lines.begin_row()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "limit" in str(error):  # what comes next stands inside a cell of millions of letters
                yield rejected(item.shown, lines.first, "csv-syntax", "a cell beyond the limit; the rest of the table is lost", hint)
                return
            yield rejected(item.shown, lines.first, "csv-syntax", str(error), hint)
            continue
        for lost in lines.lost:
            yield rejected(item.shown, lost, "line-too-long", "a line of the table is beyond the limit", "split the text")
        line = lines.first
        broken = any(lost > line for lost in lines.lost)
        if cells is None:
            return
        if broken or not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [name.strip().strip("\ufeff") for name in cells]
            if doubled := sorted({name for name in header if name and header.count(name) > 1}):
                yield noted(item.shown, line, "column-twice", "columns of one name: " + ", ".join(doubled), "the first one is read")
            continue
        number += 1
        if fault := _row_fault(cells, header, lines, quoted=quoted):
            yield rejected(item.shown, line, *fault)
            lines.give_back()
            continue
        columns: dict[str, str] = {}
        for name, cell in zip_longest(header, cells[: len(header)], fillvalue=""):
            columns.setdefault(name, cell)
        yield Row(columns, line, number)


def _row_fault(cells: list[str], header: list[str], lines: _Lines, *, quoted: bool) -> tuple[str, str, str] | None:
    """What is wrong with a row, as code, message and hint: its quotation mark never closes, or it is longer than the header."""
    if quoted and lines.is_unclosed():
        return "csv-syntax", "a quotation mark that never closes", "check the quotation marks of this row"
    if any(cell.strip() for cell in cells[len(header) :]):
        message = f"{len(cells)} cells under {len(header)} columns"
        return "csv-row-length", message, "put text that holds the separator in quotation marks"
    return None


def read_workbook(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The rows of all sheets of an .xlsx file, each under the names of its first row."""
    with _seekable(item, limits) as file:
        if not zipfile.is_zipfile(file):
            yield rejected(item.shown, 0, "xlsx-broken", "not an Excel file", "save it again as .xlsx or .csv", article=item.stem)
            return
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(info.file_size for info in packed.infolist())
            size = max(1, sum(info.compress_size for info in packed.infolist()))
        if unpacked > limits.unpacked_bytes or (unpacked > 32_000_000 and unpacked > limits.unpacked_ratio * size):
            yield rejected(item.shown, 0, "too-large", "unpacks to far more than its size", "save it as .csv", article=item.stem)
            return
        file.seek(0)
        yield from _sheets(file, item)


def _sheets(file: BinaryIO, item: Item) -> Iterator[Row | Rejected | Noted]:
    """The rows of an opened workbook; a further sheet of other columns without text or title is no table of articles."""
    import openpyxl

    number = 0
    first: list[str] = []
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            header: list[str] = []
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                if all(cell is None or cell == "" for cell in cells):
                    continue
                if header:
                    number += 1
                    yield Row({name: cell for name, cell in zip(header, cells, strict=False) if name}, line, number)
                    continue
                header = ["" if cell is None else str(cell).strip() for cell in cells]
                first = first or header
                if header != first and not {"text", "title"} & recognise_columns(header).keys():
                    yield noted(item.shown, 0, "sheet-skipped", f"the sheet {sheet.title!r} holds no articles", "")
                    break
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parsers raise on a damaged file
        message = f"not readable after row {number}: {type(error).__name__}"
        yield rejected(item.shown, 0, "xlsx-broken", message, "save it again as .xlsx or .csv", article=item.stem)


def read_parquet_table(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The rows of a .parquet file, batch by batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with _seekable(item, limits) as file:
        number = 0
        try:
            table = pq.ParquetFile(file)
            metadata = table.metadata
            largest = max((metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups)), default=0)
            if largest > limits.unpacked_bytes // 4:
                yield rejected(
                    item.shown, 0, "too-large", "a row group that unpacks to gigabytes", "write smaller row groups", article=item.stem
                )
                return
            for batch in table.iter_batches(batch_size=_BATCH):
                for columns in batch.to_pylist():
                    number += 1
                    yield Row(columns, 0, number)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            message = f"not readable after row {number}: {str(error)[:120]}"
            yield rejected(item.shown, 0, "parquet-broken", message, "write the file again", article=item.stem)


@contextmanager
def _seekable(item: Item, limits: Limits) -> Iterator[BinaryIO]:
    """The item as a file in which one can seek: on disk where it lies, else a temporary copy."""
    path: Path | None = item.path()
    if path is not None:
        with path.open("rb") as file:
            yield file
        return
    with item.open(limits) as stream, tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy
