"""A study from articles to report: what it writes, that workers and interruptions do not show, and what it says of bad input."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.io.tables import TABLES
from framing.run.api import run_study
from framing.run.stages import SHARD_ARTICLES
from framing.study import load_study
from tests.run.conftest import write_toy

Command = Callable[..., tuple[int, str, str]]


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file that a run leaves for others, by name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".work" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def receipts(folder: Path, stage: str) -> dict[str, int]:
    """When each receipt of a stage was written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / ".work" / stage).glob("*.receipt.json")}


def test_a_run_writes_what_the_contract_says(toy_study: Path, tmp_path: Path) -> None:
    result = run_study(load_study(toy_study), tmp_path / "out")
    assert (result.articles, result.rejects, result.index) == (24, [], tmp_path / "out" / "index.html")
    written = outputs(tmp_path / "out")
    assert {"index.html", "manifest.json", "rejects.jsonl", "tables/estimates.csv", "charts/naming.svg", "charts/naming.png"} <= written.keys()
    for name in ("articles", "sentences", "mentions", "estimates"):
        columns = pq.read_schema(tmp_path / "out" / "tables" / f"{name}.parquet").names
        assert columns[: len(TABLES[name])] == list(TABLES[name])
    articles = pq.read_table(tmp_path / "out" / "tables" / "articles.parquet").to_pydict()
    assert articles["section"] == ["news"] * 24
    assert articles["article"] == sorted(articles["article"])
    manifest = json.loads(written["manifest.json"])
    assert manifest["lexicons"].keys() == {"lexicons/qa.yaml", "lexicons/qb.yaml", "voice/qa.yaml", "voice/qb.yaml"}
    assert str(tmp_path).encode() not in written["manifest.json"] + written["index.html"]


def test_rows_stand_by_article_then_position(toy_study: Path, tmp_path: Path) -> None:
    run_study(load_study(toy_study), tmp_path / "out", only="code")
    mentions = pq.read_table(tmp_path / "out" / "tables" / "mentions.parquet").to_pylist()
    places = [(row["article"], row["sentence"], row["start"]) for row in mentions]
    assert places == sorted(places)
    assert {row["voice"] for row in mentions} == {"own", "reported", "quoted", "distanced"}
    assert all(row["because"] for row in mentions if row["voice"] != "own")


def test_the_number_of_workers_does_not_show(tmp_path: Path) -> None:
    study = load_study(write_toy(tmp_path / "study", articles=SHARD_ARTICLES + 40))
    run_study(study, tmp_path / "one", jobs=1)
    run_study(study, tmp_path / "two", jobs=2)
    assert len(receipts(tmp_path / "one", "code")) == 4
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


def test_the_place_of_the_study_does_not_show(toy_study: Path, tmp_path: Path) -> None:
    (toy_study.parent / "articles" / "bad.txt").write_bytes(b"\0\1\2\3")
    shutil.copytree(toy_study.parent, tmp_path / "elsewhere" / "deep")
    run_study(load_study(toy_study), tmp_path / "here")
    run_study(load_study(tmp_path / "elsewhere" / "deep" / "toy.yaml"), tmp_path / "there")
    assert outputs(tmp_path / "here") == outputs(tmp_path / "there")


def test_a_run_again_does_nothing(toy_study: Path, tmp_path: Path) -> None:
    study = load_study(toy_study)
    assert run_study(study, tmp_path / "out").fresh
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "tables").iterdir()}
    again = run_study(study, tmp_path / "out")
    assert (again.fresh, again.articles) == (False, 24)
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("stopped_after", ["read", "code", "classify", "measure"])
def test_a_run_that_was_stopped_goes_on(toy_study: Path, tmp_path: Path, stopped_after: str) -> None:
    study = load_study(toy_study)
    run_study(study, tmp_path / "fresh")
    run_study(study, tmp_path / "resumed", only=stopped_after)
    run_study(study, tmp_path / "resumed")
    assert outputs(tmp_path / "fresh") == outputs(tmp_path / "resumed")


def test_a_run_that_was_killed_goes_on(toy_study: Path, tmp_path: Path) -> None:
    study = load_study(toy_study)
    run_study(study, tmp_path / "fresh")
    shutil.copytree(tmp_path / "fresh", tmp_path / "killed")
    work = tmp_path / "killed" / ".work"
    # what a kill leaves: a part that is cut off, without its receipt, and nothing that comes after it
    (work / "code" / "00000.qb.receipt.json").unlink()
    part = work / "code" / "00000.qb.mentions.parquet"
    part.write_bytes(part.read_bytes()[:100])
    for name in ("tables", "measure", "report"):
        (work / f"{name}.receipt.json").unlink()
    shutil.rmtree(tmp_path / "killed" / "tables")
    run_study(study, tmp_path / "killed")
    assert outputs(tmp_path / "fresh") == outputs(tmp_path / "killed")


