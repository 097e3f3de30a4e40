"""Scores of texts at the speed of a look-up: what each word type adds to each class is computed once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from framing.classify.features import WordFeatures, damped_counts, words_of

_MOST_UNITS = 400_000


class WordScores:
    """Scores of texts under coefficients (one row a class, one column a feature), without intercepts."""

    def __init__(self, features: WordFeatures, coefficients: Any) -> None:
        self._features = features
        self._coefficients = np.asarray(coefficients, dtype=np.float64)
        self._forget()

    def __call__(self, texts: Iterable[str]) -> Any:
        """One row a text, one column a class."""
        if len(self._types) + len(self._pairs) > _MOST_UNITS:
            self._forget()
        lists = [self._features.number(words_of(str(text)), self._types, self._pairs) for text in texts]
        self._learn()
        counts = damped_counts(lists, len(self._types), len(self._pairs))
        lengths = np.sqrt(counts.multiply(counts) @ np.concatenate([self._squares, np.zeros(len(self._pairs))]))
        lengths[lengths == 0] = 1
        return (counts @ np.concatenate([self._of_types, self._of_pairs])) / lengths[:, None]

    def _learn(self) -> None:
        """Adds what new word types and pairs contribute."""
        fresh = list(self._types)[len(self._of_types) :]
        if fresh:
            vectors, squares = self._features.word_vectors(fresh)
            self._of_types = np.concatenate([self._of_types, vectors @ self._coefficients.T])
            self._squares = np.concatenate([self._squares, squares])
        joined = list(self._pairs)[len(self._of_pairs) :]
        if joined:
            self._of_pairs = np.concatenate([self._of_pairs, self._features.pair_vectors(joined) @ self._coefficients.T])

    def _forget(self) -> None:
        """Starts with no word types."""
        classes = len(self._coefficients)
        self._types: dict[str, int] = {}
        self._pairs: dict[str, int] = {}
        self._of_types = np.zeros((0, classes))
        self._of_pairs = np.zeros((0, classes))
        self._squares = np.zeros(0)
