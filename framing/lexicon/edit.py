"""Edits of a lexicon file that leave every other line as it was: comments, order, quotation marks, line breaks.

The file is changed as text, at the place that a YAML reader names; a changed file that would not load is never written.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem
from framing.lexicon.check import WARNINGS, check_lexicon
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.expand import write_forms
from framing.lexicon.forms_file import forms_file_path
from framing.lexicon.load import load_lexicon, load_voice
from framing.yamlfile import YamlFile, parse_yaml, read_yaml

EXCLUDE = "exclude"
_STEP = 2


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did: the entry, the warnings that the file has now and had not before, and the forms file if it was refreshed."""

    entry: Entry
    warnings: tuple[Problem, ...] = ()
    forms: Path | None = None


def load_any(path: Path) -> Lexicon:
    """The lexicon of a file, or the cues of a voice file. Raises FramingError with every fault of the file."""
    data = read_yaml(path).data
    return load_voice(path).cues if isinstance(data, dict) and "cues" in data else load_lexicon(path)


def add_entry(path: Path, category: str, values: Mapping[str, Any]) -> Edit:
    """The file with a new entry at the end of its category; `values` are the keys of the entry.

    Raises FramingError, and writes nothing, where the entry stands there already or the file would have a fault that it has not now.
    """
    document, before = read_yaml(path), load_any(path)
    kind, text = next((key, values[key]) for key in ("lemma", "pattern", "forms") if key in values)
    texts = text if isinstance(text, list) else None
    asked = " ".join(str(texts[0] if texts else text).split())
    for entry in before.entries:
        if (entry.category or EXCLUDE, entry.kind, entry.text) == (category, kind, asked) and (not texts or entry.forms == tuple(texts)):
            raise FramingError(Problem(entry.place, "entry-twice", f"{asked!r} stands here already", "edit that line"))
    # a bare word is short for a lemma, one with * for a pattern
    item = text if set(values) == {"pattern" if "*" in asked else "lemma"} else dict(values)
    changed = _with_item(_text(path), category, item)
    expected = _copy(document.data)
    home = expected if category == EXCLUDE else expected[_section(expected)]
    home[category] = [*(home.get(category) or ()), item]
    after, warnings = _checked(document, changed, expected, before)
    entry = next(each for each in reversed(after.entries) if each.category == ("" if category == EXCLUDE else category))
    return Edit(replace(entry, place=replace(entry.place, file=str(path))), warnings, _write(path, changed))


def remove_entry(path: Path, entry: Entry) -> Edit:
    """The file without an entry that `load_any` read from it; the comments around it stay.

    Raises FramingError, and writes nothing, where the file would not load without it (another entry uses its anchor).
    """
    document, before = read_yaml(path), load_any(path)
    category = entry.category or EXCLUDE
    number = sum(each.category == entry.category for each in before.entries[: entry.number])
    text = _text(path)
    changed = _without_item(text, category, number)
    expected = _copy(document.data)
    home = expected if category == EXCLUDE else expected[_section(expected)]
    rest = [item for n, item in enumerate(home[category]) if n != number]
    home[category] = rest or (None if _is_block(text, category) else [])
    _, warnings = _checked(document, changed, expected, before)
    return Edit(entry, warnings, _write(path, changed))


def _text(path: Path) -> str:
    """The text of the file with its own line breaks."""
    return path.read_bytes().decode("utf-8-sig")


def _copy(data: Any) -> Any:
    """A copy of plain data that can be changed without changing what it was made of."""
    return json.loads(json.dumps(data))


def _section(data: Mapping[str, Any]) -> str:
    """The key under which the categories stand."""
    return "cues" if "cues" in data else "categories"


def _checked(document: YamlFile, changed: str, expected: Any, before: Lexicon) -> tuple[Lexicon, tuple[Problem, ...]]:
    """The lexicon of the changed text and its new warnings. Raises FramingError where it has a fault that it had not before."""
    path = Path(document.path)
    if parse_yaml(changed, document.path).data != expected:
        message = "the place for the entry was not found in this file"
        raise FramingError(Problem(Place(document.path), "wrong-value", message, "edit the file by hand"))
    with tempfile.TemporaryDirectory() as folder:
        # beside a copy of its forms file, so that only a new lemma needs the engine
        copy = Path(folder) / path.name
        copy.write_text(changed, encoding="utf-8", newline="")
        forms = forms_file_path(before)
        if forms.is_file():
            (Path(folder) / "forms").mkdir()
            shutil.copy(forms, Path(folder) / "forms")
        try:
            after = load_any(copy)
            found = check_lexicon(after, compile_lexicon(after))
        except FramingError as error:
            raise FramingError([_moved(problem, path) for problem in error.problems]) from None
    old = {(problem.code, problem.message) for problem in check_lexicon(before, compile_lexicon(before))}
    moved = [_moved(problem, path) for problem in found if problem.code != "stale-forms"]
    new = [problem for problem in moved if (problem.code, problem.message) not in old]
    if faults := [problem for problem in new if problem.code not in WARNINGS]:
        raise FramingError(faults)
    return after, tuple(new)


