"""Ways in: the same truth sent as workbook, texts, page, survey, phone answers or typed gives the same records.

Whatever of it comes, in whatever order and however often.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from schoolprep import grid
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.steps import finish
from schoolprep.facts.subject import AREAS
from schoolprep.grid import GridPlace, Sheet
from schoolprep.intake import Receipt
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data
from tests.roster_school import blanks

BLANKS = blanks()
DATA = program_data()
PURPOSES = program_data().purposes
KEY = Key.random()
ON = Moment.parse("2022-08-08T22:00")
DOCUMENTS = ("140802200809010013", "110101199003071233", "14080220080901003X")
RESULTS = {"阴性": "negative", "阳性": "positive", "待出": "pending"}
SYMPTOMS = {"咳嗽": "cough", "乏力": "fatigue"}
OnFile = list[tuple[str, str, str]]
Rows = Sequence[Sequence[str]]


class Pupil(NamedTuple):
    """What is true of one pupil."""

    name: str
    class_name: str
    document: str
    phone: str
    dormitory: str
    sampled: str
    result: str
    temperature: str
    symptom: str


@st.composite
def worlds(draw: st.DrawFn) -> list[Pupil]:
    """Up to three pupils, two of them in one class."""
    return [
        Pupil(
            f"学生{'甲乙丙'[at]}", f"七年级{at % 2 + 1}班", DOCUMENTS[at], f"1380013800{at}",
            draw(st.sampled_from(("101", "2号楼305"))),
            f"2022-08-0{draw(st.integers(1, 7))}", draw(st.sampled_from(sorted(RESULTS))),
            f"36.{draw(st.integers(0, 9))}", draw(st.sampled_from(sorted(SYMPTOMS))),
        )
        for at in range(draw(st.integers(1, 3)))
    ]  # fmt: skip


# ---------------------------------------------------------------- the ways


def _sheets(world: Sequence[Pupil]) -> Mapping[str, Rows]:
    return {
        "人员": [
            ["姓名", "班级", "证件号", "联系电话", "宿舍", "住宿方式"],
            *([p.name, p.class_name, p.document, p.phone, p.dormitory, "住校"] for p in world),
        ],
        "核酸检测": [
            ["证件号", "姓名", "采样时间", "结果"],
            *([p.document, p.name, f"{p.sampled} 08:30", p.result] for p in world),
        ],
        "健康监测": [
            ["证件号", "姓名", "日期", "早体温", "症状"],
            *([p.document, p.name, "2022-08-08", p.temperature, p.symptom] for p in world),
        ],
    }  # fmt: skip


def _workbook(world: Sequence[Pupil], folder: Path) -> list[Path]:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in _sheets(world).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "全校.xlsx")
    return [folder / "全校.xlsx"]


def _texts(world: Sequence[Pupil], folder: Path) -> list[Path]:
    return [_csv(folder / f"{title}.csv", rows, "gb18030") for title, rows in _sheets(world).items()]


def _pages(world: Sequence[Pupil], folder: Path) -> list[Path]:
    paths = []
    for title, rows in _sheets(world).items():
        lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        paths.append(folder / f"{title}.xls")
        paths[-1].write_text(f"<meta charset=utf-8><table>{lines}</table>", "utf-8")
    return paths


def _survey(world: Sequence[Pupil], folder: Path) -> list[Path]:
    """One sheet under a title that answers two blanks."""
    heads = [
        "序号",
        "班级",
        "姓名",
        "身份证号",
        "联系电话",
        "宿舍",
        "住宿方式",
        "核酸采样时间",
        "核酸检测结果",
    ]
    rows = [
        [
            str(at),
            p.class_name,
            p.name,
            p.document,
            p.phone,
            p.dormitory,
            "住校",
            f"{p.sampled} 8:30",
            p.result,
        ]
        for at, p in enumerate(world, 1)
    ]
    book = Workbook()
    for row in (["返校摸排表"], heads, *rows, ["合计", f"{len(world)}人"]):
        book.worksheets[0].append(row)
    book.save(folder / "摸排.xlsx")
    return [folder / "摸排.xlsx"]


def _phones(world: Sequence[Pupil], folder: Path) -> list[Path]:
    """As ODK Central exports them: the families, and a table for each repeat."""
    keys = [f"uuid:{at}" for at in range(len(world))]
    family = [
        [
            "person-person_name",
            "person-person_class_name",
            "person-person_document_no",
            "person-person_phone",
            "KEY",
        ]
    ]
    tests = [["test_sampled_at", "test_sampled_at_time", "test_result", "PARENT_KEY", "KEY"]]
    health = [["health_day", "health_temp_am", "health_symptoms", "PARENT_KEY", "KEY"]]
    for key, p in zip(keys, world, strict=True):
        family.append([p.name, p.class_name, p.document, p.phone, key])
        tests.append([p.sampled, "08:30:00.000+08:00", RESULTS[p.result], key, f"{key}/test[1]"])
        health.append(["2022-08-08", p.temperature, SYMPTOMS[p.symptom], key, f"{key}/health[1]"])
    tables = {"form": family, "form-test": tests, "form-health": health}
    return [_csv(folder / f"{name}.csv", rows, "utf-8") for name, rows in tables.items()]


def _csv(path: Path, rows: Rows, encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


FILES: Mapping[str, Callable[[Sequence[Pupil], Path], list[Path]]] = {
    "workbook": _workbook, "texts": _texts, "pages": _pages, "survey": _survey, "phones": _phones,
}  # fmt: skip
WHOLE = ("workbook", "texts", "pages")
"""Those that send everything; phones are not asked for the dormitory, the survey not for the health, the grid for
nothing else."""


def _typed(world: Sequence[Pupil], desk: Desk) -> None:
    """Typed into the class grid; whoever is not on file yet has no line there."""
    by_name = {p.name: p for p in world}
    for unit, people in grid.units(desk).items():
        sheet = Sheet(desk, PURPOSES["health"], people, ON, "zh")
        columns = [column.id for column in sheet.columns]
        for row in range(len(people)):
            pupil = by_name[sheet.name(row)]
            temperature, symptoms = (
                GridPlace(row, columns.index(one)) for one in ("health.temp_am", "health.symptoms")
            )
            sheet.put({temperature: pupil.temperature.replace(".", ""), symptoms: pupil.symptom})
        assert sheet.file(unit.name).waiting == 0


# ---------------------------------------------------------------- what is on file


def _taken(desk: Desk, paths: Sequence[Path]) -> Receipt:
    receipt = desk.intake.take_in(finish(desk.intake.plan(paths, today=date(2022, 8, 9))))
    assert not receipt.refused
    assert not receipt.doubtful
    return receipt


def _on_file(desk: Desk) -> OnFile:
    current = [record for record in desk.filing.current() if record.subject != AREAS]
    return sorted(
        (
            record.blank,
            desk.people.file(record.subject).person.name,
            str(sorted((record.answers or {}).items())),
        )
        for record in current
    )


def _after(world: Sequence[Pupil], ways: Sequence[str]) -> Iterator[OnFile]:
    """What is on file after each way; nothing changes where it comes again at once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        school = School(name="一中", region="140802", profile="yuncheng-2022")
        store = Store.create(folder / "s.schoolprep", KEY, school, Who("校医", "desk"))
        desk = Desk(store, DATA)
        try:
            for way in ways:
                if way == "grid":
                    _typed(world, desk)
                else:
                    paths = FILES[way](world, folder)
                    _taken(desk, paths)
                    again = _taken(desk, paths)
                    assert (again.added, again.changed, again.act) == (0, 0, "")
                yield _on_file(desk)
        finally:
            desk.close()


@settings(max_examples=12)
@given(
    worlds(),
    st.lists(st.sampled_from([*FILES, "grid"]), max_size=4),
    st.sampled_from(WHOLE),
    st.integers(0, 4),
)
def test_whatever_comes_in_whatever_order_however_often_the_records_are_the_same(
    world: list[Pupil], ways: list[str], whole: str, at: int
) -> None:
    *_, wanted = _after(world, ["workbook"])
    assert {blank for blank, _, _ in wanted} == {"person", "test", "health"}
    *_, found = _after(world, [*ways[:at], whole, *ways[at:]])
    assert found == wanted


def test_a_part_of_it_is_a_part_of_the_records() -> None:
    """What the survey and the grid leave out is not there; the phones complete it, and no statement stands twice."""
    world = [
        Pupil("学生甲", "七年级1班", DOCUMENTS[0], "13800138000", "101", "2022-08-07", "阴性", "36.5", "咳嗽")
    ]
    survey, typed, phones = _after(world, ["survey", "grid", "phones"])
    assert [blank for blank, _, _ in survey] == ["person", "test"]
    assert [blank for blank, _, _ in typed] == ["health", "person", "test"]
    assert phones == typed
