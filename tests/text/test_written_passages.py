"""Sentence boundaries on passages marked by someone who had not seen the splitter (tests/data/README.md)."""

from pathlib import Path

import pytest

from framing.lexicon import load_voice
from framing.resources import shipped_folder
from framing.text.sentences import SentenceRules, split_sentences

DATA = Path(__file__).parents[1] / "data" / "sentences"


def boundaries(language):
    """(right, found, marked) boundaries inside the passages of a language."""
    marks = load_voice(shipped_folder("lexicons") / "voice" / f"{language}.yaml").sentences
    rules = SentenceRules.from_lists(marks.abbreviations, marks.may_end)
    right = found = marked = 0
    for line in (DATA / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        parts = line.split("|")
        text = "".join(parts)
        wanted, position = set(), 0
        for part in parts[:-1]:
            position += len(part)
            wanted.add(position)
        got = {end for _, end in split_sentences(text, rules)[:-1]}
        right, found, marked = right + len(wanted & got), found + len(got), marked + len(wanted)
    return right, found, marked


LANGUAGES = ("bg", "en", "kk", "ru", "uk")


def f1(counts):
    right, found, marked = counts
    return 2 * right / (found + marked)


def test_boundaries_of_all_languages():
    assert f1([sum(column) for column in zip(*map(boundaries, LANGUAGES), strict=True)]) >= 0.97


@pytest.mark.parametrize("language", LANGUAGES)
def test_boundaries_of_each_language(language):
    assert f1(boundaries(language)) >= 0.96
