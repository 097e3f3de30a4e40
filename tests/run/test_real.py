"""Studies over real articles, from the study file to the report. The data are shared between projects and not part of this one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.slow
Command = Callable[..., tuple[int, str, str]]


def run_over(articles: Path, languages: str, tmp_path: Path, command: Command) -> Path:
    """The folder of a report over the articles."""
    study = tmp_path / "real.yaml"
    study.write_text(f"articles: [{articles}]\nlanguages: [{languages}]\ngroup_by: [outlet, week]\nseed: 1\n", encoding="utf-8")
    code, out, err = command("run", study, "--jobs", 2, "--reports", tmp_path / "reports")
    assert (code, out.strip()) == (0, str(tmp_path / "reports" / "real" / "index.html")), err
    return tmp_path / "reports" / "real"


def table(folder: Path, name: str) -> list[dict]:
    """The rows of a table of the run."""
    return pq.read_table(folder / "tables" / f"{name}.parquet").to_pylist()


def test_five_articles_with_a_sources_table(shared: Path, tmp_path: Path, command: Command) -> None:
    folder = run_over(shared / "seeds" / "sources.csv", "bg, ru, uk", tmp_path, command)
    articles = table(folder, "articles")
    assert [row["language"] for row in articles] == ["uk", "ru", "ru", "uk", "bg"]
    assert [row["outlet"] for row in articles] == [f"source-00{number}" for number in range(5)]
    mentions = table(folder, "mentions")
    assert Counter(row["article"] for row in mentions).keys() == {row["article"] for row in articles}
    assert {row["voice"] for row in mentions} >= {"own", "reported", "quoted"}
    texts = {row["article"]: row["text"] for row in articles}
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["surface"] for row in mentions)
    assert all(row["probability"] > 0 for row in table(folder, "predictions"))


def test_headlines_without_text(shared: Path, tmp_path: Path, command: Command) -> None:
    folder = run_over(shared / "corpora" / "kz-headlines.csv", "ru", tmp_path, command)
    articles = table(folder, "articles")
    assert len(articles) == 492
    assert len({row["outlet"] for row in articles}) == 6
    assert not any(row["text"] for row in articles)
    assert (folder / "rejects.jsonl").read_text() == ""
    mentions = table(folder, "mentions")
    assert {(row["field"], row["part"]) for row in mentions} == {("title", "headline")}
    titles = {row["article"]: row["title"] for row in articles}
    assert all(titles[row["article"]][row["start"] : row["end"]] == row["surface"] for row in mentions)
    shares = [row for row in table(folder, "estimates") if row["measure"] == "share_of_mentions" and row["grouping"] == "outlet"]
    assert {row["group"] for row in shares} == {row["outlet"] for row in articles}
    assert all(row["low"] <= row["value"] <= row["high"] for row in shares if row["total"])
    assert json.loads((folder / "manifest.json").read_text())["study"] == "real"
    assert all(titles[row["article"]][:20] in (folder / "index.html").read_text() for row in mentions[:5])
