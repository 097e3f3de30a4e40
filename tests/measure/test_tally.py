"""What is counted, what is left out, and what copies weigh."""

import numpy as np
import pytest

from framing.measure.columns import Codes
from framing.measure.tally import in_voice, tally_mentions, weigh_copies

ARTICLES = {"article": ["a", "b", "c"], "outlet": ["X", "X", "Y"]}


def mentions(*rows):
    """Mentions from (article, category, voice, extra columns)."""
    table = {"article": [], "category": [], "voice": [], "part": [], "in_scope": [], "negated": [], "source_group": [], "source_name": []}
    defaults = {"part": "body", "in_scope": True, "negated": False, "source_group": None, "source_name": None}
    for article, category, voice, *rest in rows:
        extra = {**defaults, **(rest[0] if rest else {})}
        for name, value in {"article": article, "category": category, "voice": voice, **extra}.items():
            table[name].append(value)
    return table


def counts(tally, book, voice):
    sparse = in_voice(tally, voice)
    return {(tally.articles[a], book.categories[k]): n for a, k, n in zip(sparse.article, sparse.key, sparse.n, strict=True)}


def test_counts_by_voice_and_the_sums_of_voices(book):
    found = mentions(
        ("a", "protesters.terrorists", "own"),
        ("a", "protesters.terrorists", "own"),
        ("a", "protesters.terrorists", "quoted"),
        ("b", "protesters.terrorists", "reported"),
        ("c", "event.riot", "distanced"),
    )
    tally = tally_mentions(ARTICLES, found, codebook=book)
    assert counts(tally, book, "own") == {("a", "protesters.terrorists"): 2}
    assert counts(tally, book, "others") == {("a", "protesters.terrorists"): 1, ("b", "protesters.terrorists"): 1}
    assert counts(tally, book, "all") == {("a", "protesters.terrorists"): 3, ("b", "protesters.terrorists"): 1, ("c", "event.riot"): 1}
    assert counts(tally, book, "distanced") == {("c", "event.riot"): 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("a", "event.riot", "own", {"part": "boilerplate"}), "part not counted"),
        (("a", "event.riot", "own", {"part": "context"}), "part not counted"),
        (("a", "event.riot", "own", {"in_scope": False}), "out of scope"),
        (("a", "event.riot", "own", {"negated": True}), "negated"),
        (("a", "event.party", "own"), "category not in the codebook"),
        (("z", "event.riot", "own"), "article unknown"),
        (("a", "event.riot", "sung"), "voice unknown"),
    ],
)
def test_what_is_left_out_is_told(book, row, reason):
    tally = tally_mentions(ARTICLES, mentions(row), codebook=book)
    assert counts(tally, book, "all") == {}
    assert tally.left_out == {reason: 1}


def test_context_and_denied_mentions_count_where_asked(book):
    found = mentions(("a", "event.riot", "own", {"part": "context"}), ("a", "event.riot", "own", {"negated": True}))
    tally = tally_mentions(ARTICLES, found, codebook=book, parts=("headline", "body", "context"), negated=True)
    assert counts(tally, book, "own") == {("a", "event.riot"): 2}


def test_articles_that_do_not_count(book):
    found = mentions(("a", "event.riot", "own"), ("c", "event.riot", "own"))
    tally = tally_mentions({**ARTICLES, "relevant": [True, True, False]}, found, codebook=book, weights=[0, 1, 1])
    assert counts(tally, book, "all") == {}
    assert tally.left_out == {"article not counted": 2}
    assert tally.weight.tolist() == [0, 1, 0]


def test_speakers_by_group_else_by_name(book):
    found = mentions(
        ("a", "event.riot", "quoted", {"source_group": "state", "source_name": "Minister"}),
        ("a", "event.riot", "reported", {"source_name": "Witness"}),
        ("b", "event.riot", "own", {"source_group": "state"}),
        ("b", "event.riot", "reported"),
    )
    tally = tally_mentions(ARTICLES, found, codebook=book)
    assert tally.speakers == ("Witness", "state")
    heard = {tally.speakers[key]: n for key, n in zip(tally.speech.key, tally.speech.n, strict=True)}
    assert heard == {"state": 1, "Witness": 1}


def test_dictionary_encoded_columns_count_the_same(book, make_corpus):
    articles, found = make_corpus()

    def coded(column):
        values = sorted({str(value) for value in column if value is not None})
        return Codes((*values, ""), np.array([values.index(value) if value is not None else len(values) for value in column]))

    plain = tally_mentions(articles, found, codebook=book)
    other = tally_mentions(
        {**articles, "article": Codes(tuple(articles["article"]), np.arange(60))}, {k: coded(v) for k, v in found.items()}, codebook=book
    )
    assert (plain.counts.key == other.counts.key).all()
    assert (plain.counts.n == other.counts.n).all()
    assert plain.speakers == other.speakers


def test_rows_in_any_order_count_the_same(book, make_corpus):
    articles, found = make_corpus()
    order = np.random.default_rng(3).permutation(len(found["article"]))
    plain = tally_mentions(articles, found, codebook=book)
    other = tally_mentions(articles, {k: [v[i] for i in order] for k, v in found.items()}, codebook=book)
    for name in ("article", "key", "n"):
        assert (getattr(plain.counts, name) == getattr(other.counts, name)).all()


def test_an_id_twice_is_an_error(book):
    with pytest.raises(ValueError, match="twice"):
        tally_mentions({"article": ["a", "a"], "outlet": ["X", "X"]}, mentions(), codebook=book)


def test_nothing_at_all(book):
    tally = tally_mentions({"article": [], "outlet": []}, mentions(), codebook=book)
    assert len(tally.counts.n) == 0


COPIES = {
    "article": ["a", "b", "c", "d", "e", "f"],
    "outlet": ["X", "X", "Y", "Y", "X", "Z"],
    "date": ["2022-01-02", "2022-01-01", "", "2022-01-03", "2022-01-05", None],
    "cluster": [1, 1, 1, 1, None, 2],
}


@pytest.mark.parametrize(
    ("copies", "expected"),
    [("all", [1, 1, 1, 1, 1, 1]), ("per_outlet", [0, 1, 0, 1, 1, 1]), ("once", [0, 1, 0, 0, 1, 1])],
)
def test_copies(copies, expected):
    assert weigh_copies(COPIES, copies=copies) == expected


def test_an_article_alone_in_its_cluster_counts():
    assert weigh_copies({"article": ["a", "b"], "outlet": ["X", "X"], "cluster": [-1, -1]}) == [1, 1]
    assert weigh_copies({"article": ["a", "b"], "outlet": ["X", "X"], "cluster": ["", ""]}) == [1, 1]
    assert weigh_copies({"article": ["a", "b"], "outlet": ["X", "X"]}) == [1, 1]
