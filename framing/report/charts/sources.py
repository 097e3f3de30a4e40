"""Who is given the word: of the mentions in the mouth of a known source, the share of each group of speakers."""

from __future__ import annotations

from framing.records import Estimate
from framing.report.charts.palette import GROUP_COLOURS
from framing.report.charts.panels import Find, Panel, Panels, draw_panels, ranked_groups
from framing.report.charts.sheet import Chart
from framing.report.data import ReportData
from framing.report.evidence import one_line
from framing.report.wording import percent

_MOST = 8


def draw_sources(data: ReportData) -> Chart | None:
    """The chart of the speakers who are heard most, None where no source is known by group or name."""
    speakers = sorted(
        (each for each in data.estimates if each.measure == "share_of_speech" and each.grouping == "all" and each.count > 0),
        key=lambda each: (-each.value, each.category),
    )[:_MOST]
    if not speakers:
        return None

    def finder(speaker: str) -> Find:
        return lambda group, voice: data.estimate("share_of_speech", group, "sources", speaker, voice)

    first = finder(speakers[0].category)
    groups = [group for group in ranked_groups(data, lambda group: first(group, "others")) if first(group, "others") is not None]
    if not groups:
        return None
    panels = [
        Panel(one_line(each.category), GROUP_COLOURS[number % len(GROUP_COLOURS)], finder(each.category))
        for number, each in enumerate(speakers)
    ]
    return draw_panels(data, Panels("sources", _title(data, speakers[0]), panels, groups, ("others",), data.labels("axis_speech")))


def _title(data: ReportData, leading: Estimate) -> str:
    """What the chart says: who speaks most."""
    return data.labels("sources_title", speaker=one_line(leading.category), share=percent(leading.value))
