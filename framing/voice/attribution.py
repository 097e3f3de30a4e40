"""Who is given the word where: attributions, each with the stretches of text that are its content and the words that name its source.

The rules read the kinds of cues that a voice file lists; nothing here knows a language. Each rule is one function from a cue to an
attribution or None, and the first rule that fits a cue decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from framing.voice.cues import WORD, Cue, words_between
from framing.voice.scene import Scene
from framing.voice.source import Span, find_source

AttributionKind = Literal["saying", "according", "calling", "accusing", "asking", "hearsay", "headline", "label", "dash", "evidential"]

_CLAUSE_END = re.compile(r"[;]|\.\s*$")
_CLAUSE_MARK = re.compile(r"[,;:]|\s[-–—](?=\s)")
_SEPARATOR = re.compile(r"[,»”\"“’'!?…]\s*(?:[-–—]\s*)?|\s[-–—]\s")
_COMPLEMENTIZER_WORDS = 12
_COLON_WORDS = 10
_TRAILING_WORDS = 9
# what follows keeps the work linear in texts without full stops: attributions per sentence, and how far a source may stand from its verb
_MOST_ATTRIBUTIONS = 40
_REACH = 400


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source given the word: `contents` are spans of the text, `source` and `cue` spans or None, `direct` for unmarked direct speech."""

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


def read_attributions(scene: Scene, sentence: Span) -> list[Attribution]:
    """All attributions of one sentence, in order of their cues."""
    found: list[Attribution] = []
    cues = scene.open_cues(*sentence, "saying", "saying_noun", "according", "calling", "accusing", "asking", "hearsay")
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
    words = list(WORD.finditer(scene.text, sentence[0], min(sentence[1], sentence[0] + 5 * _REACH)))
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


def _label(scene: Scene, cue: Cue) -> str:
    """How `because` names the cue."""
    return f"{cue.kind}: {scene.text[cue.start : cue.end]}"


