"""From coded files to a trained model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing import __version__
from framing.codebook import Codebook, load_codebook
from framing.errors import FramingError, Place, Problem
from framing.io.annotations import CodedText, read_coded
from framing.resources import file_digest, shipped_folder
from framing.run.coder import CodingRules, shipped_languages
from framing.run.concepts import concepts_in_texts, denied_only


@dataclass(frozen=True)
class TrainingSettings:
    """How to train: against which codebook, with which sentence vectors, taught by whom on which unlabelled texts."""

    codebook: Path | None = None
    embedder: str = ""
    teacher: str = ""
    unlabelled: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True)
class Trained:
    """What training gave: problems of the input, the card of the model, and a line for people."""

    problems: tuple[Problem, ...]
    summary: str
    card: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CodedCorpus:
    """Coded texts ready to learn from or to score against.

    `open` holds labels that coders left undecided; `concepts` what the lexicon finds in each text, None where it knows none of the labels.
    """

    rows: tuple[Mapping[str, Any], ...]
    open: tuple[frozenset[str], ...]
    concepts: tuple[frozenset[str], ...] | None
    problems: tuple[Problem, ...] = ()

    @property
    def texts(self) -> list[str]:
        """The texts."""
        return [str(row["text"]) for row in self.rows]

    @property
    def labels(self) -> list[list[str]]:
        """The labels of each text."""
        return [list(row["labels"]) for row in self.rows]

    @property
    def languages(self) -> list[str]:
        """The language of each text."""
        return [str(row["language"] or "und") for row in self.rows]


def train_from_files(paths: Sequence[str], output: Path, *, settings: TrainingSettings | None = None) -> Trained:
    """Trains on coded files and writes the model; says what it was trained on.

    Raises FramingError where no coded text is left.
    """
    from framing.classify.bundle import train_model
    from framing.classify.model import FrameClassifier
    from framing.io.modelfile import save_model

    settings = settings or TrainingSettings()
    book = load_codebook(settings.codebook) if settings.codebook else None
    corpus = read_corpus(paths)
    rows, concepts, problems = _usable(corpus, book, str(settings.codebook))
    if settings.teacher:
        rows, concepts = _with_taught(rows, concepts, settings)
    card = _card(rows, paths, settings)
    targets = sorted({target for row in rows for target in row["stance"]})
    classifier = FrameClassifier(embedder=settings.embedder, seed=settings.seed)
    model = train_model(rows, targets=targets, concepts=concepts, several=_several(book), classifier=classifier)
    held_out = model.categories.linear_.held_out_
    model.card = {**card, "held_out": {name: round(value, 4) for name, value in held_out.items()}} if held_out else card
    save_model(model, output)
    scores = f", held-out F1 {held_out['micro_f1']:.3f} (micro) {held_out['macro_f1']:.3f} (macro)" if held_out else ""
    summary = f"{output}: trained on {len(rows)} texts, {len(card['labels'])} labels{scores}; {output.stat().st_size / 1e6:.1f} MB"
    return Trained(tuple(problems), summary, model.card)


def read_corpus(paths: Sequence[str]) -> CodedCorpus:
    """The coded texts of the files with what the shipped lexicons find in them.

    Raises FramingError where there is no coded text at all.
    """
    coded, problems = read_coded([Path(path) for path in paths])
    if not coded:
        hint = "give files of {id, text, labels} a line"
        raise FramingError([*problems, Problem(Place(" ".join(paths) or "-"), "no-coded-texts", "no coded text was found", hint)])
    rows = tuple(_row(text) for text in coded)
    undecided = tuple(_undecided(text) for text in coded)
    labels = {label for row in rows for label in row["labels"]}
    return CodedCorpus(rows, undecided, _concepts(rows, labels), tuple(problems))


def shipped_rules() -> CodingRules:
    """The rules of coding with the shipped lexicons, every part of a text counted."""
    lexicons = shipped_folder("lexicons")
    return CodingRules(shipped_languages(), lexicons / "protest", lexicons / "voice", all_parts=True)


def _row(text: CodedText) -> Mapping[str, Any]:
    """A coded text as training takes it; labels that stand for its mentions leave out the denied and the optional ones."""
    labels = set(text.labels)
    if text.mentions and labels == {mention["category"] for mention in text.mentions}:
        labels = _asserted(text)
    return {
        "id": text.id,
        "text": text.text,
        "language": text.language,
        "group": text.group,
        "labels": sorted(labels),
        "stance": dict(text.stance),
        "place": text.place,
    }


def _asserted(text: CodedText) -> set[str]:
    """The categories of the mentions that are neither denied nor optional."""
    return {str(mention["category"]) for mention in text.mentions if not mention.get("negated") and not mention.get("optional")}


def _undecided(text: CodedText) -> frozenset[str]:
    """The categories that occur as optional mentions only: neither right nor wrong."""
    return frozenset({str(mention["category"]) for mention in text.mentions if mention.get("optional")} - _asserted(text))


def _concepts(rows: Sequence[Mapping[str, Any]], labels: set[str]) -> tuple[frozenset[str], ...] | None:
    """What the shipped lexicons find in each text; None where the labels are of another codebook."""
    shipped = load_codebook(shipped_folder("configs") / "codebooks" / "protest.yaml")
    if not labels & set(shipped.categories):
        return None
    found = concepts_in_texts([row["text"] for row in rows], [row["language"] for row in rows], shipped_rules())
    return tuple(frozenset(names) for names in found)


def _usable(
    corpus: CodedCorpus, book: Codebook | None, name: str
) -> tuple[list[dict[str, Any]], list[frozenset[str]] | None, list[Problem]]:
    """The rows to train on with their concepts, and what was wrong with the others.

    A category that a text only denies is no label of it: coders mark it, but it is not expressed.
    """
    problems = [*corpus.problems, *(_unknown_labels(corpus.rows, book.categories, name) if book else ())]
    rows: list[dict[str, Any]] = []
    concepts: list[frozenset[str]] = []
    for number, row in enumerate(corpus.rows):
        if book is not None and not book.multi_label and len(row["labels"]) != 1:
            message = f"{len(row['labels'])} labels, and the codebook wants one a text"
            problems.append(Problem(_place(row), "label-count", message, "give it exactly one, or set `multi_label: true`"))
            continue
        found = corpus.concepts[number] if corpus.concepts is not None else frozenset()
        rows.append({**row, "labels": [label for label in row["labels"] if label not in denied_only(found)]})
        concepts.append(found)
    if not rows:
        raise FramingError([*problems, Problem(Place(name), "no-coded-texts", "no text has exactly one label", "set `multi_label: true`")])
    if not any(row["labels"] for row in rows):
        raise FramingError([*problems, Problem(_place(rows[0]), "no-labels", "no text has a label", "code some first: `labels`")])
    return rows, concepts if corpus.concepts is not None else None, problems


def _several(book: Codebook | None) -> bool | None:
    """Whether a text may have several labels; None where no codebook says so."""
    return book.multi_label if book is not None else None


def _place(row: Mapping[str, Any]) -> Place:
    """Where a row stood."""
    file, _, line = str(row["place"]).rpartition(":")
    return Place(file, int(line)) if line.isdigit() else Place(str(row["place"]))


def _with_taught(
    rows: list[dict[str, Any]], concepts: list[frozenset[str]] | None, settings: TrainingSettings
) -> tuple[list[dict[str, Any]], list[frozenset[str]] | None]:
    """The rows and, after them, sentences of the unlabelled texts with the labels that the teacher gives them."""
    from framing.classify.bundle import groups_of
    from framing.classify.model import FrameClassifier

    texts, languages = sentences_of(settings.unlabelled)
    found = concepts_in_texts(texts, languages, shipped_rules()) if concepts is not None else None
    teacher = FrameClassifier(embedder=settings.teacher, seed=settings.seed)
    teacher.fit([row["text"] for row in rows], [row["labels"] for row in rows], groups_of(rows), concepts=concepts)
    taught = teacher.predict_labels(texts, concepts=found)
    added = [
        {"id": f"taught-{number}", "text": text, "language": language, "group": "", "labels": labels, "stance": {}, "place": ""}
        for number, (text, language, labels) in enumerate(zip(texts, languages, taught, strict=True))
    ]
    joined = None if concepts is None or found is None else [*concepts, *(frozenset(names) for names in found)]
    return [*rows, *added], joined


def sentences_of(inputs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The sentences of all articles of the inputs, boilerplate left out, and their languages."""
    from framing.io.articles import read_articles
    from framing.records import Article
    from framing.run.coder import Coder

    coder = Coder(shipped_rules())
    texts: list[str] = []
    languages: list[str] = []
    for item in read_articles(inputs):
        if not isinstance(item, Article):
            continue
        for sentence in coder.code(item).sentences:
            if sentence.part != "boilerplate":
                raw = item.title if sentence.field == "title" else item.text
                texts.append(raw[sentence.start : sentence.end])
                languages.append(sentence.language)
    return texts, languages


