"""Made-up worlds with known truth, to count how often the interval of each estimator holds it.

The world. An outlet has articles of 1 to 25 mentions, every size as likely. In each article the chance that a mention is of the
category is drawn from a beta distribution around the outlet's true share, so that mentions of one article are alike (correlation
0.25), and the mentions are drawn with it. A coder finds a category with a chance, and sees it where it is not with another; both
differ from outlet to outlet, and wobble from article to article. People code some articles of each outlet, drawn at random, without error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.measure.columns import Floats
from framing.measure.correct import Labelled, correct_ratio
from framing.measure.ratio import Cells, effective_number, rate_interval, share_interval
from framing.measure.shrink import prior

ALIKE, LONGEST = 0.25, 25
ARTICLES = (5, 8, 20, 50, 200, 2000)
SHARES = (0.05, 0.2, 0.5)
CODED = (20, 40)
_Interval = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the table: how often the interval of an estimator holds the truth, and how wide it is on average."""

    estimator: str
    articles: int
    share: float
    coverage: float
    width: float
    trusted: bool


@dataclass(frozen=True, eq=False)
class World:
    """Counts [replication, article]: mentions, those of the category, and those that the coder takes for it."""

    share: float
    n: Floats
    y: Floats
    machine: Floats


def make_world(random: np.random.Generator, *, replications: int, articles: int, share: float, error: bool = False) -> World:
    """Replications of one outlet."""
    shape = (replications, articles)
    n = random.integers(1, LONGEST + 1, shape)
    strength = (1 - ALIKE) / ALIKE
    chance = random.beta(share * strength, (1 - share) * strength, shape)
    y = random.binomial(n, chance)
    if not error:
        return World(share, n.astype(float), y.astype(float), y.astype(float))
    found = random.uniform(0.70, 0.92, (replications, 1))
    false = random.uniform(0.04, 0.22, (replications, 1))
    wobble = 2 * random.beta(2, 2, shape)
    right = random.binomial(y, np.clip(found * (0.8 + 0.2 * wobble), 0, 1))
    wrong = random.binomial(n - y, np.clip(false * wobble, 0, 1))
    return World(share, n.astype(float), y.astype(float), (right + wrong).astype(float))


def cells_of(y: Floats, x: Floats) -> Cells:
    """The cells [replication, 1] of counts [replication, article]."""
    y1, x1, yy, xy, xx = (each.sum(axis=1, keepdims=True) for each in (y, x, y * y, y * x, x * x))
    return Cells(y1, x1, yy, xy, xx, (x > 0).sum(axis=1, keepdims=True))


def clustered(world: World) -> _Interval:
    """Ours: Wilson on the design-effective number, the article as unit."""
    low, high = share_interval(cells_of(world.y, world.n))
    return low[:, 0], high[:, 0]


def plain_binomial(world: World) -> _Interval:
    """The usual table: every mention as if it were drawn by itself."""
    return _normal(world.y.sum(axis=1) / world.n.sum(axis=1), world.n.sum(axis=1))


def percentile_bootstrap(world: World, random: np.random.Generator, times: int = 200) -> _Interval:
    """Articles drawn again and again; the middle 95% of the shares."""
    ends = []
    for y, n in zip(world.y, world.n, strict=True):
        drawn = random.integers(0, len(y), (times, len(y)))
        ends.append(np.quantile(y[drawn].sum(axis=1) / n[drawn].sum(axis=1), (0.025, 0.975)))
    low, high = np.array(ends).T
    return low, high


def shrunken(world: World, random: np.random.Generator) -> _Interval:
    """The middle 95% of the beta posterior among twelve outlets of other shares."""
    from scipy.stats import beta

    ends = []
    for y, n in zip(world.y, world.n, strict=True):
        ours = cells_of(y[None], n[None])
        others = [make_world(random, replications=1, articles=y.size, share=each) for each in random.uniform(0.02, 0.6, 11)]
        cells = [ours, *(cells_of(each.y, each.n) for each in others)]
        number = np.array([float(effective_number(each)[0, 0]) for each in cells])
        hits = number * np.array([float(each.ratio[0, 0]) for each in cells])
        mean, strength = prior(hits, number)
        a, b = hits[0] + mean * strength, number[0] - hits[0] + (1 - mean) * strength
        ends.append(beta.ppf((0.025, 0.975), a, b))
    low, high = np.array(ends).T
    return low, high


def classify_and_count(world: World) -> _Interval:
    """The coder's word taken for the truth, every mention by itself."""
    return _normal(world.machine.sum(axis=1) / world.n.sum(axis=1), world.n.sum(axis=1))


