"""Quotations: marks of all kinds, nested and damaged, found in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.voice.quotes import find_quotations


def quoted(text: str) -> list[str]:
    paragraphs, position = [], 0
    for line in text.split("\n"):
        if line:
            paragraphs.append((position, position + len(line)))
        position += len(line) + 1

    def sentence_end(at: int) -> int:
        stop = text.find(". ", at)
        line = text.find("\n", at)
        ends = [end for end in (stop + 1 if stop >= 0 else -1, line) if end >= 0]
        return min(ends) if ends else len(text)

    return [text[q.start : q.end] for q in find_quotations(text, paragraphs, sentence_end)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он сказал: «Мы не уйдём».", ["«Мы не уйдём»"]),
        ("He said “we stay” and left.", ["“we stay”"]),
        ("Той каза: „Оставаме“.", ["„Оставаме“"]),
        ("Ta ütles ”jääme” ja läks.", ["”jääme”"]),
        ('Він назвав їх "бандитами".', ['"бандитами"']),
        ("Leader vows to quell ‘terrorist’ uprising", ["‘terrorist’"]),
        ("The protesters' demands and the city's mood", []),
        ('"Не ведитесь на "мародеров" и "погромщиков", прошу", - пишет он.', ['"Не ведитесь на "мародеров" и "погромщиков", прошу"', '"мародеров"', '"погромщиков"']),
        ("Фильм «Про «Войну и мир» вышел.", ["«Про «Войну и мир» вышел.", "«Войну и мир»"]),
        ('Назвал их "боевиками", преступниками", "убийцами".', ['"боевиками"', 'преступниками"', '"убийцами"']),
        ('Открыто так, закрыто иначе: "так и есть».', ['"так и есть»']),
        ("Рост 5'10\" и всё", []),
    ],
)
def test_marks(text, expected):
    assert quoted(text) == expected


def test_a_missing_mark_costs_its_own_paragraph_at_most():
    text = 'Он сказал: "мы остаёмся и точка. Потом ушёл.\nДругой абзац без кавычек.\nТретий «с кавычками» абзац.'
    found = quoted(text)
    assert "«с кавычками»" in found
    assert not any("Другой" in quotation for quotation in found)


def test_speech_over_several_paragraphs():
    text = "«Первый абзац речи.\n«Второй абзац речи».\nКонец."
    assert quoted(text) == ["«Первый абзац речи.", "«Второй абзац речи»"]


@given(st.text(alphabet="ab .,!\n«»„“”\"'‘’-—", max_size=200))
def test_spans_lie_in_the_text_and_nest(text):
    spans = find_quotations(text, [(0, len(text))], lambda at: len(text))
    for quotation in spans:
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert quotation.start <= quotation.inner[0] <= quotation.inner[1] <= quotation.end


@pytest.mark.parametrize("text", ['"' * 10_000, "«" * 10_000, "а «" * 5_000, "»" * 10_000, "' " * 10_000])
def test_unbalanced_marks_neither_crash_nor_take_minutes(text):
    assert all(quotation.end <= len(text) for quotation in find_quotations(text, [(0, len(text))], lambda at: len(text)))
