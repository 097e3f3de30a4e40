"""Names beside points, where they meet no other name or point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.report.charts.sheet import SMALL, shortened, text_width

_HEIGHT, _AWAY, _DOT = 0.13, 0.1, 0.07


@dataclass(frozen=True)
class Placed:
    """A name with the inches of its lower left corner from that of the axes."""

    text: str
    left: float
    low: float


def place_names(names: Sequence[str], points: Sequence[tuple[float, float]], *, width: float, height: float) -> list[Placed | None]:
    """For every point (in inches) its name and where it may stand; None where there is no room. The first names have first choice."""
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in points]
    result: list[Placed | None] = []
    for name, (x, y) in zip(names, points, strict=True):
        text = shortened(name, 1.5, SMALL)
        wide = text_width(text, SMALL)
        found = None
        for left, low in _places(x, y, wide):
            box = (left - 0.02, low - 0.02, left + wide + 0.02, low + _HEIGHT + 0.02)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found = Placed(text, left, low)
                break
        result.append(found)
    return result


def _places(x: float, y: float, wide: float) -> list[tuple[float, float]]:
    """Where a name may stand beside its point, the best first."""
    beside = [(left, low) for left in (x + _AWAY, x - _AWAY - wide) for low in (y + 0.03, y - 0.03 - _HEIGHT)]
    return [*beside, (x - wide / 2, y + 0.12), (x - wide / 2, y - 0.12 - _HEIGHT)]


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    """Whether two boxes share any ground."""
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
