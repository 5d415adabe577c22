"""Unsealing: files that colleagues handed over, opened and found right before anything of them is used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from schoolprep.facts.problem import CallError
from schoolprep.handover.keys import OwnKeys, is_signed_by
from schoolprep.handover.messages import (
    AcknowledgementMessage,
    EnvelopeMessage,
    InvitationMessage,
    KnownSeat,
    head_said,
    proof_said,
    unpacked_message,
)
from schoolprep.handover.nouns import SealedKind
from schoolprep.handover.register import Register, SeatStand
from schoolprep.handover.scope import is_of, unrightful
from schoolprep.handover.sealing import (
    LARGEST,
    SealedFile,
    Sender,
    Unsealed,
    is_ours,
    unframed,
    unsealed,
    unsealed_by_code,
)
from schoolprep.store.records.load import Load, unpacked

_HEAD_BYTES = 128


class BroughtFile(NamedTuple):
    """A file somebody brought."""

    path: Path
    given: str
    """As it was named; a file found in a folder by its path from there."""


class OpenedInvitation(NamedTuple):
    """An invitation whose code was right."""

    message: InvitationMessage
    sender: Sender


class OpenedEnvelope(NamedTuple):
    """An envelope that was found right."""

    stand: SeatStand
    sender: Sender
    message: EnvelopeMessage
    load: Load


class OpenedAcknowledgement(NamedTuple):
    """An acknowledgement that was found right; it may be for somebody else."""

    sender: KnownSeat
    message: AcknowledgementMessage
    load: Load


def brought(paths: Iterable[Path]) -> list[BroughtFile]:
    """The files among what was brought; in folders (a whole stick) only those that colleagues hand each other."""
    found: list[BroughtFile] = []
    for path in paths:
        if path.is_dir():
            found += [BroughtFile(one, str(one)) for one in _inside(path)]
        else:
            found.append(BroughtFile(path, str(path)))
    return found


def _inside(folder: Path) -> Iterator[Path]:
    """What is ours in a folder, told by how it begins: a chat or a mail gives any name."""
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_file() and is_ours(_head(path)):
                yield path
        except OSError:  # a stick has corners that nobody may read
            continue


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises `CallError` where it is not there or too large to be one."""
    name = path.name
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as wrong:
        raise CallError("handover.no-file", file=str(path)) from wrong
    except OSError as wrong:
        raise CallError("handover.unreadable", file=str(path), why=str(wrong.strerror)) from wrong
    if len(content) > LARGEST:
        raise CallError("handover.not-ours", file=name)
    return content


def digest_of(content: bytes) -> str:
    """By which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def sealed_file(content: bytes, name: str, tag: str) -> SealedFile:
    """The file, found whole and of this school. Raises `CallError`."""
    file = unframed(content, name)
    if file.tag != tag:
        raise CallError("handover.other-school", file=name)
    return file


def refuse_kind(kind: SealedKind, wanted: SealedKind, name: str) -> None:
    """Raise `CallError` for a file that belongs elsewhere, and say where."""
    if kind != wanted:
        raise CallError(f"handover.is-{kind}", file=name)


def open_invitation(content: bytes, name: str, code: str) -> OpenedInvitation:
    """An invitation, by its code. Raises `CallError`."""
    file = unframed(content, name)
    refuse_kind(file.kind, "invitation", name)
    inside, identity = unsealed_by_code(file, code, name)
    message = unpacked_message(inside.message, InvitationMessage, name)
    ours = {known.seat.id: known.keys for known in message.given.seats}.get(inside.sender.seat)
    if message.keys.identity != identity or ours != inside.sender.keys:
        raise CallError("handover.altered", file=name)
    return OpenedInvitation(message, inside.sender)


def open_envelope(
    file: SealedFile, name: str, identities: Sequence[str], register: Register
) -> OpenedEnvelope:
    """An envelope, found right: whose it is, by which keys, and that all in it may come from there.

    Raises `CallError`, and `KnownError` for rows that no program writes.
    """
    inside = unsealed(file, identities, name)
    stand = _known_sender(inside, register, file.tag, name)
    message = unpacked_message(inside.message, EnvelopeMessage, name)
    device = inside.sender.device
    whose = {"file": name, "name": stand.seat.name}
    head = head_said(file.tag, device, message.head)
    if not is_of(stand.seat, device) or not is_signed_by(
        inside.sender.keys.verify, head, message.head_signature
    ):
        raise CallError("handover.altered", file=name)
    load = unpacked(message.load)
    if unrightful(stand.seat, load):
        raise CallError("handover.no-right", **whose)
    if any(row.author not in stand.names and is_of(stand.seat, row.device) for row in load.filings):
        raise CallError("handover.other-author", **whose)
    return OpenedEnvelope(stand, inside.sender, message, load)


def _known_sender(inside: Unsealed, register: Register, tag: str, name: str) -> SeatStand:
    """Whose the keys are that signed. Raises `CallError` for a stranger's, and for a second device's."""
    sender = inside.sender
    stand = register.seats.get(sender.seat)
    if stand is None or stand.own:
        raise CallError("handover.unknown-sender", file=name)
    if stand.bound == sender.keys:
        return stand
    proven = is_signed_by(
        stand.invitation.verify, proof_said(tag, sender.seat, sender.keys), bytes(sender.proof)
    )
    if not proven:
        raise CallError("handover.forged", file=name, name=stand.seat.name)
    if stand.bound is not None:
        raise CallError("handover.second-device", file=name, name=stand.seat.name)
    return stand


def open_acknowledgement(
    file: SealedFile, name: str, identities: Sequence[str], seats: Mapping[str, KnownSeat]
) -> OpenedAcknowledgement | None:
    """An acknowledgement, found right; None where it was sealed to somebody else. Raises `CallError`."""
    try:
        inside = unsealed(file, identities, name)
    except CallError as wrong:
        if wrong.problem.code == "handover.not-for-us":
            return None
        raise
    known = seats.get(inside.sender.seat)
    if known is None or known.revoked or known.keys != inside.sender.keys:
        raise CallError("handover.unknown-sender", file=name)
    message = unpacked_message(inside.message, AcknowledgementMessage, name)
    load = unpacked(message.given.load) if message.given and message.given.load else Load()
    return OpenedAcknowledgement(known, message, load)


def proof_of(invitation: OwnKeys, tag: str, seat: str, own: OwnKeys) -> bytes:
    """What shows that the device was invited: the invitation's signature over the device's keys."""
    return invitation.sign(proof_said(tag, seat, own.public))
