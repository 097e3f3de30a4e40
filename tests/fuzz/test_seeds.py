"""The small inputs that fuzzing begins with, run once each: none ends in anything but an outcome or a FramingError."""

from pathlib import Path

import pytest

from tests.fuzz.fuzz import target

SEEDS = sorted(path for path in (Path(__file__).parent / "seeds").rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_seed(seed, tmp_path):
    target(seed.parent.name, tmp_path)(seed.read_bytes())
