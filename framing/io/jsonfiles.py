"""Articles as JSON: one a line, or a list inside a document; read piece by piece, never whole."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from framing.io.encodings import detect_encoding, sample_of, text_stream
from framing.io.outcomes import Limits, Noted, Rejected, Row, noted, rejected
from framing.io.places import Item
from framing.io.textfiles import note_encoding

_LISTS = re.compile(r'"(messages|articles|data|items|results|documents|posts|stories)"\s*:\s*\[')
_CHANNEL = re.compile(r'"(name|id)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')
_BETWEEN = re.compile(r"[\s,]*")
_CHUNK = 1 << 20


def read_json_lines(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The rows of a .jsonl file."""
    with item.open(limits) as stream:
        yield from json_lines(stream, item.shown, limits)


def json_lines(stream: io.BufferedReader, shown: str, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The row of each line; a line that is no JSON object is rejected by itself."""
    encoding = detect_encoding(sample_of(stream)) if sample_of(stream) else None
    if encoding is None:
        if sample_of(stream):
            yield rejected(shown, 0, "not-text", "not text in any encoding that is known", "save the file as UTF-8 text")
        return
    yield from note_encoding(shown, encoding)
    lines = text_stream(stream, encoding)
    number = 0
    while line := lines.readline(limits.line_characters + 1):
        number += 1
        if len(line) > limits.line_characters:
            while line and not line.endswith("\n"):
                line = lines.readline(_CHUNK)
            yield rejected(shown, number, "line-too-long", f"more than {limits.line_characters:,} characters in one line", "split the text")
        elif line.strip():
            yield _row(line, shown, number)


def _row(line: str, shown: str, number: int) -> Row | Rejected:
    """The row of one line, or why it has none."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return rejected(shown, number, "json-syntax", f"{error.msg} (column {error.colno})", "one JSON object a line")
    except (RecursionError, ValueError) as error:
        return rejected(shown, number, "json-syntax", f"not readable: {type(error).__name__}", "one JSON object a line")
    if not isinstance(value, dict):
        return rejected(shown, number, "json-syntax", f"a {type(value).__name__}, not an object", 'write {"id": …, "text": …}')
    return Row(value, number, number)


def read_json_document(item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The rows of a .json file: a Telegram Desktop export, a list of articles, or one article."""
    with item.open(limits) as stream:
        sample = sample_of(stream)
        encoding = detect_encoding(sample) if sample else None
        if encoding is None:
            yield rejected(
                item.shown,
                0,
                "not-text",
                "empty, or not text in any encoding that is known",
                "save the file as UTF-8 text",
                article=item.stem,
            )
            return
        yield from note_encoding(item.shown, encoding)
        lines = text_stream(stream, encoding)
        yield from _document_rows(lines, item, limits)


def _document_rows(stream: io.TextIOWrapper, item: Item, limits: Limits) -> Iterator[Row | Rejected | Noted]:
    """The rows of the lists in the document, each object parsed by itself."""
    window = _Window(stream, limits.line_characters)
    window.fill()
    window.skip_space()
    if window.text[window.at : window.at + 1] == "[":
        window.at += 1
        yield from _list_rows(window, item, {})
        return
    found_any = False
    channel: dict[str, str] = {}
    while True:
        found = _LISTS.search(window.text, window.at)
        head = window.text[window.at : found.start() if found else len(window.text)]
        channel.update({name: str(json.loads(value)) for name, value in _CHANNEL.findall(head)})
        if found is None:
            if window.ended:
                break
            if not found_any and len(window.text) - window.at <= limits.line_characters:
                if not window.fill():
                    break
                continue
            window.at = max(window.at, len(window.text) - 200)
            if not window.fill():
                break
            continue
        found_any = True
        window.at = found.end()
        posts = found[1] == "messages"
        yield from _list_rows(window, item, {"channel": channel.get("name", ""), "posts": "1"} if posts else {})
        channel = {}
    if not found_any:
        yield _single(window, item)


def _single(window: _Window, item: Item) -> Row | Rejected:
    """The document as one article."""
    try:
        value = json.loads(window.text)
    except (ValueError, RecursionError):
        return rejected(
            item.shown,
            0,
            "json-syntax",
            "no list of articles or messages in the document",
            "convert it to one JSON object a line",
            article=item.stem,
        )
    if isinstance(value, dict):
        return Row(value)
    return rejected(
        item.shown, 0, "json-syntax", f"a {type(value).__name__}, not articles", "convert it to one JSON object a line", article=item.stem
    )


class _Window:
    """The part of a stream that is being parsed."""

    def __init__(self, stream: io.TextIOWrapper, most: int) -> None:
        self._stream = stream
        self._most = most
        self.text = ""
        self.at = 0
        self.ended = False

    def fill(self) -> bool:
        """Whether more text came; what has been parsed is let go."""
        more = self._stream.read(_CHUNK)
        self.text = self.text[self.at :] + more
        self.at = 0
        self.ended = self.ended or not more
        return bool(more)

    def full(self) -> bool:
        """Whether one object has grown beyond the limit."""
        return len(self.text) - self.at > self._most

    def skip_space(self) -> None:
        """Moves on to the next character that is neither space nor the comma of a list."""
        while True:
            found = _BETWEEN.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text) or not self.fill():
                return


def _list_rows(window: _Window, item: Item, about: dict[str, str]) -> Iterator[Row | Rejected | Noted]:
    """The rows of a list whose opening bracket has been read."""
    decoder = json.JSONDecoder()
    number = services = 0
    while True:
        window.skip_space()
        if window.text[window.at : window.at + 1] in ("]", ""):
            if window.at >= len(window.text):
                yield rejected(item.shown, 0, "json-syntax", "the document breaks off inside a list", "export it again")
            window.at += 1
            break
        try:
            value, end = decoder.raw_decode(window.text, window.at)
            if end >= len(window.text) and not window.ended and window.fill():
                continue  # a number may go on in the next piece
        except (json.JSONDecodeError, RecursionError) as error:
            if isinstance(error, json.JSONDecodeError) and not window.full() and window.fill():
                continue
            yield rejected(item.shown, 0, "json-syntax", f"element {number + 1} is not readable; the rest is lost", "export it again")
            window.at = len(window.text)
            window.ended = True
            break
        window.at = end
        number += 1
        if about and isinstance(value, dict) and value.get("type") == "service":
            services += 1
        elif isinstance(value, dict):
            yield Row(_post(value, item, about) if about else value, 0, number)
        else:
            yield rejected(item.shown, 0, "json-syntax", f"element {number} is a {type(value).__name__}, not an object", "")
    if services:
        yield noted(item.shown, 0, "posts-skipped", f"{services} service messages are no articles")


def _post(message: dict[str, Any], item: Item, about: dict[str, str]) -> dict[str, Any]:
    """The columns of a Telegram post; the text of an export is a string or a list of strings and formatted pieces."""
    written = message.get("text", "")
    if isinstance(written, list):
        pieces = [piece if isinstance(piece, str) else str(piece.get("text", "")) for piece in written if isinstance(piece, str | dict)]
        written = "".join(pieces)
    poll = message.get("poll")
    if not written and isinstance(poll, dict):
        answers = [str(answer.get("text", "")) for answer in poll.get("answers") or [] if isinstance(answer, dict)]
        written = "\n".join([str(poll.get("question", "")), *answers])
    forwarded = message.get("forwarded_from")
    return {
        "id": f"{item.stem}-{message.get('id', '')}",
        "text": str(written or ""),
        "outlet": about.get("channel") or str(message.get("from") or ""),
        "date": str(message.get("date") or ""),
        **({"forwarded_from": str(forwarded)} if forwarded else {}),
    }
