"""Container: the compound file around an xls built anew, straight and with nothing beside the workbook ([MS-CFB]).

The fast reader follows a container's chains wherever they lead, in a circle too, and makes room for as many cells as
a sheet says that it has; the one is written by us, the other is left open.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

_SECTOR = 4_096
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_A_SECTOR = _SECTOR // 4
"""Entries of the allocation table in one sector."""
_IN_HEADER = 109
"""Sectors of the table that the header names: enough for 450 MB, more than any file may have."""
_ROOT, _STREAM = 5, 2


def contained(stream: bytes, dimensions: Iterable[tuple[int, int]]) -> bytes:
    """An xls that holds this workbook. `dimensions`: where records say how many cells a sheet has, and their length."""
    content = bytearray(stream)
    for at, size in dimensions:
        content[at : at + size] = bytes(size)
    content += bytes(
        -len(content) % _SECTOR or (0 if content else _SECTOR)
    )  # a sector is never in the small chain
    data = len(content) // _SECTOR
    tables = -(-(data + 1 + 1) // _A_SECTOR)
    tables = -(-(data + 1 + tables) // _A_SECTOR)
    directory = tables + data
    chain = [_FAT] * tables + [*range(tables + 1, directory), _END] + [_END]
    chain += [_FREE] * (tables * _A_SECTOR - len(chain))
    header = struct.pack(
        "<8s16s5H6x9I", bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 4, 0xFFFE, 12, 6, 1, tables, directory,
        0, _SECTOR, _END, 0, _END, 0,
    ) + struct.pack(f"<{_IN_HEADER}I", *range(tables), *[_FREE] * (_IN_HEADER - tables))  # fmt: skip
    entries = _entry("Root Entry", _ROOT, 1, 0, 0) + _entry("Workbook", _STREAM, _FREE, tables, len(content))
    return b"".join(
        (
            header.ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(chain)}I", *chain),
            content,
            entries.ljust(_SECTOR, b"\0"),
        )
    )


def _entry(name: str, kind: int, child: int, begins: int, size: int) -> bytes:
    """An entry of the directory."""
    written = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I16sI16xIQ", written, len(written), kind, 1, _FREE, _FREE, child, b"", 0, begins, size
    )
