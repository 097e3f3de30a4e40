"""How often each article names what in whose voice: sparse counts per article, linear in the number of mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Bools, Codes, Column, Columns, Floats, Ints, encode, joined, ordered, translate, truths
from framing.records import VOICES

VOICE_SUMS: tuple[str, ...] = (*VOICES, "others", "all")
_REPORTED, _QUOTED = VOICES.index("reported"), VOICES.index("quoted")
Copies = Literal["per_outlet", "once", "all"]


@dataclass(frozen=True, eq=False)
class Sparse:
    """Counts of pairs (article, key) that occur; sorted by article, then key; every pair once; keys below `width`."""

    article: Ints
    key: Ints
    n: Floats
    width: int


@dataclass(frozen=True, eq=False)
class Tally:
    """What was counted, articles sorted by id: `counts` has keys category * 4 + voice, `speech` one a speaker.

    `weight` is 0 for articles that do not count; `left_out` says how many mentions were not counted, and why.
    """

    articles: tuple[str, ...]
    groups: Mapping[str, Codes]
    weight: Floats
    counts: Sparse
    speakers: tuple[str, ...]
    speech: Sparse
    words: Floats | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)


def aggregate(article: Ints, key: Ints, width: int) -> Sparse:
    """How often each pair (article, key) occurs."""
    pairs, n = np.unique(article * width + key, return_counts=True)
    return Sparse(pairs // width, pairs % width, n.astype(np.float64), width)


def merge(article: Ints, key: Ints, n: Floats, width: int) -> Sparse:
    """The sums of n over equal pairs (article, key), of rows that are already sorted by article, then key."""
    if not len(n):
        return Sparse(article, key, n, width)
    start = np.flatnonzero(np.concatenate([[True], (np.diff(article) != 0) | (np.diff(key) != 0)]))
    return Sparse(article[start], key[start], np.add.reduceat(n, start), width)


def in_voice(tally: Tally, voice: str) -> Sparse:
    """The counts per article and category in one voice, or in the sums `others` (reported and quoted) and `all`."""
    counts = tally.counts
    width = counts.width // len(VOICES)
    if voice == "all":
        return merge(counts.article, counts.key // len(VOICES), counts.n, width)
    of = counts.key % len(VOICES)
    chosen = (of == _REPORTED) | (of == _QUOTED) if voice == "others" else of == VOICES.index(voice)
    return merge(counts.article[chosen], counts.key[chosen] // len(VOICES), counts.n[chosen], width)


def tally_mentions(
    articles: Columns,
    mentions: Columns,
    *,
    codebook: Codebook,
    groupings: Sequence[str] = ("outlet",),
    weights: Sequence[float] | None = None,
    parts: Sequence[str] = ("headline", "body"),
    negated: bool = False,
) -> Tally:
    """The counts of all mentions that count, per article, with the groups of the articles.

    `articles` has the column `article`, each column named in `groupings` ("outlet/week" joins two), and perhaps `words` and
    `relevant`. `mentions` has `article, category, voice` and perhaps `part, in_scope, negated, source_group, source_name, source`.
    Left out: other parts than `parts`, what is out of scope, negated mentions (a denied word is no naming) unless `negated`.
    """
    # sorted by id, so that neither sums nor shuffles hang on the order of rows
    ids = encode(articles["article"])
    if len(ids.values) != len(ids):
        raise ValueError("the articles table has an id twice")
    order = np.array(sorted(range(len(ids)), key=ids.values.__getitem__), dtype=np.int64)
    names = tuple(ids.values[row] for row in order.tolist())
    rows = translate(mentions["article"], {value: number for number, value in enumerate(names)})
    category = translate(mentions["category"], {value: number for number, value in enumerate(codebook.categories)})
    voice = translate(mentions["voice"], {value: number for number, value in enumerate(VOICES)})
    weight = _article_weights(articles, weights)[order]
    excluded = _reasons(mentions, rows, category, voice, weight=weight, parts=parts, negated=negated)
    keep = np.ones(len(rows), dtype=bool)
    left_out: dict[str, int] = {}
    for reason, mask in excluded.items():
        hit = keep & mask
        if hit.any():
            left_out[reason] = int(hit.sum())
        keep &= ~mask
    kept = rows[keep]
    counts = aggregate(kept, category[keep] * len(VOICES) + voice[keep], len(codebook.categories) * len(VOICES))
    speakers, speech = _speech(mentions, rows, voice, keep)
    words = articles.get("words")
    groups = {name: _grouping(articles, name) for name in groupings}
    return Tally(
        articles=names,
        groups={
            "all": Codes(("all",), np.zeros(len(ids), dtype=np.int64)),
            **{name: Codes(each.values, each.codes[order]) for name, each in groups.items()},
        },
        weight=weight,
        counts=counts,
        speakers=speakers,
        speech=speech,
        words=None if words is None else np.asarray(words, dtype=np.float64)[order],
        left_out=left_out,
    )


def _article_weights(articles: Columns, weights: Sequence[float] | None) -> Floats:
    """The weight of every article: as given, 0 where the column `relevant` says no."""
    length = len(articles["article"])
    weight = np.ones(length) if weights is None else np.array(weights, dtype=np.float64)
    relevant = truths(articles.get("relevant"), length, default=True)
    result: Floats = np.where(relevant, weight, 0.0)
    return result


def _reasons(
    mentions: Columns, rows: Ints, category: Ints, voice: Ints, *, weight: Floats, parts: Sequence[str], negated: bool
) -> dict[str, Bools]:
    """For every reason to leave a mention out, the mentions it hits; the first that hits is the one that is counted."""
    length = len(rows)
    part = mentions.get("part")
    not_counted = np.append(weight <= 0, False)[rows]
    reasons = {
        "article unknown": rows < 0,
        "category not in the codebook": category < 0,
        "voice unknown": voice < 0,
        "article not counted": not_counted,
        "part not counted": np.zeros(length, dtype=bool) if part is None else translate(part, dict.fromkeys(parts, 1)) < 0,
        "out of scope": ~truths(mentions.get("in_scope"), length, default=True),
    }
    if not negated:
        reasons["negated"] = truths(mentions.get("negated"), length, default=False)
    return reasons


def _speech(mentions: Columns, rows: Ints, voice: Ints, keep: Bools) -> tuple[tuple[str, ...], Sparse]:
    """Who speaks: per article the mentions in the mouth of each group of speakers, else of each named speaker."""
    names = np.full(len(rows), -1, dtype=np.int64)
    index: dict[str, int] = {}
    for column in ("source_group", "source_name"):
        if column in mentions:
            coded = encode(mentions[column])
            for value in coded.values:
                if value:
                    index.setdefault(value, len(index))
            names = np.where(names < 0, translate(coded, index), names)
    used = keep & ((voice == _REPORTED) | (voice == _QUOTED)) & (names >= 0)
    known = list(index)
    speakers = sorted(known[number] for number in np.unique(names[used]))
    place = np.array([speakers.index(name) if name in speakers else -1 for name in known], dtype=np.int64)
    return tuple(speakers), aggregate(rows[used], place[names[used]] if known else names[used], max(len(speakers), 1))


def _grouping(articles: Columns, name: str) -> Codes:
    """The groups of a column, or of several joined by a slash."""
    columns: list[Column] = [articles[part] for part in name.split("/")]
    return ordered(columns[0]) if len(columns) == 1 else joined(columns)


def weigh_copies(articles: Columns, *, copies: Copies = "per_outlet") -> list[float]:
    """1 for every article that counts, 0 for further copies of the same text (column `cluster`).

    The earliest copy counts (by date, then id): one in each outlet (`per_outlet`), one overall (`once`), or every copy (`all`).
    """
    count = len(articles["article"])
    if copies == "all" or "cluster" not in articles:
        return [1.0] * count
    clusters = encode(articles["cluster"])
    alone = np.array([value in ("", "nan") or value.startswith("-") for value in clusters.values] + [True])[clusters.codes]
    outlets = encode(articles["outlet"]).codes if copies == "per_outlet" else np.zeros(count, dtype=np.int64)
    dates = ordered(_latest_if_unknown(articles["date"]) if "date" in articles else [""] * count)
    order = np.lexsort((ordered(articles["article"]).codes, dates.codes))
    _, first = np.unique((clusters.codes * (outlets.max(initial=0) + 1) + outlets)[order], return_index=True)
    weight = np.zeros(count)
    weight[order[first]] = 1.0
    weight[alone] = 1.0
    return [float(each) for each in weight]


def _latest_if_unknown(dates: Column) -> list[str]:
    """The dates as text, one that is not known after all others."""
    coded = encode(dates)
    return [coded.values[code] or "~" for code in coded.codes.tolist()]
