"""The documentation says what the code does: commands, keys, codes and links."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from framing.cli import framing
from framing.lexicon import OVERLAP_POLICY
from framing.yamlfile import check_schema, read_yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])
# words with hyphens in the code that are no codes of problems: styles, libraries, commands of git
OTHER_WORDS = re.compile(r"(utf|koi8|latin|suffix|stroke|aria|text|data|marker|font|clip)-|sheet-(note|title)$|absolute-time$|scikit-learn$|media-framing$|label-studio$|pymorphy3-dicts-uk$|(cat-file|ls-tree)$")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
NO_HYPHEN = {"mojibake"}
ONLY_TOLD = {"wrong-use"}


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The script that writes the generated parts."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_up_to_date(generate: ModuleType) -> None:
    assert generate.stale() == [], "run `make docs`"


def codes_in_the_code() -> set[str]:
    """The codes of all problems, as the code writes them."""
    found = set()
    for path in (ROOT / "framing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    return {code for code in found if not OTHER_WORDS.match(code)} | NO_HYPHEN


def test_every_problem_has_a_heading() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "problems.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert codes_in_the_code() - set(headings) == set()
    assert set(headings) - codes_in_the_code() - ONLY_TOLD == set()


def links() -> Iterator[tuple[Path, str]]:
    """Every link of the pages to another file."""
    for page in PAGES:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not link.startswith(("http://", "https://", "mailto:")):
                yield page, link


@pytest.mark.parametrize(("page", "link"), list(links()), ids=lambda value: value.name if isinstance(value, Path) else value)
def test_links_lead_somewhere(page: Path, link: str) -> None:
    name, _, heading = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    assert target.exists()
    if heading:
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-") for title in headings}


def written_commands() -> list[tuple[str, str]]:
    """Every framing command that the pages show, with its page."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"^```(?:sh|bash|console|shell)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        inline = re.findall(r"`(framing [^`\n]+)`", text)
        lines = [line for block in blocks for line in block.splitlines()]
        for line in [*lines, *inline]:
            for part in re.split(r"&&|\||;", line.split("  #")[0]):
                words = part.strip().removeprefix("$ ")
                if words.startswith("framing "):
                    found.append((page.name, words))
    return sorted(set(found))


@pytest.mark.parametrize(("page", "line"), written_commands(), ids=lambda value: value)
def test_commands_of_the_pages_exist(page: str, line: str) -> None:
    del page
    words = [word for word in shlex.split(line)[1:] if word not in ("…", "...", ">", "<")]
    context = click.Context(framing)
    if words[0].startswith("-"):
        return
    command = framing.get_command(context, words[0])
    assert command is not None, words[0]
    rest = words[1:]
    if isinstance(command, click.Group) and rest:
        inner = command.get_command(context, rest[0])
        assert inner is not None, rest[0]
        command, rest = inner, rest[1:]
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    unknown = [word for word in rest if word.startswith("-") and word != "-" and word.split("=")[0] not in options]
    assert unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_of_the_pages_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8"))
    assert set(named) <= targets


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def bash(script: str, folder: Path) -> str:
    """What a script prints that ends well, with this project's commands on its path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail"], input=script, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_the_tutorial_can_be_walked(tmp_path: Path) -> None:
    page = ROOT / "docs" / "tutorial.md"
    printed = bash("\n".join(blocks(page, "sh")), tmp_path)
    shown = next(block for block in blocks(page, "text") if block.startswith("stdin"))
    assert shown in printed
    study = tmp_path / "my-study" / "study.yaml"
    settings = study.read_text(encoding="utf-8").splitlines()
    new = next(block.strip() for block in blocks(page, "yaml") if block.startswith("group_by"))
    study.write_text("\n".join(new if line.startswith("group_by") else line for line in settings) + "\n", encoding="utf-8")
    lexicon = study.parent / "lexicons" / "protest" / "en.yaml"
    entry = next(block for block in blocks(page, "yaml") if "matches" in block)
    text = lexicon.read_text(encoding="utf-8")
    lexicon.write_text(text.replace("protesters.demonstrators:\n", f"protesters.demonstrators:\n{entry}", 1), encoding="utf-8")
    assert "placard carrier" in lexicon.read_text(encoding="utf-8")
    printed = bash("framing check study.yaml\nframing run study.yaml\npython - <<'END'\n" + blocks(page, "python")[0] + "END\n", study.parent)
    found = {tuple(line.split()[1:3]): [int(float(number)) for number in line.split()[3:5]] for line in printed.splitlines() if "own" in line or "all" in line}
    # what README and tutorial say of the demo
    (critical_own, _), (loyal_own, _) = found["critical", "own"], found["loyal", "own"]
    (critical_all, _), (loyal_all, _) = found["critical", "all"], found["loyal", "all"]
    assert critical_own <= 0.2 * critical_all
    assert loyal_own >= 3 * critical_own
    assert 1.3 * critical_all < loyal_all < 3 * critical_all


def test_the_readme_reads_its_examples_right(command) -> None:
    lines = next(block for block in blocks(ROOT / "README.md", "text")).splitlines()
    import json
    import tempfile

    for line in lines:
        text, said = re.split(r"  +", line, maxsplit=1)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "x.txt").write_text(text, encoding="utf-8")
            code, out, _ = command("code", folder, "--language", "en")
        (mention,) = [row for row in map(json.loads, out.splitlines()) if row["category"] == "protesters.terrorists"]
        expected = {word for word in ("own", "reported", "quoted", "distanced") if said.startswith(word)}
        assert code == 0
        assert {mention["voice"]} == expected
        assert mention["negated"] == ("negated" in said)
        assert "source: " not in said or mention["source"] == said.split("source: ")[1]


def test_the_pages_build_without_a_warning(tmp_path: Path) -> None:
    tool = Path(sys.executable).parent / "mkdocs"
    done = subprocess.run([tool, "build", "--strict", "--quiet", "--site-dir", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "tutorial.html").is_file()
    assert "http" not in {word[:4] for word in re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', (tmp_path / "index.html").read_text("utf-8"))}


def squeezed(text: str) -> list[str]:
    """The lines, with any run of spaces as one: how a library pads its columns is no matter."""
    return [" ".join(line.split()) for line in text.strip().splitlines()]


@pytest.mark.slow
def test_the_notebook_page_prints_what_it_shows(tmp_path: Path) -> None:
    page = ROOT / "docs" / "notebook.md"
    script = "\nprint('-----')\n".join(blocks(page, "python"))
    printed = bash(f"python - <<'END'\n{script}\nEND\n", tmp_path)
    assert [squeezed(part) for part in printed.split("-----\n")] == [squeezed(block) for block in blocks(page, "text")]


@pytest.mark.slow
def test_the_example_notebook_runs(tmp_path: Path) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    notebook = nbformat.read(ROOT / "docs" / "first-look.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "the notebook is kept without its outputs"
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert "60 articles" in notebook.cells[1].outputs[0].text


@pytest.mark.slow
def test_the_page_on_coding_can_be_walked(tmp_path: Path) -> None:
    study = tmp_path / "my-study"
    printed = bash("\n".join(["framing init my-study", "cd my-study", *blocks(ROOT / "docs" / "annotation.md", "sh")]), tmp_path)
    assert "coders: anna (3), ben (60), lexicon (60), classifier (60)" in printed
    assert (study / "tasks.config.xml").is_file()


@pytest.mark.parametrize("page", ["method.md", "lexicon-guide.md"])
def test_the_overlap_policy_is_stated_as_the_code_has_it(page: str) -> None:
    assert OVERLAP_POLICY in " ".join((ROOT / "docs" / page).read_text(encoding="utf-8").split())


def test_the_schema_for_editors_takes_every_shipped_lexicon(generate: ModuleType) -> None:
    made = dict(generate.editor_schemas())
    assert "protesters.terrorists" in made["lexicon"]["properties"]["categories"]["properties"]
    for kind, folder in (("lexicon", "protest"), ("lexicon", "responsibility"), ("voice", "voice")):
        for path in sorted((ROOT / "lexicons" / folder).glob("*.yaml")):
            assert check_schema(read_yaml(path), made[kind]) == [], path
