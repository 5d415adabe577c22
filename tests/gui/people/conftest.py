"""The page of people in the school of nine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.people.people_fixtures import people_page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[PeoplePage]:
    with people_page(qtbot, desk, on) as made:
        yield made
