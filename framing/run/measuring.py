"""From the tables of a run to estimates, report and manifest."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from framing import __version__
from framing.io.outputs import read_json, write_json
from framing.io.tables import read_columns, write_csv, write_table
from framing.measure.corpus import CorpusEstimates, estimate_corpus
from framing.measure.dates import week_of
from framing.measure.keyness import Keyword, distinctive_words
from framing.measure.tally import tally_mentions, weigh_copies, words_per_article
from framing.records import Estimate
from framing.report.data import Results, ReportData, ReportTables, StudyCard, Validity, build_report
from framing.report.html import render_report
from framing.resources import file_digest, text_digest
from framing.run.stages import Workshop
from framing.run.tasks import is_done, sign

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pyarrow", "daachorse", "py3langid", "matplotlib")
_DERIVED = ("week",)


def load_articles(shop: Workshop, *, text: bool) -> dict[str, list[Any]]:
    """The articles table with the derived columns (week) and, for rates, the number of counted words."""
    path = shop.tables / "articles.parquet"
    columns = read_columns(path)
    if not text:
        columns.pop("text")
    columns["week"] = [week_of(date or "") for date in columns["date"]]
    return columns


def measure_corpus(shop: Workshop, digest: str) -> CorpusEstimates:
    """Stage "measure": all estimates, written as Parquet and CSV."""
    articles = load_articles(shop, text=True)
    sentences = read_columns(shop.tables / "sentences.parquet")
    articles["words"] = list(words_per_article(articles, sentences, parts=shop.study.parts))
    mentions = read_columns(shop.tables / "mentions.parquet")
    tally = tally_mentions(
        articles,
        mentions,
        codebook=shop.codebook(),
        groupings=shop.study.group_by,
        weights=weigh_copies(articles, copies=shop.study.copies),
        parts=shop.study.parts,
    )
    found = estimate_corpus(tally, codebook=shop.codebook(), level=shop.study.interval, seed=shop.study.seed)
    names = [item.name for item in fields(Estimate)]
    columns = {name: [getattr(estimate, name) for estimate in found.estimates] for name in names}
    write_table(shop.tables / "estimates.parquet", columns, "estimates")
    write_csv(shop.tables / "estimates.csv", columns, names)
    sign("measure", digest, len(found.estimates), shop.work / "measure")
    return found


def report_corpus(shop: Workshop, found: CorpusEstimates) -> Path:
    """Stage "report": the page, the charts and the manifest; the path of the page."""
    study = shop.study
    articles = load_articles(shop, text=True)
    mentions = read_columns(shop.tables / "mentions.parquet")
    sentences = read_columns(shop.tables / "sentences.parquet")
    manifest = write_manifest(shop)
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
    words = _keywords(articles, mentions, sentences, study.group_by[0], study.seed)
    data: ReportData = build_report(
        card,
        codebook=shop.codebook(),
        tables=ReportTables(articles, mentions, sentences),
        results=Results(found.estimates, found.differences, words),
        validity=Validity(),
        manifest=manifest,
        rejects=shop.rejects,
    )
    render_report(data, shop.folder)
    return shop.folder / "index.html"


def _keywords(
    articles: Mapping[str, Sequence[Any]],
    mentions: Mapping[str, Sequence[Any]],
    sentences: Mapping[str, Sequence[Any]],
    grouping: str,
    seed: int,
) -> list[Keyword]:
    """The words that mark each group around its mentions."""
    row = {article: number for number, article in enumerate(articles["article"])}
    wanted = {
        (article, sentence)
        for article, sentence, part, scope in zip(
            mentions["article"], mentions["sentence"], mentions["part"], mentions["in_scope"], strict=True
        )
        if scope and part in ("headline", "body")
    }
    contexts, groups, owners, languages = [], [], [], []
    names = ("article", "sentence", "start", "end", "field", "language")
    for article, sentence, start, end, field, language in zip(*(sentences[name] for name in names), strict=True):
        if (article, sentence) in wanted:
            number = row[article]
            contexts.append(articles["title" if field == "title" else "text"][number][start:end])
            groups.append(str(articles[grouping][number] or ""))
            owners.append(article)
            languages.append(language)
    return list(distinctive_words(contexts, groups, owners, languages=languages, seed=seed)) if contexts else []


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
        "tables": {path.name: file_digest(path) for path in sorted(shop.tables.iterdir()) if path.suffix in (".parquet", ".csv")},
    }
    write_json(shop.folder / "manifest.json", manifest)
    return manifest


def measure_digest(shop: Workshop, coded: str, classified: str) -> str:
    """The digest of everything estimates and report depend on."""
    settings = asdict(shop.study) | {"path": "", "articles": "", "lexicons": "", "voice": "", "codebook": file_digest(shop.study.codebook), "model": ""}
    return text_digest(__version__, coded, classified, repr(sorted(settings.items(), key=lambda item: item[0])))


def is_reported(shop: Workshop, digest: str) -> bool:
    """True when this very report has been written."""
    return is_done(shop.work / "report", digest) and (shop.folder / "index.html").is_file()


def sign_report(shop: Workshop, digest: str) -> None:
    """Signs the report."""
    sign("report", digest, 1, shop.work / "report")
