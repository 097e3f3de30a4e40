"""The finding, the methods paragraph, and numbers in words."""

from dataclasses import replace

import pytest

from framing.records import Estimate
from framing.report.data import Results, StudyCard, build_report
from framing.report.finding import find_finding
from framing.report.methods import methods_paragraph
from framing.report.view import page_view
from framing.report.wording import percent, range_of, share_with_range, signed, source_line


def finding_sentences(data):
    return [finding.text for finding in find_finding(data)]


def estimate(value, low, high, **other):
    return Estimate("m", "g", "X", "d", "c", "own", 1, 2, 3, value, low, high, **other)


def test_numbers():
    assert percent(0.125) == "12%"
    assert percent(1.0) == "100%"
    assert range_of(estimate(0.4, 0.294, 0.481)) == "[29–48]"
    assert share_with_range(estimate(0.4, 0.294, 0.481)) == "40% [29–48]"
    assert signed(-0.5) == "−0.50"
    assert signed(0.5) == "+0.50"


def corpus(made_up, habits, articles=30):
    """A report of outlets that always say the same: habits are lists of (category, voice)."""
    columns = {name: [] for name in ("article", "outlet", "title", "text", "date", "language", "url")}
    mentions = {name: [] for name in ("article", "sentence", "start", "end", "surface", "category", "voice", "source_name")}
    for outlet, habit in habits.items():
        for number in range(articles):
            name = f"{outlet}-{number}"
            for key, value in zip(columns, (name, outlet, "", "word " * 9, "2022-01-05", "en", ""), strict=True):
                columns[key].append(value)
            for category, voice in habit:
                for key, value in zip(mentions, (name, 1, 0, 4, "word", category, voice, "he"), strict=True):
                    mentions[key].append(value)
    return made_up.report(made_up.ReportTables(columns, mentions))


HARD, SOFT = (
    [("protesters.terrorists", "own"), ("protesters.rioters", "own")],
    [("protesters.citizens", "own"), ("protesters.terrorists", "quoted")],
)


def test_a_clear_finding_has_names_and_numbers(made_up):
    first, second = finding_sentences(corpus(made_up, {"Loyal": HARD, "Critical": SOFT}))
    assert first.startswith("In its own words Loyal calls those in the streets terrorists or rioters in 100% [")
    assert "Critical in 0% [0–" in first
    assert second.startswith("Of 60 mentions of “terrorists”, 50% [")
    assert "50% stand in the mouth of others, 0% in scare quotes" in second


def test_no_difference_is_called_none(made_up):
    first, _ = finding_sentences(corpus(made_up, {"One": HARD + SOFT, "Two": SOFT + HARD}))
    assert "do not clearly differ" in first


def test_another_dimension_comes_in_where_those_in_the_streets_are_named_alike(made_up):
    data = corpus(made_up, {"One": [*HARD, ("event.riot", "own")], "Two": [*HARD, ("event.protest", "own")]})
    first, _ = finding_sentences(data)
    assert first.startswith("In naming those in the streets the outlets do not clearly differ, but in “What is happening” they do: One says")
    assert [opener.name for opener in find_finding(data)[0].opens] == ["One", "Two"]
    assert find_finding(data)[0].opens[0].category == "event.terrorism,event.riot"


def test_one_article_an_outlet_says_little(made_up):
    data = corpus(made_up, {"One": HARD, "Two": SOFT, "Three": SOFT}, articles=1)
    assert "too little to compare" in finding_sentences(data)[0]
    section = page_view(data, [], data.evidence)[0]
    assert section.warning.startswith("3 of 3 outlets have fewer than 5 articles")


def test_nothing_found(made_up):
    data = corpus(made_up, {"One": [], "Two": []})
    assert finding_sentences(data) == ["Nothing of the codebook is mentioned in the articles that count (60)."]


def test_a_codebook_without_sides(made_up, tmp_path):
    from framing.codebook import load_codebook
    from framing.report.data import ReportTables

    path = tmp_path / "book.yaml"
    path.write_text(
        "name: weather\ndimensions:\n  sky:\n    title: The sky\n    categories:\n      sun: {title: sun}\n      rain: {title: rain}\n",
        encoding="utf-8",
    )
    book = load_codebook(path)
    columns = {"article": ["a"], "outlet": ["X"], "title": [""], "text": ["sun"]}
    mentions = {"article": ["a"], "sentence": [1], "start": [0], "end": [3], "surface": ["sun"], "category": ["sky.sun"], "voice": ["own"]}
    share = Estimate("share_of_mentions", "outlet", "X", "sky", "sky.sun", "own", 1, 1, 1, 1.0, 0.0, 1.0, thin=True)
    data = build_report(StudyCard("x"), codebook=book, tables=ReportTables(columns, mentions), results=Results([share]))
    assert finding_sentences(data)[0].startswith("The sky: the codebook gives no categories against")


def test_the_methods_paragraph(reports):
    text = methods_paragraph(reports(5, 80))
    for part in (
        "80 articles of 5 outlets",
        "2022-01-",
        "“protest” (16 categories",
        "Agreement with people: lexicon (ru) f1 0.80, n = 120",
        "Wilson",
        "not corrected",
        "0.1.0",
    ):
        assert part in text


def test_uncorrected_shares_are_called_so(reports):
    data = reports(5, 80)
    validity = next(section for section in page_view(data, [], data.evidence) if section.id == "validity")
    assert validity.paragraphs[0].startswith("The shares are not corrected")
    corrected = replace(
        data, estimates=tuple(replace(each, corrected=0.5) for each in data.estimates), validity=replace(data.validity, coded=40)
    )
    validity = next(section for section in page_view(corrected, [], data.evidence) if section.id == "validity")
    assert "40 human-coded articles" in validity.paragraphs[0]
    assert "prediction-powered" in methods_paragraph(corrected)


@pytest.mark.parametrize(("copies", "words"), [("per_outlet", "once in each outlet"), ("once", "once overall"), ("all", "Every copy")])
def test_copies_are_told(reports, copies, words):
    data = reports(5, 80, copies=copies)
    section = next(section for section in page_view(data, [], data.evidence) if section.id == "copies")
    assert words in section.paragraphs[0]


def test_the_confidence_of_the_intervals_is_told(reports):
    data = reports(5, 80)
    assert "Lines are 95% intervals" in source_line(data)
    other = replace(data, card=replace(data.card, level=0.9))
    assert "Lines are 90% intervals" in source_line(other)
    assert "90% intervals are Wilson" in methods_paragraph(other)
