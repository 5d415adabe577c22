"""A person's blanks: typed, kept, filed, corrected, withdrawn, undone; with real keys and a real store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.editors.form import Form
from forms.pages.notice import Notice
from forms.people.page import PeoplePage
from forms.people.pane import Pane
from schoolprep.desk import Data, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.store import Key, School, Store, Who
from tests.gui.people.people_fixtures import HAN_MEI, press, target, type_in

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(page: PeoplePage) -> PeoplePage:
    page.show_person(HAN_MEI)
    return page


def pane(page: PeoplePage, name: str) -> Pane:
    page.panel.blanks.open_tab(name)
    return page.panel.blanks.pane(name)


def open_stay(page: PeoplePage, desk: Desk) -> Form:
    stay = next(record for record in desk.people.records(HAN_MEI) if "place" in (record.answers or {}))
    page.panel.open_record(stay.id)
    return page.panel.blanks.pane("travel").form


def undo(told: list[Notice]) -> None:
    do = told[-1].do
    assert do is not None
    do()


# ---------------------------------------------------------------- filing


def test_correcting_a_stay_changes_the_verdict_and_undo_brings_it_back(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    form = open_stay(page, desk)
    type_in(qtbot, form, "left", "7.31")
    assert form.rows["left"].editor.words == "→ 2022-07-31 周日"  # type: ignore[attr-defined]
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert told[-1].says == "people.corrected"
    assert page.panel.verdict.chip.outcome == "ready"
    assert page.model.index(page.model.line_of(HAN_MEI), 4).data() == "可返校"
    undo(told)
    assert page.panel.verdict.returns.text() == "8月9日"
    assert page.model.index(page.model.line_of(HAN_MEI), 4).data() == "8月9日"
    assert told[-1].says == "shell.undone"


def test_a_new_test_is_filed_by_keyboard_alone(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    form = pane(page, "test").form
    form.go()
    qtbot.keyClicks(target(form, "sampled_at"), "8.8 6:00")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(target(form, "reported_at"), "8.8 7:00")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_1)  # the first of the results
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    filed = [record.answers for record in desk.people.records(HAN_MEI) if record.blank == "test"]
    assert {
        "sampled_at": "2022-08-08T06:00",
        "reported_at": "2022-08-08T07:00",
        "result": "negative",
    } in filed
    assert page.panel.verdict.owed.text() != "8月8日核酸（第7天）"
    assert page.panel.blanks.tabs.buttons["test"].count == 2
    assert form.rows["sampled_at"].has_focus()
    assert not form.draft or not form.draft.touched


def test_filing_what_is_not_finished_says_all_that_is_missing(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    form = pane(page, "custody").form
    before = len(desk.people.history(HAN_MEI))
    type_in(qtbot, form, "starts", "8.44")
    with qtbot.waitSignal(page.counted) as counted:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert counted.args == [2]
    assert form.rows["step"].said() == "请填环节。"
    assert "8.44" in form.rows["starts"].said()
    assert form.rows["step"].has_focus()
    page.next_problem()
    assert form.rows["starts"].has_focus()
    assert len(desk.people.history(HAN_MEI)) == before
    assert not told


def test_a_new_person_gets_the_subject_of_the_document(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    form = page.panel.blanks.pane("person").form
    type_in(qtbot, form, "name", "新同学")
    type_in(qtbot, form, "document_no", "140802200809010013")
    type_in(qtbot, form, "class_name", "七1")
    press(qtbot, Qt.Key.Key_Return)  # takes 七年级1班, the first of those the school has
    assert form.rows["sex"].editor.picked() == ["male"]  # type: ignore[attr-defined]
    assert "2008-09-01" in form.rows["birth_date"].editor.words  # type: ignore[attr-defined]
    type_in(qtbot, form, "phone", "13800138000")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    subject = desk.people.subject_of("resident_id", "140802200809010013")
    assert desk.people.file(subject).person.class_name == "七年级1班"
    assert page.panel.subject == subject
    assert page.panel.verdict.name.text() == "新同学"
    assert page.model.line_of(subject) >= 0


def test_a_person_who_is_on_file_is_not_begun_twice(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    number = "140802200809010013"
    answers = {
        "name": "老同学",
        "document_type": "resident_id",
        "document_no": number,
        "class_name": "七年级1班",
    }
    desk.filing.append([Entry(blank="person", subject=desk.people.new_person(), answers=dict(answers))])
    page.new_person()
    form = page.panel.blanks.pane("person").form
    type_in(qtbot, form, "name", "老同学")
    type_in(qtbot, form, "document_no", number)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert told[-1].says == "people.known_already"
    assert len(desk.people.subjects()) == 10


def test_withdrawing_is_undone(page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]) -> None:
    stays = pane(page, "travel")
    at = next(line for line in stays.records.lines if "三亚" in line.text())
    at.setFocus()
    press(qtbot, Qt.Key.Key_Delete)
    chip = page.panel.verdict.chip
    assert chip.accessibleName() == "可返校"
    assert told[-1].says == "people.withdrawn"
    undo(told)
    assert chip.accessibleName() == "暂缓返校"
    assert any("三亚" in line.text() for line in stays.records.lines)


def test_a_correction_that_stands_on_a_replaced_record_is_refused_in_words(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    form = open_stay(page, desk)
    type_in(qtbot, form, "left", "7.30")
    draft = form.draft
    assert draft is not None
    desk.filing.append(
        [Entry(blank="travel", subject=HAN_MEI, answers=draft.answers, replaces=draft.replaces)]
    )
    target(form, "left").setFocus()
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert told[-1].tone == "error"
    assert form.draft is draft
    assert draft.writing("left") == "7.30"


def test_a_new_person_undone_leaves_and_the_draft_waits(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    page.new_person()
    form = page.panel.blanks.pane("person").form
    type_in(qtbot, form, "name", "新同学")
    type_in(qtbot, form, "class_name", "七年级1班")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert len(desk.people.subjects()) == 10
    undo(told)
    assert len(desk.people.subjects()) == 9
    assert page.panel.empty.isVisible()
    page.new_person()
    assert target(form, "name").text() == "新同学"  # type: ignore[attr-defined]


def test_a_record_that_is_gone_leaves_the_form(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    form = open_stay(page, desk)
    assert form.draft is not None
    desk.filing.withdraw(form.draft.replaces[0])
    assert form.draft.replaces == ()


# ---------------------------------------------------------------- drafts


def test_esc_puts_a_draft_aside_and_it_is_there_again(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    form = pane(page, "travel").form
    type_in(qtbot, form, "detail", "长治路 12 号")
    press(qtbot, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert page.panel.blanks.tabs.buttons["travel"].waits
    page.show_person("p1000")
    assert pane(page, "travel").form.draft.writing("detail") == ""  # type: ignore[union-attr]
    page.show_person(HAN_MEI)
    assert target(form, "detail").text() == "长治路 12 号"  # type: ignore[attr-defined]


def test_a_draft_survives_reopening_the_file(
    qtbot: QtBot, tmp_path: Path, data: Data, on: Moment, entries: Callable[[], list[Entry]]
) -> None:
    key, who = Key.random(), Who("王老师", "device")
    path = tmp_path / "again.schoolprep"
    school = School(name="校", region="140802", profile="yuncheng-2022")
    desk = Desk(Store.create(path, key, school, who), data)
    desk.filing.append(entries())
    page = PeoplePage(desk, on)
    qtbot.addWidget(page)
    page.show()
    page.show_person(HAN_MEI)
    typed = open_stay(page, desk)
    type_in(qtbot, typed, "left", "8.33")
    fresh = pane(page, "illness").form
    type_in(qtbot, fresh, "remark", "咳嗽两天")
    qtbot.waitUntil(lambda: len(desk.filing.drafts()) == 2)  # kept while typing, nothing told it to
    page.panel.show_person("")
    desk.close()

    again = Desk(Store.open(path, key, who), data)
    page = PeoplePage(again, on)
    qtbot.addWidget(page)
    page.show()
    page.show_person(HAN_MEI)
    assert page.panel.blanks.tabs.buttons["illness"].waits
    form = pane(page, "illness").form
    assert target(form, "remark").text() == "咳嗽两天"  # type: ignore[attr-defined]
    form = open_stay(page, again)
    assert target(form, "left").text() == "8.33"  # type: ignore[attr-defined]
    assert "8.33" in form.rows["left"].said()
    page.panel.show_person("")
    again.close()


def test_a_discarded_draft_can_be_brought_back(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    form = pane(page, "travel").form
    type_in(qtbot, form, "detail", "长治路 12 号")
    qtbot.mouseClick(form.discard, Qt.MouseButton.LeftButton)
    assert target(form, "detail").text() == ""  # type: ignore[attr-defined]
    assert not desk.filing.drafts()
    undo(told)
    assert target(form, "detail").text() == "长治路 12 号"  # type: ignore[attr-defined]
    assert len(desk.filing.drafts()) == 1


def test_what_was_filed_and_undone_stands_in_the_form_again(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    form = pane(page, "illness").form
    target(form, "disease").setFocus()
    press(qtbot, Qt.Key.Key_Down)
    type_in(qtbot, form, "onset", "8.7")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert page.panel.blanks.tabs.buttons["illness"].count == 1
    undo(told)
    assert page.panel.blanks.tabs.buttons["illness"].count == 0
    assert target(form, "onset").text() == "8.7"  # type: ignore[attr-defined]
    assert not desk.people.file(HAN_MEI).illnesses


def test_a_correction_put_aside_waits_at_its_record(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    form = open_stay(page, desk)
    type_in(qtbot, form, "left", "8.2")
    press(qtbot, Qt.Key.Key_Escape)
    assert form.draft is not None
    assert form.draft.replaces == ()
    lines = page.panel.blanks.pane("travel").records.lines
    line = next(line for line in lines if "三亚" in line.text())
    assert "草稿" in line.accessibleName()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert target(form, "left").text() == "8.2"  # type: ignore[attr-defined]


def test_a_filed_draft_is_kept_no_longer(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    form = open_stay(page, desk)
    type_in(qtbot, form, "left", "7.31")
    page.panel.blanks.keep()
    assert len(desk.filing.drafts()) == 1
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert not desk.filing.drafts()


# ---------------------------------------------------------------- history


def test_the_history_tells_old_and_new_and_undoes(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    form = open_stay(page, desk)
    type_in(qtbot, form, "left", "7.31")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    page.panel.blanks.open_tab("history")
    history = page.panel.blanks.history
    newest = history.entries[0]
    assert newest.accessibleName() == "更正 旅居史\n离开日期：8月1日 → 7月31日"
    qtbot.mouseClick(newest.undo, Qt.MouseButton.LeftButton)
    assert page.panel.verdict.returns.text() == "8月9日"
    assert history.entries[0].accessibleName() == "更正 旅居史\n离开日期：7月31日 → 8月1日"
    undo(told)
    assert page.panel.verdict.chip.outcome == "ready"


def test_a_long_history_is_shown_in_portions(page: PeoplePage, desk: Desk, qtbot: QtBot) -> None:
    days = [f"2022-06-{day:02d}" for day in range(1, 26)]
    desk.filing.append(
        [Entry(blank="health", subject=HAN_MEI, answers={"day": day, "temp_am": 36.4}) for day in days]
    )
    page.panel.blanks.open_tab("history")
    history = page.panel.blanks.history
    assert len(history.entries) == 20
    qtbot.mouseClick(history.rest, Qt.MouseButton.LeftButton)
    assert len(history.entries) == 40


def test_many_records_are_shown_when_asked_for(page: PeoplePage, qtbot: QtBot) -> None:
    records = pane(page, "health").records
    assert len(records.lines) == 4
    assert records.lines[0].text() == "8月8日"
    qtbot.mouseClick(records.rest, Qt.MouseButton.LeftButton)
    assert len(records.lines) == 15


# ---------------------------------------------------------------- keys


def test_tab_goes_through_a_person_in_reading_order(page: PeoplePage, qtbot: QtBot) -> None:
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.panel.blanks.tabs.buttons["travel"].hasFocus()
    form = page.panel.blanks.pane("travel").form
    seen: list[str] = []
    for _ in range(16):
        press(qtbot, Qt.Key.Key_Tab)
        name = next((name for name, row in form.rows.items() if row.has_focus()), "")
        if name:
            seen.append(name)
        if form.discard.hasFocus():
            break
    asked = [name for name, row in form.rows.items() if not row.isHidden()]
    assert seen == asked
    press(qtbot, Qt.Key.Key_Tab)
    assert form.file.hasFocus()


def test_a_record_is_one_tab_from_the_tabs_and_the_papers_come_after_the_form(
    page: PeoplePage, qtbot: QtBot
) -> None:
    """Lines are made anew with every record, and would come last in the order Qt makes of them."""
    page.show_person(HAN_MEI)
    press(qtbot, Qt.Key.Key_Return)
    lines = page.panel.blanks.pane("travel").records.lines
    assert lines
    for line in lines:
        press(qtbot, Qt.Key.Key_Tab)
        assert line.hasFocus() and not line.visibleRegion().isEmpty()
    press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert (lines[-2] if len(lines) > 1 else page.panel.blanks.tabs.buttons["travel"]).hasFocus()
    page.panel.blanks.pane("travel").form.file.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    after = QApplication.focusWidget()
    assert after is not None and page.panel.papers.isAncestorOf(after)
    for _ in range(20):
        press(qtbot, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        if after is not None and not page.panel.isAncestorOf(after):
            break
    assert after is not None and not page.panel.isAncestorOf(after), "the keyboard does not come out again"


def test_enter_goes_through_the_form_to_the_button(page: PeoplePage, qtbot: QtBot) -> None:
    form = pane(page, "code").form
    form.go()
    for _ in form.rows:
        press(qtbot, Qt.Key.Key_Return)
    assert form.file.hasFocus()
    assert QApplication.focusWidget() is form.file
    with qtbot.waitSignal(form.file_asked):
        press(qtbot, Qt.Key.Key_Return)
