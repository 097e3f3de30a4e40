"""Damage of letters: found when sure, silent otherwise."""

import json

import pytest

from framing.text.damage import text_damage

TEXT = "Рабочие завода в четверг перекрыли дорогу и потребовали выплатить зарплату за три месяца."


def test_mojibake_is_told():
    assert [damage.code for damage in text_damage(TEXT.encode().decode("cp1251"))] == ["mojibake"]
    assert [damage.code for damage in text_damage("غادر الجنود المدينة".encode().decode("latin-1"))] == ["mojibake"]  # no script of ours


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        "Le président a été élu à l'Élysée, où il a reçu ses hôtes français.",
        "Größere Straßen wären für Übergänge schön.",
        "Zażółć gęślą jaźń",
        "İstanbul'da göstericiler",
        "Қазақстандағы наразылық",
        "IT-компании и wi-fi, COVID-пандемия, 4G",
        "",
    ],
)
def test_sound_texts_are_left_alone(text):
    assert text_damage(text) == []


def test_look_alikes_and_invisible_letters():
    found = {damage.code: damage.count for damage in text_damage("Прoтeсты в гoрoде, за\xadба\xadстовка, пот\ufffdрян")}
    assert found == {"look-alike-letters": 2, "invisible-characters": 2, "letters-lost": 1}


def test_seeds_are_sound(shared):
    for line in (shared / "seeds" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        assert text_damage(json.loads(line)["text"]) == []
