"""`framing lexicon`: look into lexicons, edit them safely, and see what an edit changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import CommandGroup, Function, folder, from_here, refuse_unwritable, tell_problems

if TYPE_CHECKING:
    from framing.lexicon.edit import Edit
    from framing.run.concordance import Corpus

_SHOWN_PROBLEMS = 10
_FORMATS = ("quanteda", "liwc", "yoshikoder")


class _ManyValues(click.Command):
    """A command whose --corpus and --coded take several inputs: all words up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, the option written again before each of its values."""
        written: list[str] = []
        option = ""
        for word in args:
            if word in ("--corpus", "--coded"):
                option = word
                written.append(word)
            elif word.startswith("-") and word != "-":
                option = ""
                written.append(word)
            elif option and written[-1] != option:
                written += [option, word]
            else:
                written.append(word)
        return super().parse_args(ctx, written)


def _corpus(function: Function) -> Function:
    """Adds --corpus INPUT..."""
    described = "Files or folders to look in; several may follow, so put it last."
    return click.option("--corpus", "corpus", metavar="INPUT...", multiple=True, help=described)(function)


def _as(function: Function) -> Function:
    """Adds --format text|json."""
    kind = click.Choice(["text", "json"])
    return click.option("--format", "file_format", type=kind, default="text", show_default=True, help="Form of the output.")(function)


def _language(function: Function) -> Function:
    """Adds --language."""
    return click.option("--language", metavar="XX", help="Only this language; default: all.")(function)


def _file(function: Function) -> Function:
    """Adds --file: a lexicon of one's own."""
    kind = click.Path(exists=True, dir_okay=False, path_type=Path)
    described = "The lexicon; default: that of --language in lexicons/protest here, else the shipped one."
    return click.option("--file", "file", metavar="FILE", type=kind, help=described)(function)


@click.group("lexicon", cls=CommandGroup)
def command() -> None:
    """Show, edit, compare and exchange lexicons.

    Example: framing lexicon show терорист --language uk
    """


@command.command("show", cls=_ManyValues)
@click.argument("term")
@_language
@folder("lexicons", "A folder of lexicons; default: lexicons/protest here, else the shipped one.")
@_corpus
@click.option("--lines", default=10, show_default=True, type=click.IntRange(0), help="Concordance lines an entry.")
@_as
def show(term: str, language: str | None, lexicons: Path | None, corpus: tuple[str, ...], lines: int, file_format: str) -> int:
    """Show which entries match TERM, with all their forms, and with --corpus where they fire.

    Example: framing lexicon show терористів --language uk --corpus articles/
    """
    from framing.run.concordance import Corpus
    from framing.run.lexicons import open_lexicons, show_term

    opened = open_lexicons(language, lexicons)
    texts = Corpus(corpus, sorted(opened), language) if corpus else None
    shown = show_term(term, opened, corpus=texts, limit=lines)
    if file_format == "json":
        _echo_json([each.record() for each in shown])
    for each in shown if file_format == "text" else ():
        _echo_lines(each.text_lines())
    if not shown:
        click.echo(f"{term}: no entry matches it", err=True)
    return 1 if _rejected(texts) or not shown else 0


@command.command("expand")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the expanded forms beside each lexicon.")
def expand(files: tuple[Path, ...], write: bool) -> int:
    """Expand lexicons into all their forms; without FILE, every shipped lexicon and voice file.

    Example: framing lexicon expand --write lexicons/protest/uk.yaml
    """
    from framing.run.lexicons import expand_files

    for line in expand_files(files, write=write):
        click.echo(from_here(line))
    return 0


@command.command("add")
@click.argument("category")
@click.argument("lemma")
@click.option("--language", metavar="XX", help="The language of the lexicon to edit.")
@_file
@click.option(
    "--form", "forms", multiple=True, metavar="TEXT", help="LEMMA and these are surface forms, used as they stand; may be given again."
)
@click.option("--matches", multiple=True, metavar="TEXT", help="An example that the entry must match; may be given again.")
@click.option("--never", multiple=True, metavar="TEXT", help="An example that it must not match; may be given again.")
@click.option("--note", metavar="TEXT", help="A note for colleagues.")
def add(
    category: str,
    lemma: str,
    language: str | None,
    file: Path | None,
    forms: tuple[str, ...],
    matches: tuple[str, ...],
    never: tuple[str, ...],
    note: str | None,
) -> int:
    """Add an entry at the end of a category; a LEMMA with * is a pattern. All other lines of the file stay as they are.

    Nothing is written where the file would have a fault afterwards. CATEGORY may be `exclude`.

    Example: framing lexicon add protesters.rioters мародерка --language uk --matches "Затримали мародерок"
    """
    from framing.run.lexicons import add_to_lexicon, lexicon_file

    entry: dict[str, Any] = {"forms": [lemma, *forms]} if forms else {"pattern" if "*" in lemma else "lemma": lemma}
    more = {"matches": list(matches), "never": list(never), "note": note}
    path = lexicon_file(language, file)
    _tell_edit("added", add_to_lexicon(path, category, {**entry, **{key: value for key, value in more.items() if value}}))
    return 0


