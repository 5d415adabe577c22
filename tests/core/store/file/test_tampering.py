"""Tampering with the passphrase in hand: a database tool, all hashes computed anew; paper or another device tells.

What `verify` finds by itself, what it takes a code from paper for, and what another device tells (TRUST, finding 7).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.facts.record import Entry
from schoolprep.store import Key, Membership, School, Seat, Store, Who
from schoolprep.store.records import chain

Change = Callable[[Any], None]
KEY = Key(b"k" * 32)


def entry(subject: str, **answers: int | str) -> Entry:
    return Entry(blank="test", subject=subject, answers={**answers})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A principal's file with what a teacher handed over, corrections, a log, settings on record."""
    folder = tmp_path_factory.mktemp("made")
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(folder / "school.schoolprep", KEY, school, Who("校长", "office")) as store:
        (first, _) = store.append([entry("s1", result="positive"), entry("s2", result="negative")])
        store.save_school(msgspec.structs.replace(school, lock_after_minutes=5))
        store.append([entry("s3", n=1)])
        store.append([Entry(blank="test", subject="s1", answers={"result": "x"}, replaces=(first.id,))])
        seat = Membership(Seat(id="a" * 16, name="李老师", role="class-teacher"), store.travel.secret())
        with Store.create(folder / "li.schoolprep", KEY, school, Who("?", "laptop"), joined=seat) as teacher:
            teacher.append([entry("s4", n=4), entry("s5", n=5)])
            teacher.opened("s4")
            store.travel.take(teacher.travel.news({}), whole=True)
        for subject in ("s1", "s2", "s1"):
            store.opened(subject)
        store.append([entry("s6", n=6)])
        assert store.verify() == []
        (folder / "code").write_text(store.anchor())
    return folder


# ---------------------------------------------------------------- what is done


def rechained(raw: Any) -> None:
    """Every digest, link and head computed anew from what stands there now, as the program would."""
    filings = {
        row[0]: row[1:]
        for row in raw.execute("SELECT n, act, undoes, about, author, device, written FROM filings")
    }
    olds: dict[str, list[str]] = {}
    for new, old in raw.execute("SELECT new, old FROM replacements ORDER BY new, place"):
        olds.setdefault(new, []).append(old)
    rows = raw.execute(
        "SELECT n, id, blank, subject, answers, filing, restores, nonce FROM records ORDER BY n"
    ).fetchall()
    heads: dict[str, tuple[int, bytes]] = {}
    for n, id_, blank, subject, answers, filing, restores, nonce in rows:
        said = filings[filing]
        device = said[4]
        seq, link = heads.get(device, (0, chain.start(device)))
        record = (id_, blank, subject, tuple(olds.get(id_, ())), restores)
        digest = chain.digest(nonce, chain.filing(said), record, (answers or "").encode())
        heads[device] = (seq + 1, chain.link(link, id_, digest))
        raw.execute(
            "UPDATE records SET seq = ?, digest = ?, link = ? WHERE n = ?",
            (seq + 1, digest, heads[device][1], n),
        )
    for device, (count, link) in heads.items():
        raw.execute("UPDATE devices SET records = ?, link = ? WHERE device = ?", (count, link, device))


def relogged(raw: Any) -> None:
    """The log of who looked computed anew."""
    heads = {
        device: (0, chain.start(device)) for (device,) in raw.execute("SELECT device FROM devices").fetchall()
    }
    rows = raw.execute("SELECT n, subject, author, device, opened FROM openings ORDER BY n").fetchall()
    for n, subject, author, device, opened in rows:
        seq, before = heads[device]
        link = chain.opening(before, subject, author, device, opened)
        heads[device] = (seq + 1, link)
        raw.execute("UPDATE openings SET seq = ?, link = ? WHERE n = ?", (seq + 1, link, n))
    for device, (count, link) in heads.items():
        raw.execute(
            "UPDATE devices SET openings = ?, opening_link = ? WHERE device = ?", (count, link, device)
        )


