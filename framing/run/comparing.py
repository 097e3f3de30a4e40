"""Two runs held against each other: what changed in articles, mentions and shares, and what may have changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import FramingError, Place, Problem
from framing.io.outputs import read_json
from framing.io.tables import read_columns

Key = tuple[Any, ...]

_MANIFEST = "manifest.json"
_MENTION = ("article", "field", "start", "end", "category")
_CELL = ("measure", "grouping", "group", "target", "category", "voice")
_MEASURE = "share_of_mentions"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that the runs do not have in common, with what it was and what it is."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShareMove:
    """A share that moved; `apart` where the two intervals do not meet."""

    grouping: str
    group: str
    category: str
    voice: str
    old: float
    new: float
    apart: bool


@dataclass(frozen=True)
class RunDifference:
    """What changed from one run to another; counters are by outlet, by (outlet, category), and by (category, old and new voice)."""

    causes: tuple[Cause, ...]
    articles_gained: Counter[str]
    articles_lost: Counter[str]
    mentions: int
    mentions_gained: Counter[tuple[str, str]]
    mentions_lost: Counter[tuple[str, str]]
    voices: Counter[tuple[str, str, str]]
    moves: tuple[ShareMove, ...]

    def lines(self, limit: int = 20) -> Iterator[str]:
        """The comparison for people: why first, then what; at most `limit` lines of a kind."""
        yield "why"
        yield from (f"  {cause.what}: {cause.old} -> {cause.new}" for cause in self.causes)
        if not self.causes:
            yield "  the runs were made from the same articles, settings, lexicons, codebook, model and versions"
        yield "articles"
        yield from _counts(self.articles_gained, "+", limit)
        yield from _counts(self.articles_lost, "-", limit)
        yield f"mentions ({self.mentions} in both runs)"
        yield from _counts(self.mentions_gained, "+", limit)
        yield from _counts(self.mentions_lost, "-", limit)
        for (category, old, new), count in self.voices.most_common(limit):
            yield f"  {category}: {old} -> {new}: {count}"
        yield f"{_MEASURE}, largest moves first (! the intervals do not meet)"
        for move in self.moves[:limit]:
            mark = "!" if move.apart else " "
            yield f"  {mark} {move.group} {move.category} {move.voice}: {move.old:.1%} -> {move.new:.1%}"

    def record(self) -> dict[str, Any]:
        """The comparison as JSON values."""

        def plain(counter: Counter[Any]) -> list[dict[str, Any]]:
            return [{"key": list(key) if isinstance(key, tuple) else [key], "count": count} for key, count in counter.most_common()]

        return {
            "why": [{"what": cause.what, "old": cause.old, "new": cause.new} for cause in self.causes],
            "articles_gained": plain(self.articles_gained),
            "articles_lost": plain(self.articles_lost),
            "mentions_in_both": self.mentions,
            "mentions_gained": plain(self.mentions_gained),
            "mentions_lost": plain(self.mentions_lost),
            "voices": plain(self.voices),
            "moves": [{name: getattr(move, name) for name in ShareMove.__slots__} for move in self.moves],
        }


def compare_runs(old: Path, new: Path) -> RunDifference:
    """What changed from the run in folder `old` to that in `new`, and why.

    Raises FramingError for a folder that holds no finished run.
    """
    causes = tuple(_causes(_manifest(old), _manifest(new)))
    before, after = _outlets(old), _outlets(new)
    mentions = [_mentions(folder) for folder in (old, new)]
    common = mentions[0].keys() & mentions[1].keys()
    voices = Counter((key[4], mentions[0][key], mentions[1][key]) for key in common if mentions[0][key] != mentions[1][key])
    return RunDifference(
        causes,
        Counter(outlet for article, outlet in after.items() if article not in before),
        Counter(outlet for article, outlet in before.items() if article not in after),
        len(common),
        Counter((after.get(key[0], ""), key[4]) for key in mentions[1].keys() - common),
        Counter((before.get(key[0], ""), key[4]) for key in mentions[0].keys() - common),
        voices,
        tuple(_moves(_shares(old), _shares(new))),
    )


def _counts(counter: Counter[Any], sign: str, limit: int) -> Iterator[str]:
    """The largest counts, and how many more there are."""
    for key, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:limit]:
        yield f"  {sign}{count} {' '.join(key) if isinstance(key, tuple) else key or '(no outlet)'}"
    if len(counter) > limit:
        yield f"  {sign}{sum(counter.values())} in all"


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / _MANIFEST
    if not path.is_file():
        hint = "give the folder of a report, as reports/demo"
        raise FramingError(Problem(Place(str(folder)), "run-not-found", f"there is no {_MANIFEST}: no finished run", hint))
    found: Mapping[str, Any] = read_json(path)
    return found


def _causes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Cause]:
    """Every entry of the manifests that differs, but for the digests of the tables that follow from them."""
    flat = [dict(_flat({key: value for key, value in each.items() if key != "tables"})) for each in (old, new)]
    for name in sorted(flat[0].keys() | flat[1].keys()):
        values = [each.get(name, "-") for each in flat]
        if values[0] != values[1]:
            yield Cause(name, *values)


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """A nested mapping as pairs of path and text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _outlets(folder: Path) -> dict[str, str]:
    """The outlet of every article of a run."""
    columns = read_columns(folder / "tables" / "articles.parquet", ["article", "outlet"])
    return {article: outlet or "" for article, outlet in zip(columns["article"], columns["outlet"], strict=True)}


def _mentions(folder: Path) -> dict[Key, str]:
    """The voice of every mention of a run."""
    columns = read_columns(folder / "tables" / "mentions.parquet", [*_MENTION, "voice"])
    return dict(zip(zip(*(columns[name] for name in _MENTION), strict=True), columns["voice"], strict=True))


def _shares(folder: Path) -> dict[Key, tuple[float, float, float]]:
    """Value and interval of every share of a run that is no series."""
    columns = read_columns(folder / "tables" / "estimates.parquet", [*_CELL, "value", "low", "high"])
    keys = zip(*(columns[name] for name in _CELL), strict=True)
    values = zip(*(columns[name] for name in ("value", "low", "high")), strict=True)
    return {key: value for key, value in zip(keys, values, strict=True) if key[0] == _MEASURE and "/" not in key[1]}


def _moves(old: Mapping[Key, tuple[float, float, float]], new: Mapping[Key, tuple[float, float, float]]) -> list[ShareMove]:
    """The shares that are in both runs and differ, largest moves first."""
    moves = []
    for key in old.keys() & new.keys():
        (before, low, high), (after, new_low, new_high) = old[key], new[key]
        if round(before, 9) != round(after, 9):
            _, grouping, group, _, category, voice = key
            moves.append(ShareMove(grouping, group, category, voice, before, after, high < new_low or new_high < low))
    return sorted(moves, key=lambda move: (-abs(move.new - move.old), move.grouping, move.group, move.category, move.voice))