@command.command("remove")
@click.argument("lemma")
@click.option("--language", metavar="XX", help="The language of the lexicon to edit.")
@_file
@click.option("--category", metavar="CATEGORY", help="Only in this category, where the entry stands in several.")
def remove(lemma: str, language: str | None, file: Path | None, category: str | None) -> int:
    """Remove the entry that is written LEMMA. All other lines of the file stay as they are, comments too.

    Nothing is written where the file would not load without it.

    Example: framing lexicon remove бешкетниця --language uk
    """
    from framing.run.lexicons import entries_named, lexicon_file, near_names, remove_from_lexicon

    path = lexicon_file(language, file)
    found = entries_named(path, lemma, category)
    if not found:
        hint = near_names(path, lemma)
        click.echo(f"{lemma}: no entry of {from_here(str(path))} is written like that" + (f" ({hint})" if hint else ""), err=True)
        return 1
    if len(found) > 1:
        places = ", ".join(f"{each.category or 'exclude'} at {from_here(str(each.place))}" for each in found)
        raise click.UsageError(f"{lemma!r} stands more than once: {places}; say which with --category, or edit the file")
    _tell_edit("removed", remove_from_lexicon(path, found[0]))
    return 0


@command.command("diff", cls=_ManyValues)
@click.argument("old")
@click.argument("new")
@_language
@folder("voice", "A folder of voice files of your own.")
@_corpus
@click.option("--lines", default=40, show_default=True, type=click.IntRange(0), help="Sentences and entries to show.")
@_as
def diff(old: str, new: str, language: str | None, voice: Path | None, corpus: tuple[str, ...], lines: int, file_format: str) -> int:
    """Compare two states of lexicons: files, folders, or git revisions as in HEAD~1:lexicons/protest/uk.yaml.

    Shows the forms that each entry gained (+) and lost (-); with --corpus also which sentences flip, and how each outlet's shares move.

    Example: framing lexicon diff HEAD:lexicons/protest/uk.yaml lexicons/protest/uk.yaml --corpus articles/
    """
    from framing.run.lexicon_diff import diff_lexicons

    found, texts = diff_lexicons(old, new, corpus, language=language, voice=voice)
    if file_format == "json":
        _echo_json(found.record())
    else:
        _echo_lines(found.entry_lines(lines))
        _echo_lines(found.corpus_lines(lines) if texts is not None else ())
    return 1 if _rejected(texts) else 0


@command.command("suggest", cls=_ManyValues)
@_language
@folder("lexicons", "A folder of lexicons; default: lexicons/protest here, else the shipped one.")
@click.option("--category", metavar="CATEGORY", help="Only for this category; default: all.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Candidates a category and measure.")
@click.option("--least", default=3, show_default=True, type=click.IntRange(1), help="Sentences that must hold a candidate.")
@click.option("--lines", default=2, show_default=True, type=click.IntRange(0), help="Concordance lines a candidate.")
@_corpus
@_as
def suggest(
    language: str | None,
    lexicons: Path | None,
    category: str | None,
    top: int,
    least: int,
    lines: int,
    corpus: tuple[str, ...],
    file_format: str,
) -> int:
    """Suggest candidates from a corpus: by keyness, by collocation with known terms, and by likeness to them.

    Nothing is added; `framing lexicon add` does that, after you have read the lines.

    Example: framing lexicon suggest --language uk --category foreign.instigation --corpus articles/
    """
    from framing.run.concordance import Corpus
    from framing.run.lexicon_suggest import Wanted
    from framing.run.lexicon_suggest import suggest as find_candidates
    from framing.run.lexicons import known_category, open_lexicons

    if not corpus:
        raise click.UsageError("Missing option '--corpus'.")
    opened = open_lexicons(language, lexicons)
    if category is not None:
        known_category(category, opened)
    texts = Corpus(corpus, sorted(opened), language)
    found = find_candidates(texts, opened, Wanted(category, top, least, lines))
    if file_format == "json":
        _echo_json([each.record() for each in found])
    for each in found if file_format == "text" else ():
        _echo_lines((str(each), *(f"    {line}" for line in each.lines)))
    return 1 if _rejected(texts) else 0


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help="Whose dictionary it is.")
@click.option("--language", metavar="XX", help="The language of the words; default: the name of OUT, as in uk.yaml.")
@click.option("-o", "--output", "output", metavar="OUT", default="-", help="The lexicon to write; - is standard output.")
def import_(file: Path, form: str, language: str | None, output: str) -> int:
    """Turn a dictionary of quanteda (YAML), LIWC (.dic) or Yoshikoder (.ykd) into a lexicon. What is lost is said.

    Example: framing lexicon import policy.dic --format liwc --language en -o lexicons/policy/en.yaml
    """
    from framing.run.lexicons import import_dictionary

    refuse_unwritable(output)
    text, dictionary = import_dictionary(file, form, language or (Path(output).stem if output != "-" else ""))
    _write(text, output)
    for line in dictionary.losses():
        click.echo(f"{file}: {line}", err=True)
    return 0


