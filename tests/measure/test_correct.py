"""Correction for coder error: against ppi-python, against the truth, and through the tally."""

import numpy as np
import pytest

from framing.measure.corpus import estimate_corpus
from framing.measure.correct import CORRECTED, Labelled, correct_ratio, correct_shares, fill_corrected
from framing.measure.ratio import Cells
from framing.measure.tally import tally_mentions

# ppi_py 0.2.3, ppi_mean_pointestimate and ppi_mean_ci(alpha=0.05, lam=…) on the data of `reference`: estimate, low, high
PPI_PYTHON = {
    0.0: (0.38333333333333336, 0.2603104233845284, 0.5063562432821382),
    0.5: (0.3696078431372549, 0.28031737461667283, 0.458898311657837),
    1.0: (0.3558823529411765, 0.2557126880419977, 0.45605201784035526),
    None: (0.3656400142391254, 0.27834220152827993, 0.45293782694997087),
}


def reference():
    """Sixty coded and 340 uncoded articles of one sentence each: there the article-level estimator is the plain one."""
    number = np.arange(400)
    truth = ((number * 7919) % 100 < 37).astype(float)
    machine = np.where((number * 104729) % 100 < 88, truth, 1 - truth)
    ones = np.ones(400)
    labelled = Labelled(*(each[:60, None] for each in (truth, ones, machine, ones)))
    rest = machine[60:]
    cells = Cells(*(np.array([value]) for value in (rest.sum(), 340.0, (rest**2).sum(), rest.sum(), 340.0)), articles=np.array([340]))
    return labelled, cells


@pytest.mark.parametrize("tuning", PPI_PYTHON)
def test_agrees_with_ppi_python(tuning):
    labelled, cells = reference()
    found = correct_ratio(labelled, cells, 340, tuning=None if tuning is None else np.array([tuning]))
    estimate, low, high = PPI_PYTHON[tuning]
    assert found.share[0] == pytest.approx(estimate, abs=1e-9 if tuning is not None else 1e-3)
    # ppi-python divides the variance of the coded by n, we by n - 1
    assert found.error[0] == pytest.approx((high - low) / 2 / 1.959964, rel=0.01)


def test_a_perfect_machine_lends_all_its_articles():
    random = np.random.default_rng(1)
    n = random.integers(1, 20, 300).astype(float)
    y = random.binomial(n.astype(int), random.beta(2, 4, 300)).astype(float)
    labelled = Labelled(*(each[:30, None] for each in (y, n, y, n)))
    u, x = y[30:], n[30:]
    cells = Cells(
        *(np.array([value]) for value in (u.sum(), x.sum(), (u * u).sum(), (u * x).sum(), (x * x).sum())), articles=np.array([270])
    )
    found = correct_ratio(labelled, cells, 270)
    alone = correct_ratio(labelled, cells, 270, tuning=np.array([0.0]))
    assert found.tuning[0] > 0.6
    assert found.share[0] == pytest.approx(y.sum() / n.sum(), abs=0.03)
    assert found.high[0] - found.low[0] < 0.6 * (alone.high[0] - alone.low[0])


def test_a_useless_machine_is_not_listened_to():
    random = np.random.default_rng(2)
    y, noise, ones = random.binomial(1, 0.3, 400).astype(float), random.binomial(1, 0.5, 400).astype(float), np.ones(400)
    labelled = Labelled(*(each[:100, None] for each in (y, ones, noise, ones)))
    rest = noise[100:]
    cells = Cells(*(np.array([value]) for value in (rest.sum(), 300.0, rest.sum(), rest.sum(), 300.0)), articles=np.array([300]))
    found = correct_ratio(labelled, cells, 300)
    assert found.tuning[0] < 0.25
    assert found.share[0] == pytest.approx(y[:100].mean(), abs=0.04)


def test_through_the_tally(book):
    random = np.random.default_rng(3)
    articles = {"article": [f"a{n}" for n in range(200)], "outlet": ["X" if n < 120 else "Y" for n in range(200)]}
    coded = [f"a{n}" for n in random.permutation(200)[:80]]
    truth = {"article": [], "category": [], "voice": []}
    machine = {"article": [], "category": [], "voice": []}
    for name in articles["article"]:
        for _ in range(int(random.integers(1, 12))):
            kind = "protesters.terrorists" if random.random() < 0.2 else "protesters.citizens"
            # the machine takes a quarter of citizens for terrorists
            said = "protesters.terrorists" if kind.endswith("citizens") and random.random() < 0.25 else kind
            for table, category in ((machine, said), (truth, kind)):
                if table is machine or name in coded:
                    table["article"].append(name)
                    table["category"].append(category)
                    table["voice"].append("own")
    both = [tally_mentions(articles, table, codebook=book) for table in (machine, truth)]
    raw = estimate_corpus(both[0], codebook=book, permutations=99).estimates
    corrected = correct_shares(*both, coded=coded, codebook=book)
    filled = fill_corrected(raw, corrected)
    terrorists = [each for each in filled if each.category == "protesters.terrorists" and each.voice == "own"]
    for group in ("X", "Y", "all"):
        before = next(each for each in terrorists if each.group == group and each.measure == "share_of_mentions")
        after = next(each for each in terrorists if each.group == group and each.measure == CORRECTED)
        assert before.value > 0.32
        assert after.low < 0.2 < after.high
        assert before.corrected == after.value
        assert not after.thin
    assert sum(each.articles for each in terrorists if each.measure == CORRECTED and each.grouping == "outlet") == 80


def test_groups_with_next_to_no_coded_articles_are_left_out(book):
    articles = {"article": ["a", "b", "c"], "outlet": ["X", "X", "Y"]}
    found = {"article": ["a", "b", "c"], "category": ["event.riot"] * 3, "voice": ["own"] * 3}
    tally = tally_mentions(articles, found, codebook=book)
    assert correct_shares(tally, tally, coded=["a", "b", "c", "zz"], codebook=book) == []


def test_tallies_of_other_articles_are_refused(book):
    empty = {"article": [], "category": [], "voice": []}
    one, two = (tally_mentions({"article": [name], "outlet": ["X"]}, empty, codebook=book) for name in "ab")
    with pytest.raises(ValueError, match="same articles"):
        correct_shares(one, two, coded=[], codebook=book)
