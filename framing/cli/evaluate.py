"""`framing evaluate`: lexicon and classifier against coded texts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from framing.cli.options import tell_problems


@click.command("evaluate")
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True)
@click.option("--model", type=click.Path(path_type=Path), help="A trained model; default: the shipped one.")
@click.option("--cross-validate", is_flag=True, help="Train on four fifths and score the fifth, in turn, instead of using a model.")
@click.option("--thorough", is_flag=True, help="With --cross-validate: also leave each language out in turn, and draw the learning curve.")
@click.option("--embedder", metavar="NAME", default="", help="With --cross-validate: also use sentence vectors (see `framing train`).")
@click.option("--ignore", "ignored", metavar="PREFIX", multiple=True, help="Leave out labels that begin so. May be repeated.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of folds and bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    gold: tuple[str, ...],
    model: Path | None,
    cross_validate: bool,
    thorough: bool,
    embedder: str,
    ignored: tuple[str, ...],
    seed: int,
    as_json: bool,
) -> int:
    """Print precision, recall and F1 with 95% bootstrap intervals, per category and language, for classifier, lexicon and both together.

    Labels of coded mentions count where none is denied or optional; labels that are only optional are neither right nor wrong.

    Example: framing evaluate coded.jsonl --cross-validate
    """
    from framing.run.evaluating import EvaluationSettings, evaluate_files

    if thorough and not cross_validate:
        raise click.UsageError("--thorough needs --cross-validate")
    settings = EvaluationSettings(
        model=model, cross_validate=cross_validate, thorough=thorough, embedder=embedder, ignored=ignored, seed=seed
    )
    result = evaluate_files(gold, settings=settings)
    click.echo(json.dumps(result.figures, ensure_ascii=False, indent=1) if as_json else result.table)
    return 1 if tell_problems(result.problems) else 0
