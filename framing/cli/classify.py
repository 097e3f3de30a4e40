"""`framing classify`: sentence probabilities."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import inputs, output, quiet, tell_problems


@click.command("classify")
@inputs
@click.option("--model", type=click.Path(path_type=Path), help="A trained model; default: the shipped one.")
@click.option("--language", metavar="XX", help="The language of all texts, where they do not say it themselves.")
@output
@quiet
def command(inputs: tuple[str, ...], model: Path | None, language: str | None, output: str, quiet: bool) -> int:
    """Give every sentence the probability of each category, and its stance.

    Example: framing classify articles/ -o sentences.jsonl
    """
    from framing.run.api import classify_inputs

    result = classify_inputs(inputs, model=model, output=output, language=language)
    if not quiet:
        tell_problems(result.notes)
    return 1 if tell_problems(result.rejects) else 0
