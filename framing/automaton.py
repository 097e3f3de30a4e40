"""Folded text and the scan: one byte a character, so that one Aho–Corasick pass finds whole words and phrases at any offset.

Runs of spaces are one. Texts and forms are encoded alike and padded with a space on both sides, so that word boundaries cost nothing.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import daachorse
import numpy as np
import numpy.typing as npt

from framing.letters import ANY, CYRILLIC, HYPHEN, LATIN, LETTER, LINE, SHARED, SPACE, TO_CYRILLIC, TO_LATIN, VANISH, WORD, tables

_WILDCARD = bytes((ANY,))
_LONGEST = 80  # more letters are no word: a bound on the work that broken texts can make
_LETTERS = rb"[^ ]{0,%d}" % _LONGEST
_SHARED_CLASSES = re.compile(rb"[\x7f\xbf-\xff]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as bytes of letter classes, a space before and behind; `index` gives the raw position of each byte, plus one."""

    text: str
    data: bytes
    index: npt.NDArray[np.intp]
    marked: bool = False

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of data[start:end] without the spaces around it; combining marks behind the last letter belong to it."""
        first, last = self.index.item(start + 1) - 1, self.index.item(end - 2)
        if self.marked:
            for position in range(last, len(self.text)):
                kind = unicodedata.category(self.text[position])
                if kind[0] == "M":
                    last = position + 1
                elif kind != "Cf":
                    break
        return first, last

    def position(self, raw: int) -> int:
        """The position in `data` of the first byte that stands at the raw position or after it."""
        return int(self.index.searchsorted(raw + 1))


def encode(text: str) -> Encoded:
    """The text folded to one byte a character, with the way back to raw positions."""
    scanned = _scan(text)
    index = scanned.kept if scanned.places is None else scanned.places.take(scanned.kept)
    return Encoded(text, scanned.codes.tobytes(), index, scanned.marked)


def fold(text: str) -> str:
    """The text as the automaton sees it: lower case, ё as е, one kind of apostrophe and hyphen, single spaces, nothing invisible.

    >>> fold("«Тёмні»  п’ятниці")
    "темні п'ятниці"
    """
    scanned = _scan(text)
    letters = tables().folded.take(scanned.units.take(scanned.kept))
    letters[scanned.codes == SPACE] = 0x20
    return letters.tobytes().decode("utf-16-le", "replace").strip()


def words(text: str) -> list[tuple[int, int]]:
    """The raw spans of the words of a text, as the automaton counts words."""
    encoded = encode(text)
    spaces = [position for position, byte in enumerate(encoded.data) if byte == SPACE]
    return [encoded.raw(left, right + 1) for left, right in itertools.pairwise(spaces)]


_Units = npt.NDArray[np.uint16]
_Codes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Scanned:
    """A text in classes, single spaces only. `kept` are positions in `units`; `places` leads on to the text where units are missing."""

    codes: _Codes
    units: _Units
    kept: _Places
    places: _Places | None
    marked: bool


def _scan(text: str, *, forms: bool = False) -> _Scanned:
    """The classes of the text, which begins at position 1. With `forms`, a line break parts two forms and `*` is a word character."""
    # the letter at the end is no part of the result: it keeps the space before it
    units = _code_units(f" {text} x")
    table = tables().classes
    codes = table.take(units)
    places = None
    marked = bytes((VANISH,)) in codes.tobytes()
    if marked:
        units, places = _compose(units.copy(), codes)
        codes = table.take(units)
    # two scripts side by side differ in both of their bits, as do a space and a letter of a third script
    apart = ((codes[1:] ^ codes[:-1]) >= SHARED).nonzero()[0]
    if len(apart):
        units = units.copy()
        _unmix(units, codes, apart)
    if forms:
        codes[units == ord("\n")] = LINE
        codes[units == ord("*")] = ANY
    joiners = (codes <= HYPHEN).nonzero()[0]
    if len(joiners):
        before, behind = codes.take(joiners - 1), codes.take(joiners + 1)
        # a number is no part of the word before it: "riots-2022" is a headline's way to say "the riots of 2022"
        numbered = (before >= LETTER) & (behind >= WORD) & (behind < ANY)
        codes[joiners[(before < WORD) | (behind < WORD) | numbered]] = SPACE
    # two neighbours are both spaces exactly when their bits together are those of a space
    kept = ((codes[1:] | codes[:-1]) != SPACE).nonzero()[0]
    return _Scanned(codes.take(kept), units, kept, places, marked)


def _code_units(text: str) -> _Units:
    """One unit a character; those beyond the basic plane are given as spaces."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(units) != len(text):
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        units = np.where(wide < 0x10000, wide, 0x20).astype("<u2")
    return units


