"""Every example in the help of a command does what it shows, in a folder as a user has one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from framing.cli import framing
from framing.resources import shipped_folder

pytestmark = pytest.mark.slow
TOPICS = """\
name: topics
units: [sentence]
multi_label: false
dimensions:
  topic:
    title: Topic
    categories:
      sport: {title: sport, definition: Games and matches., colour: "#336699"}
      trade: {title: trade, definition: Buying and selling., colour: "#993366"}
"""
DICTIONARY = "%\n1\ttrade\n%\nmarket*\t1\nshop\t1\n"


def examples() -> list[str]:
    """The example of every command, as its help shows it."""
    found = []

    def walk(command: click.Command, context: click.Context) -> None:
        text = " ".join((command.help or "").split())
        found.extend(match.strip() for match in re.findall(r"Example: (.+?)(?= Example: |$)", text))
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                walk(inner, click.Context(inner, parent=context))

    walk(framing, click.Context(framing))
    return found


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a line does in bash, with this project's command on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study, lexicons to edit, articles, coded sentences, and a dictionary of another program."""
    folder = tmp_path_factory.mktemp("home")
    assert run("framing init . --language uk --language en && git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm a", folder).returncode == 0
    sentences = [
        ("The team won the match in the last minute.", "sport"),
        ("The goalkeeper saved the game.", "sport"),
        ("Shops sold bread at a lower price.", "trade"),
        ("The market opened with higher prices.", "trade"),
    ]
    rows = [{"id": str(number), "text": text, "language": "en", "labels": [f"topic.{label}"]} for number, (text, label) in enumerate(sentences * 6)]
    (folder / "coded.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "topics.yaml").write_text(TOPICS, encoding="utf-8")
    (folder / "policy.dic").write_text(DICTIONARY, encoding="utf-8")
    (folder / "corpora" / "coded").mkdir(parents=True)
    coded = shipped_folder("corpora") / "coded" / "uk.jsonl"
    (folder / "corpora" / "coded" / "uk.jsonl").write_text("".join(coded.read_text(encoding="utf-8").splitlines(keepends=True)[:60]), encoding="utf-8")
    samples = "framing annotate sample articles/ --size 20 -o sample.jsonl && framing annotate export sample.jsonl --format csv -o coded.csv"
    coders = " && ".join(f"printf '1\\n0\\n1\\n0\\nq\\n' | framing annotate code sample.jsonl --coder {name}" for name in ("anna", "ben"))
    runs = "framing run study.yaml --quiet && cp -r reports/study reports/before"
    done = run(f"{samples} && {coders} && {runs}", folder)
    assert done.returncode == 0, done.stderr
    return folder


def lines() -> list[str]:
    """The examples but for that of `collect`, which would go out into the web; its tests have a server of their own."""
    return [line for line in examples() if not line.startswith("framing collect")]


@pytest.mark.parametrize("line", lines())
def test_the_example_runs(line: str, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(home, folder)
    done = run(line, folder)
    assert done.returncode == 0, f"{done.stdout[-1000:]}\n{done.stderr[-2000:]}"


def test_every_command_has_an_example() -> None:
    assert len(examples()) >= 20
