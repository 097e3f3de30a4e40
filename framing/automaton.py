"""Folded text and the scan: one byte a character, so that one Aho–Corasick pass finds whole words and phrases at any offset.

Letters map to one class each, whatever their case; apostrophes are one class, hyphens another; the rest is space, and runs of
spaces are one. Texts and forms are encoded alike and padded with a space on both sides, so that word boundaries cost nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import daachorse
import numpy as np
import numpy.typing as npt

# Classes. The two highest bits tell the script, so that a Latin letter beside a Cyrillic one shows in one XOR.
_VANISH, _APOSTROPHE, _HYPHEN, _LINE, _SPACE = 0x00, 0x02, 0x03, 0x0A, 0x20
_WORD, _ANY, _LETTER, _LATIN, _CYRILLIC, _SHARED = 0x30, 0x3F, 0x40, 0x40, 0x80, 0xC0
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyząćęłńóśźżäöüßçğşéáíúýčěňřšůžåøæèàêëïəա"  # the last is Armenian and looks like ш
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўәғқңөұүһђјљњћџѓѕќҳҷӯӣҗҙҡҫӑӗ"
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u0060\u00b4\u201b\u2032\uff07"
_HYPHENS = "-\u2010\u2011"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))))
_FOLDED = {"ё": "е", "ѐ": "е", "ѝ": "и", "ı": "i", "ς": "σ", "ſ": "s"}
_LATIN_LIKE = "ABCEHIKMOPTXYabcehikmoprxyjsəƏáéóýëïաԱÁÉÓÝËÏSJ"
_CYRILLIC_LIKE = "АВСЕНІКМОРТХУаьсеһікморгхујѕәӘаеоуёїшШАЕОУЁЇЅЈ"
_TO_CYRILLIC = {latin: cyrillic for latin, cyrillic in zip(_LATIN_LIKE, _CYRILLIC_LIKE, strict=True) if latin not in "br"}
_TO_LATIN = {cyrillic: latin for latin, cyrillic in zip("ABCEHIKMOPTXYaceiopxyjsh", "АВСЕНІКМОРТХУасеіорхујѕһ", strict=True)}


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
            while last < len(self.text) and unicodedata.category(self.text[last])[0] == "M":
                last += 1
        return first, last

    def position(self, raw: int) -> int:
        """The position in `data` of the first byte that stands at the raw position or after it."""
        return int(np.searchsorted(self.index, raw + 1))


@dataclass(frozen=True)
class _Tables:
    """For each UTF-16 code unit its class, and the unit it folds to."""

    classes: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint16]


@functools.cache
def _tables() -> _Tables:
    """The tables, made once a process: most of the plane is no letter, or ideographs that fold to themselves."""
    classes = np.full(0x10000, _SPACE, np.uint8)
    folded = np.full(0x10000, 0x20, np.uint16)
    own = {letter: _LATIN + n for n, letter in enumerate(_LATIN_LETTERS)}
    own |= {letter: _CYRILLIC + n for n, letter in enumerate(_CYRILLIC_LETTERS)}
    own |= {str(digit): _WORD + digit for digit in range(10)}
    for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4)):
        units = np.arange(first, last, dtype=np.uint16)
        folded[first:last], classes[first:last] = units, _SHARED + units % 64
    for unit in (*range(0x30, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000)):
        character = chr(unit)
        if unicodedata.category(character)[0] == "M":
            classes[unit] = _VANISH
        elif character.isalpha() or character.isdecimal():
            letter = _fold_letter(character)
            folded[unit], classes[unit] = ord(letter), own.get(letter, _SHARED + ord(letter) % 64)
    for kind, sign, characters in ((_APOSTROPHE, "'", _APOSTROPHES), (_HYPHEN, "-", _HYPHENS), (_VANISH, " ", _INVISIBLE)):
        for character in characters:
            classes[ord(character)], folded[ord(character)] = kind, ord(sign)
    return _Tables(classes, folded)


def _fold_letter(character: str) -> str:
    """The one letter or digit that stands for this one."""
    plain = unicodedata.normalize("NFKC", character)
    plain = plain if len(plain) == 1 and plain < "\U00010000" else character
    if plain.isdecimal():
        return str(unicodedata.decimal(plain))
    lower = plain.lower()
    lower = lower if len(lower) == 1 else unicodedata.normalize("NFD", lower)[0]
    return _FOLDED.get(lower, lower)


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
    letters = _tables().folded.take(scanned.units.take(scanned.kept))
    letters[scanned.codes == _SPACE] = 0x20
    return letters.tobytes().decode("utf-16-le", "replace").strip()


def words(text: str) -> list[tuple[int, int]]:
    """The raw spans of the words of a text, as the automaton counts words."""
    encoded = encode(text)
    spaces = [position for position, byte in enumerate(encoded.data) if byte == _SPACE]
    return [encoded.raw(left, right + 1) for left, right in zip(spaces, spaces[1:], strict=False)]


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
    table = _tables().classes
    codes = table.take(units)
    places = None
    marked = _VANISH in codes.tobytes()
    if marked or (codes[1:] ^ codes[:-1]).max() >= _SHARED:
        units, places = _mend(units.copy(), codes)
        codes = table.take(units)
    if forms:
        codes[units == ord("\n")] = _LINE
        codes[units == ord("*")] = _ANY
    joiners = np.flatnonzero(codes <= _HYPHEN)
    if len(joiners):
        outside = (codes.take(joiners - 1) < _WORD) | (codes.take(joiners + 1) < _WORD)
        codes[joiners[outside]] = _SPACE
    # two neighbours are both spaces exactly when their bits together are those of a space
    kept = np.flatnonzero((codes[1:] | codes[:-1]) != _SPACE)
    return _Scanned(codes.take(kept), units, kept, places, marked)


def _code_units(text: str) -> _Units:
    """One unit a character; those beyond the basic plane are given as spaces."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(units) != len(text):
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        units = np.where(wide < 0x10000, wide, 0x20).astype("<u2")
    return units


