"""Workbooks: a folder full of other people's workbooks, each opened or refused with a reason, in a process of its own.

    python -m bench.workbooks FOLDER [--compare]

Prints how many were read, why the others were refused, and which took longest and most memory. Aim: no crash, none
over 10 s, none over 500 MB. `--compare` holds every xlsx against openpyxl and prints where the two readings differ.
The collections of apache/poi, SheetJS/test_files, tafia/calamine and jmcnamara/XlsxWriter are what it was made for;
nothing of them is kept here. Runs where processes can be forked (Linux, macOS).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, NamedTuple

from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say_problem
from schoolprep.intake.reading import read_tables
from schoolprep.intake.tables import Table, column_letters

SECONDS, MEGABYTES = 10, 500
_SUFFIXES = frozenset(
    (
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xltm",
        ".xlsb",
        ".xls",
        ".xlt",
        ".et",
        ".ods",
        ".htm",
        ".html",
        ".xml",
        ".tsv",
        ".csv",
    )
)
_SHOWN = 12


class Opened(NamedTuple):
    """What became of one file."""

    path: Path
    seconds: float
    megabytes: float
    said: dict[str, Any]
    """`sheets` and `cells` where it was read, `refused` with the reason, `crash` with its name."""


def workbooks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())


def opened(path: Path) -> dict[str, Any]:
    """Read one file as the intake does."""
    try:
        tables = read_tables(path)
    except CallError as refused:
        return {"refused": refused.problem.code, "says": say_problem(refused.problem, "zh")}
    return {
        "sheets": len(tables),
        "cells": sum(cell not in ("", None) for table in tables for row in table.cells for cell in row),
        "flags": sum(len(table.flags) for table in tables),
    }


def apart(path: Path, work: Callable[[Path], dict[str, Any]]) -> Opened:
    """Do a piece of work in a process of its own and measure that; one that takes twice too long is ended."""
    reading, writing = os.pipe()
    begun = perf_counter()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            said = work(path)
        except BaseException as wrong:
            said = {"crash": f"{type(wrong).__name__}: {wrong}"[:200]}
        with os.fdopen(writing, "w") as out:
            json.dump(said, out, default=str)
        os._exit(0)
    os.close(writing)
    os.set_blocking(reading, False)
    content = b""
    while True:
        try:
            piece = os.read(reading, 1 << 16)
        except BlockingIOError:
            sleep(0.001)
            if perf_counter() - begun > 2 * SECONDS:
                os.kill(child, signal.SIGKILL)
                break
            continue
        if not piece:
            break
        content += piece
    os.close(reading)
    _, status, used = os.wait4(child, 0)
    seconds = perf_counter() - begun
    said = json.loads(content) if content else {"crash": f"ended with status {status}"}
    return Opened(path, seconds, used.ru_maxrss / 1024, said)


# ------------------------------------------------------------------ the other reading


def compared(path: Path) -> dict[str, Any]:
    """Where our reading of an xlsx differs from openpyxl's."""
    from openpyxl import load_workbook  # noqa: PLC0415

    warnings.simplefilter("ignore")
    try:
        ours = {table.sheet: table for table in read_tables(path)}
    except CallError:
        ours = {}
    try:
        book = load_workbook(path, data_only=True)
    except Exception as wrong:
        return {"other_refuses": type(wrong).__name__, "we_read": bool(ours)}
    if not ours:
        return {"we_refuse": True}
    different = []
    count = 0
    for sheet in book.worksheets:
        table = ours.get(sheet.title)
        if table is None:
            different.append([sheet.title, "", "no such sheet", "", False])
            continue
        mine = dict(_cells(table))
        others = {
            (cell.row, cell.column): cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for at in sorted(mine.keys() | others.keys()):
            count += 1
            if not _same(mine.get(at, ""), others.get(at, "")):
                flagged = (at[0] - table.first_row, at[1] - table.first_column) in table.flags
                cell = f"{column_letters(at[1])}{at[0]}"
                different.append(
                    [sheet.title, cell, repr(mine.get(at, "")), repr(others.get(at, "")), flagged]
                )
    return {"cells": count, "different": len(different), "samples": different[:40]}


def _cells(table: Table) -> Iterator[tuple[tuple[int, int], object]]:
    for row, line in enumerate(table.cells):
        for column, cell in enumerate(line):
            if cell not in ("", None):
                yield (table.first_row + row, table.first_column + column), cell


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    if isinstance(other, datetime) and isinstance(one, date):
        one = one if isinstance(one, datetime) else datetime(one.year, one.month, one.day)
        return abs(one - other) < timedelta(seconds=1)
    if isinstance(other, time) and isinstance(one, time):
        return other.replace(microsecond=0) == one.replace(microsecond=0)
    if isinstance(other, timedelta):
        return str(other) == str(one) or (datetime.min + other).time() == one
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    return one == other


# ------------------------------------------------------------------ what is printed


def report(found: list[Opened]) -> int:
    """Print the outcome; gives how many files broke a promise."""
    crashed = [one for one in found if "crash" in one.said]
    refused = Counter(one.said["refused"] for one in found if "refused" in one.said)
    read = [one for one in found if "sheets" in one.said]
    print(f"{len(found)} files: {len(read)} read, {sum(refused.values())} refused, {len(crashed)} crashed")
    print(f"{sum(one.said['cells'] for one in read)} cells, {sum(one.said['flags'] for one in read)} flagged")
    for code, count in refused.most_common():
        example = next(one for one in found if one.said.get("refused") == code)
        print(f"  {count:5}  {code:28} {example.said['says']}")
    for one in crashed:
        print(f"  CRASH  {one.path}  {one.said['crash']}")
    slowest, biggest = max(found, key=lambda one: one.seconds), max(found, key=lambda one: one.megabytes)
    print(f"slowest       {slowest.seconds:.2f} s  {slowest.path.name}")
    print(f"most memory   {biggest.megabytes:.0f} MB  {biggest.path.name}")
    over = [one for one in found if one.seconds > SECONDS or one.megabytes > MEGABYTES]
    for one in over:
        print(f"  OVER  {one.seconds:.1f} s  {one.megabytes:.0f} MB  {one.path}")
    return len(crashed) + len(over)


def report_compared(found: list[Opened]) -> None:
    """Print where our reading and openpyxl's differ."""
    both = [one for one in found if "different" in one.said]
    differing = [one for one in both if one.said["different"]]
    only_us = sum(bool(one.said.get("we_read")) for one in found)
    only_them = [one for one in found if one.said.get("we_refuse")]
    print(
        f"{len(both)} read by both, {only_us} by us alone, {len(only_them)} by openpyxl alone; {len(differing)} differ"
    )
    for one in only_them:
        print(f"  only openpyxl  {one.path}")
    for one in differing:
        print(f"  {one.said['different']:6} of {one.said['cells']} cells  {one.path}")
        for sample in one.said["samples"][:_SHOWN]:
            print("           ", *sample)
    for one in found:
        if "crash" in one.said:
            print(f"  CRASH  {one.path}  {one.said['crash']}")


def main(folder: Path, compare: bool) -> int:
    """Open everything in a folder."""
    paths = workbooks(folder)
    if compare:
        report_compared(
            [apart(path, compared) for path in paths if path.suffix.lower() in (".xlsx", ".xlsm", ".xltx")]
        )
        return 0
    return min(1, report([apart(path, opened) for path in paths]))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--compare" in sys.argv[2:]))
