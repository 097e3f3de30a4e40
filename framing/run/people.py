"""What people say about a run: articles they coded completely, mentions they corrected, articles they took out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.codebook import Codebook
from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.io.annotations import CodedText, read_coded
from framing.measure.recall import Compared, Marked, compare_marks
from framing.records import VOICES

Columns = dict[str, list[Any]]

_CORRECTION_COLUMNS = ("article", "field", "start", "category", "new_category", "new_voice", "who")
_RELEVANCE_COLUMNS = ("article", "relevant")
# between title and text in a unit that is a whole article, see `framing annotate sample --unit article`
_TITLE_GAP = "\n\n"
_NONE = "none"
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


@dataclass
class HandCoded:
    """Articles of the corpus that people coded completely: their ids, their mentions as columns, and how the machine did on them."""

    articles: tuple[str, ...] = ()
    mentions: Columns = field(default_factory=dict)
    compared: tuple[Compared, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def read_hand_coded(
    path: Path, articles: Mapping[str, Sequence[Any]], machine: Mapping[str, Sequence[Any]], codebook: Codebook
) -> HandCoded:
    """The hand-coded articles of a file that are in the corpus. The machine's marks are those that would count.

    Raises FramingError for a file that cannot be read.
    """
    texts, problems = read_coded([path], categories=codebook.categories)
    rows = {article: number for number, article in enumerate(articles["article"])}
    found = HandCoded(problems=problems)
    marks = _marks_by_article(machine)
    taken: dict[str, None] = {}
    columns: Columns = {name: [] for name in ("article", "category", "voice", "negated")}
    compared = []
    for text in texts:
        row = rows.get(text.id)
        if row is None or text.id in taken:
            problems.append(_stranger(text) if row is None else _coded_twice(text))
            continue
        taken[text.id] = None
        for mention in text.mentions:
            columns["article"].append(text.id)
            columns["category"].append(mention["category"])
            columns["voice"].append(mention.get("voice", "own"))
            columns["negated"].append(bool(mention.get("negated")))
        human = list(_human_marks(text, str(articles["title"][row] or "")))
        compared.append(compare_marks(str(articles["language"][row]), human, marks.get(text.id, [])))
    found.articles, found.mentions, found.compared = tuple(taken), columns, tuple(compared)
    return found


def _coded_twice(text: CodedText) -> Problem:
    """The problem of an article that another coder has coded as well: one of them corrects."""
    file, _, line = text.place.rpartition(":")
    message = f"{text.id!r} is coded more than once; {text.coder or 'this line'} is left out"
    return Problem(Place(file, int(line)), "coded-twice", message, "settle it among the coders, and give one line an article")


def _stranger(text: CodedText) -> Problem:
    """The problem of a coded text that is no article of the corpus."""
    file, _, line = text.place.rpartition(":")
    hint = "code whole articles: framing annotate sample --unit article"
    return Problem(Place(file, int(line)), "coded-unknown", f"{text.id!r} is no article of this study", hint)


def _human_marks(text: CodedText, title: str) -> Iterator[Marked]:
    """The marks of a coded article, with places in its title or its text."""
    head = len(title) + len(_TITLE_GAP) if title and text.text.startswith(title) else 0
    for mention in text.mentions:
        if not mention.get("negated"):
            inside = head and mention["start"] < len(title)
            shift = 0 if inside else head
            yield "title" if inside else "text", mention["start"] - shift, mention["end"] - shift, mention["category"]


def _marks_by_article(mentions: Mapping[str, Sequence[Any]]) -> dict[str, list[Marked]]:
    """The machine's marks that are not denied, by article."""
    found: dict[str, list[Marked]] = {}
    names = ("article", "field", "start", "end", "category", "negated")
    for article, where, start, end, category, negated in zip(*(mentions[name] for name in names), strict=True):
        if not negated:
            found.setdefault(article, []).append((where, start, end, category))
    return found