def classify_clustered(world: World) -> _Interval:
    """The coder's word taken for the truth, the article as unit."""
    return clustered(World(world.share, world.n, world.machine, world.machine))


def coded_only(world: World, coded: int) -> _Interval:
    """Only the articles that people coded."""
    return clustered(World(world.share, world.n[:, :coded], world.y[:, :coded], world.machine))


def corrected_by_sentence(world: World, coded: int) -> _Interval:
    """Prediction-powered inference with every mention as if it were drawn by itself."""
    ends = []
    for y, n, machine in zip(world.y, world.n, world.machine, strict=True):
        rest, here = n[coded:].sum(), n[:coded].sum()
        gap, said = (y[:coded] - machine[:coded]).sum() / here, machine[coded:].sum() / max(rest, 1)
        spread = np.abs(y[:coded] - machine[:coded]).sum() / here - gap**2
        error = np.sqrt(max(spread, 0) / here + said * (1 - said) / max(rest, 1))
        ends.append((said + gap - 1.96 * error, said + gap + 1.96 * error))
    low, high = np.array(ends).T
    return low, high


def corrected_by_article(world: World, coded: int) -> _Interval:
    """Ours: prediction-powered inference with the article as unit."""
    here, rest = slice(None, coded), slice(coded, None)
    labelled = Labelled(*(each[:, here].T for each in (world.y, world.n, world.machine, world.n)))
    cells = cells_of(world.machine[:, rest], world.n[:, rest])
    flat = Cells(*(getattr(cells, name)[:, 0] for name in ("y", "x", "yy", "xy", "xx", "articles")))
    found = correct_ratio(labelled, flat, world.n.shape[1] - coded)
    return found.low, found.high


def rates(world: World, random: np.random.Generator) -> _Interval:
    """Ours: mentions in a thousand words, of articles with a hundred words a mention on average."""
    words = random.poisson(100 * LONGEST / 2, world.n.shape) / 1000
    low, high = rate_interval(cells_of(world.y, words))
    return low[:, 0], high[:, 0]


def _normal(share: Floats, number: Floats) -> _Interval:
    half = 1.96 * np.sqrt(share * (1 - share) / number)
    return share - half, share + half


def evaluate_shares(*, replications: int, seed: int, articles: Sequence[int] = ARTICLES) -> list[Row]:
    """The estimators of shares where the coder makes no error."""
    rows = []
    for number, (size, share) in enumerate((size, share) for size in articles for share in SHARES):
        random = np.random.default_rng([seed, 0, number])
        world = make_world(random, replications=replications, articles=size, share=share)
        slow = World(share, *(each[: max(replications // 5, 50)] for each in (world.n, world.y, world.machine)))
        rate_truth = share * (LONGEST + 1) / 2 / (100 * LONGEST / 2 / 1000)
        found: list[tuple[str, _Interval, float, bool]] = [
            ("share, article as unit", clustered(world), share, True),
            ("share, mentions by themselves", plain_binomial(world), share, False),
            ("rate per 1000 words", rates(world, random), rate_truth, False),
        ]
        if size <= 200:
            found.append(("share, percentile bootstrap", percentile_bootstrap(slow, random), share, False))
            found.append(("share, shrunken", shrunken(slow, random), share, False))
        rows += [_row(name, size, share, ends, truth=truth, trusted=trusted) for name, ends, truth, trusted in found]
    return rows


def evaluate_correction(
    *, replications: int, seed: int, coded: Sequence[int] = CODED, articles: Sequence[int] = (60, 200, 2000)
) -> list[Row]:
    """The estimators of shares where the coder errs; `articles` of the rows is how many people coded."""
    rows = []
    cells = [(people, size, share) for people in coded for size in articles for share in SHARES]
    for number, (people, size, share) in enumerate(cells):
        random = np.random.default_rng([seed, 1, number])
        world = make_world(random, replications=replications, articles=size, share=share, error=True)
        name = f" ({size} articles)"
        found = [
            ("classify and count", classify_and_count(world), False),
            ("classify and count, article as unit", classify_clustered(world), False),
            ("coded articles only", coded_only(world, people), False),
            ("corrected, mentions by themselves", corrected_by_sentence(world, people), False),
            ("corrected, article as unit", corrected_by_article(world, people), True),
        ]
        rows += [_row(each + name, people, share, ends, truth=share, trusted=trusted) for each, ends, trusted in found]
    return rows


def _row(name: str, articles: int, share: float, ends: _Interval, *, truth: float, trusted: bool) -> Row:
    low, high = ends
    return Row(name, articles, share, float(np.mean((low <= truth) & (truth <= high))), float(np.mean(high - low)), trusted)