def run(*statements: str, then: Change = lambda raw: None) -> Change:
    def change(raw: Any) -> None:
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            raw.execute(statement)
        then(raw)

    return change


def both(raw: Any) -> None:
    rechained(raw)
    relogged(raw)


def setting(name: str, value: object) -> Change:
    def change(raw: Any) -> None:
        (text,) = raw.execute("SELECT value FROM meta WHERE name = 'school'").fetchone()
        raw.execute(
            "UPDATE meta SET value = ? WHERE name = 'school'", (json.dumps(json.loads(text) | {name: value}),)
        )

    return change


def setting_everywhere(raw: Any) -> None:
    """The profile in the settings and in the record that says so, with a chain made anew."""
    setting("profile", "other")(raw)
    raw.execute(
        "UPDATE records SET answers = replace(answers, 'yuncheng-2022', 'other') WHERE blank = 'setting'"
    )
    rechained(raw)


LAST = "(SELECT max(n) FROM records)"
OTHER_ID = "01900000000070008000000000000001"
INSERTED = (
    "UPDATE records SET n = n + 1000 WHERE n > 1",
    "UPDATE records SET n = n - 999 WHERE n > 1000",
    f"INSERT INTO records SELECT 2, '{OTHER_ID}', blank, 's9', answers, filing, 1, NULL, seq, "
    "randomblob(16), digest, link FROM records WHERE n = 1",
)
BY_ITSELF: dict[str, Change] = {
    "a positive erased without an erasure": run(
        "UPDATE records SET answers = NULL, nonce = NULL, standing = 2 WHERE n = " + LAST
    ),
    "an answer": run('UPDATE records SET answers = \'{"result":"negative"}\' WHERE n = 1'),
    "a record out of the middle": run("DELETE FROM records WHERE n = 2"),
    "the last record": run("DELETE FROM records WHERE n = " + LAST),
    "two records changed places": run(
        "UPDATE records SET seq = 99 WHERE n = 1",
        "UPDATE records SET seq = 1 WHERE n = 2",
        "UPDATE records SET seq = 2 WHERE n = 1",
    ),
    "what is current": run("UPDATE records SET standing = 1 WHERE n = 1"),
    "the profile": setting("profile", "other"),
    "the place": setting("region", "110101"),
    "the lock": setting("lock_after_minutes", 0),
    "the secret": run("UPDATE meta SET value = '" + "ab" * 32 + "' WHERE name = 'secret'"),
    "a trigger": run("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM openings; END"),
    "a table": run("CREATE TABLE another (a)"),
    "a view in a table's place": run(
        "ALTER TABLE drafts RENAME TO d2", "CREATE VIEW drafts AS SELECT * FROM d2"
    ),
    "an index": run("DROP INDEX records_subject"),
    "a line of the log": run("DELETE FROM openings WHERE n = 2"),
    "the migrations": run("DELETE FROM migrations"),
}
BY_A_CODE: dict[str, Change] = {
    "the last record, and the chain": run("DELETE FROM records WHERE n = " + LAST, then=both),
    "a record out of the middle, and the chain": run(
        "DELETE FROM records WHERE n = 2",
        "DELETE FROM replacements WHERE new NOT IN (SELECT id FROM records)",
        then=both,
    ),
    "an answer, and the chain": run("UPDATE records SET answers = '{\"n\":0}' WHERE n = 1", then=both),
    "who filed it, and the chain": run("UPDATE filings SET author = '别人' WHERE n = 1", then=both),
    "when it was filed, and the chain": run(
        "UPDATE filings SET written = '2021-01-01T00:00:00+08:00' WHERE n = 1", then=both
    ),
    "an inserted record, and the chain": run(*INSERTED, then=both),
    "whom it is about, and the chain": run("UPDATE records SET subject = 's2' WHERE n = 1", then=both),
    "a whole device": run(
        "DELETE FROM records WHERE filing IN (SELECT n FROM filings WHERE device LIKE 'aaaa%')",
        "DELETE FROM openings WHERE device LIKE 'aaaa%'",
        "DELETE FROM filings WHERE device LIKE 'aaaa%'",
        "DELETE FROM devices WHERE device LIKE 'aaaa%'",
        then=both,
    ),
    "the whole log": run("DELETE FROM openings", then=both),
    "the last line of the log": run(
        "DELETE FROM openings WHERE n = (SELECT max(n) FROM openings)", then=both
    ),
    "whom somebody looked at": run("UPDATE openings SET subject = 's9' WHERE n = 1", then=both),
    "a setting and its record": setting_everywhere,
    "which merge brought what": run("UPDATE filings SET came = NULL"),
}


