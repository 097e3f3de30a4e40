"""The parts of an article: headline, body, context, boilerplate. Nothing is deleted; blocks mark what counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from framing.records import Part
from framing.text.repetition import line_hash

_LINE = re.compile(r"[^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029]|$)")
_BULLET = re.compile(r"[-–—•▪●*·►▶»]\s+")
_SENTENCE_END = ".!?…"
_END_MARK = re.compile(r"[.!?…][\"»”“'’)\]]*$")
_INNER_END = re.compile(r"[.…][\"»”“)]?\s+[^\W\d_a-zа-я]")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:[/\\]\S*)|(?<![\w.])@\w{3,}|\S+@\S+\.\w{2,}")
_HASHTAG = re.compile(r"#\w+")
_CURRENCY = re.compile(r"[$€₸₽₴£¥]|\b(?:USD|EUR|RUB|RUR|KZT|UAH|BGN|GBP|CNY|BYN|KGS)\b")
_STRIP = re.compile(r"[|•·›\t]|\s{3,}")
_ICON_NAME = re.compile(r"[a-z]+(?:_[a-z]+)+$")
_PROTECTED_MAIL = re.compile(r"\[email\s*protected\]|your browser does(?:n't| not) support|html5 (?:audio|video)", re.IGNORECASE)
_ENCODED = re.compile(r"[A-Za-z0-9+/=]{160,}")
_RETELLING = re.compile(r"(?:[^\W\d_]{1,5}\s+)?\d{1,2}(?:-\w{1,3})?\s+[^\W\d_]{3,10}\s+[^\W\d_]")
_QUOTATION = re.compile(r"[«»„“”\"]")
_TITLE_SHORTEST, _TITLE_LONGEST = 20, 170
_SENTENCE_LINE_SHARE = 0.55


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of whole lines that belong to one part; blocks follow each other without gaps and cover the text."""

    start: int
    end: int
    part: Part


@dataclass(frozen=True, slots=True)
class Layout:
    """What a language's news pages say around an article; compared without case, spaces and final colons."""

    context_headings: frozenset[str] = frozenset()
    context_openers: tuple[str, ...] = ()
    boilerplate_openers: tuple[str, ...] = ()
    boilerplate_lines: tuple[str, ...] = ()

    @classmethod
    def from_lists(cls, lists: Mapping[str, Iterable[str]]) -> Layout:
        """The layout of a voice file's `layout:` section."""

        def normal(key: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(filter(None, (_normal(str(words)) for words in lists.get(key) or ()))))

        return cls(
            frozenset(normal("context_headings")), normal("context_openers"), normal("boilerplate_openers"), normal("boilerplate_lines")
        )


@dataclass(slots=True)
class _Line:
    """A line that is not blank: its span with line end, its words, and the part found for it so far."""

    start: int
    end: int
    text: str
    normal: str
    part: Part = "body"
    because: str = field(default="")

    def put(self, part: Part, because: str) -> None:
        """Gives the line a part, unless it is boilerplate already."""
        if self.part != "boilerplate":
            self.part, self.because = part, because


def clean_text(
    text: str, *, layout: Layout, first_line_is_headline: bool, title: str = "", repeated: Container[int] = frozenset()
) -> list[Block]:
    """The blocks of the text in order; `repeated` holds the hashes of lines that an outlet prints under many articles.

    The order of the steps decides: what is boilerplate stays so, then the headline is the first line left, and background comes last.
    """
    lines = [line for line in _lines(text) if line.text]
    prose = _is_prose(lines)
    _mark_listed(lines, layout)
    _mark_repeated(lines, repeated)
    _mark_links(lines)
    _mark_strips(lines)
    if prose:
        _mark_teasers(lines)
    _mark_copies(lines, _normal(title), headline=first_line_is_headline)
    if first_line_is_headline:
        _mark_headline(lines)
    _mark_context(lines, layout)
    if prose:
        _mark_retelling(lines)
    return _blocks(lines, len(text))


def part_at(blocks: Sequence[Block], position: int) -> Part:
    """The part of the block that holds the position."""
    index = bisect_right(blocks, position, key=lambda block: block.start) - 1
    return blocks[max(index, 0)].part if blocks else "body"


def _normal(words: str) -> str:
    """The words without case, end colon and doubled spaces."""
    return " ".join(words.split()).rstrip(":").strip().casefold().replace("ё", "е")


def _lines(text: str) -> Iterable[_Line]:
    """The lines of the text with their spans."""
    for found in _LINE.finditer(text):
        if found.end() > found.start():
            words = found.group().strip().strip("\ufeff\u200b")
            yield _Line(found.start(), found.end(), words, _normal(words))


def _is_prose(lines: Sequence[_Line]) -> bool:
    """Whether most of the text stands in paragraphs that end as sentences do: else the lack of an end mark says nothing."""
    punctuated = [line for line in lines if _END_MARK.search(line.text) or line.text[-1] in '"»”:;']
    return len(punctuated) >= 3 and sum(len(line.text) for line in punctuated) > _SENTENCE_LINE_SHARE * sum(
        len(line.text) for line in lines
    )


