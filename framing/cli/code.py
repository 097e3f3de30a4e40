"""`framing code`: the mentions of any texts."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.options import folder, inputs, language, output, progress_shown, quiet, refuse_unwritable, tell_problems


@click.command("code")
@inputs
@language
@click.option(
    "--scope",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with `scope:`; mentions of other places and years are marked.",
)
@folder("lexicons", "A folder of lexicons of your own.")
@folder("voice", "A folder of voice files of your own.")
@click.option(
    "--parts", type=click.Choice(["counted", "all"]), default="counted", show_default=True, help="all: also mentions in boilerplate."
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["jsonl", "csv", "parquet"]),
    default="jsonl",
    show_default=True,
    help="Form of the output.",
)
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="How many workers; by default all cores for large inputs.")
@output
@quiet
def command(
    inputs: tuple[str, ...],
    language: str | None,
    scope: Path | None,
    lexicons: Path | None,
    voice: Path | None,
    parts: str,
    file_format: str,
    jobs: int | None,
    output: str,
    quiet: bool,
) -> int:
    """Find the mentions of any texts, one a line, each with voice, negation, source and the reason.

    Example: framing code articles/ --language uk -o mentions.jsonl
    """
    if file_format == "parquet" and output == "-":
        raise click.UsageError("--format parquet needs -o FILE")
    from framing.run.api import code_inputs, coding_rules

    refuse_unwritable(output)
    rules = coding_rules(lexicons=lexicons, voice=voice, scope=scope, language=language, all_parts=parts == "all")
    with progress_shown(quiet=quiet or output == "-") as progress:
        result = code_inputs(inputs, rules, output=output, file_format=file_format, language=language, jobs=jobs, progress=progress)
    if not quiet:
        tell_problems(result.notes)
    return 1 if tell_problems(result.rejects) else 0
