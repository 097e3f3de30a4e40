"""Small lexicons written where a test may edit them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.lexicon import CompiledLexicon, Lexicon, compile_lexicon, load_lexicon

HEAD = "language: {language}\nmorphology: {morphology}\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a lexicon file of the given body and returns its path."""

    def written(body: str, *, language: str = "uk", morphology: str = "pymorphy3") -> Path:
        path = tmp_path / "protest" / f"{language}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD.format(language=language, morphology=morphology) + body, encoding="utf-8")
        return path

    return written


@pytest.fixture
def lexicon(write: Callable[..., Path]) -> Callable[..., Lexicon]:
    """Reads a lexicon of the given body."""
    return lambda body, **options: load_lexicon(write(body, **options))


@pytest.fixture
def compiled(lexicon: Callable[..., Lexicon]) -> Callable[..., CompiledLexicon]:
    """Compiles a lexicon of the given body."""
    return lambda body, **options: compile_lexicon(lexicon(body, **options))
