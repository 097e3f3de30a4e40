"""Shares corrected for coder error by a human-coded random sample: prediction-powered inference with the article as unit.

Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023), with the weight of the predictions tuned as in Angelopoulos, Duchi and Zrnic
(2023, PPI++). The unit is the article and the share a ratio, since the errors of a coder cluster in articles and outlets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Bools, Floats, Ints
from framing.measure.interval import dimension_numbers, in_dimension
from framing.measure.ratio import Cells, gather, safe_divide, t_quantile
from framing.measure.tally import VOICE_SUMS, Sparse, Tally, in_voice
from framing.records import Estimate

CORRECTED = "share_of_mentions_corrected"
_LEAST_CODED = 5
_THIN_CODED = 20


@dataclass(frozen=True, eq=False)
class Labelled:
    """The coded articles of a group [article, category]: human and machine counts of the category (y) and of its dimension (x)."""

    y: Floats
    x: Floats
    machine_y: Floats
    machine_x: Floats


@dataclass(frozen=True, eq=False)
class Corrected:
    """Corrected shares with intervals, the standard error without smoothing, the weight of the machine's counts (0: none, 1: all)."""

    share: Floats
    low: Floats
    high: Floats
    error: Floats
    tuning: Floats


def correct_shares(
    machine: Tally, human: Tally, *, coded: Sequence[str], codebook: Codebook, grouping: str = "outlet", level: float = 0.95
) -> list[Estimate]:
    """share_of_mentions_corrected for every group with at least 5 coded articles, and for the whole corpus.

    `coded` are the ids of a random sample of articles that people coded completely; `human` is the tally of their mentions over the
    same table of articles. Count, total and articles of an estimate are those of the coded sample; under 20 articles it is thin.
    """
    if machine.articles != human.articles:
        raise ValueError("both tallies must be of the same articles")
    known = {article: number for number, article in enumerate(machine.articles)}
    sample = np.zeros(len(known), dtype=bool)
    sample[[known[article] for article in coded if article in known]] = True
    sample &= machine.weight > 0
    result: list[Estimate] = []
    for name in ("all", grouping):
        for voice in VOICE_SUMS:
            result += _of_voice(machine, human, sample, codebook, voice=voice, grouping=name, level=level)
    return result


def correct_all(
    machine: Tally, human: Tally, *, coded: Sequence[str], codebook: Codebook, groupings: Sequence[str], level: float = 0.95
) -> list[Estimate]:
    """The corrected shares of the whole corpus and of every grouping; see `correct_shares`."""
    result: list[Estimate] = []
    for number, grouping in enumerate(groupings):
        found = correct_shares(machine, human, coded=coded, codebook=codebook, grouping=grouping, level=level)
        result += found if number == 0 else [each for each in found if each.grouping != "all"]
    return result


def fill_corrected(estimates: Sequence[Estimate], corrected: Sequence[Estimate]) -> list[Estimate]:
    """The estimates with the corrected share beside the raw one where it is known, and the corrected ones after them."""
    found = {(each.grouping, each.group, each.category, each.voice): each.value for each in corrected}
    filled = [
        replace(each, corrected=found[key])
        if each.measure == "share_of_mentions" and (key := (each.grouping, each.group, each.category, each.voice)) in found
        else each
        for each in estimates
    ]
    return [*filled, *corrected]


def _of_voice(
    machine: Tally, human: Tally, sample: Bools, codebook: Codebook, *, voice: str, grouping: str, level: float
) -> list[Estimate]:
    """The corrected shares of all groups in one voice."""
    below = dimension_numbers(codebook)
    said, truth = in_voice(machine, voice), in_voice(human, voice)
    groups = machine.groups[grouping]
    rest = np.where(sample, 0.0, machine.weight)
    unlabelled = gather(said, in_dimension(said, codebook), below, groups, rest)
    counted = np.bincount(groups.codes[(rest > 0) & (groups.codes >= 0)], minlength=len(groups.values))
    result = []
    for number, group in enumerate(groups.values):
        rows = np.flatnonzero(sample & (groups.codes == number))
        if len(rows) < _LEAST_CODED:
            continue
        weight = machine.weight[rows][:, None]
        y, machine_y = (_dense(each, rows) * weight for each in (truth, said))
        x, machine_x = (_dense(in_dimension(each, codebook), rows)[:, below] * weight for each in (truth, said))
        found = correct_ratio(Labelled(y, x, machine_y, machine_x), _row(unlabelled, number), int(counted[number]), level=level)
        for column, category in enumerate(codebook.categories):
            if np.isfinite(found.share[column]):
                result.append(
                    Estimate(
                        measure=CORRECTED,
                        grouping=grouping,
                        group=group,
                        target=codebook.dimension_of(category).id,
                        category=category,
                        voice=voice,
                        count=float(y[:, column].sum()),
                        total=float(x[:, column].sum()),
                        articles=len(rows),
                        value=float(found.share[column]),
                        low=float(found.low[column]),
                        high=float(found.high[column]),
                        thin=len(rows) < _THIN_CODED,
                    )
                )
    return result


def _dense(counts: Sparse, rows: Ints) -> Floats:
    """The counts of some articles as a table [article, key]."""
    table = np.zeros((len(rows), counts.width))
    place = np.searchsorted(rows, counts.article)
    inside = (place < len(rows)) & (rows[np.minimum(place, len(rows) - 1)] == counts.article)
    table[place[inside], counts.key[inside]] = counts.n[inside]
    return table


