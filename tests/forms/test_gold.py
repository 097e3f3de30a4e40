"""Floors: the hand-checked forms of framing vocabulary that came with the plan."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from framing.automaton import fold
from framing.forms import get_engine

# (engine, how many of the forms are found from a headword); Bulgarian verbs are listed by form, so two of 66 are not expected
FLOORS = {"uk": ("pymorphy3", 65), "ru": ("pymorphy3", 62), "bg": ("suffix-bg", 64), "en": ("simplemma", 60), "kk": ("suffix-kk", 66)}


@pytest.mark.parametrize("language", FLOORS)
def test_forms_of_the_gold_list(shared: Path, language: str) -> None:
    specification = importlib.util.spec_from_file_location("forms_gold", shared / "prototypes" / "forms_gold.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    name, floor = FLOORS[language]
    engine = get_engine(name, language)
    missed = [form for form, lemmas, _ in module.GOLD[language] if not any(fold(form) in map(fold, engine.inflect(lemma)) for lemma in lemmas)]
    assert len(module.GOLD[language]) - len(missed) >= floor, missed
