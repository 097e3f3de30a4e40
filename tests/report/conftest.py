"""Made-up reports of several sizes, and a browser where there is one."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).resolve().parent


def load_made_up():
    """The module made_up.py beside this file, however pytest was called."""
    if "made_up" not in sys.modules:
        spec = importlib.util.spec_from_file_location("made_up", _HERE / "made_up.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["made_up"] = module
        spec.loader.exec_module(module)
    return sys.modules["made_up"]


@pytest.fixture(scope="session")
def made_up():
    return load_made_up()


@pytest.fixture(scope="session")
def reports(made_up):
    """A function that gives the report of a corpus of some size; each is made once."""
    made = {}

    def get(outlets=5, articles=80, language="en", **card):
        key = (outlets, articles, language, tuple(sorted(card.items())))
        if key not in made:
            study = made_up.StudyCard("made-up", title="A made-up study", question="Who says what?", language=language, **card)
            made[key] = made_up.report(outlets=outlets, articles=articles, card=study)
        return made[key]

    return get


@pytest.fixture(scope="session")
def chromium():
    """The path of the browser; tests that need it skip where there is none, or fail where it is required."""
    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if path is None:
        if "browser" in os.environ.get("FRAMING_REQUIRE", "").split(","):
            pytest.fail("no chromium (apt-get install chromium)")
        pytest.skip("no chromium")
    return path


@pytest.fixture(scope="session")
def site(reports, tmp_path_factory):
    """The folder of a whole report, and the files that were written."""
    from framing.report.html import render_report

    folder = tmp_path_factory.mktemp("site")
    return folder, render_report(reports(5, 400), folder)
