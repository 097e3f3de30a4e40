"""Words of texts as numbers: what stands between two spaces is taken apart once and remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np

_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*|[^\w\s]+")
_FOLD = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "\u00ad": None, "\u0301": None} | dict.fromkeys("123456789", "0"))
_MOST_CHUNKS = 500_000


def words_of(text: str) -> list[str]:
    """The words and marks of a text, folded; digits are alike."""
    return _TOKEN.findall(text.casefold().translate(_FOLD))


class _Chunks(dict[str, tuple[int, ...]]):
    """What stands between spaces → the numbers of its words; new ones are taken apart when they are first asked for."""

    def __init__(self, types: dict[str, int]) -> None:
        super().__init__()
        self._types = types

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        types = self._types
        numbers = self[chunk] = tuple(types.setdefault(word, len(types)) for word in words_of(chunk))
        return numbers


class Numbering:
    """Numbers for word types, given in the order in which they are first met."""

    def __init__(self) -> None:
        self.types: dict[str, int] = {}
        self._chunks = _Chunks(self.types)

    def __call__(self, texts: Iterable[str]) -> tuple[Any, Any]:
        """The numbers of the words of all texts in a row, and where each text begins; one number more than texts."""
        if len(self._chunks) > _MOST_CHUNKS:
            self._chunks.clear()
        number = self._chunks.__getitem__
        each = [list(chain.from_iterable(map(number, text.split()))) for text in texts]
        starts = np.zeros(len(each) + 1, dtype=np.int64)
        np.cumsum([len(numbers) for numbers in each], out=starts[1:])
        return np.fromiter(chain.from_iterable(each), dtype=np.int64, count=int(starts[-1])), starts
