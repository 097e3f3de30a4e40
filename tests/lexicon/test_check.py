"""What `framing check` says of a lexicon that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import Problem
from framing.lexicon import check_lexicon, compile_lexicon, load_lexicon, load_voice, write_forms


def faults(path: Path, categories: tuple[str, ...] = ()) -> list[Problem]:
    lexicon = load_lexicon(path)
    return check_lexicon(lexicon, compile_lexicon(lexicon), categories=categories)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("a.a:\n    - {lemma: терорист, matches: [тероризм]}\n", "example-not-matched", 5),
        ("a.a:\n    - lemma: терорист\n      never:\n      - бандит\n      - терористи прийшли\n", "example-matched", 8),
        ("a.a: [террорыст]\n", "unknown-word", 4),
        ("a.a: [протестів]\n", "not-a-headword", 4),
        ("a.a: [терорист]\n  b.b: [терорист]\n", "overlapping-entries", 5),
        ("a.a: [терорист]\n  b.b: [{forms: [Терористами]}]\n", "overlapping-entries", 5),
        ("a.a: [терорист, терорист]\n", "entry-twice", 4),
        ("a.a: [{pattern: те*}]\n", "broad-pattern", 4),
        ("a.a: [{pattern: '*тер*'}]\n", "broad-pattern", 4),
        ("a.a: [{forms: [тepорист]}]\n", "mixed-alphabet", 4),  # Latin e, p
        ("a.a: [{lemma: терорист, near: [пpи]}]\n", "mixed-alphabet", 4),
        ("a.a: [терорист]\n  b.b: []\n", "category-missing", 5),
        ("a.a: [терорист]\n  b.b: [{pattern: терор*}]\n", "overlapping-entries", 5),
        ("a.a: [{pattern: терор*}]\n  b.b: [терорист]\n", "overlapping-entries", 5),
        ("a.a: [{pattern: терорис*}]\n  b.b: [{forms: [терор*]}]\n", "overlapping-entries", 5),
        ("a.a: [{forms: [Терорист, бандит, терорист]}]\n", "form-twice", 4),
        ("a.a: [{pattern: пере*}]\n", "broad-pattern", 4),  # five hundred headwords
        ("a.a: [{pattern: террорызт*}]\n", "unknown-word", 4),
    ],
)
def test_faults(write: Callable[..., Path], body: str, code: str, line: int) -> None:
    assert [(problem.code, problem.place.line) for problem in faults(write(f"categories:\n  {body}"))] == [(code, line)]


@pytest.mark.parametrize(
    "body",
    [
        "a.a: [терорист]\n  b.b: [озброєний терорист]\n",
        "a.a: [{lemma: терорист, near: [суд]}]\n  b.b: [терорист]\n",
        "a.a: [{pattern: терор*}, {pattern: '*терор*'}, {pattern: за кор*}]\n",
        "a.a: [{pattern: терор*}, терорист]\n  b.b: [{pattern: терор* акт*}]\n",
        "a.a: [{pattern: тиктокер*, matches: [тиктокери вийшли]}]\n",
        "a.a: [{forms: [терор, терор*, терор акт]}]\n",
        "a.a: [ІТ-фахівець, 'коктейль Молотова', U.S. війська]\n",
        "a.a: [{lemma: терорист, matches: [терористи], never: [бандити]}]\n",
        "a.a: [{lemma: протест, never: [нота протесту]}]\nexclude: [нота протесту]\n",
    ],
)
def test_what_is_fine(write: Callable[..., Path], body: str) -> None:
    assert faults(write(f"categories:\n  {body}")) == []


def test_categories_of_the_codebook_that_are_missing(write: Callable[..., Path]) -> None:
    path = write("categories:\n  a.a: [{lemma: терорист, also: [b.b]}]\n")
    (problem,) = faults(path, ("a.a", "b.b", "c.c"))
    assert (problem.code, problem.place.file) == ("category-missing", str(path))
    assert "c.c" in problem.message


def test_what_the_lexicons_beside_it_have(write: Callable[..., Path]) -> None:
    lexicon = load_lexicon(write("categories:\n  a.people: [терорист]\n  a.evnet: [протест]\n  c.new: [бандит]\n"))
    beside = {"en": ("a.people", "a.event", "b.all"), "pl": ("a.people", "a.event", "b.all"), "ru": ("a.people", "b.one")}
    found = check_lexicon(lexicon, compile_lexicon(lexicon), beside=beside)
    assert [(problem.code, problem.place.line, problem.message.split(" ")[0]) for problem in found] == [
        ("category-missing", 0, "a.event"),
        ("category-missing", 0, "b.all"),
        ("unknown-category", 5, "none"),
    ]
    assert "en, pl have some" in found[0].message
    assert found[2].hint == "did you mean a.event?"
    assert check_lexicon(lexicon, compile_lexicon(lexicon), categories=lexicon.categories, beside=beside) == []


def test_stale_forms(write: Callable[..., Path]) -> None:
    path = write("categories:\n  a.a: [терорист]\n")
    forms = write_forms(load_lexicon(path))
    assert faults(path) == []
    path = write("categories:\n  a.a: [терорист, бандит]\n")
    (problem,) = faults(path)
    assert (problem.code, problem.place.file) == ("stale-forms", str(forms))


def test_cues_may_be_of_two_kinds(tmp_path: Path) -> None:
    path = tmp_path / "uk.yaml"
    path.write_text("language: uk\nmorphology: pymorphy3\ncues:\n  complementizer: [що]\n  not_source: [що]\n", encoding="utf-8")
    cues = load_voice(path).cues
    assert check_lexicon(cues, compile_lexicon(cues)) == []
