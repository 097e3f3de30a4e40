"""Small files of a run: records one a line, and JSON documents, written complete or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

from framing.errors import FramingError, Place, Problem
from framing.io.outcomes import Rejected
from framing.io.tables import TABLES, beside, write_csv_rows, write_rows
from framing.records import Mention

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
MENTION_KEYS: tuple[str, ...] = tuple(field.name for field in fields(Mention))


def json_line(record: Mapping[str, Any]) -> str:
    """The record as one line of JSON, letters as they are, without spaces that tell nothing lost."""
    return _ENCODER.encode(record) + "\n"


def mention_record(mention: Mention) -> dict[str, Any]:
    """The mention under the contract's keys, in the contract's order."""
    record = {key: getattr(mention, key) for key in MENTION_KEYS}
    record["because"] = list(mention.because)
    return record


def write_mentions(target: Path | IO[str], mentions: Iterable[Mention], *, format: str = "jsonl") -> int:  # noqa: A002 - named as the option is
    """The number of mentions written as `jsonl`, `csv` or `parquet` (this one to a path only)."""
    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for mention in mentions:
            count += 1
            yield mention_record(mention)

    if format == "parquet":
        if not isinstance(target, Path):
            raise FramingError(Problem(Place("<stdout>"), "parquet-needs-file", "Parquet cannot be written to a terminal", "pass -o FILE"))
        return write_rows(target, counted(), "mentions")
    if isinstance(target, Path):
        with beside(target) as unfinished, unfinished.open("w", encoding="utf-8-sig" if format == "csv" else "utf-8", newline="") as file:
            _write_mention_lines(file, counted(), format)
    else:
        _write_mention_lines(target, counted(), format)
    return count


def _write_mention_lines(file: IO[str], records: Iterable[dict[str, Any]], written: str) -> None:
    """Writes the records as CSV or JSON lines."""
    if written == "csv":
        write_csv_rows(file, ([record[key] for key in MENTION_KEYS] for record in records), MENTION_KEYS)
        return
    for record in records:
        file.write(json_line(record))


def write_json_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    """The number of records written, one a line."""
    count = 0
    with beside(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        for record in records:
            file.write(json_line(record))
            count += 1
    return count


def write_json(path: Path, document: Any) -> None:
    """Writes the document as indented JSON with sorted keys."""
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    with beside(path) as unfinished:
        unfinished.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_json(path: Path) -> Any:
    """The document; raises FramingError where there is none or it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FramingError(Problem(Place(str(path)), "file-unreadable", error.strerror or str(error), "check the path")) from None
    except (ValueError, RecursionError) as error:
        raise FramingError(Problem(Place(str(path)), "json-syntax", str(error)[:120], "the file is damaged: make it again")) from None


def reject_record(rejection: Rejected, *, base: Path | None = None) -> dict[str, Any]:
    """The line of rejects.jsonl for an article that was not processed; files below `base` are named relative to it."""
    problem = rejection.problem
    place = asdict(problem.place)
    if base is not None and Path(place["file"]).is_relative_to(base):
        place["file"] = Path(place["file"]).relative_to(base).as_posix()
    return {"id": rejection.id, **place, "code": problem.code, "message": problem.message, "hint": problem.hint}


def column_names(table: str, extra: Sequence[str] = ()) -> list[str]:
    """The columns of a table in order, the user's own last."""
    return [*TABLES[table], *(name for name in extra if name not in TABLES[table])]
