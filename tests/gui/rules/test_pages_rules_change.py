"""Changing a rule in the window: own number, variant, rule set aside: seen first, then filed, then undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.rules.change import ChangeForm
from forms.rules.list import RuleListView
from forms.rules.page import RulesPage
from forms.rules.value import ValueEditor, form_of, offered
from forms.rules.wording import called
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.problem import CallError
from schoolprep.rules.pack import AnyRule
from schoolprep.rules.pack.anatomy import parameters, tag
from schoolprep.rules.pack.change import Change, changed
from tests.gui.pages_fixtures import Around

STAY = "cn-p9/high-area-stay"


def _view(around: Around) -> RuleListView:
    assert isinstance(around.page, RulesPage)
    view = around.page.view("rules")
    assert isinstance(view, RuleListView)
    return view


def _asked(around: Around, path: str, rule: str = STAY) -> ChangeForm:
    view = _view(around)
    view.table.choose(rule)
    view.detail.number_asked.emit(rule)
    form = view.form
    form.parameter.setCurrentIndex(form.parameter.findData(path))
    form.parameter.activated.emit(form.parameter.currentIndex())
    return form


def _typed(qtbot: QtBot, form: ChangeForm, text: str) -> None:
    form.value.line.clear()
    qtbot.keyClicks(form.value.line, text)


def _judged(qtbot: QtBot, form: ChangeForm) -> None:
    qtbot.waitUntil(lambda: not form.trial.busy())


def _given(form: ChangeForm, why: str, document: str = "") -> None:
    for line, text in ((form.why, why), (form.document, document)):
        line.setText(text)
        line.textEdited.emit(text)


def test_a_number_says_which_way_it_goes_while_one_types(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "look_back")
    assert not form.submit.isEnabled()
    _typed(qtbot, form, "10")
    assert form.told.text() == "▲ 更严。 请写理由。"
    _typed(qtbot, form, "0")
    assert form.told.text() == "“追溯天数”不能是“0”，可以是 1–400。"
    form = _asked(around, "stages.0.tests")
    _typed(qtbot, form, "1,3 7")
    assert form.told.text().startswith("▼ 更松。")


def test_a_measure_longer_than_the_look_back_is_refused_in_words(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "stages.0.days")
    _typed(qtbot, form, "10")
    assert "追溯却只有 7 天" in form.told.text()
    assert "look_back" not in form.told.text()
    _given(form, "更稳妥", "区发〔2022〕1号")
    assert not form.submit.isEnabled()


def test_who_changes_is_seen_before_it_is_filed_and_undo_brings_back(qtbot: QtBot, around: Around) -> None:
    desk, on = around.page.desk, around.page.on
    view = _view(around)
    view.table.choose(STAY)
    view.detail.off_asked.emit(STAY)
    form = view.form
    _given(form, "按区里要求", "区发〔2022〕2号")
    assert not form.submit.isEnabled(), "nobody has seen yet who changes"
    _judged(qtbot, form)
    assert form.who.text().startswith("1 人会变")
    assert [row.name for row in view.moves.model.shown()] == ["韩梅"]
    assert desk.judging.verdict("p1004", on).outcome == "deferred"
    view.moves.table.opened.emit("p1004")
    assert around.asked[-1][1].chosen == "p1004"
    form.file()
    assert form.isHidden()
    assert desk.rules.decided.changes()[0].off
    assert desk.judging.verdict("p1004", on).outcome != "deferred"
    row = view.row(STAY)
    assert row is not None and row.fate.state == "lifted"
    notice = around.notices[-1]
    assert notice.says == "rulesform.filed" and notice.do is not None
    notice.do()
    assert desk.rules.decided.changes() == []
    assert desk.judging.verdict("p1004", on).outcome == "deferred"


def test_a_looser_number_needs_its_document(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "look_back")
    _typed(qtbot, form, "8")
    _judged(qtbot, form)
    _given(form, "更稳妥")
    assert form.submit.isEnabled()
    qtbot.keyClick(form.why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    changes = around.page.desk.rules.decided.changes()
    assert [(one.parameter, one.value, one.why) for one in changes] == [("look_back", "8", "更稳妥")]
    told = "\n".join(label.text() for label in _view(around).detail.findChildren(QLabel))
    assert "本校加严：追溯天数 7→8。理由：更稳妥" in told
    form = _asked(around, "before_designation")
    assert "look_back" not in form.limits.text() and "追溯天数" in form.limits.text()
    _typed(qtbot, form, "1")
    _judged(qtbot, form)
    _given(form, "放宽")
    assert not form.submit.isEnabled()
    assert form.told.text() == "▼ 更松。 不是改严，请写依据的文件。"


def test_escape_leaves_the_form_and_nothing_is_filed(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "look_back")
    _typed(qtbot, form, "9")
    qtbot.keyClick(form.value.line, Qt.Key.Key_Escape)
    assert form.isHidden() and form.asked is None
    assert around.page.desk.rules.decided.changes() == []


def test_another_rule_closes_the_form_of_the_one_before(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "look_back")
    _view(around).table.choose("cn-p9/close-contact")
    assert form.asked is None


def test_a_list_of_words_is_ticked(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "levels")
    assert form.told.text().startswith("写下新的取值")
    chip = next(one for one in form.value.chips.findChildren(QPushButton) if one.text() == "中风险区")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.text() == "✓ 中风险区"
    change = form.change()
    assert change is not None and change.value == '["high", "medium"]'
    assert form.told.text().startswith("▲ 更严")


def test_a_variant_is_chosen_and_its_own_values_come_back(qtbot: QtBot, around: Around) -> None:
    view, key = _view(around), "cn-p8/high-area-stay"
    view.views.choose("all")
    view.views.chosen.emit("all")
    view.table.choose(key)
    view.detail.variant_asked.emit(key, "seven-plus-seven")
    assert "7天集中隔离+7天居家健康监测" in view.form.head_label.text()
    _given(view.form, "照本地", "通告")
    _judged(qtbot, view.form)
    assert view.form.who.text().startswith("这条规则当日不生效")
    view.form.file()
    assert [one.variant for one in around.page.desk.rules.decided.changes()] == ["seven-plus-seven"]
    view.detail.variant_asked.emit(key, "")
    assert around.page.desk.rules.decided.changes() == []
    assert around.notices[-1].do is not None


def test_the_form_is_said_again_in_english_when_the_school_is_closed(
    qtbot: QtBot, qapp: QApplication, around: Around
) -> None:
    form = _asked(around, "look_back")
    _typed(qtbot, form, "10")
    _judged(qtbot, form)
    around.page.desk.close()
    tr.speak(qapp, "en")
    assert form.head_label.text() == "The school's own number: Stay in a high-risk area"
    assert form.told.text().startswith("▲ Stricter.")
    assert form.parameter.currentText() == "Look-back, days (now 7)"


def test_what_the_school_set_stands_at_the_number(qtbot: QtBot, around: Around) -> None:
    desk = around.page.desk
    desk.rules.change(Change(STAY, "稳妥", "look_back", "12"))
    form = _asked(around, "look_back")
    assert "本校已改为 12（王老师）" in form.limits.text()


def test_a_rule_that_does_not_stand_that_day_says_why_nobody_changes(qtbot: QtBot, around: Around) -> None:
    form = _asked(around, "n", "shanxi-5d/five-day-test")
    _typed(qtbot, form, "3")
    _judged(qtbot, form)
    assert form.who.text().startswith("当日由“运城市8月8日要求”的规则替代")
    _view(around).go_to("cn-p8/high-area-stay")
    form = _asked(around, "look_back", "cn-p8/high-area-stay")
    _typed(qtbot, form, "21")
    _judged(qtbot, form)
    assert form.who.text().startswith("这条规则当日不生效")


def _offers(desk: Desk) -> Iterator[tuple[str, AnyRule, str]]:
    """Every parameter offered, once for each kind of rule and place in it."""
    known: set[tuple[str, str]] = set()
    for pack in desk.data.library.packs.values():
        for rule in pack.rule:
            for path in offered(rule):
                place = tag(rule), re.sub(r"\d+", "*", path)
                if place not in known:
                    known.add(place)
                    yield f"{pack.id}/{rule.id}", rule, path


def test_every_parameter_offered_has_a_name_and_an_editor(qtbot: QtBot, around: Around) -> None:
    editor = ValueEditor()
    qtbot.addWidget(editor)
    for key, rule, path in _offers(around.page.desk):
        now = parameters(rule)[path]
        editor.show_parameter(rule, path)
        assert called(rule, path) != path, (key, path)
        assert form_of(rule, path, now) == "number" or editor.same(now), (key, path, editor.text())


def test_what_the_window_offers_to_change_can_be_changed(around: Around) -> None:
    for key, rule, path in _offers(around.page.desk):
        now = parameters(rule)[path]
        if type(now) is int:
            try:
                made = changed(rule, Change(key, "", path, str(now + 1)))
            except CallError as wrong:
                assert wrong.problem.code == "rulebook.wrong-value", (key, path, wrong.problem)
            else:
                assert parameters(made)[path] == now + 1
