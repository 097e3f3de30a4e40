"""Attribution by layout: "Name: …" and "… – Name" headlines, labels before speech, and speech led by a dash."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from framing.voice.clauses import SPEAKING, Attribution
from framing.voice.cues import WORD, words_between
from framing.voice.quotes import Quotation
from framing.voice.scene import Scene
from framing.voice.source import LONGEST_SOURCE, Span, find_source

_END_LABEL = re.compile(r"(?:\s[-–—]\s|\s\|\s)([^–—|!?\"»”]{2,80}?)[.!?]?\s*$")
_SHORTEST_NAME = 4
_INSET = re.compile(r"[,!?….»”\"]\s*[-–—]\s")
_INSET_END = re.compile(r"[.,!?:]\s*[-–—]\s|[.!?](?:\s|$)|$|\n")
_INSET_REACH = 60
_DASH_START = re.compile(r"[-–—]\s")


def layout_attributions(scene: Scene, sentence: Span, *, headline: bool) -> list[Attribution]:
    """What the layout of a sentence attributes: at most one label in front and, in headlines, one behind."""
    found = [speech_label(scene, sentence), _colon_label(scene, sentence), _label_behind_quotation(scene, sentence)]
    if headline:
        found.append(_end_label(scene, sentence))
    return [attribution for attribution in found if attribution is not None]


@lru_cache(maxsize=256)
def _folded(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels without case."""
    return tuple(label.casefold() for label in labels)


@lru_cache(maxsize=256)
def _any_of(openers: tuple[str, ...]) -> re.Pattern[str]:
    """An expression for the first of the openers that fits, as whole words; for none it finds nothing."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, openers))})\b" if openers else r"(?!)")


def holds_label(scene: Scene) -> bool:
    """Whether the words of a label stand anywhere in the text."""
    return any(label in scene.folded for label in _folded(scene.voice.lexicon.quotation.speech_labels))


def speech_label(scene: Scene, sentence: Span) -> Attribution | None:
    """ "Direct speech X: …": what follows the colon, to the end of the paragraph, is X's."""
    text, labels = scene.text, scene.voice.lexicon.quotation.speech_labels
    head = text[sentence[0] : sentence[0] + 80].lstrip("-–—• ").casefold()
    if not head.startswith(_folded(labels)):
        return None
    label = next(label for label in labels if head.startswith(label.casefold()))
    start = sentence[0] + text[sentence[0] : sentence[0] + 80].casefold().find(label.casefold()) + len(label)
    colon = text.find(":", start, sentence[1])
    if colon < 0 or words_between(text, start, colon) > LONGEST_SOURCE:
        return None
    paragraph_end = scene.paragraph_at(sentence[0])[1]
    source = find_source(scene, start, colon, near="start")
    return Attribution("label", (sentence[0], colon + 1), ((colon + 1, paragraph_end),), source, f"label: {label}", direct=True)


def _colon_label(scene: Scene, sentence: Span) -> Attribution | None:
    """ "Name: …" at the start of a sentence, where what stands before the colon is a speaker and no topic."""
    colon = scene.text.find(":", sentence[0], sentence[1] - 1)
    if colon < 0 or not scene.text[colon + 1 : colon + 2].isspace():
        return None
    source = _speaker_label(scene, sentence[0], colon)
    if source is None:
        return None
    return Attribution("headline", (colon, colon + 1), ((colon + 1, sentence[1]),), source, f"label: {scene.text[source[0] : source[1]]}:")


def behind_topic(scene: Scene, headline: Span) -> Span:
    """The part of a headline that its verbs of saying can speak for: in "Riots in X: …, said Y" what follows the topic."""
    colon = scene.text.find(":", headline[0], headline[1] - 1)
    if colon < 0 or not scene.text[colon + 1 : colon + 2].isspace() or scene.quoted_at(colon) or scene.quoted_at(headline[0]):
        return headline
    if scene.cues.between(headline[0], colon, *SPEAKING) or scene.voice.finite.any_in(scene.text, headline[0], colon):
        return headline
    return colon + 1, headline[1]


def _label_behind_quotation(scene: Scene, sentence: Span) -> Attribution | None:
    """ "“…”: X on the riots": the quotation is X's, what follows the colon is the outlet's."""
    quotation = scene.quoted_at(sentence[0])
    if quotation is None or quotation.end >= sentence[1] or scene.text[quotation.end] not in ":-–—":
        return None
    source = find_source(scene, quotation.end + 1, sentence[1], near="start")
    if source is None:
        return None
    return Attribution("headline", (quotation.end, quotation.end + 1), (quotation.inner,), source, "label behind a quotation")


def _end_label(scene: Scene, sentence: Span) -> Attribution | None:
    """ "… – Name" at the end of a headline."""
    match = _END_LABEL.search(scene.text, *sentence)
    if match is None:
        return None
    source = _speaker_label(scene, match.start(1), match.end(1))
    if source is None:
        return None
    label = f"label: – {scene.text[source[0] : source[1]]}"
    return Attribution("headline", (match.start(), match.start() + 2), ((sentence[0], match.start()),), source, label)


