"""From the tables of a run to estimates, report and manifest."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from framing import __version__
from framing.codebook import Codebook
from framing.io.outputs import read_json, write_json
from framing.io.tables import read_columns, write_csv, write_table
from framing.measure.change import measure_change, periods
from framing.measure.compare import mark_comparable
from framing.measure.copies import CopiesEffect, copies_effect
from framing.measure.corpus import CorpusEstimates, estimate_corpus
from framing.measure.correct import correct_all, fill_corrected
from framing.measure.dates import day_of, week_of
from framing.measure.keyness import Keyword, Options, distinctive_words
from framing.measure.recall import Score, scores_by_language
from framing.measure.tally import Copies, Tally, tally_mentions, weigh_copies
from framing.records import Estimate
from framing.report.charts import chart_names, draw_chart
from framing.report.charts.sheet import DrawnChart
from framing.report.data import CoderScore, ReportData, ReportTables, Results, StudyCard, Validity, build_report
from framing.report.html import render_report
from framing.report.sheets import write_sheets
from framing.resources import file_digest, text_digest
from framing.run.people import Columns, HandCoded, correct_mentions, read_hand_coded, read_relevance
from framing.run.runner import run_tasks
from framing.run.stages import Workshop
from framing.run.tasks import is_done, sign

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pyarrow", "daachorse", "py3langid", "matplotlib")
_COPIES: Mapping[str, Copies] = {"per_outlet": "per_outlet", "once": "once", "all": "all"}


@dataclass(frozen=True)
class Measured:
    """The tables of a run as columns (articles with week, words and weight), and what was estimated from them."""

    articles: dict[str, list[Any]]
    mentions: dict[str, list[Any]]
    sentences: dict[str, list[Any]]
    found: CorpusEstimates
    validity: Validity
    copies: Sequence[CopiesEffect]


def measure_corpus(shop: Workshop, digest: str) -> Measured:
    """Stage "measure": all estimates, written as Parquet and CSV."""
    study, codebook = shop.study, shop.codebook()
    articles, mentions, sentences = (read_columns(shop.tables / f"{name}.parquet") for name in ("articles", "mentions", "sentences"))
    articles["week"] = [week_of(date or "") for date in articles["date"]]
    articles["day"] = [day_of(date or "") for date in articles["date"]]
    articles["words"] = _words(articles, sentences, study.parts)
    articles["counted"] = weigh_copies(articles, copies=_COPIES[study.copies])
    mentions, corrected_by = _corrected(shop, mentions, codebook)
    _judge_relevance(shop, articles, mentions)

    groupings = tuple(dict.fromkeys([*study.group_by, f"{study.group_by[0]}/{study.series}"]))
    if study.baseline is not None:
        articles["period"] = periods(articles["date"], *study.baseline)
        groupings = (*groupings, f"{study.group_by[0]}/period")

    def tally(of: Mapping[str, Sequence[Any]]) -> Tally:
        return tally_mentions(articles, of, codebook=codebook, groupings=groupings, weights=articles["counted"], parts=study.parts)

    machine = tally(mentions)
    found = estimate_corpus(machine, codebook=codebook, level=study.interval, seed=study.seed)
    if study.baseline is not None:
        found.estimates.extend(measure_change(machine, study.group_by[0], codebook=codebook, level=study.interval))
    coded = _hand_coded(shop, articles, mentions, codebook)
    if coded.articles:
        shares = correct_all(
            machine, tally(coded.mentions), coded=coded.articles, codebook=codebook, groupings=study.group_by, level=study.interval
        )
        found.estimates[:] = fill_corrected(found.estimates, shares)
    scores = scores_by_language(coded.compared, level=study.interval)
    languages = _languages_of_groups(articles, study.group_by[0])
    recall = {language: score.recall for language, score in scores.items()}
    found.differences[:] = [
        *mark_comparable([each for each in found.differences if each.grouping == study.group_by[0]], languages, recall),
        *(each for each in found.differences if each.grouping != study.group_by[0]),
    ]
    names = [item.name for item in fields(Estimate)]
    columns = {name: [getattr(estimate, name) for estimate in found.estimates] for name in names}
    write_table(shop.tables / "estimates.parquet", columns, "estimates")
    write_csv(shop.tables / "estimates.csv", columns, names)
    sign("measure", digest, len(found.estimates), shop.work / "measure")
    effect = copies_effect(
        articles, mentions, codebook=codebook, grouping=study.group_by[0], weights=articles["counted"], parts=study.parts
    )
    return Measured(articles, mentions, sentences, found, _validity(scores, coded, corrected_by), effect)


def _corrected(shop: Workshop, mentions: Columns, codebook: Codebook) -> tuple[Columns, Mapping[str, int]]:
    """The mentions with what people corrected, and how many corrections came from whom."""
    if shop.study.corrections is None:
        return mentions, {}
    result = correct_mentions(shop.study.corrections, mentions, codebook)
    shop.notes.extend(result.problems)
    return result.mentions, result.by


def _judge_relevance(shop: Workshop, articles: Columns, mentions: Columns) -> None:
    """Writes which articles are about the event (they have a mention in scope), and leaves out those that people say are not."""
    inside = {article for article, scope in zip(mentions["article"], mentions["in_scope"], strict=True) if scope}
    relevant = [article in inside for article in articles["article"]]
    said: Mapping[str, bool] = {}
    if shop.study.relevance is not None:
        said, problems = read_relevance(shop.study.relevance, articles["article"])
        shop.notes.extend(problems)
    names = ("article", "outlet", "date", "title", "relevant", "by")
    listed = {name: list(articles[name]) for name in names[:4]}
    answers = [said.get(article, own) for article, own in zip(articles["article"], relevant, strict=True)]
    listed["relevant"] = ["yes" if answer else "no" for answer in answers]
    listed["by"] = ["people" if article in said else "machine" for article in articles["article"]]
    write_csv(shop.tables / "relevance.csv", listed, names)
    articles["about"] = answers
    articles["relevant"] = [said.get(article, True) for article in articles["article"]]


def _hand_coded(shop: Workshop, articles: Columns, mentions: Columns, codebook: Codebook) -> HandCoded:
    """What people coded of the corpus, beside the machine's mentions that count."""
    if shop.study.coded is None:
        return HandCoded()
    rows = [
        row
        for row, (part, scope) in enumerate(zip(mentions["part"], mentions["in_scope"], strict=True))
        if part in shop.study.parts and scope
    ]
    counted = {name: [mentions[name][row] for row in rows] for name in ("article", "field", "start", "end", "category", "negated")}
    coded = read_hand_coded(shop.study.coded, articles, counted, codebook)
    shop.notes.extend(coded.problems)
    return coded


