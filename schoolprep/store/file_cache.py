"""Packed: files as bytes and back, for the store to keep beside the records they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.resources import files as resources

import msgspec

from schoolprep import __version__
from schoolprep.facts import file
from schoolprep.facts.file import File
from schoolprep.facts.problem import KnownError, Problem
from schoolprep.facts.record import NOBODY, Record
from schoolprep.store import Store

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(File).decode
_READERS = ("file.py", "days.py")
"""What decides how records become files."""
_ONE_BY_ONE = 16
"""From one in so many people on, reading all records is faster than asking for each person's."""


@cache
def form() -> bytes:
    """How this program reads records: a copy packed by another reading is not used."""
    known = blake2b(__version__.encode(), digest_size=8)
    for name in _READERS:
        source = resources("schoolprep.facts") / name
        if source.is_file():  # in a frozen program there is no source; there the version says it
            known.update(source.read_bytes())
    return known.hexdigest().encode()


def read(store: Store) -> dict[str, File]:
    """Everybody's file by subject, from the copies that fit and from the records of the rest, which are packed then."""
    found = store.cache.find(form())
    made: dict[str, File] = {}
    missing = [subject for subject in found.missing if subject not in NOBODY]
    for subject, body in found.bodies.items():
        try:
            made[subject] = _decode(body)
        except msgspec.MsgspecError:
            missing.append(subject)
    if not missing and not found.stale:
        return made
    many = len(missing) > 1 + len(made) // _ONE_BY_ONE
    fresh = file.of_all(_records(store, missing, many=many))
    with suppress(KnownError):  # a full disk keeps nobody from reading
        store.cache.keep(form(), found, {subject: _encode(one) for subject, one in fresh.items()})
    return dict(sorted((made | fresh).items()))


def altered(store: Store) -> list[Problem]:
    """For `verify`: whether a copy whose seal holds says anything else than its records."""
    found = store.cache.find(form())
    people = _records(store, found.bodies, many=True)
    wrong = [
        subject
        for subject, body in found.bodies.items()
        if _encode(file.of(subject, people[subject])) != body
    ]
    return [Problem("store.packed-altered", {"count": len(wrong), "subject": wrong[0]})] if wrong else []


def _records(store: Store, subjects: Iterable[str], *, many: bool) -> Mapping[str, Iterable[Record]]:
    if not many:
        return {subject: store.current_of(subject) for subject in subjects}
    wanted: dict[str, list[Record]] = {subject: [] for subject in subjects}
    for record in store.current():
        if record.subject in wanted:
            wanted[record.subject].append(record)
    return wanted
