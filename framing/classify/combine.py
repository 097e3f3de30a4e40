"""Lexicon and classifier as one coder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

UNLIKELY = 0.05


def combined_labels(
    lexicon: Sequence[Collection[str]],
    classifier: Sequence[Collection[str]],
    probabilities: Any,
    classes: Sequence[str],
    *,
    unlikely: float = UNLIKELY,
) -> list[list[str]]:
    """The labels that either coder gives each text, except those of the lexicon that the classifier thinks all but impossible.

    The limit is no result of a search: a word of the lexicon is strong evidence, and only strong doubt may overrule it.
    """
    columns = {name: number for number, name in enumerate(classes)}
    rows = []
    for found, judged, shares in zip(lexicon, classifier, probabilities, strict=True):
        stands = {label for label in found if label not in columns or shares[columns[label]] >= unlikely}
        rows.append(sorted({str(label) for label in judged} | stands))
    return rows
