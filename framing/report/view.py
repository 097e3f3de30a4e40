"""What stands in each section of the page: sentences, tables, charts and notes, in words and cells that the template only sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from framing.codebook import Dimension
from framing.measure.change import CHANGE
from framing.records import Estimate
from framing.report.charts.sheet import DrawnChart
from framing.report.data import CoderScore, ReportData
from framing.report.evidence import UNNAMED, Evidence, one_line
from framing.report.finding import Finding, find_finding
from framing.report.methods import methods_paragraph
from framing.report.wording import percent, range_of


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, what stands small beside it, and the evidence it opens (group, category, voice)."""

    text: str
    small: str = ""
    outlet: str = ""
    category: str = ""
    voice: str = ""
    opens: bool = False
    thin: bool = False
    number: float | None = None
    head: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of a row is its head."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    over: Sequence[str] = ()  # what stands small above the head of each column


@dataclass(frozen=True)
class Section:
    """One section: paragraphs, then charts, then tables, then a list."""

    id: str
    title: str
    paragraphs: Sequence[str] = ()
    charts: Sequence[DrawnChart] = ()
    tables: Sequence[Table] = ()
    items: Sequence[str] = ()
    code: str = ""
    warning: str = ""
    folded: Sequence[Table] = ()
    findings: Sequence[Finding] = ()
    lead: Sequence[Table] = ()  # tables that stand before the charts


def page_view(data: ReportData, charts: Sequence[DrawnChart], evidence: Evidence) -> list[Section]:
    """The sections in the order of the page."""
    say = data.labels
    by_name = {chart.name: chart for chart in charts}

    def pick(*names: str) -> list[DrawnChart]:
        return [by_name.pop(name) for name in names if name in by_name]

    validity = _validity(data, pick("coders"))
    sections = [
        Section("finding", say("section_finding"), findings=find_finding(data), warning=_thin_warning(data)),
        Section(
            "comparison",
            say("section_comparison"),
            [say("comparison_note", level=data.level)],
            pick("positions", "heatmap", "differences", "correspondence"),
            lead=_comparison(data),
        ),
    ]
    for dimension in data.codebook.dimensions:
        own = {"protesters": ("naming",)}.get(dimension.id, (dimension.id,))
        tables = dimension_tables(data, dimension)
        if tables:
            sections.append(Section(f"dimension-{dimension.id}", data.title_of(dimension), [], pick(*own), tables[:1], folded=tables[1:]))
    sections += [
        Section("voices", say("section_voices"), [say("voices_note")], pick("voices"), []),
        Section("sources", say("section_sources"), [say("sources_note")], pick("sources"), _sources(data)),
        Section("words", say("section_words"), [say("words_note")], pick("words"), []),
        Section("time", say("section_time"), [say("time_note")], pick("timeline"), _changes(data)),
        Section("more", say("section_more"), [], list(by_name.values()), []),
        _copies(data),
        validity,
        Section("methods", say("section_methods"), [methods_paragraph(data)]),
        _files(data, evidence),
    ]
    return [each for each in sections if (each.paragraphs and _worth(each)) or each.findings or each.charts or each.tables]


def _worth(section: Section) -> bool:
    """Whether a section has more than a note about charts that are not there."""
    return section.id not in ("voices", "sources", "words", "time") or bool(section.charts or section.tables)


def _thin_warning(data: ReportData) -> str:
    """A warning where most groups have too few articles."""
    few = [group for group in data.groups if group.counted < 5]
    if not few:
        return ""
    return data.labels("warning_thin", few=len(few), groups=len(data.groups), units=data.units)


