"""The codebook file: the shipped one, its colours, and what is wrong with others."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from framing.codebook import load_codebook
from framing.errors import FramingError
from framing.resources import shipped_folder

SHIPPED = shipped_folder("configs") / "codebooks" / "protest.yaml"


def test_the_shipped_codebook_has_the_sixteen_categories():
    book = load_codebook(SHIPPED)
    assert [dimension.id for dimension in book.dimensions] == ["protesters", "event", "foreign", "response"]
    assert len(book.categories) == 16
    assert book.category("protesters.terrorists").valence == -1
    assert book.category("foreign.concern").valence is None
    assert book.dimension_of("foreign.assistance").target == "foreign_forces"
    assert book.stance_targets == ("protesters", "government", "foreign_forces")
    assert all(category.definition for dimension in book.dimensions for category in dimension.categories)


@pytest.mark.parametrize("language", ["ru", "uk", "bg"])
def test_every_title_is_translated(language):
    book = load_codebook(SHIPPED)
    for dimension in book.dimensions:
        assert language in dimension.titles
        assert all(language in category.titles for category in dimension.categories)
        assert dimension.name(language) != dimension.name("en")
    assert all(book.target_name(target, language) != target for target in book.stance_targets)


# what the three kinds of colour blindness make of red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1)
DEFICIENCIES = {
    "none": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


def lab(colour, deficiency):
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(DEFICIENCIES[deficiency] @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_colours_of_a_dimension_can_be_told_apart(deficiency):
    for dimension in load_codebook(SHIPPED).dimensions:
        for one, two in combinations(dimension.categories, 2):
            distance = np.linalg.norm(lab(one.colour, deficiency) - lab(two.colour, deficiency))
            assert distance >= 11, (one.id, two.id, distance)


def write(tmp_path, text):
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_codebook_of_ones_own(tmp_path):
    book = load_codebook(write(tmp_path, "name: mine\nunits: mention\ndimensions:\n  d:\n    categories:\n      a: {title: A}\n      b: {title: B, valence: 1}\n"))
    assert book.categories == ("d.a", "d.b")
    assert book.units == ("mention",)
    assert book.category("d.a").colour != book.category("d.b").colour
    assert book.dimension("d").title == "d"
    with pytest.raises(KeyError):
        book.dimension("e")


def test_all_faults_are_told_at_once_with_their_places(tmp_path):
    path = write(
        tmp_path,
        "name: mine\ndimensions:\n  d:\n    target: protestors\n    categories:\n      a: {title: A, valence: 3}\n      b: {colour: red}\n      c: {title: C, colours: '#ffffff'}\n",
    )
    with pytest.raises(FramingError) as caught:
        load_codebook(path)
    lines = [str(problem) for problem in caught.value.problems]
    assert len(lines) >= 4
    assert any(":6:" in line and "valence" in line for line in lines)
    assert any("'title'" in line for line in lines)
    assert any("unknown key 'colours'" in line and "did you mean colour" in line for line in lines)


def test_a_target_that_no_stance_has(tmp_path):
    path = write(tmp_path, "name: m\nstance: {targets: [protesters]}\ndimensions:\n  d:\n    target: protestors\n    categories:\n      a: {title: A}\n")
    with pytest.raises(FramingError, match="codebook-target.*did you mean protesters"):
        load_codebook(path)


def test_definitions_are_our_own_words():
    codebook = Path(__file__).parents[2] / "shared" / "CODEBOOK.md"
    if not codebook.exists():
        pytest.skip("no shared codebook")
    theirs = " ".join(codebook.read_text(encoding="utf-8").split())
    for dimension in load_codebook(SHIPPED).dimensions:
        for category in dimension.categories:
            words = category.definition.split()
            runs = [" ".join(words[at : at + 9]) for at in range(len(words) - 8)]
            assert not [run for run in runs if run in theirs]
