"""Locked: workbooks behind a password. It is asked for, used, and forgotten; what it opens stays in memory."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from schoolprep.facts.problem import CallError

_EVERYBODYS = "VelvetSweatshop"
"""With this password Excel protects a workbook that it opens without asking ([MS-OFFCRYPTO] 2.3.4)."""
_MOST_ROUNDS = 10_000_000
"""Excel hashes a password 100,000 times; what wants more than a few seconds of it wants only to stop the program."""


class NeedsPassword(CallError):
    """A workbook is behind a password that was not given, or not the right one. `path` is the file, as it was named."""

    def __init__(self, path: Path, *, wrong: bool) -> None:
        super().__init__("intake.wrong-password" if wrong else "intake.password", file=path.name)
        self.path = path
        self.wrong = wrong


def unlocked(source: BinaryIO, path: Path, password: str | None) -> io.BytesIO:
    """The workbook inside, in memory. Raises `NeedsPassword`, or `CallError` where it is locked in another way."""
    for attempt in (_EVERYBODYS, password):
        if attempt:
            opened = _opened(source, path, attempt)
            if opened is not None:
                return opened
    raise NeedsPassword(path, wrong=bool(password))


def _opened(source: BinaryIO, path: Path, password: str) -> io.BytesIO | None:
    """The workbook; None where the password is not the right one."""
    import msoffcrypto  # noqa: PLC0415 - cryptography is only loaded for who needs it
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    opened = io.BytesIO()
    try:
        source.seek(0)
        book = msoffcrypto.OfficeFile(source)
        info = getattr(book, "info", None)
        if isinstance(info, dict) and int(info.get("spinValue") or 0) > _MOST_ROUNDS:
            raise CallError("intake.damaged", file=path.name)
        if isinstance(book, OOXMLFile):
            book.load_key(password=password, verify_password=True)
        else:
            book.load_key(password=password)
        book.decrypt(opened)
    except InvalidKeyError:
        return None
    except CallError:
        raise
    except Exception as wrong:
        # The library raises what its parsers raise; a container it cannot open is locked in a way nobody here knows.
        raise CallError("intake.password-unknown", file=path.name) from wrong
    opened.seek(0)
    return opened
