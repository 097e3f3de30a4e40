"""Dictionaries of other programs: quanteda YAML, LIWC .dic and Yoshikoder .ykd, read into our form and written from it.

These formats hold words and `*` under categories. What they cannot hold is said, and what they can comes back as it went.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from framing.errors import FramingError, Place, Problem
from framing.lexicon.compile import CompiledLexicon
from framing.lexicon.entries import Entry
from framing.lexicon.load import MAXIMUM_WORDS
from framing.yamlfile import parse_yaml

FORMATS = ("quanteda", "liwc", "yoshikoder")
_MAXIMUM_DEPTH = 50
_PLAIN_KEY = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z_][\w-]*", re.IGNORECASE)
# the text of a dictionary and the name of its file, to categories and words; no word opens a category
_Reader = Callable[[str, str], Iterable[tuple[str, str]]]


@dataclass
class Dictionary:
    """Words by category, in order; `lost` counts what did not fit, with an example of each."""

    categories: dict[str, list[str]] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, category: str, word: str) -> None:
        """Puts a word under a category, once."""
        words = self.categories.setdefault(category, [])
        if word not in words:
            words.append(word)

    def lose(self, what: str, example: str) -> None:
        """Notes that something could not be taken over."""
        self.lost[what] += 1
        self.examples.setdefault(what, example)

    def losses(self) -> list[str]:
        """One line for each kind of loss."""
        return [f"lost: {what}: {number}, as in {self.examples[what]!r}" for what, number in self.lost.items()]


def read_dictionary(text: str, name: str, form: str) -> Dictionary:
    """The words of a dictionary in one of FORMATS; `name` stands for the file in messages.

    Raises FramingError where the text is not of this form.
    """
    readers: Mapping[str, _Reader] = {"quanteda": _quanteda, "liwc": _liwc, "yoshikoder": _yoshikoder}
    found = Dictionary()
    for category, raw in readers[form](text.removeprefix("\ufeff"), name):
        words = raw.split()
        word = " ".join(words)
        if not raw:
            found.categories.setdefault(category, [])
        elif any(sign in word for sign in "?<("):
            found.lose("a sign for one letter, or a condition", word)
        elif not words or not any(map(str.isalnum, words[0])) or len(words) > MAXIMUM_WORDS:
            found.lose("no word to begin with, or too many", word)
        else:
            found.add(category or "all", word)
    if not any(found.categories.values()):
        raise FramingError(Problem(Place(name), "empty-entry", f"there is no word in this {form} dictionary", "check --format"))
    return found


def as_lexicon(dictionary: Dictionary, language: str) -> str:
    """The text of a lexicon file that holds the dictionary: words as they stand, without an inflection engine."""
    lines = [f"language: {language}", "morphology: none    # the words as they stand; name an engine to have them inflected", "categories:"]
    for category, words in dictionary.categories.items():
        lines.append(f"  {json.dumps(category, ensure_ascii=False)}:" if _needs_marks(category) else f"  {category}:")
        lines.extend(f"    - {json.dumps(word, ensure_ascii=False) if _needs_marks(word) else word}" for word in words)
    return "\n".join(lines) + "\n"


def as_dictionary(compiled: CompiledLexicon) -> Dictionary:
    """The forms of a lexicon by category, in small letters; what other programs have no words for is lost."""
    found = Dictionary()
    for entry in compiled.lexicon.entries:
        if not entry.category:
            found.lose("exclude", entry.text)
            continue
        for what in _conditions(entry):
            found.lose(what, entry.text)
        for form in compiled.forms_of(entry):
            for category in entry.categories:
                found.add(category, form.lower())
    return found


def write_dictionary(dictionary: Dictionary, form: str) -> str:
    """The dictionary in one of FORMATS; what that form cannot hold is noted in `dictionary.lost`."""
    if form == "liwc":
        return _as_liwc(dictionary)
    return _as_quanteda(dictionary) if form == "quanteda" else _as_yoshikoder(dictionary)


def _conditions(entry: Entry) -> Iterator[str]:
    """The conditions of an entry that are words of our own."""
    values = {
        "gap": entry.gap,
        "near": entry.near,
        "not_near": entry.not_near,
        "except": entry.excepts,
        "inner": entry.inner_keep,
        "case": entry.exact_case,
    }
    return (name for name, value in values.items() if value)


def _needs_marks(text: str) -> bool:
    """Whether YAML would read the text as something else."""
    try:
        return bool(parse_yaml(f"- {text}", "").data != [text] or parse_yaml(f"{text}:", "").data != {text: None})
    except FramingError:
        return True


# --- quanteda: nested keys with lists of words


def _quanteda(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Category and word, levels joined by a full stop."""
    data = parse_yaml(text, name).data
    if not isinstance(data, Mapping):
        raise FramingError(Problem(Place(name), "wrong-value", "a quanteda dictionary is keys with lists of words", "check --format"))
    yield from _nested(data, (), name)


def _nested(value: Any, path: tuple[str, ...], name: str) -> Iterator[tuple[str, str]]:
    """The words below a key."""
    if len(path) > _MAXIMUM_DEPTH:
        raise FramingError(Problem(Place(name), "wrong-value", "nested too deeply", "check the file"))
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _nested(inner, (*path, str(key)), name)
    elif isinstance(value, list):
        for inner in value:
            yield from _nested(inner, path, name)
    elif value is not None:
        yield ".".join(path), str(value)


