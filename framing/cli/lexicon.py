"""`framing lexicon`: look into lexicons, and refresh their expanded forms."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import CommandGroup, folder, from_here


@click.group("lexicon", cls=CommandGroup)
def command() -> None:
    """Show and expand lexicon entries.

    Example: framing lexicon show терорист --language uk
    """


@command.command("show")
@click.argument("term")
@click.option("--language", metavar="XX", help="Only this language; default: all.")
@folder("lexicons", "A folder of lexicons; default: the shipped one.")
def show(term: str, language: str | None, lexicons: Path | None) -> int:
    """Show which entries match TERM, with all their forms.

    Example: framing lexicon show терористів --language uk
    """
    from framing.run.lexicons import entries_for

    found = False
    for name, entry, forms in entries_for(term, language=language, folder=lexicons):
        found = True
        click.echo(f"{from_here(str(entry.place))}: {name} {entry.category or 'exclude'}: {entry.text}")
        click.echo(f"    {', '.join(forms)}")
    if not found:
        click.echo(f"{term}: no entry matches it", err=True)
    return 0 if found else 1


@command.command("expand")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the expanded forms beside each lexicon.")
def expand(files: tuple[Path, ...], write: bool) -> int:
    """Expand lexicons into all their forms; without FILE, every shipped lexicon and voice file.

    Example: framing lexicon expand --write lexicons/protest/uk.yaml
    """
    from framing.run.lexicons import expand_files

    for line in expand_files(files, write=write):
        click.echo(from_here(line))
    return 0
