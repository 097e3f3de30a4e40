"""The work on one shard of articles: what workers do. Each task reads parts, writes parts, and hands back a small receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from framing.io.outputs import mention_record, read_json, write_json
from framing.io.tables import read_batches, write_rows
from framing.records import Article, Receipt, Sentence
from framing.run.coder import CodedArticle, Coder, CodingRules
from framing.run.concepts import concepts_in_rows
from framing.text.damage import text_damage
from framing.text.legible import legible
from framing.text.repetition import line_hash, line_hashes

FORMAT = 3
_CLASSIFIED_ROWS = 2_000
# rows below this say that a label is absent; leaving them out makes the table ten times smaller
LEAST_PROBABILITY = 0.02


@dataclass(frozen=True)
class SurveyTask:
    """Languages and line hashes of one shard."""

    shard: str
    articles: Path
    rules: CodingRules
    out: Path
    digest: str


@dataclass(frozen=True)
class CodeTask:
    """Sentences and mentions of one language in one shard."""

    shard: str
    language: str
    articles: Path
    survey: Path
    rules: CodingRules
    repeated: Mapping[str, frozenset[int]]
    out: Path
    digest: str


@dataclass(frozen=True)
class ClassifyTask:
    """Predictions and stances of one shard."""

    shard: str
    articles: Path
    sentences: Path
    mentions: Path
    model: Path
    out: Path
    digest: str


def survey_shard(task: SurveyTask) -> Receipt:
    """The receipt of a shard's survey: for every article its languages, outlet, and the hashes of its title and lines."""
    coder = Coder(task.rules)
    rows = []
    for article in read_shard(task.articles):
        language = coder.language_of(article)
        rows.append(
            {
                "article": article.id,
                "language": language,
                "others": coder.others_of(article, language),
                "outlet": article.outlet,
                "title": line_hash(legible(article.title).text),
                "lines": sorted(line_hashes(legible(article.text).text)),
                "damage": [[damage.code, damage.message] for damage in text_damage(article.text)],
            }
        )
    begin(task.out)
    write_json(task.out, rows)
    return _signed("survey", task.shard, task.digest, len(rows), task.out)


def code_shard(task: CodeTask) -> Receipt:
    """The receipt of one language of a shard: its sentences and mentions are written as two parts."""
    others = {row["article"]: tuple(row["others"]) for row in read_json(task.survey) if row["language"] == task.language}
    coder = Coder(task.rules)
    coded: list[CodedArticle] = []
    for article in read_shard(task.articles):
        if article.id in others:
            repeated = task.repeated.get(article.outlet, frozenset())
            coded.append(coder.code(article, language=task.language, others=others[article.id], repeated=repeated))
    sentences = (_sentence_row(sentence) for item in coded for sentence in item.sentences)
    mentions = (mention_record(mention) for item in coded for mention in item.mentions)
    begin(task.out)
    write_rows(part_path(task.out, "sentences"), sentences, "sentences")
    rows = write_rows(part_path(task.out, "mentions"), mentions, "mentions")
    return _signed("code", f"{task.shard}.{task.language}", task.digest, rows, task.out)


def classify_shard(task: ClassifyTask) -> Receipt:
    """The receipt of a shard's predictions and stances."""
    from framing.io.modelfile import load_model

    model = load_model(task.model)
    texts = {article.id: article for article in read_shard(task.articles)}
    concepts = concepts_in_rows(row for batch in read_batches(task.mentions, rows=_CLASSIFIED_ROWS) for row in batch)
    predictions: list[dict[str, Any]] = []
    stances: list[dict[str, Any]] = []
    for batch in read_batches(task.sentences, rows=_CLASSIFIED_ROWS):
        counted = [row for row in batch if row["part"] != "boilerplate"]
        found = [concepts.get((row["article"], row["sentence"]), set()) for row in counted]
        answers = model.predict([_words(texts[row["article"]], row) for row in counted], concepts=found)
        for row, predicted in zip(counted, answers, strict=True):
            place = {"article": row["article"], "sentence": row["sentence"]}
            labels = predicted["labels"].items()
            predictions.extend({**place, "label": label, "probability": value} for label, value in labels if value >= LEAST_PROBABILITY)
            stances.extend(
                {**place, "target": target, "value": value, "probability": share}
                for target, shares in predicted["stance"].items()
                if shares.get("neutral", 0.0) < 1 - LEAST_PROBABILITY
                for value, share in shares.items()
            )
    begin(task.out)
    write_rows(part_path(task.out, "stances"), stances, "stances")
    rows = write_rows(part_path(task.out, "predictions"), predictions, "predictions")
    return _signed("classify", task.shard, task.digest, rows, task.out)


def read_shard(path: Path) -> Iterator[Article]:
    """The articles of a shard, as they were read."""
    for batch in read_batches(path, rows=256):
        for row in batch:
            yield Article(
                id=row["article"],
                text=row["text"],
                title=row["title"],
                outlet=row["outlet"],
                date=row["date"],
                language=row["language"],
                url=row["url"],
                country=row["country"],
            )


def _sentence_row(sentence: Sentence) -> dict[str, Any]:
    """The sentence as a row of its table."""
    return {
        "article": sentence.article,
        "sentence": sentence.sentence,
        "start": sentence.start,
        "end": sentence.end,
        "part": sentence.part,
        "language": sentence.language,
        "field": sentence.field,
    }


def _words(article: Article, row: Mapping[str, Any]) -> str:
    """The words of a sentence row, in letters that can be read."""
    return legible(article.title if row["field"] == "title" else article.text).words(row["start"], row["end"])


def part_path(out: Path, table: str) -> Path:
    """Where an output's part of a table stands."""
    return out.with_name(f"{out.name}.{table}.parquet")


def receipt_path(out: Path) -> Path:
    """Where the receipt of an output stands."""
    return out.with_name(out.name + ".receipt.json")


def _signed(stage: str, shard: str, digest: str, rows: int, out: Path) -> Receipt:
    """Writes the receipt, last of all."""
    receipt = Receipt(stage, shard, digest, rows)
    write_json(receipt_path(out), asdict(receipt))
    return receipt


def sign(stage: str, digest: str, rows: int, out: Path, files: Sequence[str] = ()) -> Receipt:
    """The receipt of a stage that the driver did itself, written last."""
    receipt = Receipt(stage, "", digest, rows, tuple(files))
    write_json(receipt_path(out), asdict(receipt))
    return receipt


def begin(out: Path) -> None:
    """Takes back the receipt of an output before it is written anew: half of the new work must not pass for the old."""
    receipt_path(out).unlink(missing_ok=True)


def is_done(out: Path, digest: str) -> bool:
    """True when this very work has been done and signed."""
    path = receipt_path(out)
    return path.is_file() and read_json(path).get("digest") == digest


def rows_of(out: Path) -> int:
    """How many rows a signed output has."""
    return int(read_json(receipt_path(out))["rows"])
