"""Dates as they are written in many languages, to YYYY-MM-DD, where there is only one way to read them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:$|[T ])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:$|[T ,])")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:$|[T ,])")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:$|[T ,])")
_STAMP = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?$")
_EARLIEST, _LATEST = 1800, 2200
_LANGUAGES = ["ru", "uk", "bg", "en", "be", "kk", "ky", "pl", "de", "tr", "sr", "mk", "fr", "es", "it", "ro", "cs"]


@lru_cache(maxsize=100_000)
def normal_date(written: str) -> str | None:
    """The date as YYYY-MM-DD, or None where it cannot be read or could be read in two ways."""
    written = written.strip()
    if found := _ISO.match(written) or _COMPACT.match(written) or _YEAR_FIRST.match(written):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.match(written):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHED.match(written):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first > 12 or first == second:
            return _checked(year, second, first)
        return _checked(year, first, second) if second > 12 else None
    if _STAMP.match(written):
        seconds = float(written) / (1000 if len(written.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return _by_library(written)


def _checked(year: int, month: int, day: int) -> str | None:
    """The date where it exists."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat() if _EARLIEST <= year <= _LATEST else None


def _by_library(written: str) -> str | None:
    """A date in words, read by dateparser; only where day, month and year are all there, so that no clock is asked."""
    if not 6 <= len(written) <= 80 or not re.search(r"\d{4}", written) or not re.search(r"[^\W\d_]", written):
        return None
    import dateparser

    # "г.", "года", "ж." after the year tell nothing
    plain = re.sub(r"(?<=\d{4})\s*(?:г\.?|года|год|р\.?|року|година|ж\.?|жылы|ж)(?=\W|$)", " ", written)
    try:
        found = dateparser.parse(
            plain,
            languages=_LANGUAGES,
            settings={"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY", "STRICT_PARSING": True},
        )
    except (ValueError, OverflowError, TypeError, re.error, RecursionError):
        return None
    return None if found is None else _checked(found.year, found.month, found.day)
