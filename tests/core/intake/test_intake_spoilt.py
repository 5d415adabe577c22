"""Spoilt files that once ended with an error of the program: each costs one sentence, or is read for what it holds."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds import Frame, read
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.intake.lists import read_list, read_text
from schoolprep.intake.reading import GivenFile, read_tables
from tests.readings import code

BLANKS = blank.load()
DIVISIONS = divisions.load()
DIGITS = "9" * 5_000
COUNTY = {"province": "海南省", "city": "三亚市", "county": "吉阳区", "communitys": ["榆红村"]}


def _nameless() -> bytes:
    part = zipfile.ZipInfo("x")
    part.filename = ""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(part, "")
    return whole.getvalue()


def _xml2003(attributes: str) -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="人员"><Table><Row>'
        f'<Cell {attributes}><Data ss:Type="String">李雷</Data></Cell></Row></Table></Worksheet></Workbook>'
    ).encode()


def _page(columns: str) -> bytes:
    return f"<html><meta charset='utf-8'><table><tr><td colspan='{columns}'>李雷</td></tr></table></html>".encode()


REFUSED: dict[str, Callable[[], bytes]] = {
    "a page of which nothing is left": lambda: b"<!doctype html>",
    "a part without a name": _nameless,
}
READ: dict[str, Callable[[], bytes]] = {
    "a cell over more columns than any number": lambda: _page(DIGITS),
    "a cell over a superscript": lambda: _page("²"),
    "a column farther than any number": lambda: _xml2003(f'ss:Index="{DIGITS}"'),
    "a merge over more than any number": lambda: _xml2003(f'ss:MergeAcross="{DIGITS}"'),
}


@pytest.mark.parametrize("made", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_a_sheet_costs_one_sentence(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(made())
    with pytest.raises(CallError):
        read_tables(path)


@pytest.mark.parametrize("made", READ.values(), ids=READ)
def test_what_lies_about_its_width_is_read_all_the_same(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(made())
    (table,) = read_tables(path)
    assert str(table.cells[0][0])[0] == "李"


@pytest.mark.parametrize(
    "data",
    [
        {"highlist": [1.5]}, {"highlist": ["高风险"]}, {"middlelist": 3}, {"lowlist": "三亚"}, {"highlist": {"a": 1}},
        {"highlist": [COUNTY | {"communitys": 7}]}, {"highlist": [COUNTY], "lowlist": [None]},
    ],
    ids=str,
)  # fmt: skip
def test_a_national_list_with_something_else_in_it_is_refused_whole(
    tmp_path: Path, data: dict[str, object]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": {"end_update_time": "2022-08-06 15时"} | data}), "utf-8")
    with pytest.raises(CallError) as caught:
        finish(read_list(GivenFile.at(path), BLANKS, DIVISIONS))
    assert caught.value.problem.code == "intake.damaged-json"


def test_a_national_list_of_a_day_that_no_calendar_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    data = {"end_update_time": "2022-02-31 15时", "highlist": [COUNTY]}
    path.write_text(json.dumps({"data": data}), "utf-8")
    with pytest.raises(CallError) as caught:
        finish(read_list(GivenFile.at(path), BLANKS, DIVISIONS))
    assert caught.value.problem.code == "intake.no-list"


def test_half_a_character_in_a_text_is_shown_as_lost() -> None:
    given = read_text(
        "地区\t等级\t起始时间\n海南省三亚市吉阳区\ud83d\t高风险\t2022-08-01\n", BLANKS, DIVISIONS, "a"
    )
    assert "吉阳区\ufffd" in str(given.tables[0].cells)


@pytest.mark.parametrize("field", ["birth_date", "document_no", "name", "class_name"])
def test_a_number_of_four_hundred_digits_is_refused(field: str) -> None:
    asked = BLANKS["person"][field]
    assert code(read(asked, int("9" * 400), Frame(DIVISIONS))) in (
        "number-too-long", "date-unreadable", "identity-number-cell",
    )  # fmt: skip
