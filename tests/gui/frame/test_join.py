"""I received a file from my principal: an invitation, its code, an own passphrase, and one is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.frame.app import pages
from forms.frame.join_page import called_by, free
from forms.frame.seats import pages_of, whose_file
from forms.frame.shell import Shell
from forms.frame.window import Window
from forms.handover.gate_page import GatePage
from forms.settings.page import SettingsPage
from schoolprep.desk import Data, Desk, Role, Seat
from schoolprep.desk.joining import join
from schoolprep.facts.days import Moment
from schoolprep.handover.nouns import Invited
from schoolprep.store import Key, Who
from tests.gui.frame.frame_fixtures import ON, PASSPHRASE, Answers, choice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def invited(desk: Desk, tmp_path: Path) -> Invited:
    return desk.handover.invite("王老师", "class-teacher", ["七年级1班"], tmp_path / "邀请 王老师.invitation")


def answer(qtbot: QtBot, window: Window, ask: Answers, file: Path, code: str) -> None:
    """From the start page, as far as the button."""
    ask.file = file
    qtbot.mouseClick(choice(window, 1), LEFT)
    page = window.entrance.joining
    assert window.entrance.currentWidget() is page
    page.code.setText(code)
    page.passphrase.line.setText(PASSPHRASE)
    page.again.line.setText(PASSPHRASE)
    qtbot.mouseClick(page.begin_button, LEFT)


def test_from_the_invitation_into_the_own_workspace(
    qtbot: QtBot, window: Window, ask: Answers, invited: Invited, tmp_path: Path
) -> None:
    renamed = invited.path.rename(tmp_path / "邀请 王老师(1).invitation.txt")
    answer(qtbot, window, ask, renamed, invited.code.lower().replace("-", " "))
    recovery = window.entrance.recovery
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is recovery)
    qtbot.mouseClick(recovery.go_on, LEFT)
    assert window.shell is not None
    assert (tmp_path / "文档" / "返校准备" / "王老师.schoolprep").is_file()
    assert window.shell.top.school.text() == "盐湖区实验中学 · 王老师（班主任 七年级1班）"
    people = window.shell.desk.people
    assert {people.file(one).person.class_name for one in people.subjects()} == {"七年级1班"}
    assert window.entrance.joining.code.text() == ""


@pytest.mark.parametrize(
    "attempt",
    [
        ("7K4M-Q2XD-9HNB", None, "码"),
        ("7K4M", None, "码"),
        ("7K4M-Q2XD-9HNB", b"nothing of ours", "邀请"),
    ],
)
def test_what_is_wrong_is_said_at_the_code(
    qtbot: QtBot, window: Window, ask: Answers, invited: Invited, attempt: tuple[str, bytes | None, str]
) -> None:
    code, content, said = attempt
    if content is not None:
        invited.path.write_bytes(content)
    answer(qtbot, window, ask, invited.path, code)
    page = window.entrance.joining
    qtbot.waitUntil(lambda: bool(page.problem.text()))
    assert said in page.problem.text()
    assert page.begin_button.isEnabled()
    assert page.passphrase.text() == PASSPHRASE


def test_without_a_code_or_with_two_passphrases_nothing_begins(
    qtbot: QtBot, window: Window, ask: Answers, invited: Invited
) -> None:
    answer(qtbot, window, ask, invited.path, "")
    page = window.entrance.joining
    assert page.problem.text() == "请输入校长告诉您的码"
    page.code.setText(invited.code)
    page.again.line.setText("别的")
    qtbot.mouseClick(page.begin_button, LEFT)
    assert page.again.problem.text() == "两次输入的口令不一样，请再输一次"


def test_a_workspace_is_called_after_its_invitation(tmp_path: Path) -> None:
    assert called_by(Path("邀请 王老师(1).invitation.txt")) == "王老师"
    assert called_by(Path("x.invitation")) == "x"
    taken = tmp_path / "王老师.schoolprep"
    taken.touch()
    assert free(taken).name == "王老师 2.schoolprep"


@pytest.mark.parametrize(
    ("role", "rail"),
    [
        ("deputy", ["today", "people", "intake", "areas", "rosters", "rules", "handover", "settings"]),
        ("doctor", ["today", "people", "intake", "rosters", "handover", "settings"]),
        ("class-teacher", ["today", "people", "intake", "rosters", "handover", "settings"]),
        ("gate", ["gate", "handover", "settings"]),
    ],
)
def test_the_rail_follows_the_role(role: Role, rail: list[str]) -> None:
    assert list(pages_of(Seat(id="0" * 16, name="某某", role=role), pages())) == rail


def test_the_gate_sees_the_list_and_only_on_its_day(
    qtbot: QtBot, desk: Desk, data: Data, tmp_path: Path
) -> None:
    invited = desk.handover.invite("孙师傅", "gate", [], tmp_path / "gate.invitation")
    gate = join(invited.path, invited.code, tmp_path / "gate.schoolprep", Key.random(), data, Who("", "gate"))
    day = Moment(_day_of_the_list(gate))
    shell = Shell(gate, pages_of(gate.handover.seat, pages()), lambda _zone: day)
    qtbot.addWidget(shell)
    shell.show()
    page = shell.current()
    assert isinstance(page, GatePage)
    assert len(page.model.shown()) == len(desk.people.subjects())
    assert not page.old.isVisible()
    column = page.model.columns[2]
    assert "请问学校" not in {column.text(row) for row in page.model.shown()}
    shell.pick_day(Moment(day.day + 1))
    assert page.old.isVisible()
    assert {column.text(row) for row in page.model.shown()} == {"请问学校"}
    assert whose_file(gate) == "盐湖区实验中学 · 孙师傅（门卫、宿管）"
    shell.close_work()
    gate.close()


def _day_of_the_list(gate: Desk) -> int:
    said = next(one for one in gate.filing.current() if one.blank == "pass")
    assert said.answers is not None
    return Moment.parse(str(said.answers["on"])).day


def test_settings_of_a_teacher_leave_the_school_alone(
    qtbot: QtBot, invited: Invited, data: Data, tmp_path: Path
) -> None:
    teacher = join(invited.path, invited.code, tmp_path / "t.schoolprep", Key.random(), data, Who("", "t"))
    page = SettingsPage(teacher, ON)
    qtbot.addWidget(page)
    page.show()
    assert not page.school.isVisible()
    assert not page.calendar.isVisible()
    assert page.passphrase.isVisible()
    page.close()
    teacher.close()
