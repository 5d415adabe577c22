"""Locked: workbooks behind a password. It is asked for, used, and forgotten; what it opens stays in memory."""

from __future__ import annotations

import io
from typing import BinaryIO

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.files import GivenFile

_EVERYBODYS = "VelvetSweatshop"
"""With this password Excel protects a workbook that it opens without asking ([MS-OFFCRYPTO] 2.3.4)."""
_MOST_ROUNDS = 10_000_000
"""Excel hashes a password 100,000 times; what wants more than a few seconds of it wants only to stop the program."""


class NeedsPassword(CallError):
    """A file is behind a password that was not given, or not the right one. `path`: by which it is to be given."""

    def __init__(self, file: GivenFile, *, wrong: bool) -> None:
        super().__init__("intake.wrong-password" if wrong else "intake.password", file=file.name)
        self.path = file.path
        self.name = file.name
        self.wrong = wrong


def unlocked(source: BinaryIO, file: GivenFile, password: str | None) -> io.BytesIO:
    """The workbook inside, in memory. Raises `NeedsPassword`, or `CallError` where it is locked in another way."""
    for attempt in (_EVERYBODYS, password):
        if attempt:
            opened = _opened(source, file, attempt)
            if opened is not None:
                return opened
    raise NeedsPassword(file, wrong=bool(password))


def _opened(source: BinaryIO, file: GivenFile, password: str) -> io.BytesIO | None:
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
            raise CallError("intake.damaged", file=file.name)
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
        raise CallError("intake.password-unknown", file=file.name) from wrong
    opened.seek(0)
    return opened
