"""`framing annotate`: samples for people to code, to and from other tools, agreement, and coding in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import click

from framing.cli.options import CommandGroup, inputs, language, quiet, tell_problems

_FORMATS = ("label-studio", "doccano", "csv", "jsonl")
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_codebook = click.option("--codebook", type=_file, help="The codebook of the labels; default: the shipped one.")
_seed = click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Seed of all that is drawn.")


@click.group("annotate", cls=CommandGroup)
def command() -> None:
    """Draw samples for people to code, exchange them with other tools, code in the terminal, see how far coders agree.

    Example: framing annotate sample articles/ --size 100 -o sample.jsonl
    """


@command.command("sample")
@inputs
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="Where the sample is written.")
@click.option("--size", default=200, show_default=True, type=click.IntRange(1), help="How many units at random.")
@click.option("--unit", type=click.Choice(["sentence", "article"]), default="sentence", show_default=True, help="What is coded.")
@click.option("--by", metavar="COLUMN", multiple=True, help="Strata: a column of the articles; repeat for more. Default: outlet, language.")
@click.option("--uncertain", default=0, type=click.IntRange(0), help="How many more that the classifier doubts, in a file apart.")
@click.option("--model", type=_file, help="The model that doubts; default: the shipped one.")
@language
@_seed
@quiet
def sample(
    inputs: tuple[str, ...],
    output: Path,
    size: int,
    unit: Literal["sentence", "article"],
    by: tuple[str, ...],
    uncertain: int,
    model: Path | None,
    language: str | None,
    seed: int,
    quiet: bool,
) -> int:
    """Draw units for people to code: at random with known probability, stratified, and apart from these those that a classifier doubts.

    Only the random sample may be used to measure or to correct shares; for correction draw articles (--unit article) and code them whole.

    Example: framing annotate sample articles/ --size 100 -o sample.jsonl
    """
    from framing.run.sampling import SampleSettings, sample_inputs

    settings = SampleSettings(size, unit, by or ("outlet", "language"), uncertain, model, language, seed)
    result = sample_inputs(inputs, output, settings)
    found = tell_problems(result.problems)
    if not quiet:
        click.echo(result.summary(), err=True)
    return 1 if found else 0


@command.command("export")
@click.argument("file", metavar="SAMPLE", type=_file)
@click.option("--format", "written", type=click.Choice(_FORMATS), default="csv", show_default=True, help="The tool it is for.")
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="Where it is written.")
@_codebook
def export(file: Path, written: str, output: Path, codebook: Path | None) -> int:
    """Write a sample in the form of Label Studio (with its labelling interface), doccano, or a plain table.

    Example: framing annotate export sample.jsonl --format label-studio -o tasks.json
    """
    from framing.run.annotating import codebook_of, export_sample

    for path in export_sample(file, output, written, codebook_of(codebook)):
        click.echo(path)
    return 0


@command.command("import")
@click.argument("file", metavar="FILE", type=_file)
@click.option("--format", "written", type=click.Choice(_FORMATS), default="csv", show_default=True, help="The tool it comes from.")
@click.option("--coder", metavar="NAME", default="", help="Who coded, where the file does not say.")
@click.option("--texts", metavar="SAMPLE", type=_file, help="The sample, for codes that name texts by id only (a language model's, say).")
@click.option("-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="Where coded texts are written.")
@_codebook
@quiet
def import_(file: Path, written: str, coder: str, texts: Path | None, output: Path, codebook: Path | None, quiet: bool) -> int:
    """Read the codes of Label Studio, doccano, a plain table, or JSON lines, as coded texts for train, evaluate and agree.

    Example: framing annotate import coded.csv --coder anna -o sample.anna.jsonl
    """
    from framing.run.annotating import codebook_of, import_file

    result = import_file(file, output, written, codebook=codebook_of(codebook), coder=coder, texts=texts)
    found = tell_problems(result.problems)
    if not quiet:
        click.echo(result.summary(), err=True)
    return 1 if found else 0


@command.command("agree")
@click.argument("files", metavar="CODED...", nargs=-1, required=True, type=_file)
@click.option("--lexicon", is_flag=True, help="Add the lexicon as a coder.")
@click.option("--classifier", is_flag=True, help="Add the classifier as a coder.")
@click.option("--model", type=_file, help="The classifier's model; default: the shipped one.")
@_seed
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def agree(files: tuple[Path, ...], lexicon: bool, classifier: bool, model: Path | None, seed: int, as_json: bool) -> int:
    """Print Krippendorff's alpha with its interval: of all coders by dimension, and of every two. Missing codes are no disagreement.

    A coder is who a code names, else the end of the file's name (sample.anna.jsonl).

    Example: framing annotate agree sample.anna.jsonl sample.ben.jsonl --lexicon
    """
    from framing.run.annotating import Machines, agree_files

    agreed = agree_files(files, Machines(lexicon, classifier or model is not None, model), seed=seed)
    rows = [asdict(row) for row in (*agreed.together, *agreed.pairs.values())]
    if as_json:
        click.echo(json.dumps({"coders": dict(agreed.coders), "agreement": rows}, ensure_ascii=False, indent=1))
        return 0
    click.echo("coders: " + ", ".join(f"{name} ({count})" for name, count in agreed.coders.items()))
    click.echo(_table([asdict(row) for row in agreed.together]))
    if len(agreed.pairs) > 1:
        click.echo(_table([asdict(row) for row in agreed.pairs.values()]))
    return 0


def _table(rows: Sequence[dict[str, Any]]) -> str:
    """The alphas as lines for people."""
    width = max(len(row["name"]) for row in rows)
    lines = [f"{'':<{width}}  alpha  95% interval    units  agree"]
    for row in rows:
        if row["alpha"] is None:
            lines.append(f"{row['name']:<{width}}  {row['because']}")
        else:
            interval = f"[{row['low']:.3f}, {row['high']:.3f}]"
            lines.append(f"{row['name']:<{width}}  {row['alpha']:.3f}  {interval:<14}  {row['units']:>5}  {row['observed']:.0%}")
    return "\n".join(lines)


@command.command("code")
@click.argument("file", metavar="SAMPLE", type=_file)
@click.option("--coder", metavar="NAME", required=True, help="Your name: it stands in every code.")
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="Where codes are kept: <sample>.<name>.jsonl.")
@click.option("--stance", is_flag=True, help="Ask for the stance toward each target as well.")
@_codebook
def code(file: Path, coder: str, output: Path | None, stance: bool, codebook: Path | None) -> int:
    r"""Code a sample in the terminal, unit by unit, with the keyboard. Stop at any time: the same command goes on where you stopped.

    You see nothing of what others coded.

    Example: printf '1 7\n0\nq\n' | framing annotate code sample.jsonl --coder anna
    """
    from framing.run.annotating import codebook_of, read_units
    from framing.run.hand_coding import Desk, HandCoding

    output = output or file.with_name(f"{file.stem}.{coder}.jsonl")
    coding = HandCoding(read_units(file), output, coder=coder, codebook=codebook_of(codebook))
    coded = coding.run(Desk(click.echo, _ask), stance=stance)
    click.echo(f"{coded} of {len(coding.units)} coded: {output}")
    return 0


def _ask(question: str) -> str:
    """The answer; the end of the input stops."""
    click.echo(f"{question}> ", nl=False)
    return sys.stdin.readline() or "q"
