"""The house keeps its plan: floors, and files and functions that can be read at one go."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "framing").rglob("*.py"))
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
# one door for each heavy library
DOORS = {
    "joblib": "run/runner.py",
    "dask": "run/runner.py",
    "matplotlib": "report/charts/",
    "jinja2": "report/html.py",
    "pyarrow": "io/",
    "duckdb": "io/",
    "sklearn": "classify/",
    "yaml": "yamlfile.py",
    "click": "cli/",
    "rich": "cli/",
    "trafilatura": "io/",
    "py3langid": "text/language.py",
    "pymorphy3": "forms/",
    "simplemma": "forms/",
    "daachorse": "automaton.py",
}


def relative(path: Path) -> str:
    """The file's name inside the package."""
    return path.relative_to(ROOT / "framing").as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports anywhere."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module).split(".")[0])
    return names


def test_imports_run_down() -> None:
    found = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert found is not None
    done = subprocess.run([found, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_files_and_functions_can_be_read_at_one_go(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 400
    for function in functions(path):
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 60, function.name
        arguments = function.args
        named = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        count = len([name for name in named if name not in ("self", "cls")])
        # a command has one parameter an option: click calls it, nobody else
        assert count <= 7 or relative(path).startswith("cli/"), f"{function.name} has {count} parameters"


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_names_say_what_is_inside(path: Path) -> None:
    assert not NO_NAMES & {part.removesuffix(".py") for part in path.parts[len(ROOT.parts) :]}
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert (ast.get_docstring(module) or "").strip(), "a file says in its first line what it is for"


@pytest.mark.parametrize("library", DOORS)
def test_a_heavy_library_has_one_door(library: str) -> None:
    users = [relative(path) for path in FILES if library in imported(path)]
    assert [user for user in users if not user.startswith(DOORS[library])] == []


def test_outputs_hold_no_clock() -> None:
    clock = re.compile(r"\b(?:datetime|dt)\.(?:now|today|utcnow)\(|\bdate\.today\(|\btime\.time\(")
    assert [relative(path) for path in FILES if clock.search(path.read_text(encoding="utf-8"))] == []


def test_tests_mirror_the_package() -> None:
    rooms = {path.parent.name for path in (ROOT / "framing").glob("*/__init__.py")}
    assert {room for room in rooms if not list((ROOT / "tests" / room).glob("test_*.py"))} == set()
