"""The study file: which articles, which lexicons, which questions. Everything a run depends on stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.resources import default_model, schema, shipped_folder
from framing.yamlfile import YamlFile, read_yaml


@dataclass(frozen=True)
class Study:
    """One study, with paths made absolute and defaults filled in; `settings` is the file as it was written."""

    name: str
    path: Path
    title: str
    question: str
    articles: tuple[Path, ...]
    columns: Mapping[str, str]
    outlets: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    lexicons: Path
    voice: Path
    codebook: Path
    model: Path | None
    coded: Path | None
    corrections: Path | None
    relevance: Path | None
    speakers: Mapping[str, Mapping[str, object]]
    scope: Mapping[str, Any] | None
    group_by: tuple[str, ...]
    baseline: tuple[str, str] | None
    series: str
    copies: str
    parts: tuple[str, ...]
    charts: tuple[str, ...]
    interval: float
    seed: int
    labels: str
    text: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_hand(self) -> dict[str, Path | None]:
        """The files in which people say something about the run, by their key."""
        return {"coded": self.coded, "corrections": self.corrections, "relevance": self.relevance}

    def place(self, *keys: str | int) -> Place:
        """Where a setting stands in the study file."""
        return read_yaml(self.path).place(*keys)


def find_study(name: str) -> Path:
    """The path of a study file: as given, or the shipped study of that name.

    Raises FramingError where neither is there.
    """
    path = Path(name)
    if path.is_file():
        return path
    shipped = shipped_folder("configs") / (path.name if path.suffix else f"{name}.yaml")
    if shipped.is_file():
        return shipped
    known = sorted(file.stem for file in shipped_folder("configs").glob("*.yaml"))
    hint = f"give the path of a study file, or a shipped study; {did_you_mean(path.stem, known)}"
    raise FramingError(Problem(Place(name), "study-not-found", "there is no such study file", hint))


def load_study(path: Path) -> Study:
    """The study of a file.

    Raises FramingError with all faults at once: unknown keys, wrong values, files that are not there.
    """
    document = read_yaml(path, schema("study"))
    data: Mapping[str, Any] = document.data
    problems: list[Problem] = []
    base = path.resolve().parent

    def located(key: str, value: str, *keys: str | int) -> Path:
        found = _locate(base, value)
        if not found.exists():
            message = f"{key}: there is no {value}"
            problems.append(Problem(document.place(*(keys or (key,))), "file-not-found", message, "paths are relative to the study file"))
        return found

    articles = tuple(located("articles", value, "articles", index) for index, value in enumerate(data["articles"]))
    lexicons = located("lexicons", data.get("lexicons", "lexicons/protest"))
    voice = located("voice", data.get("voice", "lexicons/voice"))
    codebook = located("codebook", data.get("codebook", "codebooks/protest.yaml"))
    model = _model(data.get("model", "default"), located)
    by_hand = {key: located(key, data[key]) if key in data else None for key in ("coded", "corrections", "relevance")}
    problems.extend(_languages_missing(document, data, lexicons, voice))
    if problems:
        raise FramingError(sorted(problems))
    return Study(
        name=path.stem,
        path=path,
        title=data.get("title", path.stem),
        question=data.get("question", ""),
        articles=articles,
        columns=data.get("columns", {}),
        outlets={outlet: tuple(names) for outlet, names in data.get("outlets", {}).items()},
        languages=tuple(data["languages"]),
        lexicons=lexicons,
        voice=voice,
        codebook=codebook,
        model=model,
        **by_hand,
        speakers=data.get("sources", {}),
        scope=data.get("scope"),
        group_by=tuple(data.get("group_by", ["outlet"])),
        baseline=(data["baseline"]["from"], data["baseline"]["to"]) if "baseline" in data else None,
        series=data.get("series", "week"),
        copies=data.get("copies", "per_outlet"),
        parts=tuple(data.get("parts", ["headline", "body"])),
        charts=tuple(data.get("charts", [])),
        interval=data.get("interval", 0.95),
        seed=data.get("seed", 0),
        labels=data.get("labels", "en"),
        text=data.get("text", "full"),
        settings=data,
    )


def _locate(base: Path, value: str) -> Path:
    """The path a study means: beside the study file, else among what the toolkit ships."""
    beside = (base / value).resolve()
    if beside.exists():
        return beside
    first, *rest = Path(value).parts or ("",)
    shipped = shipped_folder(first).joinpath(*rest) if first in ("lexicons", "configs", "corpora") else shipped_folder("configs") / value
    return shipped.resolve() if shipped.exists() else beside


def _model(value: str, located: Callable[[str, str], Path]) -> Path | None:
    """The model's path: the shipped one for "default", None for "none"."""
    if value == "none":
        return None
    return located("model", str(default_model()) if value == "default" else value)


def _languages_missing(document: YamlFile, data: Mapping[str, Any], lexicons: Path, voice: Path) -> list[Problem]:
    """A problem for every language without its two files."""
    problems = []
    for index, language in enumerate(data["languages"]):
        for folder in (lexicons, voice):
            if folder.is_dir() and not (folder / f"{language}.yaml").is_file():
                known = sorted(file.stem for file in folder.glob("*.yaml"))
                message = f"there is no {folder.name}/{language}.yaml for the language {language!r}"
                problems.append(Problem(document.place("languages", index), "language-missing", message, did_you_mean(language, known)))
    return problems
