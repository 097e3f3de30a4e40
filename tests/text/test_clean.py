"""Parts of an article: pages written for this test, each line marked H headline, T body, C context, B boilerplate, before `|`."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.resources import shipped_folder
from framing.text.clean import Block, Layout, clean_text, part_at
from framing.text.repetition import line_hash

PARTS = {"H": "headline", "T": "body", "C": "context", "B": "boilerplate"}
LAYOUT = Layout.from_lists(
    {
        "context_headings": ["Контекст", "Что было раньше", "Передісторія:", "Background"],
        "context_openers": ["Напомним", "Ранее сообщалось", "Нагадаємо"],
        "boilerplate_openers": ["Читайте также", "Read also", "Фото:", "Подписывайтесь", "Источник", "Теги:", "По теме", "Photo"],
        "boilerplate_lines": ["все права защищены", "all rights reserved"],
    }
)
PAGES = {
    "marked links, credit, appeal": """
H|Рабочие завода перекрыли дорогу
T|В четверг рабочие завода перекрыли дорогу в центре города. Полиция не вмешивалась.
B|Фото: агентство «Степь»
T|«Мы уйдём только после выплаты», – сказал один из них.
B|Читайте также: Почему молчит министр
T|Переговоры начались вечером и шли до утра. Их исход неизвестен.
B|Подписывайтесь на наш Telegram-канал!
B|© 2022 Степной голос. Все права защищены""",
    "a heading with titles under it": """
H|Workers block the road
T|Workers blocked the main road on Thursday. Police stood by.
T|Talks lasted until the morning, officials said.
T|No one was hurt, according to the city.
B|Read also:
B|Why the minister keeps silent
B|Ten questions about the strike
B|What the factory earns""",
    "titles without a mark at the end": """
H|Робітники перекрили дорогу
T|У четвер робітники заводу перекрили дорогу в центрі міста. Поліція не втручалася.
T|Перемовини почалися ввечері й тривали до ранку. Їхній підсумок невідомий.
T|«Ми підемо лише після виплати», – сказав один із них.
B|- Міністр праці скасував поїздку до столиці
B|- Завод отримав рекордний прибуток торік
B|- Ціни на хліб зросли вдвічі за рік""",
    "a doubled teaser inside": """
T|Работниците блокираха пътя в четвъртък, съобщиха от общината.
T|Полицията не се намеси, а преговорите продължиха до сутринта.
B|Министърът отмени пътуването си до столицата
B|Министърът отмени пътуването си до столицата
B|Не каза защо...
T|„Ще си тръгнем след плащането“, каза един от тях.
T|Резултатът от преговорите не е известен.""",
    "background to the end": """
H|Рабочие завода перекрыли дорогу
T|В четверг рабочие завода перекрыли дорогу в центре города. Полиция не вмешивалась.
T|Переговоры начались вечером и шли до утра. Их исход неизвестен.
C|Что было раньше
C|Завод не платил рабочим три месяца. В декабре они объявили голодовку.
C|В январе директор подал в отставку.
B|Теги: забастовка, завод""",
    "a paragraph of background": """
H|Рабочие завода перекрыли дорогу
T|В четверг рабочие завода перекрыли дорогу. Полиция не вмешивалась.
C|Напомним, завод не платил рабочим три месяца.
T|Переговоры начались вечером. Их исход неизвестен.""",
    "dialogue, lists and subheadings stay": """
H|«Мы не уйдём»: разговор с рабочим
T|— Сколько вам должны?
T|— За три месяца.
T|— И что говорит директор?
T|— Ничего.
T|Чего требуют рабочие
T|Требования рабочих:
T|- выплатить зарплату за три месяца
T|- вернуть уволенных на завод
T|- отправить директора в отставку
T|Фото с места событий показывают, что дорога перекрыта.
T|Источник в полиции сообщил, что приказа о разгоне не было, но части внутренних войск уже стоят у завода.
T|По теме выплат министр высказаться отказался.""",
    "page machinery": """
B|Главная
B|Новости
B|Политика
B|Экономика
B|Спорт
B|USD 431.8 EUR 489.2 RUB 5.77
H|Рабочие завода перекрыли дорогу
B|13:45, 06.01.2022
T|В четверг рабочие завода перекрыли дорогу. Полиция не вмешивалась.
B|https://example.org/video/12345
B|facebook.com\\stepnoygolos
B|#забастовка #завод
T|Переговоры начались вечером. Их исход неизвестен.
T|Никто не пострадал, сообщили в городе.
B|keyboard_arrow_up
B|Your browser doesn't support HTML5 audio
B|Facebook | Twitter | Telegram""",
    "names and places after a colon": """
