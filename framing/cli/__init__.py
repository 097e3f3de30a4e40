"""The command line: one thin file a command group; each command calls one function that can be imported as well."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from framing import __version__

# command → module that holds it; a module is imported when its command runs, so that `--help` answers at once
_COMMANDS = {
    "run": "framing.cli.run",
    "code": "framing.cli.code",
    "classify": "framing.cli.classify",
    "explain": "framing.cli.explain",
    "clean": "framing.cli.clean",
    "check": "framing.cli.check",
    "lexicon": "framing.cli.lexicon",
    "train": "framing.cli.train",
    "evaluate": "framing.cli.evaluate",
    "init": "framing.cli.init",
}
_SUMMARIES = {
    "run": "Run a study and write its report.",
    "code": "Find the mentions in any texts, with voice and source.",
    "classify": "Sentence by sentence, the probability of every category.",
    "explain": "Show quotations, cues and the reason for every voice.",
    "clean": "Show which parts of each article count.",
    "check": "Check a study or lexicons, all faults at once.",
    "lexicon": "Show and expand lexicon entries.",
    "train": "Train a sentence classifier on coded texts.",
    "evaluate": "Hold lexicon and classifier against coded texts.",
    "init": "Begin a new study with lexicons to edit.",
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name]).command
        return command

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
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits: 0 fine, 1 problems found, 2 wrong use."""
    # two BLAS threads made small fits 5 to 80 times slower than one on a busy machine
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    from framing.errors import FramingError

    try:
        code = framing.main(args=arguments, standalone_mode=False)
    except FramingError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        code = 1
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; run the same command again to go on", err=True)
        code = 130
    except BrokenPipeError:
        # the reader of our output has gone (`| head`): not a fault, and nothing more can be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        click.echo(f"{error.filename or 'framing'}: file-error: {error.strerror or error} (check the path, its permissions and free space)", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
