"""A small corpus that can be counted by hand, and made-up larger ones."""

import numpy as np
import pytest

from framing.codebook import load_codebook
from framing.records import VOICES
from framing.resources import shipped_folder


@pytest.fixture(scope="session")
def book():
    return load_codebook(shipped_folder("configs") / "codebooks" / "protest.yaml")


@pytest.fixture(scope="session")
def make_corpus(book):
    """A function that makes articles and mentions as columns."""

    def make(*, articles=60, outlets=4, mentions=6.0, seed=1):
        random = np.random.default_rng(seed)
        habits = random.dirichlet(np.ones(16), outlets)
        names = [f"art-{number}" for number in range(articles)]
        rows = [
            (number, int(random.choice(16, p=habits[number % outlets])))
            for number in range(articles)
            for _ in range(random.poisson(mentions))
        ]
        table = {
            "article": names,
            "outlet": [f"outlet {number % outlets}" for number in range(articles)],
            "week": [f"2022-W{1 + number % 3:02d}" for number in range(articles)],
            "words": [int(random.integers(50, 400)) for _ in names],
        }
        found = {
            "article": [names[number] for number, _ in rows],
            "category": [book.categories[category] for _, category in rows],
            "voice": [VOICES[int(random.choice(4, p=(0.5, 0.2, 0.2, 0.1)))] for _ in rows],
            "source_group": [("state", "witness", None)[int(random.integers(3))] for _ in rows],
        }
        return table, found

    return make
