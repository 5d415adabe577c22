"""The templates card: a school's own layouts added, known by the next intake, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.settings.templates_card import TemplatesCard
from schoolprep.desk import Desk
from tests.gui.pages_fixtures import Chosen


@pytest.fixture
def asked() -> Chosen:
    return Chosen()


@pytest.fixture
def card(qtbot: QtBot, empty_desk: Desk, asked: Chosen) -> TemplatesCard:
    made = TemplatesCard(empty_desk, asked)
    qtbot.addWidget(made)
    return made


def test_a_schools_own_is_added_shown_and_taken_back(
    card: TemplatesCard, asked: Chosen, empty_desk: Desk, tmp_path: Path
) -> None:
    notices: list[Notice] = []
    card.noticed.connect(notices.append)
    assert "问卷网站的导出" in card.known.text()
    card.copy.click()  # what it offers to begin with can be added as it is
    path = tmp_path / "校园卡.toml"
    path.write_text(QGuiApplication.clipboard().text().replace("问卷网站的导出", "校园卡平台"), "utf-8")
    asked.opened = [path]
    card.add.click()
    assert [line.text.text() for line in card.own_lines] == ["校园卡平台（校园卡）"]
    assert list(empty_desk.intake.own_templates()) == ["校园卡"]
    card.own_lines[0].back.click()
    assert not card.own_lines and not empty_desk.intake.own_templates()
    undo = notices[-1].do
    assert undo is not None
    undo()
    assert list(empty_desk.intake.own_templates()) == ["校园卡"] and len(card.own_lines) == 1


def test_a_file_that_is_none_is_told_in_words(card: TemplatesCard, asked: Chosen, tmp_path: Path) -> None:
    notices: list[Notice] = []
    card.noticed.connect(notices.append)
    path = tmp_path / "不是.toml"
    path.write_text("title = 3", "utf-8")
    asked.opened = [path]
    card.add.click()
    assert notices[-1].tone == "error" and not card.own_lines
