"""Shrinkage toward the whole: little for large groups, much for small ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measure.shrink import prior, shrink_shares
from framing.measure.simulate import cells_of


def many(*outlets):
    """Cells of several groups, each given as (hits of each article, size of each article)."""
    parts = [cells_of(np.array([y], float), np.array([x], float)) for y, x in outlets]
    return type(parts[0])(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("y", "x", "yy", "xy", "xx", "articles")))


def test_small_groups_move_more_than_large_ones():
    large = ([1, 0, 0, 0] * 100, [1] * 400)
    cells = many(large, ([1, 0, 0, 0, 0] * 80, [1] * 400), ([1, 1, 0] * 100, [1] * 300), ([1, 1, 1], [1, 1, 1]))
    shrunk = shrink_shares(cells)[:, 0]
    raw = cells.ratio[:, 0]
    assert abs(shrunk[0] - raw[0]) < 0.01
    assert raw[3] - shrunk[3] > 0.15
    assert all(min(raw) <= value <= max(raw) for value in shrunk)


def test_groups_that_differ_no_more_than_chance_become_nearly_one():
    random = np.random.default_rng(1)
    cells = many(*((random.binomial(1, 0.3, 20), np.ones(20)) for _ in range(30)))
    assert np.ptp(shrink_shares(cells)) < 0.4 * np.ptp(cells.ratio)


def test_one_group_alone_stays():
    cells = many(([1, 0, 1], [1, 1, 1]))
    assert shrink_shares(cells)[0, 0] == cells.ratio[0, 0]


def test_the_prior_is_found_again():
    random = np.random.default_rng(2)
    shares = random.beta(0.3 * 20, 0.7 * 20, 400)
    number = np.full(400, 60.0)
    mean, strength = prior(random.binomial(60, shares).astype(float), number)
    assert mean == pytest.approx(0.3, abs=0.02)
    assert strength == pytest.approx(20, rel=0.3)


def test_shrinkage_is_nearer_the_truth():
    random = np.random.default_rng(3)
    truth = random.beta(2, 6, 200)
    size = random.integers(2, 30, 200)
    outlets = [(random.binomial(1, share, n), np.ones(n)) for share, n in zip(truth, size, strict=True)]
    cells = many(*outlets)
    assert np.mean((shrink_shares(cells)[:, 0] - truth) ** 2) < 0.7 * np.mean((cells.ratio[:, 0] - truth) ** 2)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=2, max_size=12))
@settings(max_examples=60)
def test_shrunk_shares_are_shares(pairs):
    cells = many(*(([min(y, x)], [x]) for y, x in pairs))
    shrunk = shrink_shares(cells)
    assert ((shrunk >= 0) & (shrunk <= 1)).all()
