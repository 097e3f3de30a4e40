"""One article through the rooms: language, parts, sentences, mentions, voice. The main path of `framing code` and of every study."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.lexicon.compile import CompiledLexicon, compile_lexicon
from framing.lexicon.load import load_lexicon, load_voice
from framing.lexicon.mentions import find_mentions
from framing.lexicon.places import with_places
from framing.records import UNKNOWN_LANGUAGE, Article, Field, Match, Mention, Part, Sentence
from framing.resources import file_digest, shipped_folder, text_digest
from framing.text.clean import Layout, clean_text
from framing.text.language import identify_language, identify_sentence_languages
from framing.text.legible import Legible, legible
from framing.text.scope import Scope
from framing.text.sentences import SentenceRules, split_sentences
from framing.voice.cues import CompiledVoice
from framing.voice.read import Reading, read_voice
from framing.voice.source import Speakers

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class CodingRules:
    """What coding depends on. `languages` are those that are told apart; each has a file in both folders."""

    languages: tuple[str, ...]
    lexicons: Path
    voice: Path
    categories: tuple[str, ...] = ()
    speakers: Mapping[str, Mapping[str, object]] | None = None
    scope: Mapping[str, Any] | None = None
    all_parts: bool = False

    def digest(self, language: str) -> str:
        """A digest of what the coding of this language depends on."""
        folders = (self.lexicons, self.voice)
        files = [folder / name for folder in folders for name in (f"{language}.yaml", f"forms/{language}.json")]
        digests = [file_digest(file) if file.is_file() else "" for file in files]
        return text_digest(language, repr(self.categories), repr(self.speakers), repr(self.scope), str(self.all_parts), *digests)

    def places(self, language: str) -> tuple[str, ...]:
        """The places of the scope under the names of this language."""
        listed = ((self.scope or {}).get("places") or {}).get(language) or ()
        return tuple(map(str, listed))


def shipped_languages(lexicons: Path | None = None, voice: Path | None = None) -> tuple[str, ...]:
    """The languages that have both a lexicon and a voice file in these folders (default: the shipped ones)."""
    shipped = shipped_folder("lexicons")
    spoken = {file.stem for file in (voice or shipped / "voice").glob("*.yaml")}
    return tuple(sorted(file.stem for file in (lexicons or shipped / "protest").glob("*.yaml") if file.stem in spoken))


def known_language(language: str, known: Sequence[str]) -> str:
    """The language that was asked for. Raises FramingError where it is not among those that are known."""
    if language not in known:
        hint = did_you_mean(language, known)
        raise FramingError(Problem(Place("--language"), "language-missing", f"there is no lexicon for {language!r}", hint))
    return language


@dataclass(frozen=True)
class LanguageKit:
    """Everything of one language, ready to code with."""

    language: str
    lexicon: CompiledLexicon
    voice: CompiledVoice
    layout: Layout
    sentences: SentenceRules


@dataclass(frozen=True)
class CodedArticle:
    """An article's language, its sentences in order, and its mentions in order of place."""

    article: Article
    language: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


