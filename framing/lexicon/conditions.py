"""What must hold of a hit beyond its letters: no sentence end inside, upper and lower case, words near it."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from framing.automaton import expression, words
from framing.lexicon.entries import Near
from framing.lexicon.words import HEAD, TextWords, classes_of

# what a phrase never crosses; quotation marks, spaces, hyphens and a single line break it may
_BREAK = re.compile(r"[;!?()…—–|•؛،。]|(?<!\d)[,.:]|[,.:](?!\d)|\n[ \t\r\f\v\u00a0]*\n|\r\r|\u2029")
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v\u00a0]*\n|\u2029")
_ABBREVIATION = re.compile(r"\b[^\W\d_]{1,4}\.\s?[^\W\d_]")
_END = re.compile(r"(?<![.!?…])(?P<mark>[.!?…]++)[»”“\"’')\]]*+\s+|\n[ \t\r\f\v\u00a0]*\n|\u2029")
_NONE: frozenset[str] = frozenset()
_COMMA = frozenset({","})
_OPENING = "«„“\"'‘(—–- "
_SIMPLE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\*?")


def crosses(text: str, start: int, end: int, allowed: frozenset[str]) -> bool:
    """Whether text[start:end] runs over the end of a clause, other than by the marks that the form itself has."""
    found = _BREAK.search(text, start, end)
    while found:
        if found.group() not in allowed and not _abbreviates(text, found.start()):
            return True
        found = _BREAK.search(text, found.end(), end)
    return False


def _abbreviates(text: str, position: int) -> bool:
    """Whether the mark is the full stop of a short word that a small letter follows: "2,5 тыс. военных"."""
    if text[position] != ".":
        return False
    first = max(0, position - 5)
    found = _ABBREVIATION.search(text, first, position + 3)
    return found is not None and found.group()[-1].islower()


def marks_of(form: str, *, cue: bool) -> frozenset[str]:
    """The marks that a form may cross: its own, and in cues a comma ("о том, что")."""
    if form.replace(" ", "").isalpha() or _BREAK.search(form) is None:  # as nearly all
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


class NearWords:
    """The words of a `near` or `not_near`, made ready when a hit first asks for them, as most never do."""

    def __init__(self, near: Near) -> None:
        self._near = near

    @functools.cached_property
    def _listed(self) -> _WordList:
        """The words as they are compared."""
        return _listed(self._near.words)

    def stand_near(self, words: TextWords, start: int, end: int, *, inside: bool) -> bool:
        """Whether one of the words stands near text[start:end] in its sentence; with `inside`, between its words too."""
        first = bisect_left(words.starts, start)
        last = bisect_left(words.starts, end, first)
        left, right = max(0, first - self._near.within), last + self._near.within
        among = self._listed.among
        if not among(words, left, right):
            return False
        if inside and among(words, first, last):
            return True
        # sentences are looked at only where there is something to lose
        if among(words, left, first) and among(words, _after_sentence(words, left, start), first):
            return True
        return among(words, last, right) and among(words, last, _before_sentence(words, right, end))


class _WordList:
    """Words that are looked for among others: whole words, beginnings of words, and an expression for all that is harder."""

    def __init__(self, words: Sequence[str]) -> None:
        hard = [word for word in words if not _SIMPLE.fullmatch(word)]
        simple = [word for word in words if _SIMPLE.fullmatch(word)]
        pieces = classes_of(simple) if simple else []
        if pieces is None:
            hard, simple, pieces = list(words), [], []
        stems = [piece for piece, word in zip(pieces, simple, strict=True) if word.endswith("*")]
        self._whole = frozenset(piece for piece, word in zip(pieces, simple, strict=True) if not word.endswith("*"))
        self._stems = tuple(stems)
        self._heads = frozenset(stem[:HEAD] for stem in stems if len(stem) >= HEAD)
        self._short = tuple(stem for stem in stems if len(stem) < HEAD)
        self._hard = expression(hard) if hard else None

    def among(self, words: TextWords, first: int, last: int) -> bool:
        """Whether one of the words is among those of the text from number `first` to `last`."""
        tokens = words.tokens[first:last]
        if not self._whole.isdisjoint(tokens):
            return True
        # most beginnings are ruled out by their first letters
        stems = self._short if self._heads.isdisjoint(words.heads[first:last]) else self._stems
        if stems:
            for token in tokens:
                if token.startswith(stems):
                    return True
        return self._hard is not None and self._hard.search(b" %b " % b" ".join(tokens)) is not None


@functools.lru_cache(maxsize=4096)
def _listed(words: tuple[str, ...]) -> _WordList:
    """The list made ready: entries of one kind often share theirs."""
    return _WordList(words)


def _after_sentence(words: TextWords, left: int, start: int) -> int:
    """The first word from number `left` on that is in the sentence of text[start]."""
    for end in _sentence_ends(words.encoded.text, words.starts[left], start):
        left = words.at(end)
    return left


def _before_sentence(words: TextWords, right: int, end: int) -> int:
    """The number behind the last word before number `right` that is in the sentence of text[end - 1]."""
    text = words.encoded.text
    for stop in _sentence_ends(text, end, words.starts[right] + 1 if right < len(words.starts) else len(text)):
        return min(right, words.at(stop))
    return right


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin inside text[start:end], roughly: no full stop of a short abbreviation or before a small letter."""
    for found in _END.finditer(text, start, min(end, len(text))):
        if found["mark"] is None or _PARAGRAPH.search(found.group()):
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
