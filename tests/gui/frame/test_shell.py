"""The window around the pages: rail, day, search, notices, work, problems, help, lock."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from forms.frame import bug, state
from forms.frame.app import PAGES, show_within
from forms.frame.idle import Idle
from forms.frame.shell import Shell
from forms.frame.surroundings import Surroundings
from forms.frame.window import MINIMUM, Window
from forms.look import icons
from forms.pages.background import Job, Office
from forms.pages.notice import Notice, NoticeBar
from forms.pages.page import Wanted
from forms.parts.copied import clear_secret, copy_secret
from forms.words import tr
from schoolprep.desk import Data, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.forgetting import still_remembered
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from schoolprep.facts.search import spellings
from schoolprep.facts.steps import Steps
from schoolprep.facts.words import catalogue
from schoolprep.store import Key, Store
from tests.gui.frame.frame_fixtures import (
    ON,
    PASSPHRASE,
    WHO,
    Answers,
    FirstPage,
    Kept,
    SecondPage,
    SeenPage,
    choice,
    write,
)


@pytest.fixture
def shell(qtbot: QtBot, desk: Desk) -> Iterator[Shell]:
    made = Shell(desk, {"today": FirstPage, "people": SecondPage}, lambda _zone: ON)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close_work()
    made.hide()


def seen(shell: Shell, name: str = "today") -> SeenPage:
    page = shell.page(name)
    assert isinstance(page, SeenPage)
    return page


# --------------------------------------------------------------- pages


def test_pages_are_gone_to_by_mouse_and_by_number(qtbot: QtBot, shell: Shell) -> None:
    assert shell.current().name == "today"
    qtbot.mouseClick(shell.rail.buttons["people"], Qt.MouseButton.LeftButton)
    assert shell.current().name == "people"
    qtbot.keyClick(shell, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert shell.current().name == "today"


def test_only_pages_that_exist_are_on_the_rail(shell: Shell) -> None:
    assert list(shell.rail.buttons) == ["today", "people"]
    assert shell.rail.buttons["people"].accessibleName() == "人员"


def test_a_page_is_made_when_it_is_first_shown(shell: Shell) -> None:
    assert len(shell.findChildren(SeenPage)) == 1
    shell.go("people")
    assert len(shell.findChildren(SeenPage)) == 2


def test_one_page_asks_for_another(shell: Shell) -> None:
    wanted = Wanted(outcome="deferred")
    shell.current().asked.emit("people", wanted)
    assert shell.current().name == "people"
    assert seen(shell, "people").wanted == [wanted]


def test_a_page_that_is_not_there_is_not_gone_to(shell: Shell) -> None:
    shell.current().asked.emit("rosters", Wanted())
    assert shell.current().name == "today"


def test_what_waits_on_a_page_stands_at_its_icon(shell: Shell) -> None:
    seen(shell).badged.emit(3)
    assert shell.rail.buttons["today"].accessibleName() == "今日，3 项待办"


# --------------------------------------------------------------- the day


def test_another_day_is_shown_everywhere_and_said_so(qtbot: QtBot, shell: Shell) -> None:
    assert shell.top.day.text().startswith("2022年8月8日 周一 07:30")
    assert not shell.other_day.isVisible()
    shell.go("people")
    shell.go("today")
    qtbot.mouseClick(shell.top.day, Qt.MouseButton.LeftButton)
    popup = shell.top.day.popup()
    assert popup is not None
    popup.calendar.setSelectedDate(QDate(2022, 8, 15))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    later = Moment.parse("2022-08-15T07:30")
    assert shell.on == later
    assert seen(shell).days == [later]
    assert shell.other_day.isVisible()
    assert "8月15日" in shell.other_day.text.text()
    assert seen(shell, "people").days == []  # it is told when it is shown
    shell.go("people")
    assert seen(shell, "people").days == [later]
    qtbot.mouseClick(shell.other_day.now, Qt.MouseButton.LeftButton)
    assert shell.on == ON
    assert not shell.other_day.isVisible()


def test_esc_leaves_the_day_as_it_was(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    popup = shell.top.day.popup()
    assert popup is not None
    popup.calendar.setSelectedDate(QDate(2022, 9, 1))
    with qtbot.assertNotEmitted(shell.top.day.picked):
        qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert shell.on == ON


def test_now_runs_on_but_a_chosen_day_stays(qtbot: QtBot, desk: Desk) -> None:
    now = [ON]
    shell = Shell(desk, {"today": FirstPage}, lambda _zone: now[0])
    qtbot.addWidget(shell)
    now[0] = Moment.parse("2022-08-08T07:35")
    shell._follow()
    assert shell.on == ON  # nothing expires by the minute
    now[0] = Moment.parse("2022-08-09T00:01")
    shell._follow()
    assert shell.on == now[0]
    now[0] = Moment.parse("2021-08-09T00:01")  # the clock was a year ahead, and somebody set it right
    shell._follow()
    assert shell.on == now[0]
    shell.pick_day(ON)
    shell._follow()
    assert shell.on == ON
    shell.close_work()


# --------------------------------------------------------------- search


def type_search(qtbot: QtBot, shell: Shell, text: str) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert shell.top.finder.field.hasFocus()
    if text.isascii():
        qtbot.keyClicks(shell.top.finder.field, text)
    else:
        write(shell.top.finder.field, text)


def test_a_person_is_found_by_initials(qtbot: QtBot, shell: Shell) -> None:
    type_search(qtbot, shell, "wxm")
    qtbot.waitUntil(shell.top.finder.list.isVisible)
    assert shell.top.finder.list.item(0).text() == "王小明    七年级1班 …1001"
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Return)
    assert seen(shell, "people").wanted == [Wanted(chosen="p1001")]
    assert not shell.top.finder.list.isVisible()


def test_arrows_go_through_what_was_found(qtbot: QtBot, shell: Shell) -> None:
    type_search(qtbot, shell, "七年级2班")
    qtbot.waitUntil(shell.top.finder.list.isVisible)
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Down)
    second = shell.top.finder.list.item(1).data(Qt.ItemDataRole.UserRole)
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Return)
    assert seen(shell, "people").wanted[0].chosen == second


def test_enter_before_the_list_opens_still_finds(qtbot: QtBot, shell: Shell) -> None:
    type_search(qtbot, shell, "韩梅")
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Return)
    assert seen(shell, "people").wanted == [Wanted(chosen="p1004")]


def test_many_are_shown_on_the_page(qtbot: QtBot, shell: Shell) -> None:
    type_search(qtbot, shell, "1408022009")
    qtbot.waitUntil(shell.top.finder.list.isVisible)
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Up)  # from the first to the last line
    assert shell.top.finder.list.currentItem().text() == "在人员页显示全部 9 人"
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Return)
    assert seen(shell, "people").wanted == [Wanted(text="1408022009")]


def test_nobody_found_is_said(qtbot: QtBot, shell: Shell) -> None:
    type_search(qtbot, shell, "zzz")
    qtbot.waitUntil(shell.top.finder.list.isVisible)
    assert shell.top.finder.list.item(0).text() == "没有找到“zzz”"
    with qtbot.assertNotEmitted(shell.top.finder.chosen):
        qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Return)
    qtbot.keyClick(shell.top.finder.field, Qt.Key.Key_Escape)
    assert not shell.top.finder.list.isVisible()


# --------------------------------------------------------------- what happens


def test_a_filing_refreshes_the_page_and_the_bar(shell: Shell, desk: Desk) -> None:
    shell.go("people")
    shell.go("today")
    assert shell.bottom.saved.text() == "本次打开还没有新归档"
    desk.filing.append(
        [Entry(blank="health", subject="p1000", answers={"day": "2022-07-01", "temp_am": 36.5})]
    )
    assert seen(shell).changes == [frozenset({"p1000"})]
    assert shell.bottom.saved.text() == "已保存 07:30"
    assert seen(shell, "people").changes == []
    shell.go("people")
    assert seen(shell, "people").changes == [None]


def test_a_notice_offers_to_undo(qtbot: QtBot, shell: Shell) -> None:
    undone: list[int] = []
    shell.current().noticed.emit(Notice("shell.undone", act="notice.undo", do=lambda: undone.append(1)))
    assert shell.notices.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert not shell.notices.isVisible()
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]


def test_what_is_wrong_stays_when_something_else_is_shown(shell: Shell) -> None:
    shell.notices.tell(Notice("people.copied_why", {"name": "李雷"}, act="notice.undo", do=int))
    shell.notices.hush()
    assert not shell.notices.told()
    shell.notices.tell(Notice("people.copied_why", {"name": "李雷"}, "error"))
    shell.notices.hush()
    assert shell.notices.told()


def test_a_notice_moves_nothing_and_its_buttons_stand_where_nothing_else_does(
    qtbot: QtBot, shell: Shell
) -> None:
    def places() -> dict[QWidget, QRect]:
        shown = [one for one in shell.findChildren(QWidget) if one.isVisible() and one is not shell.notices]
        return {
            one: QRect(one.mapTo(shell, QPoint(0, 0)), one.size())
            for one in shown
            if not shell.notices.isAncestorOf(one)
        }

    before = places()
    shell.notices.tell(Notice("people.copied_why", {"name": "很长" * 120}, act="notice.undo", do=int))
    QApplication.processEvents()
    assert places() == before
    room = QRect(shell.bottom.dock.mapTo(shell, QPoint(0, 0)), shell.bottom.dock.size())
    assert shell.notices.geometry().bottom() == room.bottom()
    assert shell.notices.height() > room.height()  # the sentence is not cut
    buttons = [one for one in shell.notices.findChildren(QPushButton) if one.isVisible()]
    assert len(buttons) == 2
    for button in buttons:
        assert room.contains(QRect(button.mapTo(shell, QPoint(0, 0)), button.size()))
    shell.notices.dismiss()
    QApplication.processEvents()
    assert places() == before


def test_a_known_failure_is_a_sentence_that_stays(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    bar = NoticeBar(QWidget(around), around)
    bar.tell(Notice.of_error(CallError("rules.no-profile", profile="x", known="yuncheng-2022")))
    assert bar.told() == "没有规则方案“x”。现有：yuncheng-2022。"
    assert not bar._timer.isActive()
    bar.tell(Notice("shell.undone"))
    assert bar._timer.isActive()
    bar.dismiss()
    assert bar.told() == ""


def test_problems_are_counted_for_the_page_one_sees(qtbot: QtBot, shell: Shell) -> None:
    seen(shell).counted.emit(2)
    assert shell.bottom.problems.text() == "本页 2 个问题"
    shell.go("people")
    assert shell.bottom.problems.text() == "本页没有问题"
    seen(shell, "today").counted.emit(5)  # behind the page one sees
    assert shell.bottom.problems.text() == "本页没有问题"
    shell.go("today")
    assert shell.bottom.problems.text() == "本页 5 个问题"
    qtbot.keyClick(shell, Qt.Key.Key_F8)
    qtbot.mouseClick(shell.bottom.problems, Qt.MouseButton.LeftButton)
    assert seen(shell).problems_gone_to == 2


def test_f1_explains_the_page(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    assert shell.help.isVisible()
    assert shell.help.title.text() == "今日：这一页做什么"
    shell.go("people")
    assert shell.help.title.text() == "人员：这一页做什么"
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    assert not shell.help.isVisible()


def test_the_language_is_switched_at_run_time(qapp: QApplication, shell: Shell) -> None:
    tr.speak(qapp, "en")
    assert shell.rail.buttons["people"].text() == "People"
    assert shell.top.day.text().startswith("Mon 8 Aug 2022 07:30")
    assert shell.top.rules.text().startswith("Rules: Yuncheng 2022")
    assert shell.bottom.saved.text() == "Nothing filed since opening"


def test_the_smallest_window_holds_everything(shell: Shell) -> None:
    assert shell.minimumSizeHint().width() <= MINIMUM[0]
    assert shell.minimumSizeHint().height() <= MINIMUM[1]


@pytest.mark.parametrize(
    ("room", "size", "whole_screen"),
    [
        (QSize(1920, 1040), QSize(1440, 900), False),
        (QSize(1366, 728), QSize(1366, 696), True),  # 1366×768 with its taskbar
        (QSize(1280, 672), QSize(1280, 640), True),  # 1920×1080 at 150 %
        (QSize(1024, 728), QSize(1024, 696), True),
    ],
)
def test_the_foot_of_the_window_is_never_behind_the_taskbar(
    qtbot: QtBot, around: Surroundings, room: QSize, size: QSize, whole_screen: bool
) -> None:
    window = Window(around)
    qtbot.addWidget(window)
    show_within(window, room)
    assert window.isMaximized() == whole_screen
    assert window.normalGeometry().size() == size


def test_what_is_only_an_icon_has_a_name(shell: Shell) -> None:
    for widget in shell.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            text = getattr(widget, "text", str)()
            assert widget.accessibleName() or text or isinstance(widget.parent(), SeenPage), widget


# --------------------------------------------------------------- work off the thread


def count_to(total: int, go: threading.Event, closed: list[str]) -> Steps[str]:
    try:
        for done in range(total):
            yield done, total
            go.wait(5)
        return "made"
    finally:
        closed.append("closed")


def test_work_tells_its_progress_and_its_end(qtbot: QtBot, shell: Shell) -> None:
    go, closed = threading.Event(), list[str]()
    go.set()
    job = Job("导入 七年级摸排表.xlsx", count_to(3, go, closed))
    with qtbot.waitSignals([job.done, shell.office.idle]):
        shell.current().started.emit(job)
        assert shell.bottom.job.text() == "导入 七年级摸排表.xlsx"
    qtbot.waitUntil(lambda: not shell.bottom.bar.isVisible())
    assert closed == ["closed"]
    assert shell.office.running() == []


def test_work_is_cancelled_between_two_steps(qtbot: QtBot, shell: Shell) -> None:
    go, closed = threading.Event(), list[str]()
    job = Job("导入", count_to(1000, go, closed))
    with qtbot.waitSignal(job.progressed):
        shell.current().started.emit(job)
    assert shell.bottom.cancel.isVisible()
    with qtbot.waitSignal(job.cancelled), qtbot.assertNotEmitted(job.done):
        qtbot.mouseClick(shell.bottom.cancel, Qt.MouseButton.LeftButton)
        go.set()
    assert closed == ["closed"]


def test_a_known_failure_of_work_becomes_a_notice(qtbot: QtBot, shell: Shell) -> None:
    def failing() -> Steps[None]:
        yield 0, 1
        raise CallError("rules.no-profile", profile="x", known="y")

    job = Job("导入", failing())
    with qtbot.waitSignal(job.failed):
        shell.start(job)
    qtbot.waitUntil(lambda: shell.notices.told() == "没有规则方案“x”。现有：y。")


def test_closing_waits_for_work_to_end(qtbot: QtBot) -> None:
    office = Office()
    go, closed = threading.Event(), list[str]()
    job = Job("导入", count_to(1000, go, closed))
    with qtbot.waitSignal(job.progressed):
        office.start(job)
    go.set()
    office.close()
    assert closed == ["closed"]


# --------------------------------------------------------------- faults


def test_a_report_holds_no_answers() -> None:
    def judge(name: str) -> None:
        raise KeyError(name)

    try:
        try:
            judge("王小明")
        except KeyError as first:
            raise ValueError("140802200908011001") from first
    except ValueError as wrong:
        text = bug.report(wrong)
    assert "王小明" not in text and "140802200908011001" not in text
    assert "ValueError" in text and "KeyError" in text
    assert "test_shell.py" in text and str(Path.home()) not in text


def test_a_fault_is_one_box_with_a_report_to_copy(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    hook = bug.install(lambda: owner)
    wrong = KeyError("王小明")
    hook(KeyError, wrong, None)
    hook(KeyError, wrong, None)
    boxes = owner.findChildren(bug.BugBox)
    assert len(boxes) == 1
    qtbot.mouseClick(boxes[0].copy, Qt.MouseButton.LeftButton)
    assert "KeyError" in QGuiApplication.clipboard().text()
    qtbot.mouseClick(boxes[0].go_on, Qt.MouseButton.LeftButton)
    assert not boxes[0].isVisible()


# --------------------------------------------------------------- the window


def shell_of(window: Window) -> Shell | None:
    """The shell as it is now."""
    return window.shell


def test_the_lock_hides_everything_and_opens_with_the_passphrase(
    qtbot: QtBot, window: Window, data: Data, kept: Kept
) -> None:
    window.open_desk(Desk(Store.open(kept.path, Key.of_recovery_code(kept.code), WHO), data))
    assert window.shell is not None
    window.shell.go("people")
    page, desk = seen(window.shell, "people"), weakref.ref(window.shell.desk)
    spellings("王小明")
    qtbot.keyClick(window.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.is_locked() and shell_of(window) is None
    assert not any(still_remembered().values())
    assert page.left
    del page
    qtbot.waitUntil(
        lambda: not gc.collect() and desk() is None
    )  # nothing read of the school is held by anybody
    assert not window.locked.kept.isVisible()
    assert window.windowTitle() == "返校准备"
    assert "盐湖区" not in " ".join(
        label.text() for label in window.findChildren(QLabel) if label.isVisible()
    )
    write(window.locked.entry.secret.line, "不对的口令啊")
    qtbot.keyClick(window.locked.entry.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.locked.entry.secret.problem.text() == "口令不对，请再试")
    assert window.is_locked()
    window.locked.entry.secret.line.setText("运城2022返校")
    qtbot.keyClick(window.locked.entry.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell_of(window) is not None)
    again = shell_of(window)
    assert again is not None and again.isVisible() and again.current().name == "people"
    assert window.locked.entry.secret.text() == ""


def test_what_is_unfinished_waits_behind_the_lock_and_the_page_says_so(
    qtbot: QtBot, window: Window, data: Data, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_desk(Desk.open(kept.path, Key.of_recovery_code(kept.code), data, WHO))
    assert window.shell is not None
    shell = window.shell
    monkeypatch.setattr(type(seen(shell)), "unfinished", lambda page: True)
    window.lock()
    assert shell_of(window) is shell and not shell.isVisible()
    assert window.locked.kept.isVisible()
    window.locked.entry.secret.line.setText(PASSPHRASE)
    qtbot.keyClick(window.locked.entry.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(shell.isVisible)


def test_work_that_runs_ends_before_the_lock_forgets(
    qtbot: QtBot, window: Window, data: Data, kept: Kept
) -> None:
    window.open_desk(Desk.open(kept.path, Key.of_recovery_code(kept.code), data, WHO))
    assert window.shell is not None
    go, closed = threading.Event(), list[str]()
    job = Job("导入", count_to(3, go, closed))
    done: list[object] = []
    job.then(done.append)
    with qtbot.waitSignal(job.progressed):
        window.shell.start(job)
    window.lock()
    assert window.is_locked() and shell_of(window) is not None
    go.set()
    qtbot.waitUntil(lambda: shell_of(window) is None)
    assert len(done) == 1 and window.is_locked()


def test_a_school_that_somebody_else_opened_behind_the_lock_is_told(
    qtbot: QtBot, window: Window, data: Data, kept: Kept
) -> None:
    key = Key.of_recovery_code(kept.code)
    window.open_desk(Desk.open(kept.path, key, data, WHO))
    window.lock()
    with Store.open(kept.path, key, WHO):
        window.locked.entry.secret.line.setText(PASSPHRASE)
        qtbot.keyClick(window.locked.entry.secret.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "使用" in window.locked.entry.secret.problem.text())
    assert window.is_locked()
    window.close_school()
    assert window.entrance.isVisible()


def test_a_copied_code_does_not_outlive_the_lock(window: Window, data: Data, kept: Kept) -> None:
    window.open_desk(Desk.open(kept.path, Key.of_recovery_code(kept.code), data, WHO))
    copy_secret("ABCDE-FGHJK")
    assert QGuiApplication.clipboard().text() == "ABCDE-FGHJK"
    window.lock()
    assert QGuiApplication.clipboard().text() == ""
    copy_secret("ABCDE-FGHJK")
    QGuiApplication.clipboard().setText("别的")
    clear_secret()
    assert QGuiApplication.clipboard().text() == "别的"


def test_it_locks_when_nobody_is_there(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(choice(window, 2), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.idle.interval() == 10 * 60_000
    window.idle.start(60_000)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert window.idle.remainingTime() > 9 * 60_000  # a key puts it off
    window.idle.timeout.emit()
    assert window.is_locked()
    assert not window.idle.isActive()


@pytest.mark.parametrize("minutes", [0, 10])
def test_sleep_counts_as_nobody_being_there(qtbot: QtBot, minutes: int) -> None:
    clock, locked, shown = [0.0], [], QLineEdit()
    qtbot.addWidget(shown)
    shown.show()
    idle = Idle(shown, lambda: minutes, lambda: clock[0])
    idle.timeout.connect(lambda: locked.append(clock[0]))
    idle.watch()
    idle.again()
    clock[0] = 599
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_A)
    assert not idle.look() and not locked
    clock[0] = 599 + 601
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_B)
    assert (locked, shown.text()) == (([1200.0], "a") if minutes else ([], "ab"))
    assert not idle.look()


def test_an_open_calendar_does_not_outlive_the_lock(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(choice(window, 2), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.shell is not None
    window.shell.top.day.open()
    window.lock()
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window]


def test_the_demo_is_looked_at_on_its_own_day(qtbot: QtBot, window: Window) -> None:
    window.around = window.around._replace(clock=lambda _zone: Moment.parse("2026-11-23T10:00"))
    qtbot.mouseClick(choice(window, 2), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.shell is not None
    assert window.shell.on == ON
    assert window.shell.other_day.isVisible()


def test_the_window_is_remembered_without_anybodys_data(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    qtbot.mouseClick(choice(window, 2), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.shell is not None
    window.shell.go("people")
    window.shell.spoken.emit("en")
    window.resize(1400, 800)
    window.close()
    kept = state.load(tmp_path / "state")
    assert (kept.page, kept.language, kept.width) == ("people", "en", 1400)
    assert kept.recent == ()  # the demo is one of the three choices


@pytest.mark.parametrize("spoilt", [b'{"width": "wide"', b'{"theme": "\xff\xfe"}', b"\x80", b"", b"\0" * 90])
def test_a_spoilt_state_is_a_fresh_one(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "window.json").write_bytes(spoilt)
    assert state.load(tmp_path) == state.WindowState()
    state.save(tmp_path, state.WindowState(page="people"))
    assert state.load(tmp_path).page == "people"
    assert [one.name for one in tmp_path.iterdir()] == ["window.json"]


def test_closing_asks_while_work_runs(qtbot: QtBot, window: Window, ask: Answers) -> None:
    qtbot.mouseClick(choice(window, 2), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.shell is not None
    go, closed = threading.Event(), list[str]()
    job = Job("导入", count_to(1000, go, closed))
    with qtbot.waitSignal(job.progressed):
        window.shell.start(job)
    ask.yes = False
    assert not window.close()
    assert window.isVisible()
    go.set()
    ask.yes = True
    assert window.close()
    assert closed == ["closed"]


def test_a_theme_chosen_on_a_page_dresses_the_window(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(choice(window, 2), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.shell is not None
    before = window.grab().toImage().pixelColor(QPoint(640, 400))
    window.shell.current().dressed.emit("dark")
    assert window.grab().toImage().pixelColor(QPoint(640, 400)).lightness() < before.lightness() - 100
    assert window.state.theme == "dark"


def test_letters_of_a_shortcut_still_reach_a_line(qtbot: QtBot, shell: Shell) -> None:
    """Ctrl+Z in a line undoes typing, not the last act."""
    undone: list[int] = []
    shell.notices.tell(Notice("shell.undone", act="notice.undo", do=lambda: undone.append(1)))
    line = seen(shell).line
    line.setFocus()
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    assert undone == []


def test_a_window_that_is_told_of_a_language_hears_it_once(qapp: QApplication, shell: Shell) -> None:
    said: list[str] = []
    shell.bind(said.append, "shell.program")
    tr.speak(qapp, "en")
    QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    assert said == ["返校准备", "SchoolPrep"]


def test_every_page_of_the_program_is_where_it_is_declared_and_has_name_icon_word_and_help() -> None:
    assert [resolve_name(where).name for where in PAGES.values()] == list(PAGES)
    assert set(PAGES) <= icons.NAMES.keys()
    assert {f"rail.{name}{part}" for name in PAGES for part in ("", "_help")} <= catalogue().keys()
