"""A sixth language is two YAML files: a made-up one, in a folder of its own, with the toolkit as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.run.check import check_paths

LEXICON = """\
language: zu
morphology: none
categories:
  protesters.terrorists:
    - pattern: tororo*
      matches: [laba tororoni baleka]
  protesters.protesters:
    - forms: [mashi, mashini]
"""
VOICE = """\
language: zu
morphology: none
cues:
  saying: [{forms: [kuthe]}]
  negator: [{forms: [akuna], within: 3}]
  complementizer: [{forms: [ukuthi]}]
quotation:
  marks: ["«»"]
finite:
  words: [thatha]
examples:
  - {text: "Induna kuthe ukuthi tororoni thatha.", term: tororoni, voice: reported}
"""
STUDY = """\
articles: [articles]
languages: [en, zu]
lexicons: lexicons
voice: voice
model: none
charts: [naming]
"""
TEXT = "Induna kuthe ukuthi tororoni thatha indlu. Mashini baleka. Akuna tororo lapha."


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in English, as it is shipped, and the new language."""
    from framing.resources import shipped_folder

    for kind, shipped, text in (("lexicons", "protest", LEXICON), ("voice", "voice", VOICE)):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "zu.yaml").write_text(text, encoding="utf-8")
        (tmp_path / kind / "en.yaml").write_bytes((shipped_folder("lexicons") / shipped / "en.yaml").read_bytes())
    (tmp_path / "articles").mkdir()
    rows = [
        {"id": "new", "language": "zu", "outlet": "A", "text": TEXT},
        {"id": "old", "language": "en", "outlet": "B", "text": "The president said that terrorists had seized the airport."},
    ]
    (tmp_path / "articles" / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path / "study.yaml"


def test_the_new_files_are_checked_like_the_others(study: Path) -> None:
    folder = study.parent
    assert check_paths([folder / "lexicons" / "zu.yaml", folder / "voice" / "zu.yaml"]) == []


def test_a_study_in_the_new_language(study: Path, tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = command("run", study, "--reports", tmp_path / "reports")
    assert (code, len(err.splitlines())) == (0, 1)
    assert err.startswith("2 articles, 4 mentions, 0 rejected (")
    assert Path(out.strip()).is_file()


def test_coding_in_the_new_language(study: Path, tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    folder = study.parent
    own = ("--lexicons", folder / "lexicons", "--voice", folder / "voice")
    code, _, err = command("code", folder / "articles", *own, "-o", tmp_path / "mentions.jsonl")
    assert (code, err) == (0, "")
    mentions = [json.loads(line) for line in (tmp_path / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [(row["surface"], row["category"], row["voice"], row["negated"]) for row in mentions if row["article"] == "new"]
    assert found == [
        ("tororoni", "protesters.terrorists", "reported", False),
        ("Mashini", "protesters.protesters", "own", False),
        ("tororo", "protesters.terrorists", "own", True),
    ]
