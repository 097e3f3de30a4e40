"""How the shares of each group changed from a baseline period to the time after it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.codebook import Codebook
from framing.measure.columns import Ints
from framing.measure.compare import difference_interval
from framing.measure.interval import measure_shares
from framing.measure.ratio import Cells
from framing.measure.tally import Tally
from framing.records import Estimate

CHANGE = "change_from_baseline"
BASELINE, AFTER = "baseline", "after"


def periods(dates: Sequence[str | None], first: str, last: str) -> list[str]:
    """For every date "baseline" (from `first` to `last`), "after", or "" for what is earlier or has no date. Dates are YYYY-MM-DD."""
    days = [(date or "")[:10] for date in dates]
    return ["" if not day or day < first else BASELINE if day <= last else AFTER for day in days]


def measure_change(tally: Tally, grouping: str, *, codebook: Codebook, level: float = 0.95) -> list[Estimate]:
    """change_from_baseline of every group: its share of mentions after the baseline less that in it, in points of share.

    The tally has the grouping "<grouping>/period" (`periods`). Count, total and articles are those after the baseline; an estimate
    is thin where either period is.
    """
    measured = measure_shares(tally, f"{grouping}/period", codebook=codebook, level=level)
    place = {name: row for row, name in enumerate(measured.groups)}
    groups = [name for name in tally.groups[grouping].values if {f"{name}/{BASELINE}", f"{name}/{AFTER}"} <= place.keys()]
    rows = {period: np.array([place[f"{name}/{period}"] for name in groups], dtype=np.int64) for period in (BASELINE, AFTER)}
    before, after = (_rows(measured.cells, rows[period]) for period in (BASELINE, AFTER))
    value, low, high = difference_interval(after, before, level=level)
    thin = {(each.group, each.category, each.voice) for each in measured.estimates() if each.thin}
    return [
        Estimate(
            measure=CHANGE,
            grouping=grouping,
            group=name,
            target=label.target,
            category=label.category,
            voice=label.voice,
            count=float(after.y[row, column]),
            total=float(after.x[row, column]),
            articles=int(after.articles[row, column]),
            value=float(value[row, column]),
            low=float(low[row, column]),
            high=float(high[row, column]),
            thin=any((f"{name}/{period}", label.category, label.voice) in thin for period in (BASELINE, AFTER)),
        )
        for row, name in enumerate(groups)
        for column, label in enumerate(measured.labels)
        if before.x[row, column] > 0 and after.x[row, column] > 0
    ]


def _rows(cells: Cells, rows: Ints) -> Cells:
    """Some rows of the cells."""
    return Cells(*(getattr(cells, name)[rows] for name in ("y", "x", "yy", "xy", "xx", "articles")))
