"""Prints what the voice of all mentions costs beside finding them: CPU time of one core, medians of rounds in turn. The aim: at most 3 times.

    python benchmarks/voice.py [--corpus CORPUS.jsonl] [--rounds 5]

Without --corpus it reads the demo corpus. Sentences are split beforehand; finding is `find_mentions` with the shipped lexicons, text by text.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from mentions import read_corpus, read_demo

from framing.lexicon import compile_lexicon, find_mentions, load_lexicon, load_voice
from framing.text.sentences import SentenceRules, split_sentences
from framing.voice.cues import CompiledVoice
from framing.voice.read import read_voice

_LEXICONS = Path(__file__).resolve().parent.parent / "lexicons"


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, help="articles, one a line, with text and language")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    texts = read_corpus(chosen.corpus) if chosen.corpus else read_demo()
    lexicons = {language: compile_lexicon(load_lexicon(_LEXICONS / "protest" / f"{language}.yaml")) for language in texts}
    voices = {language: CompiledVoice(load_voice(_LEXICONS / "voice" / f"{language}.yaml")) for language in texts}
    split = {language: [split_sentences(text, SentenceRules()) for text in some] for language, some in texts.items()}
    finding, reading, count = [], [], 0
    for _ in range(chosen.rounds):
        start = time.process_time()
        found = {language: [find_mentions(text, lexicons[language]) for text in some] for language, some in texts.items()}
        finding.append(time.process_time() - start)
        start = time.process_time()
        for language, some in texts.items():
            for text, sentences, matches in zip(some, split[language], found[language], strict=True):
                read_voice(text, sentences, [(match.start, match.end) for match in matches], voices[language])
        reading.append(time.process_time() - start)
        count = sum(len(matches) for some in found.values() for matches in some)
    ratio = statistics.median(voice / find for voice, find in zip(reading, finding, strict=True))
    print(f"{count} mentions: finding {statistics.median(finding):.2f} s, voice {statistics.median(reading):.2f} s, {ratio:.1f} times")


if __name__ == "__main__":
    main()
