"""Coded texts, one a line, checked line by line against their schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing import resources
from framing.errors import FramingError, Place, Problem
from framing.io.jsonfiles import read_json_lines
from framing.io.outcomes import Limits, Rejected, Row
from framing.io.places import Folder, Item
from framing.yamlfile import YamlFile, check_schema


@dataclass(frozen=True, slots=True)
class CodedText:
    """One text as a coder coded it; `labels` of the whole text, `mentions` with spans where the coder marked them."""

    id: str
    text: str
    language: str = ""
    group: str = ""
    labels: tuple[str, ...] = ()
    stance: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[Mapping[str, Any], ...] = ()
    coder: str = ""
    voice: str = ""
    place: str = ""


def read_coded(paths: Iterable[Path], *, categories: Sequence[str] | None = None) -> tuple[list[CodedText], list[Problem]]:
    """The coded texts of the files, and every fault with file and line; a faulty line is left out.

    `categories` are the labels the codebook knows; others are faults. Raises FramingError for a file that cannot be read.
    """
    texts: list[CodedText] = []
    problems: list[Problem] = []
    taken: dict[tuple[str, str], str] = {}
    for path in paths:
        for outcome in _read_file(path, categories):
            if isinstance(outcome, Problem):
                problems.append(outcome)
                continue
            key = (outcome.coder, outcome.id)
            if key in taken:
                line = int(outcome.place.rsplit(":", 1)[1])
                message = f"the id {outcome.id!r} stands already at {taken[key]}"
                problems.append(Problem(Place(str(path), line), "duplicate-id", message, "give each coded text its own id"))
                continue
            taken[key] = outcome.place
            texts.append(outcome)
    return texts, problems


def _read_file(path: Path, categories: Sequence[str] | None) -> Iterator[CodedText | Problem]:
    """The coded texts of one file and its faults."""
    try:
        path.stat()
    except OSError as error:
        raise FramingError(Problem(Place(str(path)), "file-unreadable", error.strerror or str(error), "check the path")) from None
    schema = resources.schema("coded")
    found = Item(Folder(path.parent), path.name, str(path), ".jsonl", path.stem, path.suffix == ".gz")
    known = frozenset(categories) if categories is not None else None
    for row in read_json_lines(found, Limits()):
        if isinstance(row, Rejected):
            yield row.problem
        elif isinstance(row, Row):
            faults = _faults(row.columns, str(path), row.line, schema, known)
            if faults:
                yield from faults
            else:
                yield _coded(row.columns, f"{path}:{row.line}")


def _faults(columns: Mapping[str, Any], file: str, line: int, schema: Mapping[str, Any], known: frozenset[str] | None) -> list[Problem]:
    """What is wrong with one line."""
    document = YamlFile(file, dict(columns), places={(): Place(file, line)})
    faults = [Problem(Place(file, line), fault.code, fault.message, fault.hint) for fault in check_schema(document, schema)]
    if faults:
        return faults
    labels = [*columns.get("labels", ()), *(mention["category"] for mention in columns.get("mentions") or ())]
    if known is not None:
        for label in sorted({*labels} - known):
            faults.append(Problem(Place(file, line), "unknown-category", f"{label!r} is not in the codebook", "check the spelling"))
    for mention in columns.get("mentions") or ():
        surface = mention.get("surface")
        if not 0 <= mention["start"] < mention["end"] <= len(columns["text"]):
            faults.append(
                Problem(Place(file, line), "span-outside", f"no text at {mention['start']}–{mention['end']}", "offsets count characters")
            )
        elif surface is not None and columns["text"][mention["start"] : mention["end"]] != surface:
            faults.append(
                Problem(Place(file, line), "span-differs", f"{surface!r} does not stand at {mention['start']}", "offsets count characters")
            )
    return faults


def _coded(columns: Mapping[str, Any], place: str) -> CodedText:
    """The record of a line that is in order; without `labels` those of its mentions count."""
    mentions = tuple(columns.get("mentions") or ())
    labels = columns.get("labels")
    if labels is None:
        labels = sorted({mention["category"] for mention in mentions})
    return CodedText(
        id=str(columns["id"]),
        text=columns["text"],
        language=columns.get("language") or "",
        group=str(columns.get("group") or columns["id"]),
        labels=tuple(labels),
        stance=dict(columns.get("stance") or {}),
        mentions=mentions,
        coder=columns.get("coder") or "",
        voice=columns.get("voice") or "",
        place=place,
    )
