"""Hand-over from elsewhere in the window: files dropped on any page, the lines on Today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.frame.shell import Shell
from forms.handover.page import HandoverPage
from forms.intake.page import IntakePage
from forms.today.page import TodayPage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.handover.among import sealed_among
from tests.gui.handover.conftest import Joining
from tests.gui.handover.test_handover_page import health
from tests.gui.pages_fixtures import book, school_sheets

COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shell(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[Shell]:
    pages = {"today": TodayPage, "intake": IntakePage, "handover": HandoverPage}
    made = Shell(desk, pages, lambda _zone: on)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.close_work()
    made.close()


@pytest.fixture
def stick(joining: Joining, tmp_path: Path) -> Path:
    """A stick with an envelope that a chat renamed, deep in a folder, beside a workbook."""
    teacher = joining("王老师", "class-teacher", "七年级1班")
    teacher.filing.append([health("p1000")])
    inside = tmp_path / "U盘" / "微信文件"
    inside.mkdir(parents=True)
    teacher.handover.seal(tmp_path / "1.envelope")
    (tmp_path / "1.envelope").rename(inside / "收到的文件(1).txt")
    book(tmp_path / "U盘" / "登记.xlsx", school_sheets())
    return tmp_path / "U盘"


def drop(shell: Shell, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(shell, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(shell, QDropEvent(QPointF(300, 300), COPY, data, LEFT, PLAIN))


def page(shell: Shell) -> HandoverPage:
    shown = shell.current()
    assert isinstance(shown, HandoverPage)
    return shown


def test_a_whole_stick_dropped_on_any_page_comes_to_hand_over(
    qtbot: QtBot, shell: Shell, stick: Path
) -> None:
    drop(shell, stick)
    qtbot.waitUntil(lambda: page(shell).arrivals.under_way)
    (arrival,) = page(shell).arrivals.arrivals
    assert (arrival.number, arrival.new, arrival.problem) == (1, 1, None)
    qtbot.mouseClick(page(shell).arrivals.take, LEFT)
    qtbot.waitUntil(lambda: page(shell).arrivals.receipt is not None)
    assert shell.notices.undo()
    assert not page(shell).arrivals.under_way


def test_what_is_not_ours_is_not_lost(qtbot: QtBot, shell: Shell, stick: Path, tmp_path: Path) -> None:
    envelope = next((stick / "微信文件").iterdir())
    other = book(tmp_path / "花名册.xlsx", school_sheets())
    drop(shell, envelope, other)
    assert "花名册.xlsx" in shell.notices.told()
    qtbot.waitUntil(lambda: page(shell).arrivals.under_way)


def test_by_its_beginning_or_its_ending(tmp_path: Path) -> None:
    damaged = tmp_path / "七年级1班 第2份(1).envelope.txt"
    damaged.write_bytes(b"\0" * 10)
    plain = tmp_path / "说明.txt"
    plain.write_text("schoolprep 很好用", "utf-8")
    other = tmp_path / "空"
    other.mkdir()
    assert sealed_among([damaged, other, tmp_path / "没有"]) == [damaged]
    assert sealed_among([tmp_path]) == [tmp_path]


def test_today_says_who_has_not_handed_over(qtbot: QtBot, shell: Shell, joining: Joining, on: Moment) -> None:
    today = shell.page("today")
    assert isinstance(today, TodayPage)
    assert not today.handover.isVisible()
    teacher = joining("王老师", "class-teacher", "七年级1班")
    shell.go("today")
    today.refresh(None)
    link = today.handover.links["silent"]
    assert link.text() == "1 位同事还没有交：去看"
    assert not today.handover.links["questions"].isVisible()
    qtbot.mouseClick(link, LEFT)
    assert page(shell).stops.here() is page(shell).colleagues
    teacher.filing.append([health("p1000")])
    own = TodayPage(teacher, on)
    qtbot.addWidget(own)
    own.show()
    assert own.handover.links["waits"].text() == "1 条还没有交给校长"
