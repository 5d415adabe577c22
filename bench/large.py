"""Large: a file of 100,000 rows × 20 columns, each piece of its intake in a process of its own, against the bare read.

    python -m bench.large [ROWS]

Two shapes: a roster (one blank, a row a person) and a survey (person, travel, test, code and health in every row).

The *bare read* is python-calamine alone: open the file, `to_python()` of its one sheet (every value as a Python
object, in lists of rows), keep them until it is done. No dress, no flags, no question what anything means. The *whole
intake* is everything until the plan can be shown: the look before the fast reader, that reader, finding the table,
matching, reading every cell, comparing with the store. *Filing* writes the plan as one act. Times are processor
seconds, so that what else the machine does is not counted; each is the least of several processes, in turn. Memory
is the most that a process ever held, Python and the program itself included (some 60 MB before it begins).

Aims: whole intake ≤ 3 × the bare read, at most 600 MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from bench.large_books import SHAPES, write
from schoolprep.facts import blank, divisions
from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, plan, take_in
from schoolprep.store import Key, School, Store, Who

ROWS = 100_000
RUNS = 3
TIMES, MEGABYTES = 3, 600
DAY = date(2022, 8, 8)


class Taken(NamedTuple):
    """What a piece of work took."""

    seconds: float
    wall: float
    megabytes: float
    says: str = ""


# ------------------------------------------------------------------ in a process of its own


def bare(book: Path, store: Path) -> Iterator[str]:
    """Every value, kept and not used."""
    yield ""
    with CalamineWorkbook.from_path(book) as workbook:
        rows = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    yield f"{sum(map(len, rows))} rows"


def planned(book: Path, store: Path) -> Iterator[str]:
    """The whole intake, until the plan can be shown."""
    blanks, known = blank.load(), divisions.load()
    with opened(store) as held:
        yield ""
        made = plan_of([book], held, blanks, known)
        new = sum(step.before is None for step in made.steps)
        refused = len(made.settled.refused) + len(made.refused)
        unchanged = made.settled.unchanged
        yield f"{new} new, {len(made.steps) - new} changed, {unchanged} unchanged, {refused} refused"


def filed(book: Path, store: Path) -> Iterator[str]:
    """Filing alone: the plan is made before the clock starts."""
    blanks, known = blank.load(), divisions.load()
    with opened(store) as held:
        made = plan_of([book], held, blanks, known)
        yield ""
        yield f"{take_in(held, made).added} records"


def plan_of(paths: Sequence[Path], store: Store, blanks: Blanks, known: Divisions) -> Plan:
    """The plan of some files."""
    return finish(plan(paths, store, blanks, known, "140802", today=DAY))


def opened(path: Path) -> Store:
    """The workspace there, or a new one."""
    who, key = Who("bench", "bench"), Key(bytes(32), bytes(16))
    if path.exists():
        return Store.open(path, key, who)
    return Store.create(path, key, School(name="x", region="140802", profile="yuncheng-2022"), who)


def peak() -> float:
    """The most memory this process ever held, in MB (what a process inherits counts elsewhere, hence not `rusage`)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM")


PIECES: dict[str, Callable[[Path, Path], Iterator[str]]] = {"bare": bare, "plan": planned, "file": filed}


def _alone(piece: str, book: Path, store: Path) -> None:
    work = PIECES[piece](book, store)
    next(work)
    began, cpu = perf_counter(), process_time()
    says = next(work)
    print(json.dumps(Taken(process_time() - cpu, perf_counter() - began, peak(), says)))
    next(work, None)


# ------------------------------------------------------------------ what is printed


def apart(piece: str, book: Path, store: Path) -> Taken:
    """One piece of work in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.large", "--alone", piece, str(book), str(store)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return Taken(*json.loads(done.stdout))


def least(runs: list[Taken]) -> Taken:
    """The run that took least, with the most memory of any."""
    return min(runs)._replace(megabytes=max(run.megabytes for run in runs))


def shape(name: str, rows: int) -> None:
    """Measure one shape and print it."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / f"{name}.xlsx"
        write(book, SHAPES[name], rows)
        taken: dict[str, list[Taken]] = {}
        for run in range(RUNS):
            store = Path(folder) / f"{run}.schoolprep"
            for label, piece in (
                ("bare read", "bare"),
                ("whole intake", "plan"),
                ("filing", "file"),
                ("again", "plan"),
            ):
                taken.setdefault(label, []).append(apart(piece, book, store))
    found = {label: least(runs) for label, runs in taken.items()}
    once = found["bare read"].seconds
    print(f"{name}: {rows} rows × {len(SHAPES[name].headings)} columns")
    for label, one in found.items():
        aim = f"aim ≤ {TIMES} ×, {MEGABYTES} MB" if label == "whole intake" else ""
        print(
            f"  {label:14} {one.seconds:6.2f} s {one.seconds / once:6.2f} ×  {one.megabytes:5.0f} MB"
            f"  {aim:20} {one.says}"
        )


def main(rows: int = ROWS) -> None:
    """Measure and print."""
    for name in SHAPES:
        shape(name, rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        _alone(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
