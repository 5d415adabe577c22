"""Chain: the hashes by which a later change of a record is noticed (DESIGN §3, audit chain).

Each device has one chain. `digest` covers what a record says, keyed with a random nonce, so that after an erasure of
answers and nonce nothing is left that could be guessed back; `link` ties id and digest to the device's previous link,
so that the chain stays verifiable after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import msgspec

NONCE_BYTES = 16
LINK_BYTES = 32

_encode = msgspec.json.Encoder().encode


def start(device: str) -> bytes:
    """The link before a device's first."""
    return blake2b(device.encode(), digest_size=LINK_BYTES, person=b"schoolprep").digest()


def filing(said: tuple[str, str | None, str, str, str, str]) -> bytes:
    """The part of a digest's content that the records of one filing share.

    `said` is (act, undoes, about, author, device, written).
    """
    return _encode(said)


def digest(
    nonce: bytes,
    filed: bytes,
    record: tuple[str, str, str, Sequence[str], str | None],
    answers: bytes,
) -> bytes:
    """The keyed hash of a record.

    `filed` comes from `filing`; `record` is (id, blank, subject, replaces, restores); `answers` the JSON as stored,
    empty where they are withdrawn.
    """
    return blake2b(b"\n".join((filed, _encode(record), answers)), key=nonce, digest_size=LINK_BYTES).digest()


def link(before: bytes, id_: str, digest_: bytes) -> bytes:
    """The link of a record, from the device's previous link."""
    return blake2b(before + id_.encode() + digest_, digest_size=LINK_BYTES, person=b"record").digest()


def opening(before: bytes, subject: str, author: str, device: str, opened: str) -> bytes:
    """The link of one line of the log of who opened whose file."""
    line = _encode((subject, author, device, opened))
    return blake2b(before + line, digest_size=LINK_BYTES, person=b"opening").digest()
