"""Where words may stand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from course.chart.places import Places

NOTHING = np.empty((0, 2))


def overlap(a, b) -> bool:
    slack = 1e-6
    return (
        a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack
    )


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 380)), min_size=1, max_size=8))
def test_words_cover_no_other_words(wanted):
    """Eight texts of one line always find room in the height of a picture."""
    places = Places(NOTHING)
    taken = [places.take((x, y, x + 150, y + 16), 0, 400) for x, y in wanted]
    for i, box in enumerate(taken):
        assert 0 <= box[1] < box[3] <= 400
        assert not any(overlap(box, other) for other in taken[:i])


@given(st.floats(20, 380))
def test_words_stand_clear_of_a_line(y):
    line = np.column_stack([np.arange(0, 760, 4.0), np.full(190, 200.0)])
    _, top, _, bottom = Places(line).take((100, y - 8, 250, y + 8), 0, 400)
    assert bottom <= 200 or top >= 200


def test_a_free_place_is_kept():
    assert Places(NOTHING).take((10, 50, 60, 66), 0, 400) == (10, 50, 60, 66)


def test_where_all_is_full_words_keep_their_own_place():
    places = Places(NOTHING)
    places.take((0, 0, 100, 20), 0, 20)
    assert places.take((0, 0, 100, 20), 0, 20) == (0, 0, 100, 20)
