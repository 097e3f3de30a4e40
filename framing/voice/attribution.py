"""Who is given the word where: attributions, each with the stretches of text that are its content and the words that name its source.

The rules read the kinds of cues that a voice file lists; nothing here knows a language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from framing.voice.clauses import (
    REACH,
    SPEAKING,
    Attribution,
    AttributionKind,
    clause_end,
    clause_start,
    label_of,
    next_boundary,
    source_before,
    subject_of,
)
from framing.voice.cues import WORD, Cue, words_between
from framing.voice.saying import demanded_clause, read_saying, read_saying_noun
from framing.voice.scene import Scene
from framing.voice.source import Span, find_source

_JOINED = re.compile(r",\s+(\w+)")
# a sentence with more is a list or damage
_MOST_ATTRIBUTIONS = 20


def read_attributions(scene: Scene, sentence: Span) -> list[Attribution]:
    """All attributions of one sentence, in order of their cues."""
    found: list[Attribution] = []
    cues = scene.open_cues(*sentence, *SPEAKING)
    for cue in cues[:_MOST_ATTRIBUTIONS]:
        attribution = _RULES[cue.kind](scene, sentence, cue)
        if attribution is not None:
            found.append(attribution)
    if not any(attribution.contents for attribution in found):
        found.extend(_evidential(scene, sentence))
    return [_cut(attribution, found) for attribution in found]


def _cut(attribution: Attribution, others: Sequence[Attribution]) -> Attribution:
    """The attribution without what lies behind the verb of one that trails it: "X demands …, the agency says"."""
    cue = attribution.cue if attribution.kind in ("saying", "asking", "accusing", "calling") else None
    trailing = [
        other.cue[0]
        for other in others
        if cue and other.cue and other.cue[0] > cue[1] and other.kind in ("saying", "according") and other.covers(*cue)
    ]
    if not trailing:
        return attribution
    limit = min(trailing)
    contents = tuple((start, min(end, limit)) for start, end in attribution.contents if start < limit)
    return replace(attribution, contents=contents)


def _evidential(scene: Scene, sentence: Span) -> list[Attribution]:
    """Clauses whose verb form alone marks hearsay: an evidential form with no form of "to be" beside it, which would make it a perfect."""
    is_evidential = scene.voice.evidential
    if not is_evidential:
        return []
    auxiliaries = scene.voice.lexicon.clauses.auxiliaries
    words = list(WORD.finditer(scene.text, sentence[0], min(sentence[1], sentence[0] + 5 * REACH)))
    found = []
    for number, word in enumerate(words):
        if not is_evidential(word.group()) or scene.quoted_at(word.start()) is not None:
            continue
        beside = words[max(0, number - 3) : number] + words[number + 1 : number + 3]
        if any(other.group().casefold() in auxiliaries for other in beside):
            continue
        label = f"evidential form: {word.group()}"
        found.append(Attribution("evidential", word.span(), (sentence,), None, label))
        break
    return found


def _according(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "according to X": content is the rest of the sentence, on both sides."""
    text = scene.text
    if cue.source == "before":
        source = find_source(scene, max(sentence[0], cue.start - 90), cue.start, near="end")
        phrase = (source[0] if source else cue.start, cue.end)
    elif cue.source == "none":
        source, phrase = (cue.start, cue.end), (cue.start, cue.end)
    else:
        close = next_boundary(text, cue.end, min(sentence[1], cue.end + REACH))
        # "according to official data": where nobody is named the phrase itself is all there is of a source
        source = find_source(scene, cue.end, close, near="start") or (cue.start, cue.end)
        phrase = (cue.start, source[1])
    # put into a later clause ("…, and the city, he says, is calm") it attributes that clause only
    breaks = scene.cues.between(sentence[0], phrase[0], "clause_break")
    start = breaks[-1].start if breaks else sentence[0]
    contents = tuple(span for span in ((start, phrase[0]), (phrase[1], sentence[1])) if words_between(text, *span))
    return Attribution("according", (cue.start, cue.end), contents, source, label_of(scene, cue)) if contents else None


