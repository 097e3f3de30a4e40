"""What a lexicon finds in a text: overlaps, conditions, and what a phrase may cross."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.automaton import encode
from framing.lexicon import CompiledLexicon, compile_lexicon, find_all_mentions, find_mentions, load_lexicon, load_voice

Compiled = Callable[..., CompiledLexicon]


def surfaces(text: str, compiled: CompiledLexicon) -> list[tuple[str, str]]:
    matches = find_mentions(text, compiled)
    assert all(text[match.start : match.end] == match.surface for match in matches)
    assert matches == sorted(matches, key=lambda match: match.start)
    return [(match.surface, match.categories[0]) for match in matches]


def plain(body: str) -> dict[str, str]:
    return {"language": "ru", "morphology": body}


LONGEST = """\
categories:
  protesters.terrorists: [террорист, иностранный террорист]
  foreign.instigation: [{lemma: иностранный террорист из-за рубежа}]
  response.order: [антитеррористическая операция]
  response.repression: [{lemma: подавление протеста, inner: keep}]
  event.protest: [протест, {lemma: мирный протест}]
  event.uprising: [{lemma: протест, head: 1}]
exclude: [уровень террористической опасности, {lemma: нота протеста}]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Террористы бежали.", [("Террористы", "protesters.terrorists")]),
        ("Иностранных террористов ждали.", [("Иностранных террористов", "protesters.terrorists")]),
        ("иностранный террорист из-за рубежа", [("иностранный террорист из-за рубежа", "foreign.instigation")]),
        ("Антитеррористической операции", [("Антитеррористической операции", "response.order")]),
        ("после подавления протеста", [("подавления протеста", "response.repression"), ("протеста", "event.protest")]),
        ("вручили ноту протеста", []),
        ("высокий уровень террористической опасности", []),
        ("мирный протест, протест", [("мирный протест", "event.protest"), ("протест", "event.protest")]),  # first in the file
        ("протестный", []),
    ],
)
def test_the_longest_match_wins(compiled: Compiled, text: str, expected: list[tuple[str, str]]) -> None:
    assert surfaces(text, compiled(LONGEST, language="ru")) == expected


def test_of_equal_length_the_earlier_wins_then_the_first_in_the_file(compiled: Compiled) -> None:
    body = "categories:\n  a.a: [{forms: [два три]}]\n  b.b: [{forms: [раз два]}]\n  c.c: [{forms: [раз два]}]\n"
    assert surfaces("раз два три", compiled(body, language="ru", morphology="none")) == [("раз два", "b.b")]


def test_inner_keep_lets_only_what_is_inside_through(compiled: Compiled) -> None:
    body = "categories:\n  a.a: [{forms: [раз два три], inner: keep}]\n  b.b: [{forms: [два, три четыре, раз два]}]\n"
    found = surfaces("раз два три четыре", compiled(body, language="ru", morphology="none"))
    assert found == [("раз два три", "a.a"), ("раз два", "b.b")]


def test_also_gives_further_categories(compiled: Compiled) -> None:
    (match,) = find_mentions("мятежник", compiled("categories:\n  a.a: [{lemma: мятежник, also: [b.b]}]\n", language="ru"))
    assert (match.categories, match.entry) == (("a.a", "b.b"), "мятежник")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("массовые беспорядки", 1),
        ("массовые\nбеспорядки", 1),
        ("массовые\u00a0беспорядки", 1),
        ("массовые «беспорядки»", 1),
        ('«массовые» "беспорядки"', 1),
        ("массовые  беспорядки", 1),
        ("массовые -беспорядки", 1),
        ("массовые, беспорядки", 0),
        ("массовые. Беспорядки", 0),
        ("массовые; беспорядки", 0),
        ("массовые: беспорядки", 0),
        ("массовые (беспорядки)", 0),
        ("массовые! Беспорядки", 0),
        ("массовые… беспорядки", 0),
        ("массовые — беспорядки", 0),
        ("массовые\n\nбеспорядки", 0),
        ("массовые\r\n \r\nбеспорядки", 0),
    ],
)
def test_what_a_phrase_crosses(compiled: Compiled, text: str, expected: int) -> None:
    assert len(surfaces(text, compiled("categories:\n  a.a: [массовые беспорядки]\n", language="ru"))) == expected


