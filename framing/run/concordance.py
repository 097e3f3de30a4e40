"""A corpus as the lexicon tools read it, and where in it a lexicon fires: concordance lines, keyword in context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from framing.errors import Problem
from framing.io.articles import read_articles
from framing.io.outcomes import Noted, Rejected
from framing.lexicon.compile import CompiledLexicon
from framing.lexicon.entries import Entry
from framing.records import UNKNOWN_LANGUAGE, Article, Field
from framing.text.language import identify_language

WIDTH = 44
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Line:
    """A hit with the words around it on one line."""

    article: str
    outlet: str
    field: Field
    start: int
    end: int
    left: str
    word: str
    right: str

    def __str__(self) -> str:
        return f"{self.left:>{WIDTH}} [{self.word}] {self.right:<{WIDTH}} {self.article}".rstrip()


@dataclass
class Corpus:
    """Texts to look things up in; what could not be read is kept in `rejects` and `notes`."""

    inputs: Sequence[str]
    languages: Sequence[str]
    language: str | None = None
    rejects: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    articles: int = 0

    def read(self) -> Iterator[tuple[Article, str]]:
        """Every article in one of our languages, with it; articles that say that they are in another are passed over."""
        self.rejects.clear()
        self.notes.clear()
        self.articles = 0
        for item in read_articles(self.inputs):
            if isinstance(item, Rejected):
                self.rejects.append(item.problem)
            elif isinstance(item, Noted):
                self.notes.append(item.problem)
            elif item.language in (*self.languages, "", UNKNOWN_LANGUAGE):
                self.articles += 1
                yield item, self.language_of(item)

    def language_of(self, article: Article) -> str:
        """The language to read the article in: its own, else the one that was asked for, else the identified."""
        if article.language in self.languages:
            return article.language
        if self.language or len(self.languages) == 1:
            return self.language or self.languages[0]
        return identify_language(f"{article.title}\n{article.text[:_SAMPLE]}".strip(), self.languages)

    def fields(self) -> Iterator[tuple[Article, str, Field, str]]:
        """Every text of every article: article, language, field, text."""
        for article, language in self.read():
            if article.title.strip():
                yield article, language, "title", article.title
            if article.text.strip():
                yield article, language, "text", article.text


def concordance_line(article: Article, name: Field, text: str, start: int, end: int) -> Line:
    """The line for one place of a text."""
    left = " ".join(text[max(0, start - 2 * WIDTH) : start].split())[-WIDTH:]
    right = " ".join(text[end : end + 2 * WIDTH].split())[:WIDTH]
    return Line(article.id, article.outlet, name, start, end, left, " ".join(text[start:end].split()), right)


@dataclass
class Concordance:
    """How often something fires, in which articles, and the first lines."""

    total: int = 0
    articles: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)


def look_up(
    corpus: Corpus, lexicons: Mapping[str, CompiledLexicon], entries: Mapping[str, Sequence[Entry]], *, limit: int = 10
) -> dict[tuple[str, int], Concordance]:
    """For each (language, number of an entry) how it fires in the corpus once overlaps are settled, with `limit` lines."""
    wanted = {language: {entry.number for entry in chosen} for language, chosen in entries.items()}
    found = {(language, number): Concordance() for language, numbers in wanted.items() for number in numbers}
    for article, language, name, text in corpus.fields():
        if language not in wanted:
            continue
        for hit in lexicons[language].hits(text):
            concordance = found.get((language, hit.entry.number))
            if concordance is not None:
                concordance.total += 1
                concordance.articles.add(article.id)
                if len(concordance.lines) < limit:
                    concordance.lines.append(concordance_line(article, name, text, hit.start, hit.end))
    return found


def lexicon_files(folder: Path) -> dict[str, Path]:
    """The lexicons of a folder by language."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}
