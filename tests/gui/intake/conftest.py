"""What the tests of the intake page share: a school with a few people, and the page over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from forms.intake.page import IntakePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Chosen, fill_school, on_show


@pytest.fixture
def school(empty_desk: Desk, tmp_path: Path) -> Desk:
    fill_school(empty_desk, tmp_path)
    return empty_desk


@pytest.fixture
def page(qtbot: QtBot, school: Desk, on: Moment) -> Iterator[IntakePage]:
    with on_show(qtbot, IntakePage(school, on, asking=Chosen())) as made:
        yield made
