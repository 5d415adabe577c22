"""Messages: what stands inside the sealed files, as types that hold their limits."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from schoolprep.facts.problem import CallError
from schoolprep.handover.keys import OwnKeys, PublicKeys
from schoolprep.store.records.seat import Seat

_Stamp = Annotated[str, Meta(min_length=10, max_length=40)]
_Short = Annotated[str, Meta(max_length=200)]
_Count = Annotated[int, Meta(ge=0, le=2**53)]
_Subject = Annotated[str, Meta(min_length=1, max_length=32)]
Vector = dict[_Short, _Count]
"""How far the chain of each device is known (`Records.vector`)."""


class PassLine(msgspec.Struct, frozen=True, array_like=True):
    """What the gate is told of a person: nothing of an illness."""

    subject: _Subject
    name: _Short
    klass: _Short
    category: _Short
    verdict: _Short
    on: _Short
    """The day it was judged for."""
    may_return_on: _Short
    """The first day; empty where none can be given."""


class KnownSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A principal or deputy: who may answer, and to whom envelopes are sealed."""

    seat: Seat
    keys: PublicKeys
    version: _Short
    """The record that says so; of two that differ the later one counts."""
    revoked: bool = False


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is given of the school: with the invitation, and with each acknowledgement."""

    seat: Seat
    version: _Short
    school: Annotated[str, Meta(max_length=1_000_000)]
    """The school as JSON, as far as it concerns a colleague."""
    seats: tuple[KnownSeat, ...]
    load: bytes
    whole: bool
    """The load is the news of whole devices; otherwise it is a part."""
    scope: tuple[_Subject, ...] | None = None
    """Everybody who is theirs now; whoever is not goes. None: everybody."""
    passes: tuple[PassLine, ...] | None = None
    """For the gate, in the place of records."""
    made: _Stamp


class InvitationMessage(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation."""

    secret: Annotated[bytes, Meta(min_length=32, max_length=32)]
    keys: OwnKeys
    """What answers until the device's own keys are known."""
    given: Given


class HeadOfChain(msgspec.Struct, frozen=True, array_like=True):
    """Where the sender's chain ended when it was sealed."""

    seq: _Count
    link: Annotated[str, Meta(max_length=64)]
    """In hexadecimal digits; empty while nothing was filed."""


class EnvelopeMessage(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope."""

    number: Annotated[int, Meta(ge=1, le=2**53)]
    made: _Stamp
    vector: Vector
    """How far everything is known where it was sealed: what an answer need not bring."""
    head: HeadOfChain
    head_signature: Annotated[bytes, Meta(max_length=64)]
    load: bytes


class AcknowledgementMessage(msgspec.Struct, frozen=True, kw_only=True):
    """An acknowledgement, which is the way back."""

    to: _Short
    """The seat it is for."""
    by: _Short
    """The seat that acknowledges."""
    count: _Count = 0
    """How many times it has: beside the time, for a clock that was put back."""
    vector: Vector
    """How far the chains are known there."""
    revoked: _Short = ""
    """When this seat was revoked; then nothing else is in it."""
    given: Given | None = None


_Message = TypeVar("_Message", InvitationMessage, EnvelopeMessage, AcknowledgementMessage)


def packed_message(message: msgspec.Struct) -> bytes:
    """A message as bytes."""
    return msgspec.msgpack.encode(message)


def unpacked_message(content: bytes, kind: type[_Message], name: str) -> _Message:
    """A message from bytes. Raises `CallError` for what no program writes."""
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise CallError("handover.misshapen", file=name) from wrong


def head_said(tag: str, device: str, head: HeadOfChain) -> bytes:
    """What a device signs of its chain's end, so that nobody else can rewrite it afterwards."""
    return f"schoolprep head 1 {tag}\n{device}\n{head.seq}\n{head.link}\n".encode()


def proof_said(tag: str, seat: str, keys: PublicKeys) -> bytes:
    """What an invitation signs of the keys of the device that answers it."""
    return f"schoolprep device 1 {tag}\n{seat}\n{keys.recipient}\n{keys.verify}\n".encode()
