"""A sheet to draw on: title, legend, plot and source line laid out in inches, so that nothing overlaps with 2 or 40 rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, filterwarnings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

WIDTH = 7.6  # inches; about 730 points of the page
INK, SOFT, FAINT, PAPER = "#1c1c1e", "#5a5a60", "#d5d5da", "#ffffff"
ON_LIGHT, ON_DARK = "#111112", "#fffffe"  # numbers in bars; not the same as ink and paper, which follow the theme
BODY, SMALL = 9.0, 8.0
LINE = 0.175  # inches from one line of text to the next
DPI = 72
SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": BODY,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",  # letters as wide in pixels as in the SVG
    "axes.unicode_minus": True,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.6,
    "axes.labelcolor": SOFT,
    "axes.labelsize": SMALL,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": BODY,
    "text.color": INK,
    "hatch.linewidth": 0.7,
    "path.simplify": False,
    "figure.dpi": DPI,
    "savefig.dpi": "figure",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One drawn number and the evidence it opens: n is what it is a share of."""

    group: str
    category: str
    voice: str
    value: float
    low: float | None
    high: float | None
    n: float
    articles: int
    thin: bool = False
    says: str = ""
    source: str = ""
    text: str = ""


@dataclass
class Chart:
    """A drawn chart: the figure, what it says in words, every number in it; `head` and `foot` are the inches of title and source line."""

    name: str
    title: str
    alt: str
    note: str
    figure: Figure
    marks: list[Mark] = field(default_factory=list)
    head: float = 0.0
    foot: float = 0.0


@dataclass(frozen=True)
class DrawnChart:
    """A chart as files: SVG text and PNG bytes, with what the page says about it; it travels between processes."""

    name: str
    title: str
    alt: str
    note: str
    svg: str
    png: bytes
    marks: tuple[Mark, ...]
    head: float
    foot: float


@dataclass(frozen=True)
class Key:
    """One entry of a legend: a patch of colour (perhaps hatched), or a marker."""

    text: str
    colour: str
    marker: str = ""
    hatch: str = ""
    hollow: bool = False
    pale: bool = False


class Sheet:
    """A figure whose title, legend and source line have their places; `rows` of `row` inches make the plot."""

    def __init__(
        self, *, title: str, note: str, legend: Sequence[Key] = (), plot: float, left: float, right: float = 0.25, axis: float = 0.42
    ) -> None:
        from matplotlib.figure import Figure

        self.title, self.note = title, note
        title_lines = wrapped(title, WIDTH - 0.3, 11.5, bold=True)
        note_lines = wrapped(note, WIDTH - 0.3, SMALL - 0.5)
        self.head = 0.16 + 0.235 * len(title_lines)
        self.foot = 0.12 + 0.15 * len(note_lines)
        self.rows_of_keys = _flow(legend)
        keys = 0.12 + 0.2 * len(self.rows_of_keys) if self.rows_of_keys else 0.0
        self.axis = axis
        self.top = self.head + keys + 0.08
        self.height = self.top + plot + self.axis + self.foot
        self.plot, self.left, self.right = plot, left, right
        self.figure: Figure = Figure(figsize=(WIDTH, self.height), dpi=DPI, facecolor=PAPER)
        for number, line in enumerate(title_lines):
            self._text(0.15, 0.12 + 0.235 * number, line, size=11.5, weight="bold", gid="sheet-title")
        for number, line in enumerate(note_lines):
            self._text(0.15, self.height - self.foot + 0.06 + 0.15 * number, line, size=SMALL - 0.5, color=SOFT, gid="sheet-note")
        for number, keys_of_row in enumerate(self.rows_of_keys):
            self._draw_keys(keys_of_row, self.head + 0.06 + 0.2 * number)

    def _text(self, x: float, y: float, text: str, *, size: float, gid: str = "", **style: Any) -> None:
        """Text with its upper left corner at inches from the upper left of the sheet."""
        drawn = self.figure.text(x / WIDTH, 1 - y / self.height, text, fontsize=size, va="top", ha="left", **style)
        drawn.set_gid(gid)

    def _draw_keys(self, keys: Sequence[tuple[float, Key]], y: float) -> None:
        """One line of the legend."""
        from matplotlib.lines import Line2D
        from matplotlib.patches import Rectangle

        for x, key in keys:
            middle = 1 - (y + 0.08) / self.height
            if key.marker:
                face = PAPER if key.hollow else key.colour
                self.figure.add_artist(
                    Line2D(
                        [(x + 0.08) / WIDTH],
                        [middle],
                        marker=key.marker,
                        markersize=6,
                        color=key.colour,
                        markerfacecolor=face,
                        alpha=0.35 if key.pale else 1.0,
                        linestyle="",
                    )
                )
            else:
                box = Rectangle(
                    (x / WIDTH, middle - 0.055 / self.height), 0.16 / WIDTH, 0.11 / self.height, facecolor=key.colour,
                    edgecolor=SOFT if key.hatch else "none", hatch=key.hatch or None, linewidth=0.5, transform=self.figure.transFigure,
                )  # fmt: skip
                self.figure.add_artist(box)
            self._text(x + 0.21, y + 0.02, key.text, size=SMALL)

    def axes(self, *, left: float | None = None, width: float | None = None, top: float = 0.0, height: float | None = None) -> Axes:
        """Axes in the plot: from `left` inches of the sheet and `top` inches of the plot; the whole plot where nothing is said."""
        x = self.left if left is None else left
        w = WIDTH - self.right - x if width is None else width
        h = self.plot - top if height is None else height
        y = self.height - self.top - top - h
        axes: Axes = self.figure.add_axes((x / WIDTH, y / self.height, w / WIDTH, h / self.height), facecolor="none")
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.tick_params(axis="x", length=3, width=0.6)
        return axes

    def finish(self, name: str, *, alt: str, marks: Sequence[Mark]) -> Chart:
        """The chart."""
        return Chart(name, self.title, alt, self.note, self.figure, list(marks), self.head, self.foot)