def _saying(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """A verb of saying: content behind a complementizer or colon, before it (trailing), all around it (parenthetical), or bare."""
    if scene.voice.lexicon.clauses.content == "before":
        return _content_before(scene, sentence, cue)
    # a clause right behind the verb is its content, also behind an aside ("Moscow, which sent troops, says they are …")
    for rule in (_parenthetical, _with_complementizer, _with_colon, _bare_at_once, _trailing, _bare):
        attribution = rule(scene, sentence, cue)
        if attribution is not None:
            return attribution
    return _noun_content(scene, sentence, cue)


def _with_complementizer(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "said …, that X": content from the complementizer to the end of the clause."""
    opener = scene.cues.first(cue.end, sentence[1], "complementizer")
    if opener is None or words_between(scene.text, cue.end, opener.start) > _COMPLEMENTIZER_WORDS:
        return None
    between = scene.text[cue.end : opener.start]
    if ":" in between or ";" in between or scene.open_cues(cue.end, opener.start, "saying"):
        return None
    content = (opener.start, _clause_end(scene, opener.end, sentence[1]))
    return Attribution("saying", (cue.start, cue.end), (content,), _subject(scene, sentence, cue, opener.start), _label(scene, cue))


def _with_colon(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "X said: …": content from the colon to the end of the sentence."""
    colon = scene.text.find(":", cue.end, sentence[1])
    if colon < 0 or words_between(scene.text, cue.end, colon) > _COLON_WORDS:
        return None
    source = _subject(scene, sentence, cue, colon)
    return Attribution("saying", (cue.start, cue.end), ((colon + 1, sentence[1]),), source, _label(scene, cue))


def _parenthetical(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "as X said, …" and "…, X says, …": content is the rest of the sentence."""
    words = [match for match in WORD.finditer(scene.text, max(sentence[0], cue.start - 60), cue.start)]
    particles = scene.voice.lexicon.clauses.parenthesis
    opener = next((word for word in reversed(words[-4:]) if word.group().casefold() in particles), None)
    if opener is None or _SEPARATOR.search(scene.text, opener.end(), cue.start):
        return None
    comma = scene.text.find(",", cue.end, sentence[1])
    close = comma if comma >= 0 else sentence[1]
    if scene.cues.first(cue.end, close, "complementizer"):
        return None
    source = find_source(scene, opener.end(), cue.start, near="") or find_source(scene, cue.end, close, near="start")
    dashed = scene.text[sentence[0] : opener.start()].rstrip()[-1:] in ("-", "–", "—") and close < sentence[1]
    around = ((close, sentence[1]),) if dashed else ((sentence[0], opener.start()), (close, sentence[1]))
    contents = tuple(span for span in around if span[1] - span[0] > 3)
    return Attribution("saying", (cue.start, cue.end), contents, source, _label(scene, cue)) if contents else None


def _trailing(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "…, said X", "… – X said" and the same in mid-sentence: content is what stands before (and after a closing comma)."""
    text = scene.text
    separators = list(_SEPARATOR.finditer(text, max(sentence[0], cue.start - _REACH), cue.start))
    if not separators:
        return None
    separator = separators[-1]
    if words_between(text, separator.end(), cue.start) > 5 or not words_between(
        text, max(sentence[0], separator.start() - _REACH), separator.start()
    ):
        return None
    if scene.cues.between(separator.end(), cue.start, "clause_break", "complementizer", "not_source"):
        return None
    close = _next_boundary(text, cue.end, min(sentence[1], cue.end + _REACH))
    if words_between(text, cue.end, close) > _TRAILING_WORDS or scene.cues.first(cue.end, close, "complementizer"):
        return None
    before = find_source(scene, separator.end(), cue.start, near="")
    after = find_source(scene, cue.end, close, near="")
    lone = not WORD.search(text, cue.end, close) and (close >= sentence[1] or text[close] in ".!?…,;")
    dashed = any(dash in separator.group() for dash in "-–—")
    behind_quotation = any(
        quotation.end - 2 <= separator.start() <= quotation.end + 2 and scene.kinds[quotation] == "speech" for quotation in scene.outer
    )
    if not (before or after or lone or dashed or behind_quotation) or _new_clause(scene, separator.end(), cue, after):
        return None
    beside = find_source(scene, separator.end(), cue.start, near="end") or (
        None if lone else find_source(scene, cue.end, close, near="start")
    )
    source = before or after or beside
    contents = [(sentence[0], separator.start() + 1)]
    if close < sentence[1] - 1 and text[close] in ",-–—" and not _opens_relative(scene, close + 1):
        contents.append((close + 1, sentence[1]))
    direct = dashed and not behind_quotation
    return Attribution("saying", (cue.start, cue.end), tuple(contents), source, _label(scene, cue), direct)


def _opens_relative(scene: Scene, position: int) -> bool:
    """True where the words behind a comma tell of the speaker ("says X, who …") and are no content."""
    start = position + len(scene.text[position : position + 3]) - len(scene.text[position : position + 3].lstrip())
    return any(cue.start == start for cue in scene.cues.between(start, start + 40, "not_source", "complementizer", "clause_break"))


def _new_clause(scene: Scene, start: int, cue: Cue, after: Span | None) -> bool:
    """True where the words before the verb show a clause of its own ("and then he said"), not an attribution."""
    words = [match.group().casefold() for match in WORD.finditer(scene.text, start, cue.start)]
    return bool(words) and words[0] in scene.voice.lexicon.clauses.links and after is None


def _bare_at_once(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """As `_bare`, where the finite verb of the content stands before the next comma."""
    boundary = _next_boundary(scene.text, cue.end, min(sentence[1], cue.end + _REACH))
    return _bare(scene, sentence, cue) if scene.voice.finite.any_in(scene.text, cue.end, boundary) else None


def _bare(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "X said protesters stormed …": content right behind the verb, in languages that allow it and where a clause follows."""
    clauses = scene.voice.lexicon.clauses
    if not clauses.bare:
        return None
    following = WORD.search(scene.text, cue.end, sentence[1])
    if (
        following is None
        or scene.text[cue.end : following.start()].strip(" \u00a0\"'“”‘’")
        or following.group().casefold() in clauses.bare_stops
    ):
        return None
    end = _clause_end(scene, cue.end, sentence[1])
    if words_between(scene.text, cue.end, end) < 3 or not scene.voice.finite.any_in(scene.text, following.end(), end):
        return None
    source = _before(scene, sentence, cue)
    return Attribution("saying", (cue.start, cue.end), ((cue.end, end),), source, _label(scene, cue))


def _noun_content(scene: Scene, sentence: Span, cue: Cue) -> Attribution:
    """A verb of saying that takes a noun: nobody else's clause, but it names who speaks in quotations of this sentence.

    Verbs that assert what the noun says ("reported the deaths of …", `source: object`) take it as their content.
    """
    contents = ((cue.end, _next_boundary(scene.text, cue.end, sentence[1])),) if cue.source == "object" else ()
    return Attribution("saying", (cue.start, cue.end), contents, _subject(scene, sentence, cue, sentence[1]), _label(scene, cue))


def _content_before(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """Verb-final languages: the content stands before the verb, closed by a complementizer or a nominalised verb."""
    text, clauses = scene.text, scene.voice.lexicon.clauses
    closers = [closer for closer in scene.cues.between(max(sentence[0], cue.start - 60), cue.start, "complementizer")]
    words = list(WORD.finditer(text, max(sentence[0], cue.start - _REACH), cue.start))
    closed = closers and words_between(text, closers[-1].end, cue.start) <= 4
    factive = any(word.group().casefold().endswith(clauses.factive_endings) for word in words[-3:]) if clauses.factive_endings else False
    after = find_source(scene, cue.end, _next_boundary(text, cue.end, min(sentence[1], cue.end + _REACH)), near="")
    first = find_source(scene, sentence[0], min(cue.start, sentence[0] + _REACH), near="") if after is None else None
    if not (closed or factive or after and not _is_about(scene, cue)):
        return Attribution("saying", (cue.start, cue.end), (), after or first, _label(scene, cue))
    end = closers[-1].start if closed else cue.start
    start = first[1] if first and words_between(text, sentence[0], first[0]) <= 3 and first[1] < end else sentence[0]
    return Attribution("saying", (cue.start, cue.end), ((start, end),), after or first, _label(scene, cue))


def _is_about(scene: Scene, cue: Cue) -> bool:
    """True where a postposition ("about") makes the words before the verb its topic, not its content."""
    before = list(WORD.finditer(scene.text, max(0, cue.start - 30), cue.start))
    return bool(before) and before[-1].group().casefold() in scene.voice.lexicon.clauses.topic


def _saying_noun(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "the claim that …": content behind the complementizer; without one the noun only names a speaker."""
    opener = scene.cues.first(cue.end, sentence[1], "complementizer")
    if opener is None or words_between(scene.text, cue.end, opener.start) > 4:
        return None
    content = (opener.start, _clause_end(scene, opener.end, sentence[1]))
    source = find_source(scene, cue.end, opener.start, near="") or _before(scene, sentence, cue)
    return Attribution("saying", (cue.start, cue.end), (content,), source, _label(scene, cue))


def _according(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "according to X": content is the rest of the sentence, on both sides."""
    text = scene.text
    if cue.source == "before":
        source = find_source(scene, max(sentence[0], cue.start - 90), cue.start, near="end")
        phrase = (source[0] if source else cue.start, cue.end)
    elif cue.source == "none":
        source, phrase = (cue.start, cue.end), (cue.start, cue.end)
    else:
        close = _next_boundary(text, cue.end, min(sentence[1], cue.end + _REACH))
        # "according to official data": where nobody is named the phrase itself is all there is of a source
        source = find_source(scene, cue.end, close, near="start") or (cue.start, cue.end)
        phrase = (cue.start, source[1])
    # put into a later clause ("…, and the city, he says, is calm") it attributes that clause only
    breaks = scene.cues.between(sentence[0], phrase[0], "clause_break")
    start = breaks[-1].start if breaks else sentence[0]
    contents = tuple(span for span in ((start, phrase[0]), (phrase[1], sentence[1])) if words_between(text, *span))
    return Attribution("according", (cue.start, cue.end), contents, source, _label(scene, cue)) if contents else None


def _calling(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "X called Y Z": the labels are the source's words, the thing that is called is the outlet's."""
    text, clauses = scene.text, scene.voice.lexicon.clauses
    end = _clause_end(scene, cue.end, sentence[1])
    window = (sentence[0], cue.start) if clauses.content == "before" else (cue.end, end)
    inside = scene.mentions_between(*window)
    labels = _labels(scene, inside, cue, window)
    source = _subject(scene, sentence, cue, end)
    passive_label = not inside and clauses.content != "before"
    if passive_label:
        return Attribution("calling", (cue.start, cue.end), ((cue.end, end),), source, _label(scene, cue))
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
    if scene.voice.lexicon.clauses.content == "before":
        source = find_source(scene, sentence[0], min(cue.start, sentence[0] + _REACH), near="")
        if source is None:
            return None
        start = source[1] if words_between(scene.text, sentence[0], source[0]) <= 3 else sentence[0]
        return Attribution(kind, (cue.start, cue.end), ((start, cue.start),), source, _label(scene, cue))
    inverted = _inverted_source(scene, sentence, cue)
    if inverted is not None:
        return Attribution(kind, (cue.start, cue.end), ((sentence[0], cue.end),), inverted, _label(scene, cue))
    # the verb belongs to the content: "asked for help" is one mention
    end = _charge_end(scene, cue.end, sentence[1]) if kind == "accusing" else _request_end(scene, cue.end, sentence[1])
    return Attribution(kind, (cue.start, cue.end), ((cue.start, end),), _before(scene, sentence, cue), _label(scene, cue))


def _inverted_source(scene: Scene, sentence: Span, cue: Cue) -> Span | None:
    """The source of "to punish the rioters promised the president": verb and subject end the sentence, the content stands before."""
    source = find_source(scene, cue.end, min(sentence[1], cue.end + _REACH), near="")
    if source is None or WORD.search(scene.text, cue.end, source[0]) or WORD.search(scene.text, source[1], sentence[1]):
        return None
    return source if words_between(scene.text, max(sentence[0], cue.start - _REACH), cue.start) >= 2 else None


def _request_end(scene: Scene, position: int, sentence_end: int) -> int:
    """Where a request or promise ends: where another clause begins ("promised reforms, but the protesters stayed")."""
    breaking = scene.cues.first(position, sentence_end, "clause_break")
    return min(_clause_end(scene, position, sentence_end), breaking.start if breaking else sentence_end)


def _charge_end(scene: Scene, position: int, sentence_end: int) -> int:
    """Where a charge ends: at the first comma, unless a clause of its content follows."""
    comma = scene.text.find(",", position, sentence_end)
    if comma < 0 or scene.cues.first(comma, min(comma + 30, sentence_end), "complementizer"):
        return _clause_end(scene, position, sentence_end)
    return comma


def _hearsay(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """A hearsay particle: its clause is somebody else's word."""
    text = scene.text
    start = max((text.rfind(mark, sentence[0], cue.start) for mark in ",;:—–"), default=-1)
    end = min((at for at in (text.find(mark, cue.end, sentence[1]) for mark in ",;") if at >= 0), default=sentence[1])
    content = (max(sentence[0], start), end)
    return Attribution("hearsay", (cue.start, cue.end), (content,), None, _label(scene, cue))


def _subject(scene: Scene, sentence: Span, cue: Cue, limit: int) -> Span | None:
    """The source of a verb: the subject before it in its clause, else behind it, else earlier in the sentence."""
    start = _clause_start(scene, sentence, cue.start)
    behind = min(limit, _next_boundary(scene.text, cue.end, min(sentence[1], cue.end + _REACH)))
    return find_source(scene, start, cue.start, near="") or find_source(scene, cue.end, behind, near="") or _before(scene, sentence, cue)


def _before(scene: Scene, sentence: Span, cue: Cue) -> Span | None:
    """The source before a verb, in its clause or earlier in the sentence."""
    start = _clause_start(scene, sentence, cue.start)
    return (
        find_source(scene, start, cue.start, near="")
        or find_source(scene, max(sentence[0], start - _REACH), start, near="")
        or find_source(scene, start, cue.start, near="end")
    )


def _clause_start(scene: Scene, sentence: Span, position: int) -> int:
    """Where the clause around a position starts: behind the last comma, semicolon, dash or clause break."""
    text, start = scene.text, max(sentence[0], position - _REACH)
    marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text, start, position)]
    breaks = [cue.end for cue in scene.cues.between(start, position, "clause_break")]
    return max([start, *marks[-1:], *breaks[-1:]])


def _clause_end(scene: Scene, position: int, sentence_end: int) -> int:
    """Where the content that starts at a position ends: a semicolon, a trailing attribution's dash, or the sentence."""
    match = _CLAUSE_END.search(scene.text, position, sentence_end)
    return match.start() if match else sentence_end


def _next_boundary(text: str, position: int, limit: int) -> int:
    """The next comma, colon, semicolon, bracket, dash or quotation mark."""
    match = re.compile(r"[,;:()—–«»„“”\"!?…]|\s-\s|\.(?=\s|$)").search(text, position, limit)
    return match.start() if match else limit


_RULES = {
    "saying": _saying,
    "saying_noun": _saying_noun,
    "according": _according,
    "calling": _calling,
    "accusing": _forward,
    "asking": _forward,
    "hearsay": _hearsay,
}
