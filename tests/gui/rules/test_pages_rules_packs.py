"""Packs in the window: taken in, switched, given out, withdrawn; and the list of own changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.rules.list import RuleListView
from forms.rules.packs import PacksView
from forms.rules.page import RulesPage
from forms.rules.school_changes import SchoolChangesView
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.record import Entry
from schoolprep.facts.subject import RULES
from schoolprep.rules import rule_table
from schoolprep.rules.pack import Pack, proved, read, source
from schoolprep.rules.pack.change import Change
from tests.gui.pages_fixtures import Around, Chosen

NEW = "import shanxi-3d"


@pytest.fixture
def around(around: Around) -> Around:
    assert isinstance(around.page, RulesPage)
    around.page.show_view("packs")
    return around


@pytest.fixture
def text(desk: Desk) -> str:
    """A pack nobody here knows: Shanxi's five days under another name, for pupils who may come tomorrow."""
    own = source("shanxi-5d").text
    return own.replace('id = "shanxi-5d"', 'id = "shanxi-3d"').replace("山西省5日内核酸", "山西省新要求")


def _packs(around: Around) -> PacksView:
    assert isinstance(around.page, RulesPage)
    view = around.page.view("packs")
    assert isinstance(view, PacksView)
    return view


def _own(around: Around) -> SchoolChangesView:
    assert isinstance(around.page, RulesPage)
    around.page.show_view("own")
    view = around.page.view("own")
    assert isinstance(view, SchoolChangesView)
    return view


def _dropped(qtbot: QtBot, around: Around, path: Path) -> PacksView:
    view = _packs(around)
    assert around.page.take_files([path])
    qtbot.waitUntil(lambda: not view._reading)
    return view


def _until_told(qtbot: QtBot, around: Around, number: int) -> None:
    qtbot.waitUntil(lambda: len(around.notices) == number)


def _told(view: PacksView) -> str:
    return "\n".join(label.text() for label in view.card.findChildren(QLabel))


def test_every_pack_is_listed_with_its_state(around: Around) -> None:
    view = _packs(around)
    rows = view.model.shown()
    assert {row.id for row in rows} == set(around.page.desk.data.library.packs)
    assert sum(row.state == "applies" for row in rows) == 5
    line = {row.id: [column.text(row) for column in view.model.columns] for row in rows}
    assert line["cn-p9"][:3] == ["✓ 在用", "国家", "新型冠状病毒肺炎防控方案（第九版）"]
    assert line["cn-p9"][4] == "联防联控机制综发〔2022〕71号"
    assert line["cn-travel-card-offline"][0] == "○ 不在期内"
    assert line["uk-ukhsa"][0] == "– 方案外"


