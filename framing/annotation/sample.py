"""Which units people are to code: at random with known probability, stratified; or those that a classifier doubts most.

Both see each unit once, as it passes, and hold no more than they may need, so that a corpus of any size can be drawn from.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Unit = TypeVar("Unit")
# two coded units a stratum are the fewest that tell anything of its spread
_LEAST_OF_STRATUM = 2


@dataclass(frozen=True, slots=True)
class Drawn(Generic[Unit]):
    """A unit of a random sample, its stratum, and the probability with which it was drawn."""

    name: str
    unit: Unit
    stratum: str
    probability: float


def lot(seed: int, name: str) -> float:
    """A number from 0 to 1 that is as good as random, the same for this seed and name wherever and whenever it is drawn."""
    digest = hashlib.blake2b(f"{seed}\0{name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


class StratifiedSample(Generic[Unit]):
    """A random sample of `size` units: within each stratum every unit has the same chance.

    Each stratum gets two units where there are so many, and beyond that a share that goes with its size.
    """

    def __init__(self, size: int, *, seed: int = 0) -> None:
        self.size = size
        self._seed = seed
        self._seen: dict[str, int] = defaultdict(int)
        self._lowest: dict[str, list[tuple[float, str, Unit]]] = defaultdict(list)

    def offer(self, name: str, stratum: str, unit: Unit) -> None:
        """Lets a unit pass. Names are unique."""
        self._seen[stratum] += 1
        held = self._lowest[stratum]
        entry = (-lot(self._seed, name), name, unit)
        if len(held) < self.size:
            heapq.heappush(held, entry)
        elif held and entry[:2] > held[0][:2]:
            heapq.heapreplace(held, entry)

    def draw(self) -> list[Drawn[Unit]]:
        """The sample, in random order; all units where there are no more than `size`."""
        drawn: list[tuple[float, Drawn[Unit]]] = []
        for stratum, wanted in shares_of_strata(self._seen, self.size).items():
            chosen = heapq.nlargest(wanted, self._lowest[stratum], key=lambda entry: entry[:2])
            probability = wanted / self._seen[stratum]
            drawn.extend((-key, Drawn(name, unit, stratum, probability)) for key, name, unit in chosen)
        return [unit for _, unit in sorted(drawn, key=lambda pair: (pair[0], pair[1].name))]


def shares_of_strata(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many units each stratum gives to a sample of `wanted`: two each where they can be had, the rest by size."""
    total = sum(sizes.values())
    wanted = min(wanted, total)
    names = sorted(sizes)
    given = dict.fromkeys(names, 0)
    for name in sorted(names, key=lambda stratum: (-sizes[stratum], stratum)):
        given[name] = min(_LEAST_OF_STRATUM, sizes[name], wanted - sum(given.values()))
    while (left := wanted - sum(given.values())) > 0:
        # the stratum that is furthest below its due comes next; one at a time only for the remainder of the division
        due = {name: sizes[name] * wanted / total - given[name] for name in names if given[name] < sizes[name]}
        steps = {name: min(int(value), sizes[name] - given[name]) for name, value in due.items() if value >= 1}
        if 0 < sum(steps.values()) <= left:
            for name, step in steps.items():
                given[name] += step
        else:
            given[max(sorted(due), key=lambda name: due[name])] += 1
    return given


class UncertainSample(Generic[Unit]):
    """The units that a classifier doubts most: for learning, not for measuring, as nobody knows how likely each was to be drawn."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._held: list[tuple[float, str, Unit]] = []

    def offer(self, name: str, doubt: float, unit: Unit) -> None:
        """Lets a unit pass; the greater its doubt the sooner it is taken."""
        entry = (doubt, name, unit)
        # a random sample may take as many of them away
        if len(self._held) < 2 * self.size:
            heapq.heappush(self._held, entry)
        elif self._held and entry[:2] > self._held[0][:2]:
            heapq.heapreplace(self._held, entry)

    def draw(self, without: Collection[str] = ()) -> list[tuple[str, Unit]]:
        """The names and units, the most doubtful first, without those named."""
        ordered = sorted(self._held, key=lambda entry: (-entry[0], entry[1]))
        return [(name, unit) for _, name, unit in ordered if name not in without][: self.size]
