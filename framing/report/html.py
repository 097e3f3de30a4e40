"""The report as one page that needs nothing else: charts, tables and evidence inside it, every number a link to its sentences."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from framing.records import PARTS
from framing.report.charts import chart_names, draw_chart
from framing.report.charts.sheet import DrawnChart, Mark
from framing.report.data import ReportData
from framing.report.evidence import Evidence, one_line
from framing.report.svg import PageSvg, page_svg
from framing.report.view import Section, page_view

_PAGE = Path(__file__).resolve().parent / "page"
# letters of any script may stand in an address as they are: browsers encode them, and the page stays small and readable
_UNSAFE = re.compile(r"[^\w.,-]")
# what could end the script element, or turn the text that follows
_ESCAPED = re.compile("[<>&\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SMALL_CORPUS, _SMALL_PAGE, _LARGE_PAGE = 1000, 3_000_000, 10_000_000


def render_report(data: ReportData, folder: Path, *, drawn: Mapping[str, DrawnChart | None] | None = None) -> list[Path]:
    """Writes index.html and charts/*.svg and *.png, and returns the files in order; draws the charts that `drawn` does not hold."""
    charts = _charts(data, drawn or {})
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    files = []
    for chart in charts:
        for suffix, content in (("svg", chart.svg.encode()), ("png", chart.png)):
            path = folder / "charts" / f"{chart.name}.{suffix}"
            path.write_bytes(content)
            files.append(path)
    index = folder / "index.html"
    index.write_bytes(page_text(data, charts).encode())
    return sorted([*files, index])


def _charts(data: ReportData, drawn: Mapping[str, DrawnChart | None]) -> list[DrawnChart]:
    """The charts of the study that have something to show, in its order."""
    names = data.card.charts or chart_names(data.codebook)
    found = [drawn[name] if name in drawn else draw_chart(name, data) for name in names]
    return [chart for chart in found if chart is not None]


def page_text(data: ReportData, charts: list[DrawnChart]) -> str:
    """The HTML, with as much evidence as the page may hold."""
    limit = _SMALL_PAGE if data.articles <= _SMALL_CORPUS else _LARGE_PAGE
    pictures = {chart.name: page_svg(chart, evidence_link) for chart in charts}
    text = _fill_template(data, charts, pictures, data.evidence)
    evidence = data.evidence
    while (over := len(text.encode()) - limit) > 0 and evidence.pieces:
        room = len(_json(evidence_json(evidence, data)).encode()) - over
        evidence = _within(evidence, data, room)
        text = _fill_template(data, charts, pictures, evidence)
    return text


def _within(evidence: Evidence, data: ReportData, room: int) -> Evidence:
    """The evidence with pieces left out evenly until it fits."""
    kept = evidence
    while (size := len(_json(evidence_json(kept, data)).encode())) > room and kept.pieces:
        count = max(0, min(int(len(kept.pieces) * room / size * 0.98), len(kept.pieces) - 1))
        pieces = tuple(kept.pieces[number * len(kept.pieces) // count] for number in range(count))
        kept = replace(kept, pieces=pieces)
    return kept


def _fill_template(data: ReportData, charts: list[DrawnChart], pictures: Mapping[str, PageSvg], evidence: Evidence) -> str:
    """The page with this evidence."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style, script = ((_PAGE / name).read_text(encoding="utf-8") for name in ("style.css", "page.js"))
    colours = "".join(f".c-{_class(each)}{{--c:{data.codebook.category(each).colour}}}" for each in data.codebook.categories)
    style += colours
    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    letters = {name: text for svg in pictures.values() for name, text in svg.letters.items()}
    sections: list[Section] = page_view(data, charts, evidence)
    return environment.get_template("template.html.j2").render(
        data=data,
        say=data.labels,
        title=data.card.title or one_line(data.card.name),
        sections=sections,
        pictures={name: Markup(svg.text) for name, svg in pictures.items()},  # noqa: S704 - drawn by us, text in it escaped by ElementTree
        letters=Markup("".join(text for _, text in sorted(letters.items()))),  # noqa: S704 - likewise
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        evidence=Markup(_json(evidence_json(evidence, data))),  # noqa: S704 - "<" is escaped in it
        policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'",
        words=Markup(_json(_script_words(data))),  # noqa: S704
        link=evidence_address,
        css_class=_class,
    )


def _class(category: str) -> str:
    """The name of a category as a class."""
    return category.replace(".", "-")


def _digest(text: str) -> str:
    """A source of the content security policy that allows just this text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def evidence_address(**wanted: str) -> str:
    """The address on the page that shows the sentences of a group, category, voice, source or text."""
    return "#evidence?" + "&".join(f"{key}={_UNSAFE.sub(_quoted, value)}" for key, value in wanted.items() if value)


def _quoted(found: re.Match[str]) -> str:
    """A character that an address may not have as it is."""
    return quote(found.group(), safe="")


def evidence_link(mark: Mark) -> str:
    """The address of the sentences behind a drawn number."""
    return evidence_address(outlet=mark.group, category=mark.category, voice=mark.voice, source=mark.source, text=mark.text)


def _json(value: Any) -> str:
    """JSON that can stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def evidence_json(evidence: Evidence, data: ReportData) -> dict[str, Any]:
    """The evidence in as few bytes as is easy: names once, rows as lists. Articles that no piece needs are left out."""
    index: dict[str, dict[Any, int]] = {name: {} for name in ("groups", "categories", "voices", "speakers", "cues", "parts", "articles")}

    def number(kind: str, value: Any) -> int:
        return index[kind].setdefault(value, len(index[kind]))

    rows = [
        [
            number("articles", piece.source),
            number("categories", piece.category),
            number("voices", piece.voice),
            number("speakers", piece.speaker),
            number("speakers", piece.speaker_group),
            [number("cues", cue) for cue in piece.because],
            piece.before,
            piece.surface,
            piece.after,
            int(piece.negated),
            number("parts", piece.part),
        ]
        for piece in evidence.pieces
    ]
    articles = []
    for place in index["articles"]:
        source = evidence.sources[place]
        articles.append([number("groups", source.group), source.date, source.title, source.url, source.language, source.article])
    totals = [
        [number("groups", group), number("categories", category), number("voices", voice), count]
        for (group, category, voice), count in sorted((evidence.totals or {}).items())
    ]
    return {
        "groups": list(index["groups"]),
        "names": [data.group_names.get(group, group) for group in index["groups"]],
        "categories": list(index["categories"]),
        "voices": list(index["voices"]),
        "speakers": list(index["speakers"]),
        "cues": list(index["cues"]),
        "parts": list(index["parts"]),
        "counted": list(data.card.parts),
        "articles": articles,
        "rows": rows,
        "totals": totals,
        "total": evidence.total,
    }


def _script_words(data: ReportData) -> dict[str, Any]:
    """The words and names that the script needs."""
    names = "none shown of more denied denied_n by because any open sample not_counted"
    keys = [f"ev_{name}" for name in names.split()]
    return {
        "say": {key: data.labels(key) for key in keys},
        "language": data.labels.language,
        "voices": {voice: data.labels("voice_" + voice) for voice in ("own", "reported", "quoted", "distanced", "others", "all")},
        "parts": {part: data.labels("part_" + part) for part in PARTS if part != "boilerplate"},
        "categories": {
            category.id: [data.title_of(category), data.title_of(dimension), _class(category.id)]
            for dimension in data.codebook.dimensions
            for category in dimension.categories
        },
    }