def test_a_phrase_crosses_the_marks_that_it_has_itself(compiled: Compiled) -> None:
    lexicon = compiled("categories:\n  a.a: [{forms: ['U.S. troops', 'troops, tanks']}]\n", language="en", morphology="none")
    assert surfaces("U.S. troops; US troops; troops, tanks", lexicon) == [("U.S. troops", "a.a"), ("troops, tanks", "a.a")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ввести войска", ["ввести войска"]),
        ("ввели российские войска", ["ввели российские войска"]),
        ("ввели чужие российские войска", []),
        ("ввели, войска", []),
        ("ввели российские, войска", []),
        ("ввели тыс. войска", ["ввели тыс. войска"]),
        ("ввели тыс. Войска", []),
        ("ввели недавно. войска", []),
        ("войска ввели", ["войска ввели"]),
        ("войска уже ввели", ["войска уже ввели"]),
    ],
)
def test_gap_and_free_order(compiled: Compiled, text: str, expected: list[str]) -> None:
    lexicon = compiled("categories:\n  a.a: [{lemma: ввести войска, gap: 1, order: any}]\n", language="ru")
    assert [surface for surface, _ in surfaces(text, lexicon)] == expected


def test_numbers_and_abbreviations_end_nothing(compiled: Compiled) -> None:
    lexicon = compiled("categories:\n  a.a: [{pattern: отправил* военн*, gap: 4}]\n", language="ru", morphology="none")
    assert surfaces("Отправили 2,5 тыс. военных.", lexicon) == [("Отправили 2,5 тыс. военных", "a.a")]
    assert surfaces("Отправили 2, военных нет", lexicon) == []


NEAR = """\
categories:
  a.a:
    - {lemma: житель, near: [улиц*, площадь], not_near: {words: [кот], within: 2}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Жители вышли на улицы", 1),
        ("На улицах были жители", 1),
        ("Жители спали", 0),
        ("Жители раз два три четыре улица", 1),
        ("Жители раз два три четыре пять улица", 0),
        ("улица раз два три четыре жители", 1),
        ("улица раз два три четыре пять жители", 0),
        ("Была улица. Жители спали", 0),
        ("Жители спали. Улицы пусты", 0),
        ("Жители спали! Улицы пусты", 0),
        ("Жители\n\nУлицы", 0),
        ("Жители г. Алматы на улицах", 1),
        ("Жители и кот на улице", 0),
        ("Жители на улице, и кот", 1),
        ("кот жители улица", 0),
        ("переулица жители", 0),
        ("«Улица», жители", 1),
        ("жители улица жители", 2),
    ],
)
def test_words_near(compiled: Compiled, text: str, expected: int) -> None:
    assert len(surfaces(text, compiled(NEAR, language="ru"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("екстремісти", 1),
        ("екстремістський матеріал", 0),
        ("заборонені екстремістські матеріали", 0),
        ("екстремістські гасла", 1),
        ("екстремістська партія", 0),
        ("екстремісти і екстремістський матеріал", 1),
    ],
)
def test_except(compiled: Compiled, text: str, expected: int) -> None:
    body = "categories:\n  a.a:\n    - {pattern: екстреміст*, except: [екстремістський матеріал, 'екстреміст* парт*']}\n"
    assert len(surfaces(text, compiled(body))) == expected


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("{lemma: Майдан, case: exact}", "Майдану майдану МАЙДАНУ", ["Майдану"]),
        ("{lemma: майдан, case: exact}", "Майдану майдану", ["майдану"]),
        ("{forms: [ОДКБ], case: exact}", "ОДКБ одкб Одкб", ["ОДКБ"]),
        ("{pattern: ОДКБ*, case: exact}", "ОДКБ-шний ОДКБшний одкб", ["ОДКБ-шний", "ОДКБшний"]),
        ("{lemma: Кривавий січень, case: exact}", "Кривавого січня, Кривавого Січня, кривавого січня", ["Кривавого січня"]),
        ("{lemma: Майдан}", "Майдан майдан", ["Майдан", "майдан"]),
    ],
)
def test_case(compiled: Compiled, entry: str, text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in surfaces(text, compiled(f"categories:\n  a.a: [{entry}]\n"))] == expected


def test_raw_text_of_any_kind(compiled: Compiled) -> None:
    lexicon = compiled("categories:\n  a.a: [терорист]\n")
    text = "😀 Терори\u0301сти\u0301, те\u00adрористи, тepopист\u0438; TЕРОРИСТ \ud83d"
    assert [surface for surface, _ in surfaces(text, lexicon)] == ["Терори\u0301сти\u0301", "те\u00adрористи", "тepopисти", "TЕРОРИСТ"]


def test_encoded_texts_are_taken_too(compiled: Compiled) -> None:
    lexicon = compiled("categories:\n  a.a: [терорист]\n")
    assert find_mentions(encode("терористи"), lexicon) == find_mentions("терористи", lexicon)


def test_cues_come_once_for_each_kind_and_cross_commas(tmp_path: Path) -> None:
    path = tmp_path / "ru.yaml"
    body = """