@lru_cache(maxsize=50_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many inches a text is wide."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    if not text.strip():
        return 0.0
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that are no wider than `width` inches."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold=bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def shortened(text: str, width: float, size: float = BODY) -> str:
    """The text, cut with an ellipsis where it is wider than `width` inches."""
    if text_width(text, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + "…", size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def _flow(keys: Sequence[Key]) -> list[list[tuple[float, Key]]]:
    """The legend in lines, each entry with its place in inches."""
    rows: list[list[tuple[float, Key]]] = []
    x = WIDTH
    for key in keys:
        width = 0.21 + text_width(key.text, SMALL) + 0.22
        if x + width > WIDTH - 0.15 and (not rows or rows[-1]):
            rows.append([])
            x = 0.15
        rows[-1].append((x, key))
        x += width
    return rows


def link(artist: Any, marks: list[Mark], mark: Mark) -> None:
    """Makes an artist open the evidence of a mark: its number stands in the SVG as a link, which the page completes."""
    artist.set_url(f"#mark-{len(marks)}")
    marks.append(mark)


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2), from 0 to 1."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible_on(colour: str) -> str:
    """Dark or white, whichever is easier to read on a colour."""
    light = luminance(colour)
    return ON_LIGHT if (light + 0.05) / 0.0503 > 1.05 / (light + 0.05) else ON_DARK


def bar(axes: Axes, *, left: float, width: float, middle: float, height: float, colour: str, thin: bool = False) -> Patch:
    """One bar; thin ones are pale and hatched."""
    patch = box(axes, (left, middle - height / 2), width, height, colour)
    if thin:
        patch.set_alpha(0.55)
        patch.set_hatch("////")
    return patch


def box(axes: Axes, corner: tuple[float, float], width: float, height: float, colour: str) -> Patch:
    """One filled rectangle; axes.bar does the same and takes five times as long."""
    from matplotlib.patches import Rectangle

    return axes.add_patch(Rectangle(corner, width, height, facecolor=colour, edgecolor=PAPER, linewidth=0.6))


def stroke_of(colour: str) -> str:
    """The colour for thin lines and dots: darker where it is too pale to be seen on paper."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    if 0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2] < 165:
        return colour
    return "#" + "".join(f"{round(each * 0.72):02x}" for each in channels)


def render(chart: Chart) -> DrawnChart:
    """The chart as SVG and PNG, the same bytes for the same chart."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    with rc_context(SETTINGS), catch_warnings():
        filterwarnings("ignore", message="Glyph")
        vector, pixels = io.StringIO(), io.BytesIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        FigureCanvasSVG(chart.figure).print_svg(vector, metadata=nothing)  # type: ignore[no-untyped-call]
        chart.figure.set_dpi(144)
        FigureCanvasAgg(chart.figure).print_png(pixels, metadata={"Software": None})  # type: ignore[no-untyped-call]
        chart.figure.set_dpi(DPI)
    return DrawnChart(
        chart.name, chart.title, chart.alt, chart.note, vector.getvalue(), pixels.getvalue(), tuple(chart.marks), chart.head, chart.foot
    )
