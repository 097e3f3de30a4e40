"""Candidates for a lexicon from a corpus: what stands more often near known terms than elsewhere, and what looks like a known term.

Nothing is added by itself: each candidate comes with its counts and with concordance lines, and a person decides.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from framing.lexicon.compile import CompiledLexicon
from framing.measure.keyness import log_odds
from framing.records import Article, Field
from framing.run.concordance import Corpus, Line, concordance_line
from framing.text.sentences import SentenceRules, split_sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_SHORTEST = 4
# z and likelihood ratio from which on chance is no good explanation (p < .01 and < .001)
_LEAST_Z, _LEAST_RATIO = 2.58, 10.83
_PRIOR = 500.0
_SHARED = 5
_ENDING = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: `top` candidates by each measure and category, each in at least `least` sentences, with `lines` lines."""

    category: str | None = None
    top: int = 10
    least: int = 3
    lines: int = 2


@dataclass(slots=True)
class Suggestion:
    """A word or pair of words: how often it stands in sentences with a term of the category and elsewhere, and what speaks for it."""

    language: str
    category: str
    text: str
    near: int
    elsewhere: int
    articles: int = 0
    keyness: float | None = None
    with_term: str | None = None
    association: float | None = None
    like: str | None = None
    forms: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def __str__(self) -> str:
        reasons = [f"keyness {self.keyness}"] if self.keyness is not None else []
        reasons += [f"with {self.with_term!r} {self.association}"] if self.with_term else []
        reasons += [f"like {self.like!r}"] if self.like else []
        also = f" (also {', '.join(self.forms[1:])})" if len(self.forms) > 1 else ""
        counts = f"{self.near} sentences near known terms, {self.elsewhere} elsewhere, {self.articles} articles"
        return f"{self.language} {self.category}: {self.text}{also}: {counts}; {'; '.join(reasons)}"

    def record(self) -> dict[str, Any]:
        """The suggestion as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence: where it stands, the numbers of its candidates, and the terms in it with their categories."""

    text: int
    start: int
    end: int
    units: tuple[int, ...]
    terms: frozenset[tuple[str, str]]

    def names(self, category: str) -> bool:
        """Whether a term of the category is in it."""
        return any(name == category for name, _ in self.terms)


@dataclass
class _Texts:
    """All texts of one language by sentences, and the candidates by number."""

    texts: list[tuple[Article, Field, str]] = field(default_factory=list)
    sentences: list[_Sentence] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    # places inside a sentence, all and with a capital letter: of each candidate, and of known terms under ""
    inner: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    def read(self, article: Article, name: Field, text: str, compiled: CompiledLexicon) -> None:
        """Takes in one text; words inside a hit are no candidates, they are found already."""
        hits = compiled.settled(text)
        for start, end in split_sentences(text, SentenceRules()):
            inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
            units: set[int] = set()
            for unit, first, last in _units(text, start, end):
                if not any(first < hit.end and hit.start < last for hit in inside):
                    units.add(self.numbers.setdefault(unit, len(self.numbers)))
                    self._note_capitals(unit, text[first:last], inner=first > start)
            for hit in inside:
                self._note_capitals("", text[hit.start : hit.end], inner=hit.start > start)
            terms = frozenset((category, hit.entry.text) for hit in inside for category in hit.entry.categories)
            self.sentences.append(_Sentence(len(self.texts), start, end, tuple(sorted(units)), terms))
        self.texts.append((article, name, text))

    def _note_capitals(self, unit: str, surface: str, *, inner: bool) -> None:
        """Counts whether it is written with a capital letter where no sentence begins."""
        self.inner[unit] += inner
        self.capital[unit] += inner and surface != surface.lower()

    def is_name(self, unit: str) -> bool:
        """Whether it is mostly written with a capital letter, in a language that does not write known terms so."""
        return 2 * self.capital[unit] > self.inner[unit] and 2 * self.capital[""] <= self.inner[""]

    def show(self, chosen: Sequence[Suggestion], limit: int) -> None:
        """Gives each suggestion the number of its articles and concordance lines, each from another article."""
        wanted = {self.numbers[each.text]: each for each in chosen}
        seen: defaultdict[int, set[str]] = defaultdict(set)
        for sentence in self.sentences:
            for number in wanted.keys() & sentence.units:
                article, name, text = self.texts[sentence.text]
                each = wanted[number]
                if article.id not in seen[number] and len(each.lines) < limit:
                    units = _units(text, sentence.start, sentence.end)
                    each.lines.append(concordance_line(article, name, text, *next(place for unit, *place in units if unit == each.text)))
                seen[number].add(article.id)
        for number, each in wanted.items():
            each.articles = len(seen[number])


