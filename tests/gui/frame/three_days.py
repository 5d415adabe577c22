"""Three days in a new school, as hands do it: what a person clicks and types, and the killed process of the first day.

Run as a program it is the first day, and ends as a power cut ends it.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from forms.editors.form import Form
from forms.frame import app
from forms.frame.surroundings import Surroundings
from forms.frame.window import Window
from forms.intake.page import IntakePage
from forms.look import style
from forms.people.page import PeoplePage
from forms.rosters.page import RostersPage
from forms.today.page import TodayPage
from forms.words import tr
from schoolprep import demo
from schoolprep.facts.days import Moment
from schoolprep.store import Who
from tests.gui.frame.frame_fixtures import Answers, Printed, write
from tests.program import program_data

CTRL, RETURN, TAB = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return, Qt.Key.Key_Tab
CUT = 77
"""How the first day's process ends."""
FORGOTTEN, CHOSEN = "开学第一天的口令", "记在本子上的新口令"
NAMES = (
    "罗嘉怡",
    "白杰",
    "韩梅",
    "秦子墨",
    "王小明",
    "李雷",
    "陈艺涵",
    "方慧敏",
    "冯嘉怡",
    "顾语嫣",
    "贾铭",
    "沈若溪",
)
_CODE = re.compile(r"\bS\d{1,2}[a-z]?\b|\bNone\b|\{\w+\}|[a-z]+_[a-z]+")
"""What nobody in a school can read: keys of sources, empty answers, open places of sentences, names of fields."""


