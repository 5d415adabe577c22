"""Filed: a school's calendar as records about the school, and read back from them."""

from __future__ import annotations

from collections.abc import Iterable

from schoolprep.facts.days import day_of, iso
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.schooldays import SPELL_KINDS, Spell
from schoolprep.facts.subject import THE_SCHOOL

CALENDAR_BLANK = "calendar"
LONGEST_SPELL = 300
"""Days of one spell; a longer one is a slip of the pen."""


def spells_of(records: Iterable[Record]) -> tuple[Spell, ...]:
    """The calendar that records about the school say; without those nobody can read, which are told elsewhere."""
    found = (
        _spell(record.id, record.answers)
        for record in records
        if record.blank == CALENDAR_BLANK and record.answers is not None
    )
    return tuple(one for one in found if one is not None)


def _spell(record: str, said: Answers) -> Spell | None:
    kind, notice = said.get("kind"), said.get("notice")
    try:
        first, last = day_of(str(said.get("first"))), day_of(str(said.get("last")))
    except ValueError:
        return None
    if kind not in SPELL_KINDS or not first <= last < first + LONGEST_SPELL:
        return None
    year = int(notice) if isinstance(notice, int | float) else None
    return Spell(kind, first, last, str(said.get("name", "")), year, record)


def entry_of(spell: Spell, replaces: tuple[str, ...] = ()) -> Entry:
    """What is filed of some days."""
    answers: Answers = {"kind": spell.kind, "first": iso(spell.first), "last": iso(spell.last)}
    if spell.name:
        answers["name"] = spell.name
    if spell.notice is not None:
        answers["notice"] = spell.notice
    return Entry(blank=CALENDAR_BLANK, subject=THE_SCHOOL, answers=answers, replaces=replaces)


def withdrawal(spell: Spell) -> Entry:
    """What takes some days back."""
    return Entry(blank=CALENDAR_BLANK, subject=THE_SCHOOL, answers=None, replaces=(spell.record,))


def same(one: Spell, other: Spell) -> bool:
    """Whether two say the same of the same days."""
    return one._replace(record="") == other._replace(record="")


_OFF, _ON = frozenset({"holiday", "public_holiday", "closure"}), frozenset({"school_day", "public_workday"})


def at_odds(one: Spell, other: Spell) -> bool:
    """Whether two cannot both be so: a day off and of school, one term or holiday with two first or last days."""
    if same(one, other) or one.last < other.first or other.last < one.first:
        return False
    if one.kind == other.kind:
        return (one.first, one.last) != (other.first, other.last)
    return any(one.kind in off and other.kind in on for off, on in ((_OFF, _ON), (_ON, _OFF)))
