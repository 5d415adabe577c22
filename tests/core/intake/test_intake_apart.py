"""A workbook of whatever kind costs at most a sentence: not the program, not the memory, not one's patience."""

from __future__ import annotations

import struct
import sys
from io import BytesIO
from itertools import islice
from pathlib import Path

import olefile
import pytest

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.intake.reading import GivenFile, apart, fast, read, read_tables
from schoolprep.intake.reading.apart import shares_apart
from schoolprep.intake.reading.container import contained
from schoolprep.intake.reading.fast import BookListed, ReadingFailed, Shares, SheetRows, shares
from schoolprep.intake.reading.limits import MOST_CELLS, Archive
from schoolprep.intake.reading.ooxml import look
from schoolprep.intake.reading.workbook import read_book
from tests.fuzz_files import ROWS as ROWS_OF_SEED
from tests.fuzz_files import SEEDS, read_spoilt
from tests.xls import SHEET, xls_stream

ROWS = [["姓名", "班级"], ["李雷", "高一1班"], ["韩梅梅", "高一2班"]]
LIES = {
    "the wrong way round": (5, 3, 0, 2),
    "a thousand million rows": (0, 10**9, 0, 2),
    "as wide as a number can be": (0, 10**6, 0, 65_535),
    "nothing": (0, 0, 0, 0),
}
"""First row, behind the last row, first column, behind the last column."""


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_how_many_cells_a_sheet_says_it_has_is_not_believed(
    tmp_path: Path, lie: tuple[int, int, int, int]
) -> None:
    path = tmp_path / "名单.xls"
    path.write_bytes(contained(xls_stream(ROWS, lie), ()))
    (table,) = read_tables(path)
    assert (table.sheet, table.cells) == (SHEET, ROWS)


@pytest.mark.parametrize("lie", list(LIES.values())[:3], ids=list(LIES)[:3])
def test_what_ends_the_fast_reader_ends_another_process(lie: tuple[int, int, int, int]) -> None:
    """The lie is left in: the reader aborts, and this process hears that it failed."""
    given = [share for share in shares_apart(contained(xls_stream(ROWS, lie), ())) if share is not None]
    assert given[-1] == ReadingFailed(ended=True)


def test_a_chain_that_leads_to_itself_is_not_followed(tmp_path: Path) -> None:
    """The program finds the workbook beside it; the fast reader, left alone with it, runs into its limits."""
    whole = bytearray(contained(xls_stream(ROWS), ()))
    directory = struct.unpack_from("<I", whole, 48)[0]
    struct.pack_into("<I", whole, 4_096 + 4 * directory, directory)
    path = tmp_path / "名单.xls"
    path.write_bytes(whole)
    (table,) = read_tables(path)
    assert table.cells == ROWS
    assert [share for share in shares_apart(bytes(whole)) if share is not None] == [ReadingFailed(ended=True)]


@pytest.mark.parametrize("sectors", [1, 2, 1_021, 1_022, 1_023, 1_024, 2_050])
def test_a_workbook_of_any_length_fits_into_its_container(sectors: int) -> None:
    stream = bytes([7]) * (4_096 * sectors - 1)
    with olefile.OleFileIO(BytesIO(contained(stream, ()))) as container:
        assert container.openstream("Workbook").read() == stream + b"\0"


def test_many_rows_come_back_whole_and_in_order() -> None:
    rows = [[f"姓名{number}", "高一1班"] for number in range(5_000)]
    given = [share for share in shares_apart(contained(xls_stream(rows), ())) if share is not None]
    assert given[0] == BookListed([(SHEET, False)])
    assert [row for share in given if isinstance(share, SheetRows) for row in share.rows] == rows


@pytest.mark.parametrize("came", range(3))
def test_a_reader_that_ends_in_the_middle_leaves_the_second_reading(came: int) -> None:
    """Whatever had come of a workbook; where there is no second reading the file is refused."""
    whole = SEEDS["a.xlsx"]()
    (book,) = list(look(Archive(BytesIO(whole), "名单.xlsx")))[-1:]
    given = list(shares(BytesIO(whole), MOST_CELLS))

    def ending() -> Shares:
        yield from given[:came]
        yield ReadingFailed(ended=True)

    (table,) = finish(read_book(ending(), "名单.xlsx", book))
    assert table.cells == ROWS_OF_SEED
    with pytest.raises(CallError):
        finish(read_book(ending(), "名单.xlsx", book._replace(faithful=False)))


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsb", "a.ods", "a.xls"])
def test_the_files_of_an_intake_are_read_by_one_process(tmp_path: Path, name: str) -> None:
    """Damaged ones among them: the sentence about one costs the next no new start."""
    path = tmp_path / name
    for content in (SEEDS[name](), SEEDS[name]()[:-30], SEEDS[name]()):
        path.write_bytes(content)
        read_spoilt(path)
    readers = {process.pid for process in apart._idle}
    assert len(readers) == 1
    assert read_spoilt(path)
    assert {process.pid for process in apart._idle} == readers


@pytest.mark.parametrize("program", [sys.executable, "false", "nowhere"])
def test_where_no_process_begins_a_workbook_is_read_in_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """A system that forbids programs to start others, or an installation of which a part is missing."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(SEEDS["a.xlsx"]())
    monkeypatch.setattr(apart, "_idle", [])
    monkeypatch.setattr(fast, "__file__", str(tmp_path / "none.py"))
    monkeypatch.setattr(sys, "executable", program)
    (table,) = read_tables(path)
    assert table.cells == ROWS_OF_SEED
    assert apart._idle == []


def test_reading_can_be_cancelled_while_the_other_process_works(tmp_path: Path) -> None:
    path = tmp_path / "名单.xls"
    path.write_bytes(contained(xls_stream(ROWS), ()))
    steps = read(GivenFile.at(path))
    list(islice(steps, 3))
    steps.close()
