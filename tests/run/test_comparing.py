"""Two runs held against each other: what changed is told, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.run.api import run_study
from framing.run.comparing import compare_runs
from framing.study import load_study

Command = Callable[..., tuple[int, str, str]]


def test_the_same_run_twice_differs_in_nothing(toy_study: Path, tmp_path: Path) -> None:
    for name in ("old", "new"):
        run_study(load_study(toy_study), tmp_path / name)
    found = compare_runs(tmp_path / "old", tmp_path / "new")
    assert (found.causes, found.moves) == ((), ())
    assert not found.articles_gained + found.articles_lost + found.mentions_gained + found.mentions_lost + found.voices
    assert found.mentions > 20


def test_a_changed_lexicon_is_the_cause_and_the_mentions_are_counted(toy_study: Path, tmp_path: Path, command: Command) -> None:
    run_study(load_study(toy_study), tmp_path / "old")
    lexicon = toy_study.parent / "lexicons" / "qa.yaml"
    lexicon.write_text(lexicon.read_text(encoding="utf-8").replace("    - forms: [protester, protesters]", "    - forms: [protester]"), encoding="utf-8")
    run_study(load_study(toy_study), tmp_path / "new")
    found = compare_runs(tmp_path / "old", tmp_path / "new")
    assert "lexicons.lexicons/qa.yaml" in {cause.what for cause in found.causes}
    assert {category for _, category in found.mentions_lost} >= {"protesters.protesters"}
    assert not found.mentions_gained
    assert any(move.category == "protesters.protesters" and move.new < move.old for move in found.moves)
    code, out, err = command("compare", tmp_path / "old", tmp_path / "new")
    assert (code, err) == (0, "")
    assert "lexicons.lexicons/qa.yaml" in out
    code, out, _ = command("compare", tmp_path / "old", tmp_path / "new", "--format", "json")
    assert json.loads(out)["mentions_lost"]


def test_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="run-not-found"):
        compare_runs(tmp_path, tmp_path)
