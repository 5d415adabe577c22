"""The table: filter, sort and keyboard on declared columns; what one looks at is not lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from forms.parts.table import OUTCOME_ROLE, PAD, Column, TableModel, TableView, in_sight
from forms.words import tr
from schoolprep.rules.outcome import OUTCOMES, Outcome

Row = tuple[str, str, Outcome, int]
ROWS: list[Row] = [
    ("a", "李雷", "ready", 3),
    ("b", "韩梅", "deferred", 1),
    ("c", "王小明 wxm", "incomplete", 2),
    ("d", "王小红", "ready", 10),
]
COLUMNS: list[Column[Any]] = [
    Column("today.column_name", 90, lambda row: row[1], dress="strong"),
    Column(
        "today.column_day",
        90,
        lambda row: row[2],
        order=lambda row: OUTCOMES.index(row[2]),
        outcome=lambda row: row[2],
    ),
    Column(
        "today.column_reason", 90, lambda row: str(row[3]), order=lambda row: row[3], stretch=True, right=True
    ),
]


@pytest.fixture
def model() -> TableModel[Any]:
    made: TableModel[Any] = TableModel(COLUMNS, key=lambda row: row[0], words=lambda row: row[1])
    made.set_rows(ROWS)
    return made


@pytest.fixture
def table(qtbot: QtBot, model: TableModel[Any]) -> TableView:
    made = TableView(model)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.setFocus()
    return made


def keys(model: TableModel[Any]) -> str:
    return "".join(row[0] for row in model.shown())


def test_it_is_a_model_as_qt_wants_it(qtmodeltester: ModelTester, model: TableModel[Any]) -> None:
    qtmodeltester.check(model)
    model.narrow("王")
    qtmodeltester.check(model)


@pytest.mark.parametrize(
    ("text", "found"), [("", "abcd"), ("王", "cd"), ("WXM", "c"), ("王 明", "c"), ("明 王", "c"), ("赵", "")]
)
def test_every_word_must_be_found(model: TableModel[Any], text: str, found: str) -> None:
    model.narrow(text)
    assert keys(model) == found


def test_a_filter_narrows_further(model: TableModel[Any]) -> None:
    model.narrow("王", lambda row: row[2] == "ready")
    assert keys(model) == "d"


def test_numbers_sort_as_numbers_and_verdicts_from_best_to_worst(model: TableModel[Any]) -> None:
    model.sort(2)
    assert keys(model) == "bcad"
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert keys(model)[0] == "b"
    model.sort(-1)
    assert keys(model) == "abcd"


def test_sorting_stays_through_a_filter(model: TableModel[Any]) -> None:
    model.sort(2, Qt.SortOrder.DescendingOrder)
    model.narrow("王")
    assert keys(model) == "dc"
    model.narrow()
    assert keys(model) == "dacb"


@given(
    st.lists(st.tuples(st.text("abc", max_size=3), st.integers(0, 9)), max_size=12),
    st.text("abc ", max_size=3),
)
def test_filter_and_sort_are_those_of_lists(rows: list[tuple[str, int]], text: str) -> None:
    columns: list[Column[Any]] = [
        Column("today.column_name", 50, lambda row: row[1], order=lambda row: row[2])
    ]
    model: TableModel[Any] = TableModel(columns, key=lambda row: row[0], words=lambda row: row[1])
    made = [(str(number), word, value) for number, (word, value) in enumerate(rows)]
    model.set_rows(made)
    model.sort(0)
    model.narrow(text)
    wanted = [
        row for row in sorted(made, key=lambda row: row[2]) if all(part in row[1] for part in text.split())
    ]
    assert model.shown() == wanted


def test_one_changed_row_changes_where_it_stands(qtbot: QtBot, model: TableModel[Any]) -> None:
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.replace(("b", "韩梅", "ready", 1))
    assert model.data(model.index(1, 1), OUTCOME_ROLE) == "ready"


def test_a_changed_row_leaves_a_filter_it_no_longer_fits(model: TableModel[Any]) -> None:
    model.narrow(keep=lambda row: row[2] == "ready")
    assert keys(model) == "ad"
    model.replace(("a", "李雷", "verify", 3))
    assert keys(model) == "d"
    model.replace(("b", "韩梅", "ready", 1))
    assert keys(model) == "bd"


def test_a_new_row_comes_at_the_end(model: TableModel[Any]) -> None:
    model.replace(("e", "新来", "verify", 5))
    assert keys(model) == "abcde"


def test_one_walks_by_keyboard(qtbot: QtBot, table: TableView) -> None:
    table.choose("a")
    with qtbot.waitSignal(table.shown, check_params_cb=lambda key: key == "b"):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_End)
    with qtbot.waitSignal(table.opened, check_params_cb=lambda key: key == "d"):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.chosen() == ["a"]


def test_many_are_chosen_with_shift(qtbot: QtBot, table: TableView) -> None:
    table.choose("b")
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.chosen() == ["b", "c"]


def test_whom_one_looks_at_stays_through_filters(table: TableView, model: TableModel[Any]) -> None:
    table.choose("c")
    model.narrow("王")
    assert table.chosen() == ["c"]
    model.narrow("李")
    assert table.chosen() == []
    model.narrow()
    assert table.chosen() == ["c"]


def test_filtering_goes_to_nobody(qtbot: QtBot, table: TableView, model: TableModel[Any]) -> None:
    """A filter must not open another person's page by itself."""
    table.choose("c")
    with qtbot.assertNotEmitted(table.shown):
        model.narrow("王")
        model.narrow()


