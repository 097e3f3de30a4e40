"""The forms file: read where it fits, reused where it is older, written the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import FramingError, Place, Problem
from framing.lexicon import compile_lexicon, expand, find_mentions, forms_file_path, load, load_lexicon, write_forms
from framing.lexicon.expand import expand_lexicon
from framing.lexicon.forms_file import read_forms

BODY = "categories:\n  a.a:\n    - терорист\n    - {lemma: озброєний бойовик, except: [озброєний бойовик із фільму]}\n    - {pattern: екстрем*}\n"


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, language: str) -> None:
        raise FramingError(Problem(Place(""), "engine-missing", f"no {name} for {language}", 'pip install "media-framing[uk]"'))

    monkeypatch.setattr(expand, "get_engine", missing)


def test_written_forms_are_read_back(write: Callable[..., Path]) -> None:
    lexicon = load_lexicon(write(BODY))
    fresh = expand_lexicon(lexicon)
    path = write_forms(lexicon)
    assert path == forms_file_path(lexicon) == Path(lexicon.path).parent / "forms" / "uk.json"
    assert read_forms(path) == fresh
    assert set(fresh.forms) == {"терорист", "озброєний бойовик", "озброєний бойовик із фільму"}
    assert "озброєних бойовиків" in fresh.forms["озброєний бойовик"]


def test_the_file_is_the_same_each_time_and_one_lemma_a_line(write: Callable[..., Path]) -> None:
    lexicon = load_lexicon(write(BODY))
    path = write_forms(lexicon)
    first = path.read_bytes()
    assert write_forms(lexicon).read_bytes() == first
    data = json.loads(first)
    assert set(data) == {"format", "digest", "engine", "engine_version", "legend", "forms"}
    assert (data["digest"], data["engine"]) == (lexicon.digest, "pymorphy3")
    lines = first.decode().splitlines()
    assert sum(line.startswith('  "') for line in lines) == 3
    assert any(line.startswith('  "терорист": ["терорист"') for line in lines)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("no_engine")
def test_without_an_engine_the_fault_stands_at_the_line_that_names_it(write: Callable[..., Path]) -> None:
    lexicon = load_lexicon(write(BODY))
    with pytest.raises(FramingError) as caught:
        compile_lexicon(lexicon)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("engine-missing", 2)
    assert "media-framing[uk]" in problem.hint


def test_a_file_that_fits_needs_no_engine(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = load_lexicon(write(BODY))
    write_forms(lexicon)
    monkeypatch.setattr(expand, "get_engine", None)
    assert [match.surface for match in find_mentions("терористами", compile_lexicon(lexicon))] == ["терористами"]


def test_an_edit_that_adds_no_lemma_needs_no_engine(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    write_forms(load_lexicon(write(BODY)))
    monkeypatch.setattr(expand, "get_engine", None)
    edited = load_lexicon(write(BODY + "    - {pattern: бандит*}\n"))
    compiled = compile_lexicon(edited)
    assert compiled.expanded.digest == edited.digest
    assert [match.surface for match in find_mentions("терористами бандитами", compiled)] == ["терористами", "бандитами"]


def test_a_new_lemma_is_expanded_and_the_others_are_not(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    write_forms(load_lexicon(write(BODY)))
    asked: list[str] = []
    true_engine = expand.get_engine("pymorphy3", "uk")

    class Watched:
        name, version = true_engine.name, true_engine.version

        def inflect(self, word: str) -> frozenset[str]:
            asked.append(word)
            return true_engine.inflect(word)

    monkeypatch.setattr(expand, "get_engine", lambda *_: Watched())
    compiled = compile_lexicon(load_lexicon(write(BODY + "    - бандит\n")))
    assert asked == ["бандит"]
    assert len(find_mentions("терористами бандитами", compiled)) == 2


def test_another_engine_or_version_expands_anew(write: Callable[..., Path]) -> None:
    lexicon = load_lexicon(write(BODY))
    path = write_forms(lexicon)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(lexicon.digest, "0" * 16).replace('"engine_version": "', '"engine_version": "0 ').replace("терорист", "нісенітниця"))
    assert "терористами" in expand_lexicon(lexicon).forms["терорист"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 0}', '{"format": 1, "forms": []}', "null"])
def test_a_broken_file_is_as_none(write: Callable[..., Path], content: str) -> None:
    lexicon = load_lexicon(write(BODY))
    path = forms_file_path(lexicon)
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    assert "терористами" in expand_lexicon(lexicon).forms["терорист"]


def test_a_file_that_lost_a_line_is_completed(write: Callable[..., Path]) -> None:
    lexicon = load_lexicon(write(BODY))
    path = write_forms(lexicon)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if '"озброєний бойовик": ' not in line), encoding="utf-8")
    assert "озброєними бойовиками" in expand_lexicon(lexicon).forms["озброєний бойовик"]


def test_another_place_for_the_file(write: Callable[..., Path], tmp_path: Path) -> None:
    lexicon = load_lexicon(write(BODY))
    path = tmp_path / "elsewhere" / "forms.json"
    assert write_forms(lexicon, forms_path=path) == path
    assert compile_lexicon(lexicon, forms_path=path).expanded == read_forms(path)


def test_phrases_that_explode_are_refused_with_their_line(write: Callable[..., Path]) -> None:
    phrase = " ".join(["terorističen", "napad"] * 5)
    lexicon = load_lexicon(write(f"categories:\n  a.a:\n    - napad\n    - {phrase}\n", language="sl", morphology="simplemma"))
    with pytest.raises(FramingError) as caught:
        expand_lexicon(lexicon)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("too-many-forms", 6)


def test_words_of_the_schema_for_people_make_no_forms_stale(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(BODY)
    first = load_lexicon(path).digest
    reworded = {**load.schema("lexicon"), "description": "other words"}
    monkeypatch.setattr(load, "schema", lambda _: reworded)
    assert load_lexicon(path).digest == first
    monkeypatch.setattr(load, "schema", lambda _: {**reworded, "minProperties": 2})
    assert load_lexicon(path).digest != first
