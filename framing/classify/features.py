"""Words as features that survive inflection: each word, its beginnings, and the letter runs inside it, weighed once per word type.

Character n-grams cost ten times a word model where they are counted per sentence. Here they are looked up per word type: what a
word contributes is computed when it is first seen and kept, so that a sentence costs one look-up a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

_WORD = re.compile(r"[^\W_]+(?:['’ʼ\-][^\W_]+)*")
_FOLD = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "\u00ad": None, "\u0301": None})
_CACHE_LIMIT = 500_000


def words_of(text: str) -> list[str]:
    """The words of a text, folded; numbers become one word."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(text.casefold().translate(_FOLD))]


def pieces_of(word: str, shortest: int, longest: int) -> list[str]:
    """The features of one word type: the word itself and the letter runs of the word with its boundaries."""
    padded = f" {word} "
    runs = [padded[start : start + size] for size in range(shortest, longest + 1) for start in range(len(padded) - size + 1)]
    return [f"={word}", *runs]


class WordPieces(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to a sparse matrix: words, letter runs inside words, pairs of neighbouring word beginnings; tf-idf, rows of length one."""

    def __init__(self, shortest: int = 3, longest: int = 5, stem: int = 5, min_texts: int = 2) -> None:
        self.shortest = shortest
        self.longest = longest
        self.stem = stem
        self.min_texts = min_texts

    def fit(self, texts: Iterable[str], y: object = None) -> WordPieces:
        """Itself, with the vocabulary and weights of these texts. `y` is not used."""
        del y
        counts: dict[str, int] = {}
        number = 0
        for text in texts:
            number += 1
            for feature in set(self._features(words_of(str(text)))):
                counts[feature] = counts.get(feature, 0) + 1
        least = self.min_texts if number > 20 * self.min_texts else 1
        kept = sorted(feature for feature, count in counts.items() if count >= least)
        self.vocabulary_ = {feature: index for index, feature in enumerate(kept)}
        seen = np.array([counts[feature] for feature in kept], dtype=np.float64)
        self.weights_ = np.log((1 + number) / (1 + seen)) + 1 if kept else np.zeros(0)
        self._types: dict[str, list[int]] = {}
        return self

    def transform(self, texts: Iterable[str]) -> Any:
        """One row per text. Unknown words count by the letter runs they share with known ones."""
        indices: list[int] = []
        starts = [0]
        for text in texts:
            indices.extend(self._indices(words_of(str(text))))
            starts.append(len(indices))
        data = np.ones(len(indices))
        matrix = csr_matrix((data, indices, starts), shape=(len(starts) - 1, len(self.vocabulary_)))
        matrix.sum_duplicates()
        matrix.data = (1 + np.log(matrix.data)) * self.weights_[matrix.indices]
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1
        matrix.data /= np.repeat(lengths, np.diff(matrix.indptr))
        return matrix

    def _features(self, words: Sequence[str]) -> list[str]:
        """All features of a text's words."""
        features = [piece for word in words for piece in pieces_of(word, self.shortest, self.longest)]
        return features + self._pairs(words)

    def _pairs(self, words: Sequence[str]) -> list[str]:
        """Neighbouring words by their beginnings."""
        stems = [word[: self.stem] for word in words]
        return [f"{left}_{right}" for left, right in zip(stems, stems[1:], strict=False)]

    def _indices(self, words: Sequence[str]) -> list[int]:
        """The vocabulary's numbers of a text's features; those of a word type are kept."""
        types = self.__dict__.setdefault("_types", {})
        if len(types) > _CACHE_LIMIT:
            types.clear()
        known = self.vocabulary_
        found: list[int] = []
        for word in words:
            numbers = types.get(word)
            if numbers is None:
                numbers = [known[piece] for piece in pieces_of(word, self.shortest, self.longest) if piece in known]
                types[word] = numbers
            found.extend(numbers)
        found.extend(known[pair] for pair in self._pairs(words) if pair in known)
        return found

    def __getstate__(self) -> dict[str, Any]:
        """The state without the memory of word types, so that the same fit gives the same bytes."""
        return {key: value for key, value in self.__dict__.items() if key != "_types"}
