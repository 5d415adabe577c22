"""Newer: a record of a newer edition in somebody's file is kept, told where one looks for it, and judges nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.people.page import PeoplePage
from forms.today.page import TodayPage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry, Record
from tests.gui.people.people_fixtures import HAN_MEI, people_page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[PeoplePage]:
    with people_page(qtbot, desk, on, height=800) as made:
        made.show_person(HAN_MEI)
        yield made


def newer(desk: Desk) -> Record:
    """As a later edition files it: a blank nobody here knows."""
    (filed,) = desk.filing.append(
        [Entry(blank="not_yet_known", subject=HAN_MEI, answers={"row": 3, "since": "2022-08-08"})]
    )
    return filed


def test_it_opens_in_the_history_with_its_answers_and_the_verdict_stands(
    page: PeoplePage, desk: Desk, on: Moment
) -> None:
    before, headline = desk.judging.verdicts(on), page.panel.verdict.headline.text()
    filed = newer(desk)
    page.panel.open_record(filed.id)
    assert page.panel.blanks.tabs.choice() == "history"
    told = page.panel.blanks.history.entries[0]
    said = "\n".join(label.text() for label in told.findChildren(QLabel))
    for part in ("not_yet_known", "row", "3", "since", "2022-08-08"):
        assert part in said
    assert page.panel.verdict.headline.text() == headline
    assert desk.judging.verdicts(on) == before
    assert [one.answers for one in desk.people.records(HAN_MEI) if one.blank == "not_yet_known"] == [
        filed.answers
    ]


def test_today_says_whose_it_is_and_that_it_is_not_judged(qtbot: QtBot, desk: Desk, on: Moment) -> None:
    newer(desk)
    today = TodayPage(desk, on)
    qtbot.addWidget(today)
    today.show()
    qtbot.waitUntil(lambda: today.strange.isVisibleTo(today))
    assert today.strange.text().startswith(
        "韩梅：较新版本的表“not_yet_known”：已保留，不参与判定，请更新本程序。"
    )
