"""The Risk areas page: the list of a day and its changes, whom it concerns, bulletins as text and as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.areas.page import AreasPage
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import ON_DAY, Around, Chosen, areas_rows, book, fill_school, locked, on_show

BULLETIN = """高风险区：
海南省三亚市吉阳区凤凰路水蛟村（2022年8月7日起）
以上区域请落实管控。"""


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment, tmp_path: Path) -> Iterator[AreasPage]:
    fill_school(empty_desk, tmp_path)
    with on_show(qtbot, AreasPage(empty_desk, on, asking=Chosen())) as made:
        yield made


def _places(page: AreasPage) -> list[str]:
    return [row.place for row in page.day.model.shown()]


def _view(qtbot: QtBot, page: AreasPage, name: str) -> list[str]:
    page.day.day_views.choose(name)
    page.day.day_views.chosen.emit(name)
    return _places(page)


def test_the_list_of_the_day_stands_strictest_first(page: AreasPage) -> None:
    assert _places(page) == ["三亚吉阳区", "拉萨城关区", "乌鲁木齐天山区", "赤峰红山区"]
    levels = [page.day.model.columns[0].text(row) for row in page.day.model.shown()]
    assert levels == ["高风险", "高风险", "低风险", "涉疫"]


def test_what_is_new_and_what_was_lifted(qtbot: QtBot, page: AreasPage) -> None:
    assert _view(qtbot, page, "new") == ["拉萨城关区", "乌鲁木齐天山区"]
    assert _view(qtbot, page, "lifted") == ["三亚天涯区", "兰州七里河区"]
    assert len(_view(qtbot, page, "all")) == len(areas_rows()) - 1


def test_another_day_has_another_list(page: AreasPage) -> None:
    page.show_day(Moment.parse("2022-08-07T08:00"))
    assert _places(page) == ["三亚吉阳区", "三亚天涯区", "兰州七里河区", "赤峰红山区"]
    page.show_day(Moment.parse("2022-05-01"))
    assert _places(page) == []
    assert page.day.nothing.isVisible()
    assert not page.day.none.isVisible()


def test_the_number_opens_whom_an_entry_concerns(qtbot: QtBot, page: AreasPage, around: Around) -> None:
    line = page.day.model.line_of(
        next(row.key for row in page.day.model.shown() if row.place == "三亚吉阳区")
    )
    cell = page.day.table.visualRect(page.day.model.index(line, 5)).center()
    qtbot.mouseClick(
        page.day.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cell
    )
    name, wanted = around.asked[0]
    assert name == "people"
    assert wanted.subjects is not None
    assert [page.desk.people.file(subject).person.name for subject in wanted.subjects] == ["韩梅"]
    assert tr.say(wanted.says, **wanted.facts) == "7天内到过三亚吉阳区的人"


def test_enter_opens_them_too_and_an_entry_about_nobody_opens_nothing(
    qtbot: QtBot, page: AreasPage, around: Around
) -> None:
    for place in ("拉萨城关区", "三亚吉阳区"):
        page.day.table.choose(next(row.key for row in page.day.model.shown() if row.place == place))
        qtbot.keyClick(page.day.table, Qt.Key.Key_Return)
    assert len(around.asked) == 1


def test_a_pasted_bulletin_is_shown_line_by_line_before_it_is_taken_in(
    qtbot: QtBot, page: AreasPage, around: Around
) -> None:
    assert not page.day.read_text.isEnabled()
    page.day.text.setFocus()
    page.day.text.insertPlainText(BULLETIN)
    before = len(page.desk.judging.grounds.areas().entries)
    qtbot.mouseClick(page.day.read_text, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert _line_texts(page) == [
        ["– 没用上", "3", "以上区域请落实管控。", "", "", "", "", ""],
        ["✓ 看懂了", "2", "海南省三亚市吉阳区凤凰路水蛟村（2022年8月7日起）", "三亚吉阳区", "凤凰路水蛟村",
         "高风险", "8月7日", ""],
    ]  # fmt: skip
    assert len(page.desk.judging.grounds.areas().entries) == before
    page.card.take.click()
    assert len(page.desk.judging.grounds.areas().entries) == before + 1
    assert page.day.text.toPlainText() == ""
    page.card.away.click()
    assert "三亚吉阳区" in _places(page)


def _line_texts(page: AreasPage) -> list[list[str]]:
    model = page.lines.model
    return [[column.text(entry) for column in model.columns] for entry in model.all_rows()]


def test_a_doubtful_line_is_put_right_by_hand(qtbot: QtBot, page: AreasPage, around: Around) -> None:
    page.day.text.insertPlainText(BULLETIN.replace("吉阳区", "天厓区"))
    page.day.read_text.click()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    first, form = page.journey.plan, page.lines.form
    assert around.counted[-1] == 1
    assert _line_texts(page)[0][0] in ("? 拿不准", "! 没看懂")
    assert page.lines.why.text()
    form.rows["place"].editor.edited.emit("place", "三亚市天涯区")
    form.rows["detail"].editor.edited.emit("detail", "凤凰路水蛟村")
    form.file_asked.emit()
    qtbot.waitUntil(lambda: page.journey.plan is not first)
    assert around.counted[-1] == 0
    assert ["✓ 看懂了", "三亚天涯区"] in [[text[0], text[3]] for text in _line_texts(page)]
    page.card.take.click()
    page.card.away.click()
    assert "三亚天涯区" in _places(page)


def test_f8_and_enter_lead_to_the_form_of_a_line_that_waits(
    qtbot: QtBot, page: AreasPage, around: Around
) -> None:
    page.day.text.insertPlainText(BULLETIN.replace("吉阳区", "天厓区"))
    page.day.read_text.click()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    page.lines.segments.choose("certain")
    page.next_problem()
    assert page.lines.segments.choice() == ""
    qtbot.keyClick(page.lines.table, Qt.Key.Key_Return)
    here = QApplication.focusWidget()
    assert here is not None
    assert page.lines.form.isAncestorOf(here)


def test_what_changed_since_the_day_before_is_told(page: AreasPage) -> None:
    assert page.day.change.text() == "比前一日：新增 2 处、解除 2 处，涉及本校 2 人"


def test_a_list_comes_in_as_a_file_and_is_undone(
    qtbot: QtBot, empty_desk: Desk, on: Moment, tmp_path: Path
) -> None:
    page = AreasPage(empty_desk, on, asking=Chosen(book(tmp_path / "名单.xlsx", {"风险地区": areas_rows()})))
    qtbot.addWidget(page)
    around = Around(page)
    page.show()
    assert page.day.none.isVisible()
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    page.card.take.click()
    assert len(empty_desk.judging.grounds.areas().entries) == len(areas_rows()) - 1
    page.receipt_view.undo.click()
    assert not empty_desk.judging.grounds.areas().entries
    assert around.notices[-1].says == "intakepage.undone"
    around.office.close()
    page.close()


@pytest.mark.parametrize("typed", [["abc"], ["abd", "abc"]])
def test_a_list_behind_a_password_is_read_once_the_right_one_is_given(
    qtbot: QtBot, page: AreasPage, around: Around, tmp_path: Path, typed: list[str]
) -> None:
    plain = book(tmp_path / "明.xlsx", {"风险地区": areas_rows()[:2]})
    page.asking = asking = Chosen(passwords=list(typed))
    page.take_files([locked(plain, tmp_path / "名单.xlsx", "abc")])
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert asking.asked == ["名单.xlsx 加了密码", "名单.xlsx 的密码不对，请再输入"][: len(typed)]
    assert around.notices == []
    assert page.stops.here() is page.card
    assert len(page.lines.model.all_rows()) == 1


def test_without_its_password_a_list_is_not_read_and_that_is_said(
    qtbot: QtBot, page: AreasPage, around: Around, tmp_path: Path
) -> None:
    plain = book(tmp_path / "明.xlsx", {"风险地区": areas_rows()})
    page.asking = asking = Chosen(passwords=["wrong"])
    page.take_files([locked(plain, tmp_path / "名单.xlsx", "abc")])
    qtbot.waitUntil(lambda: bool(around.notices) and not around.office.running())
    assert len(asking.asked) == 2
    (notice,) = around.notices
    assert tr.say(notice.says, **notice.facts) == "名单.xlsx 加了密码，没有输入密码，所以没有读。"
    assert page.journey.plan is None
    assert page.stops.here() is page.day


def test_a_text_without_any_place_says_so(qtbot: QtBot, page: AreasPage, around: Around) -> None:
    page.day.text.insertPlainText("今天天气很好")
    page.day.read_text.click()
    qtbot.waitUntil(lambda: around.ended == 1)
    (line,) = _line_texts(page)
    assert line[:3] == ["– 没用上", "1", "今天天气很好"]
    assert not page.card.take.isEnabled()
    assert not page.card.views.isVisible()


def test_a_new_stay_is_counted_at_once(page: AreasPage) -> None:
    def people(place: str) -> int:
        return next(len(row.subjects) for row in page.day.model.shown() if row.place == place)

    assert people("拉萨城关区") == 0
    subject = page.desk.people.search("李雷")[0]
    draft = page.desk.filing.draft("travel", subject, today=ON_DAY)
    for field, writing in (("place", "拉萨城关区"), ("arrived", "8.5"), ("left", "8.7")):
        draft.write(field, writing)
    page.desk.changed.append(page.refresh)
    page.desk.filing.file_draft(draft)
    page.desk.changed.remove(page.refresh)
    assert people("拉萨城关区") == 1


def test_headings_and_levels_follow_the_language(qapp: QApplication, page: AreasPage) -> None:
    tr.speak(qapp, "en")
    assert page.day.model.headerData(0, Qt.Orientation.Horizontal) == "Level"
    row = page.day.model.shown()[0]
    assert [page.day.model.columns[at].text(row) for at in (0, 3)] == ["High risk", "20 Jul 2022"]
    assert page.day.read_text.text() == "Show how it is understood"