def suggest(corpus: Corpus, lexicons: Mapping[str, CompiledLexicon], wanted: Wanted | None = None) -> list[Suggestion]:
    """The candidates for each language and category, those with the most evidence first."""
    wanted = wanted or Wanted()
    texts: defaultdict[str, _Texts] = defaultdict(_Texts)
    for article, language, name, text in corpus.fields():
        if language in lexicons:
            texts[language].read(article, name, text, lexicons[language])
    result: list[Suggestion] = []
    for language in sorted(texts):
        for category in lexicons[language].lexicon.categories:
            if wanted.category in (None, category):
                result.extend(_of_category(texts[language], lexicons[language], category, wanted))
    return result


def _units(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words of a sentence in small letters, and pairs of neighbours with nothing but a space between."""
    words = list(_WORD.finditer(text, start, end))
    for match in words:
        if match.end() - match.start() >= _SHORTEST:
            yield match.group().lower(), *match.span()
    for one, other in itertools.pairwise(words):
        if max(len(one.group()), len(other.group())) > _SHORTEST and text[one.end() : other.start()] in (" ", "\u00a0"):
            yield f"{one.group()} {other.group()}".lower(), one.start(), other.end()


def _of_category(texts: _Texts, compiled: CompiledLexicon, category: str, wanted: Wanted) -> list[Suggestion]:
    """The candidates for one category: the best by keyness, by collocation, and by likeness to a known term."""
    near: Counter[int] = Counter()
    whole: Counter[int] = Counter()
    for sentence in texts.sentences:
        whole.update(sentence.units)
        if sentence.names(category):
            near.update(sentence.units)
    counts = {
        unit: (near[number], whole[number] - near[number])
        for unit, number in texts.numbers.items()
        if whole[number] >= wanted.least and not texts.is_name(unit)
    }
    found: dict[str, Suggestion] = {}

    def noted(unit: str) -> Suggestion:
        return found.setdefault(unit, Suggestion(compiled.lexicon.language, category, unit, *counts[unit], forms=[unit]))

    for unit, z in _key_words(counts)[: 3 * wanted.top]:
        noted(unit).keyness = z
    for unit, term, ratio in _collocations(texts, category, counts)[: 3 * wanted.top]:
        noted(unit).with_term, noted(unit).association = term, ratio
    for unit, known in _neighbours(sorted(counts), compiled, category)[: 3 * wanted.top]:
        noted(unit).like = known
    chosen = _families(found.values(), wanted.top)
    texts.show(chosen, wanted.lines)
    return chosen


def _key_words(counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, float]]:
    """The candidates that stand near terms of the category more often than elsewhere, by log-odds with a Dirichlet prior."""
    candidates = sorted(counts)
    ours, theirs = (np.array([counts[unit][side] for unit in candidates], dtype=np.float64) for side in (0, 1))
    if len(candidates) < 2 or not ours.sum() or not theirs.sum():
        return []  # nothing to compare with
    whole = ours + theirs
    # a prior that outweighs a small corpus would leave nothing to see
    _, z = log_odds(ours, theirs, whole / whole.sum() * min(_PRIOR, whole.sum() / 10))
    ranked = sorted(zip(candidates, z.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return [(unit, round(value, 2)) for unit, value in ranked if value >= _LEAST_Z and counts[unit][0] > 1]


def _collocations(texts: _Texts, category: str, counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, str, float]]:
    """The candidates that keep company with one term of the category: candidate, term, likelihood ratio over sentences."""
    # nltk takes half a second to import
    from nltk.metrics.association import BigramAssocMeasures

    units = {texts.numbers[unit]: unit for unit, (near, _) in counts.items() if near > 1}
    together: Counter[tuple[str, str]] = Counter()
    terms: Counter[str] = Counter()
    for sentence in texts.sentences:
        for name, term in sentence.terms:
            if name == category:
                terms[term] += 1
                together.update((units[number], term) for number in sentence.units if number in units)
    best: dict[str, tuple[float, str]] = {}
    for (unit, term), count in sorted(together.items()):
        margins = (sum(counts[unit]), terms[term])
        if count > 1 and count * len(texts.sentences) > margins[0] * margins[1]:
            ratio = float(BigramAssocMeasures.likelihood_ratio(count, margins, len(texts.sentences)))
            if ratio >= _LEAST_RATIO and ratio > best.get(unit, (0.0, ""))[0]:
                best[unit] = (ratio, term)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return [(unit, term, round(ratio, 1)) for unit, (ratio, term) in ranked]


def _neighbours(candidates: Sequence[str], compiled: CompiledLexicon, category: str) -> list[tuple[str, str]]:
    """The single words that are spelt like a known one or made from the same stem, those that share most first."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for entry in compiled.lexicon.entries:
        if category in entry.categories:
            for form in compiled.forms_of(entry):
                word = form.lower().rstrip("*")
                if " " not in word and "*" not in word and len(word) >= _SHARED:
                    known[word[:2]].add(word)
    found: list[tuple[float, str, str]] = []
    for unit in candidates:
        if " " in unit or len(unit) < _SHARED:
            continue
        # a known word stands here where its conditions did not hold
        words = known.get(unit[:2], set())
        # of words that are equally like it the shortest is named, which has the least of an ending
        likeness, _, word = min(((-_likeness(unit, word), len(word), word) for word in words if unit not in words), default=(0.0, 0, ""))
        if likeness:
            found.append((likeness, unit, word))
    return [(unit, word) for _, unit, word in sorted(found)]


def _likeness(unit: str, word: str) -> float:
    """How alike two words are, from 0 (not) to 1: the same stem with another ending or suffix, or one letter that differs."""
    shared = next((n for n, (one, other) in enumerate(zip(unit, word, strict=False)) if one != other), min(len(unit), len(word)))
    longest = max(len(unit), len(word))
    if shared >= _SHARED and shared >= 0.6 * longest:
        return shared / longest
    rest = unit[shared:], word[shared:]
    one_letter = rest[0][1:] == rest[1][1:] or rest[0] == rest[1][1:] or rest[0][1:] == rest[1]
    return (longest - 1) / longest if one_letter and longest > _SHARED else 0.0


def _families(found: Iterable[Suggestion], top: int) -> list[Suggestion]:
    """The suggestions with the most evidence, forms of one word together under the one that is met most often."""
    ranked = sorted(found, key=_evidence)
    whole = {(word, each.near, each.elsewhere) for each in ranked if " " in each.text for word in each.text.split()}
    # a word that stands in one pair only says nothing that the pair does not
    ranked = [each for each in ranked if (each.text, each.near, each.elsewhere) not in whole]
    families: list[Suggestion] = []
    for each in ranked:
        relative = next((one for one in families if _is_form(one.text, each.text)), None)
        if relative is None:
            families.append(each)
        else:
            relative.forms.append(each.text)
            relative.like = relative.like or each.like
    return families[: 2 * top]


def _evidence(each: Suggestion) -> tuple[int, float, str]:
    """More kinds of evidence first, then the stronger."""
    kinds = sum(value is not None for value in (each.keyness, each.association, each.like))
    return -kinds, -((each.keyness or 0.0) + (each.association or 0.0) ** 0.5), each.text


def _is_form(one: str, other: str) -> bool:
    """Whether two candidates look like forms of one word: all but short endings are the same, word by word."""
    words = list(zip(one.split(), other.split(), strict=False))
    return one.count(" ") == other.count(" ") and all(
        abs(len(first) - len(second)) <= _ENDING and first[: _stem(first)] == second[: _stem(first)] for first, second in words
    )


def _stem(word: str) -> int:
    """How many letters of a word are surely no ending."""
    return max(_SHORTEST, len(word) - _ENDING)
