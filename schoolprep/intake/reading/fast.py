"""Fast: what the fast reader (calamine) gives of a workbook, share by share; also the program that gives it apart.

Run as a program it takes workbooks from its standard input, one after another, and writes the shares of each to its
standard output, within limits of memory and time; what is wrong with a workbook then ends this process and no other.
It imports nothing of ours, so that it is there in a twentieth of a second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from itertools import islice
from time import process_time
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

FastCell = int | float | str | bool | time | date | datetime | timedelta
_AT_ONCE = 2_000
"""Rows from the fast reader at a time: 5 ms, in which a window stands still."""
_SECONDS = 60
"""CPU seconds for one workbook in a process that reads apart; the largest honest xls needs five."""
_LENGTH = 8
"""Bytes before each share that say how long it is."""
READY = b"ready"
"""What a process says that can read; one that cannot even begin says nothing of a workbook."""
_Made = TypeVar("_Made")


class BookListed(NamedTuple):
    """The sheets of a workbook in their order, by name and whether they are hidden."""

    sheets: list[tuple[str, bool]]


class SheetBegun(NamedTuple):
    """The corner of a sheet's filled cells, how many rows follow, and the merged ranges."""

    top: int
    left: int
    height: int
    merges: list[tuple[tuple[int, int], tuple[int, int]]]


class SheetRows(NamedTuple):
    """Some rows of the sheet begun last."""

    rows: list[list[FastCell]]


class ReadingFailed(NamedTuple):
    """The reader stumbled: over the next sheet, or over the book where it has not been listed."""

    locked: bool = False
    ended: bool = False
    """It ended over the book, whatever it had given before."""


Share = BookListed | SheetBegun | SheetRows | ReadingFailed
"""First the book; then each of its sheets begun, with its rows, or failed."""
Shares = Generator[Share | None, None, None]
"""The shares as they come; None while none has come."""


def shares(source: BinaryIO, most_cells: int) -> Shares:
    """What the fast reader gives of a workbook. `most_cells`: of a rectangle that is walked through row by row."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - only who reads a workbook needs it

    book = _guarded(partial(_opened, source))
    if isinstance(book, ReadingFailed):
        yield book
        return
    try:
        sheets = [about for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
        yield BookListed([(about.name, about.visible != SheetVisibleEnum.Visible) for about in sheets])
        for about in sheets:
            sheet = _guarded(partial(book.get_sheet_by_name, about.name))
            if isinstance(sheet, ReadingFailed):
                yield sheet
            else:
                top, left = sheet.start or (0, 0)
                yield SheetBegun(top, left, sheet.height, list(sheet.merged_cell_ranges or ()))
                yield from _rows(sheet, top, most_cells)
    finally:
        book.close()


def _opened(source: BinaryIO) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    source.seek(0)
    return CalamineWorkbook.from_filelike(source)


def _rows(sheet: CalamineSheet, top: int, most_cells: int) -> Iterator[SheetRows]:
    # Row by row, the fast reader begins in row 1; far from there it must be asked for all rows at once.
    near = (top + sheet.height) * sheet.width <= most_cells
    rows = islice(sheet.iter_rows(), top, None) if near else iter(sheet.to_python())
    while some := list(islice(rows, _AT_ONCE)):
        yield SheetRows(some)


def _guarded(work: Callable[[], _Made]) -> _Made | ReadingFailed:
    """What the fast reader makes, or that it failed."""
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

    try:
        with _unheard():
            return work()
    except PasswordError:
        return ReadingFailed(locked=True)
    except (CalamineError, OSError, ValueError):
        return ReadingFailed()
    except BaseException as wrong:
        # A file can break the reader inside Rust; its panic is no Exception and has no importable class.
        if type(wrong).__name__ != "PanicException":
            raise
        return ReadingFailed()


@contextmanager
def _unheard() -> Iterator[None]:
    """Rust tells a panic on standard error before anybody can catch it; nobody should read that."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # a window without a console has no standard error
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


# ------------------------------------------------------------------ as a process of its own


def framed(content: bytes) -> bytes:
    """Bytes with their length before them, as both sides write them."""
    return len(content).to_bytes(_LENGTH, "little") + content


def unframed(source: IO[bytes]) -> bytes | None:
    """The next bytes that were `framed`; None where the other side has ended before them."""
    head = source.read(_LENGTH)
    size = int.from_bytes(head, "little")
    content = source.read(size) if len(head) == _LENGTH else b""
    return content if len(head) == _LENGTH and len(content) == size else None


def serve(most_cells: int) -> None:
    """Read workbooks from standard input until it ends: before each stands what memory this process may take for it."""
    import pickle  # noqa: PLC0415 - only this process writes them

    import python_calamine  # noqa: F401, PLC0415

    sys.stdout.buffer.write(framed(READY))
    sys.stdout.buffer.flush()
    limit = _job() if sys.platform == "win32" else _limit
    while (memory := unframed(sys.stdin.buffer)) and (content := unframed(sys.stdin.buffer)) is not None:
        limit(int(memory))
        for share in shares(BytesIO(content), most_cells):
            sys.stdout.buffer.write(framed(pickle.dumps(share, pickle.HIGHEST_PROTOCOL)))
        sys.stdout.buffer.write(framed(b""))
        sys.stdout.buffer.flush()


def _limit(memory: int) -> None:
    """Limit this process while it reads the next workbook; macOS heeds no limit of memory, only the clock."""
    import resource  # noqa: PLC0415 - not on Windows

    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(process_time()) + _SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (most, resource.getrlimit(which)[1]))


def _job() -> Callable[[int], None]:
    """`_limit` on Windows: a process is limited by the job it belongs to (JOBOBJECT_EXTENDED_LIMIT_INFORMATION)."""
    import ctypes  # noqa: PLC0415
    from ctypes import wintypes  # noqa: PLC0415

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    clock, process_memory, no_error_box, extended_information = 0x2, 0x100, 0x400, 9
    system = ctypes.CDLL("kernel32", use_last_error=True)
    system.CreateJobObjectW.restype = wintypes.HANDLE
    system.GetCurrentProcess.restype = wintypes.HANDLE
    job = wintypes.HANDLE(system.CreateJobObjectW(None, None))
    system.AssignProcessToJobObject(job, wintypes.HANDLE(system.GetCurrentProcess()))
    limits = Extended()
    limits.BasicLimitInformation.LimitFlags = clock | process_memory | no_error_box

    def limit(memory: int) -> None:
        ticks = (int(process_time()) + _SECONDS) * 10_000_000
        limits.BasicLimitInformation.PerProcessUserTimeLimit = ticks
        limits.ProcessMemoryLimit = memory
        system.SetInformationJobObject(
            job, extended_information, ctypes.byref(limits), wintypes.DWORD(ctypes.sizeof(limits))
        )

    return limit


if __name__ == "__main__":
    sys.path.append(sys.argv[1])
    serve(int(sys.argv[2]))
