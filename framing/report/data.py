"""Everything that charts and page show, as one plain record: nothing here draws or writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from framing.codebook import Category, Codebook, Dimension
from framing.errors import Problem
from framing.measure.compare import Difference
from framing.measure.copies import CopiesEffect
from framing.measure.keyness import Keyword
from framing.records import Estimate
from framing.report.evidence import UNNAMED, Corpus, Evidence, Table, collect_evidence, one_line, visible
from framing.report.labels import Labels, load_labels

TEXT_MODES = ("full", "excerpt", "none")


@dataclass(frozen=True)
class StudyCard:
    """What the study says about its report: `text` is full, excerpt or none; `charts` picks and orders (empty: all)."""

    name: str
    title: str = ""
    question: str = ""
    language: str = "en"
    grouping: str = "outlet"
    text: str = "full"
    charts: tuple[str, ...] = ()
    command: str = ""
    note: str = ""
    copies: str = "per_outlet"
    parts: tuple[str, ...] = ("headline", "body")
    level: float = 0.95


@dataclass(frozen=True)
class ReportTables:
    """The tables of a run as columns; `articles` may have `counted` (does it count) and `words`."""

    articles: Table
    mentions: Table
    sentences: Table | None = None


@dataclass(frozen=True)
class Results:
    """What was measured."""

    estimates: Sequence[Estimate]
    differences: Sequence[Difference] = ()
    keywords: Sequence[Keyword] = ()
    copies: Sequence[CopiesEffect] = ()


@dataclass(frozen=True)
class CoderScore:
    """How well a coder does against people in one language: value with interval, on n coded units."""

    coder: str
    language: str
    measure: str
    value: float
    n: int
    low: float | None = None
    high: float | None = None
    target: str = ""


@dataclass(frozen=True)
class Validity:
    """What is known about the coders, how many articles people coded (shares are corrected by them), who corrected mentions."""

    scores: tuple[CoderScore, ...] = ()
    coded: int = 0
    note: str = ""
    corrected_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """One outlet (or other group): its articles, those that count, words in all, languages, first and last day, and what fields lack."""

    name: str
    articles: int
    counted: int
    words: int
    languages: tuple[str, ...]
    dates: tuple[str, str] = ("", "")
    lacking: Mapping[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The name as it may be shown."""
        return one_line(self.name) or UNNAMED


@dataclass(frozen=True)
class CopyCluster:
    """Articles that are copies of one text: how many, in which groups, the title of the first."""

    articles: int
    groups: tuple[str, ...]
    title: str


@dataclass(frozen=True)
class Boilerplate:
    """A sentence that was left out as boilerplate: its words, how often it stands, in which groups."""

    text: str
    sentences: int
    groups: tuple[str, ...]


