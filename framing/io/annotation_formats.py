"""Units and codes in the forms of other tools: Label Studio, doccano, and a plain table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from framing.errors import FramingError, Place, Problem
from framing.io.outputs import json_line
from framing.io.tables import beside

Row = dict[str, Any]
FORMATS = ("label-studio", "doccano", "csv", "jsonl")
_TABLE = ("id", "text", "language", "labels")
_STANCE = "stance_"
_KEPT = ("id", "language", "outlet", "date", "before", "after", "group", "article", "sentence", "chosen", "probability", "stratum")


def export_units(units: Sequence[Mapping[str, Any]], output: Path, written: str, *, targets: Sequence[str] = ()) -> None:
    """Writes units to code as `written` says; `targets`: those whose stance is asked for, as columns of the plain table."""
    writers: Mapping[str, Callable[[], str]] = {
        "label-studio": lambda: json.dumps([_label_studio_task(unit) for unit in units], ensure_ascii=False, indent=1) + "\n",
        "doccano": lambda: "".join(json_line({"text": unit["text"], "label": [], **_kept(unit)}) for unit in units),
        "csv": lambda: "\ufeff" + _table(units, targets),
        "jsonl": lambda: "".join(json_line(unit) for unit in units),
    }
    with beside(output) as unfinished:
        unfinished.write_text(writers[written](), encoding="utf-8", newline="")


def label_studio_config(categories: Mapping[str, str], targets: Mapping[str, Sequence[str]], *, several: bool) -> str:
    """The labelling interface for Label Studio: the categories (id → title), and the values of the stance toward each target."""
    choice = "multiple" if several else "single"
    lines = ["<View>", *(f'  <Text name="{part}" value="${part}"/>' for part in ("before", "text", "after"))]
    lines.append(f'  <Choices name="labels" toName="text" choice="{choice}">')
    lines.extend(f"    <Choice value={quoteattr(category)} hint={quoteattr(title)}/>" for category, title in categories.items())
    lines.append("  </Choices>")
    for target, values in targets.items():
        lines.append(f'  <Choices name={quoteattr(_STANCE + target)} toName="text" choice="single" showInline="true">')
        lines.extend(f"    <Choice value={quoteattr(value)}/>" for value in values)
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def _label_studio_task(unit: Mapping[str, Any]) -> Row:
    """The unit as a task."""
    return {"data": {"text": unit["text"], "before": "", "after": "", **_kept(unit)}}


def _kept(unit: Mapping[str, Any]) -> Row:
    """What travels with a unit through the other tool and back. Some tools number texts themselves, so the id has a second name."""
    return {"framing_id": unit["id"], **{name: unit[name] for name in _KEPT if unit.get(name) is not None}}


def _table(units: Iterable[Mapping[str, Any]], targets: Sequence[str]) -> str:
    """The units as a table with empty columns for the codes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*_TABLE, *(f"{_STANCE}{target}" for target in targets), "before", "after", "outlet", "group"])
    for unit in units:
        about = [unit.get(name, "") for name in ("before", "after", "outlet", "group")]
        writer.writerow([unit["id"], unit["text"], unit.get("language", ""), "", *("" for _ in targets), *about])
    return out.getvalue()


def import_codes(path: Path, written: str, *, coder: str = "") -> tuple[list[Row], list[Problem]]:
    """Coded texts from a file of another tool, and every line or task that is none; `coder` names who coded where the file does not.

    Raises FramingError where the file cannot be read at all.
    """
    readers = {"label-studio": _from_label_studio, "doccano": _from_doccano, "csv": _from_table, "jsonl": _from_lines}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FramingError(Problem(Place(str(path)), "not-text", "not UTF-8", "export the codes again, as UTF-8")) from None
    except OSError as error:
        raise FramingError(Problem(Place(str(path)), "file-unreadable", error.strerror or str(error), "check the path")) from None
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, found in readers[written](text, path):
        if isinstance(found, str):
            problems.append(Problem(Place(str(path), number), "code-damaged", found, "export the codes again, or mend this one"))
        else:
            rows.append({**found, "coder": coder or found.get("coder") or ""})
    return rows, problems


Numbered = Iterator[tuple[int, Row | str]]