def _mend(units: _Units, codes: _Codes) -> tuple[_Units, _Places]:
    """The units without what vanishes, decomposed letters composed and look-alikes put right; and where each unit stood."""
    gone = np.flatnonzero(codes == _VANISH)
    base = previous = -2
    for position in gone.tolist():
        base = base if position == previous + 1 else position - 1
        previous = position
        composed = unicodedata.normalize("NFC", chr(units[base]) + chr(units[position]))
        if len(composed) == 1 and ord(composed) < 0x10000:
            units[base] = ord(composed)
    places = np.flatnonzero(codes != _VANISH)
    units = units[places]
    codes = _tables().classes[units]
    scripts = codes & 0xC0
    mixed = np.flatnonzero((scripts[1:] | scripts[:-1] == 0xC0) & (scripts[1:] != _SHARED) & (scripts[:-1] != _SHARED))
    done = 0
    for position in mixed.tolist():
        if position >= done:
            done = _settle_script(units, codes, position)
    return units, places


def _settle_script(units: _Units, codes: _Codes, position: int) -> int:
    """The end of the word of two scripts that stands here; its units are changed to one script where look-alikes allow it."""
    start, end = position, position + 1
    while codes[start - 1] >= _LETTER:
        start -= 1
    while codes[end] >= _LETTER:
        end += 1
    letters = [chr(unit) for unit in units[start:end]]
    scripts = [code & 0xC0 for code in codes[start:end].tolist()]
    for script, alike in ((_LATIN, _TO_CYRILLIC), (_CYRILLIC, _TO_LATIN)):
        if all(letter in alike for letter, own in zip(letters, scripts, strict=True) if own == script):
            units[start:end] = [ord(alike[letter]) if own == script else ord(letter) for letter, own in zip(letters, scripts, strict=True)]
            break
    return end


@dataclass(slots=True)
class _Check:
    """A form with `*` or gaps, verified by an expression where its trigger was seen."""

    number: int
    piece: bytes
    gap: int
    regex: re.Pattern[bytes] | None = field(default=None)

    def end(self, data: bytes, start: int) -> int:
        """Where the form ends that starts with the space at `start`, its closing space included; -1 if it does not stand there."""
        if self.regex is None:  # compiled when first needed: most forms of a lexicon never meet their trigger
            self.regex = re.compile(b" " + _expression(self.piece, self.gap) + b" ")
        match = self.regex.match(data, start)
        return match.end() if match else -1


