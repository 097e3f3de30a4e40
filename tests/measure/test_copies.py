"""What copies change."""

from framing.measure.copies import CopiesEffect, copies_effect
from framing.measure.tally import weigh_copies


def test_the_share_that_moves_most(book):
    articles = {
        "article": ["a", "b", "c", "d"],
        "outlet": ["X", "X", "X", "Y"],
        "date": ["2022-01-01"] * 4,
        "cluster": [1, 1, None, 2],
    }
    mentions = {
        "article": ["a", "b", "c", "d"],
        "category": ["event.riot", "event.riot", "event.protest", "event.riot"],
        "voice": ["own"] * 4,
    }
    weights = weigh_copies(articles)
    assert copies_effect(articles, mentions, codebook=book, weights=weights) == [CopiesEffect("X", 2, 3, "event.protest", 0.5, 1 / 3)]
    assert copies_effect(articles, mentions, codebook=book, weights=weigh_copies(articles, copies="all")) == []
