"""Made-up corpora for the tests of the report: outlets with known habits, sentences that stand where the tables say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from framing.codebook import Codebook, load_codebook
from framing.measure.copies import copies_effect
from framing.measure.corpus import estimate_corpus
from framing.measure.dates import week_of
from framing.measure.keyness import Options, distinctive_words
from framing.measure.tally import tally_mentions, weigh_copies
from framing.report.data import CoderScore, ReportData, ReportTables, Results, StudyCard, Validity, build_report

CODEBOOK = Path(__file__).parents[2] / "configs" / "codebooks" / "protest.yaml"
WORDS = {
    "protesters.terrorists": "террористы",
    "protesters.rioters": "rioters",
    "protesters.protesters": "protesters",
    "protesters.demonstrators": "митингующие",
    "protesters.citizens": "қала тұрғындары",
    "protesters.victims": "killed civilians",
    "event.terrorism": "coup attempt",
    "event.riot": "беспорядки",
    "event.protest": "protest",
    "event.uprising": "uprising",
    "foreign.instigation": "foreign mercenaries",
    "foreign.intervention": "invasion",
    "foreign.assistance": "миротворцы",
    "foreign.concern": "called for restraint",
    "response.order": "restore order",
    "response.repression": "crackdown",
}
NAMES = ("Степной голос", "Алатау таңы", "City Courier", "Вільний край", "Дневник", "Northern Post", "Тәуелсіз сөз", "Harbour Times")
SPEAKERS = (("the president", "state"), ("a witness", "witnesses"), ("the ministry", "state"), ("an activist", "opposition"), (None, None))


def codebook() -> Codebook:
    return load_codebook(CODEBOOK)


def outlet_names(count: int) -> list[str]:
    return [NAMES[number] if number < len(NAMES) else f"{NAMES[number % len(NAMES)]} {number}" for number in range(count)]


def tables(*, outlets: int = 5, articles: int = 60, mentions: float = 6.0, seed: int = 1) -> ReportTables:
    """Articles with sentences "… <word> …", where every outlet has its own habits of naming and of voice."""
    random = np.random.default_rng(seed)
    names, book = outlet_names(outlets), codebook()
    habits = random.dirichlet(np.full(16, 0.8), outlets)
    voices = random.dirichlet((4, 2, 2, 0.8), outlets)
    a: dict[str, list[Any]] = {
        name: [] for name in ("article", "outlet", "date", "language", "title", "text", "url", "country", "cluster", "words")
    }
    m: dict[str, list[Any]] = {
        name: []
        for name in (
            "article", "sentence", "start", "end", "surface", "category", "entry", "voice", "negated", "source", "source_name", "source_group",
            "because", "field", "part", "in_scope", "language",
        )
    }  # fmt: skip
    s: dict[str, list[Any]] = {name: [] for name in ("article", "sentence", "start", "end", "part", "language")}
    for number in range(articles):
        outlet = int(random.integers(outlets)) if number >= outlets else number
        name, text = f"art-{number:05d}", ""
        for sentence in range(1, 2 + int(random.poisson(mentions))):
            category = book.categories[int(random.choice(16, p=habits[outlet]))]
            voice = ("own", "reported", "quoted", "distanced")[int(random.choice(4, p=voices[outlet]))]
            speaker = SPEAKERS[int(random.integers(len(SPEAKERS)))] if voice != "own" else (None, None)
            start = len(text)
            lead = f"On the square of the city, people in the crowd said on day {sentence} that "
            text += f"{lead}{WORDS[category]} were there in the morning. "
            row = (
                name, sentence, start + len(lead), start + len(lead) + len(WORDS[category]), WORDS[category], category, WORDS[category], voice,
                bool(random.random() < 0.04), speaker[0], speaker[0], speaker[1], ["said", "that"] if voice != "own" else [], "text", "body", True, "en",
            )  # fmt: skip
            for column, value in zip(m, row, strict=True):
                m[column].append(value)
            for column, value in zip(s, (name, sentence, start, len(text) - 1, "body", "en"), strict=True):
                s[column].append(value)
        day = f"2022-01-{2 + int(random.integers(26)):02d}"
        row_a = (
            name,
            names[outlet],
            day,
            ("ru", "kk", "en")[outlet % 3],
            f"Headline {number}",
            text,
            f"https://example.org/{number}",
            "KZ",
            None,
            120,
        )
        for column, value in zip(a, row_a, strict=True):
            a[column].append(value)
    for number in range(0, min(12, articles), 2):
        a["cluster"][number] = a["cluster"][min(number + 1, articles - 1)] = f"c{number}"
    return ReportTables(a, m, s)


def report(found: ReportTables | None = None, *, card: StudyCard | None = None, **sizes: Any) -> ReportData:
    """The report of a made-up corpus."""
    parts = found or tables(**sizes)
    articles = dict(parts.articles)
    articles["week"] = [week_of(date) for date in articles["date"]]
    articles["counted"] = weigh_copies(articles)
    book = codebook()
    tally = tally_mentions(articles, parts.mentions, codebook=book, groupings=("outlet", "outlet/week"), weights=articles["counted"])
    results = estimate_corpus(tally, codebook=book, permutations=199)
    outlet = dict(zip(articles["article"], articles["outlet"], strict=True))
    language = dict(zip(articles["article"], articles["language"], strict=True))
    texts = dict(zip(articles["article"], articles["text"], strict=True))
    of = list(parts.mentions["article"])
    around = [texts[name][max(0, start - 60) : start + 60] for name, start in zip(of, parts.mentions["start"], strict=True)]
    words = distinctive_words(
        around, [outlet[name] for name in of], of, languages=[language[name] for name in of], options=Options(replicates=50)
    )
    scores = tuple(CoderScore("lexicon", each, "f1", 0.8, 120, 0.72, 0.87) for each in ("ru", "kk", "en"))
    return build_report(
        card
        or StudyCard("made-up", title="A made-up study", question="How are they named?", command="make report STUDY=configs/made-up.yaml"),
        codebook=book,
        tables=ReportTables(articles, parts.mentions, parts.sentences),
        results=Results(
            results.estimates,
            results.differences,
            words,
            copies_effect(articles, parts.mentions, codebook=book, weights=articles["counted"]),
        ),
        validity=Validity(scores),
        manifest={"framing": "0.1.0", "inputs": {"demo.csv": "0123456789abcdef"}},
        rejects=[{"place": "x.csv:3", "message": "no text"}],
    )


ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"quoted' {{ 7*7 }} \u202eturned"


def hostile(**card: Any) -> ReportData:
    """A report in which every text that comes from outside attacks the page."""
    found = tables(outlets=2, articles=30)
    articles, mentions = found.articles, found.mentions
    articles["title"] = [ATTACK] * 30
    articles["url"] = ["javascript:alert(3)"] * 30
    articles["outlet"] = [f"{name} <b onclick=alert(4)>" for name in articles["outlet"]]
    articles["text"] = [text[:-1] + ATTACK for text in articles["text"]]
    mentions["source_name"] = [ATTACK if name else None for name in mentions["source_name"]]
    mentions["source_group"] = [f"{name}<i>" if name else None for name in mentions["source_group"]]
    mentions["because"] = [[ATTACK]] * len(mentions["article"])
    mentions["surface"] = [ATTACK] * len(mentions["article"])
    study = StudyCard("x", charts=("naming", "sources"), title=ATTACK, question=ATTACK, note="<u>note</u>", command=ATTACK, **card)
    return report(found, card=study)
