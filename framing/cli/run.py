"""`framing run`: a study from articles to report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.options import progress_shown, quiet, tell_problems

if TYPE_CHECKING:
    from framing.run.api import RunResult


@click.command("run")
@click.argument("study", metavar="STUDY.yaml")
@click.option("--only", metavar="STAGE", help="Stop after this stage: read, code, classify, measure or report.")
@click.option(
    "--backend",
    type=click.Choice(["loky", "threads", "dask", "ray", "spark"]),
    default="loky",
    show_default=True,
    help="What runs the workers.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Address of a dask cluster (tcp://HOST:PORT), with --backend dask.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), default=1, show_default=True, help="How many workers.")
@click.option("--fresh", is_flag=True, help="Do everything anew instead of resuming.")
@click.option(
    "--reports",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Where reports are written.",
)
@click.option("--log-json", is_flag=True, help="Progress, problems and summary as JSON lines on standard error, for other programs.")
@quiet
def command(
    study: str,
    only: str | None,
    backend: str,
    scheduler: str | None,
    jobs: int,
    fresh: bool,
    reports: Path,
    log_json: bool,
    quiet: bool,
) -> int:
    """Run a study and write reports/<study>/. STUDY.yaml is a file, or the name of a shipped study.

    Example: framing run demo --jobs 2
    """
    from framing.run.api import run_study
    from framing.run.stages import STAGES
    from framing.study import find_study, load_study

    if only is not None and only not in STAGES:
        raise click.UsageError(f"--only {only}: no such stage; known: {', '.join(STAGES)}")
    if scheduler is not None and backend != "dask":
        raise click.UsageError("--scheduler goes with --backend dask")
    loaded = load_study(find_study(study))
    with progress_shown(quiet=quiet, log_json=log_json) as progress:
        chosen = scheduler or backend
        result = run_study(loaded, reports / loaded.name, jobs=jobs, backend=chosen, only=only, fresh=fresh, progress=progress)
    if log_json:
        _log_result(result)
        return 1 if result.rejects else 0
    if not quiet:
        tell_problems(result.notes)
    rejected = tell_problems(result.rejects)
    if not quiet:
        click.echo(result.summary(), err=True)
        click.echo(str(result.index if result.index is not None else result.folder))
    return 1 if rejected else 0


def _log_result(result: RunResult) -> None:
    """Problems and summary as JSON lines on stderr."""
    for level, problems in (("note", result.notes), ("reject", result.rejects)):
        for problem in problems:
            place = {"file": problem.place.file, "line": problem.place.line}
            record = {level: problem.code, **place, "message": problem.message, "hint": problem.hint}
            click.echo(json.dumps(record, ensure_ascii=False), err=True)
    counts = {"articles": result.articles, "mentions": result.mentions, "rejected": len(result.rejects), "changed": result.fresh}
    times = {stage: round(seconds, 3) for stage, seconds in result.seconds.items()}
    click.echo(json.dumps({**counts, "seconds": times, "report": str(result.index or "")}, ensure_ascii=False), err=True)
