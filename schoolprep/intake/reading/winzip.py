"""WinZip: the newer lock of zip archives (AE-1 and AE-2, the WinZip specification of AES encryption)."""

from __future__ import annotations

import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Iterator

from schoolprep.intake.reading.limits import PIECE

METHOD = 99
"""The way of packing that such a part names."""
_EXTRA = 0x9901
_SALTS, _KEYS = (8, 12, 16), (16, 24, 32)
_CHECK, _SEAL, _BLOCK = 2, 10, 16
_ROUNDS = 1_000


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, password: bytes) -> Iterator[bytes]:
    """The part unpacked, never beyond the size it promised.

    Raises `RuntimeError` for another password, `BadZipFile`.
    """
    strength, method = _said(part.extra)
    content = _content(archive, part)
    salt = content[: _SALTS[strength]]
    begin = len(salt) + _CHECK
    size = _KEYS[strength]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * size + _CHECK)
    if not hmac.compare_digest(keys[-_CHECK:], content[len(salt) : begin]):
        raise RuntimeError("another password")
    locked, seal = content[begin:-_SEAL], content[-_SEAL:]
    if not hmac.compare_digest(hmac.digest(keys[size : 2 * size], locked, "sha1")[:_SEAL], seal):
        raise zipfile.BadZipFile("seal")
    yield from _inflated(_opened(locked, keys[:size]), method, part.file_size)


def _said(extra: bytes) -> tuple[int, int]:
    """How strong the key is (0 to 2), and how the part was packed before it was locked."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _EXTRA and size >= 7:
            strength, method = struct.unpack_from("<BH", extra, at + 8)
            if 1 <= strength <= len(_KEYS) and method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return strength - 1, method
        at += 4 + size
    raise zipfile.BadZipFile("extra field")


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part as they lie in the archive."""
    source = archive.fp
    if source is None:
        raise zipfile.BadZipFile("closed")
    source.seek(part.header_offset)
    name, extra = struct.unpack("<26x2H", source.read(30))
    source.seek(part.header_offset + 30 + name + extra)
    return source.read(part.compress_size)


def _opened(locked: bytes, key: bytes) -> bytes:
    """What was locked: AES that counts from 1, its smallest byte first."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 - for who needs it

    blocks = -(-len(locked) // _BLOCK)
    counted = b"".join(number.to_bytes(_BLOCK, "little") for number in range(1, blocks + 1))
    stream = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(counted)[: len(locked)]
    return (int.from_bytes(locked, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(locked), "big")


def _inflated(packed: bytes, method: int, most: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    inflater = zlib.decompressobj(-15)
    left = most
    while packed and not inflater.eof:
        piece = inflater.decompress(packed, PIECE)
        packed = inflater.unconsumed_tail
        left -= len(piece)
        if left < 0:
            raise zipfile.BadZipFile("longer than promised")
        yield piece
