"""After an erasure no page of the file holds what was erased, free ones included; the copies are made anew."""

from __future__ import annotations

import random
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from schoolprep.facts.record import Entry
from schoolprep.store import Key, School, Store, Who
from schoolprep.store.file import look, rewriting
from schoolprep.store.records.erasing import Erasure

_RESERVED, _IV = 80, 16
"""Bytes at the end of a page that SQLCipher 4 keeps for itself, and those of its vector among them."""


def opened(path: Path, key: Key) -> bytes:
    """Every page of a file, deciphered: what somebody with the key can read who knows nothing of tables."""
    content = path.read_bytes()
    pages = []
    for at in range(0, len(content), look.PAGE_BYTES):
        page = content[at : at + look.PAGE_BYTES]
        vector = page[-_RESERVED : -_RESERVED + _IV]
        cipher = Cipher(algorithms.AES(key._raw), modes.CBC(vector)).decryptor()
        pages.append(cipher.update(page[16 if at == 0 else 0 : -_RESERVED]))
    return b"".join(pages)


def filled(store: Store) -> None:
    """Much of several people, written, corrected and half of it taken back, so that pages split and fall free."""
    chance = random.Random(12)
    for whose in ("s1", "s2") * 4:
        made = store.append(
            Entry(
                blank="test",
                subject=whose,
                answers={"n": f"PLANTED-{whose} {at} " + "x" * chance.randrange(400)},
            )
            for at in range(60)
        )
        store.withdraw([one.id for one in made[::2]])
        store.save_draft(f"form/{whose}/test/new", f"PLANTED-{whose} draft".encode() * 200)
        store.drop_draft(f"form/{whose}/test/new")


def test_no_page_holds_what_was_erased(store: Store, raw_key: Key) -> None:
    filled(store)
    assert opened(store.path, raw_key).count(b"PLANTED-s1") > 200
    store.erasures.erase([Erasure("s1")], "asked for")
    pages = opened(store.path, raw_key)
    assert b"PLANTED-s1" not in pages
    assert pages.count(b"PLANTED-s2") >= 240
    assert store.verify() == []


def test_what_a_crash_left_undone_the_next_opening_does(store: Store, raw_key: Key, who: Who) -> None:
    filled(store)
    with store._vault.transaction() as connection:
        rewriting.owe(connection, ["s1"])
        connection.exec_driver_sql("UPDATE records SET answers = NULL WHERE subject = 's1'")
    store.close()
    with Store.open(store.path, raw_key, who):
        assert b"PLANTED-s1" not in opened(store.path, raw_key)


def test_copies_are_made_anew(store: Store, raw_key: Key, school: School, who: Who) -> None:
    store.append([Entry(blank="test", subject="s1", answers={"n": "PLANTED-s1"})])
    beside = store.backup()
    of_the_day = store.copy_of_the_day()
    assert of_the_day
    store.erasures.erase([Erasure("s1")], "asked for")
    assert sorted(store.older_copies()) == sorted([beside, of_the_day])
    fresh = store.renew_copies()
    assert store.older_copies() == [fresh]
    assert b"PLANTED-s1" not in opened(fresh, raw_key)
    with Store.open(fresh, raw_key, who) as copy:
        assert copy.verify() == []
