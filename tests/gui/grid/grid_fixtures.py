"""Where the class grid stands under test: a page in front of everything, late in the evening."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from forms.intake.page import IntakePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment

NIGHT = Moment.parse("2022-08-08T22:00")


@contextmanager
def grid_page(qtbot: QtBot, desk: Desk) -> Iterator[IntakePage]:
    """The page that shows the grid, with the keyboard."""
    made = IntakePage(desk, NIGHT)
    qtbot.addWidget(made)
    made.resize(1180, 620)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
