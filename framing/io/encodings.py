"""Bytes to characters: Unicode where it is that, a guess with its name where it is not, never a silent replacement."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = ("cp1251", "koi8_u", "mac_cyrillic", "cp866", "iso8859_5")
_WESTERN = ("cp1252", "cp1250", "cp1254", "iso8859_2")
_COMMON_BEYOND = frozenset("ЁёІіЇїЄєҐґЎў")
_FREQUENT = frozenset("оаеинтсрвлкмдпуяіг")
# a sign in place of the capital that begins a word: what Windows and Macintosh make of each other's capitals
_NO_CAPITAL = re.compile(r"(?:^|(?<=[ \n«„(\x22]))[—–”“’‘†°\xa0•…№]+[а-яё]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of an encoding, and whether it is a guess."""

    name: str
    guessed: bool = False


_UTF8 = Encoding("utf-8")


def detect_encoding(sample: bytes) -> Encoding | None:
    """The encoding of a file that begins with `sample`; None where the bytes are no text."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    zeros = sample.count(0)
    if zeros:
        # a stray zero in a table is the fault of one row
        stray = zeros * 200 < len(sample) and _is_utf8(sample)
        return _UTF8 if stray else _wide(sample, zeros)
    return _UTF8 if _is_utf8(sample) else _guess(sample)


def decode(data: bytes) -> tuple[str, Encoding] | None:
    """The text of the bytes and its encoding; None where they are no text in any encoding that is known.

    Single bytes that do not fit come out as lone surrogates, so that the reader can say so.
    """
    encoding = detect_encoding(data)
    if encoding is None:
        return None
    try:
        return data.decode(encoding.name, "surrogateescape"), encoding
    except (UnicodeError, LookupError):
        return None


def text_stream(stream: BinaryIO, encoding: Encoding) -> io.TextIOWrapper:
    """The stream as text without translation of line ends; bytes that do not fit come out as lone surrogates."""
    return io.TextIOWrapper(stream, encoding=encoding.name, errors="surrogateescape", newline="")


def sample_of(stream: io.BufferedReader) -> bytes:
    """The first bytes of the stream, which stay in it."""
    return stream.peek(_SAMPLE)[:_SAMPLE]


def has_lone_surrogate(text: str) -> bool:
    """Whether the text holds halves of surrogate pairs, which no file can be written with."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _is_utf8(sample: bytes) -> bool:
    """Whether the sample is UTF-8, a character cut at its end and a broken byte among many whole letters aside."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        loose = sample.decode("utf-8", "surrogateescape")
        broken = sum("\udc80" <= letter <= "\udcff" for letter in loose)
        return 20 * broken < sum("\x80" <= letter < "\ud800" for letter in loose)
    return True


def _wide(sample: bytes, zeros: int) -> Encoding | None:
    """UTF-16 without a mark, where the upper bytes are those of two alphabets and hold the zeros; otherwise the file is no text."""
    for name, upper in (("utf-16-be", sample[0::2]), ("utf-16-le", sample[1::2])):
        alphabets = sum(count for _, count in Counter(upper).most_common(2))
        if upper.count(0) >= 0.95 * zeros and alphabets >= 0.8 * len(upper):
            try:
                decoded = sample[: len(sample) & ~1].decode(name, errors="strict" if len(sample) < _SAMPLE else "ignore")
            except UnicodeDecodeError:
                continue
            if "\0" not in decoded:
                return Encoding(name, guessed=True)
    return None


def _guess(sample: bytes) -> Encoding | None:
    """The eight-bit encoding that makes the most likely text of the sample."""
    high = sum(byte >= 0x80 for byte in sample)
    if high >= 0.25 * len(sample):
        best = max(_CYRILLIC, key=lambda name: _likeness(sample, name))
        return Encoding(best, guessed=True) if _likeness(sample, best) > 0.6 else _by_library(sample, (*_CYRILLIC, *_WESTERN))
    return _by_library(sample, (*_WESTERN, *_CYRILLIC))


def _likeness(sample: bytes, name: str) -> float:
    """How much the decoded sample looks like Cyrillic prose: frequent small letters, capitals only at the start of words."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return -1.0
    foreign = [letter for letter in text if ord(letter) >= 0x80]
    letters = [letter for letter in foreign if "\u0400" <= letter <= "\u04ff"]
    if not letters:
        return -1.0
    frequent = sum(letter in _FREQUENT for letter in letters)
    capitals_inside = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    odd = len(foreign) - len(letters) - sum(letter in "«»„“”–—…№’\xa0" for letter in foreign)
    rare = sum(not ("А" <= letter <= "я" or letter in _COMMON_BEYOND) for letter in letters)
    return (frequent - 2 * capitals_inside - 2 * odd - rare - 2 * len(_NO_CAPITAL.findall(text))) / len(letters)


def _by_library(sample: bytes, names: Sequence[str]) -> Encoding | None:
    """The guess of charset-normalizer among the named encodings."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000], cp_isolation=list(names)).best()
    return None if best is None or best.encoding == "ascii" else Encoding(best.encoding, guessed=True)
