"""Letter: an update's file: three lines (what it is, the signature, what is in it), then a zip of the version's folder.

Nothing behind the signature's line is interpreted before the signature is found right, and nothing of the zip before
its length and hash are those that were signed. What the zip unpacks to is signed as well, so that it cannot grow.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import Steps
from schoolprep.updates.maker import Maker
from schoolprep.updates.versions import Versions, numbers

FORMAT = b"SchoolPrep update "
FIRST_LINE = FORMAT + b"1\n"
LONGEST_LINE = 4096
_SIGNATURE_LINE = 129
"""Bytes: 64 in hexadecimal signs, and the line's end."""
_A_READING = 1 << 20
_MOST = 400_000_000
"""Bytes that are held in memory while they are checked; a version has a tenth of it."""
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}")


class Update(msgspec.Struct, frozen=True):
    """What is signed: the version, the system it runs on, the day it was made, and what the zip is and unpacks to."""

    version: str
    system: str
    made: date
    size: int
    sha256: str
    files: int
    unpacked: int


class UpdateFile(NamedTuple):
    """An update that was found right, with its zip: the very bytes whose hash was compared."""

    name: str
    update: Update
    content: bytes


def signed_bytes(line: bytes) -> bytes:
    """What the signature is made of: the third line, under the first, so that it serves for nothing else."""
    return FIRST_LINE + line


def read(path: Path, versions: Versions, made_by: Maker) -> Steps[UpdateFile]:
    """Steps that end with the update in a file, fit for this computer and newer than what runs.

    Raises `CallError` with one sentence for anything else.
    """
    try:
        with path.open("rb") as file:
            update = _head(file, path.name, made_by)
            _refuse_unfit(update, path.name, versions)
            found = os.fstat(file.fileno()).st_size - file.tell()
            if found < update.size:
                raise CallError("updates.cut-short", file=path.name, wanted=update.size, found=found)
            parts, got = [], 0
            while part := file.read(_A_READING):
                parts.append(part)
                got += len(part)
                if got > update.size:
                    break
                yield got, update.size
    except OSError as wrong:
        raise CallError("updates.unreadable", file=str(path), why=str(wrong.strerror)) from wrong
    content = b"".join(parts)
    if len(content) != update.size or hashlib.sha256(content).hexdigest() != update.sha256:
        raise CallError("updates.altered", file=path.name)
    return UpdateFile(path.name, update, content)


def _head(file: BinaryIO, name: str, made_by: Maker) -> Update:
    mark = file.readline(len(FIRST_LINE))
    if mark != FIRST_LINE:
        newer = mark.startswith(FORMAT) and mark[len(FORMAT) : len(FORMAT) + 1].isdigit()
        raise CallError("updates.newer-format" if newer else "updates.no-update", file=name)
    signature, line = file.readline(_SIGNATURE_LINE), file.readline(LONGEST_LINE)
    if not _is_signed(signature, line, made_by):
        raise CallError("updates.not-signed", file=name, maker=made_by.name)
    try:
        return msgspec.json.decode(line, type=Update)
    except msgspec.DecodeError as wrong:
        raise CallError("updates.newer-format", file=name) from wrong


def _is_signed(signature: bytes, line: bytes, made_by: Maker) -> bool:
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - few calls need it
    from nacl.signing import VerifyKey  # noqa: PLC0415

    try:
        said = bytes.fromhex(signature.decode("ascii").strip())
        VerifyKey(bytes.fromhex(made_by.public)).verify(signed_bytes(line), said)
    except (CryptoError, ValueError):
        return False
    return signature == f"{said.hex()}\n".encode()  # written in one way only: not one bit may differ


def _refuse_unfit(update: Update, name: str, versions: Versions) -> None:
    """Signed is not enough: it has to be for this system, newer, and of a size that can be."""
    if update.system != versions.system:
        raise CallError("updates.other-system", file=name, system=update.system, here=versions.system)
    if not _VERSION.fullmatch(update.version) or not 0 < update.size <= _MOST:
        raise CallError("updates.odd", file=name, what=update.version[:20])
    if numbers(update.version) <= numbers(versions.running):
        raise CallError("updates.not-newer", file=name, version=update.version, running=versions.running)
