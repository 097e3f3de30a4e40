"""Articles from what a notebook holds: a text, a list of texts, a column, a data frame of pandas or polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from framing.io.building import ArticleBuilder, Origin, Reading
from framing.io.outcomes import Noted, Outcome, Rejected, Row

_SHOWN = "notebook"


def articles_of(texts: Any, *, reading: Reading | None = None) -> Iterator[Outcome]:
    """The articles of a text, of several texts, or of the rows of a data frame, each once as Article or Rejected.

    Columns of a frame are recognised by their names as those of a file are; the index of a pandas Series becomes the ids.
    Raises TypeError for anything else.
    """
    columns_named, rows = _rows(texts)
    origin = Origin(_SHOWN, "text", table=columns_named)
    yield from ArticleBuilder(reading or Reading()).build(iter(rows), origin)


def is_polars(frame: object) -> bool:
    """Whether this is a frame or column of polars, which need not be installed."""
    return type(frame).__module__.partition(".")[0] == "polars"


def _rows(texts: Any) -> tuple[bool, Iterator[Row | Rejected | Noted]]:
    """Whether the columns had names, and the rows."""
    if isinstance(texts, str):
        return False, _numbered({"text": text} for text in [texts])
    if hasattr(texts, "columns"):
        return True, _numbered(texts.iter_rows(named=True) if is_polars(texts) else texts.to_dict(orient="records"))
    if hasattr(texts, "index") and hasattr(texts, "items"):
        return False, _numbered({"id": name, "text": text} for name, text in texts.items())
    if not isinstance(texts, Iterable) or isinstance(texts, bytes):
        raise TypeError(f"texts are a string, a list, a column or a data frame, not {type(texts).__name__}")
    return False, _numbered({"text": text} for text in texts)


def _numbered(rows: Iterable[dict[Any, Any]]) -> Iterator[Row | Rejected | Noted]:
    """The rows, counted from 1."""
    for number, columns in enumerate(rows, start=1):
        yield Row({str(name): value for name, value in columns.items()}, number=number)
