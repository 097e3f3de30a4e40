"""Ratios of counts with the article as unit: sums for every group and cell at once, and intervals that hold for few articles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.measure.columns import Codes, Floats, Ints, totals
from framing.measure.tally import Sparse

_PSEUDO = 0.5


@dataclass(frozen=True, eq=False)
class Cells:
    """Sums over the articles of each group (rows) for each cell (columns): y and x, their squares and products.

    `articles` counts those with x > 0; y / x is the ratio of the cell.
    """

    y: Floats
    x: Floats
    yy: Floats
    xy: Floats
    xx: Floats
    articles: Ints

    @property
    def ratio(self) -> Floats:
        """Y / x, 0 where x is 0."""
        result: Floats = np.divide(self.y, self.x, out=np.zeros_like(self.x), where=self.x > 0)
        return result


def gather(numerator: Sparse, denominator: Sparse, below: Ints, groups: Codes, weight: Floats) -> Cells:
    """The sums for every group and every key of the numerator; `below[key]` is the key of the denominator it is divided by."""
    number, cells, bases = len(groups.values), numerator.width, denominator.width
    group = groups.codes
    place = np.searchsorted(denominator.article * bases + denominator.key, numerator.article * bases + below[numerator.key])
    y = numerator.n * weight[numerator.article]
    x = denominator.n[np.minimum(place, len(denominator.n) - 1)] * weight[numerator.article] if len(denominator.n) else y
    used = group[numerator.article] >= 0
    slot = (group[numerator.article] * cells + numerator.key)[used]

    def total(values: Floats) -> Floats:
        return totals(slot, values[used], number * cells).reshape(number, cells)

    base_used = (group[denominator.article] >= 0) & (weight[denominator.article] > 0) & (denominator.n > 0)
    base_slot = (group[denominator.article] * bases + denominator.key)[base_used]
    base = (denominator.n * weight[denominator.article])[base_used]

    def base_total(values: Floats) -> Floats:
        return totals(base_slot, values, number * bases).reshape(number, bases)[:, below]

    return Cells(
        y=total(y),
        x=base_total(base),
        yy=total(y * y),
        xy=total(y * x),
        xx=base_total(base * base),
        articles=base_total(np.ones_like(base)).astype(np.int64),
    )


def everything(articles: int, n: Floats | None = None) -> Sparse:
    """A denominator that every article has under the one key 0: 1, or n of it."""
    return Sparse(np.arange(articles), np.zeros(articles, dtype=np.int64), np.ones(articles) if n is None else n, 1)


def safe_divide(above: Floats, below: Floats, otherwise: float = 0.0) -> Floats:
    """Above / below, and `otherwise` where that is not defined."""
    result: Floats = np.divide(above, below, out=np.full(np.broadcast(above, below).shape, otherwise), where=below > 0)
    return result


def kish_articles(cells: Cells) -> Floats:
    """How many articles of equal size the articles are worth (Kish 1965); 0 where there are none."""
    return safe_divide(cells.x * cells.x, cells.xx)


def squared_residuals(cells: Cells, ratio: Floats) -> Floats:
    """The sum over articles of (y - ratio * x) squared."""
    result: Floats = np.maximum(cells.yy - 2 * ratio * cells.xy + ratio * ratio * cells.xx, 0.0)
    return result


def _smoothed(cells: Cells) -> tuple[Floats, Floats]:
    """The ratio and its variance with half a pseudo-article of root-mean-square size on either side (all y, no y).

    Without them a handful of articles that happen to agree would count as a thousand, and at 0 or 1 there would be no variance at all.
    """
    articles = cells.articles.astype(np.float64)
    square = safe_divide(cells.xx, articles)
    size = np.sqrt(square)
    total = cells.x + 2 * _PSEUDO * size
    ratio = safe_divide(cells.y + _PSEUDO * size, total, 0.5)
    squares = squared_residuals(cells, ratio) + _PSEUDO * ((1 - ratio) ** 2 + ratio**2) * square
    return ratio, safe_divide(articles, np.maximum(articles - 1, 1)) * safe_divide(squares, total**2)


def ratio_variance(cells: Cells) -> Floats:
    """The variance of the ratio with articles as units (Taylor linearisation), smoothed so that it is never 0."""
    return _smoothed(cells)[1]


def effective_number(cells: Cells) -> Floats:
    """How many independent mentions the mentions are worth, given how alike those of one article are (design effect; Kish 1965)."""
    ratio, variance = _smoothed(cells)
    result: Floats = np.minimum(safe_divide(ratio * (1 - ratio), variance), cells.x)
    return result


def t_quantile(degrees: Floats, level: float) -> Floats:
    """Two-sided quantiles of Student's t."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.maximum(degrees, 1e-9), 0.5 + level / 2), dtype=np.float64)


def share_interval(cells: Cells, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Intervals of shares y / x in [0, 1]: Wilson (1927) on the design-effective number of mentions.

    As Korn and Graubard (1998) the quantile is Student's, with one degree of freedom less than the effective number of articles,
    so that few or unequal articles widen it. A single article says nothing about its outlet: [0, 1].
    """
    number = effective_number(cells)
    kish = kish_articles(cells)
    t2 = t_quantile(kish - 1, level) ** 2
    share = np.clip(cells.ratio, 0.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        middle = (share + t2 / (2 * number)) / (1 + t2 / number)
        half = np.sqrt(share * (1 - share) * t2 / number + t2 * t2 / (4 * number * number)) / (1 + t2 / number)
    nothing = (cells.articles < 2) | (kish <= 1) | (number <= 0) | ~np.isfinite(middle + half)
    low = np.where(nothing | (share <= 0), 0.0, np.clip(middle - half, 0.0, share))
    high = np.where(nothing | (share >= 1), 1.0, np.clip(middle + half, share, 1.0))
    return low, high


def rate_interval(cells: Cells, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Intervals of rates y / x without an upper bound: gamma limits (Fay and Feuer 1997) on the overdispersed count."""
    from scipy.special import gammaincinv

    articles = cells.articles.astype(np.float64)
    factor = safe_divide(articles, np.maximum(articles - 1, 1))
    # variance over Poisson variance, drawn toward that of the cell in all groups together where articles are few
    own = factor * safe_divide(squared_residuals(cells, cells.ratio), cells.y)
    whole = safe_divide((own * cells.y).sum(axis=0, keepdims=True), cells.y.sum(axis=0, keepdims=True), 1.0)
    prior = 4.0
    dispersion = np.maximum((articles * own + prior * np.maximum(whole, 1.0)) / (articles + prior), 0.1)
    shrink = (t_quantile(np.full_like(articles, 1e9), level) / t_quantile(np.maximum(kish_articles(cells) - 1, 1.0), level)) ** 2
    scale = safe_divide(dispersion / shrink, cells.x)
    events = safe_divide(cells.ratio, scale)
    low = np.where(events > 0, scale * gammaincinv(np.maximum(events, 1e-12), (1 - level) / 2), 0.0)
    high = scale * gammaincinv(events + 1, (1 + level) / 2)
    return low, high
