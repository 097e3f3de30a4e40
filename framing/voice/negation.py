"""Does the text deny the category? Negators with direction and reach, decoys, lexical denial, and "X, not Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.voice.clauses import Attribution
from framing.voice.cues import WORD, Cue, words_between
from framing.voice.scene import Scene
from framing.voice.source import Span

_DEFAULT_WITHIN = {"negator": 3, "denial": 4, "contrast": 4}
_DENIED_BEHIND = 14
_DOUBLE = 2
# no cue reaches further, in characters; a limit keeps the work linear in texts without full stops
_REACH = 200
_BARE_PARTICLE = 3
_SHORT_WORD_BEFORE = re.compile(r"(?<!\w)\w{1,2}[ \u00a0]$")
_STOPS = ",;:()—–?!"


def negation_of(scene: Scene, mention: Span, sentence: Span, attributions: Sequence[Attribution] = ()) -> str | None:
    """The words that deny a mention, or None. The nearest cue decides; decoys are cues of their own that deny nothing.

    A verb of denial denies the whole clause it takes ("denies that …"), a denial beside a verb of calling its labels only.
    """
    nearest: tuple[int, str] | None = None
    start, end = max(sentence[0], mention[0] - _REACH), min(sentence[1], mention[1] + _REACH)
    for cue in scene.cues.between(start, end, "negator", "denial", "contrast"):
        distance = _distance(scene, cue, mention, sentence, attributions)
        if distance is not None and (nearest is None or distance < nearest[0]):
            nearest = (distance, scene.text[cue.start : cue.end])
    return nearest[1] if nearest else None


def _distance(scene: Scene, cue: Cue, mention: Span, sentence: Span, attributions: Sequence[Attribution]) -> int | None:
    """How many words lie between a cue and the mention it denies; None where it does not reach."""
    if cue.kind == "denial":
        decided = _denied_by_verb(scene, cue, mention, attributions)
        if decided is not None:
            return 0 if decided else None
    if cue.kind == "negator" and scene.text[sentence[0] : sentence[1]].rstrip("\"'»”“’ ").endswith("?"):
        # "isn't this an occupation?" claims what it asks
        return None
    if cue.start <= mention[0] and mention[1] <= cue.end:
        return 0
    if cue.end <= mention[0] and cue.reach != "backward":
        return _forward(scene, cue, mention)
    if cue.start >= mention[1] and cue.reach in ("backward", "both", "label"):
        return _backward(scene, cue, mention, sentence)
    return None


def _denied_by_verb(scene: Scene, cue: Cue, mention: Span, attributions: Sequence[Attribution]) -> bool | None:
    """Whether a denial that is a verb of saying, or stands at a verb of calling, denies the mention; None where it is neither."""
    for attribution in attributions:
        if attribution.cue is None:
            continue
        verb = attribution.cue
        overlaps = cue.start < verb[1] and verb[0] < cue.end
        if overlaps and attribution.kind == "saying" and attribution.covers(*mention):
            # "nobody denies that …"
            return not scene.cues.between(max(0, cue.start - 30), cue.start, "negator")
        beside = verb[0] - cue.end >= 0 and words_between(scene.text, cue.end, verb[0]) <= 1
        if attribution.kind == "calling" and (beside or overlaps):
            return attribution.covers(*mention)
    return None


def _forward(scene: Scene, cue: Cue, mention: Span) -> int | None:
    """The distance to a mention behind the cue; None where something takes the negation up before it."""
    gap = (cue.end, mention[0])
    distance = words_between(scene.text, *gap)
    if distance >= (cue.within or _DEFAULT_WITHIN[cue.kind]) or _is_stopped(scene, gap):
        return None
    # "X must not be called Y" denies Y; where the label has a case of its own, X is known by not having it
    labels = scene.voice.lexicon.clauses.label_endings
    if labels and cue.kind == "negator" and scene.voice.calls(scene.text[cue.start : cue.end]) and not _in_case(scene, mention, labels):
        return None
    # "did not want to shoot": a verb between takes a bare particle for itself; longer negators know their own reach
    bare = cue.kind == "negator" and cue.end - cue.start <= _BARE_PARTICLE
    return None if bare and scene.voice.finite.any_in(scene.text, *gap) else distance


def _backward(scene: Scene, cue: Cue, mention: Span, sentence: Span) -> int | None:
    """The distance to a mention before the cue."""
    gap = (mention[1], cue.start)
    distance = words_between(scene.text, *gap)
    if cue.kind == "denial":
        # "the tale of mercenaries, told for weeks, turned out to be a myth"
        return distance if distance < (cue.within or _DENIED_BEHIND) else None
    if distance >= (cue.within or _DEFAULT_WITHIN[cue.kind]) or scene.mentions_between(*gap) or _is_stopped(scene, gap):
        return None
    # "the protesters have no headquarters": what a short preposition governs is not what is missing
    before = scene.text[max(sentence[0], mention[0] - 8) : mention[0]]
    if cue.reach != "backward" and _SHORT_WORD_BEFORE.search(before):
        return None
    if cue.reach == "label":
        labels = scene.voice.lexicon.clauses.label_endings
        fits = _in_case(scene, mention, labels) if labels else not scene.text[cue.end : sentence[1]].lstrip()[:1].isalnum()
        return distance if fits else None
    return distance


def _is_stopped(scene: Scene, gap: Span) -> bool:
    """True where punctuation, another clause or a decoy stands between."""
    if any(stop in scene.text[gap[0] : gap[1]] for stop in _STOPS):
        return True
    return bool(scene.cues.between(*gap, "clause_break", "complementizer", "negation_decoy"))


def _in_case(scene: Scene, mention: Span, endings: tuple[str, ...]) -> bool:
    """True when one of the mention's first words has such an ending."""
    return any(word.casefold().endswith(endings) for word in WORD.findall(scene.text[mention[0] : mention[1]])[:2])