def _card(rows: Sequence[Mapping[str, Any]], paths: Sequence[str], settings: TrainingSettings) -> dict[str, Any]:
    """What the model is made of: nothing in it depends on the clock or on where files lie."""
    languages = Counter(str(row["language"] or "und") for row in rows)
    lexicons = [path for path in sorted((shipped_folder("lexicons") / "protest").glob("*.yaml")) if path.stem in languages]
    return {
        "texts": len(rows),
        "languages": dict(sorted(languages.items())),
        "labels": dict(sorted(Counter(label for row in rows for label in row["labels"]).items())),
        "trained_on": {Path(path).name: file_digest(Path(path)) for path in sorted(paths)},
        "lexicons": {path.stem: file_digest(path) for path in lexicons},
        "embedder": settings.embedder,
        "teacher": settings.teacher,
        "seed": settings.seed,
        "version": __version__,
    }


def _unknown_labels(rows: Sequence[Mapping[str, Any]], known: Sequence[str], codebook: str) -> list[Problem]:
    """A problem for every label that the codebook does not have, by its id or by its last part."""
    names = {*known, *(category.rpartition(".")[2] for category in known)}
    counts = Counter(label for row in rows for label in row["labels"] if label not in names)
    return [
        Problem(
            Place(codebook),
            "unknown-label",
            f"{number} texts carry the label {label!r}, which the codebook does not have",
            "add it, or mend the texts",
        )
        for label, number in sorted(counts.items())
    ]
