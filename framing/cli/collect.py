"""`framing collect`: articles from the web into a corpus folder."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import quiet, tell_problems

_folder = click.Path(file_okay=False, path_type=Path)


@click.command("collect")
@click.argument("inputs", metavar="URL|FEED|SITEMAP|FILE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FOLDER", required=True, type=_folder, help="The corpus folder.")
@click.option("--delay", default=2.0, show_default=True, type=click.FloatRange(0), help="Seconds between two requests to one host.")
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(1), help="Seconds to wait for a page.")
@click.option("--refresh", is_flag=True, help="Ask again for pages that are there, in case they have changed.")
@quiet
def command(inputs: tuple[str, ...], output: Path, delay: float, timeout: float, refresh: bool, quiet: bool) -> int:
    """Download pages politely into a folder that `framing run` reads: addresses, feeds, sitemaps, or files with an address a line.

    robots.txt is obeyed, a host is asked one page at a time, and a page that is there is not fetched again: the same command goes on
    where it was stopped.

    Example: framing collect addresses.txt -o articles/
    """
    from framing.run.collecting import Manners, collect

    result = collect(inputs, output, manners=Manners(delay=delay, patience=timeout), refresh=refresh)
    found = tell_problems(result.problems)
    if not quiet:
        click.echo(result.summary(), err=True)
    return 1 if found else 0