def test_a_table_that_was_deleted_comes_back(toy_study: Path, tmp_path: Path) -> None:
    study = load_study(toy_study)
    run_study(study, tmp_path / "out")
    before = outputs(tmp_path / "out")
    (tmp_path / "out" / "tables" / "articles.parquet").unlink()
    (tmp_path / "out" / "index.html").unlink()
    run_study(study, tmp_path / "out")
    assert outputs(tmp_path / "out") == before


def test_an_edited_lexicon_codes_its_own_language_again(toy_study: Path, tmp_path: Path) -> None:
    run_study(load_study(toy_study), tmp_path / "out")
    before = receipts(tmp_path / "out", "code")
    lexicon = toy_study.parent / "lexicons" / "qb.yaml"
    lexicon.write_text(lexicon.read_text() + "  event.protest:\n    - forms: [square]\n")
    run_study(load_study(toy_study), tmp_path / "out")
    after = receipts(tmp_path / "out", "code")
    assert after["00000.qa.receipt.json"] == before["00000.qa.receipt.json"]
    assert after["00000.qb.receipt.json"] > before["00000.qb.receipt.json"]
    run_study(load_study(toy_study), tmp_path / "fresh")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "fresh")


def test_fresh_does_everything_anew(toy_study: Path, tmp_path: Path) -> None:
    study = load_study(toy_study)
    run_study(study, tmp_path / "out")
    before = receipts(tmp_path / "out", "code")
    run_study(study, tmp_path / "out", fresh=True)
    after = receipts(tmp_path / "out", "code")
    assert all(after[name] > before[name] for name in before)


def test_bad_articles_are_told_and_listed_and_the_rest_is_processed(toy_study: Path, tmp_path: Path, command: Command) -> None:
    folder = toy_study.parent / "articles"
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "broken.txt").symlink_to(tmp_path / "nowhere")
    lines = ['{"id": "good", "text": "Protesters sang.", "language": "qa"}', '{"id": "bad", "text":', '{"id": "void", "title": " ", "text": ""}']
    (folder / "lines.jsonl").write_text("\n".join(lines))
    code, out, err = command("run", toy_study, "--reports", tmp_path / "reports")
    assert code == 1
    assert out.strip() == str(tmp_path / "reports" / "toy" / "index.html")
    told = err.splitlines()
    assert "25 articles" in told[-1]
    listed = [json.loads(line) for line in (tmp_path / "reports" / "toy" / "rejects.jsonl").read_text().splitlines()]
    assert {(row["file"], row["line"], row["code"]) for row in listed} == {
        ("articles/noise.txt", 0, "not-text"),
        ("articles/broken.txt", 0, "link-broken"),
        ("articles/lines.jsonl", 2, "json-syntax"),
        ("articles/lines.jsonl", 3, "article-empty"),
    }
    for row in listed:
        place = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
        assert sum(f"{place}: {row['code']}: " in line for line in told) == 1
    again = command("run", toy_study, "--reports", tmp_path / "reports")
    assert again[0] == 1
    assert {line for line in again[2].splitlines()[:-1]} == set(told[:-1])


