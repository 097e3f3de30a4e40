"""Web archives, feeds, and exports of news databases, with made-up outlets."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from framing.io.articles import read_articles
from framing.io.outcomes import Noted, Rejected
from framing.records import Article

# the writer of warcio, which makes the samples, leaves its temporary files to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

PAGE = """<html><head><title>{title}</title></head><body><nav>Home News</nav><article><h1>{title}</h1>
<p>{text}</p><p>The ministry did not answer questions about the closed road, and the shops stayed open until late.</p></article></body></html>"""


def read(*paths: Path) -> tuple[list[Article], list[Rejected], list[Noted]]:
    outcomes = list(read_articles(paths))
    return (
        [each for each in outcomes if isinstance(each, Article)],
        [each for each in outcomes if isinstance(each, Rejected)],
        [each for each in outcomes if isinstance(each, Noted)],
    )


def web_archive(records: list[tuple[str, str, str, bytes]], *, packed: bool) -> bytes:
    """A WARC file of answers: address, status, kind, body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, status, kind, body in records:
        heads = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        day = {"WARC-Date": "2022-01-07T10:00:00Z"}
        writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=heads, warc_headers_dict=day))
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_web_archive(tmp_path: Path, packed: bool) -> None:
    text = "Протестующие вышли на площадь и потребовали отставки правительства, сообщили очевидцы."
    page = PAGE.format(title="На площади", text=text)
    records = [
        ("https://tobol.example/a", "200 OK", "text/html; charset=windows-1251", page.encode("cp1251")),
        ("https://tobol.example/b", "404 Not Found", "text/html", b"<html>gone</html>"),
        ("https://tobol.example/c.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://tobol.example/d", "200 OK", "text/html", b"<html><body></body></html>"),
    ]
    path = tmp_path / ("pages.warc.gz" if packed else "pages.warc")
    path.write_bytes(web_archive(records, packed=packed))
    articles, rejects, notes = read(path)
    assert [article.url for article in articles] == ["https://tobol.example/a"]
    assert text in articles[0].text
    assert articles[0].date == "2022-01-07"
    assert [each.problem.code for each in rejects] == ["page-without-text"]
    assert ["2 records are no pages" in each.problem.message for each in notes if each.problem.code == "records-skipped"] == [True]


