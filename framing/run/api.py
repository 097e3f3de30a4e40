"""What commands and notebooks call: code, classify, run."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.io.articles import read_articles
from framing.io.outcomes import Noted, Rejected
from framing.io.outputs import json_line, mention_record, write_mentions
from framing.io.tables import TABLES, beside, count_rows, read_columns
from framing.records import UNKNOWN_LANGUAGE, Article, Mention
from framing.resources import default_model, schema, shipped_folder
from framing.run.check import check_settings
from framing.run.coder import Coder, CodingRules, known_language, shipped_languages
from framing.run.concepts import concepts_of
from framing.run.lock import run_lock
from framing.run.runner import stream_tasks
from framing.run.stages import (
    DERIVED_COLUMNS,
    Progress,
    Shards,
    Workshop,
    classify_corpus,
    code_corpus,
    find_copies,
    read_corpus,
    survey_corpus,
)
from framing.run.tasks import begin
from framing.study import Study
from framing.text.damage import MOJIBAKE_REPAIRED
from framing.text.legible import legible
from framing.yamlfile import read_yaml

_BATCH = 256
# so many articles go to a worker at once: enough to make the journey cheap, few enough to hold some of them for each worker
_CODED_TOGETHER = 64
# bytes of input from which on starting workers pays: some thousand articles
_WORTH_WORKERS = 8_000_000
# shorter stages are not worth a word
_SHORTEST_TOLD = 0.05


@dataclass
class Outcome:
    """What a command did: the problems of the input, and how much came out."""

    rejects: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    articles: int = 0
    rows: int = 0


@dataclass
class RunResult:
    """What a run did: its folder, its page (None where it stopped before), and the problems of the input."""

    folder: Path
    index: Path | None
    rejects: list[Problem]
    notes: list[Problem]
    articles: int
    mentions: int
    fresh: bool
    seconds: dict[str, float] = field(default_factory=dict)

    def summary(self) -> str:
        """One line for people, with the time of each stage that took any."""
        told = "" if self.fresh else ", nothing had changed"
        times = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in self.seconds.items() if seconds >= _SHORTEST_TOLD)
        counts = f"{self.articles} articles, {self.mentions} mentions, {len(self.rejects)} rejected{told}"
        return f"{counts} ({times})" if times else counts


def coding_rules(
    *,
    lexicons: Path | None = None,
    voice: Path | None = None,
    scope: Path | None = None,
    language: str | None = None,
    all_parts: bool = False,
) -> CodingRules:
    """Rules of coding from folders and a scope file; the shipped lexicons where none is given.

    Raises FramingError where a language has no lexicon, or the scope file is none.
    """
    shipped = shipped_folder("lexicons")
    lexicons, voice = lexicons or shipped / "protest", voice or shipped / "voice"
    known = shipped_languages(lexicons, voice)
    if language is not None:
        known_language(language, known)
    mapping = read_yaml(scope, _scope_schema()).data["scope"] if scope is not None else None
    return CodingRules(known, lexicons, voice, scope=mapping, all_parts=all_parts)


def _scope_schema() -> dict[str, Any]:
    """The JSON Schema of a file that has `scope:`, whatever else stands in it."""
    return {"type": "object", "required": ["scope"], "properties": {"scope": schema("study")["properties"]["scope"]}}


def given_language(article: Article, coder: Coder, language: str | None) -> str:
    """The language to code an article in: its own where that is one of ours, else the given one, else the identified one."""
    return language if language and article.language not in coder.rules.languages else coder.language_of(article)


@dataclass(frozen=True)
class Batch:
    """Some articles for a worker, with how to code them."""

    articles: tuple[Article, ...]
    rules: CodingRules
    language: str | None


@dataclass(frozen=True)
class CodedBatch:
    """What a worker made of a batch: the mentions as JSON lines, how many they are, and notes on articles that are not coded."""

    lines: str
    rows: int
    notes: tuple[Problem, ...]


def code_inputs(
    inputs: Sequence[str],
    rules: CodingRules,
    *,
    output: str = "-",
    file_format: str = "jsonl",
    language: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """What coding the inputs did; mentions are written as they are found.

    `jobs`: how many workers; where not given as many as there are cores for large inputs, one for small ones. The output is the same.
    """
    outcome = Outcome()
    jobs = jobs or (_cores() if _size(inputs) >= _WORTH_WORKERS else 1)
    if jobs > 1 and file_format == "jsonl":
        lines = _lines_by_workers(_articles(inputs, outcome, progress), outcome, rules, language=language, jobs=jobs)
        _write_lines(output, lines)
        return outcome
    coder = Coder(rules)

    def mentions() -> Iterator[Mention]:
        for article in _articles(inputs, outcome, progress):
            chosen = given_language(article, coder, language)
            outcome.notes.extend(notes_on(article, chosen, rules.languages))
            yield from coder.code(article, language=chosen).mentions

    outcome.rows = write_mentions(sys.stdout if output == "-" else Path(output), mentions(), format=file_format)
    return outcome


def _lines_by_workers(
    articles: Iterator[Article], outcome: Outcome, rules: CodingRules, *, language: str | None, jobs: int
) -> Iterator[str]:
    """The mentions as lines, batch by batch in the order of the articles, coded by workers."""
    rules = replace(rules, lexicons=rules.lexicons.resolve(), voice=rules.voice.resolve())
    batches = (Batch(batch, rules, language) for batch in iter(lambda: tuple(islice(articles, _CODED_TOGETHER)), ()))
    for coded in stream_tasks(code_batch, batches, jobs=jobs):
        outcome.rows += coded.rows
        outcome.notes.extend(coded.notes)
        yield coded.lines


def code_batch(batch: Batch) -> CodedBatch:
    """The mentions of a batch of articles: what a worker does."""
    coder = Coder(batch.rules)
    lines: list[str] = []
    notes: list[Problem] = []
    for article in batch.articles:
        chosen = given_language(article, coder, batch.language)
        notes.extend(notes_on(article, chosen, batch.rules.languages))
        lines.extend(json_line(mention_record(mention)) for mention in coder.code(article, language=chosen).mentions)
    return CodedBatch("".join(lines), len(lines), tuple(notes))


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(inputs: Sequence[str]) -> int:
    """How many bytes the files and folders of the inputs hold; what is read from a stream counts for nothing."""
    given = (Path(name) for name in inputs if name != "-")
    files = (file for path in given for file in (path.rglob("*") if path.is_dir() else (path,)))
    return sum(file.stat().st_size for file in files if file.is_file())


def _write_lines(output: str, lines: Iterable[str]) -> None:
    """Writes the lines to a file, complete or not at all, or to standard output as they come."""
    if output == "-":
        for line in lines:
            sys.stdout.write(line)
        return
    with beside(Path(output)) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def classify_inputs(inputs: Sequence[str], *, model: Path | None = None, output: str = "-", language: str | None = None) -> Outcome:
    """What classifying the inputs did; one sentence a line is written as it is classified.

    Raises FramingError where the model cannot be used.
    """
    from framing.io.modelfile import load_model

    trained = load_model(model or default_model())
    outcome = Outcome()
    coder = Coder(coding_rules(language=language))

    def lines() -> Iterator[str]:
        held: list[tuple[dict[str, Any], str, set[str]]] = []
        for article in _articles(inputs, outcome):
            coded = coder.code(article, language=given_language(article, coder, language))
            concepts = concepts_of(coded.mentions)
            for sentence in coded.sentences:
                if sentence.part != "boilerplate":
                    shown = legible(article.title if sentence.field == "title" else article.text)
                    place = {"article": article.id, "sentence": sentence.sentence, "start": sentence.start, "end": sentence.end}
                    found = concepts.get(sentence.sentence, set())
                    held.append(({**place, "language": sentence.language}, shown.words(sentence.start, sentence.end), found))
            if len(held) >= _BATCH:
                yield from flush(held)
                held = []
        yield from flush(held)

    def flush(held: list[tuple[dict[str, Any], str, set[str]]]) -> Iterator[str]:
        answers = trained.predict([words for _, words, _ in held], concepts=[found for _, _, found in held])
        for (place, _, _), predicted in zip(held, answers, strict=True):
            outcome.rows += 1
            yield json_line({**place, **predicted})

    _write_lines(output, lines())
    return outcome


def notes_on(article: Article, language: str, languages: Sequence[str]) -> Iterator[Problem]:
    """What the user should know of an article: that it is not coded, that its letters were repaired."""
    if language == UNKNOWN_LANGUAGE:
        message = f"{article.id}: in none of the languages {', '.join(languages)}, or too short to tell; nothing is coded"
        yield Problem(Place(article.place), "language-unknown", message, "give its language in a column, or --language")
    if any(legible(raw).text != raw for raw in (article.title, article.text)):
        yield Problem(Place(article.place), "mojibake", f"{article.id}: {MOJIBAKE_REPAIRED}", "see docs/reading.md")


def _articles(inputs: Sequence[str], outcome: Outcome, progress: Progress | None = None) -> Iterator[Article]:
    """The articles of the inputs; what is wrong with the rest is kept in the outcome."""
    for item in read_articles(inputs):
        if isinstance(item, Rejected):
            outcome.rejects.append(item.problem)
        elif isinstance(item, Noted):
            outcome.notes.append(item.problem)
        else:
            outcome.articles += 1
            yield item
            if progress is not None:
                progress("code", outcome.articles, 0)


def run_study(
    study: Study,
    folder: Path,
    *,
    jobs: int = 1,
    backend: str = "loky",
    only: str | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """What running a study did. Work that is signed is not done again; `only` stops after a stage.

    `backend`: loky, threads, dask, ray, spark, or the address of a dask cluster, whose workers see this folder under the same path.
    Raises FramingError where study, lexicons or model cannot be used.
    """
    if problems := check_settings(study):
        raise FramingError(problems)
    # workers may stand in another folder
    shop = Workshop(study, folder.resolve(), jobs=jobs, backend=backend, progress=progress)
    with run_lock(shop.folder):
        shop.sweep()
        if fresh:
            shop.clear()
        result = _run_stages(shop, only=only)
        result.folder, result.index = folder, folder / "index.html" if result.index is not None else None
        return result


def _run_stages(shop: Workshop, *, only: str | None) -> RunResult:
    """What the stages of a study did, one after another; `only` stops after one."""
    study, folder = shop.study, shop.folder
    result = RunResult(folder, None, shop.rejects, shop.notes, 0, 0, fresh=True)
    with _timed(result, "read"):
        shards = read_corpus(shop)
    if problems := list(_groups_unknown(study, shards)):
        raise FramingError(problems)
    if only == "read":
        return result
    with _timed(result, "code"):
        surveys = survey_corpus(shop, shards)
        coded = code_corpus(shop, shards, surveys, find_copies(shop, shards))
        result.articles, result.mentions = _sizes(shop)
        result.notes.extend(_languages_unknown(shop))
    if only == "code":
        return result
    with _timed(result, "classify"):
        classified = classify_corpus(shop, shards, coded)
    if only == "classify":
        return result
    # scipy and matplotlib come in with these, and a run that stops earlier needs neither
    from framing.run.measuring import is_reported, measure_corpus, measure_digest, report_corpus, sign_report

    digest = measure_digest(shop, coded, classified)
    if is_reported(shop, digest):
        result.fresh = False
        result.index = folder / "index.html"
        return result
    begin(shop.work / "report")
    with _timed(result, "measure"):
        measured = measure_corpus(shop, digest)
    if only == "measure":
        return result
    with _timed(result, "report"):
        result.index = report_corpus(shop, measured)
    sign_report(shop, digest)
    return result


@contextmanager
def _timed(result: RunResult, stage: str) -> Iterator[None]:
    """Adds the time of the block to the stage."""
    start = time.monotonic()
    yield
    result.seconds[stage] = time.monotonic() - start


def _groups_unknown(study: Study, shards: Shards) -> Iterator[Problem]:
    """A problem for every column that articles should be compared by and do not have."""
    known = [*TABLES["articles"], *DERIVED_COLUMNS, *shards.extra]
    for number, name in enumerate(study.group_by):
        for column in name.split("/"):
            if column not in known:
                message = f"the articles have no column {column!r}"
                yield Problem(study.place("group_by", number), "unknown-column", message, did_you_mean(column, known))


def _languages_unknown(shop: Workshop) -> Iterator[Problem]:
    """One note on all articles that are in none of the study's languages."""
    columns = read_columns(shop.tables / "articles.parquet", ["article", "language"])
    unknown = [article for article, language in zip(*columns.values(), strict=True) if language == UNKNOWN_LANGUAGE]
    if unknown:
        message = f"{len(unknown)} articles are in none of the study's languages, or too short to tell: {', '.join(unknown[:3])}"
        hint = "give their language in a column, or add it to `languages`"
        yield Problem(Place(str(shop.study.path)), "language-unknown", message, hint)


def _sizes(shop: Workshop) -> tuple[int, int]:
    """The number of articles and of mentions in the tables."""
    return count_rows(shop.tables / "articles.parquet"), count_rows(shop.tables / "mentions.parquet")
