"""Fixtures for all rooms."""

import os
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
