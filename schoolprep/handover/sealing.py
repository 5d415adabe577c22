"""Sealing: what colleagues hand each other as one file: a line of what it is, a line of its sum, an age file.

Inside: the sender's signature, who the sender is, the message, and zeros up to a size that tells little. The first line
is signed as well, so that no file serves for another kind, format or school. Everything is checked before it is used,
and nothing is packed, so that what is unpacked is never larger than what came.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from typing import NamedTuple, get_args

import msgspec

from schoolprep.facts.problem import CallError
from schoolprep.handover.code import code_signs
from schoolprep.handover.keys import (
    SIGNATURE_BYTES,
    OwnKeys,
    PublicKeys,
    as_recipient,
    is_signed_by,
)
from schoolprep.handover.nouns import SealedKind

_MARK = b"schoolprep "
VERSION = b"1"
LARGEST = 256_000_000
"""Bytes of a file that are read; a class of a year is a hundredth of it."""
SMALLEST_PADDED = 16_384
"""Whatever is smaller is padded up to it."""
_KINDS = "|".join(kind for kind in get_args(SealedKind) if kind != "class-workbook").encode()
_FIRST = re.compile(_MARK + b"(" + _KINDS + rb") ([0-9]{1,4}) ([0-9a-f]{16})\n")
_SUM_BYTES = 65
"""SHA-256 in hexadecimal digits, and the line's end."""
_AGE = b"age-encryption.org/v1\n"
_HEADER_BYTES = 32_768
"""A header of age for as many recipients as a school has principals and deputies."""
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES, _IDENTITY_BYTES = 16, 24, 16, 74
LOCK_BYTES = _SALT_BYTES + _NONCE_BYTES + _TAG_BYTES + _IDENTITY_BYTES
ARGON2ID_CODE_PASSES, ARGON2ID_CODE_BYTES = 2, 64 * 1024 * 1024
"""libsodium's `crypto_pwhash_argon2id_{OPS,MEM}LIMIT_INTERACTIVE`: a code has 60 bits, and the oldest laptop opens it.
Part of the format."""
_CODE_KEY_BYTES = 32
_LENGTH_BYTES = 4
_LONGEST_SENDER = 4096


class SealedFile(NamedTuple):
    """A file that is whole, not opened yet."""

    kind: SealedKind
    tag: str
    """The school's, so that another school's is told at once; nothing else can be learnt from it."""
    first: bytes
    """Its first line."""
    body: bytes


class Sender(msgspec.Struct, frozen=True, array_like=True):
    """Who sealed a file."""

    seat: str
    device: str
    """The device of the audit chain, and of the numbering."""
    keys: PublicKeys
    proof: bytes = b""
    """The invitation's signature over the keys of the device that answered it."""


class Unsealed(NamedTuple):
    """What was inside, signed by the keys that the sender named; whose those are is for the reader to know."""

    sender: Sender
    message: bytes


def school_tag(secret: bytes) -> str:
    """The school's mark on its files: of its secret, and nothing can be told from it."""
    return hashlib.blake2b(secret, digest_size=8, person=b"school tag").hexdigest()


# ---------------------------------------------------------------- the frame


def kind_of_file(head: bytes) -> SealedKind | None:
    """What a file is, by how it begins; None for anything else."""
    found = _FIRST.match(head)
    if found is None:
        return None
    return next(kind for kind in get_args(SealedKind) if kind.encode() == found[1])


def is_ours(head: bytes) -> bool:
    """Whether it is one of the files that colleagues hand each other, also one of a newer format."""
    return head.startswith(_MARK)


def framed(first: bytes, body: bytes) -> bytes:
    """The whole file, of its first line and the rest."""
    return first + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def first_line(kind: SealedKind, tag: str) -> bytes:
    """What stands in clear."""
    return _MARK + kind.encode() + b" " + VERSION + b" " + tag.encode() + b"\n"


def unframed(content: bytes, name: str) -> SealedFile:
    """The file, found whole. Raises `CallError` for one that is none, is damaged or of a newer format."""
    found = _FIRST.match(content)
    if found is None or found[2] != VERSION:
        newer = content.startswith(_MARK) and (found is None or int(found[2]) > int(VERSION))
        raise CallError("handover.newer-format" if newer else "handover.not-ours", file=name)
    rest = content[found.end() :]
    kind = kind_of_file(content)
    assert kind is not None
    body = rest[_SUM_BYTES:]
    if rest[:_SUM_BYTES] != hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise CallError("handover.damaged", file=name)
    return SealedFile(kind, found[3].decode(), content[: found.end()], body)


# ---------------------------------------------------------------- sealing


def sealed(first: bytes, sender: Sender, message: bytes, signing: OwnKeys, to: Sequence[PublicKeys]) -> bytes:
    """A file to these recipients, of this `first_line`, signed with the keys the sender names.

    Raises `CallError` for one too large.
    """
    return framed(first, _age(first, sender, message, signing, to))


