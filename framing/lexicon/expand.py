"""Each lemma of a lexicon expanded once, by the forms file where it fits and by the engine where it does not."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from framing.errors import FramingError, Place, Problem
from framing.forms import Engine, get_engine
from framing.lexicon.entries import Lexicon
from framing.lexicon.forms_file import FormsFile, expansion_key, forms_file_path, read_forms


@dataclass(frozen=True, slots=True)
class _Lemma:
    """A word or phrase that must be expanded, and the line that asks for it."""

    text: str
    head: int | None
    place: Place

    @property
    def key(self) -> str:
        """Its name in the forms file."""
        return expansion_key(self.text, self.head)


def expand_lexicon(lexicon: Lexicon, *, forms_path: Path | None = None) -> FormsFile:
    """The forms of every lemma of the lexicon.

    A forms file whose digest fits is taken as it is. One that is older gives the forms of the lemmas that it has, if the same
    engine made it; the others are expanded now. Raises FramingError where an engine is needed and missing, or a phrase explodes.
    """
    stored = read_forms(forms_path or forms_file_path(lexicon))
    lemmas = {lemma.key: lemma for lemma in _lemmas(lexicon)}
    fits = stored is not None and (stored.digest, stored.engine) == (lexicon.digest, lexicon.morphology)
    if stored is not None and fits and lemmas.keys() <= stored.forms.keys():
        return stored
    reusable = dict(stored.forms) if stored is not None and stored.engine == lexicon.morphology else {}
    if stored is not None and lemmas.keys() <= reusable.keys():
        version = stored.engine_version
    else:
        engine = _engine(lexicon)
        version = engine.version
        if stored is None or stored.engine_version != version:
            reusable = {}
        reusable |= _expanded(engine, [lemma for key, lemma in lemmas.items() if key not in reusable])
    return FormsFile(lexicon.digest, lexicon.morphology, version, {key: reusable[key] for key in lemmas})


def write_forms(lexicon: Lexicon, *, forms_path: Path | None = None) -> Path:
    """Writes the forms file anew with the installed engine, and returns its path."""
    path = forms_path or forms_file_path(lexicon)
    text = fresh_forms(lexicon).text()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path


def fresh_forms(lexicon: Lexicon) -> FormsFile:
    """The forms of every lemma by the installed engine, whatever any file says."""
    engine = _engine(lexicon)
    lemmas = {lemma.key: lemma for lemma in _lemmas(lexicon)}
    return FormsFile(lexicon.digest, lexicon.morphology, engine.version, _expanded(engine, list(lemmas.values())))


def _lemmas(lexicon: Lexicon) -> Iterator[_Lemma]:
    """What the engine must expand: lemmas, and the phrases of `except` that have no wildcard."""
    for entry in lexicon.entries:
        if entry.kind == "lemma":
            yield _Lemma(entry.text, entry.head, entry.place)
        for phrase in entry.excepts:
            if "*" not in phrase:
                yield _Lemma(phrase, None, entry.place)


def _engine(lexicon: Lexicon) -> Engine:
    """The lexicon's engine; its faults stand at the line that names it."""
    try:
        return get_engine(lexicon.morphology, lexicon.language)
    except FramingError as error:
        raise FramingError(_placed(error, lexicon.place)) from None


def _expanded(engine: Engine, lemmas: list[_Lemma]) -> dict[str, tuple[str, ...]]:
    """The sorted forms of each lemma, those that fold to the same once."""
    result: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for lemma in lemmas:
        words = tuple(lemma.text.split())
        try:
            phrases = engine.inflect_phrase(words, lemma.head) if len(words) > 1 else ((form,) for form in engine.inflect(words[0]))
            forms = sorted(" ".join(phrase) for phrase in phrases)
        except FramingError as error:
            problems.extend(_placed(error, lemma.place))
            continue
        result[lemma.key] = tuple({form.replace("ё", "е"): form for form in forms}.values())
    if problems:
        raise FramingError(sorted(problems))
    return result


def _placed(error: FramingError, place: Place) -> list[Problem]:
    """The problems of an engine with the place that it could not know."""
    return [replace(problem, place=place) for problem in error.problems]