@command.command("export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help="For whom.")
@click.option("-o", "--output", "output", metavar="OUT", default="-", help="The dictionary to write; - is standard output.")
def export(file: Path, form: str, output: str) -> int:
    """Write a lexicon with all its forms as a dictionary of quanteda, LIWC or Yoshikoder. What is lost is said.

    Example: framing lexicon export lexicons/protest/uk.yaml --format quanteda -o protest-uk.yml
    """
    from framing.run.lexicons import export_lexicon

    refuse_unwritable(output)
    text, dictionary = export_lexicon(file, form)
    _write(text, output)
    for line in dictionary.losses():
        click.echo(f"{from_here(str(file))}: {line}", err=True)
    return 0


@command.command("orphans", cls=_ManyValues)
@_language
@folder("lexicons", "A folder of lexicons; default: lexicons/protest here, else the shipped one.")
@_corpus
@click.option("--coded", metavar="FILE...", multiple=True, help="Coded texts; then only entries that stand on one of these are listed.")
@_as
def orphans(language: str | None, lexicons: Path | None, corpus: tuple[str, ...], coded: tuple[str, ...], file_format: str) -> int:
    """List the entries whose only hit in all texts is one text: written for it, and perhaps of use nowhere else.

    Example: framing lexicon orphans --coded corpora/coded/uk.jsonl --corpus articles/
    """
    from framing.run.concordance import Corpus
    from framing.run.lexicons import find_orphans, open_lexicons

    if not corpus and not coded:
        raise click.UsageError("Missing option '--corpus'.")
    opened = open_lexicons(language, lexicons)
    texts = Corpus(corpus, sorted(opened), language)
    marked = Corpus(coded, sorted(opened), language) if coded else None
    found = find_orphans(opened, texts, marked)
    if file_format == "json":
        _echo_json(found.record())
    else:
        _echo_lines(map(str, (*found.found, found)))
    return 1 if _rejected(texts, marked) else 0


def _echo_lines(lines: Iterable[str]) -> None:
    """Prints lines, paths relative to the current folder."""
    for line in lines:
        click.echo(from_here(line))


def _echo_json(value: object) -> None:
    """Prints a value as JSON."""
    click.echo(from_here(json.dumps(value, ensure_ascii=False, indent=1)))


def _rejected(*corpora: Corpus | None) -> int:
    """Tells what could not be read, the first of it; the number of all."""
    problems = [problem for corpus in corpora if corpus is not None for problem in corpus.rejects]
    tell_problems(problems[:_SHOWN_PROBLEMS])
    if len(problems) > _SHOWN_PROBLEMS:
        click.echo(f"… and {len(problems) - _SHOWN_PROBLEMS} more texts that could not be read (framing code tells them all)", err=True)
    return len(problems)


def _write(text: str, output: str) -> None:
    """Writes the text to a file, or to standard output."""
    if output == "-":
        sys.stdout.write(text)
    else:
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        Path(output).write_text(text, encoding="utf-8", newline="\n")


def _tell_edit(did: str, edit: Edit) -> None:
    """Says what an edit did, and what to look at now."""
    entry = edit.entry
    click.echo(f"{from_here(str(entry.place))}: {did} {entry.category or 'exclude'}: {entry.text}")
    if edit.forms is not None:
        click.echo(from_here(f"{edit.forms}: refreshed"))
    tell_problems(edit.warnings)
