"""Articles from the web into a corpus folder: politely, resumably, and never the same page twice."""

from __future__ import annotations

import csv
import ipaddress
import json
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

from framing import __version__
from framing.errors import FramingError, Place, Problem
from framing.io.building import host_of
from framing.io.outcomes import Limits
from framing.io.outputs import json_line
from framing.io.tables import beside
from framing.io.textfiles import decode_page, extract_page, fault_of_page
from framing.resources import text_digest

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_STATE, _PAGES, _TABLE = "collected.jsonl", "pages", "sources.csv"
_COLUMNS = ("file", "outlet", "date", "language", "url", "title")
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_CHUNK = 1 << 16
_LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE)
_MOST_SITEMAPS = 200


@dataclass(frozen=True)
class Manners:
    """How pages are asked for: seconds between two requests to a host, patience in seconds, the largest page, tries when a host is busy."""

    agent: str = f"framing/{__version__} (media research)"
    delay: float = 2.0
    patience: float = 30.0
    most_bytes: int = 10_000_000
    redirects: int = 5
    tries: int = 3
    robots: bool = True


@dataclass
class Collected:
    """What collecting did: pages fetched now, kept from before, unchanged on the server, and a problem for each address that failed."""

    fetched: int = 0
    kept: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def summary(self) -> str:
        """One line for people."""
        counts = f"{self.fetched} pages fetched, {self.kept} there already, {self.unchanged} unchanged"
        return f"{counts}, {len(self.problems)} not collected"


class _RefusedError(Exception):
    """An address that was not collected: code, reason, and what to do."""

    def __init__(self, code: str, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.code, self.reason, self.hint = code, reason, hint


@dataclass(frozen=True)
class _Answer:
    """What a server gave: the last address, status, headers, body."""

    url: str
    status: int
    headers: Any
    body: bytes


def collect(
    inputs: Sequence[str],
    folder: Path,
    *,
    manners: Manners | None = None,
    refresh: bool = False,
    told: Callable[[str], None] | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> Collected:
    """What was collected into `folder`: pages, and `sources.csv`, which names them for `framing run`.

    An input is an address (of a page, a feed or a sitemap) or a file with an address a line. An address that was collected before is
    asked for again only with `refresh`, and then under the condition that it has changed.
    Raises FramingError for an input that is neither, or where a library is missing.
    """
    addresses = list(_addresses(inputs))
    collector = _Collector(folder, manners or Manners(), refresh=refresh, wait=wait)
    for address in addresses:
        collector.take(address)
        if told is not None:
            told(address)
    collector.write_table()
    return collector.result


def _addresses(inputs: Sequence[str]) -> Iterator[str]:
    """The addresses that the inputs name."""
    for given in inputs:
        if given.startswith(("http://", "https://")):
            yield given
            continue
        try:
            lines = Path(given).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            message = "neither an address (http, https) nor a file of addresses"
            raise FramingError(Problem(Place(given), "address-unknown", message, "check the spelling")) from None
        yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))


