"""Settings, updates: a file from a stick is checked, agreed to, put in place and gone back from, each by one click."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.pages.background import Job, Office
from forms.pages.notice import Notice
from forms.settings.update_card import UpdateCard
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.facts.problem import KnownError
from tests.gui.pages_fixtures import Chosen
from tests.updates import is_posix, versions_in, whole

pytestmark = pytest.mark.skipif(
    not is_posix(), reason="the versions of these tests have no Python of their own"
)
LEFT = Qt.MouseButton.LeftButton


class Told(list[Notice]):
    """What the card says, while its jobs run as the shell runs them."""

    def __init__(self, card: UpdateCard, qtbot: QtBot) -> None:
        super().__init__()
        self.office, self.qtbot = Office(), qtbot
        card.noticed.connect(self.append)
        card.started.connect(self._start)

    def wait(self) -> Notice:
        self.qtbot.waitUntil(lambda: bool(self))
        return self.pop()

    def _start(self, job: Job[object]) -> None:
        job.failed.connect(self._failed)
        self.office.start(job)

    def _failed(self, wrong: Exception) -> None:
        assert isinstance(wrong, KnownError)
        self.append(Notice.of_error(wrong))


def test_from_the_stick_and_back(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "新版.update"
    stick.write_bytes(whole("2.0"))
    chosen = Chosen(stick)
    card = UpdateCard(desk, chosen, versions_in(tmp_path, "1.0"))
    qtbot.addWidget(card)
    card.show()
    told = Told(card, qtbot)
    assert "1.0" in card.state.text() and not card.back.isVisible()
    assert card.signer.text() == say("settings.update_test") and card.signer.property("kind") == "problem"
    qtbot.mouseClick(card.update_from, LEFT)
    assert told.wait().says == "settings.update_taken"
    assert "2.0" in chosen.asked[1] and "2026-12-01" in chosen.asked[1]
    assert card.state.text() == say("settings.update_waits", running="1.0", next="2.0")
    assert "1.0" in card.back.text()
    qtbot.mouseClick(card.back, LEFT)
    assert told.wait().says == "settings.update_went_back"
    assert card.state.text() == say("settings.update_kept", running="1.0", other="2.0")
    told.office.close()


def test_what_is_removed_is_said(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "新版.update"
    stick.write_bytes(whole("2.0"))
    card = UpdateCard(desk, Chosen(stick), versions_in(tmp_path, "1.0", "0.9"))
    qtbot.addWidget(card)
    told = Told(card, qtbot)
    card.update_from.click()
    notice = told.wait()
    assert "0.9" in say(notice.says, **notice.facts) and "0.9" not in card.state.text()
    told.office.close()


def test_a_file_that_is_none(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "新版.update"
    stick.write_bytes(whole("2.0")[:-9])
    chosen = Chosen(stick)
    card = UpdateCard(desk, chosen, versions_in(tmp_path, "1.0"))
    qtbot.addWidget(card)
    card.show()
    told = Told(card, qtbot)
    qtbot.mouseClick(card.update_from, LEFT)
    assert told.wait().says == "updates.cut-short"
    assert len(chosen.asked) == 1 and card.update_from.isEnabled()
    chosen.opened = [stick, stick]
    qtbot.mouseClick(card.update_from, LEFT)
    assert told.wait().says == "settings.update_one"
    told.office.close()


def test_in_a_checkout_nothing_is_offered(qtbot: QtBot, desk: Desk) -> None:
    card = UpdateCard(desk, Chosen())
    qtbot.addWidget(card)
    card.show()
    assert card.state.text() == say("settings.update_checkout")
    assert not card.update_from.isVisible() and not card.back.isVisible()
