"""Counts of what was found in texts, as columns that any model of scikit-learn takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted


class FindingsVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A matrix of counts: a row a text, a column a name. What is found in a text is said by `findings`, which a subclass gives."""

    def findings(self, texts: Iterable[str]) -> Iterator[Iterable[str]]:
        """The names of what is found in each text, each as often as it is found."""
        raise NotImplementedError

    def fit(self, X: Iterable[str], y: object = None) -> FindingsVectorizer:  # noqa: ARG002, N803
        """Itself; the columns are what these texts hold."""
        self._learn(X)
        return self

    def fit_transform(self, X: Iterable[str], y: object = None) -> csr_matrix:  # noqa: ARG002, N803
        """The counts of the texts whose names become the columns; each text is read once."""
        return self._counted(self._learn(X))

    def transform(self, X: Iterable[str]) -> csr_matrix:  # noqa: N803
        """The counts; a name that the texts of `fit` did not hold has no column."""
        check_is_fitted(self)
        return self._counted([Counter(found) for found in self.findings(X)])

    def get_feature_names_out(self, input_features: object = None) -> Any:  # noqa: ARG002
        """The names of the columns."""
        check_is_fitted(self)
        return np.array(self.names_, dtype=object)

    def _learn(self, texts: Iterable[str]) -> list[Counter[str]]:
        """What the texts hold; its names are kept as columns."""
        counted = [Counter(found) for found in self.findings(texts)]
        self.names_ = sorted({name for found in counted for name in found})
        return counted

    def _counted(self, counted: list[Counter[str]]) -> csr_matrix:
        """The counts under the names of the columns."""
        index = {name: number for number, name in enumerate(self.names_)}
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        for found in counted:
            known = sorted((index[name], count) for name, count in found.items() if name in index)
            columns.extend(column for column, _ in known)
            values.extend(float(count) for _, count in known)
            starts.append(len(columns))
        return csr_matrix((np.array(values), np.array(columns, dtype=np.int64), starts), shape=(len(counted), len(index)))

    def __sklearn_tags__(self) -> Any:
        """The tags that scikit-learn reads: input is strings."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags
