"""Samples for people to code: right sizes, known probabilities, the same whatever the order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.annotation.sample import StratifiedSample, UncertainSample, lot, shares_of_strata


@pytest.mark.parametrize(
    ("sizes", "wanted", "given_to"),
    [
        ({"a": 100, "b": 100}, 10, {"a": 5, "b": 5}),
        ({"a": 900, "b": 100}, 100, {"a": 90, "b": 10}),
        ({"a": 1000, "b": 3}, 10, {"a": 8, "b": 2}),
        ({"a": 1000, "b": 1}, 10, {"a": 9, "b": 1}),
        ({"a": 2, "b": 1}, 10, {"a": 2, "b": 1}),
        ({"a": 50, "b": 50, "c": 50}, 2, {"a": 2, "b": 0, "c": 0}),
        ({}, 5, {}),
    ],
)
def test_shares_of_strata(sizes: dict[str, int], wanted: int, given_to: dict[str, int]) -> None:
    assert shares_of_strata(sizes, wanted) == given_to


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 10_000), max_size=30), st.integers(1, 500))
def test_shares_are_whole_and_can_be_had(sizes: dict[str, int], wanted: int) -> None:
    given_to = shares_of_strata(sizes, wanted)
    assert sum(given_to.values()) == min(wanted, sum(sizes.values()))
    assert all(0 <= given_to[name] <= size for name, size in sizes.items())


def drawn(names: list[str], size: int, seed: int = 0) -> list[str]:
    sample = StratifiedSample[None](size, seed=seed)
    for name in names:
        sample.offer(name, name[0], None)
    return [unit.name for unit in sample.draw()]


def test_order_of_the_corpus_is_no_matter_and_the_seed_is() -> None:
    names = [f"{letter}{number}" for letter in "ab" for number in range(50)]
    shuffled = random.Random(1).sample(names, len(names))
    assert drawn(names, 10) == drawn(shuffled, 10)
    assert drawn(names, 10) != drawn(names, 10, seed=1)
    assert len(set(drawn(names, 10))) == 10


def test_every_unit_has_the_probability_that_is_written() -> None:
    names = [f"a{number}" for number in range(40)] + [f"b{number}" for number in range(10)]
    counts = dict.fromkeys(names, 0)
    rounds = 2_000
    for seed in range(rounds):
        for name in drawn(names, 10, seed):
            counts[name] += 1
    sample = StratifiedSample[None](10)
    for name in names:
        sample.offer(name, name[0], None)
    written = {unit.stratum: unit.probability for unit in sample.draw()}
    assert written == {"a": 8 / 40, "b": 2 / 10}
    # six standard errors of a share of 2,000 draws
    assert all(abs(count / rounds - written[name[0]]) < 6 * (0.2 * 0.8 / rounds) ** 0.5 for name, count in counts.items())


def test_lots_are_spread_evenly() -> None:
    lots = sorted(lot(3, str(number)) for number in range(1_000))
    assert all(abs(value - (number + 0.5) / 1_000) < 0.06 for number, value in enumerate(lots))


def test_the_doubtful_without_those_drawn() -> None:
    sample = UncertainSample[str](2)
    for number, doubt in enumerate([-0.4, -0.1, -0.2, -0.3, -0.45]):
        sample.offer(f"u{number}", doubt, f"unit {number}")
    assert sample.draw() == [("u1", "unit 1"), ("u2", "unit 2")]
    assert sample.draw(without={"u1", "u2"}) == [("u3", "unit 3"), ("u0", "unit 0")]
