"""The examples of a voice file are tests: what the rules read of them, held against what the file says."""

from __future__ import annotations

from collections.abc import Iterator

from framing.automaton import fold
from framing.errors import Problem
from framing.lexicon.entries import VoiceExample
from framing.voice.cues import CompiledVoice
from framing.voice.read import read_voice


def check_voice(voice: CompiledVoice) -> list[Problem]:
    """A problem for every example that the rules read otherwise than the file says."""
    return [problem for example in voice.lexicon.examples for problem in _check(example, voice)]


def _check(example: VoiceExample, voice: CompiledVoice) -> Iterator[Problem]:
    """The problems of one example."""
    start = example.text.find(example.term)
    if start < 0:
        yield Problem(example.place, "example-term-missing", f"the term {example.term!r} is not in the text", "write it as it stands there")
        return
    span = (start, start + len(example.term))
    reading = read_voice(example.text, [(0, len(example.text))], [span], voice, headlines=_headline(example.text))[0]
    because = "; ".join(reading.because) or "nothing"
    if example.voice is not None and reading.voice != example.voice:
        message = f"{example.term!r} in {example.text!r} is read as {reading.voice}, not {example.voice}"
        yield Problem(example.place, "voice-example", message, f"because of {because}")
    if example.negated is not None and reading.negated != example.negated:
        message = f"{example.term!r} in {example.text!r} is read as {'negated' if reading.negated else 'not negated'}"
        yield Problem(example.place, "negation-example", message, f"because of {because}")
    if (
        example.source
        and fold(example.source) not in fold(reading.source or "")
        and fold(reading.source or "-") not in fold(example.source)
    ):
        message = f"the source in {example.text!r} is read as {reading.source!r}, not {example.source!r}"
        yield Problem(example.place, "source-example", message, f"because of {because}")


def _headline(text: str) -> frozenset[int]:
    """An example without a full stop at its end stands for a headline."""
    return frozenset() if text.rstrip()[-1:] in '.!?…»”“"' else frozenset({0})
