"""Trained models on disk, without pickle: a zip of a JSON card and skops files with a list of trusted types."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.classify.bundle import FrameModel
from framing.classify.features import WordFeatures
from framing.classify.linear import TunedLogistic
from framing.classify.model import FrameClassifier
from framing.errors import FramingError, Place, Problem

FORMAT = 2
_TRUSTED = [f"{kind.__module__}.{kind.__qualname__}" for kind in (FrameClassifier, TunedLogistic, WordFeatures)]
_LARGEST_PART = 500_000_000
_CARD = "model.json"
_FEATURES = "features"
_CATEGORIES = "categories"
_STANCE = "stance."
# the same moment for every entry, so that the same training gives the same bytes
_MOMENT = (2020, 1, 1, 0, 0, 0)
_AGAIN = "train it again: framing train … -o MODEL"


def save_model(model: FrameModel, path: Path) -> None:
    """Writes the model; the same model gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(model_bytes(model))
    beside.replace(path)


def model_bytes(model: FrameModel) -> bytes:
    """The model as it stands in a file. The word features, which all its classifiers share, are held once."""
    import skops.io

    objects: dict[str, Any] = {_FEATURES: model.categories.features_, _CATEGORIES: _without_features(model.categories)}
    objects |= {f"{_STANCE}{target}": _without_features(classifier) for target, classifier in sorted(model.stance.items())}
    parts = {name: _steady(skops.io.dumps(value)) for name, value in objects.items()}
    head = {
        "format": FORMAT,
        "card": dict(model.card),
        "parts": {name: hashlib.sha256(raw).hexdigest() for name, raw in parts.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, _CARD, json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True).encode())
        for name, raw in parts.items():
            _add(archive, f"{name}.skops", raw)
    return target.getvalue()


def load_model(path: Path) -> FrameModel:
    """The model of a file.

    Raises FramingError where the file is missing, damaged, of another format, or holds a type that is not on the list.
    """
    place = Place(str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            head = json.loads(_entry(archive, _CARD))
            _check_format(head, place)
            parts = {name: _part(archive, name, digest, place) for name, digest in head["parts"].items()}
        return _joined(parts, head["card"])
    except FileNotFoundError:
        raise FramingError(Problem(place, "file-not-found", "there is no such model", "train one: framing train … -o MODEL")) from None
    except FramingError:
        raise
    except Exception as error:  # noqa: BLE001  # a damaged archive fails in as many ways as there are bytes
        raise FramingError(Problem(place, "model-damaged", f"no model that can be read ({type(error).__name__})", _AGAIN)) from None


def _check_format(head: Mapping[str, Any], place: Place) -> None:
    """Raises FramingError where the model was saved by another version of the toolkit."""
    if head.get("format") != FORMAT:
        raise FramingError(Problem(place, "model-format", f"a model of format {head.get('format')}, not {FORMAT}", _AGAIN))


def read_card(path: Path) -> Mapping[str, Any]:
    """The card of a model: what it was trained on and how good it is.

    Raises FramingError where there is none to read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            card: Mapping[str, Any] = json.loads(_entry(archive, _CARD))["card"]
            return card
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        raise FramingError(Problem(Place(str(path)), "model-damaged", "no model that can be read", _AGAIN)) from None


def _part(archive: zipfile.ZipFile, name: str, digest: str, place: Place) -> Any:
    """One object of the archive, after its digest and its types have been checked."""
    import skops.io

    raw = _entry(archive, f"{name}.skops")
    if hashlib.sha256(raw).hexdigest() != digest:
        raise FramingError(Problem(place, "model-damaged", f"{name} is not what was saved", _AGAIN))
    foreign = sorted(set(skops.io.get_untrusted_types(data=raw)) - set(_TRUSTED))
    if foreign:
        message = f"the model holds types that are not trusted: {', '.join(foreign[:3])}"
        raise FramingError(Problem(place, "model-untrusted", message, "use only models made by `framing train`"))
    return skops.io.loads(raw, trusted=_TRUSTED)


def _joined(parts: Mapping[str, Any], card: Mapping[str, Any]) -> FrameModel:
    """The model of its parts.

    Raises ValueError where one of them is something else.
    """
    features = parts[_FEATURES]
    classifiers = {name: part for name, part in parts.items() if name != _FEATURES}
    if not isinstance(features, WordFeatures) or not all(isinstance(part, FrameClassifier) for part in classifiers.values()):
        raise ValueError("the file holds no sentence classifier")
    for classifier in classifiers.values():
        classifier.features_ = features
    categories = classifiers.pop(_CATEGORIES)
    return FrameModel(categories, {name.removeprefix(_STANCE): part for name, part in sorted(classifiers.items())}, card)


def _without_features(classifier: FrameClassifier) -> FrameClassifier:
    """The classifier without its word features, which are saved once for all."""
    bare = copy.copy(classifier)
    del bare.features_
    return bare


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one entry; refuses entries that unpack to more than any model holds."""
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_PART:
        raise ValueError(f"{name} is too large")
    return archive.read(info)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Adds an entry with a fixed time."""
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=9)


def _steady(data: bytes) -> bytes:
    """The skops archive with fixed times and numbers: skops names its parts by memory address and stamps them."""
    source = zipfile.ZipFile(io.BytesIO(data))
    schema: dict[str, Any] = json.loads(source.read("schema.json"))
    renamed: dict[str, str] = {}
    _renumber(schema, renamed, {})
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
