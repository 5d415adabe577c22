"""A school whose rules no longer fit the program: it is said what to put right, and then the school opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.frame.shell import Shell
from forms.frame.surroundings import Surroundings
from forms.frame.window import Window
from forms.rules.broken_rules import Mending
from forms.rules.page import RulesPage
from forms.today.page import TodayPage
from forms.words import tr
from schoolprep.desk import Data, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import RULES
from schoolprep.store import Key, School, Store, Who
from tests.gui.pages_fixtures import Chosen

ON = Moment.parse("2022-08-08T07:30")
WHO = Who("王老师", "device-of-the-tests")
UNFIT: Answers = {"rule": "cn-p9/gone", "why": "更稳妥", "parameter": "look_back", "value": "9"}


@pytest.fixture
def school(tmp_path: Path, data: Data) -> Desk:
    school = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
    return Desk(Store.create(tmp_path / "school.schoolprep", Key.random(), school, WHO), data)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, data: Data) -> Iterator[Window]:
    around = Surroundings(
        data, WHO, lambda _zone: ON, {"today": TodayPage, "rules": RulesPage}, lambda: Desk(Store.__new__(Store), data),
        tmp_path / "demo.schoolprep", tmp_path / "remembered", tmp_path, tmp_path, Chosen(),
    )  # fmt: skip
    made = Window(around)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_a_change_that_fits_no_rule_is_taken_back_and_the_school_opens(
    qtbot: QtBot, window: Window, school: Desk, tmp_path: Path
) -> None:
    school.filing.append([Entry(blank="rule_change", subject=RULES, answers=UNFIT)])
    window.open_desk(school)
    mending = window.mending
    assert mending is not None
    assert "cn-p9/gone" in mending.said.text()
    assert mending.own.isVisible()
    assert mending.own.model.columns[1].text(mending.own.model.row_at(0)).startswith("现在用不上了")
    mending.own.back.click()
    qtbot.waitUntil(lambda: isinstance(_shown(window), Shell))
    assert school.rules.decided.changes() == []


def test_a_pack_that_is_on_and_cannot_be_read_is_withdrawn(
    qtbot: QtBot, window: Window, school: Desk, tmp_path: Path
) -> None:
    pack: Answers = {"pack": "odd", "file": "odd.toml", "text": "id = "}
    switch: Answers = {"pack": "odd", "on": True, "imported": True, "profile": "yuncheng-2022", "why": "通知"}
    school.filing.append(
        [
            Entry(blank="rule_pack", subject=RULES, answers=pack),
            Entry(blank="rule_switch", subject=RULES, answers=switch),
        ]
    )
    window.open_desk(school)
    mending = window.mending
    assert mending is not None and mending.packs.isVisible()
    assert "odd.toml" in mending.said.text()
    mending.packs.card.drop_asked.emit("odd")
    qtbot.waitUntil(lambda: window.shell is not None)


def test_what_breaks_the_rules_while_the_school_is_open_is_put_right_at_once(
    qtbot: QtBot, qapp: QApplication, window: Window, school: Desk, tmp_path: Path
) -> None:
    window.open_desk(school)
    shell = window.shell
    assert shell is not None
    shell.go("rules")
    school.filing.append([Entry(blank="rule_change", subject=RULES, answers=UNFIT)])
    qtbot.waitUntil(lambda: isinstance(_shown(window), Mending))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # as the program's loop does
    tr.speak(qapp, "en")
    mending = window.mending
    assert (
        mending is not None
        and mending.title.text() == "The rules must be put right before anybody can be judged"
    )
    mending.own.back.click()
    qtbot.waitUntil(lambda: window.shell is not None)


def _shown(window: Window) -> Shell | Mending | None:
    return window.shell or window.mending


def test_the_lock_and_the_button_close_such_a_school(
    qtbot: QtBot, window: Window, school: Desk, tmp_path: Path
) -> None:
    school.filing.append([Entry(blank="rule_change", subject=RULES, answers=UNFIT)])
    window.open_desk(school)
    window.lock()
    assert _shown(window) is None and window.entrance.isVisible()
