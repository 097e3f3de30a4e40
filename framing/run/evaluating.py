"""From coded files to scores: classifier, lexicon and both together against human coding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem
from framing.resources import default_model
from framing.run.agreeing import agreement_of, raw_files
from framing.run.concepts import denied_only, labels_from_concepts
from framing.run.training import CodedCorpus, read_corpus

_FOLDS = 5
CLASSIFIER = "classifier"
LEXICON = "lexicon"
COMBINED = "lexicon + classifier"


@dataclass(frozen=True)
class EvaluationSettings:
    """What to evaluate: a model, or new ones by cross-validation; with transfer and learning curve where `thorough`."""

    model: Path | None = None
    cross_validate: bool = False
    thorough: bool = False
    embedder: str = ""
    ignored: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True)
class Evaluated:
    """What evaluation gave: problems of the input, all figures as plain data, and tables for people."""

    problems: tuple[Problem, ...]
    figures: Mapping[str, Any]
    table: str


@dataclass
class _Judged:
    """The coders' labels, the probabilities of the classifier, and what is compared."""

    corpus: CodedCorpus
    settings: EvaluationSettings
    coders: dict[str, list[list[str]]] = field(default_factory=dict)
    probabilities: Any = None
    classes: tuple[str, ...] = ()
    learning: dict[str, Any] = field(default_factory=dict)

    def counted(self, rows: Sequence[Sequence[str]]) -> list[list[str]]:
        """The labels without those that are not scored."""
        ignored = self.settings.ignored
        return [[label for label in row if not label.startswith(ignored)] for row in rows] if ignored else [list(row) for row in rows]

    @property
    def truth(self) -> list[list[str]]:
        """The labels of the coders who coded by hand."""
        return self.counted(self.corpus.labels)


def evaluate_files(paths: Sequence[str], *, settings: EvaluationSettings | None = None) -> Evaluated:
    """Scores per category × language of classifier, lexicon and both, reliability, confusion; with `thorough` transfer and learning curve.

    Raises FramingError where there is nothing to score, or too little to cross-validate.
    """
    settings = settings or EvaluationSettings()
    corpus = read_corpus(paths)
    judged = _Judged(corpus, settings)
    try:
        _code(judged)
        figures = {**_scores(judged), **_calibration(judged), **_agreement(paths, settings.seed)}
        if settings.cross_validate and settings.thorough:
            figures |= {**_transfer(judged), **_curve(judged)}
    except ValueError as error:
        hint = "give more coded texts, or evaluate a trained model with --model"
        raise FramingError(Problem(Place(" ".join(paths)), "too-few-texts", str(error), hint)) from None
    return Evaluated(corpus.problems, figures, "\n\n".join(_tables(figures)))


def _code(judged: _Judged) -> None:
    """Fills in the labels of every coder."""
    from framing.classify.combine import combined_labels

    corpus, settings = judged.corpus, judged.settings
    if settings.cross_validate:
        from framing.classify.crossvalidate import cross_validated

        judged.learning = _learning(judged)
        held_out = cross_validated(corpus.rows, **judged.learning, folds=_FOLDS)
        judged.coders[CLASSIFIER], judged.probabilities, judged.classes = held_out.labels, held_out.probabilities, held_out.classes
    else:
        from framing.io.modelfile import load_model

        categories = load_model(settings.model or default_model()).categories
        judged.probabilities = categories.predict_proba(corpus.texts, concepts=corpus.concepts)
        judged.coders[CLASSIFIER] = categories.labels_of(judged.probabilities)
        judged.classes = tuple(str(name) for name in categories.classes_)
    if corpus.concepts is not None:
        judged.coders[LEXICON] = [labels_from_concepts(names) for names in corpus.concepts]
        judged.coders[COMBINED] = combined_labels(judged.coders[LEXICON], judged.coders[CLASSIFIER], judged.probabilities, judged.classes)


def _learning(judged: _Judged) -> dict[str, Any]:
    """What every classifier of the evaluation learns from."""
    from framing.classify.crossvalidate import tuned
    from framing.classify.model import FrameClassifier

    corpus, settings = judged.corpus, judged.settings
    taught: list[list[str]] | None = None
    if corpus.concepts is not None:
        pairs = zip(corpus.labels, corpus.concepts, strict=True)
        taught = [[label for label in labels if label not in denied_only(names)] for labels, names in pairs]
    known: dict[str, Any] = {"concepts": corpus.concepts, "taught": taught}
    return {**known, "classifier": tuned(corpus.rows, **known, classifier=FrameClassifier(embedder=settings.embedder, seed=settings.seed))}


def _scores(judged: _Judged) -> dict[str, Any]:
    """Scores of every coder, and where classifier and lexicon part."""
    from framing.classify.evaluate import confusion, score_labels

    corpus = judged.corpus
    scores = {
        name: [
            asdict(score)
            for score in score_labels(
                judged.truth, judged.counted(found), corpus.languages, undecided=corpus.open, seed=judged.settings.seed
            )
        ]
        for name, found in judged.coders.items()
    }
    if LEXICON not in judged.coders:
        return {"scores": scores}
    first, second = (judged.counted(judged.coders[name]) for name in (CLASSIFIER, LEXICON))
    return {"scores": scores, "confusion": [asdict(row) for row in confusion(judged.truth, first, second)]}


