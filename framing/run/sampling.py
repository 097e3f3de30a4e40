"""From a corpus to units for people to code: sentences or whole articles, in a file that every tool of annotation can be fed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from framing.annotation.sample import StratifiedSample, UncertainSample
from framing.errors import FramingError, Place, Problem
from framing.io.articles import read_articles
from framing.io.outcomes import Noted, Rejected
from framing.io.outputs import write_json_lines
from framing.records import Article
from framing.resources import default_model
from framing.run.api import coding_rules, given_language
from framing.run.coder import CodedArticle, Coder
from framing.run.concepts import concepts_of

_BATCH = 512
_FIELDS = ("outlet", "language", "date", "country")


@dataclass(frozen=True)
class SampleSettings:
    """What to draw: `size` units at random by strata (columns of the articles), and `uncertain` more that the model doubts."""

    size: int
    unit: Literal["sentence", "article"] = "sentence"
    by: tuple[str, ...] = ("outlet", "language")
    uncertain: int = 0
    model: Path | None = None
    language: str | None = None
    seed: int = 0


@dataclass
class Sampled:
    """What drawing gave: how many units there are of each kind, the files, and problems of the input."""

    random: int = 0
    uncertain: int = 0
    units: int = 0
    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def summary(self) -> str:
        """One line for people."""
        told = f", and {self.uncertain} that the classifier doubts" if self.uncertain else ""
        return f"{self.random} of {self.units} units at random{told}: {', '.join(map(str, self.files))}"


def sample_inputs(inputs: Sequence[str], output: Path, settings: SampleSettings) -> Sampled:
    """What was drawn. The random sample is written to `output`, units picked for their doubt to `<name>.uncertain.jsonl` beside it.

    Raises FramingError where there is nothing to draw from, a column is unknown, or the model cannot be used.
    """
    result = Sampled()
    random = StratifiedSample[dict[str, Any]](settings.size, seed=settings.seed)
    doubtful = UncertainSample[dict[str, Any]](settings.uncertain)
    for batch in _batches(_units(inputs, settings, result)):
        for unit, _ in batch:
            result.units += 1
            random.offer(unit["id"], unit["stratum"], unit)
        if settings.uncertain:
            for (unit, _), doubt in zip(batch, _doubts(batch, settings.model), strict=True):
                doubtful.offer(unit["id"], doubt, unit)
    if not result.units:
        raise FramingError([*result.problems, Problem(Place("INPUT"), "no-articles", "there is nothing to draw from", "give texts")])
    drawn = [{**each.unit, "chosen": "random", "probability": round(each.probability, 6)} for each in random.draw()]
    result.random = write_json_lines(output, drawn)
    result.files.append(output)
    if settings.uncertain:
        picked = doubtful.draw(without={unit["id"] for unit in drawn})
        beside = output.with_name(f"{output.stem}.uncertain.jsonl")
        result.uncertain = write_json_lines(beside, ({**unit, "chosen": "uncertain"} for _, unit in picked))
        result.files.append(beside)
    return result


def _units(inputs: Sequence[str], settings: SampleSettings, result: Sampled) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Every unit with the concepts that the lexicon finds in it."""
    coder = Coder(coding_rules(language=settings.language))
    for item in read_articles(inputs):
        if isinstance(item, Rejected):
            result.problems.append(item.problem)
        elif not isinstance(item, Noted):
            coded = coder.code(item, language=given_language(item, coder, settings.language))
            stratum = " · ".join(_column(coded, name) for name in settings.by)
            about = {name: _column(coded, name) for name in _FIELDS}
            yield from _articles(item, about, stratum) if settings.unit == "article" else _sentences(coded, about, stratum)


def _column(coded: CodedArticle, name: str) -> str:
    """The value of a column of the article.

    Raises FramingError where the articles have no such column.
    """
    article = coded.article
    if name == "language":
        return coded.language
    if name not in (*_FIELDS, "id", "url") and name not in article.extra:
        known = ", ".join((*_FIELDS, *article.extra))
        raise FramingError(Problem(Place("--by"), "unknown-column", f"the articles have no column {name!r}", f"known: {known}"))
    return str(getattr(article, name, "") or article.extra.get(name, ""))


def _articles(article: Article, about: dict[str, str], stratum: str) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """The article as one unit."""
    text = "\n\n".join(part for part in (article.title, article.text) if part.strip())
    yield {"id": article.id, "text": text, **about, "group": article.id, "article": article.id, "stratum": stratum}, set()


def _sentences(coded: CodedArticle, about: dict[str, str], stratum: str) -> Iterator[tuple[dict[str, Any], set[str]]]:
    """The sentences of the article that count, each with its neighbours, which help to understand it."""
    concepts = concepts_of(coded.mentions)
    counted = [sentence for sentence in coded.sentences if sentence.part in ("headline", "body")]
    raw = {"title": coded.article.title, "text": coded.article.text}
    words = [" ".join(raw[sentence.field][sentence.start : sentence.end].split()) for sentence in counted]
    for number, sentence in enumerate(counted):
        if not any(letter.isalpha() for letter in words[number]):
            continue
        place = {"article": sentence.article, "sentence": sentence.sentence, "part": sentence.part}
        around = {"before": words[number - 1] if number else "", "after": words[number + 1] if number + 1 < len(words) else ""}
        unit = {"id": f"{sentence.article}#{sentence.sentence}", "text": words[number], **about, "language": sentence.language}
        yield {**unit, "group": sentence.article, **place, **around, "stratum": stratum}, concepts.get(sentence.sentence, set())


def _batches(units: Iterator[tuple[dict[str, Any], set[str]]]) -> Iterator[list[tuple[dict[str, Any], set[str]]]]:
    """The units in lists that a classifier can work on at once."""
    batch: list[tuple[dict[str, Any], set[str]]] = []
    for unit in units:
        batch.append(unit)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _doubts(batch: Sequence[tuple[dict[str, Any], set[str]]], model: Path | None) -> list[float]:
    """How much the classifier doubts each unit: minus the distance of its most doubtful category from one half."""
    from framing.io.modelfile import load_model

    trained = load_model(model or default_model())
    answers = trained.predict([unit["text"] for unit, _ in batch], concepts=[found for _, found in batch])
    return [max((-abs(value - 0.5) for value in answer["labels"].values()), default=-1.0) for answer in answers]
