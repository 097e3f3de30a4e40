"""Sentence boundaries: readable tables, `|` marks each boundary; no text that others lent us is copied here."""

import importlib.util
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.resources import shipped_folder
from framing.text.sentences import SentenceRules, split_sentences

RULES = {
    "ru": SentenceRules.from_lists(
        ["им", "ул", "ст", "т. е", "т. н", "и. о", "проф", "т. ч", "г-н", "см", "просп"],
        ["г", "гг", "тыс", "млн", "руб", "чел", "др", "т. д", "т. п", "в"],
    ),
    "uk": SentenceRules.from_lists(["ім", "вул", "ст", "т. зв", "проф", "цит", "с", "м"], ["р", "рр", "тис", "млн", "грн", "ос", "ін", "т. д"]),
    "bg": SentenceRules.from_lists(["ул", "чл", "ал", "т. нар", "проф", "г-н", "т. е"], ["г", "хил", "млн", "лв", "др", "т. н"]),
    "kk": SentenceRules.from_lists(["проф", "к-сі", "қ"], ["ж", "жж", "т. б", "мың", "млрд"]),
    "en": SentenceRules.from_lists(
        ["mr", "mrs", "dr", "gen", "sen", "prof", "no", "st", "jan", "e.g", "i.e", "al"], ["inc", "etc", "p.m", "a.m", "u.s", "u.k", "d.c"]
    ),
}
PASSAGES = [
    ("ru", "В 2022 г. президент сменил правительство.| Затем ввели ЧП."),
    ("ru", "Он родился в далёком 1953 г.| Отец его был писателем."),
    ("ru", "Горело здание на ул. Гоголя, 5.| Рядом, на пл. Победы, было тихо."),
    ("ru", "Задержаны 2 тыс. человек.| Ещё 300 ранены."),
    ("ru", "Задержаны студенты, рабочие и др.| Им грозит арест."),
    ("ru", "По его словам, т. н. «мирные» жители ушли.| Остались другие."),
    ("ru", "«Где министр?!» — кричала толпа.| Министр молчал…| И не вышел."),
    ("ru", "— Кто вы? — спросил он.| — Мы с завода."),
    ("ru", "Он сказал: «Уходите!»| Никто не ушёл."),
    ("ru", "«Уходите!» — Ахметов повторил это дважды."),
    ("ru", "А. Б. Ахметов (род. в 1960 г.) промолчал.| И. о. министра тоже."),
    ("ru", "Пришли силовики.Толпа разошлась."),  # a space was lost
    ("ru", "Пишет сайт kazpress.kz сегодня.| Снимал 360.Media и другие."),
    ("ru", "Дом на просп.Абая стоит."),
    ("uk", "У 2019 р. все почалося.| Минув рік."),
    ("uk", "Постраждали 20 тис. осіб та ін. учасники.| Міністр О. В. Петренко пішов."),
    ("uk", "Поліція (цит. за агенцією) стріляла.| Усі втекли!| Чому?"),
    ("uk", "– Не підемо! – гукав натовп.| – Ідіть ви."),
    ("bg", "През 2011 г. имаше стачка.| Щетите са 3 млн. лв.| Съдът мълчи."),
    ("bg", "„Кой стреля?“, попита г-н Иванов.| Отговор нямаше."),
    ("bg", "Т. нар. бунтовници са двайсет.| Задържаха ги по чл. 5, ал. 2 от закона."),
    ("kk", "2022 ж. қаңтарда шеру болды.| Оған 5 мың адам шықты."),
    ("kk", "Қ. Ахметов сөйледі.| «Кетіңдер!» деп айқайлады.| Ешкім кетпеді."),
    ("en", "Gen. Smith met Sen. J. R. Brown at 5 p.m.| The crowd left."),
    ("en", "The U.S. President spoke in Washington, D.C.| Nobody listened."),
    ("en", '"Who fired?" asked Dr. Lee.| "No one," he said.'),
    ("en", "He fled to the U.S.| The police followed."),
    ("en", "It was between her and I.| The rest left."),
    ("en", "Prices rose 3.5 percent on Jan. 6.| See e.g. the chart."),
    ("en", "Is No. 5 open?| No.| That is a shame."),
    ("ru", "В начале января 2022 г. Токаев сменил кабинет.| Ушли все."),
    ("bg", "На 5 януари 2022 г. Токаев говори.| Роден е в София през 1953 г.| Учил е в Москва."),
    ("en", "1. First demand: bread.| 2. Second demand: gas."),
]


@pytest.mark.parametrize(("language", "passage"), PASSAGES)
def test_boundaries(language, passage):
    text = passage.replace("|", "")
    wanted = [part.strip() for part in passage.split("|")]
    if text == "Пришли силовики.Толпа разошлась.":
        wanted = ["Пришли силовики.", "Толпа разошлась."]
    assert [text[start:end] for start, end in split_sentences(text, RULES[language])] == wanted


