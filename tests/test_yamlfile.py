"""Scalars as they are written, references that are bounded, faults with their place."""

from __future__ import annotations

from typing import Any

import pytest

from framing.errors import FramingError
from framing.resources import schema
from framing.yamlfile import check_schema, parse_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("1", 1), ("-2", -2), ("0", 0), ("007", "007"), ("1_000", "1_000"), ("12:30", "12:30"), ("0x1F", "0x1F"), ("1.5", 1.5),
        ("2022-01-05", "2022-01-05"), ("'1'", "1"), ('"true"', "true"), ("''", ""), ("!!str 1", "1"), ("террорист", "террорист"),
        ("|\n  два\n  слова", "два\nслова\n"), (".inf", ".inf"),
    ],
)  # fmt: skip
def test_scalars(text: str, value: Any) -> None:
    assert parse_yaml(f"key: {text}\n", "x.yaml").data == {"key": value}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a: *стем*\n", 1, 4), ("a: *x\n", 1, 4), ("- 1\n- *x\n", 2, 3), ("a: [*y]\n", 1, 5)],
)
def test_patterns_without_quotation_marks(text: str, line: int, column: int) -> None:
    with pytest.raises(FramingError) as caught:
        parse_yaml(text, "x.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("yaml-alias", line)
    assert problem.place.column in (column, column + 1)


def test_references_to_what_stands_in_the_file() -> None:
    assert parse_yaml("a: &x [1]\nb: *x\n", "x.yaml").data == {"a": [1], "b": [1]}


@pytest.mark.parametrize(
    "text", ["a: &a [*a]\n", "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))]
)
def test_references_that_never_end(text: str) -> None:
    with pytest.raises(FramingError) as caught:
        parse_yaml(text, "x.yaml")
    assert caught.value.problems[0].code in ("yaml-syntax", "file-too-large")


def test_ampersands_in_text_are_no_references() -> None:
    assert parse_yaml("a: Marks & Spencer\nb: 'x &y'\n", "x.yaml").data == {"a": "Marks & Spencer", "b": "x &y"}


def test_a_key_twice() -> None:
    with pytest.raises(FramingError) as caught:
        parse_yaml("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert [(problem.code, problem.place.line) for problem in caught.value.problems] == [("yaml-key-twice", 3)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty, and should be a mapping (key: value)"),
        ("- a\n", "the file is a list, and should be a mapping (key: value)"),
        ("language: uk\ncategories:\n", "categories is empty, and should be a mapping (key: value)"),
        ("language: uk\ncategories: {}\n", "categories is empty"),
        ("language: uk\ncategories: {a.a: [{lemma: x, near: y}]}\n", "categories.a.a.0.near is 'y', and should be a list"),
        ("language: uk\ncategories: {a.a: [{forms: []}]}\n", "categories.a.a.0.forms is empty"),
    ],
)
def test_values_of_the_wrong_kind_are_named_as_a_person_would(text: str, message: str) -> None:
    (problem,) = check_schema(parse_yaml(text, "x.yaml"), schema("lexicon"))
    assert (problem.code, problem.message) == ("wrong-value", message)
