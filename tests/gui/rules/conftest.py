"""The rules page of a school, with all the window does for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from forms.rules.page import RulesPage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Around


@pytest.fixture
def around(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[Around]:
    page = RulesPage(desk, on)
    qtbot.addWidget(page)
    made = Around(page)
    desk.changed.append(page.refresh)
    page.resize(1200, 700)
    page.show()
    yield made
    page.close()
    made.office.close()
