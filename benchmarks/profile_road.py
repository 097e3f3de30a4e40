"""Prints where the time of `framing code` goes, step by step, and how far that is from the limit on the same bytes.

    python benchmarks/profile_road.py CORPUS.jsonl [--articles N] [--language ru]

The limit is what nobody can leave out: decode the bytes, lower-case the text, run the lexicon's automaton over it. Times are of this
process's own CPU, so that a busy machine changes them less; each step is measured without the steps inside it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from framing.automaton import FormAutomaton, encode
from framing.run import api, coder
from framing.voice.cues import CompiledVoice

# what is wrapped: where the name is looked up → the step it counts for
_STEPS = {
    "framing.run.api.read_articles": "read and decode",
    "framing.run.coder.identify_language": "language of the article",
    "framing.run.coder.identify_sentence_languages": "language of its lines",
    "framing.run.coder.clean_text": "parts of the article",
    "framing.run.coder.split_sentences": "sentences",
    "framing.run.coder.find_mentions": "mentions",
    "framing.run.coder.read_voice": "voice, negation, source",
    "framing.voice.cues.CompiledVoice.find_cues": "cues",
    "framing.run.api.json_line": "write",
}
Step = Callable[..., Any]


class Clock:
    """The time of each step, without that of the steps inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside = [0.0]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time of the block to the step."""
        self._inside.append(0.0)
        start = time.process_time()
        try:
            yield
        finally:
            whole = time.process_time() - start
            self.spent[name] += whole - self._inside.pop()
            self._inside[-1] += whole

    def timed(self, name: str, function: Step) -> Step:
        """The function, with its time added to the step."""

        def run(*arguments: Any, **options: Any) -> Any:
            with self.step(name):
                return function(*arguments, **options)

        return run

    def timed_one_by_one(self, name: str, function: Step) -> Step:
        """As `timed`, for a function whose work is done as its results are taken."""

        def run(*arguments: Any, **options: Any) -> Iterator[Any]:
            results = iter(function(*arguments, **options))
            while True:
                with self.step(name):
                    item = next(results, None)
                if item is None:
                    return
                yield item

        return run


def main() -> None:
    """Measures and prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--articles", type=int, default=1_000)
    options.add_argument("--language", default="ru", help="the language of the corpus, for the limit")
    chosen = options.parse_args()
    lines = chosen.corpus.read_bytes().splitlines(keepends=True)[: chosen.articles]
    rules = api.coding_rules()
    start = time.process_time()
    kit = coder.Coder(rules).kit(chosen.language)
    prepared = time.process_time() - start
    clock, whole = _road(lines, rules)
    limit = _limit(lines, kit)
    size = sum(map(len, lines)) / 1e6
    print(f"{len(lines)} articles, {size:.1f} MB; one kit of lexicon and voice file is ready in {prepared:.2f} s")
    for name, spent in sorted(clock.spent.items(), key=lambda pair: -pair[1]):
        print(f"  {name:<28}{spent:8.2f} s {spent / whole:6.0%} {spent / limit:8.1f} × the limit")
    rest = whole - sum(clock.spent.values())
    print(f"  {'all else':<28}{rest:8.2f} s {rest / whole:6.0%} {rest / limit:8.1f} × the limit")
    print(f"  {'together':<28}{whole:8.2f} s {size / whole:5.1f} MB/s {whole / limit:5.1f} × the limit")
    print(f"  {'the limit':<28}{limit:8.2f} s {size / limit:5.1f} MB/s (decode, lower case, automaton)")


def _road(lines: list[bytes], rules: coder.CodingRules) -> tuple[Clock, float]:
    """The time of each step and of all together, for coding the articles of these lines."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        corpus.write_bytes(b"".join(lines))
        # once without clocks, so that models and kits are loaded
        api.code_batch(api.Batch(tuple(_some(corpus)), rules, None))
        patches = []
        for path, name in _STEPS.items():
            owner, _, attribute = path.rpartition(".")
            home: Any = CompiledVoice if owner.endswith("CompiledVoice") else importlib.import_module(owner)
            wrap = clock.timed_one_by_one if attribute == "read_articles" else clock.timed
            patches.append(patch.object(home, attribute, wrap(name, getattr(home, attribute))))
        for each in patches:
            each.start()
        start = time.process_time()
        articles = tuple(item for item in api.read_articles([str(corpus)]) if isinstance(item, api.Article))
        api.code_batch(api.Batch(articles, rules, None))
        whole = time.process_time() - start
        for each in patches:
            each.stop()
    return clock, whole


def _some(corpus: Path) -> Iterator[api.Article]:
    """The first articles of the corpus."""
    for number, item in enumerate(api.read_articles([str(corpus)])):
        if isinstance(item, api.Article):
            yield item
        if number == 20:
            return


def _limit(lines: list[bytes], kit: coder.LanguageKit) -> float:
    """The time for decoding, lower-casing, and one pass of the lexicon's automaton: the best of three."""
    forms = sorted({form for entry in kit.lexicon.lexicon.entries for form in kit.lexicon.forms_of(entry)})
    automaton = FormAutomaton([form for form in forms if "*" not in form])
    times = []
    for _ in range(3):
        start = time.process_time()
        for line in lines:
            text = json.loads(line.decode("utf-8"))["text"]
            text.lower()
            automaton.find(encode(text))
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