LINES = [
    ("Заголовок без точки\n\nПервая фраза. Вторая", ["Заголовок без точки", "Первая фраза.", "Вторая"]),
    ("Заголовок без точки\nПервая фраза.", ["Заголовок без точки", "Первая фраза."]),
    ("Заголовок\r\nФраза.\r\nЕщё фраза.\r\n", ["Заголовок", "Фраза.", "Ещё фраза."]),
    ("Заголовок\r\n\r\nфраза со строчной", ["Заголовок", "фраза со строчной"]),
    (
        "The president told the assembled ministers in the capital that\nthe protesters were terrorists. They left.",
        ["The president told the assembled ministers in the capital that\nthe protesters were terrorists.", "They left."],
    ),
    ("Требования:\n- хлеб\n- газ", ["Требования:", "- хлеб", "- газ"]),
    ("Курс валют\nпогода\nГороскоп", ["Курс валют", "погода", "Гороскоп"]),
    ("Одна фраза.\u2028Другая фраза.", ["Одна фраза.", "Другая фраза."]),
    ("Всё! 🔥🔥 Конец! ❗️", ["Всё!", "🔥🔥 Конец! ❗️"]),
]


@pytest.mark.parametrize(("text", "wanted"), LINES)
def test_lines(text, wanted):
    assert [text[start:end] for start, end in split_sentences(text, RULES["ru"])] == wanted


def test_hard_wrapped_text_goes_on_over_names():
    text = (
        "On Thursday the crowd moved from the square towards the residence of\n"
        "Nursultan Nazarbayev and, according to several witnesses who were not\n"
        "named, broke down the gate. Soldiers who had been flown in from other\n"
        "regions opened fire. The shooting went on until late in the evening and\n"
        "was heard in many districts. Nobody could say how many were\n"
        "killed.\n"
    )
    sentences = [text[start:end] for start, end in split_sentences(text, RULES["en"])]
    assert len(sentences) == 4
    assert "residence of\nNursultan" in sentences[0]


texts = st.text(alphabet=st.one_of(st.sampled_from(" .!?…\n\r\t«»\"„“”–—-'():;,А аБбіїGg5\u00a0\u0301\u00ad\u200b👍\u2028"), st.characters()), max_size=200)


@given(texts, st.integers(0, 20), st.integers(0, 200))
@settings(max_examples=400, deadline=None)
def test_spans_are_ordered_trimmed_and_lose_no_letter(text, start, end):
    spans = split_sentences(text, RULES["ru"], start, end)
    position = start
    for first, last in spans:
        assert position <= first < last <= min(end, len(text))
        assert not any(letter.isalnum() for letter in text[position:first])
        assert text[first:last] == text[first:last].strip()
        position = last
    assert not any(letter.isalnum() for letter in text[position : max(position, min(end, len(text)))])


def test_a_long_text_takes_linear_time():
    text = "Люди вышли на площадь и стояли там до утра, пока не приехали военные. " * 20_000
    begun = time.perf_counter()
    assert len(split_sentences(text, RULES["ru"])) == 20_000
    assert time.perf_counter() - begun < 3
    begun = time.perf_counter()
    split_sentences("а" * 500_000 + ".", RULES["ru"])
    split_sentences("т. " * 200_000, RULES["ru"])
    split_sentences("строка без точки\n" * 50_000, RULES["ru"])
    assert time.perf_counter() - begun < 5


def test_gold_boundaries(shared):
    """At most 2 errors on the 81 hard boundaries, with the abbreviations of the shipped voice files."""
    spec = importlib.util.spec_from_file_location("sent_gold", shared / "prototypes" / "sent_gold.py")
    gold = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gold)
    errors = 0
    for language, passages in gold.CH.items():
        lists = yaml.safe_load((shipped_folder("lexicons") / "voice" / f"{language}.yaml").read_text(encoding="utf-8"))["sentences"]
        rules = SentenceRules.from_lists(lists["abbreviations"], lists["may_end"])
        for passage in passages.splitlines():
            parts = passage.split("|")
            text = "".join(parts)
            wanted = {len("".join(parts[:count]).rstrip()) for count in range(1, len(parts))}
            found = {end for _, end in split_sentences(text, rules)} - {len(text)}
            errors += len(wanted ^ found)
    assert errors <= 2


@pytest.mark.parametrize("text", ["forms!\x1d", "решение.Т", "решение.т", "word."])
def test_a_mark_before_the_last_letter(text):
    spans = split_sentences(text, SentenceRules())
    assert "".join(text[start:end] for start, end in spans).strip() == text.strip()
