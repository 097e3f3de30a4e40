"""Where lexicons, configs, corpora and the model are: in a checkout, or inside the installed wheel."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "shipped"


def shipped_folder(name: str) -> Path:
    """The folder `name` (lexicons, configs, corpora) that came with the toolkit: of the wheel, else of the checkout."""
    inside = _SHIPPED / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def default_model() -> Path:
    """The trained model that the toolkit ships."""
    return _PACKAGE / "classify" / "models" / "protest.framing"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema `name` (study, codebook, lexicon, voice, coded)."""
    text = (_PACKAGE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def file_digest(path: Path) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:16]


def text_digest(*texts: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of some texts; where one ends and the next begins counts."""
    digest = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()[:16]
