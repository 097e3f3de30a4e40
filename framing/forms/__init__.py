"""Inflection engines: from a dictionary form to all forms that may stand in a text. Needed only when a lexicon is compiled."""

from __future__ import annotations

import functools

from framing.errors import did_you_mean
from framing.forms.engine import Engine, Phrase, engine_problem
from framing.forms.headwords import headwords

ENGINES = ("pymorphy3", "simplemma", "suffix-bg", "suffix-kk", "none")

__all__ = ["ENGINES", "Engine", "Phrase", "get_engine", "headwords"]


@functools.cache
def get_engine(name: str, language: str) -> Engine:
    """The engine of that name for the language, one a process.

    Raises FramingError: `unknown-engine`, `engine-language` where it cannot do the language, `engine-missing` where it is not installed.
    """
    # an engine loads its dictionaries when it is made, and only the one that is asked for is imported
    if name == "pymorphy3":
        from framing.forms.pymorphy import PymorphyEngine

        return PymorphyEngine(language)
    if name == "simplemma":
        from framing.forms.simplemma_inverted import SimplemmaEngine

        return SimplemmaEngine(language)
    if name == "suffix-bg":
        from framing.forms.suffix_bg import BulgarianEngine

        return BulgarianEngine()
    if name == "suffix-kk":
        from framing.forms.suffix_kk import KazakhEngine

        return KazakhEngine()
    if name == "none":
        from framing.forms.none import NoEngine

        return NoEngine()
    raise engine_problem("unknown-engine", f"no inflection engine is called {name!r}", did_you_mean(name, ENGINES))
