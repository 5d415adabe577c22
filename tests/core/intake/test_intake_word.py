"""Word: the tables of a document come in under the lines above them; nothing seen is lost, nothing unseen is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say_problem
from schoolprep.intake.lists import read_list
from schoolprep.intake.reading import GivenFile, decoded, read_tables
from schoolprep.intake.tables import Merge, Table
from tests.fuzz_books import BLANKS, DIVISIONS
from tests.word import cell, document, packed, paragraph, row, table

HEAD = ("姓名", "班级")


def _read(tmp_path: Path, content: bytes) -> list[Table]:
    path = tmp_path / "名单.docx"
    path.write_bytes(content)
    return read_tables(path)


def test_a_class_list_under_its_title(tmp_path: Path) -> None:
    (one,) = _read(
        tmp_path,
        document(
            "七年级3班名单", "班主任：王老师    填表日期：8月8日", [HEAD, ("李雷", "7.3"), ("韩梅", "")]
        ),
    )
    assert one.cells[:2] == [["七年级3班名单"], ["班主任：王老师", "填表日期：8月8日"]]
    assert one.cells[2:] == [["姓名", "班级"], ["李雷", "7.3"], ["韩梅", ""]]
    assert (one.sheet, one.row_number(2), one.address(1, one.row_number(3))) == ("名单", 1, "B2")


def test_each_table_has_its_own_lines_above_and_what_is_beside_is_a_table_too(tmp_path: Path) -> None:
    first, second, rest = _read(
        tmp_path, document("七年级3班", [HEAD, ("李雷", "")], "七年级4班", [HEAD, ("王浩", "")], "以上属实")
    )
    assert (first.sheet, first.cells[0], second.sheet, second.cells[0]) == (
        "名单 1",
        ["七年级3班"],
        "名单 2",
        ["七年级4班"],
    )
    assert rest.cells == [["以上属实"]]


def test_a_table_that_an_empty_line_cut_in_two_goes_on(tmp_path: Path) -> None:
    (one,) = _read(tmp_path, document([HEAD, ("李雷", "")], "", " ", [("王浩", ""), ("赵磊", "")]))
    assert [cells[0] for cells in one.cells] == ["姓名", "李雷", "王浩", "赵磊"]


def test_merged_cells(tmp_path: Path) -> None:
    wide = '<w:gridSpan w:val="2"/>'
    (one,) = _read(
        tmp_path,
        document(
            table(
                row(cell("七年级3班", wide), "备注"),
                row(cell("三班", '<w:vMerge w:val="restart"/>'), "李雷", "a"),
                row(cell("", "<w:vMerge/>"), "韩梅", "b"),
                row("四班", "王浩", about='<w:gridBefore w:val="0"/>'),
                row("后", about='<w:gridBefore w:val="2"/>'),
            )
        ),
    )
    assert one.cells == [
        ["七年级3班", "", "备注"], ["三班", "李雷", "a"], ["", "韩梅", "b"], ["四班", "王浩", ""], ["", "", "后"],
    ]  # fmt: skip
    assert set(one.merges) == {Merge(0, 0, 0, 1), Merge(1, 0, 2, 0)}


def test_tables_in_cells_come_after_the_one_around_them(tmp_path: Path) -> None:
    inner = table(row(*HEAD), row("李雷", "7.3"))
    (one,) = _read(tmp_path, document(table(row(cell(paragraph("七年级3班") + inner)))))
    assert one.cells == [["七年级3班"], ["姓名", "班级"], ["李雷", "7.3"]]
    outer, nested = _read(
        tmp_path, document(table(row("甲", cell(paragraph("乙") + inner)), row("丙", "丁")))
    )
    assert outer.cells == [["甲", "乙"], ["丙", "丁"]]
    assert nested.cells == [["姓名", "班级"], ["李雷", "7.3"]]


def test_what_nobody_sees_is_not_read_and_what_is_seen_is(tmp_path: Path) -> None:
    seen = (
        "<w:p><w:ins><w:r><w:t>李</w:t></w:r></w:ins><w:del><w:r><w:delText>张</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>王</w:t></w:r></w:moveFrom><w:hyperlink><w:r><w:t>雷</w:t></w:r></w:hyperlink>"
        "<w:r><w:ruby><w:rt><w:r><w:t>lei</w:t></w:r></w:rt><w:rubyBase/></w:ruby><w:instrText>X</w:instrText></w:r></w:p>"
    )
    box = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t>'
        '<w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>否</w:t><w:br/><w:sym w:font="X" w:char="F001"/></w:r></w:p>'
    )
    form = (
        '<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar>'
        "<w:t>有</w:t></w:r></w:p>"
    )
    (one,) = _read(tmp_path, document(table(row(cell(seen), cell(box)), row(cell(form), "x"))))
    assert one.cells == [["李雷", "☑是☐否\n?"], ["☑有", "x"]]


def test_struck_hidden_and_removed(tmp_path: Path) -> None:
    (one,) = _read(
        tmp_path,
        document(
            table(
                row(cell(paragraph("李雷", "<w:strike/>")), cell(paragraph("藏", "<w:vanish/>"))),
                row("王浩", "7.4", about="<w:hidden/>"),
                row("赵磊", "7.4", about="<w:del/>"),
                row(cell(paragraph("周", '<w:strike w:val="0"/>')), "7.4"),
            )
        ),
    )
    assert one.struck == {(0, 0), (2, 0), (2, 1)}
    assert one.hidden_rows == {1}
    assert {at: problem.code for at, problem in one.flags.items()} == {(0, 1): "intake.cell-hidden-text"}


def test_text_boxes_once_and_content_controls(tmp_path: Path) -> None:
    boxed = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>七年级3班</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>七年级3班</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    rows = f"<w:sdt><w:sdtContent>{row('李雷', '7.3')}</w:sdtContent></w:sdt>"
    (one,) = _read(
        tmp_path, document(boxed, f"<w:sdt><w:sdtContent>{table(row(*HEAD), rows)}</w:sdtContent></w:sdt>")
    )
    assert one.cells == [["七年级3班"], ["姓名", "班级"], ["李雷", "7.3"]]


def test_a_notice_is_text_and_its_areas_come_in(tmp_path: Path) -> None:
    path = tmp_path / "通告.docx"
    path.write_bytes(document("高风险区", "海南省三亚市吉阳区榆红村  自2022年8月6日起"))
    file = GivenFile.at(path)
    assert decoded(file).split("\n") == ["高风险区", "海南省三亚市吉阳区榆红村  自2022年8月6日起"]
    given = finish(read_list(file, BLANKS, DIVISIONS))
    assert any("榆红村" in str(cell) for one in given.tables for cells in one.cells for cell in cells)


def test_a_table_of_areas_in_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "通告.docx"
    path.write_bytes(
        document("现公布：", [("地区", "等级", "起始时间"), ("海南省三亚市吉阳区", "高风险", "2022-08-06")])
    )
    given = finish(read_list(GivenFile.at(path), BLANKS, DIVISIONS))
    assert ["海南省三亚市吉阳区", "高风险", "2022-08-06"] in [list(cells) for cells in given.tables[0].cells]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed("<w:body>"), "intake.damaged"),
        (packed('<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>'), "intake.damaged"),
        (document(), "intake.empty-document"),
        (document(table(row(cell("a", '<w:gridSpan w:val="999999999999"/>')))), ""),
    ],
)  # fmt: skip
def test_spoilt_documents_are_one_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    try:
        assert len(_read(tmp_path, content)[0].cells[0]) <= 1000
    except CallError as wrong:
        assert wrong.problem.code == code
        assert "名单.docx" in say_problem(wrong.problem, "zh")
