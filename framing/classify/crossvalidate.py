"""Classifiers on texts they have not seen: held-out folds, languages left out, and growing shares of the texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from framing.classify.bundle import groups_of
from framing.classify.model import Concepts, FrameClassifier

_SHARES = (0.125, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class HeldOut:
    """For each text its labels and probabilities by a classifier that has not seen it; NaN where no class was known."""

    labels: list[list[str]]
    probabilities: Any
    classes: tuple[str, ...]


def tuned(
    coded: Sequence[Mapping[str, Any]],
    *,
    concepts: Concepts | None = None,
    taught: Sequence[Sequence[str]] | None = None,
    classifier: FrameClassifier | None = None,
) -> FrameClassifier:
    """The settings with the strength that all texts together suggest, so that it need not be sought again in every fold.

    One of three numbers is chosen for all classes at once, by held-out folds itself: too little to flatter the scores.
    """
    settings = (classifier or FrameClassifier()).get_params()
    goals, several = _goals(coded, taught)
    y: Any = goals if several else [row[0] for row in goals]
    fitted = FrameClassifier(**settings).fit([str(row["text"]) for row in coded], y, groups_of(coded), concepts=concepts)
    return FrameClassifier(**{**settings, "strength": fitted.linear_.strength_})


def cross_validated(
    coded: Sequence[Mapping[str, Any]],
    *,
    concepts: Concepts | None = None,
    taught: Sequence[Sequence[str]] | None = None,
    classifier: FrameClassifier | None = None,
    folds: int = 5,
) -> HeldOut:
    """Labels by a classifier trained on the other folds; near-duplicates (`group`) stay together.

    `taught`: the labels to learn, where they differ from those of the texts. Raises ValueError where there are fewer groups than folds.
    """
    groups = groups_of(coded)
    seed = classifier.seed if classifier is not None else 0
    splits = GroupKFold(folds, shuffle=True, random_state=seed).split(groups, groups=groups)
    return _held_out(coded, list(splits), concepts, taught, classifier)


def language_left_out(
    coded: Sequence[Mapping[str, Any]],
    *,
    concepts: Concepts | None = None,
    taught: Sequence[Sequence[str]] | None = None,
    classifier: FrameClassifier | None = None,
) -> HeldOut:
    """Labels by a classifier trained on all other languages: how far training in one helps another."""
    languages = np.asarray([str(row.get("language") or "und") for row in coded])
    splits = [(np.flatnonzero(languages != one), np.flatnonzero(languages == one)) for one in sorted(set(languages))]
    return _held_out(coded, splits, concepts, taught, classifier)


def learning_curve(
    coded: Sequence[Mapping[str, Any]],
    *,
    concepts: Concepts | None = None,
    taught: Sequence[Sequence[str]] | None = None,
    classifier: FrameClassifier | None = None,
) -> list[tuple[int, HeldOut, list[int]]]:
    """For growing shares of four fifths of the texts: how many, what was predicted, and for which texts (the last fifth)."""
    groups = groups_of(coded)
    seed = classifier.seed if classifier is not None else 0
    train, test = next(GroupKFold(5, shuffle=True, random_state=seed).split(groups, groups=groups))
    order = np.random.default_rng(seed).permutation(train)
    points = []
    for share in _SHARES:
        part = np.sort(order[: max(2, round(share * len(order)))])
        found = _held_out(coded, [(part, test)], concepts, taught, classifier)
        points.append((len(part), found, [int(number) for number in test]))
    return points


def _goals(coded: Sequence[Mapping[str, Any]], taught: Sequence[Sequence[str]] | None) -> tuple[list[list[str]], bool]:
    """The labels to learn, and whether a text may have several."""
    labels = [list(row.get("labels", ())) for row in coded]
    return [list(row) for row in taught] if taught is not None else labels, any(len(row) != 1 for row in labels)


def _held_out(
    coded: Sequence[Mapping[str, Any]],
    splits: Sequence[tuple[Any, Any]],
    concepts: Concepts | None,
    taught: Sequence[Sequence[str]] | None,
    classifier: FrameClassifier | None,
) -> HeldOut:
    """What classifiers trained on the first part of each split say about the second."""
    settings = (classifier or FrameClassifier()).get_params()
    texts = [str(row["text"]) for row in coded]
    goals, several = _goals(coded, taught)
    groups = groups_of(coded)
    classes = tuple(sorted({label for row in goals for label in row}))
    columns = {name: number for number, name in enumerate(classes)}
    predicted: list[list[str]] = [[] for _ in texts]
    probabilities = np.full((len(texts), len(classes)), np.nan)

    def part(values: Sequence[Any], numbers: Any) -> list[Any]:
        return [values[number] for number in numbers]

    for train, test in splits:
        learner = FrameClassifier(**settings)
        beside = part(list(concepts), train) if concepts is not None else None
        y = part(goals, train) if several else [row[0] for row in part(goals, train)]
        learner.fit(part(texts, train), y, part(groups, train), concepts=beside)
        shares = learner.predict_proba(part(texts, test), concepts=part(list(concepts), test) if concepts is not None else None)
        probabilities[np.ix_(test, [columns[str(name)] for name in learner.classes_])] = shares
        for number, found in zip(test, learner.labels_of(shares), strict=True):
            predicted[number] = found
    return HeldOut(predicted, probabilities, classes)
