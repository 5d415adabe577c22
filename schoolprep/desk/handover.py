"""Hand-over: colleagues invited, their envelopes merged, the way back written; on a colleague's side the same mirrored.

What stands in the files and who may send what is known in `schoolprep/handover`; here it meets people and verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from schoolprep.declarations import Data
from schoolprep.facts import kinds
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import File
from schoolprep.facts.kinds import Frame
from schoolprep.facts.problem import CallError, KnownError, Series
from schoolprep.facts.record import Entry
from schoolprep.facts.school_order import unit_key
from schoolprep.facts.steps import Steps, finish
from schoolprep.handover.inbox import Inbox, ReadFile, erased_before, is_refusal, named
from schoolprep.handover.messages import PassLine
from schoolprep.handover.nouns import (
    Arrival,
    Colleague,
    Invited,
    MergeReceipt,
    News,
    SealedEnvelope,
    Standing,
)
from schoolprep.handover.outbox import Outbox
from schoolprep.handover.own import OwnHand
from schoolprep.handover.register import Register, SeatStand, seat_entry
from schoolprep.handover.returning import take_back
from schoolprep.handover.scope import has_word, people_of
from schoolprep.handover.unsealing import BroughtFile, OpenedEnvelope, brought
from schoolprep.store import Store
from schoolprep.store.device import note
from schoolprep.store.records.seat import FULL_RIGHTS, Role, Seat
from schoolprep.store.records.taking import TakenIn
from schoolprep.store.records.writing import new_id
from schoolprep.verdicts.judging import Judging

UNIT_OF: Mapping[Role, str] = {"class-teacher": "class_name", "department-head": "department"}
"""By what field of a person it is decided whose they are, for the roles that see a part."""

_FEW = 100
"""Up to so many people what may be joined is looked for with each of them, of more in the whole school."""


class Told(NamedTuple):
    """Who is told of what a hand-over changed."""

    subjects: Callable[[frozenset[str]], None]
    school: Callable[[], None]
    merged: Callable[[str, frozenset[str] | None], object]
    """What a merge about these subjects (None: many) may bring together by itself, in its act."""
    questions: Callable[[], int]
    """How many questions are open."""


class HandoverDesk:
    """See the module."""

    def __init__(self, store: Store, data: Data, judging: Judging, told: Told) -> None:
        self._store = store
        self._data = data
        self._judging = judging
        self._told = told

    @cached_property
    def _own(self) -> OwnHand:
        return OwnHand(self._store)

    def _inbox(self) -> Inbox:
        grounds = self._judging.grounds
        return Inbox(self._own, grounds.porter, grounds.files)

    def _outbox(self, *, passes: bool = False) -> Outbox:
        return Outbox(self._own, self._judging.grounds.files(), self._passes() if passes else None)

    # -------------------------------------------------------------- who is who

    @property
    def seat(self) -> Seat | None:
        """Whose workspace this is; None: the principal's own."""
        return self._store.seat

    @property
    def is_principal(self) -> bool:
        """Whether it is the school's own file."""
        return self._store.seat is None

    @property
    def merges(self) -> bool:
        """Whether others hand over to this workspace: the principal's, and deputies'."""
        return self._own.is_whole

    def questions(self) -> int:
        """How many questions of conflicts are open."""
        return self._told.questions() if self.merges else 0

    def colleagues(self) -> list[Colleague]:
        """Everybody who was invited, in that order; those revoked too."""
        return [one.colleague for one in self._own.register().invited()]

    def standing(self, on: Moment) -> list[Standing]:
        """Where everybody's hand-over stands; `waiting` is of the day of `on`."""
        files = self._judging.grounds.files()
        silent = {subject for subject, file in files.items() if not has_word(file, on.day)}
        return [_standing(one, files, silent) for one in self._own.register().invited()]

    def invite(self, name: str, role: Role, classes: Sequence[str], out: Path) -> Invited:
        """Invite somebody: the invitation is written to `out`, the code is told once and stands nowhere else.

        Raises `CallError`: no right to, no name, a class nobody is in, a file that cannot be written.
        """
        self._own.refuse_without_right()
        if self._own.role != "principal" and role in FULL_RIGHTS:
            raise CallError("handover.principal-invites", role=role)
        if not (called := " ".join(name.split())):
            raise CallError("handover.no-name")
        units = self._units(role, classes)
        self._store.save_school(self._store.school)  # on record, now that others go by it
        invited = self._outbox(passes=role == "gate").invite(called, role, units, out)
        note(self._store)
        self._told.subjects(frozenset())
        return invited

    def change(
        self, who: str | Seat, *, classes: Sequence[str] | None = None, role: Role | None = None
    ) -> Colleague:
        """Give a seat other classes or another role; the next acknowledgement brings it.

        Raises `CallError` for nobody's seat, one that was revoked, and a class nobody is in.
        """
        stand = self._one(who)
        if stand.colleague.revoked:
            raise CallError("handover.revoked-stays", name=stand.seat.name)
        role = role or stand.seat.role
        units = self._units(role, stand.seat.classes if classes is None else classes)
        if (stand.seat.role in FULL_RIGHTS) != (role in FULL_RIGHTS) or "gate" in {role, stand.seat.role} - {
            stand.seat.role
        }:
            raise CallError("handover.invite-anew", name=stand.seat.name)
        seat = Seat(id=stand.seat.id, name=stand.seat.name, role=role, classes=units)
        return self._refiled(stand, seat_entry(seat, stand.invitation, replaces=[stand.colleague.record]))

    def revoke(self, who: str | Seat) -> list[Colleague]:
        """Accept nothing more from a seat, or from all seats of a name; what they seal from now on is refused.

        Raises `CallError` where nobody is called so, or all of that is done already.
        """
        self._own.refuse_without_right()
        found = self._named(who)
        standing = [one for one in found if not one.colleague.revoked]
        if self._own.role != "principal" and any(one.seat.role in FULL_RIGHTS for one in standing):
            raise CallError("handover.principal-revokes", name=found[0].seat.name)
        if not standing:
            raise CallError("handover.revoked-already", name=found[0].seat.name)
        at = self._store.stamp()
        return [
            self._refiled(
                one, seat_entry(one.seat, one.invitation, revoked=at, replaces=[one.colleague.record])
            )
            for one in standing
        ]

    def _refiled(self, stand: SeatStand, entry: Entry) -> Colleague:
        self._store.append([entry], about=stand.seat.name)
        self._told.subjects(frozenset())
        return self._own.register().seats[stand.seat.id].colleague

    def _named(self, who: str | Seat) -> list[SeatStand]:
        name = who.id if isinstance(who, Seat) else who
        found = self._own.register().named(name)
        if not found:
            known = Series(dict.fromkeys(one.seat.name for one in self._own.register().invited()), "—")
            raise CallError("handover.nobody", name=name, known=known)
        return found

    def _one(self, who: str | Seat) -> SeatStand:
        self._own.refuse_without_right()
        found = self._named(who)
        if len(found) > 1:
            raise CallError("handover.several-seats", name=found[0].seat.name, count=len(found))
        return found[0]

    def _units(self, role: Role, classes: Sequence[str]) -> tuple[str, ...]:
        """The classes or departments as they are on file. Raises `CallError` where a role needs some or has none."""
        given = [one for one in (text.strip() for text in classes) if one]
        if role not in UNIT_OF:
            if given:
                raise CallError("handover.role-sees-all", count=len(given))
            return ()
        if not given:
            raise CallError("handover.no-unit")
        field = self._data.blanks["person"][UNIT_OF[role]]
        people = [file.person for file in self._judging.grounds.files().values()]
        ordered = sorted(people, key=unit_key)
        known = dict.fromkeys(unit for one in ordered if (unit := getattr(one, UNIT_OF[role])))
        frame = Frame(self._data.divisions, self._store.school.region, zone=self._store.school.zone)
        found: dict[str, None] = {}
        for text in given:
            read = kinds.read(field, text, frame).value
            unit = next((one for one in (text, read) if one in known), None)
            if unit is None:
                raise CallError("handover.no-such-unit", unit=text, known=Series(known, "—"))
            found[str(unit)] = None
        return tuple(found)

    # -------------------------------------------------------------- a colleague's side

    def news(self) -> News:
        """What waits to be handed over."""
        return self._outbox().news()

    def seal(self, out: Path) -> SealedEnvelope:
        """Write the next envelope: all that the principal has not acknowledged.

        Raises `CallError` where there is nobody to hand over to, or it cannot be written.
        """
        sealed = self._outbox().seal(out)
        note(self._store)
        return sealed

    def take_acknowledgement(self, path: Path) -> MergeReceipt:
        """Take one acknowledgement in; see `merging`. Raises `CallError` where it is for somebody else."""
        read = self._inbox().open(BroughtFile(path, str(path)), self._own.register())
        if read is None:
            raise CallError("handover.not-for-us", file=path.name)
        return finish(self.merging([read.arrival]))

    # -------------------------------------------------------------- what was brought

    def reading(self, paths: Sequence[Path]) -> Steps[list[Arrival]]:
        """Steps that look through files, and folders of them; nothing is written.

        What is wrong with one is told in its arrival; acknowledgements for somebody else are passed over.
        """
        files = brought(paths)
        inbox, register = self._inbox(), self._own.register()
        found: list[Arrival] = []
        for done, file in enumerate(files, 1):
            read = inbox.open(file, register)
            if read is not None:
                found.append(inbox.weighed(read).arrival)
            yield done, len(files)
        return found

    def merging(self, arrivals: Sequence[Arrival]) -> Steps[MergeReceipt]:
        """Steps that take in what was read, as one act, each file whole or not at all, in the order of their numbers.

        Every file is looked through again: one that was changed meanwhile is what it is now.
        """
        act = new_id()
        wanted = sorted((one for one in arrivals if one.problem is None), key=_in_order)
        told = [one for one in arrivals if one.problem is not None]
        merged = known = 0
        happened = False
        changed: set[str] = set()
        register = self._own.register()
        try:
            for done, arrival in enumerate(wanted, 1):
                taken, after = self._taken(arrival, act, register)
                told.append(after)
                happened = happened or bool(taken.act)
                merged, known = merged + taken.merged, known + taken.known
                changed |= taken.subjects
                yield done, len(wanted)
        finally:  # what is in counts, also where a full disk or somebody's cancel stops the rest
            self._told.subjects(frozenset(changed))
        if happened and self.merges:
            self._told.merged(act, frozenset(changed) if len(changed) <= _FEW else None)
        return MergeReceipt(act if happened else "", merged, known, tuple(told), self.questions())

    def _taken(self, arrival: Arrival, act: str, register: Register) -> tuple[TakenIn, Arrival]:
        inbox, nothing = self._inbox(), TakenIn("", 0, 0)
        read = inbox.open(BroughtFile(Path(arrival.file), arrival.file), register)
        if read is None or read.opened is None:
            return nothing, read.arrival if read else arrival
        try:
            taken = self._take(inbox, read, act, register)
        except KnownError as wrong:
            if not is_refusal(wrong):
                raise
            return nothing, read.arrival._replace(problem=named(wrong.problem, read.arrival))
        told = arrival.told or (*read.arrival.told, *erased_before(taken, read.arrival))
        return taken, read.arrival._replace(new=taken.merged, known=taken.known, told=told)

    def _take(self, inbox: Inbox, read: ReadFile, act: str, register: Register) -> TakenIn:
        if isinstance(read.opened, OpenedEnvelope):
            about = read.opened.stand.seat.name
            return inbox.take(read.opened, read.digest, about, act, register)
        assert read.opened is not None
        back = take_back(self._own, read.opened, Path(read.arrival.file).name, act)
        if back.school_changed:
            self._told.school()
        return back.taken._replace(subjects=back.changed)

    # -------------------------------------------------------------- the way back

    def acknowledge(self, folder: Path) -> list[Path]:
        """Write the way back, a file for each colleague, into a folder; who is revoked is told so.

        Raises `CallError` in a colleague's own file, and where one cannot be written.
        """
        self._own.refuse_without_right()
        if not folder.is_dir():
            raise CallError("handover.no-folder", folder=str(folder))
        gates = any(one.seat.role == "gate" for one in self._own.register().invited())
        written = self._outbox(passes=gates).acknowledge(folder)
        note(self._store)
        return written

    def _passes(self) -> list[PassLine]:
        """The gate's list of today: what everybody's verdict is, and nothing of why."""
        today = self._store.today()
        verdicts = self._judging.verdicts(Moment(today))
        return [
            _pass(file, verdicts[subject].outcome, today, verdicts[subject].may_return_on)
            for subject, file in self._judging.grounds.files().items()
        ]


def _in_order(arrival: Arrival) -> tuple[str, int]:
    return arrival.colleague.seat.id if arrival.colleague else "", arrival.number or 0


def _standing(stand: SeatStand, files: Mapping[str, File], silent: Iterable[str]) -> Standing:
    newest = stand.newest
    theirs = frozenset(people_of(stand.seat, files)) if stand.seat.role in UNIT_OF else frozenset()
    waiting = len(theirs.intersection(silent))
    return Standing(
        stand.colleague,
        newest.number if newest else None,
        newest.sealed if newest else "",
        stand.missing,
        waiting,
    )


def _pass(file: File, outcome: str, today: Day, may_return_on: Day | None) -> PassLine:
    person = file.person
    unit = person.class_name or person.department or ""
    first = "" if may_return_on is None else iso(may_return_on)
    return PassLine(file.subject, person.name, unit, person.counts_as, outcome, iso(today), first)
