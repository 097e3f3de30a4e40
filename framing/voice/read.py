"""The voice of every mention: quotation marks first, then layout and attribution, and the outlet's own word where nothing else holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from framing.records import Speech, Voice
from framing.voice.attribution import read_attributions
from framing.voice.clauses import REACH, Attribution
from framing.voice.cues import WORD, CompiledVoice, words_between
from framing.voice.layout import behind_topic, dash_speech, holds_label, inserted_source, layout_attributions, said_of_before, speech_label
from framing.voice.negation import negation_of
from framing.voice.quotes import Quotation
from framing.voice.scene import Scene
from framing.voice.source import LONGEST_SOURCE, Span, find_source, is_pronoun, is_same_role

_SO_CALLED_WITHIN = 3
_SO_CALLED_REACH = 80
_BEFORE_QUOTATION = 12
_BEHIND_QUOTATION = 6
# how many sentences on a label may still speak
_LABEL_REACH = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one mention: voice, negation, the words that name the source, and the cues that decided."""

    voice: Voice
    negated: bool
    source: str | None
    because: tuple[str, ...]


def read_voice(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Span],
    voice: CompiledVoice,
    *,
    headlines: frozenset[int] = frozenset(),
) -> list[Reading]:
    """One reading per mention, in their order. `headlines` are the numbers (in `sentences`) of those that are headlines."""
    if not mentions:
        return []
    reader = _Reader(Scene(text, sentences, mentions, voice, headlines=headlines))
    return [reader.read(mention) for mention in mentions]


def find_speech(text: str, sentences: Sequence[Span], voice: CompiledVoice, *, headlines: frozenset[int] = frozenset()) -> list[Speech]:
    """All stretches of speech of a text, direct and indirect, with the spans of source and cue, in order of place."""
    reader = _Reader(Scene(text, sentences, (), voice, headlines=headlines))
    return reader.speeches()