class Hands:
    """The window, a clock one can put on, and what the person sees."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.now = Moment.parse("2026-11-30T07:30")
        self.ask, self.printed = Answers(), Printed()
        data, path = program_data(), home / "hidden" / "demo.schoolprep"
        around = Surroundings(
            data=data, who=Who("王老师", "the-only-device"), clock=lambda _zone: self.now, pages=app.pages(),
            make_demo=partial(demo.make, path, data, Who("王老师", "the-only-device")), demo=path,
            remembered=home / "state", documents=home / "文档", hidden=home / "hidden", ask=self.ask,
            printing=self.printed,
        )  # fmt: skip
        self.window = Window(around)
        self.window.resize(1280, 720)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    # ------------------------------------------------------------- hands

    def click(self, widget: QWidget) -> None:
        """Press what is there to be pressed."""
        assert widget.isVisible(), "nobody can press what is not there"
        assert widget.isEnabled(), "it cannot be pressed now"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.look()

    def press(self, word: str) -> None:
        """Press the button of that word."""
        found = [
            one for one in self.window.findChildren(QPushButton) if one.isVisible() and one.text() == word
        ]
        assert found, (word, sorted(self.words()))
        self.click(found[0])

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(self.keyboard(), key, modifier)

    def keyboard(self) -> QWidget:
        """Where the keys go; a list that has closed gave them to nobody."""
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
            assert QTest.qWaitForWindowActive(self.window)
        return QApplication.focusWidget() or self.window

    def type(self, text: str) -> None:
        """Type where the keyboard is; Chinese comes from an input method."""
        for sign in text:  # the first may open the editor that takes the others
            if sign.isascii():
                QTest.keyClicks(self.keyboard(), sign)
            else:
                write(self.keyboard(), sign)

    def until(self, come: Callable[[], object]) -> None:
        """Wait for what the window is at work on."""
        ends = time.monotonic() + 600
        while not come():
            assert time.monotonic() < ends, "it never came"
            QTest.qWait(5)
        self.look()

    def answer(self, form: Form, **answers: str) -> None:
        """Answer questions of a form."""
        for field, text in answers.items():
            editor = form.rows[field].editor
            (editor.focusProxy() or editor).setFocus()
            self.type(text)
            self.key(TAB)

    def wait_for(self, moment: str) -> None:
        """The clock goes on, and the window with it."""
        self.now = Moment.parse(moment)
        assert self.window.shell is not None
        self.window.shell._follow()
        self.look()

    # ------------------------------------------------------------- eyes

    def words(self) -> set[str]:
        """What stands on the buttons."""
        return {one.text() for one in self.window.findChildren(QPushButton) if one.isVisible()}

    def shown(self) -> str:
        """Every word one can read."""
        labels = [one for one in self.window.findChildren(QLabel) if one.isVisible()]
        return "\n".join(one.text() for one in labels)

    def look(self) -> None:
        """Whatever is shown is in words, and no day is cut."""
        for _ in range(3):
            QApplication.processEvents()
        shown = self.shown()
        assert not _CODE.search(shown.replace(str(self.home), "")), _CODE.search(shown)
        assert not re.search(r"\d月\d*…", shown)

    # ------------------------------------------------------------- where one is

    def page(self, name: str) -> QWidget:
        """A page of the open school, gone to by its place in the rail."""
        shell = self.window.shell
        assert shell is not None
        self.click(shell.rail.buttons[name])
        return shell.page(name)

    def today(self) -> TodayPage:
        page = self.page("today")
        assert isinstance(page, TodayPage)
        return page

    def people(self) -> PeoplePage:
        page = self.page("people")
        assert isinstance(page, PeoplePage)
        return page

    def intake(self) -> IntakePage:
        page = self.page("intake")
        assert isinstance(page, IntakePage)
        return page

    def person(self, name: str) -> PeoplePage:
        """Find somebody by typing the name above, and Enter."""
        shell = self.window.shell
        assert shell is not None
        self.key(Qt.Key.Key_K, CTRL)
        self.type(name)
        QTest.qWait(300)  # the list follows what is typed
        self.key(RETURN)
        page = shell.current()
        assert isinstance(page, PeoplePage)
        self.look()
        return page


def roster(path: Path) -> Path:
    """A class roster as schools have it: a title, pupils, nothing about category."""
    head = ["序号", "学号", "学生姓名", "性别", "家长电话"]
    rows: list[list[str | int]] = [
        [at, f"2026{at:02d}", name, "女" if at % 2 else "男", f"1390000{at:04d}"]
        for at, name in enumerate(NAMES, 1)
    ]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["七年级1班学生花名册"])
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def first_day(home: Path, keep: Path) -> None:
    """Start, a new school, its roster, the morning check, a wrong entry undone; then the power is cut."""
    hands = Hands(home)
    window = hands.window
    hands.click(window.entrance.start.choices[0])
    new = window.entrance.new
    hands.type("盐湖区第三中学")
    new.region.setFocus()
    hands.type("运城市盐湖区")
    new.profile.setCurrentIndex(new.profile.findData("cn-school-today"))
    for secret in (new.passphrase, new.again):
        secret.line.setFocus()
        hands.type(FORGOTTEN)
    hands.click(new.create_button)
    recovery = window.entrance.recovery
    hands.until(lambda: window.entrance.currentWidget() is recovery)
    hands.click(recovery.print)
    keep.write_text(hands.printed.pages[0][2], "utf-8")
    hands.click(recovery.go_on)
    hands.until(lambda: window.shell is not None)
    assert window.shell is not None
    desk = window.shell.desk

    hands.ask.file = roster(home / "花名册.xlsx")
    hands.press("去导入")
    intake = hands.intake()
    intake.asking = hands.ask
    hands.press("选择文件")
    hands.until(lambda: intake.journey.plan is not None)
    hands.press("写入")
    hands.until(lambda: len(desk.people.files()) == len(NAMES))

    hands.today()
    hands.press("去填")
    grid = intake.grid.grid()
    grid.view.hand.go(0, 0)
    hands.type("396")  # a slip: the child has 36.6
    hands.key(RETURN)
    hands.press("归档")
    assert grid.sheet is not None
    ill = grid.sheet.people[0]
    hands.until(lambda: desk.judging.verdict(ill, hands.now).outcome == "deferred")
    hands.press("撤销")
    hands.until(lambda: desk.judging.verdict(ill, hands.now).outcome == "ready")
    grid.view.hand.go(0, 0)
    hands.type("366")
    hands.key(RETURN)
    hands.key(Qt.Key.Key_R, CTRL)
    hands.look()
    assert "将为 12 人归档" in hands.shown()
    hands.key(RETURN)
    hands.today()
    assert "今日各班都有填报" in hands.words()
    os._exit(CUT)  # nothing is closed, nothing said goodbye to


def the_rest(home: Path, keep: Path) -> None:
    """The passphrase was forgotten; children fall ill, an outbreak is reported, one comes back."""
    hands = Hands(home)
    window, opening = hands.window, hands.window.entrance.opening
    assert opening.path == home / "文档" / "返校准备" / "盐湖区第三中学.schoolprep"
    hands.type("不记得了是哪个")
    hands.key(RETURN)
    hands.until(lambda: "口令不对" in hands.shown())
    hands.press("忘了口令，用恢复码")
    hands.type(" ".join(keep.read_text("utf-8").split()).lower())
    hands.key(RETURN)
    hands.until(lambda: window.entrance.currentWidget() is window.entrance.renewal)
    for secret in (window.entrance.renewal.new, window.entrance.renewal.again):
        secret.line.setFocus()
        hands.type(CHOSEN)
    hands.click(window.entrance.renewal.renew_button)
    recovery = window.entrance.recovery
    hands.until(lambda: window.entrance.currentWidget() is recovery)
    hands.click(recovery.go_on)
    hands.until(lambda: window.shell is not None)
    shell = window.shell
    assert shell is not None
    desk = shell.desk
    assert len(desk.people.files()) == len(NAMES)
    hands.wait_for("2026-12-01T08:10")

    page = hands.person("韩梅")
    hands.until(lambda: page.panel.verdict.name.text() == "韩梅")
    hands.click(page.panel.blanks.tabs.buttons["illness"])
    pane = page.panel.blanks.current()
    assert pane is not None
    hands.answer(pane.form, disease="诺如", onset="12.1 6:00")
    hands.key(RETURN, CTRL)
    subject = page.panel.subject
    hands.until(lambda: desk.judging.verdict(subject, hands.now).outcome == "deferred")

    hands.today()
    hands.press("去填")
    intake = shell.current()
    assert isinstance(intake, IntakePage)
    grid = intake.grid.grid()
    assert grid.sheet is not None
    column = [one.id for one in grid.sheet.columns].index("health.symptoms")
    vomiting = {"冯嘉怡", "方慧敏", "贾铭", "陈艺涵"}
    rows = [at for at, one in enumerate(grid.sheet.people) if desk.people.file(one).person.name in vomiting]
    for row in rows:
        grid.view.hand.go(row, column)
        hands.type("呕吐")
        hands.key(RETURN)
    hands.press("归档")
    today = hands.today()
    signals = today.signals
    told = [str(signals.model.index(at, 0).data()) for at in range(signals.model.rowCount())]
    assert any("腹泻、呕吐" in one and "5例" in one and "12月2日 06:00前报告" in one for one in told), told
    signals.table.setFocus()
    hands.key(Qt.Key.Key_Home)
    hands.key(RETURN)
    hands.look()
    people = shell.current()
    assert isinstance(people, PeoplePage)
    assert sorted(line.name for line in people.model.shown()) == [
        "冯嘉怡",
        "方慧敏",
        "贾铭",
        "陈艺涵",
        "韩梅",
    ]

    hands.today()
    hands.ask.file = home / "名单.xlsx"
    hands.press("导出报表")
    rosters = shell.current()
    assert isinstance(rosters, RostersPage)
    rosters.asking = hands.ask
    hands.press("保存为 Excel")
    hands.until((home / "名单.xlsx").is_file)

    hands.wait_for("2026-12-02T09:00")
    page = hands.person("韩梅")
    pane = page.panel.blanks.current()
    assert pane is not None
    hands.answer(pane.form, symptoms_gone_at="12.1 20:00")
    hands.click(
        next(one for one in pane.form.rows["certificate"].findChildren(QAbstractButton) if one.text() == "有")
    )
    hands.key(RETURN, CTRL)
    hands.until(lambda: page.panel.verdict.returns.text() == "12月7日")  # 72 hours end on a Friday evening
    hands.wait_for("2026-12-07T07:20")
    hands.until(lambda: page.panel.verdict.chip.accessibleName() == "可返校")
    hands.window.close()
    hands.window.deleteLater()


def main() -> None:
    """The first day, in a process of its own."""
    made = QApplication(sys.argv[:1])
    style.wear(made, "light")
    tr.speak(made, "zh")
    first_day(Path(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
