"""Sheet notes: what is told of files and sheets beside their rows: not taken in, read by a template, columns hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from schoolprep.facts import languages
from schoolprep.facts.problem import Filling, Problem, Series
from schoolprep.facts.words import say
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.match import MatchedSheets
from schoolprep.intake.tables import Table, shown

_LINES_SHOWN = 3
_UNKNOWN = frozenset({"intake.unknown-sheet", "intake.no-header", "intake.unheaded"})
"""Why a sheet is not taken in of which a person could say what its columns are."""


def nothing_known(found: Sequence[MatchedSheets]) -> Iterator[IntakeNotice]:
    """For each file of which no sheet is known: what a person can say of it."""
    files: dict[str, list[MatchedSheets]] = {}
    for one in found:
        files.setdefault(one.table.file, []).append(one)
    for file, sheets in files.items():
        if not any(one.sheets for one in sheets) and any(map(_can_be_said, sheets)):
            yield IntakeNotice(file, "", "", "", Problem("intake.nothing-known", {"file": file}), "file")


def _can_be_said(found: MatchedSheets) -> bool:
    """Whether a person could say what the columns of a sheet are that is not taken in."""
    return found.notice is not None and found.notice.problem.code in _UNKNOWN


def sheets_left_out(found: Sequence[MatchedSheets], sheets: Sequence[Matched]) -> Iterator[IntakeNotice]:
    """Sheets that are not taken in, then what is not used of those that are."""
    taken = {one.table.file for one in found if one.sheets}
    for one in found:
        if one.notice and not is_our_guide(one.notice):
            beside = one.table.text and one.table.file in taken and one.notice.problem.code in _UNKNOWN
            yield _text_beside(one.table) if beside else one.notice
    for sheet in sheets:
        yield from sheet.notices


def _text_beside(table: Table) -> IntakeNotice:
    """What is told of the lines of a document beside its tables: signatures, remarks."""
    lines = [" ".join(filter(None, map(shown, cells))) for cells in table.cells]
    told = Problem("intake.text-beside", {"count": len(lines), "lines": Series(lines[:_LINES_SHOWN])})
    return IntakeNotice(table.file, table.sheet, "", lines[0] if lines else "", told, "file")


def of_sheets(tables: Sequence[Table], found: Sequence[MatchedSheets]) -> Iterator[IntakeNotice]:
    """What a person should know of the sheets, however they were understood."""
    yield from chain(_of_reading(tables), _of_tools(found), _hidden_columns(found))


def _of_reading(tables: Sequence[Table]) -> Iterator[IntakeNotice]:
    """What is told of how files were read."""
    for table in tables:
        yield from (IntakeNotice(table.file, table.sheet, "", "", note, "file") for note in table.notes)


def _of_tools(found: Sequence[MatchedSheets]) -> Iterator[IntakeNotice]:
    """The sheets that were known as what a tool writes."""
    for one in found:
        if one.template is not None:
            problem = Problem("intake.template", {"sheet": one.table.sheet, "tool": one.template.title})
            yield IntakeNotice(one.table.file, one.table.sheet, "", "", problem, "file")


def _hidden_columns(found: Sequence[MatchedSheets]) -> Iterator[IntakeNotice]:
    """Columns that nobody sees in Excel and that were used all the same: teachers hide document numbers."""
    for one in found:
        for use in one.uses:
            if use.targets and use.head.at in one.table.hidden_columns:
                cell = one.table.address(use.head.at, one.table.row_number(use.head.row))
                problem = Problem("intake.hidden-column", {"heading": use.head.text})
                yield IntakeNotice(one.table.file, one.table.sheet, cell, use.head.text, problem)


def undated(sheets: Sequence[Matched]) -> Iterator[IntakeNotice]:
    """The sheets of results of which neither a column nor a title says the day, and that are not asked for it."""
    for sheet in sheets:
        blank, told = sheet.blank, {column.field for column in sheet.columns}
        days = {field.name for field in blank.field if field.kind in ("date", "moment")}
        if blank.column_day and not blank.sheet_day and told.isdisjoint(days):
            facts: dict[str, Filling] = {"sheet": sheet.table.sheet, "label": blank[blank.column_day].label}
            problem = Problem("intake.undated", facts)
            yield IntakeNotice(sheet.table.file, sheet.table.sheet, "", "", problem, "file")


def is_our_guide(notice: IntakeNotice) -> bool:
    """The sheets of our own empty workbook that explain the others or hold drop-downs: nobody wrote anything there."""
    code, sheet = notice.problem.code, notice.sheet
    return (code == "intake.unknown-sheet" and sheet in guides("guide")) or (
        code == "intake.hidden-sheet" and sheet in guides("lists")
    )


def guides(sheet: str) -> set[str]:
    """What a sheet of our own empty workbook is called, in every language."""
    return {say(f"roster.{sheet}", lang) for lang in languages.known()}
