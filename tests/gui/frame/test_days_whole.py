"""A day or a deadline is never shortened: in every table of the window, in every language, in the smallest window."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.frame.app import PAGES, pages
from forms.frame.shell import Shell
from forms.frame.window import MINIMUM
from forms.look.short import in_rows
from forms.parts.chip import chip_width
from forms.parts.table import PAD, Column, TableView, cell_font, row_height
from forms.people.page import PeoplePage
from forms.rules.page import RulesPage
from forms.today.page import TodayPage
from forms.words import tr
from schoolprep import demo
from schoolprep.desk import Data, Desk
from schoolprep.facts import languages
from schoolprep.store import Key, Store
from tests.gui.frame.frame_fixtures import WHO

FORMS = Path(__file__).parents[3] / "forms"


@pytest.fixture(scope="module")
def demo_desk(tmp_path_factory: pytest.TempPathFactory, data: Data) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("demo") / "demo.schoolprep"
    made = Desk(Store.create(path, Key.random(), demo.SCHOOL, WHO), data)
    made.filing.append(
        demo.school(demo.SEED, data.divisions, made.people.subject_of, made.people.new_person).entries
    )
    yield made
    made.close()


@pytest.fixture(params=languages.known())
def shell(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, demo_desk: Desk
) -> Iterator[Shell]:
    tr.speak(qapp, request.param)
    made = Shell(demo_desk, pages(), lambda _zone: demo.ON)
    qtbot.addWidget(made)
    made.resize(*MINIMUM)
    made.show()
    yield made
    made.close_work()
    made.hide()


def seen_lines(table: TableView) -> range:
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    return range(max(0, first), (last if last >= 0 else table._table_model.rowCount() - 1) + 1)


def room_of(column: Column[Any], text: str) -> int:
    metrics = QFontMetrics(cell_font(column.dress))
    return (chip_width(text) if column.outcome else metrics.horizontalAdvance(text)) + 2 * PAD


def check(shell: Shell) -> dict[str, int]:
    """Hold every table one sees to it; how many cells of each kind were looked at."""
    for _ in range(3):
        QApplication.processEvents()
    found: dict[str, int] = {}
    for table in shell.findChildren(TableView):
        if not table.isVisible():
            continue
        table.grab()  # what stands below the edge of the page is not painted yet
        for at, column in enumerate(table._table_model.columns):
            if not (column.whole or column.outcome) or table.isColumnHidden(at):
                continue
            for line in seen_lines(table):
                text = column.text(table._table_model.row_at(line))
                assert room_of(column, text) <= table.columnWidth(at), (tr.lang(), column.says, text)
                found[column.says] = found.get(column.says, 0) + bool(text)
            right = table.columnViewportPosition(at) + table.columnWidth(at)
            assert right <= table.viewport().width(), (tr.lang(), column.says, "beyond the edge")
    return found


def test_days_and_verdicts_stand_whole_in_every_table(shell: Shell) -> None:
    found = check(shell)
    for name in ("people", "areas"):
        shell.go(name)
        found |= check(shell)
    shell.go("rules")
    rules = shell.page("rules")
    assert isinstance(rules, RulesPage)
    rules.show_view("packs")
    found |= check(shell)
    for says in ("today.column_day", "people.returns", "people.verdict", "areas.since", "packspage.days"):
        assert found[says], says


def test_every_page_has_room_in_the_smallest_window(shell: Shell) -> None:
    """A page that asks for more pushes what is at its right and its foot out of the window."""
    asks = {}
    for name in PAGES:
        shell.go(name)
        QApplication.processEvents()
        asks[name] = shell.minimumSizeHint().toTuple()
    assert {name: size for name, size in asks.items() if size[0] > MINIMUM[0] or size[1] > MINIMUM[1]} == {}


def test_a_late_day_takes_its_room_from_the_reason(shell: Shell, demo_desk: Desk) -> None:
    """12月14日 read as 12月1… sent a child in thirteen days early."""
    today = shell.page("today")
    assert isinstance(today, TodayPage)
    model, table = today.earliest_model, today.earliest
    late = "2026年12月24日 24:00"
    model.set_rows(
        [(str(at), "韩梅", "七年级1班", at, late, "理由" * 30, "核酸" * 20, "13800138000") for at in range(3)]
    )
    assert check(shell)["today.column_day"]
    assert table.columnWidth(2) >= room_of(model.columns[2], late)


def test_only_one_place_shortens_texts() -> None:
    """`short` knows what must not be cut in two; Qt does not."""
    calls = [
        path.relative_to(FORMS).as_posix()
        for path in FORMS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "elidedText"
    ]
    assert calls == ["look/short.py"]


def test_every_reason_and_debt_can_be_read_without_opening_anybody(shell: Shell) -> None:
    """Nearly every one ended in … before; a row grows with what it says as it comes in sight."""
    shell.go("people")
    page = shell.page("people")
    assert isinstance(page, PeoplePage)
    page.model.narrow(keep=lambda row: row.outcome != "ready")
    check(shell)
    table = page.table
    for line in seen_lines(table):
        row = page.model.row_at(line)
        for at in (1, 3, 5):
            column = page.model.columns[at]
            made, room = cell_font(column.dress), table.columnWidth(at) - 2 * PAD
            needed = len(in_rows(column.text(row), made, room, 99))
            assert needed * QFontMetrics(made).height() <= table.rowHeight(line), (
                tr.lang(),
                column.text(row),
            )
    page.model.narrow(keep=lambda row: row.outcome == "ready" and not page.lines.reason(row))
    check(shell)
    assert table.rowHeight(0) == row_height(1), "who is ready takes one line"
