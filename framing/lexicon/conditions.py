"""What must hold of a hit beyond its letters: no sentence end inside, upper and lower case, words near it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from framing.automaton import Encoded, expression, words
from framing.lexicon.entries import Near

# what a phrase never crosses; quotation marks, spaces, hyphens and a single line break it may
_BREAK = re.compile(r"[,;:.!?()…—–|•؛،。]|\n[ \t\r\f\v\u00a0]*\n|\r\r|\u2029")
_END = re.compile(r"(?P<mark>[.!?…]+)[»”“\"’')\]]*\s+|\n[ \t\r\f\v\u00a0]*\n|\u2029")
_OPENING = "«„“\"'‘(—–- "


def crosses(text: str, start: int, end: int, allowed: frozenset[str]) -> bool:
    """Whether text[start:end] runs over the end of a clause, other than by the marks that the form itself has."""
    return any(found.group() not in allowed for found in _BREAK.finditer(text, start, end))


def marks_of(form: str, *, cue: bool) -> frozenset[str]:
    """The marks that a form may cross: its own, and in cues a comma ("о том, что")."""
    own = {found.group() for found in _BREAK.finditer(form)}
    return frozenset(own | {","} if cue else own)


def same_case(surface: str, written: str) -> bool:
    """Whether the surface has its capitals where the written form has them; an ending goes on in lower case."""
    found = [surface[start:end] for start, end in words(surface)]
    asked = written.split()
    if len(found) != len(asked):  # words stand between: the outer ones decide
        found, asked = [found[0], found[-1]], [asked[0], asked[-1]]
    return all(_word_case(one, other) for one, other in zip(found, asked, strict=True))


def _word_case(found: str, asked: str) -> bool:
    """Whether one word is capitalised as asked."""
    asked = asked.replace("*", "")
    if not asked:
        return True
    for position, letter in enumerate(found):
        beyond = position >= len(asked)
        if beyond and asked.isupper():
            return True  # an abbreviation takes its ending in either case
        model = asked[-1] if beyond else asked[position]
        if letter.isalpha() and model.isalpha() and letter.isupper() != model.isupper():
            return False
    return True


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Looks for certain words around a hit, inside its sentence."""

    regex: re.Pattern[bytes]
    within: int

    @classmethod
    def of(cls, near: Near) -> Neighbourhood:
        """The neighbourhood for a `near` or `not_near`."""
        return cls(expression(near.words), near.within)

    def holds(self, encoded: Encoded, start: int, end: int, *, inside: bool = False) -> bool:
        """Whether one of the words stands near text[start:end]; with `inside`, between its words too."""
        data = encoded.data
        first, last = encoded.position(start), encoded.position(end)
        left, right = self._left(encoded, first, start), self._right(encoded, last, end)
        if inside:
            return self.regex.search(data, left, right) is not None
        return self.regex.search(data, left, first) is not None or self.regex.search(data, last, right) is not None

    def _left(self, encoded: Encoded, first: int, start: int) -> int:
        """The space before the earliest word that still counts."""
        position = first - 1
        for _ in range(self.within):
            position = encoded.data.rfind(b" ", 0, max(position, 0))
            if position <= 0:
                position = 0
                break
        opening = max(0, int(encoded.index[position]))
        for end in _sentence_ends(encoded.text, opening, start):
            position = encoded.position(end) - 1
        return position

    def _right(self, encoded: Encoded, last: int, end: int) -> int:
        """Behind the space after the last word that still counts."""
        data, position = encoded.data, last
        for _ in range(self.within):
            position = data.find(b" ", position + 1)
            if position < 0:
                position = len(data) - 1
                break
        closing = int(encoded.index[position])
        for stop in _sentence_ends(encoded.text, end, closing + 2):
            if stop <= closing + 1:
                return min(position, encoded.position(stop) - 1) + 1
        return position + 1


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin inside text[start:end], roughly: no full stop of a short abbreviation or before a small letter."""
    for found in _END.finditer(text, start, min(end, len(text))):
        if found["mark"] is None:
            yield found.end()
            continue
        following = next((letter for letter in text[found.end() : found.end() + 4] if letter not in _OPENING), "")
        before = re.search(r"\w*$", text[max(0, found.start() - 4) : found.start()])
        short = found["mark"] == "." and before is not None and len(before.group()) < 3
        if not following.islower() and not (short and not before_is_number(before)):
            yield found.end()


def before_is_number(word: re.Match[str] | None) -> bool:
    """Whether the word before a full stop is a number, which ends a sentence as well as any long word."""
    return word is not None and word.group().isdecimal()
