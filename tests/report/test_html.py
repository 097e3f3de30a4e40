"""The page: complete, self-contained, harmless, small enough, the same bytes every time."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote

import pytest

from framing.report.charts import CHARTS
from framing.report.html import evidence_address, page_text, render_report


class Reader(HTMLParser):
    """Tags, ids, links and the text of script elements."""

    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.links, self.inside, self.texts = [], [], [], None, {}

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if found.get("href"):
            self.links.append(found["href"])
        self.inside = (tag, found.get("id", ""))

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside] = self.texts.get(self.inside, "") + data


def read(path):
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


@pytest.fixture(scope="module")
def page(site):
    folder, files = site
    return folder, files, read(folder / "index.html")


def test_the_files(page):
    folder, files, _ = page
    assert files == sorted(files)
    assert {path.name for path in files} == {"index.html", *(f"{name}.{suffix}" for name in CHARTS for suffix in ("svg", "png"))}
    assert all(path.stat().st_size > 1000 for path in files)
    assert (folder / "charts" / "naming.png").read_bytes().startswith(b"\x89PNG")


def test_ids_are_unique_and_every_link_is_answered(page):
    folder, _, reader = page
    assert len(reader.ids) == len(set(reader.ids))
    for link in reader.links:
        if link.startswith("#evidence"):
            continue
        if link.startswith("#"):
            assert unquote(link[1:]) in reader.ids, link
        else:
            assert (folder / link).is_file(), link


def test_nothing_comes_from_elsewhere(page):
    _, _, reader = page
    for tag, attrs in reader.tags:
        assert not attrs.get("src"), tag
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], tag
        assert tag not in ("iframe", "object", "embed", "base", "form") or (tag == "form" and attrs.get("method") == "dialog")
        assert tag != "link"
    text = (page[0] / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"@import|url\((?!#)", text)


def test_the_policy_allows_just_our_style_and_script(page):
    folder, _, reader = page
    policy = next(attrs["content"] for tag, attrs in reader.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = (folder / "index.html").read_text(encoding="utf-8")
    for tag in ("style", "script"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_sections_stand_in_order(page):
    _, _, reader = page
    sections = [attrs["id"] for tag, attrs in reader.tags if tag == "section"]
    expected = [
        "finding",
        "comparison",
        "dimension-protesters",
        "dimension-event",
        "dimension-foreign",
        "dimension-response",
        "voices",
        "sources",
        "words",
        "time",
    ]
    assert sections == [*expected, "copies", "validity", "methods", "files"]


def test_every_number_opens_evidence_that_is_there(page, reports):
    data = reports(5, 400)
    _, _, reader = page
    stored = json.loads(reader.texts["script", "evidence-data"])
    opened = [parse_qs(link.partition("?")[2]) for link in reader.links if link.startswith("#evidence?")]
    assert len(opened) > 200
    names = {group.name for group in data.groups}
    for state in opened:
        assert set(state) <= {"outlet", "category", "voice", "source", "text"}
        assert state.get("outlet", ["City Courier"])[0] in names
        for category in state.get("category", [""])[0].split(","):
            assert not category or category in data.codebook.categories
    cells = {
        (stored["groups"][stored["articles"][row[0]][0]], stored["categories"][row[1]], stored["voices"][row[2]]) for row in stored["rows"]
    }
    totals = {(stored["groups"][g], stored["categories"][c], stored["voices"][v]): n for g, c, v, n in stored["totals"]}
    assert set(totals) <= cells, "a cell that was counted has at least one sentence on the page"


def test_tables_have_heads_and_captions(page):
    text = (page[0] / "index.html").read_text(encoding="utf-8")
    tables = re.findall(r"<table>.*?</table>", text, re.DOTALL)
    assert len(tables) > 8
    for table in tables:
        assert "<caption>" in table
        assert 'scope="col"' in table
        assert 'scope="row"' in table


@pytest.mark.slow
def test_small_pages(reports, tmp_path):
    big = reports(40, 1000)
    render_report(big, tmp_path)
    size = (tmp_path / "index.html").stat().st_size
    assert size <= 3_000_000
    assert f"of {big.evidence.total} mentions" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_same_report_is_the_same_bytes(reports, tmp_path):
    data = reports(5, 80, charts=("naming", "words"))
    one, two = render_report(data, tmp_path / "one"), render_report(data, tmp_path / "two")
    assert len(one) == len(two) == 5
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes()


def test_charts_are_picked_and_ordered_by_the_study(reports, tmp_path):
    data = reports(5, 80, charts=("foreign", "naming"))
    files = render_report(data, tmp_path)
    assert {path.stem for path in files} == {"index", "foreign", "naming"}


def test_charts_that_are_already_drawn_are_not_drawn_again(reports, tmp_path, monkeypatch):
    from framing.report.charts import draw_chart

    data = reports(5, 80, charts=("naming", "words"))
    ready = {"naming": draw_chart("naming", data), "words": None}
    monkeypatch.setattr("framing.report.html.draw_chart", lambda *_: pytest.fail("drawn again"))
    assert {path.stem for path in render_report(data, tmp_path, drawn=ready)} == {"index", "naming"}


@pytest.mark.parametrize("language", ["ru", "uk", "bg"])
def test_the_page_in_other_languages(reports, tmp_path, language):
    render_report(reports(5, 80, language=language, charts=("naming", "foreign")), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in text
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", text)
    assert len(titles) > 8
    assert not [title for title in titles if re.search("[A-Za-z]{3}", title)]


def test_hostile_texts_stay_texts(made_up, tmp_path):
    render_report(made_up.hostile(), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    reader = read(tmp_path / "index.html")
    assert [tag for tag, _ in reader.tags].count("script") == 3
    assert not [tag for tag, _ in reader.tags if tag in ("img", "b", "i", "u")]
    assert not [attrs for _, attrs in reader.tags if any(name.startswith("on") for name in attrs)]
    assert "javascript:" not in text
    assert "\u202e" not in text
    assert "49" not in re.search(r"<h1>(.*?)</h1>", text).group(1)
    stored = json.loads(reader.texts["script", "evidence-data"])
    assert all(row[7].startswith("</script>") for row in stored["rows"])
    assert all(article[3] == "" for article in stored["articles"])


def test_no_text_where_the_study_allows_none(made_up, tmp_path):
    tables = made_up.tables(outlets=2, articles=30)
    tables.articles["title"] = ["SECRET TITLE"] * 30
    render_report(made_up.report(tables, card=made_up.StudyCard("x", text="none")), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "SECRET" not in text
    assert "people in the crowd" not in text
    assert "no text of the articles is shown" in text


def test_addresses_keep_letters_and_quote_the_rest():
    assert evidence_address(outlet="Қазақ & Ко = #1", voice="own", text="") == "#evidence?outlet=Қазақ%20%26%20Ко%20%3D%20%231&voice=own"


def test_an_empty_report(made_up, tmp_path):
    from framing.report.data import ReportTables, Results, StudyCard, build_report

    columns = {"article": ["a"], "outlet": [None], "text": ["t"], "title": [""]}
    mentions = {name: [] for name in ("article", "sentence", "start", "end", "surface", "category", "voice")}
    data = build_report(StudyCard("x"), codebook=made_up.codebook(), tables=ReportTables(columns, mentions), results=Results([]))
    assert render_report(data, tmp_path) == [tmp_path / "index.html"]
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Nothing of the codebook is mentioned in the articles that count (1)." in text
    assert page_text(data, []) == text


def test_articles_without_an_outlet_have_their_own_sentences(made_up, tmp_path):
    tables = made_up.tables(outlets=2, articles=60)
    tables.articles["outlet"] = [None if name == "Степной голос" else name for name in tables.articles["outlet"]]
    data = made_up.report(tables, card=made_up.StudyCard("x", charts=("naming", "heatmap")))
    render_report(data, tmp_path)
    reader = read(tmp_path / "index.html")
    stored = json.loads(reader.texts["script", "evidence-data"])
    assert set(stored["groups"]) == {"—", "Алатау таңы"}
    opened = {parse_qs(link.partition("?")[2]).get("outlet", [""])[0] for link in reader.links if link.startswith("#evidence?")}
    assert {"—", "Алатау таңы"} <= opened
