"""Krippendorff's alpha against the package of that name, against Krippendorff's own example, and where it is not defined."""

import krippendorff
import numpy as np
import pytest

from framing.annotation.agreement import dimension_alphas, label_alphas, masi_distance, multilabel_alpha, nominal_alpha

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example C: alpha = 0.743
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def _texts(rows):
    return [[None if code is None else str(code) for code in row] for row in rows]


def test_the_published_example():
    found = nominal_alpha(_texts(OBSERVERS))
    assert found.alpha == pytest.approx(0.743, abs=0.001)
    assert found.units == 11
    assert found.low < found.alpha < found.high <= 1


@pytest.mark.parametrize("seed", range(5))
def test_as_the_package_where_that_answers(seed):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, (3, 40)).astype(float)
    codes[1] = np.where(rng.random(40) < 0.7, codes[0], codes[1])
    codes[rng.random(codes.shape) < 0.2] = np.nan
    expected = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")
    rows = [[None if np.isnan(code) else str(int(code)) for code in row] for row in codes]
    assert nominal_alpha(rows).alpha == pytest.approx(expected)


def test_perfect_and_contrary_coders():
    assert nominal_alpha([list("abab"), list("abab")]).alpha == 1
    assert nominal_alpha([list("abab"), list("baba")]).alpha < 0


def test_one_label_only_is_no_crash():
    found = nominal_alpha([list("aaaa"), list("aaaa")])
    assert (found.alpha, found.observed) == (None, 1.0)
    assert "same" in found.because


def test_nothing_coded_twice_is_no_crash():
    assert nominal_alpha([["a", None], [None, "b"]]).because == "no unit has two codes"
    assert nominal_alpha([[], []]).alpha is None


def test_sets_of_labels():
    left, right = [{"a"}, {"a", "b"}, set(), {"c"}], [{"a"}, {"a"}, set(), {"c"}]
    found = multilabel_alpha([left, right])
    assert 0.5 < found.alpha < 1
    assert multilabel_alpha([left, left]).alpha == 1
    assert multilabel_alpha([left, [{"a"}, None, None, None]]).units == 1


def test_masi_prefers_sets_within_each_other():
    whole, part, crossing = frozenset("ab"), frozenset("a"), frozenset("bc")
    assert masi_distance(whole, whole) == 0
    assert masi_distance(whole, frozenset()) == 1
    assert 0 < masi_distance(whole, part) < masi_distance(whole, crossing) < 1


def test_by_label_and_by_dimension():
    left, right = [{"x.a"}, {"x.a", "y.b"}, set()], [{"x.a"}, {"y.b"}, set()]
    by_label = {found.name: found for found in label_alphas([left, right], ["x.a", "y.b"])}
    assert by_label["y.b"].alpha == 1
    assert by_label["x.a"].alpha < 1
    assert [found.name for found in dimension_alphas([left, right], {"x": ["x.a"], "y": ["y.b"]})] == ["x", "y"]


def test_coders_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="every coder"):
        nominal_alpha([["a"], ["a", "b"]])


def test_the_same_seed_gives_the_same_interval():
    assert nominal_alpha(_texts(OBSERVERS), seed=3) == nominal_alpha(_texts(OBSERVERS), seed=3)
