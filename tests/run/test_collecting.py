"""Collecting from a real server on this machine, which answers slowly, wrongly, with redirects, loops, huge bodies and wrong encodings."""

from __future__ import annotations

import csv
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from framing.errors import FramingError
from framing.io.articles import read_articles
from framing.records import Article
from framing.run.collecting import Collected, Manners, collect

PAGE = """<html><head><title>{title}</title>{head}</head><body><nav>Home</nav><article><h1>{title}</h1><p>{text}</p>
<p>The ministry did not answer questions about the closed road, and the shops stayed open until late in the evening.</p></article></body></html>"""
ENGLISH = "Protesters filled the square in the evening and asked the government to resign at once, witnesses said."
RUSSIAN = "Протестующие вышли вечером на площадь и потребовали немедленной отставки правительства, рассказали очевидцы."
ROBOTS = "User-agent: *\nDisallow: /secret\n"


class Outlet(ThreadingHTTPServer):
    """The server: what was asked of it, and how."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.conditions: list[str] = []
        self.home = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """The answers."""

    server: Outlet
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def answer(self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path
        self.server.asked[path] += 1
        home = self.server.home
        if path == "/robots.txt":
            self.answer(ROBOTS.encode(), "text/plain")
        elif path == "/feed":
            items = "".join(f"<item><title>t</title><link>{home}/{name}</link></item>" for name in ("a", "cyrillic"))
            self.answer(f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode(), "application/rss+xml")
        elif path == "/sitemap.xml":
            self.answer(f"<sitemapindex><sitemap><loc>{home}/pages.xml</loc></sitemap></sitemapindex>".encode(), "text/xml")
        elif path == "/pages.xml":
            self.answer(f"<urlset><url><loc>{home}/a</loc></url><url><loc>{home}/b?x=1&amp;y=2</loc></url></urlset>".encode(), "text/xml")
        elif path in ("/a", "/b?x=1&y=2", "/secret"):
            if condition := self.headers.get("If-None-Match"):
                self.server.conditions.append(condition)
                self.answer(b"", status=304)
            else:
                self.answer(PAGE.format(title=path, text=ENGLISH, head="").encode(), ETag='"one"')
        elif path == "/cyrillic":
            self.answer(PAGE.format(title="На площади", text=RUSSIAN, head='<meta charset="windows-1251">').encode("cp1251"), "text/html")
        elif path == "/wrong":
            self.answer(PAGE.format(title="На площади", text=RUSSIAN, head="").encode("cp1251"), "text/html; charset=utf-8")
        elif path == "/moved":
            self.answer(b"", status=301, Location="/a")
        elif path in ("/loop", "/pool"):
            self.answer(b"", status=302, Location="/pool" if path == "/loop" else "/loop")
        elif path == "/far":
            self.answer(b"", status=302, Location="file:///etc/passwd")
        elif path == "/empty":
            self.answer(b"<html><body></body></html>")
        elif path == "/busy" and self.server.asked[path] == 1:
            self.answer(b"", status=503, Retry_After="7")
        elif path == "/busy":
            self.answer(PAGE.format(title="busy", text=ENGLISH, head="").encode())
        elif path in ("/slow", "/huge"):
            self.drip(slow=path == "/slow")
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"<html>")
            self.close_connection = True
        else:
            self.answer(b"gone", status=404)

    def drip(self, *, slow: bool) -> None:
        """A body without an end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(400):
                self.wfile.write(b"x" * (10 if slow else 100_000))
                if slow:
                    time.sleep(0.05)
        except OSError:
            pass


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    server = Outlet()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def gather(outlet: Outlet, folder: Path, *paths: str, **options: Any) -> Collected:
    manners = Manners(delay=0, patience=options.pop("patience", 5.0), most_bytes=1_000_000)
    return collect([outlet.home + path for path in paths], folder, manners=manners, wait=options.pop("wait", lambda _: None), **options)


def codes(result: Collected) -> list[str]:
    return [problem.code for problem in result.problems]


