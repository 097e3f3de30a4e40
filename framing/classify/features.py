"""Words as features that survive inflection: each word, the letter runs inside it, and pairs of neighbours, weighed once per word type.

Character n-grams cost ten times a word model where they are counted per sentence. Here a text is the sum of its words, and what a word
contributes (itself, and its letter runs as a vector of fixed length) depends on the word alone: a linear model looks it up per word type.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, diags_array
from sklearn.base import BaseEstimator, TransformerMixin

from framing.classify.tokens import Numbering

_LONGEST_WORD = 40
_MOST_ENTRIES = 60_000_000
_MOST_PAIRS = 200_000
_MANY_TEXTS = 5_000
_FEW_WORDS = 200


def pieces_of(word: str, shortest: int, longest: int) -> list[str]:
    """The letter runs of a word with its boundaries; each once."""
    padded = f" {word[:_LONGEST_WORD]} "
    runs = (padded[start : start + size] for size in range(shortest, longest + 1) for start in range(len(padded) - size + 1))
    return list(dict.fromkeys(runs))


@dataclass(frozen=True, slots=True)
class _Index:
    """Columns of words and letter runs; pairs of stems as numbers in ascending order, their columns following those of the runs."""

    words: dict[str, int]
    runs: dict[str, int]
    stems: dict[str, int]
    codes: Any
    order: Any


class WordFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to a sparse matrix: words, letter runs inside words, pairs of word beginnings.

    A text is the sum over its word types of log-damped count × inverse text frequency × (the word itself, its letter runs as a unit
    vector), divided by the length that words alone give. Words never seen count by the letter runs they share with seen ones.
    """

    def __init__(self, *, shortest: int = 3, longest: int = 5, pieces: float = 0.5, pairs: float = 0.75, stem: int = 6) -> None:
        self.shortest = shortest
        self.longest = longest
        self.pieces = pieces
        self.pairs = pairs
        self.stem = stem

    def fit(self, X: Iterable[str], y: object = None) -> WordFeatures:  # noqa: N803
        """Itself, with the vocabulary and weights of these texts. `y` is not used."""
        del y
        numbering = Numbering()
        numbers, starts = numbering(X)
        names = list(numbering.types)
        total = len(starts) - 1
        rows = np.repeat(np.arange(total), np.diff(starts))
        seen = np.bincount(np.unique(rows * max(1, len(names)) + numbers) % max(1, len(names)), minlength=len(names))
        self.full_ = self._fits(names, seen)
        least = 2 if total > _MANY_TEXTS else 1
        words = sorted(names[number] for number in np.flatnonzero(seen >= least))
        runs = self._frequent_runs(names)
        pairs = self._frequent_pairs(rows, numbers, names) if self.pairs else {}
        self.words_, self.runs_, self.pairs_ = "\n".join(words), "\n".join(sorted(runs)), "\n".join(sorted(pairs))
        frequencies = (
            [int(seen[numbering.types[word]]) for word in words],
            [runs[run] for run in sorted(runs)],
            [pairs[pair] for pair in sorted(pairs)],
        )
        sizes = total, len(names), total
        self.weights_ = np.concatenate([_rarity(size, np.array(counts)) for size, counts in zip(sizes, frequencies, strict=True)]).astype(
            np.float32
        )
        self.rarest_, self.rarest_run_ = float(_rarity(total, np.ones(1))[0]), float(_rarity(len(names), np.ones(1))[0])
        self.__dict__.pop("_kept", None)
        return self

    def transform(self, X: Iterable[str]) -> csr_matrix:  # noqa: N803
        """One row per text."""
        numbering = Numbering()
        numbers, starts = numbering([str(text) for text in X])
        names = list(numbering.types)
        vectors, squares = self.word_vectors(names)
        words, pairs = self.counts(numbers, starts, self.stems_of(names))
        lengths = lengths_of(words, squares)
        return csr_matrix(diags_array(1 / lengths) @ (words @ vectors + pairs @ self.pair_vectors()))

    @property
    def size(self) -> int:
        """The number of columns."""
        return len(self.weights_)

    def counts(self, numbers: Any, starts: Any, stems: Any) -> tuple[csr_matrix, csr_matrix]:
        """Damped counts of the word types and of the known pairs of each text; `stems` has the stem of each word type, -1 for none."""
        texts = len(starts) - 1
        rows = np.repeat(np.arange(texts), np.diff(starts))
        index = self._index()
        words = _damped(rows, numbers, (texts, len(stems)))
        left, right = stems[numbers[:-1]], stems[numbers[1:]]
        joined = np.flatnonzero((left >= 0) & (right >= 0) & (rows[:-1] == rows[1:]))
        codes = left[joined] * len(index.stems) + right[joined]
        places = np.searchsorted(index.codes, codes)
        known = (
            np.flatnonzero(index.codes[np.minimum(places, len(index.codes) - 1)] == codes)
            if len(index.codes)
            else np.zeros(0, dtype=np.int64)
        )
        pairs = _damped(rows[joined[known]], index.order[places[known]], (texts, len(index.codes)))
        return words, pairs

    def stems_of(self, words: Sequence[str]) -> Any:
        """The number of each word's beginning among those of known pairs, -1 where there is none."""
        stems = self._index().stems
        return np.array([stems.get(word[: self.stem], -1) for word in words], dtype=np.int64)

    def word_vectors(self, words: Sequence[str]) -> tuple[csr_matrix, Any]:
        """What each word type adds, one row a word, and the square of its length."""
        index = self._index()
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        rarities = np.empty(len(words))
        for number, word in enumerate(words):
            column = index.words.get(word)
            rarity = self.rarest_ if column is None else float(self.weights_[column])
            rarities[number] = rarity
            if column is not None:
                columns.append(column)
                values.append(rarity)
            if self.pieces and self.shortest:
                found, shares = self._run_vector(word, index.runs)
                columns.extend(found)
                values.extend(self.pieces * rarity * share for share in shares)
            starts.append(len(columns))
        shape = (len(words), self.size)
        return csr_matrix((np.array(values, dtype=np.float64), np.array(columns, dtype=np.int64), starts), shape=shape), rarities**2

    def pair_vectors(self) -> csr_matrix:
        """What each known pair adds, one row a pair."""
        number = len(self._index().codes)
        columns = np.arange(self.size - number, self.size)
        return csr_matrix(
            (self.pairs * self.weights_[columns].astype(np.float64), columns, np.arange(number + 1)), shape=(number, self.size)
        )

    def _run_vector(self, word: str, runs: dict[str, int]) -> tuple[list[int], list[float]]:
        """Columns and values of a word's letter runs; with the unknown ones, which have no column, the vector has length one."""
        found: list[int] = []
        values: list[float] = []
        square = 0.0
        for run in self._runs(word):
            column = runs.get(run)
            weight = self.rarest_run_ if column is None else float(self.weights_[column])
            square += weight * weight
            if column is not None:
                found.append(column)
                values.append(weight)
        length = square**0.5 or 1.0
        return found, [value / length for value in values]

    def _runs(self, word: str) -> list[str]:
        """The letter runs of a word; where texts are many and long only its beginnings."""
        if self.full_:
            return pieces_of(word, self.shortest, self.longest)
        return [f" {word[:size]}" for size in range(self.shortest, min(self.longest + 1, len(word)) + 1)]

    def _fits(self, names: Sequence[str], seen: Any) -> bool:
        """Whether all letter runs of all texts fit into memory with room to spare."""
        runs = max(1, self.longest - self.shortest + 1)
        lengths = np.fromiter((len(name) for name in names), dtype=np.int64, count=len(names))
        return int((seen * lengths * runs).sum()) <= _MOST_ENTRIES

    def _frequent_runs(self, names: Sequence[str]) -> dict[str, int]:
        """In how many word types each letter run stands, for those in more than one."""
        if not (self.pieces and self.shortest):
            return {}
        counts: dict[str, int] = {}
        for name in names:
            for run in self._runs(name):
                counts[run] = counts.get(run, 0) + 1
        return {run: count for run, count in counts.items() if count > 1 or len(names) < _FEW_WORDS}

    def _frequent_pairs(self, rows: Any, numbers: Any, names: Sequence[str]) -> dict[str, int]:
        """In how many texts each pair of neighbours stands, for those in more than one text."""
        stems: dict[str, int] = {}
        of_type = np.array([stems.setdefault(name[: self.stem], len(stems)) for name in names], dtype=np.int64)
        inside = rows[:-1] == rows[1:]
        codes = of_type[numbers[:-1][inside]] * len(stems) + of_type[numbers[1:][inside]]
        of_text = np.unique(np.stack([codes, rows[:-1][inside]]), axis=1)[0] if len(codes) else codes
        codes, counts = np.unique(of_text, return_counts=True)
        codes, counts = codes[counts > 1], counts[counts > 1]
        order = np.argsort(-counts, kind="stable")[:_MOST_PAIRS]
        spelled = list(stems)
        return {f"{spelled[codes[n] // len(stems)]} {spelled[codes[n] % len(stems)]}": int(counts[n]) for n in order}

    def _index(self) -> _Index:
        """Where each feature stands."""
        kept: _Index | None = self.__dict__.get("_kept")
        if kept is None:
            words, runs, pairs = (joined.split("\n") if joined else [] for joined in (self.words_, self.runs_, self.pairs_))
            stems: dict[str, int] = {}
            both = [[stems.setdefault(stem, len(stems)) for stem in pair.split(" ")] for pair in pairs]
            codes = np.array([left * len(stems) + right for left, right in both], dtype=np.int64)
            order = np.argsort(codes, kind="stable")
            of_words = dict(zip(words, range(len(words)), strict=True))
            of_runs = dict(zip(runs, range(len(words), len(words) + len(runs)), strict=True))
            kept = self._kept = _Index(of_words, of_runs, stems, codes[order], order)
        return kept

    def __getstate__(self) -> dict[str, Any]:
        """The state without look-up tables, so that the same fit gives the same bytes."""
        return {key: value for key, value in self.__dict__.items() if key != "_kept"}


def lengths_of(words: csr_matrix, squares: Any) -> Any:
    """The length of each text by its words; 1 where there is none."""
    lengths = np.sqrt(words.multiply(words) @ squares)
    return np.where(lengths > 0, lengths, 1.0)


def _damped(rows: Any, columns: Any, shape: tuple[int, int]) -> csr_matrix:
    """1 + log of how often each column stands in each row."""
    counts = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
    counts.data = 1 + np.log(counts.data)
    return csr_matrix(counts)


def _rarity(total: int, seen: Any) -> Any:
    """Inverse text frequency, smoothed."""
    return np.log((1 + total) / (1 + np.asarray(seen, dtype=np.float64))) + 1
