"""The report before it is drawn."""

import pytest

from framing.errors import Place, Problem
from framing.report.data import ReportTables, Results, StudyCard, build_report, counted_mentions


def test_groups_and_counts(reports):
    data = reports()
    assert len(data.groups) == 5
    assert data.articles == 80
    assert data.counted <= data.articles
    assert data.dates[0] >= "2022-01-02"
    assert data.units == "outlets"
    assert data.rejected == ("place: x.csv:3 · message: no text",)
    assert data.copies[0].articles >= 2


def test_looking_up_estimates(reports):
    data = reports()
    group = data.groups[0].name
    found = data.of_category("share_of_mentions", group, "protesters.rioters")
    assert (found.group, found.category, found.voice) == (group, "protesters.rioters", "own")
    assert data.of_category("share_of_mentions", "all", "protesters.rioters").grouping == "all"
    assert data.of_category("share_of_mentions", "nobody", "protesters.rioters") is None
    assert data.dimension("weather") is None
    assert {each.grouping for each in data.series("share_by_valence")} == {"outlet/week"}


def test_what_is_counted():
    articles = {"article": ["a", "b"], "counted": [1.0, 0.0]}
    mentions = {
        "article": ["a", "a", "a", "a", "b", "z"], "part": ["body", "context", "headline", "body", "body", "body"],
        "in_scope": [True, True, True, False, True, True], "negated": [False, False, True, False, False, False],
    }  # fmt: skip
    assert counted_mentions(ReportTables(articles, mentions)) == [True, False, False, False, False, False]


def test_evidence_totals_are_the_counts_of_the_estimates(reports):
    data = reports()
    checked = 0
    for (group, category, voice), n in data.evidence.totals.items():
        estimate = data.of_category("share_of_mentions", group, category, voice)
        assert estimate.count == n
        checked += 1
    assert checked > 50


def test_a_text_mode_that_is_none(made_up):
    with pytest.raises(ValueError, match="text is 'some'"):
        build_report(StudyCard("x", text="some"), codebook=made_up.codebook(), tables=made_up.tables(articles=5), results=Results([]))


def test_an_empty_study(made_up):
    columns = {"article": [], "outlet": [], "text": [], "title": []}
    mentions = {name: [] for name in ("article", "sentence", "start", "end", "surface", "category", "voice")}
    problem = Problem(Place("a.csv", 3), "no-text", "neither text nor title")
    data = build_report(
        StudyCard("x"), codebook=made_up.codebook(), tables=ReportTables(columns, mentions), results=Results([]), rejects=[problem]
    )
    assert data.groups == ()
    assert data.rejected == ("a.csv:3: no-text: neither text nor title",)


def test_titles_in_the_language_of_the_report(reports):
    data = reports(language="uk", outlets=2, articles=10)
    assert data.title_of(data.codebook.category("protesters.terrorists")) == "терористи"
    assert data.terms(["protesters.terrorists", "protesters.rioters"]) == "терористи чи погромники"
