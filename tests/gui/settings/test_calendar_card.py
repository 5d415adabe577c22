"""The calendar card: days filed by hand and from a notice, shown before they are filed, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.settings.calendar_card import CalendarCard
from forms.settings.zone import ZoneBox
from forms.words import dates, tr
from schoolprep.desk import ZONE, Desk
from schoolprep.facts.days import CHINA, Moment, day_of, zone_named
from tests.gui.pages_fixtures import Chosen

LEFT = Qt.MouseButton.LeftButton
ON = Moment.parse("2026-11-30T08:00")


@pytest.fixture
def asked() -> Chosen:
    return Chosen()


@pytest.fixture
def card(qtbot: QtBot, empty_desk: Desk, asked: Chosen) -> Iterator[CalendarCard]:
    made = CalendarCard(empty_desk, ON, asked)
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def filed(desk: Desk) -> list[str]:
    return [
        f"{one.kind} {Moment(one.first).text()} {Moment(one.last).text()}" for one in desk.calendar.spells()
    ]


def test_days_are_filed_by_hand_and_taken_back(qtbot: QtBot, card: CalendarCard, empty_desk: Desk) -> None:
    notices: list[Notice] = []
    card.noticed.connect(notices.append)
    card.kind.setCurrentIndex(card.kind.findData("closure"))
    qtbot.keyClicks(card.first, "12.7")
    qtbot.keyClicks(card.last, "2026-12-08")
    qtbot.keyClick(card.last, Qt.Key.Key_Return)
    assert filed(empty_desk) == ["closure 2026-12-07 2026-12-08"]
    assert "停课" in card.spell_lines[0].text.text()
    assert card.grid.told(day_of("2026-12-07")) == "12月7日 停课"
    assert card.first.text() == ""
    undo = notices[-1].do
    assert undo is not None
    undo()
    assert filed(empty_desk) == []
    card.fill()
    assert card.spell_lines == []


def test_a_line_on_file_is_taken_back_with_its_word(
    qtbot: QtBot, card: CalendarCard, empty_desk: Desk
) -> None:
    qtbot.keyClicks(card.first, "2026-09-01")
    qtbot.keyClicks(card.last, "2027-01-22")
    qtbot.mouseClick(card.add, LEFT)
    assert filed(empty_desk) == ["term 2026-09-01 2027-01-22"]
    qtbot.mouseClick(card.spell_lines[0].back, LEFT)
    assert filed(empty_desk) == []


@pytest.mark.parametrize(
    ("days", "told"),
    [(("", ""), "请填日期"), (("2026-12-08", "2026-12-07"), "之前"), (("2026-02-31", ""), "2026-02-31")],
)
def test_what_is_wrong_stands_at_the_line(
    qtbot: QtBot, card: CalendarCard, empty_desk: Desk, days: tuple[str, str], told: str
) -> None:
    qtbot.keyClicks(card.first, days[0])
    qtbot.keyClicks(card.last, days[1])
    qtbot.mouseClick(card.add, LEFT)
    assert told in card.problem.text()
    assert not card.problem.isHidden()
    assert filed(empty_desk) == []


def test_a_click_on_a_day_fills_the_lines(qtbot: QtBot, card: CalendarCard) -> None:
    for day in ("2026-12-07", "2026-12-09"):
        qtbot.mouseClick(card.grid, LEFT, pos=card.grid.day_rect(day_of(day)).center().toPoint())
    assert (card.first.text(), card.last.text()) == ("2026-12-07", "2026-12-09")
    card.grid.setFocus()
    qtbot.keyClick(card.grid, Qt.Key.Key_Right)
    qtbot.keyClick(card.grid, Qt.Key.Key_Return)
    assert (card.first.text(), card.last.text()) == ("2026-12-10", "")
    assert "12月10日" in card.grid.accessibleDescription()


def test_a_pasted_notice_is_shown_before_it_is_filed(
    qtbot: QtBot, card: CalendarCard, empty_desk: Desk
) -> None:
    QGuiApplication.clipboard().setText("2026-2027学年\n第一学期：9月1日至1月22日\n期中考试：11月12日")
    qtbot.mouseClick(card.take_pasted, LEFT)
    assert filed(empty_desk) == []
    assert "第一学期" in card.preview.text()
    assert "没有说这几天是" in card.preview.text()
    qtbot.mouseClick(card.drop, LEFT)
    assert card.preview.isHidden()
    qtbot.mouseClick(card.take_pasted, LEFT)
    qtbot.mouseClick(card.take, LEFT)
    assert filed(empty_desk) == ["term 2026-09-01 2027-01-22"]
    assert card.preview.isHidden()
    assert card.year == 2027


def test_a_file_in_which_nothing_is_understood_is_told(
    qtbot: QtBot, card: CalendarCard, asked: Chosen, tmp_path: Path
) -> None:
    path = tmp_path / "校历.txt"
    path.write_text("寒假 1.23-2.21", "utf-8")
    asked.opened = [path]
    qtbot.mouseClick(card.take_file, LEFT)
    assert "没有读出" in card.problem.text()


def test_a_year_without_a_notice_says_so(card: CalendarCard) -> None:
    assert "已知" in card.known.text()
    card.show_year(2027)
    assert "不早于" in card.known.text()
    assert "春节" in card.grid.told(day_of("2027-02-06"))
    assert "不一定上课" in card.grid.told(day_of("2027-03-01"))
    card.show_year(1900)
    assert card.year == 2027


# ------------------------------------------------------------------ the school's clocks


def test_the_schools_clock_is_chosen(qtbot: QtBot, empty_desk: Desk) -> None:
    box = ZoneBox()
    qtbot.addWidget(box)
    box.show_school(empty_desk.workspace.school)
    assert box.currentText() == "北京时间"
    box.setCurrentIndex(box.findData("America/New_York"))
    empty_desk.workspace.keep_setting(ZONE, str(box.currentData()))
    assert empty_desk.workspace.school.zone == zone_named("America/New_York")
    box.show_school(empty_desk.workspace.school)
    assert box.currentText() == "America/New_York"


def test_now_is_where_the_school_stands() -> None:
    there, here = dates.now(zone_named("America/New_York")), dates.now(CHINA)
    assert here.earliest - there.earliest in range(12 * 60, 13 * 60 + 2)
    assert tr.lang() == "zh"