def _compose(units: _Units, codes: _Codes) -> tuple[_Units, _Places]:
    """The units without what vanishes, decomposed letters composed; and where each unit stood."""
    base = previous = -2
    for position in np.flatnonzero(codes == VANISH).tolist():
        base = base if position == previous + 1 else position - 1
        previous = position
        composed = unicodedata.normalize("NFC", chr(units[base]) + chr(units[position]))
        if len(composed) == 1 and ord(composed) < 0x10000:
            units[base] = ord(composed)
    places = np.flatnonzero(codes != VANISH)
    return units[places], places


def _unmix(units: _Units, codes: _Codes, apart: _Places) -> None:
    """Puts right, in place, the words of two scripts that look-alikes make."""
    done = 0
    for position in apart.tolist():
        if position >= done and {codes.item(position) & SHARED, codes.item(position + 1) & SHARED} == {LATIN, CYRILLIC}:
            done = _settle_script(units, codes, position)


def _settle_script(units: _Units, codes: _Codes, position: int) -> int:
    """The end of the word of two scripts that stands here; it is changed to one script where look-alikes allow it."""
    start, end = position, position + 1
    while codes[start - 1] >= LETTER:
        start -= 1
    while codes[end] >= LETTER:
        end += 1
    letters = [chr(unit) for unit in units[start:end]]
    scripts = [code & 0xC0 for code in codes[start:end].tolist()]
    for script, alike in ((LATIN, TO_CYRILLIC), (CYRILLIC, TO_LATIN)):
        if all(letter in alike for letter, own in zip(letters, scripts, strict=True) if own == script):
            units[start:end] = [ord(alike[letter]) if own == script else ord(letter) for letter, own in zip(letters, scripts, strict=True)]
            codes[start:end] = tables().classes.take(units[start:end])
            break
    return end


@dataclass(slots=True)
class _Check:
    """A form with wildcards or gaps: verified by an expression where its anchor, the longest of its words, was seen."""

    number: int
    words: list[bytes]
    gap: int
    anchor: int
    regex: re.Pattern[bytes] | None = field(default=None)

    def spans(self, data: bytes, left: int, right: int) -> Iterator[tuple[int, int]]:
        """Where the form stands in data[left:right], the spaces around it included."""
        if self.regex is None:  # compiled when first needed: most forms of a lexicon never meet their anchor
            self.regex = re.compile(b" " + _expression(self.words, self.gap) + b" ")
        match = self.regex.search(data, left, right)
        while match:
            yield match.span()
            match = self.regex.search(data, match.start() + 1, right)


@dataclass(slots=True)
class _Group:
    """The checks of one anchor, told apart by another word that must stand within reach."""

    back: int = 0
    ahead: int = 0
    alone: list[_Check] = field(default_factory=list)
    by_word: dict[bytes, list[_Check]] = field(default_factory=dict)
    by_stem: dict[bytes, list[_Check]] = field(default_factory=dict)

    def add(self, check: _Check) -> None:
        """Files the check under its second longest word."""
        others = [word for position, word in enumerate(check.words) if position != check.anchor]
        self.back = max(self.back, check.anchor * (check.gap + 1))
        self.ahead = max(self.ahead, (len(others) - check.anchor) * (check.gap + 1))
        other = max(others, key=_stem_length, default=b"")
        if not _stem(other):
            self.alone.append(check)
        elif ANY in other:
            self.by_stem.setdefault(_stem(other), []).append(check)
        else:
            self.by_word.setdefault(other, []).append(check)

    def find(self, encoded: Encoded, start: int) -> Iterator[tuple[int, int, int]]:
        """The hits whose anchor begins at `start`, or around it where the anchor is a stem inside a word of sane length."""
        data = encoded.data
        left = data.rfind(b" ", max(0, start - _LONGEST), start + 1)
        right = data.find(b" ", start + 1, start + 2 * _LONGEST)
        if left < 0 or right < 0:
            return
        for _ in range(self.back):
            left = max(data.rfind(b" ", 0, left), 0)
        for _ in range(self.ahead):  # the last byte is a space
            right = data.find(b" ", right + 1) if right < len(data) - 1 else right
        checks = self.alone
        if self.by_word or self.by_stem:
            checks = checks.copy()
            window = data[left : right + 1]
            for word in window.split():
                checks.extend(self.by_word.get(word, ()))
            for stem, others in self.by_stem.items():
                if stem in window:
                    checks.extend(others)
        for check in checks:
            for first, last in check.spans(data, left, right + 1):
                yield *encoded.raw(first, last), check.number