def test_a_pack_is_seen_before_it_is_taken_and_taken_back(
    qtbot: QtBot, around: Around, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "新要求.toml"
    path.write_text(text, "utf-8")
    view = _dropped(qtbot, around, path)
    assert view.arrival.title.text() == "要导入：山西省新要求"
    assert view.arrival.examples.text() == "✓ 例子 9/9 通过"
    assert view.row(NEW) is None, "nothing is filed before it is taken"
    view.arrival.take.click()
    row = view.row(NEW)
    assert row is not None and row.state == "new"
    assert "! 未启用 · 导入" in _told(view)
    notice = around.notices[-1]
    assert notice.says == "packspage.taken" and notice.do is not None
    notice.do()
    assert view.row(NEW) is None


def test_a_pack_with_grave_flaws_is_refused_with_where_they_stand(
    qtbot: QtBot, around: Around, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "错的.toml"
    path.write_text(text.replace("n = 5", "n = 3"), "utf-8")
    view = _dropped(qtbot, around, path)
    assert view.arrival.examples.text() == "✕ 例子只有 8/9 通过"
    assert "不能收下" in view.arrival.said.text()
    assert not view.arrival.take.isEnabled()
    row = view.arrival.flaws.model.row_at(0)
    assert row.flaw.line > 1 and row.rule == "5日内核酸阴性"
    assert "错的.toml:" in view.arrival.flaws.told.text()


def test_a_file_that_is_no_pack_says_why_in_one_sentence(
    qtbot: QtBot, around: Around, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "坏的.toml"
    path.write_text(text.replace("n = 5", 'n = "五"'), "utf-8")
    view = _dropped(qtbot, around, path)
    assert view.arrival.said.text().startswith("规则文件 坏的.toml 第")
    assert view.arrival.take.isHidden()
    assert around.notices == []
    view.arrival.leave.click()
    assert view.card.isVisible()
    assert not around.page.take_files([tmp_path / "照片.png"])


def test_files_dropped_together_are_shown_one_after_the_other(
    qtbot: QtBot, around: Around, tmp_path: Path, text: str
) -> None:
    paths = [tmp_path / "一.toml", tmp_path / "二.toml"]
    for path, name in zip(paths, ("shanxi-a", "shanxi-b"), strict=True):
        path.write_text(text.replace('"shanxi-3d"', f'"{name}"'), "utf-8")
    view = _packs(around)
    around.page.take_files(paths)
    for name in ("shanxi-a", "shanxi-b"):
        qtbot.waitUntil(lambda: not view._reading)
        assert view.arrival.arrival is not None and view.arrival.arrival.pack.id == name
        view.arrival.leave.click()
    assert view.arrival.arrival is None


def test_a_pack_goes_out_as_a_table_and_comes_in_again(qtbot: QtBot, around: Around, tmp_path: Path) -> None:
    view, desk = _packs(around), around.page.desk
    pack = desk.data.library.packs["shanxi-5d"]
    for number, ending in enumerate(("xlsx", "toml"), 1):
        out = tmp_path / f"out.{ending}"
        view.asking = Chosen(saved=out)
        view.export(pack, ending)
        _until_told(qtbot, around, number)
        assert around.notices[-1].facts["path"] == str(out)
        made = rule_table.read(out) if ending == "xlsx" else read(out)
        assert isinstance(made, Pack) and made == proved(pack)
    view = _dropped(qtbot, around, tmp_path / "out.xlsx")
    assert view.arrival.arrival is not None and view.arrival.arrival.pack == proved(pack)
    assert not view.arrival.arrival.grave


def test_switching_shows_who_changes_and_asks_why(qtbot: QtBot, around: Around) -> None:
    view, desk, on = _packs(around), around.page.desk, around.page.on
    view.table.choose("own cn-p9")
    row = view.row("own cn-p9")
    assert row is not None
    view.card.switch_asked.emit(row)
    form = view.switch
    qtbot.waitUntil(lambda: not form.trial.busy())
    assert [one.name for one in view.moves.model.shown()] == ["韩梅"]
    form.why.setText("上级通知")
    form.why.textEdited.emit("上级通知")
    assert not form.submit.isEnabled(), "a higher layer is not switched off without a document"
    form.document.setText("综发〔2022〕1号")
    form.document.textEdited.emit("综发〔2022〕1号")
    form.submit.click()
    assert not any(one.id == "cn-p9" for one in desk.rules.in_force(on).source.packs)
    assert desk.judging.verdict("p1004", on).outcome != "deferred"
    row = view.row("own cn-p9")
    assert row is not None and row.state == "off"
    assert "停用。理由：上级通知；文件：综发〔2022〕1号" in _told(view)
    notice = around.notices[-1]
    assert notice.do is not None
    notice.do()
    assert desk.judging.verdict("p1004", on).outcome == "deferred"


def test_an_imported_pack_is_looked_through_before_it_is_on(qtbot: QtBot, around: Around, text: str) -> None:
    view, desk = _packs(around), around.page.desk
    desk.rules.take(text.replace("n = 5", "n = 3"), "错的.toml", found=[])
    row = view.row(NEW)
    assert row is not None
    view.card.switch_asked.emit(row)
    qtbot.waitUntil(lambda: view.switch.problem is not None)
    assert "处须改，不能启用" in view.switch.told.text()
    view.switch.close_form()
    desk.rules.drop("shanxi-3d")
    desk.rules.take(text, "新要求.toml")
    row = view.row(NEW)
    assert row is not None
    view.card.switch_asked.emit(row)
    form = view.switch
    form.why.setText("省里新通知")
    qtbot.waitUntil(lambda: form.ready() and not form.trial.busy())
    form.say()
    form.submit.click()
    row = view.row(NEW)
    assert row is not None and row.state == "applies"
    view.drop("shanxi-3d")
    assert view.row(NEW) is None
    notice = around.notices[-1]
    assert notice.says == "packspage.dropped" and notice.do is not None
    notice.do()
    row = view.row(NEW)
    assert row is not None and row.state == "applies"


def test_a_pack_that_cannot_be_read_any_more_has_its_sentence(around: Around) -> None:
    around.page.desk.filing.append(
        [
            Entry(
                blank="rule_pack", subject=RULES, answers={"pack": "odd", "file": "odd.toml", "text": "id = "}
            )
        ]
    )
    view = _packs(around)
    row = view.row("import odd")
    assert row is not None and row.state == "unreadable"
    view.show_pack(row.key)
    assert "规则文件 odd.toml 第1行不合写法" in _told(view)
    view.drop("odd")
    assert view.row("import odd") is None


def test_own_changes_are_listed_and_taken_back(qtbot: QtBot, around: Around) -> None:
    desk, view = around.page.desk, _own(around)
    assert view.model.rowCount() == 0
    desk.rules.change(Change("cn-p9/high-area-stay", "更稳妥", "look_back", "10"))
    desk.rules.change(Change("shanxi-5d/five-day-test", "照新通知", off=True, document="通告"))
    lines = [[column.text(row) for column in view.model.columns][:5] for row in view.model.shown()]
    assert lines == [
        ["高风险区旅居史", "本校加严：追溯天数 7→10", "更稳妥", "—", "王老师"],
        ["5日内核酸阴性", "本校停用此条", "照新通知", "通告", "王老师"],
    ]
    view.table.choose(view.model.key_at(1))
    view.back.click()
    assert [one.parameter for one in desk.rules.decided.changes()] == ["look_back"]
    notice = around.notices[-1]
    assert notice.do is not None
    notice.do()
    assert len(desk.rules.decided.changes()) == 2
    view.table.opened.emit(view.model.key_at(0))
    assert isinstance(around.page, RulesPage)
    rules = around.page.view("rules")
    assert isinstance(rules, RuleListView) and rules.isVisible()


def test_english_when_the_school_is_closed(qtbot: QtBot, qapp: QApplication, around: Around) -> None:
    around.page.desk.rules.change(Change("cn-p9/high-area-stay", "更稳妥", "look_back", "10"))
    own, packs = _own(around), _packs(around)
    around.page.desk.close()
    tr.speak(qapp, "en")
    assert packs.said.text().startswith("27 packs, 6 apply that day.")
    assert own.model.columns[1].text(own.model.row_at(0)) == "tightened by the school: Look-back, days 7 → 10"
    assert own.back.text() == "Take it back"


def test_the_edition_of_the_program_is_not_switched_beside_an_imported_one(around: Around, text: str) -> None:
    view, desk = _packs(around), around.page.desk
    desk.rules.take(text.replace('"shanxi-3d"', '"shanxi-5d"'), "新版.toml")
    own, new = view.row("own shanxi-5d"), view.row("import shanxi-5d")
    assert own is not None and new is not None and own.shadowed and not new.shadowed
    view.show_pack(own.key)
    assert "有同一编号的规则包导入了" in _told(view)
    assert "停用" not in [button.text() for button in view.card.findChildren(QPushButton)]
    view.show_pack(new.key)
    assert "启用" in [button.text() for button in view.card.findChildren(QPushButton)]


def test_a_rule_of_a_pack_that_is_not_on_is_not_changed(around: Around, text: str) -> None:
    around.page.desk.rules.take(text, "新要求.toml")
    assert isinstance(around.page, RulesPage)
    around.page.show_rule("shanxi-3d/five-day-test")
    rules = around.page.view("rules")
    assert isinstance(rules, RuleListView)
    rules.detail.number_asked.emit("shanxi-3d/five-day-test")
    assert rules.form.isHidden()
    assert around.notices[-1].says == "rulesform.unknown-rule"
