"""FrameClassifier behaves as scikit-learn expects of an estimator on texts."""

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.utils.estimator_checks import check_estimator

from framing.classify.features import WordFeatures
from framing.classify.linear import TunedLogistic
from framing.classify.model import FrameClassifier

RIOT = ["rioters burned cars", "the rioters looted shops", "looters burned the hall", "shops were looted and cars burned"]
CALM = ["workers marched in peace", "the workers sang songs", "students marched and sang", "songs in the square in peace"]
TEXTS = (RIOT + CALM) * 6
LABELS = (["riot"] * 4 + ["calm"] * 4) * 6
SEVERAL = ([["riot"]] * 4 + [["calm"]] * 3 + [[]]) * 6


@pytest.mark.parametrize("texts", [TEXTS, np.array(TEXTS), np.array(TEXTS, dtype=object), pd.Series(TEXTS), tuple(TEXTS)])
def test_any_sequence_of_strings_will_do(texts):
    classifier = FrameClassifier(strength=10).fit(texts, LABELS)
    assert list(classifier.classes_) == ["calm", "riot"]
    assert list(classifier.predict(texts)) == LABELS


def test_params_are_read_set_and_cloned():
    classifier = FrameClassifier(strength=3.0, pieces=0.0)
    assert clone(classifier).get_params() == classifier.get_params()
    assert classifier.set_params(seed=7).seed == 7
    with pytest.raises(ValueError, match="Invalid parameter"):
        classifier.set_params(colour="red")


def test_cross_validation_and_grid_search_in_a_pipeline():
    pipeline = Pipeline([("classifier", FrameClassifier(strength=10))])
    assert cross_val_score(pipeline, TEXTS, LABELS, cv=3).mean() > 0.9
    search = GridSearchCV(pipeline, {"classifier__strength": [1.0, 10.0], "classifier__pieces": [0.0, 0.5]}, cv=2)
    assert search.fit(TEXTS, LABELS).best_score_ > 0.9


def test_several_labels_a_text():
    classifier = FrameClassifier().fit(TEXTS, SEVERAL)
    found = classifier.predict_labels(["rioters burned the shops", "workers marched and sang in peace", "qqq"])
    assert found[0] == ["riot"]
    assert found[1] == ["calm"]
    assert ((classifier.predict_proba(TEXTS) >= 0) & (classifier.predict_proba(TEXTS) <= 1)).all()
    matrix = classifier.predict(TEXTS)
    again = FrameClassifier().fit(TEXTS, matrix)
    assert again.predict(TEXTS).shape == matrix.shape


def test_probabilities_of_exclusive_labels_sum_to_one():
    three = ["riot" if "loot" in text else "song" if "s" in text[:1] else "other" for text in TEXTS]
    assert np.allclose(FrameClassifier().fit(TEXTS, three).predict_proba(TEXTS).sum(axis=1), 1)


def test_one_class_only():
    classifier = FrameClassifier().fit(TEXTS, ["riot"] * len(TEXTS))
    assert list(classifier.predict(["whatever"])) == ["riot"]
    several = FrameClassifier().fit(TEXTS, [["riot"]] * len(TEXTS))
    assert several.predict_labels(["whatever"]) == [["riot"]]


def test_no_label_at_all_is_a_class_matrix_without_columns():
    with pytest.raises(ValueError, match="label"):
        FrameClassifier().fit(TEXTS, [[]] * len(TEXTS))


def test_empty_texts_and_unseen_languages_are_answered():
    classifier = FrameClassifier().fit(TEXTS, SEVERAL)
    assert classifier.predict_proba(["", "   ", "Протестувальники вийшли на площу", "示威者上街"]).shape == (4, 2)
    assert classifier.predict_proba([]).shape == (0, 2)
    assert FrameClassifier().fit(["", " ", "", ""], ["a", "b", "a", "b"]).predict([""])[0] in ("a", "b")


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [([], [], "nothing|no texts"), (["a"], [], "1 texts but 0 labels"), ("text", ["a"], "not one string"), ([["a"]], ["a"], "must be strings")],
)
def test_wrong_input_is_named(texts, labels, message):
    with pytest.raises(ValueError, match=message):
        FrameClassifier().fit(texts, labels)


def test_concepts_carry_over_to_a_language_without_training():
    concepts = [{"event.riot"} if label == "riot" else set() for label in LABELS]
    classifier = FrameClassifier(strength=10).fit(TEXTS, SEVERAL, concepts=concepts)
    unseen = ["Масові заворушення", "Масові заворушення"]
    with_word, without = classifier.predict_proba(unseen, concepts=[{"event.riot"}, set()])[:, 1]
    assert with_word > without + 0.2
    assert classifier.predict_proba(unseen, concepts=[{"unknown"}, ()])[0, 1] == pytest.approx(without)
    with pytest.raises(ValueError, match="2 texts but concepts of 1"):
        classifier.predict_proba(unseen, concepts=[set()])


def test_groups_never_straddle_folds():
    """A text repeated in one group cannot vouch for itself: the held-out score stays that of chance."""
    rng = np.random.default_rng(0)
    words = [" ".join(rng.choice(list("abcdefghij"), 6)) for _ in range(60)]
    texts = [word for word in words for _ in range(2)]
    labels = [label for label in rng.choice(["x", "y"], 60) for _ in range(2)]
    groups = [number for number in range(60) for _ in range(2)]
    loose = FrameClassifier(strength=50).fit(texts, labels).linear_.held_out_["micro_f1"]
    tight = FrameClassifier(strength=50).fit(texts, labels, groups).linear_.held_out_["micro_f1"]
    assert tight < loose - 0.1


def test_the_fast_path_gives_what_the_matrix_gives():
    classifier = FrameClassifier(strength=10).fit(TEXTS, SEVERAL)
    texts = [*TEXTS, "rioters rioters RIOTERS, looted!", "", "новые слова"]
    slow = classifier.linear_.predict_proba(classifier.features_.transform(texts))
    assert np.allclose(classifier.predict_proba(texts), slow, atol=1e-9)
    assert np.allclose(classifier.predict_proba(texts), classifier.predict_proba(texts), atol=0)


def test_rare_classes_are_found():
    rng = np.random.default_rng(3)
    filler = [" ".join(rng.choice(["the", "city", "and", "market", "river", "road", "house"], 8)) for _ in range(200)]
    texts = [*filler, *(f"{text} {word}" for text, word in zip(filler[:20], ["strike", "strikers"] * 10, strict=True))]
    labels = [["city"]] * 200 + [["city", "strike"]] * 20
    found = FrameClassifier().fit(texts, labels).predict_labels(["the road and the strike", "the river and the house"])
    assert "strike" in found[0]
    assert "strike" not in found[1]


def test_word_features_are_a_transformer():
    features = WordFeatures().fit(TEXTS)
    matrix = features.transform(["rioters burned cars", "unknownword", ""])
    assert matrix.shape == (3, features.size)
    assert matrix[0].multiply(matrix[0]).sum() > matrix[1].multiply(matrix[1]).sum()
    assert matrix[2].nnz == 0
    assert (WordFeatures().fit(TEXTS).transform(TEXTS) != features.transform(TEXTS)).nnz == 0


@pytest.mark.slow
def test_the_numeric_estimator_passes_the_checks_of_scikit_learn():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(TunedLogistic(), on_fail=None, on_skip=None)
    failed = {result["check_name"]: str(result["exception"]) for result in results if result["status"] == "failed"}
    assert not failed
