"""Coding in the terminal: keyboard only, kept at once, resumed where it stopped, blind to others."""

from __future__ import annotations

import json
import os
import pty
import sys
from pathlib import Path

import pytest

from framing.codebook import load_codebook
from framing.resources import shipped_folder
from framing.run.hand_coding import Desk, HandCoding

UNITS = [{"id": f"u{number}", "text": f"Sentence {number}.", "before": "Before it."} for number in range(4)]
CODEBOOK = load_codebook(shipped_folder("configs") / "codebooks" / "protest.yaml")


class Keyboard:
    """Answers that are typed, and what was shown."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.shown: list[str] = []

    def desk(self) -> Desk:
        return Desk(self.shown.append, lambda question: self.answers.pop(0) if self.answers else "q")


def labels(path: Path) -> dict[str, list[str]]:
    return {row["id"]: row["labels"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def code(path: Path, *answers: str, stance: bool = False) -> Keyboard:
    keyboard = Keyboard(*answers)
    HandCoding(UNITS, path, coder="anna", codebook=CODEBOOK).run(keyboard.desk(), stance=stance)
    return keyboard


def test_stopping_and_going_on(tmp_path: Path) -> None:
    out = tmp_path / "s.anna.jsonl"
    code(out, "1 8", "0", "q")
    assert labels(out) == {"u0": ["protesters.terrorists", "event.riot"], "u1": []}
    keyboard = code(out, "s", "3")
    assert labels(out) == {"u0": ["protesters.terrorists", "event.riot"], "u1": [], "u3": ["protesters.protesters"]}
    assert any("2 of 4 are coded" in line for line in keyboard.shown)
    assert not any("Sentence 0" in line for line in keyboard.shown), "what is coded is not asked for again"


def test_going_back_and_wrong_keys(tmp_path: Path) -> None:
    out = tmp_path / "s.anna.jsonl"
    keyboard = code(out, "1", "b", "2", "99", "zwei", "?", "")
    assert labels(out) == {"u0": ["protesters.rioters"], "u1": []}
    assert sum("is no number" in line for line in keyboard.shown) == 2
    assert any(line.startswith("1 terrorists: People in the streets") for line in keyboard.shown)


def test_stance_and_what_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "s.anna.jsonl"
    code(out, "1", "a", "", "x", "n", "q", stance=True)
    (row,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert row == {"id": "u0", "text": "Sentence 0.", "labels": ["protesters.terrorists"], "coder": "anna", "stance": {"protesters": "against"}}


@pytest.mark.slow
def test_in_a_real_terminal(tmp_path: Path) -> None:
    sample = tmp_path / "s.jsonl"
    sample.write_text("".join(json.dumps(unit) + "\n" for unit in UNITS), encoding="utf-8")
    (tmp_path / "s.ben.jsonl").write_text('{"id": "u0", "text": "x", "labels": ["foreign.concern"]}\n', encoding="utf-8")
    child, master = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "framing", "annotate", "code", str(sample), "--coder", "anna"])
    os.write(master, b"1\n0\nq\n")
    printed = b""
    while True:
        try:
            chunk = os.read(master, 4096)
        except OSError:
            break
        if not chunk:
            break
        printed += chunk
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert labels(tmp_path / "s.anna.jsonl") == {"u0": ["protesters.terrorists"], "u1": []}
    assert b"Sentence 0." in printed
    assert b"2 of 4 coded" in printed
