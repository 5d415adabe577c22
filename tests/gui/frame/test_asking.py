"""Where a file is kept: under a name every disk keeps, with its ending, over no file nobody was asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from forms.frame.new_page import NewPage
from forms.frame.restore_page import RestorePage
from forms.pages.asking import FileDialogs, place_for_people
from schoolprep.desk import Data
from schoolprep.facts.naming import FileName, file_name
from tests.gui.pages_fixtures import Chosen

HOSTILE = [
    "班级1:2",
    "CON",
    "一/二班",
    "..\\..\\x",
    "名单...",
    "班" * 200,
    '"七(1)"<?>|*',
    "\u202e名\u200f单",
    "👩‍🏫班",
    " . ",
]


@pytest.mark.parametrize(
    ("typed", "kept"), [("第1.2班", "第1.2班.xlsx"), ("名单", "名单.xlsx"), ("名单.XLSX", "名单.XLSX")]
)
def test_what_a_person_types_gets_the_ending_it_needs(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kept: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    assert FileDialogs().save_file(parent, "rosters.save_title", FileName("花名册.xlsx")) == tmp_path / kept


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_no_file_is_replaced_that_the_dialog_did_not_ask_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: QMessageBox.StandardButton
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "第1.2班.xlsx").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "第1.2班"), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    out = FileDialogs().save_file(parent, "rosters.save_title", FileName("花名册.xlsx"))
    assert out == (tmp_path / "第1.2班.xlsx" if answer == QMessageBox.StandardButton.Yes else None)


def test_a_list_of_people_is_not_given_to_a_cloud_without_a_word(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asking = Chosen(saved=tmp_path / "OneDrive" / "名单.xlsx")
    assert place_for_people(asking, parent, "rosters.save_title", FileName("名单.xlsx"))
    assert any("OneDrive" in sentence for sentence in asking.asked)


@pytest.mark.parametrize("school", HOSTILE)
def test_a_school_of_any_name_has_a_file(qtbot: QtBot, tmp_path: Path, data: Data, school: str) -> None:
    asking = Chosen()
    page = NewPage(asking, data.library, data.divisions, tmp_path)
    qtbot.addWidget(page)
    page.name.setText(school)
    page.elsewhere.click()
    (name,) = asking.asked
    assert name.endswith(".schoolprep") and file_name(name) == name
    (tmp_path / name).touch()


def test_a_backup_is_offered_its_old_place_under_a_name_that_can_be(qtbot: QtBot, tmp_path: Path) -> None:
    backup = tmp_path / "一:中.backup-20220808-070000.schoolprep"
    asking = Chosen(backup)
    page = RestorePage(asking, tmp_path)
    qtbot.addWidget(page)
    page.begin()
    page.elsewhere.click()
    assert asking.asked[-1] == "一：中.schoolprep"
