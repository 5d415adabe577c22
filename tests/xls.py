"""An old workbook (xls) made by hand: records of one sheet with texts, as [MS-XLS] has them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SHEET = "名单"


def xls_stream(rows: Sequence[Sequence[str]], extent: tuple[int, int, int, int] | None = None) -> bytes:
    """The stream of a workbook with one sheet; `extent`: what the sheet says of its rows and columns."""
    about = _begins(5) + _record(
        0x0085, struct.pack("<IBBBB", 0, 0, 0, len(SHEET), 1) + SHEET.encode("utf-16-le")
    )
    ends = _record(0x000A, b"")
    begins = len(about) + len(ends)
    about = about[: len(_begins(5)) + 4] + struct.pack("<I", begins) + about[len(_begins(5)) + 8 :]
    said = extent or (0, len(rows), 0, max(map(len, rows), default=0))
    cells = b"".join(
        _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    )
    return about + ends + _begins(16) + _record(0x0200, struct.pack("<IIHHH", *said, 0)) + cells + ends


def _begins(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