language: ru
morphology: pymorphy3
cues:
  negator: [{forms: [не], within: 2}]
  negation_decoy: [не только]
  complementizer: [что, о том что]
  not_source: [что]
"""
    path.write_text(body, encoding="utf-8")
    compiled = compile_lexicon(load_voice(path).cues)

    def kinds(text: str) -> list[tuple[str, str]]:
        return [(text[hit.start : hit.end], hit.entry.category) for hit in compiled.hits(text)]

    assert kinds("сказал, что") == [("что", "complementizer"), ("что", "not_source")]
    assert kinds("о том, что") == [("о том, что", "complementizer")]
    assert kinds("не только, не") == [("не только", "negation_decoy"), ("не", "negator")]
    assert compiled.hits("не")[0].entry.within == 2


WORDS = st.sampled_from(
    ["терорист", "терористи", "озброєні", "бойовики", "екстремістський", "матеріал", "улиця", ",", ".", "\n\n", "«", "»", "\u00ad", "😀"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25), st.sampled_from([" ", "", "  "]))
def test_matches_never_overlap_and_show_the_text(parts: list[str], between: str) -> None:
    text = between.join(parts)
    matches = find_mentions(text, _toy())
    for match in matches:
        assert text[match.start : match.end] == match.surface
    assert all(one.end <= other.start for one, other in zip(matches, matches[1:], strict=False))


def _toy(cache: list[CompiledLexicon] = []) -> CompiledLexicon:  # noqa: B006
    """A lexicon that is compiled once for all examples."""
    if not cache:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "uk.yaml"
            body = "categories:\n  a.a: [терорист, озброєний бойовик, {pattern: екстреміст*, except: [екстремістський матеріал]}]\n"
            path.write_text("language: uk\nmorphology: pymorphy3\n" + body, encoding="utf-8")
            cache.append(compile_lexicon(load_lexicon(path)))
    return cache[0]


TOGETHER = """\
categories:
  a.a: [{lemma: протест, near: [мирный, ночью]}, {forms: [ввести войска], gap: 2}, {lemma: войска, not_near: [суд]}]
  b.b: [{lemma: мирный протест, except: [мирный протест у]}, {pattern: террор*}, {lemma: подавление протеста, inner: keep}]
exclude: [протест ночью]
"""
PIECES = [
    "протест",
    "Мирный",
    "ночью",
    "ввести",
    "войска",
    "суд",
    "террориста",
    "подавление",
    "протеста",
    "у",
    "тыс",
    ".",
    ". ",
    ",",
    "\n",
    "-",
    "e\u0301",
]


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join), max_size=6))
def test_texts_together_are_read_as_each_by_itself(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "together.yaml"
    if not path.exists():
        path.write_text(f"language: ru\nmorphology: pymorphy3\n{TOGETHER}", encoding="utf-8")
    compiled = compile_lexicon(load_lexicon(path))
    assert list(find_all_mentions(texts, compiled)) == [find_mentions(text, compiled) for text in texts]


def test_many_texts_are_read_in_portions(compiled: Compiled) -> None:
    lexicon = compiled("categories:\n  a.a: [террорист]\n", language="ru")
    texts = ["", "террорист", "слово " * 9_000 + "террорист", "", "террористы"] * 3
    assert list(map(len, find_all_mentions(iter(texts), lexicon))) == [0, 1, 1, 0, 1] * 3
    assert list(find_all_mentions([], lexicon)) == []


def test_a_paragraph_ends_a_sentence_also_before_a_small_letter(compiled: Compiled) -> None:
    lexicon = compiled("categories:\n  a.a: [{lemma: протест, near: [суд]}]\n", language="ru")
    assert surfaces("Начался протест. суд", lexicon) != []
    assert surfaces("Начался протест.\n\nсуд", lexicon) == []
