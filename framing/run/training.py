"""From coded files to a trained model, and from coded files to scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from framing import __version__
from framing.codebook import load_codebook
from framing.errors import FramingError, Place, Problem
from framing.resources import default_model, file_digest, shipped_folder

_FOLDS = 5


@dataclass(frozen=True)
class Trained:
    """What training gave: problems of the input, and a line for people."""

    problems: tuple[Problem, ...]
    summary: str


@dataclass(frozen=True)
class Evaluated:
    """What evaluation gave: problems of the input, scores by coder, and a table for people."""

    problems: tuple[Problem, ...]
    scores: Mapping[str, list[dict[str, Any]]]
    table: str


def train_from_files(paths: Sequence[str], output: Path, *, codebook: Path | None = None, seed: int = 0) -> Trained:
    """Trains on coded files and writes the model; says what it was trained on.

    Raises FramingError where no coded text is left.
    """
    from framing.classify.model import train_model
    from framing.io.modelfile import save_model

    rows, problems = _read_coded(paths)
    targets = sorted({target for row in rows for target in row.get("stance") or {}})
    if codebook is not None:
        book = load_codebook(codebook)
        problems += _unknown_labels(rows, book.categories, str(codebook))
    card = {
        "texts": len(rows),
        "languages": dict(sorted(Counter(str(row.get("language", "und")) for row in rows).items())),
        "labels": dict(sorted(Counter(label for row in rows for label in row.get("labels", ())).items())),
        "trained_on": {Path(path).name: file_digest(Path(path)) for path in sorted(paths)},
        "seed": seed,
        "version": __version__,
    }
    model = train_model(rows, targets=targets, seed=seed, card=card)
    save_model(model, output)
    summary = f"{output}: trained on {len(rows)} texts, {len(card['labels'])} labels, {output.stat().st_size / 1e6:.1f} MB"  # type: ignore[arg-type]
    return Trained(tuple(problems), summary)


def evaluate_files(paths: Sequence[str], *, model: Path | None = None, cross_validate: bool = False, seed: int = 0) -> Evaluated:
    """Scores of the classifier (a model, or by cross-validation) and of the lexicon on coded files."""
    from framing.classify.evaluate import cross_validated, score_labels
    from framing.io.modelfile import load_model

    rows, problems = _read_coded(paths)
    truth = [_labels_of(row) for row in rows]
    languages = [str(row.get("language") or "und") for row in rows]
    coders: dict[str, list[list[str]]] = {}
    if cross_validate:
        coders["classifier (cross-validated)"] = cross_validated(rows, folds=_FOLDS, seed=seed)
    else:
        trained = load_model(model or default_model())
        coders["classifier"] = trained.categories.predict_labels([str(row["text"]) for row in rows])
    coders["lexicon"] = _lexicon_labels(rows)
    coders["either"] = [sorted({*left, *right}) for left, right in zip(*list(coders.values())[:2], strict=True)]
    scores = {name: score_labels(truth, found, languages, seed=seed) for name, found in coders.items()}
    plain = {name: [asdict(score) for score in found] for name, found in scores.items()}
    return Evaluated(tuple(problems), plain, _table(scores))


def _read_coded(paths: Sequence[str]) -> tuple[list[Mapping[str, Any]], list[Problem]]:
    """All coded texts of the files, and what was wrong with the rest."""
    from framing.io.annotations import read_coded

    rows: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    for path in paths:
        for outcome in read_coded(Path(path)):
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                rows.append(outcome)
    if not rows:
        raise FramingError([*problems, Problem(Place(" ".join(paths) or "-"), "no-coded-texts", "no coded text was found", "give files of {text, labels} a line")])
    return rows, problems


def _labels_of(row: Mapping[str, Any]) -> list[str]:
    """The labels of a coded text; those of its mentions that are not denied where it has no labels of its own."""
    if "labels" in row:
        return sorted(set(row["labels"]))
    return sorted({mention["category"] for mention in row.get("mentions", ()) if not mention.get("negated") and not mention.get("optional")})


def _lexicon_labels(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The categories the shipped lexicons find in each text; none where the language has no lexicon."""
    from framing.records import Article
    from framing.run.coder import Coder, CodingRules, shipped_languages

    languages = shipped_languages()
    lexicons = shipped_folder("lexicons")
    coder = Coder(CodingRules(languages, lexicons / "protest", lexicons / "voice"))
    found = []
    for number, row in enumerate(rows):
        article = Article(id=str(number), text=str(row["text"]), language=str(row.get("language") or ""))
        mentions = coder.code(article).mentions
        found.append(sorted({mention.category for mention in mentions if not mention.negated}))
    return found


def _unknown_labels(rows: Sequence[Mapping[str, Any]], known: Sequence[str], codebook: str) -> list[Problem]:
    """A problem for every label that the codebook does not have."""
    counts = Counter(label for row in rows for label in row.get("labels", ()) if label not in known)
    return [
        Problem(Place(codebook), "unknown-label", f"{number} texts carry the label {label!r}, which the codebook does not have", "add it there, or mend the texts")
        for label, number in sorted(counts.items())
    ]


def _table(scores: Mapping[str, Sequence[Any]]) -> str:
    """The scores as a table for people: averages by language, then categories over all languages."""
    lines = []
    for name, found in scores.items():
        lines.append(f"{name}\n{'':24}{'language':>9}{'texts':>7}{'precision':>11}{'recall':>8}{'F1':>7}   95% interval")
        for score in found:
            if score.language == "all" or score.category in ("all", "macro"):
                shown = {"all": "micro average", "macro": "macro average"}.get(score.category, score.category)
                lines.append(
                    f"{shown:24}{score.language:>9}{score.texts:>7}{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}"
                    f"   [{score.low:.3f}, {score.high:.3f}]"
                )
        lines.append("")
    return "\n".join(lines)
