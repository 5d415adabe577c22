"""What a class chat collected, and what stands on the clipboard, as tables of people's answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.intake.collected import collected
from schoolprep.intake.given_tables import Clip, IsNotice, pasted_tables, reading_for
from schoolprep.intake.reading import GivenFile
from schoolprep.intake.tables import Merge, Table
from schoolprep.intake.vocabulary import Vocabulary
from tests.fuzz_books import BLANKS, DIVISIONS
from tests.word import document

WORDS = Vocabulary(BLANKS)


def _known(text: str) -> bool:
    return bool(WORDS.fields(text))


def _lines(text: str) -> Table:
    return Table("群.txt", "群", [[line] for line in text.split("\n")])


def _made(text: str) -> list[list[str]]:
    table = collected(_lines(text), _known)
    return [[str(cell) for cell in cells] for cells in table.cells]


def test_a_list_with_its_title_and_example() -> None:
    table = collected(
        _lines(
            "#接龙\n8月8日晨检 七年级3班\n例 张三 36.5\n1. 王小明 36.5\n2、李雷 37.8 发烧\n\n3．韩梅 请假，感冒"
        ),
        _known,
    )
    assert table.cells == [
        ["8月8日晨检 七年级3班"], ["例 张三 36.5"], ["姓名", "体温", "症状"], ["王小明", "36.5", ""],
        ["李雷", "37.8", "发烧"], ["韩梅", "", "请假、感冒"],
    ]  # fmt: skip
    assert [table.row_number(at) for at in range(len(table.cells))][-3:] == [4, 5, 7]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "例 姓名 体温 是否发热\n1. 王小明 36.5 否\n2. 李雷 36.6 否 咳嗽\n3. 韩梅 是",
            [["姓名", "体温", "是否发热", "症状"], ["王小明", "36.5", "否", ""], ["李雷", "36.6", "否", "咳嗽"],
             ["韩梅", "", "", "是"]],
        ),
        (
            "接龙格式：姓名+体温\n1.王小明+36.5\n2.李雷+36.9",
            [["姓名", "体温"], ["王小明", "36.5"], ["李雷", "36.9"]],
        ),
        (
            "1. 王小明36.5\n2、李雷：37.1℃ 7.1班 咳嗽、流涕\n3) 七年级3班韩梅 36.2",
            [["姓名", "体温", "班级", "症状"], ["王小明", "36.5", "", ""], ["李雷", "37.1℃", "7.1班", "咳嗽、流涕"],
             ["韩梅", "36.2", "七年级3班", ""]],
        ),
        (
            "1. 姓名：王小明 体温：36.5 \n2. 姓名：李雷 早36.4 晚36.7",
            [["姓名", "体温", "早", "晚"], ["王小明", "36.5", "", ""], ["李雷", "", "36.4", "36.7"]],
        ),
        (
            "王小明 13800138000\n李雷 13800138001 女",
            [["姓名", "联系电话", "性别"], ["王小明", "13800138000", ""], ["李雷", "13800138001", "女"]],
        ),
        ("#接龙\n1. 王小明 140802200908011505", [["姓名", "证件号"], ["王小明", "140802200908011505"]]),
        ("1. 王小明 已返校\n2. 李雷 在家", [["姓名", "备注"], ["王小明", "已返校"], ["李雷", "在家"]]),
        (
            "1. 王小明 36.5\n七年级4班\n2. 李雷 36.6\n3. 张三 36.7",
            [["姓名", "体温"], ["王小明", "36.5"], ["七年级4班", ""], ["李雷", "36.6"], ["张三", "36.7"]],
        ),
    ],
)  # fmt: skip
def test_what_people_write_in_a_chat(text: str, made: list[list[str]]) -> None:
    assert _made(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "海南省 高风险\n三亚市 中风险",
        "一、海南省三亚市\n二、山西省运城市",
        "3.5\n3.6\n3.7",
        "2022.08.07 王小明\n说明",
        "高风险区（2个）：\n1. 榆红村",
        "",
        "\n\n",
    ],
)
def test_other_lines_stay_what_they_are(text: str) -> None:
    table = _lines(text)
    assert collected(table, _known) is table


def test_a_table_is_no_list() -> None:
    rows: list[list[object]] = [["序号", "姓名", "体温"], ["1.", "王小明", 36.5], ["2.", "李雷", 36.6]]
    table = Table("a", "a", rows)  # type: ignore[arg-type]
    assert collected(table, _known) is table
    merged = _lines("1. 王小明 36.5\n2. 李雷 36.6")._replace(merges=(Merge(0, 0, 0, 1),))
    assert collected(merged, _known) is merged


def test_a_file_with_a_list_and_a_file_with_a_notice(tmp_path: Path) -> None:
    reading = reading_for(WORDS, Frame(DIVISIONS))
    (tmp_path / "群.txt").write_text("七年级3班晨检\n1、王小明，36.5\n2、李雷，36.6", "gb18030")
    (table,) = finish(reading(GivenFile.at(tmp_path / "群.txt"), ""))
    assert table.cells == [["七年级3班晨检"], ["姓名", "体温"], ["王小明", "36.5"], ["李雷", "36.6"]]
    notice = "高风险区\n海南省三亚市吉阳区榆红村  自2022年8月6日起"
    (tmp_path / "通告.txt").write_text(notice, "utf-8")
    (tmp_path / "通告.docx").write_bytes(document(*notice.split("\n")))
    for name in ("通告.txt", "通告.docx"):
        with pytest.raises(IsNotice) as raised:
            finish(reading(GivenFile.at(tmp_path / name), ""))
        assert raised.value.text == notice


def test_the_clipboard_of_a_workbook_a_document_and_a_chat() -> None:
    html = (
        "<html><head><title>x</title><style>td{}</style></head><body><!--StartFragment--><h3>七年级3班 <b>名单</b></h3>"
        "<table><tr><td>姓名</td><td>班级</td></tr><tr><td colspan=2>李雷</td></tr></table><p>请核对</p></body></html>"
    )
    first, rest = pasted_tables(Clip(html, "姓名\t班级\n李雷"), WORDS, DIVISIONS)
    assert first.cells == [["七年级3班 名单"], ["姓名", "班级"], ["李雷", ""]]
    assert (first.file, first.merges, first.row_number(1)) == ("剪贴板", (Merge(2, 0, 2, 1),), 1)
    assert rest.cells == [["请核对"]]
    (tabbed,) = pasted_tables(Clip("<p>姓名</p>", "姓名\t班级\n李雷\t7.3\n"), WORDS, DIVISIONS)
    assert tabbed.cells == [["姓名", "班级"], ["李雷", "7.3"]]
    (chat,) = pasted_tables(Clip("", "1. 李雷 36.5\n2. 韩梅 36.6"), WORDS, DIVISIONS)
    assert chat.cells[0] == ["姓名", "体温"]
    with pytest.raises(IsNotice):
        pasted_tables(Clip("", "高风险区\n海南省三亚市吉阳区榆红村  自2022年8月6日起"), WORDS, DIVISIONS)
    with pytest.raises(CallError):
        pasted_tables(Clip("<img src=x>", " \n"), WORDS, DIVISIONS)
