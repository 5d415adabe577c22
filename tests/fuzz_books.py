"""Books for the fuzz: sheets of plausible rows whose answers do not fit each other, and where each row has gone.

Used by the tests, and by `bench/fuzz.py` with many more of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from schoolprep.facts import blank, divisions
from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, plan_tables
from schoolprep.intake.tables import Table
from schoolprep.intake.whereabouts import RowPlace
from schoolprep.store import Records

BLANKS = blank.load()
DIVISIONS = divisions.load()
REGION, TODAY = "140802", date(2026, 11, 20)
_FILE = "名单.xlsx"
_PEOPLE = tuple(f"{first}{second}" for first in "王李张刘陈" for second in "伟芳娜敏静")
_ROWS = 8
_JUNK: tuple[Writing, ...] = (
    "",
    "",
    "",
    None,
    "无",
    "不详",
    "/",
    "同上",
    "#N/A",
    "？",
    "<b>",
    "=1+1",
    0,
    -1,
    1e300,
    True,
    "8.8",
)
_HEADER: tuple[Writing, ...] = ("姓名",)
_LINES: tuple[tuple[Writing, ...], ...] = (
    (),
    ("  ", ""),
    (0, None, 0),
    ("合计", 3),
    ("填表人：张三", "", "审核人：李四"),
    ("高一(2)班",),
    ("班级：高一(3)班",),
    ("", "2022年8月8日"),
    ("以下为住校生",),
    ("1.本表每日上报",),
    ("转学", "王伟"),
    ("情况说明", ""),
    _HEADER,
)
"""What stands between the rows of people: totals, signatures, lines that rule what follows, the header again."""
_LATE = 400
"""Days around today in which answers lie, in any order."""


def book(chance: Random) -> list[Table]:
    """Some sheets, each of one kind of statement, about the same few people."""
    blanks = [one for one in BLANKS.values() if one.about == "person"]
    return [_sheet(chance, one) for one in chance.sample(blanks, chance.randint(1, 3))]


def _sheet(chance: Random, of: Blank) -> Table:
    fields = [field for field in of.field if field.headings and (field.required or chance.random() < 0.7)]
    own = [field for field in fields if of.id != "person" or field.name not in ("name", "class_name")]
    headings: list[Writing] = ["姓名", "班级", *(field.headings[0] for field in own)]
    rows = [
        [
            chance.choice(_PEOPLE),
            f"高一({chance.randint(1, 3)})班",
            *(_writing(chance, field) for field in own),
        ]
        for _ in range(chance.randint(1, _ROWS))
    ]
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        line = chance.choice(_LINES)
        rows.insert(chance.randint(0, len(rows)), list(headings) if line == _HEADER else list(line))
    return Table(_FILE, of.sheet, [headings, *rows])


def _writing(chance: Random, field: Field) -> Writing:
    """What somebody might write for a field, most of it an answer."""
    if chance.random() < 0.15:
        return chance.choice(_JUNK)
    if field.choices:
        return chance.choice(field.choices).label.source
    day = TODAY + timedelta(chance.randint(-_LATE, _LATE // 8))
    moment = datetime.combine(day, time(chance.randint(0, 23), chance.choice((0, 30))))
    by_kind: dict[str, tuple[Writing, ...]] = {
        "date": (
            day,
            f"{day:%Y-%m-%d}",
            f"{day.month}月{day.day}日",
            f"{day:%Y.%m}",
            (day - date(1899, 12, 30)).days,
        ),
        "moment": (moment, day, f"{moment:%Y/%m/%d %H:%M}", f"{day:%m-%d}"),
        "temperature": (36.5, "38.2", 365, "37.9℃", 98.6),
        "yes_no": ("是", "否", "有", "没有"),
        "number": (chance.randint(0, 60), "3次", "35.5"),
        "place": ("山西省运城市盐湖区", "太原", "海南省三亚市", "境外 日本"),
        "places": ("太原、运城市盐湖区", "三亚"),
        "phone": ("13800138000", 13900139000, "0359-2020202"),
        "identity": ("11010519491231002X", "110105194912310021", 1.10105e17),
        "class": ("高一(1)班", "高二3班", 1),
    }
    return chance.choice(by_kind.get(field.kind, ("市一医院", "王伟", "备注")))


def planned(store: Records, tables: list[Table]) -> Plan:
    """What taking them in would do."""
    return finish(plan_tables(tables, store, BLANKS, DIVISIONS, REGION, today=TODAY))


def lost(made: Plan, tables: Sequence[Table]) -> list[RowPlace]:
    """The rows that say something and are neither filed, asked, refused, unchanged nor told of, each by its place.

    Those that are told of as saying nothing say nothing in any column that is read.
    """
    went = made.whereabouts(made.settled)
    rows = {
        (table.file, table.sheet, number)
        for table in tables
        for number, row in enumerate(table.cells[1:], 2)
        if any(isinstance(cell, str) and cell.strip() for cell in row)
    }
    rows -= {
        (sheet.table.file, sheet.table.sheet, sheet.table.row_number(at))
        for sheet in made.sheets
        for at in range(sheet.body)  # headers, and the lines that rule what follows
    }
    spoke = [place for place, fate in went.fates.items() if fate == "silent" and _speaks(made, place)]
    return [*went.lost, *spoke, *sorted(rows - went.fates.keys())]


def _speaks(made: Plan, place: RowPlace) -> bool:
    """Whether a row has an answer in a column that is read, other than whom it is about."""
    for sheet in made.sheets:
        table = sheet.table
        rows = {table.row_number(at): row for at, row in enumerate(table.cells)}
        if (table.file, table.sheet) == place[:2] and place[2] in rows:
            row = rows[place[2]]
            read = {column.at for column in sheet.columns if not column.who and column.at is not None}
            if any(at < len(row) and str(row[at] or "").strip(" /-") for at in read):
                return True
    return False
