"""The letters a damaged text was meant to have, and where each of them stands in the text as it was read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

# encodings as which UTF-8 is read by mistake, in the order of how often that happens
_READ_AS = ("cp1251", "cp1252", "cp1250", "cp866", "koi8-r")
# what the most frequent letters become: no text that is sound holds one of these
_UTF8_MISREAD = re.compile(r"Р[°µѕ]|Ð[°µ¾]|[ÃÄÅĹ][\x80-\xbf‚…›™„‡]|╨|╤|п[\u2550-\u2570]|вЂ|â[€\x80]")
# one of these stands in each of them, and a look for single letters is many times faster
_UTF8_TRACE = re.compile("[°µѕ¾ÃÄÅĹ╨╤Ђâ\u2550-\u2570]")
_GARBLED_TRACE = re.compile("[\u00c0-\u00ffА-ЯЁ]{3}")
_GARBLED = re.compile(r"[\u00c0-\u00ff]{4}|(?<![^\W\d_])[а-яё][А-ЯЁ]{3}")
_GARBLED_SAMPLE = 5_000
_LINE = re.compile(r"[^\n\r]*[\n\r]*")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{3,}")
_HIGH_LATIN = re.compile(r"[\u00c0-\u00ff]")
_LEAST_LETTERS = 3
_SURE = 0.8
_MOST_ROUNDS = 3
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Legible:
    """A text that can be read. Where letters were repaired, `places` holds for each, and for the end, its place in the raw text."""

    text: str
    places: Sequence[int] | None = None

    def raw(self, position: int) -> int:
        """Where in the raw text the character of this position begins."""
        return position if self.places is None else self.places[position]

    def position(self, raw: int) -> int:
        """The position of the character that stands at this place of the raw text."""
        return raw if self.places is None else max(0, bisect_right(self.places, raw) - 1)

    def words(self, start: int, end: int) -> str:
        """The text of a span of the raw text."""
        return self.text[self.position(start) : self.position(end)]


@lru_cache(maxsize=16)  # sentence after sentence asks for the same article
def legible(text: str) -> Legible:
    """The text with its letters repaired where they surely were read in a wrong encoding, else as it is."""
    read = Legible(text)
    for _ in range(_MOST_ROUNDS):  # what went wrong once may have gone wrong again
        misread = _UTF8_TRACE.search(read.text) and _UTF8_MISREAD.search(read.text)
        again = _from_utf8(read.text) if misread else None
        if again is None:
            break
        places = again.places or ()
        read = Legible(again.text, [read.raw(place) for place in places])
    if read.places is None and _GARBLED_TRACE.search(text, 0, _GARBLED_SAMPLE) and _GARBLED.search(text, 0, _GARBLED_SAMPLE):
        repaired = _as_swapped_cyrillic(text) or _as_single_byte(text)
        if repaired is not None and len(repaired) == len(text):
            return Legible(repaired)
    return read


def _from_utf8(text: str) -> Legible | None:
    """The text whose lines, or some of them, are UTF-8 read as another encoding; None where that is not sure of any line."""
    lines = [found.group() for found in _LINE.finditer(text)]
    best: list[_Unravelled] = []
    for codec in _READ_AS:
        tried = [_unravel(line, codec) for line in lines]
        if sum(line.letters for line in tried) > sum(line.letters for line in best):
            best = tried
    if not any(line.proves() for line in best):
        return None
    written: list[str] = []
    places: list[int] = []
    start = 0
    for line, tried_line in zip(lines, best, strict=True):
        taken = tried_line if tried_line.is_sure() else _Unravelled(line, range(len(line)), 0, 0, 0)
        written.append(taken.text)
        places.extend(start + place for place in taken.places)
        start += len(line)
    return Legible("".join(written), [*places, start])


@dataclass(frozen=True, slots=True)
class _Unravelled:
    """A line as UTF-8, where each letter stood, how many letters of how many signs that made, and how many signs beyond ASCII made none."""

    text: str
    places: Sequence[int]
    letters: int
    signs: int
    odd: int

    def is_sure(self) -> bool:
        """Whether nearly all that is not ASCII came out as letters: in sound text hardly anything does."""
        return self.letters > 0 and self.signs >= _SURE * (self.signs + self.odd)

    def proves(self) -> bool:
        """Whether there is enough of it to say that the text is damaged: three letters of two bytes, or one of three (a quotation mark)."""
        return self.is_sure() and (self.letters >= _LEAST_LETTERS or self.signs > 2 * self.letters)


def _unravel(line: str, codec: str) -> _Unravelled:
    """The line read as UTF-8 that had been read in the encoding; what does not fit stays as it is."""
    if line.isascii():
        return _Unravelled(line, range(len(line)), 0, 0, 0)
    bytes_of = _bytes_of(codec)
    written: list[str] = []
    places: list[int] = []
    letters = signs = odd = at = 0
    while at < len(line):
        sign = line[at]
        found, taken = (sign, 1) if sign.isascii() else _letter(line, at, bytes_of)
        written.append(found)
        places.append(at)
        letters += taken > 1
        signs += taken if taken > 1 else 0
        odd += taken == 1 and not sign.isascii()
        at += taken
    return _Unravelled("".join(written), places, letters, signs, odd)


def _letter(line: str, at: int, bytes_of: Mapping[str, int]) -> tuple[str, int]:
    """The letter whose bytes begin at this sign, and how many signs they are; the sign itself where they are none."""
    lead = bytes_of.get(line[at], 0)
    length = 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if 0xF0 <= lead <= 0xF4 else 1
    follow = line[at + 1 : at + length]
    if length == 2 and follow == " " and lead in (0xC2, 0xD0):
        return bytes((lead, 0xA0)).decode(), 2  # a no-break space that became a space: "Р" in Cyrillic, or the space itself
    if length == 2 and follow == _LOST and lead in (0xD0, 0xD1):
        return (bytes((lead, 0x98)).decode() if "Ђ" in bytes_of else _LOST), 2  # the one byte that Windows Cyrillic lacks
    try:
        return bytes((lead, *(bytes_of[sign] for sign in follow))).decode(), length
    except (KeyError, UnicodeDecodeError):
        return line[at], 1


@lru_cache(maxsize=8)
def _bytes_of(codec: str) -> Mapping[str, int]:
    """The byte of each sign of an encoding; bytes that it leaves out came through as control characters."""
    signs: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        signs.setdefault(bytes((byte,)).decode(codec, "ignore"), byte)
    signs.pop("", None)
    for byte in range(0x80, 0xA0):
        signs.setdefault(chr(byte), byte)
    return signs


def _as_swapped_cyrillic(text: str) -> str | None:
    """Cyrillic of KOI8 and Windows read as one another: their small and capital letters change places ("рТЕЪЙДЕОФ")."""
    words = _CYRILLIC_WORD.findall(text)
    if len(words) < 3 or sum(word[0].islower() and word[1:].isupper() for word in words) * 10 < len(words):
        return None
    if sum(word[1:].isupper() for word in words) < 0.8 * len(words):
        return None
    for written, meant in (("cp1251", "koi8-r"), ("koi8-r", "cp1251")):
        fixed = text.encode(written, "replace").decode(meant)
        if sum(word.islower() or word.istitle() for word in _CYRILLIC_WORD.findall(fixed)) >= 0.8 * len(words):
            return fixed
    return None


def _as_single_byte(text: str) -> str | None:
    """Cyrillic in one byte a letter that was read as Western: cp1251 as Latin-1 ("Ïðåçèäåíò") and its like."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or len(_HIGH_LATIN.findall(text)) < 0.7 * len(letters):
        return None
    for written in ("latin-1", "cp1252"):
        try:
            fixed = text.encode(written).decode("cp1251")
        except UnicodeError:
            continue
        small = sum("а" <= letter <= "я" for letter in fixed)
        if small >= 0.6 * len(letters):
            return fixed
    return None