def _languages_of_groups(articles: Columns, grouping: str) -> dict[str, str]:
    """The language of each group, "" where it writes in several."""
    found: dict[str, set[str]] = {}
    for group, language in zip(articles[grouping], articles["language"], strict=True):
        found.setdefault(str(group or ""), set()).add(language)
    return {group: next(iter(languages)) if len(languages) == 1 else "" for group, languages in found.items()}


def _validity(scores: Mapping[str, Score], coded: HandCoded, corrected_by: Mapping[str, int]) -> Validity:
    """What is known of the coders: recall and precision per language on what people coded, and who corrected how much."""
    rows = [
        CoderScore("lexicon", language, measure, value.value, n, value.low, value.high)
        for language, score in scores.items()
        for measure, value, n in (("recall", score.recall, score.human), ("precision", score.precision, score.machine))
    ]
    return Validity(tuple(rows), coded=len(coded.articles), corrected_by=dict(sorted(corrected_by.items())))


def _words(articles: Mapping[str, Sequence[Any]], sentences: Mapping[str, Sequence[Any]], parts: Sequence[str]) -> list[int]:
    """How many words each article has in the parts that count."""
    row = {article: number for number, article in enumerate(articles["article"])}
    words = [0] * len(row)
    names = ("article", "start", "end", "field", "part")
    for article, start, end, field, part in zip(*(sentences[name] for name in names), strict=True):
        if part in parts:
            number = row[article]
            words[number] += len(articles["title" if field == "title" else "text"][number][start:end].split())
    return words


