"""Prints how many MB of text a second `find_mentions` reads, beside `str.lower`, a regular expression and spaCy, in one run.

    python benchmarks/mentions.py [--corpus CORPUS.jsonl] [--forms FORMS.json] [--spacy /path/to/venv/bin/python] [--rounds 5]

Without --corpus it reads the demo corpus twenty times over, without --forms the plain forms of the shipped lexicons. All look for the same
forms, each category one list without conditions; "shipped lexicons" are these as they are, with all their conditions. spaCy lives in a
virtual environment of its own (`pip install spacy==3.8.*`). CPU time of one core, in turn (A B A B …), medians; MB are those of UTF-8.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from framing.automaton import fold
from framing.lexicon import CompiledLexicon, compile_lexicon, find_all_mentions, find_mentions, load_lexicon

_ROOT = Path(__file__).resolve().parent.parent
_TIMES = 20  # the demo corpus alone is read in a millisecond
_LEXICONS = _ROOT / "lexicons" / "protest"
_REGEX_MB = 0.1  # of a run of the expression, which is hundreds of times slower
_SPACY = """\
import json, sys, time
import spacy
from spacy.matcher import PhraseMatcher
texts, forms = json.load(open(sys.argv[1], encoding="utf-8"))
nlp = spacy.blank("ru")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
for category, some in forms.items():
    matcher.add(category, [nlp.make_doc(form) for form in some])
start = time.process_time()
count = sum(len(matcher(doc)) for doc in nlp.pipe(texts, batch_size=200))
print(time.process_time() - start, count)
"""

Texts = Mapping[str, Sequence[str]]  # by language


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, help="articles, one a line, with text and language")
    options.add_argument("--forms", type=Path, help="a JSON object: category to surface forms")
    options.add_argument("--spacy", type=Path, help="the Python of an environment with spaCy")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    texts = read_corpus(chosen.corpus) if chosen.corpus else read_demo()
    shipped = {language: compile_lexicon(load_lexicon(_LEXICONS / f"{language}.yaml")) for language in texts}
    forms = json.loads(chosen.forms.read_text(encoding="utf-8")) if chosen.forms else plain_forms(shipped)
    forms = {category: sorted(set(some)) for category, some in forms.items() if some}
    with tempfile.TemporaryDirectory() as folder:
        measures = measures_of(texts, forms, shipped, Path(folder))
        if chosen.spacy:
            measures["spaCy PhraseMatcher, the same forms"] = spacy_measure(texts, forms, chosen.spacy, Path(folder))
        runs: dict[str, list[tuple[float, float, int]]] = {name: [] for name in measures}
        for _ in range(chosen.rounds):
            for name, measure in measures.items():
                runs[name].append(measure())
    count = sum(map(len, texts.values()))
    print(f"{count} texts, {sum(map(megabytes, texts.values())):.1f} MB, {sum(map(len, forms.values()))} forms, medians of {chosen.rounds}")
    tell(runs)


def read_corpus(path: Path) -> Texts:
    """The texts of a JSON Lines file by language."""
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            found.setdefault(article["language"], []).append(article["text"])
    return found


def read_demo() -> Texts:
    """The texts of the demo corpus by language."""
    folder = _ROOT / "corpora" / "demo"
    found: dict[str, list[str]] = {}
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found.setdefault(row["language"], []).append((folder / row["file"]).read_text(encoding="utf-8"))
    return {language: some * _TIMES for language, some in found.items()}


def plain_forms(shipped: Mapping[str, CompiledLexicon]) -> dict[str, list[str]]:
    """All forms of the lexicons that have no wildcard, by category; one form has one category."""
    found: dict[str, str] = {}
    for compiled in shipped.values():
        for entry in compiled.lexicon.entries:
            for form in compiled.forms_of(entry) if entry.category else ():
                if "*" not in form:
                    found.setdefault(form, entry.category)
    return {category: [form for form, its in found.items() if its == category] for category in dict.fromkeys(found.values())}


def megabytes(texts: Sequence[str]) -> float:
    """The size of the texts in UTF-8."""
    return sum(len(text.encode("utf-8")) for text in texts) / 1e6


def measures_of(
    texts: Texts, forms: Mapping[str, Sequence[str]], shipped: Mapping[str, CompiledLexicon], folder: Path
) -> dict[str, Callable[[], tuple[float, float, int]]]:
    """By name what is measured: each gives seconds of CPU time, the MB it read, and what it found."""
    everything = [text for some in texts.values() for text in some]
    whole, sample = megabytes(everything), []
    while len(sample) < len(everything) and megabytes(sample) < _REGEX_MB:
        sample.append(everything[len(sample)])
    lexicon = folder / "plain.yaml"
    categories = {category: [{"forms": some}] for category, some in forms.items()}
    lexicon.write_text(json.dumps({"language": "ru", "morphology": "none", "categories": categories}, ensure_ascii=False), encoding="utf-8")
    plain = compile_lexicon(load_lexicon(lexicon))
    alternatives = sorted({fold(form) for some in forms.values() for form in some}, key=len, reverse=True)
    regex = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, alternatives)) + r")(?!\w)")

    def timed(read: float, count: Callable[[], int]) -> Callable[[], tuple[float, float, int]]:
        def run() -> tuple[float, float, int]:
            start = time.process_time()
            found = count()
            return time.process_time() - start, read, found

        return run

    return {
        "str.lower": timed(whole, lambda: sum(len(text.lower()) for text in everything) * 0),
        "regular expression, the same forms": timed(
            megabytes(sample), lambda: sum(sum(1 for _ in regex.finditer(text.lower())) for text in sample)
        ),
        "find_mentions, text by text": timed(whole, lambda: sum(len(find_mentions(text, plain)) for text in everything)),
        "find_all_mentions": timed(whole, lambda: sum(map(len, find_all_mentions(everything, plain)))),
        "find_all_mentions, shipped lexicons": timed(
            whole, lambda: sum(sum(map(len, find_all_mentions(some, shipped[language]))) for language, some in texts.items())
        ),
    }


def spacy_measure(texts: Texts, forms: Mapping[str, Sequence[str]], python: Path, folder: Path) -> Callable[[], tuple[float, float, int]]:
    """Tokenising and matching by spaCy in its own process, its start and its patterns not counted."""
    everything = [text for some in texts.values() for text in some]
    given = folder / "spacy.json"
    given.write_text(json.dumps([everything, forms]), encoding="utf-8")

    def run() -> tuple[float, float, int]:
        done = subprocess.run([python, "-c", _SPACY, given], capture_output=True, text=True, check=True)
        seconds, count = done.stdout.split()
        return float(seconds), megabytes(everything), int(count)

    return run


def tell(runs: Mapping[str, Sequence[tuple[float, float, int]]]) -> None:
    """Prints medians, and how many times as fast as spaCy each is, round by round."""
    peers = next((some for name, some in runs.items() if name.startswith("spaCy")), [])
    print(f"{'':<38}{'MB/s':>8}{'found':>9}{'times spaCy':>13}")
    for name, some in runs.items():
        line = f"{name:<38}{statistics.median(read / seconds for seconds, read, _ in some):8.2f}{some[0][2]:9}"
        if peers:
            pairs = zip(some, peers, strict=True)
            line += f"{statistics.median(a[1] / a[0] / (b[1] / b[0]) for a, b in pairs):13.1f}"
        print(line)


if __name__ == "__main__":
    main()
