"""`framing evaluate`: lexicon and classifier against coded texts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from framing.cli.options import quiet, tell_problems


@click.command("evaluate")
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True)
@click.option("--model", type=click.Path(path_type=Path), help="A trained model; default: the shipped one.")
@click.option("--cross-validate", is_flag=True, help="Train on four fifths and score the fifth, in turn, instead of using a model.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@quiet
def command(gold: tuple[str, ...], model: Path | None, cross_validate: bool, seed: int, as_json: bool, quiet: bool) -> int:
    """Print precision, recall and F1 with 95% bootstrap intervals, per category and language, for classifier and lexicon.

    Example: framing evaluate coded.jsonl --cross-validate
    """
    from framing.run.training import evaluate_files

    result = evaluate_files(gold, model=model, cross_validate=cross_validate, seed=seed)
    if as_json:
        click.echo(json.dumps(result.scores, ensure_ascii=False, indent=1))
    else:
        click.echo(result.table)
    del quiet
    return 1 if tell_problems(result.problems) else 0
