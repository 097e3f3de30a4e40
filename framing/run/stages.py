"""A study, stage by stage: read, survey, copies, code, classify, tables. Each leaves receipts, and what is signed is not done again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from framing import __version__
from framing.codebook import Codebook, load_codebook
from framing.errors import Place, Problem
from framing.io.articles import Reading, read_articles
from framing.io.outcomes import Noted, Rejected
from framing.io.outputs import read_json, reject_record, write_json, write_json_lines
from framing.io.tables import merge_parts, read_columns, weave_parts, write_rows
from framing.records import UNKNOWN_LANGUAGE, Article
from framing.resources import file_digest, text_digest
from framing.run.coder import CodingRules
from framing.run.runner import run_tasks
from framing.run.tasks import (
    FORMAT,
    ClassifyTask,
    CodeTask,
    SurveyTask,
    begin,
    classify_shard,
    code_shard,
    is_done,
    part_path,
    read_shard,
    receipt_path,
    rows_of,
    sign,
    survey_shard,
)
from framing.study import Study
from framing.text.duplicates import near_duplicates
from framing.text.repetition import ArticleLines, repeated_lines

STAGES = ("read", "code", "classify", "measure", "report")
SHARD_ARTICLES = 500
SHARD_CHARACTERS = 20_000_000
# shorter texts (headlines, tickers) resemble each other without being copies
SHORTEST_COPY = 200
DERIVED_COLUMNS = ("week", "day")
_PREDICTED = ("predictions", "stances")

Progress = Callable[[str, int, int], None]


@dataclass
class Workshop:
    """One run: the study, its folder, and how work is done."""

    study: Study
    folder: Path
    jobs: int = 1
    backend: str = "loky"
    progress: Progress | None = None
    shard_articles: int = SHARD_ARTICLES
    rejects: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def work(self) -> Path:
        """Where parts and receipts are kept between runs."""
        return self.folder / ".work"

    @property
    def tables(self) -> Path:
        """Where the tables of the run are written."""
        return self.folder / "tables"

    def codebook(self) -> Codebook:
        """The study's codebook."""
        return load_codebook(self.study.codebook)

    def rules(self) -> CodingRules:
        """The study's rules of coding."""
        study = self.study
        # a worker may stand in another folder
        lexicons, voice = study.lexicons.resolve(), study.voice.resolve()
        return CodingRules(study.languages, lexicons, voice, self.codebook().categories, study.speakers, study.scope)

    def reading(self) -> Reading:
        """How the study's files are read."""
        aliases = {alias: outlet for outlet, names in self.study.outlets.items() for alias in names}
        return Reading(mapping=dict(self.study.columns), outlets=aliases)

    def sweep(self) -> None:
        """Removes what a run that was killed left half written; only for who holds the folder's lock."""
        for unfinished in self.folder.rglob(".*.part"):
            unfinished.unlink(missing_ok=True)

    def clear(self) -> None:
        """Forgets all that was done before."""
        shutil.rmtree(self.work, ignore_errors=True)

    def each(self, stage: str, work: Callable[[Any], Any], tasks: Sequence[Any]) -> None:
        """Does the tasks that are not signed yet, with progress."""
        waiting = [task for task in tasks if not is_done(task.out, task.digest)]
        finished = 0

        def count(_: object) -> None:
            nonlocal finished
            finished += 1
            if self.progress is not None:
                self.progress(stage, finished, len(waiting))

        run_tasks(work, waiting, jobs=self.jobs, backend=self.backend, done=count)


@dataclass(frozen=True)
class Shards:
    """The shards of a corpus: their article parts in order, the user's own columns, and the digest of what was read."""

    parts: tuple[Path, ...]
    extra: tuple[str, ...]
    digest: str

    @property
    def names(self) -> list[str]:
        """The shards' names."""
        return [part.stem for part in self.parts]


def read_corpus(shop: Workshop) -> Shards:
    """Stage "read": the articles in shards; what could not be read goes to rejects.jsonl."""
    study = shop.study
    made_by = (__version__, str(FORMAT), str(shop.shard_articles))
    named = (repr(sorted(study.columns.items())), repr(sorted(study.outlets.items())))
    digest = text_digest(*made_by, *named, *_input_digests(study.articles))
    out = shop.work / "articles"
    if not is_done(out, digest):
        begin(out)
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        extra = _write_shards(shop, out)
        write_json(out / "columns.json", extra)
        sign("read", digest, sum(1 for _ in out.glob("*.parquet")), out)
    else:
        for line in read_json(out / "problems.json"):
            (shop.rejects if line["rejected"] else shop.notes).append(_problem(line))
    write_json_lines(shop.folder / "rejects.jsonl", read_json(out / "rejects.json"))
    parts = tuple(sorted(out.glob("*.parquet")))
    return Shards(parts, tuple(read_json(out / "columns.json")), digest)


