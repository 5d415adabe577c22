"""The Rules page: what is in force on a day, as a doctor reads it, and the examples that were run just now."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from forms import tr
from forms.look import style
from forms.rules.list import RulesView
from forms.rules.page import RulesPage
from schoolprep.days import Moment
from schoolprep.desk import Desk
from schoolprep.pack import writing


def _view(page: RulesPage) -> RulesView:
    view = page.view("rules")
    assert isinstance(view, RulesView)
    return view


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[RulesPage]:
    made = RulesPage(empty_desk, on)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    yield made
    made.close()


def _packs(page: RulesPage) -> list[str]:
    return list(dict.fromkeys(row.pack.id for row in _view(page).model.shown()))


def _told(page: RulesPage) -> str:
    widget = _view(page).detail.widget()
    assert widget is not None
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_on_8_august_the_packs_of_that_day_are_in_force(page: RulesPage) -> None:
    assert _packs(page) == ["cn-p9", "cn-school-2022", "cn-school-v5", "shanxi-5d", "yuncheng-2022-08-08"]
    assert page.said.text() == "运城 2022 · 当日 5 个规则包"


def test_a_rule_that_a_lower_layer_replaced_says_by_which(page: RulesPage) -> None:
    row = next(row for row in _view(page).model.shown() if row.pack.id == "shanxi-5d")
    assert _view(page).model.columns[1].text(row).startswith("（已被替代）")
    _view(page).show_rule(row.key)
    assert "当日由“运城市8月8日要求”的规则替代" in _told(page)


def test_every_example_of_every_rule_passes_and_all_were_run(page: RulesPage) -> None:
    _view(page).proving.finish()
    rows = [row for row in _view(page).model.all_rows() if row.rule is not None]
    assert len(rows) == sum(len(pack.rule) for pack in page.desk.data.library.packs.values())
    assert all(row.passed == row.total > 0 for row in rows)


def test_a_week_later_others_are_in_force(page: RulesPage) -> None:
    page.show_day(Moment.parse("2022-08-15"))
    assert "yuncheng-2022-08-13" in _packs(page)
    assert "yuncheng-2022-08-08" not in _packs(page)


def test_a_day_before_every_rule_shows_none_and_tells_nothing_old(page: RulesPage) -> None:
    page.show_day(Moment.parse("2019-09-01"))
    assert _view(page).model.rowCount() == 0
    assert "0 个规则包" in page.said.text()
    assert _view(page).detail.widget() is None


def test_all_packs_can_be_read(qtbot: QtBot, page: RulesPage) -> None:
    _view(page).views.choose("all")
    _view(page).views.chosen.emit("all")
    assert set(_packs(page)) == set(page.desk.data.library.packs)
    assert any(row.rule is None for row in _view(page).model.shown()), "a pack without rules has its row"


def test_a_rule_tells_source_numbers_sentences_and_examples(qtbot: QtBot, page: RulesPage) -> None:
    _view(page).table.choose("cn-p9/high-area-stay")
    told = _told(page)
    for part in (
        "高风险区旅居史", "联防联控机制综发〔2022〕71号", "起算\n离开之日", "追溯天数\n7 ◇",
        "集中隔离医学观察\n7 ◇\n1、2、3、5、7 ◇", "〔离开日〕离开", "✓ 通过",
    ):  # fmt: skip
        assert part in told, part


def test_arrow_keys_go_from_rule_to_rule(qtbot: QtBot, page: RulesPage) -> None:
    _view(page).table.setFocus()
    before = _told(page)
    qtbot.keyClick(_view(page).table, Qt.Key.Key_Down)
    assert "中风险区旅居史" in _told(page)
    assert _told(page) != before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_rule_leaves_a_place_of_its_sentences_unnamed(
    qapp: QApplication, page: RulesPage, lang: str
) -> None:
    tr.speak(qapp, "en" if lang == "en" else "zh")
    for row in _view(page).model.all_rows():
        _view(page).show_rule(row.key)
        assert not re.search(r"\{\w+\}", _told(page)), row.key


def test_a_failing_example_is_seen(qtbot: QtBot, empty_desk: Desk, on: Moment) -> None:
    pack = empty_desk.data.library.packs["shanxi-5d"]
    text = writing.text(pack).replace('expect = { outcome = "none" }', 'expect = { outcome = "deferred" }', 1)
    empty_desk.rulebook.take(text.replace('id = "shanxi-5d"', 'id = "shanxi-broken"'), "broken.toml")
    page = RulesPage(empty_desk, on)
    qtbot.addWidget(page)
    page.show()
    view = _view(page)
    view.proving.finish()
    row = next(row for row in view.model.all_rows() if row.pack.id == "shanxi-broken")
    assert view.model.columns[-1].text(row) == f"✕ {row.total - 1}/{row.total}"
    view.show_rule(row.key)
    assert "✕ 不通过" in _told(page)


def test_english_and_the_dark(qapp: QApplication, page: RulesPage) -> None:
    tr.speak(qapp, "en")
    assert page.said.text() == "Yuncheng 2022 · 5 packs that day"
    assert "Stay in a high-risk area" in _told(page)
    style.wear(qapp, "dark")
    assert page.grab().toImage().pixelColor(5, 5).lightness() < 60
