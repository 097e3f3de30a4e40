"""The sentence classifier: which categories a sentence expresses, with or without a lexicon word, and its stance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from framing.classify.features import WordPieces

_THRESHOLDS = np.round(np.arange(0.1, 0.75, 0.05), 2)
_DEFAULT_THRESHOLD = 0.35


class FrameClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One logistic regression per category on word pieces, each with a threshold of its own.

    `y` is a list of label lists or an indicator matrix (several labels a text), or one label a text.
    """

    def __init__(self, strength: float = 20.0, folds: int = 5, shortest: int = 3, longest: int = 5, seed: int = 0) -> None:
        self.strength = strength
        self.folds = folds
        self.shortest = shortest
        self.longest = longest
        self.seed = seed

    def fit(self, X: Iterable[str], y: Any, groups: Sequence[Any] | None = None) -> FrameClassifier:  # noqa: N803
        """Itself, trained. `groups`: near-duplicates share one, so that thresholds are chosen on texts not trained on.

        Raises ValueError where texts and labels differ in number or there is nothing to learn from.
        """
        texts = [str(text) for text in X]
        truth = self._indicator(y)
        if len(texts) != len(truth):
            raise ValueError(f"{len(texts)} texts but {len(truth)} labels")
        if not texts:
            raise ValueError("no texts to learn from")
        self.n_features_in_ = 1
        self.thresholds_ = self._choose_thresholds(texts, truth, groups)
        self.vectorizer_ = WordPieces(self.shortest, self.longest).fit(texts)
        self.coef_, self.intercept_ = self._train(self.vectorizer_.transform(texts), truth)
        return self

    def predict_proba(self, X: Iterable[str]) -> Any:  # noqa: N803
        """Probabilities, one row a text and one column a class; with one label a text the rows sum to one."""
        scores = self.vectorizer_.transform(X) @ self.coef_.T + self.intercept_
        probabilities = 1 / (1 + np.exp(-np.asarray(scores)))
        if self.single_:
            totals = probabilities.sum(axis=1, keepdims=True)
            probabilities = probabilities / np.where(totals > 0, totals, 1)
        return probabilities

    def predict(self, X: Iterable[str]) -> Any:  # noqa: N803
        """One label a text, or an indicator matrix of the classes above their thresholds."""
        probabilities = self.predict_proba(X)
        if self.single_:
            return self.classes_[probabilities.argmax(axis=1)]
        return (probabilities >= self.thresholds_).astype(int)

    def predict_labels(self, X: Iterable[str]) -> list[list[str]]:  # noqa: N803
        """The labels of each text."""
        predicted = self.predict(X)
        if self.single_:
            return [[str(label)] for label in predicted]
        return [[str(self.classes_[index]) for index in np.flatnonzero(row)] for row in predicted]

    def _indicator(self, y: Any) -> Any:
        """The labels as a matrix of zeros and ones; sets `classes_` and whether each text has exactly one label."""
        rows = list(y)
        first = rows[0] if rows else []
        self.single_ = not isinstance(first, list | tuple | set | frozenset | np.ndarray)
        if self.single_:
            self.classes_, numbers = np.unique(np.asarray(rows), return_inverse=True)
            return np.eye(len(self.classes_), dtype=int)[numbers]
        if isinstance(first, np.ndarray):
            matrix = np.asarray(rows, dtype=int)
            self.classes_ = np.arange(matrix.shape[1])
            return matrix
        self.classes_ = np.array(sorted({label for labels in rows for label in labels}), dtype=object).astype(str)
        index = {label: number for number, label in enumerate(self.classes_)}
        matrix = np.zeros((len(rows), len(self.classes_)), dtype=int)
        for row, labels in enumerate(rows):
            matrix[row, [index[label] for label in labels]] = 1
        return matrix

    def _train(self, features: Any, truth: Any) -> tuple[Any, Any]:
        """Coefficients and intercepts, one row a class; a class that all or no texts have gets its frequency alone."""
        coefficients = np.zeros((truth.shape[1], features.shape[1]), dtype=np.float32)
        intercepts = np.zeros(truth.shape[1])
        for column in range(truth.shape[1]):
            positive = truth[:, column]
            if positive.min() == positive.max():
                intercepts[column] = 10.0 if positive[0] else -10.0
                continue
            learner = LogisticRegression(C=self.strength, solver="liblinear", random_state=self.seed)
            learner.fit(features, positive)
            coefficients[column] = learner.coef_[0]
            intercepts[column] = learner.intercept_[0]
        return coefficients, intercepts

    def _choose_thresholds(self, texts: list[str], truth: Any, groups: Sequence[Any] | None) -> Any:
        """The threshold of each class with the best F1 on held-out folds, drawn toward the one that is best for all classes."""
        chosen = np.full(truth.shape[1], _DEFAULT_THRESHOLD)
        members = np.asarray(range(len(texts)) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1])
        if self.single_ or len(np.unique(members)) < 2 * self.folds:
            return chosen
        held_out = np.zeros(truth.shape)
        for train, test in GroupKFold(self.folds).split(texts, groups=members):
            vectorizer = WordPieces(self.shortest, self.longest)
            features = vectorizer.fit([texts[i] for i in train]).transform([texts[i] for i in train])
            coefficients, intercepts = self._train(features, truth[train])
            scores = vectorizer.transform([texts[i] for i in test]) @ coefficients.T + intercepts
            held_out[test] = 1 / (1 + np.exp(-scores))
        scores = np.array([[_f1(truth[:, column], held_out[:, column] >= cut) for cut in _THRESHOLDS] for column in range(truth.shape[1])])
        common = scores.mean(axis=0)
        return _THRESHOLDS[(scores + 2 * common).argmax(axis=1)]


