"""The shipped voice files on sentences written for this project by someone who had not seen the rules (tests/data/README.md).

First readings of these sets are in tests/data/README.md; the floors here hold what has been reached since, so they are no blind figures.
"""

import json
from pathlib import Path

import pytest

from framing.lexicon import compile_lexicon, find_mentions, load_lexicon, load_voice
from framing.resources import shipped_folder
from framing.text.sentences import SentenceRules, split_sentences
from framing.voice.cues import CompiledVoice
from framing.voice.read import read_voice

DATA = Path(__file__).parents[1] / "data"
LANGUAGES = ("bg", "en", "kk", "ru", "uk")


def readings(kind, language):
    """Each item with what was read of its term; other mentions of the text stand beside it, as in real coding."""
    lexicons = shipped_folder("lexicons")
    voice = CompiledVoice(load_voice(lexicons / "voice" / f"{language}.yaml"))
    lexicon = compile_lexicon(load_lexicon(lexicons / "protest" / f"{language}.yaml"))
    rules = SentenceRules.from_lists(voice.lexicon.sentences.abbreviations, voice.lexicon.sentences.may_end)
    for line in (DATA / kind / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        text = item["text"]
        start = text.index(item["term"])
        term = (start, start + len(item["term"]))
        others = {(m.start, m.end) for m in find_mentions(text, lexicon) if m.end <= term[0] or m.start >= term[1]}
        spans = sorted({term} | others)
        headline = frozenset() if text.rstrip()[-1] in '.!?…»”"“' else frozenset({0})
        found = read_voice(text, split_sentences(text, rules), spans, voice, headlines=headline)
        yield item, found[spans.index(term)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_voice(language):
    right = [reading.voice in (item["voice"], item.get("voice_alt")) for item, reading in readings("voice", language)]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_source(language):
    right = []
    for item, reading in readings("voice", language):
        if item["voice"] != "own" and item.get("source"):
            stems = [word[:4].casefold() for word in item["source"].split()]
            right.append(reading.source is not None and any(stem in reading.source.casefold() for stem in stems))
    assert sum(right) / len(right) >= 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_negation(language):
    pairs = [(item["negated"], reading.negated) for item, reading in readings("negation", language)]
    both = sum(wanted and found for wanted, found in pairs)
    assert both / sum(found for _, found in pairs) >= 0.9
    assert both / sum(wanted for wanted, _ in pairs) >= 0.8
