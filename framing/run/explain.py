"""What people ask before they trust a number: why this voice, and which parts of the article were counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from framing.errors import Problem
from framing.io.articles import read_articles
from framing.io.outcomes import Noted, Rejected
from framing.records import UNKNOWN_LANGUAGE, Article, Sentence
from framing.run.coder import CodedArticle, Coder, CodingRules, shipped_languages
from framing.resources import shipped_folder
from framing.voice.read import find_speech

_MARKS = {"headline": "H", "body": " ", "context": "C", "boilerplate": "x"}


@dataclass
class Told:
    """What went wrong on the way."""

    notes: list[Problem] = field(default_factory=list)
    rejects: list[Problem] = field(default_factory=list)


def explain_inputs(inputs: Sequence[str], *, file_format: str, language: str | None, write: Callable[[str], object]) -> Told:
    """Writes, for every article, its sentences with mentions and reasons (text) or its speech (jsonl)."""
    coder = _coder(language, all_parts=True)
    tell = _speeches if file_format == "jsonl" else _reasons
    return _each_article(inputs, coder, language, lambda coded: tell(coded, coder, write))


def clean_inputs(inputs: Sequence[str], *, show: bool, language: str | None, write: Callable[[str], object]) -> Told:
    """Writes, for every article, how many sentences each part has, and with `show` the sentences themselves with their parts."""
    coder = _coder(language, all_parts=True)

    def tell(coded: CodedArticle) -> None:
        counts = {part: sum(sentence.part == part for sentence in coded.sentences) for part in _MARKS}
        described = ", ".join(f"{number} {part}" for part, number in counts.items() if number)
        write(f"{coded.article.id} ({coded.language}): {described or 'no sentence'}")
        if show:
            for sentence in coded.sentences:
                write(f"  {_MARKS[sentence.part]} | {' '.join(_text(coded.article, sentence).split())}")

    return _each_article(inputs, coder, language, tell)


def _coder(language: str | None, *, all_parts: bool) -> Coder:
    """A coder with the shipped lexicons."""
    lexicons = shipped_folder("lexicons")
    languages = (language,) if language else shipped_languages()
    return Coder(CodingRules(languages, lexicons / "protest", lexicons / "voice", all_parts=all_parts))


def _each_article(inputs: Sequence[str], coder: Coder, language: str | None, tell: Callable[[CodedArticle], None]) -> Told:
    """Codes every article and tells of it; what could not be read is kept."""
    told = Told()
    del language
    for outcome in read_articles(inputs):
        if isinstance(outcome, Rejected):
            told.rejects.append(outcome.problem)
        elif isinstance(outcome, Noted):
            told.notes.append(outcome.problem)
        else:
            tell(coder.code(outcome))
    return told


def _text(article: Article, sentence: Sentence) -> str:
    """The words of a sentence."""
    raw = article.title if sentence.field == "title" else article.text
    return raw[sentence.start : sentence.end]


def _reasons(coded: CodedArticle, coder: Coder, write: Callable[[str], object]) -> None:
    """One sentence, then its mentions with voice, source and reason."""
    del coder
    write(f"{coded.article.id} ({coded.language})")
    for sentence in coded.sentences:
        write(f"  {sentence.sentence:>3} {sentence.part:11} {' '.join(_text(coded.article, sentence).split())}")
        for mention in coded.mentions:
            if mention.sentence == sentence.sentence:
                denied = ", negated" if mention.negated else ""
                source = f", source: {mention.source}" if mention.source else ""
                reasons = f"  because {'; '.join(mention.because)}" if mention.because else ""
                write(f"      → {mention.surface!r} {mention.category}: {mention.voice}{denied}{source}{reasons}")


def _speeches(coded: CodedArticle, coder: Coder, write: Callable[[str], object]) -> None:
    """One speech a line, as JSON."""
    if coded.language == UNKNOWN_LANGUAGE:
        return
    kit = coder.kit(coded.language)
    for name, text in (("title", coded.article.title), ("text", coded.article.text)):
        sentences = [sentence for sentence in coded.sentences if sentence.field == name]
        headlines = frozenset(number for number, sentence in enumerate(sentences) if sentence.part == "headline")
        for speech in find_speech(text, [(sentence.start, sentence.end) for sentence in sentences], kit.voice, headlines=headlines):
            row = {
                "article": coded.article.id,
                "start": speech.start,
                "end": speech.end,
                "kind": speech.kind,
                "source": list(speech.source) if speech.source else None,
                "cue": list(speech.cue) if speech.cue else None,
            }
            if name == "title":
                row["field"] = "title"
            write(json.dumps(row, ensure_ascii=False))