def _f1(truth: Any, predicted: Any) -> float:
    """F1 of one class; 0 where it is neither there nor predicted."""
    right = int((truth & predicted).sum())
    total = int(truth.sum()) + int(predicted.sum())
    return 2 * right / total if total else 0.0


@dataclass
class FrameModel:
    """A trained model as it is saved: the categories, the stance toward each target, and a card that says what it was trained on."""

    categories: FrameClassifier
    stance: Mapping[str, FrameClassifier] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)

    def predict(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """For each text its `labels` with probabilities, `predicted` labels, and `stance` by target."""
        if not texts:
            return []
        probabilities = self.categories.predict_proba(texts)
        predicted = self.categories.predict_labels(texts)
        names = [str(name) for name in self.categories.classes_]
        stances = {target: classifier.predict_proba(texts) for target, classifier in self.stance.items()}
        rows = []
        for number in range(len(texts)):
            labels = {name: round(float(value), 4) for name, value in zip(names, probabilities[number], strict=True)}
            stance = {
                target: {
                    str(value): round(float(share), 4)
                    for value, share in zip(self.stance[target].classes_, stances[target][number], strict=True)
                }
                for target in self.stance
            }
            rows.append({"labels": labels, "predicted": predicted[number], "stance": stance})
        return rows


def train_model(coded: Sequence[Mapping[str, Any]], *, targets: Sequence[str] = (), seed: int = 0, card: Mapping[str, Any] | None = None) -> FrameModel:
    """A model trained on coded texts ({text, labels, group?, stance?}); a target that a text does not touch counts as neutral.

    Raises ValueError where there is no text.
    """
    texts = [str(row["text"]) for row in coded]
    labels = [list(row.get("labels", ())) for row in coded]
    groups = [str(row.get("group") or row.get("id") or number) for number, row in enumerate(coded)]
    single = bool(labels) and all(len(row) == 1 for row in labels)
    y: Any = [row[0] for row in labels] if single else labels
    categories = FrameClassifier(seed=seed).fit(texts, y, groups=groups)
    stance = {}
    for target in targets:
        values = [str((row.get("stance") or {}).get(target, "neutral")) for row in coded]
        if len(set(values)) > 1:
            stance[target] = FrameClassifier(seed=seed).fit(texts, values, groups=groups)
    return FrameModel(categories, stance, dict(card or {}))
