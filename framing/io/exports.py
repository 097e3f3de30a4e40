"""Text exports of news databases: Nexis (old and new layout) and Factiva (with field codes and without), many articles in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.io.outcomes import Rejected, Row, rejected

_HEAD = 20_000
_OLD_NEXIS = re.compile(r"^[ \t\ufeff]*(\d+) of (\d+) DOCUMENTS[ \t]*$", re.MULTILINE)
_NEW_NEXIS_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_FACTIVA_END = re.compile(r"^[ \t]*Document ([A-Z][A-Z0-9]{6,11}20\d{6}[a-z0-9]{9})[ \t]*$", re.MULTILINE)
_NEXIS_FIELDS = (
    *("LENGTH", "SECTION", "BYLINE", "DATELINE", "HIGHLIGHT", "GRAPHIC", "URL", "LANGUAGE", "LOAD-DATE", "PUBLICATION-TYPE"),
    *("JOURNAL-CODE", "SUBJECT", "GEOGRAPHIC", "COUNTRY", "PERSON", "ORGANIZATION", "COMPANY", "CORRECTION-DATE"),
)
_NEXIS_FIELD = re.compile(rf"^({'|'.join(_NEXIS_FIELDS)}):[ \t]*(.*)$")
_DATE = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:\d{1,2} )?[A-Z][a-z]+ (?:\d{1,2}, )?(?:19|20)\d\d(?:[ ,].*)?$"
    r"|^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$"
)
_WORDS = re.compile(r"^[\d,.]+ (?:words|Wörter|mots|palabras|слов\w*)$")
_FACTIVA_CODE = re.compile(r"^(HD|BY|CR|WC|PD|ET|SN|SC|PG|LA|CY|LP|TD|AN|CO|IN|NS|RE|PUB|IPC|IPD|ART|CLM|SE|ED|VOL)(?:[ \t]+|$)(.*)$")


@dataclass(frozen=True)
class _Piece:
    """One article of an export: its lines and the number of the first."""

    lines: Sequence[str]
    line: int


def is_export(text: str) -> bool:
    """Whether a text is an export of Nexis or Factiva: their marks stand on lines of their own."""
    head = text[:_HEAD]
    return bool(_OLD_NEXIS.search(head) or _NEW_NEXIS_END.search(text) or _FACTIVA_END.search(text))


def read_export(text: str, shown: str) -> Iterator[Row | Rejected]:
    """The articles of an export; a piece in no layout that is known is refused with the line that was not understood."""
    if _OLD_NEXIS.search(text[:_HEAD]):
        pieces, read = _behind(text, _OLD_NEXIS), _old_nexis
    elif _NEW_NEXIS_END.search(text):
        pieces, read = _before(text, _NEW_NEXIS_END), _new_nexis
    else:
        pieces, read = _before(text, _FACTIVA_END), _factiva
    for number, piece in enumerate(pieces, start=1):
        found = read(piece)
        if isinstance(found, dict):
            yield Row({name: value for name, value in found.items() if value}, line=piece.line, number=number)
        else:
            line, said = found
            message = f"article {number}: the layout is not known: {said[:80]!r}"
            yield rejected(shown, line, "export-unknown", message, "export as plain text with all fields", article=f"{number}")


def _behind(text: str, mark: re.Pattern[str]) -> Iterator[_Piece]:
    """The pieces that begin with the mark."""
    found = list(mark.finditer(text))
    for this, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following is not None else len(text)
        yield _Piece(text[this.end() : end].splitlines(), text.count("\n", 0, this.end()) + 1)


def _before(text: str, mark: re.Pattern[str]) -> Iterator[_Piece]:
    """The pieces that end with the mark (which Factiva's articles keep, for it names them)."""
    start = 0
    for found in mark.finditer(text):
        yield _Piece(text[start : found.end()].splitlines(), text.count("\n", 0, start) + 1)
        start = found.end()


def _blocks(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Runs of lines that are not blank, with the number of the first."""
    blocks: list[tuple[int, list[str]]] = []
    open_block = False
    for number, line in enumerate(lines):
        if not line.strip():
            open_block = False
            continue
        if not open_block:
            blocks.append((number, []))
        blocks[-1][1].append(" ".join(line.split()))
        open_block = True
    return blocks


def _old_nexis(piece: _Piece) -> dict[str, str] | tuple[int, str]:
    """Outlet, date, headline, fields, text, fields, copyright: blocks apart by blank lines."""
    blocks = _blocks(piece.lines)
    length = next((place for place, (_, block) in enumerate(blocks) if block[0].upper().startswith("LENGTH:")), None)
    dated = next((place for place, (_, block) in enumerate(blocks[:6]) if _DATE.match(block[0])), None)
    if length is None or dated is None or dated == 0:
        number, block = blocks[0] if blocks else (0, ["(nothing)"])
        return piece.line + number, block[0]
    title = next((" ".join(block) for _, block in blocks[dated + 1 : length] if not _NEXIS_FIELD.match(block[0])), "")
    body = []
    language = ""
    for _, block in blocks[length + 1 :]:
        field = _NEXIS_FIELD.match(block[0])
        if field is not None:
            language = field[2] if field[1].upper() == "LANGUAGE" else language
            continue
        if block[0].startswith(("Copyright ", "All Rights Reserved")):
            continue
        body.append(" ".join(block))
    outlet = " ".join(blocks[dated - 1][1])
    return {"title": title, "text": "\n\n".join(body), "outlet": outlet, "date": _day(blocks[dated][1][0]), "language": _language(language)}


def _new_nexis(piece: _Piece) -> dict[str, str] | tuple[int, str]:
    """Headline, outlet, date, then fields, "Body", the text, "Classification"."""
    lines = [line.strip() for line in piece.lines]
    first = next((number for number, line in enumerate(lines) if line), 0)
    body = next((number for number, line in enumerate(lines) if line == "Body"), None)
    dated = next((number for number, line in enumerate(lines[:body]) if _DATE.match(line)), None) if body is not None else None
    if body is None or dated is None or dated < first + 2:
        return piece.line + first, lines[first] if lines else "(nothing)"
    end = next((number for number in range(body + 1, len(lines)) if lines[number] in ("Classification", "End of Document")), len(lines))
    found = next((line.partition(":")[2].strip() for line in lines[end:] if line.startswith("Language:")), "")
    above = [line for line in lines[first:dated] if line]
    text = "\n\n".join(" ".join(block) for _, block in _blocks(lines[body + 1 : end]))
    return {"title": " ".join(above[:-1]), "text": text, "outlet": above[-1], "date": _day(lines[dated]), "language": _language(found)}


def _factiva(piece: _Piece) -> dict[str, str] | tuple[int, str]:
    """With field codes (HD, LP, TD …), or without: headline, words, date, outlet, code, language, copyright, text."""
    lines = [line.rstrip() for line in piece.lines]
    if any(re.match(r"^(?:HD|TD|LP)(?:\s|$)", line) for line in lines):
        return _coded_factiva(lines)
    filled = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    words = next((place for place, (_, line) in enumerate(filled) if _WORDS.match(line)), None)
    if words is None or words == 0 or len(filled) < words + 5:
        number, line = filled[0] if filled else (0, "(nothing)")
        return piece.line + number, line
    head = [line for _, line in filled[:words] if not line.startswith(("By ", "BY "))]
    about = [line for _, line in filled[words + 1 : words + 9]]
    rights = next((place for place, line in enumerate(about) if line.startswith(("(c)", "(C)", "Copyright", "©"))), None)
    dated = next((place for place, line in enumerate(about) if _DATE.match(line)), None)
    if rights is None or dated is None:
        number, line = filled[words + 1]
        return piece.line + number, line
    start = filled[words + 1 + rights][0] + 1
    name = _FACTIVA_END.match(lines[-1])
    text = "\n\n".join(" ".join(block) for _, block in _blocks(lines[start : len(lines) - 1]))
    rest = [line for line in about[dated + 1 : rights] if not re.match(r"^(?:[A-Z0-9]{2,8}|\d\d:\d\d.*|\d+)$", line)]
    language = _language(rest[-1]) if len(rest) > 1 else ""
    outlet = rest[0] if rest else ""
    return {
        "id": name[1] if name else "",
        "title": " ".join(head),
        "text": text,
        "outlet": outlet,
        "date": _day(about[dated]),
        "language": language,
    }


def _coded_factiva(lines: Sequence[str]) -> dict[str, str]:
    """The fields of an article whose lines begin with codes of two letters."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        found = _FACTIVA_CODE.match(line)
        if found is not None:
            code = found[1]
            fields.setdefault(code, []).append(found[2])
        elif code:
            fields[code].append(line)

    def text_of(*codes: str) -> str:
        written = [line for each in codes for line in [*fields.get(each, ()), ""]]
        return "\n\n".join(" ".join(block) for _, block in _blocks(written))

    name = _FACTIVA_END.search("\n".join(fields.get("AN", [])) + "\n" + lines[-1])
    return {
        "id": name[1] if name else "",
        "title": " ".join(text_of("HD").split()),
        "text": text_of("LP", "TD"),
        "outlet": " ".join(text_of("SN").split()),
        "date": _day(text_of("PD")),
        "language": _language(text_of("LA")),
    }


def _day(written: str) -> str:
    """The date without the day of the week, which readers of dates do not expect behind it."""
    return re.sub(r",?\s*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?\s*", " ", written).strip()


def _language(written: str) -> str:
    """The code of a language as databases name it; "" for others."""
    names = {"english": "en", "russian": "ru", "ukrainian": "uk", "bulgarian": "bg", "kazakh": "kk", "polish": "pl", "belarusian": "be"}
    return names.get(written.strip().partition(";")[0].strip().lower(), "")
