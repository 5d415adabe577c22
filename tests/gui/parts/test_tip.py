"""Tooltips are plain text, whatever a name looks like."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.parts.card import Elided
from forms.parts.table import Column, TableModel
from forms.parts.tip import Tip, plain

MARKUP = '<img src="/tmp/probe.png">王小明'
FORMS = Path(__file__).resolve().parents[3] / "forms"


@pytest.mark.parametrize("text", [MARKUP, "<b>x</b>", "<a href='http://x'>王</a>"])
def test_markup_is_shown_as_it_is_written(qtbot: QtBot, text: str) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    Tip(label)(text)
    shown = label.toolTip()
    assert "&lt;" in shown and text not in shown


@pytest.mark.parametrize("text", ["王小明", "37.3 < 38", "a & b", "一行\n两行", ""])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_cells_and_cut_labels_give_plain_tips(qtbot: QtBot) -> None:
    model: TableModel[tuple[str]] = TableModel(
        [Column("today.column_name", 90, lambda row: row[0])],
        key=lambda row: row[0],
        words=lambda row: row[0],
    )
    model.set_rows([(MARKUP,)])
    assert model.index(0, 0).data() == MARKUP
    assert "<img" not in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    label = Elided()
    qtbot.addWidget(label)
    label.setText(MARKUP * 20)
    label.resize(60, 20)
    label.grab()
    assert label.toolTip() and "<img" not in label.toolTip()


def test_every_tooltip_goes_through_the_one_place() -> None:
    """`setToolTip` is called by `Tip` alone, and a model that answers for tips asks `plain`."""
    for source in sorted(FORMS.rglob("*.py")):
        text = source.read_text("utf-8")
        tree = ast.parse(text)
        called = [
            node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "setToolTip"
        ]
        assert not called or source.name == "tip.py", source
        if "ToolTipRole" in text:
            assert "plain(" in text, source
