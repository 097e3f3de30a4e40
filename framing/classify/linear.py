"""The numeric heart of the classifier: one logistic regression a class, strength, calibration and thresholds found on held-out folds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

STRENGTHS = (2.0, 10.0, 50.0)
_DEFAULT_STRENGTH = 10.0
# a label that four of five times would be wrong is not given, whatever the folds say: coded texts are richer in rare cases than the news
_THRESHOLDS = np.round(np.arange(0.2, 0.7, 0.025), 3)
_DEFAULT_THRESHOLD = 0.35
_TILTS = (0.0, 0.25, 0.5, 0.75, 1.0)
# what the search for a strength may cost: rows × classes, and rows
_MOST_WORK = 30_000
_MOST_ROWS = 6_000
_FEWEST_ROWS = 1_200
_MANY_ROWS = 2_500
_FOLDS_OF_MANY = 3
_CERTAIN = 12.0


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """Scores of texts by models that did not see them, and the truth."""

    scores: Any
    truth: Any


class TunedLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One logistic regression a class on numbers, dense or sparse. `y`: one label a row, or a matrix of zeros and ones.

    `strength` is the inverse of the penalty; None chooses it by cross-validation. One label a row: the class with the highest
    probability wins, rare classes helped as far as that helped on held-out folds. Several: each class has a threshold of its own.
    """

    def __init__(self, *, strength: float | None = None, folds: int = 5, seed: int = 0) -> None:
        self.strength = strength
        self.folds = folds
        self.seed = seed

    def fit(self, X: Any, y: Any, groups: Sequence[Any] | None = None) -> TunedLogistic:  # noqa: N803
        """Itself, trained. `groups`: near-duplicates share one and never stand on both sides of a fold."""
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        X, y = validate_data(self, X, y, accept_sparse="csr", multi_output=True)  # noqa: N806
        # a column of labels is one label a row, as everywhere in scikit-learn; `fit_matrix` takes it as a matrix of one class
        return self._learn(X, self._truth(column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y), groups)

    def fit_matrix(self, X: Any, truth: Any, groups: Sequence[Any] | None = None) -> TunedLogistic:  # noqa: N803
        """Itself, trained on a matrix of zeros and ones, one column a class, be it one only."""
        X, truth = validate_data(self, X, truth, accept_sparse="csr", multi_output=True)  # noqa: N806
        return self._learn(X, self._truth(truth), groups)

    def _learn(self, X: Any, truth: Any, groups: Sequence[Any] | None) -> TunedLogistic:  # noqa: N803
        """Itself: strength, calibration and thresholds by held-out folds, then coefficients by all rows."""
        members = None if groups is None else np.unique(np.asarray([str(group) for group in groups]), return_inverse=True)[1]
        held_out, self.strength_ = self._search(X, truth, members)
        self._calibrate(held_out)
        self.held_out_ = self._judge(held_out)
        coefficients, self.intercept_ = self._train(X, truth, self.strength_)
        # half the bytes on disk, and the saved model answers exactly as the fresh one
        self.coef_ = coefficients.astype(np.float16) if np.abs(coefficients).max(initial=0) < 60_000 else coefficients.astype(np.float32)
        return self

    def decision_function(self, X: Any) -> Any:  # noqa: N803
        """Scores before calibration, one column a class; of two exclusive classes one column, that of the second."""
        scores = self.raw_scores(X)
        return 2 * scores[:, 1] if self.single_ and len(self.classes_) == 2 else scores

    def predict_proba(self, X: Any) -> Any:  # noqa: N803
        """Probabilities, one column a class; with one label a row they sum to one."""
        return self.probabilities(self.raw_scores(X))

    def predict(self, X: Any) -> Any:  # noqa: N803
        """One label a row, or a matrix of zeros and ones."""
        return self.decide(self.probabilities(self.raw_scores(X)))

    def raw_scores(self, X: Any) -> Any:  # noqa: N803
        """One column a class, always."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)  # noqa: N806
        return np.asarray(X @ self.coef_.T.astype(np.float64) + self.intercept_)

    def probabilities(self, scores: Any) -> Any:
        """Calibrated probabilities of raw scores."""
        if self.single_:
            return softmax(self.slope_ * scores, axis=1)
        return expit(self.slope_ * scores + self.offsets_)

    def decide(self, probabilities: Any) -> Any:
        """Labels, or a matrix of zeros and ones, from probabilities."""
        if self.single_:
            return self.classes_[(np.log(np.maximum(probabilities, 1e-12)) + self.tilt_).argmax(axis=1)]
        return (probabilities >= self.thresholds_).astype(int)

    def __sklearn_tags__(self) -> Any:
        """The tags that scikit-learn reads: sparse input will do, and a row may have several labels."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags

    def _truth(self, y: Any) -> Any:
        """The truth as a matrix of zeros and ones; sets `classes_` and whether each row has exactly one label."""
        self.single_ = np.ndim(y) == 1
        if not self.single_:
            self.classes_ = np.arange(np.shape(y)[1])
            return np.asarray(y, dtype=int)
        check_classification_targets(y)
        self.classes_, numbers = np.unique(y, return_inverse=True)
        return np.eye(len(self.classes_), dtype=int)[numbers]

    def _train(self, X: Any, truth: Any, strength: float) -> tuple[Any, Any]:  # noqa: N803
        """Coefficients and intercepts, one row a class; a class that all or no rows have gets certainty and no coefficients."""
        classes = truth.shape[1]
        coefficients = np.zeros((classes, X.shape[1]))
        intercepts = np.zeros(classes)
        mirrored = self.single_ and classes == 2
        for column in range(1 if mirrored else 0, classes):
            positive = truth[:, column]
            if positive.min() == positive.max():
                intercepts[column] = _CERTAIN if positive[0] else -_CERTAIN
                continue
            learner = LogisticRegression(C=strength, solver="liblinear", intercept_scaling=1.0, tol=1e-2, random_state=self.seed)
            learner.fit(X, positive)
            coefficients[column], intercepts[column] = learner.coef_[0], learner.intercept_[0]
        if mirrored:
            coefficients[1], intercepts[1] = coefficients[1] / 2, intercepts[1] / 2
            coefficients[0], intercepts[0] = -coefficients[1], -intercepts[1]
        return coefficients, intercepts

    def _search(self, X: Any, truth: Any, members: Any) -> tuple[_HeldOut | None, float]:  # noqa: N803
        """Held-out scores at the best strength, and that strength; no scores where there is too little to hold out."""
        X, truth, members = self._sample(X, truth, members)  # noqa: N806
        folds = list(self._folds(truth, members))
        if not folds:
            return None, self.strength or _DEFAULT_STRENGTH
        best: tuple[float, _HeldOut, float] | None = None
        for strength in (self.strength,) if self.strength else STRENGTHS:
            scores = np.zeros(truth.shape)
            for train, test in folds:
                coefficients, intercepts = self._train(X[train], truth[train], strength)
                scores[test] = X[test] @ coefficients.T + intercepts
            held_out = _HeldOut(scores, truth)
            loss = self._calibrate(held_out)
            if best is None or loss < best[0]:
                best = (loss, held_out, strength)
        assert best is not None
        return best[1], best[2]

    def _sample(self, X: Any, truth: Any, members: Any) -> tuple[Any, Any, Any]:  # noqa: N803
        """As many rows, drawn at random, as a search can afford."""
        classes = 1 if self.single_ and truth.shape[1] == 2 else truth.shape[1]
        rows = min(len(truth), _MOST_ROWS, max(_FEWEST_ROWS, _MOST_WORK // max(1, classes)))
        if rows == len(truth):
            return X, truth, members
        chosen = np.sort(np.random.default_rng(self.seed).permutation(len(truth))[:rows])
        return X[chosen], truth[chosen], None if members is None else members[chosen]

    def _folds(self, truth: Any, members: Any) -> Iterator[tuple[Any, Any]]:
        """Splits that keep groups together, or else the share of each class; none where there are too few rows."""
        if self.folds < 2 or len(truth) < 2 * self.folds or truth.shape[1] < 2:
            return
        number = min(self.folds, _FOLDS_OF_MANY) if len(truth) > _MANY_ROWS else self.folds
        if members is not None and len(np.unique(members)) < len(members):
            if len(np.unique(members)) >= 2 * number:
                yield from GroupKFold(number, shuffle=True, random_state=self.seed).split(truth, groups=members)
        elif self.single_ and truth.sum(axis=0).min() >= 2:
            number = min(number, int(truth.sum(axis=0).min()))
            yield from StratifiedKFold(number, shuffle=True, random_state=self.seed).split(truth, truth.argmax(axis=1))
        else:
            yield from KFold(number, shuffle=True, random_state=self.seed).split(truth)

    def _judge(self, held_out: _HeldOut | None) -> dict[str, float]:
        """Micro- and macro-averaged F1 on the held-out folds; empty where there were none."""
        if held_out is None:
            return {}
        decided = self.decide(self.probabilities(held_out.scores))
        found = (self.classes_ == np.asarray(decided)[:, None]).astype(int) if self.single_ else decided
        right, total = (held_out.truth & found).sum(axis=0), held_out.truth.sum(axis=0) + found.sum(axis=0)
        return {
            "micro_f1": float(2 * right.sum() / max(1, total.sum())),
            "macro_f1": float((2 * right / np.maximum(total, 1)).mean()),
        }

    def _calibrate(self, held_out: _HeldOut | None) -> float:
        """The log loss after calibration; sets slope, offsets, thresholds and tilt by the held-out scores."""
        if held_out is None:
            classes = len(self.classes_)
            self.slope_, self.offsets_, self.tilt_ = 1.0, np.zeros(classes), np.zeros(classes)
            self.thresholds_ = np.full(classes, _DEFAULT_THRESHOLD)
            return 0.0
        if self.single_:
            return self._calibrate_exclusive(held_out)
        return self._calibrate_several(held_out)

    def _calibrate_exclusive(self, held_out: _HeldOut) -> float:
        """One label a row: a common temperature, and as much help for rare classes as pays."""
        right = held_out.truth.argmax(axis=1)

        def loss(log_slope: float) -> float:
            return float(-log_softmax(np.exp(log_slope) * held_out.scores, axis=1)[np.arange(len(right)), right].mean())

        found = minimize_scalar(loss, bounds=(-2.5, 2.5), method="bounded", options={"xatol": 1e-3})
        self.slope_, self.offsets_ = float(np.exp(found.x)), np.zeros(len(self.classes_))
        logs = log_softmax(self.slope_ * held_out.scores, axis=1)
        rarity = -np.log(np.maximum(held_out.truth.mean(axis=0), 1e-6))
        rarity = rarity - rarity.min()
        worth = [_worth(held_out.truth, (logs + share * rarity).argmax(axis=1)) for share in _TILTS]
        self.tilt_ = _TILTS[int(np.argmax(worth))] * rarity
        self.thresholds_ = np.full(len(self.classes_), 0.5)
        return float(found.fun)

    def _calibrate_several(self, held_out: _HeldOut) -> float:
        """Several labels a row: a common slope, an offset a class drawn toward zero, and the threshold with the best F1."""
        scores, truth = held_out.scores, held_out.truth
        classes = truth.shape[1]

        def loss(point: Any) -> tuple[float, Any]:
            slope, offsets = np.exp(point[0]), point[1:]
            logits = slope * scores + offsets
            wrong = expit(logits) - truth
            value = (np.logaddexp(0, logits) - truth * logits).sum() + (offsets**2).sum() / 2
            return value / len(truth), np.concatenate([[slope * (wrong * scores).sum()], wrong.sum(axis=0) + offsets]) / len(truth)

        found = minimize(loss, np.zeros(classes + 1), jac=True, method="L-BFGS-B", bounds=[(-2.5, 2.5)] + [(-4, 4)] * classes)
        self.slope_, self.offsets_ = float(np.exp(found.x[0])), found.x[1:]
        self.tilt_ = np.zeros(classes)
        self.thresholds_ = _best_thresholds(truth, expit(self.slope_ * scores + self.offsets_))
        return float(found.fun)


def _best_thresholds(truth: Any, probabilities: Any) -> Any:
    """The threshold of each class with the best F1, drawn toward the one that is best over all classes."""
    classes = truth.shape[1]
    counts = np.zeros((classes, len(_THRESHOLDS), 3))
    for number, cut in enumerate(_THRESHOLDS):
        found = probabilities >= cut
        counts[:, number] = np.stack([(found & (truth > 0)).sum(axis=0), found.sum(axis=0), truth.sum(axis=0)], axis=1)
    # a rare class borrows from all others as if they had shown it this many texts
    common = counts.sum(axis=0, keepdims=True)
    common = common / max(1.0, float(common[0, 0, 2])) * 20
    pooled = counts + common
    f1 = 2 * pooled[:, :, 0] / np.maximum(pooled[:, :, 1] + pooled[:, :, 2], 1e-9)
    return _THRESHOLDS[f1.argmax(axis=1)]


def _worth(truth: Any, predicted: Any) -> float:
    """The mean of accuracy and macro-averaged F1."""
    found = np.eye(truth.shape[1], dtype=int)[predicted]
    right, total = (truth & found).sum(axis=0), truth.sum(axis=0) + found.sum(axis=0)
    return float((truth & found).sum() / len(truth) + (2 * right / np.maximum(total, 1)).mean()) / 2
