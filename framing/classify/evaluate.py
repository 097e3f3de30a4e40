"""How good a coder is: precision, recall and F1 per category and language, with intervals from resampled texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from framing.classify.model import FrameClassifier

_REPLICATES = 500


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of one category in one language ("all": micro-averaged, "macro": mean of F1), and F1's 95% interval."""

    category: str
    language: str
    texts: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def score_labels(
    truth: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]], languages: Sequence[str], *, seed: int = 0
) -> list[Score]:
    """Scores per category over all languages, and micro- and macro-averaged per language.

    Intervals: percentile bootstrap over texts (Efron and Tibshirani 1993).
    """
    categories = sorted({label for labels in truth for label in labels})
    index = {category: number for number, category in enumerate(categories)}
    gold, found = _indicator(truth, index), _indicator(predicted, index)
    rng = np.random.default_rng(seed)
    names = np.asarray(languages)
    scores = []
    for language in ["all", *sorted(set(languages))]:
        rows = np.arange(len(names)) if language == "all" else np.flatnonzero(names == language)
        draws = rng.integers(0, len(rows), (_REPLICATES, len(rows))) if len(rows) else np.zeros((0, 0), dtype=int)
        scores.append(_score("all", language, gold[rows], found[rows], draws))
        scores.append(_macro(language, gold[rows], found[rows], draws))
        for category, column in index.items():
            one = slice(column, column + 1)
            scores.append(_score(category, language, gold[rows, one], found[rows, one], draws))
    return scores


def cross_validated(coded: Sequence[Mapping[str, Any]], *, folds: int = 5, seed: int = 0) -> list[list[str]]:
    """The labels that a classifier trained on the other folds gives each text; near-duplicates (`group`) stay together.

    Raises ValueError where there are fewer groups than folds.
    """
    texts = [str(row["text"]) for row in coded]
    labels = [list(row.get("labels", ())) for row in coded]
    groups = [str(row.get("group") or row.get("id") or number) for number, row in enumerate(coded)]
    predicted: list[list[str]] = [[] for _ in texts]
    for train, test in GroupKFold(folds).split(texts, groups=groups):
        classifier = FrameClassifier(seed=seed)
        classifier.fit([texts[i] for i in train], [labels[i] for i in train], groups=[groups[i] for i in train])
        for number, found in zip(test, classifier.predict_labels([texts[i] for i in test]), strict=True):
            predicted[number] = found
    return predicted


def _indicator(rows: Sequence[Sequence[str]], index: Mapping[str, int]) -> Any:
    """Labels as a matrix of zeros and ones; labels that are nowhere in the truth have no column."""
    matrix = np.zeros((len(rows), len(index)), dtype=bool)
    for number, labels in enumerate(rows):
        matrix[number, [index[label] for label in labels if label in index]] = True
    return matrix


def _counts(gold: Any, found: Any) -> tuple[Any, Any, Any]:
    """Right, found and true labels of each text."""
    return (gold & found).sum(axis=1), found.sum(axis=1), gold.sum(axis=1)


def _score(category: str, language: str, gold: Any, found: Any, draws: Any) -> Score:
    """The score over all columns together."""
    right, predicted, true = _counts(gold, found)
    sums = [right[draws].sum(axis=1), predicted[draws].sum(axis=1), true[draws].sum(axis=1)] if draws.size else None
    low, high = _interval(_f1(*sums)) if sums else (0.0, 1.0)
    r, p, t = int(right.sum()), int(predicted.sum()), int(true.sum())
    return Score(
        category,
        language,
        len(gold),
        r / p if p else 0.0,
        r / t if t else 0.0,
        float(_f1(np.array(r), np.array(p), np.array(t))),
        low,
        high,
    )


def _macro(language: str, gold: Any, found: Any, draws: Any) -> Score:
    """The mean over categories that occur in the truth."""
    present = gold.any(axis=0)
    gold, found = gold[:, present], found[:, present]
    both = gold & found
    f1 = _f1(both.sum(axis=0), found.sum(axis=0), gold.sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.nan_to_num(both.sum(axis=0) / found.sum(axis=0))
        recall = np.nan_to_num(both.sum(axis=0) / gold.sum(axis=0))
    samples = (
        np.array([_f1(both[d].sum(axis=0), found[d].sum(axis=0), gold[d].sum(axis=0)).mean() for d in draws])
        if draws.size and present.any()
        else None
    )
    low, high = _interval(samples) if samples is not None else (0.0, 1.0)
    mean = [float(values.mean()) if len(values) else 0.0 for values in (precision, recall, f1)]
    return Score("macro", language, len(gold), *mean, low, high)


def _f1(right: Any, predicted: Any, true: Any) -> Any:
    """F1 from counts; 0 where there is nothing to find and nothing found."""
    total = predicted + true
    return np.where(total > 0, 2 * right / np.maximum(total, 1), 0.0)


def _interval(samples: Any) -> tuple[float, float]:
    """The middle 95% of the samples."""
    low, high = np.quantile(samples, [0.025, 0.975])
    return float(low), float(high)