@dataclass(frozen=True)
class ReportData:
    """The report before it is drawn."""

    card: StudyCard
    labels: Labels
    codebook: Codebook
    groups: tuple[Group, ...]
    estimates: tuple[Estimate, ...]
    differences: tuple[Difference, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    copies: tuple[CopyCluster, ...] = ()
    copies_effect: tuple[CopiesEffect, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    dates: tuple[str, str] = ("", "")
    rejected: tuple[str, ...] = ()
    validity: Validity | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _index(self) -> dict[tuple[str, str, str, str, str, str], Estimate]:
        return {(each.measure, each.grouping, each.group, each.target, each.category, each.voice): each for each in self.estimates}

    def estimate(self, measure: str, group: str, target: str, category: str = "", voice: str = "own") -> Estimate | None:
        """The estimate of a group in the study's grouping (group "all": of the whole corpus); None where there is none."""
        grouping = "all" if group == "all" else self.card.grouping
        return self._index.get((measure, grouping, group, target, category, voice))

    def of_category(self, measure: str, group: str, category: str, voice: str = "own") -> Estimate | None:
        """As `estimate`, for a category."""
        return self.estimate(measure, group, self.codebook.dimension_of(category).id, category, voice)

    def series(self, measure: str) -> list[Estimate]:
        """The estimates of groups over time (grouping "outlet/week" or "outlet/day"), in the order of the table."""
        steps = (f"{self.card.grouping}/week", f"{self.card.grouping}/day")
        return [each for each in self.estimates if each.measure == measure and each.grouping in steps]

    def dimension(self, name: str) -> Dimension | None:
        """The dimension with this id, None where the codebook has none."""
        return next((each for each in self.codebook.dimensions if each.id == name), None)

    def terms(self, categories: Iterable[str]) -> str:
        """The titles of categories as one phrase: "terrorists or rioters"."""
        return self.labels("or").join(self.title_of(self.codebook.category(each)) for each in categories)

    def title_of(self, named: Category | Dimension) -> str:
        """The title of a category or dimension in the language of the report."""
        return visible(named.name(self.labels.language))

    @property
    def level(self) -> str:
        """The confidence of the intervals, as 95%."""
        return f"{100 * self.card.level:g}%"

    @property
    def units(self) -> str:
        """What the groups are called: outlets, or groups."""
        return self.labels("units_" + ("outlet" if self.card.grouping == "outlet" else "other"))

    @property
    def unit_column(self) -> str:
        """The head of the column of groups."""
        return self.labels("col_" + ("outlet" if self.card.grouping == "outlet" else "other"))

    @property
    def articles(self) -> int:
        """All articles of the corpus."""
        return sum(group.articles for group in self.groups)

    @property
    def counted(self) -> int:
        """The articles that count."""
        return sum(group.counted for group in self.groups)

    @cached_property
    def group_names(self) -> dict[str, str]:
        """How each group is written."""
        return {group.name: group.shown for group in self.groups}


def build_report(
    card: StudyCard,
    *,
    codebook: Codebook,
    tables: ReportTables,
    results: Results,
    validity: Validity | None = None,
    manifest: Mapping[str, Any] | None = None,
    rejects: Sequence[Problem | Mapping[str, Any]] = (),
) -> ReportData:
    """The report of a run, from its tables and estimates."""
    if card.text not in TEXT_MODES:
        raise ValueError(f"text is {card.text!r}, not one of {TEXT_MODES}")
    corpus = Corpus(tables.articles, tables.mentions, tables.sentences, card.grouping, card.parts)
    counted = counted_mentions(tables, card.parts)
    dates = sorted(str(date)[:10] for date in tables.articles.get("date", ()) if date)
    return ReportData(
        card=replace(
            card, title=one_line(card.title), question=one_line(card.question), note=one_line(card.note), command=one_line(card.command)
        ),
        labels=load_labels(card.language),
        codebook=codebook,
        groups=_groups(tables.articles, card.grouping),
        estimates=tuple(results.estimates),
        differences=tuple(results.differences),
        keywords=tuple(results.keywords),
        evidence=collect_evidence(corpus, counted=counted, text=card.text),
        copies=_copies(tables.articles, card.grouping, show_titles=card.text != "none"),
        copies_effect=tuple(results.copies),
        boilerplate=_boilerplate(tables, card.grouping) if card.text != "none" else (),
        dates=(dates[0], dates[-1]) if dates else ("", ""),
        rejected=tuple(_reject_line(each) for each in rejects),
        validity=validity,
        manifest=manifest or {},
    )


def _boilerplate(tables: ReportTables, grouping: str, *, most: int = 30) -> tuple[Boilerplate, ...]:
    """The sentences left out as boilerplate that stand most often."""
    if tables.sentences is None:
        return ()
    place = {article: row for row, article in enumerate(tables.articles["article"])}
    seen: dict[str, tuple[int, set[str]]] = {}
    fields = tables.sentences.get("field") or ["text"] * len(tables.sentences["article"])
    names = ("article", "start", "end", "part")
    for article, start, end, part, where in zip(*(tables.sentences[name] for name in names), fields, strict=True):
        if part == "boilerplate" and article in place:
            row = place[article]
            text = one_line(str(tables.articles["title" if where == "title" else "text"][row] or "")[start:end])[:160]
            count, groups = seen.get(text, (0, set()))
            seen[text] = count + 1, groups | {one_line(str(tables.articles[grouping][row] or "")) or UNNAMED}
    ranked = sorted(seen.items(), key=lambda item: (-item[1][0], item[0]))[:most]
    return tuple(Boilerplate(text, count, tuple(sorted(groups))) for text, (count, groups) in ranked)


def counted_mentions(tables: ReportTables, parts: Sequence[str] = ("headline", "body")) -> list[bool]:
    """For every mention whether it is in the numbers: in an article and a part that count, in scope, not denied."""
    articles, mentions = tables.articles, tables.mentions
    weight = articles.get("counted")
    counts = {article: weight is None or bool(weight[row]) for row, article in enumerate(articles["article"])}
    length = len(mentions["article"])
    part = mentions.get("part") or ["body"] * length
    scope = mentions.get("in_scope") or [True] * length
    denied = mentions.get("negated") or [False] * length
    rows = zip(mentions["article"], part, scope, denied, strict=True)
    return [counts.get(article, False) and where in parts and bool(inside) and not no for article, where, inside, no in rows]


def _groups(articles: Table, grouping: str) -> tuple[Group, ...]:
    """The groups with their sizes, by name."""
    members: dict[str, list[int]] = {}
    for row, name in enumerate(articles[grouping]):
        members.setdefault(str(name or ""), []).append(row)
    return tuple(_group(articles, name, rows) for name, rows in sorted(members.items()))


def _group(articles: Table, name: str, rows: Sequence[int]) -> Group:
    """One group from the rows of its articles."""
    words, counted, language = articles.get("words"), articles.get("counted"), articles.get("language")
    dates = sorted(str(articles["date"][row])[:10] for row in rows if articles["date"][row]) if "date" in articles else []
    return Group(
        name=name,
        articles=len(rows),
        counted=len(rows) if counted is None else sum(bool(counted[row]) for row in rows),
        words=0 if words is None else int(sum(words[row] for row in rows)),
        languages=tuple(sorted({str(language[row]) for row in rows if language[row]})) if language is not None else (),
        dates=(one_line(dates[0]), one_line(dates[-1])) if dates else ("", ""),
        lacking={
            column: sum(not articles[column][row] for row in rows) for column in ("title", "text", "date", "url") if column in articles
        },
    )


def _copies(articles: Table, grouping: str, *, show_titles: bool, most: int = 200) -> tuple[CopyCluster, ...]:
    """The clusters of copies, largest first."""
    clusters: dict[str, list[int]] = {}
    for row, cluster in enumerate(articles.get("cluster") or ()):
        if cluster is not None and cluster != "" and not str(cluster).startswith("-"):
            clusters.setdefault(str(cluster), []).append(row)
    titles = articles.get("title") if show_titles else None
    found = [
        CopyCluster(
            articles=len(rows),
            groups=tuple(sorted({one_line(str(articles[grouping][row] or "")) for row in rows})),
            title="" if titles is None else one_line(str(titles[rows[0]] or ""))[:160],
        )
        for rows in clusters.values()
        if len(rows) > 1
    ]
    return tuple(sorted(found, key=lambda each: (-each.articles, each.title, each.groups))[:most])


def _reject_line(reject: Problem | Mapping[str, Any]) -> str:
    """A rejected article in one line."""
    if isinstance(reject, Problem):
        return one_line(str(reject))
    return one_line(" · ".join(f"{key}: {value}" for key, value in reject.items() if value))
