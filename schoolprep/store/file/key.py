"""Key: what opens the workspace, made from a passphrase or read from a recovery code.

The file begins with 16 random bytes, SQLCipher's salt; they are the salt of the passphrase too, so that no second
file is needed. What the cipher gets is always the raw 256-bit key.
"""

from __future__ import annotations

import base64
import hmac
import os
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import final

from schoolprep.facts.problem import CallError, Problem, WorkspaceError
from schoolprep.store.file import look
from schoolprep.store.file.passphrase import objection

KEY_BYTES = 32
SALT_BYTES = 16
ARGON2ID_PASSES = 3
ARGON2ID_BYTES = 256 * 1024 * 1024
"""libsodium's `crypto_pwhash_argon2id_{OPS,MEM}LIMIT_MODERATE` (doc.libsodium.org, "Password hashing"), which also
exceeds the second recommendation of RFC 9106 §4 (64 MiB, 3 passes). Part of the file format: changing them locks
people out."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread or misheard."""
MISREAD = str.maketrans("OIL", "011")
_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_GROUP = 4
_GROUPS = 13


@final
class Key:
    """A raw key with the salt it was made with; never shown by `repr`."""

    __slots__ = ("_raw", "salt")

    def __init__(self, raw: bytes, salt: bytes | None = None) -> None:
        """`raw` 32 bytes; `salt` the 16 bytes of the passphrase, None where the key was made without one."""
        if len(raw) != KEY_BYTES or (salt is not None and len(salt) != SALT_BYTES):
            raise ValueError("a key has 32 bytes and a salt 16")
        self._raw = raw
        self.salt = salt

    @classmethod
    def of_passphrase(cls, passphrase: str, salt: bytes | None = None) -> Key:
        """Argon2id of the passphrase (about half a second by design).

        `salt`: `salt_of(path)` for a file that exists; None, a fresh one, where a passphrase is chosen for a new file
        or in place of another. The passphrase is brought to NFKC first (NIST SP 800-63B §5.1.1.2), so that an input
        method's full-width digits open the file as well. Raises `CallError` for an empty one, and for one that
        nobody should choose (`objection`).
        """
        if not passphrase:
            raise CallError("store.passphrase-empty")
        if salt is None and (problem := cls.objection(passphrase)):
            raise CallError(problem.code, **problem.facts)
        from nacl.pwhash import argon2id  # noqa: PLC0415 - libsodium, which only opening needs

        salt = new_salt() if salt is None else salt
        secret = unicodedata.normalize("NFKC", passphrase).encode()
        raw = argon2id.kdf(KEY_BYTES, secret, salt, opslimit=ARGON2ID_PASSES, memlimit=ARGON2ID_BYTES)
        return cls(raw, salt)

    @staticmethod
    def objection(passphrase: str) -> Problem | None:
        """What speaks against choosing this passphrase; nothing where it may be."""
        return objection(passphrase)

    @classmethod
    def random(cls) -> Key:
        """A key that no passphrase opens; only its recovery code does."""
        return cls(os.urandom(KEY_BYTES), new_salt())

    @classmethod
    def of_recovery_code(cls, code: str) -> Key:
        """The key a recovery code was written from; spaces, hyphens, case and O/0, I/L/1 do not matter.

        Raises `CallError` telling which group of five is mistyped, or how many characters are missing.
        """
        letters = "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum()).translate(
            MISREAD
        )
        if len(letters) != _GROUPS * (_GROUP + 1):
            raise CallError("store.code-length", wanted=_GROUPS * (_GROUP + 1), found=len(letters))
        groups = [letters[at : at + _GROUP + 1] for at in range(0, len(letters), _GROUP + 1)]
        for number, group in enumerate(groups):
            if not set(group) <= set(ALPHABET) or _check(number, group[:-1]) != group[-1]:
                raise CallError("store.code-group", number=number + 1, group=group)
        body = "".join(group[:-1] for group in groups).translate(str.maketrans(ALPHABET, _RFC4648))
        return cls(base64.b32decode(body + "===="))

    @classmethod
    def of_secret(cls, secret: str, salt: bytes) -> Key:
        """The key of whatever opens a file: its recovery code, else its passphrase.

        A code is told by its thirteen check characters: no passphrase has them by chance.
        """
        with suppress(CallError):
            return cls.of_recovery_code(secret)
        return cls.of_passphrase(secret, salt)

    @classmethod
    def slip(cls, secret: str) -> Problem | None:
        """What is mistyped in a text that is made like a recovery code, for whom it did not open."""
        if len(secret.replace("-", " ").split()) < _GROUPS // 2 or not secret.isascii():
            return None
        try:
            cls.of_recovery_code(secret)
        except CallError as wrong:
            return wrong.problem
        return None

    @property
    def is_recovered(self) -> bool:
        """Whether it was read from a recovery code: such a key knows no passphrase's salt."""
        return self.salt is None

    def recovery_code(self) -> str:
        """The raw key as thirteen groups of five, to be printed and locked away.

        The last character of each group checks the other four and the group's place.
        """
        body = base64.b32encode(self._raw).decode().rstrip("=").translate(str.maketrans(_RFC4648, ALPHABET))
        parts = [body[at : at + _GROUP] for at in range(0, len(body), _GROUP)]
        return "-".join(part + _check(number, part) for number, part in enumerate(parts))

    def with_salt(self, salt: bytes) -> Key:
        """The same key beside another salt."""
        return Key(self._raw, salt)

    def literal(self, salt: bytes) -> str:
        """The key in SQLCipher's raw form, as an SQL literal: key and salt in hexadecimal."""
        return f"\"x'{self._raw.hex()}{salt.hex()}'\""

    def __eq__(self, other: object) -> bool:
        """Two keys open the same file."""
        return isinstance(other, Key) and hmac.compare_digest(self._raw, other._raw)

    def __hash__(self) -> int:
        return hash(self._raw)

    def __repr__(self) -> str:
        return "Key(…)"


def new_salt() -> bytes:
    """A salt for a new file or a new passphrase."""
    return os.urandom(SALT_BYTES)


def salt_of(path: Path) -> bytes:
    """The salt of a workspace: its first 16 bytes.

    Raises `WorkspaceError` where there is no file, it cannot be read, or it is plainly something else.
    """
    look.refuse_what_is_no_workspace(path)
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError as wrong:
        raise WorkspaceError("store.unreadable", file=str(path), why=wrong.strerror or str(wrong)) from wrong


def _check(number: int, part: str) -> str:
    """Luhn's check character over the alphabet, the group's number as its first digit."""
    from stdnum import luhn  # noqa: PLC0415 - only recovery codes need it

    return luhn.calc_check_digit(ALPHABET[number] + part, alphabet=ALPHABET)
