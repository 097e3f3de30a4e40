"""The second shipped study: other dimensions, other lexicons, no model. Nothing is wired to the first."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.codebook import load_codebook
from framing.resources import shipped_folder
from framing.run.check import check_paths, is_warning

CODEBOOK = shipped_folder("configs") / "codebooks" / "responsibility.yaml"


@pytest.mark.slow
def test_the_study_of_responsibility_runs(tmp_path: Path) -> None:
    run = framing.load_study("responsibility").run(reports=tmp_path)
    mentions = run.tables["mentions"]
    categories = set(load_codebook(CODEBOOK).categories)
    assert set(mentions["category"]) <= categories
    assert len(set(mentions["category"])) >= len(categories) - 2
    assert set(mentions["language"]) == {"bg", "en", "kk", "ru", "uk"}
    shares = run.estimates[run.estimates["measure"] == "share_of_mentions"]
    assert {category.split(".")[0] for category in shares["category"]} == {"cause", "response", "account"}
    assert "predictions" not in run.tables or run.tables["predictions"].empty
    assert run.page is not None
    page = run.page.read_text(encoding="utf-8")
    assert "misrule" in page
    assert "rioters and criminals" not in page
    assert isinstance(run.estimates, pd.DataFrame)


def test_its_files_have_no_fault() -> None:
    assert [problem for problem in check_paths(["responsibility"]) if not is_warning(problem)] == []