def _speaker_label(scene: Scene, start: int, end: int) -> Span | None:
    """The span of a label that can only be a speaker: names and titles, no mention, no verb, nothing between marks.

    "X on the riots" is a label as well: what follows the preposition is the topic.
    """
    text, clauses = scene.text, scene.voice.lexicon.clauses
    words = list(WORD.finditer(text, start, end))
    topic = next((word for word in words[1:] if word.group().casefold() in clauses.about), None)
    if topic is not None:
        end = topic.start()
        words = [word for word in words if word.end() <= end]
    if not words or len(words) > LONGEST_SOURCE or scene.mentions_between(start, end) or words[0].group().isdigit():
        return None
    label = text[start:end]
    if scene.cues.between(start, end, "not_source", "negator", "clause_break") or any(mark in label for mark in '«»"„“”!?,'):
        return None
    if _is_heading(scene, label):
        return None
    span = (words[0].start(), words[-1].end())
    if scene.cues.between(start, end, "role"):
        return span
    if scene.cues.between(start, end, "saying"):
        return None
    # "All about the protests: …" is a topic from its first word on, and no name is that short in most languages
    if topic is not None and len(label.strip()) < _SHORTEST_NAME:
        return None
    named = [word for word in words if word.group()[:1].isupper() or word.group().casefold() in clauses.links]
    return span if len(named) == len(words) else None


def _is_heading(scene: Scene, label: str) -> bool:
    """True for what the layout lists know: "Background:", "Photo:", "Details:"."""
    lists = scene.voice.lexicon
    headings = (*lists.layout.context_headings, *lists.layout.boilerplate_openers, *lists.quotation.speech_labels)
    words = label.strip(" -–—•").casefold()
    return any(words == heading.casefold().rstrip(": ") for heading in headings)


def dash_speech(scene: Scene, paragraph: Span) -> tuple[list[Span], Span | None]:
    """The direct speech of a paragraph led by a dash, from the dash to each ", – said X" and on behind it; and its verb of saying."""
    text = scene.text
    if not _DASH_START.match(text, paragraph[0]):
        return [], None
    inserted: list[Span] = []
    verb: Span | None = None
    for lead in _INSET.finditer(text, *paragraph):
        said = _verb_behind(scene, lead.end(), paragraph[1])
        if said is not None and (not inserted or lead.start() >= inserted[-1][1]):
            close = _INSET_END.search(text, said[1], paragraph[1])
            verb = verb or said
            inserted.append((lead.start() + 1, close.end() if close else paragraph[1]))
    if not inserted:
        return [], None
    spans, position = [], paragraph[0] + 2
    for start, end in inserted:
        if start > position:
            spans.append((position, start))
        position = max(position, end)
    if position < paragraph[1] and re.search(r"[-–—]\s$", text[:position]):
        spans.append((position, paragraph[1]))
    return spans, verb


def _verb_behind(scene: Scene, start: int, end: int) -> Span | None:
    """The verb of saying in the first words behind a dash, else any finite verb right there ("– shrugs the driver")."""
    words = list(islice(WORD.finditer(scene.text, start, end), 4))
    if not words:
        return None
    cue = scene.cues.first(words[0].start(), words[-1].end(), "saying")
    if cue is not None:
        return cue.start, cue.end
    first = words[0]
    return first.span() if first.group()[:1].islower() and scene.voice.finite(first.group()) else None


def inserted_source(scene: Scene, quotation: Quotation) -> tuple[Span | None, str] | None:
    """Source and label of a verb of saying between dashes inside the marks, or of any finite verb behind comma and dash."""
    text = scene.text
    for lead in _INSET.finditer(text, quotation.inner[0], min(len(text), quotation.end + 3)):
        said = _verb_behind(scene, lead.end(), min(len(text), lead.end() + _INSET_REACH))
        close = _INSET_END.search(text, said[1]) if said is not None else None
        if said is not None and close is not None:
            source = find_source(scene, said[1], close.start(), near="start")
            return source, f"saying: {text[said[0] : said[1]]}"
    return None


def said_of_before(scene: Scene, before: Span, sentence: Span) -> Attribution | None:
    """The attribution of a sentence by the next one ("This was told by the director")."""
    head = scene.text[sentence[0] : sentence[1]].casefold()
    opener = _any_of(scene.voice.lexicon.clauses.anaphora).match(head)
    if opener is None:
        return None
    start = sentence[0] + opener.end()
    cue = scene.cues.first(start, sentence[1], "saying")
    if cue is None or words_between(scene.text, start, cue.start) > LONGEST_SOURCE:
        return None
    source = find_source(scene, cue.end, sentence[1], near="") or find_source(scene, start, cue.start, near="end")
    source = source or find_source(scene, cue.end, sentence[1], near="start")
    return Attribution("saying", (cue.start, cue.end), (before,), source, f"saying: {scene.text[cue.start : cue.end]}")
