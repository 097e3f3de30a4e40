"""Where a group stands toward a target, from -1 (against) to 1 (in favour): its own voice and the voices it gives room apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Codes, Columns, Floats, Ints, encode, translate
from framing.measure.interval import Label, Measured, stack
from framing.measure.ratio import Cells, gather, share_interval
from framing.measure.tally import VOICE_SUMS, Tally, in_voice, merge


def stance_voices() -> tuple[str, ...]:
    """The voices that stance is measured in: the outlet's own, and those that it lets speak."""
    return ("own", "others")


def measure_stance(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> Measured | None:
    """stance: the mean valence of the mentions that have one, for every target; None where the codebook has no valences."""
    targets = [target for target in codebook.stance_targets if _valences(codebook, target)]
    if not targets:
        return None
    number = {target: place for place, target in enumerate(targets)}
    kinds = [codebook.category(category) for category in codebook.categories]
    target_of = np.array([number.get(codebook.dimension_of(kind.id).target, -1) for kind in kinds], dtype=np.int64)
    valence = np.array([np.nan if kind.valence is None else kind.valence for kind in kinds])
    target_of = np.where(np.isnan(valence), -1, target_of)
    parts = []
    for voice in VOICE_SUMS:
        counts = in_voice(tally, voice)
        used = target_of[counts.key] >= 0
        article, key, n = counts.article[used], target_of[counts.key][used], counts.n[used]
        scored = _Scored(article, key, n, n * valence[counts.key][used])
        parts.append(_cells(scored, tally, grouping, len(targets)))
    labels = tuple(Label(target, "", voice) for target in targets for voice in VOICE_SUMS)
    return _measured("stance", grouping, tally.groups[grouping], labels, stack(parts), level=level)


def measure_classified_stance(tally: Tally, grouping: str, stances: Columns, *, targets: Sequence[str], level: float = 0.95) -> Measured:
    """stance_classifier: the mean score of sentences, from the columns of `sentence_stance`."""
    rows = translate(stances["article"], {article: place for place, article in enumerate(tally.articles)})
    target = translate(stances["target"], {name: place for place, name in enumerate(targets)})
    voices = np.array(encode(stances["voice"]).values, dtype=object)[encode(stances["voice"]).codes]
    score = np.asarray(stances["score"], dtype=np.float64)
    known = (rows >= 0) & (target >= 0)
    known &= np.append(tally.weight, 0.0)[rows] > 0
    parts = []
    for voice in VOICE_SUMS:
        members = {"others": ("reported", "quoted"), "all": VOICE_SUMS}.get(voice, (voice,))
        used = known & np.isin(voices, members)
        scored = _Scored(rows[used], target[used], np.ones(int(used.sum())), score[used])
        parts.append(_cells(scored, tally, grouping, len(targets)))
    labels = tuple(Label(name, "", voice) for name in targets for voice in VOICE_SUMS)
    return _measured("stance_classifier", grouping, tally.groups[grouping], labels, stack(parts), level=level)


def sentence_stance(stances: Columns, voices: Mapping[tuple[str, int], str]) -> dict[str, list[Any]]:
    """One row a sentence and target from the stances table (article, sentence, target, value, probability).

    The score is the probability of `favour` less that of `against`; `voices` gives the voice of a sentence, else it is the outlet's own.
    """
    scores: dict[tuple[str, int, str], float] = {}
    sign = {"favour": 1.0, "against": -1.0}
    columns = (stances["article"], stances["sentence"], stances["target"], stances["value"], stances["probability"])
    for article, sentence, target, value, probability in zip(*map(_plain, columns), strict=True):
        place = (str(article), int(sentence), str(target))
        scores[place] = scores.get(place, 0.0) + sign.get(value, 0.0) * float(probability)
    places = sorted(scores)
    return {
        "article": [place[0] for place in places],
        "sentence": [place[1] for place in places],
        "target": [place[2] for place in places],
        "score": [max(-1.0, min(1.0, scores[place])) for place in places],
        "voice": [voices.get((place[0], place[1]), "own") for place in places],
    }


def _plain(column: Any) -> Sequence[Any]:
    """The values of a column, one a row."""
    return [column.values[code] for code in column.codes] if isinstance(column, Codes) else column


def _valences(codebook: Codebook, target: str) -> bool:
    """Whether any category says something about the target."""
    return any(
        category.valence is not None for dimension in codebook.dimensions if dimension.target == target for category in dimension.categories
    )


@dataclass(frozen=True, eq=False)
class _Scored:
    """Scores with their article and target: n pieces whose scores add up to `score`."""

    article: Ints
    target: Ints
    n: Floats
    score: Floats


def _cells(scored: _Scored, tally: Tally, grouping: str, targets: int) -> Cells:
    """The cells of scores from -1 to 1, moved to 0 to 1 so that they are shares of the way from against to in favour."""
    order = np.lexsort((scored.target, scored.article))
    article, target, n, score = scored.article[order], scored.target[order], scored.n[order], scored.score[order]
    base = merge(article, target, n, targets)
    moved = merge(article, target, (n + score) / 2, targets)
    return gather(moved, base, np.arange(targets), tally.groups[grouping], tally.weight)


def _measured(measure: str, grouping: str, groups: Codes, labels: tuple[Label, ...], cells: Cells, *, level: float) -> Measured:
    """Means from -1 to 1 with intervals; the count is the sum of scores."""
    low, high = share_interval(cells, level=level)
    named = Cells(2 * cells.y - cells.x, cells.x, cells.yy, cells.xy, cells.xx, cells.articles)
    return Measured(measure, grouping, groups.values, labels, named, 2 * cells.ratio - 1, 2 * low - 1, 2 * high - 1)
