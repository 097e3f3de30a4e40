"""Outlets and categories on one map: near are those that go together (correspondence analysis, Benzécri 1973; Greenacre 2017)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.report.charts.placing import place_names
from framing.report.charts.sheet import FAINT, PAPER, SMALL, SOFT, WIDTH, Chart, Key, Mark, Sheet, link, stroke_of
from framing.report.data import ReportData
from framing.report.evidence import UNNAMED
from framing.report.wording import percent, source_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEFT, _RIGHT, _HEIGHT = 0.5, 0.3, 5.0
_LEAST = 3


def draw_correspondence(data: ReportData) -> Chart | None:
    """The map of groups and categories in own words; None where fewer than three of either have enough mentions."""
    groups, kinds, table = _table(data)
    if len(groups) < _LEAST or len(kinds) < _LEAST:
        return None
    rows, columns, inertia = map_table(table)
    if inertia[0] <= 0:
        return None
    names = [data.group_names[group] for group in groups] + [data.title_of(data.codebook.category(kind)) for kind in kinds]
    points = np.vstack([rows, columns])
    width, height = WIDTH - _LEFT - _RIGHT, _HEIGHT
    reach = np.maximum(np.abs(points).max(axis=0), 1e-6) * 1.12
    inches = [(float((x / reach[0] + 1) / 2 * width), float((y / reach[1] + 1) / 2 * height)) for x, y in points]
    title = _title(data, groups, kinds, rows, columns)
    legend = [Key(data.units, SOFT, marker="o"), Key(data.labels("map_categories"), SOFT, marker="D", hollow=True)]
    sheet = Sheet(
        title=title,
        note=f"{source_line(data, lines=False)} {data.labels('map_note')}",
        legend=legend,
        plot=_HEIGHT,
        left=_LEFT,
        right=_RIGHT,
    )
    axes = sheet.axes()
    axes.axhline(0, color=FAINT, linewidth=1, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=1, zorder=0)
    marks: list[Mark] = []
    for number, (x, y) in enumerate(points):
        is_group = number < len(groups)
        kind = "" if is_group else kinds[number - len(groups)]
        colour = SOFT if is_group else stroke_of(data.codebook.category(kind).colour)
        shape, face = ("o", colour) if is_group else ("D", PAPER)
        (dot,) = axes.plot([x], [y], shape, markersize=6 if is_group else 5.5, color=colour, markerfacecolor=face, zorder=3)
        n = float(table[number].sum() if is_group else table[:, number - len(groups)].sum())
        link(
            dot,
            marks,
            Mark(
                (groups[number] or UNNAMED) if is_group else "",
                kind,
                "own",
                float(x),
                None,
                None,
                n,
                0,
                says=f"{names[number]}, n = {round(n)}",
            ),
        )
    # categories have first choice: they are what the map is read by
    order = [*range(len(groups), len(names)), *range(len(groups))]
    for placed in place_names([names[i] for i in order], [inches[i] for i in order], width=width, height=height):
        if placed is not None:
            axes.text(
                placed.left / width, placed.low / height, placed.text, transform=axes.transAxes, fontsize=SMALL, va="bottom", ha="left"
            )
    axes.set_xlim(-reach[0], reach[0])
    axes.set_ylim(-reach[1], reach[1])
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel(data.labels("map_axis", share=percent(float(inertia[0]))))
    axes.set_ylabel(data.labels("map_axis", share=percent(float(inertia[1]))))
    return sheet.finish("correspondence", alt=f"{title}. {data.labels('map_alt', names=', '.join(names))}", marks=marks)


def _table(data: ReportData) -> tuple[list[str], list[str], NDArray[np.float64]]:
    """The own mentions of the groups that say enough, by category; categories and groups without any are left out."""
    kinds = list(data.codebook.categories)
    counts = {
        group.name: [each.count if (each := data.of_category("share_of_mentions", group.name, kind)) is not None else 0.0 for kind in kinds]
        for group in data.groups
    }
    groups = [name for name, row in counts.items() if sum(row) >= 10]
    table = np.array([counts[name] for name in groups], dtype=np.float64).reshape(len(groups), len(kinds))
    used = [number for number in range(len(kinds)) if table[:, number].sum() >= 5]
    table = table[:, used]
    full = table.sum(axis=1) > 0
    return [name for name, keep in zip(groups, full, strict=True) if keep], [kinds[number] for number in used], table[full]


def map_table(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Principal coordinates of rows and columns in two dimensions, and the share of inertia of each."""
    whole = table / table.sum()
    row, column = whole.sum(axis=1), whole.sum(axis=0)
    residuals = (whole - np.outer(row, column)) / np.sqrt(np.outer(row, column))
    left, values, right = np.linalg.svd(residuals, full_matrices=False)
    # which way an axis points is the library's choice: the category farthest out stands right or up
    turn = np.sign(right[np.arange(2), np.abs(right[:2]).argmax(axis=1)])
    rows = left[:, :2] * values[:2] / np.sqrt(row)[:, None] * turn
    columns = right[:2].T * values[:2] / np.sqrt(column)[:, None] * turn
    total = (values**2).sum()
    return rows, columns, values[:2] ** 2 / total if total > 0 else np.zeros(2)


def _title(data: ReportData, groups: list[str], kinds: list[str], rows: NDArray[np.float64], columns: NDArray[np.float64]) -> str:
    """What the map says: who stands farthest out, and near what."""
    far = int((rows**2).sum(axis=1).argmax())
    # the category whose direction is that of the group, and which lies far out itself
    near = int((columns @ rows[far]).argmax())
    return data.labels("map_title", group=data.group_names[groups[far]], category=data.title_of(data.codebook.category(kinds[near])))
