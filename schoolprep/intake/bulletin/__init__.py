"""Bulletin: the pasted text of a health authority as rows of the sheet 风险地区, each with the sentence it comes from.

Understood are the shapes of DOMAIN §7 and what authorities wrote in 2020 to 2022: lists under a level or a place, with
days behind the place; reminders to travellers; running text, clause by clause. A line that gives no entry is listed
with its number, and so is a piece of a line that is no place, so that nothing disappears.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.bulletin import days
from schoolprep.intake.bulletin.listing import GaveNone, NoticeEntry
from schoolprep.intake.bulletin.reader import NoticeReader
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.tables import Table

_HEADINGS = ("地区", "详细地址", "等级", "起始时间", "结束时间", "来源", "发布时间")
_ASKED = {"place": (0, "place-left-over"), "level": (2, "level-left-over"), "since": (3, "since-left-over")}
"""What may be asked of an entry: the column it stands in, and why."""


class Bulletin(NamedTuple):
    """A text taken apart. The rows of `table` stand in the lines they came from."""

    table: Table
    left_out: list[IntakeNotice]
    """Lines that gave no entry, and pieces of others that are no place."""
    undated: int
    """How many entries have no day of their own and take the text's."""
    passed: frozenset[int] = frozenset()
    """Lines that name no place: measures, advice, signatures, counts. One notice tells of them together."""


def read_bulletin(text: str, divisions: Divisions, name: str) -> Bulletin:
    """Take a pasted text apart; `name`: what it is called in receipts (a file's name, or 粘贴)."""
    reader = NoticeReader(divisions)
    reader.read(text)
    entries, over = _apart(_once(reader.entries))
    reader.left += [
        GaveNone(one.line, one.place, "place-over", {"row": one.line, "place": one.place}) for one in over
    ]
    left_out = [
        IntakeNotice(name, "", f"A{left.line}", left.text, Problem(f"intake.{left.code}", left.facts))
        for left in reader.left
    ]
    if reader.passed:
        code = "intake.lines-no-place" if entries or left_out else "intake.no-place-at-all"
        left_out.append(IntakeNotice(name, "", "", "", Problem(code, {"count": len(reader.passed)})))
    undated = sum(not entry.since for entry in entries)
    return Bulletin(_table(entries, reader, name), left_out, undated, frozenset(reader.passed))


def _once(entries: list[NoticeEntry]) -> list[NoticeEntry]:
    """The entries, those twice said once: what says since when counts before what is only still on a list."""
    dated = {(one.place, one.detail, one.level) for one in entries if one.since}
    levelled = {(one.place, one.detail) for one in entries if one.level}
    kept: dict[tuple[str, ...], NoticeEntry] = {}
    for one in entries:
        key = (one.place, one.detail, one.level)
        if (one.since or key not in dated) and (one.level or key[:2] not in levelled):
            kept.setdefault((*key, one.since, one.until), one)
    return list(kept.values())


def _apart(entries: list[NoticeEntry]) -> tuple[list[NoticeEntry], list[NoticeEntry]]:
    """The entries, and the whole divisions that more likely stood over others of the same level than were listed."""
    inside = [one for one in entries if one.detail]
    over = [
        one
        for one in entries
        if not (one.detail or one.rest)
        and any(
            other.place.startswith(one.place) and other.level == one.level and one.since in ("", other.since)
            for other in inside
        )
    ]
    return [one for one in entries if one not in over], over


def _table(entries: list[NoticeEntry], reader: NoticeReader, name: str) -> Table:
    """The entries as rows; where no day stands beside one it is listed as of the text's own."""
    first = next((day for _, day, _, _ in reader.days), "")
    rows: list[list[Writing]] = []
    asked: dict[tuple[Writing, ...], dict[int, str]] = {}
    for entry in entries:
        day, clock, kind = _own_day(entry.line, reader.days)
        since = entry.since or days.iso(entry.as_of) or ("" if entry.undated else day)
        source = entry.said or name
        rows.append(
            [entry.place, entry.detail, entry.level, since, entry.until, source, f"{day} {clock}".strip()]
        )
        if why := _why(entry, kind):
            asked[tuple(rows[-1])] = why
    lines = [0, 0, *(entry.line for entry in entries)]
    as_of = date.fromisoformat(first) if first else None
    cells: list[list[Writing]] = [[f"填报日期:{first}"], [*_HEADINGS], *rows]
    return Table(name, "风险地区", cells, rows_at=lines, text=True, as_of=as_of, asked=asked)


def _why(entry: NoticeEntry, kind: str) -> dict[int, str]:
    """What is asked of an entry, by column. `kind`: of the notice's own day, which a clause may only count as of."""
    doubts = entry.doubts
    if kind == "list" and entry.said and not (entry.since or entry.as_of):
        doubts |= {"since"}
    return {at: code for name, (at, code) in _ASKED.items() if name in doubts}


def _own_day(line: int, given: list[tuple[int, str, str, str]]) -> tuple[str, str, str]:
    """The day of the notice a line stands in: its signature below, its head above, the day of its list."""
    signed = next((one for one in given if one[3] == "signed" and one[0] > line), None)
    headed = next((one for one in reversed(given) if one[3] != "list" and one[0] <= line), None)
    above = next((one for one in reversed(given) if one[0] <= line), None)
    found = signed or headed or above or next(iter(given), None)
    return found[1:] if found else ("", "", "")
