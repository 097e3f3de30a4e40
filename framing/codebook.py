"""The codebook as a record: dimensions, categories with title, colour and valence, and the targets of stance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Problem, did_you_mean
from framing.resources import schema
from framing.yamlfile import YamlFile, read_yaml

_SPARE_COLOURS = ("#4477aa", "#cc6677", "#228833", "#ccbb44", "#66a5ad", "#aa3377", "#8c8c8c", "#5b4a8a", "#b07b3e", "#3a7d6b")


@dataclass(frozen=True)
class Category:
    """One category: `id` is "dimension.name"; `valence` runs from -1 to 1 toward the target, None where it says nothing."""

    id: str
    title: str
    colour: str
    valence: float | None = None
    definition: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """The title in this language, else in the codebook's own."""
        return self.titles.get(language, self.title)


@dataclass(frozen=True)
class Dimension:
    """What can be presented in several ways, and the ways; `target` is the stance target its valences point to, or ""."""

    id: str
    title: str
    categories: tuple[Category, ...]
    target: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """The title in this language, else in the codebook's own."""
        return self.titles.get(language, self.title)


@dataclass(frozen=True)
class Codebook:
    """All dimensions in the order of the file."""

    name: str
    dimensions: tuple[Dimension, ...]
    units: tuple[str, ...] = ("mention",)
    multi_label: bool = True
    stance_targets: tuple[str, ...] = ()
    stance_values: tuple[str, ...] = ("favour", "neutral", "against")
    target_titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, tuple[Dimension, Category]]:
        return {category.id: (dimension, category) for dimension in self.dimensions for category in dimension.categories}

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The ids of all categories, in order."""
        return tuple(self._by_id)

    def category(self, category: str) -> Category:
        """The category with this id; KeyError where there is none."""
        return self._by_id[category][1]

    def dimension_of(self, category: str) -> Dimension:
        """The dimension that a category belongs to; KeyError where there is none."""
        return self._by_id[category][0]

    def dimension(self, dimension: str) -> Dimension:
        """The dimension with this id; KeyError where there is none."""
        return next((each for each in self.dimensions if each.id == dimension), None) or _no_such(dimension)

    def target_name(self, target: str, language: str) -> str:
        """The title of a stance target in this language, else its id in words."""
        return self.target_titles.get(target, {}).get(language, target.replace("_", " "))


def _no_such(name: str) -> Dimension:
    raise KeyError(name)


def load_codebook(path: Path) -> Codebook:
    """The codebook in a YAML file.

    Raises FramingError with every fault: what the schema says, and dimensions whose target is not among the stance targets.
    """
    document = read_yaml(path, schema("codebook"))
    data = document.data
    stance = data.get("stance") or {}
    targets = tuple(stance.get("targets", ()))
    problems = [
        Problem(
            document.place("dimensions", name, "target"),
            "codebook-target",
            f"the target {dimension['target']!r} of {name!r} is not in stance.targets",
            did_you_mean(dimension["target"], targets),
        )
        for name, dimension in data["dimensions"].items()
        if dimension.get("target") and dimension["target"] not in targets
    ]
    if problems:
        raise FramingError(sorted(problems))
    units = data.get("units", ["mention"])
    return Codebook(
        name=data["name"],
        dimensions=_dimensions(document),
        units=(units,) if isinstance(units, str) else tuple(units),
        multi_label=data.get("multi_label", True),
        stance_targets=targets,
        stance_values=tuple(stance.get("values", ("favour", "neutral", "against"))),
        target_titles=stance.get("titles", {}),
    )


def _dimensions(document: YamlFile) -> tuple[Dimension, ...]:
    """The dimensions; a category without a colour gets one that no other category of its dimension has."""
    result = []
    for name, dimension in document.data["dimensions"].items():
        taken = {each.get("colour", "").lower() for each in dimension["categories"].values()}
        spare = [colour for colour in _SPARE_COLOURS if colour not in taken] or list(_SPARE_COLOURS)
        categories = [
            _category(f"{name}.{key}", raw, spare[number % len(spare)]) for number, (key, raw) in enumerate(dimension["categories"].items())
        ]
        result.append(
            Dimension(
                id=name,
                title=dimension.get("title", name.replace("_", " ")),
                categories=tuple(categories),
                target=dimension.get("target", ""),
                titles=dimension.get("titles", {}),
            )
        )
    return tuple(result)


def _category(name: str, raw: Mapping[str, Any], colour: str) -> Category:
    """One category from its mapping in the file."""
    valence = raw.get("valence")
    return Category(
        id=name,
        title=raw["title"],
        colour=raw.get("colour", colour).lower(),
        valence=None if valence is None else float(valence),
        definition=" ".join(raw.get("definition", "").split()),
        titles=raw.get("titles", {}),
    )
