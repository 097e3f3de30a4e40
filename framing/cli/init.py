"""`framing init`: a new study with lexicons to edit."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", "languages", metavar="XX", multiple=True, help="A language of your articles; repeat for more. Default: all.")
def command(folder: Path, languages: tuple[str, ...]) -> int:
    """Begin a new study in DIR: study file, lexicons and codebook to edit, a sources table, a Makefile.

    Example: framing init my-study --language uk
    """
    from framing.run.scaffold import scaffold_study

    for line in scaffold_study(folder, languages):
        click.echo(line)
    return 0
