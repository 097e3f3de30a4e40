"""Every chart: the numbers it draws, its words, nothing over anything else, the same bytes every time."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from framing.codebook import load_codebook
from framing.errors import FramingError, Place
from framing.report.charts import CHARTS, chart_names, check_charts, draw_chart, find_chart, plan_chart
from framing.report.charts.sheet import SETTINGS, legible_on, render, shortened, text_width, wrapped
from framing.resources import shipped_folder

SIZES = [(2, 40), (5, 150), pytest.param((40, 1600), marks=pytest.mark.slow)]


def texts(chart):
    """All texts of a figure that can be seen, with their boxes in pixels."""
    with rc_context(SETTINGS):
        canvas = FigureCanvasAgg(chart.figure)
        canvas.draw()
        found = []
        for text in chart.figure.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent(canvas.get_renderer())
                found.append((text.get_text(), box))
        return found, chart.figure.bbox


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_over_another_or_beyond_the_sheet(reports, name, size, language):
    chart = plan_chart(name, reports(*size, language=language))
    if chart is None:
        pytest.skip("nothing to draw")
    found, sheet = texts(chart)
    assert len(found) > 3
    for text, box in found:
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= sheet.x1 + 1, text
        assert box.y1 <= sheet.y1 + 1, text
    for (one, a), (two, b) in combinations(found, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        up = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1.5 or up <= 2.5, (one, two, across, up)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_what_it_shows(reports, name):
    data = reports(5, 400)
    chart = plan_chart(name, data)
    assert chart.name == name
    assert len(chart.title) > 15
    assert "{" not in chart.title + chart.alt + chart.note
    assert chart.alt.startswith(chart.title)
    assert "400 articles" in chart.note or "39" in chart.note
    assert chart.marks
    for mark in chart.marks:
        assert mark.says
        assert mark.low is None or mark.low - 1e-9 <= mark.value <= mark.high + 1e-9


SHARES = {
    "naming": "share_of_mentions",
    "event": "share_of_mentions",
    "foreign": "share_of_mentions",
    "response": "share_of_mentions",
    "heatmap": "share_of_mentions",
}


@pytest.mark.parametrize("name", SHARES)
def test_the_numbers_drawn_are_the_estimates(reports, name):
    data = reports(5, 150)
    chart = plan_chart(name, data)
    for mark in chart.marks:
        estimate = data.of_category(SHARES[name], mark.group, mark.category, mark.voice)
        assert (mark.value, mark.low, mark.high, mark.n, mark.thin) == (
            estimate.value,
            estimate.low,
            estimate.high,
            estimate.total,
            estimate.thin,
        )
    drawn = {(mark.group, mark.category, mark.voice) for mark in chart.marks}
    assert len(drawn) == len(chart.marks)


def test_naming_draws_every_share_and_orders_from_against_to_in_favour(reports):
    data = reports(5, 400)
    chart = plan_chart("naming", data)
    wanted = {
        (each.group, each.category)
        for each in data.estimates
        if each.measure == "share_of_mentions"
        and each.grouping == "outlet"
        and each.target == "protesters"
        and each.voice == "own"
        and each.count
    }
    assert {(mark.group, mark.category) for mark in chart.marks} == wanted
    order = list(dict.fromkeys(mark.group for mark in chart.marks))

    def position(group):
        against, favour = (data.estimate("share_by_valence", group, "protesters", side) for side in ("against", "favour"))
        return against.thin, favour.value - against.value

    assert [position(group) for group in order] == sorted(position(group) for group in order)


def test_voices_add_up(reports):
    data = reports(5, 150)
    sums = {}
    for mark in plan_chart("voices", data).marks:
        sums[mark.category] = sums.get(mark.category, 0) + mark.value
    assert len(sums) == 16
    assert all(total == pytest.approx(1) for total in sums.values())


def test_differences_are_the_surest_and_none_is_thin(reports):
    data = reports(5, 400)
    chart = plan_chart("differences", data)
    known = {
        (each.group, each.category): each for each in data.differences if each.other == "rest" and each.voice == "own" and not each.thin
    }
    shown = [known[mark.group, mark.category] for mark in chart.marks]
    assert len(shown) == min(24, len(known))
    worst = max(each.q for each in shown)
    assert sum(each.q < worst for each in known.values()) <= 24


def test_timeline_and_words(reports):
    data = reports(5, 400)
    times = plan_chart("timeline", data)
    assert {mark.group for mark in times.marks} == {group.name for group in data.groups}
    assert all(mark.category == "protesters.terrorists,protesters.rioters" for mark in times.marks)
    words = plan_chart("words", data)
    assert all(mark.text for mark in words.marks)


def test_positions_leave_out_who_says_too_little(reports):
    data = reports(5, 400)
    chart = plan_chart("positions", data)
    for mark in chart.marks:
        assert not data.estimate("stance", mark.group, "protesters").thin
        assert not data.estimate("stance", mark.group, "foreign_forces").thin


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_chart_is_the_same_bytes(reports, name):
    data = reports(5, 150)
    one, two = draw_chart(name, data), draw_chart(name, data)
    if one is None:
        pytest.skip("nothing to draw")
    assert one.svg == two.svg
    assert one.png == two.png
    assert "<dc:date>" not in one.svg
    assert not re.search(r"20\d\d-\d\d-\d\dT\d\d:", one.svg)
    assert b"Software" not in one.png
    assert render(plan_chart(name, data)) == one


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_drawn_with_letters_of_every_language(reports, name):
    drawn = draw_chart(name, reports(5, 150, language="uk"))
    if drawn is None:
        pytest.skip("nothing to draw")
    # every letter is drawn as a shape: no font is asked for where the chart is seen
    assert "<text" not in drawn.svg
    assert "font-family" not in drawn.svg


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_to_draw(made_up, name):
    from framing.report.data import ReportTables, Results, StudyCard, build_report

    columns = {"article": ["a"], "outlet": ["X"], "text": ["t"], "title": [""]}
    mentions = {each: [] for each in ("article", "sentence", "start", "end", "surface", "category", "voice")}
    data = build_report(StudyCard("x"), codebook=made_up.codebook(), tables=ReportTables(columns, mentions), results=Results([]))
    assert draw_chart(name, data) is None


@pytest.mark.slow
def test_hostile_names_are_drawn_as_they_are(made_up):
    tables = made_up.tables(outlets=3, articles=60)
    hostile = ["<script>alert(1)</script>", "$\\frac{1}{2}$ --> x", "abc\u202edef \U0001f600 新聞"]
    names = dict(zip(sorted(set(tables.articles["outlet"])), hostile, strict=True))
    tables.articles["outlet"] = [names[each] for each in tables.articles["outlet"]]
    data = made_up.report(tables)
    for name in CHARTS:
        drawn = draw_chart(name, data)
        if drawn is not None:
            assert "<script" not in drawn.svg
            assert "\u202e" not in drawn.svg


def test_names_of_charts():
    assert chart_names()[: len(CHARTS)] == CHARTS
    assert check_charts(("naming", "words"), Place("s.yaml", 3)) == []
    problem = check_charts(("namming",), Place("s.yaml", 3))[0]
    assert str(problem) == "s.yaml:3: unknown-chart: no chart 'namming' (did you mean naming?)"
    with pytest.raises(FramingError):
        find_chart("namming")


def test_the_chart_of_the_documentation_draws(reports):
    page = (Path(__file__).parents[3] / "docs" / "new-chart.md").read_text(encoding="utf-8")
    space = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL).group(1), space)
    data = reports(5, 150)
    chart = space["draw_sizes"](data)
    assert len(chart.figure.axes[0].patches) == len(data.groups)
    assert render(chart).title == chart.title


def test_every_dimension_of_any_codebook_has_a_chart():
    book = load_codebook(shipped_folder("configs") / "codebooks" / "responsibility.yaml")
    names = chart_names(book)
    assert {"cause", "account"} <= set(names)
    assert len(set(names)) == len(names)
    assert check_charts(("cause",), Place("s.yaml", 3), book) == []
    assert check_charts(("cause",), Place("s.yaml", 3))
    assert callable(find_chart("cause", book))


def test_a_chart_of_another_package(monkeypatch, reports):
    class Point:
        name = "mine"

        @staticmethod
        def load():
            return lambda data: None

    monkeypatch.setattr("framing.report.charts.entry_points", lambda group: [Point] if group == "framing.charts" else [])
    assert chart_names()[-1] == "mine"
    assert draw_chart("mine", reports()) is None


def test_texts_are_cut_and_wrapped_to_fit():
    long = "Қазақстан тәуелсіз газеті және оның қосымшалары"
    cut = shortened(long, 1.5)
    assert cut.endswith("…")
    assert text_width(cut, 9.0) <= 1.5
    assert shortened("short", 1.5) == "short"
    lines = wrapped(long, 1.5, 9.0)
    assert " ".join(lines) == long
    assert all(text_width(line, 9.0) <= 1.5 for line in lines)


@pytest.mark.parametrize(
    ("colour", "ink"), [("#8f2d0c", "#fffffe"), ("#d9d4c7", "#111112"), ("#e08a3c", "#111112"), ("#1f5a94", "#fffffe")]
)
def test_numbers_in_bars_can_be_read(colour, ink):
    assert legible_on(colour) == ink
