"""`framing explain`: why each mention has its voice, and all speech of a text."""

from __future__ import annotations

import click

from framing.cli.options import inputs, language, quiet, tell_problems


@click.command("explain")
@inputs
@language
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="jsonl: one speech a line.",
)
@quiet
def command(inputs: tuple[str, ...], language: str | None, file_format: str, quiet: bool) -> int:
    """Show quotations, indirect speech, their cues and sources, and the reason for the voice of every mention.

    Example: echo 'The president said that terrorists had seized the airport.' | framing explain - --language en
    """
    from framing.run.explain import explain_inputs

    result = explain_inputs(inputs, file_format=file_format, language=language, write=click.echo)
    if not quiet:
        tell_problems(result.notes)
    return 1 if tell_problems(result.rejects) else 0
