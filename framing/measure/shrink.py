"""Shares of small groups drawn toward the whole: the beta-binomial model, its prior estimated from all groups (Efron and Morris 1975)."""

from __future__ import annotations

import numpy as np

from framing.measure.columns import Floats
from framing.measure.ratio import Cells, effective_number

_LOWEST, _HIGHEST = -2.0, 9.0  # log of the prior's strength in mentions: from next to nothing to "all groups alike"


def shrink_shares(cells: Cells) -> Floats:
    """The posterior mean share of every group (rows) in every cell (columns), each column with a prior of its own.

    Counts are the design-effective ones, so that a long article weighs no more than it tells.
    """
    number = effective_number(cells)
    hits = cells.ratio.clip(0.0, 1.0) * number
    result = cells.ratio.copy()
    for column in range(hits.shape[1]):
        used = number[:, column] > 0
        if used.sum() < 2:
            continue
        k, n = hits[used, column], number[used, column]
        mean, strength = prior(k, n)
        result[used, column] = (k + mean * strength) / (n + strength)
    return result


def prior(hits: Floats, number: Floats) -> tuple[float, float]:
    """Mean and strength of the beta prior that make the counts likeliest."""
    from scipy.optimize import minimize_scalar

    edge = 0.5 / (1 + float(number.sum()))

    def mean(strength: float) -> float:
        weight = number / (number + strength)
        # never 0 or 1: such a prior would know everything
        return min(max(float((weight * hits / number).sum() / weight.sum()), edge), 1 - edge)

    def loss(log_strength: float) -> float:
        strength = float(np.exp(log_strength))
        return -_likelihood(hits, number, mean(strength), strength)

    strength = float(np.exp(minimize_scalar(loss, bounds=(_LOWEST, _HIGHEST), method="bounded", options={"xatol": 0.01}).x))
    return mean(strength), strength


def _likelihood(hits: Floats, number: Floats, mean: float, strength: float) -> float:
    """The log likelihood of counts under the beta-binomial, without the binomial coefficients."""
    from scipy.special import betaln

    a, b = mean * strength, (1 - mean) * strength
    return float(np.sum(betaln(hits + a, number - hits + b) - betaln(a, b)))
