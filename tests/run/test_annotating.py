"""Samples out, codes back, agreement: with the files that the tools really write."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., tuple[int, str, str]]

UNITS = [
    {"id": "a#0", "text": "Rioters burned the hall.", "language": "en", "group": "a", "before": "", "after": "It was night."},
    {"id": "a#1", "text": "It was night.", "language": "en", "group": "a"},
    {"id": "b#0", "text": "Протестувальники зібралися на площі.", "language": "uk", "group": "b"},
]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.jsonl"
    path.write_text("".join(json.dumps(unit, ensure_ascii=False) + "\n" for unit in UNITS), encoding="utf-8")
    return path


def test_a_sample_of_the_demo(command: Command, tmp_path: Path) -> None:
    from framing.resources import shipped_folder

    corpus = shipped_folder("corpora") / "demo"
    out = tmp_path / "s.jsonl"
    code, _, err = command("annotate", "sample", corpus, "--size", 40, "--uncertain", 10, "-o", out)
    assert (code, err) == (0, f"40 of {err.split(' of ')[1].split()[0]} units at random, and 10 that the classifier doubts: {out}, {tmp_path / 's.uncertain.jsonl'}\n")
    drawn, picked = lines(out), lines(tmp_path / "s.uncertain.jsonl")
    assert not {unit["id"] for unit in drawn} & {unit["id"] for unit in picked}
    assert {unit["chosen"] for unit in drawn} == {"random"}
    assert all(0 < unit["probability"] < 1 for unit in drawn)
    assert all("probability" not in unit and unit["chosen"] == "uncertain" for unit in picked)
    assert len({unit["outlet"] for unit in drawn}) == 10, "every outlet is there"
    code, _, _ = command("annotate", "sample", corpus, "--unit", "article", "--by", "country", "--size", 6, "-o", tmp_path / "whole.jsonl")
    assert code == 0
    assert all(unit["text"].count(" ") > 80 and unit["id"] == unit["article"] for unit in lines(tmp_path / "whole.jsonl"))
    code, _, err = command("annotate", "sample", corpus, "--by", "colour", "-o", tmp_path / "x.jsonl")
    assert code == 2
    assert "unknown-column" in err


def test_to_label_studio_and_back(command: Command, sample: Path, tmp_path: Path) -> None:
    tasks = tmp_path / "tasks.json"
    assert command("annotate", "export", sample, "--format", "label-studio", "-o", tasks)[0] == 0
    interface = ET.parse(tmp_path / "tasks.config.xml").getroot()
    choices = {choice.get("value") for choice in interface.iter("Choice")}
    assert {"protesters.rioters", "favour"} <= choices
    assert {text.get("value") for text in interface.iter("Text")} == {"$before", "$text", "$after"}
    written = json.loads(tasks.read_text(encoding="utf-8"))
    for number, task in enumerate(written):
        task["id"] = 100 + number
        chosen = {"from_name": "labels", "to_name": "text", "type": "choices", "value": {"choices": ["protesters.rioters"]}}
        stance = {"from_name": "stance_protesters", "to_name": "text", "type": "choices", "value": {"choices": ["against"]}}
        task["annotations"] = [{"completed_by": 7, "result": [chosen, stance]}, {"completed_by": 8, "was_cancelled": True, "result": []}]
    span = {"from_name": "mentions", "type": "labels", "value": {"start": 0, "end": 7, "text": "Rioters", "labels": ["event.riot"]}}
    written[0]["annotations"][0]["result"].append(span)
    tasks.write_text(json.dumps(written), encoding="utf-8")
    out = tmp_path / "coded.jsonl"
    code, _, err = command("annotate", "import", tasks, "--format", "label-studio", "-o", out)
    assert (code, err) == (0, "label-studio-7: 3 codes\n")
    first, second, _ = lines(out)
    assert first["id"] == "a#0"
    assert first["labels"] == ["event.riot", "protesters.rioters"]
    assert first["mentions"] == [{"start": 0, "end": 7, "surface": "Rioters", "category": "event.riot"}]
    assert (second["stance"], second["language"], second["group"]) == ({"protesters": "against"}, "en", "a")


def test_to_doccano_and_back(command: Command, sample: Path, tmp_path: Path) -> None:
    exported = tmp_path / "doccano.jsonl"
    assert command("annotate", "export", sample, "--format", "doccano", "-o", exported)[0] == 0
    rows = lines(exported)
    assert [(row["label"], row["framing_id"]) for row in rows] == [([], "a#0"), ([], "a#1"), ([], "b#0")]
    # doccano numbers texts itself, and keeps the other fields
    rows = [{**row, "id": number, "label": labels} for number, (row, labels) in enumerate(zip(rows, [["event.riot"], [], [[0, 16, "protesters.protesters"]]]))]
    exported.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "coded.jsonl"
    assert command("annotate", "import", exported, "--format", "doccano", "--coder", "ben", "-o", out)[0] == 0
    coded = lines(out)
    assert [(row["id"], row["labels"], row["coder"]) for row in coded] == [
        ("a#0", ["event.riot"], "ben"),
        ("a#1", [], "ben"),
        ("b#0", ["protesters.protesters"], "ben"),
    ]
    assert coded[2]["mentions"][0]["surface"] == "Протестувальники"


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_to_a_table_and_back(command: Command, sample: Path, tmp_path: Path, delimiter: str) -> None:
    table = tmp_path / "t.csv"
    assert command("annotate", "export", sample, "-o", table)[0] == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["labels"] = "protesters.rioters, event.riot"
    rows[0]["stance_protesters"] = "against"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    out = tmp_path / "coded.jsonl"
    code, _, err = command("annotate", "import", table, "--coder", "anna", "-o", out)
    assert (code, err) == (0, "anna: 3 codes\n")
    assert lines(out)[0] == {
        "text": "Rioters burned the hall.", "language": "en", "group": "a", "id": "a#0",
        "labels": ["event.riot", "protesters.rioters"], "stance": {"protesters": "against"}, "coder": "anna",
    }  # fmt: skip


def test_codes_of_a_language_model(command: Command, sample: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"id": "a#0", "labels": ["protesters.rioters"]}\n{"id": "a#1", "labels": ["protesters.riotters"]}\nhalf a li', encoding="utf-8")
    out = tmp_path / "coded.jsonl"
    code, _, err = command("annotate", "import", answers, "--format", "jsonl", "--coder", "model", "--texts", sample, "-o", out)
    assert code == 1
    assert "a#1: unknown-category" in err
    assert "did you mean protesters.rioters" in err
    assert f"{answers}:3: code-damaged" in err
    assert [(row["id"], row["text"], row["coder"]) for row in lines(out)] == [("a#0", "Rioters burned the hall.", "model")]
    code, _, err = command("annotate", "import", answers, "--format", "jsonl", "-o", out)
    assert "give the sample with --texts" in err


def coded_as(path: Path, labels: list[list[str]]) -> Path:
    rows = [{**unit, "labels": found} for unit, found in zip(UNITS, labels)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_agreement_of_people_and_machines(command: Command, tmp_path: Path) -> None:
    anna = coded_as(tmp_path / "s.anna.jsonl", [["protesters.rioters"], [], ["protesters.protesters"]])
    ben = coded_as(tmp_path / "s.ben.jsonl", [["protesters.rioters"], ["event.riot"], ["protesters.protesters"]])
    code, out, _ = command("annotate", "agree", anna, ben, "--lexicon", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["coders"] == {"anna": 3, "ben": 3, "lexicon": 3}
    alphas = {row["name"]: row for row in found["agreement"]}
    assert alphas["anna – lexicon"]["alpha"] == 1
    assert 0 < alphas["anna – ben"]["alpha"] < 1
    assert alphas["protesters"]["alpha"] == 1
    assert alphas["protesters"]["units"] == 3
    code, out, _ = command("annotate", "agree", anna, ben)
    assert out.startswith("coders: anna (3), ben (3)\n")
    code, _, err = command("annotate", "agree", anna)
    assert (code, "one-coder" in err) == (1, True)
    code, _, err = command("annotate", "agree", anna, coded_as(tmp_path / "s.c.jsonl", []))
    assert (code, "one-coder" in err) == (1, True)


def test_agreement_with_missing_codes_and_one_label_only(command: Command, tmp_path: Path) -> None:
    anna = coded_as(tmp_path / "s.anna.jsonl", [["event.riot"], ["event.riot"], ["event.riot"]])
    ben = coded_as(tmp_path / "s.ben.jsonl", [["event.riot"], ["event.riot"]])
    code, out, _ = command("annotate", "agree", anna, ben)
    assert code == 0
    assert "all codes are the same" in out
