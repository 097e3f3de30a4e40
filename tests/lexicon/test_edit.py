"""Edits of a lexicon file: one line changes, all others stay byte for byte, and nothing is written that would not load."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest

from framing.errors import FramingError
from framing.lexicon import compile_lexicon, find_mentions, load_lexicon, load_voice, write_forms
from framing.lexicon.edit import add_entry, load_any, remove_entry

FILE = """\
# A comment at the top
language: en      # behind a value
morphology: none

categories:
  # --- people
  a.block:
    - one    # behind an entry

    # above an entry
    - lemma: two
      near: &words
        - red
        - "blue"
      matches: ['red two']   # quotes stay
    - {forms: [three, threes], not_near: *words}
  a.flow: [four, {lemma: five}]   # in a row
  a.empty:
  a.null: null
  a.none: []

# before exclude
exclude:
  - lemma: six
    note: |
      a block
      of text
# the last comment
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "en.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def changes(path: Path, before: str = FILE) -> list[str]:
    """The lines that differ from the file as it was, as a diff marks them."""
    lines = difflib.ndiff(before.splitlines(), path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("category", "values", "expected"),
    [
        ("a.block", {"lemma": "seven"}, ["+     - seven"]),
        ("a.block", {"pattern": "seven*"}, ["+     - seven*"]),
        ("a.block", {"pattern": "*seven"}, ['+     - "*seven"']),
        ("a.block", {"lemma": "to: be # or"}, ['+     - "to: be # or"']),
        ("a.block", {"lemma": "true"}, ['+     - "true"']),
        ("a.block", {"lemma": "no"}, ["+     - no"]),
        ("a.block", {"forms": ["x, y", "z"], "note": "why"}, ['+     - {forms: ["x, y", z], note: why}']),
        ("a.flow", {"lemma": "seven"}, ["-   a.flow: [four, {lemma: five}]   # in a row", "+   a.flow: [four, {lemma: five}, seven]   # in a row"]),
        ("a.empty", {"lemma": "seven"}, ["+     - seven"]),
        ("a.null", {"lemma": "seven"}, ["-   a.null: null", "+   a.null: ", "+     - seven"]),
        ("a.none", {"lemma": "seven"}, ["-   a.none: []", "+   a.none: [seven]"]),
        ("a.new", {"lemma": "seven"}, ["+   a.new:", "+     - seven"]),
        ("exclude", {"lemma": "seven"}, ["+   - seven"]),
    ],
)
def test_adding_changes_one_place(file: Path, category: str, values: dict[str, Any], expected: list[str]) -> None:
    count = len(load_lexicon(file).entries)
    edit = add_entry(file, category, values)
    assert changes(file) == expected
    lexicon = load_lexicon(file)
    assert len(lexicon.entries) == count + 1
    assert edit.entry == lexicon.entries[edit.entry.number]
    assert edit.entry.place.file == str(file)
    assert edit.entry.category == ("" if category == "exclude" else category)


def test_what_was_added_can_be_removed(file: Path) -> None:
    for category in ("a.block", "a.flow", "exclude"):
        remove_entry(file, add_entry(file, category, {"lemma": "seven"}).entry)
        assert changes(file) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", ["-     - one    # behind an entry"]),
        ("three", ["-     - {forms: [three, threes], not_near: *words}"]),
        ("four", ["-   a.flow: [four, {lemma: five}]   # in a row", "+   a.flow: [{lemma: five}]   # in a row"]),
        ("five", ["-   a.flow: [four, {lemma: five}]   # in a row", "+   a.flow: [four]   # in a row"]),
        ("six", ["-   - lemma: six", "-     note: |", "-       a block", "-       of text"]),
    ],
)
def test_removing_takes_one_entry_out(file: Path, text: str, expected: list[str]) -> None:
    (entry,) = (each for each in load_lexicon(file).entries if each.text == text)
    remove_entry(file, entry)
    assert [line for line in changes(file) if line != "+ exclude:"] == expected
    assert text not in {each.text for each in load_lexicon(file).entries}


