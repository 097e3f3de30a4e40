"""Trained models on disk, without pickle: a zip of a JSON card and skops files with a list of trusted types."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from framing.classify.features import WordPieces
from framing.classify.model import FrameClassifier, FrameModel
from framing.errors import FramingError, Place, Problem

_FORMAT = 1
_TRUSTED = [f"{kind.__module__}.{kind.__qualname__}" for kind in (FrameClassifier, WordPieces)]
_LARGEST_PART = 500_000_000
# the same moment for every entry, so that the same training gives the same bytes
_MOMENT = (2020, 1, 1, 0, 0, 0)


def save_model(model: FrameModel, path: Path) -> None:
    """Writes the model; the same model gives the same bytes."""
    import skops.io

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        card = {"format": _FORMAT, "card": dict(model.card), "stance": sorted(model.stance)}
        _add(archive, "model.json", json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True).encode())
        for name, classifier in [("categories", model.categories), *sorted(model.stance.items())]:
            _add(archive, f"{name}.skops", _steady(skops.io.dumps(classifier)))
    beside.replace(path)


def load_model(path: Path) -> FrameModel:
    """The model of a file.

    Raises FramingError where the file is missing, damaged, of another format, or holds a type that is not on the list.
    """
    import skops.io

    place = Place(str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            card = json.loads(_part(archive, "model.json"))
            if card.get("format") != _FORMAT:
                raise FramingError(Problem(place, "model-format", f"a model of format {card.get('format')}", "train it again: framing train"))
            parts = {}
            for name in ["categories", *card["stance"]]:
                raw = _part(archive, f"{name}.skops")
                foreign = sorted(set(skops.io.get_untrusted_types(data=raw)) - set(_TRUSTED))
                if foreign:
                    message = f"the model holds types that are not trusted: {', '.join(foreign[:3])}"
                    raise FramingError(Problem(place, "model-untrusted", message, "use only models made by `framing train`"))
                parts[name] = skops.io.loads(raw, trusted=_TRUSTED)
    except FileNotFoundError:
        raise FramingError(Problem(place, "file-not-found", "there is no such model", "train one: framing train … -o MODEL")) from None
    except FramingError:
        raise
    except Exception as error:  # noqa: BLE001  # a damaged archive fails in as many ways as there are bytes
        message = f"no model that can be read ({type(error).__name__})"
        raise FramingError(Problem(place, "model-damaged", message, "train it again: framing train … -o MODEL")) from None
    categories = parts.pop("categories")
    if not isinstance(categories, FrameClassifier) or not all(isinstance(part, FrameClassifier) for part in parts.values()):
        raise FramingError(Problem(place, "model-damaged", "the file holds no sentence classifier", "train it again: framing train … -o MODEL"))
    return FrameModel(categories, parts, card["card"])


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one entry; refuses entries that unpack to more than any model holds."""
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_PART:
        raise ValueError(f"{name} is too large")
    return archive.read(info)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Adds an entry with a fixed time."""
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _steady(data: bytes) -> bytes:
    """The skops archive with fixed times and numbers: skops names its parts by memory address and stamps them."""
    source = zipfile.ZipFile(io.BytesIO(data))
    schema: dict[str, Any] = json.loads(source.read("schema.json"))
    renamed: dict[str, str] = {}
    identities: dict[int, int] = {}
    _renumber(schema, renamed, identities)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("schema.json", _MOMENT), json.dumps(schema, sort_keys=True).encode())
        for old, new in renamed.items():
            archive.writestr(zipfile.ZipInfo(new, _MOMENT), source.read(old))
    return target.getvalue()


def _renumber(node: Any, renamed: dict[str, str], identities: dict[int, int]) -> None:
    """Replaces memory addresses by the order of their first appearance, in place."""
    if isinstance(node, dict):
        if isinstance(node.get("__id__"), int):
            node["__id__"] = identities.setdefault(node["__id__"], len(identities))
        if isinstance(node.get("file"), str):
            name = node["file"]
            suffix = "".join(Path(name).suffixes)
            node["file"] = renamed.setdefault(name, f"{len(renamed)}{suffix}")
        for value in node.values():
            _renumber(value, renamed, identities)
    elif isinstance(node, list):
        for value in node:
            _renumber(value, renamed, identities)