class _Reader:
    """The voice of the mentions of one scene. A sentence's attributions are read when a mention asks for them: most never do."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._dashed: dict[Span, list[tuple[Span, Span | None]]] = {}
        self._own: dict[int, list[Attribution]] = {}
        self._all: dict[int, list[Attribution]] = {}
        self._labels: list[tuple[int, Attribution]] | None = None
        self._carried: dict[int, Span | None] = {0: None}

    def _own_attributions(self, number: int) -> list[Attribution]:
        """What a sentence itself attributes."""
        if number not in self._own:
            scene = self.scene
            sentence = scene.sentences[number]
            headline = number in scene.headlines
            labels = layout_attributions(scene, sentence, headline=headline)
            self._own[number] = labels + read_attributions(scene, behind_topic(scene, sentence) if headline else sentence)
        return self._own[number]

    def _attributions(self, number: int) -> list[Attribution]:
        """The attributions of a sentence, with that which the next one makes of it; none where the text has no sentences."""
        if number not in self._all:
            sentences = self.scene.sentences
            found = self._own_attributions(number) if sentences else []
            behind = said_of_before(self.scene, *sentences[number : number + 2]) if number + 1 < len(sentences) else None
            self._all[number] = [*found, behind] if behind else found
        return self._all[number]

    def _labels_before(self, number: int) -> list[Attribution]:
        """The labels of the sentences before, which may reach over the next ones."""
        if self._labels is None:
            labels = ((before, speech_label(self.scene, sentence)) for before, sentence in enumerate(self.scene.sentences))
            self._labels = [(before, label) for before, label in labels if label] if holds_label(self.scene) else []
        return [label for before, label in self._labels if number - _LABEL_REACH <= before < number]

    def _dashed_in(self, paragraph: Span) -> list[tuple[Span, Span | None]]:
        """The speech of a paragraph that a dash leads, with its verb of saying."""
        if paragraph not in self._dashed:
            spans, verb = dash_speech(self.scene, paragraph)
            self._dashed[paragraph] = [(span, verb) for span in spans]
        return self._dashed[paragraph]

    def _carried_to(self, number: int) -> Span | None:
        """The last source that was named before a sentence; pronouns and hearsay name nobody."""
        last, before = None, number
        while before not in self._carried and last is None:
            before -= 1
            for attribution in self._own_attributions(before):
                if attribution.source and not is_pronoun(self.scene, attribution.source) and attribution.kind != "hearsay":
                    last = attribution.source
        self._carried[number] = last if last is not None else self._carried[before]
        return self._carried[number]

    def read(self, mention: Span) -> Reading:
        """The reading of one mention."""
        scene = self.scene
        number = scene.sentence_index(mention[0])
        sentence = scene.sentences[number] if scene.sentences else (0, len(scene.text))
        voice, source, because = self._voice(mention, number, sentence)
        denial = negation_of(scene, mention, sentence, self._attributions(number))
        reasons = [because] if because else []
        if denial:
            reasons.append(f"negated: {denial}")
        return Reading(voice, denial is not None, self._words(source, number) if voice != "own" else None, tuple(reasons))

    def _voice(self, mention: Span, number: int, sentence: Span) -> tuple[Voice, Span | None, str]:
        """Voice, source and reason of one mention. The order is the point: the innermost mark of distance wins."""
        scene = self.scene
        quotation = self._quotation_around(mention)
        if quotation is not None:
            source, cue = self._source_of_quotation(quotation, number, sentence)
            if scene.kinds[quotation] == "phrase":
                return (
                    "distanced",
                    source or self._actor_before(quotation, sentence),
                    _because("quotation marks without a finite verb", cue),
                )
            return "quoted", source or self._actor_before(quotation, sentence), _because("direct quotation", cue)
        so_called = self._so_called(mention, sentence)
        if so_called:
            covering = self._covering(mention, number)
            return "distanced", covering.source if covering else None, f"so-called: {so_called}"
        dashed = self._dashed_in(scene.paragraph_at(mention[0]))
        verb = next((verb for (start, end), verb in dashed if start <= mention[0] and mention[1] <= end), None)
        if verb is not None:
            return "quoted", self._source_of_verb(verb), "speech led by a dash"
        covering = self._covering(mention, number)
        if covering is not None:
            source = covering.source or next((a.source for a in self._attributions(number) if a.source), None)
            return "quoted" if covering.direct else "reported", source, covering.label
        return "own", None, ""

    def _quotation_around(self, mention: Span) -> Quotation | None:
        """The innermost quotation (no name) around a mention or around part of it."""
        best = None
        if not self.scene.is_beside_quotation(*mention):
            return None
        quotations = self.scene.quotations
        outer = self.scene.outer_before(mention[1])
        first = bisect_left(quotations, outer.start, key=lambda quotation: quotation.start) if outer is not None else len(quotations)
        for quotation in islice(quotations, first, None):
            if quotation.start > mention[1]:
                break
            touches = quotation.holds(*mention) or (mention[0] <= quotation.start and quotation.end <= mention[1])
            reaches_in = quotation.start <= mention[0] < quotation.inner[1] or quotation.inner[0] <= mention[1] - 1 < quotation.inner[1]
            if (touches or reaches_in) and self.scene.kinds[quotation] != "name":
                best = quotation
        return best

    def _source_of_verb(self, verb: Span) -> Span | None:
        """The source of the attribution that a verb of saying makes."""
        number = self.scene.sentence_index(verb[0])
        named = next((a.source for a in self._attributions(number) if a.cue == verb), None)
        return named or find_source(self.scene, verb[1], self.scene.sentences[number][1], near="start") or self._carried_to(number)

    def _so_called(self, mention: Span, sentence: Span) -> str | None:
        """The "so-called" that reaches a mention."""
        scene = self.scene
        start, end = max(sentence[0], mention[0] - _SO_CALLED_REACH), min(sentence[1], mention[1] + _SO_CALLED_REACH)
        for cue in scene.cues.between(start, end, "so_called"):
            gap = (mention[1], cue.start) if cue.reach == "backward" else (cue.end, mention[0])
            near = gap[0] <= gap[1] and words_between(scene.text, *gap) < (cue.within or _SO_CALLED_WITHIN)
            if near and "," not in scene.text[gap[0] : gap[1]]:
                return scene.text[cue.start : cue.end]
        return None

    def _covering(self, mention: Span, number: int) -> Attribution | None:
        """The attribution whose content holds a mention; where several do, the innermost."""
        found = [attribution for attribution in self._attributions(number) if attribution.covers(*mention)]
        labels = [attribution for attribution in self._labels_before(number) if attribution.covers(*mention)]
        found = labels + found
        strong = [attribution for attribution in found if attribution.source or attribution.kind != "hearsay"]
        return _innermost(strong or found, mention[0])

    def _nearby(self, number: int) -> list[Attribution]:
        """The attributions of a sentence, then of the next ones in its paragraph, then of the one before."""
        scene = self.scene
        paragraph = scene.paragraph_at(scene.sentences[number][0])
        later = [
            attribution
            for index in range(number, min(len(scene.sentences), number + 12))
            if scene.sentences[index][0] < paragraph[1]
            for attribution in self._attributions(index)
        ]
        earlier = self._attributions(number - 1) if number and scene.sentences[number - 1][0] >= paragraph[0] else []
        return later + list(reversed(earlier))

    def _source_of_quotation(self, quotation: Quotation, number: int, sentence: Span) -> tuple[Span | None, str]:
        """Who a quotation belongs to: a verb right behind it, the verb or colon before it, an attribution around it, or who spoke last."""
        scene = self.scene
        outer = scene.quoted_at(quotation.start) or quotation
        last = scene.sentence_index(max(outer.start, outer.end - 1))
        around = range(scene.sentence_index(outer.start), min(len(scene.sentences), last + 2))
        candidates = [attribution for index in around for attribution in self._attributions(index)]
        behind = [
            a
            for a in candidates
            if a.cue
            and a.kind == "saying"
            and a.cue[0] >= outer.end
            and words_between(scene.text, outer.end, a.cue[0]) <= _BEHIND_QUOTATION
        ]
        holding = [a for a in candidates if a.covers(outer.start, outer.end) or a.covers(*outer.inner)]
        before = [
            a
            for a in candidates
            if a.cue and a.cue[1] <= outer.start and (a.cue[0] >= sentence[0] or a.kind == "label")
            if words_between(scene.text, a.cue[1], outer.start) <= _BEFORE_QUOTATION
        ]
        # behind a whole clause in marks stands its verb of saying; behind a phrase in marks the sentence only goes on
        ordered = [behind[:1], [innermost] if (innermost := _innermost(holding, outer.inner[0])) else [], before[-1:]]
        for chosen in ordered if scene.kinds[outer] == "speech" else ordered[1:] + ordered[:1]:
            if chosen:
                return chosen[0].source or self._carried_to(number), chosen[0].label
        inserted = inserted_source(scene, outer)
        if inserted is not None:
            return inserted
        same_sentence = [a for a in self._attributions(number) if a.source]
        if same_sentence:
            return same_sentence[0].source, same_sentence[0].label
        if scene.kinds[quotation] == "speech":
            nearby = [a for a in self._nearby(number) if a.source]
            carried = nearby[0].source if nearby else self._carried_to(number)
            return carried, "carried on" if carried else ""
        return None, ""

    def _actor_before(self, quotation: Quotation, sentence: Span) -> Span | None:
        """The first name or title of the sentence before the quotation: whose word a phrase in marks presumably is."""
        return find_source(self.scene, sentence[0], min(quotation.start, sentence[0] + REACH), near="")

    def _words(self, source: Span | None, number: int) -> str | None:
        """The source in the words of the text: a name given before in place of a pronoun or a bare title."""
        scene = self.scene
        if source is None:
            return None
        words = WORD.findall(scene.text[source[0] : source[1]])
        if (pronoun := is_pronoun(scene, source)) or len(words) == 1:
            carried = self._carried_to(number)
            if carried and carried != source and (pronoun or is_same_role(scene, source, carried)):
                source = carried
                words = WORD.findall(scene.text[source[0] : source[1]])
        if len(words) > LONGEST_SOURCE:
            matches = list(WORD.finditer(scene.text, *source))[:LONGEST_SOURCE]
            source = (matches[0].start(), matches[-1].end())
        return " ".join(scene.text[source[0] : source[1]].split())

    def speeches(self) -> list[Speech]:
        """All speech of the scene: quotations that are speech, dash-led speech, and the contents of attributions."""
        scene = self.scene
        found: list[Speech] = []
        for quotation in scene.outer:
            if scene.kinds[quotation] == "speech":
                number = scene.sentence_index(quotation.start)
                source, cue = self._spans_of(quotation, number)
                found.append(Speech(quotation.inner[0], quotation.inner[1], "direct", source, cue))
        for span, verb in (dashed for paragraph in scene.paragraphs for dashed in self._dashed_in(paragraph)):
            found.append(Speech(*span, "direct", self._source_of_verb(verb) if verb else None, verb))
        for number in range(len(scene.sentences)):
            for attribution in self._attributions(number):
                for start, end in attribution.contents:
                    kind: Literal["direct", "indirect"] = "direct" if attribution.direct else "indirect"
                    if not any(speech.start < end and start < speech.end for speech in found):
                        found.append(Speech(*_trimmed(scene.text, start, end), kind, attribution.source, attribution.cue))
        return sorted(found, key=lambda speech: (speech.start, speech.end))

    def _spans_of(self, quotation: Quotation, number: int) -> tuple[Span | None, Span | None]:
        """The spans of source and cue of a quotation."""
        source, label = self._source_of_quotation(quotation, number, self.scene.sentences[number])
        cues = [a.cue for a in self._nearby(number) if a.label == label and a.cue]
        return source, cues[0] if cues else None


def _innermost(found: Sequence[Attribution], position: int) -> Attribution | None:
    """The attribution whose verb lies in the contents of the others ("X demanded …, the agency says"); the narrowest of equals."""
    if len(found) < 2:
        return found[0] if found else None

    def depth(attribution: Attribution) -> int:
        cue = attribution.cue
        return sum(other is not attribution and other.covers(*cue) for other in found) if cue else 0

    return min(found, key=lambda attribution: (-depth(attribution), attribution.width(position)))


def _because(reason: str, cue: str) -> str:
    """A reason, with the attribution beside it where there is one."""
    return f"{reason}; {cue}" if cue else reason


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks and commas at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",:–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",:–—-"):
        end -= 1
    return start, end
