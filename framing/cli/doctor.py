"""`framing doctor`: what is installed and what is missing."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

_MARKS = {"ok": "ok", "missing": "--", "broken": "!!"}


@click.command("doctor")
@click.option("--format", "file_format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the list.")
def command(file_format: str) -> int:
    """Tell what is installed, what is missing (--) and what that leaves out, and what is broken (!!).

    Exit code 1 where something is broken.

    Example: framing doctor
    """
    from framing.run.doctor import examine

    found = examine()
    if file_format == "json":
        click.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        width = max(len(finding.what) for finding in found)
        for finding in found:
            click.echo(f"{_MARKS[finding.state]}  {finding.what:<{width}}  {finding.told}")
    return 1 if any(finding.state == "broken" for finding in found) else 0
