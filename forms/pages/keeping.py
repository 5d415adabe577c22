"""Keeping: what an intake gives to be kept, written by steps: the empty workbook, the receipt, the refused rows."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from schoolprep.blank import Blanks
from schoolprep.intake import Receipt
from schoolprep.intake.returned import ReturnedBook
from schoolprep.words import Lang

Steps = Generator[tuple[int, int], None, Path]
"""They end with the file that was written."""


def blank_workbook(blanks: Blanks, out: Path, lang: Lang) -> Steps:
    """The empty workbook with drop-downs and help."""
    yield 0, 1
    from exports import blank_workbook as book  # noqa: PLC0415 - openpyxl takes a while and may never be needed

    book.write(blanks, out, lang)
    return out


def receipt(told: Receipt, out: Path, lang: Lang) -> Steps:
    """What an intake did, cell by cell."""
    yield 0, 1
    from exports import receipt as book  # noqa: PLC0415 - as above

    book.write(told, out, lang)
    return out


def refused(books: Sequence[ReturnedBook], out: Path, suffix: str, lang: Lang) -> Steps:
    """The refused rows in their senders' layouts; the first book at `out`, the others beside it."""
    from exports import returned  # noqa: PLC0415 - as above

    for at, book in enumerate(books):
        path = out if at == 0 else book.path_in(out.parent, suffix)
        for done, total in returned.write(book, path, lang):
            yield at * total + done, len(books) * total
    return out
