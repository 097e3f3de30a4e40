"""Fixtures for all rooms."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent


def required(part: str) -> bool:
    """Whether the environment says that this part must be there (`FRAMING_REQUIRE=shared,browser,…`)."""
    return part in os.environ.get("FRAMING_REQUIRE", "").split(",")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data: seeds, corpora, probes. Tests that need it skip where it is not there, or fail where it is required."""
    folder = Path(os.environ.get("FRAMING_SHARED", _ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        message = f"no shared data at {folder} (set FRAMING_SHARED)"
        if required("shared"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a framing command in this process: exit code, standard output, standard error."""
    from framing.cli import main

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return int(left.value.code or 0), captured.out, captured.err

    return run
