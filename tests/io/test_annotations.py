"""Coded texts: every fault with its line, the rest is read."""

import json

import pytest

from framing.errors import FramingError
from framing.io.annotations import read_coded


def write(path, *records):
    path.write_text("".join((record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)) + "\n" for record in records), encoding="utf-8")
    return path


def test_fields_and_defaults(tmp_path):
    path = write(
        tmp_path / "c.jsonl",
        {"id": "a", "text": "Рабочие бунтуют", "language": "ru", "group": "g", "labels": ["x.y"], "stance": {"protesters": "against"}, "coder": "me"},
        {"id": 2, "text": "Рабочие бунтуют", "mentions": [{"start": 0, "end": 7, "surface": "Рабочие", "category": "x.z", "voice": "own"}]},
    )
    (first, second), problems = read_coded([path])
    assert not problems
    assert (first.id, first.group, first.labels, first.stance, first.coder) == ("a", "g", ("x.y",), {"protesters": "against"}, "me")
    assert (second.id, second.group, second.labels, second.place) == ("2", "2", ("x.z",), f"{path}:2")


def test_every_fault_with_its_line(tmp_path):
    path = write(
        tmp_path / "c.jsonl",
        {"id": "a", "text": "Текст", "labels": ["x.y"]},
        '{"id": "b", ',
        {"id": "c"},
        {"id": "d", "text": "Текст", "labels": "x.y"},
        {"id": "e", "text": "Текст", "labels": ["x.q"]},
        {"id": "f", "text": "Текст", "stance": {"protesters": "hate"}},
        {"id": "g", "text": "Текст", "mentions": [{"start": 3, "end": 99, "category": "x.y"}]},
        {"id": "h", "text": "Текст", "mentions": [{"start": 0, "end": 2, "surface": "ек", "category": "x.y"}]},
        {"id": "a", "text": "Текст"},
        {"id": "a", "text": "Текст", "coder": "other"},
    )
    texts, problems = read_coded([path], categories=["x.y"])
    assert [text.id for text in texts] == ["a", "a"]
    assert [(problem.place.line, problem.code) for problem in problems] == [
        (2, "json-syntax"),
        (3, "missing-key"),
        (4, "wrong-value"),
        (5, "unknown-category"),
        (6, "unknown-value"),
        (7, "span-outside"),
        (8, "span-differs"),
        (9, "duplicate-id"),
    ]


def test_no_file(tmp_path):
    with pytest.raises(FramingError, match="file-unreadable"):
        read_coded([tmp_path / "no.jsonl"])


def test_coded_texts_of_others(shared):
    texts, problems = read_coded([shared / "probes" / "dev.jsonl", shared / "seeds" / "gold.jsonl"])
    assert not problems
    assert len(texts) == 230
