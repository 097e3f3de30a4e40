"""Scores of texts at the speed of a look-up: what each word type adds to each class is computed once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from framing.classify.features import WordFeatures, lengths_of
from framing.classify.tokens import Numbering

_MOST_TYPES = 400_000


class WordScores:
    """Scores of texts under coefficients (one row a class, one column a feature), without intercepts."""

    def __init__(self, features: WordFeatures, coefficients: Any) -> None:
        self._features = features
        self._coefficients = np.asarray(coefficients, dtype=np.float64)
        self._of_pairs = features.pair_vectors() @ self._coefficients.T
        self._numbering: Numbering
        self._of_types: Any
        self._squares: Any
        self._stems: Any
        self._forget()

    def __call__(self, texts: Iterable[str]) -> Any:
        """One row a text, one column a class."""
        if len(self._numbering.types) > _MOST_TYPES:
            self._forget()
        numbers, starts = self._numbering(texts)
        self._learn()
        words, pairs = self._features.counts(numbers, starts, self._stems)
        return (words @ self._of_types + pairs @ self._of_pairs) / lengths_of(words, self._squares)[:, None]

    def _learn(self) -> None:
        """Adds what new word types contribute."""
        fresh = list(self._numbering.types)[len(self._of_types) :]
        if fresh:
            vectors, squares = self._features.word_vectors(fresh)
            self._of_types = np.concatenate([self._of_types, vectors @ self._coefficients.T])
            self._squares = np.concatenate([self._squares, squares])
            self._stems = np.concatenate([self._stems, self._features.stems_of(fresh)])

    def _forget(self) -> None:
        """Starts with no word types."""
        self._numbering = Numbering()
        self._of_types = np.zeros((0, len(self._coefficients)))
        self._squares = np.zeros(0)
        self._stems = np.zeros(0, dtype=np.int64)
