"""Calendar: the school's own days (terms, holidays, closures, make-up days) and the holiday notices it takes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from schoolprep.facts.days import iso
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.schooldays import SchoolCalendar, Spell
from schoolprep.facts.schooldays.filed import LONGEST_SPELL, at_odds, entry_of, same, spells_of, withdrawal
from schoolprep.facts.subject import THE_SCHOOL
from schoolprep.facts.words import Phrase
from schoolprep.intake.calendar_notice import CalendarNotice, read_calendar, read_calendar_text
from schoolprep.rules.pack import Library
from schoolprep.store import Records

YEARS_KEPT = range(2000, 2100)


class CalendarPlan(NamedTuple):
    """What taking a notice in would change; nothing is written."""

    notice: CalendarNotice
    added: tuple[Spell, ...]
    known: tuple[Spell, ...]
    """On file already."""
    gone: tuple[Spell, ...]
    """Of an earlier notice of that year, and no longer in it."""


class CalendarDesk:
    """See the module. `file` is how the desk files: whoever shows something is told."""

    def __init__(
        self, store: Records, library: Library, file: Callable[[Iterable[Entry], str], list[Record]]
    ) -> None:
        self._store = store
        self._library = library
        self._file = file

    def calendar(self) -> SchoolCalendar:
        """What days are of school, by the profile the school is judged by and what it filed."""
        profile = self._library.profiles.get(self._store.school.profile)
        return SchoolCalendar(profile.calendar if profile else None, self.spells())

    def spells(self) -> tuple[Spell, ...]:
        """What was filed, by its first day."""
        return tuple(
            sorted(spells_of(self._store.current_of(THE_SCHOOL)), key=lambda one: (one.first, one.last))
        )

    def add(self, spell: Spell) -> list[Record]:
        """File some days. Raises `CallError` where they cannot be what they are said to be."""
        spell = spell._replace(name=spell.name.strip())
        filed = self.spells()
        self._refuse(spell, filed)
        if any(same(one, spell) for one in filed):
            raise CallError("calendar.known", **_days(spell))
        return self._file([entry_of(spell)], "")

    def withdraw(self, record: str) -> list[Record]:
        """Take some days back. Raises `CallError` where none of that id stand."""
        found = [one for one in self.spells() if one.record == record]
        if not found:
            raise CallError("calendar.unknown", record=record)
        return self._file(map(withdrawal, found), "")

    def plan(self, what: Path | str, year: int | None = None) -> CalendarPlan:
        """What a notice or calendar says, from a file or a text, and what of it is new.

        `year`: of the days that name none. What contradicts days on file is told. Raises `CallError` where the file
        cannot be read or says nothing.
        """
        notice = read_calendar(what, year) if isinstance(what, Path) else read_calendar_text(what, year)
        filed = self.spells()
        known = tuple(one for one in filed if any(same(one, said) for said in notice.spells))
        added = tuple(said for said in notice.spells if not any(same(said, one) for one in filed))
        whole = notice.year is not None
        gone = tuple(one for one in filed if whole and one.notice == notice.year and one not in known)
        stays = [one for one in filed if one not in gone]
        odds = _contradicted(added, stays)
        return CalendarPlan(notice._replace(told=(*notice.told, *odds)), added, known, gone)

    def take(self, plan: CalendarPlan, about: str = "") -> list[Record]:
        """File what is new of a notice as one act; an earlier notice of the same year goes."""
        entries = [*map(entry_of, plan.added), *map(withdrawal, plan.gone)]
        return self._file(entries, about) if entries else []

    @staticmethod
    def _refuse(spell: Spell, filed: Iterable[Spell]) -> None:
        if spell.last < spell.first:
            raise CallError("calendar.backwards", **_days(spell))
        if spell.last - spell.first >= LONGEST_SPELL:
            raise CallError("calendar.too-long", most=LONGEST_SPELL, **_days(spell))
        if not all(date.fromordinal(day).year in YEARS_KEPT for day in (spell.first, spell.last)):
            raise CallError("calendar.far", **_days(spell))
        for one in filed:
            if one.kind == spell.kind == "term" and one.first <= spell.last and spell.first <= one.last:
                raise CallError("calendar.terms-overlap", **_days(one))


def _contradicted(added: Iterable[Spell], stays: Sequence[Spell]) -> tuple[Problem, ...]:
    """What of a notice contradicts days on file that stay there."""
    return tuple(_odds(said, one) for said in added for one in stays if at_odds(said, one))


def _days(spell: Spell) -> dict[str, str]:
    return {"first": iso(spell.first), "last": iso(spell.last)}


def _odds(said: Spell, filed: Spell) -> Problem:
    """That a notice contradicts what is on file."""
    return Problem(
        "calendar.at-odds",
        {
            "what": Phrase(f"calendar.kind-{said.kind}"), **_days(said),
            "other": Phrase(f"calendar.kind-{filed.kind}"),
            "other_first": iso(filed.first), "other_last": iso(filed.last),
        },
    )  # fmt: skip