class Coder:
    """Codes articles by fixed rules; kits are compiled once per process and language."""

    def __init__(self, rules: CodingRules) -> None:
        self.rules = rules
        self._kits: dict[str, LanguageKit] = {}
        self._speakers = Speakers(rules.speakers)
        self._scope = Scope.from_mapping(rules.scope) if rules.scope else None

    def language_of(self, article: Article) -> str:
        """The article's own language where it is one of ours, else the identified one."""
        if article.language in self.rules.languages:
            return article.language
        if len(self.rules.languages) == 1 and not article.language:
            return self.rules.languages[0]
        text = legible(article.text).text[:4000]
        sample = f"{legible(article.title).text}\n{text}" if article.title else text
        return identify_language(sample, self.rules.languages)

    def kit(self, language: str) -> LanguageKit:
        """The compiled kit of a language."""
        if language not in self._kits:
            rules = self.rules
            demands = rules.categories, rules.places(language)
            self._kits[language] = _kit(rules.lexicons, rules.voice, language, demands, rules.digest(language))
        return self._kits[language]

    def others_of(self, article: Article, language: str) -> tuple[str, ...]:
        """The other languages of ours in which lines of the article are written (an English post inside a Russian text)."""
        found: set[str] = set()
        if len(self.rules.languages) > 1 and language != UNKNOWN_LANGUAGE:
            for _, shown in _fields(article):
                spans = [line.span() for line in _LINE.finditer(shown.text)]
                found.update(identify_sentence_languages(shown.text, spans, self.rules.languages, article_language=language))
        return tuple(sorted(found & set(self.rules.languages) - {language}))

    def code(
        self,
        article: Article,
        *,
        language: str | None = None,
        others: tuple[str, ...] | None = None,
        repeated: Container[int] = frozenset(),
    ) -> CodedArticle:
        """The article with its sentences and mentions; an article in an unknown language has sentences only.

        `others`: further languages it holds, looked for where not given; `repeated`: hashes of lines that the outlet prints under
        many articles; they are boilerplate.
        """
        language = language or self.language_of(article)
        if language == UNKNOWN_LANGUAGE:
            return CodedArticle(article, language, tuple(_plain_sentences(article)), ())
        others = self.others_of(article, language) if others is None else others
        kit = self.kit(language)
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        for field, shown in _fields(article):
            text = shown.text
            blocks = _blocks(article, field, text, kit.layout, repeated)
            found = list(_sentences(article.id, field, text, kit=kit, blocks=blocks, first=len(sentences)))
            if others:
                found = _with_languages(text, found, (language, *others))
            for spoken in sorted({sentence.language for sentence in found} & {language, *others}):
                coded = self._mentions(article, text, found, self.kit(spoken))
                mentions.extend(_as_written(article, shown, mention) for mention in coded)
            sentences.extend(_in_raw(shown, sentence) for sentence in found)
        if others:
            mentions.sort(key=lambda mention: (mention.sentence, mention.start, mention.end))
        return CodedArticle(article, language, tuple(sentences), tuple(mentions))

    def _mentions(self, article: Article, text: str, sentences: Sequence[Sentence], kit: LanguageKit) -> Iterator[Mention]:
        """The mentions of one field in the sentences of the kit's language, with voice, source and scope."""
        inside = _inside_sentences(find_mentions(text, kit.lexicon), sentences, all_parts=self.rules.all_parts)
        matches = [(match, sentence) for match, sentence in inside if sentence.language == kit.language]
        if not matches:
            return
        readings = read_voice(
            text,
            [(sentence.start, sentence.end) for sentence in sentences],
            [(match.start, match.end) for match, _ in matches],
            kit.voice,
            headlines=_headlines(text, sentences),
        )
        judged: dict[int, bool] = {}
        for (match, sentence), reading in zip(matches, readings, strict=True):
            if sentence.sentence not in judged:
                judged[sentence.sentence] = self._in_scope(text, sentence, article, kit.language)
            for category in match.categories:
                yield self._mention(match, category, sentence, reading, in_scope=judged[sentence.sentence])

    def _in_scope(self, text: str, sentence: Sentence, article: Article, language: str) -> bool:
        """True unless the sentence is about another place or year; a sentence that names neither follows its headline."""
        if self._scope is None:
            return True
        return self._scope.judge(text[sentence.start : sentence.end], language, context=legible(article.title).text)

    def _mention(self, match: Match, category: str, sentence: Sentence, reading: Reading, *, in_scope: bool) -> Mention:
        """The record of one category of a match."""
        name, group = self._speakers.canonical(reading.source)
        return Mention(
            article=sentence.article,
            sentence=sentence.sentence,
            start=match.start,
            end=match.end,
            surface=match.surface,
            category=category,
            entry=match.entry,
            voice=reading.voice,
            negated=reading.negated,
            source=reading.source,
            source_name=name,
            source_group=group,
            because=reading.because,
            field=sentence.field,
            part=sentence.part,
            in_scope=in_scope,
            language=sentence.language,
        )


