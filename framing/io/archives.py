"""Web archives (WARC) and feeds (RSS, Atom): many pages or entries in one file, each an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.io.outcomes import Limits, Noted, Rejected, Row, noted, rejected
from framing.io.places import Item
from framing.io.textfiles import decode_page, extract_page, fault_of_page

_PAGES = ("text/html", "application/xhtml+xml")
_MISSING = 'install what reads it: pip install "media-framing[archives]"'
_FEED_BYTES = 20_000_000


def read_web_archive(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The pages of a WARC file: every answer 200 with HTML, with the address and day of its record; how many others there are is noted."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield rejected(item.shown, 0, "reader-missing", "web archives need the library warcio", _MISSING)
        return
    others = 0
    number = 0
    # packed record by record, so that what stands before a break can be read; warcio unpacks, and of a record no more than a page is read
    with item.store.open(item.name) as stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response":
                    others += record.rec_type not in ("warcinfo", "request", "metadata")
                    continue
                number += 1
                heads = record.http_headers
                kind = (heads.get_header("Content-Type") or "") if heads is not None else ""
                if heads is None or heads.get_statuscode() != "200" or not kind.lower().startswith(_PAGES):
                    others += 1
                    continue
                yield _archived_page(item, record, kind, number, limits)
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            message = f"the archive breaks off after {number} answers: {str(error)[:120]}"
            yield rejected(item.shown, 0, "archive-broken", message, "download it again; what was before is read")
    if others:
        message = f"{others} records are no pages that were found (pictures, redirects, errors), and are not read"
        yield noted(item.shown, 0, "records-skipped", message)


def _archived_page(item: Item, record: Any, kind: str, number: int, limits: Limits) -> Row | Rejected:
    """The article of one record, or why there is none."""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = address or f"{item.stem}-{number}"
    data = record.content_stream().read(4 * limits.page_characters + 4)
    page = decode_page(data, kind)
    if page is None:
        return rejected(item.shown, 0, "not-text", f"{name}: not text in any encoding that is known", "leave the record out", article=name)
    if len(page) > limits.page_characters or fault_of_page(page, limits):
        return rejected(item.shown, 0, "page-too-deep", f"{name}: a page too long or too deep", "leave the record out", article=name)
    columns = extract_page(page)
    if columns is None:
        return rejected(item.shown, 0, "page-without-text", f"{name}: no main text was found", "leave the record out", article=name)
    day = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    return Row({"date": day, **columns, "url": address or columns.get("url", "")}, number=number)


def read_feed(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The entries of an RSS or Atom file: title, text (the whole content where the feed has it, else its summary), address and date."""
    try:
        import feedparser  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        yield rejected(item.shown, 0, "reader-missing", "feeds need the library feedparser", _MISSING)
        return
    with item.open(limits) as stream:
        data = stream.read(_FEED_BYTES + 1)
    if len(data) > _FEED_BYTES:
        yield rejected(item.shown, 0, "too-large", f"a feed of more than {_FEED_BYTES:,} bytes", "split the file")
        return
    feed = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries and item.suffix == ".xml":
        yield noted(item.shown, 0, "file-skipped", "an XML file that is no feed is no article", "save the article as text or HTML")
        return
    if not feed.entries:
        yield rejected(item.shown, 0, "feed-broken", "no entry of an RSS or Atom feed was found", "check that it is a whole feed")
        return
    outlet = str(feed.feed.get("title") or "")
    language = str(feed.feed.get("language") or "")
    for number, entry in enumerate(feed.entries, start=1):
        yield Row(_entry(entry, outlet, language), number=number)


def _entry(entry: Any, outlet: str, language: str) -> dict[str, str]:
    """The columns of one entry."""
    contents = [str(each.get("value") or "") for each in entry.get("content") or ()]
    markup = max([*contents, str(entry.get("summary") or "")], key=len)
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    named = {
        "id": str(entry.get("id") or entry.get("link") or ""),
        "title": plain_text(str(entry.get("title") or "")),
        "text": plain_text(markup),
        "url": str(entry.get("link") or ""),
        "date": "{:04d}-{:02d}-{:02d}".format(*moment[:3]) if moment else str(entry.get("published") or ""),
        "outlet": outlet,
        "language": language,
    }
    return {name: value for name, value in named.items() if value}


def plain_text(markup: str) -> str:
    """The text of a piece of HTML, its paragraphs on lines of their own."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import html
    from lxml.etree import ParserError, XMLSyntaxError

    try:
        root = html.fromstring(f"<div>{markup}</div>")
    except (ParserError, XMLSyntaxError, ValueError):
        return re.sub(r"<[^<>]*>", " ", markup).strip()
    for element in root.iter("br", "p", "div", "li", "blockquote", "h1", "h2", "h3", "h4"):
        element.tail = "\n" + (element.tail or "")
    for element in root.xpath(".//script | .//style"):
        element.drop_tree()
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)