def _moved(problem: Problem, path: Path) -> Problem:
    """The problem as one of the file itself, not of the copy that was checked."""
    copy = problem.place.file
    return replace(problem, place=replace(problem.place, file=str(path)), message=problem.message.replace(copy, str(path)))


def _write(path: Path, text: str) -> Path | None:
    """Writes the file in one step, and its forms file where it has one, whose path comes back."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    mark = b"\xef\xbb\xbf" if target.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    try:
        temporary.write_bytes(mark + text.encode("utf-8"))
        shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    lexicon = load_any(path)
    try:
        return write_forms(lexicon) if forms_file_path(lexicon).is_file() else None
    except FramingError:  # the edit needs no engine, and there is none: `framing check` says that the forms are stale
        return None


# --- where things stand in the text


def _compose(text: str) -> Any:
    """The root node of the file, by a reader that says where each node ends."""
    # an eighth of a second to import, and only edits come here
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).compose(text)


def _value(mapping: Any, key: str) -> tuple[Any, Any] | None:
    """The nodes of a key and its value; None where there is no such key."""
    return next(((name, value) for name, value in mapping.value if name.value == key), None)


def _home(text: str, category: str) -> tuple[Any, tuple[Any, Any] | None]:
    """The mapping that holds the category, and the nodes of the category in it."""
    root = _compose(text)
    if category != EXCLUDE:
        pair = _value(root, "cues") or _value(root, "categories")
        assert pair is not None, "a file that loads has one of them"
        root = pair[1]
    return root, _value(root, category) if isinstance(root.value, list) else None


def _is_block(text: str, category: str) -> bool:
    """Whether the entries of the category stand one a line."""
    pair = _home(text, category)[1]
    return pair is None or not pair[1].flow_style


def _with_item(text: str, category: str, item: Any) -> str:
    """The text with the item at the end of its category."""
    mapping, pair = _home(text, category)
    line = _as_yaml(item)
    if pair is None:
        if mapping.flow_style:
            return _insert(text, _end(mapping) - 1, f"{', ' if mapping.value else ''}{_as_yaml(category)}: [{line}]")
        column = mapping.start_mark.column if mapping.value else _STEP
        return _insert_lines(text, _end(mapping), [" " * column + f"{_as_yaml(category)}:", " " * (column + _STEP) + f"- {line}"])
    key, value = pair
    if not isinstance(value.value, list):  # nothing stands there, or null in words
        start, end = value.start_mark.index, value.end_mark.index
        rest = text[:start] + text[end:] if end > start else text
        return _insert_lines(rest, key.end_mark.index, [" " * (key.start_mark.column + _STEP) + f"- {line}"])
    if value.flow_style:
        return _insert(text, _end(value.value[-1]), f", {line}") if value.value else _insert(text, _end(value) - 1, line)
    return _insert_lines(text, _end(value), [" " * value.start_mark.column + f"- {line}"])


def _without_item(text: str, category: str, number: int) -> str:
    """The text without one item of the category."""
    pair = _home(text, category)[1]
    assert pair is not None
    value = pair[1]
    node = value.value[number]
    start, end = node.start_mark.index, _end(node)
    if value.flow_style:
        if number + 1 < len(value.value):
            end = value.value[number + 1].start_mark.index
        elif number:
            start = _end(value.value[number - 1])
        return text[:start] + text[end:]
    return text[: text.rfind("\n", 0, start) + 1] + text[_line_end(text, end) :]


def _end(node: Any) -> int:
    """The index behind the last letter of a node; a block ends with what stands in it, not with the comments that follow."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last: Sequence[Any] = node.value[-1] if isinstance(node.value[-1], tuple) else node.value[-1:]
        return max(_end(part) for part in last)
    return int(node.end_mark.index)


def _insert(text: str, index: int, what: str) -> str:
    """The text with something put in."""
    return text[:index] + what + text[index:]


def _insert_lines(text: str, index: int, lines: Sequence[str]) -> str:
    """The text with whole lines put in after the line in which the index stands."""
    newline = "\r\n" if "\r\n" in text else "\n"
    # the end of a block scalar is the beginning of the next line
    place = index if index and text[index - 1] == "\n" else _line_end(text, index)
    before = text[:place]
    if before and not before.endswith("\n"):
        before += newline
    return before + "".join(line + newline for line in lines) + text[place:]


def _line_end(text: str, index: int) -> int:
    """The index behind the line break that follows."""
    if index and text[index - 1] == "\n":
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _as_yaml(value: Any) -> str:
    """The value as YAML on one line, with quotation marks only where they are needed."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_as_yaml(key)}: {_as_yaml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_as_yaml, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    with contextlib.suppress(FramingError):
        for context in (f"[{value}]", f"- {value}"):
            if parse_yaml(context, "").data != [value]:
                break
        else:
            return value
    return json.dumps(value, ensure_ascii=False)
