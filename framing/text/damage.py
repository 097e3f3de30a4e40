"""Damage of letters that a researcher should know of; the raw text stays as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SUSPECT = re.compile(
    r"[ÐÑÃÂ][\x80-\xbf\u2000-\u203a\u0152-\u0192]|[РС][\u0080-\u00bf\u0402-\u045f\u2018-\u203a]|[\u00c0-\u00ff]{4}|вЂ|Â«|Ã"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HIGH_LATIN = re.compile(r"[\u00c0-\u00ff]")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{3,}")
_MIXED = re.compile(r"\b(?=\w*[А-яЁёІіЇїЄєҐґ])(?=\w*[A-Za-z\u0531-\u0587])[^\W\d_]{3,}\b")
_LOOK_ALIKE = frozenset("aceiopxyABCEHIKMOPTXknumwՏտղՇшʼ")
_GARBLED = re.compile(r"[\u00c0-\u00ff]{4}|(?<![^\W\d_])[а-яё][А-ЯЁ]{3}")
_SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage with an example, and how often it occurs; `code` is that of the note to the user."""

    code: str
    message: str
    count: int = 1


def text_damage(text: str) -> list[Damage]:
    """What is damaged in the text: letters read in a wrong encoding, look-alikes, invisible or replaced characters."""
    return list(_damages(text))


def _damages(text: str) -> Iterator[Damage]:
    """The damages one by one."""
    repaired = repaired_mojibake(text[:_SAMPLE])
    if repaired is not None:
        first = next((line for line in repaired.splitlines() if line.strip()), "")
        yield Damage("mojibake", f"letters read in a wrong encoding; it should begin {first[:60]!r}")
    mixed = [word for word in _MIXED.findall(text) if _holds_look_alike(word)]
    if mixed:
        yield Damage("look-alike-letters", f"letters of another alphabet inside words such as {mixed[0]!r}", len(mixed))
    if count := text.count("\xad") + text.count("\u200b") + text.count("\u2060"):
        yield Damage("invisible-characters", "soft hyphens or zero-width spaces inside the text", count)
    if count := text.count("\ufffd"):
        yield Damage("letters-lost", "letters that were lost when the file was written", count)


def _holds_look_alike(word: str) -> bool:
    """Whether a word mixes alphabets by one or two letters that look alike, and not as "IT-шник" or "covid" stems do."""
    foreign = [letter for letter in word if not _CYRILLIC.match(letter)]
    return len(foreign) <= max(1, len(word) // 3) and all(letter in _LOOK_ALIKE for letter in foreign)


def repaired_mojibake(text: str) -> str | None:
    """The text as it was meant, where it is surely mojibake (UTF-8 or Cyrillic bytes read as another encoding), else None."""
    swapped = _as_swapped_cyrillic(text)
    if swapped is not None:
        return swapped
    suspects = len(_SUSPECT.findall(text))
    if suspects < 3 or suspects * 12 < len(text):
        return None
    whole = _as_single_byte(text)
    if whole is not None:
        return whole
    import ftfy

    fixed = ftfy.fix_encoding(text)
    return fixed if fixed != text and len(_SUSPECT.findall(fixed)) * 10 < suspects else None


def legible(text: str) -> str:
    """The text to match in: repaired letter by letter where it is surely mojibake of one byte a letter, else the text itself.

    Its length is that of the text, so that every offset holds in both.
    """
    if not _GARBLED.search(text, 0, _SAMPLE):
        return text
    repaired = repaired_mojibake(text)
    return repaired if repaired is not None and len(repaired) == len(text) else text


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
