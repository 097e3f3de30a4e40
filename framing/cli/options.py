"""Options and habits that commands share: inputs, outputs, quietness, and how problems are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from framing.errors import Problem

Function = TypeVar("Function", bound=Callable[..., Any])


def inputs(function: Function) -> Function:
    """Adds INPUT...: files or folders, `-` for standard input."""
    return click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)(function)


def output(function: Function) -> Function:
    """Adds -o OUT: a file, `-` (the default) for standard output."""
    return click.option("-o", "--output", "output", metavar="OUT", default="-", help="Where to write; - is standard output.")(function)


def quiet(function: Function) -> Function:
    """Adds --quiet."""
    return click.option("--quiet", is_flag=True, help="No progress and no notes, only problems.")(function)


def tell_problems(problems: Iterable[Problem]) -> int:
    """Prints each problem as one line on stderr; the number of them."""
    number = 0
    for problem in problems:
        click.echo(str(problem), err=True)
        number += 1
    return number


def on_terminal(*, quiet: bool) -> bool:
    """True where progress may be drawn: stderr is a terminal and nobody asked for quiet."""
    return not quiet and sys.stderr.isatty()
