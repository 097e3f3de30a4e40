"""Words as features that survive inflection: each word, the letter runs inside it, and pairs of neighbours, weighed once per word type.

Character n-grams cost ten times a word model where they are counted per sentence. Here a text is the sum of its words, and what a word
contributes (itself, and its letter runs as a vector of fixed length) depends on the word alone: a linear model looks it up per word type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags_array
from sklearn.base import BaseEstimator, TransformerMixin

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ\-][^\W_]+)*|[^\w\s]+")
_DIGITS = "0123456789"
_FOLD = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "\u00ad": None, "\u0301": None} | dict.fromkeys(_DIGITS, "0"))
_LONGEST_WORD = 40
_MOST_ENTRIES = 60_000_000
_MOST_PAIRS = 200_000
_MANY_TEXTS = 5_000


def words_of(text: str) -> list[str]:
    """The words and marks of a text, folded; digits are alike."""
    return _TOKEN.findall(text.casefold().translate(_FOLD))


def pieces_of(word: str, shortest: int, longest: int) -> list[str]:
    """The letter runs of a word with its boundaries; each once."""
    padded = f" {word[:_LONGEST_WORD]} "
    runs = (padded[start : start + size] for size in range(shortest, longest + 1) for start in range(len(padded) - size + 1))
    return list(dict.fromkeys(runs))


@dataclass(frozen=True, slots=True)
class Units:
    """Texts as counts of units (word types, then known pairs), and the vector and squared length that each unit adds."""

    counts: csr_matrix
    vectors: csr_matrix
    squares: Any


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
        types: dict[str, int] = {}
        rows = [np.fromiter((types.setdefault(word, len(types)) for word in words_of(text)), dtype=np.int32) for text in X]
        total = len(rows)
        names = list(types)
        seen = np.zeros(len(names), dtype=np.int64)
        for row in rows:
            seen[np.unique(row)] += 1
        self.full_ = self._fits(names, seen)
        least = 2 if total > _MANY_TEXTS else 1
        words = sorted(names[number] for number in np.flatnonzero(seen >= least))
        runs = self._frequent_runs(names)
        pairs = self._frequent_pairs(rows, names) if self.pairs else {}
        self.words_, self.runs_, self.pairs_ = "\n".join(words), "\n".join(sorted(runs)), "\n".join(sorted(pairs))
        self.rarest_ = _rarity(total, 1)
        self.weights_ = np.array(
            [_rarity(total, seen[types[word]]) for word in words]
            + [_rarity(len(names), runs[run]) for run in sorted(runs)]
            + [_rarity(total, pairs[pair]) for pair in sorted(pairs)],
            dtype=np.float32,
        )
        self.rarest_run_ = _rarity(len(names), 1)
        self.__dict__.pop("_index", None)
        return self

    def transform(self, X: Iterable[str]) -> csr_matrix:  # noqa: N803
        """One row per text."""
        types: dict[str, int] = {}
        pairs: dict[str, int] = {}
        lists = [self.number(words_of(str(text)), types, pairs) for text in X]
        units = self.units(lists, list(types), list(pairs))
        lengths = np.sqrt(np.asarray(units.counts.multiply(units.counts) @ units.squares).ravel())
        lengths[lengths == 0] = 1
        scaled: csr_matrix = csr_matrix(diags_array(1 / lengths) @ (units.counts @ units.vectors))
        scaled.sort_indices()
        return scaled

    @property
    def size(self) -> int:
        """The number of columns."""
        return len(self.weights_)

    def number(self, words: Sequence[str], types: dict[str, int], pairs: dict[str, int]) -> tuple[list[int], list[int]]:
        """The numbers of a text's words and of its known pairs; new ones are added to `types` and `pairs`."""
        numbers = [types.setdefault(word, len(types)) for word in words]
        if not self.pairs:
            return numbers, []
        known = self._columns()[2]
        stems = [word[: self.stem] for word in words]
        found = [f"{left} {right}" for left, right in pairwise(stems)]
        return numbers, [pairs.setdefault(pair, len(pairs)) for pair in found if pair in known]

    def units(self, lists: Sequence[tuple[list[int], list[int]]], types: Sequence[str], pairs: Sequence[str]) -> Units:
        """The texts in units, with damped counts."""
        counts = damped_counts(lists, len(types), len(pairs))
        words, lengths = self.word_vectors(types)
        vectors = csr_matrix(_stack(words, self.pair_vectors(pairs)))
        return Units(counts, vectors, np.concatenate([lengths, np.zeros(len(pairs))]))

    def word_vectors(self, words: Sequence[str]) -> tuple[csr_matrix, Any]:
        """What each word type adds, one row a word, and the square of its length."""
        known, runs, _ = self._columns()
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        rarities = np.empty(len(words))
        for number, word in enumerate(words):
            column = known.get(word)
            rarity = self.rarest_ if column is None else float(self.weights_[column])
            rarities[number] = rarity
            if column is not None:
                columns.append(column)
                values.append(rarity)
            if self.pieces and self.shortest:
                found, shares = self._run_vector(word, runs)
                columns.extend(found)
                values.extend(self.pieces * rarity * share for share in shares)
            starts.append(len(columns))
        shape = (len(words), self.size)
        return csr_matrix((np.array(values, dtype=np.float64), np.array(columns, dtype=np.int64), starts), shape=shape), rarities**2

    def pair_vectors(self, pairs: Sequence[str]) -> csr_matrix:
        """What each known pair adds, one row a pair."""
        known = self._columns()[2]
        columns = np.array([known[pair] for pair in pairs], dtype=np.int64)
        values = self.pairs * self.weights_[columns].astype(np.float64) if len(columns) else np.zeros(0)
        return csr_matrix((values, columns, np.arange(len(columns) + 1)), shape=(len(columns), self.size))

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

    def _frequent_pairs(self, rows: Sequence[Any], names: Sequence[str]) -> dict[str, int]:
        """In how many texts each pair of neighbours stands, for those in more than one text."""
        stems: dict[str, int] = {}
        of_type = np.array([stems.setdefault(name[: self.stem], len(stems)) for name in names], dtype=np.int64)
        each = [np.unique(of_type[row[:-1]] * len(stems) + of_type[row[1:]]) for row in rows if len(row) > 1]
        if not each:
            return {}
        codes, counts = np.unique(np.concatenate(each), return_counts=True)
        codes, counts = codes[counts > 1], counts[counts > 1]
        order = np.argsort(-counts, kind="stable")[:_MOST_PAIRS]
        spelled = list(stems)
        return {f"{spelled[codes[n] // len(stems)]} {spelled[codes[n] % len(stems)]}": int(counts[n]) for n in order}

    def _columns(self) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """The columns of words, letter runs and pairs."""
        index: tuple[dict[str, int], dict[str, int], dict[str, int]] | None = self.__dict__.get("_index")
        if index is None:
            made: list[dict[str, int]] = []
            start = 0
            for joined in (self.words_, self.runs_, self.pairs_):
                names = joined.split("\n") if joined else []
                made.append(dict(zip(names, range(start, start + len(names)), strict=True)))
                start += len(names)
            index = self._index = (made[0], made[1], made[2])
        return index

    def __getstate__(self) -> dict[str, Any]:
        """The state without look-up tables, so that the same fit gives the same bytes."""
        return {key: value for key, value in self.__dict__.items() if key != "_index"}


_FEW_WORDS = 200


def damped_counts(lists: Sequence[tuple[list[int], list[int]]], types: int, pairs: int) -> csr_matrix:
    """One row a text, one column a unit: 1 + log of how often it stands there."""
    columns: list[int] = []
    starts = [0]
    for words, joined in lists:
        columns.extend(words)
        columns.extend([types + pair for pair in joined])
        starts.append(len(columns))
    counts = csr_matrix((np.ones(len(columns)), np.array(columns, dtype=np.int64), starts), shape=(len(lists), types + pairs))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    return counts


def _rarity(total: int, seen: int) -> float:
    """Inverse text frequency, smoothed."""
    return float(np.log((1 + total) / (1 + seen)) + 1)


def _stack(upper: csr_matrix, lower: csr_matrix) -> csr_matrix:
    """One matrix of two, rows below rows."""
    return csr_matrix(
        (
            np.concatenate([upper.data, lower.data]),
            np.concatenate([upper.indices, lower.indices]),
            np.concatenate([upper.indptr, upper.indptr[-1] + lower.indptr[1:]]),
        ),
        shape=(upper.shape[0] + lower.shape[0], upper.shape[1]),
    )
