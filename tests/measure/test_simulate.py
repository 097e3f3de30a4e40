"""Small versions of the simulations of `make evaluate-measures`, with the bounds that ours must keep."""

import pytest

from framing.measure.discoveries import evaluate_spread
from framing.measure.proof import broken_bounds, coverage_table, evaluate_measures
from framing.measure.simulate import Row, evaluate_correction, evaluate_shares

REPLICATIONS = 300


@pytest.fixture(scope="module")
def shares():
    return evaluate_shares(replications=REPLICATIONS, seed=7, articles=(5, 8, 20, 50, 200))


@pytest.fixture(scope="module")
def corrected():
    return evaluate_correction(replications=REPLICATIONS, seed=7, articles=(60, 200))


def test_what_we_promise_holds(shares, corrected):
    assert broken_bounds([*shares, *corrected], replications=REPLICATIONS) == []
    assert sum(row.trusted for row in shares) == 15
    assert sum(row.trusted for row in corrected) == 12


def mean(rows, name):
    found = [row.coverage for row in rows if row.estimator.startswith(name)]
    return sum(found) / len(found)


def test_what_not_to_trust(shares, corrected):
    assert mean(shares, "share, mentions by themselves") < 0.75
    assert mean([row for row in shares if row.share == 0.05 and row.articles <= 20], "share, percentile bootstrap") < 0.85
    assert mean(corrected, "classify and count (") < 0.3
    assert mean(corrected, "classify and count, article as unit") < 0.6
    assert mean(corrected, "corrected, mentions by themselves") < 0.9


def test_correction_is_worth_its_trouble(corrected):
    width = {
        name: sum(row.width for row in corrected if row.estimator.startswith(name))
        for name in ("coded articles only", "corrected, article as unit")
    }
    assert width["corrected, article as unit"] < 0.85 * width["coded articles only"]


def test_entropy_and_differences():
    rows = evaluate_spread(replications=100, seed=3)
    assert all(row.coverage > 0.85 for row in rows)
    assert sum(row.coverage for row in rows) / len(rows) > 0.92


def test_a_broken_promise_is_told():
    rows = [Row("share", 20, 0.2, 0.70, 0.1, True), Row("other", 20, 0.2, 0.1, 0.1, False)]
    problems = broken_bounds(rows, replications=2000)
    assert len(problems) == 2
    assert "coverage 0.700 under 0.92" in problems[0]


def test_the_table():
    text = coverage_table([Row("share", 20, 0.2, 0.95, 0.123, True), Row("share", 8, 0.2, 0.96, 0.2, True)])
    assert "0.950 (0.12)" in text
    assert text.splitlines()[1].split() == ["share", "8", "20"]


@pytest.mark.slow
def test_everything_is_printed():
    lines = []
    assert evaluate_measures(replications=200, seed=2, say=lines.append)
    assert lines[-1] == "all bounds hold"
    assert sum("false discovery rate" in line for line in lines) == 2
