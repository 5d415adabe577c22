"""A person's data on the page: the whole file kept for the family, everything erased with a certificate to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Around, Chosen


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, on: Moment, tmp_path: Path) -> PeoplePage:
    made = PeoplePage(desk, on, asking=Chosen(saved=tmp_path / "file.xlsx"))
    desk.changed.append(made.refresh)
    qtbot.addWidget(made)
    made.show_person(desk.people.subjects()[0])
    return made


def test_nothing_is_erased_before_what_goes_was_shown(qtbot: QtBot, page: PeoplePage) -> None:
    card, subject = page.panel.privacy, page.panel.subject
    records = len(page.desk.people.history(subject))
    qtbot.mouseClick(card.ask, Qt.MouseButton.LeftButton)
    assert not card.asking.isHidden()
    assert str(records) in card.told.text()
    assert not card.erase.isEnabled()
    qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert card.asking.isHidden()
    assert subject in page.desk.people.files()


def test_erased_with_a_certificate(qtbot: QtBot, page: PeoplePage, around: Around) -> None:
    card, subject = page.panel.privacy, page.panel.subject
    name = page.desk.people.file(subject).person.name
    page.desk.workspace.backup()
    printed: list[Sequence[str]] = []

    def printing(parent: QWidget, lines: Sequence[str], done: Callable[[], None]) -> None:
        printed.append(lines)
        done()

    page.certificate._printing = printing
    qtbot.mouseClick(card.ask, Qt.MouseButton.LeftButton)
    card.why.setText("家长要求")
    qtbot.mouseClick(card.erase, Qt.MouseButton.LeftButton)
    assert subject not in page.desk.people.files()
    assert page.panel.subject == ""
    assert page._right.currentWidget() is page.certificate
    assert name in page.certificate.text.text()
    qtbot.mouseClick(page.certificate.print, Qt.MouseButton.LeftButton)
    assert any(name in line for line in printed[0])
    assert not page.certificate.renew.isHidden()
    qtbot.mouseClick(page.certificate.renew, Qt.MouseButton.LeftButton)
    assert page.certificate.renew.isHidden()
    qtbot.mouseClick(page.certificate.back, Qt.MouseButton.LeftButton)
    assert page.certificate.text.text() == ""
    assert page._right.currentWidget() is page.panel


def test_the_whole_file_is_kept_for_the_family(
    qtbot: QtBot, page: PeoplePage, around: Around, tmp_path: Path
) -> None:
    qtbot.mouseClick(page.panel.privacy.access, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(notice.says == "people.access_kept" for notice in around.notices))
    book = load_workbook(tmp_path / "file.xlsx")
    assert len(book.worksheets) >= 4