class Spans(NamedTuple):
    """Hits in columns: raw start, raw end, and the number of the form."""

    starts: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    numbers: npt.NDArray[np.intp]

    @classmethod
    def of(cls, rows: Collection[tuple[int, int, int]]) -> Spans:
        """The hits in rows as columns."""
        return cls(*np.array(list(rows), np.intp).reshape(-1, 3).T)

    def take(self, which: npt.NDArray[Any]) -> Spans:
        """The hits with these numbers in this order, or those where it says true."""
        return Spans(self.starts[which], self.ends[which], self.numbers[which])

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """The hits one by one."""
        return zip(self.starts.tolist(), self.ends.tolist(), self.numbers.tolist(), strict=True)


class _Owners:
    """For each pattern the numbers of the forms that it stands for, side by side in one array."""

    def __init__(self, owners: Sequence[Sequence[int]]) -> None:
        self.numbers: _Places = np.fromiter(itertools.chain.from_iterable(owners), np.intp)
        self._counts: _Places = np.fromiter(map(len, owners), np.intp, len(owners))
        self._first = self._counts.cumsum() - self._counts
        self._one_each = bool((self._counts == 1).all())

    def of(self, starts: _Places, ends: _Places, patterns: _Places) -> tuple[_Places, _Places, _Places]:
        """Start, end and form number of what was found of the patterns, one for each form."""
        if self._one_each:
            return starts, ends, self.numbers.take(patterns)
        counts = self._counts.take(patterns)
        rows = np.repeat(np.arange(len(patterns)), counts)
        # the place of each among the forms of its pattern: its row less the row where the pattern began
        places = np.arange(len(rows)) - (counts.cumsum() - counts).take(rows)
        return starts.take(rows), ends.take(rows), self.numbers.take(self._first.take(patterns.take(rows)) + places)


def _located(encoded: Encoded, starts: _Places, ends: _Places, numbers: _Places) -> Spans:
    """The hits at raw positions; each by itself where marks may belong to its last letter."""
    if encoded.marked:
        return Spans.of([(*encoded.raw(*span), n) for *span, n in zip(starts.tolist(), ends.tolist(), numbers.tolist(), strict=True)])
    return Spans(encoded.index.take(starts + 1) - 1, encoded.index.take(ends - 2), numbers)


