"""The Intake page: real workbooks into a real store, ticked by key and click, undone, and the receipt on disk."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.intake.lines import PlanLine
from forms.intake.lines_view import LinesView
from forms.intake.page import IntakePage
from forms.look import style
from forms.parts.inputs import ComboBox
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.intake.rows import CellChange
from tests.gui.pages_fixtures import (
    ON_DAY,
    Around,
    Chosen,
    Sheets,
    book,
    document,
    locked,
    messy_sheets,
)

_NO_BUTTON = Qt.KeyboardModifier.NoModifier


def _planned(qtbot: QtBot, page: IntakePage, around: Around, path: Path) -> None:
    around.notices.clear()
    page.asking = Chosen(path)
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert not around.notices


def _shown(page: IntakePage) -> LinesView:
    return page.plan_view if page.journey.receipt is None else page.receipt_view


def _lines(page: IntakePage, state: str) -> list[PlanLine]:
    return [line for line in _shown(page).model.all_rows() if line.state == state]


def _tick_of(page: IntakePage, was: str) -> str:
    found = [
        line.key
        for line in _lines(page, "doubtful")
        if isinstance(line.of, CellChange) and line.of.was == was
    ]
    assert len(found) == 1
    return found[0]


def _text(page: IntakePage, line: PlanLine) -> list[str]:
    return [column.text(line) for column in _shown(page).model.columns]


def _filed(desk: Desk, blank: str, name: str) -> list[dict[str, object]]:
    subject = desk.people.search(name)[0]
    return [dict(record.answers or {}) for record in desk.people.records(subject) if record.blank == blank]


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    return book(tmp_path / "补报0808.xlsx", messy_sheets())


def test_an_empty_page_says_what_it_is_for_and_asks_for_files(page: IntakePage) -> None:
    assert page.stops.here() is page.outset
    assert not page.card.take.isVisible()
    assert page.outset.blank.isVisible()


def test_a_plan_shows_every_kind_of_line_and_writes_nothing(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    before = list(school.filing.current())
    _planned(qtbot, page, around, messy)
    for state in ("refused", "doubtful", "repaired", "changed", "added", "left-out"):
        assert _lines(page, state), state
    assert list(school.filing.current()) == before
    assert page.card.take.isVisible()
    assert page.card.take.isEnabled()
    assert around.counted[-1] == len(_lines(page, "refused")) + len(_lines(page, "doubtful"))


def test_a_line_says_who_where_from_what_to_what_and_why(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    line = next(line for line in _lines(page, "doubtful") if line.key == _tick_of(page, "365"))
    assert _text(page, line) == [
        "☐ 存疑",
        "李雷",
        "七年级1班",
        "2022-08-08",
        "健康监测 D2",
        "365",
        "36.5",
        "补上小数点",
    ]
    changed = [_text(page, line) for line in _lines(page, "changed")]
    assert [
        "更正",
        "李雷",
        "七年级1班",
        "",
        "人员信息",
        "联系电话 13803590000",
        "联系电话 13903590001",
        "",
    ] in changed


def test_the_line_one_has_come_to_stands_below_in_full(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    refused = _lines(page, "refused")[0]
    page.plan_view.table.choose(refused.key)
    assert "校验不通过，多半抄错了一位，请对照证件核对" in page.plan_view.detail.text()


def test_space_ticks_a_doubtful_line_and_takes_the_tick_away(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    key = _tick_of(page, "365")
    page.plan_view.table.choose(key)
    page.plan_view.table.setFocus()
    qtbot.keyClick(page.plan_view.table, Qt.Key.Key_Space)
    assert len(page.plan_view.accepted()) == 1
    qtbot.keyClick(page.plan_view.table, Qt.Key.Key_Space)
    assert page.plan_view.accepted() == set()


def test_a_click_on_the_mark_ticks_and_elsewhere_only_chooses(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    table, row = page.plan_view.table, page.plan_view.model.line_of(_tick_of(page, "8.7"))
    for column, ticked in ((3, 0), (0, 1)):
        cell = table.visualRect(page.plan_view.model.index(row, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, _NO_BUTTON, cell)
        assert len(page.plan_view.accepted()) == ticked


def test_space_on_a_line_without_a_mark_does_nothing(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    page.plan_view.table.choose(_lines(page, "refused")[0].key)
    qtbot.keyClick(page.plan_view.table, Qt.Key.Key_Space)
    assert page.plan_view.accepted() == set()


def test_all_doubtful_can_be_ticked_and_unticked_at_once(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    every = len(_lines(page, "doubtful"))
    qtbot.mouseClick(page.plan_view.accept_all, Qt.MouseButton.LeftButton)
    assert len(page.plan_view.accepted()) == every
    assert around.counted[-1] == len(_lines(page, "refused"))
    qtbot.mouseClick(page.plan_view.accept_all, Qt.MouseButton.LeftButton)
    assert page.plan_view.accepted() == set()


def test_taking_in_files_what_was_ticked_and_leaves_the_rest_unknown(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    _planned(qtbot, page, around, messy)
    page.plan_view.toggle(_tick_of(page, "365"))
    qtbot.mouseClick(page.card.take, Qt.MouseButton.LeftButton)
    assert [
        entry["temp_am"] for entry in _filed(school, "health", "李雷") if entry["day"] == "2022-08-08"
    ] == [36.5]
    assert not [entry for entry in _filed(school, "test", "王小明") if "sampled_at" in entry]
    assert page.journey.receipt is not None
    assert len(page.journey.receipt.doubtful) == 2
    assert around.notices[-1].says == "intakepage.taken"
    assert not page.card.take.isVisible()
    assert page.receipt_view.keep.isVisible()
    assert page.receipt_view.undo.isVisible()


def test_the_receipt_lists_exactly_what_was_filed(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    _planned(qtbot, page, around, messy)
    page.plan_view.toggle(_tick_of(page, "8.7"))
    page.card.take.click()
    assert page.journey.receipt is not None
    filed = school.filing.of_act(page.journey.receipt.act)
    assert len(_lines(page, "added")) == page.journey.receipt.added
    assert len(_lines(page, "changed")) == page.journey.receipt.changed
    stated = [record for record in filed if record.blank != "unread"]
    assert len(stated) == page.journey.receipt.added + page.journey.receipt.changed
    assert len(filed) - len(stated) == page.journey.receipt.unread > 0
    assert f"{page.journey.receipt.unread} 处" in page.receipt_view.unread.text()
    assert not page.plan_view.accept_all.isVisible()


def test_a_plan_that_has_grown_old_is_compared_anew(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    _planned(qtbot, page, around, messy)
    subject = school.people.search("李雷")[0]
    person = next(record for record in school.people.records(subject) if record.blank == "person")
    draft = school.filing.draft("person", subject, ON_DAY, person)
    draft.write("phone", "13911112222")
    school.filing.file_draft(draft)
    page.card.take.click()
    changed = [_text(page, line) for line in _lines(page, "changed")]
    assert [
        "更正",
        "李雷",
        "七年级1班",
        "",
        "人员信息",
        "联系电话 13911112222",
        "联系电话 13903590001",
        "",
    ] in changed


def test_undo_brings_everything_back(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    before = {(r.subject, r.blank, str(sorted((r.answers or {}).items()))) for r in school.filing.current()}
    _planned(qtbot, page, around, messy)
    page.card.take.click()
    assert school.people.search("尹航")
    qtbot.mouseClick(page.receipt_view.undo, Qt.MouseButton.LeftButton)
    assert not school.people.search("尹航")
    after = {(r.subject, r.blank, str(sorted((r.answers or {}).items()))) for r in school.filing.current()}
    assert after == before
    assert around.notices[-1].says == "intakepage.undone"
    assert page.stops.here() is page.outset


def test_the_notice_undoes_as_well(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    _planned(qtbot, page, around, messy)
    page.card.take.click()
    act = around.notices[-1]
    assert act.act == "notice.undo"
    assert act.do is not None
    act.do()
    assert not school.people.search("尹航")


def test_the_same_file_again_changes_nothing_and_says_so(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path
) -> None:
    _planned(qtbot, page, around, tmp_path / "全校登记.xlsx")
    assert page.journey.plan is not None
    assert not page.journey.plan.steps
    assert not page.card.take.isEnabled()
    assert page.plan_view.nothing.isVisible()


def test_the_receipt_is_saved_and_read_back(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, tmp_path: Path
) -> None:
    _planned(qtbot, page, around, messy)
    page.card.take.click()
    out = tmp_path / "回执.xlsx"
    page.asking = Chosen(saved=out)
    page.receipt_view.keep.click()
    qtbot.waitUntil(lambda: around.notices[-1].says == "rosters.saved")
    sheet = openpyxl.load_workbook(out).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == ["结果", "文件", "工作表", "单元格", "原来", "现在", "说明"]
    assert ["存疑", "补报0808.xlsx", "健康监测", "D2", "365", "36.5", "补上小数点"] in rows


def test_the_empty_workbook_is_saved(qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path) -> None:
    out = tmp_path / "空白.xlsx"
    page.asking = Chosen(saved=out)
    qtbot.mouseClick(page.outset.blank, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(around.notices))
    assert "人员" in openpyxl.load_workbook(out).sheetnames


def test_the_phone_form_is_saved_and_its_answers_come_in_by_drop(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path, school: Desk
) -> None:
    """Without a hand on the mouse; what the server exports is dropped like any other file."""
    out = tmp_path / "手机.xlsx"
    page.asking = Chosen(saved=out)
    page.outset.phone.setFocus()
    qtbot.keyClick(page.outset.phone, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(around.notices))
    assert around.notices[-1].says == "intakepage.phone_saved"
    names = [row[1].value for row in openpyxl.load_workbook(out)["survey"].iter_rows()]
    assert {"person_name", "person_document_no", "health_temp_am"} <= set(names)
    answers = {"person_name": "新同学", "person_document_no": document(901), "person_class_name": "七年级1班"}
    sent = tmp_path / "submissions.csv"
    sent.write_text(f"{','.join(answers)},KEY\n{','.join(answers.values())},uuid:1\n", "utf-8")
    assert page.take_files([sent])
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    page.card.take.click()
    assert school.people.search("新同学")


def test_a_folder_that_is_not_there_is_one_sentence(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path
) -> None:
    page.asking = Chosen(saved=tmp_path / "nowhere" / "空白.xlsx")
    page.outset.blank.click()
    qtbot.waitUntil(lambda: bool(around.notices))
    assert around.notices[-1].tone == "error"
    assert around.notices[-1].says == "roster.folder-missing"


def test_a_picture_named_xlsx_is_one_sentence_and_nothing_else(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path
) -> None:
    fake = tmp_path / "七年级.xlsx"
    fake.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page.asking = Chosen(fake)
    page.choose_files()
    qtbot.waitUntil(lambda: bool(around.notices))
    assert tr.say(around.notices[0].says, **around.notices[0].facts).startswith("七年级.xlsx")
    assert len(around.notices) == 1
    assert page.journey.plan is None
    assert page.stops.here() is page.outset


def test_a_text_named_xlsx_is_read(qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path) -> None:
    fake = tmp_path / "七年级.xlsx"
    fake.write_text("人员类别,姓名,班级\n学生,尹一航,七年级1班\n", encoding="gb18030")
    _planned(qtbot, page, around, fake)
    assert [_text(page, line)[1] for line in _lines(page, "added")] == ["尹一航"]


def test_nobody_chose_a_file_and_nothing_happens(page: IntakePage, around: Around) -> None:
    page.choose_files()
    assert around.ended == 0
    assert page.journey.plan is None


def _column_rows(page: IntakePage) -> list[list[str]]:
    model = page.columns.model
    return [[column.text(row) for column in model.columns] for row in model.all_rows()]


def _choose(box: ComboBox, data: str) -> None:
    """As a person does it: the list is opened, an entry is taken."""
    at = box.findData(data)
    assert at >= 0, data
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_the_columns_show_what_each_heading_is_taken_for_and_why(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    rows = _column_rows(page)
    assert rows[0] == ["! 没认出", "F1", "兴趣班", "足球　书法", "没有使用", "", ""]
    assert ["✓ 确定", "B1", "姓名", "李雷　王小明　尹航", "姓名（人员信息）", "有内容的覆盖", "表头"] in rows
    page.columns.show_layout([page.columns.layout_box.itemText(at) for at in range(4)].index("健康监测"))
    rows = _column_rows(page)
    assert [
        "✓ 确定",
        "D1",
        "早体温",
        "365　三十八度　36.7",
        "早体温（健康监测）",
        "有内容的覆盖",
        "表头",
    ] in rows


@pytest.fixture
def odd(tmp_path: Path, school: Desk) -> Path:
    """A sheet whose headings nobody knows, and one that is as good as known."""
    first = school.people.file(school.people.search("李雷")[0]).person
    head = ["姓名", "证件号", "最近一次采样", "结果", "绿码吗"]
    return book(
        tmp_path / "核酸 七1.xlsx",
        {"核酸检测": [head, [first.name, first.document, "2022-08-08 06:00", "阴性", "绿"]]},
    )


def test_a_column_put_right_is_planned_anew_and_remembered(
    qtbot: QtBot, page: IntakePage, around: Around, odd: Path, school: Desk
) -> None:
    _planned(qtbot, page, around, odd)
    columns, first = page.columns, page.journey.plan
    key = next(line.key for line in columns.model.all_rows() if line.title == "最近一次采样")
    columns.table.choose(key)
    _choose(columns.word.target, "test.sampled_at")
    qtbot.waitUntil(lambda: page.journey.plan is not first)
    assert columns.line() is not None
    assert columns.line().key == key  # type: ignore[union-attr]  # one stays where one was
    row = next(row for row in _column_rows(page) if row[2] == "最近一次采样")
    assert row[4:] == ["采样时间（核酸检测）", "有内容的覆盖", "您刚才说的"]
    page.card.take.click()
    assert {"sampled_at": "2022-08-08T06:00", "result": "negative"} in _filed(school, "test", "李雷")
    page.card.away.click()
    _planned(qtbot, page, around, odd)
    row = next(row for row in _column_rows(page) if row[2] == "最近一次采样")
    assert row[6] == "上次改的"
    assert not columns.remembered.isHidden()
    again = page.journey.plan
    columns.remembered.click()
    qtbot.waitUntil(lambda: page.journey.plan is not again)
    assert next(row for row in _column_rows(page) if row[2] == "最近一次采样")[6] != "上次改的"


def test_a_likely_column_waits_for_one_press(
    qtbot: QtBot, page: IntakePage, around: Around, odd: Path
) -> None:
    _planned(qtbot, page, around, odd)
    assert page.card.views.choice() == "columns"
    asking = page.columns.waiting()
    assert asking >= 1
    assert around.counted[-1] >= asking
    page.next_problem()
    line, first = page.columns.line(), page.journey.plan
    assert line is not None
    assert line.asks
    page.columns.word.yes.click()
    qtbot.waitUntil(lambda: page.journey.plan is not first)
    assert page.columns.waiting() == asking - 1


def test_a_column_that_only_fills_blanks_overwrites_nothing(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    assert any("联系电话" in _text(page, line)[6] for line in _lines(page, "changed"))
    first = page.journey.plan
    page.columns.show_layout(0)
    page.columns.table.choose(next(r.key for r in page.columns.model.all_rows() if r.title == "联系电话"))
    _choose(page.columns.word.how, "fill")
    qtbot.waitUntil(lambda: page.journey.plan is not first)
    assert not any("联系电话" in _text(page, line)[6] for line in _lines(page, "changed"))


def test_a_sheet_can_be_left_out_and_ticks_stay(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    page.plan_view.toggle(_tick_of(page, "365"))
    first = page.journey.plan
    page.columns.show_layout(0)
    page.columns.out.click()
    qtbot.waitUntil(lambda: page.journey.plan is not first)
    assert not [line for line in _lines(page, "changed") if _text(page, line)[4] == "人员信息"]
    assert len(page.plan_view.accepted()) == 1


def test_what_is_hidden_is_used_when_a_person_says_so(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "人员"
    for row in (
        ["姓名", "班级", "证件号"],
        ["尹一", "七年级3班", document(701)],
        ["尹二", "七年级3班", document(702)],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    path = tmp_path / "隐藏.xlsx"
    made.save(path)
    _planned(qtbot, page, around, path)
    assert [_text(page, line)[1] for line in _lines(page, "added")] == ["尹一"]
    first = page.journey.plan
    assert not page.columns.hidden.isHidden()
    page.columns.hidden.click()
    qtbot.waitUntil(lambda: page.journey.plan is not first)
    assert sorted(_text(page, line)[1] for line in _lines(page, "added")) == ["尹一", "尹二"]
    assert page.columns.hidden.isHidden()


def test_a_password_is_asked_for_until_it_is_right(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, tmp_path: Path
) -> None:
    behind = locked(messy, tmp_path / "加密.xlsx", "2022-08-08")
    asking = Chosen(behind, passwords=["2022-08-09", "2022-08-08"])
    page.asking = asking
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert asking.asked[1:] == ["加密.xlsx 加了密码", "加密.xlsx 的密码不对，请再输入"]
    assert around.notices == []


def test_one_password_opens_every_file_that_has_it(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path
) -> None:
    """A school uses one password for all its classes: it is typed once; a file with another one asks for its own."""
    folder = tmp_path / "各班"
    folder.mkdir()
    plain = book(tmp_path / "明.xlsx", messy_sheets())
    for name, password in (("1班", "a1"), ("2班", "a1"), ("3班", "b2"), ("4班", "a1")):
        locked(plain, folder / f"{name}.xlsx", password)
    asking = Chosen(passwords=["a1", "b2"])
    page.asking = asking
    page.take_files([folder])
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert asking.asked == ["各班/1班.xlsx 加了密码", "各班/3班.xlsx 加了密码"]
    assert page.journey.plan is not None
    assert len(page.journey.plan.files) == 4


def test_without_the_password_the_other_files_of_a_folder_are_read(
    qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path, messy: Path
) -> None:
    folder = tmp_path / "各班 送来的"
    folder.mkdir()
    locked(messy, folder / "密.xlsx", "2022-08-08")
    messy.rename(folder / "明.xlsx")
    asking = Chosen()
    page.asking = asking
    page.take_files([folder])
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert len(asking.asked) == 1
    assert page.journey.plan is not None
    assert page.journey.plan.files == ("各班 送来的/明.xlsx",)


def test_without_the_password_the_other_files_are_read(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, tmp_path: Path
) -> None:
    behind = locked(messy, tmp_path / "加密.xlsx", "2022-08-08")
    page.asking = Chosen(behind, messy)
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert page.journey.plan is not None
    assert page.journey.plan.files == (messy.name,)
    assert [(notice.file, notice.problem.code) for notice in page.journey.plan.unread] == [
        ("加密.xlsx", "intake.password-none")
    ]


def test_the_notice_of_an_act_undoes_it_after_its_receipt_was_put_away(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, school: Desk
) -> None:
    _planned(qtbot, page, around, messy)
    page.card.take.click()
    undo = around.notices[-1].do
    page.card.away.click()
    assert undo is not None
    undo()
    assert not school.people.search("尹航")
    assert around.notices[-1].says == "intakepage.undone"


def test_refused_rows_are_saved_put_right_and_go_through(
    qtbot: QtBot, page: IntakePage, around: Around, messy: Path, tmp_path: Path
) -> None:
    school = page.desk
    _planned(qtbot, page, around, messy)
    page.card.take.click()
    out = tmp_path / "补报0808 待更正.xlsx"
    page.asking = Chosen(saved=out)
    qtbot.mouseClick(page.receipt_view.refused, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: around.notices[-1].says == "rosters.saved")
    made = openpyxl.load_workbook(out)
    sheet = made["人员"]
    (bad,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "140802200908011501"]
    assert bad.comment is not None
    bad.value = document(151)
    made.save(out)
    page.card.away.click()
    _planned(qtbot, page, around, out)
    page.card.take.click()
    assert school.people.search("陶然")


def test_f8_goes_through_what_waits(qtbot: QtBot, page: IntakePage, around: Around, messy: Path) -> None:
    _planned(qtbot, page, around, messy)
    page.card.views.choose("plan")
    seen = []
    for _ in range(page.plan_view.waiting()):
        page.next_problem()
        seen.append(page.plan_view.model.key_at(page.plan_view.table.currentIndex().row()))
    assert len(set(seen)) == page.plan_view.waiting()
    assert page.card.views.choice() == "plan"


def test_discarding_a_plan_forgets_it(qtbot: QtBot, page: IntakePage, around: Around, messy: Path) -> None:
    _planned(qtbot, page, around, messy)
    page.card.away.click()
    assert page.journey.plan is None
    assert page.stops.here() is page.outset
    assert around.counted[-1] == 0


def test_the_language_says_everything_again_and_keeps_the_ticks(
    qtbot: QtBot, qapp: QApplication, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    key = _tick_of(page, "365")
    page.plan_view.toggle(key)
    tr.speak(qapp, "en")
    line = next(line for line in page.plan_view.model.all_rows() if line.key == key)
    assert _text(page, line) == [
        "☑ Doubtful",
        "李雷",
        "七年级1班",
        "2022-08-08",
        "健康监测 D2",
        "365",
        "36.5",
        "decimal point added",
    ]
    assert page.card.take.text() == "Take in"
    assert len(page.plan_view.accepted()) == 1


def test_the_page_paints_in_the_dark(
    qtbot: QtBot, qapp: QApplication, page: IntakePage, around: Around, messy: Path
) -> None:
    _planned(qtbot, page, around, messy)
    light = page.grab().toImage()
    style.wear(qapp, "dark")
    dark = page.grab().toImage()
    assert light.pixelColor(5, 5).lightness() > 200
    assert dark.pixelColor(5, 5).lightness() < 60


def test_many_sheets_at_once(qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path) -> None:
    one: Sheets = {"人员": [["证件号", "姓名", "班级"], ["140802200908011505", "尹航", "七年级3班"]]}
    two: Sheets = {
        "核酸检测": [["证件号", "采样时间", "结果"], ["140802200908011505", "2022-08-07 08:00", "阴性"]]
    }
    page.asking = Chosen(book(tmp_path / "一.xlsx", one), book(tmp_path / "二.xlsx", two))
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert [line.state for line in page.plan_view.model.all_rows()] == ["added", "added"]
    assert {_text(page, line)[1] for line in page.plan_view.model.all_rows()} == {"尹航"}
