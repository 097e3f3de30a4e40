"""One file that is one article: plain text and Markdown as they are, web pages by their main text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from framing.io.encodings import Encoding, decode
from framing.io.exports import is_export, read_export
from framing.io.outcomes import Limits, Noted, Rejected, Row, noted, rejected
from framing.io.places import Item

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)
_FRONT_LINE = re.compile(r"([^\s:#][^:\n]*):[ \t]*(.*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# tags without an end, and those whose end pages leave out
_UNCLOSED = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
        *("p", "li", "td", "tr", "th", "option", "dt", "dd"),
    )
)


def read_text_file(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The article of a .txt or .md file; a block of metadata at the head of Markdown gives its columns.

    A text that is an export of Nexis or Factiva holds many articles.
    """
    # an export of many articles may be longer than one
    read = _read(item, limits, limits.line_characters if item.suffix == ".txt" else limits.article_characters)
    if isinstance(read, Rejected):
        yield read
        return
    text, encoding = read
    yield from note_encoding(item.shown, encoding)
    columns: dict[str, str] = {}
    front = _FRONT_MATTER.match(text) if item.suffix in (".md", ".markdown") else None
    if front:
        lines = (_FRONT_LINE.match(line) for line in front[1].splitlines())
        columns = {found[1].strip(): found[2].strip().strip("\"'") for found in lines if found}
        text = text[front.end() :]
    if item.suffix == ".txt" and is_export(text):
        yield from read_export(text, item.shown)
    elif len(text) > limits.article_characters:
        yield _too_long(item, limits.article_characters)
    else:
        yield Row({**columns, "text": text})


def read_web_page(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The article of a saved web page: main text, title, date and site as trafilatura finds them."""
    read = _read(item, limits, limits.page_characters)
    if isinstance(read, Rejected):
        yield read
        return
    page, encoding = read
    if (fault := fault_of_page(page, limits)) is not None:
        yield rejected(item.shown, 0, "page-too-deep", fault, "save the page as text", article=item.stem)
        return
    yield from note_encoding(item.shown, encoding)
    columns = extract_page(page)
    if columns is None:
        yield rejected(
            item.shown, 0, "page-without-text", "no main text was found in the page", "save the article as text", article=item.stem
        )
        return
    yield Row(columns)


def extract_page(page: str) -> dict[str, str] | None:
    """Text and metadata of a page, None where it has no main text."""
    import trafilatura

    document = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True, deduplicate=False)
    found: Mapping[str, Any] = document.as_dict() if document is not None and not isinstance(document, dict) else document or {}
    text = str(found.get("text") or "")
    title = str(found.get("title") or "")
    if not text and not title:
        return None
    outlet = str(found.get("sitename") or found.get("hostname") or "")
    named = {"text": text, "title": title, "outlet": outlet, "date": str(found.get("date") or ""), "url": str(found.get("url") or "")}
    return {name: value for name, value in named.items() if value}


def note_encoding(shown: str, encoding: Encoding) -> Iterator[Noted]:
    """A note where the encoding was guessed."""
    if encoding.guessed:
        yield noted(
            shown, 0, "encoding-guessed", f"not Unicode: read as {encoding.name}", "save the file as UTF-8 if the letters are wrong"
        )


def _read(item: Item, limits: Limits, most: int) -> tuple[str, Encoding] | Rejected:
    """The decoded file, or why not."""
    with item.open(limits) as stream:
        data = stream.read(4 * most + 4)
    decoded = _as_declared(data) or decode(data)
    if decoded is None:
        return rejected(
            item.shown, 0, "not-text", "not text in any encoding that is known", "save the file as UTF-8 text", article=item.stem
        )
    return _too_long(item, most) if len(decoded[0]) > most else decoded


def _too_long(item: Item, most: int) -> Rejected:
    """The rejection of a file that is too long for one article."""
    return rejected(item.shown, 0, "article-too-long", f"more than {most:,} characters in one article", "split the file", article=item.stem)


def decode_page(data: bytes, content_type: str = "") -> str | None:
    """A page from the web as text: in the encoding that its header or the page itself names where that fits, else as its bytes tell."""
    declared = _CHARSET.search(content_type.encode("latin-1", "replace"))
    if declared is not None:
        try:
            return data.decode(declared[1].decode("ascii", "replace"))
        except (LookupError, UnicodeError, ValueError):
            pass
    found = _as_declared(data) or decode(data)
    return None if found is None else found[0]


def _as_declared(data: bytes) -> tuple[str, Encoding] | None:
    """The text in the encoding that a page declares, where it is one and the bytes fit."""
    found = _CHARSET.search(data, 0, 4_096) if data.lstrip()[:1] == b"<" else None
    if found is None:
        return None
    name = found[1].decode("ascii", "replace").lower()
    try:
        return None if name in ("utf-8", "utf8") or name.startswith("utf-16") else (data.decode(name), Encoding(name))
    except (LookupError, UnicodeError, ValueError):
        return None


def fault_of_page(page: str, limits: Limits) -> str | None:
    """Why the tags of a page are more than its readers bear; None where they are not."""
    if page.count("<") > limits.page_tags:
        return f"more than {limits.page_tags:,} tags"
    return f"more than {limits.page_depth:,} tags inside each other" if _depth(page) > limits.page_depth else None


def _depth(page: str) -> int:
    """How many tags stand inside each other at most; tags that pages leave open are not counted."""
    depth = deepest = 0
    for closing, name, rest in _TAG.findall(page):
        if rest.endswith("/") or name.lower() in _UNCLOSED:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
