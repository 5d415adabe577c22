"""Rosters as workbooks: what stands in the cells, how they print, and what happens when they cannot be saved."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from exports import dress, stream, workbook
from schoolprep import __version__
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say_problem
from schoolprep.roster import DrawnColumn, Roster, draw
from schoolprep.verdicts.verdict import Case
from tests.roster_school import case, context, in_order, layouts, person, school

HOUSE = Path(__file__).resolve().parents[2]
GOLDEN = HOUSE / "tests" / "golden"
LAYOUTS = layouts()


def _drawn(layout: str = "return", cases: list[Case] | None = None) -> Roster:
    return draw(LAYOUTS[layout], school() if cases is None else cases, context())


def _written(roster: Roster, folder: Path) -> Path:
    out = folder / f"{roster.id}.xlsx"
    assert list(workbook.write(roster, out))
    return out


def _sheets(path: Path) -> list[Worksheet]:
    return [sheet for sheet in load_workbook(path).worksheets if isinstance(sheet, Worksheet)]


def _dump(path: Path) -> Iterator[str]:
    """Every cell that says something: place, type, format, value; and how the sheet prints."""
    for sheet in _sheets(path):
        yield f"# {sheet.title} | {sheet.dimensions} | {sheet.auto_filter.ref} | {sheet.freeze_panes}"
        yield f"# {sheet.print_title_rows} | {sheet.print_area} | {sheet.page_setup.orientation}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = str(cell.value).replace(__version__, "VERSION").replace("\n", "⏎")
                    yield f"{cell.coordinate}\t{cell.data_type}\t{cell.number_format}\t{value}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_workbook_says_what_it_said(layout: str, tmp_path: Path) -> None:
    """`SCHOOLPREP_GOLDEN=1` writes what is said now; look at the difference before it is committed."""
    said = "\n".join(_dump(_written(_drawn(layout), tmp_path))) + "\n"
    kept = GOLDEN / f"roster-{layout}.txt"
    if os.environ.get("SCHOOLPREP_GOLDEN"):
        kept.write_text(said, "utf-8")
    assert said == kept.read_text("utf-8")


# --- headings over headings ----------------------------------------------------------------------------------------


def test_a_header_of_three_levels_is_merged_repeated_and_read_back(tmp_path: Path) -> None:
    levels = [
        ("班级",),
        ("核酸", "第一次", "采样时间"),
        ("核酸", "第一次", "结果"),
        ("核酸", "备注"),
        ("健康码",),
    ]
    plain = _drawn()
    columns = tuple(DrawnColumn(level, 9) for level in levels)
    sheet = plain.groups[0]._replace(rows=[("七年级1班", "2022-08-07", "阴性", None, "绿")], tones=["ready"])
    roster = plain._replace(columns=columns, groups=[sheet], summary=None, frozen=1)
    (made,) = _sheets(_written(roster, tmp_path))
    assert sorted(str(cells) for cells in made.merged_cells.ranges if cells.min_row in (3, 4, 5)) == [
        "A3:A5", "B3:D3", "B4:C4", "D4:D5", "E3:E5",
    ]  # fmt: skip
    assert [made[cell].value for cell in ("A3", "B3", "B4", "B5", "C5", "D4", "E3", "C6")] == [
        "班级", "核酸", "第一次", "采样时间", "结果", "备注", "健康码", "阴性",
    ]  # fmt: skip
    assert (made.freeze_panes, made.print_title_rows, made.auto_filter.ref) == ("B6", "$3:$5", "A5:E6")


def test_neighbours_alike_at_the_bottom_are_not_one() -> None:
    """Two blocks that both end in 结果 stand under their own headings."""
    columns = [
        workbook._Shown(level, 9, False, False, dress.HEADING, False)
        for level in [("核酸", "结果"), ("抗原", "结果"), ("结果",), ("结果",)]
    ]
    assert [(head.text, head.top, head.bottom, head.left, head.right) for head in workbook._heads(columns)] == [
        ("核酸", 0, 0, 0, 0), ("结果", 1, 1, 0, 0), ("抗原", 0, 0, 1, 1), ("结果", 1, 1, 1, 1),
        ("结果", 0, 1, 2, 2), ("结果", 0, 1, 3, 3),
    ]  # fmt: skip


# --- text is text ------------------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x","点我")',
    "+86 138",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'quoted",
    "=cmd|' /C calc'!A0",
]
AWKWARD = [
    *FORMULAS,
    "110101199001011237",
    "0359",
    "1-2",
    "3/4",
    "<b>&amp;</b>",
    "_x0041_",
    "  两边 ",
    "䶮㐂𠮷",
    "TRUE",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_a_persons_text_stays_text_in_every_reader(text: str, tmp_path: Path) -> None:
    one = case("p", [person(text, text, text), *in_order()])
    path = _written(_drawn("return", [one]), tmp_path)
    sheet = _sheets(path)[0]
    cells = [sheet.cell(row=4, column=column) for column in (2, 3, 6)]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"] or [cell.data_type for cell in cells] == [
        "inlineStr"
    ] * 3
    plain = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[3]
    assert [plain[1], plain[2], plain[5]] == [text] * 3
    assert "<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()


def test_numbers_that_are_names_are_cells_of_text(tmp_path: Path) -> None:
    sheet = _sheets(_written(_drawn(), tmp_path))[1]
    row = {sheet.cell(row=3, column=at).value: sheet.cell(row=5, column=at) for at in range(1, 19)}
    assert row["证件号"].value == "140802200911030046"
    assert {row[name].number_format for name in ("证件号", "联系电话", "监护人电话", "班级")} == {"@"}
    assert row["序号"].value == 2
    assert (row["最早可返校日"].value, row["最早可返校日"].number_format) == (
        datetime(2022, 8, 9),
        "yyyy-mm-dd",
    )


def test_a_moment_is_a_moment_and_a_word_in_its_place_stays_a_word(tmp_path: Path) -> None:
    sheet = _sheets(_written(_drawn("closed-loop"), tmp_path))[0]
    headings = {sheet.cell(row=3, column=at).value: at for at in range(1, 22)}
    began = sheet.cell(row=4, column=headings["开始时间"])
    assert (str(began.value), began.number_format) == ("2022-08-04 10:10:00", "yyyy-mm-dd hh:mm")


@given(st.text(max_size=60))
def test_any_text_comes_back_without_what_the_format_cannot_hold(text: str) -> None:
    import xml.etree.ElementTree as tree  # noqa: PLC0415 - only here

    escaped = stream.escaped(text)
    read = tree.fromstring(f"<t>{escaped}</t>").text or ""
    fit = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    plain = fit.replace("\r\n", "\n").replace("\r", "\n")
    assert re.sub(r"_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", read) == plain


def test_a_text_longer_than_a_cell_is_cut_where_it_can_be_seen() -> None:
    assert len(stream.escaped("长" * 40_000)) == 32_767
    assert stream.escaped("长" * 40_000).endswith("…")
    assert stream.escaped("长" * 32_767).endswith("长")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2022-08-08", 44781), ("2022-08-08 12:00", 44781.5), ("2022-08-08T06:00", 44781.25), ("1900-03-01", 61),
        ("1900-02-28", None), ("2022-02-30", None), ("2022-08-08 24:00", None), ("待定", None), ("", None),
        ("２０２２-08-08", None),
    ],
)  # fmt: skip
def test_a_date_is_the_number_workbooks_count_with(text: str, number: float | None) -> None:
    assert stream.serial(text) == number


# --- dress and print ---------------------------------------------------------------------------------------------


def test_every_sheet_is_ready_to_print(tmp_path: Path) -> None:
    for sheet in _sheets(_written(_drawn(), tmp_path))[1:]:
        assert sheet.page_setup.paperSize in ("9", 9)
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape", 1, 0,
        )  # fmt: skip
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes == "D4"
        footer = sheet.oddFooter
        assert footer is not None
        assert footer.center.text == "第 &P 页，共 &N 页"
        assert sheet.title in str(footer.left.text)
        last = sheet.max_row
        assert str(sheet.cell(row=last, column=1).value).startswith("班主任：____")
        assert sheet.print_area.endswith(f"${last}")
        assert sheet.dimensions == f"A1:S{last}"


def test_the_verdict_is_coloured_and_worded(tmp_path: Path) -> None:
    sheet = _sheets(_written(_drawn(), tmp_path))[1]
    for row, (word, tone) in enumerate(
        (("可返校", "ready"), ("暂缓返校", "deferred"), ("待补材料", "incomplete")), 4
    ):
        cell = sheet.cell(row=row, column=10)
        ink, ground = dress.TONES[tone]
        assert (cell.value, cell.font.color.rgb[2:], cell.fill.fgColor.rgb[2:]) == (word, ink, ground)


def test_a_long_reason_makes_its_row_taller(tmp_path: Path) -> None:
    sheet = _sheets(_written(_drawn(), tmp_path))[1]
    ready, deferred = (sheet.row_dimensions[row].height for row in (6, 5))
    assert ready is not None
    assert deferred is not None
    assert deferred > 2 * ready
    assert sheet.cell(row=5, column=11).alignment.wrap_text


def test_an_empty_roster_says_so(tmp_path: Path) -> None:
    sheet = _sheets(_written(_drawn("deferred", []), tmp_path))[0]
    assert sheet["A4"].value == "没有符合条件的人。"
    assert "A4:P4" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_an_ampersand_in_a_class_does_not_break_the_foot(tmp_path: Path) -> None:
    one = case("p", [person("王小明", "140802200809010013", "A&B班"), *in_order()])
    sheet = _sheets(_written(_drawn("return", [one]), tmp_path))[0]
    assert sheet.title == "A&B班"
    assert sheet.oddFooter is not None
    assert "A&&B班" in str(sheet.oddFooter.left.text)


def test_what_openpyxl_reads_is_what_was_drawn(tmp_path: Path) -> None:
    made = _drawn()
    sheets = _sheets(_written(made, tmp_path))
    assert [sheet.title for sheet in sheets] == ["汇总", *(group.sheet for group in made.groups)]
    dates = {at for at, column in enumerate(made.columns) if column.kind == "date"}
    for sheet, group in zip(sheets[1:], made.groups, strict=True):
        shown = [
            tuple(
                None if at in dates else sheet.cell(row=row, column=at + 1).value
                for at in range(len(made.columns))
            )
            for row in range(4, 4 + len(group.rows))
        ]
        assert shown == [
            tuple(None if at in dates else cell for at, cell in enumerate(row)) for row in group.rows
        ]


# --- saving ------------------------------------------------------------------------------------------------------


def test_steps_count_up_to_all_rows(tmp_path: Path) -> None:
    made = _drawn()
    steps = list(workbook.write(made, tmp_path / "a.xlsx"))
    total = sum(len(group.rows) for group in made.groups) + 6
    assert steps[0] == (0, total)
    assert steps[-1] == (total, total)
    assert steps == sorted(steps)


@pytest.mark.parametrize("after", [1, 3])
def test_a_cancel_leaves_nothing_and_touches_nothing(after: int, tmp_path: Path) -> None:
    out = tmp_path / "old.xlsx"
    out.write_bytes(b"old")
    with closing(workbook.write(_drawn(), out)) as steps:
        for _ in range(after):
            next(steps)
    assert [path.name for path in tmp_path.iterdir()] == ["old.xlsx"]
    assert out.read_bytes() == b"old"


def test_an_older_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(b"old")
    assert _sheets(_written(_drawn(), tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["return.xlsx"]


def _refused(out: Path) -> str:
    with pytest.raises(CallError) as wrong:
        list(workbook.write(_drawn("deferred"), out))
    assert say_problem(wrong.value.problem, "en")
    return say_problem(wrong.value.problem, "zh")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert (
        _refused(tmp_path / "nowhere" / "a.xlsx") == f"文件夹“{tmp_path / 'nowhere'}”不存在，请换一个文件夹。"
    )


def test_a_folder_of_that_name_is_no_place_for_a_file(tmp_path: Path) -> None:
    assert _refused(tmp_path) == f"“{tmp_path.name}”是一个文件夹，请换一个文件名。"


def test_a_name_the_disk_does_not_take_is_one_sentence(tmp_path: Path) -> None:
    assert "没有保存" in _refused(tmp_path / ("长" * 200 + ".xlsx"))
    assert list(tmp_path.iterdir()) == []


SAVE = """
import os, resource, sys
from pathlib import Path
sys.path.insert(0, {house!r})
from exports import workbook
from schoolprep.facts.problem import CallError
from schoolprep.roster import draw
from schoolprep.facts.words import say_problem
from tests.roster_school import context, layouts, school
roster = draw(layouts()["return"], school(), context())
{before}
try:
    list(workbook.write(roster, Path(sys.argv[1])))
