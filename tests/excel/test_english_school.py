"""A school in England: made, filled in, judged and printed without a Chinese word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from schoolprep.__main__ import main

CHINESE = re.compile("[㐀-鿿、。，：；（）]")
ON = "2024-05-08T08:00"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with the new workspace `hill`."""
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    profile = ("--region", "England", "--profile", "uk-school-today")
    assert _run(tmp_path, capsys, "new", "--school", "Hill School", *profile)[0] == 0
    return tmp_path


def _run(folder: Path, capsys: pytest.CaptureFixture[str], verb: str, *words: object) -> tuple[int, str]:
    workspace = ("--file", str(folder / "hill")) if verb != "blank-workbook" else ()
    status = main([verb, *map(str, words), *workspace, "--lang", "en"])
    told, complained = capsys.readouterr()
    assert not CHINESE.search(told + complained), told + complained
    return status, told + complained


def _fill(book: Path, sheet: str, **answers: str) -> None:
    work = load_workbook(book)
    at = {str(cell.value): at for at, cell in enumerate(work[sheet][1], 1)}
    row = work[sheet].max_row + 1
    for heading, answer in answers.items():
        work[sheet].cell(row=row, column=at[heading.replace("_", " ")], value=answer)
    work.save(book)


def test_from_the_empty_workbook_to_the_day_of_return(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = folder / "week.xlsx"
    _run(folder, capsys, "blank-workbook", book)
    for name in ("Alice Smith", "Bob O'Neill", "Sam Lee"):
        _fill(book, "People", Name=name, Class="7B", Role="Student", Boarding="Day pupil")
    _fill(book, "People", Name="Jane Doe", Class="Staff", Role="Teacher", Date_of_birth="1980-01-02")
    _fill(
        book,
        "Illness",
        Name="Alice Smith",
        Class="7B",
        Disease="Norovirus",
        Symptoms_gone_from="2024-05-07 20:00",
    )
    _fill(book, "Illness", Name="Jane Doe", Class="Staff", Disease="COVID-19", Positive_test="2024-05-06")
    _fill(
        book,
        "Daily health",
        Name="Sam Lee",
        Class="7B",
        Day="2024-05-08",
        Morning="38.2",
        Symptoms="Fever, Cough",
    )
    _fill(book, "Household", Name="Sam Lee", Class="7B", Household_member="none")
    assert _run(folder, capsys, "intake", book, "--accept-doubtful")[0] == 0
    told = json.loads(_plain(folder, capsys))
    back = {one["name"]: one["may_return_on"] for one in told["people"]}
    assert back == {
        "Alice Smith": "2024-05-10",  # 48 hours after the evening of the 7th
        "Bob O'Neill": "2024-05-08",
        "Sam Lee": "2024-05-09",
        "Jane Doe": "2024-05-10",  # three days after Monday the 6th, as the table says of individuals
    }
    assert "7B Alice Smith" in _run(folder, capsys, "check", "--on", ON)[1]
    _run(folder, capsys, "roster", "return", "--on", ON, "--out", folder / "return.xlsx")
    _run(folder, capsys, "what-if", "--on", ON, "--against-on", "2024-05-13")


def _plain(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main(["check", "--on", ON, "--file", str(folder / "hill"), "--json"])
    return capsys.readouterr().out


def test_a_list_of_pupils_under_english_headings_is_understood(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "People"
    book.active.append(
        ["Category", "Name", "Document type", "Document number", "Date of birth", "Class", "Telephone"]
    )
    book.active.append(["Pupil", "Zoë Brown", "Passport", "925076473", "2012-03-04", "Year 8", ""])
    book.save(folder / "list.xlsx")
    status, told = _run(folder, capsys, "intake", folder / "list.xlsx")
    assert (status, "Added 1" in told) == (0, True), told
    assert "Student" in told, "a pupil is a student, and that is said in English"


def test_a_profile_that_asks_for_travel_needs_the_county(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
    for region, profile, status in (
        ("", "yuncheng-2022", 2),
        ("England", "yuncheng-2022", 2),
        ("999999", "uk-school-today", 2),
        ("", "us-school-today", 0),
        ("Pennsylvania", "us-school-today", 0),
    ):
        path = tmp_path / f"{region}-{profile}"
        call = ["new", "--file", str(path), "--school", "Hill", "--region", region, "--profile", profile]
        assert main([*call, "--lang", "en"]) == status, (region, profile)
        complained = capsys.readouterr().err
        assert len(complained.strip().splitlines()) == (1 if status else 0)
