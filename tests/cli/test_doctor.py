"""`framing doctor` says what is there, and what to install for what is not."""

from __future__ import annotations

import importlib.metadata
import json

import pytest

from framing.errors import FramingError, Place, Problem
from framing.run import doctor


def test_everything_is_there(command) -> None:
    code, out, err = command("doctor")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("ok  framing")
    assert not [line for line in lines if line.startswith("!!")]
    assert {"lexicon uk", "lexicon kk", "model", "demo corpus"} <= {" ".join(line[4:].split("  ")[0].split()) for line in lines}


def test_as_json(command) -> None:
    code, out, _ = command("doctor", "--format", "json")
    assert code == 0
    assert {"state", "what", "told"} == set(json.loads(out)[0])


def test_what_is_missing_names_the_extra(monkeypatch: pytest.MonkeyPatch, command) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name in ("dask", "scipy"):
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    def no_engine(name: str, language: str) -> object:
        raise FramingError(Problem(Place(language), "engine-missing", f"{name} is not installed", 'pip install "media-framing[uk]"'))

    monkeypatch.setattr(doctor.importlib.metadata, "version", version)
    monkeypatch.setattr(doctor, "get_engine", no_engine)
    code, out, _ = command("doctor")
    assert code == 1, "a library that is needed is not there"
    assert 'pip install "media-framing[dask]"' in out
    assert "!!  libraries" in out
    assert "can be used, not edited: pip install" in out
