"""Names on maps, and the correspondence map against its definition."""

from itertools import combinations

import numpy as np
import pytest

from framing.report.charts import plan_chart
from framing.report.charts.correspondence import map_table
from framing.report.charts.placing import place_names
from framing.report.charts.sheet import SMALL, text_width


def test_names_meet_no_other_name_and_stay_inside():
    random = np.random.default_rng(1)
    points = [(float(x), float(y)) for x, y in random.uniform(0, 5, (60, 2))]
    placed = place_names([f"Outlet {n}" for n in range(60)], points, width=5, height=5)
    boxes = [(each.left, each.low, each.left + text_width(each.text, SMALL), each.low + 0.13) for each in placed if each]
    assert 20 < len(boxes) <= 60
    for one, two in combinations(boxes, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 5 and box[3] <= 5 for box in boxes)


def test_the_first_name_has_first_choice():
    first, second = place_names(["A", "B"], [(2.0, 2.0), (2.0, 2.2)], width=4, height=4)
    assert (first.left, first.low) == (2.1, 2.03)
    assert second is None or second.low > first.low


def test_coordinates_give_back_the_distances_of_the_table():
    table = np.array([[30.0, 5, 10], [4, 25, 12], [15, 15, 15], [2, 3, 40]])
    rows, columns, inertia = map_table(table)
    whole = table / table.sum()
    mass = whole.sum(axis=0)
    profiles = whole / whole.sum(axis=1, keepdims=True)
    for one, two in combinations(range(4), 2):
        chi = np.sqrt(((profiles[one] - profiles[two]) ** 2 / mass).sum())
        assert np.linalg.norm(rows[one] - rows[two]) == pytest.approx(chi)
    assert inertia.sum() == pytest.approx(1)
    assert (whole.sum(axis=1) @ rows) == pytest.approx([0, 0], abs=1e-9)
    assert columns.shape == (3, 2)


def test_groups_that_speak_alike_make_no_map(made_up):
    flat = np.outer([1.0, 2, 3], [5.0, 5, 5])
    assert map_table(flat)[2][0] == pytest.approx(0, abs=1e-9) or map_table(flat)[2].sum() <= 1 + 1e-9


def test_coders_are_drawn_with_their_intervals(reports):
    chart = plan_chart("coders", reports(5, 150))
    assert [(mark.value, mark.n) for mark in chart.marks] == [(0.8, 120)] * 3
    assert "f1" in chart.title
