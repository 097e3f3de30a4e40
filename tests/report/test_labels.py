"""The words of the report: every language has all of them, with the same gaps."""

import string
from pathlib import Path

import pytest

import framing.report
from framing.report.labels import label_languages, load_labels
from framing.yamlfile import read_yaml

FOLDER = Path(framing.report.__file__).parent / "page" / "labels"


def gaps(phrase):
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_four_languages():
    assert label_languages() == ("bg", "en", "ru", "uk")


@pytest.mark.parametrize("language", ["bg", "ru", "uk"])
def test_every_language_has_the_same_keys_and_no_other_gaps(language):
    english, other = (read_yaml(FOLDER / f"{each}.yaml").data for each in ("en", language))
    assert list(english) == list(other)
    for key, phrase in other.items():
        assert isinstance(phrase, str), key
        assert gaps(phrase) <= gaps(english[key]) | {"units"}, key
        # what carries a number or name must not get lost in translation
        assert gaps(english[key]) - gaps(phrase) <= {"units"}, key


@pytest.mark.parametrize("language", ["bg", "ru", "uk"])
def test_translations_are_translated(language):
    english, other = (read_yaml(FOLDER / f"{each}.yaml").data for each in ("en", language))
    same = [key for key in english if english[key] == other[key]]
    assert set(same) <= {"n_in_articles", "n_alone", "methods_versions"}


def test_filling_gaps():
    say = load_labels("en")
    assert say("ev_shown", n=3) == "On this page: 3."
    with pytest.raises(KeyError, match="did you mean ev_shown"):
        say("ev_show")


def test_a_language_without_labels_speaks_english():
    assert load_labels("kk").language == "en"


def test_braces_in_values_do_no_harm():
    assert "{x}" in load_labels("en")("sources_title", speaker="{x}", share="1%")
