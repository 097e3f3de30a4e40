"""Lexicon and voice files as records, and every fault of a file at once with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import FramingError, Problem
from framing.lexicon import load_lexicon, load_voice, write_forms
from framing.lexicon.entries import Near

FULL = """\
categories:
  protesters.terrorists:
    - терорист
    - lemma: озброєний  бойовик
      head: 2
      gap: 1
      order: any
      near: [вулиц*]
      not_near: {words: [кіно], within: 2}
      except: [озброєний бойовик із фільму]
      inner: keep
      case: exact
      also: [protesters.rioters]
      matches: ["тут озброєні бойовики"]
      never: ["бойовик"]
      note: для колег
    - pattern: екстреміст*
  event.riot:
    - forms: [заколот, 2022]
exclude:
  - рівень терористичної небезпеки
"""


def problems_of(path: Path, **options: object) -> list[Problem]:
    with pytest.raises(FramingError) as caught:
        load_lexicon(path, **options)  # type: ignore[arg-type]
    return list(caught.value.problems)


def test_everything_an_entry_may_say(write: Callable[..., Path]) -> None:
    path = write(FULL)
    lexicon = load_lexicon(path, ["protesters.terrorists", "protesters.rioters", "event.riot"])
    assert (lexicon.language, lexicon.morphology, lexicon.categories) == ("uk", "pymorphy3", ("protesters.terrorists", "event.riot"))
    bare, full, pattern, forms, excluded = lexicon.entries
    assert (bare.kind, bare.text, bare.categories, bare.number) == ("lemma", "терорист", ("protesters.terrorists",), 0)
    assert (full.text, full.head, full.gap, full.any_order) == ("озброєний бойовик", 2, 1, True)
    assert (full.near, full.not_near) == (Near(("вулиц*",), 5), Near(("кіно",), 2))
    assert (full.excepts, full.inner_keep, full.exact_case) == (("озброєний бойовик із фільму",), True, True)
    assert full.categories == ("protesters.terrorists", "protesters.rioters")
    assert (full.matches[0].text, full.never[0].text, full.note) == ("тут озброєні бойовики", "бойовик", "для колег")
    assert (full.place.line, full.place.column, full.matches[0].place.line) == (6, 7, 16)
    assert (pattern.kind, pattern.text) == ("pattern", "екстреміст*")
    assert (forms.kind, forms.forms, forms.text) == ("forms", ("заколот", "2022"), "заколот")
    assert (excluded.category, excluded.categories) == ("", ())


def test_the_digest_is_of_the_text(write: Callable[..., Path]) -> None:
    first = load_lexicon(write(FULL)).digest
    assert load_lexicon(write(FULL)).digest == first
    assert load_lexicon(write(FULL.replace("заколот", "заколоти"))).digest != first
    path = write(FULL)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_lexicon(path).digest == first


def test_a_file_that_was_checked_before_is_checked_again_when_it_changes(write: Callable[..., Path]) -> None:
    path = write(FULL)
    write_forms(load_lexicon(path))
    assert load_lexicon(path).categories == ("protesters.terrorists", "event.riot")
    write(FULL.replace("note:", "notes:"))
    assert [problem.code for problem in problems_of(path)] == ["unknown-key"]


@pytest.mark.parametrize(
    ("body", "code", "line", "column"),
    [
        ("categories:\n  a.b:\n    - {lema: терорист}\n", "unknown-key", 5, 8),
        ("categories:\n  a.b:\n    - {lemma: терорист, pattern: терор*}\n", "entry-kind", 5, 7),
        ("categories:\n  a.b:\n    - {note: терорист}\n", "entry-kind", 5, 7),
        ("categories:\n  a.b:\n    - {lemma: терор*}\n", "wildcard-in-lemma", 5, 7),
        ("categories:\n  a.b:\n    - {lemma: злий терорист, head: 3}\n", "head-outside", 5, 7),
        ("categories:\n  a.b:\n    - {lemma: а б в г д, order: any}\n", "order-too-long", 5, 7),
        ("categories:\n  a.b:\n    - {lemma: " + "а " * 31 + "}\n", "phrase-too-long", 5, 7),
        ("categories:\n  a.b:\n    - '—'\n", "empty-entry", 5, 7),
        ("categories:\n  a.b:\n    - ''\n", "empty-entry", 5, 7),
        ("categories:\n  a.b:\n    - {pattern: '* люди'}\n", "broad-pattern", 5, 7),
        ("categories:\n  a.b:\n    - {pattern: *терор}\n", "yaml-alias", 5, 18),
        ("categories:\n  a.b:\n    - {lemma: терорист, gap: багато}\n", "wrong-value", 5, 25),
        ("categories:\n  a.b:\n    - {lemma: терорист, order: будь-який}\n", "unknown-value", 5, 25),
        ("categories:\n  a.b: терорист\n", "wrong-value", 4, 3),
        ("categories: {}\n", "wrong-value", 3, 1),
        ("category:\n  a.b: [терорист]\n", "unknown-key", 3, 1),
        ("categories:\n  a.b: [терорист]\n  a.b: [бандит]\n", "yaml-key-twice", 5, 3),
        ("categories:\n  a.b:\n    - [терорист]\n", "wrong-value", 5, 7),
        ("categories:\n  a.b:\n    - true\n", "wrong-value", 5, 7),
    ],
)
def test_faults_have_a_place(write: Callable[..., Path], body: str, code: str, line: int, column: int) -> None:
    found = [(problem.code, problem.place.line, problem.place.column) for problem in problems_of(write(body))]
    assert (code, line, column) in found


def test_all_faults_at_once(write: Callable[..., Path]) -> None:
    path = write("categories:\n  a.b:\n    - {lemma: x, pattern: y}\n    - {lemma: терор*}\n    - '!'\n")
    assert [problem.code for problem in problems_of(path)] == ["entry-kind", "wildcard-in-lemma", "empty-entry"]


def test_unknown_categories_are_named(write: Callable[..., Path]) -> None:
    path = write("categories:\n  protesters.terorists:\n    - {lemma: терорист, also: [event.riots]}\n")
    first, second = problems_of(path, categories=["protesters.terrorists", "event.riot"])
    assert (first.code, first.place.line, first.hint) == ("unknown-category", 4, "did you mean protesters.terrorists?")
    assert (second.place.line, second.hint) == (5, "did you mean event.riot?")
    assert load_lexicon(path).categories == ("protesters.terorists",)


def test_lists_may_be_named_and_used_again(write: Callable[..., Path]) -> None:
    path = write("categories:\n  a.b:\n    - {lemma: житель, near: &street [вулиц*]}\n    - {lemma: громадянин, near: *street}\n")
    assert [entry.near for entry in load_lexicon(path).entries] == [Near(("вулиц*",), 5)] * 2


def test_words_that_old_yaml_takes_for_truth_values(write: Callable[..., Path]) -> None:
    path = write("categories:\n  a.b:\n    - forms: [no, on, off, yes, 12:30]\n", language="en", morphology="none")
    assert load_lexicon(path).entries[0].forms == ("no", "on", "off", "yes", "12:30")


def test_no_such_file(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "uk.yaml")
    assert problem.code == "file-unreadable"


VOICE = """\
language: ru
morphology: pymorphy3
cues:
  saying: [заявить, {lemma: отметить}]
  according:
    - forms: [по словам, по данным]
    - {forms: [айтуынша], source: before}
  negator:
    - {forms: [не], within: 2, reach: both}
  complementizer: [что, о том что]
  not_source: [что]
