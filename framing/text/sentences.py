"""Sentence boundaries with exact spans, in one pass over the text; what a language abbreviates is data, not code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_NEWLINE = "\n\r\x0b\x0c\x85\u2028\u2029"
_BLANK = " \t\xa0\u202f\u2009\u200b\ufeff"
_CLOSERS = "\"»”“'’)\\]›"
_DASHES = "-–—―"
# a run of end marks with its closing quotes before a space or glued to a capital, or a run of line ends; one class of first
# characters in front lets the expression skip through the rest of the text
_CANDIDATE = re.compile(
    rf"[.!?…{_NEWLINE}](?:(?<=[.!?…])[.!?…]*[{_CLOSERS}]*(?:\[\d{{1,3}}\])*(?=[\s\u200b\ufeff]|$|[A-ZА-ЯЁІЇЄҐ][^\W\d_])"
    rf"|(?<=[{_NEWLINE}])(?:[{_NEWLINE}{_BLANK}]*[{_NEWLINE}])?)"
)
_GLUED = re.compile(r"(?<![^\W_])[a-zа-яёіїєґ]{3,}$")
_LAST_WORD = re.compile(r"(?:[^\W\d_]{1,4}\.[ \xa0]?)*[^\W_][\w'’ʼ./-]*$")
_LAST_WORD_REACH = 32
_NUMBER_BEFORE = re.compile(r"\d[\d.,–-]*[ \xa0\u202f]*$")
_LIST_ITEM = re.compile(rf"\s*(?:[{_DASHES}•▪●*·►▶]|\d{{1,2}}[.)])\s")
_VOWELS = frozenset("аеёиоуыэюяіїєәөүұѝaeiouy")
# before a name these are a town, a river, a village; only a number in front makes them a unit that may close a sentence
_PLACE_OR_UNIT = frozenset(["г", "м", "р", "с", "о", "ж", "қ", "д"])
_INITIALS = frozenset(["дж", "юр", "вл", "ив", "хр", "ал", "ев", "ат", "ст", "th", "ch", "ph", "yu", "zh", "sh", "ts"])
# what follows "U.S." and starts a sentence: English writes acronyms with stops, and a name may follow them as well
_STARTERS = frozenset(
    ["the", "a", "an", "in", "on", "at", "he", "she", "it", "they", "we", "but", "and", "his", "her", "their", "this", "that", "these", "those", "there", "as", "after", "before", "when", "while", "for", "if", "however", "one", "some", "many", "most", "meanwhile", "officials", "police", "protesters", "according", "no", "not", "our", "my", "you", "i", "what"]
)
_WRAP_SHORTEST, _WRAP_LONGEST = 45, 130


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What a language abbreviates: `abbreviations` never end a sentence, `may_end` may do so before a capital."""

    abbreviations: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()

    @classmethod
    def from_lists(cls, abbreviations: Iterable[str] = (), may_end: Iterable[str] = ()) -> SentenceRules:
        """Rules from the lists of a voice file ("т. е", "им", "d-r"), in whatever spacing and case they are written."""
        return cls(frozenset(map(_normal, abbreviations)), frozenset(map(_normal, may_end)))


def _normal(abbreviation: str) -> str:
    """The abbreviation in lower case without spaces and without its last full stop."""
    return re.sub(r"\s+", "", abbreviation).rstrip(".").lower()


def split_sentences(text: str, rules: SentenceRules, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, in order, trimmed of white space; every letter lies in one of them."""
    stop = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    begin = start
    wrap = 0
    for candidate in _CANDIDATE.finditer(text, start, stop):
        mark, after = candidate.group(), candidate.end()
        if mark[0] in _NEWLINE:
            if not wrap:
                wrap = _wrap_width(text, start, stop)
            ends = _is_blank_line(mark) or _line_ends(text, begin, candidate.start(), after, stop, wrap)
        else:
            ends = _mark_ends(text, (begin, candidate.start(), after, stop), mark, rules)
        if ends:
            _append_trimmed(spans, text, begin, after)
            begin = after
    _append_trimmed(spans, text, begin, stop)
    return spans


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Adds the span without the white space at its ends; nothing where it holds nothing else."""
    while start < end and (text[start].isspace() or text[start] in _BLANK):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _BLANK):
        end -= 1
    if end > start:
        spans.append((start, end))


def _mark_ends(text: str, span: tuple[int, int, int, int], mark: str, rules: SentenceRules) -> bool:
    """Whether an end mark ends a sentence; `span` is begin of the sentence, start and end of the mark, end of the text."""
    begin, at, after, stop = span
    position = after
    while position < stop and text[position] in _BLANK:
        position += 1
    if position >= stop or text[position] in _NEWLINE:
        return False  # the line end that follows decides
    if position == after and text[after] not in _BLANK:
        return _GLUED.search(text, max(begin, at - _LAST_WORD_REACH), at) is not None and text[after + 1].islower()
    following = text[position]
    letter = _first_letter(text, position, stop)
    if not letter:
        return False
    if letter.islower():
        return False
    closed = mark[-1] in _CLOSERS
    if following in _DASHES and closed:
        return False  # «…» – said X
    if mark != "." and not (mark[0] == "." and closed and mark.count(".") == 1):
        return True
    return not _is_abbreviated(text, begin, at, (position, letter), rules)


