"""What people ask before they trust a number: why this voice, and which parts of the article were counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from framing.errors import Problem
from framing.io.articles import read_articles
from framing.io.outcomes import Noted, Rejected
from framing.io.outputs import json_line
from framing.records import PARTS, UNKNOWN_LANGUAGE, Article, Field, Mention, Speech
from framing.run.api import coding_rules, given_language, notes_on
from framing.run.coder import CodedArticle, Coder
from framing.text.legible import Legible, legible
from framing.voice.read import find_speech

Write = Callable[[str], object]
_MARKS = {"headline": "H", "body": " ", "context": "C", "boilerplate": "x"}


@dataclass
class Told:
    """What went wrong on the way."""

    notes: list[Problem] = field(default_factory=list)
    rejects: list[Problem] = field(default_factory=list)


def explain_inputs(inputs: Sequence[str], *, file_format: str, language: str | None, write: Write) -> Told:
    """What could not be read; writes, for every article, its sentences with reasons (text) or its speech, one a line (jsonl).

    Raises FramingError where there is no lexicon for the language.
    """
    tell = _as_json if file_format == "jsonl" else _as_text
    return _each_article(inputs, language, lambda coded, coder: tell(coded, coder, write))


def clean_inputs(inputs: Sequence[str], *, show: bool, language: str | None, write: Write) -> Told:
    """What could not be read; writes, for every article, how many sentences each part has, and with `show` the sentences.

    Raises FramingError where there is no lexicon for the language.
    """

    def tell(coded: CodedArticle, coder: Coder) -> None:
        del coder
        counts = {part: sum(sentence.part == part for sentence in coded.sentences) for part in PARTS}
        described = ", ".join(f"{number} {part}" for part, number in counts.items() if number)
        write(f"{coded.article.id} ({coded.language}): {described or 'no sentence'}")
        for sentence in coded.sentences if show else ():
            write(f"  {_MARKS[sentence.part]} | {_words(coded.article, sentence.field, sentence.start, sentence.end)}")

    if show:
        write("H headline · C context · x boilerplate, which is not counted")
    return _each_article(inputs, language, tell)


def _each_article(inputs: Sequence[str], language: str | None, tell: Callable[[CodedArticle, Coder], None]) -> Told:
    """Codes every article, all its parts, and tells of it; what could not be read is kept."""
    coder = Coder(coding_rules(language=language, all_parts=True))
    told = Told()
    for outcome in read_articles(inputs):
        if isinstance(outcome, Rejected):
            told.rejects.append(outcome.problem)
        elif isinstance(outcome, Noted):
            told.notes.append(outcome.problem)
        else:
            chosen = given_language(outcome, coder, language)
            told.notes.extend(notes_on(outcome, chosen, coder.rules.languages))
            tell(coder.code(outcome, language=chosen), coder)
    return told


def _as_text(coded: CodedArticle, coder: Coder, write: Write) -> None:
    """One sentence, then the speech that begins in it and its mentions with voice, source and reason."""
    known = "" if coded.language != UNKNOWN_LANGUAGE else ": in none of our languages, so nothing is coded"
    write(f"{coded.article.id} ({coded.language}){known}")
    speeches = list(_speeches(coded, coder))
    for sentence in coded.sentences:
        write(f"  {sentence.sentence:>3} {sentence.part:11} {_words(coded.article, sentence.field, sentence.start, sentence.end)}")
        for name, speech in speeches:
            if name == sentence.field and sentence.start <= speech.start < sentence.end:
                write(f"      “ {_described(coded.article, name, speech)}")
        for mention in coded.mentions:
            if mention.sentence == sentence.sentence:
                write(f"      → {_judged(mention)}")


def _described(article: Article, name: Field, speech: Speech) -> str:
    """A stretch of speech in words."""
    parts = [f"{speech.kind} speech: {_words(article, name, speech.start, speech.end)!r}"]
    if speech.source:
        parts.append(f"source: {_words(article, name, *speech.source)}")
    if speech.cue:
        parts.append(f"cue: {_words(article, name, *speech.cue)}")
    return ", ".join(parts)


def _judged(mention: Mention) -> str:
    """A mention with what was decided of it, and why."""
    parts = [f"{mention.surface!r} {mention.category}: {mention.voice}"]
    if mention.negated:
        parts.append("negated")
    if mention.source:
        parts.append(f"source: {mention.source}")
    reasons = f"  because {'; '.join(mention.because)}" if mention.because else ""
    return ", ".join(parts) + reasons


def _as_json(coded: CodedArticle, coder: Coder, write: Write) -> None:
    """One speech a line, as JSON."""
    for name, speech in _speeches(coded, coder):
        row = {
            "article": coded.article.id,
            "start": speech.start,
            "end": speech.end,
            "kind": speech.kind,
            "source": list(speech.source) if speech.source else None,
            "cue": list(speech.cue) if speech.cue else None,
        }
        write(json_line(row | {"field": "title"} if name == "title" else row).rstrip("\n"))


def _speeches(coded: CodedArticle, coder: Coder) -> Iterator[tuple[Field, Speech]]:
    """All speech of an article, with the field it stands in; none where the language is unknown."""
    if coded.language == UNKNOWN_LANGUAGE:
        return
    voice = coder.kit(coded.language).voice
    fields: tuple[tuple[Field, str], ...] = (("title", coded.article.title), ("text", coded.article.text))
    for name, raw in fields:
        shown = legible(raw)
        sentences = [sentence for sentence in coded.sentences if sentence.field == name]
        headlines = frozenset(number for number, sentence in enumerate(sentences) if sentence.part == "headline")
        spans = [(shown.position(sentence.start), shown.position(sentence.end)) for sentence in sentences]
        yield from ((name, _in_raw(shown, speech)) for speech in find_speech(shown.text, spans, voice, headlines=headlines))


def _in_raw(shown: Legible, speech: Speech) -> Speech:
    """The speech with its places in the raw text."""
    if shown.places is None:
        return speech
    source, cue = ((shown.raw(span[0]), shown.raw(span[1])) if span else None for span in (speech.source, speech.cue))
    return replace(speech, start=shown.raw(speech.start), end=shown.raw(speech.end), source=source, cue=cue)


def _words(article: Article, name: Field, start: int, end: int) -> str:
    """The words of a span on one line, in letters that can be read."""
    return " ".join(legible(article.title if name == "title" else article.text).words(start, end).split())