@dataclass
class _Node:
    """A key of the file: its own words, and the keys below it."""

    words: list[str] = field(default_factory=list)
    below: dict[str, _Node] = field(default_factory=dict)


def _as_quanteda(dictionary: Dictionary) -> str:
    """Nested keys, one level for each part of a category's name."""
    root = _Node()
    for category, words in dictionary.categories.items():
        node = root
        for part in category.split(".") if all(category.split(".")) else [category]:
            node = node.below.setdefault(part, _Node())
        node.words = words
    return "\n".join(_yaml_lines(root, "")) + "\n"


def _yaml_lines(node: _Node, indent: str) -> Iterator[str]:
    """What stands below a key; words always in quotation marks, whatever version of YAML reads them."""
    yield from (f"{indent}- {json.dumps(word, ensure_ascii=False)}" for word in node.words)
    for key, inner in node.below.items():
        # a key that has words and keys is a list of both
        yield f"{indent}{'- ' if node.words else ''}{key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)}:"
        yield from _yaml_lines(inner, indent + ("    " if node.words else "  "))


# --- LIWC: numbered categories between two lines of %, then a word a line with its numbers


def _liwc(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Category and word, in the order of the words."""
    lines = text.splitlines()
    bars = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(bars) < 2:
        message = "a LIWC dictionary has its categories between two lines of %"
        raise FramingError(Problem(Place(name), "wrong-value", message, "check --format"))
    titles: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines[bars[0] + 1 : bars[1]], bars[0] + 2):
        found = re.fullmatch(r"\s*(\d+)\s+(\S.*?)\s*", line)
        if found:
            titles[found[1]] = found[2]
            yield found[2], ""
        elif line.strip():
            problems.append(Problem(Place(name, number), "wrong-value", f"no number and name of a category: {line.strip()[:60]!r}"))
    for number, line in enumerate(lines[bars[1] + 1 :], bars[1] + 2):
        word, *codes = [part.strip() for part in (line.split("\t") if "\t" in line else line.split()) if part.strip()] or [""]
        for code in codes:
            if code in titles:
                yield titles[code], word
            elif code.isdecimal():
                problems.append(Problem(Place(name, number), "unknown-category", f"{word!r} is in category {code}, which has no name"))
            else:
                yield titles.get(code.rpartition("/")[2], titles.get(code.rpartition(")")[2], "")), f"{word} ({code})"
    if problems:
        raise FramingError(problems)


def _as_liwc(dictionary: Dictionary) -> str:
    """A word a line with the numbers of its categories; `*` stands at the end only."""
    numbers = {category: number for number, category in enumerate(dictionary.categories, 1)}
    words: dict[str, list[int]] = {}
    for category, listed in dictionary.categories.items():
        for word in listed:
            if "*" in word[:-1]:
                dictionary.lose("a wildcard before the end", word)
            else:
                words.setdefault(word, []).append(numbers[category])
    head = [f"{number}\t{category}" for category, number in numbers.items()]
    body = ["\t".join([word, *map(str, codes)]) for word, codes in words.items()]
    return "\n".join(["%", *head, "%", *body]) + "\n"


# --- Yoshikoder: category nodes that hold pattern nodes


def _yoshikoder(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Category and word, levels joined by a full stop, without the one that names the whole dictionary."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise FramingError(Problem(Place(name), "wrong-value", "a document type, which no Yoshikoder dictionary has", "take the line out"))
    try:
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - see above
    except ET.ParseError as error:
        line, column = error.position
        raise FramingError(Problem(Place(name, line, column + 1), "wrong-value", f"no XML: {error}", "check --format")) from None
    nodes = [node for node in root if node.tag == "cnode"]
    if root.tag != "dictionary" or not nodes:
        raise FramingError(Problem(Place(name), "wrong-value", "a Yoshikoder dictionary is a <dictionary> of <cnode>", "check --format"))
    only = nodes[0] if len(nodes) == 1 else None
    whole = only is not None and any(node.tag == "cnode" for node in only)
    for node in nodes:
        yield from _below(node, () if whole else (node.get("name", ""),))


def _below(node: ET.Element, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The patterns of a node and of those inside it; a stack, so that no depth of nesting is too deep."""
    stack = [(node, path)]
    while stack:
        current, names = stack.pop()
        yield from ((".".join(names), each.get("name", "")) for each in current if each.tag == "pnode")
        stack.extend((each, (*names, each.get("name", ""))) for each in reversed(current) if each.tag == "cnode")


def _as_yoshikoder(dictionary: Dictionary) -> str:
    """One node a category under a node for the whole."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<dictionary style="050805" patternengine="substring">', '  <cnode name="lexicon">']
    for category, words in dictionary.categories.items():
        lines.append(f"    <cnode name={quoteattr(category)}>")
        lines.extend(f"      <pnode name={quoteattr(word)}/>" for word in words)
        lines.append("    </cnode>")
    return "\n".join([*lines, "  </cnode>", "</dictionary>"]) + "\n"