class FormAutomaton:
    """Finds all forms, of one or several words, in one pass over an encoded text.

    `*` in a form stands for any letters of a word; `gaps` says for each form how many other words may stand between its words.

    >>> FormAutomaton(["екстреміст*", "навести порядок"]).find(encode("Екстремістів… «навести  порядок»"))
    [(0, 12, 0), (15, 31, 1)]
    """

    def __init__(self, forms: Sequence[str], *, gaps: Sequence[int] | None = None) -> None:
        plain: dict[bytes, list[int]] = {}
        checks: dict[bytes, list[_Check]] = {}
        self._exact: dict[int, re.Pattern[str]] = {}
        for number, piece in _pieces(forms):
            gap = gaps[number] if gaps and b" " in piece else 0
            if gap or _ANY in piece:
                checks.setdefault(_trigger(piece, gap), []).append(_Check(number, piece, gap))
            else:
                plain.setdefault(b" " + piece + b" ", []).append(number)
            if any(byte >= _SHARED for byte in piece):  # letters that share a class: the folded letters decide
                self._exact[number] = _folded_regex(forms[number], gap)
        patterns = [*plain, *(trigger for trigger in checks if trigger not in plain)]
        self._owners = [(tuple(plain.get(pattern, ())), tuple(checks.get(pattern, ()))) for pattern in patterns]
        self._repeats = any(not trigger.startswith(b" ") for trigger in checks)  # a stem may stand twice in one word
        self._machine = daachorse.DoubleArrayAhoCorasick(patterns) if patterns else None

    def find(self, encoded: Encoded) -> list[tuple[int, int, int]]:
        """All hits, overlapping ones too, as (raw start, raw end, form number), in order."""
        if self._machine is None:
            return []
        place, owners = encoded.index.item, self._owners
        found: list[tuple[int, int, int]] = []
        for start, end, pattern in self._machine.find_overlapping(encoded.data):
            plain, checks = owners[pattern]
            if plain:
                # most texts have nothing invisible: then a lookup each is all, and this loop decides the speed
                first, last = encoded.raw(start, end) if encoded.marked else (place(start + 1) - 1, place(end - 2))
                for number in plain:
                    found.append((first, last, number))
            if checks:
                found.extend(_verified(encoded, start, checks))
        if self._repeats:
            found = list(set(found))
        found.sort()
        if self._exact:
            found = [hit for hit in found if self._is_exact(encoded.text, hit)]
        return found

    def _is_exact(self, text: str, hit: tuple[int, int, int]) -> bool:
        """Whether the folded letters are those of the form, where classes alone do not tell."""
        regex = self._exact.get(hit[2])
        return regex is None or regex.fullmatch(fold(text[hit[0] : hit[1]])) is not None


def _verified(encoded: Encoded, start: int, checks: tuple[_Check, ...]) -> Iterator[tuple[int, int, int]]:
    """The hits of forms with wildcards or gaps whose trigger stands at `start`."""
    data = encoded.data
    opening = data.rfind(b" ", 0, start + 1)
    for check in checks:
        end = check.end(data, opening)
        if end > 0:
            first, last = encoded.raw(opening, end)
            yield first, last, check.number


def expression(forms: Sequence[str]) -> re.Pattern[bytes]:
    """An expression that finds any of the forms, wildcards too, in `Encoded.data`: the space before it, and the form."""
    return re.compile(b" (?:" + b"|".join(_expression(piece, 0) for _, piece in _pieces(forms)) + b")(?= )")


def _expression(piece: bytes, gap: int) -> bytes:
    """The source of an expression for a form, from its first letter to its last."""
    between = rb"(?: [^ ]+){0,%d}? " % gap if gap else b" "
    return between.join(re.escape(word).replace(re.escape(bytes((_ANY,))), rb"[^ ]*") for word in piece.split(b" "))


def _pieces(forms: Sequence[str]) -> list[tuple[int, bytes]]:
    """The forms in classes, encoded in one go; forms without a letter are left out."""
    lines = "\n".join(" ".join(form.split()) for form in forms)
    pieces = (piece.strip(b" ") for piece in _scan(lines, forms=True).codes.tobytes().split(b"\n"))
    return [(number, piece) for number, piece in enumerate(pieces) if piece.strip(b" " + bytes((_ANY,)))]


def _trigger(piece: bytes, gap: int) -> bytes:
    """What the automaton looks for: all that stands before the first wildcard or gap, or a stem inside the first word."""
    wildcard = bytes((_ANY,))
    first = piece.split(b" ")[0]
    if first.startswith(wildcard):
        stem = max(first.split(wildcard), key=len)
        if not stem:
            raise ValueError("a form starts with a word of wildcards only")
        return stem
    head, star, _ = (first if gap else piece).partition(wildcard)
    return b" " + head + (b"" if star else b" ")


def _folded_regex(form: str, gap: int) -> re.Pattern[str]:
    """An expression for the folded form, with its wildcards and gaps."""
    between = r"(?: \S+){0,%d}? " % gap if gap else " "
    marked = [fold(word.replace("*", "\u4e00")) for word in form.split()]  # a letter, so that a hyphen beside it stays
    return re.compile(between.join(re.escape(word).replace("\u4e00", r"\S*") for word in marked if word))