def _comparison(data: ReportData) -> list[Table]:
    """The table of groups: for every dimension with valences the shares against and in favour in own words."""
    say = data.labels
    sides = [
        (dimension, side)
        for dimension in data.codebook.dimensions
        for side in ("against", "favour")
        if any(data.estimate("share_by_valence", group.name, dimension.id, side) for group in data.groups)
        and any(_on(category.valence, side) for category in dimension.categories)
    ]
    columns = [data.unit_column, say("col_articles")]
    columns += [_terms(data, dimension, side) for dimension, side in sides]
    over = ["", "", *(data.title_of(dimension) for dimension, _ in sides)]
    rows = []
    for group in data.groups:
        row = [
            Cell(group.shown, small=", ".join(group.languages), head=True),
            Cell(str(group.counted), small=f"/ {group.articles}" if group.articles != group.counted else "", number=group.counted),
        ]
        for dimension, side in sides:
            estimate = data.estimate("share_by_valence", group.name, dimension.id, side)
            categories = ",".join(category.id for category in dimension.categories if _on(category.valence, side))
            row.append(share_cell(estimate, category=categories))
        rows.append(row)
    return [Table(say("comparison_caption"), columns, rows, note=say("pale_note"), over=over)] if rows else []


def _on(valence: float | None, side: str) -> bool:
    return valence is not None and (valence < 0 if side == "against" else valence > 0)


def _terms(data: ReportData, dimension: Dimension, side: str) -> str:
    """The categories on one side in words."""
    return data.terms(category.id for category in dimension.categories if _on(category.valence, side))


def share_cell(estimate: Estimate | None, *, category: str = "") -> Cell:
    """A share with its interval; opens the sentences it counts."""
    if estimate is None:
        return Cell("–", thin=True)
    # the small sample of a thin cell stands beside it, so that nobody reads it as a finding
    return Cell(
        percent(estimate.value),
        small=range_of(estimate) if not estimate.thin else f"{range_of(estimate)} n={round(estimate.total)}",
        outlet="" if estimate.grouping == "all" else estimate.group or UNNAMED,
        category=category or estimate.category,
        voice=estimate.voice,
        opens=True,
        thin=estimate.thin,
        number=estimate.value,
    )


def dimension_tables(data: ReportData, dimension: Dimension) -> list[Table]:
    """The shares of a dimension: own words first, then the other voices, each a table of groups and categories."""
    tables = []
    for voice in ("own", "others", "reported", "quoted", "distanced"):
        rows = []
        for group in [*data.groups, None]:
            name = "all" if group is None else group.name
            found = [data.of_category("share_of_mentions", name, category.id, voice) for category in dimension.categories]
            total = next((each for each in found if each is not None), None)
            if total is None:
                continue
            head = Cell(data.labels("whole") if group is None else group.shown, head=True)
            count = Cell(f"{round(total.total)}", small=f"/ {total.articles}", number=total.total)
            rows.append([head, count, *(_full_cell(each) for each in found)])
        if rows:
            columns = [data.unit_column, data.labels("n_header"), *(data.title_of(category) for category in dimension.categories)]
            caption = f"{data.title_of(dimension)}: {data.labels('voice_' + voice)}"
            tables.append(Table(caption, columns, rows, note=_note_on_marks(data, rows)))
    return tables


def _note_on_marks(data: ReportData, rows: Sequence[Sequence[Cell]]) -> str:
    """What the marks in the cells of a table mean."""
    cells = [cell for row in rows for cell in row]
    marks = {"star_note": any(cell.text.endswith("*") for cell in cells), "corrected_note": any("→" in cell.small for cell in cells)}
    return " ".join(data.labels(name) for name, there in marks.items() if there)


def _full_cell(estimate: Estimate | None) -> Cell:
    """A share with interval, what correction by hand-coded articles makes of it, and a star where the group differs from the rest."""
    cell = share_cell(estimate)
    if estimate is not None and estimate.corrected is not None:
        cell = replace(cell, small=f"{cell.small} → {percent(estimate.corrected)}")
    differs = estimate is not None and estimate.q is not None and estimate.q <= 0.05
    return replace(cell, text=cell.text + "*") if differs else cell


