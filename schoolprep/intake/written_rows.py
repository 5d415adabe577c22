"""Written rows: rows that the program wrote into a class workbook, come back: only what was edited counts.

Three things are compared: what was written (the record), what stands now of it, and what the row says. What only the
row changed is laid over what stands now; what both changed differently is a question, and both stand until it is
answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.record import Answers, Value
from schoolprep.intake.columns import Matched
from schoolprep.intake.notices import Telling
from schoolprep.intake.on_file import BecameOf
from schoolprep.intake.people import PeopleOnFile, name_key, text
from schoolprep.intake.rows import RowBase, SheetRow
from schoolprep.intake.tables import WrittenRow
from schoolprep.store.records.nouns import Became, spoken


class _Written(NamedTuple):
    """A row with what it was, as it is compared."""

    row: SheetRow
    at: WrittenRow
    became: Became


def against_what_was_written(
    rows: Sequence[SheetRow], people: PeopleOnFile, became: BecameOf, tell: Telling
) -> list[SheetRow]:
    """The rows, those of class workbooks with only what was edited in them."""
    if not any(sheet.table.written for sheet in tell.sheets):
        return [*rows]
    written = [tell.sheets[row.sheet].table.written.get(row.number) for row in rows]
    known = became([one.record for one in written if one is not None])
    found: list[SheetRow] = []
    for row, at in zip(rows, written, strict=True):
        one = known.get(at.record) if at else None
        if at is None or one is None:
            found.append(row)
        else:
            found += _compared(_Written(row, at, one), tell.sheets[row.sheet], people, tell)
    return found


def _compared(one: _Written, sheet: Matched, people: PeopleOnFile, tell: Telling) -> Iterator[SheetRow]:
    """The row as it counts; nothing where it says nothing new, or is nobody's any more."""
    record, row = one.became.record, one.row
    if record.answers is None:
        tell.note(row, Problem("intake.class-book-erased", {"row": row.number}), "")
        tell.mark("told", row)
        return
    if record.blank != sheet.blank.id or _is_of_another(one, sheet, people):
        yield row
        return
    edited = _only_edited(one, sheet)
    if not (edited.answers or edited.doubts or edited.unread):
        tell.mark("unchanged", row)
        return
    base = _base(edited.answers, one.became)
    if base.both:
        newer = one.became.leaves[-1]
        facts: dict[str, Filling] = {
            "row": row.number, "author": newer.author, "written": spoken(newer.written),
        }  # fmt: skip
        tell.note(row, Problem("intake.class-book-both", facts), row.who.name)
    yield edited._replace(problems=(), quiet=False, base=base)


def _only_edited(one: _Written, sheet: Matched) -> SheetRow:
    """The row with what somebody wrote, and nothing else."""
    row, held = one.row, one.became.record.answers or {}
    places = {column.field: column.source.places for column in sheet.columns if not column.who}
    cells = {sheet.table.address(at, row.number) for at in one.at.edited}
    answers = {
        field: value
        for field, value in row.answers.items()
        if value != held.get(field) and _is_edited(places.get(field, ()), one, field)
    }
    return row._replace(
        answers=answers,
        doubts=tuple(doubt for doubt in row.doubts if _touches(places.get(doubt.field, ()), one)),
        unread=tuple(cell for cell in row.unread if not cell.cell or cell.cell in cells),
    )


def _touches(places: Sequence[int], one: _Written) -> bool:
    return not one.at.edited.isdisjoint(places)


def _is_edited(places: Sequence[int], one: _Written, field: str) -> bool:
    """Whether somebody wrote an answer: in its cell, or, where it has none, it came of what they wrote."""
    return _touches(places, one) if places else field not in (one.became.record.answers or {})


def _is_of_another(one: _Written, sheet: Matched, people: PeopleOnFile) -> bool:
    """Whether somebody wrote another person into the line: then it is a line that was added."""
    held, who = people.about.get(one.became.record.subject), one.row.who
    if held is None:
        return True
    if sheet.blank.id == "person":
        names = [one.row.answers.get(field) for field in ("name", "document_no")]
        there = [held.get(field) for field in ("name", "document_no")]
        return all(now and before and now != before for now, before in zip(names, there, strict=True))
    named = who.name and name_key(who.name) != name_key(text(held, "name"))
    return bool(named or (who.document and who.document != text(held, "document_no")))


def _base(edited: Answers, became: Became) -> RowBase:
    """On what a row is laid, and what of it stands against a newer answer."""
    record, leaves = became.record, became.leaves
    standing = [leaf for leaf in leaves if leaf.answers is not None]
    if not standing:
        return RowBase(record, record, frozenset(edited))
    leaf = standing[-1]
    before, now = record.answers or {}, leaf.answers or {}

    def clashes(field: str, value: Value) -> bool:
        return now.get(field) not in (before.get(field), value)

    both = {field for field, value in edited.items() if clashes(field, value)}
    return RowBase(record, leaf, frozenset(both))