def test_feed_and_sitemap_lead_to_pages_that_can_be_read(outlet: Outlet, tmp_path: Path) -> None:
    result = gather(outlet, tmp_path, "/feed", "/sitemap.xml")
    assert (result.fetched, result.kept, codes(result)) == (3, 0, [])
    assert outlet.asked["/a"] == 1
    articles = [each for each in read_articles([tmp_path]) if isinstance(each, Article)]
    assert {article.url.removeprefix(outlet.home) for article in articles} == {"/a", "/b?x=1&y=2", "/cyrillic"}
    assert {article.outlet for article in articles} == {"127.0.0.1"}
    assert any(RUSSIAN in article.text for article in articles)


def test_nothing_is_fetched_twice_and_a_stopped_run_goes_on(outlet: Outlet, tmp_path: Path) -> None:
    gather(outlet, tmp_path, "/a")
    with (tmp_path / "collected.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"url": "half')
    result = gather(outlet, tmp_path, "/a", "/moved", "/b?x=1&y=2")
    assert (result.fetched, result.kept) == (1, 2)
    again = gather(outlet, tmp_path, "/a", "/moved", "/b?x=1&y=2")
    assert (again.fetched, again.kept) == (0, 3)
    assert (outlet.asked["/moved"], outlet.asked["/b?x=1&y=2"]) == (1, 1)
    with (tmp_path / "sources.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_refreshing_asks_under_conditions(outlet: Outlet, tmp_path: Path) -> None:
    gather(outlet, tmp_path, "/a")
    result = gather(outlet, tmp_path, "/a", refresh=True)
    assert (result.fetched, result.unchanged) == (0, 1)
    assert outlet.conditions == ['"one"']


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/secret", "robots-disallow"),
        ("/gone", "page-refused"),
        ("/loop", "redirect-loop"),
        ("/far", "address-unknown"),
        ("/empty", "page-without-text"),
        ("/huge", "too-large"),
        ("/cut", "page-unreachable"),
    ],
)
def test_what_fails_is_named_with_its_reason_and_the_rest_goes_on(outlet: Outlet, tmp_path: Path, path: str, code: str) -> None:
    result = gather(outlet, tmp_path, path, "/a")
    assert codes(result) == [code]
    assert result.problems[0].place.file == outlet.home + path
    assert result.fetched == 1
    assert path != "/secret" or outlet.asked["/secret"] == 0


def test_a_page_that_comes_too_slowly(outlet: Outlet, tmp_path: Path) -> None:
    result = gather(outlet, tmp_path, "/slow", patience=1.0)
    assert codes(result) == ["too-slow"]


def test_a_busy_host_is_asked_again_later(outlet: Outlet, tmp_path: Path) -> None:
    waited: list[float] = []
    result = gather(outlet, tmp_path, "/busy", wait=waited.append)
    assert (result.fetched, outlet.asked["/busy"]) == (1, 2)
    assert 7.0 in waited


def test_a_wrong_encoding_is_found_out(outlet: Outlet, tmp_path: Path) -> None:
    gather(outlet, tmp_path, "/wrong")
    articles = [each for each in read_articles([tmp_path]) if isinstance(each, Article)]
    assert RUSSIAN in articles[0].text


def test_a_host_is_asked_at_a_pace(outlet: Outlet, tmp_path: Path) -> None:
    waited: list[float] = []
    collect([f"{outlet.home}/a", f"{outlet.home}/cyrillic"], tmp_path, manners=Manners(delay=3.0, patience=5.0), wait=waited.append)
    assert len(waited) == 2
    assert all(2.0 < seconds <= 3.0 for seconds in waited)


def test_a_redirect_into_a_private_network_is_refused(outlet: Outlet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a public host cannot be had here: its first answer is all that is made up
    from framing.run import collecting

    private = collecting._is_private
    monkeypatch.setattr(collecting, "_is_private", lambda url: "/moved" not in url and private(url))
    assert codes(gather(outlet, tmp_path, "/moved")) == ["address-private"]


def test_a_file_of_addresses_and_what_is_none(outlet: Outlet, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"# two\n{outlet.home}/a\n\n{outlet.home}/a#top\n", encoding="utf-8")
    result = collect([str(tmp_path / "list.txt")], tmp_path / "out", manners=Manners(delay=0), wait=lambda _: None)
    assert (result.fetched, codes(result)) == (1, [])
    with pytest.raises(FramingError, match="address-unknown"):
        collect(["no such file"], tmp_path / "out")
