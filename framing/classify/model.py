"""The sentence classifier: which categories a text expresses, from its words and from what a lexicon found in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from framing.classify.features import WordFeatures
from framing.classify.linear import TunedLogistic
from framing.classify.scores import WordScores
from framing.classify.semantic import embed

Concepts = Sequence[Iterable[str]]
_EMBEDDING_WEIGHT = 1.0


class FrameClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One calibrated logistic regression a category on words, letter runs, and concepts.

    Texts come as a list, array or Series of strings. `y`: a list of label lists or a matrix of zeros and ones (several labels a text),
    or one label a text. Concepts are names of what somebody else found in each text, the same in every language.
    """

    def __init__(
        self,
        *,
        strength: float | None = None,
        folds: int = 5,
        pieces: float = 0.5,
        concept_weight: float = 1.0,
        embedder: str = "",
        seed: int = 0,
    ) -> None:
        self.strength = strength
        self.folds = folds
        self.pieces = pieces
        self.concept_weight = concept_weight
        self.embedder = embedder
        self.seed = seed

    def fit(
        self,
        X: Iterable[str],  # noqa: N803
        y: Any,
        groups: Sequence[Any] | None = None,
        *,
        concepts: Concepts | None = None,
        features: WordFeatures | None = None,
    ) -> FrameClassifier:
        """Itself, trained. `groups`: near-duplicates share one; `features`: those of another classifier of the same texts.

        Raises ValueError where texts and labels differ in number or there is nothing to learn from.
        """
        texts = _as_texts(X)
        truth, names = _as_targets(y)
        if len(texts) != len(truth):
            raise ValueError(f"{len(texts)} texts but {len(truth)} labels")
        if not texts:
            raise ValueError("no texts to learn from")
        self.features_ = features if features is not None else WordFeatures(pieces=self.pieces).fit(texts)
        self.concepts_ = sorted({name for found in concepts or () for name in found})
        self.center_ = embed(texts, self.embedder).mean(axis=0) if self.embedder else np.zeros(0)
        self.linear_ = TunedLogistic(strength=self.strength, folds=self.folds, seed=self.seed)
        columns = hstack([self.features_.transform(texts), *self.columns_beside(texts, concepts)], format="csr")
        # texts without a single word have no columns, and the numeric classifier wants one
        columns = columns if columns.shape[1] else csr_matrix((len(texts), 1))
        learn = self.linear_.fit if np.ndim(truth) == 1 else self.linear_.fit_matrix
        learn(columns, truth, groups)
        self.classes_ = self.linear_.classes_ if names is None else names
        self.__dict__.pop("_scores", None)
        return self

    @property
    def single_(self) -> bool:
        """True where every text has exactly one label."""
        return bool(self.linear_.single_)

    @property
    def thresholds_(self) -> Any:
        """The probability from which each class is predicted."""
        return self.linear_.thresholds_

    def predict_proba(self, X: Iterable[str], *, concepts: Concepts | None = None) -> Any:  # noqa: N803
        """Probabilities, one row a text and one column a class; with one label a text the rows sum to one."""
        check_is_fitted(self)
        texts = _as_texts(X)
        scores: WordScores | None = self.__dict__.get("_scores")
        if scores is None:
            scores = self._scores = WordScores(self.features_, self.linear_.coef_[:, : self.features_.size])
        return self.linear_.probabilities(scores(texts) + self.scores_beside(self.columns_beside(texts, concepts)))

    def predict(self, X: Iterable[str], *, concepts: Concepts | None = None) -> Any:  # noqa: N803
        """One label a text, or a matrix of zeros and ones."""
        return self.decide(self.predict_proba(X, concepts=concepts))

    def decide(self, probabilities: Any) -> Any:
        """One label a text, or a matrix of zeros and ones, from probabilities."""
        return self.linear_.decide(probabilities)

    def predict_labels(self, X: Iterable[str], *, concepts: Concepts | None = None) -> list[list[str]]:  # noqa: N803
        """The labels of each text."""
        return self.labels_of(self.predict_proba(X, concepts=concepts))

    def labels_of(self, probabilities: Any) -> list[list[str]]:
        """The labels of each row of probabilities."""
        decided = self.decide(probabilities)
        if self.single_:
            return [[str(label)] for label in decided]
        names = [str(name) for name in self.classes_]
        labels: list[list[str]] = [[] for _ in decided]
        for row, column in zip(*(numbers.tolist() for numbers in np.nonzero(decided)), strict=True):
            labels[row].append(names[column])
        return labels

    def scores_beside(self, columns: Sequence[csr_matrix]) -> Any:
        """What intercepts, concepts and sentence vectors add to the scores of the words."""
        scores = self.linear_.intercept_
        start = self.features_.size
        for block in columns:
            scores = scores + block @ self.linear_.coef_[:, start : start + block.shape[1]].astype(np.float64).T
            start += block.shape[1]
        return scores

    def columns_beside(self, texts: Sequence[str], concepts: Concepts | None) -> list[csr_matrix]:
        """The columns beside those of the words: concepts, and the sentence vector where one is asked for."""
        blocks = [self._concept_columns(len(texts), concepts)] if self.concepts_ else []
        if self.embedder and texts:
            vectors = embed(texts, self.embedder) - self.center_
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            blocks.append(csr_matrix(_EMBEDDING_WEIGHT * vectors / np.where(lengths > 0, lengths, 1)))
        return blocks

    def _concept_columns(self, rows: int, concepts: Concepts | None) -> csr_matrix:
        """One column a concept; concepts that training has not seen have none."""
        index = {name: number for number, name in enumerate(self.concepts_)}
        columns: list[int] = []
        starts = [0]
        for found in concepts if concepts is not None else [()] * rows:
            columns.extend(sorted({index[name] for name in found if name in index}))
            starts.append(len(columns))
        if len(starts) != rows + 1:
            raise ValueError(f"{rows} texts but concepts of {len(starts) - 1}")
        return csr_matrix((np.full(len(columns), self.concept_weight), np.array(columns, dtype=np.int64), starts), shape=(rows, len(index)))

    def __getstate__(self) -> dict[str, Any]:
        """The state without what is kept for speed, so that the same fit gives the same bytes."""
        return {key: value for key, value in self.__dict__.items() if key != "_scores"}

    def __sklearn_tags__(self) -> Any:
        """The tags that scikit-learn reads: input is strings, and a text may have several labels."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.classifier_tags.multi_label = True
        return tags


def _as_texts(texts: Iterable[str]) -> list[str]:
    """The texts as a list; a single string is most likely a mistake.

    Raises ValueError for a string, or where the texts are rows of a table.
    """
    if isinstance(texts, str):
        raise ValueError("a list of texts is needed, not one string")  # noqa: TRY004
    listed = list(texts)
    if listed and not isinstance(listed[0], str):
        raise ValueError(f"texts must be strings, not {type(listed[0]).__name__}")
    return [str(text) for text in listed]


def _as_targets(y: Any) -> tuple[Any, Any]:
    """What the numeric classifier learns, and the names of its columns (None: the labels themselves).

    Raises ValueError where no text has a label.
    """
    rows = list(y)
    if not rows or not isinstance(rows[0], list | tuple | set | frozenset | np.ndarray):
        return np.asarray(rows), None
    if isinstance(rows[0], np.ndarray):
        return np.asarray(rows, dtype=int), None
    names = np.array(sorted({str(label) for labels in rows for label in labels}), dtype=str)
    if not len(names):
        raise ValueError("no text has a label")
    index = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)), dtype=int)
    for row, labels in enumerate(rows):
        matrix[row, [index[str(label)] for label in labels]] = 1
    return matrix, names
