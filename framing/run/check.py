"""Everything that can be wrong with a study and its lexicons, found at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from framing.codebook import Codebook, load_codebook
from framing.errors import FramingError, Problem
from framing.lexicon.check import check_lexicon, is_warning
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.load import load_lexicon, load_voice
from framing.resources import shipped_folder
from framing.study import Study, load_study
from framing.voice.check import check_voice
from framing.voice.cues import CompiledVoice
from framing.yamlfile import read_yaml

__all__ = ["check_paths", "is_warning"]


def check_paths(paths: Sequence[Path]) -> list[Problem]:
    """All problems of studies, lexicons, voice files and codebooks; without paths, of everything that is shipped."""
    problems: list[Problem] = []
    for path in paths or _shipped_files():
        try:
            problems.extend(_check_file(path))
        except FramingError as error:
            problems.extend(error.problems)
    return sorted(set(problems))


def _shipped_files() -> list[Path]:
    """Studies, and every lexicon and voice file."""
    lexicons = shipped_folder("lexicons")
    return [*sorted(shipped_folder("configs").glob("*.yaml")), *sorted(lexicons.glob("*/*.yaml"))]


def _check_file(path: Path) -> list[Problem]:
    """The problems of one file, by what kind of file it is."""
    if path.is_dir():
        return check_paths(sorted(path.rglob("*.yaml")))
    data = read_yaml(path).data
    if isinstance(data, dict) and "articles" in data:
        study = load_study(path)
        return _check_study(study)
    if isinstance(data, dict) and "dimensions" in data:
        load_codebook(path)
        return []
    if isinstance(data, dict) and "cues" in data:
        return _check_voice(path)
    return _check_lexicon(path, None)


def _check_study(study: Study) -> list[Problem]:
    """The problems of a study's codebook, lexicons and voice files."""
    problems: list[Problem] = []
    codebook: Codebook | None = None
    try:
        codebook = load_codebook(study.codebook)
    except FramingError as error:
        problems.extend(error.problems)
    for language in study.languages:
        for check, file in ((_check_lexicon, study.lexicons / f"{language}.yaml"), (_check_voice, study.voice / f"{language}.yaml")):
            try:
                problems.extend(check(file, codebook))
            except FramingError as error:
                problems.extend(error.problems)
    return problems


def _check_lexicon(path: Path, codebook: Codebook | None = None) -> list[Problem]:
    """The problems of one lexicon."""
    lexicon = load_lexicon(path, codebook.categories if codebook else None)
    return check_lexicon(lexicon, compile_lexicon(lexicon))


def _check_voice(path: Path, codebook: Codebook | None = None) -> list[Problem]:
    """The problems of one voice file."""
    del codebook
    return check_voice(CompiledVoice(load_voice(path)))