def _sources(data: ReportData) -> list[Table]:
    """How varied the speakers of each group are."""
    rows = []
    for group in data.groups:
        estimate = data.estimate("entropy", group.name, "sources", "", "others")
        if estimate is not None:
            text = f"{2**estimate.value:.1f}"
            small = f"[{2**estimate.low:.1f}–{2**estimate.high:.1f}]"
            rows.append(
                [
                    Cell(group.shown, head=True),
                    Cell(
                        f"{round(estimate.total)}",
                        small=f"/ {estimate.articles}",
                        number=estimate.total,
                        outlet=group.name,
                        voice="others",
                        opens=True,
                    ),
                    Cell(text, small=small, thin=estimate.thin, number=estimate.value),
                ]
            )
    columns = [data.unit_column, data.labels("n_header"), data.labels("col_speakers")]
    return [Table(data.labels("speakers_caption"), columns, rows, note=data.labels("speakers_note"))] if rows else []


def _changes(data: ReportData) -> list[Table]:
    """How shares in own words changed from the study's baseline, a table for each dimension; nothing without a baseline."""
    tables = []
    for dimension in data.codebook.dimensions:
        rows = []
        for group in data.groups:
            found = [data.of_category(CHANGE, group.name, category.id) for category in dimension.categories]
            if any(found):
                rows.append([Cell(group.shown, head=True), *map(_change_cell, found)])
        if rows:
            columns = [data.unit_column, *(data.title_of(category) for category in dimension.categories)]
            caption = data.labels("change_caption", dimension=data.title_of(dimension))
            tables.append(Table(caption, columns, rows, note=data.labels("change_note")))
    return tables


def _change_cell(estimate: Estimate | None) -> Cell:
    """A change in points with its interval; a star where the interval leaves out no change at all."""
    if estimate is None:
        return Cell("–", thin=True)
    clear = "*" if not estimate.thin and (estimate.low > 0 or estimate.high < 0) else ""
    interval = f"[{100 * estimate.low:+.0f}; {100 * estimate.high:+.0f}]"
    return Cell(f"{100 * estimate.value:+.0f}{clear}", small=interval, thin=estimate.thin, number=estimate.value)


def _copies(data: ReportData) -> Section:
    """The copies found, and how they were counted."""
    say = data.labels
    rows = [
        [Cell(cluster.title or "—", head=True), Cell(str(cluster.articles), number=cluster.articles), Cell(", ".join(cluster.groups))]
        for cluster in data.copies[:50]
    ]
    how = say("copies_" + data.card.copies)
    text = [say("copies_none", how=how)]
    if data.copies:
        text = [say("copies_note", clusters=len(data.copies), articles=sum(each.articles for each in data.copies), how=how)]
    effects = [
        [
            Cell(data.group_names.get(each.group, each.group), head=True),
            Cell(str(each.counted), small=f"/ {each.articles}", number=each.counted),
            Cell(data.title_of(data.codebook.category(each.category))),
            Cell(percent(each.value), number=each.value),
            Cell(percent(each.with_copies), number=each.with_copies),
        ]
        for each in data.copies_effect
    ]
    heads = [data.unit_column, say("col_articles"), say("ev_category"), say("col_counted_once"), say("col_all_copies")]
    shown = [Table(say("effect_caption"), heads, effects)] if effects else []
    tables = [Table(say("copies_caption"), [say("col_title"), say("col_copies"), say("col_groups")], rows)] if rows else []
    return Section("copies", say("section_copies"), text, tables=shown, folded=tables)


