"""Bench: a school read and judged; and many people judged in several processes.

    python -m bench.judge [PEOPLE] [--22]

About 15 records each (with `--22` about 22, and nearly everybody ready). Up to 20,000 people come out of a real
encrypted workspace: read record by record (the floor, what any program would have to do), read from packed copies,
judged. More are streamed: made again and again from the same few thousand, so that memory shows what it takes to
judge them and not what it takes to keep them. Aims: judging costs no more than the floor; a school of 5,000 is read
and judged within 250 ms; memory does not grow with the people.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import msgspec

from bench.ratio import measure
from bench.school import FEWER_FROM, entries, workspace
from schoolprep import demo
from schoolprep.facts import area, blank, collector, divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import Binder, File
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import AREAS
from schoolprep.rules import pack
from schoolprep.rules.pack import Library
from schoolprep.store import Store
from schoolprep.store import file_cache as packed
from schoolprep.verdicts import many
from schoolprep.verdicts.grounds import Grounds
from schoolprep.verdicts.judge import Rules, compile_rules, judge
from schoolprep.verdicts.judge.peers import Roll
from schoolprep.verdicts.judging import Judging
from schoolprep.verdicts.rulebook import Rulebook
from schoolprep.verdicts.verdict import Verdict

BLANKS = blank.load()
BINDER = Binder(BLANKS)
PEOPLE = 5_000
IN_A_FILE = 20_000
BLOCK = 5_000
MEGA = 1024


class Row(NamedTuple):
    """A record as a store keeps it."""

    id: str
    blank: str
    answers: bytes


def rules() -> Rules:
    """The rules of the demo's day."""
    return compile_rules(pack.in_force(pack.load(), demo.SCHOOL.profile, demo.ON.day), demo.SCHOOL.region)


def read(store: Store) -> dict[str, File]:
    """Everybody's file, record by record."""
    with collector.resting():
        people: dict[str, list[Record]] = {}
        for record in store.current():
            people.setdefault(record.subject, []).append(record)
        people.pop(AREAS)
        return BINDER.files(people)


def read_packed(store: Store) -> dict[str, File]:
    """The same from the copies kept for it."""
    with collector.resting():
        return packed.read(store, BINDER)


def whole(store: Store, library: Library, known: Divisions) -> dict[str, Verdict]:
    """What the program does before it can show a school: files, area list, peers, compiled rules, verdicts."""
    rules = Rulebook(store, library, known, store.append).in_force
    return Judging(Grounds(store, BLANKS, known), rules).verdicts(demo.ON)


def one_school(people: int, health_from: str) -> None:
    """A workspace, read and judged in this process."""
    library, known, by = pack.load(), divisions.load(), rules()
    with tempfile.TemporaryDirectory() as folder:
        store = workspace(Path(folder) / "bench.schoolprep", people, health_from)
        files, listed = read_packed(store), store.current_of(AREAS)
        assert files == read(store)
        peers = Roll(files.values()).peers()

        def judged() -> list[str]:
            areas = area.of(listed, known)  # nothing remembered from the last run
            with collector.resting():  # as `Judging` does
                return [judge(one, areas, by, demo.ON, peers).outcome for one in files.values()]

        records = sum(1 for _ in store.current())
        print(f"{len(files)} people, {records / len(files):.1f} records each; {dict(Counter(judged()))}")
        judging = measure(judged, lambda: read(store))
        packed_ = measure(lambda: (read_packed(store), store.current_of(AREAS)), lambda: read(store))
        all_ = measure(lambda: whole(store, library, known), lambda: read(store))
        store.close()
    print(f"read record by record {judging.bare * 1000:7.0f} ms   the floor")
    print(f"read from the copies  {packed_.work * 1000:7.0f} ms  {packed_.times:5.2f} ×")
    print(f"judged                {judging.work * 1000:7.0f} ms  {judging.times:5.2f} ×   aim ≤ 1.0")
    print(f"read and judged       {all_.work * 1000:7.0f} ms  {all_.times:5.2f} ×   aim ≤ 250 ms at 5,000")


def rows(health_from: str) -> tuple[Areas, list[tuple[str, list[Row]]]]:
    """A block of people as rows, and the area list."""
    people: dict[str, list[Row]] = {}
    listed: list[Record] = []
    encode = msgspec.json.Encoder().encode
    for at, entry in enumerate(entries(BLOCK, health_from)):
        if entry.subject == AREAS:
            listed.append(_record(f"a{at}", "area", AREAS, entry.answers or {}))
        else:
            people.setdefault(entry.subject, []).append(Row(f"{at:032x}", entry.blank, encode(entry.answers)))
    return area.of(listed, divisions.load()), list(people.items())


def _record(id_: str, blank: str, subject: str, answers: Answers) -> Record:
    return Record(
        id=id_, blank=blank, subject=subject, answers=answers, act="", author="", device="", written=""
    )


def stream(block: list[tuple[str, list[Row]]], people: int, spent: list[float]) -> Iterator[File]:
    """People from their rows, as many as asked for; the seconds of reading are added up in `spent`."""
    decode = msgspec.json.Decoder().decode
    left = people
    while left:
        taken = block[:left]
        left -= len(taken)
        for at in range(0, len(taken), 500):
            began = perf_counter()
            made = [
                BINDER.file(
                    subject, [_record(row.id, row.blank, subject, decode(row.answers)) for row in about]
                )
                for subject, about in taken[at : at + 500]
            ]
            spent[0] += perf_counter() - began
            yield from made


def many_people(people: int, health_from: str) -> None:
    """Streamed through the processes of this computer."""
    areas, block = rows(health_from)
    by = rules()
    peers = Roll(stream(block, BLOCK, [0.0])).peers()
    ground = many.CommonGround(by.source, by.region, areas.entries, peers, demo.ON)
    spent = [0.0]
    outcomes: Counter[str] = Counter()
    began = perf_counter()
    for portion in many.judged(stream(block, people, spent), ground):
        outcomes.update(verdict.outcome for verdict in portion)
    whole = perf_counter() - began
    assert outcomes.total() == people
    records = sum(len(about) for _, about in block) / len(block)
    print(f"{people} people, {records:.1f} records each, {many.processes()} processes; {dict(outcomes)}")
    print(f"read (decoded)    {spent[0]:7.1f} s    the floor, in one process")
    print(
        f"read and judged   {whole:7.1f} s   {whole / spent[0]:5.2f} ×   {people / whole:,.0f} people a second"
    )
    for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "each other")):
        print(f"memory at its peak {resource.getrusage(who).ru_maxrss / MEGA:6.0f} MiB  {name}")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--22"]
    count = int(words[0]) if words else PEOPLE
    (one_school if count <= IN_A_FILE else many_people)(count, "" if "--22" in sys.argv else FEWER_FROM)
