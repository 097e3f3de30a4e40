"""How good a coder is: precision, recall and F1 per category and language, with intervals from resampled texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_REPLICATES = 500
_SAMPLES_AT_ONCE = 50
ALL = "all"
MACRO = "macro"


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 with its 95% interval of one category in one language ("all": micro-averaged, "macro": their mean)."""

    category: str
    language: str
    texts: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Among predictions in one band of probability: how many, their mean probability, and the share that was right."""

    low: float
    high: float
    number: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """How two coders divide a category: labels that both, only the first, only the second gave, and how many of each were right."""

    category: str
    both: int
    both_right: int
    first: int
    first_right: int
    second: int
    second_right: int
    missed: int


def score_labels(
    truth: Sequence[Collection[str]],
    predicted: Sequence[Collection[str]],
    languages: Sequence[str],
    *,
    undecided: Sequence[Collection[str]] | None = None,
    seed: int = 0,
) -> list[Score]:
    """Scores per category and language, and micro- and macro-averaged; `undecided` labels of a text are neither right nor wrong.

    Macro averages go over the categories of the truth. Intervals: percentile bootstrap over texts (Efron and Tibshirani 1993).
    """
    categories = sorted({label for labels in truth for label in labels} | {label for labels in predicted for label in labels})
    index = {category: number for number, category in enumerate(categories)}
    gold, found = indicator(truth, index), indicator(predicted, index)
    if undecided is not None:
        found &= gold | ~indicator(undecided, index)
    rng = np.random.default_rng(seed)
    names = np.asarray(languages)
    scores = []
    for language in [ALL, *sorted(set(languages))]:
        rows = np.arange(len(names)) if language == ALL else np.flatnonzero(names == language)
        if not len(rows):
            continue
        counts = np.stack([gold[rows] & found[rows], found[rows], gold[rows]]).astype(np.float64)
        scores.extend(_of_language(language, categories, counts, _resampled(counts, rng)))
    return scores


def reliability(truth: Any, probabilities: Any, *, bands: int = 10) -> list[Reliability]:
    """The reliability table of probabilities against a matrix of zeros and ones, in equal bands; empty bands are left out."""
    flat, right = np.asarray(probabilities).ravel(), np.asarray(truth).ravel()
    numbers = np.minimum((flat * bands).astype(int), bands - 1)
    table = []
    for band in range(bands):
        inside = numbers == band
        if inside.any():
            table.append(
                Reliability(band / bands, (band + 1) / bands, int(inside.sum()), float(flat[inside].mean()), float(right[inside].mean()))
            )
    return table


def calibration_error(table: Sequence[Reliability]) -> float:
    """The mean distance of predicted from observed shares, weighed by how many predictions a band has."""
    total = sum(row.number for row in table)
    return sum(row.number * abs(row.predicted - row.observed) for row in table) / total if total else 0.0


def confusion(truth: Sequence[Collection[str]], first: Sequence[Collection[str]], second: Sequence[Collection[str]]) -> list[Confusion]:
    """For every category what two coders share and what only one of them saw."""
    coders = [truth, first, second]
    index = {
        category: number for number, category in enumerate(sorted({label for coder in coders for labels in coder for label in labels}))
    }
    gold, left, right = (indicator(coder, index) for coder in coders)
    rows = []
    for category, column in index.items():
        g, a, b = gold[:, column], left[:, column], right[:, column]
        cells = [(int(mask.sum()), int((mask & g).sum())) for mask in (a & b, a & ~b, b & ~a)]
        rows.append(Confusion(category, *cells[0], *cells[1], *cells[2], int((g & ~a & ~b).sum())))
    return rows


def indicator(rows: Sequence[Collection[str]], index: Mapping[str, int]) -> Any:
    """Labels as a matrix of true and false; labels without a column are left out."""
    matrix = np.zeros((len(rows), len(index)), dtype=bool)
    for number, labels in enumerate(rows):
        matrix[number, [index[label] for label in labels if label in index]] = True
    return matrix


def _resampled(counts: Any, rng: np.random.Generator) -> Any:
    """Counts of right, found and true labels per category in each bootstrap sample of the texts."""
    texts = counts.shape[1]
    parts = []
    for start in range(0, _REPLICATES, _SAMPLES_AT_ONCE):
        size = min(_SAMPLES_AT_ONCE, _REPLICATES - start)
        weights = rng.multinomial(texts, np.full(texts, 1 / texts), size=size).astype(np.float64)
        parts.append(np.stack([weights @ counts[kind] for kind in range(3)]))
    return np.concatenate(parts, axis=1)


def _of_language(language: str, categories: Sequence[str], counts: Any, samples: Any) -> list[Score]:
    """The averages and every category that the truth or the coder has in this language."""
    texts = counts.shape[1]
    sums = counts.sum(axis=1)
    scores = [_score(ALL, language, texts, sums.sum(axis=1), samples.sum(axis=2))]
    present = sums[2] > 0
    if present.any():
        f1 = _f1(*sums[:, present])
        low, high = _interval(_f1(*samples[:, :, present]).mean(axis=1))
        precision, recall = (float(values[present].mean()) for values in (_ratio(sums[0], sums[1]), _ratio(sums[0], sums[2])))
        scores.append(Score(MACRO, language, texts, precision, recall, float(f1.mean()), low, high))
    for column in np.flatnonzero(sums[1:].any(axis=0)).tolist():
        scores.append(_score(categories[column], language, texts, sums[:, column], samples[:, :, column]))
    return scores


def _score(category: str, language: str, texts: int, sums: Any, samples: Any) -> Score:
    """The score of right, found and true counts, with the interval of their samples."""
    low, high = _interval(_f1(*samples))
    return Score(category, language, texts, float(_ratio(sums[0], sums[1])), float(_ratio(sums[0], sums[2])), float(_f1(*sums)), low, high)


def _f1(right: Any, found: Any, true: Any) -> Any:
    """F1 from counts; 0 where there is nothing to find and nothing found."""
    return _ratio(2 * np.asarray(right), np.asarray(found) + np.asarray(true))


def _ratio(part: Any, whole: Any) -> Any:
    """The share of a part, 0 of nothing."""
    return np.where(np.asarray(whole) > 0, np.asarray(part) / np.maximum(whole, 1), 0.0)


def _interval(samples: Any) -> tuple[float, float]:
    """The middle 95% of the samples."""
    low, high = np.quantile(samples, [0.025, 0.975])
    return float(low), float(high)
