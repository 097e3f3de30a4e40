"""All estimates of a corpus: complete, in order, the same whatever the order of rows."""

import numpy as np

from framing.measure.corpus import estimate_corpus
from framing.measure.tally import tally_mentions


def estimated(book, articles, found, **options):
    tally = tally_mentions(articles, found, codebook=book, groupings=("outlet", "outlet/week"))
    return estimate_corpus(tally, codebook=book, permutations=199, **options)


def test_every_measure_is_there(book, make_corpus):
    result = estimated(book, *make_corpus())
    outlet = [each for each in result.estimates if each.grouping == "outlet"]
    assert {each.measure for each in outlet} == {
        "share_of_mentions", "share_of_articles", "per_1000_words", "share_of_voice", "share_by_valence", "stance", "share_of_speech", "entropy",
    }  # fmt: skip
    assert {each.group for each in result.estimates if each.grouping == "all"} == {"all"}
    series = [each for each in result.estimates if each.grouping == "outlet/week"]
    assert "outlet 1/2022-W01" in {each.group for each in series}
    assert {each.voice for each in series} == {"own", "others", "all"}
    shares = [each for each in outlet if each.measure == "share_of_mentions"]
    assert all(each.shrunk is not None for each in shares)
    assert any(each.q is not None for each in shares)
    assert all(each.q is None for each in shares if each.voice == "quoted")


def test_no_estimate_twice_and_none_without_a_number(book, make_corpus):
    result = estimated(book, *make_corpus())
    keys = [(each.measure, each.grouping, each.group, each.target, each.category, each.voice) for each in result.estimates]
    assert len(keys) == len(set(keys))
    for each in result.estimates:
        assert each.total > 0
        assert all(np.isfinite(value) for value in (each.value, each.low, each.high))
        assert each.low - 1e-9 <= each.value <= each.high + 1e-9
        assert isinstance(each.thin, bool)
        assert isinstance(each.articles, int)


def test_the_order_of_rows_does_not_matter(book, make_corpus):
    articles, found = make_corpus()
    order = np.random.default_rng(1).permutation(len(articles["article"]))
    turned = {name: [column[i] for i in order] for name, column in articles.items()}
    one, two = estimated(book, articles, found, seed=3), estimated(book, turned, found, seed=3)
    for a, b in zip(one.estimates, two.estimates, strict=True):
        assert a == b
    assert one.differences == two.differences


def test_the_same_run_gives_the_same_numbers(book, make_corpus):
    one, two = (estimated(book, *make_corpus(), seed=3) for _ in range(2))
    assert one == two


def test_groupings_that_are_not_to_be_compared(book, make_corpus):
    assert estimated(book, *make_corpus(), compare=()).differences == []


def test_an_empty_corpus(book):
    result = estimated(book, {"article": [], "outlet": [], "week": []}, {"article": [], "category": [], "voice": []})
    assert result.estimates == []
    assert result.differences == []


def test_articles_without_any_mention(book):
    articles = {"article": ["a", "b"], "outlet": ["X", "Y"], "week": ["", "2022-W01"], "words": [10, 0]}
    result = estimated(book, articles, {"article": [], "category": [], "voice": []})
    assert {each.measure for each in result.estimates} == {"share_of_articles", "per_1000_words"}
    assert all(each.value == 0 for each in result.estimates)
