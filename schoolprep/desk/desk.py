"""Desk: an open school, by facets; everything the window and the command line do to its data goes through here.

Each facet knows its part: `people`, `filing`, `rules`, `judging`, `intake`, `calendar`, `papers`, `erasing`,
`rosters`, `handover`, `conflicts`, `log`, `workspace`.
Nothing here knows a widget, a workbook format or the time of day: the day judged for is always an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from schoolprep.declarations import Data
from schoolprep.desk.filing import FilingDesk
from schoolprep.desk.people import PeopleDesk
from schoolprep.desk.workspace import WorkspaceDesk, in_its_zone, key_of
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Record
from schoolprep.facts.subject import RULES, THE_SCHOOL
from schoolprep.rules import pack
from schoolprep.store import Key, School, Store, Who
from schoolprep.store.device import went_back
from schoolprep.verdicts.grounds import Grounds
from schoolprep.verdicts.judging import Changed, Judging
from schoolprep.verdicts.rulebook import Rulebook

if TYPE_CHECKING:
    from schoolprep.desk.calendar import CalendarDesk
    from schoolprep.desk.class_books import ClassBooksDesk
    from schoolprep.desk.conflicts import ConflictsDesk
    from schoolprep.desk.erasing import ErasingDesk
    from schoolprep.desk.handover import HandoverDesk
    from schoolprep.desk.intake import IntakeDesk
    from schoolprep.desk.log import LogDesk
    from schoolprep.desk.papers import PapersDesk
    from schoolprep.desk.rosters import RostersDesk


class Desk:
    """An open school. Who stands in `changed` is told whom every change concerns."""

    def __init__(self, store: Store, data: Data) -> None:
        self.data = data
        self.filing = FilingDesk(
            store,
            data,
            self._filed,
            lambda subject: self.judging.grounds.files().get(subject),
            self._undone,
        )
        self.rules = Rulebook(store, data.library, data.divisions, self.filing.append)
        self.judging = Judging(Grounds(store, data.blanks, data.divisions), self.rules.in_force)
        self.people = PeopleDesk(store, self.judging.grounds)
        self.workspace = WorkspaceDesk(store, self.judging.grounds, self._school_changed)
        self.changed: list[Callable[[Changed], None]] = []
        self._store = store

    @cached_property
    def intake(self) -> IntakeDesk:
        """Sheets, notices and lists taken in; loaded when first asked for, as half the core is behind it."""
        from schoolprep.desk.intake import IntakeDesk  # noqa: PLC0415

        return IntakeDesk(
            self._store, self.data, self.workspace, self.judging, self._tell,
            kept=self.class_books.passwords,
        )  # fmt: skip

    @cached_property
    def calendar(self) -> CalendarDesk:
        """The school's own days; loaded when first asked for."""
        from schoolprep.desk.calendar import CalendarDesk  # noqa: PLC0415

        return CalendarDesk(
            self._store, self.data.library, lambda entries, about: self.filing.append(entries, about=about)
        )

    @cached_property
    def conflicts(self) -> ConflictsDesk:
        """What was said differently of one thing; loaded when first asked for."""
        from schoolprep.desk.conflicts import ConflictsDesk  # noqa: PLC0415

        return ConflictsDesk(self._store, self.data, self.judging, self._filed)

    @cached_property
    def papers(self) -> PapersDesk:
        """People's papers; loaded when first asked for."""
        from schoolprep.desk.papers import PapersDesk  # noqa: PLC0415

        return PapersDesk(self._store, self._filed, self.judging.grounds.files)

    @cached_property
    def erasing(self) -> ErasingDesk:
        """What goes for good; loaded when first asked for."""
        from schoolprep.desk.erasing import ErasingDesk  # noqa: PLC0415

        return ErasingDesk(
            self._store, self.data, self.workspace, self.judging.grounds.files,
            lambda subjects: self._tell(self.judging.filed_about(subjects)),
        )  # fmt: skip

    @cached_property
    def log(self) -> LogDesk:
        """Who looked, what left, who did what; loaded when first asked for."""
        from schoolprep.desk.log import LogDesk  # noqa: PLC0415

        return LogDesk(self._store, self._filed)

    @cached_property
    def class_books(self) -> ClassBooksDesk:
        """Workbooks for colleagues without the program; loaded when first asked for."""
        from schoolprep.desk.class_books import ClassBooksDesk  # noqa: PLC0415

        return ClassBooksDesk(self._store, self.data, self.log, self.judging.grounds.files)

    @cached_property
    def rosters(self) -> RostersDesk:
        """Lists drawn for a day; loaded when first asked for."""
        from schoolprep.desk.rosters import RostersDesk  # noqa: PLC0415

        return RostersDesk(self.data, self.workspace, self.judging)

    @cached_property
    def handover(self) -> HandoverDesk:
        """Colleagues, and what they hand over; loaded when first asked for."""
        from schoolprep.desk.handover import HandoverDesk, Told  # noqa: PLC0415

        told = Told(
            self._filed_about,
            self._school_changed,
            self.conflicts.join,
            self.conflicts.count,
        )
        return HandoverDesk(self._store, self.data, self.judging, told)

    @classmethod
    def create(cls, path: Path, secret: str | Key, school: School, data: Data, who: Who) -> Desk:
        """A new workspace under a passphrase or the key made of it.

        Raises `WorkspaceError`, and `CallError` where division or profile are not known or the passphrase is too short.
        """
        asked = pack.asks_where(data.library, school.profile)
        if (asked or school.region.isdigit()) and data.divisions.get(school.region) is None:
            code = "unknown-region" if school.region else "no-region"
            raise CallError(f"cli.{code}", region=school.region, profile=school.profile)
        placed = msgspec.structs.replace(school, region=data.divisions.clean(school.region))
        school = in_its_zone(placed, data.library)
        key = Key.of_passphrase(secret) if isinstance(secret, str) else secret
        return cls(Store.create(path, key, school, who), data)

    @classmethod
    def open(cls, path: Path, secret: str | Key, data: Data, who: Who) -> Desk:
        """Open a workspace by its passphrase or a key. Raises `WorkspaceError` where it cannot be."""
        key = key_of(path, secret) if isinstance(secret, str) else secret
        return cls(_entered(Store.open(path, key, who)), data)

    @classmethod
    def read(cls, path: Path, secret: str | Key, data: Data, who: Who) -> Desk:
        """Open a workspace to read only, also on a medium where nothing can be written; raises as `open` does."""
        key = key_of(path, secret) if isinstance(secret, str) else secret
        return cls(_entered(Store.read(path, key, who)), data)

    def close(self) -> None:
        """Close the workspace; one file is left. One that was forgotten is closed already."""
        if "workspace" in vars(self):
            self.workspace.close()

    def forget(self) -> None:
        """Close the workspace and drop all that was read of it; nothing can be asked of this desk afterwards."""
        self.close()
        vars(self).clear()

    # -------------------------------------------------------------- who is told

    def _filed(self, records: list[Record]) -> None:
        if any(record.subject in (RULES, THE_SCHOOL) for record in records):
            self.rules.forget()
        self._tell(self.judging.filed(records))

    def _filed_about(self, subjects: frozenset[str]) -> None:
        """Rows came or went that were not filed here."""
        if not subjects.isdisjoint((RULES, THE_SCHOOL)):
            self.rules.forget()
        self._tell(self.judging.filed_about(subjects))

    def _undone(self) -> None:
        """Who was joined with somebody, or parted, is followed by what was filed about them since."""
        self.conflicts.follow()

    def _school_changed(self) -> None:
        self.rules.forget()
        self.judging.forget_verdicts()
        self._tell(None)

    def _tell(self, changed: Changed) -> None:
        self.people.forget(changed)
        if "conflicts" in vars(self):
            self.conflicts.forget()
        for listener in self.changed:
            listener(changed)


def _entered(store: Store) -> Store:
    """An opened file; one that is an older copy of what was handed over goes on under another name, and says so."""
    if not store.reads_only and went_back(store):
        store.seating.go_on_anew()
        store.told = (*store.told, Problem("store.went-back", {"file": store.path.name}))
    return store
