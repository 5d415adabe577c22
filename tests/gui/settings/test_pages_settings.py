"""The Settings page: everything saved at once and taken back, another passphrase, the code, backup and verify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.look import style
from forms.look.current import look
from forms.pages import printing
from forms.parts.secret import Secret
from forms.settings.page import SettingsPage
from forms.words import tr
from schoolprep.desk import Data, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.loop.needs import assumptions, declared
from schoolprep.store import Key, School, Store, Who, salt_of
from tests.gui.frame.frame_fixtures import Printed
from tests.gui.pages_fixtures import Around, Chosen

OLD, NEW = "旧口令 correct horse", "新口令 battery staple"
WHO = Who("王老师", "device-of-the-tests")
LEFT = Qt.MouseButton.LeftButton


class Made(NamedTuple):
    """A workspace that `OLD` opens, with its key."""

    path: Path
    key: Key


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made once: a key takes half a second by design."""
    path = tmp_path_factory.mktemp("made") / "盐湖区实验中学.schoolprep"
    school, key = (
        School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022"),
        Key.of_passphrase(OLD),
    )
    Store.create(path, key, school, WHO).close()
    return Made(path, key)


@pytest.fixture
def school(made: Made, tmp_path: Path, data: Data) -> Iterator[Desk]:
    path = tmp_path / made.path.name
    path.write_bytes(made.path.read_bytes())
    desk = Desk(Store.open(path, made.key, WHO), data)
    yield desk
    desk.close()


@pytest.fixture
def printer() -> Printed:
    return Printed()


@pytest.fixture
def page(qtbot: QtBot, school: Desk, on: Moment, printer: Printed) -> Iterator[SettingsPage]:
    made = SettingsPage(school, on, asking=Chosen(), printing=printer)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def around(page: SettingsPage) -> Iterator[Around]:
    made = Around(page)
    yield made
    made.office.close()


def _type(qtbot: QtBot, into: Secret | QLineEdit, text: str) -> None:
    line = into.line if isinstance(into, Secret) else into
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def _paste(into: Secret | QLineEdit, text: str) -> None:
    """Chinese comes from an input method, not from keys."""
    line = into.line if isinstance(into, Secret) else into
    line.setFocus()
    line.selectAll()
    line.insert(text)


def _sentence(around: Around) -> str:
    return tr.say(around.notices[-1].says, **around.notices[-1].facts)


# ------------------------------------------------------------------ the school


def test_the_page_shows_what_is_set(page: SettingsPage) -> None:
    assert page.school.name.text() == "盐湖区实验中学"
    assert page.school.region.text() == "山西省运城市盐湖区"
    assert page.school.profile.currentText() == "运城 2022"
    assert page.looks.lock.currentData() == 10
    assert str(page.desk.workspace.path) in page.file.place.text()


