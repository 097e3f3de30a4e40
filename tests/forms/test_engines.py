"""Engines as rooms see them: by name, cached, with faults that say what to do."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from framing.errors import FramingError
from framing.forms import ENGINES, get_engine

LANGUAGES = {"pymorphy3": "uk", "simplemma": "en", "suffix-bg": "bg", "suffix-kk": "kk", "none": "qq"}


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_answers(name: str) -> None:
    engine = get_engine(name, LANGUAGES[name])
    assert engine is get_engine(name, LANGUAGES[name])
    assert engine.name == name
    assert engine.version
    assert "митинг" in engine.inflect("Митинг")
    assert ("мирный", "митинг") in engine.inflect_phrase(("Мирный", "митинг"), None)


def test_unknown_engine() -> None:
    with pytest.raises(FramingError) as caught:
        get_engine("pymorphy", "uk")
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("unknown-engine", "did you mean pymorphy3?")


@pytest.mark.parametrize(("name", "language"), [("pymorphy3", "bg"), ("simplemma", "kk")])
def test_language_that_the_engine_cannot_do(name: str, language: str) -> None:
    with pytest.raises(FramingError) as caught:
        get_engine(name, language)
    assert caught.value.problems[0].code == "engine-language"


@pytest.mark.parametrize(("language", "extra"), [("uk", "media-framing[uk]"), ("ru", "pymorphy3")])
def test_missing_dictionary_names_the_extra(monkeypatch: pytest.MonkeyPatch, language: str, extra: str) -> None:
    from framing.forms.pymorphy import PymorphyEngine

    true_import = builtins.__import__

    def no_pymorphy(name: str, namespace: Mapping[str, Any] | None = None, local: Any = None, names: Sequence[str] = (), level: int = 0) -> Any:
        if name == "pymorphy3":
            raise ImportError("No module named 'pymorphy3'")
        return true_import(name, namespace, local, names, level)

    monkeypatch.setattr(builtins, "__import__", no_pymorphy)
    with pytest.raises(FramingError) as caught:
        PymorphyEngine(language)
    (problem,) = caught.value.problems
    assert problem.code == "engine-missing"
    assert extra in problem.hint


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("head", [0, 3, 9])
def test_head_outside_the_phrase(name: str, head: int) -> None:
    if name == "none":
        return
    with pytest.raises(FramingError) as caught:
        get_engine(name, LANGUAGES[name]).inflect_phrase(("мирний", "протест"), head)
    assert caught.value.problems[0].code == "head-outside"


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("word", ["x", "й", "-", "2022", "ОДКБ", "прес-служба", "п'ять", "ё", "ъ", "ецъ", "и"])
def test_odd_words_do_not_break(name: str, word: str) -> None:
    engine = get_engine(name, LANGUAGES[name])
    assert word.lower() in engine.inflect(word)
    assert (word.lower(), "протест") in engine.inflect_phrase((word, "протест"), None)
    assert ("протест", word.lower()) in engine.inflect_phrase(("протест", word), None)
