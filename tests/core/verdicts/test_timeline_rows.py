"""Marks of a lane stand under each other: none covers one that has not ended."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schoolprep.verdicts.timeline.scene import Rows


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20))))
def test_no_mark_covers_another(spans: list[tuple[int, int]]) -> None:
    rows, taken = Rows(), dict[int, int]()
    for start, length in sorted(spans):
        row = rows.take(start, start + length)
        assert taken.get(row, 0) <= start
        assert all(taken.get(above, 0) > start for above in range(row))
        taken[row] = start + length
