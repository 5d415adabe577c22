"""The class grid under the hand: the keys of a spreadsheet, the clipboard, what is kept, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bench.keystrokes import Typist, people
from forms.grid import paste
from forms.grid.model import NAME, Spot
from forms.grid.panel import ClassGrid
from forms.intake.page import IntakePage
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Series
from schoolprep.facts.record import Answers, Entry
from schoolprep.grid import GridPlace, Sheet
from tests.gui.grid.grid_fixtures import NIGHT, grid_page
from tests.gui.pages_fixtures import Around, Chosen

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> Iterator[IntakePage]:
    empty_desk.filing.append(people(12))
    with grid_page(qtbot, empty_desk) as made:
        yield made


@pytest.fixture
def grid(page: IntakePage) -> ClassGrid:
    return page.show_grid()


@pytest.fixture
def keys() -> Typist:
    return Typist()


def _column(grid: ClassGrid, name: str) -> int:
    assert grid.sheet is not None
    return [one.id for one in grid.sheet.columns].index(name)


def _go(grid: ClassGrid, row: int, name: str) -> None:
    grid.view.hand.go(row, _column(grid, name))


def _texts(grid: ClassGrid, name: str, rows: int = 4) -> list[str]:
    column = _column(grid, name)
    return [grid.view.grid.cell(Spot(row, column)).text for row in range(rows)]


def _health(desk: Desk, at: int) -> list[Answers]:
    return [one.answers or {} for one in desk.people.records(f"p{at:04d}") if one.blank == "health"]


def _write_chinese(text: str) -> None:
    """As an input method does it: the word comes at once."""
    for sign in text:
        event = QInputMethodEvent()
        event.setCommitString(sign)
        widget = QApplication.focusWidget()
        assert widget is not None
        QApplication.sendEvent(widget, event)


def test_fifty_stand_on_one_screen(qtbot: QtBot, empty_desk: Desk) -> None:
    empty_desk.filing.append(people(50))
    page = IntakePage(empty_desk, NIGHT)
    qtbot.addWidget(page)
    page.resize(1204, 610)  # what the smallest window leaves to its page, with a bar above
    page.show()
    for purpose in ("health", "return"):
        grid = page.show_grid()
        grid.purpose.choose(purpose)
        grid.open_sheet()
        view = grid.view
        rects = [view.visualRect(view.grid.index_of(row, 0)) for row in range(50)]
        assert all(view.viewport().rect().contains(rect.center()) for rect in rects), purpose
        assert not view.verticalScrollBar().isVisible(), purpose


def test_arrows_home_end_and_tab_go_where_a_spreadsheet_goes(grid: ClassGrid, keys: Typist) -> None:
    view, last = grid.view, grid.view.grid.columns - 1
    keys.key(_Key.Key_Down)
    keys.key(_Key.Key_Right)
    assert view.hand.at == Spot(1, 1)
    keys.key(_Key.Key_End)
    assert view.hand.at == Spot(1, last)
    keys.key(_Key.Key_Tab)
    assert view.hand.at == Spot(2, 0)
    keys.key(_Key.Key_Backtab)
    assert view.hand.at == Spot(1, last)
    keys.key(_Key.Key_End, _CTRL)
    assert view.hand.at == Spot(11, last)
    keys.key(_Key.Key_Home, _CTRL)
    assert view.hand.at == Spot(0, 0)
    keys.key(_Key.Key_Up)
    assert view.hand.at == Spot(0, 0)


def test_enter_goes_back_under_where_the_tabs_began(grid: ClassGrid, keys: Typist) -> None:
    _go(grid, 0, "health.symptoms")
    begin = grid.view.hand.at.column
    keys.key(_Key.Key_Up)  # where one is now is where the tabs begin
    keys.type("n")
    keys.key(_Key.Key_Tab)
    keys.type("n")
    keys.key(_Key.Key_Return)
    assert grid.view.hand.at == Spot(1, begin)


def test_a_key_writes_anew_and_f2_goes_on_where_one_was(grid: ClassGrid, keys: Typist) -> None:
    _go(grid, 0, "health.remark")
    keys.type("ab")
    keys.key(_Key.Key_Return)
    keys.key(_Key.Key_Up)
    keys.key(_Key.Key_F2)
    keys.type("c")
    keys.key(_Key.Key_Return)
    assert _texts(grid, "health.remark", 1) == ["abc"]
    keys.key(_Key.Key_Up)
    keys.type("x")
    keys.key(_Key.Key_Return)
    assert _texts(grid, "health.remark", 1) == ["x"]
    keys.key(_Key.Key_Up)
    keys.type("y")
    keys.key(_Key.Key_Escape)
    assert _texts(grid, "health.remark", 1) == ["x"]


def test_chinese_that_comes_at_once_loses_no_character(grid: ClassGrid, keys: Typist) -> None:
    _go(grid, 0, "health.symptoms")
    _write_chinese("咳嗽、头疼")
    keys.key(_Key.Key_Return)
    assert _texts(grid, "health.symptoms", 1) == ["咳嗽、头痛"]


def test_delete_empties_what_is_marked_and_ctrl_z_brings_it_back(grid: ClassGrid, keys: Typist) -> None:
    keys.type("365366367")
    grid.view.hand.go(0, 0)
    keys.key(_Key.Key_Down, _SHIFT)
    keys.key(_Key.Key_Delete)
    assert _texts(grid, "health.temp_am") == ["", "", "36.7", ""]
    keys.key(_Key.Key_Z, _CTRL)
    assert _texts(grid, "health.temp_am") == ["36.5", "36.6", "36.7", ""]
    keys.key(_Key.Key_Z, _CTRL)
    assert _texts(grid, "health.temp_am") == ["36.5", "36.6", "", ""]


def test_ctrl_d_fills_down(grid: ClassGrid, keys: Typist) -> None:
    keys.type("365")
    grid.view.hand.go(0, 0)
    keys.key(_Key.Key_Down, _SHIFT)
    keys.key(_Key.Key_Down, _SHIFT)
    keys.key(_Key.Key_D, _CTRL)
    assert _texts(grid, "health.temp_am") == ["36.5", "36.5", "36.5", ""]
    grid.view.hand.go(3, 0)
    keys.key(_Key.Key_D, _CTRL)
    assert _texts(grid, "health.temp_am") == ["36.5"] * 4


def test_cut_and_paste_within_the_grid(grid: ClassGrid, keys: Typist) -> None:
    keys.type("365366")
    grid.view.hand.go(0, 0)
    keys.key(_Key.Key_Down, _SHIFT)
    keys.key(_Key.Key_X, _CTRL)
    grid.view.hand.go(2, 0)
    keys.key(_Key.Key_V, _CTRL)
    assert _texts(grid, "health.temp_am") == ["", "", "36.5", "36.6"]


def test_a_block_from_a_spreadsheet_lands_as_it_lay(
    grid: ClassGrid, keys: Typist, told: list[Notice]
) -> None:
    QApplication.clipboard().setText("36.5\t36.6\r\n３６。７\t\r\n")
    keys.key(_Key.Key_V, _CTRL)
    assert _texts(grid, "health.temp_am", 3) == ["36.5", "36.7", ""]
    assert _texts(grid, "health.temp_noon", 3) == ["36.6", "", ""]
    assert told == []


def test_a_block_with_names_goes_by_the_names(grid: ClassGrid, keys: Typist, told: list[Notice]) -> None:
    QApplication.clipboard().setText("学生02\t36.5\n学生00\t36.6\n外班的\t39.9\n学生03\t36.7")
    keys.key(_Key.Key_V, _CTRL)
    assert _texts(grid, "health.temp_am") == ["36.6", "", "36.5", "36.7"]
    assert [(one.says, one.facts) for one in told] == [
        ("grid.paste_strangers", {"names": Series(["外班的"])})
    ]


def test_what_does_not_fit_is_told(grid: ClassGrid, keys: Typist, told: list[Notice]) -> None:
    _go(grid, 11, "travel")
    QApplication.clipboard().setText("无\tx\t1\t2\n无")
    keys.key(_Key.Key_V, _CTRL)
    assert [(one.says, one.facts) for one in told] == [("grid.paste_over", {"rows": 1, "columns": 2})]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\nc", [["a", "b"], ["c"]]),
        ('"a\nb"\t"c ""d"""\n', [["a\nb", 'c "d"']]),
        ('"halb\toffen', [['"halb', "offen"]]),
        ("a\t\tb", [["a", "", "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_text_of_a_spreadsheet(text: str, block: list[list[str]]) -> None:
    assert paste.read(text) == block
    assert paste.read(paste.write(block)) == block


@given(
    st.lists(
        st.lists(st.text('ab无"\t\n ,;', max_size=6).map(str.strip), min_size=2, max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_copied_is_what_is_pasted(block: list[list[str]]) -> None:
    assert paste.read(paste.write(block)) == block


def test_a_name_borne_by_two_names_nobody() -> None:
    fitted = paste.fit([["王", "1"], ["李", "2"], ["赵", "3"]], GridPlace(0, 0), ["王", "李", "王", "赵"], 3)
    assert fitted.cells == {GridPlace(1, 0): "2", GridPlace(3, 0): "3"}
    assert fitted.strangers == ("王",)


def test_a_problem_stands_at_its_cell_and_f8_goes_to_it(
    page: IntakePage, grid: ClassGrid, keys: Typist
) -> None:
    counted: list[int] = []
    page.counted.connect(counted.append)
    _go(grid, 2, "health.temp_am")
    keys.type("99")
    keys.key(_Key.Key_Return)
    assert counted[-1] == 1
    grid.view.hand.go(0, 0)
    page.next_problem()
    assert grid.view.hand.at == Spot(2, 0)
    assert "体温" in grid.foot.says.text()
    index = grid.view.grid.index_of(2, 0)
    heard = index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert heard.startswith("学生02 早 99")


def test_a_doubtful_place_waits_for_a_word(grid: ClassGrid, keys: Typist, told: list[Notice]) -> None:
    _go(grid, 0, "travel")
    grid.view.put({GridPlace(*grid.view.hand.at): "三亚吉阴区 7.25 8.1"})
    assert grid.foot.sure.isVisible()
    grid.file_sheet()
    assert told[-1].says == "grid.filed_none"
    keys.key(_Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not grid.foot.sure.isVisible()
    grid.file_sheet()
    assert told[-1].says == "grid.filed"


def test_the_rest_is_stated_before_it_is_filed_and_undone_as_one(
    page: IntakePage, grid: ClassGrid, keys: Typist, told: list[Notice]
) -> None:
    keys.type("385")
    keys.key(_Key.Key_R, _CTRL)
    assert grid.statement.isVisible()
    assert grid.statement.title.text() == "将为 11 人归档，记作一次操作："
    assert grid.statement.said.text().splitlines() == [
        "症状 无：8月8日，11人", "退烧药 否：8月8日，11人", "外出 无：8月8日，11人",
    ]  # fmt: skip
    assert grid.statement.left_out.text() == "不写：学生00（早）"
    acts = len(page.desk.filing.acts())
    keys.key(_Key.Key_Escape)
    assert not grid.statement.isVisible()
    assert len(page.desk.filing.acts()) == acts
    keys.key(_Key.Key_R, _CTRL)
    keys.key(_Key.Key_Return)
    assert len(page.desk.filing.acts()) == acts + 1
    assert page.desk.filing.acts(1)[0].about == "每日健康 七年级1班 2022-08-08"
    assert _health(page.desk, 5)
    undo = told[-1].do
    assert undo is not None
    undo()
    assert _health(page.desk, 5) == []
    assert _texts(grid, "health.temp_am", 1) == ["38.5"]


def test_undoing_a_filing_brings_the_writing_back(grid: ClassGrid, keys: Typist, told: list[Notice]) -> None:
    keys.type("365")
    keys.key(_Key.Key_Return, _CTRL)
    cell = grid.view.grid.cell(Spot(0, 0))
    assert (cell.text, cell.state) == ("36.5", "filed")
    undo = told[-1].do
    assert undo is not None
    undo()
    cell = grid.view.grid.cell(Spot(0, 0))
    assert (cell.text, cell.writing, cell.state) == ("36.5", "365", "written")


def test_another_window_finds_what_was_written(
    grid: ClassGrid, keys: Typist, page: IntakePage, qtbot: QtBot
) -> None:
    keys.type("365")
    again = IntakePage(page.desk, NIGHT)
    qtbot.addWidget(again)
    assert _texts(again.show_grid(), "health.temp_am", 1) == ["36.5"]
    later = IntakePage(page.desk, Moment.parse("2022-08-09T07:00"))
    qtbot.addWidget(later)
    made = later.show_grid()
    assert _texts(made, "health.temp_am", 1) == [""]
    assert not made.foot.elsewhere.isHidden()
    made.foot.elsewhere.click()
    assert _texts(made, "health.temp_am", 1) == ["36.5"]


def test_what_is_filed_elsewhere_shows_at_once(page: IntakePage, grid: ClassGrid) -> None:
    page.desk.changed.append(page.refresh)
    page.desk.filing.append(
        [Entry(blank="health", subject="p0001", answers={"day": "2022-08-08", "temp_am": 36.9})]
    )
    cell = grid.view.grid.cell(Spot(1, 0))
    assert (cell.text, cell.state) == ("36.9", "filed")


def test_what_was_filed_while_one_looked_elsewhere_is_there_on_coming_back(
    page: IntakePage, grid: ClassGrid
) -> None:
    page.desk.changed.append(page.refresh)
    page.modes.choose("books")
    page.modes.chosen.emit("books")
    page.desk.filing.append(
        [Entry(blank="health", subject="p0001", answers={"day": "2022-08-08", "temp_am": 36.9})]
    )
    assert page.show_grid().view.grid.cell(Spot(1, 0)).text == "36.9"


def test_f4_and_a_double_click_on_the_name_open_the_person(
    qtbot: QtBot, page: IntakePage, grid: ClassGrid, keys: Typist
) -> None:
    asked: list[tuple[str, Wanted]] = []
    page.asked.connect(lambda name, wanted: asked.append((name, wanted)))
    grid.view.hand.go(3, 0)
    keys.key(_Key.Key_F4)
    view = grid.view
    name: QPoint = view.visualRect(view.grid.index_of(4, NAME)).center()
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert asked == [("people", Wanted(chosen="p0003")), ("people", Wanted(chosen="p0004"))]


def test_the_mouse_marks(qtbot: QtBot, grid: ClassGrid) -> None:
    view = grid.view
    first, last = (view.visualRect(view.grid.index_of(row, 1)).center() for row in (1, 4))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, _SHIFT, last)
    assert view.hand.marked() == (1, 1, 4, 1)
    name = view.visualRect(view.grid.index_of(2, NAME)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert view.hand.marked() == (2, 0, 2, view.grid.columns - 1)


def test_another_page_asks_for_a_class(page: IntakePage) -> None:
    page.show_wanted(Wanted(class_name="七年级1班"))
    assert page.in_grid()
    assert page.grid.grid().chosen_unit() == ("student", "七年级1班")


def test_english(grid: ClassGrid, keys: Typist) -> None:
    keys.type("381")
    _go(grid, 1, "travel")
    keys.type("n")
    keys.key(_Key.Key_Return)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    tr.speak(app, "en")
    assert _texts(grid, "travel", 2) == ["", "none"]
    grid.state_rest()
    assert "Symptoms none: 8 Aug, 11 people" in grid.statement.said.text()
    assert grid.statement.left_out.text() == "Left out: 学生00 (AM)"
    tr.speak(app, "zh")


def test_the_class_is_printed_with_the_numbers_of_the_screen(
    qtbot: QtBot, page: IntakePage, grid: ClassGrid, tmp_path: Path
) -> None:
    out = tmp_path / "纸质表.xlsx"
    asked = Chosen(saved=out)
    page.asking = asked
    around = Around(page)
    grid.paper.setFocus()
    qtbot.keyClick(grid.paper, _Key.Key_Space)
    qtbot.waitUntil(lambda: bool(around.notices))
    around.office.close()
    assert asked.asked == ["七年级1班 每日健康 纸质表 2022-08-08.xlsx"]
    assert around.notices[-1].facts == {"path": str(out)}
    assert grid.sheet is not None
    rows = list(
        load_workbook(out).worksheets[0].iter_rows(min_row=4, max_row=15, max_col=2, values_only=True)
    )
    assert rows == [(at + 1, grid.sheet.name(at)) for at in range(12)]


# --------------------------------------------------------------- what is to be seen at a glance


@pytest.mark.parametrize(
    ("column", "writing", "out"),
    [
        ("temp_am", "38.6", True),
        ("temp_am", "37.3", True),
        ("temp_am", "36.5", False),
        ("symptoms", "呕吐", True),
        ("symptoms", "无", False),
        ("antipyretic", "是", True),
        ("antipyretic", "否", False),
    ],
)
def test_a_fever_and_a_symptom_stand_out_written_and_filed(
    grid: ClassGrid, column: str, writing: str, out: bool
) -> None:
    sheet = grid.sheet
    assert sheet is not None
    at = GridPlace(0, next(n for n, one in enumerate(sheet.columns) if one.field == column))
    sheet.put({at: writing})
    assert sheet.cell(at).stands_out is out
    sheet.file()
    assert sheet.cell(at).state == "filed"
    assert sheet.cell(at).stands_out is out
    heard = grid.view.grid.data(grid.view.grid.index_of(*at), int(Qt.ItemDataRole.AccessibleTextRole))
    assert ("要留意" in heard) is out


def test_nothing_stands_out_where_nothing_stands(grid: ClassGrid) -> None:
    sheet = grid.sheet
    assert sheet is not None
    places = [GridPlace(row, at) for row in range(3) for at in range(len(sheet.columns))]
    assert not any(sheet.cell(at).stands_out for at in places)


def test_a_positive_test_stands_out_on_the_day_of_return(empty_desk: Desk) -> None:
    empty_desk.filing.append(people(2))
    subject, other = empty_desk.people.subjects()
    empty_desk.filing.append(
        [
            Entry(blank="test", subject=one, answers={"sampled_at": "2022-08-07T08:40", "result": result})
            for one, result in ((subject, "positive"), (other, "negative"))
        ]
    )
    sheet = Sheet(empty_desk, empty_desk.data.purposes["return"], [subject, other], NIGHT)
    column = next(n for n, one in enumerate(sheet.columns) if one.calm and one.calm.of == "result")
    assert [sheet.cell(GridPlace(row, column)).stands_out for row in (0, 1)] == [True, False]
