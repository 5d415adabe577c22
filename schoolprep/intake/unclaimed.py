"""Unclaimed: the rows of the sheets of an intake that nobody reads, in which somebody may be named (`bystanders`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from schoolprep.facts.blank import Blank
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.bystanders import UnclaimedRows
from schoolprep.intake.columns import Matched
from schoolprep.intake.match import MatchedSheets
from schoolprep.intake.nobody import is_like_a_name
from schoolprep.intake.people import who_of
from schoolprep.intake.rows import SheetRow
from schoolprep.intake.sheet_notes import is_our_guide
from schoolprep.intake.whereabouts import RowMarks

_LATIN_NAME = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)+")
_ANSWERED = frozenset({"intake.left-out-sheet", "intake.empty-sheet"})
"""Why a sheet is not taken in of which nothing is to be asked."""


def unclaimed(
    found: Sequence[MatchedSheets], sheets: Sequence[Matched], rows: Sequence[SheetRow], marks: RowMarks
) -> Iterator[UnclaimedRows]:
    """The sheets that are not taken in, but for what a person left out and our own guide, and parts of the others.

    Of these the lines around, the rows that name nobody, and what may be a form whose answers were taken for headings.
    """
    for one in found:
        if one.notice and not is_our_guide(one.notice) and one.notice.problem.code not in _ANSWERED:
            yield UnclaimedRows(one.table, range(len(one.table.cells)), whole=True)
    told: dict[int, set[int]] = {}
    for at, number in chain(marks.of("told"), marks.of("silent")):
        told.setdefault(at, set()).add(number)
    nameless: dict[int, set[int]] = {}
    for row in rows:
        if row.who.names_nobody and _is_of_nobody(row, sheets[row.sheet].blank):
            nameless.setdefault(row.sheet, set()).add(row.number)
    for at, sheet in enumerate(sheets):
        yield from _unclaimed_parts(sheet, told.get(at, ()), nameless.get(at, ()))


def _is_of_nobody(row: SheetRow, blank: Blank) -> bool:
    """Whether a row is about people and names nobody where its sheet asks for it."""
    return blank.about == "person" and (blank.id != "person" or who_of(row.answers).names_nobody)


def _unclaimed_parts(
    sheet: Matched, told: Collection[int], nameless: Collection[int]
) -> Iterator[UnclaimedRows]:
    """What nobody reads of a table that is taken in. `told`, `nameless`: rows as people count them."""
    table, above = sheet.table, max(sheet.body - 1, 0)
    rows, body = range(len(table.cells)), range(sheet.body, len(table.cells))
    below = [row for row in rows[above:] if table.row_number(row) in told] if told else ()
    yield UnclaimedRows(table, [*range(above), *below])
    if nameless:
        yield UnclaimedRows(table, [row for row in body if table.row_number(row) in nameless], whole=True)
    if sheet.heard:
        heard = {one.at: one.heading for one in sheet.heard}
        yield UnclaimedRows(table, body, columns=heard, asking=not sheet.several)
    if sheet.body and any(map(_may_name, table.cells[above])):
        yield UnclaimedRows(table, rows, whose=above)


def _may_name(heading: Writing) -> bool:
    """Whether a heading may be somebody's name."""
    return isinstance(heading, str) and (
        is_like_a_name(heading) or _LATIN_NAME.fullmatch(heading.strip()) is not None
    )
