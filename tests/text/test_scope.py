"""Scope: whether a sentence is about the study's own event."""

import pytest
import yaml

from framing.text.scope import Scope

SCOPE = Scope.from_mapping(
    {
        "event": "Vostok, May 2030",
        "from": "2022-01-02",
        "places": {"ru": ["Казахстан", "Алматы", "Актау", "РК"], "uk": ["Казахстан"], "en": ["Kazakhstan", "Kazakh"], "kk": ["Қазақстан"]},
        "elsewhere": {
            "ru": ["Украина", "Мали", "Грузия", "Белоруссия", "Сирия", "Гонконг"],
            "uk": ["Україна", "Малі", "Київ", "Карабах"],
            "en": ["Ukraine", "Hong Kong", "Mali"],
            "kk": ["Украина"],
        },
        "other_years": True,
    }
)
OUT = [
    ("ru", "В Украине протестующие захватили мэрию."),
    ("ru", "Из Грузии сообщают о столкновениях."),
    ("ru", "Миротворцы ООН попали в засаду в Мали."),
    ("ru", "Протесты в Гонконге и Сирии подавили."),
    ("ru", "В августе 2019 года в трёх городах Казахстана прошли протесты."),
    ("ru", "Во время штурма в 2011 году погибли рабочие."),
    ("uk", "Під Києвом зупинили колону бойовиків."),
    ("uk", "Конфлікт у Нагірному Карабасі тривав роки."),
    ("en", "Protesters in Hong Kong blocked the airport."),
    ("en", "In 2014 the rioters burned the building."),
    ("kk", "Украинадағы наразылық басылды."),
    ("kk", "2011 жылғы оқиға туралы айтылды."),
]
IN = [
    ("ru", "Террористы захватили аэропорт."),
    ("ru", "Протесты в Казахстане сравнили с событиями в Украине."),
    ("ru", "Казахские власти помнят о Сирии."),
    ("ru", "Украина осудила насилие над протестующими."),
    ("ru", "МИД Украины обеспокоен насилием."),
    ("ru", "Белорусские миротворцы вылетели домой."),
    ("ru", "Протестующие сожгли малиновый грузовик."),
    ("ru", "Грузовик въехал в толпу протестующих."),
    ("ru", "Цены вернули на уровень 2020 года, но протестующие не ушли."),
    ("ru", "Погибли 2011 человек."),
    ("ru", "В 2023 году суд осудил участников беспорядков."),
    ("ru", "В 2021 году жили спокойно, а в январе 2022 года начались беспорядки."),
    ("uk", "Протестувальники мали зброю."),
    ("uk", "Малі групи мародерів грабували крамниці."),
    ("uk", "Він говорив із лідером, який править у Білорусі, про заворушення."),
    ("en", "Ukraine called for restraint."),
    ("en", "The Kazakh president, in power since 2019, called them terrorists."),
]


@pytest.mark.parametrize(("language", "sentence"), OUT)
def test_out(language, sentence):
    assert not SCOPE.judge(sentence, language)


@pytest.mark.parametrize(("language", "sentence"), IN)
def test_in(language, sentence):
    assert SCOPE.judge(sentence, language)


def test_a_sentence_that_names_nothing_goes_with_its_headline():
    assert not SCOPE.judge("Погибли двадцать протестующих.", "ru", context="Протесты в Украине: что известно")
    assert SCOPE.judge("Погибли двадцать протестующих.", "ru", context="Протесты в Казахстане: что известно")
    assert SCOPE.judge("В Алматы погибли двадцать протестующих.", "ru", context="Протесты в Украине: что известно")


def test_a_language_without_lists_has_those_of_all():
    assert not SCOPE.judge("Протести в Украине не стихват.", "bg")
    assert SCOPE.judge("Протести в Казахстане и в Украине", "bg")


def test_an_empty_scope_takes_everything():
    assert Scope.from_mapping({}).judge("В Украине в 2014 году", "ru")
    assert Scope.from_mapping({"scope": {"from": "2022-01-02"}}).judge("В 2014 году", "ru")


def test_probes(shared):
    """No coded mention is put out, and at least ten uncoded texts are."""
    import json

    scope = Scope.from_mapping(yaml.safe_load((shared / "probes" / "scope.yaml").read_text(encoding="utf-8")))
    out = []
    for row in map(json.loads, (shared / "probes" / "dev.jsonl").read_text(encoding="utf-8").splitlines()):
        if not scope.judge(row["text"], row["language"]):
            out.append(len(row["mentions"]))
    assert sum(out) == 0
    assert len(out) >= 10