class FormAutomaton:
    """Finds all forms, of one or several words, in one pass over an encoded text.

    `*` in a form stands for any letters of a word; `gaps` says for each form how many other words may stand between its words.

    >>> FormAutomaton(["екстреміст*", "навести порядок"]).find(encode("Екстремістів… «навести  порядок»"))
    [(0, 12, 0), (15, 31, 1)]
    """

    def __init__(self, forms: Sequence[str], *, gaps: Sequence[int] | None = None) -> None:
        plain: dict[bytes, list[int]] = {}
        open_ended: dict[bytes, list[int]] = {}
        groups: dict[bytes, _Group] = {}
        self._exact: dict[int, re.Pattern[str]] = {}
        for number, piece in _pieces(forms):
            gap = gaps[number] if gaps and b" " in piece else 0
            if not gap and ANY not in piece:
                plain.setdefault(b" " + piece + b" ", []).append(number)
            elif b" " not in piece and piece.find(_WILDCARD) == len(piece) - 1:
                open_ended.setdefault(b" " + piece[:-1], []).append(number)
            else:
                parts = piece.split(b" ")
                anchor = parts.index(max(parts, key=_stem_length))
                groups.setdefault(_trigger(parts[anchor]), _Group()).add(_Check(number, parts, gap, anchor))
            if _SHARED_CLASSES.search(piece):  # classes alone do not tell: the folded letters decide
                self._exact[number] = _folded_regex(forms[number], gap)
        patterns = list(dict.fromkeys((*plain, *open_ended, *groups)))
        self._groups = {number: groups[pattern] for number, pattern in enumerate(patterns) if pattern in groups}
        self._plain, self._open_ended = (_Owners([some.get(pattern, ()) for pattern in patterns]) for some in (plain, open_ended))
        self._machine = daachorse.DoubleArrayAhoCorasick(patterns) if patterns else None

    def find(self, encoded: Encoded) -> list[tuple[int, int, int]]:
        """All hits, overlapping ones too, as (raw start, raw end, form number), in order."""
        return sorted(self.spans(encoded).rows())

    def spans(self, encoded: Encoded) -> Spans:
        """All hits, overlapping ones too, in order of their starts, in columns: no object a hit."""
        raw = self._machine.find_overlapping(encoded.data) if self._machine is not None else ()
        if not raw:
            return Spans.of(())
        flat = np.fromiter(itertools.chain.from_iterable(raw), np.intp, 3 * len(raw))
        starts, ends, patterns = flat[0::3], flat[1::3], flat[2::3]
        parts = [_located(encoded, *self._plain.of(starts, ends, patterns))]
        if self._open_ended.numbers.size:
            starts_open, ends_open, numbers = self._open_ended.of(starts, ends, patterns)
            if numbers.size:
                spaces = (np.frombuffer(encoded.data, np.uint8) == SPACE).nonzero()[0]
                parts.append(_located(encoded, starts_open, spaces.take(spaces.searchsorted(ends_open)) + 1, numbers))
        if self._groups:
            verified: set[tuple[int, int, int]] = set()
            for number in (number for number in np.unique(patterns).tolist() if number in self._groups):
                for start in starts[patterns == number].tolist():
                    verified.update(self._groups[number].find(encoded, start))
            parts.append(Spans.of(verified))
        found = Spans(*map(np.concatenate, zip(*parts, strict=True))) if len(parts) > 1 else parts[0]
        found = found.take(found.starts.argsort(kind="stable"))
        if self._exact:
            found = found.take(np.array([self._is_exact(encoded.text, hit) for hit in found.rows()], bool))
        return found

    def _is_exact(self, text: str, hit: tuple[int, int, int]) -> bool:
        """Whether the folded letters are those of the form, where some of them share a class."""
        regex = self._exact.get(hit[2])
        return regex is None or regex.fullmatch(fold(text[hit[0] : hit[1]])) is not None


def expression(forms: Sequence[str]) -> re.Pattern[bytes]:
    """An expression that finds any of the forms, wildcards too, in `Encoded.data`: the space before it, and the form."""
    return re.compile(b" (?:" + b"|".join(_expression(piece.split(b" "), 0) for _, piece in _pieces(forms)) + b")(?= )")


def _expression(parts: Sequence[bytes], gap: int) -> bytes:
    """The source of an expression for a form, from its first letter to its last."""
    between = rb"(?: [^ ]+){0,%d}? " % gap if gap else b" "
    return between.join(re.escape(word).replace(re.escape(_WILDCARD), _LETTERS) for word in parts)


def _pieces(forms: Sequence[str]) -> list[tuple[int, bytes]]:
    """The forms in classes, encoded in one go; forms without a letter are left out."""
    lines = "\n".join(" ".join(form.split()) for form in forms)
    pieces = (piece.strip(b" ") for piece in _scan(lines, forms=True).codes.tobytes().split(b"\n"))
    return [(number, piece) for number, piece in enumerate(pieces) if piece.strip(b" " + _WILDCARD)]


def _stem(word: bytes) -> bytes:
    """The longest part of a word without wildcards."""
    return max(word.split(_WILDCARD), key=len)


def _stem_length(word: bytes) -> int:
    """How many letters stand together in a word without a wildcard between them."""
    return len(_stem(word))


def _trigger(word: bytes) -> bytes:
    """What the automaton looks for to find a word with wildcards: its beginning, or a stem inside it."""
    head, star, _ = word.partition(_WILDCARD)
    if not head:
        return _stem(word)
    return b" " + head + (b"" if star else b" ")


def _folded_regex(form: str, gap: int) -> re.Pattern[str]:
    """An expression for the folded form, with its wildcards and gaps."""
    between = rf"(?: \S+){{0,{gap}}}? " if gap else " "
    marked = [fold(word.replace("*", "\u4e00")) for word in form.split()]  # a letter, so that a hyphen beside it stays
    return re.compile(between.join(re.escape(word).replace("\u4e00", r"\S*") for word in marked if word))
