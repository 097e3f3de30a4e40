"""Quotation marks read as spans: nested, damaged and unclosed ones, each fault kept inside its own paragraph.

Whether a mark opens or closes is read from the blanks around it, not from its shape: the same character stands on both sides in
some newsrooms, and “ opens in English but closes in Bulgarian. Shapes only decide where the blanks do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

QuotationKind = Literal["speech", "phrase", "name"]

_OPENING = "«„‹「『“‘‚‟"
_CLOSING = "»”’›」』“‘"
_SINGLE = "'‘’‚‹›`´"
_MARK = re.compile(r"""["'«»„“”‟‘’‚‹›「」『』]|``|''""")
_WORD = re.compile(r"\w[\w'’\-]*")
_OPENS_AFTER = set(" \t\u00a0\n\r([{—–-:;/,|>") | set(_OPENING) | {'"'}
_CLOSES_BEFORE = set(" \t\u00a0\n\r)]}—–-:;/,.!?…|<") | set('»”’›」』“"')
# past this depth further opening marks are damage, and treating them as text keeps the work linear
_DEEPEST = 8
_MISSING_OPENING_WORDS = 5


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between marks: [start, end) with the marks, `inner` without them; `depth` 0 is outermost."""

    start: int
    end: int
    inner: tuple[int, int]
    depth: int
    closed: bool = True

    def holds(self, start: int, end: int) -> bool:
        """True when the span lies inside, marks included."""
        return self.start <= start and end <= self.end


def find_quotations(text: str, paragraphs: Iterable[tuple[int, int]], sentence_end: Callable[[int], int]) -> list[Quotation]:
    """All quotations of the paragraphs, in order of start, outer before inner.

    `sentence_end(position)` gives the end of the sentence at a position: an opening mark without its closing one reaches that far.
    """
    found: list[Quotation] = []
    spans = list(paragraphs)
    for number, (start, end) in enumerate(spans):
        following = text[spans[number + 1][0]] if number + 1 < len(spans) else ""
        found.extend(_paragraph(text, start, end, carried_on=_goes_on(following), sentence_end=sentence_end))
    return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))


def _goes_on(first_character: str) -> bool:
    """True when a next paragraph that starts with this character carries an unclosed quotation on."""
    return first_character in _OPENING or first_character == '"' if first_character else False


def _paragraph(text: str, start: int, end: int, *, carried_on: bool, sentence_end: Callable[[int], int]) -> list[Quotation]:
    """The quotations of one paragraph; marks that find no partner are mended or given up."""
    stack: list[tuple[int, int, str]] = []
    found: list[Quotation] = []
    for mark in _MARK.finditer(text, start, end):
        role = _role(text, mark.start(), mark.end(), start, end, stack)
        if role == "open":
            if len(stack) < _DEEPEST:
                stack.append((mark.start(), mark.end(), mark.group()))
        elif role == "close":
            level = _partner(stack, mark.group())
            if level is not None:
                del stack[level + 1 :]
                opened, inner, _ = stack.pop()
                found.append(Quotation(opened, mark.end(), (inner, mark.start()), len(stack)))
            elif (member := _list_member(text, start, mark.start(), found)) is not None:
                found.append(Quotation(member, mark.end(), (member, mark.start()), len(stack)))
    for level, (opened, inner, character) in enumerate(stack):
        if character in _SINGLE:
            continue
        closing = _mended_end(text, (start, end), opened, found, carried_on=carried_on, sentence_end=sentence_end)
        if closing > inner:
            found.append(Quotation(opened, closing, (inner, closing), level, closed=False))
    return found


def _role(text: str, at: int, after: int, start: int, end: int, stack: Sequence[tuple[int, int, str]]) -> str:
    """ "open", "close" or "" (an apostrophe) for the mark at [at, after)."""
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    character = text[at]
    if character in _SINGLE and after - at == 1:
        if before.isalnum() and behind.isalnum():
            return ""
        if before.isalnum() and not any(opened[2] in _SINGLE for opened in stack):
            return ""
    can_open = before in _OPENS_AFTER and not behind.isspace() and after < end
    can_close = not before.isspace() and at > start and behind in _CLOSES_BEFORE
    if can_open and can_close:
        partner = _partner(stack, character)
        if character in "»”’›」』":
            return "close"
        return "close" if partner is not None and character not in "«„‹「『" else "open"
    if can_open:
        return "open"
    if can_close:
        return "close"
    if character in "«„‹「『":
        return "open"
    if character in "»›」』":
        return "close"
    return "close" if _partner(stack, character) is not None else ("open" if behind.isalnum() and not before.isalnum() else "")


def _partner(stack: Sequence[tuple[int, int, str]], closing: str) -> int | None:
    """The level of the opening mark that this closing mark ends: the same family first, then any of the same size."""
    single = closing in _SINGLE and closing not in "‹›"
    for level in range(len(stack) - 1, -1, -1):
        opening = stack[level][2]
        if (opening in _SINGLE and opening not in "‹›") == single:
            return level
    return None


def _list_member(text: str, start: int, closing: int, found: Sequence[Quotation]) -> int | None:
    """Where a list member without its opening mark begins: after the last comma, if that is a few words back and behind a quotation."""
    if not found:
        return None
    comma = text.rfind(",", max(start, found[-1].end), closing)
    if comma < 0:
        return None
    words = _WORD.findall(text, comma, closing)
    first = re.compile(r"\w").search(text, comma, closing)
    return first.start() if first and len(words) <= _MISSING_OPENING_WORDS else None


def _mended_end(
    text: str,
    paragraph: tuple[int, int],
    opened: int,
    found: Sequence[Quotation],
    *,
    carried_on: bool,
    sentence_end: Callable[[int], int],
) -> int:
    """Where a quotation without its closing mark ends.

    One mark that closes two levels ends both; speech that opens its paragraph goes on to the paragraph's end where the next one opens
    with a mark again or nothing closes it; anything else ends with its sentence.
    """
    inside = [quotation for quotation in found if quotation.start > opened]
    if inside:
        last = max(inside, key=lambda quotation: quotation.end)
        tail = text[last.end : last.end + 4].lstrip(" \u00a0,")
        if not tail or tail[0] in ".–—-\n":
            return last.end
    starts_paragraph = not text[paragraph[0] : opened].strip(" -–—")
    if starts_paragraph and (carried_on or not inside):
        return paragraph[1]
    return min(sentence_end(opened), paragraph[1])


def kind_of(
    text: str, quotation: Quotation, *, has_finite_verb: bool, named: bool, speech_position: bool, carries_on: bool = False
) -> QuotationKind:
    """What the marks do: "speech" (a clause or more), "phrase" (the outlet keeps away from the words) or "name".

    `named`: a noun before the marks says that a name follows; `speech_position`: a colon or a verb of saying stands beside;
    `carries_on`: the second half of an interrupted quotation.
    """
    inner = text[quotation.inner[0] : quotation.inner[1]].strip()
    words = _WORD.findall(inner)
    if named and not speech_position:
        return "name"
    if (has_finite_verb and len(words) > 1) or carries_on:
        return "speech"
    if len(words) >= 13:
        return "speech"
    if speech_position and inner.endswith(",") and len(words) > 1:
        return "speech"
    ends_like_sentence = inner[-1:] in ".!?…"
    if inner[:1].isupper() and ((len(words) >= 4 and ends_like_sentence) or (len(words) >= 3 and speech_position)):
        return "speech"
    return "phrase"