def test_a_web_archive_that_breaks_off_keeps_what_was_before(tmp_path: Path) -> None:
    page = PAGE.format(title="A", text="Protesters filled the square in the evening and asked the government to resign.").encode()
    whole = web_archive([(f"https://x.example/{number}", "200 OK", "text/html", page) for number in range(3)], packed=True)
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    articles, rejects, _ = read(tmp_path / "cut.warc.gz")
    assert 1 <= len(articles) <= 2
    assert len(rejects) <= 1


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Вольный Тобол</title><language>ru-RU</language>
<item><title>На площади</title><link>https://tobol.example/1</link><guid>t-1</guid><pubDate>Fri, 07 Jan 2022 10:00:00 +0300</pubDate>
<description>Кратко.</description><content:encoded><![CDATA[<p>Люди вышли на площадь.</p><p>Полиция <b>молчит</b>.</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Второе</title><link>https://tobol.example/2</link><description>Только &lt;i&gt;кратко&lt;/i&gt;.</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Dala Courier</title>
<entry><id>d-1</id><title>Square</title><link href="https://dala.example/1"/><updated>2022-01-08T00:00:00Z</updated><summary>People came.</summary></entry></feed>"""


@pytest.mark.parametrize("suffix", [".rss", ".xml"])
def test_feed(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"feed{suffix}").write_text(RSS, encoding="utf-8")
    articles, rejects, _ = read(tmp_path / f"feed{suffix}")
    assert rejects == []
    assert [(article.id, article.date) for article in articles] == [("t-1", "2022-01-07"), ("https://tobol.example/2", "")]
    assert articles[0].text == "Люди вышли на площадь.\nПолиция молчит."
    assert articles[1].text == "Только кратко."
    assert {(article.outlet, article.language) for article in articles} == {("Вольный Тобол", "ru")}


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "feed.atom").write_text(ATOM, encoding="utf-8")
    articles, _, _ = read(tmp_path / "feed.atom")
    assert [(article.id, article.title, article.outlet, article.date) for article in articles] == [("d-1", "Square", "Dala Courier", "2022-01-08")]


def test_what_is_no_feed(tmp_path: Path) -> None:
    (tmp_path / "broken.rss").write_text("<rss><channel>", encoding="utf-8")
    (tmp_path / "settings.xml").write_text("<settings/>", encoding="utf-8")
    articles, rejects, notes = read(tmp_path)
    assert articles == []
    assert [each.problem.code for each in rejects] == ["feed-broken"]
    assert "file-skipped" in [each.problem.code for each in notes]


OLD_NEXIS = """
                               1 of 2 DOCUMENTS


                              The Dala Courier

                           January 7, 2022 Friday

Protesters fill the square

BYLINE: A. Sample

SECTION: NEWS; Pg. 3

LENGTH: 24 words

DATELINE: TARAZ

Protesters filled the square on Friday. Police
opened fire, a witness said.

Calm returned at night.

LOAD-DATE: January 8, 2022

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                      Copyright 2022 The Dala Courier
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                              The Dala Courier

                          January 8, 2022 Saturday

Calm

LENGTH: 3 words

All is calm.

LANGUAGE: ENGLISH
"""
NEW_NEXIS = """Protesters fill the square
The Dala Courier
January 7, 2022 Friday


Copyright 2022 The Dala Courier All Rights Reserved

Section: NEWS; Pg. 3
Length: 24 words
Byline: A. Sample


Body


Protesters filled the square on Friday. Police
opened fire, a witness said.

Calm returned at night.


Classification


Language: ENGLISH
Publication-Type: Newspaper
Load-Date: January 8, 2022


End of Document
"""
FACTIVA = """Protesters fill the square
By A. Sample
24 words
7 January 2022
The Dala Courier
DALCO
English
(c) 2022 The Dala Courier

Protesters filled the square on Friday. Police
opened fire, a witness said.

Calm returned at night.

Document DALCO00020220107ei170001u
"""
CODED_FACTIVA = """SE  News
HD
Protesters fill the square
BY  A. Sample
WC  24 words
PD  7 January 2022
SN  The Dala Courier
SC  DALCO
LA  English
CY  (c) 2022 The Dala Courier
LP
Protesters filled the square on Friday. Police
opened fire, a witness said.
TD
Calm returned at night.
AN
Document DALCO00020220107ei170001u
"""


@pytest.mark.parametrize("layout", [OLD_NEXIS, NEW_NEXIS, FACTIVA, CODED_FACTIVA], ids=["old nexis", "new nexis", "factiva", "factiva with codes"])
def test_exports_of_databases(tmp_path: Path, layout: str) -> None:
    (tmp_path / "export.txt").write_text(layout, encoding="utf-8")
    articles, rejects, _ = read(tmp_path / "export.txt")
    assert rejects == []
    first = articles[0]
    assert (first.title, first.outlet, first.date, first.language) == ("Protesters fill the square", "The Dala Courier", "2022-01-07", "en")
    assert first.text == "Protesters filled the square on Friday. Police opened fire, a witness said.\n\nCalm returned at night."
    assert len(articles) == (2 if layout == OLD_NEXIS else 1)


def test_an_unknown_layout_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = OLD_NEXIS.replace("LENGTH: 3 words\n", "")
    (tmp_path / "export.txt").write_text(broken, encoding="utf-8")
    articles, rejects, _ = read(tmp_path / "export.txt")
    assert len(articles) == 1
    assert [each.problem.code for each in rejects] == ["export-unknown"]
    assert rejects[0].problem.place.line == broken.splitlines().index("                               2 of 2 DOCUMENTS") + 4
    assert "The Dala Courier" in rejects[0].problem.message


def test_a_plain_text_about_documents_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The court saw 3 of 5 DOCUMENTS.\nIt was the end of document no. 7.", encoding="utf-8")
    articles, rejects, _ = read(tmp_path / "a.txt")
    assert (len(articles), rejects) == (1, [])
