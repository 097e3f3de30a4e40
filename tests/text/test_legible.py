"""Letters read in a wrong encoding: repaired when sure, every place of the raw text kept, sound texts untouched."""

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.text.legible import legible

TEXTS = {
    "ru": "Рабочие завода в четверг перекрыли дорогу. «Идите! Россия с нами», — кричала толпа, Ирина Эмировна ушла № 5…",
    "uk": "Робітники заводу перекрили дорогу. «Їхня відповідь – ні», – сказав Євген. Іще ґанок.",
    "be": "Рабочыя завода перакрылі дарогу. «У нас няма ўлады», — сказаў ён.",
    "bg": "Работниците блокираха пътя. „Ъглите на Щастие“, каза той. Юли и Яна.",
    "kk": "Жұмысшылар жолды жауып тастады. «Қайда әділет?» – деді өкіл. Ұлт пен ғалым.",
    "pl": "Robotnicy zablokowali drogę. „Żądamy zapłaty” – powiedział Łukasz. Źle i gęsto.",
    "en": "“We won’t leave,” said one of the workers – and they didn’t.",
}
READ_AS = ["cp1251", "cp1252", "latin-1", "cp1250", "cp866", "koi8-r"]


def misread(text, codec):
    """The text as a program shows it that takes UTF-8 for another encoding; bytes without a sign become control characters."""
    return "".join(bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("language", ["ru", "uk", "be", "bg", "kk", "pl", "en"])
@pytest.mark.parametrize("codec", READ_AS)
def test_utf8_read_as_another_encoding(language, codec):
    text = TEXTS[language]
    damaged = misread(text, codec)
    read = legible(damaged)
    if language in ("pl", "en") and codec in ("cp866", "koi8-r"):
        assert read.text in (text, damaged)  # too few letters to be sure
        return
    assert read.text == text
    assert [damaged[read.raw(at) : read.raw(at + 1)] for at in range(len(text))] == [misread(letter, codec) for letter in text]


def test_what_the_library_repairs_is_repaired_alike():
    for codec in ("cp1251", "cp1252"):
        for text in TEXTS.values():
            damaged = misread(text, codec)
            assert legible(damaged).text == ftfy.fix_encoding(damaged)


def test_twice_damaged():
    text = TEXTS["ru"]
    damaged = misread(misread(text, "cp1252"), "cp1252")
    read = legible(damaged)
    assert read.text == text
    assert (read.raw(0), read.raw(len(text))) == (0, len(damaged))
    assert read.words(read.raw(8), read.raw(14)) == text[8:14]


def test_lost_bytes():
    """A no-break space that became a space, the one byte that Windows Cyrillic lacks, and bytes that cannot be known."""
    assert legible("Россия и Иран. Игорь Романов".encode().decode("cp1251", "replace").replace("\xa0", " ")).text == "Россия и Иран. Игорь Романов"
    lost = "Россия и Эстония".encode().decode("cp1252", "replace")
    assert legible(lost).text == "Ро\ufffd\ufffdи\ufffd и Э\ufffdтони\ufffd"


def test_a_damaged_line_among_sound_ones():
    sound, damaged = "Рабочие перекрыли дорогу.\n", misread("Полиция не вмешивалась.\n", "cp1251")
    read = legible(sound + damaged + sound)
    assert read.text == sound + "Полиция не вмешивалась.\n" + sound
    assert read.position(len(sound) + len(damaged)) == len(sound) + len("Полиция не вмешивалась.\n")


@pytest.mark.parametrize(
    ("written", "read"), [("cp1251", "latin-1"), ("cp1251", "cp1252"), ("koi8-r", "cp1251")], ids=lambda name: name
)
def test_one_byte_a_letter(written, read):
    text = "Рабочие завода в четверг перекрыли дорогу и потребовали выплатить зарплату за три месяца."
    assert legible(text.encode(written).decode(read)).text == text


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS.values(),
        "Рік минув. Рів, Рішення, РІ. Рё Рµ",
        "Рєпка",
        "Fußgänger Ãhnlich Ärger",
        "Température 5°, –5 °C, Р°",
        "╔══╗\n║Меню║\n╚══╝",
        "É à Â ç",
        "",
    ],
)
def test_sound_texts_are_left_alone(text):
    assert legible(text).text == text
    assert legible(text).places is None


signs = st.text(st.sampled_from("РСÐÑâ€вЂп╨╤°±µѕ™œ\u0098\u0081\ufffd «»абвaв \n\r.") | st.characters(), max_size=60)


@given(signs)
@settings(max_examples=500, deadline=None)
def test_places_go_up_and_cover_the_text(text):
    read = legible(text)
    places = [read.raw(at) for at in range(len(read.text) + 1)]
    assert places == sorted(set(places))
    assert (places[0], places[-1]) == (0, len(text))
    assert all(read.position(read.raw(at)) == at for at in range(len(read.text)))
    assert read.words(0, len(text)) == read.text
