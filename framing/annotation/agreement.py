"""How far coders agree: Krippendorff's alpha, nominal or over sets of labels, with missing codes and an interval."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

Code = str | frozenset[str]
_REPLICATES = 1_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha with its 95% interval; None where it is not defined, and then `because` says why.

    `units` are those with two codes or more; `observed` is the share of pairs of coders that agree (over sets: their mean similarity).
    """

    name: str
    alpha: float | None
    low: float | None
    high: float | None
    units: int
    coders: int
    observed: float | None
    because: str = ""


def nominal_alpha(codes: Sequence[Sequence[str | None]], *, name: str = "", seed: int = 0) -> Agreement:
    """Krippendorff's alpha of one label a unit: `codes` has one row a coder and one column a unit, None where a coder has none.

    Raises ValueError where coders have codes of different numbers of units.
    """
    rows = [[None if code is None else frozenset((code,)) for code in row] for row in codes]
    return _alpha(rows, name, seed, exclusive=True)


def multilabel_alpha(codes: Sequence[Sequence[Collection[str] | None]], *, name: str = "", seed: int = 0) -> Agreement:
    """Krippendorff's alpha of sets of labels with the MASI distance (Passonneau 2006); None where a coder has no code, an empty set is one.

    Raises ValueError where coders have codes of different numbers of units.
    """
    rows = [[None if code is None else frozenset(code) for code in row] for row in codes]
    return _alpha(rows, name, seed, exclusive=False)


def label_alphas(codes: Sequence[Sequence[Collection[str] | None]], labels: Iterable[str], *, seed: int = 0) -> list[Agreement]:
    """One nominal alpha a label: whether a unit has it or not."""
    found = []
    for label in labels:
        rows = [[None if code is None else ("yes" if label in code else "no") for code in row] for row in codes]
        found.append(nominal_alpha(rows, name=label, seed=seed))
    return found


def dimension_alphas(
    codes: Sequence[Sequence[Collection[str] | None]], dimensions: Mapping[str, Collection[str]], *, seed: int = 0
) -> list[Agreement]:
    """One alpha a dimension, over the sets of its labels that each unit has."""
    found = []
    for name, labels in dimensions.items():
        wanted = frozenset(labels)
        rows = [[None if code is None else wanted & frozenset(code) for code in row] for row in codes]
        found.append(multilabel_alpha(rows, name=name, seed=seed))
    return found


def masi_distance(left: frozenset[str], right: frozenset[str]) -> float:
    """0 for equal sets, 1 for sets without a common label; between them a set within the other is nearer than one that crosses it."""
    if left == right:
        return 0.0
    common = left & right
    if not common:
        return 1.0
    nested = 2 / 3 if left <= right or right <= left else 1 / 3
    return 1 - len(common) / len(left | right) * nested


def _alpha(rows: Sequence[Sequence[frozenset[str] | None]], name: str, seed: int, *, exclusive: bool) -> Agreement:
    """Alpha of codes that are sets, by counts of each value in each unit.

    Written out here because the package `krippendorff` raises where only one value occurs, and knows no sets; tests hold both together.
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError("every coder needs a code, or None, for every unit")
    values = sorted({code for row in rows for code in row if code is not None}, key=sorted)
    counts = _counts(rows, values)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        return Agreement(name, None, None, None, 0, len(rows), None, "no unit has two codes")
    distances = 1.0 - np.eye(len(values)) if exclusive else np.array([[masi_distance(a, b) for b in values] for a in values])
    disagreed, weights = _disagreement(counts, distances)
    observed = float(1 - disagreed.sum() / weights.sum())
    alpha = _of(counts, disagreed, weights, distances)
    if alpha is None:
        because = "all codes are the same, so nothing could be disagreed about"
        return Agreement(name, None, None, None, len(counts), len(rows), observed, because)
    rng = np.random.default_rng(seed)
    samples = []
    for _ in range(_REPLICATES):
        drawn = rng.integers(0, len(counts), len(counts))
        sample = _of(counts[drawn], disagreed[drawn], weights[drawn], distances)
        # a sample with one value only has no disagreement to expect; leaving it out would make the interval too low
        samples.append(1.0 if sample is None else sample)
    low, high = np.quantile(samples, [0.025, 0.975])
    return Agreement(name, alpha, float(low), float(high), len(counts), len(rows), observed)


def _counts(rows: Sequence[Sequence[frozenset[str] | None]], values: Sequence[frozenset[str]]) -> Any:
    """How many coders gave each unit each value."""
    index = {value: number for number, value in enumerate(values)}
    counts = np.zeros((len(rows[0]) if rows else 0, len(values)))
    for row in rows:
        for unit, code in enumerate(row):
            if code is not None:
                counts[unit, index[code]] += 1
    return counts


def _disagreement(counts: Any, distances: Any) -> tuple[Any, Any]:
    """For each unit the distance of its pairs of codes per coder, and how many codes it brings."""
    sizes = counts.sum(axis=1)
    pairs = np.einsum("ui,ij,uj->u", counts, distances, counts)
    return pairs / (sizes - 1), sizes


def _of(counts: Any, disagreed: Any, weights: Any, distances: Any) -> float | None:
    """Alpha: one minus observed over expected disagreement; None where none is to be expected."""
    total = weights.sum()
    shares = counts.sum(axis=0)
    expected = shares @ distances @ shares / (total - 1)
    return float(1 - disagreed.sum() / expected) if expected > 0 else None


def paired(codes: Mapping[str, Mapping[str, Code]]) -> tuple[list[str], list[list[Code | None]]]:
    """All units in order, and each coder's code of each, None where there is none; `codes` is coder → unit → code."""
    units = list(dict.fromkeys(unit for of_coder in codes.values() for unit in of_coder))
    return units, [[of_coder.get(unit) for unit in units] for of_coder in codes.values()]


def pairs_of_coders(coders: Sequence[str]) -> list[tuple[str, str]]:
    """Every two coders."""
    return list(combinations(coders, 2))
