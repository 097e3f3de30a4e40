"""`framing compare`: what changed between two runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

_run = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("compare")
@click.argument("old", metavar="RUN", type=_run)
@click.argument("new", metavar="RUN", type=_run)
@click.option("--lines", default=20, show_default=True, type=click.IntRange(1), help="Lines of each kind to show.")
@click.option("--format", "file_format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the output.")
def command(old: Path, new: Path, lines: int, file_format: str) -> int:
    """Tell what changed from one run to another (two folders of reports), and why: articles, mentions, voices, shares.

    Example: framing compare reports/before reports/study
    """
    from framing.run.comparing import compare_runs

    found = compare_runs(old, new)
    if file_format == "json":
        click.echo(json.dumps(found.record(), ensure_ascii=False, indent=1))
    else:
        for line in found.lines(lines):
            click.echo(line)
    return 0