def _first_letter(text: str, position: int, stop: int) -> str:
    """The first letter or digit of what follows on the line, past quotes, dashes and signs; empty where there is none."""
    limit = min(stop, position + 12)
    while position < limit:
        letter = text[position]
        if letter.isalnum():
            return letter
        if letter in _NEWLINE:
            return ""
        position += 1
    return ""


def _is_abbreviated(text: str, begin: int, at: int, following: tuple[int, str], rules: SentenceRules) -> bool:
    """Whether the full stop at `at` belongs to an abbreviation and ends nothing."""
    left = text[max(begin, at - _LAST_WORD_REACH) : at]
    found = _LAST_WORD.search(left)
    if found is None:
        return False
    words = found.group()
    position, letter = following
    if words.isdigit():
        return len(words) <= 3 and not text[begin : at - len(words)].strip()  # "1. First point"
    token = re.sub(r"\s+", "", words)
    lowered = token.lower()
    last = token.rsplit(".", 1)[-1]
    forms = _suffixes(lowered)
    if len(last) == 1 and last.isupper() and not any("." in form and form in rules.may_end for form in forms):
        return True  # an initial
    after_number = _NUMBER_BEFORE.search(left[: found.start() + len(words) - len(last)]) is not None
    if any(form in rules.may_end for form in forms):
        if not letter.isupper():
            return True
        if (last.lower() in _PLACE_OR_UNIT and lowered == last.lower()) or any(form in rules.abbreviations for form in forms):
            return not after_number
        return "." in token and len(last) == 1 and token.isupper() and not _starts_sentence(text, position)
    if any(form in rules.abbreviations for form in forms):
        return True
    return _is_initial(last, token, letter)


def _suffixes(token: str) -> list[str]:
    """The token and what stands after each of its inner full stops: "и.о" gives "и.о" and "о"."""
    parts = token.split(".")
    return [".".join(parts[index:]) for index in range(len(parts)) if parts[index]]


def _is_initial(last: str, token: str, following: str) -> bool:
    """Whether the last word is an initial, or a single letter that no language ends a sentence with."""
    if len(last) == 1 and last.isalpha():
        return "." in token or last not in _VOWELS
    if "-" in last and all(len(part) == 1 and part.isupper() for part in last.split("-")):
        return True
    tail = last.rsplit("-", 1)[-1]
    if "-" in last and len(tail) == 1 and tail.isupper():
        return True
    return len(last) == 2 and last[0].isupper() and last[1].islower() and following.isupper() and last.lower() in _INITIALS


def _starts_sentence(text: str, position: int) -> bool:
    """Whether the word at `position` is one that opens sentences."""
    found = re.compile(r"[\"“‘«(]*([A-Za-z]+)").match(text, position)
    return found is not None and found.group(1).lower() in _STARTERS


def _is_blank_line(mark: str) -> bool:
    """Whether a run of line ends holds a blank line: more than one line end, CRLF being one."""
    ends = mark.replace("\r\n", "\n")
    return sum(ends.count(sign) for sign in _NEWLINE) > 1


def _line_ends(text: str, begin: int, at: int, after: int, stop: int, wrap: int) -> bool:
    """Whether a single line end ends a sentence; it does not where a hard-wrapped line goes on in the next one."""
    before = text[begin:at].rstrip()
    if not before or before[-1] in ".!?…:;" or _LIST_ITEM.match(text, after, stop):
        return True
    line_start = max((text.rfind(sign, begin, at) for sign in "\n\r\u2028"), default=-1)
    length = at - (max(line_start, begin - 1) + 1)
    letter = _first_letter(text, after, stop)
    if before[-1] in '"»”“' and not letter.islower():
        return True
    if letter.islower():
        return length < _WRAP_SHORTEST and before[-1] not in ",-–—" and not wrap > 1
    return not (wrap > 1 and length > 0.7 * wrap)


def _wrap_width(text: str, start: int, end: int) -> int:
    """The width at which the text is hard-wrapped, or 1 where its lines are paragraphs."""
    lines = re.split(r"\r\n|[\n\r]", text[start : min(end, start + 20_000)])
    inner = [(len(line), following.lstrip()[:1]) for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(inner) < 3:
        return 1
    fitting = [length for length, _ in inner if _WRAP_SHORTEST <= length <= _WRAP_LONGEST]
    lower = sum(first.islower() for _, first in inner)
    if len(fitting) < 0.7 * len(inner) or lower < 0.4 * len(inner) or max(len(line) for line in lines) > _WRAP_LONGEST:
        return 1
    return max(fitting)
