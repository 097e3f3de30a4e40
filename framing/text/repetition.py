"""Lines that an outlet prints under many articles: menus, appeals, background that no list knows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_SHORTEST = 12
_NO_LETTERS = re.compile(r"[\W\d_]+")


def line_hash(line: str) -> int | None:
    """A number for the line that ignores case, digits and spacing; None for lines too short to tell anything."""
    words = _NO_LETTERS.sub("", line.casefold())
    if len(words) < _SHORTEST:
        return None
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def line_hashes(text: str) -> frozenset[int]:
    """The hashes of all lines of the text that are long enough."""
    return frozenset(hashed for line in text.splitlines() if (hashed := line_hash(line)) is not None)


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """What the detector needs of one article: outlet, cluster of near-duplicates (copies count once), line hashes, title hash."""

    outlet: str
    cluster: int
    lines: frozenset[int]
    title: int | None = field(default=None)


def repeated_lines(articles: Iterable[ArticleLines], *, min_articles: int = 3, min_share: float = 0.02) -> Mapping[str, frozenset[int]]:
    """For each outlet the hashes of lines that stand in at least `min_articles` of its articles and in `min_share` of them.

    A line that is the title of another article of the outlet is a link to it and counts from the first time.
    """
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    titles: dict[str, dict[int, int]] = defaultdict(dict)
    counted: set[tuple[str, int]] = set()
    linked: dict[str, set[int]] = defaultdict(set)
    collected = list(articles)
    for article in collected:
        if article.title is not None:
            titles[article.outlet].setdefault(article.title, article.cluster)
        if (article.outlet, article.cluster) not in counted:
            counted.add((article.outlet, article.cluster))
            sizes[article.outlet] += 1
            seen[article.outlet].update(article.lines)
    for article in collected:
        own = titles[article.outlet]
        linked[article.outlet].update(line for line in article.lines & own.keys() if own[line] != article.cluster)
    return {
        outlet: frozenset(line for line, count in counts.items() if count >= max(min_articles, min_share * sizes[outlet]))
        | frozenset(linked[outlet])
        for outlet, counts in seen.items()
    }
