"""Files dropped anywhere in the window: the page that can read them does, else Intake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.areas.page import AreasPage
from forms.frame.shell import Shell
from forms.intake.page import IntakePage
from forms.rosters.page import RostersPage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Chosen, areas_rows, book, locked, school_sheets

COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shell(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[Shell]:
    made = Shell(
        empty_desk, {"rosters": RostersPage, "intake": IntakePage, "areas": AreasPage}, lambda _zone: on
    )
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.close_work()
    made.close()


def _drop(shell: Shell, *urls: QUrl) -> bool:
    data = QMimeData()
    data.setUrls(list(urls))
    enter = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, PLAIN)
    enter.ignore()
    QApplication.sendEvent(shell, enter)
    if enter.isAccepted():
        QApplication.sendEvent(shell, QDropEvent(QPointF(300, 300), COPY, data, LEFT, PLAIN))
    return enter.isAccepted()


def _page(shell: Shell) -> IntakePage | AreasPage:
    page = shell.current()
    assert isinstance(page, IntakePage | AreasPage)
    return page


def test_a_workbook_dropped_on_any_page_opens_intake(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    assert _drop(shell, QUrl.fromLocalFile(str(book(tmp_path / "登记.xlsx", school_sheets()))))
    qtbot.waitUntil(lambda: _page(shell).journey.plan is not None)
    assert _page(shell).name == "intake"


def test_a_list_dropped_on_risk_areas_stays_there(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    shell.go("areas")
    assert _drop(shell, QUrl.fromLocalFile(str(book(tmp_path / "名单.xlsx", {"风险地区": areas_rows()}))))
    qtbot.waitUntil(lambda: _page(shell).journey.plan is not None)
    assert _page(shell).name == "areas"


def test_a_locked_list_dropped_on_risk_areas_is_read_with_its_password(
    qtbot: QtBot, shell: Shell, tmp_path: Path
) -> None:
    """In the whole window: asked twice, the second time because the first was wrong; then it is taken in."""
    shell.go("areas")
    page = shell.current()
    assert isinstance(page, AreasPage)
    page.asking = asking = Chosen(passwords=["2022", "abc"])
    plain = book(tmp_path / "明.xlsx", {"风险地区": areas_rows()})
    assert _drop(shell, QUrl.fromLocalFile(str(locked(plain, tmp_path / "名单.xlsx", "abc"))))
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert asking.asked == ["名单.xlsx 加了密码", "名单.xlsx 的密码不对，请再输入"]
    assert page.card.isVisible()
    page.card.take.click()
    assert len(shell.desk.judging.grounds.areas().entries) == len(areas_rows()) - 1
    assert shell.notices.undo()
    assert not shell.desk.judging.grounds.areas().entries


def test_a_link_is_no_file(shell: Shell) -> None:
    assert not _drop(shell, QUrl("https://www.gov.cn/"))
    assert shell.current().name == "rosters"


def test_something_that_cannot_be_read_is_one_sentence(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    picture = tmp_path / "合影.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert _drop(shell, QUrl.fromLocalFile(str(picture)))
    qtbot.waitUntil(lambda: bool(shell.notices.told()))
    assert "合影.png" in shell.notices.told()
