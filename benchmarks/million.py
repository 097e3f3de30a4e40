"""Prints time and memory of all estimates for a made-up corpus of a million articles: 5 million mentions, 40 outlets, 10 weeks.

    python benchmarks/million.py [ARTICLES]
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from framing.codebook import load_codebook
from framing.measure.corpus import estimate_corpus
from framing.measure.tally import tally_mentions
from framing.records import VOICES
from framing.resources import shipped_folder


def main(articles: int) -> None:
    """Measures and prints."""
    book = load_codebook(shipped_folder("configs") / "codebooks" / "protest.yaml")
    random = np.random.default_rng(0)
    names = np.array([f"a{number:08d}" for number in range(articles)])
    outlets, weeks = random.integers(0, 40, articles), random.integers(0, 10, articles)
    table = {
        "article": names.tolist(),
        "outlet": [f"outlet {number:02d}" for number in outlets],
        "week": [f"2022-W{number + 1:02d}" for number in weeks],
    }
    owners = np.sort(random.integers(0, articles, 5 * articles))
    categories, voices = (random.integers(0, size, len(owners)) for size in (len(book.categories), len(VOICES)))
    mentions = {
        "article": names[owners].tolist(),
        "category": [book.categories[number] for number in categories],
        "voice": [VOICES[number] for number in voices],
    }
    start = time.monotonic()
    tally = tally_mentions(table, mentions, codebook=book, groupings=("outlet", "outlet/week"))
    found = estimate_corpus(tally, codebook=book)
    seconds = time.monotonic() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{articles} articles, {len(owners)} mentions: {len(found.estimates)} estimates in {seconds:.0f} s, {memory:.1f} GB, the made-up tables included")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
