"""Who is speaking: the words of the text that name the source, and the canonical speaker they stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from framing.voice.cues import WORD, Cue
from framing.voice.scene import Scene, name_stem

LONGEST_SOURCE = 8
_BREAK = re.compile(r"[,;:()\[\]—–«»„“”\"!?…\n]|\s-\s|\.\s")
_GAP_WORDS = 3
_NEIGHBOURS = 3
_SHORTEST_WORD = 4
_SHORTEST_SUBJECT = 3

Span = tuple[int, int]
_new = tuple.__new__  # a named tuple at half the price


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    anchor: bool
    stop: bool


def find_source(scene: Scene, start: int, end: int, *, near: str) -> Span | None:
    """The span that names a source in [start, end): its first group of names, titles and pronouns.

    `near` says on which side of the window the cue stands ("start", "end" or "" for nowhere): without any name or title the few
    words beside the cue are taken.
    """
    window = (start, end, near)
    if window not in scene.sources:
        seen: list[_Token] = []
        group = _first_group(scene, _tokens(scene, start, end), seen) or _name_in_marks(scene, start, end)
        scene.sources[window] = group if group is not None or not near else _beside(scene, seen, near)
    return scene.sources[window]


def _name_in_marks(scene: Scene, start: int, end: int) -> Span | None:
    """A name in quotation marks that begins in the window or right at its end: "according to «Meduza»"."""
    place = bisect_left(scene.quotations, start, key=lambda quotation: quotation.start)
    found = scene.quotations[place] if place < len(scene.quotations) else None
    if found is None or found.start > end or scene.kinds[found] != "name" or scene.text[start : found.start].strip(" \u00a0"):
        return None
    return found.inner


def _tokens(scene: Scene, start: int, end: int) -> Iterator[_Token]:
    """The words of the window with what they can be in a source, one by one: the first few mostly tell."""
    text, cues = scene.text, scene.cues
    roles = cues.between(start, end, "role", "pronoun")
    blocked = cues.between(start, end, "not_source", "complementizer", "clause_break", "negator", "hearsay", "so_called", "saying")
    sentence_start = scene.sentence_at(start)[0]
    mentions = scene.mentions_between(start, end)
    for match in WORD.finditer(text, start, end):
        word, at = match.group(), match.start()
        role = _is_inside(at, roles)
        stop = not role and _is_inside(at, blocked)
        anchor = role
        if word[0].isupper() and not role and not stop:
            first = at == sentence_start or (text[max(0, at - 1)] in '-–—"«„“' and at - sentence_start <= 2)
            anchor = _is_named(scene, match, end) if first else not any(a <= at < b for a, b in mentions)
        yield _new(_Token, (at, match.end(), word, anchor, stop))


def _is_inside(position: int, cues: Sequence[Cue]) -> bool:
    """True when one of the cues covers the position."""
    for cue in cues:  # noqa: SIM110 - `any` costs more than the none or two that there are
        if cue.start <= position < cue.end:
            return True
    return False


def _is_named(scene: Scene, first: re.Match[str], end: int) -> bool:
    """True when the first word of a sentence, whose capital says nothing, is a name or the subject of the verb behind it."""
    word = first.group()
    following = WORD.search(scene.text, first.end(), end)
    if following is None or following.group()[:1].isupper() or name_stem(word) in scene.names:
        return True
    return scene.voice.finite(following.group()) and len(word) >= _SHORTEST_SUBJECT


def _first_group(scene: Scene, tokens: Iterable[_Token], seen: list[_Token]) -> Span | None:
    """The first run of anchors with at most a few plain words between them, cut at eight words; `seen` takes what was looked at."""
    first = last = -1
    links = scene.voice.lexicon.clauses.links
    for index, token in enumerate(tokens):
        seen.append(token)
        if first < 0:
            first = last = index if token.anchor else -1
            continue
        far = index - first >= LONGEST_SOURCE or index - last > _GAP_WORDS
        behind = seen[index - 1].end
        together = token.start == behind + 1 and scene.text[behind] == " "  # so most words stand, and nothing can part them
        if far or token.stop or (not together and _BREAK.search(scene.text, behind, token.start + 1)):
            break
        if token.anchor:
            last = index
        elif len(token.word) <= 3 and token.word.casefold() not in links:
            break
    return (seen[first].start, seen[last].end) if first >= 0 else None


def _beside(scene: Scene, tokens: Sequence[_Token], near: str) -> Span | None:
    """The few words next to the cue, up to the first punctuation."""
    ordered = list(tokens) if near == "start" else list(reversed(tokens))
    taken: list[_Token] = []
    for token in ordered[: 2 * _NEIGHBOURS]:
        if not taken and (token.stop or len(token.word) <= 2 or token.word.isdigit()):
            continue
        if token.stop or token.word[0].isdigit() or len(taken) == _NEIGHBOURS:
            break
        if taken and _BREAK.search(scene.text, min(taken[-1].end, token.end), max(taken[-1].start, token.start)):
            break
        taken.append(token)
    if not any(len(token.word) >= _SHORTEST_WORD or token.word.isupper() for token in taken):
        return None
    return min(token.start for token in taken), max(token.end for token in taken)


def is_pronoun(scene: Scene, source: Span) -> bool:
    """True when the source is nothing but a pronoun."""
    return any(cue.start <= source[0] and source[1] <= cue.end for cue in scene.cues.between(source[0], source[1], "pronoun"))


def is_same_role(scene: Scene, source: Span, named: Span) -> bool:
    """True when the source is one common noun ("the minister") that the named speaker before bears as well."""
    words = WORD.findall(scene.text[source[0] : source[1]])
    if len(words) != 1 or not scene.cues.between(source[0], source[1], "role"):
        return False
    stem = words[0].casefold()[: max(4, len(words[0]) - 3)]
    others = WORD.findall(scene.text[named[0] : named[1]])
    return len(others) > 1 and any(word.casefold().startswith(stem) for word in others)


class Speakers:
    """The study's list of speakers: spellings in all languages to one canonical name and its group."""

    def __init__(self, speakers: Mapping[str, Mapping[str, object]] | None = None) -> None:
        self._patterns: list[tuple[re.Pattern[str], str, str]] = []
        for name, details in (speakers or {}).items():
            spellings = [name, *_as_list(details.get("spellings"))]
            alternatives = "|".join(_spelling(spelling) for spelling in spellings)
            pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
            self._patterns.append((pattern, name, str(details.get("group", ""))))

    def canonical(self, source: str | None) -> tuple[str | None, str | None]:
        """The canonical name and group of a source; (None, None) where no speaker fits. The longest spelling that fits wins."""
        best: tuple[int, str, str] | None = None
        for pattern, name, group in self._patterns if source else ():
            hit = pattern.search(source or "")
            if hit and (best is None or hit.end() - hit.start() > best[0]):
                best = (hit.end() - hit.start(), name, group)
        return (best[1], best[2] or None) if best else (None, None)


def _as_list(value: object) -> list[str]:
    """The value as a list of strings."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def _spelling(spelling: str) -> str:
    """A regular expression for a spelling and its inflected forms: each longer word may end otherwise by a few letters."""
    parts = []
    for word in spelling.split():
        if word.isupper() or len(word) <= 3:
            parts.append(re.escape(word))
        else:
            parts.append(re.escape(word[:-1] if word[-1] in "аяоеєїійьыуюиaeiouy" else word) + r"\w{0,4}")
    return r"\W+".join(parts)
