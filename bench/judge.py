"""Bench: judging 5,000 people with about 22 records each, as a ratio to reading and decoding the same records.

    python -m bench.judge [PEOPLE]

Reading is what any program would have to do: the current records out of the encrypted store, decoded and sorted into
files. Aim: judging takes at most 1.5 times that. The seconds are printed because a school waits for both.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.ratio import measure
from bench.school import workspace
from schoolprep import area, demo, divisions, file, pack
from schoolprep.file import File
from schoolprep.judge import compile_rules, judge
from schoolprep.record import AREAS, Record
from schoolprep.store import Store

PEOPLE = 5_000


def read(store: Store) -> tuple[dict[str, File], list[Record]]:
    """Everybody's file and the area list's records, as `Desk.files` reads them."""
    with file.undisturbed():
        people: dict[str, list[Record]] = {}
        for record in store.current():
            people.setdefault(record.subject, []).append(record)
        listed = people.pop(AREAS)
        return file.of_all(people), listed


def main(people: int) -> None:
    """Measure and print."""
    known = divisions.load()
    rules = compile_rules(pack.in_force(pack.load(), demo.SCHOOL.profile, demo.ON.day), demo.SCHOOL.region)
    with tempfile.TemporaryDirectory() as folder:
        store = workspace(Path(folder) / "bench.schoolprep", people)
        files, listed = read(store)
        outcomes = Counter(
            judge(one, area.of(listed, known), rules, demo.ON).outcome for one in files.values()
        )
        print(f"{len(files)} people, {sum(1 for _ in store.current())} records; {dict(outcomes)}")

        def judged() -> object:
            areas = area.of(listed, known)  # nothing remembered from the last run
            return [judge(one, areas, rules, demo.ON) for one in files.values()]

        ratio = measure(judged, lambda: read(store))
        fetched = measure(lambda: list(store.current()), lambda: read(store))
        store.close()
    print(f"reading into files {ratio.bare * 1000:7.0f} ms  ({fetched.times:.0%} of it the store)")
    print(f"judging            {ratio.work * 1000:7.0f} ms  {ratio.times:5.2f} ×   aim ≤ 1.5")
    print(f"read and judged    {(ratio.bare + ratio.work) * 1000:7.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
