"""`framing check`: all faults of a study or of lexicons at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from framing.cli.options import tell_problems


@click.command("check")
@click.argument("paths", metavar="[STUDY | LEXICON...]", nargs=-1)
@click.option("--format", "file_format", type=click.Choice(["text", "json", "github"]), default="text", show_default=True, help="Form of the list.")
@click.option("--quiet", is_flag=True, help="Only errors, no warnings.")
def command(paths: tuple[str, ...], file_format: str, quiet: bool) -> int:  # noqa: FBT001
    """Check a study with its lexicons, or single lexicons; without arguments everything that is shipped.

    Example: framing check lexicons/protest/uk.yaml
    """
    from framing.run.check import check_paths, is_warning

    problems = check_paths([Path(path) for path in paths])
    shown = [problem for problem in problems if not (quiet and is_warning(problem))]
    if file_format == "json":
        click.echo(json.dumps([{"file": p.place.file, "line": p.place.line, "column": p.place.column, "code": p.code, "message": p.message, "hint": p.hint} for p in shown], ensure_ascii=False, indent=1))
    elif file_format == "github":
        for problem in shown:
            level = "warning" if is_warning(problem) else "error"
            click.echo(f"::{level} file={problem.place.file},line={problem.place.line},col={problem.place.column}::{problem.code}: {problem.message}")
    else:
        tell_problems(shown)
    return 1 if any(not is_warning(problem) for problem in problems) else 0
