"""What must hold of a hit beyond its letters: no sentence end inside, upper and lower case, words near it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from framing.automaton import Encoded, expression, words
from framing.lexicon.entries import Near

# what a phrase never crosses; quotation marks, spaces, hyphens and a single line break it may
_BREAK = re.compile(r"[;!?()…—–|•؛،。]|(?<!\d)[,.:]|[,.:](?!\d)|\n[ \t\r\f\v\u00a0]*\n|\r\r|\u2029")
_ABBREVIATION = re.compile(r"\b[^\W\d_]{1,4}\.\s?[^\W\d_]")
_END = re.compile(r"(?<![.!?…])(?P<mark>[.!?…]++)[»”“\"’')\]]*+\s+|\n[ \t\r\f\v\u00a0]*\n|\u2029")
_NONE: frozenset[str] = frozenset()
_COMMA = frozenset({","})
_OPENING = "«„“\"'‘(—–- "


def crosses(text: str, start: int, end: int, allowed: frozenset[str]) -> bool:
    """Whether text[start:end] runs over the end of a clause, other than by the marks that the form itself has."""
    return any(found.group() not in allowed and not _abbreviates(text, found.start()) for found in _BREAK.finditer(text, start, end))


def _abbreviates(text: str, position: int) -> bool:
    """Whether the mark is the full stop of a short word that a small letter follows: "2,5 тыс. военных"."""
    if text[position] != ".":
        return False
    first = max(0, position - 5)
    found = _ABBREVIATION.search(text, first, position + 3)
    return found is not None and found.group()[-1].islower()


def marks_of(form: str, *, cue: bool) -> frozenset[str]:
    """The marks that a form may cross: its own, and in cues a comma ("о том, что")."""
    if _BREAK.search(form) is None:  # as nearly all
        return _COMMA if cue else _NONE
    own = frozenset(found.group() for found in _BREAK.finditer(form))
    return own | _COMMA if cue else own


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


@functools.lru_cache(maxsize=4096)
def _words(near: tuple[str, ...]) -> re.Pattern[bytes]:
    """The expression for a list of words: compiled when a hit first asks for it, as most never do."""
    return expression(near)


def stands_near(near: Near, encoded: Encoded, start: int, end: int, *, inside: bool = False) -> bool:
    """Whether one of the words stands near text[start:end] in its sentence; with `inside`, between its words too."""
    data, search = encoded.data, _words(near.words).search
    first, last = encoded.position(start), encoded.position(end)
    if inside and search(data, first - 1, last + 1):
        return True
    left = first - 1
    for _ in range(near.within):
        left = data.rfind(b" ", 0, left)
        if left <= 0:
            left = 0
            break
    # sentences are looked at only where there is something to lose
    if search(data, left, first) and search(data, _after_sentence(encoded, left, start), first):
        return True
    right = last
    for _ in range(near.within):
        right = data.find(b" ", right + 1)
        if right < 0:
            right = len(data) - 1
            break
    return search(data, last, right + 1) is not None and search(data, last, _before_sentence(encoded, right, end) + 1) is not None


def _after_sentence(encoded: Encoded, left: int, start: int) -> int:
    """The space before the first word behind `left` that is in the sentence of text[start]."""
    for end in _sentence_ends(encoded.text, max(0, int(encoded.index[left]) - 1), start):
        left = encoded.position(end) - 1
    return left


def _before_sentence(encoded: Encoded, right: int, end: int) -> int:
    """The space behind the last word before `right` that is in the sentence of text[end - 1]."""
    closing = int(encoded.index[right])
    for stop in _sentence_ends(encoded.text, end, closing + 1):
        return min(right, encoded.position(stop) - 1)
    return right


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
