"""Columns, dictionary-encoded or not, count alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.measure.columns import Codes, encode, joined, ordered, totals, translate, truths

words = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "Ж", ""])), min_size=1, max_size=30)


@given(words)
def test_encoding_keeps_every_value(column):
    coded = encode(column)
    assert [coded.values[code] for code in coded.codes] == ["" if value is None else value for value in column]
    assert len(set(coded.values)) == len(coded.values)


@given(words)
def test_ordered_values_are_sorted(column):
    coded = ordered(column)
    assert list(coded.values) == sorted(coded.values)
    assert [coded.values[code] for code in coded.codes] == ["" if value is None else value for value in column]


@given(words, words)
def test_joined_columns(one, two):
    length = min(len(one), len(two))
    coded = joined([one[:length], two[:length]])
    for row in range(length):
        whole = f"{one[row]}/{two[row]}" if one[row] and two[row] else None
        assert (coded.values[coded.codes[row]] if coded.codes[row] >= 0 else None) == whole


def test_translate_marks_what_is_unknown():
    assert translate(["a", "z", None], {"a": 5}).tolist() == [5, -1, -1]
    assert translate(Codes(("a", "z"), np.array([1, 0])), {"a": 5}).tolist() == [-1, 5]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([True, False, None], [True, False, True]),
        (np.array([False, True, True]), [False, True, True]),
        (Codes(("True", "0"), np.array([0, 1, 1])), [True, False, False]),
        (None, [True, True, True]),
    ],
)
def test_truths(column, expected):
    assert truths(column, 3, default=True).tolist() == expected


def test_totals():
    assert totals(np.array([0, 2, 2]), np.array([1.0, 2.0, 0.5]), 4).tolist() == [1.0, 0.0, 2.5, 0.0]
