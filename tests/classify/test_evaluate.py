"""Scores, reliability, confusion, held-out predictions and the combined coder."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from framing.classify.combine import combined_labels
from framing.classify.crossvalidate import cross_validated, language_left_out, learning_curve
from framing.classify.evaluate import calibration_error, confusion, indicator, reliability, score_labels
from framing.classify.model import FrameClassifier

LABELS = ["a", "b", "c"]


def _random(seed, rows=60):
    rng = np.random.default_rng(seed)
    return [[label for label in LABELS if rng.random() < 0.4] for _ in range(rows)]


@pytest.mark.parametrize("seed", range(4))
def test_scores_as_scikit_learn_has_them(seed):
    truth, found = _random(seed), _random(seed + 100)
    scores = {(score.category, score.language): score for score in score_labels(truth, found, ["en"] * len(truth))}
    index = {label: number for number, label in enumerate(LABELS)}
    gold, predicted = indicator(truth, index), indicator(found, index)
    assert scores["all", "all"].f1 == pytest.approx(f1_score(gold, predicted, average="micro"))
    assert scores["macro", "en"].f1 == pytest.approx(f1_score(gold, predicted, average="macro"))
    assert scores["b", "en"].precision == pytest.approx(precision_score(gold[:, 1], predicted[:, 1]))
    assert scores["b", "all"].recall == pytest.approx(recall_score(gold[:, 1], predicted[:, 1]))
    assert all(score.low <= score.f1 <= score.high for score in scores.values())


def test_undecided_labels_are_neither_right_nor_wrong():
    score = score_labels([["a"]], [["a", "b"]], ["en"], undecided=[["b"]])[0]
    assert (score.precision, score.recall) == (1, 1)
    assert score_labels([["a"]], [["a", "b"]], ["en"])[0].precision == 0.5


def test_labels_that_nobody_coded_count_as_wrong():
    assert score_labels([["a"], []], [["a"], ["z"]], ["en", "uk"])[0].precision == 0.5


def test_nothing_to_find_is_no_crash():
    assert score_labels([[], []], [[], []], ["en", "en"])[0].f1 == 0
    assert score_labels([], [], []) == []


def test_reliability_of_honest_probabilities():
    rng = np.random.default_rng(0)
    probabilities = rng.random((4000, 3))
    table = reliability(rng.random((4000, 3)) < probabilities, probabilities)
    assert len(table) == 10
    assert calibration_error(table) < 0.03
    assert calibration_error(reliability(np.zeros((10, 1)), np.full((10, 1), 0.9))) == pytest.approx(0.9)


def test_confusion_counts_each_text_once():
    row = confusion([["a"], ["a"], [], ["a"]], [["a"], [], ["a"], []], [["a"], ["a"], [], []])[0]
    assert (row.both, row.both_right, row.first, row.first_right, row.second, row.second_right, row.missed) == (1, 1, 1, 0, 1, 1, 1)


def test_combined_keeps_what_either_gives_and_drops_what_is_doubted():
    found = combined_labels([["a", "x"], ["b"], []], [["b"], [], ["a"]], [[0.3, 0.7], [0.1, 0.01], [0.6, 0.1]], ["a", "b"])
    assert found == [["a", "b", "x"], [], ["a"]]


ROWS = [
    {"text": f"{word} {place}", "labels": labels, "language": language, "group": f"{word}-{place}"}
    for language, places in (("en", ["city", "town", "port"]), ("uk", ["місто", "порт", "село"]))
    for place in places
    for word, labels in (("riot rioters", ["riot"]), ("march marchers", ["march"]), ("river bridge", []))
] * 4


def test_every_text_is_held_out_once():
    found = cross_validated(ROWS, classifier=FrameClassifier(strength=10), folds=3)
    assert found.classes == ("march", "riot")
    assert not np.isnan(found.probabilities).any()
    assert np.mean([labels == row["labels"] for labels, row in zip(found.labels, ROWS, strict=True)]) > 0.8


def test_a_language_is_left_out_whole():
    found = language_left_out(ROWS, classifier=FrameClassifier(strength=10))
    assert len(found.labels) == len(ROWS)


def test_too_few_groups_are_refused():
    with pytest.raises(ValueError, match="n_splits|groups"):
        cross_validated(ROWS[:2], folds=5)


def test_the_curve_grows_to_four_fifths():
    sizes = [size for size, _, _ in learning_curve(ROWS, classifier=FrameClassifier(strength=10))]
    assert sizes == sorted(sizes)
    assert sizes[-1] <= 0.9 * len(ROWS)