def test_choosing_a_row_that_is_not_shown_says_so(table: TableView, model: TableModel[Any]) -> None:
    model.narrow("王")
    assert not table.choose("a")
    assert table.choose("d")


def test_a_press_on_the_head_sorts(qtbot: QtBot, table: TableView, model: TableModel[Any]) -> None:
    head = table.horizontalHeader()
    x = head.sectionViewportPosition(2) + 20
    at = head.viewport().rect().topLeft()
    at.setX(x)
    at.setY(10)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert keys(model) in ("bcad", "dacb")


def test_the_stretching_column_takes_what_is_left(table: TableView) -> None:
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()


def test_headings_and_cells_are_read_aloud_in_the_language(
    qapp: QApplication, table: TableView, model: TableModel[Any]
) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 0), int(role)) == "姓名 李雷"
    tr.speak(qapp, "en")
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert model.data(model.index(0, 0), int(role)) == "Name 李雷"


def test_a_big_selection_is_walked_in_ranges(table: TableView, model: TableModel[Any]) -> None:
    model.set_rows([(str(number), f"n{number}", "ready", number) for number in range(20_000)])
    table.selectAll()
    assert len(table.chosen()) == 20_000
    table.selectionModel().select(model.index(0, 0), QItemSelectionModel.SelectionFlag.Clear)
    assert table.chosen() == []


def test_what_is_scrolled_to_an_edge_is_shortened_not_cut(table: TableView) -> None:
    """At the edge 12月14日 must not be left as 12月1, nor as 2月14日: a text has the part of its cell that is seen."""
    for at in range(3):
        table.setColumnWidth(at, 400)
    wide = table.viewport().width()
    for scrolled in (0, 60, 333, 395, 420):
        table.horizontalScrollBar().setValue(scrolled)
        for at in range(3):
            cell = QRectF(table.columnViewportPosition(at), 0, 400, 34).adjusted(PAD, 0, -PAD, 0)
            part = in_sight(cell, table)
            assert part.width() == max(0, min(cell.right(), wide - 2) - max(cell.left(), 2))
            assert part.width() == 0 or (part.left() >= 0 and part.right() <= wide)


def test_room_that_longer_words_took_is_given_back(qtbot: QtBot, qapp: QApplication) -> None:
    columns: list[Column[Any]] = [
        Column("today.column_name", 90, lambda row: row[1], stretch=True),
        Column("people.returns", 60, lambda row: tr.lang() * 9, whole=True),
    ]
    model: TableModel[Any] = TableModel(columns, key=lambda row: row[0], words=lambda row: row[1])
    model.set_rows(ROWS)
    table = TableView(model)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    table.grab()
    chinese = table.columnWidth(1)
    assert chinese > 60
    tr.speak(qapp, "zh-TW")
    table.grab()
    assert table.columnWidth(1) > chinese
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
    tr.speak(qapp, "zh")
    table.grab()
    assert table.columnWidth(1) == chinese
    table.hide()
