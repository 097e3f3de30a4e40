"""The sentences behind the numbers: chosen fairly, cut as asked, and harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report.evidence import Corpus, choose_evidence, collect_evidence, one_line, visible, web_link


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("HTTP://example.org", True),
        (" https://example.org/ ", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://x", False),
        ("data:text/html,<script>", False),
        ("//example.org", False),
        ("https://", False),
        ('https://example.org/"onmouseover=alert(1)', False),
        ("https://exa mple.org", False),
        ("http://[bad", False),
        ("", False),
    ],
)
def test_only_links_of_the_web_are_links(url, kept):
    assert bool(web_link(url)) is kept


def test_characters_that_turn_text_are_written_out():
    assert visible("abc\u202edef\u2066") == "abc‹U+202E›def‹U+2066›"
    assert one_line(" a\n\t b\u00a0c ") == "a b c"
    assert visible("ёжик é 👍 қ") == "ёжик é 👍 қ"


def mentions(count, **columns):
    table = {"article": [f"a{n}" for n in range(count)], "start": list(range(count)), "category": ["c"] * count, "voice": ["own"] * count}
    return {**table, **columns}


def test_rare_cells_keep_all_and_common_ones_are_sampled():
    table = mentions(1000, category=["rare"] * 5 + ["common"] * 995)
    chosen = choose_evidence(table, ["X"] * 1000, limit=50)
    assert len(chosen) == 50
    assert set(range(5)) <= set(chosen)
    assert chosen == sorted(chosen)
    assert chosen == choose_evidence(table, ["X"] * 1000, limit=50)


def test_one_more_article_does_not_reshuffle_the_rest():
    before = choose_evidence(mentions(400), ["X"] * 400, limit=100)
    after = choose_evidence(mentions(401), ["X"] * 401, limit=100)
    assert len(set(before) & set(after)) >= 98


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=80), st.integers(1, 60))
def test_no_more_than_the_limit(categories, limit):
    table = mentions(len(categories), category=categories)
    chosen = choose_evidence(table, ["X"] * len(categories), limit=limit)
    assert len(chosen) == min(limit, len(categories))


TEXT = "Zero first. On the square 👍 the so-called terrorists\nstood at dawn. Last."
START = TEXT.index("terrorists")


def corpus(**changes):
    row = {
        "article": "a", "sentence": 2, "start": START, "end": START + 10, "surface": "terrorists", "category": "protesters.terrorists", "voice": "distanced",
        "negated": False, "source": "he", "source_name": "President", "because": ["so-called"], "field": "text", "part": "body", "in_scope": True, **changes,
    }  # fmt: skip
    articles = {
        "article": ["a"],
        "outlet": ["X"],
        "title": ["A title"],
        "text": [TEXT],
        "date": ["2022-01-05T10:00"],
        "url": ["https://example.org/a"],
        "language": ["en"],
    }
    sentence = TEXT.index("On the"), TEXT.index(" Last")
    return Corpus(
        articles,
        {k: [v] for k, v in row.items()},
        {"article": ["a"], "sentence": [2], "start": [sentence[0]], "end": [sentence[1]]},
        "outlet",
    )


def test_a_piece_is_its_sentence():
    found = collect_evidence(corpus(), counted=[True])
    piece = found.pieces[0]
    assert (piece.before, piece.surface, piece.after) == ("On the square 👍 the so-called ", "terrorists", " stood at dawn.")
    assert piece.speaker == "President"
    assert piece.because == ("so-called",)
    source = found.sources[piece.source]
    assert (source.date, source.title, source.url, source.group) == ("2022-01-05", "A title", "https://example.org/a", "X")
    assert found.totals == {("X", "protesters.terrorists", "distanced"): 1}


def test_a_mention_in_the_title():
    found = collect_evidence(corpus(field="title", start=2, end=7, surface="title", sentence=9), counted=[True])
    piece = found.pieces[0]
    assert (piece.before, piece.surface, piece.after) == ("A ", "title", "")


def test_because_may_be_one_text():
    assert collect_evidence(corpus(because="one; two"), counted=[True]).pieces[0].because == ("one", "two")


@pytest.mark.parametrize(("text", "words"), [("full", 14), ("excerpt", 12), ("none", 1)])
def test_text_as_the_study_allows(text, words):
    long = corpus()
    long.articles["text"][0] = TEXT.replace("On the square", "On the square " + "of the very old city " * 12)
    shift = len(long.articles["text"][0]) - len(TEXT)
    for name in ("start", "end"):
        long.mentions[name][0] += shift
    long.sentences["end"][0] += shift
    found = collect_evidence(long, counted=[True], text=text)
    piece = found.pieces[0]
    shown = f"{piece.before}{piece.surface}{piece.after}".split()
    assert len(shown) >= words
    assert piece.surface == "terrorists"
    assert (len(shown) > 60) is (text == "full")
    if text == "none":
        assert (piece.before, piece.after, piece.speaker, found.sources[0].title) == ("", "", "", "")


def test_denied_mentions_are_shown_but_not_counted():
    found = collect_evidence(corpus(negated=True), counted=[False])
    assert found.pieces[0].negated
    assert not found.pieces[0].counted
    assert found.totals == {}
    assert not collect_evidence(corpus(part="boilerplate"), counted=[False]).pieces
    assert not collect_evidence(corpus(negated=True, in_scope=False), counted=[False]).pieces


def test_mentions_of_the_background_are_shown_but_not_counted():
    found = collect_evidence(corpus(part="context"), counted=[False])
    assert [(piece.part, piece.counted) for piece in found.pieces] == [("context", False)]
    assert found.totals == {}
    assert not collect_evidence(corpus(part="context", negated=True), counted=[False]).pieces


def test_a_span_that_does_not_fit_its_sentence_still_shows_its_surroundings():
    found = collect_evidence(corpus(sentence=77), counted=[True])
    assert found.pieces[0].before.endswith("so-called ")