def _mark_listed(lines: Sequence[_Line], layout: Layout) -> None:
    """Lines that the language's lists name, and the titles that follow such a line."""
    for index, line in enumerate(lines):
        opener = _opener(line, layout.boilerplate_openers)
        if opener is not None and _opens_boilerplate(line, opener):
            line.put("boilerplate", opener)
            _mark_following_titles(lines, index, opener)
        elif len(line.text) <= 300:
            said = next((words for words in layout.boilerplate_lines if words in line.normal), None)
            if said is not None:
                line.put("boilerplate", said)


def _opener(line: _Line, openers: Iterable[str]) -> str | None:
    """The longest of the openers with which the line begins, as whole words; bullets in front do not count."""
    bullet = _BULLET.match(line.normal)
    words = line.normal[bullet.end() :] if bullet else line.normal
    words = words.lstrip('[(«"„“ ▶►➡👉❗️⚡️')
    fitting = [opener for opener in openers if words.startswith(opener) and not words[len(opener) : len(opener) + 1].isalnum()]
    return max(fitting, key=len, default=None)


def _opens_boilerplate(line: _Line, opener: str) -> bool:
    """Whether the line is no sentence that happens to begin with the opener ("Photos show that …")."""
    if len(line.text) > 250 and _INNER_END.search(line.text):
        return False
    rest = line.normal[line.normal.find(opener) + len(opener) :].lstrip()
    if not rest or rest[0] in ":|—–-/([©":
        return True
    if not _END_MARK.search(line.text):
        return len(line.text) <= 200
    return (" " in opener or len(opener) >= 9) and len(line.text) <= 250


def _mark_following_titles(lines: Sequence[_Line], index: int, because: str) -> None:
    """The titles listed under a line such as "Read also:"; credits and the like have none."""
    heading_alone = lines[index].text.endswith(":")
    if not heading_alone and not _is_title(lines[index]):
        return
    for line in lines[index + 1 :]:
        if not _is_title(line) or line.text.endswith(":"):
            break
        line.put("boilerplate", because)


def _is_title(line: _Line) -> bool:
    """Whether the line looks like the title of another article: short, a capital, no full stop at its end."""
    words = _BULLET.sub("", line.text, count=1)
    first = next((letter for letter in words if letter.isalnum()), "")
    if not first or first.islower() or not _TITLE_SHORTEST <= len(line.text) <= _TITLE_LONGEST:
        return False
    if line.text[-1] in ":;,–—-" or _INNER_END.search(words):
        return False
    return not _END_MARK.search(line.text) or line.text.rstrip('"»”)').endswith("?")


def _mark_repeated(lines: Sequence[_Line], repeated: Container[int]) -> None:
    """Lines that stand under many articles of the outlet: prose is background, the rest does not count."""
    for line in lines:
        hashed = line_hash(line.text)
        if hashed is not None and hashed in repeated:
            prose = len(line.text) >= 150 and _END_MARK.search(line.text) is not None
            line.put("context" if prose else "boilerplate", "stands under many articles of the outlet")


def _mark_links(lines: Sequence[_Line]) -> None:
    """Lines of addresses, handles, hashtags and other page machinery."""
    for line in lines:
        rest, links = _LINK.subn(" ", line.text)
        rest, tags = _HASHTAG.subn(" ", rest)
        words = re.findall(r"[^\W\d_]{2,}", rest)
        if (links and len(words) <= 2) or (tags and not words):
            line.put("boilerplate", "address")
        elif _ICON_NAME.match(line.text) or _ENCODED.search(line.text) or (len(line.text) <= 120 and _PROTECTED_MAIL.search(line.text)):
            line.put("boilerplate", "page machinery")
        elif len(line.text) <= 200 and ("©" in line.text or line.normal.startswith("(c)")):
            line.put("boilerplate", "©")


def _mark_strips(lines: Sequence[_Line]) -> None:
    """Navigation: rates, dates, menus in one line or in a run of very short ones."""
    run: list[_Line] = []
    for index, line in enumerate(lines):
        if _is_strip(line.text):
            line.put("boilerplate", "navigation")
        short = len(line.text) <= 24 and len(line.text.split()) <= 3 and line.text[-1] not in _SENTENCE_END + ":;,"
        after_colon = index > 0 and lines[index - 1].text.endswith(":") and not run
        if short and not after_colon and not _BULLET.match(line.text):
            run.append(line)
            continue
        _mark_menu(run)
        run = []
    _mark_menu(run)


def _mark_menu(run: Sequence[_Line]) -> None:
    """A run of at least five very short lines is a menu."""
    if len(run) >= 5:
        for line in run:
            line.put("boilerplate", "menu")