def _input_digests(inputs: Sequence[Path]) -> Iterator[str]:
    """Name and content of every input file, in order."""
    for given in inputs:
        files = sorted(path for path in given.rglob("*") if path.is_file()) if given.is_dir() else [given]
        for path in files:
            yield path.relative_to(given).as_posix() if given.is_dir() else path.name
            yield file_digest(path)


def _write_shards(shop: Workshop, out: Path) -> list[str]:
    """Reads all articles and writes them as shards; returns the user's own columns in order of appearance."""
    extra: dict[str, None] = {}
    rejects: list[Mapping[str, Any]] = []
    held: list[Article] = []
    size = number = count = 0
    base = shop.study.path.resolve().parent

    def flush() -> None:
        nonlocal size, number
        own = list(dict.fromkeys(name for article in held for name in article.extra))
        extra.update(dict.fromkeys(own))
        rows = ({**dict.fromkeys(own, ""), **article.extra, **_article_row(article)} for article in held)
        write_rows(out / f"{number:05d}.parquet", rows, "articles", extra=own)
        held.clear()
        size, number = 0, number + 1

    for outcome in read_articles(shop.study.articles, reading=shop.reading()):
        if isinstance(outcome, Rejected):
            shop.rejects.append(outcome.problem)
            rejects.append(reject_record(Rejected(outcome.id, _seen_from(base, outcome.problem))))
        elif isinstance(outcome, Noted):
            shop.notes.append(outcome.problem)
        else:
            held.append(outcome)
            size += len(outcome.text)
            count += 1
            if len(held) >= shop.shard_articles or size >= SHARD_CHARACTERS:
                flush()
                if shop.progress is not None:
                    shop.progress("read", count, 0)
    if held or not number:
        flush()
    write_json(out / "rejects.json", rejects)
    told = [(problem, True) for problem in shop.rejects] + [(problem, False) for problem in shop.notes]
    write_json(out / "problems.json", [_problem_row(problem, rejected=rejected) for problem, rejected in told])
    return list(extra)


def _article_row(article: Article) -> dict[str, Any]:
    """The article as a row of the articles table; cluster and origin are found later."""
    return {
        "article": article.id,
        "outlet": article.outlet,
        "date": article.date,
        "language": article.language,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "country": article.country,
        "cluster": None,
        "origin": "",
    }


def _seen_from(base: Path, problem: Problem) -> Problem:
    """The problem with its file written relative to the study, so that it is the same wherever the study lies."""
    return replace(problem, place=replace(problem.place, file=os.path.relpath(problem.place.file, base)))


