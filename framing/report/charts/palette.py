"""Colours and orders that all charts share: a voice or category looks the same everywhere, also to the colour-blind."""

from __future__ import annotations

from framing.codebook import Codebook

VOICE_COLOURS = {
    "own": "#22344f",
    "reported": "#4d7ea8",
    "quoted": "#9ec1d9",
    "distanced": "#e3d9b8",
    "others": "#4d7ea8",
    "all": "#5a5a60",
}
GROUP_COLOURS = ("#4477aa", "#cc6677", "#228833", "#b58900", "#aa3377", "#227788", "#8a5a2b", "#5b4a8a")
AGAINST, FAVOUR, EVEN = "#b35806", "#2166ac", "#f4f4f2"


def categories_by_valence(codebook: Codebook, dimension: str) -> tuple[list[str], list[str], list[str]]:
    """The categories of a dimension that speak against its target, neither way, and in its favour, the strongest outermost."""
    kinds = codebook.dimension(dimension).categories
    against = sorted((kind for kind in kinds if kind.valence is not None and kind.valence < 0), key=lambda kind: kind.valence or 0)
    favour = sorted((kind for kind in kinds if kind.valence is not None and kind.valence > 0), key=lambda kind: kind.valence or 0)
    neutral = [kind for kind in kinds if not kind.valence]
    return [kind.id for kind in against], [kind.id for kind in neutral], [kind.id for kind in favour]


def mixed(colour: str, other: str, share: float) -> str:
    """A colour `share` of the way to another."""
    pairs = [(int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
