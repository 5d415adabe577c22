"""School: a workspace of any size for the benches, made of demo schools side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

from schoolprep import demo
from schoolprep.facts import divisions
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import AREAS
from schoolprep.store import Key, Store, Who

WHO = Who("bench", "bench")


FEWER_FROM = "2022-08-01"
"""Daily health from this day on leaves about 15 records each (and a week of it missing in each file)."""


def entries(people: int, health_from: str = "") -> Iterator[Entry]:
    """The area list once and the records of so many people, about 22 each; every demo school has classes of its own."""
    left = people
    for part in count():
        made = demo.school(
            demo.SEED + part, divisions.load(), lambda kind, number: uuid4().hex, lambda: uuid4().hex
        )
        for entry in made.entries:
            if entry.subject == AREAS:
                if part == 0:
                    yield entry
                continue
            if entry.blank == "health" and str((entry.answers or {})["day"]) < health_from:
                continue
            if entry.blank == "person":
                if left == 0:
                    return
                left -= 1
                yield Entry(blank="person", subject=entry.subject, answers=_moved(entry.answers or {}, part))
            else:
                yield entry


def _moved(answers: Answers, part: int) -> Answers:
    """The same person in a class of the same grade that no other part has."""
    name = str(answers.get("class_name", ""))
    if not name:
        return answers
    grade, number = name[:3], int(name[3:-1])
    return answers | {"class_name": f"{grade}{number + 4 * part}班"}


def workspace(path: Path, people: int, health_from: str = "") -> Store:
    """A real workspace, open; its key is `demo.PASSPHRASE`'s."""
    store = Store.create(path, Key.of_passphrase(demo.PASSPHRASE), demo.SCHOOL, WHO)
    store.append(entries(people, health_from))
    return store


if __name__ == "__main__":
    workspace(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5_000).close()
