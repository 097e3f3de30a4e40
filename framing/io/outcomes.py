"""What reading a corpus can bring besides articles, and how much of anything a reader takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from framing.errors import Place, Problem
from framing.records import Article


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article (or a whole file, where its articles cannot be counted) that is not processed, and why."""

    id: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Noted:
    """Something the user should know about an article or file that is processed all the same."""

    problem: Problem
    id: str = ""


Outcome = Article | Rejected | Noted


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes in before it refuses, so that memory and time stay bounded; stated in docs/reading.md."""

    article_characters: int = 5_000_000
    line_characters: int = 20_000_000
    unpacked_bytes: int = 8_000_000_000
    unpacked_ratio: int = 200
    members: int = 200_000
    page_characters: int = 10_000_000
    page_tags: int = 200_000
    page_depth: int = 1_000
    folder_depth: int = 40


class LimitError(Exception):
    """A stream gave more than its limit; the message says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article as a reader found it: columns under the names of the file, and the line (0 where there are no lines)."""

    columns: Mapping[str, Any]
    line: int = 0
    number: int = 0


def rejected(file: str, line: int, code: str, message: str, hint: str = "", *, article: str = "") -> Rejected:
    """A rejection at a place."""
    return Rejected(article, _problem(file, line, code, message, hint))


def noted(file: str, line: int, code: str, message: str, hint: str = "", *, article: str = "") -> Noted:
    """A note at a place."""
    return Noted(_problem(file, line, code, message, hint), article)


def _problem(file: str, line: int, code: str, message: str, hint: str) -> Problem:
    """The problem, with a question mark for what is no letter and would fit into no output: bytes of file names, half surrogates."""
    file, message = (text.encode("utf-8", "replace").decode() for text in (file, message))
    return Problem(Place(file, line), code, message, hint)
