"""Options and habits that commands share: inputs, outputs, quietness, progress, and how problems are told."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from framing.errors import FramingError, Place, Problem, did_you_mean

Function = TypeVar("Function", bound=Callable[..., Any])
Progress = Callable[[str, int, int], None]

_STAGES = {
    "read": "reading",
    "survey": "telling languages",
    "code": "finding mentions",
    "classify": "classifying sentences",
}
_SECONDS_BETWEEN_LINES = 10.0
_MOST_OF_A_KIND = 50


class CommandGroup(click.Group):
    """A group that answers a command it does not know with the nearest one it does."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant by the arguments."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            ctx.fail(f"No such command {name!r}: {did_you_mean(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


def inputs(function: Function) -> Function:
    """Adds INPUT...: files or folders, `-` for standard input."""
    return click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)(function)


def output(function: Function) -> Function:
    """Adds -o OUT: a file, `-` (the default) for standard output."""
    return click.option("-o", "--output", "output", metavar="OUT", default="-", help="Where to write; - is standard output.")(function)


def language(function: Function) -> Function:
    """Adds --language."""
    return click.option("--language", metavar="XX", help="The language of texts that do not say it themselves.")(function)


def folder(name: str, described: str) -> Callable[[Function], Function]:
    """Adds --NAME DIR: a folder that is there."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.option(f"--{name}", metavar="DIR", type=kind, help=described)


def quiet(function: Function) -> Function:
    """Adds --quiet."""
    return click.option("--quiet", is_flag=True, help="No progress and no notes, only problems.")(function)


def from_here(text: str) -> str:
    """The text with the paths below the current folder written relative to it."""
    return text.replace(f"{Path.cwd()}{os.sep}", "")


def tell_problems(problems: Iterable[Problem]) -> int:
    """Prints each problem as one line on stderr, of very many of one kind in one file the first ones; the number of all."""
    told: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        kind = problem.place.file, problem.code
        told[kind] += 1
        if told[kind] <= _MOST_OF_A_KIND:
            click.echo(from_here(str(problem)), err=True)
    for (file, code), number in told.items():
        if number > _MOST_OF_A_KIND:
            click.echo(from_here(f"{file}: {code}: {number - _MOST_OF_A_KIND} more like these"), err=True)
    return told.total()


def refuse_unwritable(output: str) -> None:
    """Raises FramingError where nothing can be written to `output`, before the work is done and not after it."""
    path = Path(output)
    if output != "-" and path.is_dir():
        raise FramingError(Problem(Place(output), "file-error", "a folder stands there", "give the name of a file"))


@contextmanager
def progress_shown(*, quiet: bool, log_json: bool = False) -> Iterator[Progress | None]:
    """A function that shows progress on stderr: bars on a terminal, a line now and then in a log, or JSON lines; None for nobody."""
    if log_json:
        yield _json_lines()
    elif quiet:
        yield None
    elif not sys.stderr.isatty():
        yield _plain_lines()
    else:
        with _bars() as draw:
            yield draw


def _json_lines() -> Progress:
    """Progress as JSON objects, one a step, with the seconds since the beginning."""
    start = time.monotonic()

    def log(stage: str, done: int, total: int) -> None:
        record = {"stage": stage, "done": done, "total": total, "seconds": round(time.monotonic() - start, 3)}
        click.echo(json.dumps(record), err=True)

    return log


def _plain_lines() -> Progress:
    """Progress as a line every ten seconds at most, with rate and time left: runs that take less say nothing."""
    last = time.monotonic()
    begun: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        since = now - begun.setdefault(stage, now)
        if now - last < _SECONDS_BETWEEN_LINES:
            return
        last = now
        rate = done / since if since > 0 else 0.0
        left = f", {(total - done) / rate:.0f} s left" if total and rate else ""
        click.echo(f"{_STAGES.get(stage, stage)}: {done}{f' of {total}' if total else ''}, {rate:.1f} a second{left}", err=True)

    return tell


@contextmanager
def _bars() -> Iterator[Progress]:
    """Progress as bars with rate and time left."""
    # rich takes a tenth of a second to import
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    named, rate = TextColumn("{task.description}"), TextColumn("{task.fields[rate]}")
    columns = (named, BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        shown: dict[str, TaskID] = {}

        def draw(stage: str, done: int, total: int) -> None:
            if stage not in shown:
                shown[stage] = bars.add_task(_STAGES.get(stage, stage), total=total or None, rate="")
            speed = bars.tasks[list(shown).index(stage)].speed
            bars.update(shown[stage], completed=done, rate=f"{speed:.0f}/s" if speed else "")

        yield draw
