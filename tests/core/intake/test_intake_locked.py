"""Workbooks behind a password: asked for, opened in memory, and never kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from schoolprep.__main__ import main
from schoolprep.intake.reading import NeedsPassword, read_tables

PASSWORD = "运城2022"
HEADS = ["人员类别", "姓名", "证件类型", "证件号", "班级"]
ROW = ["学生", "王小明", "居民身份证", "140802200809010013", "七年级1班"]


def _locked(path: Path, password: str = PASSWORD) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    sheet.append(HEADS)
    sheet.append(ROW)
    plain = io.BytesIO()
    book.save(plain)
    with path.open("wb") as out:
        OOXMLFile(io.BytesIO(plain.getvalue())).encrypt(password, out)
    return path


def test_a_password_opens_it_and_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    path = _locked(tmp_path / "名单.xlsx")
    with pytest.raises(NeedsPassword) as asked:
        read_tables(path)
    assert (asked.value.path, asked.value.wrong) == (path, False)
    with pytest.raises(NeedsPassword) as asked:
        read_tables(path, "0000")
    assert asked.value.wrong
    (table,) = read_tables(path, PASSWORD)
    assert table.cells == [HEADS, ROW]
    assert [entry.name for entry in tmp_path.iterdir()] == ["名单.xlsx"]


def test_what_excel_opens_without_asking_is_opened_without_asking(tmp_path: Path) -> None:
    (table,) = read_tables(_locked(tmp_path / "只读.xlsx", "VelvetSweatshop"))
    assert table.cells[1] == ROW


@pytest.mark.parametrize(("kept", "status"), [(PASSWORD, 0), ("0000", 2), ("", 2)])
def test_scripts_give_it_through_the_environment(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kept: str,
    status: int,
) -> None:
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    monkeypatch.setenv("SCHOOLPREP_BOOK_PASSWORD", kept)
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    file = str(tmp_path / "school.schoolprep")
    new = ["new", "--file", file, "--school", "测试学校", "--region", "140802", "--profile", "yuncheng-2022"]
    assert main(new) == 0
    book = str(_locked(tmp_path / "名单.xlsx"))
    assert main(["intake", "--lang", "zh", book, "--file", file]) == status
    said = capsys.readouterr().err
    assert ("名单.xlsx" in said) == bool(status)
    assert PASSWORD not in said
    assert said.count("\n") <= 1
