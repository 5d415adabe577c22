"""People who may be one: set apart once and never asked again, or joined; both undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.intake.page import IntakePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from tests.gui.pages_fixtures import Around, Chosen, on_show


def _person(subject: str, name: str, **more: str) -> Entry:
    return Entry(
        blank="person", subject=subject, answers={
            "category": "student", "name": name, "class_name": "七年级1班", "birth_date": "2009-08-01", **more,
        },
    )  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[IntakePage]:
    empty_desk.filing.append([_person("p1", "王小明"), _person("p2", "王晓明"), _person("p3", "赵子涵")])
    empty_desk.filing.append([Entry(blank="test", subject="p2", answers={"sampled_at": "2022-08-07"})])
    with on_show(qtbot, IntakePage(empty_desk, on, asking=Chosen())) as made:
        yield made


def _pairs(page: IntakePage) -> list[list[str]]:
    model = page.alike.model
    return [[column.text(pair) for column in model.columns] for pair in model.all_rows()]


def test_a_pair_is_shown_with_why_and_set_apart_for_good(
    qtbot: QtBot, page: IntakePage, around: Around
) -> None:
    qtbot.mouseClick(page.outset.pairs, Qt.MouseButton.LeftButton)
    assert _pairs(page) == [
        ["王小明　七年级1班　无证件号", "王晓明　七年级1班　无证件号", "出生日期相同，姓名同音"]
    ]
    qtbot.mouseClick(page.alike.apart, Qt.MouseButton.LeftButton)
    assert _pairs(page) == []
    undo = around.notices[-1].do
    page.alike.away.click()
    assert page.outset.pairs.isVisible()
    page.outset.pairs.click()
    assert around.notices[-1].says == "alike.none"
    assert undo is not None
    undo()
    page.outset.pairs.click()
    assert len(_pairs(page)) == 1


def test_two_files_become_one_and_two_again(qtbot: QtBot, page: IntakePage, around: Around) -> None:
    page.outset.pairs.click()
    page.alike.join.click()
    assert set(page.desk.people.files()) == {"p1", "p3"}
    assert page.desk.people.file("p1").tests
    undo = around.notices[-1].do
    assert undo is not None
    undo()
    assert set(page.desk.people.files()) == {"p1", "p2", "p3"}
    assert len(_pairs(page)) == 1


def test_enter_opens_the_person(qtbot: QtBot, page: IntakePage, around: Around) -> None:
    page.outset.pairs.click()
    qtbot.keyClick(page.alike.table, Qt.Key.Key_Return)
    assert around.asked[0][1].chosen == "p1"
