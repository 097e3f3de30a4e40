"""`@place` in a condition: the places of a study's scope, in any of their forms."""

from __future__ import annotations

import pytest

from framing.lexicon.compile import compile_lexicon
from framing.lexicon.load import load_lexicon
from framing.lexicon.mentions import find_mentions
from framing.lexicon.places import with_places

LEXICON = """\
language: ru
morphology: pymorphy3
categories:
  event.terrorism:
    - {forms: [напали, нападение], near: {words: ["на @place", "на город"], within: 3}}
  event.riot:
    - {forms: [погром], not_near: ["@place"]}
"""


@pytest.fixture
def find(tmp_path):
    path = tmp_path / "ru.yaml"
    path.write_text(LEXICON, encoding="utf-8")

    def found(text: str, *places: str) -> list[str]:
        lexicon = compile_lexicon(with_places(load_lexicon(path), places))
        return [match.surface for match in find_mentions(text, lexicon)]

    return found


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("Они напали на Алматы.", ["Алматы"], ["напали"]),
        ("На Алма-Ату напали ночью.", ["Алма-Ата"], ["напали"]),
        ("Готовили нападение на Нижний Новгород.", ["Нижний Новгород"], ["нападение"]),
        ("Они напали на полицейских в Алматы.", ["Алматы"], []),
        ("Они напали на Алматы.", [], []),
        ("Они напали на город.", [], ["напали"]),
        ("Они напали на прохожего в РК.", ["РК"], []),
        ("Погром в Минске.", ["Минск"], []),
        ("Погром в Минске.", [], ["Погром"]),
    ],
)
def test_a_place_of_the_scope(find, text: str, places: list[str], expected: list[str]) -> None:
    assert find(text, *places) == expected


def test_coding_knows_the_places_of_its_scope(tmp_path, command) -> None:
    folder = tmp_path / "lexicons"
    folder.mkdir()
    (folder / "ru.yaml").write_text(LEXICON, encoding="utf-8")
    scope = tmp_path / "scope.yaml"
    scope.write_text("scope: {places: {ru: [Алматы]}}\n", encoding="utf-8")
    text = tmp_path / "text.txt"
    text.write_text("Они напали на Алматы.\n", encoding="utf-8")
    command_line = ("code", text, "--language", "ru", "--lexicons", folder)
    assert command(*command_line)[1] == ""
    assert '"category": "event.terrorism"' in command(*command_line, "--scope", scope)[1]
