"""The empty intake workbook: what it offers, and that it comes back through intake as it went out."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import blank_workbook
from schoolprep.facts import divisions
from schoolprep.facts.blank import Choice
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.facts.text import Same
from schoolprep.facts.words import say_problem
from schoolprep.intake import Plan, Receipt, plan, take_in
from schoolprep.store import Store
from tests.roster_school import blanks

BLANKS = blanks()
CANONICAL = {
    "人员": "序号 人员类别 姓名 学号 性别 证件类型 证件号 出生日期 学籍号 联系电话 年级 班级 部门 岗位 住宿方式 宿舍 "
    "监护人姓名 监护人电话 监护人关系 第二监护人姓名 第二监护人电话 第二监护人关系 现住地区 现住址 计划返校时间 "
    "返校批次 返校途经地区 高风险岗位 健康承诺书 备注",
    "旅居史": "证件号 姓名 班级 地区 详细地址 抵达日期 离开日期 交通工具 车次 第一落点 无旅居史 起始日期 截止日期 备注",
    "接触史": "证件号 姓名 班级 类别 末次接触日期 关联人员 通知单位 不具备居家隔离条件 关联密接检测结果 特殊人群 "
    "经评估居家隔离 备注 接触的疾病 首次接触日期 有免疫力",
    "核酸检测": "证件号 姓名 班级 采样时间 报告时间 结果 采样单位 检测机构 样本类型 Ct值N基因 Ct值ORF1ab基因",
    "健康码行程卡": "证件号 姓名 班级 查验时间 健康码 行程卡途经城市",
    "健康监测": "证件号 姓名 班级 日期 早体温 午体温 晚体温 症状 用退烧药 备注",
    "共同居住人": "证件号 姓名 班级 同住人姓名 关系 同住人证件号 同住人联系电话 同住人类别 同住人健康码 "
    "同住人旅居地区 同住人离开日期 同住人传染病",
    "疾病": "证件号 姓名 班级 疾病 发病时间 就诊时间 出疹时间 开始治疗时间 体温正常时间 症状消失时间 复课证明 备注 "
    "症状好转时间 阳性采样时间 腮肿出现时间 腮肿消退时间 全部结痂时间 有无黄疸 黄疸出现时间 并发肺炎 皮损可遮盖 "
    "出院时间 疾控同意复课 发病时班级 无症状感染 诊断分类 病原学阳性或重症",
    "管控环节": "证件号 姓名 班级 环节 开始时间 结束时间 地点 房间 移交人 接收人 车辆 备注",
    "风险地区": "地区 详细地址 等级 起始时间 结束时间 来源 发布时间",
}
"""The headings scripts rely on (INTERFACE §2)."""


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook in each language, written once."""
    folder = tmp_path_factory.mktemp("blank")
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        blank_workbook.write(BLANKS, folder / f"{lang}.xlsx", lang)
    return folder


@pytest.fixture(params=["zh", "en"])
def book(request: pytest.FixtureRequest, written: Path, tmp_path: Path) -> Path:
    name = f"{request.param}.xlsx"
    return Path(shutil.copyfile(written / name, tmp_path / name))


def _sheet(book: Path, name: str) -> Worksheet:
    sheet = load_workbook(book)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _taken_in(book: Path, store: Store) -> tuple[Plan, Receipt]:
    made = finish(plan([book], store, BLANKS, divisions.load(), "140802", today=date(2022, 8, 8)))
    return made, take_in(store, made)


def _lists(sheet: Worksheet) -> dict[str, str]:
    """The drop-down of each heading."""
    return {
        str(sheet[f"{str(rule.sqref).partition('2:')[0]}1"].value): str(rule.formula1)
        for rule in sheet.data_validations.dataValidation
    }


def _answers(book: Path, rule: str) -> list[str]:
    """What a drop-down offers, wherever its list stands."""
    aside = re.fullmatch(r"'(\w+)'!\$(\w)\$1:\$\2\$(\d+)", rule)
    if not aside:
        return rule.strip('"').split(",")
    hidden = _sheet(book, aside[1])
    assert hidden.sheet_state == "hidden"
    return [str(hidden[f"{aside[2]}{row}"].value) for row in range(1, int(aside[3]) + 1)]


def test_sheets_and_headings_are_the_canonical_ones(book: Path) -> None:
    sheets = load_workbook(book).worksheets
    shown = {
        sheet.title: [cell.value for cell in sheet[1]]
        for sheet in sheets[1:]
        if sheet.sheet_state == "visible"
    }
    assert all(sheet.max_row == 1 for sheet in sheets if sheet.title in shown)
    if book.stem == "zh":
        assert shown == {sheet: headings.split() for sheet, headings in CANONICAL.items()}
    else:
        assert list(shown) == [
            "People", "Travel", "Contacts", "Tests", "Codes", "Daily health", "Household", "Illness", "Custody",
            "Risk areas",
        ]  # fmt: skip
        assert shown["Illness"][:5] == ["Document number", "Name", "Class", "Disease", "Onset"]


def test_an_english_workbook_has_no_chinese_in_it(tmp_path: Path) -> None:
    """A school in England or Pennsylvania reads every word of it."""
    blank_workbook.write(BLANKS, tmp_path / "a.xlsx", "en")
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets:
        words = [sheet.title, *(str(rule.formula1) for rule in sheet.data_validations.dataValidation)]
        for row in sheet.iter_rows():
            for cell in row:
                words += [str(cell.value or ""), cell.comment.text if cell.comment else ""]
        assert [word for word in words if re.search(r"[\u3000-\u9fff\uff00-\uffef]", word)] == []


