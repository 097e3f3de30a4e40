"""What attribution rules share: the record they give, and the bounds of clauses around a cue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from framing.voice.cues import Cue
from framing.voice.scene import Scene
from framing.voice.source import Span, find_source

AttributionKind = Literal["saying", "according", "calling", "accusing", "asking", "hearsay", "headline", "label", "dash", "evidential"]

# the kinds of cues that give somebody the word
SPEAKING = ("saying", "saying_noun", "according", "calling", "accusing", "asking", "hearsay")
# how far a source may stand from its verb, in characters; a limit keeps the work linear in texts without full stops
REACH = 400
_CLAUSE_END = re.compile(r"[;]|\.\s*$")
_CLAUSE_MARK = re.compile(r"[,;:]|\s[-–—](?=\s)")
_BOUNDARY = re.compile(r"[,;:()—–«»„“”\"!?…]|\s-\s|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source given the word: the spans of its content, source and cue; `direct` for direct speech without marks."""

    kind: AttributionKind
    cue: Span | None
    contents: tuple[Span, ...]
    source: Span | None
    label: str
    direct: bool = False

    def covers(self, start: int, end: int) -> bool:
        """True when the span lies in the content."""
        return any(a <= start and end <= b for a, b in self.contents)

    def width(self, position: int) -> int:
        """How long the content around a position is; more than any text where there is none."""
        return min((b - a for a, b in self.contents if a <= position < b), default=1 << 40)


def label_of(scene: Scene, cue: Cue) -> str:
    """How `because` names the cue."""
    return f"{cue.kind}: {scene.text[cue.start : cue.end]}"


def subject_of(scene: Scene, sentence: Span, cue: Cue, limit: int) -> Span | None:
    """The source of a verb: the subject before it in its clause, else behind it, else earlier in the sentence."""
    start = clause_start(scene, sentence, cue.start)
    behind = min(limit, next_boundary(scene.text, cue.end, min(sentence[1], cue.end + REACH)))
    return (
        find_source(scene, start, cue.start, near="") or find_source(scene, cue.end, behind, near="") or source_before(scene, sentence, cue)
    )


def source_before(scene: Scene, sentence: Span, cue: Cue) -> Span | None:
    """The source before a verb, in its clause or earlier in the sentence."""
    start = clause_start(scene, sentence, cue.start)
    return (
        find_source(scene, start, cue.start, near="")
        or find_source(scene, max(sentence[0], start - REACH), start, near="")
        or find_source(scene, start, cue.start, near="end")
    )


def clause_start(scene: Scene, sentence: Span, position: int) -> int:
    """Where the clause around a position starts: behind the last comma, semicolon, dash or clause break."""
    text, start = scene.text, max(sentence[0], position - REACH)
    marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text, start, position)]
    breaks = [cue.end for cue in scene.cues.between(start, position, "clause_break")]
    return max([start, *marks[-1:], *breaks[-1:]])


def clause_end(scene: Scene, position: int, sentence_end: int) -> int:
    """Where the content that starts at a position ends: a semicolon, a trailing attribution's dash, or the sentence."""
    match = _CLAUSE_END.search(scene.text, position, sentence_end)
    return match.start() if match else sentence_end


def next_boundary(text: str, position: int, limit: int) -> int:
    """The next comma, colon, semicolon, bracket, dash or quotation mark."""
    match = _BOUNDARY.search(text, position, limit)
    return match.start() if match else limit
