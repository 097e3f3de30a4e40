"""The command line: one thin file a command group; each command calls one function that can be imported as well."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from framing import __version__
from framing.cli.options import CommandGroup, tell_problems
from framing.errors import FramingError, Place, Problem

# command → its line in the list; the module framing.cli.<command> is imported when the command runs, so that `--help` answers at once
_SUMMARIES = {
    "run": "Run a study and write its report.",
    "code": "Find the mentions in any texts, with voice and source.",
    "classify": "Sentence by sentence, the probability of every category.",
    "explain": "Show speech, cues and the reason for every voice.",
    "clean": "Show which parts of each article count.",
    "compare": "What changed between two runs, and why.",
    "check": "Check a study or lexicons, all faults at once.",
    "lexicon": "Show and expand lexicon entries.",
    "train": "Train a sentence classifier on coded texts.",
    "evaluate": "Hold lexicon and classifier against coded texts.",
    "annotate": "Samples for people to code, exchange, agreement.",
    "collect": "Download articles politely into a corpus folder.",
    "init": "Begin a new study with lexicons to edit.",
    "doctor": "Tell what is installed and what is missing.",
}


class _Lazy(CommandGroup):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        del ctx
        return list(_SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in _SUMMARIES:
            return None
        command: click.Command = importlib.import_module(f"framing.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """What the command gives back; a reader of our output that has gone (`| head`) is no fault."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # nothing more can be written, and Python would say so once more when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from summaries that need no import."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_SUMMARIES.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="framing")
def framing() -> None:
    """How does each outlet name the people in the streets, and whose word is it?

    Example: framing run demo
    """  # noqa: D400 - a question is a sentence


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits: 0 fine, 1 problems found, 2 wrong use."""
    # two BLAS threads made small fits 5 to 80 times slower than one on a busy machine
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    for stream in (sys.stdout, sys.stderr):
        # our texts are in any alphabet, whatever the system believes of its terminal
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = framing.main(args=arguments, prog_name="framing", standalone_mode=False)
    except FramingError as error:
        tell_problems(error.problems)
        # what stands at an option was asked for wrongly; all else is a fault of the input
        code = 2 if all(problem.place.file.startswith("--") for problem in error.problems) else 1
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        click.echo(_wrong_use(error), err=True)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; run the same command again to go on", err=True)
        code = 130
    except OSError as error:
        place = Place(str(error.filename or "framing"))
        hint = "check the path, its permissions and free space"
        tell_problems([Problem(place, "file-error", error.strerror or str(error), hint)])
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _wrong_use(error: click.ClickException) -> str:
    """What is wrong with the command, in one line."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx is not None else "framing"
    message = " ".join(error.format_message().split())
    return f"{command}: wrong-use: {message} ({command} --help)"
