"""A trained model as it is saved and used: the categories, the stance toward each target, and a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from framing.classify.model import Concepts, FrameClassifier
from framing.classify.scores import WordScores

NEUTRAL = "neutral"


@dataclass
class FrameModel:
    """The classifiers of categories and of stance by target, all on the same word features, and a card that says what they are made of."""

    categories: FrameClassifier
    stance: Mapping[str, FrameClassifier] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)
    _scores: WordScores | None = field(default=None, init=False, repr=False, compare=False)

    def predict(self, texts: Sequence[str], *, concepts: Concepts | None = None) -> list[dict[str, Any]]:
        """For each text its `labels` with probabilities, `predicted` labels, and `stance` by target."""
        if not texts:
            return []
        probabilities, *stances = self._probabilities(texts, concepts)
        predicted = self.categories.labels_of(probabilities)
        names = [str(name) for name in self.categories.classes_]
        values = [[str(value) for value in classifier.classes_] for classifier in self.stance.values()]
        shares = [np.round(found, 4).tolist() for found in stances]
        rows = []
        for number, row in enumerate(np.round(probabilities, 4).tolist()):
            stance = {target: dict(zip(values[index], shares[index][number], strict=True)) for index, target in enumerate(self.stance)}
            rows.append({"labels": dict(zip(names, row, strict=True)), "predicted": predicted[number], "stance": stance})
        return rows

    def _probabilities(self, texts: Sequence[str], concepts: Concepts | None) -> list[Any]:
        """The probabilities of every classifier; the words are looked up once for all of them."""
        classifiers = [self.categories, *self.stance.values()]
        if self._scores is None:
            size = self.categories.features_.size
            self._scores = WordScores(self.categories.features_, np.concatenate([each.linear_.coef_[:, :size] for each in classifiers]))
        scores = self._scores(texts)
        beside = self.categories.columns_beside(texts, concepts)
        found = []
        start = 0
        for each in classifiers:
            stop = start + len(each.classes_)
            found.append(each.linear_.probabilities(scores[:, start:stop] + each.scores_beside(beside)))
            start = stop
        return found


def train_model(
    coded: Sequence[Mapping[str, Any]],
    *,
    targets: Sequence[str] = (),
    concepts: Concepts | None = None,
    several: bool | None = None,
    classifier: FrameClassifier | None = None,
    card: Mapping[str, Any] | None = None,
) -> FrameModel:
    """A model trained on coded texts ({text, labels, group?, stance?}); a target that a text does not touch counts as neutral.

    `several`: whether a text may have several labels; None: only where some text has none or more than one.
    `classifier`: the settings to train with. Raises ValueError where there is no text.
    """
    settings = (classifier or FrameClassifier()).get_params()
    texts = [str(row["text"]) for row in coded]
    labels = [list(row.get("labels", ())) for row in coded]
    groups = groups_of(coded)
    if several is None:
        several = any(len(row) != 1 for row in labels)
    y: Any = labels if several else [row[0] for row in labels]
    categories = FrameClassifier(**settings).fit(texts, y, groups, concepts=concepts)
    stance = {}
    for target in targets:
        values = [str((row.get("stance") or {}).get(target, NEUTRAL)) for row in coded]
        if len(set(values)) > 1:
            judge = FrameClassifier(**settings)
            stance[target] = judge.fit(texts, values, groups, concepts=concepts, features=categories.features_)
    return FrameModel(categories, stance, dict(card or {}))


def groups_of(coded: Iterable[Mapping[str, Any]]) -> list[str]:
    """The group of each coded text: its own, else its id, else its number."""
    return [str(row.get("group") or row.get("id") or number) for number, row in enumerate(coded)]
