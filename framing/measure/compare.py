"""Differences between groups: permutation over articles, Benjamini-Hochberg, and intervals of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from framing.codebook import Codebook, Dimension
from framing.measure.columns import Bools, Codes, Floats, Ints
from framing.measure.interval import in_dimension, is_thin
from framing.measure.ratio import Cells, kish_articles, ratio_variance, safe_divide, share_interval
from framing.measure.tally import Sparse, Tally, in_voice

COMPARED_VOICES = ("own", "others")
_SECOND_ROUND = 5  # times as many shuffles again where the first round leaves p near its smallest value
_SHUFFLED_ARTICLES = 60  # where the smaller side has more, Student's t on the same statistic: the two agree there
_CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """How a group differs from `other` ("rest", or a group) in a share: in points of share, with its interval, p and adjusted q.

    `comparable` is False where the two are in languages whose coders do not find mentions equally well, None where that is not known.
    """

    measure: str
    grouping: str
    group: str
    other: str
    target: str
    category: str
    voice: str
    value: float
    low: float
    high: float
    p: float
    q: float
    articles: int
    thin: bool = False
    comparable: bool | None = True


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of human-coded mentions that a coder finds in a language, with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class _Frame:
    """What all contrasts of one comparison share."""

    tally: Tally
    grouping: str
    codebook: Codebook
    level: float
    permutations: int

    @property
    def groups(self) -> Codes:
        """The groups that are compared."""
        return self.tally.groups[self.grouping]


@dataclass(frozen=True, eq=False)
class _Family:
    """The articles that name a dimension in a voice: the group of each, and its row of sums.

    `rows` has one row an article: 1, x, x squared, then y, y squared and y times x for every category.
    """

    dimension: Dimension
    voice: str
    label: Ints
    rows: Floats


def compare_groups(
    tally: Tally,
    grouping: str,
    *,
    codebook: Codebook,
    level: float = 0.95,
    seed: int = 0,
    permutations: int = 1999,
    pairs: bool = False,
) -> list[Difference]:
    """Every group against the rest (with `pairs`, also against every other group), for each category in own voice and others'.

    The statistic is the difference of shares over its standard error with the article as unit (studentised, so that unequal
    spread does no harm: Chung and Romano 2013). q is adjusted within a family: all contrasts of one kind in one voice
    (Benjamini and Hochberg 1995).
    """
    frame = _Frame(tally, grouping, codebook, level, permutations)
    result: list[Difference] = []
    for voice in COMPARED_VOICES:
        counts = in_voice(tally, voice)
        base = in_dimension(counts, codebook)
        against_rest: list[Difference] = []
        pairwise: list[Difference] = []
        for number in range(len(codebook.dimensions)):
            family = _family(frame, counts, base, voice, number)
            # every family draws from its own stream: one more dimension does not change the p of the others
            stream = np.random.SeedSequence([seed, COMPARED_VOICES.index(voice), number])
            against_rest += _against_rest(frame, family, np.random.default_rng(stream))
            if pairs:
                pairwise += _pairwise(frame, family, np.random.default_rng(stream.spawn(1)[0]))
        result += adjust(against_rest) + adjust(pairwise)
    return result


def adjust(differences: Sequence[Difference]) -> list[Difference]:
    """The differences with q: p adjusted for how many there are; thin ones are no part of the family and keep q = 1."""
    from scipy.stats import false_discovery_control

    tested = [number for number, each in enumerate(differences) if not each.thin]
    adjusted = list(differences)
    if tested:
        for number, q in zip(tested, false_discovery_control([differences[number].p for number in tested]), strict=True):
            adjusted[number] = replace(differences[number], q=float(q))
    return adjusted


def mark_comparable(differences: Sequence[Difference], languages: Mapping[str, str], recall: Mapping[str, Recall]) -> list[Difference]:
    """The differences with `comparable` told: contrasts across languages count only where the coders' recall is alike in them.

    `languages` gives the language of a group ("" where it writes in several). Alike means that the intervals overlap.
    """
    result = []
    for each in differences:
        others = {languages.get(each.other, "")} if each.other != "rest" else {v for k, v in languages.items() if k != each.group}
        involved = {languages.get(each.group, "")} | others
        if len(involved) == 1 and "" not in involved:
            result.append(replace(each, comparable=True))
        elif any(language not in recall for language in involved):
            result.append(replace(each, comparable=None))
        else:
            known = [recall[language] for language in involved]
            alike = max(score.low for score in known) <= min(score.high for score in known)
            result.append(replace(each, comparable=alike))
    return result


def _family(frame: _Frame, counts: Sparse, base: Sparse, voice: str, number: int) -> _Family:
    """The articles that count, belong to a group and name the dimension with this number."""
    group, weight = frame.groups.codes, frame.tally.weight
    used = (base.key == number) & (group[base.article] >= 0) & (weight[base.article] > 0)
    articles = base.article[used]
    size = base.n[used] * weight[articles]
    columns = [np.ones_like(size), size, size**2]
    dimension = frame.codebook.dimensions[number]
    for category in dimension.categories:
        chosen = np.flatnonzero(counts.key == frame.codebook.categories.index(category.id))
        chosen = chosen[(group[counts.article[chosen]] >= 0) & (weight[counts.article[chosen]] > 0)]
        y = np.zeros(len(articles))
        y[np.searchsorted(articles, counts.article[chosen])] = counts.n[chosen] * weight[counts.article[chosen]]
        columns += [y, y**2, y * size]
    return _Family(dimension, voice, group[articles], np.stack(columns, axis=1))


def _against_rest(frame: _Frame, family: _Family, random: np.random.Generator) -> list[Difference]:
    """Each group against all others together."""
    names = frame.groups.values
    result: list[Difference] = []
    for one in np.unique(family.label).tolist():
        result += _contrast(frame, family, family.label == one, (names[one], "rest"), random)
    return result


def _pairwise(frame: _Frame, family: _Family, random: np.random.Generator) -> list[Difference]:
    """Each group against each other one, the articles of the two shuffled among them."""
    names = frame.groups.values
    result: list[Difference] = []
    for one, two in combinations(np.unique(family.label).tolist(), 2):
        chosen = np.isin(family.label, (one, two))
        both = replace(family, label=family.label[chosen], rows=family.rows[chosen])
        result += _contrast(frame, both, both.label == one, (names[one], names[two]), random)
    return result


def _contrast(frame: _Frame, family: _Family, inside: Bools, names: tuple[str, str], random: np.random.Generator) -> list[Difference]:
    """The contrast of the articles inside a group with those outside, for every category."""
    if inside.all():
        return []
    ours, theirs = _cells(family.rows[inside].sum(axis=0)), _cells(family.rows[~inside].sum(axis=0))
    p = permutation_p(inside, family.rows, random, frame.permutations)
    value, low, high = difference_interval(ours, theirs, level=frame.level)
    articles, mentions = int(ours.articles[0, 0]), float(ours.x[0, 0])
    thin = is_thin(articles, mentions) or is_thin(int(theirs.articles[0, 0]), float(theirs.x[0, 0]))
    return [
        Difference(
            measure="share_of_mentions",
            grouping=frame.grouping,
            group=names[0],
            other=names[1],
            target=family.dimension.id,
            category=category.id,
            voice=family.voice,
            value=float(value[0, number]),
            low=float(low[0, number]),
            high=float(high[0, number]),
            p=float(p[number]),
            q=1.0,
            articles=articles,
            thin=thin,
        )
        for number, category in enumerate(family.dimension.categories)
    ]


def difference_interval(one: Cells, two: Cells, *, level: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """The difference of two shares with its interval, from the intervals of the two (Newcombe 1998, method 10)."""
    (low_one, high_one), (low_two, high_two) = share_interval(one, level=level), share_interval(two, level=level)
    a, b = one.ratio, two.ratio
    low = a - b - np.hypot(a - low_one, high_two - b)
    high = a - b + np.hypot(high_one - a, b - low_two)
    return a - b, np.maximum(low, -1.0), np.minimum(high, 1.0)


def permutation_p(inside: Bools, rows: Floats, random: np.random.Generator, permutations: int) -> Floats:
    """P for every category: how often articles put inside at random differ from the others as much as those that are inside.

    Where both sides have many articles, p comes from Student's t for the same statistic.
    """
    whole = rows.sum(axis=0)
    ours = rows[inside].sum(axis=0)
    seen = np.abs(_statistic(ours[None, :], whole))[0]
    drawn = int(min(inside.sum(), (~inside).sum()))
    if drawn > _SHUFFLED_ARTICLES or permutations < 1:
        return _student(ours, whole, seen)
    beyond, done = np.zeros(len(seen)), 0
    for times in (permutations, _SECOND_ROUND * permutations):
        for size in _chunks(times, max(1, _CHUNK // (len(rows) + drawn * rows.shape[1]))):
            sums = rows[_subsets(random, len(rows), drawn, size)].sum(axis=1)
            # a hair of tolerance: sums of the same articles in another order may differ in the last digit
            beyond += (np.abs(_statistic(sums, whole)) >= seen - 1e-9).sum(axis=0)
            done += size
        if (beyond >= 10).all():
            break
    result: Floats = (beyond + 1) / (done + 1)
    return result


def _subsets(random: np.random.Generator, articles: int, size: int, times: int) -> Ints:
    """Random subsets of articles [times, size], each without repetition."""
    if size * size > articles:
        return np.argpartition(random.random((times, articles)), size - 1, axis=1)[:, :size]
    drawn = random.integers(0, articles, (times, size))
    while (twice := (np.diff(np.sort(drawn, axis=1), axis=1) == 0).any(axis=1)).any():
        drawn[twice] = random.integers(0, articles, (int(twice.sum()), size))
    return drawn


def _chunks(total: int, size: int) -> list[int]:
    """A number in pieces of at most `size`."""
    return [size] * (total // size) + ([total % size] if total % size else [])


def _cells(sums: Floats) -> Cells:
    """The cells [subset, category] from sums of rows, one row or many."""
    table = np.atleast_2d(sums)
    y = table[:, 3::3]

    def wide(column: int) -> Floats:
        return np.broadcast_to(table[:, column : column + 1], y.shape)

    return Cells(y, wide(1), table[:, 4::3], table[:, 5::3], wide(2), np.rint(wide(0)).astype(np.int64))


def _statistic(ours: Floats, whole: Floats) -> Floats:
    """Ours against the rest of the whole [subset, category]: difference of shares over its standard error."""
    one, two = _cells(ours), _cells(whole - ours)
    return safe_divide(one.ratio - two.ratio, np.sqrt(ratio_variance(one) + ratio_variance(two)))


def _student(ours: Floats, whole: Floats, seen: Floats) -> Floats:
    """P of the statistic under Student's t with the degrees of freedom of Welch and Satterthwaite."""
    from scipy.special import stdtr

    one, two = _cells(ours), _cells(whole - ours)
    a, b = ratio_variance(one), ratio_variance(two)
    below = safe_divide(a**2, np.maximum(kish_articles(one) - 1, 1)) + safe_divide(b**2, np.maximum(kish_articles(two) - 1, 1))
    result: Floats = 2 * stdtr(np.maximum(safe_divide((a + b) ** 2, below, 1.0), 1.0), -seen)[0]
    return result
