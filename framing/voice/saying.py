"""Verbs and nouns of saying: where their content stands, before, behind, around, or not at all.

Each rule is one function from a cue to an attribution or None; the first rule that fits decides.
"""

from __future__ import annotations

import re

from framing.voice.clauses import REACH, Attribution, clause_end, label_of, next_boundary, source_before, subject_of
from framing.voice.cues import WORD, Cue, words_between
from framing.voice.scene import Scene
from framing.voice.source import Span, find_source

# an apostrophe inside a word is no mark
_SEPARATOR = re.compile(r"(?:[,»”\"“!?…]|[’'](?!\w))\s*(?:[-–—]\s*)?|\s[-–—]\s")
_COMPLEMENTIZER_WORDS = 12
_COLON_WORDS = 10
_TRAILING_WORDS = 9
_LAST_SUBJECT_WORDS = 2


def read_saying(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
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
    content = (opener.start, clause_end(scene, opener.end, sentence[1]))
    return Attribution("saying", (cue.start, cue.end), (content,), subject_of(scene, sentence, cue, opener.start), label_of(scene, cue))


def _with_colon(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "X said: …": content from the colon to the end of the sentence."""
    colon = scene.text.find(":", cue.end, sentence[1])
    if colon < 0 or words_between(scene.text, cue.end, colon) > _COLON_WORDS:
        return None
    source = subject_of(scene, sentence, cue, colon)
    return Attribution("saying", (cue.start, cue.end), ((colon + 1, sentence[1]),), source, label_of(scene, cue))


def _parenthetical(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "as X said, …" and "…, X says, …": content is the rest of the sentence."""
    words = list(WORD.finditer(scene.text, max(sentence[0], cue.start - 60), cue.start))
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
    return Attribution("saying", (cue.start, cue.end), contents, source, label_of(scene, cue)) if contents else None


def _trailing(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "…, said X", "… – X said" and the same in mid-sentence: content is what stands before (and after a closing comma)."""
    text = scene.text
    separators = list(_SEPARATOR.finditer(text, max(sentence[0], cue.start - REACH), cue.start))
    if not separators:
        return None
    separator = separators[-1]
    if words_between(text, separator.end(), cue.start) > 5 or not words_between(
        text, max(sentence[0], separator.start() - REACH), separator.start()
    ):
        return None
    if scene.cues.between(separator.end(), cue.start, "clause_break", "complementizer", "not_source"):
        return None
    close = next_boundary(text, cue.end, min(sentence[1], cue.end + REACH))
    if words_between(text, cue.end, close) > _TRAILING_WORDS or scene.cues.first(cue.end, close, "complementizer"):
        return None
    before = find_source(scene, separator.end(), cue.start, near="")
    after = find_source(scene, cue.end, close, near="")
    lone = not WORD.search(text, cue.end, close) and (close >= sentence[1] or text[close] in ".!?…,;")
    dashed = any(dash in separator.group() for dash in "-–—")
    behind_quotation = any(
        quotation.end - 2 <= separator.start() <= quotation.end + 2 and scene.kinds[quotation] == "speech" for quotation in scene.outermost
    )
    # "…, says an activist.": a subject that is neither name nor title ends the sentence
    ends = close >= sentence[1] - 1 and words_between(text, cue.end, close) <= _LAST_SUBJECT_WORDS
    if not (before or after or lone or dashed or behind_quotation or ends) or _new_clause(scene, separator.end(), cue, after):
        return None
    beside = find_source(scene, separator.end(), cue.start, near="end") or (
        None if lone else find_source(scene, cue.end, close, near="start")
    )
    source = before or after or beside
    contents = [(sentence[0], separator.start() + 1)]
    if close < sentence[1] - 1 and text[close] in ",-–—" and not _opens_relative(scene, close + 1):
        contents.append((close + 1, sentence[1]))
    direct = dashed and not behind_quotation
    return Attribution("saying", (cue.start, cue.end), tuple(contents), source, label_of(scene, cue), direct)


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
    subject = WORD.search(scene.text, cue.end, sentence[1])
    boundary = next_boundary(scene.text, cue.end, min(sentence[1], cue.end + REACH))
    return _bare(scene, sentence, cue) if subject is not None and _has_verb(scene, subject.end(), boundary) else None


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
    end = clause_end(scene, cue.end, sentence[1])
    if words_between(scene.text, cue.end, end) < 3 or not _has_verb(scene, following.end(), end):
        return None
    source = source_before(scene, sentence, cue)
    return Attribution("saying", (cue.start, cue.end), ((cue.end, end),), source, label_of(scene, cue))


def _has_verb(scene: Scene, start: int, end: int) -> bool:
    """True where a finite verb stands in the span, by the list or by an ending of past tenses."""
    if scene.voice.finite.any_in(scene.text, start, end):
        return True
    endings = scene.voice.lexicon.clauses.bare_endings
    return bool(endings) and any(word.group().casefold().endswith(endings) for word in WORD.finditer(scene.text, start, end))


def _noun_content(scene: Scene, sentence: Span, cue: Cue) -> Attribution:
    """A verb of saying that takes a noun: nobody else's clause, but it names who speaks in quotations of this sentence.

    Verbs that assert what the noun says ("reported the deaths of …", `source: object`) take it as their content.
    """
    contents = ((cue.end, next_boundary(scene.text, cue.end, sentence[1])),) if cue.source == "object" else ()
    return Attribution("saying", (cue.start, cue.end), contents, subject_of(scene, sentence, cue, sentence[1]), label_of(scene, cue))


def _content_before(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """Verb-final languages: the content stands before the verb, closed by a complementizer or a nominalised verb."""
    text, clauses = scene.text, scene.voice.lexicon.clauses
    closers = scene.cues.between(max(sentence[0], cue.start - 60), cue.start, "complementizer")
    words = list(WORD.finditer(text, max(sentence[0], cue.start - REACH), cue.start))
    closed = closers and words_between(text, closers[-1].end, cue.start) <= 4
    factive = any(word.group().casefold().endswith(clauses.factive_endings) for word in words[-3:]) if clauses.factive_endings else False
    after = find_source(scene, cue.end, next_boundary(text, cue.end, min(sentence[1], cue.end + REACH)), near="")
    first = find_source(scene, sentence[0], min(cue.start, sentence[0] + REACH), near="") if after is None else None
    if not (closed or factive or (after and not _is_about(scene, cue))):
        return Attribution("saying", (cue.start, cue.end), (), after or first, label_of(scene, cue))
    end = closers[-1].start if closed else cue.start
    start = first[1] if first and words_between(text, sentence[0], first[0]) <= 3 and first[1] < end else sentence[0]
    return Attribution("saying", (cue.start, cue.end), ((start, end),), after or first, label_of(scene, cue))


def _is_about(scene: Scene, cue: Cue) -> bool:
    """True where a postposition ("about") makes the words before the verb its topic, not its content."""
    before = list(WORD.finditer(scene.text, max(0, cue.start - 30), cue.start))
    return bool(before) and before[-1].group().casefold() in scene.voice.lexicon.clauses.topic


def demanded_clause(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "Troops must leave, the opposition demands": a clause before a verb of asking that closes the sentence, as before one of saying."""
    if scene.voice.lexicon.clauses.content == "before":
        closers = scene.cues.between(max(sentence[0], cue.start - 60), cue.start, "complementizer")
        closed = closers and not WORD.search(scene.text, closers[-1].end, cue.start)
        return _content_before(scene, sentence, cue) if closed else None
    if WORD.search(scene.text, cue.end, sentence[1]):
        return None
    separators = list(_SEPARATOR.finditer(scene.text, max(sentence[0], cue.start - REACH), cue.start))
    # with nothing between comma and verb it would be the verb of the clause itself
    if not separators or not WORD.search(scene.text, separators[-1].end(), cue.start):
        return None
    return _trailing(scene, sentence, cue)


def read_saying_noun(scene: Scene, sentence: Span, cue: Cue) -> Attribution | None:
    """ "the claim that …": content behind the complementizer; without one the noun only names a speaker."""
    opener = scene.cues.first(cue.end, sentence[1], "complementizer")
    if opener is None or words_between(scene.text, cue.end, opener.start) > 4:
        return None
    content = (opener.start, clause_end(scene, opener.end, sentence[1]))
    source = find_source(scene, cue.end, opener.start, near="") or source_before(scene, sentence, cue)
    return Attribution("saying", (cue.start, cue.end), (content,), source, label_of(scene, cue))
