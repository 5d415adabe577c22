"""Keys: what a workspace that takes part opens by (X25519, the age format) and signs with (Ed25519).

The private halves stand in the encrypted file and nowhere else. Importing this loads no cipher; using it does.
"""

from __future__ import annotations

import os
from typing import Annotated

import msgspec
from msgspec import Meta

from schoolprep.facts.problem import CallError

SEED_BYTES = 32
SIGNATURE_BYTES = 64
VERIFY_BYTES = 32


class PublicKeys(msgspec.Struct, frozen=True, array_like=True):
    """What others seal to and verify by."""

    recipient: Annotated[str, Meta(pattern="^age1[02-9ac-hj-np-z]{58}$")]
    """An age recipient: age1…"""
    verify: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    """The Ed25519 key in hexadecimal digits."""


class OwnKeys(msgspec.Struct, frozen=True, array_like=True):
    """The private halves; never shown by `repr`."""

    identity: Annotated[str, Meta(pattern="^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$")]
    seed: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]

    @property
    def public(self) -> PublicKeys:
        """What others may know."""
        from nacl.signing import SigningKey  # noqa: PLC0415 - few calls need it
        from pyrage import x25519  # noqa: PLC0415

        verify = SigningKey(bytes.fromhex(self.seed)).verify_key.encode().hex()
        return PublicKeys(str(x25519.Identity.from_str(self.identity).to_public()), verify)

    def sign(self, content: bytes) -> bytes:
        """The signature of some bytes."""
        from nacl.signing import SigningKey  # noqa: PLC0415

        return SigningKey(bytes.fromhex(self.seed)).sign(content).signature

    def __repr__(self) -> str:
        return "OwnKeys(…)"


def new_keys() -> OwnKeys:
    """A fresh pair of each kind."""
    from pyrage import x25519  # noqa: PLC0415

    return OwnKeys(str(x25519.Identity.generate()), os.urandom(SEED_BYTES).hex())


def keys_kept(text: str) -> OwnKeys:
    """The keys from the text they are kept as."""
    return msgspec.json.decode(text, type=OwnKeys)


def keys_text(keys: OwnKeys) -> str:
    """The text they are kept as."""
    return msgspec.json.encode(keys).decode()


def is_signed_by(verify: str, content: bytes, signature: bytes) -> bool:
    """Whether the holder of a key signed these bytes."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415
    from nacl.signing import VerifyKey  # noqa: PLC0415

    try:
        VerifyKey(bytes.fromhex(verify)).verify(content, signature)
    except (CryptoError, ValueError):
        return False
    return True


def as_recipient(recipient: str) -> object:
    """What age seals to. Raises `CallError` for what is none."""
    from pyrage import RecipientError, x25519  # noqa: PLC0415

    try:
        return x25519.Recipient.from_str(recipient)
    except RecipientError as wrong:
        raise CallError("handover.bad-key") from wrong