def _row(cells: Cells, number: int) -> Cells:
    """The cells of one group."""
    return Cells(*(getattr(cells, name)[number] for name in ("y", "x", "yy", "xy", "xx", "articles")))


def correct_ratio(labelled: Labelled, unlabelled: Cells, articles: int, *, level: float = 0.95, tuning: Floats | None = None) -> Corrected:
    """The corrected ratio of every category: machine counts of `articles` uncoded articles, and both counts of the coded ones.

    `tuning` is chosen so that the variance is smallest where it is not given. NaN where the dimension is not mentioned at all.
    """
    n = len(labelled.y)
    first = _ratio(labelled, unlabelled, articles, np.zeros(labelled.y.shape[1]))
    tuning = _tuned(labelled, unlabelled, articles, first) if tuning is None else tuning
    share = _ratio(labelled, unlabelled, articles, tuning)
    base = _mean_total(labelled.x, labelled.machine_x, unlabelled.x, articles, tuning)
    # half a pseudo-article on either side, as in ratio.py: a sample without a single hit is not certain of 0
    square = np.mean(labelled.x**2, axis=0)
    smooth = (share * n * base + 0.5 * np.sqrt(square)) / np.maximum(n * base + np.sqrt(square), 1e-12)
    smooth = np.clip(smooth, 0.0, 1.0)
    truth = labelled.y - smooth * labelled.x
    error = truth - tuning * (labelled.machine_y - smooth * labelled.machine_x)
    spread, plain = error.var(axis=0, ddof=1), truth.var(axis=0, ddof=1)
    # the machine explains of the pseudo-articles what it explains of the coded ones
    pseudo = 0.5 * ((1 - smooth) ** 2 + smooth**2) * square / n * np.minimum(safe_divide(spread, plain, 1.0), 1.0)
    predicted = tuning**2 * _spread(unlabelled, articles, smooth) / max(articles, 1)
    plain_error = np.sqrt(safe_divide(spread / n + predicted, base**2, np.inf))
    variance = safe_divide((spread + pseudo) / n + predicted, base**2, np.inf)
    degrees = np.minimum(n, safe_divide(labelled.x.sum(axis=0) ** 2, (labelled.x**2).sum(axis=0), 1.0)) - 1
    low, high = _wilson(np.clip(share, 0.0, 1.0), safe_divide(smooth * (1 - smooth), variance), t_quantile(np.maximum(degrees, 1.0), level))
    nothing = (base <= 0) | ~np.isfinite(share)
    return Corrected(np.where(nothing, np.nan, np.clip(share, 0.0, 1.0)), low, high, plain_error, tuning)


def _mean_total(human: Floats, machine: Floats, unlabelled: Floats, articles: int, tuning: Floats) -> Floats:
    """The mean of a count per article: the machine's over the uncoded articles, rectified by what people changed in the coded ones."""
    result: Floats = tuning * unlabelled / max(articles, 1) + (human - tuning * machine).mean(axis=0)
    return result


def _ratio(labelled: Labelled, unlabelled: Cells, articles: int, tuning: Floats) -> Floats:
    """The corrected mean of y over that of x."""
    above = _mean_total(labelled.y, labelled.machine_y, unlabelled.y, articles, tuning)
    below = _mean_total(labelled.x, labelled.machine_x, unlabelled.x, articles, tuning)
    return safe_divide(above, below, np.nan)


def _spread(cells: Cells, articles: int, ratio: Floats) -> Floats:
    """The variance over articles of y - ratio * x."""
    if articles < 2:
        return np.zeros_like(ratio)
    mean = (cells.y - ratio * cells.x) / articles
    squares = cells.yy - 2 * ratio * cells.xy + ratio**2 * cells.xx
    result: Floats = np.maximum(squares - articles * mean**2, 0.0) / (articles - 1)
    return result


def _tuned(labelled: Labelled, unlabelled: Cells, articles: int, ratio: Floats) -> Floats:
    """The weight of the machine's counts that makes the variance smallest, from 0 to 1."""
    if articles < 2:
        return np.zeros(labelled.y.shape[1])
    known = np.nan_to_num(ratio)
    human, machine = labelled.y - known * labelled.x, labelled.machine_y - known * labelled.machine_x
    n = len(human)
    covariance = ((human - human.mean(axis=0)) * (machine - machine.mean(axis=0))).sum(axis=0) / (n - 1)
    # the spread of the machine's counts is known best from all articles
    pooled = ((n - 1) * machine.var(axis=0, ddof=1) + (articles - 1) * _spread(unlabelled, articles, known)) / (n + articles - 2)
    result: Floats = np.clip(safe_divide(covariance, (1 + n / articles) * pooled), 0.0, 1.0)
    return result


def _wilson(share: Floats, number: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Wilson's interval with Student's quantile on an effective number."""
    safe = np.maximum(number, 1e-9)
    middle = (share + t * t / (2 * safe)) / (1 + t * t / safe)
    half = t * np.sqrt(share * (1 - share) / safe + t * t / (4 * safe * safe)) / (1 + t * t / safe)
    return np.clip(middle - half, 0.0, share), np.clip(middle + half, share, 1.0)