T|Задержаны шесть человек:
T|Иван Петров
T|Пётр Иванов
T|Олег Сидоров
T|Анна Кузнецова
T|Мария Попова
T|Никто из них не вернулся домой. Адвокаты ищут их.""",
    "a closing that goes back to the beginning": """
H|Министр встретился с рабочими
T|В понедельник министр встретился с рабочими завода, которые перекрыли дорогу в центре города. Разговор длился час.
T|«Мы услышали друг друга», – сказал министр после встречи журналистам, которые ждали его у ворот завода с самого утра.
T|Рабочие заявили, что не уйдут до выплаты. Они потребовали ещё одной встречи, на этот раз с директором завода и прокурором.
T|Директор на встречу не пришёл. По словам его помощника, он находится в командировке за границей и вернётся через неделю.
C|2 января на заводе началась забастовка, которая за несколько дней переросла в беспорядки. Пострадали десятки человек. Порядок в городе, по словам властей, восстановлен.""",
}


def unmark(page):
    rows = [line.split("|", 1) for line in page.strip().splitlines()]
    return "\n".join(text for _, text in rows), [PARTS[mark] for mark, _ in rows]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_pages(name, gap):
    text, parts = unmark(PAGES[name])
    text = text.replace("\n", gap)
    blocks = clean_text(text, layout=LAYOUT, first_line_is_headline=True)
    found, position = [], 0
    for line in text.split(gap):
        found.append((part_at(blocks, position), line))
        position += len(line) + len(gap)
    assert found == list(zip(parts, text.split(gap), strict=True))


def test_a_title_that_the_text_repeats_does_not_count():
    text = "Рабочие перекрыли дорогу\nВ четверг рабочие перекрыли дорогу."
    blocks = clean_text(text, layout=Layout(), first_line_is_headline=False, title="Рабочие  перекрыли дорогу")
    assert [block.part for block in blocks] == ["boilerplate", "body"]


def test_lines_that_an_outlet_prints_everywhere():
    appeal = "Мы работаем для вас без выходных"
    background = "Забастовка на заводе идёт третий месяц. " * 5
    text = f"Заголовок дня\n{appeal}\nПервая фраза.\n{background}"
    blocks = clean_text(text, layout=Layout(), first_line_is_headline=True, repeated={line_hash(appeal), line_hash(background)})
    assert [block.part for block in blocks] == ["headline", "boilerplate", "body", "context"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("  \n ", ["body"]),
        ("Одна строка", ["body"]),
        ("Одна фраза.", ["body"]),
        ("Мінск.\nТут стаяць людзі.", ["body"]),
    ],
)
def test_small_texts(text, parts):
    assert [block.part for block in clean_text(text, layout=LAYOUT, first_line_is_headline=True)] == parts


lines = st.lists(
    st.sampled_from(["Заголовок дня о забастовке", "Фраза, которая кончается точкой.", "Читайте также: что-то", "", "https://a.b/c", "Контекст:", "- пункт", "А", "1"])
    | st.text(max_size=60)
)


@given(lines, st.booleans(), st.sampled_from(["\n", "\r\n", "\r", "\u2028"]))
@settings(max_examples=300, deadline=None)
def test_blocks_cover_the_text(rows, headline, gap):
    text = gap.join(rows)
    blocks = clean_text(text, layout=LAYOUT, first_line_is_headline=headline, title="Заголовок дня о забастовке")
    assert [block.start for block in blocks[1:]] == [block.end for block in blocks[:-1]]
    assert (blocks[0].start, blocks[-1].end) == (0, len(text)) if text else blocks == []
    assert all(block.start < block.end and isinstance(block, Block) for block in blocks)


def test_seeds(shared):
    """Every coded line of the seeds has its part, with the lists of the shipped voice files."""
    for row in map(json.loads, (shared / "seeds" / "gold.jsonl").read_text(encoding="utf-8").splitlines()):
        lists = yaml.safe_load((shipped_folder("lexicons") / "voice" / f"{row['language']}.yaml").read_text(encoding="utf-8"))["layout"]
        text = row["text"]
        blocks = clean_text(text, layout=Layout.from_lists(lists), first_line_is_headline=True)
        position = 0
        for line in text.splitlines(keepends=True):
            if line.strip():
                wanted = next((part for part in ("boilerplate", "context") for start, end in row[part] if start <= position < end), "body")
                found = part_at(blocks, position)
                assert (found if found != "headline" else "body") == wanted, (row["id"], line)
            position += len(line)