def _calling(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "X called Y Z": the labels are the source's words, the thing that is called is the outlet's."""
    text, clauses = scene.text, scene.voice.lexicon.clauses
    end = clause_end(scene, cue.end, sentence[1])
    window = (sentence[0], cue.start) if clauses.content == "before" else (cue.end, end)
    inside = scene.mentions_between(*window)
    labels = _labels(scene, inside, cue, window)
    source = subject_of(scene, sentence, cue, end)
    passive_label = not inside and clauses.content != "before"
    if passive_label:
        return Attribution("calling", (cue.start, cue.end), ((cue.end, end),), source, label_of(scene, cue))
    return Attribution("calling", (cue.start, cue.end), tuple(labels), source, f"calling: {text[cue.start : cue.end]}")


def _labels(scene: Scene, inside: list[Span], cue: Cue, window: Span) -> list[Span]:
    """Which mentions beside a verb of calling are labels, and which is the thing that is called."""
    text, clauses = scene.text, scene.voice.lexicon.clauses
    if clauses.content == "before":
        return [mention for mention in inside[-1:] if words_between(text, mention[1], cue.start) <= 1]
    if clauses.label_endings:
        marked = [
            mention
            for mention in inside
            if any(word.casefold().endswith(clauses.label_endings) for word in WORD.findall(text[mention[0] : mention[1]])[:2])
        ]
        if marked:
            return marked
    marker = next((match for match in WORD.finditer(text, *window) if match.group().casefold() in clauses.label_markers), None)
    if marker is not None:
        return [mention for mention in inside if mention[0] >= marker.end()]
    return inside[1:] if len(inside) > 1 else [mention for mention in inside if not WORD.match(text[mention[1] :].lstrip(" \"”»’'“„«‘"))]


def _forward(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """Accusing and asking: what is asked for or laid to someone's charge, to the end of the clause."""
    kind: AttributionKind = "accusing" if cue.kind == "accusing" else "asking"
    if kind == "asking" and (said := demanded_clause(scene, sentence, cue)) is not None:
        return said
    if scene.voice.lexicon.clauses.content == "before":
        source = find_source(scene, sentence[0], min(cue.start, sentence[0] + REACH), near="")
        if source is None:
            return None
        start = source[1] if words_between(scene.text, sentence[0], source[0]) <= 3 else sentence[0]
        # of "they came to the square and demanded reforms" only the demand is theirs
        clause = clause_start(scene, sentence, cue.start)
        start = max(start, clause) if words_between(scene.text, clause, cue.start) else start
        return Attribution(kind, (cue.start, cue.end), ((start, cue.start),), source, label_of(scene, cue))
    inverted = _inverted_source(scene, sentence, cue)
    if inverted is not None:
        return Attribution(kind, (cue.start, cue.end), ((sentence[0], cue.end),), inverted, label_of(scene, cue))
    # the verb belongs to the content: "asked for help" is one mention
    end = _charge_end(scene, cue.end, sentence[1]) if kind == "accusing" else _request_end(scene, cue.end, sentence[1])
    return Attribution(kind, (cue.start, cue.end), ((cue.start, end),), source_before(scene, sentence, cue), label_of(scene, cue))


def _inverted_source(scene: Scene, sentence: Span, cue: Cue) -> Span | None:
    """The source of "to punish the rioters promised the president": verb and subject end the sentence, the content stands before."""
    source = find_source(scene, cue.end, min(sentence[1], cue.end + REACH), near="")
    if source is None or WORD.search(scene.text, cue.end, source[0]) or WORD.search(scene.text, source[1], sentence[1]):
        return None
    return source if words_between(scene.text, max(sentence[0], cue.start - REACH), cue.start) >= 2 else None


def _request_end(scene: Scene, position: int, sentence_end: int) -> int:
    """Where a request or promise ends: where another clause begins ("promised reforms, but the protesters stayed", "…, and they left")."""
    breaking = scene.cues.first(position, sentence_end, "clause_break")
    joined = next(
        (comma.start() for comma in _JOINED.finditer(scene.text, position, sentence_end) if comma[1] in scene.voice.lexicon.clauses.joins),
        sentence_end,
    )
    return min(clause_end(scene, position, sentence_end), breaking.start if breaking else sentence_end, joined)


def _charge_end(scene: Scene, position: int, sentence_end: int) -> int:
    """Where a charge ends: at the first comma, unless a clause of its content follows."""
    comma = scene.text.find(",", position, sentence_end)
    if comma < 0 or scene.cues.first(comma, min(comma + 30, sentence_end), "complementizer"):
        return clause_end(scene, position, sentence_end)
    return comma


def _hearsay(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """A hearsay particle: its clause is somebody else's word."""
    text = scene.text
    start = max((text.rfind(mark, sentence[0], cue.start) for mark in ",;:—–"), default=-1)
    end = min((at for at in (text.find(mark, cue.end, sentence[1]) for mark in ",;") if at >= 0), default=sentence[1])
    content = (max(sentence[0], start), end)
    return Attribution("hearsay", (cue.start, cue.end), (content,), None, label_of(scene, cue))


_RULES = {
    "saying": read_saying,
    "saying_noun": read_saying_noun,
    "according": _according,
    "calling": _calling,
    "accusing": _forward,
    "asking": _forward,
    "hearsay": _hearsay,
}
