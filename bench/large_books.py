"""Large books: rosters and surveys of any length, written as Excel writes them: texts in one list, days as numbers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉梅兰红建文辉力鑫宇浩然子涵欣怡梓轩雨泽思远佳琪一诺俊熙晨曦嘉航"
    "博文天佑若彤雅婷诗语铭睿家豪志鹏晓峰海燕春雷国栋立新永康亚楠少华乐童心悦可昕奕辰书瑶星宸沐阳依依"
)
AREAS = (
    "山西省运城市盐湖区", "山西省太原市小店区", "河南省郑州市金水区", "陕西省西安市雁塔区", "海南省三亚市吉阳区",
    "山西省运城市永济市", "山西省运城市河津市", "山西省临汾市尧都区",
)  # fmt: skip
ROADS = ("人民路", "解放路", "红旗街", "学苑路", "河东街", "中银大道", "禹都大道", "圣惠路")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_EPOCH = date(1899, 12, 30)

Cell = str | int | date


class Shape(NamedTuple):
    """A kind of sheet: its name, its headings, and a row for each person."""

    sheet: str
    headings: list[str]
    row: Callable[[Random, int], list[Cell]]


def document(index: int) -> tuple[str, date]:
    """An invented number that passes the check, and its birth date."""
    born = date(2004, 1, 1) + timedelta(days=index % 4_000)
    body = f"140802{born:%Y%m%d}{1 + index // 4_000:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest], born


def _name(chance: Random, surname: str = "") -> str:
    return (surname or chance.choice(SURNAMES)) + "".join(
        chance.choices(GIVEN, k=2 if chance.random() < 0.85 else 1)
    )


def _phone(chance: Random) -> str:
    return f"1{chance.choice('35789')}{chance.randrange(10**9):09d}"


def _roster(chance: Random, index: int) -> list[Cell]:
    number, born = document(index)
    name, grade = _name(chance), "七八九"[index % 3] + "年级"
    boards = index % 4 == 0
    return [
        index + 1, name, "男" if int(number[16]) % 2 else "女", "居民身份证", number, born, _phone(chance), "学生",
        grade, f"{grade}{index // 3 % 40 + 1}班", "住校" if boards else "走读",
        f"{index // 500 % 9 + 1}号楼{chance.randrange(101, 620)}" if boards else "",
        _name(chance, name[0]), _phone(chance), chance.choice(AREAS),
        f"{chance.choice(ROADS)}{chance.randrange(1, 300)}号{chance.randrange(1, 30)}栋{chance.randrange(101, 1800)}",
        f"2022-08-2{index % 9} 08:30", f"第{index % 6 + 1}批", "否", "已交" if index % 50 else "未交",
    ]  # fmt: skip


def _survey(chance: Random, index: int) -> list[Cell]:
    number, _ = document(index)
    name, grade, day = _name(chance), "七八九"[index % 3] + "年级", index % 7 + 1
    return [
        name, number, f"{grade}{index // 3 % 40 + 1}班", "男" if int(number[16]) % 2 else "女", _phone(chance),
        _name(chance, name[0]), _phone(chance), chance.choice(AREAS),
        f"2022-07-{10 + index % 20}", f"2022-08-0{day}", chance.choice(("火车", "飞机", "自驾", "大巴")),
        f"2022-08-0{day} {chance.randrange(7, 12):02d}:{chance.randrange(60):02d}", f"2022-08-0{day} 20:00", "阴性",
        "运城检测所", f"2022-08-07 {chance.randrange(6, 22):02d}:{chance.randrange(60):02d}", "绿", "运城市、太原市",
        date(2022, 8, 7), f"36.{index % 8}",
    ]  # fmt: skip


ROSTER = (
    "序号 姓名 性别 证件类型 证件号 出生日期 联系电话 人员类别 年级 班级 住宿方式 宿舍 监护人姓名 监护人电话 "
    "现住地区 现住址 计划返校时间 返校批次 高风险岗位 健康承诺书"
)
SURVEY = (
    "姓名 身份证号 班级 性别 联系电话 监护人姓名 监护人电话 旅居地区 抵达日期 离开日期 交通工具 采样时间 "
    "报告时间 核酸检测结果 检测机构 健康码查验时间 健康码 行程卡途经城市 监测日期 早体温"
)
SHAPES = {
    "roster": Shape("人员", ROSTER.split(), _roster),
    "survey": Shape("返校排查表", SURVEY.split(), _survey),
}

# ------------------------------------------------------------------ as Excel writes it

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    "{}</Types>"
)
_PARTS = {
    "xl/workbook.xml": "sheet.main", "xl/worksheets/sheet1.xml": "worksheet", "xl/styles.xml": "styles",
    "xl/sharedStrings.xml": "sharedStrings",
}  # fmt: skip
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = f'<Relationship Id="rId{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
_STYLES = (
    f'<styleSheet {_MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def write(path: Path, shape: Shape, rows: int) -> None:
    """A workbook of one sheet with a header and so many rows."""
    chance = Random(20220808)
    texts: dict[str, int] = {}
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        overrides = (
            f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
            f'{kind}+xml"/>'
            for part, kind in _PARTS.items()
        )
        book.writestr("[Content_Types].xml", _TYPES.format("".join(overrides)))
        book.writestr(
            "_rels/.rels", _RELATIONS.format(_RELATION.format(1, "officeDocument", "xl/workbook.xml"))
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="{shape.sheet}" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        targets = (
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        )
        listed = (_RELATION.format(n, kind, target) for n, (kind, target) in enumerate(targets, 1))
        book.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format("".join(listed)))
        book.writestr("xl/styles.xml", _STYLES)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            last = chr(64 + len(shape.headings))
            sheet.write(f'<worksheet {_MAIN}><dimension ref="A1:{last}{rows + 1}"/><sheetData>'.encode())
            for number, row in enumerate(_rows(shape, chance, rows), 1):
                cells = "".join(_cell(at, number, cell, texts) for at, cell in enumerate(row) if cell != "")
                count += sum(isinstance(cell, str) and cell != "" for cell in row)
                sheet.write(f'<row r="{number}" spans="1:{len(row)}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(f'<sst {_MAIN} count="{count}" uniqueCount="{len(texts)}">'.encode())
            for text in texts:
                strings.write(f"<si><t>{escape(text)}</t></si>".encode())
            strings.write(b"</sst>")


def _rows(shape: Shape, chance: Random, rows: int) -> Iterator[list[Cell]]:
    yield [*shape.headings]
    for index in range(rows):
        yield shape.row(chance, index)


def _cell(at: int, number: int, cell: Cell, texts: dict[str, int]) -> str:
    place = f"{chr(65 + at)}{number}"
    if isinstance(cell, str):
        return f'<c r="{place}" t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="1"><v>{(cell - _EPOCH).days}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'
