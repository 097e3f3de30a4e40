"""How does each outlet name the people in the streets, and whose word is it? A toolkit for media researchers.

In a notebook: `framing.code(texts)`, `framing.load_study(path).run()`, `framing.MentionVectorizer()`, `framing.FrameClassifier()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.classify.model import FrameClassifier
    from framing.run.notebook import MentionVectorizer, code, load_study

__version__ = "0.1.0"
__all__ = ["FrameClassifier", "MentionVectorizer", "code", "load_study"]

_HOMES = {
    "FrameClassifier": "framing.classify.model",
    "MentionVectorizer": "framing.run.notebook",
    "code": "framing.run.notebook",
    "load_study": "framing.run.notebook",
}


def __getattr__(name: str) -> Any:
    """What a notebook asks for, imported when it is asked for: the command line need not wait for it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The names for notebooks, and those of every module."""
    return sorted({*__all__, *globals()})