except CallError as wrong:
    print(say_problem(wrong.problem, "zh"))
"""


def _in_a_process(out: Path, before: str) -> str:
    """What saving says in a process of its own, with less allowed to it."""
    code = SAVE.format(house=str(HOUSE), before=textwrap.dedent(before))
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


posix = pytest.mark.skipif(os.name != "posix", reason="limits and owners of POSIX")
root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="gives up root's rights to try")


@posix
def test_a_full_disk_is_one_sentence_and_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    said = _in_a_process(out, "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))")
    assert said == "磁盘满了，“a.xlsx”没有保存；原来的文件没有动。请腾出空间或换一个磁盘，再保存一次。"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert out.read_bytes() == b"old"


NOBODY = """
import tempfile
with tempfile.TemporaryDirectory() as folder:  # everything is imported while it may still be read
    list(workbook.write(roster, Path(folder) / "first.xlsx"))
os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""


def _open_the_way_to(folder: Path) -> None:
    """Let everybody pass through the folders pytest made for itself alone."""
    for one in (folder, *folder.parents):
        if one == Path(tempfile.gettempdir()):
            return
        one.chmod(0o755)


@root
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    _open_the_way_to(tmp_path)
    assert _in_a_process(tmp_path / "a.xlsx", NOBODY) == f"不能往文件夹“{tmp_path}”里写文件，请换一个文件夹。"
    assert list(tmp_path.iterdir()) == []


