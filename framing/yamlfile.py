"""YAML files with the place of every key and value, checked against a JSON Schema: the one door to pyyaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from framing.errors import FramingError, Place, Problem, did_you_mean

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAXIMUM_BYTES = 50_000_000
_SPARE_VALUES = 200_000  # without aliases a file has fewer values than characters
_WORDS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]*|\.[0-9]+|[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]{1,3})")
_SHOWN = 60
_TYPES = {"object": "a mapping (key: value)", "array": "a list", "string": "text", "integer": "a whole number", "number": "a number",
          "boolean": "true or false", "null": "empty"}  # fmt: skip


@dataclass(frozen=True)
class YamlFile:
    """A parsed YAML file: plain data, and where each part of it stands."""

    path: str
    data: Any
    text: str = ""
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)

    def place(self, *keys: str | int) -> Place:
        """Where the value at this path of keys stands, or its nearest parent that is known."""
        path = tuple(keys)
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.path))


def read_yaml(path: Path, schema: Mapping[str, Any] | None = None) -> YamlFile:
    """The file's data with places, checked against `schema`.

    Raises FramingError with every fault at once: unreadable, no YAML, a key twice, or not as the schema says.
    """
    try:
        if path.stat().st_size > _MAXIMUM_BYTES:
            raise FramingError(Problem(Place(str(path)), "file-too-large", "a YAML file over 50 MB", "split it"))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FramingError(Problem(Place(str(path)), "file-unreadable", str(error.strerror or error), "check the path")) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FramingError(Problem(Place(str(path), line), "not-utf8", "not UTF-8 text", "save the file as UTF-8")) from None
    return parse_yaml(text, str(path), schema)


def parse_yaml(text: str, name: str, schema: Mapping[str, Any] | None = None) -> YamlFile:
    """As `read_yaml`, from a text that is already in memory; `name` stands for the file in messages."""
    tree = _Tree(name, len(text) + _SPARE_VALUES)
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = None if root is None else _construct(root, (), tree)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        if "undefined alias" in (error.problem or "") or (error.context or "").endswith(("an alias", "an anchor")):
            raise FramingError(_alias_problem(place)) from None
        message = " ".join(filter(None, (error.context, error.problem))) or "no valid YAML"
        raise FramingError(Problem(place, "yaml-syntax", message, "check indentation, colons and quotation marks")) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise FramingError(Problem(Place(name), "yaml-syntax", str(error) or "nested too deeply", "check the file")) from None
    result = YamlFile(name, data, text, tree.places)
    if schema is not None:
        tree.problems.extend(check_schema(result, schema))
    if tree.problems:
        raise FramingError(sorted(tree.problems))
    return result


@dataclass(frozen=True)
class _Tree:
    """What is gathered while a file is read, and how many values it may stand for."""

    name: str
    limit: int
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _construct(node: yaml.Node, path: tuple[str | int, ...], tree: _Tree) -> Any:
    """Plain data of a node; fills in places, notes keys that stand twice."""
    tree.places.setdefault(path, Place(tree.name, node.start_mark.line + 1, node.start_mark.column + 1))
    if len(tree.places) > tree.limit:
        # a few lines of aliases to aliases can stand for more values than any memory holds
        message = f"the file stands for more than {tree.limit} values"
        raise FramingError(Problem(Place(tree.name), "file-too-large", message, "write the lists out that name one another"))
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = Place(tree.name, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in result:
                tree.problems.append(Problem(place, "yaml-key-twice", f"the key {key!r} stands twice", "join the two"))
            tree.places[(*path, key)] = place
            result[key] = _construct(value_node, (*path, key), tree)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, index), tree) for index, item in enumerate(node.value)]
    return _plain(node)


def _plain(node: yaml.Node) -> Any:
    """The scalar's value: null, true and false, numbers; all else is the text that was written.

    YAML 1.1 would read `no` and `on` as truth values and 12:30 as a number, and they are words of every English lexicon.
    """
    value = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">") or node.tag == "tag:yaml.org,2002:str":
        return value
    if value.lower() in _WORDS:
        return _WORDS[value.lower()]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value


def _alias_problem(place: Place) -> Problem:
    """The problem for an anchor or alias, which is mostly a pattern without its quotation marks."""
    return Problem(place, "yaml-alias", "YAML reads a value that starts with & or * as a reference", "put it in quotation marks")


def check_schema(document: YamlFile, schema: Mapping[str, Any]) -> list[Problem]:
    """Every departure of the document from the JSON Schema, with place and next step, in order of place."""
    # jsonschema takes a fifth of a second to import; only files that are edited by hand come here
    from jsonschema import Draft202012Validator

    problems: list[Problem] = []
    for error in Draft202012Validator(schema).iter_errors(document.data):
        problems.extend(_schema_problems(document, error))
    return sorted(set(problems))


def _schema_problems(document: YamlFile, error: Any) -> list[Problem]:
    """The problems that one validation error of jsonschema stands for."""
    path = tuple(error.absolute_path)
    where = ".".join(str(key) for key in path) or "the file"
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        known = list(error.schema.get("properties", ()))
        unknown = [key for key in error.instance if key not in known]
        return [
            Problem(document.place(*path, key), "unknown-key", f"unknown key {key!r} in {where}", did_you_mean(key, known))
            for key in unknown
        ]
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [Problem(document.place(*path), "missing-key", f"{where} lacks {key!r}", "add it") for key in missing[:1]]
    if error.validator == "enum":
        known = [str(value) for value in error.validator_value]
        return [Problem(document.place(*path), "unknown-value", f"{where} is {error.instance!r}", did_you_mean(str(error.instance), known))]
    if error.validator in ("anyOf", "oneOf") and error.context:
        return _deepest(document, error)
    expected = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
    if error.validator == "type":
        asked = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
        wanted = " or ".join(_TYPES.get(name, name) for name in asked)
        return [Problem(document.place(*path), "wrong-value", f"{where} is {_told(error.instance)}, and should be {wanted}", expected)]
    if error.validator in ("minItems", "minProperties") and not error.instance:
        return [Problem(document.place(*path), "wrong-value", f"{where} is empty", expected)]
    message = error.message if len(error.message) < 160 else f"{where} is not as the schema says ({error.validator})"
    return [Problem(document.place(*path), "wrong-value", f"{where}: {message}", expected)]


def _told(value: Any) -> str:
    """A value as a message names it."""
    if value is None:
        return "empty"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list) else repr(value) if len(repr(value)) < _SHOWN else "a long text"


def _deepest(document: YamlFile, error: Any) -> list[Problem]:
    """The faults of the alternative that fits best: the one whose own type matches and whose error lies deepest."""
    fitting: dict[int, list[Any]] = {}
    for inner in error.context:
        fitting.setdefault(inner.schema_path[0], []).append(inner)
    typed = {
        branch: inners
        for branch, inners in fitting.items()
        if not any(inner.validator == "type" and not list(inner.path) for inner in inners)
    }
    chosen: Sequence[Any] = next(iter(typed.values()), error.context[:1])
    return [problem for inner in chosen for problem in _schema_problems(document, inner)]
