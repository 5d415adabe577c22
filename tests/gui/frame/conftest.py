"""The window on a temporary folder, and a school that its passphrase opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from forms.frame.surroundings import Surroundings
from forms.frame.window import Window
from schoolprep import demo
from schoolprep.desk import Data, Desk
from schoolprep.store import Key, School, Store
from tests.gui.frame.frame_fixtures import (
    ON,
    PASSPHRASE,
    WHO,
    Answers,
    FirstPage,
    Kept,
    Printed,
    SecondPage,
    shown_window,
)


@pytest.fixture
def ask() -> Answers:
    return Answers()


@pytest.fixture
def printed() -> Printed:
    return Printed()


@pytest.fixture
def around(tmp_path: Path, data: Data, ask: Answers, printed: Printed, demo_once: Kept) -> Surroundings:
    """The folders of somebody who has just installed the program; the demo is a small one."""
    hidden = tmp_path / "data"
    path = hidden / "demo.schoolprep"
    hidden.mkdir()

    def make_demo() -> Desk:
        if not path.exists():
            path.write_bytes(demo_once.path.read_bytes())
        return Desk.open(path, Key.of_recovery_code(demo_once.code), data, WHO)

    return Surroundings(
        data=data,
        who=WHO,
        clock=lambda _zone: ON,
        pages={"today": FirstPage, "people": SecondPage},
        make_demo=make_demo,
        demo=path,
        remembered=tmp_path / "state",
        documents=tmp_path / "文档",
        hidden=hidden,
        ask=ask,
        printing=printed,
    )


@pytest.fixture
def window(qtbot: QtBot, around: Surroundings) -> Iterator[Window]:
    made = shown_window(qtbot, around)
    yield made
    made.close()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Made once: a key takes half a second by design."""
    path = tmp_path_factory.mktemp("kept") / "学校.schoolprep"
    school = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
    with Store.create(path, Key.of_passphrase(PASSPHRASE), school, WHO) as store:
        return Kept(path, store.recovery_code())


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory: pytest.TempPathFactory, data: Data) -> Kept:
    """A demo without its six hundred people."""
    path = tmp_path_factory.mktemp("demo") / "demo.schoolprep"
    desk = Desk.create(path, demo.PASSPHRASE, demo.SCHOOL, data, WHO)
    desk.workspace.tell_passphrase(demo.PASSPHRASE)
    code = desk.workspace.recovery_code()
    desk.close()
    return Kept(path, code)


@pytest.fixture
def kept(made_once: Kept, tmp_path: Path) -> Kept:
    path = tmp_path / made_once.path.name
    path.write_bytes(made_once.path.read_bytes())
    return Kept(path, made_once.code)
