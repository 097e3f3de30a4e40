"""Made-up worlds for what compares groups: false discoveries, intervals of differences and of entropy."""

from __future__ import annotations

import numpy as np

from framing.codebook import Category, Codebook, Dimension
from framing.measure.columns import Codes, Floats
from framing.measure.compare import Difference, compare_groups, difference_interval
from framing.measure.entropy import measure_entropy
from framing.measure.simulate import ALIKE, LONGEST, Row, cells_of, make_world
from framing.measure.tally import Sparse, Tally
from framing.records import VOICES


def plain_codebook(categories: int) -> Codebook:
    """A codebook of one dimension."""
    kinds = tuple(Category(f"d.c{number}", f"c{number}", "#888888") for number in range(categories))
    return Codebook("made up", (Dimension("d", "d", kinds),))


def tally_of(counts: Floats, group: Floats) -> Tally:
    """The tally of counts [article, category] in own voice, with the groups of the articles."""
    articles, categories = counts.shape
    article, category = np.nonzero(counts)
    groups = Codes(tuple(f"g{number:04d}" for number in range(int(group.max()) + 1)), group.astype(np.int64))
    sparse = Sparse(article.astype(np.int64), category.astype(np.int64) * len(VOICES), counts[article, category], categories * len(VOICES))
    nobody = np.empty(0, dtype=np.int64)
    return Tally(
        tuple(str(number) for number in range(articles)),
        {"group": groups},
        np.ones(articles),
        sparse,
        (),
        Sparse(nobody, nobody, np.empty(0), 1),
    )


def draw_counts(random: np.random.Generator, articles: int, shares: Floats) -> Floats:
    """Counts [article, category]: sizes as everywhere, shares of each article from a Dirichlet around the true ones."""
    n = random.integers(1, LONGEST + 1, articles)
    chances = random.dirichlet(shares * (1 - ALIKE) / ALIKE, articles)
    result: Floats = random.multinomial(n, chances).astype(np.float64)
    return result


def evaluate_discoveries(*, replications: int, seed: int) -> list[tuple[str, float, float]]:
    """The rate of false discoveries among clear differences, with its Monte Carlo error: all groups alike, and two unlike."""
    same, other = np.array([0.3, 0.5, 0.2]), np.array([0.6, 0.2, 0.2])
    book = plain_codebook(3)
    result = []
    for name, unlike, pairs in (("all groups alike", 0, False), ("two of six groups unlike, in pairs", 2, True)):
        rates = []
        for turn in range(replications):
            random = np.random.default_rng([seed, 2, unlike, turn])
            sizes = (12, 12, 20, 20, 40, 40)
            counts = [draw_counts(random, size, other if number < unlike else same) for number, size in enumerate(sizes)]
            tally = tally_of(np.concatenate(counts), np.repeat(np.arange(len(sizes)), sizes))
            found = compare_groups(tally, "group", codebook=book, seed=turn, permutations=399, pairs=pairs)
            clear = [each for each in found if each.q <= 0.05 and (each.other == "rest") is not pairs]
            rates.append(sum(_alike(each, unlike) for each in clear) / max(len(clear), 1))
        result.append((name, float(np.mean(rates)), float(np.std(rates) / np.sqrt(replications))))
    return result


def _alike(difference: Difference, unlike: int) -> bool:
    """Whether the two groups of a contrast are alike in truth."""
    if difference.other == "rest":
        return unlike == 0
    return (int(difference.group[1:]) < unlike) == (int(difference.other[1:]) < unlike) or difference.category == "d.c2"


def evaluate_spread(*, replications: int, seed: int) -> list[Row]:
    """Coverage of the intervals of entropy (in bits) and of the difference of two groups."""
    rows = []
    shares = np.array([0.5, 0.25, 0.15, 0.1])
    truth = float(-(shares * np.log2(shares)).sum())
    for size in (8, 20, 50, 200):
        random = np.random.default_rng([seed, 3, size])
        counts = draw_counts(random, size * replications, shares)
        tally = tally_of(counts, np.repeat(np.arange(replications), size))
        book = plain_codebook(len(shares))
        found = [each for each in measure_entropy(tally, "group", codebook=book) if each.voice == "own"]
        hits = [each.low <= truth <= each.high for each in found]
        rows.append(
            Row("entropy", size, 0.2, float(np.mean(hits)), float(np.mean([each.high - each.low for each in found])), trusted=False)
        )
        for share, second in ((0.05, 0.2), (0.2, 0.2), (0.5, 0.2)):
            one = make_world(random, replications=replications, articles=size, share=share)
            two = make_world(random, replications=replications, articles=3 * size, share=second)
            _, low, high = difference_interval(cells_of(one.y, one.n), cells_of(two.y, two.n))
            inside = (low <= share - second) & (share - second <= high)
            rows.append(Row("difference of two groups", size, share, float(inside.mean()), float((high - low).mean()), trusted=False))
    return rows
