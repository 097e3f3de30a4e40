"""Letter classes: for every character the one byte that it counts as, so that a scan of bytes sees letters and not their variants.

Letters map to one class each, whatever their case; apostrophes are one class, hyphens another; the rest is space.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Classes. The two highest bits tell the script, so that a Latin letter beside a Cyrillic one shows in one XOR.
VANISH, APOSTROPHE, HYPHEN, LINE, SPACE = 0x00, 0x02, 0x03, 0x0A, 0x20
WORD, ANY, LETTER, LATIN, CYRILLIC, SHARED = 0x30, 0x3F, 0x40, 0x40, 0x80, 0xC0
_RARE_LATIN, _RARE_CYRILLIC = 0x7F, 0xBF
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyząćęłńóśźżäöüßçğşéáíúýčěňřšůžåøèàêëïəա"  # the last is Armenian and looks like ш
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўәғқңөұүһђјљњћџѓѕќҳҷӯӣҗҙҡҫӑ"
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u0060\u00b4\u201b\u2032\uff07"
_HYPHENS = "-\u2010\u2011"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))))
_FOLDED = {"ё": "е", "ѐ": "е", "ѝ": "и", "ı": "i", "ς": "σ", "ſ": "s"}
_LATIN_LIKE = "ABCEHIKMOPTXYSJaceiopxysjkmhəƏÁÉÓÝËÏáéóýëïաԱ"
_CYRILLIC_LIKE = "АВСЕНІКМОРТХУЅЈасеіорхуѕјкмһәӘАЕОУЁЇаеоуёїшШ"
TO_CYRILLIC = dict(zip(_LATIN_LIKE, _CYRILLIC_LIKE, strict=True))
TO_LATIN = {cyrillic: latin for latin, cyrillic in zip("ABCEHIKMOPTXYaceiopxyjsh", "АВСЕНІКМОРТХУасеіорхујѕһ", strict=True)}


@dataclass(frozen=True)
class Tables:
    """For each UTF-16 code unit its class, and the unit it folds to."""

    classes: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint16]


@functools.cache
def tables() -> Tables:
    """The tables, made once a process: most of the plane is no letter, or ideographs that fold to themselves."""
    classes = np.full(0x10000, SPACE, np.uint8)
    folded = np.full(0x10000, 0x20, np.uint16)
    own = {letter: LATIN + n for n, letter in enumerate(_LATIN_LETTERS)}
    own |= {letter: CYRILLIC + n for n, letter in enumerate(_CYRILLIC_LETTERS)}
    own |= {str(digit): WORD + digit for digit in range(10)}
    for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4)):
        units = np.arange(first, last, dtype=np.uint16)
        folded[first:last], classes[first:last] = units, SHARED + units % 64
    for unit in (*range(0x30, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000)):
        character = chr(unit)
        if unicodedata.category(character)[0] == "M":
            classes[unit] = VANISH
        elif character.isalpha() or character.isdecimal():
            letter = _fold_letter(character)
            folded[unit], classes[unit] = ord(letter), own.get(letter) or _shared_class(letter)
    for kind, sign, characters in ((APOSTROPHE, "'", _APOSTROPHES), (HYPHEN, "-", _HYPHENS), (VANISH, " ", _INVISIBLE)):
        for character in characters:
            classes[ord(character)], folded[ord(character)] = kind, ord(sign)
    return Tables(classes, folded)


def _shared_class(letter: str) -> int:
    """The class of a letter that has none of its own: one for rare Latin, one for rare Cyrillic letters, and those of other scripts."""
    script = unicodedata.name(letter, "")[:5]
    return {"LATIN": _RARE_LATIN, "CYRIL": _RARE_CYRILLIC}.get(script, SHARED + ord(letter) % 64)


def _fold_letter(character: str) -> str:
    """The one letter or digit that stands for this one."""
    plain = unicodedata.normalize("NFKC", character)
    plain = plain if len(plain) == 1 and plain < "\U00010000" else character
    if plain.isdecimal():
        return str(unicodedata.decimal(plain))
    lower = plain.lower()
    lower = lower if len(lower) == 1 else unicodedata.normalize("NFD", lower)[0]
    return _FOLDED.get(lower, lower)
