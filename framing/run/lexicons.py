"""Looking into lexicons and editing them: what a term is, what forms it has, where it fires, and other programs' dictionaries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from framing.codebook import load_codebook
from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.io.encodings import decode
from framing.lexicon import Entry, compile_lexicon, load_lexicon, write_forms
from framing.lexicon.compile import CompiledLexicon
from framing.lexicon.edit import EXCLUDE, Edit, add_entry, load_any, remove_entry
from framing.lexicon.exchange import Dictionary, as_dictionary, as_lexicon, read_dictionary, write_dictionary
from framing.resources import schema, shipped_folder, text_digest
from framing.run.coder import known_language
from framing.run.concordance import Concordance, Corpus, lexicon_files, look_up
from framing.yamlfile import check_schema, parse_yaml, read_yaml

_CONDITIONS = ("gap", "any_order", "near", "not_near", "excepts", "inner_keep", "exact_case", "also")


def lexicons_at_hand() -> Path:
    """The folder of lexicons that a command means where none is named: `lexicons/protest` here, as `framing init` makes it, or ours."""
    here = Path("lexicons", "protest")
    return here if here.is_dir() else shipped_folder("lexicons") / "protest"


def open_lexicons(language: str | None = None, folder: Path | None = None) -> dict[str, CompiledLexicon]:
    """The lexicons of a folder by language, or the one of a language, ready to look things up in; by default those at hand.

    Raises FramingError where there is no lexicon for the language, or one has a fault.
    """
    files = lexicon_files(folder or lexicons_at_hand())
    chosen = (known_language(language, sorted(files)),) if language else tuple(files)
    return {name: compile_lexicon(load_lexicon(files[name])) for name in chosen}


def known_category(category: str, lexicons: Mapping[str, CompiledLexicon]) -> str:
    """The category that was asked for. Raises FramingError where no lexicon has it."""
    known = list(dict.fromkeys(name for compiled in lexicons.values() for name in compiled.lexicon.categories))
    if category not in known:
        hint = did_you_mean(category, known)
        raise FramingError(Problem(Place("--category"), "unknown-category", f"no lexicon has a category {category!r}", hint))
    return category


@dataclass(frozen=True)
class Shown:
    """An entry that matches a term, with its forms, and how it fires in a corpus where one was given."""

    language: str
    entry: Entry
    forms: tuple[str, ...]
    found: Concordance | None = None

    def conditions(self) -> dict[str, Any]:
        """What the entry asks beyond its letters."""
        said = {name: getattr(self.entry, name) for name in _CONDITIONS}
        return {name: asdict(value) if name in ("near", "not_near") else value for name, value in said.items() if value}

    def text_lines(self) -> Iterator[str]:
        """The entry for people."""
        yield f"{self.entry.place}: {self.language} {self.entry.category or EXCLUDE}: {self.entry.text}"
        yield f"    {', '.join(self.forms)}"
        for name, value in self.conditions().items():
            yield f"    {name}: {json.dumps(value, ensure_ascii=False)}"
        if self.found is not None:
            yield f"    {self.found.total} times in {len(self.found.articles)} articles"
            yield from (f"    {line}" for line in self.found.lines)

    def record(self) -> dict[str, Any]:
        """The entry as plain data."""
        found = {} if self.found is None else {"total": self.found.total, "articles": len(self.found.articles)}
        lines = {} if self.found is None else {"lines": [asdict(line) for line in self.found.lines]}
        return {
            "language": self.language,
            "category": self.entry.category or EXCLUDE,
            "entry": self.entry.text,
            "kind": self.entry.kind,
            **asdict(self.entry.place),
            "conditions": self.conditions(),
            "forms": list(self.forms),
            **found,
            **lines,
        }


def show_term(term: str, lexicons: Mapping[str, CompiledLexicon], *, corpus: Corpus | None = None, limit: int = 10) -> list[Shown]:
    """Every entry that matches the term somewhere, and with a corpus up to `limit` of its concordance lines."""
    shown: list[Shown] = []
    for language, compiled in lexicons.items():
        found = {hit.entry.number: hit.entry for hit in compiled.candidates(term)}
        # an entry that asks for other words near it is found by its name
        found |= {entry.number: entry for entry in compiled.lexicon.entries if entry.text.casefold() == term.casefold()}
        shown.extend(Shown(language, entry, compiled.forms_of(entry)) for _, entry in sorted(found.items()))
    if corpus is None:
        return shown
    wanted = {language: [each.entry for each in shown if each.language == language] for language in lexicons}
    where = look_up(corpus, lexicons, {language: entries for language, entries in wanted.items() if entries}, limit=limit)
    return [replace(each, found=where[each.language, each.entry.number]) for each in shown]


def expand_files(files: Sequence[Path], *, write: bool) -> Iterator[str]:
    """One line per lexicon: how many entries and forms it has; with `write` the forms file is refreshed.

    Raises FramingError at the end with the faults of all files.
    """
    problems: list[Problem] = []
    for path in files or sorted(shipped_folder("lexicons").glob("*/*.yaml")):
        try:
            lexicon = load_any(path)
            target = write_forms(lexicon) if write else None
            compiled = compile_lexicon(lexicon)
        except FramingError as error:
            problems.extend(error.problems)
            continue
        forms = sum(len(compiled.forms_of(entry)) for entry in lexicon.entries)
        yield f"{path}: {len(lexicon.entries)} entries, {forms} forms" + (f" → {target}" if target else "")
    if problems:
        raise FramingError(problems)


def lexicon_file(language: str | None, file: Path | None) -> Path:
    """The file that is meant by --file, or else by --language among the lexicons at hand.

    Raises FramingError where neither leads to one.
    """
    if file is not None:
        return file
    files = lexicon_files(lexicons_at_hand())
    if language is None:
        hint = f"known: {', '.join(sorted(files))}"
        raise FramingError(Problem(Place("--language"), "language-missing", "which lexicon is meant?", hint))
    return files[known_language(language, sorted(files))]


def add_to_lexicon(path: Path, category: str, values: Mapping[str, Any]) -> Edit:
    """What adding the entry did. The category must be one of the codebook's, or of this lexicon or those beside it.

    Raises FramingError, and writes nothing, where it is not, or where the file would have a fault.
    """
    known = _categories_beside(path)
    if category not in known:
        hint = did_you_mean(category, known)
        raise FramingError(Problem(Place(str(path)), "unknown-category", f"there is no category {category!r}", hint))
    return add_entry(path, category, values)


def _categories_beside(path: Path) -> list[str]:
    """The categories of a lexicon and of those in its folder, and those of the shipped codebook; the kinds of cue of a voice file."""
    lexicon = load_any(path)
    known = dict.fromkeys((*lexicon.categories, EXCLUDE))
    for other in lexicon_files(path.parent).values():
        try:
            data = read_yaml(other).data
        except FramingError:
            continue
        sections = data.get("cues" if lexicon.cues else "categories") if isinstance(data, dict) else None
        known |= dict.fromkeys(sections if isinstance(sections, dict) else ())
    if not lexicon.cues:
        codebook = shipped_folder("configs") / "codebooks" / "protest.yaml"
        known |= dict.fromkeys(load_codebook(codebook).categories if codebook.is_file() else ())
    return list(known)


def entries_named(path: Path, text: str, category: str | None = None) -> list[Entry]:
    """The entries of a file that are written like the text, or have it among their listed forms."""
    asked = " ".join(text.split())
    return [
        entry for entry in load_any(path).entries if asked in (entry.text, *entry.forms) and category in (None, entry.category or EXCLUDE)
    ]


def near_names(path: Path, text: str) -> str:
    """A hint that names entries of the file that are written nearly like the text."""
    hint = did_you_mean(text, [entry.text for entry in load_any(path).entries])
    return hint if hint.startswith("did you mean") else ""


def remove_from_lexicon(path: Path, entry: Entry) -> Edit:
    """What removing the entry did. Raises FramingError where the file would not load without it."""
    return remove_entry(path, entry)


def import_dictionary(path: Path, form: str, language: str) -> tuple[str, Dictionary]:
    """The text of a lexicon file with the words of another program's dictionary, and what was lost.

    Raises FramingError where the file is not of this form, or cannot be read.
    """
    dictionary = read_dictionary(_read(path), str(path), form)
    text = as_lexicon(dictionary, language)
    faults = check_schema(parse_yaml(text, str(path)), schema("lexicon"))
    if any("language" in fault.message for fault in faults):
        hint = "--language XX, or -o XX.yaml"
        raise FramingError(Problem(Place("--language"), "language-missing", f"{language!r} is no code of a language", hint))
    if faults:
        raise FramingError(faults)
    return text, dictionary


def _read(path: Path) -> str:
    """The text of a file in whatever encoding it is."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        hint = "check that the file is there, whole and readable"
        raise FramingError(Problem(Place(str(path)), "file-unreadable", error.strerror or str(error), hint)) from None
    if decoded is None:
        hint = "check that it is the right file"
        raise FramingError(Problem(Place(str(path)), "not-text", "no text in any encoding that is known", hint))
    return decoded[0].encode("utf-8", "replace").decode("utf-8")


