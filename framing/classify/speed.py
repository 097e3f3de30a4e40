"""How fast the classifier is, as `make bench` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from framing.classify.bundle import FrameModel

_ROUNDS = 3


def sentences_per_second(model: FrameModel, texts: Sequence[str], *, least: int = 20_000) -> float:
    """How many sentences one core classifies in a second, concepts given and words seen before: the median of three rounds."""
    repeated = list(texts) * (least // max(1, len(texts)) + 1)
    concepts: list[frozenset[str]] = [frozenset(model.categories.concepts_[:1])] * len(repeated)
    model.predict(repeated[: len(texts)], concepts=concepts[: len(texts)])
    rates = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        model.predict(repeated, concepts=concepts)
        rates.append(len(repeated) / (perf_counter() - start))
    return sorted(rates)[_ROUNDS // 2]
