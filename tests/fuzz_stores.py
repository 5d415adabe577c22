"""Stores for the fuzz: a small school whose file is spoilt, from outside byte by byte or with its key value by value.

Used by the tests, and by `bench/fuzz.py` with many more of them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from sqlcipher3 import dbapi2

from schoolprep.desk import Desk, restore_backup
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Entry
from schoolprep.facts.subject import AREAS, RULES
from schoolprep.intake import take_in
from schoolprep.store import Key, School, Store, Who
from schoolprep.store.file.vault import Vault
from schoolprep.store.records.tables import metadata
from tests.fuzz_books import REGION, book, planned
from tests.fuzz_files import spoilt
from tests.program import program_data

WHO = Who("校医", "desk")
ON = Moment.parse("2022-08-08T07:30")
DATA = program_data()
_JUNK = (
    None,
    "",
    "x",
    "{}",
    "[1]",
    "null",
    -1,
    10**12,
    1.5,
    b"",
    b"\xff\x00",
    "9999-99-99T99:99",
    "\ud7ff一",
)
_KEPT = ("meta", "records", "drafts", "filings", "devices")
"""Tables that are spoilt more often than the others."""


def school(path: Path, key: Key) -> None:
    """A small school: people of a fuzzed book, a draft, an area, a change of a rule."""
    with Store.create(path, key, School(name="一中", region=REGION, profile="yuncheng-2022"), WHO) as store:
        for seed in range(3):
            take_in(store, planned(store, book(Random(seed))))
        store.append([
            Entry(blank="area", subject=AREAS, answers={"region": "460203", "level": "high", "since": "2022-08-01"}),
            Entry(blank="person", subject="s1", answers={"name": "王小明", "class_name": "高一(1)班"}),
        ])  # fmt: skip
        store.save_draft("person", json.dumps({"blank": "person", "writings": {"name": "李"}}).encode())


def value_spoilt(chance: Random, path: Path, key: Key) -> None:
    """One value or two of the tables are others, as no program of ours writes them."""
    vault = Vault(path, key)
    try:
        for _ in range(chance.choice((1, 1, 2))):
            name = chance.choice((*_KEPT, *metadata.tables))
            column = chance.choice(list(metadata.tables[name].columns)).name
            _spoil(chance, vault, name, column)
    finally:
        vault.close()


def _spoil(chance: Random, vault: Vault, table: str, column: str) -> None:
    with vault.engine.connect() as connection:
        raw: Any = connection.connection
        cursor = raw.cursor()
        rows = cursor.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall()
        if not rows:
            return
        at, held = chance.choice(rows)
        value: object = chance.choice(_JUNK)
        if chance.random() < 0.6 and isinstance(held, str | bytes):
            content = spoilt(chance, held.encode() if isinstance(held, str) else held)
            value = content.decode("utf-8", "replace") if isinstance(held, str) else content
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        with suppress(dbapi2.IntegrityError):  # what the database itself forbids cannot stand there
            cursor.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, at))
        raw.commit()


def use(path: Path, key: Key) -> bool:
    """All that reads what is on file, and an act; whether the school opened. Raises whatever is no sentence."""
    try:
        desk = Desk.open(path, key, DATA, WHO)
    except KnownError:
        return False
    try:
        for step in _STEPS:
            try:
                step(desk)
            except KnownError:
                continue
    finally:
        desk.close()
    return True


def _drawn(desk: Desk) -> None:
    for layout in desk.data.layouts:
        desk.rosters.draw(layout, ON, "zh")


def _read(desk: Desk) -> None:
    for subject in (*desk.people.subjects(), RULES, AREAS):
        for one in desk.people.history(subject):
            desk.filing.evidence(one.id, "en")


_STEPS: tuple[Callable[[Desk], object], ...] = (
    lambda desk: desk.workspace.school,
    lambda desk: desk.workspace.verify(),
    lambda desk: desk.judging.verdicts(ON),
    lambda desk: desk.judging.signals(ON),
    lambda desk: desk.people.strange("zh"),
    lambda desk: desk.intake.look_alikes(),
    lambda desk: desk.filing.acts(),
    lambda desk: desk.rules.packs(),
    lambda desk: desk.workspace.keep_setting("fuzz.kept", "1"),
    lambda desk: desk.filing.append([Entry(blank="person", subject="s2", answers={"name": "李四"})]),
    lambda desk: desk.people.new_person(),
    lambda desk: desk.people.subject_of("identity", "11010519491231002X"),
    _drawn,
    _read,
)


def restored(chance: Random, backup: Path, to: Path, key: Key) -> bool:
    """Restore a spoilt backup over a file; whether it went in. Raises where a file was changed that must not be."""
    whole, before = backup.read_bytes(), to.read_bytes()
    bad = backup.with_name("spoilt.schoolprep")
    bad.write_bytes(_bytes_spoilt(chance, whole))
    names = {path.name for path in to.parent.iterdir()}
    try:
        done = restore_backup(bad, to, key, WHO)
    except KnownError:
        assert to.read_bytes() == before, "the file was changed"
        assert {path.name for path in to.parent.iterdir()} == names, "something was left behind"
        return False
    with Store.read(done.path, key, WHO) as now, Store.read(backup, key, WHO) as then:
        assert list(now.current()) == list(then.current()), "restored, and not what was backed up"
    for path in to.parent.iterdir():
        if path.name not in names:
            path.unlink()
    shutil.copy(backup, to)
    return True


def _bytes_spoilt(chance: Random, whole: bytes) -> bytes:
    """Some bytes changed, or the end lost, as disks and copying do it."""
    content = bytearray(whole)
    if chance.random() < 0.3:
        return bytes(content[: chance.randrange(len(content))])
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.randrange(len(content))
        some = chance.choice((1, 16, 512, 4096))
        content[at : at + some] = chance.choice((bytes(some), chance.randbytes(some)))[: len(content) - at]
    return bytes(content)
