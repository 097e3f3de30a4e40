"""Words that set a group apart: log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.measure.columns import Floats, Ints, totals
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


@dataclass(frozen=True)
class Options:
    """How words are chosen: `top` a group, of those in at least `least` contexts; `prior` is the weight of the prior in words."""

    top: int = 12
    least: int = 5
    prior: float = 500.0
    replicates: int = 200
    seed: int = 0


@dataclass(frozen=True, eq=False)
class _Corpus:
    """The words of one language: counts per article, what each word counts in all, and the prior count of each."""

    language: str
    vocabulary: list[str]
    counts: Sparse
    whole: Floats
    alpha: Floats


def distinctive_words(
    contexts: Sequence[str],
    groups: Sequence[str],
    articles: Sequence[str],
    *,
    languages: Sequence[str] | None = None,
    options: Options | None = None,
) -> list[Keyword]:
    """The words that set each group apart from the others of its language, the most certain first.

    A context is a sentence around a mention; the same sentence is counted once an article. Words that only one article of a group
    has are left out. Intervals draw the articles of the group again (bootstrap).
    """
    chosen = options or Options()
    result: list[Keyword] = []
    spoken = list(languages) if languages is not None else [""] * len(contexts)
    for language in sorted(set(spoken)):
        rows = [row for row, each in enumerate(spoken) if each == language]
        names = sorted({groups[row] for row in rows})
        if len(names) < 2:
            continue
        index = {article: number for number, article in enumerate(sorted({articles[row] for row in rows}))}
        corpus = _read([(index[articles[row]], contexts[row]) for row in rows], language, chosen)
        if corpus is None:
            continue
        members: dict[str, set[int]] = {}
        for row in rows:
            members.setdefault(groups[row], set()).add(index[articles[row]])
        for place, name in enumerate(names):
            random = np.random.default_rng([chosen.seed, place])
            result += _of_group(corpus, name, np.array(sorted(members[name]), dtype=np.int64), random, chosen)
    return result


def _read(contexts: Sequence[tuple[int, str]], language: str, options: Options) -> _Corpus | None:
    """The words of contexts (article, text), None where fewer than two words are frequent enough."""
    tokens = [(article, word) for article, text in sorted(set(contexts)) for word in words_of(text)]
    frequency = Counter(word for _, word in tokens)
    vocabulary = sorted(word for word, n in frequency.items() if n >= options.least)
    if len(vocabulary) < 2:
        return None  # one word alone has nothing to be more frequent than
    number = {word: place for place, word in enumerate(vocabulary)}
    kept = np.array([(article, number[word]) for article, word in tokens if word in number], dtype=np.int64)
    counts = aggregate(kept[:, 0], kept[:, 1], len(vocabulary))
    whole = totals(counts.key, counts.n, len(vocabulary))
    return _Corpus(language, vocabulary, counts, whole, whole / whole.sum() * options.prior)


def log_odds(ours: Floats, theirs: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The log-odds of every word, ours against theirs, and z; `alpha` is the prior count of each word."""
    a, b = ours + alpha, theirs + alpha
    delta = np.log(a / (a.sum() - a)) - np.log(b / (b.sum() - b))
    return delta, delta / np.sqrt(1 / a + 1 / b)


def _of_group(corpus: _Corpus, name: str, members: Ints, random: np.random.Generator, options: Options) -> list[Keyword]:
    """The words that one group has more of."""
    mine = np.isin(corpus.counts.article, members)
    article, key, n = corpus.counts.article[mine], corpus.counts.key[mine], corpus.counts.n[mine]
    size = len(corpus.vocabulary)
    ours, spread = totals(key, n, size), np.bincount(key, minlength=size)
    theirs = corpus.whole - ours
    delta, z = log_odds(ours, theirs, corpus.alpha)
    order = [int(word) for word in np.lexsort((np.arange(size), -z)) if z[word] > 0 and spread[word] > 1][: options.top]
    if not order:
        return []
    index = np.searchsorted(members, article)
    drawn = np.empty((options.replicates, len(order)))
    for turn in range(options.replicates):
        times = np.bincount(random.integers(0, len(members), len(members)), minlength=len(members))
        drawn[turn] = log_odds(totals(key, n * times[index], size), theirs, corpus.alpha)[0][order]
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    return [
        Keyword(
            group=name,
            language=corpus.language,
            word=corpus.vocabulary[word],
            count=int(ours[word]),
            articles=int(spread[word]),
            value=float(delta[word]),
            low=float(low[place]),
            high=float(high[place]),
            z=float(z[word]),
        )
        for place, word in enumerate(order)
    ]
