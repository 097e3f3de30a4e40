"""Folded text and the scan: one byte a character, so that one Aho–Corasick pass finds whole words and phrases at any offset.

Letters map to one class each, whatever their case; apostrophes are one class, hyphens another; the rest is space, and runs of
spaces are one. Texts and forms are encoded alike and padded with a space on both sides, so that word boundaries cost nothing.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import daachorse
import numpy as np
import numpy.typing as npt

# Classes. The two highest bits tell the script, so that a Latin letter beside a Cyrillic one shows in one XOR.
_VANISH, _APOSTROPHE, _HYPHEN, _LINE, _SPACE = 0x00, 0x02, 0x03, 0x0A, 0x20
_WILDCARD = bytes((0x3F,))
_LONGEST = 80  # more letters are no word: a bound on the work that broken texts can make
_LETTERS = rb"[^ ]{0,%d}" % _LONGEST
_WORD, _ANY, _LETTER, _LATIN, _CYRILLIC, _SHARED = 0x30, 0x3F, 0x40, 0x40, 0x80, 0xC0
_RARE_LATIN, _RARE_CYRILLIC = 0x7F, 0xBF
_SHARED_CLASSES = re.compile(rb"[\x7f\xbf-\xff]")
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyząćęłńóśźżäöüßçğşéáíúýčěňřšůžåøèàêëïəա"  # the last is Armenian and looks like ш
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўәғқңөұүһђјљњћџѓѕќҳҷӯӣҗҙҡҫӑ"
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u0060\u00b4\u201b\u2032\uff07"
_HYPHENS = "-\u2010\u2011"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))))
_FOLDED = {"ё": "е", "ѐ": "е", "ѝ": "и", "ı": "i", "ς": "σ", "ſ": "s"}
_LATIN_LIKE = "ABCEHIKMOPTXYSJaceiopxysjkmhəƏÁÉÓÝËÏáéóýëïաԱ"
_CYRILLIC_LIKE = "АВСЕНІКМОРТХУЅЈасеіорхуѕјкмһәӘАЕОУЁЇаеоуёїшШ"
_TO_CYRILLIC = dict(zip(_LATIN_LIKE, _CYRILLIC_LIKE, strict=True))
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
            folded[unit], classes[unit] = ord(letter), own.get(letter) or _shared_class(letter)
    for kind, sign, characters in ((_APOSTROPHE, "'", _APOSTROPHES), (_HYPHEN, "-", _HYPHENS), (_VANISH, " ", _INVISIBLE)):
        for character in characters:
            classes[ord(character)], folded[ord(character)] = kind, ord(sign)
    return _Tables(classes, folded)


def _shared_class(letter: str) -> int:
    """The class of a letter that has none of its own: one for rare Latin, one for rare Cyrillic letters, and those of other scripts."""
    script = unicodedata.name(letter, "")[:5]
    return {"LATIN": _RARE_LATIN, "CYRIL": _RARE_CYRILLIC}.get(script, _SHARED + ord(letter) % 64)


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
        before, behind = codes.take(joiners - 1), codes.take(joiners + 1)
        # a number is no part of the word before it: "riots-2022" is a headline's way to say "the riots of 2022"
        numbered = (before >= _LETTER) & (behind >= _WORD) & (behind < _ANY)
        codes[joiners[(before < _WORD) | (behind < _WORD) | numbered]] = _SPACE
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
        elif _ANY in other:
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
            if b" " not in piece and piece.find(_WILDCARD) == len(piece) - 1:
                open_ended.setdefault(b" " + piece[:-1], []).append(number)
            elif gap or _ANY in piece:
                parts = piece.split(b" ")
                anchor = parts.index(max(parts, key=_stem_length))
                groups.setdefault(_trigger(parts[anchor]), _Group()).add(_Check(number, parts, gap, anchor))
            else:
                plain.setdefault(b" " + piece + b" ", []).append(number)
            if _SHARED_CLASSES.search(piece):  # classes alone do not tell: the folded letters decide
                self._exact[number] = _folded_regex(forms[number], gap)
        patterns = list(dict.fromkeys((*plain, *open_ended, *groups)))
        self._owners = [(plain.get(pattern, ()), open_ended.get(pattern, ()), groups.get(pattern)) for pattern in patterns]
        self._machine = daachorse.DoubleArrayAhoCorasick(patterns) if patterns else None

    def find(self, encoded: Encoded) -> list[tuple[int, int, int]]:
        """All hits, overlapping ones too, as (raw start, raw end, form number), in order."""
        if self._machine is None:
            return []
        data, place, owners = encoded.data, encoded.index.item, self._owners
        found: list[tuple[int, int, int]] = []
        verified: set[tuple[int, int, int]] = set()
        for start, end, pattern in self._machine.find_overlapping(data):
            plain, open_ended, group = owners[pattern]
            if plain:
                # most texts have nothing invisible: then a lookup each is all, and this loop decides the speed
                first, last = encoded.raw(start, end) if encoded.marked else (place(start + 1) - 1, place(end - 2))
                found += [(first, last, number) for number in plain]
            if open_ended:
                first, last = encoded.raw(start, data.index(b" ", end) + 1)
                found += [(first, last, number) for number in open_ended]
            if group:
                verified.update(group.find(encoded, start))
        found.extend(verified)
        found.sort()
        if self._exact:
            found = [hit for hit in found if self._is_exact(encoded.text, hit)]
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
