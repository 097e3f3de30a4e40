"""Outlets and categories on one map: near are those that go together (correspondence analysis, Benzécri 1973; Greenacre 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.report.charts.placing import place_names
from framing.report.charts.sheet import FAINT, PAPER, SMALL, SOFT, WIDTH, Chart, Key, Mark, Sheet, link, stroke_of
from framing.report.data import ReportData
from framing.report.evidence import UNNAMED
from framing.report.wording import percent, source_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_LEFT, _RIGHT, _HEIGHT = 0.5, 0.3, 5.0
_LEAST = 3


@dataclass(frozen=True, eq=False)
class _Map:
    """Groups, then categories: their names and places, and the table they come from."""

    groups: list[str]
    kinds: list[str]
    table: NDArray[np.float64]
    names: list[str]
    points: NDArray[np.float64]
    inertia: NDArray[np.float64]

    @property
    def reach(self) -> tuple[float, float]:
        """How far the axes go, so that all points are well inside."""
        across, up = np.maximum(np.abs(self.points).max(axis=0), 1e-6) * 1.12
        return float(across), float(up)


def draw_correspondence(data: ReportData) -> Chart | None:
    """The map of groups and categories in own words; None where fewer than three of either have enough mentions."""
    found = _map(data)
    if found is None:
        return None
    title = _title(data, found)
    legend = [Key(data.units, SOFT, marker="o"), Key(data.labels("map_categories"), SOFT, marker="D", hollow=True)]
    note = f"{source_line(data, lines=False)} {data.labels('map_note')}"
    sheet = Sheet(title=title, note=note, legend=legend, plot=_HEIGHT, left=_LEFT, right=_RIGHT)
    axes = sheet.axes()
    axes.axhline(0, color=FAINT, linewidth=1, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=1, zorder=0)
    marks: list[Mark] = []
    for number in range(len(found.names)):
        _draw_point(data, axes, found, number, marks)
    _write_names(axes, found)
    across, up = found.reach
    axes.set_xlim(-across, across)
    axes.set_ylim(-up, up)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel(data.labels("map_axis", share=percent(float(found.inertia[0]))))
    axes.set_ylabel(data.labels("map_axis", share=percent(float(found.inertia[1]))))
    return sheet.finish("correspondence", alt=f"{title}. {data.labels('map_alt', names=', '.join(found.names))}", marks=marks)


def _map(data: ReportData) -> _Map | None:
    """The map, None where there is too little for one."""
    groups, kinds, table = _table(data)
    if len(groups) < _LEAST or len(kinds) < _LEAST:
        return None
    rows, columns, inertia = map_table(table)
    names = [data.group_names[group] for group in groups] + [data.title_of(data.codebook.category(kind)) for kind in kinds]
    return _Map(groups, kinds, table, names, np.vstack([rows, columns]), inertia) if inertia[0] > 0 else None


def _draw_point(data: ReportData, axes: Axes, found: _Map, number: int, marks: list[Mark]) -> None:
    """A dot for a group, a hollow diamond in its colour for a category."""
    x, y = (float(each) for each in found.points[number])
    if number < len(found.groups):
        group, kind, n = found.groups[number] or UNNAMED, "", float(found.table[number].sum())
        (dot,) = axes.plot([x], [y], "o", markersize=6, color=SOFT, zorder=3)
    else:
        column = number - len(found.groups)
        group, kind, n = "", found.kinds[column], float(found.table[:, column].sum())
        colour = stroke_of(data.codebook.category(kind).colour)
        (dot,) = axes.plot([x], [y], "D", markersize=5.5, color=colour, markerfacecolor=PAPER, zorder=3)
    link(dot, marks, Mark(group, kind, "own", x, None, None, n, 0, says=f"{found.names[number]}, n = {round(n)}"))


def _write_names(axes: Axes, found: _Map) -> None:
    """The names beside the points; categories have first choice, they are what the map is read by."""
    width, height = WIDTH - _LEFT - _RIGHT, _HEIGHT
    across, up = found.reach
    order = [*range(len(found.groups), len(found.names)), *range(len(found.groups))]
    inches = [(float((x / across + 1) / 2 * width), float((y / up + 1) / 2 * height)) for x, y in found.points[order]]
    for placed in place_names([found.names[number] for number in order], inches, width=width, height=height):
        if placed is not None:
            place = (placed.left / width, placed.low / height)
            axes.text(*place, placed.text, transform=axes.transAxes, fontsize=SMALL, va="bottom", ha="left")


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


def _title(data: ReportData, found: _Map) -> str:
    """What the map says: who stands farthest out, and near what."""
    rows, columns = found.points[: len(found.groups)], found.points[len(found.groups) :]
    far = int((rows**2).sum(axis=1).argmax())
    # the category whose direction is that of the group, and which lies far out itself
    near = found.kinds[int((columns @ rows[far]).argmax())]
    return data.labels("map_title", group=found.names[far], category=data.title_of(data.codebook.category(near)))
