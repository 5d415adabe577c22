"""What a class chat collected, and what stands on the clipboard, as tables of people's answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.intake.chat_parts import ChatWords
from schoolprep.intake.collected import collected
from schoolprep.intake.given_tables import Clip, IsNotice, pasted_tables, reading_for
from schoolprep.intake.reading import GivenFile
from schoolprep.intake.tables import Merge, Table
from schoolprep.intake.vocabulary import Vocabulary
from tests.fuzz_books import BLANKS, DIVISIONS
from tests.word import document

WORDS = Vocabulary(BLANKS)
CHAT = ChatWords(WORDS, DIVISIONS)


def _lines(text: str) -> Table:
    return Table("群.txt", "群", [[line] for line in text.split("\n")])


def _made(text: str) -> list[list[str]]:
    table = collected(_lines(text), CHAT)
    return [[str(cell) for cell in cells] for cells in table.cells]


def test_a_list_with_its_title_and_example() -> None:
    table = collected(
        _lines(
            "#接龙\n8月8日晨检 七年级3班\n例 张三 36.5\n1. 王小明 36.5\n2、李雷 37.8 发烧\n\n3．韩梅 请假，感冒"
        ),
        CHAT,
    )
    assert table.cells == [
        ["8月8日晨检 七年级3班"], ["例 张三 36.5"], ["姓名", "体温", "症状"], ["王小明", "36.5", ""],
        ["李雷", "37.8", "发烧"], ["韩梅", "", "请假，感冒"],
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
        ("1. 王小明 已返校\n2. 李雷 在家", [["姓名", "接龙内容"], ["王小明", "已返校"], ["李雷", "在家"]]),
        (
            "1. 王小明 36.5\n七年级4班\n2. 李雷 36.6\n3. 张三 36.7",
            [["姓名", "体温"], ["王小明", "36.5"], ["七年级4班", ""], ["李雷", "36.6"], ["张三", "36.7"]],
        ),
        (  # whose it is: who of theirs writes, and a class right before the name
            "1. 李雷妈妈 38.1\n2. 王小明爸爸代 37.9\n3. 刘洋(家长) 36.5\n4. 1班张三37.9\n5. 陈静36.6陈静妈妈\n"
            "6. 妈妈 36.5",
            [["姓名", "体温", "班级", "接龙人"], ["李雷", "38.1", "", "妈妈"], ["王小明", "37.9", "", "爸爸代"],
             ["刘洋", "36.5", "", "家长"], ["张三", "37.9", "1班", ""], ["陈静", "36.6", "", "陈静妈妈"],
             ["", "36.5", "", "妈妈"]],
        ),
        (  # a class beside some: the others are of the one over them, 3班 says no other
            "#接龙\n七年级3班体温\n1. 3班王小明 36.5\n2. 李雷 36.6\n3. 七年级4班张三 36.7",
            [["七年级3班体温"], ["姓名", "班级", "体温"], ["王小明", "七年级3班", "36.5"],
             ["李雷", "七年级3班", "36.6"], ["张三", "七年级4班", "36.7"]],
        ),
        (  # headings of other words than the looks, an hour each
            "例 姓名 早 晚\n1. 王小明36.5 36.6\n2. 李雷：37.5，36.7\n3. 36.5",
            [["姓名", "早", "晚"], ["王小明", "36.5", "36.6"], ["李雷", "37.5", "36.7"], ["", "36.5", ""]],
        ),
        (  # columns that stand apart by spaces
            "序号 姓名 身份证号 班级\n1 王小明 140802200908011505 七年级3班\n2 李雷 140802200908011521 七年级3班",
            [["序号", "姓名", "身份证号", "班级"], ["1", "王小明", "140802200908011505", "七年级3班"],
             ["2", "李雷", "140802200908011521", "七年级3班"]],
        ),
        ("姓名  班级\n王小明  七年级3班\n李雷  七年级4班",
            [["姓名", "班级"], ["王小明", "七年级3班"], ["李雷", "七年级4班"]]),
        (  # journeys stand whole, whatever the list is about
            "#接龙\n暑期外出情况\n1. 王小明 8月5日-8月7日 海南省三亚市吉阳区\n2. 李雷 无\n3. 张三 8月6日去北京",
            [["暑期外出情况"], ["姓名", "旅居史"], ["王小明", "8月5日-8月7日 海南省三亚市吉阳区"], ["李雷", "无"],
             ["张三", "8月6日去北京"]],
        ),
        (
            "1. 王小明 阴性 8月7日\n2. 李雷 未做\n3. 张三 阴性，昨天从三亚回来\n4. 韩梅 阳性 发烧",
            [["姓名", "检测结果", "采样时间", "旅居史", "症状"], ["王小明", "阴性", "8月7日", "", ""],
             ["李雷", "未做", "", "", ""], ["张三", "阴性", "", "昨天从三亚回来", ""],
             ["韩梅", "阳性", "", "", "发烧"]],
        ),
        (
            "#接龙\n8月8日核酸结果\n1. 王小明 阴性\n2. 李雷 阴性 8月7日\n3. 张三",
            [["8月8日核酸结果"], ["姓名", "8月8日核酸", "检测结果", "采样时间"], ["王小明", "阴性", "", ""],
             ["李雷", "", "阴性", "8月7日"], ["张三", "", "", ""]],
        ),
        (  # decorations are no words, faces that are ill say so; words right behind a name; lines that go on
            "#接龙\n1. 王小明😊 36.5\n2. 🌹李雷🤒\n3. ①张三一切正常\n4. 韩梅发烧了\n"
            "5. 刘洋 36.6\n刚刚吐了，去医院\n6. 赵磊✅ 健康码绿",
            [["姓名", "体温", "健康码", "症状", "接龙内容"], ["王小明", "36.5", "", "", ""], ["李雷", "", "", "🤒", ""],
             ["张三", "", "", "一切正常", ""], ["韩梅", "", "", "发烧了", ""],
             ["刘洋", "36.6", "", "刚刚吐了，去医院", ""], ["赵磊", "", "绿", "", "✅"]],
        ),
        (  # numbers without a mark; two in one line; names in Latin letters
            "1 王小明 36.5\n2李雷、韩梅 36.6\n3 张三（爸爸）38.5\n4. Tom Reed 36.4",
            [["姓名", "体温", "接龙人"], ["王小明", "36.5", ""], ["李雷、韩梅", "36.6", ""], ["张三", "38.5", "爸爸"],
             ["Tom Reed", "36.4", ""]],
        ),
        (  # replies that say nothing hold nobody; a comma in a temperature; a name apart
            "#接龙\n1. 王小明 36.5 √ 7:30\n2. 李 雷 38,5 收到\n3. Tom Reed has a fever\n4. 韩梅 36.6 有点蔫",
            [["姓名", "体温", "症状", "接龙内容"], ["王小明", "36.5", "", "√ 7:30"], ["李 雷", "38,5", "", "收到"],
             ["Tom Reed", "", "has a fever", ""], ["韩梅", "36.6", "有点蔫", ""]],
        ),
        (
            "姓名+体温+有无发热咳嗽\n1. 王小明 36.5 无\n2. 李雷 38.2 有",
            [["姓名", "体温", "症状"], ["王小明", "36.5", "无"], ["李雷", "38.2", "有"]],
        ),
        (
            "#接龙\n1. 王小明√\n2. 李雷 正常\n3. 张三 妈妈阳性\n4. 韩梅 收到 在家",
            [["姓名", "症状", "接龙内容"], ["王小明", "", "√"], ["李雷", "正常", ""], ["张三", "妈妈阳性", ""],
             ["韩梅", "", "收到 在家"]],
        ),
    ],
)  # fmt: skip
def test_what_people_write_in_a_chat(text: str, made: list[list[str]]) -> None:
    assert _made(text) == made


SAID = [
    "发烧39度",
    "8月7日",
    "昨天从三亚回来",
    "在家",
    "没做",
    "密接",
    "8:30",
    "(转学)",
    "妈妈",
    "36.5",
    "阴性",
    "×",
    "绿码",
    "北京",
]


@pytest.mark.parametrize(
    "title", ["", "外出情况\n", "核酸结果\n", "8月8日核酸\n", "健康接龙\n", "例 姓名 体温 备注\n"]
)
def test_nothing_that_is_written_is_lost(title: str) -> None:
    """Whatever stands beside a name stands in its row, in the order in which it was written."""
    lines = [f"{one} {other}" for one in SAID for other in SAID]
    text = title + "\n".join(f"{at}. 王小明 {line}" for at, line in enumerate(lines, 1))
    made = _made(f"#接龙\n{text}")
    assert len(made) >= len(lines)
    for line, cells in zip(lines, made[-len(lines) :], strict=True):
        there = "".join(sorted("".join(cells)))
        assert not Counter(line) - Counter(there) - Counter(" ()"), (line, cells)


@pytest.mark.parametrize(
    "text",
    [
        "海南省 高风险\n三亚市 中风险",
        "一、海南省三亚市\n二、山西省运城市",
        "3.5\n3.6\n3.7",
        "2022.08.07 王小明\n说明",
        "高风险区（2个）：\n1. 榆红村",
        "通知\n1. 请各位家长填写\n2. 发热的学生不要到校\n3. 携带健康码",
        "1. 海南省三亚市吉阳区榆红村 高风险\n2. 山西省运城市盐湖区 中风险",
        "",
        "\n\n",
    ],
)
def test_other_lines_stay_what_they_are(text: str) -> None:
    table = _lines(text)
    assert collected(table, CHAT) is table


def test_a_table_is_no_list() -> None:
    rows: list[list[object]] = [["序号", "姓名", "体温"], ["1.", "王小明", 36.5], ["2.", "李雷", 36.6]]
    table = Table("a", "a", rows)  # type: ignore[arg-type]
    assert collected(table, CHAT) is table
    merged = _lines("1. 王小明 36.5\n2. 李雷 36.6")._replace(merges=(Merge(0, 0, 0, 1),))
    assert collected(merged, CHAT) is merged


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
