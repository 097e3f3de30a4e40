"""Looking into lexicons: which entry matches a term, and the expanded forms beside each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from framing.lexicon import Entry, compile_lexicon, load_lexicon, load_voice, write_forms
from framing.lexicon.entries import Lexicon
from framing.resources import shipped_folder
from framing.run.coder import known_language
from framing.yamlfile import read_yaml


def entries_for(term: str, *, language: str | None = None, folder: Path | None = None) -> Iterator[tuple[str, Entry, Sequence[str]]]:
    """Language, entry and forms of every entry that matches the term somewhere.

    Raises FramingError where there is no lexicon for the language.
    """
    folder = folder or shipped_folder("lexicons") / "protest"
    known = tuple(sorted(path.stem for path in folder.glob("*.yaml")))
    for name in (known_language(language, known),) if language else known:
        compiled = compile_lexicon(load_lexicon(folder / f"{name}.yaml"))
        found = {hit.entry.number: hit.entry for hit in compiled.candidates(term)}
        for _, entry in sorted(found.items()):
            yield name, entry, compiled.forms_of(entry)


def expand_files(files: Sequence[Path], *, write: bool) -> Iterator[str]:
    """One line per lexicon: how many entries and forms it has; with `write` the forms file is refreshed."""
    for path in files or sorted(shipped_folder("lexicons").glob("*/*.yaml")):
        lexicon = _load_any(path)
        target = write_forms(lexicon) if write else None
        compiled = compile_lexicon(lexicon)
        forms = sum(len(compiled.forms_of(entry)) for entry in lexicon.entries)
        yield f"{path}: {len(lexicon.entries)} entries, {forms} forms" + (f" → {target}" if target else "")


def _load_any(path: Path) -> Lexicon:
    """The lexicon of a file, or the cues of a voice file."""
    data = read_yaml(path).data
    return load_voice(path).cues if isinstance(data, dict) and "cues" in data else load_lexicon(path)
