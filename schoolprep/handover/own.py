"""Own: this workspace as one of the hands: its seat, its keys, what it knows of the others."""

from __future__ import annotations

from functools import cached_property

from schoolprep.facts.problem import CallError
from schoolprep.facts.subject import HANDS
from schoolprep.handover.keys import OwnKeys, new_keys
from schoolprep.handover.messages import KnownSeat
from schoolprep.handover.register import Register, new_seat, seat_entry
from schoolprep.handover.scope import COLLEAGUE
from schoolprep.handover.sealing import Sender, school_tag
from schoolprep.handover.state import STATE, HandState, state_bytes, state_kept
from schoolprep.handover.unsealing import proof_of
from schoolprep.store import Records
from schoolprep.store.records.seat import FULL_RIGHTS, Role, Seat


class OwnHand:
    """See the module."""

    def __init__(self, store: Records) -> None:
        self.store = store
        self.tag = school_tag(bytes.fromhex(store.travel.secret()))

    @cached_property
    def state(self) -> HandState:
        """What only this workspace knows."""
        return state_kept(self.store.seating.private(STATE))

    def save(self) -> None:
        """Keep it."""
        self.store.seating.keep_private(STATE, state_bytes(self.state))

    @property
    def role(self) -> Role:
        """What may be seen and filed here; a file without a seat is the principal's."""
        return self.store.seat.role if self.store.seat else "principal"

    @property
    def is_whole(self) -> bool:
        """Whether the whole school stands here, and others hand over to it."""
        return self.role in FULL_RIGHTS

    @property
    def seat(self) -> Seat:
        """This workspace's seat; the school's own file gets one when it first needs it."""
        if self.store.seat is not None:
            return self.store.seat
        if self.state.own_seat is None:
            self.state.own_seat = new_seat(self.store.author, "principal", ())
            self.save()
        return self.state.own_seat

    @property
    def keys(self) -> OwnKeys:
        """Its keys; the school's own file makes them when it first needs them."""
        if self.state.keys is None:
            self.state.keys = new_keys()
            self.save()
        return self.state.keys

    @property
    def identities(self) -> list[str]:
        """What this workspace opens: what was sealed to its keys, or still to its invitation."""
        known = (self.keys, self.state.invitation)
        return [one.identity for one in known if one is not None]

    def sender(self) -> Sender:
        """Who this workspace is to whoever opens its files."""
        proof = b""
        if self.state.invitation is not None:
            proof = proof_of(self.state.invitation, self.tag, self.seat.id, self.keys)
        return Sender(self.seat.id, self.store.device, self.keys.public, proof)

    def register(self) -> Register:
        """Who works with the file, as its records say it."""
        written: dict[str, str] = {}
        for record in self.store.history(HANDS):
            if record.blank == COLLEAGUE and record.answers:
                written.setdefault(str(record.answers.get("seat", "")), record.written)
        return Register(self.store.current_of(HANDS), written)

    def seats(self, register: Register) -> tuple[KnownSeat, ...]:
        """Who may answer and to whom is sealed, this workspace among them where it is one of them."""
        known = {one.seat.id: one for one in (*self.state.seats.values(), *register.who_may_answer())}
        if self.is_whole:
            own = known.get(self.seat.id)
            version = own.version if own else self.state.version
            known[self.seat.id] = KnownSeat(seat=self.seat, keys=self.keys.public, version=version)
        return tuple(known.values())

    def ensure_own_record(self) -> None:
        """File the seat of the school's own file, once: deputies and colleagues learn from it whose answer counts."""
        if self.store.seat is None and self.register().own is None:
            self.store.append([seat_entry(self.seat, self.keys.public, own=True)])

    def refuse_without_right(self) -> None:
        """Raise `CallError` where only principal and deputies may."""
        if not self.is_whole:
            raise CallError("handover.principal-only")