def export_lexicon(path: Path, form: str) -> tuple[str, Dictionary]:
    """The lexicon with all its forms as another program's dictionary, and what was lost.

    Raises FramingError where the lexicon has a fault.
    """
    dictionary = as_dictionary(compile_lexicon(load_any(path)))
    return write_dictionary(dictionary, form), dictionary


@dataclass(frozen=True)
class Orphan:
    """An entry that one text alone speaks for, with the article."""

    language: str
    entry: Entry
    article: str

    def __str__(self) -> str:
        entry = self.entry
        return f"{entry.place}: {self.language} {entry.category or EXCLUDE}: {entry.text}: only in {self.article}"


@dataclass(frozen=True)
class Orphans:
    """The entries whose only hit in all texts stands in one of them; and how many entries, unused entries and texts there are."""

    found: tuple[Orphan, ...]
    entries: int
    unused: int
    texts: int

    @property
    def share(self) -> float:
        """Orphans among all entries."""
        return len(self.found) / self.entries if self.entries else 0.0

    def __str__(self) -> str:
        stand = f"{len(self.found)} of {self.entries} entries ({self.share:.1%}) stand on one text"
        return f"{stand}; {self.unused} fire in none of the {self.texts} texts"

    def record(self) -> dict[str, Any]:
        """The orphans as plain data."""
        found = [
            {"language": each.language, "category": each.entry.category or EXCLUDE, "entry": each.entry.text, "article": each.article}
            | asdict(each.entry.place)
            for each in self.found
        ]
        return {"orphans": found, "entries": self.entries, "unused": self.unused, "texts": self.texts, "share": round(self.share, 4)}


def find_orphans(lexicons: Mapping[str, CompiledLexicon], corpus: Corpus, coded: Corpus | None = None) -> Orphans:
    """The entries that one text alone speaks for; with `coded`, those where that text is a coded one.

    A text that stands in several corpora is one text.
    """
    seen: dict[tuple[str, int], dict[str, str]] = {}
    texts: dict[str, bool] = {}
    for source in (corpus, coded):
        for article, language, _, text in source.fields() if source is not None else ():
            digest = text_digest(text)
            texts[digest] = texts.get(digest, False) or source is coded
            for hit in lexicons[language].settled(text) if language in lexicons else ():
                seen.setdefault((language, hit.entry.number), {}).setdefault(digest, article.id)
    entries = {(language, entry.number): entry for language, each in lexicons.items() for entry in each.lexicon.entries}
    found = []
    for key, places in sorted(seen.items()):
        digest, article_id = next(iter(places.items()))
        if len(places) == 1 and (coded is None or texts[digest]):
            found.append(Orphan(key[0], entries[key], article_id))
    return Orphans(tuple(found), len(entries), len(entries) - len(seen), len(texts))
