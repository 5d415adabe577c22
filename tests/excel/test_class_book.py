"""A class workbook comes back: only what was edited counts, against what changed at the school meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports import class_book
from schoolprep.__main__ import main
from schoolprep.desk import Desk
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.steps import finish
from schoolprep.intake import Receipt
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

ANN, BEA, CAT = "a" * 32, "b" * 32, "c" * 32
UNIT = "七年级3班"
DAY = date(2022, 8, 8)
_NAMES = {ANN: "李雷", BEA: "韩梅", CAT: "钱思远"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    school = School(name="运城市实验中学", region="140802", profile="yuncheng-2022")
    store = Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("王老师", "device-a"))
    made = Desk(store, program_data())
    made.filing.append(
        [
            *(
                _entry("person", one, name=name, class_name=UNIT, category="student")
                for one, name in _NAMES.items()
            ),
            _entry("test", ANN, sampled_at="2022-08-05T09:00", result="negative"),
            _entry("test", BEA, sampled_at="2022-08-05T09:00", result="negative", lab="一院"),
            _entry("health", ANN, day="2022-08-07", temp_am=36.5),
        ]
    )
    yield made
    made.close()


def _entry(blank: str, subject: str, *replaces: str, **said: str | float) -> Entry:
    return Entry(blank=blank, subject=subject, answers={**said}, replaces=replaces)


def out(desk: Desk, path: Path, password: str = "") -> Path:
    """The class's workbook, written and logged."""
    drawn = desk.class_books.draw(UNIT, "zh")
    with desk.log.handing_out(desk.class_books.leaving(drawn)):
        class_book.write(drawn, path, password)
    desk.class_books.keep_password(password)
    return path


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def cell(sheet: Worksheet, name: str, heading: str) -> tuple[int, int]:
    """Row and column of what stands of somebody under a heading."""
    heads = [one.value for one in sheet[1]]
    named = heads.index("姓名")
    lines = enumerate(sheet.iter_rows(min_row=2, values_only=True), 2)
    row = next(at for at, line in lines if line[named] == name)
    return row, heads.index(heading) + 1


def put(book: Workbook, sheet: str, name: str, heading: str, value: object) -> None:
    row, column = cell(book[sheet], name, heading)
    book[sheet].cell(row, column).value = value  # type: ignore[assignment]


def back(desk: Desk, path: Path) -> Receipt:
    plan = finish(desk.intake.plan([path], DAY))
    return desk.intake.take_in(plan)


def said(desk: Desk, subject: str, blank: str) -> list[Answers]:
    return [one.answers or {} for one in desk.people.records(subject) if one.blank == blank]


def arrivals(desk: Desk) -> list[Record]:
    return [one for one in desk.filing.current() if one.blank == "arrival"]


def test_what_nobody_edited_counts_for_nothing(desk: Desk, tmp_path: Path) -> None:
    path = out(desk, tmp_path / "a.xlsx")
    (test,) = [one for one in desk.people.records(ANN) if one.blank == "test"]
    desk.filing.append([_entry("test", ANN, test.id, sampled_at="2022-08-05T09:00", result="positive")])
    receipt = back(desk, path)
    assert (receipt.added, receipt.changed) == (0, 0)
    assert said(desk, ANN, "test")[0]["result"] == "positive"  # the stale row covers nothing
    (arrival,) = arrivals(desk)
    assert {**(arrival.answers or {})}.items() >= {"classes": UNIT, "number": 1, "records": 0}.items()


def test_one_cell_is_one_correction(desk: Desk, tmp_path: Path) -> None:
    path = edited(out(desk, tmp_path / "a.xlsx"), lambda book: put(book, "核酸检测", "韩梅", "结果", "阳性"))
    receipt = back(desk, path)
    assert (receipt.added, receipt.changed) == (0, 1)
    assert said(desk, BEA, "test") == [
        {"sampled_at": "2022-08-05T09:00", "result": "positive", "lab": "一院"}
    ]
    assert [one.answers and one.answers["records"] for one in arrivals(desk)] == [1]
    assert back(desk, path).changed == 0


