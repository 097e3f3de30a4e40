"""A small study with two toy languages, so that whole runs take a second and no morphology engine."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

LEXICON = """\
language: {language}
morphology: none
categories:
  protesters.terrorists:
    - forms: [terrorist, terrorists]
  protesters.protesters:
    - forms: [protester, protesters]
  event.riot:
    - forms: [riot, riots]
  foreign.assistance:
    - forms: [peacekeepers, help from abroad]
  response.repression:
    - forms: [opened fire]
"""
VOICE = """\
language: {language}
morphology: none
cues:
  saying: [{{forms: [said, says]}}]
  according: [{{forms: [according to]}}]
  so_called: [{{forms: [so-called]}}]
  negator: [{{forms: [no, not], within: 2}}]
  complementizer: [{{forms: [that]}}]
  pronoun: [{{forms: [he, she]}}]
  role: [{{forms: [president, minister, ministry, witness]}}]
quotation:
  marks: ["«»", "““", '""']
finite:
  words: [seized, was, were, are, is, burned]
"""
STUDY = """\
title: A toy
articles: [articles]
languages: [qa, qb]
lexicons: lexicons
voice: voice
model: none
charts: [naming]
group_by: [outlet]
seed: 7
"""
SENTENCES = (
    "The president said that terrorists had seized the airport.",
    "Protesters filled the square, and police opened fire.",
    "“There were no terrorists among us,” a witness said.",
    "According to the ministry, the riots were over, and peacekeepers stayed.",
    "The so-called “terrorists” were protesters from the mines.",
)


def write_toy(folder: Path, *, articles: int = 24, languages: tuple[str, ...] = ("qa", "qb")) -> Path:
    """A study in the folder: lexicon and voice file for each language, and a table of articles; the path of the study file."""
    for kind, text in (("lexicons", LEXICON), ("voice", VOICE)):
        (folder / kind).mkdir(parents=True)
        for language in languages:
            (folder / kind / f"{language}.yaml").write_text(text.format(language=language), encoding="utf-8")
    (folder / "articles").mkdir()
    with (folder / "articles" / "corpus.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "text", "outlet", "date", "language", "section"])
        for number in range(articles):
            body = " ".join(SENTENCES[(number + step * (1 + number % 3)) % len(SENTENCES)] for step in range(3))
            title = f"Riots in the city, day {number}"
            date = f"2022-01-{1 + number % 28:02d}"
            writer.writerow([f"a{number:04d}", title, body, f"outlet {number % 3}", date, languages[number % len(languages)], "news"])
    study = folder / "toy.yaml"
    study.write_text(STUDY.replace("[qa, qb]", f"[{', '.join(languages)}]"), encoding="utf-8")
    return study


@pytest.fixture
def toy_study(tmp_path: Path) -> Path:
    """The toy study."""
    return write_toy(tmp_path / "study")
