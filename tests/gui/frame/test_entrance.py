"""Start, opening, a new school, a forgotten passphrase, a power cut: nobody is stranded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from forms.frame import app, state
from forms.frame.surroundings import Surroundings
from forms.frame.window import Window
from forms.words import tr
from schoolprep import demo
from schoolprep.desk import Data, Desk, Key, key_of
from schoolprep.facts.record import Entry
from schoolprep.store import Store
from tests.gui.frame.frame_fixtures import (
    PASSPHRASE,
    WHO,
    Answers,
    Kept,
    Printed,
    choice,
    fill_new_school,
    shown_window,
    type_key,
    write,
)

LEFT, RETURN = Qt.MouseButton.LeftButton, Qt.Key.Key_Return
NEW = "新口令 battery staple"


def is_open(qtbot: QtBot, window: Window) -> Desk:
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.shell is not None
    return window.shell.desk


def offered(window: Window) -> list[str]:
    """The files one can open with a click, the one with the passphrase line first."""
    first = window.entrance.opening.path
    links = [
        str(link.property("path"))
        for link in window.entrance.start.findChildren(QPushButton)
        if link.property("path") and not link.isHidden()
    ]
    return [str(first)] * (first is not None) + links


# --------------------------------------------------------------- a new school


def test_a_new_school_in_under_a_minute(
    qtbot: QtBot, window: Window, tmp_path: Path, printed: Printed
) -> None:
    fill_new_school(qtbot, window)
    qtbot.mouseClick(window.entrance.new.create_button, LEFT)
    recovery = window.entrance.recovery
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is recovery)
    code = "-".join(recovery.code.text().split())
    assert (tmp_path / "文档" / "返校准备" / "盐湖区实验中学.schoolprep").is_file()
    qtbot.mouseClick(recovery.print, LEFT)
    assert printed.pages[0][0] == "盐湖区实验中学 恢复码"
    assert "-".join(printed.pages[0][2].split()) == code
    qtbot.mouseClick(recovery.go_on, LEFT)
    assert window.windowTitle() == "盐湖区实验中学 — 返校准备"
    desk = is_open(qtbot, window)
    assert desk.workspace.school.region == "140802"
    assert desk.workspace.recovery_code() == code
    assert recovery.code.text() == ""


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda window: window.entrance.new.name.clear(), "请填学校名称"),
        (lambda window: window.entrance.new.region.setText("火星"), "请从列表里选所在县区"),
        (lambda window: window.entrance.new.region.setText("山西省"), "请从列表里选所在县区"),
        (lambda window: window.entrance.new.region.setText("运城市盐湖区胡写"), "请从列表里选所在县区"),
        (
            lambda window: window.entrance.new.passphrase.line.setText("短"),
            "口令太短，至少要8个字。请换一个长的。",
        ),
        (
            lambda window: window.entrance.new.again.line.setText("运城2022离校"),
            "两次输入的口令不一样，请再输一次",
        ),
    ],
)
def test_what_is_missing_is_said_at_the_answer(
    qtbot: QtBot, window: Window, spoil: Callable[[Window], None], sentence: str
) -> None:
    fill_new_school(qtbot, window)
    spoil(window)
    with qtbot.assertNotEmitted(window.entrance.new.made):
        qtbot.mouseClick(window.entrance.new.create_button, LEFT)
    shown = [label.text() for label in window.entrance.new.findChildren(QLabel) if label.isVisible()]
    assert sentence in shown


def test_what_is_wrong_is_told_whole_and_goes_when_it_is_put_right(
    qtbot: QtBot, qapp: QApplication, window: Window
) -> None:
    tr.speak(qapp, "en")
    fill_new_school(qtbot, window, "short")
    new = window.entrance.new
    qtbot.mouseClick(new.create_button, LEFT)
    told = new.passphrase.problem
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()) > 0)
    new.name.clear()
    qtbot.mouseClick(new.create_button, LEFT)
    assert new.problem.isVisible() and new.name.property("state") == "problem"
    write(new.name, "盐湖区实验中学")
    assert not new.problem.isVisible() and new.name.property("state") == ""


def test_a_city_without_counties_can_be_chosen(qtbot: QtBot, window: Window) -> None:
    fill_new_school(qtbot, window)
    new = window.entrance.new
    new.region.clear()
    write(new.region, "东莞")
    new.region.setText("广东省东莞市")
    assert new.region_code() == "4419"


def test_what_was_typed_stays_when_one_looks_back_at_the_start(qtbot: QtBot, window: Window) -> None:
    fill_new_school(qtbot, window)
    qtbot.mouseClick(window.entrance.new.back_button, LEFT)
    qtbot.mouseClick(choice(window, 0), LEFT)
    assert window.entrance.new.name.text() == "盐湖区实验中学"
    assert window.entrance.new.again.text() == PASSPHRASE


def test_the_folder_is_named_in_the_language(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    qtbot.mouseClick(window.entrance.start.language, LEFT)
    fill_new_school(qtbot, window)
    path = tmp_path / "文档" / "SchoolPrep" / "盐湖区实验中学.schoolprep"
    assert window.entrance.new.place.text() == str(path)


def test_a_school_abroad_needs_no_county(qtbot: QtBot, window: Window) -> None:
    fill_new_school(qtbot, window)
    window.entrance.new.profile.setCurrentIndex(window.entrance.new.profile.findData("uk-school-today"))
    window.entrance.new.region.setText("England")
    with qtbot.waitSignal(window.entrance.new.made) as made:
        qtbot.mouseClick(window.entrance.new.create_button, LEFT)
    assert made.args is not None
    assert (made.args[0].region, made.args[0].profile) == ("England", "uk-school-today")


def test_a_file_that_exists_is_left_alone(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    there = tmp_path / "文档" / "返校准备" / "盐湖区实验中学.schoolprep"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"something")
    fill_new_school(qtbot, window)
    qtbot.mouseClick(window.entrance.new.create_button, LEFT)
    qtbot.waitUntil(lambda: "已经有了" in window.entrance.new.problem.text())
    assert there.read_bytes() == b"something"


# --------------------------------------------------------------- a file is opened


def test_a_file_is_opened_with_its_passphrase(qtbot: QtBot, window: Window, ask: Answers, kept: Kept) -> None:
    ask.file = kept.path
    qtbot.mouseClick(choice(window, 1), LEFT)
    entry = window.entrance.opening.entry
    assert entry.secret.line.hasFocus()
    write(entry.secret.line, "错了错了错了")
    qtbot.keyClick(entry.secret.line, RETURN)
    qtbot.waitUntil(lambda: "口令不对" in entry.secret.problem.text())
    type_key(qtbot, window, PASSPHRASE)
    is_open(qtbot, window)
    assert entry.text() == ""


def test_the_daily_file_is_a_passphrase_and_enter(
    qtbot: QtBot, around: Surroundings, kept: Kept, tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone.schoolprep")
    state.save(around.remembered, state.WindowState(recent=(gone, str(kept.path))))
    window = shown_window(qtbot, around)
    assert offered(window) == [str(kept.path)]
    assert window.entrance.opening.file.text() == "学校"
    assert window.focusWidget() is window.entrance.opening.entry.secret.line
    type_key(qtbot, window, PASSPHRASE)
    is_open(qtbot, window)
    window.close()


def test_files_of_the_own_folders_are_offered_but_no_copies(
    qtbot: QtBot, around: Surroundings, kept: Kept
) -> None:
    home = around.documents / "返校准备"
    home.mkdir(parents=True)
    names = [
        "甲.schoolprep",
        "甲.backup-20261130-080000.schoolprep",
        "甲.replaced-20261130-080000.schoolprep",
    ]
    for name in (*names, "名单.xlsx"):
        (home / name).write_bytes(b"x" * 4096)
    (around.hidden / "乙.schoolprep").write_bytes(b"x" * 4096)
    around.demo.write_bytes(b"x" * 4096)
    state.save(around.remembered, state.WindowState(recent=(str(kept.path),)))
    window = shown_window(qtbot, around)
    assert offered(window) == [
        str(path) for path in (kept.path, home / names[0], around.hidden / "乙.schoolprep")
    ]
    links = [one for one in window.entrance.start.findChildren(QPushButton) if one.property("path")]
    qtbot.mouseClick(links[0], LEFT)
    qtbot.waitUntil(lambda: offered(window)[:2] == [str(home / names[0]), str(kept.path)])
    assert window.focusWidget() is window.entrance.opening.entry.secret.line
    window.close()


def test_what_happened_is_remembered_at_once(
    qtbot: QtBot, around: Surroundings, kept: Kept, data: Data
) -> None:
    """A power cut asks nobody: what a new start sees is there before anything is closed."""
    window = shown_window(qtbot, around)
    window.open_desk(Desk.open(kept.path, Key.of_recovery_code(kept.code), data, WHO))
    assert state.load(around.remembered).recent == (str(kept.path),)
    assert window.shell is not None
    window.shell.spoken.emit("en")
    assert state.load(around.remembered).language == "en"
    window.shell.dressed.emit("dark")
    assert state.load(around.remembered).theme == "dark"
    window.shell.go("people")
    assert state.load(around.remembered).page == "people"
    window.close()


# --------------------------------------------------------------- a passphrase is forgotten


def by_code(qtbot: QtBot, window: Window, code: str) -> None:
    qtbot.mouseClick(window.entrance.opening.entry.other_way, LEFT)
    type_key(qtbot, window, code)


def renew(qtbot: QtBot, window: Window, passphrase: str) -> None:
    renewal = window.entrance.renewal
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is renewal)
    renewal.new.line.setText(passphrase)
    renewal.again.line.setText(passphrase)
    qtbot.keyClick(renewal.again.line, RETURN)
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is window.entrance.recovery)


def test_the_recovery_code_leads_to_a_new_passphrase_at_once(
    qtbot: QtBot, window: Window, kept: Kept, data: Data
) -> None:
    window.ask_passphrase(kept.path)
    entry = window.entrance.opening.entry
    by_code(qtbot, window, kept.code[:-1])
    assert entry.secret.line.echoMode() == QLineEdit.EchoMode.Normal
    qtbot.waitUntil(lambda: "恢复码应有" in entry.secret.problem.text())
    type_key(qtbot, window, kept.code.lower())
    renew(qtbot, window, NEW)
    code = "-".join(window.entrance.recovery.code.text().split())
    assert code != kept.code
    qtbot.mouseClick(window.entrance.recovery.go_on, LEFT)
    is_open(qtbot, window)
    window.close()
    for secret in (NEW, code):
        Desk.open(kept.path, secret, data, WHO).close()


def test_who_only_looks_in_with_the_code_keeps_the_passphrase(
    qtbot: QtBot, window: Window, kept: Kept, data: Data
) -> None:
    window.ask_passphrase(kept.path)
    type_key(qtbot, window, kept.code)  # into the line of the passphrase: it is accepted there too
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is window.entrance.renewal)
    assert window.shell is None
    qtbot.mouseClick(window.entrance.renewal.later_button, LEFT)
    is_open(qtbot, window)
    window.close()
    Desk.open(kept.path, PASSPHRASE, data, WHO).close()


def test_a_window_closed_on_the_way_in_leaves_one_file(qtbot: QtBot, window: Window, kept: Kept) -> None:
    window.ask_passphrase(kept.path)
    type_key(qtbot, window, kept.code)
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is window.entrance.renewal)
    window.close()
    assert [path.name for path in kept.path.parent.glob("学校*")] == ["学校.schoolprep"]


def test_a_slip_in_a_code_is_told_where_a_passphrase_was_asked(
    qtbot: QtBot, window: Window, kept: Kept
) -> None:
    window.ask_passphrase(kept.path)
    wrong = kept.code[:7] + ("A" if kept.code[7] != "A" else "B") + kept.code[8:]
    type_key(qtbot, window, wrong)
    problem = window.entrance.opening.entry.secret.problem
    qtbot.waitUntil(lambda: "第2组" in problem.text())


def test_a_code_of_an_older_passphrase_is_told_as_such(qtbot: QtBot, window: Window, kept: Kept) -> None:
    window.ask_passphrase(kept.path)
    by_code(qtbot, window, Key.random().recovery_code())
    problem = window.entrance.opening.entry.secret.problem
    qtbot.waitUntil(lambda: problem.text() == "这个恢复码打不开这个文件。换过口令后，恢复码也换了。")


def test_the_lock_takes_the_code_and_asks_for_a_new_passphrase(
    qtbot: QtBot, window: Window, kept: Kept, data: Data
) -> None:
    window.open_desk(Desk.open(kept.path, Key.of_recovery_code(kept.code), data, WHO))
    window.lock()
    assert window.locked.file.text() == "学校"
    entry = window.locked.entry
    qtbot.mouseClick(entry.other_way, LEFT)
    entry.secret.line.setText(kept.code)
    qtbot.keyClick(entry.secret.line, RETURN)
    renew(qtbot, window, NEW)
    qtbot.mouseClick(window.entrance.recovery.go_on, LEFT)
    qtbot.waitUntil(lambda: window.shell is not None and window.shell.isVisible())
    window.lock()
    entry.secret.line.setText(NEW)
    qtbot.keyClick(entry.secret.line, RETURN)
    qtbot.waitUntil(lambda: not window.is_locked())


def test_a_key_is_read_from_passphrase_or_code(kept: Kept) -> None:
    by_passphrase, read = key_of(kept.path, PASSPHRASE), key_of(kept.path, f" {kept.code.lower()} ")
    assert by_passphrase == read
    assert (by_passphrase.is_recovered, read.is_recovered) == (False, True)
    assert Key.slip(PASSPHRASE) is None
    assert Key.slip(kept.code) is None


# --------------------------------------------------------------- the demo


def test_the_demo_never_stands_behind_a_passphrase_nobody_was_told(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(choice(window, 2), LEFT)
    is_open(qtbot, window)
    window.lock()
    assert demo.PASSPHRASE in window.locked.entry.told.text()
    assert window.locked.entry.told.isVisible()
    window.close_school()
    assert offered(window) == []
    window.ask_passphrase(window.around.demo)  # as from a start with this file
    is_open(qtbot, window)


def test_a_demo_with_a_passphrase_of_ones_own_tells_none(data: Data, tmp_path: Path) -> None:
    path = tmp_path / "demo.schoolprep"
    desk = Desk.create(path, Key.random(), demo.SCHOOL, data, WHO)
    desk.workspace.tell_passphrase(demo.PASSPHRASE)
    desk.workspace.change_passphrase(Key.random())
    assert desk.workspace.told_passphrase == ""
    desk.close()


def test_a_demo_that_does_not_open_asks_for_its_passphrase(
    qtbot: QtBot, around: Surroundings, kept: Kept
) -> None:
    around.demo.write_bytes(kept.path.read_bytes())
    window = shown_window(qtbot, around._replace(make_demo=lambda: demo.make(around.demo, around.data, WHO)))
    qtbot.mouseClick(choice(window, 2), LEFT)
    qtbot.waitUntil(lambda: window.entrance.opening.path == around.demo)
    assert "口令不对" in window.entrance.start.problem.text()
    type_key(qtbot, window, PASSPHRASE)
    is_open(qtbot, window)
    window.close()


# --------------------------------------------------------------- words and keys


def test_start_speaks_the_other_language(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(window.entrance.start.language, LEFT)
    assert choice(window, 0).accessibleName() == "A new school"
    assert window.entrance.start.language.text() == "繁體中文"
    qtbot.mouseClick(window.entrance.start.language, LEFT)
    assert choice(window, 0).accessibleName() == "新建學校"
    assert window.entrance.start.language.text() == "简体中文"
    assert tr.names_of_folder() == ["返校准备", "SchoolPrep", "返校準備"]


def test_the_three_choices_are_reached_by_keyboard(qtbot: QtBot, window: Window) -> None:
    assert choice(window, 0).hasFocus()
    qtbot.keyClick(choice(window, 0), Qt.Key.Key_Tab)
    qtbot.keyClick(choice(window, 1), Qt.Key.Key_Tab)
    assert choice(window, 2).hasFocus()
    qtbot.keyClick(choice(window, 2), RETURN)
    is_open(qtbot, window)


# --------------------------------------------------------------- what the file says of itself


def test_a_backup_takes_the_place_of_a_file_that_was_spoilt(
    qtbot: QtBot, window: Window, ask: Answers, kept: Kept
) -> None:
    with Store.open(kept.path, Key.of_recovery_code(kept.code), WHO) as store:
        ask.file = store.backup()
        store.append([Entry(blank="test", subject="s", answers={"n": 1})])
    page = window.entrance.restoring
    backup, ask.file = ask.file, None
    qtbot.mouseClick(window.entrance.start.restore_link, LEFT)
    ask.file = backup
    qtbot.mouseClick(page.restore, LEFT)  # none is chosen yet, and that is no fault of the passphrase
    assert not page.secret.problem.text()
    assert (page.backup.text(), page.place.text()) == (ask.file.name, str(kept.path))
    page.secret.line.setText("错了错了错了")
    qtbot.mouseClick(page.restore, LEFT)
    qtbot.waitUntil(lambda: "口令不对" in page.secret.problem.text())
    page.secret.line.setText(PASSPHRASE)
    qtbot.keyClick(page.secret.line, RETURN)
    qtbot.waitUntil(page.go_on.isVisible)
    assert "备份里没有的：1次操作" in page.told.text() and "改名为" in page.told.text()
    assert page.secret.text() == ""
    qtbot.mouseClick(page.go_on, LEFT)
    desk = is_open(qtbot, window)
    assert desk.workspace.path == kept.path and list(desk.filing.current()) == []


def test_a_damaged_backup_is_one_sentence_and_the_file_stays(
    qtbot: QtBot, window: Window, ask: Answers, kept: Kept
) -> None:
    with Store.open(kept.path, Key.of_recovery_code(kept.code), WHO) as store:
        ask.file = store.backup()
    content = bytearray(ask.file.read_bytes())
    content[-4_000:] = bytes(4_000)
    ask.file.write_bytes(content)
    before = kept.path.read_bytes()
    page = window.entrance.restoring
    qtbot.mouseClick(window.entrance.start.restore_link, LEFT)
    page.secret.line.setText(PASSPHRASE)
    qtbot.keyClick(page.secret.line, RETURN)
    qtbot.waitUntil(lambda: bool(page.secret.problem.text()))
    assert page.secret.problem.text().startswith("备份") or "已损坏" in page.secret.problem.text()
    assert ask.file.name in page.secret.problem.text() and not page.go_on.isVisible()
    assert kept.path.read_bytes() == before


def test_what_there_is_to_say_of_the_file_is_said_when_it_opens(
    window: Window, kept: Kept, data: Data
) -> None:
    key = Key.of_recovery_code(kept.code)
    with Store.open(kept.path, key, WHO, lambda: datetime(2099, 1, 1)) as store:
        store.append([Entry(blank="test", subject="s", answers={"n": 1})])
    window.open_desk(Desk.open(kept.path, key, data, WHO))
    assert window.shell is not None
    assert "2099-01-01" in window.shell.notices.told()


def test_words_are_offered_for_a_new_passphrase(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(window.entrance.start.choices[0], LEFT)
    secret = window.entrance.new.passphrase
    qtbot.mouseClick(secret.offer, LEFT)
    assert len(secret.text().split()) == 4 and Key.objection(secret.text()) is None
    assert secret.line.echoMode() == QLineEdit.EchoMode.Normal
    assert window.entrance.new.again.text() == ""
    assert not window.entrance.new.again.offer.isVisible()


@pytest.mark.parametrize(
    ("chosen", "system", "chinese", "spoken"),
    [
        ("", "zh", True, "zh"),
        ("", "zh", False, "en"),
        ("zh-TW", "zh", False, "en"),
        ("zh-TW", "en", True, "zh-TW"),
        ("en", "zh", True, "en"),
    ],
)
def test_without_a_chinese_font_the_first_words_can_be_read(
    chosen: str, system: str, chinese: bool, spoken: str
) -> None:
    assert app.spoken(chosen, system, chinese) == spoken
