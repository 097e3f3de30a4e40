"""`framing code`: the mentions of any texts."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import inputs, output, quiet, tell_problems


@click.command("code")
@inputs
@click.option("--language", metavar="XX", help="The language of all texts, where they do not say it themselves.")
@click.option("--scope", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file with `scope:`; mentions of other places and years are marked.")
@click.option("--lexicons", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of lexicons of your own.")
@click.option("--voice", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of voice files of your own.")
@click.option("--parts", type=click.Choice(["counted", "all"]), default="counted", show_default=True, help="all: also mentions in boilerplate.")
@click.option("--format", "file_format", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True, help="Form of the output.")
@output
@quiet
def command(  # noqa: PLR0913
    inputs: tuple[str, ...],
    language: str | None,
    scope: Path | None,
    lexicons: Path | None,
    voice: Path | None,
    parts: str,
    file_format: str,
    output: str,
    quiet: bool,  # noqa: FBT001
) -> int:
    """Find the mentions of any texts, one a line, each with voice, negation, source and the reason.

    Example: framing code articles/ --language uk -o mentions.jsonl
    """
    from framing.run.api import code_inputs, coding_rules

    if file_format == "parquet" and output == "-":
        raise click.UsageError("--format parquet needs -o FILE")
    rules = coding_rules(lexicons=lexicons, voice=voice, scope=scope, language=language, all_parts=parts == "all")
    result = code_inputs(inputs, rules, output=output, file_format=file_format, language=language)
    if not quiet:
        tell_problems(result.notes)
    return 1 if tell_problems(result.rejects) else 0