def test_what_decides_which_statement_it_is_may_be_edited_too(desk: Desk, tmp_path: Path) -> None:
    path = out(desk, tmp_path / "a.xlsx")
    back(desk, edited(path, lambda book: put(book, "核酸检测", "韩梅", "采样时间", "2022-08-06 10:00")))
    assert said(desk, BEA, "test") == [
        {"sampled_at": "2022-08-06T10:00", "result": "negative", "lab": "一院"}
    ]


def test_only_there_and_only_here_join(desk: Desk, tmp_path: Path) -> None:
    path = out(desk, tmp_path / "a.xlsx")
    (test,) = [one for one in desk.people.records(BEA) if one.blank == "test"]
    desk.filing.append(
        [_entry("test", BEA, test.id, sampled_at="2022-08-05T09:00", result="negative", lab="二院")]
    )
    back(desk, edited(path, lambda book: put(book, "核酸检测", "韩梅", "结果", "阳性")))
    assert said(desk, BEA, "test") == [
        {"sampled_at": "2022-08-05T09:00", "result": "positive", "lab": "二院"}
    ]


def test_the_same_on_both_sides_is_nothing(desk: Desk, tmp_path: Path) -> None:
    path = out(desk, tmp_path / "a.xlsx")
    (test,) = [one for one in desk.people.records(ANN) if one.blank == "test"]
    desk.filing.append([_entry("test", ANN, test.id, sampled_at="2022-08-05T09:00", result="positive")])
    receipt = back(desk, edited(path, lambda book: put(book, "核酸检测", "李雷", "结果", "阳性")))
    assert (receipt.added, receipt.changed) == (0, 0)


def test_changed_on_both_sides_is_a_question(desk: Desk, tmp_path: Path) -> None:
    path = out(desk, tmp_path / "a.xlsx")
    (health,) = [one for one in desk.people.records(ANN) if one.blank == "health"]
    desk.filing.append([_entry("health", ANN, health.id, day="2022-08-07", temp_am=36.8)])

    def edit(book: Workbook) -> None:
        put(book, "健康监测", "李雷", "早体温", 38.2)
        put(book, "健康监测", "李雷", "午体温", 38.5)

    act = back(desk, edited(path, edit)).act
    standing = sorted((one["temp_am"], one["temp_noon"]) for one in said(desk, ANN, "health"))
    assert standing == [(36.8, 38.5), (38.2, 38.5)]
    assert desk.conflicts.count() == 1
    assert desk.workspace.verify() == []
    desk.filing.undo(act)
    assert said(desk, ANN, "health") == [{"day": "2022-08-07", "temp_am": 36.8}]
    assert desk.conflicts.count() == len(arrivals(desk)) == 0


def test_an_emptied_cell_takes_nothing_back(desk: Desk, tmp_path: Path) -> None:
    path = edited(
        out(desk, tmp_path / "a.xlsx"), lambda book: put(book, "核酸检测", "韩梅", "检测机构", None)
    )
    plan = finish(desk.intake.plan([path], DAY))
    assert "intake.class-book-emptied" in {note.problem.code for note in plan.notes}
    desk.intake.take_in(plan)
    assert said(desk, BEA, "test")[0]["lab"] == "一院"


def test_sorted_moved_and_added(desk: Desk, tmp_path: Path) -> None:
    """Rows turn round, a line is put on top, a test and a new pupil are added below."""

    def edit(book: Workbook) -> None:
        sheet = book["核酸检测"]
        rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=2, max_row=3)]
        for at, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column).value = value
        put(book, "核酸检测", "韩梅", "结果", "阳性")
        sheet.cell(4, 2).value = "钱思远"
        sheet.cell(4, 4).value = "2022-08-06 08:00"
        heads = [one.value for one in sheet[1]]
        sheet.cell(4, heads.index("结果") + 1).value = "阴性"
        sheet.insert_rows(1)

    back(desk, edited(out(desk, tmp_path / "a.xlsx"), edit))
    assert [one["result"] for one in said(desk, ANN, "test")] == ["negative"]
    assert [one["result"] for one in said(desk, BEA, "test")] == ["positive"]
    assert [one["result"] for one in said(desk, CAT, "test")] == ["negative"]


