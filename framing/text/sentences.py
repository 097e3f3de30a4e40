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
_DATE_ALONE = re.compile(
    r"\s*(?:(?:во?|у|к|на|со?|до|от|по|през|з|із|об?)\s+(?:[\w-]+\s+){0,4}?|(?:\d{1,2}\s+)?(?:[^\W\d_]+\s+)?)(?:19|20)\d\d[\s\xa0]*\w{1,2}$",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(rf"\s*(?:[{_DASHES}•▪●*·►▶]|\d{{1,2}}[.)])\s")
_VOWELS = frozenset("аеёиоуыэюяіїєәөүұѝъaeiouyąęóáéíěůöüäıåø")
# before a name these are a town, a river, a village; only a number in front makes them a unit that may close a sentence
_PLACE_OR_UNIT = frozenset("гмрсожқд")
_BEFORE_NUMBER = frozenset(("no", "nos", "nr"))  # "No. 5", but "No. That is wrong"
_INITIALS = frozenset(("дж", "юр", "вл", "ив", "хр", "ал", "ев", "ат", "ст", "th", "ch", "ph", "yu", "zh", "sh", "ts"))
# what follows "U.S." and starts a sentence: English writes acronyms with stops, and a name may follow them as well
_STARTER = re.compile(
    r"[\"“‘«(]*(?:the|an?|this|that|these|those|there|it|he|she|they|we|you|his|her|their|its|our|my|what|who|but|and|or|if|as|at|in|on|for"
    r"|after|before|when|while|since|however|meanwhile|according|one|two|three|some|several|many|most|dozens|hundreds|thousands|no|not|both"
    r"|also|nobody|everyone|people|police|protesters|officials)\b",
    re.IGNORECASE,
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
        # single capitals are initials in every language; as small letters they would be words ("я", "и")
        never = (_normal(word) for word in abbreviations if not (len(str(word)) == 1 and str(word).isupper()))
        return cls(frozenset(never), frozenset(map(_normal, may_end)))


@dataclass(frozen=True, slots=True)
class _Mark:
    """An end mark in its surroundings: the sentence so far begins at `begin`, the mark spans `at` to `after`, the text ends at `stop`."""

    text: str
    begin: int
    at: int
    after: int
    stop: int

    @property
    def sign(self) -> str:
        """The mark itself, closing quotes included."""
        return self.text[self.at : self.after]


def _normal(abbreviation: str) -> str:
    """The abbreviation in lower case without spaces and without its last full stop."""
    return re.sub(r"\s+", "", str(abbreviation)).rstrip(".").lower()


def split_sentences(text: str, rules: SentenceRules, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, in order, trimmed of white space; every letter lies in one of them."""
    stop = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    begin = start
    wrap = 0
    for candidate in _CANDIDATE.finditer(text, start, stop):
        at, after = candidate.span()
        if text[at] in _NEWLINE:
            wrap = wrap or _wrap_width(text, start, stop)
            ends = _is_blank_line(text, at, after) or _line_ends(_Mark(text, begin, at, after, stop), wrap)
        else:
            ends = _mark_ends(_Mark(text, begin, at, after, stop), rules)
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


def _mark_ends(mark: _Mark, rules: SentenceRules) -> bool:
    """Whether an end mark ends a sentence; where a line end follows, that decides."""
    text, after = mark.text, mark.after
    position = after
    while position < mark.stop and text[position] in _BLANK:
        position += 1
    if position >= mark.stop or text[position] in _NEWLINE:
        return False
    if position == after:
        # "решениев.Токаев": a space was lost, where both sides are ordinary words
        glued = _GLUED.search(text, max(mark.begin, mark.at - _LAST_WORD_REACH), mark.at)
        return glued is not None and text[after + 1 : after + 2].islower() and glued.group() not in rules.abbreviations | rules.may_end
    letter = _first_letter(text, position, mark.stop)
    if not letter or letter.islower() or (text[position] in _DASHES and text[after - 1] in _CLOSERS):
        return False  # «…» – said X
    full_stop = text[mark.at] == "." and mark.sign.count(".") == 1 and "!" not in mark.sign and "?" not in mark.sign
    return not full_stop or not _is_abbreviated(mark, position, letter, rules)


def _first_letter(text: str, position: int, stop: int) -> str:
    """The first letter or digit of what follows on the line, past quotes, dashes and signs; empty where there is none."""
    for letter in text[position : min(stop, position + 12)]:
        if letter.isalnum():
            return letter
        if letter in _NEWLINE:
            break
    return ""


def _is_abbreviated(mark: _Mark, position: int, letter: str, rules: SentenceRules) -> bool:
    """Whether the full stop belongs to an abbreviation and ends nothing; `letter` is the first that follows, from `position` on."""
    left = mark.text[max(mark.begin, mark.at - _LAST_WORD_REACH) : mark.at]
    found = _LAST_WORD.search(left)
    if found is None:
        return False
    words = found.group()
    if words.isdigit():
        return len(words) <= 3 and not mark.text[mark.begin : mark.at - len(words)].strip()  # "1. First point"
    token = "".join(words.split())
    last = token.rsplit(".", 1)[-1]
    known = _known_form(token.lower(), left[: found.start()], rules)
    if len(last) == 1 and last.isupper() and not ("." in known and known in rules.may_end):
        return not (_is_english_pronoun(last, mark, letter) or left[: found.start()].endswith("°"))  # an initial
    if known not in rules.may_end:
        return (known not in _BEFORE_NUMBER or letter.isdigit()) if known else _is_initial(last, token, letter)
    if letter.isupper() and (known in _PLACE_OR_UNIT or known in rules.abbreviations):
        return _NUMBER_BEFORE.search(left[: found.end() - len(last)]) is None or _is_date_alone(mark)
    acronym = "." in token and last.isupper() and _STARTER.match(mark.text, position) is None
    return not letter.isupper() or acronym


def _is_date_alone(mark: _Mark) -> bool:
    """Whether the sentence so far is but a date ("В начале января 2022 г."), which something must follow."""
    return mark.at - mark.begin <= 60 and _DATE_ALONE.match(mark.text, mark.begin, mark.at) is not None


def _known_form(token: str, before: str, rules: SentenceRules) -> str:
    """The form under which the rules know the token: with the word before it ("и др"), itself, or what follows an inner full stop."""
    if token in _BEFORE_NUMBER:
        return token
    parts = token.split(".")
    forms = ["".join(before.split()[-1:]).lower() + token, *(".".join(parts[index:]) for index in range(len(parts)) if parts[index])]
    return next((form for form in forms if form in rules.may_end or form in rules.abbreviations), "")


def _is_english_pronoun(last: str, mark: _Mark, letter: str) -> bool:
    """Whether a capital I closes a clause ("… and I. The"), as the pronoun does after a small word."""
    before = mark.text[max(mark.begin, mark.at - 12) : mark.at - 1].split()
    return last == "I" and letter.isupper() and bool(before) and before[-1].islower() and before[-1].isascii()


def _is_initial(last: str, token: str, following: str) -> bool:
    """Whether the last word is an initial, or letters that no language ends a sentence with: one consonant, or a few alone ("пл")."""
    if len(last) == 1 and last.isalpha():
        return "." in token or last not in _VOWELS
    if last == token and len(last) <= 3 and last.isalpha() and last.islower() and _VOWELS.isdisjoint(last):
        return len(last) == 2 or last[1] not in "рr"  # "крв" and "krk" are words
    tail = last.rsplit("-", 1)[-1]
    if tail != last and len(tail) == 1 and tail.isupper():
        return True
    return len(last) == 2 and last[0].isupper() and last[1].islower() and following.isupper() and last.lower() in _INITIALS


def _is_blank_line(text: str, at: int, after: int) -> bool:
    """Whether a run of line ends holds a blank line: more than one line end, CRLF being one."""
    if after - at == 1:
        return False
    ends = text[at:after].replace("\r\n", "\n")
    return sum(sign in _NEWLINE for sign in ends) > 1


def _line_ends(mark: _Mark, wrap: int) -> bool:
    """Whether a single line end ends a sentence; it does not where a hard-wrapped line goes on in the next one."""
    text = mark.text
    before = text[mark.begin : mark.at].rstrip()
    if not before or before[-1] in ".!?…:;" or _LIST_ITEM.match(text, mark.after, mark.stop):
        return True
    line_start = max(text.rfind(sign, mark.begin, mark.at) for sign in "\n\r\u2028")
    length = mark.at - max(line_start + 1, mark.begin)
    letter = _first_letter(text, mark.after, mark.stop)
    if letter.islower():
        return length < _WRAP_SHORTEST and before[-1] not in ",-–—" and wrap == 1
    return wrap == 1 or length <= 0.7 * wrap or before[-1] in '"»”“'


def _wrap_width(text: str, start: int, end: int) -> int:
    """The width at which the text is hard-wrapped, or 1 where its lines are paragraphs."""
    lines = re.split(r"\r\n|[\n\r]", text[start : min(end, start + 20_000)])
    inner = [(len(line), following.lstrip()[:1]) for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(inner) < 3:
        return 1
    fitting = [length for length, _ in inner if _WRAP_SHORTEST <= length <= _WRAP_LONGEST]
    lower = sum(first.islower() for _, first in inner)
    if len(fitting) < 0.7 * len(inner) or lower < 0.4 * len(inner) or max(map(len, lines)) > _WRAP_LONGEST:
        return 1
    return max(fitting)
