"""People: the table and the person beside it, in one school of nine."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.people.page import PeoplePage
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.facts.subject import AREAS
from tests.gui.people.people_fixtures import HAN_MEI


@pytest.fixture
def page(page: PeoplePage) -> PeoplePage:
    page.table.setFocus()
    return page


def names(page: PeoplePage) -> list[str]:
    return [line.name for line in page.model.shown()]


def segment(page: PeoplePage, outcome: str) -> QAbstractButton:
    return page.filters.outcome._buttons[outcome]


# ---------------------------------------------------------------- the table


def test_everybody_stands_by_class_with_verdict_and_reason(
    page: PeoplePage, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(page.model)
    assert names(page) == ["韩梅", "李雷", "孙悦", "王小明", "赵子涵", "吴桐", "郑一诺", "周博文", "陈老师"]
    line = page.model.line_of(HAN_MEI)
    cells = [page.model.index(line, column).data() for column in range(6)]
    assert cells[:3] == ["七年级1班", "韩梅", "暂缓返校"]
    assert "三亚吉阳区" in cells[3]
    assert cells[4] == "8月9日"
    assert "核酸" in cells[5]
    assert page.told.text() == "共 9 人"


def test_letters_typed_in_the_table_find_by_initials(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.table, "wx")
    assert page.filters.line.hasFocus()
    qtbot.keyClicks(page.filters.line, "m")
    assert names(page) == ["王小明"]
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Backspace)
    assert page.filters.text() == "wx"
    qtbot.keyClicks(page.filters.line, "m")
    qtbot.keyClick(page.filters.line, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.subject == "p1001"
    assert page.panel.verdict.name.text() == "王小明"


def test_verdicts_filter_and_count_each_other(page: PeoplePage, qtbot: QtBot) -> None:
    assert [segment(page, name).accessibleName() for name in ("all", "ready", "deferred")] == [
        "全部 9",
        "可返校 4",
        "暂缓返校 1",
    ]
    qtbot.mouseClick(segment(page, "verify"), Qt.MouseButton.LeftButton)
    assert names(page) == ["吴桐", "郑一诺", "周博文"]
    assert page.told.text() == "显示 3 人，共 9 人"
    qtbot.keyClicks(page.filters.line, "zyn")
    assert names(page) == ["郑一诺"]
    assert segment(page, "all").accessibleName() == "全部 1"


def test_class_reason_and_measure_narrow_further(page: PeoplePage, qtbot: QtBot) -> None:
    page.filters.unit.setFocus()
    qtbot.keyClick(page.filters.unit, Qt.Key.Key_Down)
    qtbot.keyClick(page.filters.unit, Qt.Key.Key_Down)
    assert page.filters.unit.choice() == "七年级2班"
    assert len(names(page)) == 3
    page.filters.clear()
    at = page.filters.measure.findText("集中隔离医学观察（1）")
    assert at > 0
    page.filters.measure.setCurrentIndex(at)
    page.filters.measure.activated.emit(at)
    assert names(page) == ["韩梅"]
    page.filters.clear()
    rule = next(iter(page.lines.one(HAN_MEI).rules))  # type: ignore[union-attr]
    page.filters.rule.choose(rule)
    page.filters.rule.activated.emit(0)
    assert names(page) == ["韩梅"]


def test_nobody_fits_says_so_and_one_press_shows_everybody(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filters.line, "xxxx")
    assert page.nobody.isVisible()
    assert page.nobody.button is not None
    qtbot.mouseClick(page.nobody.button, Qt.MouseButton.LeftButton)
    assert len(names(page)) == 9
    assert page.filters.text() == ""


def test_sorted_by_verdict_the_worst_comes_first(page: PeoplePage) -> None:
    page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert names(page)[0] == "韩梅"
    page.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert names(page)[0] == "韩梅"


def test_selected_people_are_copied_as_text(page: PeoplePage, qtbot: QtBot, told: list[Notice]) -> None:
    page.filters.line.setText("七年级1班")
    page.filters.changed.emit()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[1] for line in lines] == ["韩梅", "李雷", "孙悦", "王小明", "赵子涵"]
    assert lines[0].split("\t")[2] == "暂缓返校"
    assert (told[-1].says, dict(told[-1].facts)) == ("people.copied", {"number": 5})
    assert "已选 5 人" in page.told.text()


def test_a_number_of_another_page_shows_whom_it_counts(page: PeoplePage) -> None:
    page.show_wanted(Wanted(subjects=("p1001", "p1002"), says="people.chosen_people", facts={"number": 2}))
    assert names(page) == ["王小明", "赵子涵"]
    assert page.filters.says.text() == "指定的 2 人"
    page.filters.clear_button.click()
    assert len(names(page)) == 9
    assert not page.filters.says.isVisible()


def test_a_search_of_the_shell_goes_to_the_person_through_any_filter(page: PeoplePage) -> None:
    page.filters.line.setText("zyn")
    page.filters.changed.emit()
    page.show_wanted(Wanted(chosen=HAN_MEI))
    assert page.panel.subject == HAN_MEI
    assert page.model.key_at(page.table.currentIndex().row()) == HAN_MEI


def test_another_day_judges_everybody_anew(page: PeoplePage) -> None:
    page.show_person(HAN_MEI)
    page.show_day(Moment.parse("2022-08-20T07:30"))
    assert page.panel.verdict.chip.outcome != "deferred"
    line = page.model.row_at(page.model.line_of(HAN_MEI))
    assert line.outcome == page.panel.verdict.chip.outcome


def test_what_another_room_files_shows_at_once(page: PeoplePage, desk: Desk) -> None:
    page.show_person("p1001")
    chip = page.panel.verdict.chip
    assert chip.accessibleName() == "待补材料"
    answers = {"sampled_at": "2022-08-07T08:00", "reported_at": "2022-08-07T18:00", "result": "negative"}
    desk.filing.append([Entry(blank="test", subject="p1001", answers=dict(answers))])
    assert chip.accessibleName() == "可返校"
    assert page.model.row_at(page.model.line_of("p1001")).outcome == "ready"
    assert segment(page, "ready").accessibleName() == "可返校 5"


def test_a_person_who_is_withdrawn_leaves(page: PeoplePage, desk: Desk) -> None:
    page.show_person("p1001")
    desk.filing.withdraw(desk.people.file("p1001").person.record)
    assert "王小明" not in names(page)
    assert page.panel.subject == ""
    assert page.panel.empty.isVisible()


def test_an_empty_school_says_what_to_do(qtbot: QtBot, empty_desk: Desk, on: Moment) -> None:
    page = PeoplePage(empty_desk, on)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert page.empty.button is not None
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert page.panel.blanks.pane("person").form.isVisible()


# ---------------------------------------------------------------- the person


def test_opening_somebody_is_logged(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    def opened() -> int:
        with desk.workspace._store._vault.engine.begin() as connection:
            return int(connection.exec_driver_sql("select count(*) from openings").scalar() or 0)

    before = opened()
    page.show_person(HAN_MEI)
    page.show_person(HAN_MEI)
    assert opened() == before + 1


def test_arrows_show_the_person_one_rests_on(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    current = page.model.key_at(page.table.currentIndex().row())
    qtbot.waitUntil(lambda: page.panel.subject == current)


def test_people_of_one_class_show_the_class_in_its_filter(page: PeoplePage) -> None:
    page.show_wanted(Wanted(subjects=("p1001", HAN_MEI), says="people.chosen_people", facts={"number": 2}))
    assert page.filters.unit.choice() == "七年级1班"
    everybody = tuple(line.subject for line in page.model.all_rows())
    page.show_wanted(Wanted(subjects=everybody))
    assert page.filters.unit.choice() == ""


def test_a_stranger_s_page_does_not_stand_beside_the_people_asked_for(page: PeoplePage) -> None:
    page.show_person(HAN_MEI)
    page.show_wanted(Wanted(subjects=("p1001", HAN_MEI)))
    assert page.panel.subject == HAN_MEI
    page.show_wanted(Wanted(subjects=("p1001",)))
    assert page.panel.subject == ""
    assert page.panel.empty.isVisible()


def test_the_card_says_whom_to_call(page: PeoplePage, desk: Desk) -> None:
    page.show_person(HAN_MEI)
    assert page.panel.verdict.phones.isHidden()
    (known,) = [one for one in desk.people.records(HAN_MEI) if one.blank == "person"]
    answers = {
        **(known.answers or {}),
        "guardian": "韩父",
        "guardian_phone": "13900001111",
        "phone": "13800138000",
    }
    desk.filing.append([Entry(blank="person", subject=HAN_MEI, answers=answers, replaces=(known.id,))])
    assert page.panel.verdict.phones.text() == "监护人韩父　13900001111\n本人　13800138000"


def test_the_verdict_proves_itself(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_person(HAN_MEI)
    card = page.panel.verdict
    assert card.chip.accessibleName() == "暂缓返校"
    assert "三亚吉阳区" in card.headline.text()
    assert card.returns.text() == "8月9日"
    assert "最早返校" not in card.headline.text()
    assert "最早返校：8月9日" in card.tree_text()
    assert "8月8日核酸" in card.owed.text()
    block = card.blocks()[0]
    assert block.head.isChecked()
    texts = " ".join(label.text() for label in block.findChildren(type(card.headline)))
    assert "第九版" in texts
    assert "8月1日＋7天＝8月8日24:00止" in texts
    assert not block._sources.isVisible()


def test_evidence_leads_to_the_record_in_its_blank(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    page.show_person(HAN_MEI)
    stay = next(record for record in desk.people.records(HAN_MEI) if "place" in (record.answers or {}))
    page.panel.verdict.opened.emit(stay.id)
    assert page.panel.blanks.tabs.choice() == "travel"
    form = page.panel.blanks.pane("travel").form
    assert form.draft is not None
    assert form.draft.replaces == (stay.id,)
    assert form.rows["place"].editor.line.text() == "海南省三亚市吉阳区"  # type: ignore[attr-defined]


def test_evidence_of_the_area_list_leads_to_its_page(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    page.show_person(HAN_MEI)
    listed = desk.people.records(AREAS)[0].id
    with qtbot.waitSignal(page.asked) as asked:
        page.panel.open_record(listed)
    assert asked.args == ["areas", Wanted(chosen=listed)]


def test_a_thing_on_the_timeline_opens_its_record(page: PeoplePage, desk: Desk) -> None:
    page.show_person(HAN_MEI)
    target = next(t for t in page.panel.timeline.targets() if t.lane == "tests" and t.record)
    page.panel.timeline.opened.emit(target.record)
    assert page.panel.blanks.tabs.choice() == "test"


def test_the_document_is_masked_until_asked_for(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_person(HAN_MEI)
    card = page.panel.verdict
    assert card.document.text() == "140802********1004"
    qtbot.mouseClick(card.eye, Qt.MouseButton.LeftButton)
    assert card.document.text() == "140802200908011004"
    page.show_person("p1000")
    page.show_person(HAN_MEI)
    assert card.document.text() == "140802********1004"
    qtbot.mouseClick(card.eye, Qt.MouseButton.LeftButton)
    page.leave()
    assert "*" in card.document.text()


def test_the_page_speaks_english_while_it_runs(page: PeoplePage, qapp: QApplication) -> None:
    page.show_person(HAN_MEI)
    tr.speak(qapp, "en")
    assert page.panel.verdict.headline.text().startswith("Stayed in the high-risk area")
    assert page.panel.verdict.chip.accessibleName() == "Deferred"
    assert page.model.index(page.model.line_of(HAN_MEI), 2).data() == "Deferred"
    assert page.panel.blanks.tabs.buttons["travel"].text() == "Stays"
    form = page.panel.blanks.pane("travel").form
    assert form.rows["place"].label.text() == "Place"
    assert form.file.text() == "File"


def test_everything_has_a_name(page: PeoplePage) -> None:
    page.show_person(HAN_MEI)
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in page.findChildren(kind):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
                named = widget.accessibleName() or getattr(widget, "text", str)()
                assert named, f"{widget} has no name"


def test_the_wheel_changes_no_filter(page: PeoplePage, qtbot: QtBot) -> None:
    page.table.setFocus()
    box = page.filters.unit
    event = QWheelEvent(
        QPointF(5, 5), QPointF(box.mapToGlobal(QPoint(5, 5))), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, event)
    assert box.choice() == ""