def test_who_was_erased_meanwhile_does_not_come_back(desk: Desk, tmp_path: Path) -> None:
    path = edited(out(desk, tmp_path / "a.xlsx"), lambda book: put(book, "核酸检测", "韩梅", "结果", "阳性"))
    desk.erasing.erase(BEA, "家长要求")
    receipt = back(desk, path)
    assert (receipt.added, receipt.changed) == (0, 0)
    assert BEA not in desk.people.files()


@pytest.mark.parametrize("spoil", ["mark", "seal", "school"])
def test_what_cannot_be_believed_is_refused(desk: Desk, tmp_path: Path, spoil: str) -> None:
    path = out(desk, tmp_path / "a.xlsx")

    def edit(book: Workbook) -> None:
        put(book, "核酸检测", "韩梅", "结果", "阳性")
        mark = book.worksheets[-1] if book.worksheets[-1].title == "_" else book["_"]
        if spoil == "mark":
            mark.cell(3, 1).value = str(mark.cell(3, 1).value)[:-40]
        else:
            mark.cell(2, 1).value = "0" * 64

    edited(path, edit)
    other = tmp_path / "list.csv"
    other.write_text("姓名,班级\n钱思远,七年级3班\n", "utf-8")
    plan = finish(desk.intake.plan([path, other], DAY))
    told = {notice.problem.code for notice in (*plan.unread, *plan.refused)}
    assert told & {"intake.class-book-spoilt", "intake.class-book-foreign"}
    desk.intake.take_in(plan)
    assert said(desk, BEA, "test")[0]["result"] == "negative"


def test_behind_its_password_it_opens_by_itself(desk: Desk, tmp_path: Path) -> None:
    path = out(desk, tmp_path / "a.xlsx", "一个密码")
    with path.open("rb") as file:
        assert msoffcrypto.OfficeFile(file).is_encrypted()
    opened = BytesIO()
    with path.open("rb") as file:
        book = msoffcrypto.OfficeFile(file)
        book.load_key(password="一个密码")
        book.decrypt(opened)
    assert "_" in load_workbook(opened).sheetnames
    assert back(desk, path).changed == 0
    assert len(arrivals(desk)) == 1


def test_each_has_its_number(desk: Desk, tmp_path: Path) -> None:
    out(desk, tmp_path / "a.xlsx")
    assert desk.class_books.draw(UNIT, "zh").number == 2


def test_from_the_command_line(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "school.schoolprep"
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", desk.workspace.recovery_code())
    monkeypatch.setenv("SCHOOLPREP_BOOK_PASSWORD", "一个密码")
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    desk.close()
    assert main(["class-workbook", "--lang", "zh", "--out", str(tmp_path / "all"), "--file", str(file)]) == 0
    assert [path.name for path in (tmp_path / "all").iterdir()] == ["七年级3班 班级表 第1份.xlsx"]
    assert "3人" in capsys.readouterr().out
    no = [
        "class-workbook",
        "--lang",
        "zh",
        "--class",
        "九年级",
        "--out",
        str(tmp_path / "b.xlsx"),
        "--file",
        str(file),
    ]
    assert main(no) == 2


def test_it_is_unsealed_like_an_envelope(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, stick = tmp_path / "school.schoolprep", tmp_path / "stick"
    stick.mkdir()
    edited(out(desk, stick / "a(1).xlsx"), lambda book: put(book, "核酸检测", "韩梅", "结果", "阳性"))
    Workbook().save(stick / "other.xlsx")
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", desk.workspace.recovery_code())
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    desk.close()

    def run(*words: object) -> tuple[int, dict[str, object]]:
        status = main(["unseal", "--lang", "zh", *map(str, words), "--json", "--file", str(file)])
        return status, json.loads(capsys.readouterr().out)

    assert run(stick, "--dry-run")[1]["merged"] == 0
    status, told = run(stick)
    assert (status, told["merged"], told["refused"]) == (0, 1, [])
    assert run(stick)[1]["merged"] == 0
    status, told = run(stick / "other.xlsx")
    assert (status, len(told["refused"])) == (1, 1)  # type: ignore[arg-type]
