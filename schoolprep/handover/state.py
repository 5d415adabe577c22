"""State: what only one workspace knows of the hand-over and never tells: keys, numbers, what was acknowledged."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from schoolprep.handover.keys import OwnKeys
from schoolprep.handover.messages import KnownSeat, Vector
from schoolprep.store.records.seat import Seat

STATE = "handover"
"""The name it is kept under in the store."""
_MOST_NUMBERS = 400


class SealedAs(msgspec.Struct, frozen=True, array_like=True):
    """An envelope that was sealed here."""

    number: int
    device: str
    """The chain that was gone on with then; it has another name after a restore, and where people left it."""
    seq: int
    """How far it went."""
    made: str


class Acked(msgspec.Struct, frozen=True, array_like=True):
    """What somebody acknowledged."""

    made: str
    vector: Vector
    count: int = 0

    def is_before(self, made: str, count: int) -> bool:
        """Whether another one is no older: later by the clock there, or counted higher where that was put back."""
        return made >= self.made or count > self.count


class HandState(msgspec.Struct, kw_only=True, omit_defaults=True):
    """See the module."""

    keys: OwnKeys | None = None
    invitation: OwnKeys | None = None
    """The keys of the invitation that this workspace answers; None in the school's own file."""
    own_seat: Seat | None = None
    """The seat of the school's own file."""
    version: str = ""
    """The record by which this seat is what it is."""
    seats: dict[str, KnownSeat] = {}
    """Principal and deputies, as a colleague's workspace knows them."""
    acked: dict[str, Acked] = {}
    """By the seat that acknowledged."""
    sealed: tuple[SealedAs, ...] = ()
    """In the order of their numbers; the last of them."""
    answered: int = 0
    """How many times this workspace has acknowledged."""
    vectors: dict[str, Vector] = {}
    """How far the whole files of deputies know everything, by seat, as they last said."""
    revoked: str = ""
    """Since when nothing of this workspace is accepted; empty: it stands."""
    scope: tuple[str, ...] | None = None
    """Whom to keep, where somebody has to go and our records about them were not acknowledged yet."""

    def learn_seats(self, seats: Iterable[KnownSeat], by: KnownSeat | None = None) -> None:
        """What somebody says of those who may answer (None: the invitation does).

        The principal's word counts. A deputy's does of whom nobody spoke, else the later; never of the principal, and
        it brings nobody back who was revoked.
        """
        for known in seats:
            held = self.seats.get(known.seat.id)
            if by is None or by.seat.role == "principal" or held is None or _may_say(held, known):
                self.seats[known.seat.id] = known

    @property
    def next_number(self) -> int:
        """The number of the next envelope."""
        return self.sealed[-1].number + 1 if self.sealed else 1

    def note_sealed(self, one: SealedAs) -> None:
        """An envelope was sealed."""
        self.sealed = (*self.sealed, one)[-_MOST_NUMBERS:]

    @property
    def acknowledged_number(self) -> int | None:
        """The highest number of which all that it brought was acknowledged."""
        known = self.acknowledged
        done = [one.number for one in self.sealed if one.seq <= known.get(one.device, 0)]
        return done[-1] if done and self.acked else None

    @property
    def acknowledged(self) -> Vector:
        """How far what was filed here is known to somebody: nothing of it can be lost any more."""
        return _highest(one.vector for one in self.acked.values())

    def acknowledged_by(self, role: str) -> Vector:
        """How far it is known to those of a role."""
        known = (
            one.vector
            for seat, one in self.acked.items()
            if (at := self.seats.get(seat)) and at.seat.role == role
        )
        return _highest(known)


def _may_say(held: KnownSeat, known: KnownSeat) -> bool:
    """Whether a deputy may say this of a seat of which that is known."""
    return held.seat.role != "principal" and held.version <= known.version and known.revoked >= held.revoked


def _highest(vectors: Iterable[Vector]) -> Vector:
    found: Vector = {}
    for vector in vectors:
        for device, seq in vector.items():
            found[device] = max(found.get(device, 0), seq)
    return found


def state_kept(content: bytes | None) -> HandState:
    """The state from the bytes it is kept as."""
    return HandState() if content is None else msgspec.json.decode(content, type=HandState)


def state_bytes(state: HandState) -> bytes:
    """The bytes it is kept as."""
    return msgspec.json.encode(state)
