"""A principal's school, and colleagues who joined it, each in a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from forms.handover.page import HandoverPage
from schoolprep.desk import Data, Desk, Role
from schoolprep.desk.joining import join
from schoolprep.facts.days import Moment
from schoolprep.store import Key, Who
from tests.gui.frame.frame_fixtures import Printed
from tests.gui.pages_fixtures import Around, Chosen, on_show

Joining = Callable[..., Desk]
ELSEWHERE = Who("电脑的主人", "device-of-a-colleague")


@pytest.fixture
def asking() -> Chosen:
    return Chosen()


@pytest.fixture
def printed() -> Printed:
    return Printed()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, on: Moment, asking: Chosen, printed: Printed) -> Iterator[HandoverPage]:
    """The principal's."""
    with on_show(qtbot, HandoverPage(desk, on, asking=asking, printing=printed)) as shown:
        yield shown


class Principal(NamedTuple):
    """The principal's page, what the shell does for it, and colleagues who can be had."""

    page: HandoverPage
    around: Around
    asking: Chosen
    joining: Joining


@pytest.fixture
def principal(page: HandoverPage, around: Around, asking: Chosen, joining: Joining) -> Principal:
    return Principal(page, around, asking, joining)


@pytest.fixture
def joining(desk: Desk, data: Data, tmp_path: Path) -> Iterator[Joining]:
    """Invite somebody to the principal's school, and answer the invitation on another computer."""
    made: list[Desk] = []

    def joined(name: str, role: Role = "class-teacher", *units: str) -> Desk:
        invited = desk.handover.invite(name, role, units, tmp_path / f"{len(made)}.invitation")
        path = tmp_path / f"{len(made)}.schoolprep"
        made.append(join(invited.path, invited.code, path, Key.random(), data, ELSEWHERE))
        return made[-1]

    yield joined
    for one in made:
        one.close()
