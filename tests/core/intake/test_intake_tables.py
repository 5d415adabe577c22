"""Reading files: what a sheet's cells are, where they stand, and one sentence for every file that is no workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say_problem
from schoolprep.intake.reading import files_of, read_tables
from schoolprep.intake.tables import column_letters, shown


def _book(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    sheet["C5"] = "姓名"
    sheet["D6"] = 44781
    sheet["E6"] = 36.5
    sheet["F6"] = 13800138000
    sheet["G6"] = date(2022, 8, 8)
    sheet["H6"] = datetime(2022, 8, 8, 7, 30)
    sheet["I6"] = True
    sheet["J6"] = timedelta(hours=7, minutes=30)
    sheet["J6"].number_format = "[h]:mm"
    book.create_sheet("旧表").sheet_state = "hidden"
    book.save(path)
    return path


def test_cells_stand_where_a_person_sees_them(tmp_path: Path) -> None:
    first, hidden = read_tables(_book(tmp_path / "a.xlsx"))
    assert (first.file, first.sheet, first.hidden) == ("a.xlsx", "人员", False)
    assert first.cells[0][0] == "姓名"
    assert first.address(0, first.row_number(0)) == "C5"
    assert first.address(4, first.row_number(1)) == "G6"
    assert (hidden.sheet, hidden.hidden) == ("旧表", True)


def test_numbers_are_shown_as_they_were_typed(tmp_path: Path) -> None:
    cells = read_tables(_book(tmp_path / "a.xlsx"))[0].cells[1]
    assert cells[1:] == [
        44781,
        36.5,
        13800138000,
        date(2022, 8, 8),
        datetime(2022, 8, 8, 7, 30),
        True,
        time(7, 30),
    ]
    assert [type(cell) for cell in cells[1:4]] == [int, float, int]


def test_the_1904_flag_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append([date(2022, 8, 8), 43319])
    book.save(tmp_path / "mac.xlsx")
    (table,) = read_tables(tmp_path / "mac.xlsx")
    assert table.epoch_1904
    assert table.cells[0][0] == date(2022, 8, 8)
    assert not read_tables(_book(tmp_path / "a.xlsx"))[0].epoch_1904


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16", b"")]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_that_are_met(
    tmp_path: Path, encoding: str, mark: bytes, delimiter: str
) -> None:
    path = tmp_path / "旅居史.csv"
    text = delimiter.join(("证件号", "姓名")) + "\r\n" + delimiter.join(("140802200809010013", "王𠮷昇"))
    path.write_bytes(mark + text.encode(encoding))
    (table,) = read_tables(path)
    assert table.sheet == "旅居史"
    assert table.cells == [["证件号", "姓名"], ["140802200809010013", "王𠮷昇"]]


def _truncated(path: Path) -> None:
    whole = _book(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _flipped(path: Path) -> None:
    whole = bytearray(_book(path).read_bytes())
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    whole[at : at + 40] = bytes(40)
    path.write_bytes(whole)


def _encrypted(path: Path) -> None:
    plain = _book(path).read_bytes()
    with path.open("wb") as locked:
        OOXMLFile(io.BytesIO(plain)).encrypt("2022-08-08", locked)


def _document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")


def _bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(1025):
            part.write(bytes(1 << 20))


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("半个.xlsx", _truncated, "intake.damaged"),
    ("坏了.xlsx", _flipped, "intake.damaged"),
    ("空.xlsx", lambda path: path.write_bytes(b""), "intake.empty-file"),
    ("密码.xlsx", _encrypted, "intake.password"),
    (
        "网页.xls",
        lambda path: path.write_text("<html><body><p>登录</p></body></html>"),
        "intake.web-page",
    ),
    ("文档.xlsx", _document, "intake.damaged"),
    ("炸弹.xlsx", _bomb, "intake.too-large"),
    (
        "坏了.xls",
        lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
        "intake.damaged",
    ),
    ("图片.csv", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "intake.is-picture"),
    ("引号.csv", lambda path: path.write_text('姓名,备注\n王明,"没完\n', "utf-8"), "intake.damaged-csv"),
    ("~$七年级.xlsx", lambda path: path.write_bytes(b"\x05admin" + b" " * 159), "intake.lock-file"),
    ("夹.xlsx", lambda path: path.mkdir(), "intake.is-folder"),
    ("没有.xlsx", lambda path: None, "intake.no-file"),
]


@pytest.mark.parametrize(("name", "damage", "code"), DAMAGE, ids=[name for name, _, _ in DAMAGE])
def test_a_file_that_is_no_workbook_is_one_sentence(
    tmp_path: Path, name: str, damage: Callable[[Path], object], code: str
) -> None:
    path = tmp_path / name
    damage(path)
    with pytest.raises(CallError) as raised:
        read_tables(path)
    assert raised.value.problem.code == code
    for lang in ("zh", "en"):
        said = say_problem(raised.value.problem, lang)
        assert name in said
        assert "\n" not in said


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _book(tmp_path / "a.xlsx")

    def locked(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "open", locked)  # root reads whatever its permissions say
    with pytest.raises(CallError) as raised:
        read_tables(path)
    assert raised.value.problem.code == "intake.locked"


def test_a_folder_stands_for_its_workbooks(tmp_path: Path) -> None:
    folder = tmp_path / "各班"
    (folder / "内" / "深").mkdir(parents=True)
    for name in (
        "二班.xlsx",
        "一班.csv",
        "~$二班.xlsx",
        ".隐.xlsx",
        "说明.docx",
        "内/深/三班.csv",
        "Thumbs.db",
    ):
        (folder / name).touch()
    found = files_of([folder])
    assert [file.name for file in found.files] == [
        f"各班/{name}" for name in ("一班.csv", "二班.xlsx", "说明.docx", "内/深/三班.csv")
    ]
    assert found.passed_over == {"各班": (".隐.xlsx", "Thumbs.db", "~$二班.xlsx")}
    (tmp_path / "空").mkdir()
    with pytest.raises(CallError):
        files_of([tmp_path / "空"])


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("七年级3班", "七年级4班"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "名单.csv").touch()
    found = files_of([tmp_path / "七年级3班" / "名单.csv", tmp_path / "七年级4班" / "名单.csv"])
    assert [file.name for file in found.files] == ["名单.csv", "七年级4班/名单.csv"]


@given(st.integers(1, 20_000))
def test_column_letters_count_without_gaps(column: int) -> None:
    value = 0
    for letter in column_letters(column):
        value = value * 26 + ord(letter) - ord("A") + 1
    assert value == column


def test_writings_are_shown_as_in_the_sheet() -> None:
    assert [shown(w) for w in (None, 36.5, 7, "x", date(2022, 8, 8), datetime(2022, 8, 8, 7, 30), time(7, 30))] == [
        "", "36.5", "7", "x", "2022-08-08", "2022-08-08 07:30", "07:30:00",
    ]  # fmt: skip
