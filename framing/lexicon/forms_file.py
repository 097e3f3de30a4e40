"""The generated file of expanded forms beside a lexicon: matching then needs no engine, and is the same on every machine."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.lexicon.entries import Lexicon

FORMAT = 1
_LEGEND = "a lemma: the beginning that all its forms share, the end that they share, and what stands between in each"


@dataclass(frozen=True, slots=True)
class FormsFile:
    """Expanded forms of lemmas, keyed as `expansion_key` says, and what made them."""

    digest: str
    engine: str
    engine_version: str
    forms: Mapping[str, tuple[str, ...]]

    def text(self) -> str:
        """The file's content: one lemma a line, sorted, so that a diff shows what an edit of the lexicon changed."""
        head = {"format": FORMAT, "digest": self.digest, "engine": self.engine, "engine_version": self.engine_version, "legend": _LEGEND}
        lines = [f" {_json(key)}: {_json(value)}," for key, value in head.items()]
        items = [f"  {_json(key)}: {_json(_shorten(forms))}" for key, forms in sorted(self.forms.items())]
        return "\n".join(["{", *lines, ' "forms": {', ",\n".join(items), " }", "}"]) + "\n"


def forms_file_path(lexicon: Lexicon) -> Path:
    """Where the forms file of a lexicon stands: in the folder `forms` beside it."""
    return _beside(Path(lexicon.path))


def stored_digest(lexicon_path: Path) -> str | None:
    """The digest in the forms file beside a lexicon, without reading all of it; None where there is none."""
    try:
        with _beside(lexicon_path).open(encoding="utf-8") as lines:
            found = re.search(r'"digest": "([0-9a-f]+)"', "".join(itertools.islice(lines, 4)))
    except (OSError, ValueError):
        return None
    return found[1] if found else None


def _beside(path: Path) -> Path:
    """The forms file for a lexicon at this path."""
    return path.parent / "forms" / f"{path.stem}.json"


def expansion_key(lemma: str, head: int | None = None) -> str:
    """The name of an expansion: the lemma, and which word inflects where that was said."""
    return lemma if head is None else f"{lemma} |{head}"


def read_forms(path: Path) -> FormsFile | None:
    """The forms file; None where there is none that this version can read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            return None
        forms = {key: tuple(first + middle + last for middle in middles) for key, (first, last, *middles) in data["forms"].items()}
        return FormsFile(str(data["digest"]), str(data["engine"]), str(data["engine_version"]), forms)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _shorten(forms: Sequence[str]) -> list[str]:
    """The beginning that all forms share, the end that they share, and for each form what stands between."""
    first = _shared_beginning(forms)
    rest = [form[len(first) :] for form in forms]
    last = _shared_beginning([form[::-1] for form in rest])[::-1]
    return [first, last, *(form[: len(form) - len(last)] for form in rest)]


def _shared_beginning(texts: Sequence[str]) -> str:
    """The longest text with which all begin: that of the first and the last in alphabetical order."""
    first, last = min(texts), max(texts)
    return first[: next((position for position, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))]


def _json(value: object) -> str:
    """The value as JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False)