def test_faults_of_study_and_lexicon_are_told_with_line_and_column(toy_study: Path, tmp_path: Path, command: Command) -> None:
    with toy_study.open("a") as file:
        file.write("codebok: x.yaml\ncharts: [naming]\n")
    lexicon = toy_study.parent / "lexicons" / "qa.yaml"
    lexicon.write_text(lexicon.read_text().replace("- forms: [riot, riots]", "- form: [riot, riots]"))
    code, _, err = command("run", toy_study, "--reports", tmp_path)
    assert code == 1
    assert f"{toy_study}:10:1: unknown-key: unknown key 'codebok' in the file (did you mean codebook or coded?)" in err.splitlines()
    assert f"{toy_study}:11:1: yaml-key-twice: " in err
    toy_study.write_text(toy_study.read_text().replace("codebok: x.yaml\ncharts: [naming]\n", ""))
    code, _, err = command("run", toy_study, "--reports", tmp_path)
    assert code == 1
    assert f"{lexicon}:9:7: unknown-key: " in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("setting", "place", "said"),
    [
        ("group_by: [outlet, colour]", ":8:20", "unknown-column: the articles have no column 'colour'"),
        ("charts: [nameing]", ":7:1", "unknown-chart: no chart 'nameing' (did you mean naming?)"),
        ("languages: [qa, zz]", ":3:17", "language-missing: "),
        ("articles: [elsewhere]", ":2:12", "file-not-found: articles: there is no elsewhere"),
        ("model: my.framing", ":6:1", "file-not-found: model: there is no my.framing"),
    ],
)
def test_a_setting_that_cannot_be_is_one_clear_line(toy_study: Path, tmp_path: Path, command: Command, setting: str, place: str, said: str) -> None:
    key = setting.split(":")[0]
    lines = [setting if line.startswith(f"{key}:") else line for line in toy_study.read_text().splitlines()]
    toy_study.write_text("\n".join(lines) + "\n")
    code, _, err = command("run", toy_study, "--reports", tmp_path)
    assert code == 1
    assert f"{toy_study}{place}: {said}" in err


@pytest.mark.parametrize(("articles", "text"), [(0, ""), (1, "Nothing to see."), (1, "Protesters sang.")])
def test_next_to_nothing_gives_a_report_all_the_same(toy_study: Path, tmp_path: Path, articles: int, text: str) -> None:
    (toy_study.parent / "articles" / "corpus.csv").unlink()
    (toy_study.parent / "articles" / "only.jsonl").write_text(json.dumps({"id": "x", "text": text, "language": "qa"}))
    result = run_study(load_study(toy_study), tmp_path / "out")
    assert (result.articles, len(result.rejects)) == (articles, 1 - articles)
    assert (tmp_path / "out" / "index.html").is_file()


def test_an_article_in_no_language_of_the_study_is_told(toy_study: Path, tmp_path: Path) -> None:
    (toy_study.parent / "articles" / "foreign.jsonl").write_text(json.dumps({"id": "x", "text": "これは日本語の記事です。"}))
    result = run_study(load_study(toy_study), tmp_path / "out")
    assert [note.code for note in result.notes] == ["language-unknown"]
    assert result.articles == 25


def test_a_model_that_is_taken_away_takes_its_tables_with_it(toy_study: Path, tmp_path: Path) -> None:
    tables = tmp_path / "out" / "tables"
    run_study(load_study(toy_study), tmp_path / "out")
    (tables / "predictions.parquet").write_bytes(b"of an earlier run")
    (tmp_path / "out" / ".work" / "report.receipt.json").unlink()
    run_study(load_study(toy_study), tmp_path / "out")
    assert not (tables / "predictions.parquet").exists()


def test_a_study_that_is_nowhere(command: Command) -> None:
    code, _, err = command("run", "dmeo")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("dmeo: study-not-found: there is no such study file")
    assert "did you mean demo?" in err


def test_a_study_needs_its_voice_files(toy_study: Path) -> None:
    shutil.rmtree(toy_study.parent / "voice")
    with pytest.raises(FramingError) as raised:
        load_study(toy_study)
    assert [problem.code for problem in raised.value.problems] == ["file-not-found"]


def test_change_from_a_baseline_is_measured_and_shown(tmp_path: Path) -> None:
    study = write_toy(tmp_path / "study", articles=80)
    with study.open("a", encoding="utf-8") as file:
        file.write("baseline: {from: 2022-01-01, to: 2022-01-05}\nseries: day\n")
    run_study(load_study(study), tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "tables" / "estimates.parquet").to_pylist()
    assert {row["grouping"] for row in rows if row["measure"] == "change_from_baseline"} == {"outlet"}
    assert "outlet/day" in {row["grouping"] for row in rows}
    assert "change from the baseline" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_progress_and_summary_for_other_programs(toy_study: Path, tmp_path: Path, command: Command) -> None:
    (toy_study.parent / "articles" / "bad.txt").write_bytes(b"\0\1\2\3")
    code, out, err = command("run", toy_study, "--reports", tmp_path, "--log-json")
    assert (code, out) == (0, "")
    lines = [json.loads(line) for line in err.splitlines()]
    assert "encoding-guessed" in [line["note"] for line in lines if "note" in line]
    assert {line["stage"] for line in lines if "stage" in line} >= {"code"}
    assert lines[-1]["articles"] == 25
    assert set(lines[-1]["seconds"]) == {"read", "code", "classify", "measure", "report"}
    assert lines[-1]["report"].endswith("index.html")
