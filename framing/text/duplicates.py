"""Near-duplicates: wire copies and reposts, found by the word sequences they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"\w+")
_SHINGLE = 3
_PERMUTATIONS = 128
_BANDS = 32  # of four numbers each: texts that share .8 of their shingles meet in a band with probability 1 - 5e-8
_SEED = 20220105

Sketch = tuple[int, ...]


def near_duplicates(texts: Iterable[str], *, threshold: float = 0.8) -> list[int]:
    """The cluster number of each text, as `cluster_sketches` gives it."""
    return cluster_sketches([text_sketch(text) for text in texts], threshold=threshold)


def text_sketch(text: str) -> Sketch:
    """A kilobyte of numbers that stands for the text's word triples; empty for a text without words. The same on every machine."""
    words = _WORD.findall(text.casefold().replace("ё", "е"))
    if not words:
        return ()
    from rensa import RMinHash

    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update([" ".join(words[start : start + _SHINGLE]) for start in range(max(1, len(words) - _SHINGLE + 1))])
    return tuple(sketch.digest())


def cluster_sketches(sketches: Sequence[Sketch], *, threshold: float = 0.8) -> list[int]:
    """The cluster number of each sketch; texts alike by `threshold`, directly or in a chain, are one cluster.

    Clusters are numbered in order of their first text. Texts without words stand alone.
    """
    parents = list(range(len(sketches)))
    first_of: dict[Sketch, int] = {}
    bands: dict[tuple[int, Sketch], list[int]] = {}
    rows = _PERMUTATIONS // _BANDS
    for index, sketch in enumerate(sketches):
        if not sketch:
            continue
        equal = first_of.setdefault(sketch, index)
        if equal != index:
            _join(parents, equal, index)
            continue
        candidates: set[int] = set()
        for band in range(_BANDS):
            held = bands.setdefault((band, sketch[band * rows : (band + 1) * rows]), [])
            candidates.update(held)
            held.append(index)
        for candidate in sorted(candidates):
            if _root(parents, candidate) != _root(parents, index) and _likeness(sketches[candidate], sketch) >= threshold:
                _join(parents, candidate, index)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(_root(parents, index), len(numbers)) for index in range(len(sketches))]


def _likeness(one: Sketch, other: Sketch) -> float:
    """The share of shingles that two texts have in common, as their sketches tell it."""
    return sum(map(int.__eq__, one, other)) / _PERMUTATIONS


def _root(parents: list[int], index: int) -> int:
    """The first text of the cluster, which stands for it."""
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _join(parents: list[int], one: int, other: int) -> None:
    """Makes one cluster of two."""
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first
