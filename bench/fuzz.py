"""Fuzz: many books of rows that do not fit, spoilt files, schools, backups, envelopes; what ended as it may not.

    python -m bench.fuzz books|files|stores|backups|envelopes COUNT [FIRST]

Prints each seed after which the program raised an error, a row was lost, or more than five CPU seconds had passed,
and at the end the counts and the largest memory, of this process and of those that read apart. The tests run the
first of each.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

from schoolprep.store import Key, School, Store, Who
from tests import fuzz_envelopes, fuzz_stores
from tests.fuzz_books import REGION, book, lost, planned
from tests.fuzz_files import SEEDS, read_spoilt, spoilt

_SLOW = 5.0


def _books(folder: Path) -> Callable[[int], str]:
    school = School(name="一中", region=REGION, profile="yuncheng-2022")
    store = Store.create(folder / "school.schoolprep", Key.random(), school, Who("校医", "desk"))

    def one(seed: int) -> str:
        tables = book(Random(seed))
        return "lost rows" if lost(planned(store, tables), tables) else "whole"

    return one


def _files(folder: Path) -> Callable[[int], str]:
    whole = {name: made() for name, made in SEEDS.items()}

    def one(seed: int) -> str:
        name = list(whole)[seed % len(whole)]
        path = folder / name
        path.write_bytes(spoilt(Random(seed), whole[name]))
        return "read" if read_spoilt(path) else "told"

    return one


def _stores(folder: Path) -> Callable[[int], str]:
    whole, key = folder / "whole.schoolprep", Key.random()
    fuzz_stores.school(whole, key)

    def one(seed: int) -> str:
        with tempfile.TemporaryDirectory(dir=folder) as own:
            path = Path(shutil.copy(whole, own))
            fuzz_stores.value_spoilt(Random(seed), path, key)
            return "read" if fuzz_stores.use(path, key) else "told"

    return one


def _backups(folder: Path) -> Callable[[int], str]:
    backup, to, key = folder / "backup" / "b.schoolprep", folder / "here" / "s.schoolprep", Key.random()
    for path in (backup, to):
        path.parent.mkdir()
    fuzz_stores.school(backup, key)
    shutil.copy(backup, to)
    return lambda seed: "read" if fuzz_stores.restored(Random(seed), backup, to, key) else "told"


def _envelopes(folder: Path) -> Callable[[int], str]:
    whole = fuzz_envelopes.genuine(folder)
    return lambda seed: fuzz_envelopes.tried(Random(seed), whole, folder / "x.envelope")


_KINDS = {"books": _books, "files": _files, "stores": _stores, "backups": _backups, "envelopes": _envelopes}


def main(what: str, count: int, first: int = 0) -> None:
    """Run so many seeds."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        one = _KINDS[what](Path(folder))
        for seed in range(first, first + count):
            begun = process_time()
            try:
                outcome = one(seed)
            except Exception as wrong:
                place = traceback.extract_tb(wrong.__traceback__)[-1]
                outcome = f"{type(wrong).__name__} {Path(place.filename).name}:{place.lineno}"
            if process_time() - begun > _SLOW:
                outcome = f"slow, {outcome}"
            found[outcome] += 1
            if outcome not in ("whole", "read", "told"):
                print(seed, outcome, flush=True)
    print(dict(found))
    for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        print(f"{resource.getrusage(whose).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
