"""The time of keeping on the settings: proposed with what it takes, erased only by a person."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.settings.retention_card import RetentionCard
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Chosen

TODAY = date(2026, 12, 1)


def test_it_is_erased_when_somebody_says_so(qtbot: QtBot, desk: Desk) -> None:
    card = RetentionCard(desk, Moment.parse("2026-12-01"), Chosen())
    qtbot.addWidget(card)
    told: list[Notice] = []
    card.noticed.connect(told.append)
    card.fill()
    assert card.buttons == {}  # nobody has said for how long
    card.days.setValue(30)
    card.days.editingFinished.emit()
    (kept,) = desk.erasing.keepings(TODAY)
    assert desk.erasing.own_days == 30
    assert kept.would.records > 0
    card.buttons[kept.pack].click()
    assert [notice.says for notice in told] == ["settings.retention_done"]
    assert desk.erasing.keepings(TODAY) == []
    assert card.buttons == {}