def _calibration(judged: _Judged) -> dict[str, Any]:
    """How far the classifier's probabilities are shares: in ten bands, and as one number."""
    import numpy as np

    from framing.classify.evaluate import calibration_error, indicator, reliability

    keep = [
        number for number, name in enumerate(judged.classes) if not judged.settings.ignored or not name.startswith(judged.settings.ignored)
    ]
    known = {judged.classes[number]: position for position, number in enumerate(keep)}
    if not known:
        return {}
    table = reliability(indicator(judged.truth, known), np.nan_to_num(np.asarray(judged.probabilities)[:, keep]))
    return {"reliability": [asdict(row) for row in table], "calibration_error": calibration_error(table)}


def _agreement(paths: Sequence[str], seed: int) -> dict[str, Any]:
    """How far people agree who coded a part of the texts apart, where their raw codes lie beside the gold files."""
    found = agreement_of(raw_files(Path(path) for path in paths), seed=seed)
    return {"agreement": [asdict(row) for row in found]} if found else {}


def _transfer(judged: _Judged) -> dict[str, Any]:
    """Scores on each language by classifiers that were trained on the others."""
    from framing.classify.crossvalidate import language_left_out
    from framing.classify.evaluate import score_labels

    corpus = judged.corpus
    if len(set(corpus.languages)) < 2:
        return {}
    found = language_left_out(corpus.rows, **judged.learning)
    scores = score_labels(judged.truth, judged.counted(found.labels), corpus.languages, undecided=corpus.open, seed=judged.settings.seed)
    return {"language_left_out": [asdict(score) for score in scores]}


def _curve(judged: _Judged) -> dict[str, Any]:
    """F1 on a fifth of the texts, trained on growing shares of the others."""
    from framing.classify.crossvalidate import learning_curve
    from framing.classify.evaluate import score_labels

    corpus, truth = judged.corpus, judged.truth
    points = []
    for size, found, test in learning_curve(corpus.rows, **judged.learning):
        labels = judged.counted(found.labels)
        languages = [corpus.languages[number] for number in test]
        scores = score_labels([truth[number] for number in test], [labels[number] for number in test], languages, seed=judged.settings.seed)
        micro, macro = (next(score for score in scores if score.language == "all" and score.category == kind) for kind in ("all", "macro"))
        points.append({"texts": size, "micro_f1": micro.f1, "macro_f1": macro.f1, "low": micro.low, "high": micro.high})
    return {"learning_curve": points}


def _tables(figures: Mapping[str, Any]) -> Iterable[str]:
    """The figures as tables for people."""
    for name, found in figures["scores"].items():
        yield _score_table(name, found)
    if "language_left_out" in figures:
        yield _score_table(
            "classifier, trained on the other languages",
            [row for row in figures["language_left_out"] if row["category"] in ("all", "macro")],
        )
    if "confusion" in figures:
        names = f"{'both':>10}{'right':>6}{'classifier':>12}{'right':>6}{'lexicon':>9}{'right':>6}{'missed':>8}"
        head = f"where classifier and lexicon part{'':8}{names}"
        yield "\n".join([head, *(_confusion_line(row) for row in figures["confusion"])])
    if "reliability" in figures:
        lines = [f"reliability{'predictions':>29}{'predicted':>11}{'observed':>10}   calibration error {figures['calibration_error']:.3f}"]
        lines += [
            f"  {row['low']:.1f}–{row['high']:.1f}{row['number']:>31}{row['predicted']:>11.3f}{row['observed']:>10.3f}"
            for row in figures["reliability"]
        ]
        yield "\n".join(lines)
    if "agreement" in figures:
        yield "\n".join(["agreement of people (Krippendorff's alpha)", *(_agreement_line(row) for row in figures["agreement"])])
    if "learning_curve" in figures:
        lines = [f"learning curve{'micro F1':>26}{'macro F1':>10}"]
        lines += [
            f"  {row['texts']:>6} texts{row['micro_f1']:>26.3f}{row['macro_f1']:>10.3f}   [{row['low']:.3f}, {row['high']:.3f}]"
            for row in figures["learning_curve"]
        ]
        yield "\n".join(lines)


def _score_table(name: str, scores: Sequence[Mapping[str, Any]]) -> str:
    """The scores of one coder, averages of each language first."""
    lines = [f"{name}\n  {'':26}{'language':>9}{'texts':>7}{'precision':>11}{'recall':>8}{'F1':>7}   95% interval"]
    titles = {"all": "micro average", "macro": "macro average"}
    ordered = sorted(scores, key=lambda row: "" if row["category"] in titles else row["category"])
    for row in ordered:
        name = titles.get(row["category"], row["category"])
        shown = f"{row['precision']:>11.3f}{row['recall']:>8.3f}{row['f1']:>7.3f}   [{row['low']:.3f}, {row['high']:.3f}]"
        lines.append(f"  {name:26}{row['language']:>9}{row['texts']:>7}{shown}")
    return "\n".join(lines)


def _agreement_line(row: Mapping[str, Any]) -> str:
    """One alpha in the table of agreement."""
    shown = row["because"] if row["alpha"] is None else f"{row['alpha']:.3f}   [{row['low']:.3f}, {row['high']:.3f}]"
    return f"  {row['name']:36}{row['units']:>6} texts   {shown}"


def _confusion_line(row: Mapping[str, Any]) -> str:
    """One category in the table of the two coders."""
    return (
        f"  {row['category']:36}{row['both']:>6}{row['both_right']:>6}{row['first']:>12}{row['first_right']:>6}"
        f"{row['second']:>9}{row['second_right']:>6}{row['missed']:>8}"
    )
