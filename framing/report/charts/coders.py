"""How well each coder (lexicon, classifier, second person) does against people, language by language."""

from __future__ import annotations

from collections import Counter

from framing.report.charts.palette import GROUP_COLOURS
from framing.report.charts.sheet import BODY, SMALL, SOFT, Chart, Key, Mark, Sheet, shortened, text_width
from framing.report.data import CoderScore, ReportData
from framing.report.evidence import one_line
from framing.report.wording import source_line

_ROW, _MOST = 0.26, 40


def draw_coders(data: ReportData) -> Chart | None:
    """The scores of the measure that is known for most, a row a coder and language; None where no score is known.

    Its marks open nothing: the sentences that people coded are not in the report.
    """
    scores = data.validity.scores if data.validity else ()
    if not scores:
        return None
    measure = max(Counter(score.measure for score in scores).items(), key=lambda pair: (pair[1], pair[0]))[0]
    rows = sorted((score for score in scores if score.measure == measure), key=lambda each: (each.language, each.target, each.coder))[
        :_MOST
    ]
    coders = sorted({score.coder for score in rows})
    colours = {coder: GROUP_COLOURS[number % len(GROUP_COLOURS)] for number, coder in enumerate(coders)}
    names = [shortened(_name(score), 2.6) for score in rows]
    counts = [f"n = {score.n}" for score in rows]
    left = 0.3 + max(text_width(each, BODY) for each in names)
    right = 0.35 + max(text_width(each, SMALL) for each in counts)
    title = _title(data, rows, measure)
    legend = [Key(one_line(coder), colours[coder], marker="o") for coder in coders] if len(coders) > 1 else []
    sheet = Sheet(title=title, note=source_line(data), legend=legend, plot=_ROW * len(rows) + 0.1, left=left, right=right)
    axes = sheet.axes()
    marks: list[Mark] = []
    for place, score in enumerate(rows):
        colour = colours[score.coder]
        if score.low is not None and score.high is not None:
            axes.plot([score.low, score.high], [place, place], color=colour, linewidth=1.4, solid_capstyle="butt")
        axes.plot([score.value], [place], "o", markersize=5.5, color=colour, clip_on=False, zorder=3)
        says = f"{_name(score)}: {score.measure} {score.value:.2f}, n = {score.n}"
        marks.append(Mark("", "", "", score.value, score.low, score.high, score.n, 0, says=says))
        axes.text(1.03, place, counts[place], transform=axes.get_yaxis_transform(), fontsize=SMALL, color=SOFT, va="center")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(min(0.0, *(score.value for score in rows)), 1.0)
    axes.set_yticks(range(len(rows)), names)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"])
    axes.set_xlabel(one_line(measure))
    return sheet.finish("coders", alt=f"{title}. " + "; ".join(mark.says for mark in marks) + ".", marks=marks)


def _name(score: CoderScore) -> str:
    """Language, what was coded, and the coder."""
    return " · ".join(one_line(part) for part in (score.language, score.target, score.coder) if part)


def _title(data: ReportData, rows: list[CoderScore], measure: str) -> str:
    """What the chart says: the best and the worst."""
    best, worst = max(rows, key=lambda each: (each.value, each.language)), min(rows, key=lambda each: (each.value, each.language))
    return data.labels(
        "coders_title", measure=one_line(measure), low=f"{worst.value:.2f}", worst=_name(worst), high=f"{best.value:.2f}", best=_name(best)
    )
