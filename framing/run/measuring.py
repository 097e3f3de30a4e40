"""From the tables of a run to estimates, report and manifest."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from framing import __version__
from framing.io.outputs import read_json, write_json
from framing.io.tables import read_columns, write_csv, write_table
from framing.measure.corpus import CorpusEstimates, estimate_corpus
from framing.measure.dates import week_of
from framing.measure.keyness import Keyword, Options, distinctive_words
from framing.measure.tally import Copies, tally_mentions, weigh_copies
from framing.records import Estimate
from framing.report.charts import chart_names, draw_chart
from framing.report.charts.sheet import DrawnChart
from framing.report.data import ReportData, ReportTables, Results, StudyCard, Validity, build_report
from framing.report.html import render_report
from framing.resources import file_digest, text_digest
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


def measure_corpus(shop: Workshop, digest: str) -> Measured:
    """Stage "measure": all estimates, written as Parquet and CSV."""
    study = shop.study
    articles, mentions, sentences = (read_columns(shop.tables / f"{name}.parquet") for name in ("articles", "mentions", "sentences"))
    articles["week"] = [week_of(date or "") for date in articles["date"]]
    articles["words"] = _words(articles, sentences, study.parts)
    articles["counted"] = weigh_copies(articles, copies=_COPIES[study.copies])
    series = f"{study.group_by[0]}/week"
    tally = tally_mentions(
        articles,
        mentions,
        codebook=shop.codebook(),
        groupings=tuple(dict.fromkeys([*study.group_by, series])),
        weights=articles["counted"],
        parts=study.parts,
    )
    found = estimate_corpus(tally, codebook=shop.codebook(), level=study.interval, seed=study.seed)
    names = [item.name for item in fields(Estimate)]
    columns = {name: [getattr(estimate, name) for estimate in found.estimates] for name in names}
    write_table(shop.tables / "estimates.parquet", columns, "estimates")
    write_csv(shop.tables / "estimates.csv", columns, names)
    sign("measure", digest, len(found.estimates), shop.work / "measure")
    return Measured(articles, mentions, sentences, found)


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
        results=Results(measured.found.estimates, measured.found.differences, words),
        validity=Validity(),
        manifest=write_manifest(shop),
        rejects=shop.rejects,
    )
    render_report(data, shop.folder, drawn=_draw_charts(data, shop.jobs, shop.backend))
    return shop.folder / "index.html"


def _draw_charts(data: ReportData, jobs: int, backend: str) -> dict[str, DrawnChart | None]:
    """All charts of the report, drawn by as many workers as there are."""
    names = list(data.card.charts or chart_names())
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
        "tables": {path.name: file_digest(path) for path in sorted(shop.tables.iterdir()) if path.suffix in (".parquet", ".csv")},
    }
    write_json(shop.folder / "manifest.json", manifest)
    return manifest


def measure_digest(shop: Workshop, coded: str, classified: str) -> str:
    """The digest of everything estimates and report depend on."""
    study = shop.study
    # what stands in these is in the digests of the stages before
    known = dict.fromkeys(("path", "articles", "lexicons", "voice", "model"), "")
    settings = asdict(study) | known | {"codebook": file_digest(study.codebook)}
    return text_digest(__version__, coded, classified, repr(sorted(settings.items(), key=lambda item: item[0])))


def is_reported(shop: Workshop, digest: str) -> bool:
    """True when this very report has been written."""
    return is_done(shop.work / "report", digest) and (shop.folder / "index.html").is_file()


def sign_report(shop: Workshop, digest: str) -> None:
    """Signs the report."""
    sign("report", digest, 1, shop.work / "report")
