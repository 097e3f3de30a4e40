"""Dictionaries of other programs: what the format holds comes back as it went, and the rest is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.lexicon import CompiledLexicon, compile_lexicon, load_lexicon
from framing.lexicon.exchange import FORMATS, Dictionary, as_dictionary, as_lexicon, read_dictionary, write_dictionary
from framing.yamlfile import parse_yaml

QUANTEDA = """\
protesters:
  terrorists: [terrorist*, "armed gang*"]
  rioters:
    - looter
    - looters
event:
  - riot
  - riots:
      - "bread riot"
"""
LIWC = """\
%
1\tprotesters.terrorists
2\tevent.riot
%
terrorist*\t1
kind of\t2
looter\t1\t2
"""
YOSHIKODER = """\
<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="050805" patternengine="substring">
  <cnode name="Policy">
    <cnode name="protesters" desc="who">
      <cnode name="terrorists"><pnode name="terrorist*"/><pnode name="armed gang"/></cnode>
      <pnode name="people &amp; crowds"/>
    </cnode>
  </cnode>
</dictionary>
"""


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        (
            "quanteda",
            QUANTEDA,
            {
                "protesters.terrorists": ["terrorist*", "armed gang*"],
                "protesters.rioters": ["looter", "looters"],
                "event": ["riot"],
                "event.riots": ["bread riot"],
            },
        ),
        ("liwc", LIWC, {"protesters.terrorists": ["terrorist*", "looter"], "event.riot": ["kind of", "looter"]}),
        ("liwc", LIWC.replace("\t", "  ").replace("kind of", "kind"), {"protesters.terrorists": ["terrorist*", "looter"], "event.riot": ["kind", "looter"]}),
        ("yoshikoder", YOSHIKODER, {"protesters": ["people & crowds"], "protesters.terrorists": ["terrorist*", "armed gang"]}),
        ("yoshikoder", "<dictionary><cnode name='a'><pnode name='b'/></cnode></dictionary>", {"a": ["b"]}),
    ],
)
def test_dictionaries_are_read(form: str, text: str, expected: dict[str, list[str]]) -> None:
    dictionary = read_dictionary(text, "x", form)
    assert dictionary.categories == expected
    assert dictionary.losses() == []


def test_what_cannot_be_taken_over_is_said() -> None:
    found = read_dictionary("a: [wom?n, ':)', '*', plain]\n", "x", "quanteda")
    assert found.categories == {"a": ["plain"]}
    assert found.losses() == ["lost: a sign for one letter, or a condition: 1, as in 'wom?n'", "lost: no word to begin with, or too many: 2, as in ':)'"]
    found = read_dictionary("%\n1\ta\n2\tb\n%\nlike\t(02 1)2/1\t2\n", "x", "liwc")
    assert found.categories == {"a": [], "b": ["like"]}
    assert sum(found.lost.values()) == 1


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("quanteda", "", "check --format"),
        ("quanteda", "- a\n- b\n", "keys with lists"),
        ("quanteda", "a: [b", "yaml-syntax"),
        ("quanteda", "a: []\n", "no word"),
        ("quanteda", "".join(f"{' ' * n}a:\n" for n in range(60)) + " " * 60 + "b", "nested too deeply"),
        ("liwc", "a\t1\n", "two lines of %"),
        ("liwc", "%\n1\ta\n%\nb\t7\n", "x:4: unknown-category"),
        ("liwc", "%\nfirst\n%\nb\t1\n", "x:2: wrong-value"),
        ("yoshikoder", "%\n", "no XML"),
        ("yoshikoder", "<html/>", "<dictionary> of <cnode>"),
        ("yoshikoder", '<!DOCTYPE d [<!ENTITY a "b">]><dictionary><cnode name="&a;"/></dictionary>', "document type"),
    ],
)
def test_what_is_no_such_dictionary_is_one_clear_problem(form: str, text: str, said: str) -> None:
    with pytest.raises(FramingError) as caught:
        read_dictionary(text, "x", form)
    assert said in str(caught.value)


def test_deep_nodes_are_no_matter() -> None:
    deep = "<cnode name='a'>" * 5000 + "<pnode name='b'/>" + "</cnode>" * 5000
    found = read_dictionary(f"<dictionary><cnode name='all'>{deep}</cnode></dictionary>", "x", "yoshikoder")
    assert list(found.categories.values()) == [["b"]]


WORDS = st.from_regex(r"[a-zа-яіїєґ]{1,8}(?: [a-zа-я'’-]{1,6}[a-z]){0,2}\*?", fullmatch=True)
NAMES = st.from_regex(r"[a-z]{1,6}(?:[._ :#-][a-z]{1,6}){0,2}", fullmatch=True) | st.sampled_from(["no", "yes", "null", "true", "on", "1", "a b", "а.б"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, st.lists(WORDS, min_size=1, max_size=5, unique=True), min_size=1, max_size=6), st.sampled_from(FORMATS))
def test_what_a_format_holds_comes_back(categories: dict[str, list[str]], form: str) -> None:
    written = write_dictionary(Dictionary({name: list(words) for name, words in categories.items()}), form)
    found = read_dictionary(written, "x", form)
    assert {name: set(words) for name, words in found.categories.items()} == {name: set(words) for name, words in categories.items()}
    assert found.losses() == []
    lexicon = parse_yaml(as_lexicon(found, "en"), "x").data["categories"]
    assert {name: set(words) for name, words in lexicon.items()} == {name: set(words) for name, words in categories.items()}


BODY = """\
categories:
  a.a:
    - терорист
    - {lemma: бандит, near: [суд], gap: 1, except: [бандит з фільму], case: exact, inner: keep, also: [b.b]}
    - {pattern: "*антитерор*"}
  b.b: [{forms: [ОДКБ, миротворчі сили]}]
exclude: [рівень загрози]
"""


def test_a_lexicon_goes_out_with_its_forms_and_says_what_stays_behind(compiled: Callable[..., CompiledLexicon]) -> None:
    dictionary = as_dictionary(compiled(BODY))
    assert "терористами" in dictionary.categories["a.a"]
    assert {"бандитами", "одкб", "миротворчі сили"} <= set(dictionary.categories["b.b"])
    assert {"gap", "near", "except", "inner", "case", "exclude"} == set(dictionary.lost)
    write_dictionary(dictionary, "liwc")
    assert dictionary.examples["a wildcard before the end"] == "*антитерор*"


@pytest.mark.parametrize("form", FORMATS)
def test_out_and_in_and_out_again(compiled: Callable[..., CompiledLexicon], form: str, tmp_path: Path) -> None:
    first = write_dictionary(as_dictionary(compiled(BODY)), form)
    path = tmp_path / "back.yaml"
    path.write_text(as_lexicon(read_dictionary(first, "x", form), "uk"), encoding="utf-8")
    again = compile_lexicon(load_lexicon(path))
    assert write_dictionary(as_dictionary(again), form) == first
    assert [hit.entry.category for hit in again.hits("терористами і миротворчі сили")] == ["a.a", "b.b"]
