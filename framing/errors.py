"""What can be wrong with what a user gave us, as values: every check collects `Problem`s, and one error carries them all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file (or `<stdin>`), and line and column from 1; 0 where they are not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of the input: where, what, and what to do next; `code` has a heading in docs/problems.md."""

    place: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.place}: {self.code}: {self.message}"
        line = f"{line} ({self.hint})" if self.hint else line
        return " ".join(line.split())


class FramingError(Exception):
    """Input that cannot be worked with; `problems` holds every fault that was found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[FramingError], tuple[tuple[Problem, ...]]]:
        """The error travels between processes with its problems."""
        return type(self), (self.problems,)


def did_you_mean(word: str, known: Sequence[str], *, likeness: float = 0.6) -> str:
    """A hint that names the nearest known words, or lists them where none is as near as `likeness` (1: the same)."""
    near = difflib.get_close_matches(word, known, n=2, cutoff=likeness)
    if near:
        return "did you mean " + " or ".join(near) + "?"
    return "known: " + ", ".join(known) if len(known) <= 20 else ""
