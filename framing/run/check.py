"""Everything that can be wrong with a study and its lexicons, found at once."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from framing.codebook import load_codebook
from framing.errors import FramingError, Place, Problem
from framing.lexicon.check import WARNINGS, check_lexicon
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.load import load_lexicon, load_voice
from framing.resources import shipped_folder
from framing.study import Study, find_study, load_study
from framing.voice.check import check_voice
from framing.voice.cues import CompiledVoice
from framing.yamlfile import read_yaml

_STDIN = "-"


def is_warning(problem: Problem) -> bool:
    """True where the file works all the same."""
    return problem.code in WARNINGS


def check_paths(paths: Sequence[str | Path]) -> list[Problem]:
    """All problems of studies, lexicons, voice files and codebooks; without paths, of everything that is shipped.

    A path may be a folder, the name of a shipped study, or `-` for standard input.
    """
    for remembered in (_check_lexicon, _check_voice, _categories_of):
        remembered.cache_clear()
    problems: list[Problem] = []
    for path in paths or _shipped_files():
        problems.extend(_check_stdin() if str(path) == _STDIN else _check_path(Path(path)))
    return sorted(set(problems))


def _shipped_files() -> list[Path]:
    """Studies, codebooks, and every lexicon and voice file."""
    return [*sorted(shipped_folder("configs").rglob("*.yaml")), *sorted(shipped_folder("lexicons").glob("*/*.yaml"))]


def _check_stdin() -> list[Problem]:
    """The problems of the file that comes on standard input."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stdin.yaml"
        path.write_bytes(sys.stdin.buffer.read())
        found = _check_path(path)
    return [replace(problem, place=replace(problem.place, file="<stdin>")) for problem in found]


def _check_path(path: Path) -> list[Problem]:
    """The problems of a file, or of every YAML file of a folder."""
    if path.is_dir():
        files = sorted(path.rglob("*.yaml"))
        if not files:
            return [Problem(Place(str(path)), "file-not-found", "there is no YAML file in this folder", "give a study or lexicons")]
        return [problem for file in files for problem in _check_path(file)]
    try:
        return list(_check_file(path if path.exists() or path.suffix else find_study(str(path))))
    except FramingError as error:
        return list(error.problems)


def _check_file(path: Path) -> Iterator[Problem]:
    """The problems of one file, by what kind of file it is."""
    data = read_yaml(path).data
    if isinstance(data, dict) and "articles" in data:
        yield from _check_study(load_study(path))
    elif isinstance(data, dict) and "dimensions" in data:
        load_codebook(path)
    elif isinstance(data, dict) and "cues" in data:
        yield from _check_voice(path)
    else:
        yield from _check_lexicon(path)


def check_settings(study: Study) -> list[Problem]:
    """The problems of settings that name something of the toolkit."""
    if not study.charts:
        return []
    from framing.report.charts import check_charts

    return check_charts(study.charts, study.place("charts"), load_codebook(study.codebook))


def _check_study(study: Study) -> Iterator[Problem]:
    """The problems of a study's settings, codebook, lexicons and voice files."""
    yield from check_settings(study)
    categories: tuple[str, ...] = ()
    try:
        categories = load_codebook(study.codebook).categories
    except FramingError as error:
        yield from error.problems
    for language in study.languages:
        yield from _check_lexicon(study.lexicons / f"{language}.yaml", categories)
        yield from _check_voice(study.voice / f"{language}.yaml")


@cache
def _check_lexicon(path: Path, categories: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """The problems of one lexicon, held against the categories of a codebook where there are some."""
    try:
        lexicon = load_lexicon(path, categories or None)
        beside = {} if categories else _categories_beside(path)
        return tuple(check_lexicon(lexicon, compile_lexicon(lexicon), categories=categories, beside=beside))
    except FramingError as error:
        return error.problems


def _categories_beside(path: Path) -> dict[str, tuple[str, ...]]:
    """The categories with entries of each other lexicon of the folder, by the name of its file."""
    return {other.stem: found for other in sorted(path.parent.glob("*.yaml")) if other != path and (found := _categories_of(other))}


@cache
def _categories_of(path: Path) -> tuple[str, ...]:
    """The categories of a lexicon that have an entry; none where the file is no lexicon that can be read."""
    try:
        data = read_yaml(path).data
    except FramingError:
        return ()
    sections = data.get("categories") if isinstance(data, dict) else None
    return tuple(str(name) for name, section in sections.items() if section) if isinstance(sections, dict) else ()


@cache
def _check_voice(path: Path) -> tuple[Problem, ...]:
    """The problems of one voice file."""
    try:
        return tuple(check_voice(CompiledVoice(load_voice(path))))
    except FramingError as error:
        return error.problems