def _validity(data: ReportData, charts: Sequence[DrawnChart]) -> Section:
    """Who coded, how well, what is thin, what was rejected."""
    say = data.labels
    corrected = [each for each in data.estimates if each.corrected is not None]
    text = [say("validity_corrected", n=data.validity.coded if data.validity else 0) if corrected else say("validity_uncorrected")]
    shares = [
        each
        for each in data.estimates
        if each.measure == "share_of_mentions" and each.grouping == data.card.grouping and each.voice == "own"
    ]
    thin = sum(each.thin for each in shares)
    if shares:
        text.append(say("validity_thin", thin=thin, cells=len(shares)))
    if data.validity and data.validity.corrected_by:
        listed = ", ".join(f"{one_line(who)} ({n})" for who, n in data.validity.corrected_by.items())
        text.append(say("validity_by_hand", n=sum(data.validity.corrected_by.values()), who=listed))
    if data.validity and data.validity.note:
        text.append(one_line(data.validity.note))
    if data.rejected:
        text.append(say("validity_rejected", n=len(data.rejected)))
    rows = [_score_row(score) for score in (data.validity.scores if data.validity else ())]
    folded = [_corpus_table(data), *_boilerplate_table(data)]
    columns = [say("col_coder"), say("col_language"), say("col_target"), say("col_measure"), say("col_value"), "n"]
    tables = [Table(say("coders_caption"), columns, rows)] if rows else []
    if not rows:
        text.append(say("validity_no_coders"))
    return Section("validity", say("section_validity"), text, charts, tables=tables, items=data.rejected[:50], folded=folded)


def _corpus_table(data: ReportData) -> Table:
    """What the corpus is made of, group by group."""
    say = data.labels
    fields = list(dict.fromkeys(name for group in data.groups for name in group.lacking))
    columns = [data.unit_column, say("col_articles"), say("col_counted"), say("col_words"), say("col_first"), say("col_last")]
    columns += [say("lacking_" + name) for name in fields]
    rows = [
        [
            Cell(group.shown, small=", ".join(group.languages), head=True),
            Cell(str(group.articles), number=group.articles),
            Cell(str(group.counted), number=group.counted),
            Cell(str(round(group.words / group.articles)), number=group.words / group.articles),
            Cell(group.dates[0] or "–"),
            Cell(group.dates[1] or "–"),
            *(Cell(str(group.lacking.get(name, 0)), number=group.lacking.get(name, 0)) for name in fields),
        ]
        for group in data.groups
    ]
    return Table(say("corpus_caption"), columns, rows)


def _boilerplate_table(data: ReportData) -> list[Table]:
    """What was left out as boilerplate, most repeated first."""
    say = data.labels
    rows = [
        [Cell(each.text, head=True), Cell(str(each.sentences), number=each.sentences), Cell(", ".join(each.groups))]
        for each in data.boilerplate
    ]
    columns = [say("col_sentence"), say("col_sentences"), say("col_groups")]
    return [Table(say("boilerplate_caption"), columns, rows)] if rows else []


def _score_row(score: CoderScore) -> list[Cell]:
    """The cells of one score."""
    interval = "" if score.low is None or score.high is None else f"[{score.low:.2f}–{score.high:.2f}]"
    return [
        Cell(one_line(score.coder), head=True),
        Cell(score.language),
        Cell(one_line(score.target) or "—"),
        Cell(score.measure),
        Cell(f"{score.value:.2f}", small=interval, number=score.value),
        Cell(str(score.n), number=score.n),
    ]


def _files(data: ReportData, evidence: Evidence) -> Section:
    """The files beside the page and how to make them again."""
    say = data.labels
    shown = len(evidence.pieces)
    text = [
        say("files_note"),
        say("files_evidence", shown=shown, total=evidence.total, units=data.units) if evidence.total else say("files_no_evidence"),
    ]
    text.append(say("text_" + data.card.text))
    flat = [(key, value) for key, value in sorted(_flat(data.manifest))][:200]
    tables = [
        Table(say("manifest_caption"), [say("col_key"), say("col_value")], [[Cell(key, head=True), Cell(value)] for key, value in flat])
    ]
    return Section("files", say("section_files"), text, code=data.card.command, folded=tables if flat else [])


def _flat(value: Any, path: str = "") -> list[tuple[str, str]]:
    """A nested mapping as pairs of path and text."""
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(inner, f"{path}.{key}" if path else str(key))]
    if isinstance(value, list | tuple):
        return [(path, ", ".join(one_line(str(each)) for each in value))]
    return [(path, one_line(str(value)))]
