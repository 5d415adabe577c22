"""Archive: a whole archive of national lists taken in as the `areas` command does, and proved against the lists.

    python -m bench.archive FOLDER [--days N]

FOLDER holds the snapshots as public archives keep them (panghaibin/RiskLevelAPI, branch `api`: 1,385 lists from
2022-04-15 to 2023-01-07); nothing of it is kept. Says how long it took beside how long reading the JSON takes, the
memory, what was refused, and for a sample of days how many entries the list of that day and the program agree on.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from schoolprep.facts import area, blank, divisions
from schoolprep.facts.days import day_of
from schoolprep.facts.steps import finish
from schoolprep.facts.subject import AREAS
from schoolprep.intake import Plan, plan_areas, take_in
from schoolprep.intake.snapshots import LEVEL_LISTS, EntryNumbers, read
from schoolprep.store import Key, School, Store, Who

CODES = {"高风险": "high", "中风险": "medium", "低风险": "low"}


def lists(folder: Path) -> list[Path]:
    """The snapshots, the oldest first."""
    return sorted(path for path in folder.iterdir() if path.name[:2] == "20" and path.suffix == ".json")


def planned(paths: list[Path], store: Store, places: divisions.Divisions) -> Plan:
    """The plan of all lists at once."""
    return finish(plan_areas(paths, store, blank.load(), places, "140802"))


def counted(path: Path, places: divisions.Divisions) -> Iterator[tuple[str, int]]:
    """How many entries of each level a list has, each once."""
    names = EntryNumbers(places)
    data = msgspec.json.decode(path.read_bytes())["data"]
    entries = read(data, path.name, date.min, None, names).entries
    for word in LEVEL_LISTS.values():
        yield CODES[word], sum(names.places[number][2] == word for number in entries)


def main() -> None:
    """See the module."""
    call = argparse.ArgumentParser(description=__doc__)
    call.add_argument("folder", type=Path)
    call.add_argument("--days", type=int, default=12)
    call.add_argument("--every", type=int, default=1, help="take only every n-th list")
    given = call.parse_args()
    paths, places = lists(given.folder)[:: given.every], divisions.load()
    begun = time.perf_counter()
    for path in paths:
        msgspec.json.decode(path.read_bytes())
    floor = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        school = School(name="bench", region="140802", profile="yuncheng-2022")
        with Store.create(
            Path(folder) / "bench.schoolprep", Key.random(), school, Who("bench", "bench")
        ) as store:
            begun = time.perf_counter()
            receipt = take_in(
                store, planned(paths, store, places), accept=True
            )  # as somebody who says yes to what is asked
            taken = time.perf_counter() - begun
            areas = area.of(store.current_of(AREAS), places)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(paths)} lists: JSON {floor:.1f} s, taken in {taken:.1f} s ({taken / floor:.1f} x), {memory} MB"
    )
    print(f"added {receipt.added}, doubtful {len(receipt.doubtful)}, refused {len(receipt.refused)}")
    codes: dict[str, int] = {}
    for notice in receipt.refused:
        codes[notice.problem.code] = codes.get(notice.problem.code, 0) + 1
    print("refused:", codes)
    last = {f"{path.name[:4]}-{path.name[4:6]}-{path.name[6:8]}": path for path in paths}
    alone = [day for day in last if sum(path.name[:8] == day.replace("-", "") for path in paths) == 1]
    for day in alone[:: max(1, len(alone) // given.days)]:
        found = areas.on(day_of(day))
        for level, count in counted(last[day], places):
            ours = sum(one.level in (level, "normal" if level == "low" else level) for one in found)
            print(f"{day} {level:6} list {count:6} program {ours:6} {'' if count == ours else '<<<'}")


if __name__ == "__main__":
    main()
