"""The wheel, outside the checkout: all that a study needs comes with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: object, folder: Path, **environment: str) -> str:
    """The standard output of a command that ends well."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FRAMING"))}
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def framing(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `framing` of a fresh environment that has the wheel, and the libraries of this one, but not this checkout."""
    folder = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder)
    run(sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-deps", "--no-index", wheel, folder=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    home = run(folder / "bin" / "python", "-c", "import framing; print(framing.__file__)", folder=folder)
    assert Path(home.strip()).is_relative_to(folder)
    return folder / "bin" / "framing"


def test_the_wheel_holds_what_is_shipped(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("configs/demo.yaml", "configs/codebooks/protest.yaml", "corpora/demo/sources.csv", "lexicons/protest/uk.yaml", "lexicons/voice/kk.yaml"):
        assert f"framing/shipped/{part}" in names
    assert {"framing/schemas/study.schema.json", "framing/classify/models/protest.framing", "framing/report/page/template.html.j2"} <= names
    assert not any(name.startswith(("tests/", "docs/", "reports/")) or "__pycache__" in name for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert any(name.endswith("/licenses/LICENSE-data") for name in names)


def test_the_demo_runs_in_an_empty_folder(framing: Path, tmp_path: Path) -> None:
    said = run(framing, "run", "demo", folder=tmp_path)
    assert said == "reports/demo/index.html\n"
    manifest = json.loads((tmp_path / "reports" / "demo" / "manifest.json").read_text())
    assert {"protest/kk.yaml", "voice/kk.yaml"} <= manifest["lexicons"].keys()
    assert manifest["model"]
    page = (tmp_path / "reports" / "demo" / "index.html").read_text()
    assert str(framing.parent.parent) not in page
    assert str(ROOT) not in page


def test_a_study_of_ones_own(framing: Path, tmp_path: Path) -> None:
    run(framing, "init", "my-study", folder=tmp_path)
    study = tmp_path / "my-study"
    assert run(framing, "run", "study.yaml", folder=study) == "reports/study/index.html\n"
    assert run("make", "--no-print-directory", "report", folder=study, FRAMING=str(framing)).splitlines()[-1] == "reports/study/index.html"
    run(framing, "check", "study.yaml", "--quiet", folder=study)
