"""What people say about a run counts: articles they coded, mentions they corrected, articles they took out."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.run.api import run_study
from framing.study import load_study
from tests.run.conftest import write_toy

Row = dict[str, Any]


def table(folder: Path, name: str) -> list[Row]:
    rows: list[Row] = pq.read_table(folder / "tables" / f"{name}.parquet").to_pylist()
    return rows


def with_setting(study: Path, line: str) -> Path:
    study.write_text(study.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    return study


def write_table(path: Path, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows])


def coded_articles(study: Path, folder: Path, *, leave: str) -> int:
    """Writes all articles as people would have coded them: the machine's mentions without one category. How many there are."""
    run_study(load_study(study), folder, only="code")
    mentions = table(folder, "mentions")
    lines = []
    for article in table(folder, "articles"):
        marks = [row for row in mentions if row["article"] == article["article"] and row["field"] == "text" and row["category"] != leave]
        kept = [{name: row[name] for name in ("start", "end", "surface", "category", "voice", "negated")} for row in marks]
        lines.append(json.dumps({"id": article["article"], "text": article["text"], "language": article["language"], "mentions": kept}))
    (study.parent / "whole.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def test_hand_coded_articles_correct_shares(tmp_path: Path) -> None:
    study = write_toy(tmp_path / "study", articles=80)
    number = coded_articles(study, tmp_path / "before", leave="protesters.terrorists")
    run_study(load_study(with_setting(study, "coded: whole.jsonl")), tmp_path / "out")
    shares = [row for row in table(tmp_path / "out", "estimates") if row["measure"] == "share_of_mentions" and row["grouping"] == "all"]
    told = {(row["category"], row["voice"]): row for row in shares}
    terrorists = told["protesters.terrorists", "all"]
    assert terrorists["value"] > 0.2
    assert terrorists["corrected"] == pytest.approx(0.0, abs=0.02)
    assert told["event.riot", "all"]["corrected"] == pytest.approx(told["event.riot", "all"]["value"], abs=1e-6)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert f"corrected for coder error by {number} human-coded articles" in page
    assert "precision" in page
    assert "→" in page


def test_without_such_a_sample_shares_are_uncorrected(toy_study: Path, tmp_path: Path) -> None:
    run_study(load_study(toy_study), tmp_path / "out")
    assert all(row["corrected"] is None for row in table(tmp_path / "out", "estimates"))
    assert "not corrected for errors of coding" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_coded_text_that_is_no_article_is_told(toy_study: Path, tmp_path: Path) -> None:
    (toy_study.parent / "whole.jsonl").write_text('{"id": "x", "text": "No article.", "mentions": []}\n', encoding="utf-8")
    result = run_study(load_study(with_setting(toy_study, "coded: whole.jsonl")), tmp_path / "out")
    assert [problem.code for problem in result.notes if problem.code == "coded-unknown"] == ["coded-unknown"]


def test_corrections_survive_runs_and_are_counted(toy_study: Path, tmp_path: Path) -> None:
    run_study(load_study(toy_study), tmp_path / "before")
    riots = [row for row in table(tmp_path / "before", "mentions") if row["category"] == "event.riot"]
    riots.sort(key=lambda row: row["voice"] == "own")
    keys = [(row["article"], row["field"], row["start"], row["category"]) for row in riots]
    names = ("article", "field", "start", "category", "new_category", "new_voice", "who")
    rows = [(*keys[0], "none", "", "anna"), (*keys[1], "", "own", "ben"), (*keys[2], "event.riots", "", "ben"), ("zz", "text", 1, "event.riot", "none", "", "")]
    write_table(toy_study.parent / "corrections.csv", names, rows)
    study = load_study(with_setting(toy_study, "corrections: corrections.csv"))
    result = run_study(study, tmp_path / "out")
    assert [problem.place.line for problem in result.notes if problem.code == "correction-unfit"] == [4, 5]

    def riots_in(folder: Path) -> dict[str, float]:
        rows = [row for row in table(folder, "estimates") if row["category"] == "event.riot" and row["grouping"] == "all"]
        return {row["voice"]: row["count"] for row in rows if row["measure"] == "share_of_mentions"}

    before, after = riots_in(tmp_path / "before"), riots_in(tmp_path / "out")
    assert after["all"] == before["all"] - 1
    assert after["own"] == before["own"] + 1
    assert after["reported"] == before["reported"] - 2
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Mentions corrected by hand: 2, by anna (1), ben (1)." in page
    again = run_study(study, tmp_path / "out", fresh=True)
    assert again.fresh
    assert riots_in(tmp_path / "out") == after


def test_articles_that_people_take_out_do_not_count(toy_study: Path, tmp_path: Path) -> None:
    run_study(load_study(toy_study), tmp_path / "before")
    text = (tmp_path / "before" / "tables" / "relevance.csv").read_text(encoding="utf-8-sig")
    listed = list(csv.DictReader(text.splitlines()))
    assert len(listed) == 24
    assert {row["by"] for row in listed} == {"machine"}
    names = ("article", "relevant")
    write_table(toy_study.parent / "relevance.csv", names, [(row["article"], "no" if number < 10 else "yes") for number, row in enumerate(listed)])
    run_study(load_study(with_setting(toy_study, "relevance: relevance.csv")), tmp_path / "out")
    shares = [row for row in table(tmp_path / "out", "estimates") if row["measure"] == "share_of_articles" and row["grouping"] == "all"]
    assert {row["total"] for row in shares} == {14.0}


def test_a_table_without_its_columns(toy_study: Path, tmp_path: Path) -> None:
    (toy_study.parent / "corrections.csv").write_text("article;start\nx;1\n", encoding="utf-8")
    study = load_study(with_setting(toy_study, "corrections: corrections.csv"))
    with pytest.raises(FramingError, match="column-missing: there is no column 'article'"):
        run_study(study, tmp_path / "out")


def test_an_article_that_two_coders_coded_counts_once(tmp_path: Path) -> None:
    study = write_toy(tmp_path / "study", articles=80)
    number = coded_articles(study, tmp_path / "before", leave="protesters.terrorists")
    path = study.parent / "whole.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    both = [{**line, "coder": coder} for coder in ("anna", "ben") for line in lines]
    path.write_text("".join(json.dumps(line) + "\n" for line in both), encoding="utf-8")
    result = run_study(load_study(with_setting(study, "coded: whole.jsonl")), tmp_path / "out")
    assert [problem.code for problem in result.notes].count("coded-twice") == number
    assert f"by {number} human-coded articles" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