def _problem_row(problem: Problem, *, rejected: bool) -> dict[str, Any]:
    """A problem as it is kept between runs."""
    place = problem.place
    return {
        "rejected": rejected,
        "place": [place.file, place.line, place.column],
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _problem(row: Mapping[str, Any]) -> Problem:
    """The problem of such a row."""
    return Problem(Place(*row["place"]), row["code"], row["message"], row["hint"])


def survey_corpus(shop: Workshop, shards: Shards) -> list[Path]:
    """The survey of every shard: languages, and line hashes for what outlets print under many articles."""
    digest = text_digest(shards.digest, *shop.study.languages)
    out = [shop.work / "survey" / f"{name}.json" for name in shards.names]
    rules = CodingRules(shop.study.languages, shop.study.lexicons, shop.study.voice)
    tasks = [SurveyTask(part.stem, part, rules, path, digest) for part, path in zip(shards.parts, out, strict=True)]
    shop.each("survey", survey_shard, tasks)
    shop.notes.extend(_damages(out))
    return out


def _damages(surveys: Sequence[Path]) -> Iterator[Problem]:
    """One note for each kind of damage: how many articles have it, and the first of them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for survey in surveys:
        for row in read_json(survey):
            for code, message in row["damage"]:
                found.setdefault(code, []).append((row["article"], message))
    for code, articles in sorted(found.items()):
        first, message = articles[0]
        number = "1 article" if len(articles) == 1 else f"{len(articles)} articles"
        yield Problem(Place(first), code, f"{number} with {message}", "the raw text stays as it is; see docs/reading.md")


def find_copies(shop: Workshop, shards: Shards) -> Mapping[str, tuple[int, str]]:
    """For every article that has copies its cluster and the first article of it (by date, then order)."""
    out = shop.work / "copies.json"
    if not is_done(out, shards.digest):
        begin(out)
        ids, dates, texts = [], [], []
        for part in shards.parts:
            for article in read_shard(part):
                if len(article.text) >= SHORTEST_COPY:
                    ids.append(article.id)
                    dates.append(article.date)
                    texts.append(article.text)
        members: dict[int, list[int]] = {}
        for number, cluster in enumerate(near_duplicates(texts)):
            members.setdefault(cluster, []).append(number)
        copies = {}
        for cluster, numbers in enumerate(sorted(group for group in members.values() if len(group) > 1)):
            first = min(numbers, key=lambda number: (dates[number] or "9999", number))
            copies.update({ids[number]: [cluster, ids[first]] for number in numbers})
        write_json(out, copies)
        sign("copies", shards.digest, len(copies), out)
    return {article: (cluster, origin) for article, (cluster, origin) in read_json(out).items()}


def code_corpus(shop: Workshop, shards: Shards, surveys: Sequence[Path], copies: Mapping[str, tuple[int, str]]) -> str:
    """Stage "code": sentences and mentions of every shard, language by language; the digest of all that was done."""
    rules = shop.rules()
    repeated = _repeated(surveys, copies)
    furniture = text_digest(repr({outlet: sorted(lines) for outlet, lines in sorted(repeated.items())}))
    tasks = []
    for part, survey in zip(shards.parts, surveys, strict=True):
        spoken: dict[str, set[str]] = {}
        for row in read_json(survey):
            spoken.setdefault(row["language"], {row["language"]}).update(row["others"])
        for language in sorted(spoken):
            # an article is coded anew when the lexicon of any language it holds has changed
            digest = text_digest(shards.digest, furniture, *(rules.digest(each) for each in sorted(spoken[language])))
            out = shop.work / "code" / f"{part.stem}.{language}"
            tasks.append(CodeTask(part.stem, language, part, survey, rules, repeated, out, digest))
    shop.each("code", code_shard, tasks)
    digest = text_digest(*(task.digest for task in tasks))
    _write_tables(shop, shards, surveys, copies=copies, tasks=tasks, digest=digest)
    return digest


def _repeated(surveys: Sequence[Path], copies: Mapping[str, tuple[int, str]]) -> Mapping[str, frozenset[int]]:
    """For each outlet the lines it prints under many articles."""

    def lines() -> Iterator[ArticleLines]:
        alone = -1
        for survey in surveys:
            for row in read_json(survey):
                alone -= 1
                cluster = copies[row["article"]][0] if row["article"] in copies else alone
                yield ArticleLines(row["outlet"], cluster, frozenset(row["lines"]), row["title"])

    return repeated_lines(lines())


def _write_tables(
    shop: Workshop,
    shards: Shards,
    surveys: Sequence[Path],
    *,
    copies: Mapping[str, tuple[int, str]],
    tasks: Sequence[CodeTask],
    digest: str,
) -> None:
    """Weaves the parts of each shard into article order, then all shards into the tables of the run."""
    stamp = shop.work / "tables"
    if is_done(stamp, digest) and all((shop.tables / f"{name}.parquet").is_file() for name in ("articles", "sentences", "mentions")):
        return
    begin(stamp)
    woven: dict[str, list[Path]] = {"sentences": [], "mentions": []}
    articles = []
    for part, survey in zip(shards.parts, surveys, strict=True):
        rows = read_json(survey)
        order = [row["article"] for row in rows]
        mine = [task.out for task in tasks if task.shard == part.stem]
        for name, parts in woven.items():
            target = shop.work / "woven" / f"{part.stem}.{name}.parquet"
            weave_parts([part_path(path, name) for path in mine], order, target, name)
            parts.append(target)
        target = shop.work / "woven" / f"{part.stem}.articles.parquet"
        languages = {row["article"]: row["language"] for row in rows}
        write_rows(target, _finished(part, languages, copies), "articles", extra=shards.extra)
        articles.append(target)
    for name, parts in woven.items():
        merge_parts(parts, shop.tables / f"{name}.parquet", name)
    merge_parts(articles, shop.tables / "articles.parquet", "articles", extra=shards.extra)
    sign("tables", digest, sum(rows_of(task.out) for task in tasks), stamp)


def _finished(part: Path, languages: Mapping[str, str], copies: Mapping[str, tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """The rows of an article part with identified language, cluster and origin."""
    columns = read_columns(part)
    names = list(columns)
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(names, values, strict=True))
        row["language"] = languages.get(row["article"], UNKNOWN_LANGUAGE)
        row["cluster"], row["origin"] = copies.get(row["article"], (None, ""))
        yield row


def classify_corpus(shop: Workshop, shards: Shards, coded: str) -> str:
    """Stage "classify": predictions and stances of every shard; the digest of all that was done, "" without a model."""
    model = shop.study.model
    stamp = shop.work / "predictions"
    if model is None:
        for path in (receipt_path(stamp), *(shop.tables / f"{name}.parquet" for name in _PREDICTED)):
            path.unlink(missing_ok=True)
        return ""
    digest = text_digest(coded, file_digest(model))
    woven, out = shop.work / "woven", shop.work / "classify"
    tasks = []
    for name, part in zip(shards.names, shards.parts, strict=True):
        sentences, mentions = (woven / f"{name}.{table}.parquet" for table in ("sentences", "mentions"))
        tasks.append(ClassifyTask(name, part, sentences, mentions, model.resolve(), out / name, digest))
    shop.each("classify", classify_shard, tasks)
    if not (is_done(stamp, digest) and all((shop.tables / f"{name}.parquet").is_file() for name in _PREDICTED)):
        begin(stamp)
        for name in _PREDICTED:
            merge_parts([part_path(task.out, name) for task in tasks], shop.tables / f"{name}.parquet", name)
        sign("predictions", digest, 0, stamp)
    return digest
