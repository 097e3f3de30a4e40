"""`framing clean`: the parts of each article."""

from __future__ import annotations

import click

from framing.cli.options import inputs, language, quiet, tell_problems


@click.command("clean")
@inputs
@click.option("--show", is_flag=True, help="Print the whole article, each sentence with its part.")
@language
@quiet
def command(inputs: tuple[str, ...], show: bool, language: str | None, quiet: bool) -> int:
    """Show what of each article is headline, body, context or boilerplate.

    Example: framing clean articles/ --show
    """
    from framing.run.explain import clean_inputs

    result = clean_inputs(inputs, show=show, language=language, write=click.echo)
    if not quiet:
        tell_problems(result.notes)
    return 1 if tell_problems(result.rejects) else 0
