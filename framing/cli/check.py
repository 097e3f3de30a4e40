"""`framing check`: all faults of a study or of lexicons at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from framing.cli.options import from_here, quiet, tell_problems
from framing.errors import Problem


@click.command("check")
@click.argument("paths", metavar="[STUDY | LEXICON...]", nargs=-1)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Form of the list.",
)
@quiet
def command(paths: tuple[str, ...], file_format: str, quiet: bool) -> int:
    """Check a study with its lexicons, or single lexicons; without arguments everything that is shipped.

    Warnings are told and do not count as problems; --quiet leaves them out.

    Example: framing check lexicons/protest/uk.yaml
    """
    from framing.run.check import check_paths, is_warning

    problems = check_paths(paths)
    faults = [problem for problem in problems if not is_warning(problem)]
    shown = faults if quiet else problems
    if file_format == "json":
        click.echo(_as_json(shown))
    elif file_format == "github":
        for problem in shown:
            click.echo(_as_annotation(problem, "warning" if is_warning(problem) else "error"))
    else:
        tell_problems(shown)
    return 1 if faults else 0


def _as_annotation(problem: Problem, level: str) -> str:
    """The problem as a line that GitHub Actions shows beside the line of the file; its own signs are written as it asks."""
    place, text = problem.place, f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    message = from_here(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    name = from_here(place.file).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={name},line={place.line},col={place.column},title={problem.code}::{message}"


def _as_json(problems: Sequence[Problem]) -> str:
    """The problems as a JSON list."""
    rows = [{**asdict(problem.place), "code": problem.code, "message": problem.message, "hint": problem.hint} for problem in problems]
    return from_here(json.dumps(rows, ensure_ascii=False, indent=1))
