"""Entropy: plain cases by hand, the jackknife against leaving articles out one by one."""

import numpy as np
import pytest

from framing.measure.discoveries import draw_counts, plain_codebook, tally_of
from framing.measure.entropy import measure_entropy
from framing.measure.tally import tally_mentions


def bits(counts):
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log2(share)).sum())


def own(tally, kinds):
    return next(each for each in measure_entropy(tally, "group", codebook=plain_codebook(kinds)) if each.voice == "own")


def test_against_leaving_out_each_article_in_turn():
    counts = draw_counts(np.random.default_rng(1), 12, np.array([0.5, 0.3, 0.1, 0.1]))
    found = own(tally_of(counts, np.zeros(12)), 4)
    without = np.array([bits(np.delete(counts, row, axis=0).sum(axis=0)) for row in range(12)])
    assert found.value == pytest.approx(min(2.0, 12 * bits(counts.sum(axis=0)) - 11 * without.mean()))
    assert found.total == counts.sum()
    assert found.low < found.value < found.high


def test_one_category_alone_and_all_alike():
    alone = own(tally_of(np.array([[3.0, 0, 0]] * 20), np.zeros(20)), 3)
    assert alone.value == 0
    assert alone.low == 0
    assert 0 < alone.high < 0.4
    even = own(tally_of(np.array([[2.0, 2, 2, 2]] * 20), np.zeros(20)), 4)
    assert even.value == pytest.approx(2)
    assert even.high == 2


def test_one_article_says_nothing():
    found = own(tally_of(np.array([[1.0, 2, 0, 1]]), np.zeros(1)), 4)
    assert (found.low, found.high) == (0, 2)
    assert found.thin


def test_several_groups_at_once_are_as_each_alone():
    random = np.random.default_rng(2)
    counts = draw_counts(random, 30, np.array([0.4, 0.4, 0.2]))
    both = measure_entropy(tally_of(counts, np.repeat([0, 1], [10, 20])), "group", codebook=plain_codebook(3))
    alone = own(tally_of(counts[10:], np.zeros(20)), 3)
    second = next(each for each in both if each.group == "g0001" and each.voice == "own")
    assert second.value == pytest.approx(alone.value)
    assert (second.low, second.high) == pytest.approx((alone.low, alone.high))


def test_speakers(book):
    table = {"article": [f"a{n}" for n in range(12)], "outlet": ["X"] * 12}
    found = {"article": table["article"], "category": ["event.riot"] * 12, "voice": ["quoted"] * 12, "source_group": ["s", "w"] * 6}
    speakers = next(
        each for each in measure_entropy(tally_mentions(table, found, codebook=book), "outlet", codebook=book) if each.target == "sources"
    )
    assert speakers.value == pytest.approx(1, abs=0.1)
    assert speakers.voice == "others"