def report_corpus(shop: Workshop, measured: Measured) -> Path:
    """Stage "report": the page, the charts and the manifest; the path of the page."""
    study = shop.study
    card = StudyCard(
        name=study.name,
        title=study.title,
        question=study.question,
        language=study.labels,
        grouping=study.group_by[0],
        text=study.text,
        charts=study.charts,
        command=f"framing run {study.name}",
        copies=study.copies,
    )
    words = _keywords(measured, study.group_by[0], study.seed)
    data: ReportData = build_report(
        card,
        codebook=shop.codebook(),
        tables=ReportTables(measured.articles, measured.mentions, measured.sentences),
        results=Results(measured.found.estimates, measured.found.differences, words, measured.copies),
        validity=measured.validity,
        manifest=write_manifest(shop),
        rejects=shop.rejects,
    )
    render_report(data, shop.folder, drawn=_draw_charts(data, shop.jobs, shop.backend))
    write_sheets(data, shop.tables)
    return shop.folder / "index.html"


def _draw_charts(data: ReportData, jobs: int, backend: str) -> dict[str, DrawnChart | None]:
    """All charts of the report, drawn by as many workers as there are."""
    names = list(data.card.charts or chart_names(data.codebook))
    if jobs == 1:
        return {}
    shares = [(names[start::jobs], data) for start in range(jobs)]
    drawn = run_tasks(_draw_share, shares, jobs=jobs, backend=backend if backend in ("loky", "threads") else "loky")
    return {name: chart for share in drawn for name, chart in share.items()}


def _draw_share(task: tuple[Sequence[str], ReportData]) -> dict[str, DrawnChart | None]:
    """One worker's charts."""
    names, data = task
    return {name: draw_chart(name, data) for name in names}


def _keywords(measured: Measured, grouping: str, seed: int) -> list[Keyword]:
    """The words that mark each group around its mentions."""
    articles, mentions, sentences = measured.articles, measured.mentions, measured.sentences
    row = {article: number for number, article in enumerate(articles["article"])}
    keys = ("article", "sentence", "part", "in_scope")
    wanted = {
        (article, sentence)
        for article, sentence, part, scope in zip(*(mentions[key] for key in keys), strict=True)
        if scope and part in ("headline", "body")
    }
    contexts, groups, owners, languages = [], [], [], []
    names = ("article", "sentence", "start", "end", "field", "language")
    for article, sentence, start, end, field, language in zip(*(sentences[name] for name in names), strict=True):
        number = row[article]
        if (article, sentence) in wanted and articles["counted"][number]:
            contexts.append(articles["title" if field == "title" else "text"][number][start:end])
            groups.append(str(articles[grouping][number] or ""))
            owners.append(article)
            languages.append(language)
    return list(distinctive_words(contexts, groups, owners, languages=languages, options=Options(seed=seed))) if contexts else []


def write_manifest(shop: Workshop) -> dict[str, Any]:
    """What the run was made from: versions and digests, no clock and no absolute path; also written to manifest.json."""
    study = shop.study
    lexicons = {
        f"{folder.name}/{language}.yaml": file_digest(folder / f"{language}.yaml")
        for folder in (study.lexicons, study.voice)
        for language in study.languages
    }
    manifest = {
        "framing": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "study": study.name,
        "settings": dict(study.settings),
        "articles": read_json(shop.work / "articles.receipt.json")["digest"],
        "lexicons": lexicons,
        "codebook": file_digest(study.codebook),
        "model": file_digest(study.model) if study.model is not None else None,
        "by_hand": {name: file_digest(path) for name, path in study.by_hand.items() if path is not None},
        "tables": {path.name: file_digest(path) for path in sorted(shop.tables.iterdir()) if path.suffix in (".parquet", ".csv")},
    }
    write_json(shop.folder / "manifest.json", manifest)
    return manifest


def measure_digest(shop: Workshop, coded: str, classified: str) -> str:
    """The digest of everything estimates and report depend on."""
    study = shop.study
    # what stands in these is in the digests of the stages before
    known = dict.fromkeys(("path", "articles", "lexicons", "voice", "model"), "")
    by_hand = {name: file_digest(path) if path else "" for name, path in study.by_hand.items()}
    settings = asdict(study) | known | by_hand | {"codebook": file_digest(study.codebook)}
    return text_digest(__version__, coded, classified, repr(sorted(settings.items(), key=lambda item: item[0])))


def is_reported(shop: Workshop, digest: str) -> bool:
    """True when this very report has been written."""
    return is_done(shop.work / "report", digest) and (shop.folder / "index.html").is_file()


def sign_report(shop: Workshop, digest: str) -> None:
    """Signs the report."""
    sign("report", digest, 1, shop.work / "report")