def sealed_by_code(
    first: bytes, sender: Sender, message: bytes, signing: OwnKeys, identity: OwnKeys, *, code: str
) -> bytes:
    """An invitation: sealed to an identity of its own, which the one-time code unlocks."""
    from nacl.secret import SecretBox  # noqa: PLC0415 - few calls need it

    salt = os.urandom(_SALT_BYTES)
    lock = salt + SecretBox(_code_key(code, salt)).encrypt(identity.identity.encode())
    assert len(lock) == LOCK_BYTES
    return framed(first, lock + _age(first, sender, message, signing, [identity.public]))


def _age(first: bytes, sender: Sender, message: bytes, signing: OwnKeys, to: Sequence[PublicKeys]) -> bytes:
    import pyrage  # noqa: PLC0415

    said = msgspec.msgpack.encode(sender)
    signed = _length(said) + said + _length(message) + message
    whole = signing.sign(first + signed) + signed
    size = padded_size(len(whole))
    if size > LARGEST:
        raise CallError("handover.too-large", megabytes=size // 1_000_000)
    found: bytes = pyrage.encrypt(whole.ljust(size, b"\0"), [as_recipient(one.recipient) for one in to])
    return found


def padded_size(size: int) -> int:
    """Up to which size something is filled: 16 KiB, above it by Padmé, which adds at most 12 %.

    Nikitin, Barman, Lueks, Underwood, Hubaux, Ford: "Reducing Metadata Leakage from Encrypted Files" (PoPETs 2019), §4.
    """
    if size <= SMALLEST_PADDED:
        return SMALLEST_PADDED
    power = size.bit_length() - 1
    zeros = power - power.bit_length()
    return (size + (1 << zeros) - 1) >> zeros << zeros


# ---------------------------------------------------------------- unsealing


def unsealed(file: SealedFile, identities: Sequence[str], name: str) -> Unsealed:
    """What is inside of a file that was sealed to one of these. Raises `CallError`: not for us, altered, forged."""
    return _opened(file, file.body, identities, name)


def unsealed_by_code(file: SealedFile, code: str, name: str) -> tuple[Unsealed, str]:
    """What is inside of an invitation, and its identity. Raises `CallError` for a code that is not this one's."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415
    from nacl.secret import SecretBox  # noqa: PLC0415

    lock = file.body[:LOCK_BYTES]
    if len(lock) < LOCK_BYTES:
        raise CallError("handover.damaged", file=name)
    key = _code_key(code, lock[:_SALT_BYTES])
    try:
        identity = SecretBox(key).decrypt(lock[_SALT_BYTES:]).decode("ascii")
    except (CryptoError, ValueError) as wrong:
        raise CallError("handover.wrong-code") from wrong
    return _opened(file, file.body[LOCK_BYTES:], [identity], name), identity


def _code_key(code: str, salt: bytes) -> bytes:
    from nacl.pwhash import argon2id  # noqa: PLC0415

    secret = code_signs(code).encode()
    return argon2id.kdf(
        _CODE_KEY_BYTES, secret, salt, opslimit=ARGON2ID_CODE_PASSES, memlimit=ARGON2ID_CODE_BYTES
    )


def _opened(file: SealedFile, body: bytes, identities: Sequence[str], name: str) -> Unsealed:
    whole = _decrypted(body, identities, name)
    signature, signed = whole[:SIGNATURE_BYTES], whole[SIGNATURE_BYTES:]
    said, rest = _part(signed, name)
    message, padding = _part(rest, name)
    if len(whole) != padded_size(len(whole) - len(padding)) or padding.count(0) != len(padding):
        raise CallError("handover.altered", file=name)
    try:
        if len(said) > _LONGEST_SENDER:
            raise ValueError
        sender = msgspec.msgpack.decode(said, type=Sender)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise CallError("handover.altered", file=name) from wrong
    if not is_signed_by(
        sender.keys.verify, file.first + signed[: len(signed) - len(padding)], bytes(signature)
    ):
        raise CallError("handover.altered", file=name)
    return Unsealed(sender, bytes(message))


def _decrypted(body: bytes, identities: Sequence[str], name: str) -> bytes:
    import pyrage  # noqa: PLC0415

    if not body.startswith(_AGE) or body.find(b"\n---", 0, _HEADER_BYTES) < 0:
        raise CallError("handover.altered", file=name)
    try:
        own = [pyrage.x25519.Identity.from_str(one) for one in identities]
        found: bytes = pyrage.decrypt(body, own)
    except pyrage.IdentityError as wrong:
        raise CallError("handover.altered", file=name) from wrong
    except pyrage.DecryptError as wrong:
        other = "No matching keys" in str(wrong)
        raise CallError("handover.not-for-us" if other else "handover.altered", file=name) from wrong
    return found


def _length(part: bytes) -> bytes:
    return len(part).to_bytes(_LENGTH_BYTES, "big")


def _part(content: bytes, name: str) -> tuple[bytes, bytes]:
    size = int.from_bytes(content[:_LENGTH_BYTES], "big")
    part = content[_LENGTH_BYTES : _LENGTH_BYTES + size]
    if len(content) < _LENGTH_BYTES or len(part) != size:
        raise CallError("handover.altered", file=name)
    return part, content[_LENGTH_BYTES + size :]
