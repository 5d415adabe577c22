"""The page of people in the school of nine, and what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.people.people_fixtures import people_page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[PeoplePage]:
    with people_page(qtbot, desk, on) as made:
        yield made


@pytest.fixture
def told(page: PeoplePage) -> list[Notice]:
    heard: list[Notice] = []
    page.noticed.connect(heard.append)
    return heard