def test_the_meals_a_day_are_counted_with_and_taken_back(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    assert page.school.meals.currentText() == "每人每天 3 餐（程序默认）"
    page.school.meals.setFocus()
    qtbot.keyClick(page.school.meals, Qt.Key.Key_Up)
    page.school.meals.activated.emit(page.school.meals.currentIndex())
    assert assumptions(school.workspace.school.settings).meals_a_day == 2
    assert _sentence(around) == "已保存：每人每天 2 餐"
    undo = around.notices[-1].do
    assert undo is not None
    undo()
    assert assumptions(school.workspace.school.settings) == declared()
    assert page.school.meals.currentData() == 3


def test_a_name_is_saved_when_the_line_is_left_and_taken_back_from_the_bar(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    _paste(page.school.name, "运城市第二中学")
    qtbot.keyClick(page.school.name, Qt.Key.Key_Return)
    assert school.workspace.school.name == "运城市第二中学"
    assert _sentence(around) == "已保存：运城市第二中学"
    restore = around.notices[-1].do
    assert restore is not None
    restore()
    assert school.workspace.school.name == "盐湖区实验中学"
    assert page.school.name.text() == "盐湖区实验中学"


def test_a_school_without_a_name_is_told_at_the_line(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    page.school.name.setFocus()
    page.school.name.selectAll()
    qtbot.keyClick(page.school.name, Qt.Key.Key_Delete)
    qtbot.keyClick(page.school.name, Qt.Key.Key_Return)
    assert school.workspace.school.name == "盐湖区实验中学"
    assert "仍用“盐湖区实验中学”" in page.school.problem.text()
    assert page.school.name.property("state") == "problem"
    assert around.counted[-1] == 1
    _paste(page.school.name, "一中")
    qtbot.keyClick(page.school.name, Qt.Key.Key_Return)
    assert not page.school.problem.isVisible()
    assert around.counted[-1] == 0


def test_the_county_is_found_by_initials(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    _type(qtbot, page.school.region, "xinjiangxian")
    qtbot.waitUntil(page.school.suggestions.open)
    assert page.school.suggestions.list.item(0).text().startswith("山西省运城市新绛县")
    qtbot.keyClick(page.school.region, Qt.Key.Key_Return)
    assert school.workspace.school.region == "140825"
    assert _sentence(around) == "已保存：山西省运城市新绛县"


def test_a_county_nobody_knows_is_told_and_the_old_one_stays(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    _paste(page.school.region, "不存在的县")
    page.school.name.setFocus()
    qtbot.waitUntil(page.school.problem.isVisible)
    assert "仍按 山西省运城市盐湖区 判定" in page.school.problem.text()
    assert school.workspace.school.region == "140802"
    assert page.school.region.text() == "不存在的县"


def test_a_school_abroad_has_a_plain_place_and_cannot_go_back_to_rules_that_need_a_county(
    page: SettingsPage, school: Desk
) -> None:
    _choose(page, "uk-school-today")
    _paste(page.school.region, "England")
    page.school.region.left.emit()
    assert (school.workspace.school.profile, school.workspace.school.region) == ("uk-school-today", "England")
    _choose(page, "yuncheng-2022")
    assert school.workspace.school.profile == "uk-school-today"
    assert page.school.profile.currentData() == "uk-school-today"
    assert "England" in page.school.problem.text()


def _choose(page: SettingsPage, profile: str) -> None:
    page.school.profile.setCurrentIndex(page.school.profile.findData(profile))
    page.school.profile.activated.emit(page.school.profile.currentIndex())


def test_the_lock_is_chosen_by_key_and_saved(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    page.looks.lock.setFocus()
    qtbot.keyClick(page.looks.lock, Qt.Key.Key_Down)
    assert school.workspace.school.lock_after_minutes == 15
    qtbot.keyClick(page.looks.lock, Qt.Key.Key_End)
    assert school.workspace.school.lock_after_minutes == 0
    assert _sentence(around) == "已保存：不锁定"


def test_everything_is_still_so_when_the_file_is_opened_again(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk, data: Data
) -> None:
    _paste(page.school.name, "运城市第二中学")
    qtbot.keyClick(page.school.name, Qt.Key.Key_Return)
    school.close()
    again = Desk.open(school.workspace.path, OLD, data, WHO)
    assert again.workspace.school.name == "运城市第二中学"
    again.close()


def test_leaving_a_line_as_it_was_saves_nothing(page: SettingsPage, around: Around) -> None:
    for line in (page.school.name, page.school.region, page.passphrase.old.line):
        line.setFocus()
    assert around.notices == []


# ------------------------------------------------------------------ the window


def test_language_and_theme_are_handed_on(qtbot: QtBot, qapp: QApplication, page: SettingsPage) -> None:
    buttons = page.looks.language.findChildren(QWidget)
    with qtbot.waitSignal(page.spoken) as spoken:
        qtbot.mouseClick(buttons[1], LEFT)
    assert spoken.args == ["en"]
    tr.speak(qapp, "en")
    assert page.passphrase.change.text() == "Change it"
    assert page.school.profile.currentText() == "Yuncheng 2022"
    assert page.looks.lock.currentText() == "After 10 minutes"
    themes = page.looks.theme.findChildren(QWidget)
    for at, wanted in ((2, "dark"), (0, ""), (1, "light")):
        with qtbot.waitSignal(page.dressed) as dressed:
            qtbot.mouseClick(themes[at], LEFT)
        assert dressed.args == [wanted]


def test_the_theme_chosen_elsewhere_is_shown_and_painted(
    qtbot: QtBot, qapp: QApplication, page: SettingsPage
) -> None:
    look.chosen = "dark"
    style.wear(qapp, "dark")
    try:
        page.refresh(None)
        assert page.looks.theme.choice() == "dark"
        assert page.grab().toImage().pixelColor(5, 5).lightness() < 60
    finally:
        look.chosen = ""


# ------------------------------------------------------------------ passphrase and code


def _change(qtbot: QtBot, page: SettingsPage, old: str, new: str, again: str) -> None:
    for secret, text in (
        (page.passphrase.old, old),
        (page.passphrase.new, new),
        (page.passphrase.again, again),
    ):
        _paste(secret, text)
    qtbot.mouseClick(page.passphrase.change, LEFT)


def test_another_passphrase_opens_the_file_and_the_old_one_no_longer_does(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk, data: Data
) -> None:
    before = school.workspace.recovery_code()
    _change(qtbot, page, OLD, NEW, NEW)
    qtbot.waitUntil(lambda: bool(around.notices))
    assert around.notices[-1].says == "settings.changed"
    assert school.workspace.recovery_code() != before
    assert page.recovery.code.text().split() == school.workspace.recovery_code().split("-")
    assert [
        secret.text() for secret in (page.passphrase.old, page.passphrase.new, page.passphrase.again)
    ] == ["", "", ""]
    qtbot.waitUntil(lambda: around.ended == 1)
    school.close()
    path = school.workspace.path
    assert Key.of_passphrase(OLD, salt_of(path)) != Key.of_recovery_code(page.recovery.code.text())
    again = Desk.open(path, NEW, data, WHO)
    again.close()


def test_a_wrong_old_passphrase_changes_nothing(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk
) -> None:
    before = school.workspace.recovery_code()
    _change(qtbot, page, "不对的口令", NEW, NEW)
    qtbot.waitUntil(lambda: around.ended == 1)
    assert page.passphrase.old.problem.text() == "口令不对，请再试"
    assert school.workspace.recovery_code() == before
    assert page.passphrase.new.text() == NEW
    assert page.passphrase.change.isEnabled()


@pytest.mark.parametrize(
    ("typed", "at", "says"),
    [
        (("", NEW, NEW), "old", "口令不对，请再试"),
        ((OLD, "短", "短"), "new", "口令太短，至少要8个字。请换一个长的。"),
        ((OLD, NEW, NEW + "x"), "again", "两次输入的口令不一样，请再输一次"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_line_at_once(
    qtbot: QtBot, page: SettingsPage, typed: tuple[str, str, str], at: str, says: str
) -> None:
    started: list[object] = []
    page.started.connect(started.append)
    _change(qtbot, page, *typed)
    assert getattr(page.passphrase, at).problem.text() == says
    assert started == []
    assert page.passphrase.change.isEnabled()


def test_the_code_is_shown_only_for_the_passphrase_and_hidden_again(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk, printer: Printed
) -> None:
    qtbot.mouseClick(page.recovery.show_code, LEFT)
    assert page.recovery.secret.problem.text() == "口令不对，请再试"
    _paste(page.recovery.secret, OLD)
    qtbot.keyClick(page.recovery.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.recovery.code.isVisible)
    code = school.workspace.recovery_code()
    assert page.recovery.code.text().split() == code.split("-")
    qtbot.mouseClick(page.recovery.copy, LEFT)
    assert QGuiApplication.clipboard().text() == code
    qtbot.mouseClick(page.recovery.print, LEFT)
    assert printer.pages[0][0] == "盐湖区实验中学 恢复码"
    assert printer.pages[0][2].split() == code.split("-")
    assert around.notices[-1].says == "settings.printed"
    qtbot.mouseClick(page.recovery.hide_code, LEFT)
    assert page.recovery.code.text() == ""
    QGuiApplication.clipboard().clear()


def test_a_wrong_passphrase_shows_no_code(qtbot: QtBot, page: SettingsPage, around: Around) -> None:
    _paste(page.recovery.secret, "不对的口令")
    page.recovery.show_code.click()
    qtbot.waitUntil(lambda: around.ended == 1)
    assert page.recovery.code.text() == ""
    assert page.recovery.secret.problem.text() == "口令不对，请再试"


def test_leaving_the_page_forgets_what_is_secret(qtbot: QtBot, page: SettingsPage, around: Around) -> None:
    _paste(page.recovery.secret, OLD)
    page.recovery.show_code.click()
    qtbot.waitUntil(page.recovery.code.isVisible)
    _paste(page.passphrase.old, OLD)
    page.hide()
    assert page.recovery.code.text() == ""
    assert page.passphrase.old.text() == ""


def test_the_code_is_printed_on_one_page(qapp: QApplication, tmp_path: Path) -> None:
    out = tmp_path / "code.pdf"
    printer = printing.a4()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printing.paint(printer, ["盐湖区实验中学 恢复码", "请锁好。" * 60, "0000A  0000B\n0000C  0000D"])
    pdf = out.read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert len(pdf) > 3_000


# ------------------------------------------------------------------ the file


def test_a_backup_beside_the_file_opens_with_the_same_passphrase(
    qtbot: QtBot, page: SettingsPage, around: Around, school: Desk, data: Data
) -> None:
    qtbot.mouseClick(page.file.backup, LEFT)
    path = Path(str(around.notices[-1].facts["path"]))
    assert path.parent == school.workspace.path.parent
    copy = Desk.open(path, OLD, data, WHO)
    assert copy.workspace.school == school.workspace.school
    copy.close()


def test_a_backup_elsewhere_and_one_that_cannot_be(
    qtbot: QtBot, page: SettingsPage, around: Around, tmp_path: Path
) -> None:
    asking = Chosen(saved=tmp_path / "stick.schoolprep")
    page.file.asking = asking
    page.file.backup_to.click()
    assert (tmp_path / "stick.schoolprep").is_file()
    (asked,) = asking.asked
    assert asked.startswith("盐湖区实验中学 2022-08-08 备份 ") and asked.endswith(".schoolprep")
    asking.saved = page.desk.workspace.path
    page.file.backup_to.click()
    assert around.notices[-1].says == "store.backup-onto-itself"
    assert around.notices[-1].tone == "error"


def test_a_whole_file_is_said_to_be_whole(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.mouseClick(page.file.verify, LEFT)
    assert page.file.verified.text() == "✓ 文件完好，0 条现有记录，没有被改动过。"
    qtbot.waitUntil(lambda: not page.file.verified.visibleRegion().isEmpty())


def test_a_code_from_paper_is_held_against_the_file(qtbot: QtBot, page: SettingsPage, school: Desk) -> None:
    page.file.fill()
    code = page.file.anchor.text()
    school.filing.append([Entry(blank="person", subject="p1", answers={"name": "李雷"})])
    page.file.code.setText(f" {code} ")
    qtbot.mouseClick(page.file.verify, LEFT)
    assert "校验码" in page.file.verified.text() and "没有动过" in page.file.verified.text()
    page.file.code.setText(f"9{code}")
    qtbot.keyClick(page.file.code, Qt.Key.Key_Return)
    assert "更早的一份" in page.file.verified.text() and page.file.verified.property("kind") == "problem"


def test_damage_is_told_in_sentences(qtbot: QtBot, page: SettingsPage, school: Desk) -> None:
    school.filing.append([Entry(blank="person", subject="p1", answers={"name": "李雷"})])
    with school.workspace.path.open("r+b") as file:
        file.seek(-200, 2)
        byte = file.read(1)[0]
        file.seek(-200, 2)
        file.write(bytes([byte ^ 0xFF]))
    qtbot.mouseClick(page.file.verify, LEFT)
    first, *problems = page.file.verified.text().splitlines()
    assert first.startswith("✕ 发现 1 处问题")
    assert "损坏" in problems[0]
    assert page.file.verified.property("kind") == "problem"
