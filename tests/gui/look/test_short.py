"""A shortened text never shows half a day or half a number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from forms.look.short import in_rows, rows_needed, shortened
from forms.look.type import font

DAYS = (
    "8月14日",
    "12月14日24:00",
    "2026年12月14日 07:30",
    "14 Dec 2026",
    "14 Dec 07:30",
    "08-14 08:40",
    "38.6℃",
)
_PARTS = st.lists(
    st.sampled_from([*DAYS, "七年级1班", "最早", "，", "；", " ", "（", "until ", "school", "缺4人"]),
    max_size=9,
)


def days_in(text: str) -> list[str]:
    return [day for day in DAYS for _ in range(text.count(day))]


@given(_PARTS, st.integers(0, 400))
def test_what_is_left_of_a_day_is_the_day_or_nothing(qapp: QApplication, parts: list[str], room: int) -> None:
    text = "·".join(parts)
    left = shortened(text, font(), room)
    assert left == text or left.endswith("…")
    left = left.removesuffix("…")
    assert text.startswith(left)
    # every digit that is left stands in a part that is left whole
    starts, at = [], 0
    for part in parts:
        starts.append((at, at + len(part), part))
        at += len(part) + 1
    for start, end, part in starts:
        if start < len(left) < end and part in DAYS:
            kept = part[: len(left) - start]
            assert not re.search(r"\d", kept), (left, part)


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_has_no_room_is_not_begun(qapp: QApplication, day: str) -> None:
    for room in range(QFontMetrics(font()).horizontalAdvance(day)):
        assert not re.search(r"\d", shortened(day, font(), room))


@given(_PARTS, st.integers(150, 400), st.integers(1, 3))
def test_lines_hold_all_that_has_room_and_break_no_day(
    qapp: QApplication, parts: list[str], room: int, most: int
) -> None:
    text = "，".join(parts)
    lines = in_rows(text, font(), room, most)
    assert len(lines) <= most
    assert all(QFontMetrics(font()).horizontalAdvance(line) <= room + 1 for line in lines)
    whole = in_rows(text, font(), room, 99)
    assert len(whole) == rows_needed(text, font(), room)
    assert re.sub(r"\s", "", "".join(whole)) == re.sub(r"\s", "", text)
    assert days_in("\n".join(whole)) == days_in(text)
