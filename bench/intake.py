"""Bench: a school of 5,000 people with 15 records each, taken in; as a ratio to the bare reading of the same file.

    python -m bench.intake [PEOPLE]

Prints what becomes of spoiled workbooks (`bench.damage`), then what the whole intake costs (reading, plan, filing into
a real store) in multiples of what python-calamine needs to read the file and do nothing with it. Aim: 3 at most. Then
the same for one sheet of 100,000 rows (`bench.large`), with the memory it takes.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from stdnum.iso7064 import mod_11_2

from bench import damage, large
from schoolprep.facts import blank, divisions
from schoolprep.intake import Plan, Receipt, take_in
from schoolprep.store import Key, School, Store, Who

PEOPLE = 5_000
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
AREAS = (
    "山西省运城市盐湖区",
    "山西省太原市小店区",
    "河南省郑州市金水区",
    "陕西省西安市雁塔区",
    "海南省三亚市吉阳区",
)


def people(count: int) -> Iterator[tuple[str, str, str]]:
    """Invented people: document number, name, class."""
    chance = random.Random(20220808)
    for index in range(count):
        born = date(2006, 1, 1) + timedelta(days=index % 2_000)
        body = f"140802{born:%Y%m%d}{1 + index // 2_000 * 30 + index % 30:03d}"
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
        yield (
            body + mod_11_2.calc_check_digit(body),
            name,
            f"{'七八九'[index % 3]}年级{index // 3 % 30 + 1}班",
        )


def workbook(path: Path, count: int) -> None:
    """The canonical workbook of a school: 15 rows a person over six sheets."""
    book = Workbook(write_only=True)
    who = list(people(count))
    sheets: dict[str, tuple[str, Callable[[str, str, str], list[list[str]]]]] = {
        "人员": (
            "人员类别 姓名 性别 证件类型 证件号 出生日期 联系电话 年级 班级 住宿方式 现住地区 健康承诺书",
            _person,
        ),
        "旅居史": ("证件号 姓名 地区 详细地址 抵达日期 离开日期 交通工具 车次", _stays),
        "核酸检测": ("证件号 姓名 采样时间 报告时间 结果 采样单位 检测机构 样本类型", _tests),
        "健康码行程卡": ("证件号 姓名 查验时间 健康码 行程卡途经城市", _codes),
        "健康监测": ("证件号 姓名 日期 早体温 午体温 晚体温 症状 用退烧药 备注", _health),
        "共同居住人": ("证件号 姓名 同住人姓名 关系 同住人证件号 同住人联系电话 同住人类别", _cohabitants),
    }
    for title, (headings, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(headings.split())
        for number, name, class_name in who:
            for row in rows(number, name, class_name):
                sheet.append(row)
    book.save(path)


def _person(number: str, name: str, class_name: str) -> list[list[str]]:
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    sex = "男" if int(number[16]) % 2 else "女"
    phone = f"138{number[-9:-1]}"
    return [
        [
            "学生",
            name,
            sex,
            "居民身份证",
            number,
            born,
            phone,
            class_name[:3],
            class_name,
            "走读",
            AREAS[0],
            "已交",
        ]
    ]


def _stays(number: str, name: str, _: str) -> list[list[str]]:
    place = AREAS[int(number[16]) % len(AREAS)]
    return [
        [
            number,
            name,
            place,
            "人民路1号",
            "2022-07-20",
            f"2022-08-0{int(number[15]) % 6 + 1}",
            "火车",
            "G683",
        ]
    ]


def _tests(number: str, name: str, _: str) -> list[list[str]]:
    return [
        [
            number,
            name,
            f"2022-08-0{day} 08:{number[14:16]}"[:16],
            f"2022-08-0{day} 20:00",
            "阴性",
            "盐湖区医院",
            "运城检测所",
            "咽拭子",
        ]
        for day in (1, 4, 7)
    ]


def _codes(number: str, name: str, _: str) -> list[list[str]]:
    return [[number, name, "2022-08-07 18:00", "绿", "运城市、太原市"]]


def _health(number: str, name: str, _: str) -> list[list[str]]:
    tenth = int(number[16])
    return [
        [number, name, f"2022-08-0{day}", f"36.{tenth}", "36.5", f"36.{(tenth + day) % 10}", "无", "否", ""]
        for day in range(1, 9)
    ]


def _cohabitants(number: str, name: str, _: str) -> list[list[str]]:
    return [[number, name, f"{name[0]}建国", "父亲", "", f"139{number[-9:-1]}", "无"]]


def bare(path: Path) -> int:
    """Read every cell and do nothing with it."""
    with CalamineWorkbook.from_path(path) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds a piece of work takes, and what it gave."""
    start = perf_counter()
    given = work()
    return perf_counter() - start, given


def main(count: int) -> None:
    """Measure and print."""
    blanks, known = blank.load(), divisions.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.xlsx"
        workbook(path, count)
        who = Who("bench", "bench")
        store = Store.create(
            Path(folder) / "bench.schoolprep",
            Key.random(),
            School(name="x", region="140802", profile="yuncheng-2022"),
            who,
        )
        once = min(timed(lambda: bare(path))[0] for _ in range(3))
        seconds, made = timed(lambda: large.plan_of([path], store, blanks, known))
        assert isinstance(made, Plan)
        filing, receipt = timed(lambda: take_in(store, made))
        again, second = timed(lambda: large.plan_of([path], store, blanks, known))
        assert isinstance(receipt, Receipt)
        assert isinstance(second, Plan)
        store.close()
    print(
        f"{count} people, {receipt.added} records, {len(receipt.refused)} refused; {len(second.steps)} left to do"
    )
    print(f"bare reading   {once:6.2f} s")
    print(f"plan           {seconds:6.2f} s  {seconds / once:5.2f} × (reading included)")
    print(f"filing         {filing:6.2f} s  {filing / once:5.2f} ×")
    print(f"whole intake   {seconds + filing:6.2f} s  {(seconds + filing) / once:5.2f} ×   aim ≤ 3")
    print(f"plan of the same file again {again:6.2f} s  {again / once:5.2f} ×")


if __name__ == "__main__":
    damage.main()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
    large.main()