def test_an_entry_whose_anchor_others_use_is_not_removed(file: Path) -> None:
    (entry,) = (each for each in load_lexicon(file).entries if each.text == "two")
    with pytest.raises(FramingError, match="yaml-alias"):
        remove_entry(file, entry)
    assert changes(file) == []
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("category", "values", "code"),
    [
        ("a.block", {"lemma": "one"}, "entry-twice"),
        ("a.block", {"lemma": "x*"}, "wildcard-in-lemma"),
        ("a.block", {"pattern": "* x"}, "broad-pattern"),
        ("a.block", {"lemma": "…"}, "empty-entry"),
        ("a.block", {"lemma": "x", "colour": "red"}, "unknown-key"),
        ("a.block", {"lemma": "seven", "matches": ["eight"]}, "example-not-matched"),
        ("a.block", {"lemma": "seven", "never": ["seven"]}, "example-matched"),
    ],
)
def test_what_would_be_a_fault_is_refused(file: Path, category: str, values: dict[str, Any], code: str) -> None:
    with pytest.raises(FramingError) as caught:
        add_entry(file, category, values)
    assert {problem.code for problem in caught.value.problems} == {code}
    assert all(problem.place.file == str(file) and problem.place.line for problem in caught.value.problems)
    assert changes(file) == []


def test_warnings_are_told_and_only_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "uk.yaml"
    path.write_text("language: uk\nmorphology: pymorphy3\ncategories:\n  a.a:\n    - террорыст\n", encoding="utf-8")
    edit = add_entry(path, "a.a", {"lemma": "мародйор"})
    assert [(problem.code, problem.place.file, problem.place.line) for problem in edit.warnings] == [("unknown-word", str(path), 6)]


def test_line_breaks_and_marks_of_other_systems_stay(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    raw = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    path.write_bytes(raw)
    path.chmod(0o640)
    edit = add_entry(path, "a.block", {"lemma": "seven"})
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# A comment")
    assert b"    - seven\r\n" in path.read_bytes()
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert path.stat().st_mode & 0o777 == 0o640
    remove_entry(path, edit.entry)
    assert path.read_bytes() == raw


def test_a_file_without_a_last_line_break(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text("language: en\nmorphology: none\ncategories:\n  a.a:\n    - one", encoding="utf-8")
    add_entry(path, "a.a", {"lemma": "two"})
    add_entry(path, "exclude", {"lemma": "three"})
    assert path.read_text(encoding="utf-8").endswith("    - one\n    - two\nexclude:\n  - three\n")


def test_categories_in_braces(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text("language: en\nmorphology: none\ncategories: {a.a: [one]}\n", encoding="utf-8")
    add_entry(path, "a.a", {"lemma": "two"})
    add_entry(path, "b.b", {"lemma": "three"})
    assert path.read_text(encoding="utf-8").endswith("categories: {a.a: [one, two], b.b: [three]}\n")


def test_a_list_that_stands_elsewhere_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    text = "language: en\nmorphology: none\ncategories:\n  a.a: &list\n    - one\n  b.b: *list\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FramingError, match="by hand"):
        add_entry(path, "b.b", {"lemma": "two"})
    assert path.read_text(encoding="utf-8") == text


def test_the_forms_file_is_refreshed_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "uk.yaml"
    path.write_text("language: uk\nmorphology: pymorphy3\ncategories:\n  a.a:\n    - терорист\n", encoding="utf-8")
    assert add_entry(path, "a.a", {"lemma": "бандит"}).forms is None
    forms = write_forms(load_lexicon(path))
    edit = add_entry(path, "a.a", {"lemma": "мародер"})
    assert edit.forms == forms
    assert '"мародер"' in forms.read_text(encoding="utf-8")
    assert [match.surface for match in find_mentions("мародерами", compile_lexicon(load_lexicon(path)))] == ["мародерами"]
    assert remove_entry(path, edit.entry).forms == forms
    assert '"мародер"' not in forms.read_text(encoding="utf-8")


def test_voice_files_are_edited_too(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    text = "language: en\nmorphology: none\ncues:\n  saying:\n    - {forms: [said], reach: forward}\nquotation:\n  dashes: true\n"
    path.write_text(text, encoding="utf-8")
    edit = add_entry(path, "saying", {"forms": ["tells", "told"]})
    assert changes(path, text) == ["+     - {forms: [tells, told]}"]
    assert [entry.text for entry in load_any(path).entries] == ["said", "tells"]
    assert load_voice(path).quotation.dashes
    remove_entry(path, edit.entry)
    assert changes(path, text) == []


@pytest.mark.slow
def test_the_shipped_lexicons_can_be_edited(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2] / "lexicons"
    for source in sorted(root.glob("*/en.yaml")):
        path = tmp_path / source.parent.name / source.name
        path.parent.mkdir()
        path.write_bytes(source.read_bytes())
        lexicon = load_any(path)
        edit = add_entry(path, lexicon.categories[0], {"forms": ["qwertyuiop"]})
        assert changes(path, source.read_text(encoding="utf-8")) == [f"+{' ' * (edit.entry.place.column - 2)}- {{forms: [qwertyuiop]}}"]
        remove_entry(path, edit.entry)
        assert path.read_bytes() == source.read_bytes()
