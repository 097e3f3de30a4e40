"""The parts of an article: headline, body, context, boilerplate. Nothing is deleted; blocks mark what counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from framing.records import Part
from framing.text.repetition import line_hash

_LINE = re.compile(r"[^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029]|$)")
_BULLET = re.compile(r"[-–—•▪●*·►▶»]\s+")
_DIALOGUE = re.compile(r"[-–—]\s")
_SENTENCE_END = ".!?…"
_END_MARK = re.compile(r"[.!?…][\"»”“'’)\]]*$")
_INNER_END = re.compile(r"[.…][\"»”“)]?\s+[^\W\d_a-zа-я]")
_SIGNS = re.compile(r"^(?:[-–—•▪●*·►▶»>]\s+|[\s\[(«\"„“▶►➡👉❗️⚡️📷📸🎥]+)+")
_NETWORK = re.compile(
    r"telegram|телеграм|facebook|фейсбук|youtube|instagram|viber|whatsapp|tiktok|twitter|google|rss|e-?mail|вконтакте", re.IGNORECASE
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:[/\\]\S*)|(?<![\w.])@\w{3,}|\S+@\S+\.\w{2,}")
# a link or hashtag holds one of these, and most lines hold none
_LINK_TRACE = re.compile(r"[/\\@#]|www\.")
_HASHTAG = re.compile(r"#\w+")
_CURRENCY = re.compile(r"[$€₸₽₴£¥]|\b(?:USD|EUR|RUB|RUR|KZT|UAH|BGN|GBP|CNY|BYN|KGS)\b")
_DIGIT = re.compile(r"\d")
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
            written = (" ".join(str(words).split()).casefold().replace("ё", "е") for words in lists.get(key) or ())
            return tuple(dict.fromkeys(filter(None, written)))

        headings = frozenset(heading.rstrip(":. ") for heading in normal("context_headings"))
        return cls(headings, normal("context_openers"), normal("boilerplate_openers"), normal("boilerplate_lines"))


@dataclass(slots=True)
class _Line:
    """A line that is not blank: its span with line end, its words, and the part found for it so far."""

    start: int
    end: int
    text: str
    normal: str
    opening: str
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
    """The words without case, final colon and doubled spaces."""
    return " ".join(words.split()).rstrip(":").strip().casefold().replace("ё", "е")


def _lines(text: str) -> Iterable[_Line]:
    """The lines of the text with their spans."""
    for found in _LINE.finditer(text):
        if found.end() > found.start():
            words = found.group().strip().strip("\ufeff\u200b")
            folded = " ".join(words.split()).casefold().replace("ё", "е")
            yield _Line(found.start(), found.end(), words, folded.rstrip(":").strip(), _SIGNS.sub("", folded))


def _is_prose(lines: Sequence[_Line]) -> bool:
    """Whether most of the text stands in paragraphs that end as sentences do: else the lack of an end mark says nothing."""
    punctuated = [line for line in lines if _END_MARK.search(line.text) or line.text[-1] in '"»”:;']
    return len(punctuated) >= 3 and sum(len(line.text) for line in punctuated) > _SENTENCE_LINE_SHARE * sum(
        len(line.text) for line in lines
    )


def _mark_listed(lines: Sequence[_Line], layout: Layout) -> None:
    """Lines that the language's lists name, and the titles that follow such a line."""
    openers, phrases = _by_start(layout.boilerplate_openers), _any_of(layout.boilerplate_lines)
    together = "\n".join([line.normal for line in lines if len(line.text) <= 300])
    listed = any(phrase in together for phrase in layout.boilerplate_lines)
    for index, line in enumerate(lines):
        opener = _opener(line, openers)
        if opener is not None and _opens_boilerplate(line, opener, first=index == 0):
            line.put("boilerplate", opener)
            _mark_following_titles(lines, index, opener)
        elif listed and len(line.text) <= 300 and (said := phrases.search(line.normal)):
            line.put("boilerplate", said.group())


