"""`framing train`: a classifier from coded texts."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import quiet, tell_problems


@click.command("train")
@click.argument("annotations", metavar="ANNOTATIONS...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "output", metavar="MODEL", required=True, type=click.Path(path_type=Path), help="Where the model is written."
)
@click.option(
    "--codebook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check labels against this codebook; default: the shipped one where it fits.",
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of all that draws at random.")
@quiet
def command(annotations: tuple[str, ...], output: Path, codebook: Path | None, seed: int, quiet: bool) -> int:
    """Train a sentence classifier on coded texts ({"text", "labels", "stance"?} a line).

    Example: framing train coded.jsonl -o my.framing
    """
    from framing.run.training import train_from_files

    result = train_from_files(annotations, output, codebook=codebook, seed=seed)
    found = tell_problems(result.problems)
    if not quiet:
        click.echo(result.summary, err=True)
    return 1 if found else 0
