"""Differences: found where they are, rarely where they are not."""

import numpy as np
import pytest

from framing.measure.compare import Difference, Recall, adjust, compare_groups, difference_interval, mark_comparable, permutation_p
from framing.measure.discoveries import draw_counts, evaluate_discoveries, plain_codebook, tally_of
from framing.measure.simulate import cells_of


def corpus(*groups, seed=1):
    """A tally of groups given as (articles, shares)."""
    random = np.random.default_rng(seed)
    counts = np.concatenate([draw_counts(random, size, np.array(shares)) for size, shares in groups])
    return tally_of(counts, np.repeat(np.arange(len(groups)), [size for size, _ in groups]))


ALIKE, OTHER = (0.3, 0.5, 0.2), (0.85, 0.1, 0.05)


def test_a_group_that_differs_is_found_and_the_others_are_compared_with_the_rest():
    tally = corpus((30, OTHER), (30, ALIKE), (30, ALIKE))
    found = {
        (each.group, each.category): each for each in compare_groups(tally, "group", codebook=plain_codebook(3)) if each.voice == "own"
    }
    assert len(found) == 9
    sure = found["g0000", "d.c0"]
    assert sure.q < 0.01
    assert sure.low > 0.2
    assert sure.other == "rest"
    assert sure.p <= sure.q


def test_pairs():
    tally = corpus((30, OTHER), (30, ALIKE), (30, ALIKE))
    found = [each for each in compare_groups(tally, "group", codebook=plain_codebook(3), pairs=True) if each.other != "rest"]
    assert {(each.group, each.other) for each in found} == {("g0000", "g0001"), ("g0000", "g0002"), ("g0001", "g0002")}
    q = {(each.group, each.other): each.q for each in found if each.category == "d.c0"}
    assert q["g0000", "g0001"] < 0.05 < q["g0001", "g0002"]


def test_the_same_seed_gives_the_same_numbers():
    tally = corpus((8, OTHER), (12, ALIKE))
    one, two = (compare_groups(tally, "group", codebook=plain_codebook(3), seed=5, permutations=199) for _ in range(2))
    assert one == two


def test_groups_in_another_order_differ_the_other_way():
    tally, turned = corpus((20, OTHER), (20, OTHER)), corpus((20, OTHER), (20, OTHER))
    found = compare_groups(tally, "group", codebook=plain_codebook(3))
    again = compare_groups(turned, "group", codebook=plain_codebook(3))
    own = [each for each in found if each.category == "d.c0"]
    assert own[0].value == pytest.approx(-own[1].value)
    assert found == again


def test_too_little_is_thin_and_no_part_of_the_family():
    tally = corpus((2, OTHER), (30, ALIKE), (30, ALIKE))
    thin = [each for each in compare_groups(tally, "group", codebook=plain_codebook(3)) if each.group == "g0000"]
    assert all(each.thin and each.q == 1 for each in thin)


def test_one_group_has_nothing_to_be_compared_with():
    assert compare_groups(corpus((20, ALIKE)), "group", codebook=plain_codebook(3)) == []


def test_p_of_few_articles_is_exact():
    # three against three, the groups quite apart: of the 20 ways to choose three, two are as extreme
    rows = np.array([[1, 1, 1, y, y, y] for y in (1, 1, 1, 0, 0, 0)], dtype=float)
    inside = np.array([True, True, True, False, False, False])
    p = permutation_p(inside, rows, np.random.default_rng(1), 4000)
    assert p[0] == pytest.approx(0.1, abs=0.02)


def test_p_is_even_where_nothing_differs():
    values = []
    for seed in range(60):
        tally = corpus((10, ALIKE), (25, ALIKE), seed=seed)
        found = compare_groups(tally, "group", codebook=plain_codebook(3), seed=seed, permutations=199)
        values.append(next(each.p for each in found if each.category == "d.c0"))
    assert 0.3 < np.mean(values) < 0.7
    assert np.mean(np.array(values) < 0.1) < 0.25


def test_large_groups_agree_with_shuffling(monkeypatch):
    tally = corpus((100, (0.4, 0.4, 0.2)), (120, ALIKE))
    fast = compare_groups(tally, "group", codebook=plain_codebook(3))
    monkeypatch.setattr("framing.measure.compare._SHUFFLED_ARTICLES", 1000)
    slow = compare_groups(tally, "group", codebook=plain_codebook(3), permutations=3999)
    for one, two in zip(fast, slow, strict=True):
        assert one.p == pytest.approx(two.p, abs=0.03)


def test_the_interval_of_a_difference():
    one = cells_of(np.array([[1.0, 0] * 20]), np.ones((1, 40)))
    two = cells_of(np.array([[0.0] * 40]), np.ones((1, 40)))
    value, low, high = (float(each[0, 0]) for each in difference_interval(one, two))
    assert value == 0.5
    assert 0.3 < low < 0.42
    assert 0.58 < high < 0.7


def difference(group, other, p=0.01):
    return Difference("share_of_mentions", "outlet", group, other, "d", "d.c0", "own", 0.2, 0.1, 0.3, p, 1.0, 20)


def test_adjustment_is_that_of_benjamini_and_hochberg():
    found = adjust([difference("a", "rest", p) for p in (0.01, 0.02, 0.03, 0.5)])
    assert [each.q for each in found] == pytest.approx([0.04, 0.04, 0.04, 0.5])


@pytest.mark.parametrize(
    ("languages", "recall", "expected"),
    [
        ({"a": "ru", "b": "ru"}, {}, True),
        ({"a": "ru", "b": "kk"}, {"ru": Recall(0.8, 0.75, 0.85), "kk": Recall(0.78, 0.7, 0.84)}, True),
        ({"a": "ru", "b": "kk"}, {"ru": Recall(0.8, 0.75, 0.85), "kk": Recall(0.5, 0.4, 0.6)}, False),
        ({"a": "ru", "b": "kk"}, {"ru": Recall(0.8, 0.75, 0.85)}, None),
        ({"a": "ru", "b": ""}, {"ru": Recall(0.8, 0.75, 0.85)}, None),
    ],
)
def test_contrasts_across_languages_are_marked(languages, recall, expected):
    for other in ("b", "rest"):
        assert mark_comparable([difference("a", other)], languages, recall)[0].comparable is expected


@pytest.mark.slow
def test_false_discoveries_are_few():
    for name, rate, error in evaluate_discoveries(replications=40, seed=4):
        assert rate <= 0.05 + 2 * error + 0.03, name