@lru_cache(maxsize=256)
def _by_start(openers: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The openers by their first two characters, longest first."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for opener in sorted(openers, key=lambda opener: (-len(opener), opener)):
        grouped[opener[:2]].append(opener)
    return {start: tuple(group) for start, group in grouped.items()}


@lru_cache(maxsize=256)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """An expression that finds any of the phrases; of none, nothing."""
    return re.compile("|".join(map(re.escape, phrases)) or r"(?!)")


def _opener(line: _Line, openers: Mapping[str, tuple[str, ...]]) -> str | None:
    """The longest of the openers with which the line begins, as whole words; bullets and signs in front do not count."""
    for opener in openers.get(line.opening[:2], ()):
        after = line.opening[len(opener) : len(opener) + 1]
        if line.opening.startswith(opener) and not (opener[-1].isalnum() and after.isalnum()):
            return opener
    return None


def _opens_boilerplate(line: _Line, opener: str, *, first: bool) -> bool:
    """Whether the line is no sentence that happens to begin with the opener ("Photos show that …"), nor the headline."""
    if len(line.text) > 250 and _INNER_END.search(line.text):
        return False
    words = len(opener.rstrip(":—–- ").split())
    rest = _rest(line, opener)
    if not rest or rest[0] in ":|—–-/([©" or not opener[-1].isalnum():
        # a credit is short; "Source: the ministry, which said that …" is prose
        return words > 1 or len(line.text) <= 100
    if first:
        return False
    if not _END_MARK.search(line.text):
        return len(line.text) <= 200
    return len(line.text) <= 250 and ((words > 1 and len(opener) >= 12) or _NETWORK.search(line.text) is not None)


def _rest(line: _Line, opener: str) -> str:
    """What follows the opener in the line."""
    return line.opening[len(opener) :].lstrip()


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
    if (
        (_DIALOGUE.match(line.text) and line.text.endswith("?"))
        or not first
        or first.islower()
        or not _TITLE_SHORTEST <= len(line.text) <= _TITLE_LONGEST
    ):
        return False
    if line.text[-1] in ":;,–—-" or _INNER_END.search(words):
        return False
    return not _END_MARK.search(line.text) or line.text.rstrip('"»”)').endswith("?")


def _mark_repeated(lines: Sequence[_Line], repeated: Container[int]) -> None:
    """Lines that stand under many articles of the outlet: prose is background, the rest does not count."""
    for line in lines[1:] if repeated != frozenset() else ():  # the first may be a headline that others link to
        hashed = line_hash(line.text)
        if hashed is not None and hashed in repeated:
            prose = len(line.text) >= 150 and _END_MARK.search(line.text) is not None
            line.put("context" if prose else "boilerplate", "stands under many articles of the outlet")


def _mark_links(lines: Sequence[_Line]) -> None:
    """Lines of addresses, handles, hashtags and other page machinery."""
    for line in lines:
        if len(line.text) > 400:
            if _ENCODED.search(line.text):
                line.put("boilerplate", "page machinery")
            continue
        if _LINK_TRACE.search(line.text) and _is_address(line.text):
            line.put("boilerplate", "address")
        elif _ICON_NAME.match(line.text) or _ENCODED.search(line.text) or (len(line.text) <= 120 and _PROTECTED_MAIL.search(line.text)):
            line.put("boilerplate", "page machinery")
        elif len(line.text) <= 200 and ("©" in line.text or line.normal.startswith("(c)")):
            line.put("boilerplate", "©")


def _is_address(text: str) -> bool:
    """Whether a line is links or hashtags, and hardly a word beside them."""
    rest, links = _LINK.subn(" ", text)
    rest, tags = _HASHTAG.subn(" ", rest)
    words = re.findall(r"[^\W\d_]{2,}", rest)
    return (links > 0 and len(words) <= 2) or (tags > 0 and not words)


def _mark_strips(lines: Sequence[_Line]) -> None:
    """Navigation: rates, dates, menus in one line or in a run of at least five very short ones; a list after a colon is none."""
    index = 0
    while index < len(lines):
        if _is_strip(lines[index].text):
            lines[index].put("boilerplate", "navigation")
        stop = index
        while stop < len(lines) and _is_menu_item(lines[stop].text):
            stop += 1
        announced = index > 0 and lines[index - 1].text.endswith(":")
        if stop - index >= 5 and not announced:
            for line in lines[index:stop]:
                line.put("boilerplate", "menu")
        index = max(stop, index + 1)


def _is_menu_item(text: str) -> bool:
    """Whether a line is as short as an item of a menu and no sentence or bullet."""
    return len(text) <= 24 and len(text.split()) <= 3 and text[-1] not in _SENTENCE_END + ":;," and not _BULLET.match(text)


def _is_strip(text: str) -> bool:
    """Whether a line is made of rates, of a date and time, or of items set apart by bars."""
    if len(text) > 200 or text[-1] in _SENTENCE_END:
        return False
    digits = len(_DIGIT.findall(text))
    if digits >= 4:
        letters = sum(map(str.isalpha, text))
        rates = letters <= 30 and len(_CURRENCY.findall(text)) >= 2
        if rates or (letters <= 12 and len(text) <= 50):
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
    if len(first.text) <= 300 and first.text.rstrip('"»”)')[-1:] not in (".", "…", ";", ",", ":"):
        first.put("headline", "first line")


def _mark_context(lines: Sequence[_Line], layout: Layout) -> None:
    """Background: everything after a heading such as "Context", and paragraphs that begin as background does."""
    headings, openers = _by_start(layout.context_headings), _by_start(layout.context_openers)
    inside = bullets = False
    for index, line in enumerate(lines):
        bullets = bullets and _BULLET.match(line.text) is not None
        if index > 1 and line.normal.rstrip(".") in layout.context_headings:
            inside = True
        named = _opener(line, headings)
        titled = named is not None and _rest(line, named)[:1] in (":", ".", "—", "–")
        opened = titled or _opener(line, openers) is not None
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
