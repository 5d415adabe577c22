"""The Rules page: what is in force on a day, as a doctor reads it, and the examples that were run just now."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from forms.look import style
from forms.rules.list import RuleListView
from forms.rules.page import RulesPage
from forms.rules.wording import said
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.rules.pack import seen, source


def _view(page: RulesPage) -> RuleListView:
    view = page.view("rules")
    assert isinstance(view, RuleListView)
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
def test_every_rule_names_what_its_sentences_ask_for_and_marks_numbers_not_read_in_public(
    qapp: QApplication, page: RulesPage, lang: str
) -> None:
    tr.speak(qapp, "en" if lang == "en" else "zh")
    page.hide()  # what nobody sees is not laid out anew for each of some hundred rules
    for row in _view(page).model.all_rows():
        _view(page).show_rule(row.key)
        told = _told(page)
        assert not re.search(r"\{\w+\}", told), row.key
        assert row.rule is None or ("◇" in told) != seen(row.pack, row.rule), row.key


def test_a_failing_example_is_seen(qtbot: QtBot, empty_desk: Desk, on: Moment) -> None:
    pack = empty_desk.data.library.packs["shanxi-5d"]
    text = source(pack.id).text.replace(
        'expect = { outcome = "none" }', 'expect = { outcome = "deferred" }', 1
    )
    empty_desk.rules.take(text.replace('id = "shanxi-5d"', 'id = "shanxi-broken"'), "broken.toml")
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


def test_no_code_of_a_pack_is_shown_to_a_doctor(page: RulesPage) -> None:
    for row in _view(page).model.all_rows():
        if row.rule is None:
            continue
        words = said(row.rule)
        cells = [cell for line in (words.sheet.rows if words.sheet else ()) for cell in line]
        shown = [
            words.lead,
            *cells,
            *(one.text for one in words.tree),
            *(text for one in words.lines for text in one),
        ]
        # an X-ray is what the sheets of foreign clinics call a 胸片, and no code
        assert not [text for text in shown if re.search(r"[a-z]{3,}", text.replace("X-ray", ""))], row.key


def test_conditions_are_indented_as_they_are_nested(page: RulesPage) -> None:
    rule = page.desk.data.library.packs["cn-school-today"].rule
    norovirus = next(one for one in rule if one.id == "norovirus")
    assert [(one.depth, one.text) for one in said(norovirus).tree] == [
        (0, "以下各项都要满足："),
        (1, "看是不是无症状感染："),
        (2, "是 → 阳性采样时间起满 72 小时"),
        (2, "否 → 症状消失时间起满 72 小时"),
        (1, "看岗位（是否接触食品）："),
        (2, "是 → 便、肛拭检验阴性 2 次，每次间隔满 24 小时"),
        (2, "否 → 不另作要求"),
    ]


def test_what_happens_to_running_measures_stands_at_both_rules(page: RulesPage) -> None:
    _view(page).go_to("cn-p9/close-contact")
    assert "2022-11-11 起“进一步优化疫情防控的二十条措施”施行" in _told(page)
    _view(page).go_to("cn-20-articles/close-contact")
    assert "从原来的起算日按“密切接触者”重新计算" in _told(page)
    _view(page).go_to("cn-travel-card-offline")
    assert "行程卡" in _told(page) and "终止" in _told(page)


def test_variants_stand_with_their_sources(page: RulesPage) -> None:
    _view(page).go_to("cn-school-today/influenza")
    told = _told(page)
    own = told.partition("规则包原来的取值\n")[2].partition("\n✓ 本校在用")[0]
    assert "国家 · 流感样病例暴发疫情处置指南（2018年版） · 读过节选" in own
    assert "地方 · 各地学校传染病隔离期限和停课标准表 · 地方的表，不是国家规定" in told
    assert "发病后7天\n改为：发病时间起满 7 天" in told


def test_a_pack_from_outside_may_name_a_fact_that_no_rule_gives(
    qtbot: QtBot, empty_desk: Desk, on: Moment
) -> None:
    text = source("shanxi-5d").text
    odd = text.replace('id = "shanxi-5d"', 'id = "odd"').replace("{sample_day}", "{shoe_size}")
    empty_desk.rules.take(odd, "odd.toml", found=[])
    page = RulesPage(empty_desk, on)
    qtbot.addWidget(page)
    _view(page).go_to("odd/five-day-test")
    assert "〔shoe_size〕" in _told(page)


def test_the_search_finds_rules_by_clause_and_document(page: RulesPage) -> None:
    view = _view(page)
    view.search.setText("71号 次密接")
    assert [row.key for row in view.model.shown()] == ["cn-p9/contact-of-contact"]
