"""Columns as the tables have them, and dictionary-encoded columns, on which everything here counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Codes:
    """A column as its distinct values and, for every row, the number of its value (-1: none)."""

    values: tuple[str, ...]
    codes: Ints

    def __len__(self) -> int:
        return len(self.codes)


Column = Sequence[Any] | NDArray[Any] | Codes
Columns = Mapping[str, Column]


def encode(column: Column) -> Codes:
    """The column with its values numbered in order of appearance; None counts as ""."""
    if isinstance(column, Codes):
        return Codes(column.values, np.asarray(column.codes, dtype=np.int64))
    numbers: dict[Any, int] = {}
    codes = np.fromiter((numbers.setdefault(value, len(numbers)) for value in column), dtype=np.int64, count=len(column))
    return _merged(["" if value is None else str(value) for value in numbers], codes)


def _merged(names: Sequence[str], codes: Ints) -> Codes:
    """Codes in which values that read the same (None and "", 1 and "1") are one."""
    index: dict[str, int] = {}
    numbers = np.array([index.setdefault(name, len(index)) for name in names], dtype=np.int64)
    return Codes(tuple(index), numbers[codes] if len(names) else codes)


def translate(column: Column, index: Mapping[str, int]) -> Ints:
    """For every row the number that `index` gives its value, -1 where it gives none."""
    coded = encode(column)
    numbers = np.array([index.get(value, -1) for value in coded.values] + [-1], dtype=np.int64)
    result: Ints = numbers[coded.codes]
    return result


def ordered(column: Column) -> Codes:
    """The column with its values numbered in alphabetical order, so that results do not hang on the order of rows."""
    coded = encode(column)
    values = sorted(coded.values)
    return Codes(tuple(values), translate(coded, {value: number for number, value in enumerate(values)}))


def joined(columns: Sequence[Column], separator: str = "/") -> Codes:
    """Several columns as one whose values are joined; a row in which one of them is empty has no value."""
    coded = [encode(column) for column in columns]
    number = np.zeros(len(coded[0]), dtype=np.int64)
    empty = np.zeros(len(coded[0]), dtype=bool)
    for each in coded:
        number = number * (len(each.values) + 1) + each.codes + 1
        blank = np.array([not value for value in each.values] + [True])
        empty |= blank[each.codes]
    _, first, inverse = np.unique(number, return_index=True, return_inverse=True)
    names = [separator.join(each.values[each.codes[row]] for each in coded) if not empty[row] else "" for row in first]
    merged = _merged(names, inverse.astype(np.int64))
    keep = {value: place for place, value in enumerate(sorted(value for value in merged.values if value))}
    return Codes(tuple(keep), translate(merged, keep))


def truths(column: Column | None, length: int, *, default: bool) -> Bools:
    """A column of yes and no as booleans; None stands for the default."""
    if column is None:
        return np.full(length, default)
    if isinstance(column, Codes):
        return np.array([value.lower() in ("true", "1") for value in column.values] + [default])[column.codes]
    if isinstance(column, np.ndarray) and column.dtype == bool:
        return column
    return np.fromiter((default if value is None else bool(value) for value in column), dtype=bool, count=len(column))


def totals(slot: Ints, values: Floats, size: int) -> Floats:
    """The sum of the values in each of `size` slots."""
    result: Floats = np.bincount(slot, weights=values, minlength=size).astype(np.float64)
    return result