@dataclass
class Corrected:
    """The mentions after correction by hand, how many each person corrected, and what did not fit."""

    mentions: Columns
    by: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def correct_mentions(path: Path, mentions: Columns, codebook: Codebook) -> Corrected:
    """The mentions with the corrections of a table: a new category ("none": no mention at all), a new voice, and who says so.

    A mention is named by `article`, `start`, `category` and, in a headline, `field` (title); a correction of a mention that is not
    there is a problem and changes nothing. Raises FramingError for a table that cannot be read.
    """
    result = Corrected({name: list(values) for name, values in mentions.items()})
    names = ("article", "field", "start", "category")
    place = {key: row for row, key in enumerate(zip(*(mentions[name] for name in names), strict=True))}
    dropped: set[int] = set()
    for line, row in _table_rows(path, _CORRECTION_COLUMNS, needed=("article", "start", "category")):
        key = (row["article"], row["field"] or "text", int(row["start"]) if row["start"].isdigit() else -1, row["category"])
        fault = _fault(row, codebook)
        if fault is None and key not in place:
            message = f"there is no mention of {row['category']!r} at {row['start']} in the {key[1]} of {row['article']!r}"
            fault = message, "see tables/mentions.parquet"
        if fault is not None:
            result.problems.append(Problem(Place(str(path), line), "correction-unfit", *fault))
            continue
        if row["new_category"] == _NONE:
            dropped.add(place[key])
        elif row["new_category"]:
            result.mentions["category"][place[key]] = row["new_category"]
        if row["new_voice"]:
            result.mentions["voice"][place[key]] = row["new_voice"]
        result.by[row["who"] or "—"] += 1
    if dropped:
        result.mentions = {
            name: [value for row, value in enumerate(values) if row not in dropped] for name, values in result.mentions.items()
        }
    return result


def _fault(row: Mapping[str, str], codebook: Codebook) -> tuple[str, str] | None:
    """What is wrong with a correction, and what to do, or None."""
    if row["new_category"] and row["new_category"] != _NONE and row["new_category"] not in codebook.categories:
        return f"there is no category {row['new_category']!r}", did_you_mean(row["new_category"], [*codebook.categories, _NONE])
    if row["new_voice"] and row["new_voice"] not in VOICES:
        return f"there is no voice {row['new_voice']!r}", did_you_mean(row["new_voice"], VOICES)
    if not row["new_category"] and not row["new_voice"]:
        return "neither new_category nor new_voice", "fill in one of them"
    return None


def read_relevance(path: Path, articles: Sequence[str]) -> tuple[dict[str, bool], list[Problem]]:
    """What a table says of articles: about the event (yes) or not (no), and what is wrong with it.

    Raises FramingError for a table that cannot be read.
    """
    known, said, problems = set(articles), {}, []
    for line, row in _table_rows(path, _RELEVANCE_COLUMNS, needed=_RELEVANCE_COLUMNS):
        answer = row["relevant"].casefold()
        if row["article"] not in known:
            message = f"{row['article']!r} is no article of this study"
            problems.append(Problem(Place(str(path), line), "relevance-unfit", message, "see relevance.csv"))
        elif answer not in (*_YES, *_NO):
            problems.append(Problem(Place(str(path), line), "relevance-unfit", f"relevant is {row['relevant']!r}", "write yes or no"))
        else:
            said[row["article"]] = answer in _YES
    return said, problems


def _table_rows(path: Path, columns: Sequence[str], *, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of people with their line; columns that are not there are empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                hint = f"the first line names the columns: {', '.join(columns)}"
                raise FramingError(Problem(Place(str(path), 1), "column-missing", f"there is no column {missing[0]!r}", hint))
            for row in reader:
                yield reader.line_num, {name: (row.get(name) or "").strip() for name in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FramingError(Problem(Place(str(path)), "file-unreadable", str(error), "save it as CSV in UTF-8")) from None
