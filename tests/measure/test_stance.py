"""Stance from -1 to 1, own voice and platformed voice apart."""

import numpy as np
import pytest

from framing.measure.discoveries import plain_codebook, tally_of
from framing.measure.stance import measure_classified_stance, measure_stance, sentence_stance
from framing.measure.tally import tally_mentions


def corpus(book, rows):
    table = {"article": [f"a{n}" for n in range(20)], "outlet": ["X"] * 20}
    found = {
        "article": [f"a{n % 20}" for n in range(len(rows))],
        "category": [kind for kind, _ in rows],
        "voice": [voice for _, voice in rows],
    }
    return tally_mentions(table, found, codebook=book)


def stances(measured):
    return {(each.target, each.voice): each for each in measured.estimates()}


def test_own_voice_and_platformed_voice(book):
    tally = corpus(
        book, [("protesters.victims", "own")] * 20 + [("protesters.terrorists", "quoted")] * 20 + [("response.order", "own")] * 20
    )
    found = stances(measure_stance(tally, "outlet", codebook=book))
    assert found["protesters", "own"].value == pytest.approx(0.7)
    assert found["protesters", "others"].value == pytest.approx(-1)
    assert found["protesters", "all"].value == pytest.approx(-0.15)
    assert found["government", "own"].value == pytest.approx(1)
    assert ("foreign_forces", "own") not in found
    for each in found.values():
        assert -1 <= each.low <= each.value <= each.high <= 1


def test_categories_without_valence_do_not_count(book):
    tally = corpus(book, [("foreign.instigation", "own")] * 20 + [("foreign.assistance", "own")] * 5)
    each = stances(measure_stance(tally, "outlet", codebook=book))["foreign_forces", "own"]
    assert each.value == 1
    assert each.total == 5


def test_a_codebook_without_valences_has_no_stance():
    assert measure_stance(tally_of(np.ones((3, 2)), np.zeros(3)), "group", codebook=plain_codebook(2)) is None


def test_stance_of_a_classifier(book):
    tally = corpus(book, [])
    table = {
        "article": [f"a{n}" for n in range(20) for _ in range(3)],
        "sentence": [1] * 60,
        "target": ["protesters"] * 60,
        "value": ["favour", "neutral", "against"] * 20,
        "probability": [0.2, 0.1, 0.7] * 20,
    }
    columns = sentence_stance(table, {(f"a{n}", 1): "quoted" for n in range(10)})
    assert columns["score"] == pytest.approx([-0.5] * 20)
    found = stances(measure_classified_stance(tally, "outlet", columns, targets=book.stance_targets))
    assert found["protesters", "own"].value == pytest.approx(-0.5)
    assert found["protesters", "own"].articles == 10
    assert found["protesters", "others"].measure == "stance_classifier"
    assert -1 <= found["protesters", "all"].low <= -0.5 <= found["protesters", "all"].high <= 1
