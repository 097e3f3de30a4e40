"""Words that set a group apart: log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.measure.columns import Codes, Floats, Ints, encode
from framing.measure.tally import Sparse, aggregate

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word and how much more (value > 0) a group uses it than the others of its language: log-odds with interval, and z."""

    group: str
    language: str
    word: str
    count: int
    articles: int
    value: float
    low: float
    high: float
    z: float


def words_of(text: str) -> list[str]:
    """The words of a text in small letters; numbers are none."""
    return _WORD.findall(text.lower())


def distinctive_words(  # noqa: PLR0913 - the options are independent and named
    contexts: Sequence[str],
    groups: Sequence[str],
    articles: Sequence[str],
    *,
    languages: Sequence[str] | None = None,
    seed: int = 0,
    top: int = 12,
    replicates: int = 200,
    least: int = 5,
    prior: float = 500.0,
) -> list[Keyword]:
    """The words that set each group apart from the others of its language, the most certain first.

    A context is a sentence around a mention; the same sentence is counted once an article. Words in fewer than `least` contexts or in
    fewer than two articles of a group are left out. Intervals draw articles again (bootstrap).
    """
    result: list[Keyword] = []
    spoken = list(languages) if languages is not None else [""] * len(contexts)
    for language in sorted(set(spoken)):
        rows = [row for row, each in enumerate(spoken) if each == language]
        if len({groups[row] for row in rows}) > 1:
            chosen = [[column[row] for row in rows] for column in (contexts, groups, articles)]
            result += _of_language(language, *chosen, seed=seed, top=top, replicates=replicates, least=least, prior=prior)
    return result


def _of_language(  # noqa: PLR0913 - as distinctive_words
    language: str,
    contexts: Sequence[str],
    groups: Sequence[str],
    articles: Sequence[str],
    *,
    seed: int,
    top: int,
    replicates: int,
    least: int,
    prior: float,
) -> list[Keyword]:
    """The keywords of the groups that write in one language."""
    article, seen = encode(articles), set()
    tokens: list[tuple[int, str]] = []
    for row, context in enumerate(contexts):
        place = (int(article.codes[row]), context)
        if place not in seen:
            seen.add(place)
            tokens += [(place[0], word) for word in words_of(context)]
    frequency = Counter(word for _, word in tokens)
    vocabulary = sorted(word for word, n in frequency.items() if n >= least)
    if not vocabulary:
        return []
    number = {word: place for place, word in enumerate(vocabulary)}
    kept = [(where, number[word]) for where, word in tokens if word in number]
    counts = aggregate(np.array([a for a, _ in kept], dtype=np.int64), np.array([w for _, w in kept], dtype=np.int64), len(vocabulary))
    names = sorted(set(groups))
    of_article = np.zeros(len(article.values), dtype=np.int64)
    of_article[article.codes] = [names.index(group) for group in groups]
    whole = np.bincount(counts.key, weights=counts.n, minlength=len(vocabulary))
    alpha = whole / whole.sum() * prior
    result = []
    for place, name in enumerate(names):
        members = np.flatnonzero(of_article == place)
        if len(members):
            result += _of_group(counts, whole, alpha, members, (name, language), vocabulary, (seed, place, top, replicates))
    return result


def log_odds(ours: Floats, theirs: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The log-odds of every word, ours against theirs, and z; `alpha` is the prior count of each word."""
    a, b = ours + alpha, theirs + alpha
    delta = np.log(a / (a.sum() - a)) - np.log(b / (b.sum() - b))
    return delta, delta / np.sqrt(1 / a + 1 / b)


def _of_group(  # noqa: PLR0913, PLR0917 - one group against the others
    counts: Sparse, whole: Floats, alpha: Floats, members: Ints, name: tuple[str, str], vocabulary: Sequence[str], options: tuple[int, int, int, int]
) -> list[Keyword]:
    """The words that one group has more of."""
    seed, place, top, replicates = options
    mine = np.isin(counts.article, members)
    article, key, n = counts.article[mine], counts.key[mine], counts.n[mine]
    ours = np.bincount(key, weights=n, minlength=len(vocabulary))
    spread = np.bincount(key, minlength=len(vocabulary))
    delta, z = log_odds(ours, whole - ours, alpha)
    order = [int(word) for word in np.lexsort((np.arange(len(z)), -z)) if z[word] > 0 and spread[word] > 1][:top]
    if not order:
        return []
    random = np.random.default_rng([seed, place])
    index = np.searchsorted(members, article)
    drawn = np.empty((replicates, len(order)))
    for turn in range(replicates):
        times = np.bincount(random.integers(0, len(members), len(members)), minlength=len(members))
        again = np.bincount(key, weights=n * times[index], minlength=len(vocabulary))
        drawn[turn] = log_odds(again, whole - ours, alpha)[0][order]
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0) if replicates else (delta[order], delta[order])
    return [
        Keyword(*name, vocabulary[word], int(ours[word]), int(spread[word]), float(delta[word]), float(low[i]), float(high[i]), float(z[word]))
        for i, word in enumerate(order)
    ]