def found(folder: Path, path: Path) -> tuple[list[str], str]:
    """What `verify` says of a file, and what the code from paper."""
    try:
        with Store.open(path, KEY, Who("校长", "office")) as store:
            misfit = store.holds((folder / "code").read_text())
            return [problem.code for problem in store.verify()], misfit.code if misfit else ""
    except WorkspaceError as wrong:
        return [wrong.problem.code], wrong.problem.code


def changed(folder: Path, to: Path, change: Change) -> Path:
    path = to / "school.schoolprep"
    shutil.copy(folder / "school.schoolprep", path)
    with Store.open(path, KEY, Who("校长", "office")) as store, store._vault.raw() as raw:
        change(raw)
    return path


@pytest.mark.parametrize("what", BY_ITSELF)
def test_found_by_the_file_itself(made: Path, tmp_path: Path, what: str) -> None:
    assert found(made, changed(made, tmp_path, BY_ITSELF[what]))[0] != []


@pytest.mark.parametrize("what", BY_A_CODE)
def test_found_by_a_code_on_paper(made: Path, tmp_path: Path, what: str) -> None:
    said, misfit = found(made, changed(made, tmp_path, BY_A_CODE[what]))
    assert said == [], "whoever computes everything anew is not found out by the file alone"
    assert misfit in {"store.anchor-other", "store.anchor-ahead"}


def test_an_older_file_in_its_place(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "school.schoolprep"
    shutil.copy(made / "school.schoolprep", path)
    with Store.open(path, KEY, Who("校长", "office")) as store:
        assert store.holds((made / "code").read_text()) is None
        store.append([entry("s7", n=7)])
        newer = store.anchor()
    shutil.copy(made / "school.schoolprep", path)
    with Store.open(path, KEY, Who("校长", "office")) as store:
        misfit = store.holds(newer)
        assert store.verify() == [] and misfit is not None and misfit.code == "store.anchor-ahead"


@pytest.mark.parametrize(
    "change",
    [
        run("UPDATE records SET answers = '{\"n\":0}' WHERE subject = 's4'", then=both),
        run("DELETE FROM records WHERE subject = 's4'", then=both),
        run("UPDATE openings SET subject = 's9' WHERE device LIKE 'aaaa%'", then=both),
    ],
)
def test_found_by_the_device_whose_rows_they_were(made: Path, tmp_path: Path, change: Change) -> None:
    """The teacher's next envelope no longer fits what the principal's file says she filed."""
    path = changed(made, tmp_path, change)
    shutil.copy(made / "li.schoolprep", tmp_path / "li.schoolprep")
    with (
        Store.open(path, KEY, Who("校长", "office")) as store,
        Store.open(tmp_path / "li.schoolprep", KEY, Who("?", "laptop")) as teacher,
    ):
        assert store.verify() == []
        teacher.append([entry("s4", n=9)])
        with pytest.raises(KnownError) as caught:
            store.travel.take(teacher.travel.news({}), whole=True)
        assert caught.value.problem.code in {"store.load-altered", "store.load-forked", "store.load-log"}
