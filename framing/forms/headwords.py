"""The headwords of a dictionary by their beginnings: what a wildcard would match in the language at large."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Mapping

from framing.errors import FramingError


def headwords(language: str, beginning: str) -> frozenset[str] | None:
    """The dictionary words that begin so in one of their forms; None for a language without a dictionary.

    The dictionary is simplemma's, whatever engine inflects: it has some fifty languages, and engines by rules have none.
    """
    found = _dictionary(language)
    if found is None:
        return None
    lemma_of, forms = found
    stem = beginning.encode()
    return frozenset(lemma_of[form].decode() for form in forms[bisect_left(forms, stem) : bisect_left(forms, stem + b"\xff")])


@functools.cache
def _dictionary(language: str) -> tuple[Mapping[bytes, bytes], list[bytes]] | None:
    """The mapping from form to lemma, both in bytes, and its forms in order."""
    from framing.forms.simplemma_inverted import stored_dictionary

    try:
        lemma_of = stored_dictionary(language)
    except FramingError:
        return None
    return lemma_of, sorted(lemma_of)
