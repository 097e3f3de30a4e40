"""Distinctive words: found, certain, and not of one article."""

import numpy as np
import pytest

from framing.measure.keyness import Options, distinctive_words, log_odds, words_of


def test_words():
    assert words_of("Террористы, «так называемые» ON 5 січня об'єкт quasi-riot!") == [
        "террористы",
        "так",
        "называемые",
        "on",
        "січня",
        "об'єкт",
        "quasi-riot",
    ]


def sample():
    contexts, groups, articles, languages = [], [], [], []
    for number in range(40):
        group = "loyal" if number % 2 else "critical"
        contexts.append(f"the crowd and the {'bandits' if number % 2 else 'people'} in square number {number % 7}")
        groups.append(group)
        articles.append(f"a{number}")
        languages.append("en")
    contexts += ["a strange zebra zebra zebra zebra zebra"] * 3 + ["адамдар алаңда"] * 6
    groups += ["loyal"] * 9
    articles += ["zoo"] * 3 + [f"k{n}" for n in range(6)]
    languages += ["en"] * 3 + ["kk"] * 6
    return contexts, groups, articles, languages


def test_each_group_has_its_words():
    contexts, groups, articles, languages = sample()
    found = distinctive_words(contexts, groups, articles, languages=languages)
    best = {each.group: each for each in reversed(found)}
    assert best["loyal"].word == "bandits"
    assert best["critical"].word == "people"
    assert best["loyal"].count == 20
    assert best["loyal"].z > 2
    for each in found:
        assert each.low <= each.high
        assert each.value > 0
    # a word of one article says something of that article; a language that one group alone writes has nobody to differ from
    assert not [each for each in found if each.word == "zebra" or each.language == "kk"]


def test_the_same_seed_gives_the_same_words_in_any_order_of_rows():
    contexts, groups, articles, languages = sample()
    order = np.random.default_rng(1).permutation(len(contexts))
    shuffled = [[column[i] for i in order] for column in (contexts, groups, articles, languages)]
    one = distinctive_words(contexts, groups, articles, languages=languages, options=Options(seed=3))
    two = distinctive_words(*shuffled[:3], languages=shuffled[3], options=Options(seed=3))
    assert one == two


def test_log_odds_against_the_formula():
    delta, z = log_odds(np.array([10.0, 90.0]), np.array([5.0, 95.0]), np.array([1.0, 9.0]))
    expected = np.log(11 / 99) - np.log(6 / 104)
    assert delta[0] == pytest.approx(expected)
    assert z[0] == pytest.approx(expected / np.sqrt(1 / 11 + 1 / 6))
    assert delta[1] == pytest.approx(-delta[0])


def test_nothing_to_say():
    assert distinctive_words([], [], []) == []
    assert distinctive_words(["one two"], ["x"], ["a"]) == []
    assert distinctive_words(["one two", "three"], ["x", "y"], ["a", "b"]) == []
