"""The methods paragraph, ready to be copied into a paper."""

from __future__ import annotations

from framing.report.data import ReportData
from framing.report.evidence import one_line


def methods_paragraph(data: ReportData) -> str:
    """Corpus, codebook, coders, agreement, estimator and versions in one paragraph."""
    say = data.labels
    languages = sorted({language for group in data.groups for language in group.languages})
    dates = say("dates", first=data.dates[0], last=data.dates[1]) if data.dates[0] else ""
    parts = [
        say(
            "methods_corpus",
            articles=data.articles,
            counted=data.counted,
            groups=len(data.groups),
            units=data.units,
            dates=dates,
            languages=", ".join(languages) or "—",
        ),
        say(
            "methods_codebook",
            name=one_line(data.codebook.name),
            dimensions=len(data.codebook.dimensions),
            categories=len(data.codebook.categories),
        ),
        say("methods_coding"),
        _agreement(data),
        say("copies_" + data.card.copies),
        say("methods_estimator", level=data.level),
        say("methods_corrected") if any(each.corrected is not None for each in data.estimates) else say("methods_uncorrected"),
        say("methods_versions", version=one_line(str(data.manifest.get("framing", "—")))),
    ]
    return " ".join(part for part in parts if part)


def _agreement(data: ReportData) -> str:
    """The coders' scores in words."""
    scores = data.validity.scores if data.validity else ()
    listed = "; ".join(f"{one_line(each.coder)} ({each.language}) {each.measure} {each.value:.2f}, n = {each.n}" for each in scores[:12])
    return data.labels("methods_agreement", scores=listed) if listed else data.labels("methods_no_agreement")
