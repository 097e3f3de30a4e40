"""How varied the words of a group are, or its speakers: Shannon's entropy in bits, with the jackknife over articles."""

from __future__ import annotations

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Codes, Floats, Ints, totals
from framing.measure.interval import VARIED_VOICES, dimension_numbers, in_dimension, is_thin
from framing.measure.ratio import t_quantile
from framing.measure.tally import Sparse, Tally, in_voice, merge
from framing.records import Estimate


def measure_entropy(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> list[Estimate]:
    """entropy: of the categories of each dimension in each voice, and of the speakers (target "sources"), for every group."""
    groups = tally.groups[grouping]
    result = []
    of = dimension_numbers(codebook)
    sizes = [len(dimension.categories) for dimension in codebook.dimensions]
    for voice in VARIED_VOICES:
        counts = in_voice(tally, voice)
        spread = _Spread(counts, of, in_dimension(counts, codebook), groups, tally.weight)
        for number, dimension in enumerate(codebook.dimensions):
            result += spread.estimates(grouping, number, target=dimension.id, voice=voice, kinds=sizes[number], level=level)
    if tally.speakers:
        speech = tally.speech
        below = np.zeros(speech.width, dtype=np.int64)
        whole = merge(speech.article, np.zeros_like(speech.key), speech.n, 1)
        spread = _Spread(speech, below, whole, groups, tally.weight)
        result += spread.estimates(grouping, 0, target="sources", voice="others", kinds=len(tally.speakers), level=level)
    return result


class _Spread:
    """Entropies of all groups and all dimensions of one voice, and what each becomes when one article is left out (Quenouille 1956)."""

    def __init__(self, counts: Sparse, below: Ints, base: Sparse, groups: Codes, weight: Floats) -> None:
        self.groups = groups
        self.width = base.width
        group = groups.codes
        used = (group[counts.article] >= 0) & (weight[counts.article] > 0)
        article, key, n = counts.article[used], counts.key[used], (counts.n * weight[counts.article])[used]
        base_used = (group[base.article] >= 0) & (weight[base.article] > 0)
        base_article, base_key = base.article[base_used], base.key[base_used]
        self.n = (base.n * weight[base.article])[base_used]
        self.slot = group[base_article] * base.width + base_key
        size = len(groups.values) * base.width
        cell = group[article] * counts.width + key
        of_kind = totals(cell, n, len(groups.values) * counts.width)
        self.total = totals(self.slot, self.n, size)
        self.count = np.bincount(self.slot, minlength=size)
        self.squares = totals(self.slot, self.n**2, size)
        logs = _nlogn(of_kind)
        kinds = np.arange(len(of_kind))
        where = kinds // counts.width * base.width + below[kinds % counts.width]
        self.sum = totals(where, logs, size)
        place = np.searchsorted(base_article * base.width + base_key, article * base.width + below[key])
        change = _nlogn(of_kind[cell] - n) - logs[cell]
        left_sum = self.sum[self.slot] + totals(place, change, len(self.slot))
        self.without = _entropy(left_sum, self.total[self.slot] - self.n)

    def estimates(self, grouping: str, number: int, *, target: str, voice: str, kinds: int, level: float) -> list[Estimate]:
        """The estimates of one dimension, its jackknifed value and t interval kept within what entropy can be."""
        bound = float(np.log2(max(kinds, 1)))
        size = len(self.total)
        mean = totals(self.slot, self.without, size) / np.maximum(self.count, 1)
        squares = totals(self.slot, (self.without - mean[self.slot]) ** 2, size)
        result = []
        for row, group in enumerate(self.groups.values):
            place = row * self.width + number
            articles, total = int(self.count[place]), float(self.total[place])
            if total <= 0:
                continue
            plain = float(_entropy(self.sum[place : place + 1], self.total[place : place + 1])[0])
            low, high, value = 0.0, bound, plain
            if articles > 1:
                value = min(max(articles * plain - (articles - 1) * float(mean[place]), 0.0), bound)
                error = float(np.sqrt((articles - 1) / articles * squares[place]))
                kish = total**2 / float(self.squares[place])
                # one kind only, or all articles alike: no spread to judge by, so the interval is that of one article more
                error = max(error, bound / articles)
                half = float(t_quantile(np.array([max(kish - 1, 1.0)]), level)[0]) * error
                low, high = max(0.0, value - half), min(bound, value + half)
            result.append(
                Estimate(
                    "entropy", grouping, group, target, "", voice, total, total, articles, value, low, high, thin=is_thin(articles, total)
                )
            )
        return result


def _nlogn(n: Floats) -> Floats:
    """N log2 n, 0 at 0."""
    return np.where(n > 1e-9, n * np.log2(np.maximum(n, 1e-9)), 0.0)


def _entropy(sums: Floats, totals: Floats) -> Floats:
    """Entropy in bits from the sum of n log n and the total."""
    known = totals > 1e-9
    safe = np.where(known, totals, 1.0)
    return np.where(known, np.maximum(np.log2(safe) - sums / safe, 0.0), 0.0)