class _Collector:
    """One run: what is known of every address, and how politely hosts are asked."""

    def __init__(self, folder: Path, manners: Manners, *, refresh: bool, wait: Callable[[float], None]) -> None:
        self.folder, self.manners, self.refresh, self.wait = folder, manners, refresh, wait
        self.result = Collected()
        self._asked: dict[str, float] = {}
        self._robots: dict[str, Any] = {}
        self._seen: set[str] = set()
        (folder / _PAGES).mkdir(parents=True, exist_ok=True)
        self.known = {row["url"]: row for row in self._read_state()}
        self._pool = _pool()

    def take(self, address: str, *, depth: int = 0) -> None:
        """Collects one address, and what it leads to where it is a feed or a sitemap."""
        address = urldefrag(address)[0]
        if address in self._seen:
            return
        self._seen.add(address)
        before = self.known.get(address)
        if before is not None and not self.refresh:
            self.result.kept += 1
            return
        try:
            self._fetch_one(address, before, depth)
        except _RefusedError as error:
            self.result.problems.append(Problem(Place(address), error.code, error.reason, error.hint))

    def _fetch_one(self, address: str, before: dict[str, Any] | None, depth: int) -> None:
        """Asks for one address and keeps what comes."""
        answer = self._ask(address, before)
        if answer.status == 304 and before is not None:
            self.result.unchanged += 1
            return
        if answer.status != 200:
            raise _RefusedError("page-refused", f"the server answered {answer.status}", "try it in a browser")
        listed = _listed(answer)
        if listed is not None:
            if depth > 1 or len(listed) == 0:
                raise _RefusedError("list-empty", "a feed or sitemap that leads to no page", "check the address")
            for each in listed:
                self.take(urljoin(answer.url, each), depth=depth + 1)
            return
        self._keep(address, answer)

    def _keep(self, address: str, answer: _Answer) -> None:
        """Writes the page and what is known of it."""
        page = decode_page(answer.body, answer.headers.get("Content-Type", ""))
        if page is None or fault_of_page(page, Limits()):
            raise _RefusedError("not-text", "no page in an encoding that is known", "save it by hand")
        found = extract_page(page)
        if found is None:
            raise _RefusedError("page-without-text", "no main text was found in the page", "save the article as text")
        same = next((row for url, row in self.known.items() if row.get("final") == answer.url and url != address and row.get("file")), None)
        if same is not None and answer.url != address:
            # another address of a page that is there: known, and no article of its own
            self._remember({"url": address, "final": answer.url, "file": ""})
            self.result.kept += 1
            return
        name = f"{_PAGES}/{text_digest(address)}.html"
        with beside(self.folder / name) as path:
            # the mark at its head goes before what the page says of its encoding
            path.write_text(page, encoding="utf-8-sig", newline="")
        row = {
            "url": address,
            "final": answer.url,
            "file": name,
            "etag": answer.headers.get("ETag", ""),
            "modified": answer.headers.get("Last-Modified", ""),
            "outlet": host_of(answer.url),
            "date": found.get("date", ""),
            "title": found.get("title", ""),
        }
        self._remember(row)
        self.result.fetched += 1

    def _remember(self, row: dict[str, Any]) -> None:
        self.known[row["url"]] = row
        with (self.folder / _STATE).open("a", encoding="utf-8") as file:
            file.write(json_line(row))

    def _read_state(self) -> Iterator[dict[str, Any]]:
        """What earlier runs remembered; a line that a killed run left half written is cut off."""
        path = self.folder / _STATE
        if not path.is_file():
            return
        text = path.read_text(encoding="utf-8", errors="replace")
        if not text.endswith("\n"):
            text = text[: text.rfind("\n") + 1]
            path.write_text(text, encoding="utf-8", newline="")
        for line in text.splitlines():
            with suppress(ValueError, KeyError, TypeError):
                yield json.loads(line)

    def _ask(self, address: str, before: dict[str, Any] | None) -> _Answer:
        """The answer to an address, redirects followed, never from a public host into a private network."""
        conditions = {"If-None-Match": (before or {}).get("etag"), "If-Modified-Since": (before or {}).get("modified")}
        headers = {name: value for name, value in conditions.items() if value}
        private = _is_private(address)
        url, passed = address, [address]
        while True:
            self._allowed(url, private=private)
            answer = self._once(url, headers)
            if answer.status not in _REDIRECTS or not answer.headers.get("Location"):
                return answer
            url = urldefrag(urljoin(url, answer.headers["Location"]))[0]
            if url in passed:
                raise _RefusedError("redirect-loop", f"redirects lead in a circle: {url}", "check the address")
            passed.append(url)
            if len(passed) > self.manners.redirects + 1:
                raise _RefusedError("redirect-loop", f"more than {self.manners.redirects} redirects", "check the address")

    def _allowed(self, url: str, *, private: bool) -> None:
        """Raises _RefusedError where we may not go: another scheme, a private network, robots.txt."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _RefusedError("address-unknown", f"no address of the web: {url[:120]}", "http or https")
        if not private and _is_private(url):
            raise _RefusedError("address-private", f"leads into a private network: {parts.hostname}", "give the private address itself")
        if not self.manners.robots:
            return
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._rules(host)
        if not self._robots[host].can_fetch(url, self.manners.agent):
            raise _RefusedError("robots-disallow", "robots.txt asks not to fetch it", "ask the outlet for leave")

    def _rules(self, host: str) -> Any:
        """The rules of a host; none where it has no robots.txt, and nothing allowed where it cannot be asked (RFC 9309)."""
        from protego import Protego

        try:
            answer = self._once(f"{host}/robots.txt", {})
        except _RefusedError:
            return Protego.parse("User-agent: *\nDisallow: /")
        if answer.status >= 500:
            return Protego.parse("User-agent: *\nDisallow: /")
        return Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")

    def _once(self, url: str, headers: dict[str, str]) -> _Answer:
        """One request, again after a while where the host is busy."""
        for turn in range(1, self.manners.tries + 1):
            self._pause(url)
            answer = self._request(url, headers)
            if answer.status not in _BUSY or turn == self.manners.tries:
                return answer
            later = answer.headers.get("Retry-After", "")
            self.wait(min(float(later) if later.isdigit() else self.manners.delay * 2**turn, 120.0))
        raise AssertionError

    def _pause(self, url: str) -> None:
        """Waits until the host may be asked again."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        rules = self._robots.get(host)
        asked_for = rules.crawl_delay(self.manners.agent) if rules is not None else None
        delay = max(self.manners.delay, float(asked_for or 0))
        ready = self._asked.get(host, 0.0) + delay
        if (left := ready - time.monotonic()) > 0:
            self.wait(left)
        self._asked[host] = time.monotonic()

    def _request(self, url: str, headers: dict[str, str]) -> _Answer:
        """The answer to one request, under limits of time and size."""
        from urllib3.exceptions import HTTPError

        end = time.monotonic() + self.manners.patience
        try:
            response: BaseHTTPResponse = self._pool.request(
                "GET",
                url,
                headers={"User-Agent": self.manners.agent, "Accept-Encoding": "gzip, deflate", **headers},
                timeout=self.manners.patience,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                body = bytearray()
                # what has come, and not a whole chunk: a server that drips must not hold us
                while chunk := response.read1(_CHUNK, decode_content=True):
                    body += chunk
                    if len(body) > self.manners.most_bytes:
                        raise _RefusedError("too-large", f"more than {self.manners.most_bytes:,} bytes", "save it by hand")
                    if time.monotonic() > end:
                        raise _RefusedError("too-slow", f"not there within {self.manners.patience:g} s", "try again later")
            finally:
                # the rest of a body that is too large or too slow is not waited for
                response.close()
        except (HTTPError, OSError, ValueError) as error:
            raise _RefusedError("page-unreachable", f"{type(error).__name__}: {str(error)[:120]}", "check the address") from None
        return _Answer(url, response.status, response.headers, bytes(body))

    def write_table(self) -> None:
        """Writes the sources table: one line for every page, in the order of the addresses."""
        rows = [row for _, row in sorted(self.known.items()) if row.get("file")]
        with beside(self.folder / _TABLE) as path, path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(_COLUMNS)
            table.writerows([row["file"], row["outlet"], row["date"], "", row["final"], row["title"]] for row in rows)


def _listed(answer: _Answer) -> list[str] | None:
    """The addresses that a feed or sitemap lists; None for any other page."""
    head = answer.body[:2_000].lstrip().lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        found = [each.decode("utf-8", "replace").replace("&amp;", "&") for each in _LOCATION.findall(answer.body)]
        return found[:_MOST_SITEMAPS] if b"<sitemapindex" in head else found
    if not head.startswith((b"<?xml", b"<rss", b"<feed")) or not (b"<rss" in head or b"<feed" in head or b"<rdf" in head):
        return None
    import feedparser

    return [str(entry["link"]) for entry in feedparser.parse(answer.body).entries if entry.get("link")]


def _is_private(url: str) -> bool:
    """Whether a host is one of this machine or of a private network. A name that cannot be resolved is none."""
    host = urlsplit(url).hostname or ""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(each).partition("%")[0]).is_global for each in found)


def _pool() -> PoolManager:
    """The connections; FramingError where the libraries of the extra are missing."""
    try:
        import feedparser  # noqa: F401
        import protego  # noqa: F401
    except ImportError as error:
        hint = 'install it: pip install "media-framing[collect]"'
        raise FramingError(Problem(Place("framing collect"), "reader-missing", f"{error.name} is not installed", hint)) from None
    import urllib3

    return urllib3.PoolManager(num_pools=20, maxsize=1)

