"""Tables for people: the estimates and the evidence of a report as workbooks, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from framing.records import Estimate
from framing.report.data import ReportData
from framing.report.evidence import visible

ESTIMATES, EVIDENCE = "estimates.xlsx", "evidence.xlsx"
# a workbook ends at 1,048,576 rows, and nobody reads that many
_MOST_ROWS = 200_000
_LONGEST_CELL = 32_000
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_EVIDENCE_COLUMNS = (
    *("outlet", "date", "title", "url", "language", "category", "voice", "denied", "counted", "part"),
    *("source", "source_group", "because", "before", "mention", "after"),
)


def write_sheets(data: ReportData, folder: Path) -> list[Path]:
    """The workbooks that were written into the folder: all estimates, and the evidence that the page holds."""
    names = [item.name for item in fields(Estimate)]
    written = [folder / ESTIMATES, folder / EVIDENCE]
    _write(written[0], "estimates", names, (astuple(each) for each in data.estimates))
    _write(written[1], "evidence", _EVIDENCE_COLUMNS, _evidence_rows(data))
    return written


def _evidence_rows(data: ReportData) -> Iterable[Sequence[Any]]:
    """The pieces of evidence as rows."""
    for piece in data.evidence.pieces:
        source = data.evidence.sources[piece.source]
        yield (
            *(data.group_names.get(source.group, source.group), source.date, source.title, source.url, source.language),
            *(piece.category, piece.voice, piece.negated, piece.counted, piece.part),
            *(piece.speaker, piece.speaker_group, "; ".join(piece.because), piece.before, piece.surface, piece.after),
        )


def _write(path: Path, title: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes one sheet. Text stays text: what begins with = is no formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.created = _EPOCH
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"

    def cell(value: Any, *, bold: bool = False) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, value=visible(value)[:_LONGEST_CELL])
        made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in names])
    for number, row in enumerate(rows):
        if number >= _MOST_ROWS:
            break
        sheet.append([cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(_steady(held.getvalue()))


def _steady(workbook: bytes) -> bytes:
    """The workbook without the moment it was written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as taken:
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            taken.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
