"""`framing lexicon` as a shell sees it: output, exit codes, and one line for each thing that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
LEXICON = """\
language: en
morphology: none
categories:
  protesters.terrorists:
    - forms: [terrorist, terrorists]  # the word itself
    - {forms: [gang, gangs], near: [armed]}
  protesters.rioters:
    - forms: [looter, looters]
    - forms: [vandal]
  event.riot:
    - forms: [vandal]
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    path = tmp_path / "lexicons" / "en.yaml"
    path.parent.mkdir()
    path.write_text(LEXICON, encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text("An armed gang came.\n\nThe terrorists hid from the looters.", encoding="utf-8")
    (folder / "two.txt").write_text("Terrorists were seen in the town yesterday.", encoding="utf-8")
    return folder


def test_show_with_a_corpus(command: Command, lexicon: Path, texts: Path) -> None:
    code, out, err = command("lexicon", "show", "terrorist", "--lexicons", lexicon.parent, "--lines", "1", "--corpus", texts / "one.txt", texts / "two.txt")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{lexicon}:5:7: en protesters.terrorists: terrorist"
    assert lines[1:3] == ["    terrorist, terrorists", "    2 times in 2 articles"]
    assert "[terrorists] hid from the looters." in lines[3]
    assert len(lines) == 4


def test_show_as_json(command: Command, lexicon: Path, texts: Path) -> None:
    code, out, _ = command("lexicon", "show", "gang", "--lexicons", lexicon.parent, "--format", "json", "--corpus", texts)
    assert code == 0
    (entry,) = json.loads(out)
    assert (entry["category"], entry["kind"], entry["line"], entry["total"]) == ("protesters.terrorists", "forms", 6, 1)
    assert entry["conditions"]["near"]["words"] == ["armed"]
    assert entry["lines"][0]["word"] == "gang"


def test_show_tells_what_cannot_be_read(command: Command, lexicon: Path, texts: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "", "text": ""}\n' * 30, encoding="utf-8")
    code, out, err = command("lexicon", "show", "terrorist", "--lexicons", lexicon.parent, "--corpus", texts, tmp_path / "nowhere.txt", rows)
    assert (code, err.count("\n")) == (1, 11)
    assert "nowhere.txt: file-unreadable" in err
    assert "… and 21 more texts" in err
    assert "2 times in 2 articles" in out


def test_add_and_remove(command: Command, lexicon: Path) -> None:
    code, out, err = command("lexicon", "add", "protesters.rioters", "hooligan*", "--file", lexicon, "--matches", "two hooligans", "--note", "new")
    assert (code, out, err) == (0, f"{lexicon}:10:7: added protesters.rioters: hooligan*\n", "")
    assert "    - {pattern: hooligan*, matches: [two hooligans], note: new}\n" in lexicon.read_text(encoding="utf-8")
    assert command("lexicon", "remove", "hooligan*", "--file", lexicon) == (0, f"{lexicon}:10:7: removed protesters.rioters: hooligan*\n", "")
    assert lexicon.read_text(encoding="utf-8") == LEXICON
    assert command("lexicon", "add", "protesters.rioters", "thug", "--form", "thugs", "--file", lexicon)[0] == 0
    assert "    - {forms: [thug, thugs]}\n" in lexicon.read_text(encoding="utf-8")


def test_warnings_of_an_edit_are_told(command: Command, lexicon: Path) -> None:
    code, _, err = command("lexicon", "add", "protesters.terrorists", "looters", "--file", lexicon)
    assert code == 0
    assert "overlapping-entries" in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "protesters.rioters", "…"), 1, "empty-entry"),
        (("add", "protesters.rioter", "thug"), 1, "did you mean protesters.rioters"),
        (("add", "protesters.rioters", "thug", "--matches", "none"), 1, "example-not-matched"),
        (("add", "protesters.rioters"), 2, "Missing argument 'LEMMA'"),
        (("remove", "terorist"), 1, "did you mean terrorist?"),
        (("remove", "vandal"), 2, "--category"),
    ],
)
def test_edits_that_are_refused(command: Command, lexicon: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = command("lexicon", *arguments, "--file", lexicon)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert said in err
    assert lexicon.read_text(encoding="utf-8") == LEXICON


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "a.a", "x"), "which lexicon is meant?"),
        (("remove", "x", "--language", "xx"), "there is no lexicon for 'xx'"),
        (("suggest",), "Missing option '--corpus'"),
        (("orphans",), "Missing option '--corpus'"),
        (("suggest", "--category", "event.riots", "--corpus", "x"), "did you mean event.riot"),
        (("diff", "x"), "Missing argument 'NEW'"),
        (("import", __file__, "--format", "word"), "is not one of"),
        (("export", "nowhere.yaml", "--format", "liwc"), "does not exist"),
    ],
)
def test_wrong_use(command: Command, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = command("lexicon", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_diff(command: Command, lexicon: Path, texts: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    new.write_text(LEXICON.replace(", terrorists", "").replace("    - forms: [vandal]\n  event", "  event"), encoding="utf-8")
    code, out, err = command("lexicon", "diff", lexicon, new, "--corpus", texts)
    assert (code, err) == (0, "")
    assert out.splitlines()[:5] == [
        f"{lexicon}:9:7: removed protesters.rioters: vandal",
        "    - vandal",
        f"{new}:5:7: changed protesters.terrorists: terrorist",
        "    - terrorists",
        "2 entries differ: 0 forms gained, 2 lost",
    ]
    assert "2 of 3 sentences flip: 0 gained, 2 lost, 0 changed" in out
    assert "all: protesters.terrorists: 75.0% → 50.0% (-25.0 points, 3 → 1 mentions)" in out
    found = json.loads(command("lexicon", "diff", lexicon, new, "--format", "json")[1])
    assert [entry["kind"] for entry in found["entries"]] == ["removed", "changed"]
    assert command("lexicon", "diff", lexicon, "HEAD:nowhere.yaml")[0] == 1
    assert command("lexicon", "diff", lexicon, lexicon) == (0, "0 entries differ: 0 forms gained, 0 lost\n", "")


def test_suggest(command: Command, lexicon: Path, tmp_path: Path) -> None:
    rows = [{"id": f"a{n}", "text": "The terrorists were masked gunmen. Rain fell."} for n in range(9)]
    rows += [{"id": f"b{n}", "text": "Rain fell in the town. A concert took place."} for n in range(15)]
    corpus = tmp_path / "rows.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, err = command("lexicon", "suggest", "--lexicons", lexicon.parent, "--corpus", corpus)
    assert (code, err) == (0, "")
    first, line, *_ = out.splitlines()
    assert first.startswith("en protesters.terrorists: masked gunmen: 9 sentences near known terms, 0 elsewhere, 9 articles; keyness ")
    assert "[masked gunmen]" in line
    found = json.loads(command("lexicon", "suggest", "--lexicons", lexicon.parent, "--format", "json", "--corpus", corpus)[1])
    assert found[0]["text"] == "masked gunmen"
    assert lexicon.read_text(encoding="utf-8") == LEXICON


def test_orphans(command: Command, lexicon: Path, texts: Path) -> None:
    code, out, err = command("lexicon", "orphans", "--lexicons", lexicon.parent, "--corpus", texts)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{lexicon}:6:7: en protesters.terrorists: gang: only in one",
        f"{lexicon}:8:7: en protesters.rioters: looter: only in one",
        "2 of 5 entries (40.0%) stand on one text; 2 fire in none of the 2 texts",
    ]
    found = json.loads(command("lexicon", "orphans", "--lexicons", lexicon.parent, "--format", "json", "--coded", texts / "two.txt", "--corpus", texts)[1])
    assert (found["orphans"], found["share"]) == ([], 0.0)


@pytest.mark.parametrize("form", ["quanteda", "liwc", "yoshikoder"])
def test_export_and_import(command: Command, lexicon: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"words.{form}"
    code, printed, err = command("lexicon", "export", lexicon, "--format", form, "-o", out)
    assert (code, printed, err) == (0, "", f"{lexicon}: lost: near: 1, as in 'gang'\n")
    assert command("lexicon", "export", lexicon, "--format", form)[1] == out.read_text(encoding="utf-8")
    back = tmp_path / "back" / "en.yaml"
    back.parent.mkdir()
    assert command("lexicon", "import", out, "--format", form, "-o", back) == (0, "", "")
    assert command("lexicon", "export", back, "--format", form)[1] == out.read_text(encoding="utf-8")
    code, _, err = command("lexicon", "import", out, "--format", form)
    assert (code, err.count("\n")) == (2, 1)
    assert "--language XX" in err
    assert command("lexicon", "import", out, "--format", form, "--language", "en")[1] == back.read_text(encoding="utf-8")


def test_import_of_what_is_none(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "x.dic"
    for raw in (b"", b"\0\1\2" * 99, b"%\n1\ta\n", "террорист".encode("cp1251")):
        path.write_bytes(raw)
        for form in ("quanteda", "liwc", "yoshikoder"):
            code, out, err = command("lexicon", "import", path, "--format", form, "--language", "en")
            assert (code, out, err.count("\n")) == (1, "", 1)
