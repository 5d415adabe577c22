"""Hand-over: merging, sealing and filing as ratios to the bare work, measured in one run.

    python -m bench.handover [ENVELOPES] [PEOPLE] [RECORDS]

Merging: so many envelopes (300) of so many people (50) and records each (30) against inserting the same rows, as they
stand, into the same kind of store. Sealing: the seal over a class's bytes, and the whole act with
reading them from the store, against encrypting the same bytes with age. Filing: one answer on
a colleague's laptop against one in a file of its own. Seconds are medians where a piece is run more than once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pyrage

from bench.ratio import measure
from schoolprep.desk import Desk, Key, School, Who
from schoolprep.desk.joining import join
from schoolprep.facts.record import Entry
from schoolprep.facts.steps import finish
from schoolprep.handover.keys import new_keys
from schoolprep.handover.own import OwnHand
from schoolprep.handover.sealing import first_line, padded_size, sealed
from schoolprep.store import Store
from tests.program import program_data

_SCHOOL = School(name="bench", region="140802", profile="yuncheng-2022")
_TABLES = ("meta", "devices", "filings", "records", "replacements", "openings", "papers")


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    begun = process_time()
    work()
    return process_time() - begun


def principal_of(folder: Path) -> Desk:
    """An empty school with one pupil in each class a teacher is invited to."""
    return Desk.create(folder / "school.schoolprep", Key.random(), _SCHOOL, program_data(), Who("校长", "p"))


def teacher_of(principal: Desk, folder: Path, number: int) -> Desk:
    """A class teacher's workspace."""
    name, unit = f"{number}号老师", f"七年级{number + 1}班"
    first = Entry(blank="person", subject=os.urandom(16).hex(), answers={"name": "甲", "class_name": unit})
    principal.filing.append([first])
    out = folder / f"{number}.invitation"
    invited = principal.handover.invite(name, "class-teacher", [unit], out)
    path = folder / f"{number}.schoolprep"
    return join(out, invited.code, path, Key.random(), program_data(), Who("x", f"laptop {number}"))


def fill(desk: Desk, people: int, records: int) -> None:
    """One record who somebody is, and temperatures for the rest."""
    seat = desk.handover.seat
    assert seat is not None
    for _ in range(people):
        subject = os.urandom(16).hex()
        entries = [
            Entry(blank="person", subject=subject, answers={"name": "乙", "class_name": seat.classes[0]})
        ]
        entries += [
            Entry(
                blank="health",
                subject=subject,
                answers={"day": f"2022-{1 + n // 28:02}-{1 + n % 28:02}", "temp_am": 36.5},
            )
            for n in range(records - 1)
        ]
        desk._store.append(entries)


def insert_bare(merged: Path, key: Key, folder: Path) -> float:
    """The same rows into an empty store of the same kind, in one transaction."""
    with Store.open(merged, key, Who("x", "x")) as full:
        rows = {name: _rows(full, name) for name in _TABLES}
    with Store.create(folder / "bare.schoolprep", Key.random(), _SCHOOL, Who("x", "x")) as bare:
        with bare._vault.raw() as raw:
            for name in reversed(_TABLES):
                raw.execute(f"DELETE FROM {name}")

        def insert() -> None:
            with bare._vault.transaction() as connection:
                cursor: Any = connection.connection.cursor()
                for name, some in rows.items():
                    if some:
                        marks = ",".join("?" * len(some[0]))
                        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", some)

        return timed(insert)


def _rows(store: Store, table: str) -> list[tuple[Any, ...]]:
    with store._vault.raw() as raw:
        found: list[tuple[Any, ...]] = raw.execute(f"SELECT * FROM {table}").fetchall()
        return found


def merging(folder: Path, envelopes: int, people: int, records: int) -> None:
    """Many envelopes taken in at once."""
    principal = principal_of(folder)
    paths = []
    for number in range(envelopes):
        teacher = teacher_of(principal, folder, number)
        fill(teacher, people, records)
        paths.append(teacher.handover.seal(folder / f"{number}.envelope").path)
        teacher.close()
    arrivals = []
    reading = timed(lambda: arrivals.extend(finish(principal.handover.reading(paths))))
    taken = []
    merging_ = timed(lambda: taken.append(finish(principal.handover.merging(arrivals))))
    key = principal._store._vault.key
    path = principal.workspace.path
    principal.close()
    bare = insert_bare(path, key, folder)
    print(
        f"{envelopes} envelopes, {taken[0].merged} records: looked through {reading:.1f} s, merged {merging_:.1f} s,"
    )
    both = (reading + merging_) / bare
    print(
        f"  the same rows bare {bare:.1f} s: merging {merging_ / bare:.2f} x, with the looking {both:.2f} x"
    )


def sealing(folder: Path, people: int, records: int) -> None:
    """One class sealed."""
    principal = principal_of(folder)
    teacher = teacher_of(principal, folder, 0)
    fill(teacher, people, records)
    out = folder / "x.envelope"
    teacher.handover.seal(out)
    content = out.read_bytes()
    recipient = pyrage.x25519.Recipient.from_str(new_keys().public.recipient)
    own = OwnHand(teacher._store)
    first, sender, to = first_line("envelope", own.tag), own.sender(), [own.keys.public]
    message = content[: padded_size(len(content)) // 2]
    frame = measure(
        lambda: sealed(first, sender, message, own.keys, to), lambda: pyrage.encrypt(message, [recipient])
    )
    print(f"the seal itself, {len(message) / 1e6:.1f} MB: {frame.times:.2f} x age over the same bytes")
    whole = measure(lambda: teacher.handover.seal(out), lambda: pyrage.encrypt(content, [recipient]))
    print(f"sealing {people} people, {len(content) / 1e6:.1f} MB: {whole.work * 1000:.0f} ms,")
    print(f"  age alone {whole.bare * 1000:.1f} ms: {whole.times:.1f} x")


def filing(folder: Path) -> None:
    """One answer filed on a colleague's laptop and in a school's own file."""
    principal = principal_of(folder)
    teacher = teacher_of(principal, folder, 0)

    def of(desk: Desk) -> Callable[[], object]:
        (subject,) = desk.people.subjects()
        entry = Entry(blank="health", subject=subject, answers={"day": "2022-08-08", "temp_am": 36.5})
        return lambda: [desk.filing.append([entry]) for _ in range(20)]

    one = measure(of(teacher), of(principal))
    laptop, own = one.work * 50, one.bare * 50
    print(
        f"an answer filed on a laptop {laptop:.1f} ms, in the school's own file {own:.1f} ms: {one.times:.2f} x"
    )


def main(envelopes: int = 300, people: int = 50, records: int = 30) -> None:
    """See the module."""
    for piece in (
        filing,
        lambda folder: sealing(folder, people, records),
        lambda folder: merging(folder, envelopes, people, records),
    ):
        with tempfile.TemporaryDirectory() as folder:
            piece(Path(folder))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
