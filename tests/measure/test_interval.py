"""Estimates against counting by hand, and intervals that keep their promises everywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measure.interval import (
    is_thin,
    measure_articles,
    measure_rates,
    measure_shares,
    measure_speech,
    measure_valences,
    measure_voices,
)
from framing.measure.ratio import Cells, effective_number, kish_articles, rate_interval, share_interval
from framing.measure.simulate import cells_of
from framing.measure.tally import tally_mentions


def cells(counts, sizes):
    return cells_of(np.array([counts], dtype=float), np.array([sizes], dtype=float))


def interval(counts, sizes, level=0.95):
    low, high = share_interval(cells(counts, sizes), level=level)
    return float(low[0, 0]), float(high[0, 0])


@pytest.mark.parametrize(
    ("counts", "sizes", "low", "high"),
    [
        ([0], [1], 0.0, 1.0),  # one article says nothing about its outlet
        ([5], [5], 0.0, 1.0),
        ([0] * 50, [1] * 50, 0.0, 0.08),  # nothing found in fifty: Wilson's upper limit with Student's quantile
        ([1] * 50, [1] * 50, 0.92, 1.0),
        ([0, 1] * 50, [1, 1] * 50, 0.40, 0.60),
        ([0, 10] * 10, [10, 10] * 10, 0.28, 0.72),  # all or nothing: twenty articles are worth twenty mentions
    ],
)
def test_known_intervals(counts, sizes, low, high):
    assert interval(counts, sizes) == pytest.approx((low, high), abs=0.012)


articles = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40).map(
    lambda pairs: [(min(pair), max(pair)) for pair in pairs]
)


@given(articles)
@settings(max_examples=300)
def test_intervals_stay_within_bounds_and_hold_the_share(pairs):
    counts, sizes = zip(*pairs, strict=True)
    found = cells(counts, sizes)
    low, high = share_interval(found)
    share = found.ratio
    assert 0 <= low[0, 0] <= share[0, 0] <= high[0, 0] <= 1 or found.x[0, 0] == 0
    # two articles of which one has nearly all mentions are worth hardly more than one
    if kish_articles(found)[0, 0] > 1.5:
        assert high[0, 0] - low[0, 0] < 1
    if found.articles[0, 0] > 1:
        assert 0 < effective_number(found)[0, 0] <= found.x[0, 0] + 1e-9
    low, high = rate_interval(found)
    assert 0 <= low[0, 0] <= share[0, 0] + 1e-12
    assert high[0, 0] >= share[0, 0] - 1e-12
    assert np.isfinite(high[0, 0]) or found.x[0, 0] == 0


@given(articles)
def test_the_complement_has_the_mirrored_interval(pairs):
    counts, sizes = np.array(pairs).T
    low, high = interval(counts, sizes)
    if sizes.sum():
        assert interval(sizes - counts, sizes) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(articles, st.integers(2, 5))
def test_more_of_the_same_articles_narrow_the_interval(pairs, times):
    counts, sizes = zip(*pairs, strict=True)
    low, high = interval(counts, sizes)
    again = interval(counts * times, sizes * times)
    assert again[1] - again[0] <= high - low + 1e-9


def test_likeness_within_articles_widens():
    alike = interval([0, 5] * 20, [5] * 40)
    mixed = interval([2, 3] * 20, [5] * 40)
    assert alike[1] - alike[0] > 1.5 * (mixed[1] - mixed[0])


def test_confidence_widens():
    narrow, wide = interval([1, 0, 1] * 8, [2] * 24, 0.8), interval([1, 0, 1] * 8, [2] * 24, 0.99)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def brute(articles, found, outlet, category, voices, book):
    """Count, total and articles of a share, by hand."""
    dimension = category.split(".")[0]
    of = dict(zip(articles["article"], articles["outlet"], strict=True))
    rows = [
        (name, kind)
        for name, kind, voice in zip(found["article"], found["category"], found["voice"], strict=True)
        if of[name] == outlet and voice in voices and kind.startswith(dimension + ".")
    ]
    return sum(kind == category for _, kind in rows), len(rows), len({name for name, _ in rows})


def test_shares_against_counting_by_hand(book, make_corpus):
    articles, found = make_corpus()
    tally = tally_mentions(articles, found, codebook=book)
    estimates = {(e.group, e.category, e.voice): e for e in measure_shares(tally, "outlet", codebook=book).estimates()}
    voices = {
        "own": ("own",),
        "others": ("reported", "quoted"),
        "all": ("own", "reported", "quoted", "distanced"),
        "distanced": ("distanced",),
    }
    checked = 0
    for outlet in sorted(set(articles["outlet"])):
        for category in book.categories:
            for voice, members in voices.items():
                count, total, named = brute(articles, found, outlet, category, members, book)
                if not total:
                    assert (outlet, category, voice) not in estimates
                    continue
                estimate = estimates[outlet, category, voice]
                assert (estimate.count, estimate.total, estimate.articles) == (count, total, named)
                assert estimate.value == pytest.approx(count / total)
                assert estimate.low <= estimate.value <= estimate.high
                checked += 1
    assert checked > 150


def test_shares_of_a_dimension_add_up_to_one(book, make_corpus):
    articles, found = make_corpus(articles=30)
    tally = tally_mentions(articles, found, codebook=book)
    for measured in (measure_shares(tally, "outlet", codebook=book), *measure_voices(tally, "outlet", codebook=book)):
        sums = {}
        for each in measured.estimates():
            key = (
                (each.group, each.target, each.voice)
                if measured.measure == "share_of_mentions"
                else (each.group, each.target, each.category)
            )
            if measured.measure == "share_of_mentions" or each.voice != "others":
                sums[key] = sums.get(key, 0) + each.value
        assert sums
        assert all(value == pytest.approx(1) for value in sums.values())


def test_share_of_articles_counts_articles_without_mentions_too(book):
    table = {"article": ["a", "b", "c", "d"], "outlet": ["X"] * 4}
    found = {"article": ["a", "a", "b"], "category": ["event.riot"] * 3, "voice": ["own", "own", "quoted"]}
    tally = tally_mentions(table, found, codebook=book)
    estimates = {(e.category, e.voice): e for e in measure_articles(tally, "outlet", codebook=book).estimates()}
    assert estimates["event.riot", "own"].value == 0.25
    assert estimates["event.riot", "all"].value == 0.5
    assert estimates["event.riot", "all"].articles == 4
    assert estimates["event.protest", "own"].value == 0


def test_rates_need_words(book, make_corpus):
    articles, found = make_corpus()
    tally = tally_mentions(articles, found, codebook=book)
    rate = next(e for e in measure_rates(tally, "all", codebook=book).estimates() if e.category == "event.riot" and e.voice == "all")
    assert rate.value == pytest.approx(1000 * found["category"].count("event.riot") / sum(articles["words"]))
    assert rate.low < rate.value < rate.high
    del articles["words"]
    assert measure_rates(tally_mentions(articles, found, codebook=book), "all", codebook=book) is None


def test_valences_sum_the_categories_of_a_side(book):
    table = {"article": [f"a{n}" for n in range(8)], "outlet": ["X"] * 8}
    kinds = ["protesters.terrorists", "protesters.rioters", "protesters.protesters", "protesters.victims"]
    found = {"article": table["article"], "category": kinds * 2, "voice": ["own"] * 8}
    tally = tally_mentions(table, found, codebook=book)
    sides = {
        e.category: e.value
        for e in measure_valences(tally, "outlet", codebook=book).estimates()
        if e.voice == "own" and e.target == "protesters"
    }
    assert sides == {"against": 0.5, "neutral": 0.25, "favour": 0.25}


def test_speech_is_of_known_speakers(book):
    table = {"article": ["a", "b", "c"], "outlet": ["X"] * 3}
    found = {
        "article": ["a", "a", "b", "c"],
        "category": ["event.riot"] * 4,
        "voice": ["quoted", "reported", "quoted", "own"],
        "source_group": ["s", "s", "w", "w"],
    }
    shares = {e.category: e.value for e in measure_speech(tally_mentions(table, found, codebook=book), "outlet").estimates()}
    assert shares == {"s": pytest.approx(2 / 3), "w": pytest.approx(1 / 3)}
    del found["source_group"]
    assert measure_speech(tally_mentions(table, found, codebook=book), "outlet") is None


def test_weights_leave_articles_out(book):
    table = {"article": ["a", "b", "c", "d"], "outlet": ["X"] * 4}
    found = {
        "article": ["a", "b", "c", "d"],
        "category": ["event.riot", "event.riot", "event.protest", "event.protest"],
        "voice": ["own"] * 4,
    }
    tally = tally_mentions(table, found, codebook=book, weights=[1, 0, 1, 1])
    riot = next(e for e in measure_shares(tally, "outlet", codebook=book).estimates() if e.category == "event.riot" and e.voice == "own")
    assert (riot.count, riot.total, riot.articles) == (1, 3, 3)


@pytest.mark.parametrize(
    ("articles", "mentions", "measure", "thin"),
    [
        (4, 100, "share_of_mentions", True),
        (5, 10, "share_of_mentions", False),
        (50, 9, "share_of_mentions", True),
        (5, 5, "share_of_articles", False),
    ],
)
def test_the_rule_of_what_is_thin(articles, mentions, measure, thin):
    assert is_thin(articles, mentions, measure=measure) is thin


@pytest.mark.slow
def test_a_million_articles(book):
    import resource
    import time

    from framing.measure.columns import Codes

    random, size, rows = np.random.default_rng(1), 1_000_000, 3_000_000
    names = tuple(f"a{n}" for n in range(size))
    table = {"article": Codes(names, np.arange(size)), "outlet": Codes(tuple(f"o{n}" for n in range(40)), random.integers(0, 40, size))}
    found = {
        "article": Codes(names, random.integers(0, size, rows)),
        "category": Codes(book.categories, random.integers(0, 16, rows)),
        "voice": Codes(("own", "reported", "quoted", "distanced"), random.integers(0, 4, rows)),
    }
    start = time.monotonic()
    tally = tally_mentions(table, found, codebook=book)
    list(measure_shares(tally, "outlet", codebook=book).estimates())
    list(measure_articles(tally, "outlet", codebook=book).estimates())
    assert time.monotonic() - start < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000


def test_cells_keep_their_shape():
    one = cells([1, 2], [3, 4])
    assert isinstance(one, Cells)
    assert one.y.shape == (1, 1)