def _is_strip(text: str) -> bool:
    """Whether a line is made of rates, of a date and time, or of items set apart by bars."""
    if len(text) > 200 or text[-1] in _SENTENCE_END:
        return False
    letters = sum(letter.isalpha() for letter in text)
    digits = sum(letter.isdigit() for letter in text)
    if len(_CURRENCY.findall(text)) >= 2 and digits >= 4 and letters <= 30:
        return True
    if digits >= 4 and letters <= 12 and len(text) <= 50:
        return True
    items = [item.strip() for item in _STRIP.split(text) if item.strip()]
    return len(items) >= 3 and max(map(len, items)) <= 30


def _mark_teasers(lines: Sequence[_Line]) -> None:
    """Lists of other articles' titles: three in a row inside the text, or two at its end, with or without bullets."""
    open_lines = [line for line in lines if line.part != "boilerplate"][:3]
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and _is_title(lines[stop]) and lines[stop] not in open_lines and lines[stop].part != "context":
            stop += 1
        announced = index > 0 and lines[index - 1].text.endswith(":") and lines[index - 1].part != "boilerplate"
        last = all(line.part == "boilerplate" for line in lines[stop:])
        if not announced and stop - index >= (2 if last else 3):
            for line in lines[index:stop]:
                line.put("boilerplate", "list of titles")
        index = max(stop, index + 1)


def _mark_copies(lines: Sequence[_Line], title: str, *, headline: bool) -> None:
    """Titles that stand twice, with what hangs on them, and later copies of a paragraph or of the article's own title."""
    counts = Counter(line.normal for line in lines if len(line.text) >= 15)
    first_seen: set[str] = set()
    for index, line in enumerate(lines):
        if title and line.normal == title:
            line.put("boilerplate", "the title again")
        if counts[line.normal] < 2:
            continue
        copy = line.normal in first_seen
        first_seen.add(line.normal)
        sentence = _END_MARK.search(line.text) is not None and not line.text.endswith("?")
        if copy or not (sentence or (index == 0 and headline)):
            line.put("boilerplate", "stands twice")
        if copy and not sentence and index + 1 < len(lines) and lines[index - 1].normal == line.normal:
            _mark_teaser_line(lines[index + 1])


def _mark_teaser_line(line: _Line) -> None:
    """The line under a teaser's doubled title belongs to it where it is short and breaks off or has no end mark."""
    if len(line.text) <= 120 and (line.text.endswith(("...", "…")) or not _END_MARK.search(line.text)) and line.text[-1] not in ':,"»”':
        line.put("boilerplate", "under a title that stands twice")


def _mark_headline(lines: Sequence[_Line]) -> None:
    """The first line that counts, where it is no sentence and something follows it."""
    counting = [line for line in lines if line.part == "body"]
    if len(counting) < 2:
        return
    first = counting[0]
    ends_as_sentence = first.text.rstrip('"»”)')[-1:] in (".", "…", ";", ",", ":")
    if len(first.text) <= 300 and not (ends_as_sentence and len(first.text) > 60):
        first.put("headline", "first line")


def _mark_context(lines: Sequence[_Line], layout: Layout) -> None:
    """Background: everything after a heading such as "Context", and paragraphs that begin as background does."""
    inside = False
    bullets = False
    for index, line in enumerate(lines):
        bullets = bullets and _BULLET.match(line.text) is not None
        if index > 1 and line.normal.rstrip(".") in layout.context_headings:
            inside = True
        named = _opener(line, layout.context_headings)
        titled = named is not None and line.normal[line.normal.find(named) + len(named) :].lstrip()[:1] in (":", ".", "—", "–")
        opened = titled or _opener(line, layout.context_openers) is not None
        if index > 0 and opened and line.part == "body":
            bullets = True
            line.put("context", "opens as background")
        elif inside or bullets:
            line.put("context", "under a heading of background")


def _mark_retelling(lines: Sequence[_Line]) -> None:
    """A close that goes back to how it all began: from a late paragraph that opens with a date on, nothing is quoted any more."""
    body = [line for line in lines if line.part == "body"]
    dated = [line for line in body if _RETELLING.match(line.text) and len(line.text) >= 150]
    if len(dated) != 1 or dated[0].part != "body":
        return
    at = body.index(dated[0])
    tail = body[at:]
    after = [line for line in lines if line.start > tail[-1].start]
    length = sum(len(line.text) for line in body)
    late = at >= 4 and sum(len(line.text) for line in body[:at]) >= 0.5 * length
    if late and len(tail) <= 3 and not any(_QUOTATION.search(line.text) for line in tail) and all(x.part != "body" for x in after):
        for line in tail:
            line.put("context", "goes back to the beginning")


def _blocks(lines: Sequence[_Line], length: int) -> list[Block]:
    """Blocks that cover the text: lines of one part together, blank lines with what stands before them."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and blocks[-1].part == line.part:
            continue
        start = line.start if blocks else 0
        if blocks:
            blocks[-1] = Block(blocks[-1].start, start, blocks[-1].part)
        blocks.append(Block(start, length, line.part))
    return blocks or ([Block(0, length, "body")] if length else [])