quotation:
  marks: ["«»", "„“", '""']
  name_nouns: [партия]
  dashes: true
  speech_labels: [Прямая речь]
finite:
  endings: [ает]
  words: [есть]
  not: [ответ]
sentences:
  abbreviations: [им, т. е]
  may_end: [тыс]
layout:
  context_headings: [Контекст]
  boilerplate_lines: [Все права защищены]
examples:
  - {text: "Среди них нет террористов.", term: террористов, voice: own, negated: true}
"""


def test_a_voice_file(tmp_path: Path) -> None:
    path = tmp_path / "ru.yaml"
    path.write_text(VOICE, encoding="utf-8")
    voice = load_voice(path)
    assert voice.language == "ru"
    assert voice.cues.cues
    assert voice.cues.categories == ("saying", "according", "negator", "complementizer", "not_source")
    by_text = {entry.text: entry for entry in voice.cues.entries}
    assert (by_text["айтуынша"].source, by_text["по словам"].source) == ("before", None)
    assert (by_text["не"].within, by_text["не"].reach) == (2, "both")
    assert voice.quotation.marks == (("«", "»"), ("„", "“"), ('"', '"'))
    assert (voice.quotation.name_nouns, voice.quotation.dashes, voice.quotation.speech_labels) == (("партия",), True, ("Прямая речь",))
    assert (voice.finite.endings, voice.finite.words, voice.finite.excluded) == (("ает",), ("есть",), ("ответ",))
    assert voice.evidential.endings == ()
    assert (voice.sentences.abbreviations, voice.sentences.may_end) == (("им", "т. е"), ("тыс",))
    assert (voice.layout.context_headings, voice.layout.context_openers) == (("Контекст",), ())
    (example,) = voice.examples
    assert (example.term, example.voice, example.negated, example.source) == ("террористов", "own", True, None)
    assert example.place.line == 28


def test_a_voice_file_knows_its_kinds_of_cue(tmp_path: Path) -> None:
    path = tmp_path / "ru.yaml"
    path.write_text(VOICE.replace("saying:", "sayin:").replace("within: 2", "within: 0"), encoding="utf-8")
    with pytest.raises(FramingError) as caught:
        load_voice(path)
    codes = [(problem.code, problem.place.line) for problem in caught.value.problems]
    assert ("unknown-key", 4) in codes
    assert ("wrong-value", 9) in codes
    assert any("saying" in problem.hint for problem in caught.value.problems)