@lru_cache(maxsize=64)
def _kit(lexicons: Path, voice: Path, language: str, demands: tuple[tuple[str, ...], tuple[str, ...]], digest: str) -> LanguageKit:
    """The kit of a language, compiled once per process; raises FramingError with the faults of both files at once.

    `demands`: the categories that the lexicon may have (any, where there are none), and the places that its `@place` stands for.

    `digest` is that of the files: an edit between two runs of one process (a notebook) makes another kit.
    """
    del digest
    categories, places = demands
    problems: list[Problem] = []
    try:
        lexicon = compile_lexicon(with_places(load_lexicon(lexicons / f"{language}.yaml", categories or None), places))
    except FramingError as error:
        problems.extend(error.problems)
    try:
        rules = load_voice(voice / f"{language}.yaml")
        compiled = CompiledVoice(rules)
    except FramingError as error:
        problems.extend(error.problems)
    if problems:
        raise FramingError(problems)
    layout = Layout.from_lists(asdict(rules.layout))
    sentence_rules = SentenceRules.from_lists(rules.sentences.abbreviations, rules.sentences.may_end)
    return LanguageKit(language, lexicon, compiled, layout, sentence_rules)


def _blocks(article: Article, field: Field, text: str, layout: Layout, repeated: Container[int]) -> list[tuple[int, int, Part]]:
    """The parts of one field: a title is all headline."""
    if field == "title":
        return [(0, len(text), "headline")]
    has_title = bool(article.title.strip())
    cleaned = clean_text(text, layout=layout, first_line_is_headline=not has_title, title=legible(article.title).text, repeated=repeated)
    return [(block.start, block.end, block.part) for block in cleaned]


def _fields(article: Article) -> Iterator[tuple[Field, Legible]]:
    """The fields of the article that hold words, title first, in letters that can be read."""
    if article.title.strip():
        yield "title", legible(article.title)
    if article.text.strip():
        yield "text", legible(article.text)


def _in_raw(shown: Legible, sentence: Sentence) -> Sentence:
    """The sentence with its place in the raw text."""
    return sentence if shown.places is None else replace(sentence, start=shown.raw(sentence.start), end=shown.raw(sentence.end))


def _as_written(article: Article, shown: Legible, mention: Mention) -> Mention:
    """The mention with its place and letters in the raw text, where it was found in repaired ones."""
    start, end = shown.raw(mention.start), shown.raw(mention.end)
    raw = (article.title if mention.field == "title" else article.text)[start:end]
    return mention if raw == mention.surface else replace(mention, start=start, end=end, surface=raw)


def _sentences(
    article: str, field: Field, text: str, *, kit: LanguageKit, blocks: Sequence[tuple[int, int, Part]], first: int
) -> Iterator[Sentence]:
    """The sentences of one field, numbered from `first`, each with the part of the article it stands in."""
    spans = ((span, part) for start, end, part in blocks for span in split_sentences(text, kit.sentences, start, end))
    for number, ((start, end), part) in enumerate(spans, first):
        yield Sentence(article, number, field, start, end, part, kit.language)


def _with_languages(text: str, sentences: Sequence[Sentence], languages: tuple[str, ...]) -> list[Sentence]:
    """The sentences with the language of each, among these; the first is the article's."""
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    found = identify_sentence_languages(text, spans, languages, article_language=languages[0])
    return [replace(sentence, language=language) for sentence, language in zip(sentences, found, strict=True)]


def _plain_sentences(article: Article) -> Iterator[Sentence]:
    """The sentences of an article whose language is unknown, split by marks alone."""
    number = 0
    for field, shown in _fields(article):
        for start, end in split_sentences(shown.text, SentenceRules()):
            part: Part = "headline" if field == "title" else "body"
            yield _in_raw(shown, Sentence(article.id, number, field, start, end, part, UNKNOWN_LANGUAGE))
            number += 1


def _headlines(text: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """The numbers of the sentences that are laid out as headlines: in a headline, or a text that is one line without a full stop."""
    alone = len(sentences) == 1 and text[: sentences[0].end].rstrip("\"'»”“’ )")[-1:] not in ".!?…"
    return frozenset(number for number, sentence in enumerate(sentences) if alone or sentence.part == "headline")


def _inside_sentences(matches: Sequence[Match], sentences: Sequence[Sentence], *, all_parts: bool) -> list[tuple[Match, Sentence]]:
    """The matches that lie within one sentence, with it; those in boilerplate only where all parts are asked for."""
    found: list[tuple[Match, Sentence]] = []
    index = 0
    for match in matches:
        while index < len(sentences) and sentences[index].end <= match.start:
            index += 1
        if index == len(sentences):
            break
        sentence = sentences[index]
        if sentence.start <= match.start and match.end <= sentence.end and (all_parts or sentence.part != "boilerplate"):
            found.append((match, sentence))
    return found
