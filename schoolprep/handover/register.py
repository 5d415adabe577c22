"""Register: who works with the file and what they handed over, as the records about the hands say it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.subject import HANDS
from schoolprep.handover.keys import PublicKeys
from schoolprep.handover.messages import KnownSeat
from schoolprep.handover.nouns import Colleague
from schoolprep.handover.scope import COLLEAGUE
from schoolprep.store.records.seat import FULL_RIGHTS, ROLES, Role, Seat

ARRIVAL = "arrival"
_SEAT_BYTES = 8
_BETWEEN_UNITS = "\n"


class Arrived(NamedTuple):
    """A file that came from a colleague and was taken in."""

    record: str
    seat: str
    """Empty for a class workbook."""
    device: str
    classes: tuple[str, ...]
    number: int
    sealed: str
    digest: str
    keys: PublicKeys | None


class SeatStand(NamedTuple):
    """Everything that is known of one seat."""

    colleague: Colleague
    invitation: PublicKeys
    """The keys of its invitation; of the file's own seat its keys."""
    own: bool
    """Whether it is the seat of the school's own file."""
    bound: PublicKeys | None
    """The keys of the device that answered first."""
    names: frozenset[str]
    """What the colleague was ever called."""
    arrived: Sequence[Arrived]
    """By number."""

    @property
    def keys(self) -> PublicKeys:
        """What is sealed to this seat is sealed to these."""
        return self.bound or self.invitation

    @property
    def seat(self) -> Seat:
        """The seat as it is now."""
        return self.colleague.seat

    @property
    def newest(self) -> Arrived | None:
        """The one with the highest number."""
        return max(self.arrived, key=lambda one: (one.number, one.sealed), default=None)

    @property
    def missing(self) -> list[int]:
        """The numbers below the last that never came."""
        here = {one.number for one in self.arrived}
        return sorted(set(range(1, max(here, default=1))) - here)


class Register:
    """See the module; made of the standing records about the hands."""

    def __init__(self, records: Iterable[Record], written: Mapping[str, str] | None = None) -> None:
        """`written`: when the first record of a seat was filed, by seat, where that is known."""
        said: dict[str, list[Record]] = {}
        arrived: dict[str, list[Arrived]] = {}
        self.workbooks: list[Arrived] = []
        """Class workbooks of those without the program, that came back."""
        for record in sorted(records, key=lambda one: one.id):
            answers = record.answers or {}
            if record.blank == COLLEAGUE and _is_seat(answers):
                said.setdefault(str(answers["seat"]), []).append(record)
            elif record.blank == ARRIVAL and (one := _arrived(record.id, answers)):
                (arrived.setdefault(one.seat, []) if one.seat else self.workbooks).append(one)
        self.seats = {
            seat: _stand(some, arrived.get(seat, []), (written or {}).get(seat, ""))
            for seat, some in said.items()
        }
        """By seat, in the order of their invitations."""

    @property
    def own(self) -> SeatStand | None:
        """The seat of the school's own file."""
        return next((one for one in self.seats.values() if one.own), None)

    def has_arrived(self, seat: str, device: str, number: int) -> bool:
        """Whether the envelope of this number is in."""
        return any((one.device, one.number) == (device, number) for one in self.seats[seat].arrived)

    def note(self, entries: Iterable[Entry]) -> None:
        """These arrivals were filed."""
        for entry in entries:
            one = _arrived("", entry.answers or {})
            if one is not None and one.seat in self.seats:
                stand = self.seats[one.seat]
                self.seats[one.seat] = stand._replace(
                    bound=stand.bound or one.keys, arrived=[*stand.arrived, one]
                )

    def invited(self) -> list[SeatStand]:
        """Everybody who was invited."""
        return [one for one in self.seats.values() if not one.own]

    def named(self, name: str) -> list[SeatStand]:
        """The seats of a colleague, or the seat of this number; revoked ones too."""
        return [one for one in self.invited() if name in (one.seat.name, one.seat.id)]

    def who_may_answer(self) -> tuple[KnownSeat, ...]:
        """Principal and deputies, whose keys are known: to them everybody seals."""
        return tuple(
            KnownSeat(
                seat=one.seat,
                keys=one.keys,
                version=one.colleague.record,
                revoked=bool(one.colleague.revoked),
            )
            for one in self.seats.values()
            if one.seat.role in FULL_RIGHTS and (one.own or one.bound)
        )


def new_seat(name: str, role: Role, classes: Sequence[str]) -> Seat:
    """A fresh seat."""
    return Seat(id=os.urandom(_SEAT_BYTES).hex(), name=name, role=role, classes=tuple(classes))


def seat_entry(
    seat: Seat, keys: PublicKeys, *, own: bool = False, revoked: str = "", replaces: Sequence[str] = ()
) -> Entry:
    """What is filed of a seat."""
    answers: Answers = {
        "seat": seat.id,
        "name": seat.name,
        "role": seat.role,
        "recipient": keys.recipient,
        "verify": keys.verify,
    }
    if seat.classes:
        answers["classes"] = _BETWEEN_UNITS.join(seat.classes)
    if own:
        answers["own"] = True
    if revoked:
        answers["revoked"] = revoked
    return Entry(blank=COLLEAGUE, subject=HANDS, answers=answers, replaces=tuple(replaces))


def _is_seat(answers: Answers) -> bool:
    wanted = ("seat", "name", "role", "recipient", "verify")
    return all(isinstance(answers.get(name), str) for name in wanted) and answers["role"] in ROLES


def _stand(records: Sequence[Record], arrived: Sequence[Arrived], written: str) -> SeatStand:
    """A seat of its standing records, the newest last.

    What two hands changed at once counts as the later one says, and revoked by one is revoked.
    """
    newest = records[-1].answers or {}
    revoked = next((str(said) for one in records if (said := (one.answers or {}).get("revoked"))), "")
    role = next(one for one in ROLES if one == newest["role"])
    seat = Seat(
        id=str(newest["seat"]), name=str(newest["name"]), role=role, classes=units(newest.get("classes"))
    )
    bound = next((one.keys for one in sorted(arrived) if one.keys is not None), None)
    invitation = PublicKeys(str(newest["recipient"]), str(newest["verify"]))
    colleague = Colleague(seat, records[-1].id, written or records[0].written, bool(arrived), revoked)
    names = frozenset(str((one.answers or {})["name"]) for one in records)
    own = newest.get("own") is True
    return SeatStand(
        colleague, invitation, own, bound, names, sorted(arrived, key=lambda one: (one.device, one.number))
    )


def units(said: object) -> tuple[str, ...]:
    """Classes or departments as they are kept: one a line."""
    return tuple(filter(None, str(said or "").split(_BETWEEN_UNITS)))


def units_text(classes: Iterable[str]) -> str:
    """The text they are kept as."""
    return _BETWEEN_UNITS.join(classes)


def _arrived(record: str, answers: Answers) -> Arrived | None:
    number = answers.get("number")
    if not isinstance(number, int | float):
        return None
    text = {name: str(answers.get(name, "")) for name in ("seat", "device", "sealed", "digest")}
    recipient, verify = answers.get("recipient"), answers.get("verify")
    keys = PublicKeys(str(recipient), str(verify)) if recipient and verify else None
    return Arrived(
        record, text["seat"], text["device"], units(answers.get("classes")), int(number), text["sealed"],
        text["digest"], keys,
    )  # fmt: skip
