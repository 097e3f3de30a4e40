"""The commands as a shell sees them: what they print where, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.cli import framing
from framing.run.coder import shipped_languages

Command = Callable[..., tuple[int, str, str]]
SAYING = "The president said that terrorists had seized the airport.\n"


def shell(*arguments: str, given: str | bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A framing command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "framing", *arguments],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


def all_commands() -> list[tuple[str, ...]]:
    """Every command and subcommand."""
    found: list[tuple[str, ...]] = []
    for name in framing.list_commands(None):
        command = framing.get_command(None, name)
        found.append((name,))
        found.extend((name, inner) for inner in getattr(command, "commands", ()))
    return found


@pytest.mark.parametrize("path", all_commands(), ids=" ".join)
def test_help_shows_an_example(command: Command, path: tuple[str, ...]) -> None:
    code, out, err = command(*path, "--help")
    assert (code, err) == (0, "")
    assert f"framing {path[0]}" in out.split("Example:")[1]


def test_help_answers_at_once() -> None:
    # time on the processor: the clock on the wall also counts what else the machine does
    took = []
    for _ in range(3):
        before = os.times()
        assert shell("--help").returncode == 0
        after = os.times()
        took.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(took) < 0.3


@pytest.mark.parametrize("path", [(), *all_commands()], ids=" ".join)
def test_an_option_that_is_not_there_is_wrong_use(command: Command, path: tuple[str, ...]) -> None:
    code, out, err = command(*path, "--nonsense")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "wrong-use: No such option" in err
    assert err.startswith(" ".join(("framing", *path)))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cod",), "did you mean code?"),
        (("code",), "Missing argument"),
        (("lexicon", "shwo"), "did you mean show?"),
        (("code", "-", "--format", "parquet"), "needs -o FILE"),
        (("code", "-", "--language", "xx"), f"there is no lexicon for 'xx' (known: {', '.join(shipped_languages())})"),
        (("explain", "-", "--language", "xx"), "there is no lexicon for 'xx'"),
        (("clean", "-", "--language", "xx"), "there is no lexicon for 'xx'"),
        (("lexicon", "show", "x", "--language", "xx"), "there is no lexicon for 'xx'"),
        (("run", "demo", "--only", "raed"), "no such stage; known: read, code, classify, measure, report"),
        (("run", "demo", "--jobs", "0"), "0 is not in the range"),
        (("code", "-", "--scope", "nowhere.yaml"), "does not exist"),
    ],
)
def test_wrong_use_is_one_line_and_two(command: Command, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = command(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize("name", ["code", "explain", "clean", "classify"])
def test_an_input_that_is_not_there_is_a_problem(command: Command, name: str) -> None:
    code, out, err = command(name, "nowhere.txt")
    assert (code, out) == (1, "")
    assert err == "nowhere.txt: file-unreadable: No such file or directory (check that the file is there, whole and readable)\n"


def test_code_from_standard_input_to_standard_output() -> None:
    done = shell("code", "-", "--language", "en", given=SAYING)
    assert (done.returncode, done.stderr) == (0, b"")
    mention = json.loads(done.stdout)
    assert list(mention) == [
        *("article", "sentence", "start", "end", "surface", "category", "entry", "voice", "negated", "source", "source_name", "source_group"),
        *("because", "field", "part", "in_scope", "language"),
    ]
    assert mention["surface"] == "terrorists" == SAYING[mention["start"] : mention["end"]]
    assert (mention["category"], mention["voice"], mention["field"]) == ("protesters.terrorists", "reported", "text")


def test_letters_come_out_whatever_the_terminal_is_said_to_be() -> None:
    done = shell("code", "-", given="Террористы захватили аэропорт.", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["surface"] == "Террористы"


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text("".join(json.dumps({"id": str(n), "text": SAYING, "language": "en"}) + "\n" for n in range(3000)))
    script = f"{sys.executable} -m framing code {lines} | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")


@pytest.mark.parametrize("given", [b"", b"  \n", b"\0\1\2" * 50, b"\xff\xfe", b'{"text": ', b'{"id": 1}\n'])
def test_noise_on_standard_input_is_told_in_one_line(given: bytes) -> None:
    done = shell("code", "-", given=given)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"<stdin>")
    assert done.stderr.count(b"\n") == 1


def test_formats_of_code_say_the_same(command: Command, tmp_path: Path) -> None:
    import csv

    import pyarrow.parquet as pq

    (tmp_path / "in.txt").write_text(SAYING)
    for form in ("jsonl", "csv", "parquet"):
        assert command("code", tmp_path / "in.txt", "--format", form, "-o", tmp_path / f"out.{form}")[0] == 0
    row = json.loads((tmp_path / "out.jsonl").read_text())
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == [row]
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [list(line) for line in table] == [list(row)]
    assert table[0]["surface"] == "terrorists"


def test_parts_all_adds_what_is_boilerplate(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Rally ends\n\nThe square was calm on Sunday.\n\nRead also: Protesters burned the city hall\n")
    counted = command("code", tmp_path / "in.txt", "--language", "en")[1].splitlines()
    every = command("code", tmp_path / "in.txt", "--language", "en", "--parts", "all")[1].splitlines()
    assert {json.loads(line)["part"] for line in counted} == {"headline"}
    assert {json.loads(line)["part"] for line in every} == {"headline", "boilerplate"}


def test_scope_marks_other_places(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Protesters gathered in Almaty. In 2014 protesters gathered in Kyiv.")
    (tmp_path / "scope.yaml").write_text(
        "scope: {from: 2022-01-02, other_years: true, places: {en: [Almaty]}, elsewhere: {en: [Kyiv]}}\n", encoding="utf-8"
    )
    out = command("code", tmp_path / "in.txt", "--language", "en", "--scope", tmp_path / "scope.yaml")[1]
    assert [json.loads(line)["in_scope"] for line in out.splitlines()] == [True, False]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("x: 1", ":1:1: missing-key: the file lacks 'scope'"),
        ("scope: {frm: 2022-01-02}", ":1:9: unknown-key: unknown key 'frm' in scope (did you mean from?)"),
        ("scope: {from: 2022-13-02}", ":1:9: wrong-value: scope.from: "),
        ("scope: [", ": yaml-syntax: "),
    ],
)
def test_a_scope_file_with_faults(command: Command, tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "scope.yaml").write_text(written)
    code, out, err = command("code", tmp_path, "--scope", tmp_path / "scope.yaml")
    assert (code, out) == (1, "")
    assert said in err


def test_the_language_an_article_says_goes_before_the_option(command: Command, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Террористы захватили аэропорт.", "language": "ru"}, {"id": "b", "text": "Терористи захопили аеропорт."}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = command("code", tmp_path / "in.jsonl", "--language", "uk")[1]
    assert [(row["article"], row["language"]) for row in map(json.loads, out.splitlines())] == [("a", "ru"), ("b", "uk")]


def test_an_article_in_an_unknown_language_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Helsingissä pidettiin eilen terveysministerin tiedotustilaisuus lasten rokotuksista.")
    code, out, err = command("code", tmp_path / "in.txt")
    assert (code, out, err.count("\n")) == (0, "", 1)
    assert ": language-unknown: in: in none of the languages" in err
    assert command("code", tmp_path / "in.txt", "--quiet") == (0, "", "")


def test_explain_says_why() -> None:
    done = shell("explain", "-", "--language", "en", given=SAYING)
    assert done.returncode == 0
    told = done.stdout.decode()
    assert "'terrorists' protesters.terrorists: reported, source: president  because saying: said" in told
    assert "indirect speech: 'that terrorists had seized the airport', source: president, cue: said" in told


def test_explain_gives_speech_one_a_line() -> None:
    done = shell("explain", "-", "--language", "en", "--format", "jsonl", given=SAYING)
    speech = json.loads(done.stdout)
    assert list(speech) == ["article", "start", "end", "kind", "source", "cue"]
    assert SAYING[slice(*speech["source"])] == "president"
    assert SAYING[slice(*speech["cue"])] == "said"
    assert (SAYING[speech["start"] : speech["end"]], speech["kind"]) == ("that terrorists had seized the airport", "indirect")


def test_clean_shows_the_parts(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Rally ends\n\nThe square was calm on Sunday.\n\nRead also: Protesters burned the city hall\n")
    code, out, _ = command("clean", tmp_path / "in.txt", "--language", "en", "--show")
    assert code == 0
    assert [line.split(" | ")[0].strip() for line in out.splitlines()[2:]] == ["H", "", "x"]
    assert command("clean", tmp_path / "in.txt", "--language", "en")[1] == "in (en): 1 headline, 1 body, 1 boilerplate\n"


def test_check_finds_all_faults_of_a_lexicon_at_once(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(
        "language: xx\nmorphology: none\ncategories:\n  protesters.terrorists:\n    - forms: [thug]\n      matches: [two robbers]\n"
        "    - forms: [thug]\n    - pattern: ab*\n  protesters.rioters:\n    - forms: [vandal]\n      never: [a vandal]\n"
    )
    code, out, err = command("check", path)
    assert (code, out) == (1, "")
    assert [line.split(": ")[:2] for line in err.splitlines()] == [
        [f"{path}:6:17", "example-not-matched"],
        [f"{path}:7:7", "entry-twice"],
        [f"{path}:8:7", "broad-pattern"],
        [f"{path}:11:15", "example-matched"],
    ]
    assert command("check", path, "--quiet")[2].count("\n") == 2
    found = json.loads(command("check", path, "--format", "json")[1])
    assert found[0] == {
        "file": str(path), "line": 6, "column": 17, "code": "example-not-matched",
        "message": "'thug' does not match its example 'two robbers'", "hint": "add the form, widen the entry, or mend the example",
    }  # fmt: skip
    marks = command("check", path, "--format", "github")[1].splitlines()
    assert [mark.split(" ")[0] for mark in marks] == ["::error", "::warning", "::warning", "::error"]
    assert marks[0].endswith(
        f"file={path},line=6,col=17,title=example-not-matched::'thug' does not match its example 'two robbers' "
        "(add the form, widen the entry, or mend the example)"
    )


def test_check_ends_well_where_only_warnings_are_left(command: Command, tmp_path: Path) -> None:
    (tmp_path / "xx.yaml").write_text("language: xx\nmorphology: none\ncategories:\n  a.b:\n    - pattern: ab*\n")
    code, _, err = command("check", tmp_path)
    assert (code, err.count("\n")) == (0, 1)


def test_check_reads_standard_input() -> None:
    done = shell("check", "-", given="language: xx\nmorfology: none\ncategories: {}\n")
    assert done.returncode == 1
    assert b"<stdin>:2:1: unknown-key: unknown key 'morfology' in the file (did you mean morphology?)" in done.stderr


def test_check_of_a_shipped_study_by_name(command: Command) -> None:
    code, _, err = command("check", "dmo")
    assert (code, err.count("\n")) == (1, 1)
    assert "did you mean demo?" in err


def test_lexicon_show(command: Command) -> None:
    code, out, _ = command("lexicon", "show", "терористів", "--language", "uk")
    assert code == 0
    assert "uk protesters.terrorists: терорист\n" in out
    assert "терористами" in out
    code, out, err = command("lexicon", "show", "qwertyuiop")
    assert (code, out, err) == (1, "", "qwertyuiop: no entry matches it\n")


def test_lexicon_expand_writes_the_forms_beside(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "uk.yaml"
    path.write_text("language: uk\nmorphology: pymorphy3\ncategories:\n  protesters.rioters:\n    - погромник\n", encoding="utf-8")
    code, out, _ = command("lexicon", "expand", path, "--write")
    assert code == 0
    assert out.startswith(f"{path}: 1 entries, ")
    forms = json.loads((tmp_path / "forms" / "uk.json").read_text(encoding="utf-8"))["forms"]
    assert "погромник" in forms
    assert command("check", path) == (0, "", "")
    path.write_text(path.read_text(encoding="utf-8") + "    - мародер\n", encoding="utf-8")
    assert "stale-forms" in command("check", path)[2]


def test_init_makes_a_study_that_is_in_order(command: Command, tmp_path: Path) -> None:
    code, out, _ = command("init", tmp_path / "mine", "--language", "en", "--language", "uk")
    assert code == 0
    assert out.splitlines()[-1] == f"next: cd {tmp_path / 'mine'} && framing run study.yaml"
    written = {path.relative_to(tmp_path / "mine").as_posix() for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    assert written >= {"study.yaml", "codebook.yaml", "Makefile", ".gitignore", "articles/sources.csv", "lexicons/protest/uk.yaml"}
    assert not any("ru" in Path(name).stem.split("-") for name in written)
    study = tmp_path / "mine" / "study.yaml"
    study.write_text(study.read_text().replace("model: default", "model: none"))
    assert command("check", study, "--quiet") == (0, "", "")
    code, _, err = command("init", tmp_path / "mine")
    assert (code, err.count("\n")) == (1, 1)
    assert "study-exists" in err


def test_init_tells_an_editor_how_to_check(command: Command, tmp_path: Path) -> None:
    import jsonschema

    from framing.yamlfile import read_yaml

    command("init", tmp_path / "mine", "--language", "en")
    settings = json.loads((tmp_path / "mine" / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for schema, patterns in settings["yaml.schemas"].items():
        rules = json.loads((tmp_path / "mine" / schema).read_text(encoding="utf-8"))
        files = [file for pattern in patterns for file in (tmp_path / "mine").glob(pattern)]
        assert files
        for file in files:
            jsonschema.validate(read_yaml(file).data, rules)


def test_init_leaves_articles_alone(command: Command, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mine.txt").write_text(SAYING)
    assert command("init", tmp_path, "--language", "en")[0] == 0
    assert [path.name for path in (tmp_path / "articles").iterdir()] == ["mine.txt"]
    assert command("init", tmp_path / "other", "--language", "xx")[0] == 2


def test_a_folder_where_a_file_should_be_written(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(SAYING)
    code, out, err = command("code", tmp_path / "in.txt", "-o", tmp_path)
    assert (code, out) == (1, "")
    assert err == f"{tmp_path}: file-error: a folder stands there (give the name of a file)\n"


def test_the_version(command: Command) -> None:
    from framing import __version__

    assert command("--version")[1] == f"framing, version {__version__}\n"


def test_of_very_many_faults_of_one_kind_the_first_are_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f'{{"id": "{number}"}}\n' for number in range(60)), encoding="utf-8")
    code, _, err = command("code", tmp_path / "a.jsonl", "-o", tmp_path / "out.jsonl")
    lines = err.splitlines()
    assert (code, len(lines)) == (1, 51)
    assert lines[-1].endswith("10 more like these")
