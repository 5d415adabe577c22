"""Packed: files as bytes and back, for the store to keep beside the records they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

import msgspec

from schoolprep.facts.file import Binder, File
from schoolprep.facts.problem import KnownError, Problem
from schoolprep.facts.record import Record
from schoolprep.facts.subject import is_person
from schoolprep.store import Store

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(File).decode
_ONE_BY_ONE = 16
"""From one in so many people on, reading all records is faster than asking for each person's."""


def read(store: Store, binder: Binder) -> dict[str, File]:
    """Everybody's file by subject, from the copies that fit and from the records of the rest, which are packed then."""
    found = store.cache.find(binder.form)
    made: dict[str, File] = {}
    missing = [subject for subject in found.missing if is_person(subject)]
    for subject, body in found.bodies.items():
        try:
            made[subject] = _decode(body)
        except msgspec.MsgspecError:
            missing.append(subject)
    if not missing and not found.stale:
        return made
    many = len(missing) > 1 + len(made) // _ONE_BY_ONE
    fresh = binder.files(_records(store, missing, many=many))
    with suppress(KnownError):  # a full disk keeps nobody from reading
        store.cache.keep(binder.form, found, {subject: _encode(one) for subject, one in fresh.items()})
    return dict(sorted((made | fresh).items()))


def altered(store: Store, binder: Binder) -> list[Problem]:
    """For `verify`: whether a copy whose seal holds says anything else than its records."""
    found = store.cache.find(binder.form)
    people = _records(store, found.bodies, many=True)
    wrong = [
        subject
        for subject, body in found.bodies.items()
        if _encode(binder.file(subject, people[subject])) != body
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
