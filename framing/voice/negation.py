"""Does the text deny the category? Negators with direction and reach, decoys, lexical denial, and "X, not Y"."""

from __future__ import annotations

import re

from framing.voice.cues import WORD, Cue, words_between
from framing.voice.scene import Scene
from framing.voice.source import Span

_DEFAULT_WITHIN = {"negator": 3, "denial": 4, "contrast": 4}
# no cue reaches further, in characters; a limit keeps the work linear in texts without full stops
_REACH = 200
_BARE_PARTICLE = 3
_SHORT_WORD_BEFORE = re.compile(r"(?<!\w)\w{1,2}[ \u00a0]$")
_STOPS = ",;:()—–?!"


def negation_of(scene: Scene, mention: Span, sentence: Span) -> str | None:
    """The words that deny a mention, or None. The nearest cue decides; decoys are cues of their own that deny nothing."""
    nearest: tuple[int, str] | None = None
    start, end = max(sentence[0], mention[0] - _REACH), min(sentence[1], mention[1] + _REACH)
    for cue in scene.cues.between(start, end, "negator", "denial", "contrast"):
        distance = _distance(scene, cue, mention, sentence[0])
        if distance is not None and (nearest is None or distance < nearest[0]):
            nearest = (distance, scene.text[cue.start : cue.end])
    return nearest[1] if nearest else None


def _distance(scene: Scene, cue: Cue, mention: Span, sentence_start: int) -> int | None:
    """How many words lie between a cue and the mention it denies; None where it does not reach."""
    within = cue.within or _DEFAULT_WITHIN[cue.kind]
    reach = cue.reach or "forward"
    if cue.start <= mention[0] and mention[1] <= cue.end:
        return 0
    if cue.end <= mention[0] and reach in ("forward", "both"):
        gap = (cue.end, mention[0])
    elif cue.start >= mention[1] and reach in ("backward", "both"):
        # "the protesters have no headquarters": what a short preposition governs is not what is missing
        if reach == "both" and _SHORT_WORD_BEFORE.search(scene.text[max(sentence_start, mention[0] - 8) : mention[0]]):
            return None
        if scene.mentions_between(mention[1], cue.start):
            return None
        gap = (mention[1], cue.start)
    else:
        return None
    distance = words_between(scene.text, *gap)
    if distance >= within or any(stop in scene.text[gap[0] : gap[1]] for stop in _STOPS):
        return None
    if scene.cues.between(*gap, "clause_break", "complementizer", "negation_decoy"):
        return None
    # "X must not be called Y" denies Y; where the label has a case of its own, X is known by not having it
    labels = scene.voice.lexicon.clauses.label_endings
    if labels and cue.kind == "negator" and scene.voice.calls(scene.text[cue.start : cue.end]):
        head = WORD.match(scene.text, mention[0], mention[1])
        if head is None or not head.group().casefold().endswith(labels):
            return None
    # "did not want to shoot": a verb between takes a bare particle for itself; longer negators know their own reach
    bare = cue.kind == "negator" and cue.end - cue.start <= _BARE_PARTICLE
    if bare and cue.end <= mention[0] and scene.voice.finite.any_in(scene.text, *gap):
        return None
    return distance
