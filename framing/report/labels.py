"""The words of the report in the reader's language, from page/labels/<language>.yaml; English stands in for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from framing.errors import did_you_mean
from framing.yamlfile import read_yaml

_FOLDER = Path(__file__).resolve().parent / "page" / "labels"


@dataclass(frozen=True)
class Labels:
    """The phrases of one language by key."""

    language: str
    phrases: Mapping[str, str]

    def __call__(self, key: str, /, **values: Any) -> str:
        """The phrase with its gaps filled; KeyError where no language has it."""
        phrase = self.phrases.get(key)
        if phrase is None:
            phrase = _read("en").get(key)
        if phrase is None:
            raise KeyError(f"no label {key!r}: {did_you_mean(key, list(_read('en')))}")
        return phrase.format(**values) if values else phrase

    def has(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in self.phrases or key in _read("en")


@cache
def _read(language: str) -> dict[str, str]:
    data: dict[str, str] = read_yaml(_FOLDER / f"{language}.yaml").data
    return data


def label_languages() -> tuple[str, ...]:
    """The languages that the report can speak."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load_labels(language: str) -> Labels:
    """The phrases of a language; of English where the language has none."""
    known = language if language in label_languages() else "en"
    return Labels(known, _read(known))
