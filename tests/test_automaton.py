"""Folding and the scan, against a slow reference that works word by word."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.automaton import FormAutomaton, encode, expression, fold, words

LATIN, CYRILLIC = "ABCEHIKMOPTXYaceiopxyÁÉÓËáéóë", "АВСЕНІКМОРТХУасеіорхуАЕОЁаеоё"


def found(text: str, *forms: str, gaps: list[int] | None = None) -> list[tuple[str, str]]:
    return [(text[start:end], forms[number]) for start, end, number in FormAutomaton(forms, gaps=gaps).find(encode(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Терористи втекли", ["Терористи"]),
        ("ТЕРОРИСТИ", ["ТЕРОРИСТИ"]),
        ("контртерористи", []),
        ("контр-терористи", []),
        ("терористи-смертники", []),
        ("«терористи»", ["терористи"]),
        ("'терористи'", ["терористи"]),
        ("терористи, терористи", ["терористи", "терористи"]),
        ("теро\u00adристи", ["теро\u00adристи"]),
        ("терори\u0301сти", ["терори\u0301сти"]),
        ("терористи\u0301!", ["терористи\u0301"]),
        ("\ufeffтерористи", ["терористи"]),
        ("теро\u200bристи", ["теро\u200bристи"]),
        ("тep\u043epиcти", ["тep\u043epиcти"]),  # Latin e, p, c
        ("терорúсти", []),
        ("😀терористи😀", ["терористи"]),
        ("😀 терористи", ["терористи"]),
        ("\ud83d терористи", ["терористи"]),
        ("рядок\r\nтерористи\r\n", ["терористи"]),
        ("terрористи", []),
        ("терористи" * 2, []),
        ("терористи_", ["терористи"]),
        ("1терористи", []),
        ("", []),
    ],
)
def test_one_word(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in found(text, "терористи")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "відновила порядок",
        "відновила\u00a0порядок",
        "відновила «порядок»",
        'відновила "порядок"',
        "відновила\nпорядок",
        "відновила \r\n порядок",
        "Відновила  \u2009 порядок",
    ],
)
def test_a_phrase_spans_whatever_is_no_letter(text: str) -> None:
    assert [surface for surface, _ in found(text, "відновила порядок")] == [text.rstrip('»"')]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ёлка", "ЕЛКА"),
        ("п'ять", "п’ять"),
        ("п'ять", "пʼять"),
        ("п'ять", "п`ять"),
        ("прес-служба", "прес\u2011служба"),
        ("прес-служба", "прес\u2010служба"),
        ("його", "и\u0306ого"),
        ("їжак", "і\u0308жак"),
        ("ёж", "е\u0308ж"),
        ("caf\u00e9", "cafe\u0301"),
        ("шерсть", "\u0561ерсть"),  # an Armenian letter
        ("беспорядки", "бecпopядки"),
        ("пра\u0301вда", "правда"),
        ("прáвда", "правда"),  # the accent typed as a Latin letter
        ("İstanbul", "istanbul"),
        ("rest", "rеst"),  # a Cyrillic letter in a Latin word
        ("тест", "т\u200dе\u00adст"),
        ("Ωmega", "ωmega"),
        ("١٢", "12"),
    ],
)
def test_folds_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("й", "и"), ("ї", "і"), ("é", "e"), ("ґ", "г"), ("ғ", "г"), ("ß", "ss"), ("a", "а"), ("α", "β")])
def test_folds_apart(left: str, right: str) -> None:
    assert fold(left) != fold(right)
    assert found(left, right) == []


def test_joiners_belong_to_a_word_only_between_letters() -> None:
    assert fold("- слово - п'ять' 'цитата' a--b x-") == "слово п'ять цитата a b x"


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("екстреміст*", "Екстремістський екстреміст екстрем", ["Екстремістський", "екстреміст"]),
        ("*терор*", "контртерористи терор-акт теракт", ["контртерористи", "терор-акт"]),
        ("озброєн* особ*", "озброєні «особи» озброєні люди", ["озброєні «особи"]),
        ("анти-*", "анти-мир антимир", ["анти-мир"]),
        ("*терор*", "терортерор", ["терортерор"]),
        ("масов* заворушення", "масові заворушення", ["масові заворушення"]),
        ("до вол* народу", "до волі народу", ["до волі народу"]),
        ("а*б*в", "абв аббав абвг", ["абв", "аббав"]),
    ],
)
def test_wildcards(form: str, text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in found(text, form)] == expected


@pytest.mark.parametrize(
    ("gap", "text", "expected"),
    [
        (0, "ввести войска", ["ввести войска"]),
        (1, "ввести российские войска", ["ввести российские войска"]),
        (1, "ввести чужие российские войска", []),
        (2, "ввести ввести войска", ["ввести ввести войска", "ввести войска"]),
        (2, "ввести войска войска", ["ввести войска"]),
    ],
)
def test_gaps(gap: int, text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in found(text, "ввести войска", gaps=[gap])] == expected


def test_scripts_without_classes_of_their_own_are_told_apart() -> None:
    # Greek letters share classes with others sixty-four places on
    other = "".join(chr(ord(letter) + 64) for letter in "λόγος")
    assert found("λόγος", "λόγος") == [("λόγος", "λόγος")]
    assert found(other, "λόγος") == []
    assert found("λόγοι", "λόγο*") == [("λόγοι", "λόγο*")]


def test_the_same_form_twice_gives_two_hits() -> None:
    assert FormAutomaton(["мир", "Мир"]).find(encode("мир")) == [(0, 3, 0), (0, 3, 1)]


def test_no_forms() -> None:
    assert FormAutomaton([]).find(encode("мир")) == []
    assert FormAutomaton(["", "—", "*"]).find(encode("мир — *")) == []


def test_expression_finds_words_in_the_encoded_data() -> None:
    regex = expression(["улиц*", "площадь"])
    assert regex.search(encode("вышли на УЛИЦУ").data)
    assert not regex.search(encode("переулица площадью").data)


def test_words() -> None:
    text = "П’ять, «ко\u0301лір» — прес-служба 2022"
    assert [text[start:end] for start, end in words(text)] == ["П’ять", "ко\u0301лір", "прес-служба", "2022"]


# --- the reference: words of a text by plain Python, then every form at every word

ALPHABET = "аеёитрйї" + "ACceopx" + "z" + "''’-\u2010" + "   .«\n\u00a0" + "\u00ad\u0301\u0306\u0308\u200b" + "😀\ud83d" + "1"


def reference_words(text: str) -> list[tuple[str, int, int]]:
    """(folded word, start, end) of each word of the text."""
    letters: list[tuple[str, int, int]] = []
    for position, character in enumerate(text):
        mark = unicodedata.category(character) in ("Mn", "Cf")
        if mark:
            if letters and unicodedata.category(character) == "Mn":
                before, start, _ = letters[-1]
                composed = unicodedata.normalize("NFC", before + character)
                letters[-1] = (composed if len(composed) == 1 else before, start, position + 1)
        else:
            letters.append((character, position, position + 1))
    runs: list[list[tuple[str, int, int]]] = [[]]
    for number, (character, start, end) in enumerate(letters):
        joiner = character in "'’-\u2010"
        around = [letters[other][0] if 0 <= other < len(letters) else " " for other in (number - 1, number + 1)]
        numbered = around[0].isalpha() and around[1].isdecimal()
        joins = joiner and not numbered and all(one.isalnum() and ord(one) < 65536 for one in around)
        if character.isalnum() and ord(character) < 65536 or joins:
            runs[-1].append((character, start, end))
        else:
            runs.append([])
    return [(reference_fold("".join(one for one, _, _ in run)), run[0][1], run[-1][2]) for run in runs if run]


def reference_fold(word: str) -> str:
    parts = re.split(r"(['’\u2010-]|\d)", word)
    return "".join(reference_script(part) for part in parts).lower().replace("ё", "е").replace("’", "'").replace("\u2010", "-")


def reference_script(part: str) -> str:
    latin = [letter for letter in part if "LATIN" in unicodedata.name(letter, "")]
    cyrillic = [letter for letter in part if "CYRILLIC" in unicodedata.name(letter, "")]
    if latin and cyrillic:
        if all(letter in LATIN for letter in latin):
            return part.translate(str.maketrans(LATIN, CYRILLIC))
        if all(letter in CYRILLIC[:21] for letter in cyrillic):
            return part.translate(str.maketrans(CYRILLIC[:21], LATIN[:21]))
    return part


def reference_find(text: str, forms: list[str], gaps: list[int]) -> list[tuple[int, int, int]]:
    spans = reference_words(text)
    hits = []
    for number, form in enumerate(forms):
        asked = [re.compile(re.escape(reference_fold(word)).replace(r"\*", ".*"), re.DOTALL) for word in form.split()]
        for first in range(len(spans)):
            last = reference_match(spans, asked, first, gaps[number])
            if last is not None and asked:
                hits.append((spans[first][1], spans[last][2], number))
    return sorted(hits)


def reference_match(spans: list[tuple[str, int, int]], asked: list[re.Pattern[str]], position: int, gap: int) -> int | None:
    if position >= len(spans) or not asked or not asked[0].fullmatch(spans[position][0]):
        return None
    if len(asked) == 1:
        return position
    for skipped in range(gap + 1):
        last = reference_match(spans, asked[1:], position + 1 + skipped, gap)
        if last is not None:
            return last
    return None


SAMPLES = ["а", "ет", "ёр", "ти*", "*аер*", "а е", "а е*", "т* р", "а-т", "т'р", "е е е", "йї", "сор", "cop", "ax", "а т*и", "е *тит*"]
FORMS = st.lists(st.sampled_from(SAMPLES), min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=60), FORMS, st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_finds_what_the_reference_finds(text: str, forms: list[str], gaps: list[int]) -> None:
    gaps = gaps[: len(forms)]
    assert FormAutomaton(forms, gaps=gaps).find(encode(text)) == reference_find(text, forms, gaps)


@settings(max_examples=200, deadline=None)
@given(st.text(ALPHABET, max_size=60))
def test_words_and_fold_agree_with_the_reference(text: str) -> None:
    expected = reference_words(text)
    assert fold(text) == " ".join(word for word, _, _ in expected)
    assert words(text) == [(start, end) for _, start, end in expected]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_scanned(text: str) -> None:
    encoded = encode(text)
    assert len(encoded.data) == len(encoded.index)
    for start, end in words(text):
        assert 0 <= start < end <= len(text)
    assert fold(fold(text)) == fold(text)


def test_a_number_is_no_part_of_the_word_before_it() -> None:
    assert [fold("Беспорядки-2022")[start:end] for start, end in words("Беспорядки-2022")] == ["беспорядки", "2022"]