@root
def test_a_file_that_is_held_is_said_to_be_open(tmp_path: Path) -> None:
    _open_the_way_to(tmp_path)
    tmp_path.chmod(0o1777)  # others may add files and may not replace this one
    (tmp_path / "a.xlsx").write_bytes(b"old")
    said = _in_a_process(tmp_path / "a.xlsx", NOBODY)
    assert said.startswith("“a.xlsx”正在别的程序里打开")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@posix
def test_no_person_stands_in_any_file_outside_the_folder(tmp_path: Path) -> None:
    """Every file that is removed or renamed on the way is seen: openpyxl alone writes sheets to the system's folder."""
    (tmp_path / "system").mkdir()
    watch = """
    import tempfile
    tempfile.tempdir = {system!r}
    seen = []
    def look(event, given):
        if event in ("os.remove", "os.rename") and Path(given[0]).is_file():
            content = Path(given[0]).read_bytes()
            seen.append(Path(given[0]).parent.name)
            if seen[-1] == "system" and ("韩梅".encode() in content or b"140802200911030046" in content):
                print("LEAK")
    sys.addaudithook(look)
    import atexit
    atexit.register(lambda: print(sorted(set(seen))))
    """.format(system=str(tmp_path / "system"))
    (tmp_path / "out").mkdir()
    said = _in_a_process(tmp_path / "out" / "a.xlsx", watch)
    assert said in {"[]", "['out']"}  # where files can be without a name, none is renamed


def test_the_writer_of_rows_holds_to_plain_cells() -> None:
    row = stream.row(7, ["A", "B", "C", "D"], ["甲", 3, None, ""], [1, 2, 3, 4], 20.0)
    assert row == (
        '<row r="7" ht="20" customHeight="1"><c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">甲</t></is></c>'
        '<c r="B7" s="2"><v>3</v></c><c r="C7" s="3"/><c r="D7" s="4"/></row>'
    )


def test_openpyxl_alone_would_write_a_formula(tmp_path: Path) -> None:
    """Why the rows are not simply appended: this test fails when openpyxl stops doing it."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["=1+1"])
    assert book.active["A1"].data_type == "f"
