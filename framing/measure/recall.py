"""How much of what people marked a coder finds, per language, with the article as unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from framing.measure.columns import Floats
from framing.measure.compare import Recall
from framing.measure.ratio import Cells, share_interval

# field, start, end, category
Marked = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """What one article holds: how many mentions people marked, how many the coder did, and how many are in both."""

    language: str
    human: int
    machine: int
    both: int


def compare_marks(language: str, human: Sequence[Marked], machine: Sequence[Marked]) -> Compared:
    """The two lists of marks of an article held against each other: alike are two of one category that overlap, each used once."""
    free = list(machine)
    both = 0
    for field, start, end, category in sorted(human):
        partner = next((mark for mark in free if mark[0] == field and mark[3] == category and mark[1] < end and start < mark[2]), None)
        if partner is not None:
            free.remove(partner)
            both += 1
    return Compared(language, len(human), len(machine), both)


@dataclass(frozen=True, slots=True)
class Score:
    """Recall and precision of a coder in a language, with intervals, and how many mentions people and coder marked."""

    recall: Recall
    precision: Recall
    human: int
    machine: int


def scores_by_language(articles: Iterable[Compared], *, level: float = 0.95) -> Mapping[str, Score]:
    """Recall and precision in every language that has marks, in the order of the alphabet."""
    by_language: dict[str, list[Compared]] = {}
    for article in articles:
        by_language.setdefault(article.language, []).append(article)
    return {
        language: Score(
            _ratio([(each.both, each.human) for each in found], level),
            _ratio([(each.both, each.machine) for each in found], level),
            sum(each.human for each in found),
            sum(each.machine for each in found),
        )
        for language, found in sorted(by_language.items())
        if any(each.human for each in found) and any(each.machine for each in found)
    }


def _ratio(pairs: Sequence[tuple[int, int]], level: float) -> Recall:
    """A ratio of sums over articles with its interval (as for shares)."""
    y, x = np.array(pairs, dtype=np.float64).T

    def cell(values: Floats) -> Floats:
        return np.array([[values.sum()]])

    cells = Cells(cell(y), cell(x), cell(y * y), cell(x * y), cell(x * x), np.array([[int((x > 0).sum())]]))
    low, high = share_interval(cells, level=level)
    return Recall(float(cells.ratio[0, 0]), float(low[0, 0]), float(high[0, 0]))