def test_every_english_heading_means_what_the_chinese_means() -> None:
    for blank in BLANKS.values():
        assert [blank.field_of(field.heading("en")) for field in blank.field] == list(blank.fields)


def test_empty_as_it_is_it_adds_nothing_and_refuses_nothing(book: Path, store: Store) -> None:
    made, receipt = _taken_in(book, store)
    assert (receipt.added, receipt.changed, receipt.unchanged) == (0, 0, 0)
    assert not receipt.refused
    assert not receipt.doubtful
    assert not made.steps
    assert {matched.table.sheet for matched in made.sheets} <= {
        one.sheet_in(book.stem) for one in BLANKS.values()
    }


def test_every_answer_of_every_drop_down_is_understood(book: Path, store: Store) -> None:
    """Each list is filled in from top to bottom, one answer a row, and taken in."""
    work = load_workbook(book)
    person = BLANKS["person"]
    sheet = work[person.sheet_in(book.stem)]
    assert isinstance(sheet, Worksheet)
    lists = {heading: _answers(book, rule) for heading, rule in _lists(sheet).items()}
    offered = ("category", "sex", "document_type", "boarding", "high_risk_post", "commitment")
    assert {person[name].heading(book.stem) for name in offered} == set(lists)
    at = {str(cell.value): column for column, cell in enumerate(sheet[1], 1)}
    for row in range(2, 2 + max(map(len, lists.values()))):
        sheet.cell(row=row, column=at[person["name"].heading(book.stem)], value=f"人{row}")
        sheet.cell(row=row, column=at[person["class_name"].heading(book.stem)], value="七年级1班")
        for heading, answers in lists.items():
            sheet.cell(row=row, column=at[heading], value=answers[(row - 2) % len(answers)])
    work.save(book)
    made, receipt = _taken_in(book, store)
    assert receipt.added == 8
    assert [*made.repaired, *receipt.refused, *receipt.doubtful] == []


def test_lists_too_long_for_a_rule_stand_on_a_hidden_sheet(book: Path) -> None:
    illness = BLANKS["illness"]
    rule = _lists(_sheet(book, illness.sheet_in(book.stem)))[illness["disease"].heading(book.stem)]
    labels = [
        choice.label["en"] if book.stem == "en" else choice.label["zh"]
        for choice in BLANKS["illness"]["disease"].choices
    ]
    assert _answers(book, rule) == labels
    assert rule.startswith("'")
    test = BLANKS["test"]
    assert _lists(_sheet(book, test.sheet_in(book.stem)))[test["result"].heading(book.stem)].startswith('"')


def test_no_drop_down_offers_one_answer_where_several_may_be_given(book: Path) -> None:
    health = BLANKS["health"]
    lists = _lists(_sheet(book, health.sheet_in(book.stem)))
    assert set(lists) == {health["antipyretic"].heading(book.stem)}


def test_rules_are_short_enough_for_excel(book: Path) -> None:
    for sheet in load_workbook(book).worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(str(rule.formula1)) <= 257
            assert rule.errorStyle == "warning"


def test_what_is_typed_stays_as_it_is_typed(book: Path) -> None:
    person = BLANKS["person"]
    sheet = _sheet(book, person.sheet_in(book.stem))
    formats = {
        cell.value: sheet.column_dimensions[get_column_letter(column)].number_format
        for column, cell in enumerate(sheet[1], 1)
    }
    assert {
        formats[person[name].heading(book.stem)]
        for name in ("document_no", "phone", "class_name", "name", "birth_date", "planned_return")
    } == {"@"}
    assert formats["序号" if book.stem == "zh" else "No."] == "General"


def test_every_heading_helps_and_says_what_is_required(book: Path) -> None:
    lang: Lang = "en" if book.stem == "en" else "zh"
    must = "Required" if lang == "en" else "必填"
    for blank in BLANKS.values():
        sheet = _sheet(book, blank.sheet_in(lang))
        notes = {cell.value: cell.comment.text if cell.comment else "" for cell in sheet[1]}
        for field in blank.field:
            assert field.help[lang] in notes[field.heading(lang)]
            assert (must in notes[field.heading(lang)]) == field.required
    person = BLANKS["person"]
    heads = _sheet(book, person.sheet_in(lang))[1]
    name = next(cell for cell in heads if cell.value == person["name"].heading(lang))
    assert name.font.color.rgb == "00B2342C"


def test_the_guide_names_every_column_with_its_help(book: Path) -> None:
    guide = load_workbook(book).worksheets[0]
    said = {(row[0], row[1]) for row in guide.iter_rows(values_only=True) if row[1]}
    for blank in BLANKS.values():
        assert {(blank.sheet_in(book.stem), field.heading(book.stem)) for field in blank.field} <= said


def test_a_choice_with_a_comma_goes_to_the_hidden_sheet(tmp_path: Path) -> None:
    import msgspec  # noqa: PLC0415 - only here

    person = BLANKS["person"]
    odd = msgspec.structs.replace(
        person["sex"], choices=(Choice("a", Same("甲,乙")), Choice("b", Same('丙"丁"')))
    )
    changed = msgspec.structs.replace(
        person, field=tuple(odd if f.name == "sex" else f for f in person.field)
    )
    blank_workbook.write({"person": changed}, tmp_path / "a.xlsx", "zh")
    assert _lists(_sheet(tmp_path / "a.xlsx", "人员"))["性别"] == "'选项'!$A$1:$A$2"


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CallError) as wrong:
        blank_workbook.write(BLANKS, tmp_path / "no" / "a.xlsx", "zh")
    assert "不存在" in say_problem(wrong.value.problem, "zh")
