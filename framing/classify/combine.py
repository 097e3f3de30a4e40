"""Lexicon and classifier as one coder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

SURE = 0.5
UNLIKELY = 0.05


def combined_labels(
    lexicon: Sequence[Collection[str]], probabilities: Any, classes: Sequence[str], *, sure: float = SURE, unlikely: float = UNLIKELY
) -> list[list[str]]:
    """The labels of each text by both coders: what the lexicon found, unless the classifier thinks it all but impossible, and what
    the classifier thinks more likely than not.

    The two numbers are no result of a search: a word of the lexicon is strong evidence and needs strong doubt to fall, and a label
    without any word needs the better half of the odds.
    """  # noqa: D205
    known = set(classes)
    rows = []
    for found, shares in zip(lexicon, probabilities, strict=True):
        named = set(found)
        kept = {str(label) for label, share in zip(classes, shares, strict=True) if share >= (unlikely if label in named else sure)}
        rows.append(sorted(kept | (named - known)))
    return rows
