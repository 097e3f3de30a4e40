"""Damage of letters that a researcher should know of; the raw text stays as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from framing.text.legible import legible

_SUSPECT = re.compile(
    r"[ÐÑÃÂØÙ][\x80-\xbf\u2000-\u203a\u0152-\u0192]|[РСШЩ][\u0080-\u00bf\u0402-\u045f\u2018-\u203a]|[\u00c0-\u00ff]{4}|вЂ|Â«|Ã"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_MIXED = re.compile(r"\b(?=\w*[А-яЁёІіЇїЄєҐґ])(?=\w*[A-Za-z\u0531-\u0587])[^\W\d_]{3,}\b")
_LOOK_ALIKE = frozenset("aceiopxyABCEHIKMOPTXknumwՏտղՇшʼ")
# damage shows in the first paragraphs, and looking through whole articles would cost as much as coding them
_SAMPLE = 1_500
MOJIBAKE_REPAIRED = "letters read in a wrong encoding, repaired for coding; places are those of the raw text"


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
    if legible(text).text != text:
        yield Damage("mojibake", MOJIBAKE_REPAIRED)
    elif (meant := _mended(text[:_SAMPLE])) is not None:
        first = next((line for line in meant.splitlines() if line.strip()), "")
        yield Damage("mojibake", f"letters read in a wrong encoding, coded as they stand; it should begin {first[:60]!r}")
    text = text[:_SAMPLE]
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


def _mended(text: str) -> str | None:
    """The text as ftfy would mend it, where it looks damaged; ftfy does not say where letters stood, so that it cannot be coded in."""
    suspects = len(_SUSPECT.findall(text))
    if suspects < 3 or suspects * 12 < len(text):
        return None
    import ftfy

    fixed = ftfy.fix_encoding(text)
    return fixed if fixed != text and len(_SUSPECT.findall(fixed)) * 10 < suspects else None