def _from_lines(text: str, path: Path) -> Numbered:
    """Our own form, one coded text a line."""
    for number, row in _json_lines(text, path):
        if isinstance(row, str):
            yield number, row
        elif "id" not in row or not isinstance(row.get("labels", []), list):
            yield number, "no id, or labels that are no list"
        else:
            yield number, {**row, "id": str(row["id"]), "labels": [str(label) for label in row.get("labels", [])]}


def _from_doccano(text: str, path: Path) -> Numbered:
    """doccano's JSON lines: labels of whole texts, or of stretches of them."""
    for number, row in _json_lines(text, path):
        if isinstance(row, str):
            yield number, row
            continue
        labels = row.get("label", row.get("labels"))
        if "text" not in row or not isinstance(labels, list):
            yield number, "no text, or no list of labels"
            continue
        spans = [label for label in labels if isinstance(label, list) and len(label) == 3]
        marked = [_span(row["text"], start, end, str(category)) for start, end, category in spans]
        whole = [str(label) for label in labels if isinstance(label, str)]
        yield number, _coded(row, row["text"], whole, marked)


def _from_label_studio(text: str, path: Path) -> Numbered:
    """Label Studio's JSON: each annotation of a task is the code of one coder; cancelled ones are none."""
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FramingError(Problem(Place(str(path)), "json-syntax", str(error)[:120], "export as JSON from Label Studio")) from None
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], start=1):
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(data, dict) or "text" not in data:
            yield number, f"task {number} has no data with a text"
            continue
        done = [found for found in task.get("annotations") or () if isinstance(found, dict) and not found.get("was_cancelled")]
        for annotation in done:
            yield number, _label_studio_code(data, annotation)


def _label_studio_code(data: Mapping[str, Any], annotation: Mapping[str, Any]) -> Row | str:
    """The code of one annotation, or what is wrong with it."""
    labels: list[str] = []
    stance: dict[str, str] = {}
    mentions: list[Row] = []
    for result in annotation.get("result") or ():
        value, name = result.get("value") or {}, str(result.get("from_name", ""))
        chosen = [str(choice) for choice in value.get("choices") or value.get("labels") or ()]
        if "start" in value and "end" in value:
            mentions.extend(_span(data["text"], value["start"], value["end"], category) for category in chosen)
        elif name.startswith(_STANCE):
            stance.update({name.removeprefix(_STANCE): choice for choice in chosen})
        else:
            labels.extend(chosen)
    by = annotation.get("completed_by")
    by = by.get("email") or by.get("id") if isinstance(by, dict) else by
    return {**_coded(data, data["text"], labels, mentions, stance), "coder": f"label-studio-{by}" if by is not None else ""}


def _from_table(text: str, path: Path) -> Numbered:
    """The plain table: labels divided by semicolons or commas, one column for each stance."""
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    if reader.fieldnames is None or not {"id", "labels"} <= set(reader.fieldnames):
        raise FramingError(Problem(Place(str(path), 1), "no-text-column", "no columns id and labels", "export the table again"))
    for row in reader:
        if row["id"]:
            labels = [label.strip() for label in (row["labels"] or "").replace(",", ";").split(";") if label.strip()]
            given = {name: value.strip() for name, value in row.items() if name and value and name.startswith(_STANCE)}
            stance = {name.removeprefix(_STANCE): value for name, value in given.items()}
            yield reader.line_num, _coded(row, row.get("text") or "", labels, [], stance)


def _json_lines(text: str, path: Path) -> Iterator[tuple[int, Row | str]]:
    """The object of each line, or what is wrong with it."""
    del path
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"no JSON: {str(error)[:80]}"
            continue
        yield number, row if isinstance(row, dict) else "no JSON object"


def _span(text: str, start: Any, end: Any, category: str) -> Row:
    """A marked stretch as a mention."""
    first, last = int(start), int(end)
    return {"start": first, "end": last, "surface": text[first:last], "category": category}


def _coded(
    data: Mapping[str, Any], text: str, labels: Sequence[str], mentions: Sequence[Row], stance: Mapping[str, str] | None = None
) -> Row:
    """A coded text under our names."""
    kept = {name: data[name] for name in ("language", "group") if data.get(name)}
    row: Row = {"id": str(data.get("framing_id") or data.get("id")), "text": text, **kept}
    row["labels"] = sorted({*labels, *(mention["category"] for mention in mentions)})
    if stance:
        row["stance"] = dict(stance)
    if mentions:
        row["mentions"] = sorted(mentions, key=lambda mention: (mention["start"], mention["end"]))
    return row
