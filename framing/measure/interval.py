"""Estimates with their intervals, for every group, category and voice of a tally."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Codes, Floats, Ints
from framing.measure.ratio import Cells, everything, gather, rate_interval, share_interval
from framing.measure.tally import VOICE_SUMS, Sparse, Tally, in_voice, merge
from framing.records import Estimate

THIN_ARTICLES = 5
THIN_MENTIONS = 10
VALENCES = ("against", "neutral", "favour")
VARIED_VOICES = ("own", "others", "all")  # entropy is told for these


@dataclass(frozen=True)
class Label:
    """What one column of cells is called: target, category, voice."""

    target: str
    category: str
    voice: str


@dataclass(frozen=True, eq=False)
class Measured:
    """The cells of one measure in one grouping, with the names of their rows and columns, values and intervals."""

    measure: str
    grouping: str
    groups: tuple[str, ...]
    labels: tuple[Label, ...]
    cells: Cells
    value: Floats
    low: Floats
    high: Floats

    def estimates(self, *, shrunk: Floats | None = None) -> Iterator[Estimate]:
        """The estimates, group by group; cells without a denominator say nothing and are left out."""
        # bound once: this loop makes every row of the estimates table
        count, total, articles = self.cells.y.tolist(), self.cells.x.tolist(), self.cells.articles.tolist()
        value, low, high = self.value.tolist(), self.low.tolist(), self.high.tolist()
        drawn = None if shrunk is None else shrunk.tolist()
        for row, group in enumerate(self.groups):
            for column, label in enumerate(self.labels):
                if total[row][column] <= 0:
                    continue
                yield Estimate(
                    measure=self.measure,
                    grouping=self.grouping,
                    group=group,
                    target=label.target,
                    category=label.category,
                    voice=label.voice,
                    count=count[row][column],
                    total=total[row][column],
                    articles=articles[row][column],
                    value=value[row][column],
                    low=low[row][column],
                    high=high[row][column],
                    shrunk=None if drawn is None else drawn[row][column],
                    thin=is_thin(articles[row][column], total[row][column], measure=self.measure),
                )


def is_thin(articles: int, total: float, *, measure: str = "share_of_mentions") -> bool:
    """True where an estimate rests on too little to be shown as a finding: under 5 articles, or under 10 mentions."""
    return articles < THIN_ARTICLES or (measure not in ("share_of_articles", "per_1000_words") and total < THIN_MENTIONS)


def dimension_numbers(codebook: Codebook) -> Ints:
    """For every category the number of its dimension; never falls, since categories stand in the order of dimensions."""
    return np.repeat(np.arange(len(codebook.dimensions)), [len(dimension.categories) for dimension in codebook.dimensions])


def in_dimension(counts: Sparse, codebook: Codebook) -> Sparse:
    """Counts per article and dimension from counts per article and category."""
    return merge(counts.article, dimension_numbers(codebook)[counts.key], counts.n, len(codebook.dimensions))


def stack(parts: Sequence[Cells]) -> Cells:
    """The cells of several voices as one, columns in the order of category, then voice."""

    def joined(name: str) -> Floats:
        cubes: Floats = np.stack([getattr(part, name) for part in parts], axis=2)
        # the width is written out, for no group at all may have a date
        return cubes.reshape(cubes.shape[0], cubes.shape[1] * cubes.shape[2])

    return Cells(joined("y"), joined("x"), joined("yy"), joined("xy"), joined("xx"), joined("articles").astype(np.int64))


def _category_labels(codebook: Codebook) -> tuple[Label, ...]:
    return tuple(Label(codebook.dimension_of(category).id, category, voice) for category in codebook.categories for voice in VOICE_SUMS)


def measure_shares(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> Measured:
    """share_of_mentions: of the mentions of a dimension in a voice, the share that is this category."""
    groups, below = tally.groups[grouping], dimension_numbers(codebook)
    parts = []
    for voice in VOICE_SUMS:
        counts = in_voice(tally, voice)
        parts.append(gather(counts, in_dimension(counts, codebook), below, groups, tally.weight))
    return _shares("share_of_mentions", grouping, groups, _category_labels(codebook), stack(parts), level=level)


def _shares(measure: str, grouping: str, groups: Codes, labels: tuple[Label, ...], cells: Cells, *, level: float) -> Measured:
    """Shares with their intervals."""
    low, high = share_interval(cells, level=level)
    return Measured(measure, grouping, groups.values, labels, cells, cells.ratio, low, high)


def measure_articles(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> Measured:
    """share_of_articles: of the articles of a group, the share that has the category in a voice at all."""
    groups, base = tally.groups[grouping], everything(len(tally.articles))
    below = np.zeros(len(codebook.categories), dtype=np.int64)
    parts = []
    for voice in VOICE_SUMS:
        counts = in_voice(tally, voice)
        once = Sparse(counts.article, counts.key, np.ones_like(counts.n), counts.width)
        parts.append(gather(once, base, below, groups, tally.weight))
    return _shares("share_of_articles", grouping, groups, _category_labels(codebook), stack(parts), level=level)


def measure_rates(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> Measured | None:
    """per_1000_words: mentions in a thousand words; None where the words of articles are not known."""
    if tally.words is None:
        return None
    groups, base = tally.groups[grouping], everything(len(tally.articles), tally.words)
    below = np.zeros(len(codebook.categories), dtype=np.int64)
    cells = stack([gather(in_voice(tally, voice), base, below, groups, tally.weight) for voice in VOICE_SUMS])
    cells = replace(cells, x=cells.x / 1000, xy=cells.xy / 1000, xx=cells.xx / 1e6)
    low, high = rate_interval(cells, level=level)
    return Measured("per_1000_words", grouping, groups.values, _category_labels(codebook), cells, cells.ratio, low, high)


def measure_voices(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> list[Measured]:
    """share_of_voice: of the mentions of a category (or, with category "", of a whole dimension), the share in this voice."""
    groups, whole = tally.groups[grouping], in_voice(tally, "all")
    whole_dimensions = in_dimension(whole, codebook)
    kinds, wholes = [], []
    for voice in VOICE_SUMS[:-1]:
        counts = in_voice(tally, voice)
        kinds.append(gather(counts, whole, np.arange(counts.width), groups, tally.weight))
        dimensions = in_dimension(counts, codebook)
        wholes.append(gather(dimensions, whole_dimensions, np.arange(dimensions.width), groups, tally.weight))
    labels = tuple(label for label in _category_labels(codebook) if label.voice != "all")
    labels_whole = tuple(Label(dimension.id, "", voice) for dimension in codebook.dimensions for voice in VOICE_SUMS[:-1])
    return [
        _shares("share_of_voice", grouping, groups, labels, stack(kinds), level=level),
        _shares("share_of_voice", grouping, groups, labels_whole, stack(wholes), level=level),
    ]


def measure_valences(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> Measured:
    """share_by_valence: of the mentions of a dimension in a voice, the shares against, neutral and in favour of its target."""
    side = np.array([_side(codebook.category(category).valence) for category in codebook.categories], dtype=np.int64)
    sides, dimensions = len(VALENCES), len(codebook.dimensions)
    groups, below = tally.groups[grouping], np.arange(dimensions * sides) // sides
    parts = []
    for voice in VOICE_SUMS:
        counts = in_voice(tally, voice)
        base = in_dimension(counts, codebook)
        sided = side[counts.key] >= 0
        key = (dimension_numbers(codebook)[counts.key] * sides + side[counts.key])[sided]
        order = np.lexsort((key, counts.article[sided]))
        merged = merge(counts.article[sided][order], key[order], counts.n[sided][order], dimensions * sides)
        parts.append(gather(merged, base, below, groups, tally.weight))
    labels = tuple(Label(d.id, valence, voice) for d in codebook.dimensions for valence in VALENCES for voice in VOICE_SUMS)
    return _shares("share_by_valence", grouping, groups, labels, stack(parts), level=level)


def _side(valence: float | None) -> int:
    """0 against, 1 neutral, 2 in favour, -1 where the category says nothing about the target."""
    if valence is None:
        return -1
    return 1 if valence == 0 else 0 if valence < 0 else 2


def measure_speech(tally: Tally, grouping: str, *, level: float = 0.95) -> Measured | None:
    """share_of_speech: of the mentions in the mouth of a known source, the share of each group of speakers; None without sources."""
    if not tally.speakers:
        return None
    whole = merge(tally.speech.article, np.zeros_like(tally.speech.key), tally.speech.n, 1)
    groups = tally.groups[grouping]
    cells = gather(tally.speech, whole, np.zeros(tally.speech.width, dtype=np.int64), groups, tally.weight)
    labels = tuple(Label("sources", speaker, "others") for speaker in tally.speakers)
    return _shares("share_of_speech", grouping, groups, labels, cells, level=level)
