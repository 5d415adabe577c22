"""Outbox: what goes from here to others: invitations, envelopes, acknowledgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

import msgspec

from schoolprep.facts.days import iso
from schoolprep.facts.file import File, Person
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Record
from schoolprep.facts.whole import write_whole
from schoolprep.handover.code import new_code
from schoolprep.handover.keys import new_keys
from schoolprep.handover.messages import (
    AcknowledgementMessage,
    EnvelopeMessage,
    Given,
    HeadOfChain,
    InvitationMessage,
    PassLine,
    Vector,
    head_said,
    packed_message,
)
from schoolprep.handover.nouns import Invited, News, SealedEnvelope
from schoolprep.handover.own import OwnHand
from schoolprep.handover.register import Register, SeatStand, new_seat, seat_entry
from schoolprep.handover.scope import EVERYBODY, is_theirs, people_of, subjects_of
from schoolprep.handover.sealing import first_line, sealed, sealed_by_code
from schoolprep.handover.state import SealedAs
from schoolprep.store import ZONE
from schoolprep.store.records.load import packed
from schoolprep.store.records.records import Records
from schoolprep.store.records.seat import FULL_RIGHTS, Role, Seat

_PERSON = "person"
ACKNOWLEDGEMENT_SUFFIX = ".acknowledgement"


class Outbox:
    """See the module. `files`: everybody's; `passes`: the gate's list."""

    def __init__(self, own: OwnHand, files: Mapping[str, File], passes: Sequence[PassLine] | None) -> None:
        self._own = own
        self._files = files
        self._passes = passes

    # -------------------------------------------------------------- invitations

    def invite(self, name: str, role: Role, classes: Sequence[str], out: Path) -> Invited:
        """File a colleague and write the invitation. Raises `CallError` where it cannot be: nobody is filed then."""
        own = self._own
        own.ensure_own_record()
        seat, keys, code = new_seat(name, role, classes), new_keys(), new_code()
        record = own.store.append([seat_entry(seat, keys.public)], about=name)[0]
        try:
            register = own.register()
            given = self._given(seat, record.id, register, {})
            secret = bytes.fromhex(own.store.travel.secret())
            message = InvitationMessage(secret=secret, keys=keys, given=given)
            first = first_line("invitation", own.tag)
            content = sealed_by_code(first, own.sender(), packed_message(message), own.keys, keys, code=code)
            _write(out, content)
        except BaseException:
            own.store.undo(record.act)
            raise
        return Invited(register.seats[seat.id].colleague, code, out)

    def _given(self, seat: Seat, version: str, register: Register, beyond: Vector) -> Given:
        """What somebody is given now."""
        store = self._own.store
        whole = seat.role in FULL_RIGHTS
        theirs = self._subjects_of(seat)
        part = () if whole or seat.role == "gate" else store.travel.erasures(theirs)
        load = store.travel.news(beyond) if whole else store.travel.part(theirs, part)
        gate = seat.role == "gate"
        scope = None if whole or gate else tuple(people_of(seat, self._files))
        return Given(
            seat=seat, version=version, school=_school_of(store, whole=whole), seats=self._own.seats(register),
            load=packed(load), whole=whole, scope=scope,
            passes=tuple(self._passes or ()) if gate else None, made=store.stamp(),
        )  # fmt: skip

    def _subjects_of(self, seat: Seat) -> list[str]:
        """Of whom and what a seat gets the records.

        Whom only the seat itself puts into its class, while others' records have them elsewhere, is not among them:
        else whoever knows a document number could have the file of its holder.
        """
        store = self._own.store
        claims = frozenset() if seat.role in EVERYBODY else store.travel.filed_from(seat.id, _PERSON)
        claimed = {
            subject
            for subject in claims
            if (said := _said_by_others(store.history(subject), seat)) is not None
            and not is_theirs(seat, said)
        }
        return [subject for subject in subjects_of(seat, self._files) if subject not in claimed]

    # -------------------------------------------------------------- envelopes

    def news(self) -> News:
        """What waits to go. Nothing of it was acknowledged by anybody."""
        own, state = self._own, self._own.state
        load = own.store.travel.news(state.acknowledged)
        blanks: dict[str, int] = {}
        for row in load.records:
            blanks[row.blank] = blanks.get(row.blank, 0) + 1
        return News(
            state.next_number, load.size, len(load.subjects), blanks, state.acknowledged_number,
            state.sealed[-1].made if state.sealed else "",
        )  # fmt: skip

    def seal(self, out: Path) -> SealedEnvelope:
        """Write the next envelope. It brings all that the principal has not acknowledged.

        Raises `CallError` in the school's own file, which hands over to nobody, and where it cannot be written.
        """
        own, state = self._own, self._own.state
        if own.store.seat is None:
            raise CallError("handover.nobody-above")
        if own.role == "gate":
            raise CallError("handover.gate-reads")
        if state.revoked:
            raise CallError("handover.you-are-revoked", day=state.revoked[:10])
        device, made = own.store.device, own.store.stamp()
        load = own.store.travel.news(state.acknowledged_by("principal"))
        number = state.next_number
        vector = own.store.travel.vector()
        head = HeadOfChain(vector.get(device, 0), own.store.travel.link(device))
        message = EnvelopeMessage(
            number=number, made=made, vector=vector if own.is_whole else {}, head=head,
            head_signature=own.keys.sign(head_said(own.tag, device, head)), load=packed(load),
        )  # fmt: skip
        to = [one.keys for one in state.seats.values() if not one.revoked and one.seat.id != own.seat.id]
        content = sealed(first_line("envelope", own.tag), own.sender(), packed_message(message), own.keys, to)
        before = state.sealed
        state.note_sealed(SealedAs(number, device, head.seq, made))
        own.save()
        try:
            _write(out, content)
        except BaseException:
            state.sealed = before
            own.save()
            raise
        known = state.acknowledged
        waiting = (row for row in load.records if row.seq > known.get(load.device_of(row), 0))
        return SealedEnvelope(out, number, sum(1 for _ in waiting))

    # -------------------------------------------------------------- the way back

    def acknowledge(self, folder: Path) -> list[Path]:
        """Write the way back to everybody: a file each. Who was revoked is told so, where they had answered."""
        own = self._own
        own.ensure_own_record()
        register = own.register()
        vector = own.store.travel.vector()
        own.state.answered += 1
        own.save()
        first = first_line("acknowledgement", own.tag)
        written: list[Path] = []
        for stand in register.invited():
            if stand.seat.id == own.seat.id or (stand.colleague.revoked and not stand.bound):
                continue
            message = self._answer(stand, register, vector)
            content = sealed(first, own.sender(), packed_message(message), own.keys, [stand.keys])
            out = _free_name(folder, stand.seat, iso(own.store.today()), written)
            _write(out, content)
            written.append(out)
        return written

    def _answer(self, stand: SeatStand, register: Register, vector: Vector) -> AcknowledgementMessage:
        seat, by = stand.seat, self._own.seat.id
        if stand.colleague.revoked:
            return AcknowledgementMessage(to=seat.id, by=by, vector={}, revoked=stand.colleague.revoked)
        beyond = self._own.state.vectors.get(seat.id, {})
        theirs = {device: seq for device, seq in vector.items() if f"{seat.id}-" in device}
        known = vector if seat.role in FULL_RIGHTS else theirs
        given = self._given(seat, stand.colleague.record, register, beyond)
        return AcknowledgementMessage(
            to=seat.id, by=by, count=self._own.state.answered, vector=known, given=given
        )


def _said_by_others(history: Sequence[Record], seat: Seat) -> Person | None:
    """Where a person belongs by what others said last; None where only this seat said who it is."""
    others = [
        one.answers
        for one in sorted(history, key=lambda one: one.id)
        if one.blank == _PERSON and one.answers and not one.device.startswith(f"{seat.id}-")
    ]
    if not others:
        return None
    said = others[-1]
    return Person(class_name=str(said.get("class_name", "")), department=str(said.get("department", "")))


def _school_of(store: Records, *, whole: bool) -> str:
    """The school as a colleague gets it: who sees a part gets what it is called, where it is and how it judges."""
    school = store.school
    kept = {name: value for name, value in school.settings.items() if name == ZONE}
    given = msgspec.structs.replace(school, settings=kept)
    return msgspec.json.encode(given).decode()


def _free_name(folder: Path, seat: Seat, day: str, taken: Sequence[Path]) -> Path:
    """A name a person recognises, which another one in this folder does not have."""
    base = " ".join((*seat.classes[:2], seat.name, day))
    names = (base if number == 1 else f"{base} {number}" for number in count(1))
    paths = (folder / file_name(name + ACKNOWLEDGEMENT_SUFFIX) for name in names)
    return next(path for path in paths if path not in taken)


def _write(out: Path, content: bytes) -> None:
    """Raises `CallError` where it cannot be written."""
    try:
        write_whole(out, content)
    except OSError as wrong:
        raise CallError("handover.unwritten", file=str(out), why=str(wrong.strerror)) from wrong
