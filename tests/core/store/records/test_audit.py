"""The audit chain: whoever changes the file behind the store's back is found out, and told where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Entry
from schoolprep.facts.words import say_problem
from schoolprep.store import Key, Store, Who


def tamper(store: Store, *statements: str) -> None:
    """Change the file as somebody with the key and a database tool would."""
    with store._vault.raw() as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            assert raw.execute(statement).rowcount != 0, statement
        raw.execute("PRAGMA foreign_keys = ON")


def verified(store: Store) -> list[Problem]:
    problems = store.verify()
    for problem in problems:
        assert "{" not in say_problem(problem, "zh") + say_problem(problem, "en")
    return problems


def codes(store: Store) -> list[str]:
    return [problem.code for problem in verified(store)]


@pytest.fixture
def filled(store: Store) -> Store:
    """Five records on one device: three new ones, a correction of the second, a withdrawal of the third."""
    new = store.append(Entry(blank="test", subject="s1", answers={"n": n}) for n in range(3))
    store.append([Entry(blank="test", subject="s1", answers={"n": 9}, replaces=(new[1].id,))])
    store.withdraw([new[2].id])
    store.opened("s1")
    store.opened("s2")
    assert verified(store) == []
    return store


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE records SET answers = '{\"n\":7}' WHERE n = 1", "store.record-altered"),
        ("UPDATE records SET answers = answers || ' ' WHERE n = 1", "store.record-altered"),
        ("UPDATE records SET subject = 's2' WHERE n = 2", "store.record-altered"),
        ("UPDATE records SET blank = 'code' WHERE n = 2", "store.record-altered"),
        ("UPDATE records SET restores = id WHERE n = 2", "store.record-altered"),
        ("UPDATE filings SET author = '李老师' WHERE n = 2", "store.record-altered"),
        ("UPDATE filings SET written = '2022-08-01T00:00:00+08:00' WHERE n = 2", "store.record-altered"),
        ("UPDATE filings SET act = 'x' WHERE n = 2", "store.record-altered"),
        ("UPDATE records SET nonce = NULL WHERE n = 1", "store.record-altered"),
        ("UPDATE records SET digest = zeroblob(32) WHERE n = 3", "store.record-altered"),
        ("UPDATE records SET id = 'f' || substr(id, 2) WHERE n = 1", "store.chain-broken"),
        ("UPDATE records SET seq = seq + 10 WHERE n = 5", "store.chain-broken"),
        ("DELETE FROM records WHERE n = 1", "store.chain-broken"),
        ("DELETE FROM records WHERE n = 5", "store.records-missing"),
        ("UPDATE records SET standing = 1 WHERE n = 2", "store.current-wrong"),
        ("UPDATE records SET standing = 0 WHERE n = 1", "store.current-wrong"),
        ("DELETE FROM replacements", "store.record-altered"),
        ("DELETE FROM openings WHERE n = 1", "store.openings-altered"),
        ("DELETE FROM openings WHERE n = 2", "store.openings-altered"),
        ("UPDATE openings SET author = '李老师' WHERE n = 1", "store.openings-altered"),
        ("UPDATE openings SET subject = 's3' WHERE n = 2", "store.openings-altered"),
    ],
)
def test_a_change_is_found(filled: Store, statement: str, code: str) -> None:
    tamper(filled, statement)
    assert code in codes(filled)


def test_a_changed_record_is_named(filled: Store) -> None:
    tamper(filled, "UPDATE records SET answers = '{\"n\":7}' WHERE n = 1")
    (problem,) = verified(filled)
    assert problem.facts["id"] == filled.history("s1")[0].id
    assert problem.facts["device"] == "device-a"


def test_a_record_hidden_by_its_mark_is_found(filled: Store) -> None:
    """The mark is only a shortcut: set to hide a record, it is contradicted by what replaces what."""
    shown = list(filled.current())
    tamper(filled, "UPDATE records SET standing = 0 WHERE n = 1")
    assert len(list(filled.current())) == len(shown) - 1
    assert codes(filled) == ["store.current-wrong"]


def test_an_inserted_record_is_found(filled: Store) -> None:
    tamper(
        filled,
        "INSERT INTO records SELECT 6, 'e' || substr(id, 2), blank, subject, answers, filing, standing, restores,"
        " 6, nonce, digest, link FROM records WHERE n = 1",
    )
    assert {"store.record-altered", "store.chain-broken"} <= set(codes(filled))


def test_two_records_changed_about_are_found(filled: Store) -> None:
    tamper(
        filled,
        "UPDATE records SET seq = 100 WHERE n = 1",
        "UPDATE records SET seq = 1 WHERE n = 2",
        "UPDATE records SET seq = 2 WHERE n = 1",
    )
    assert codes(filled) == ["store.chain-broken"]


def test_a_loose_end_is_found(filled: Store) -> None:
    tamper(filled, "DELETE FROM filings WHERE n = 1")
    assert "store.loose-ends" in codes(filled)


def test_an_erased_record_breaks_no_chain(filled: Store) -> None:
    """Erasure takes answers and nonce; the digest stays and proves nothing about them any more."""
    tamper(filled, "UPDATE records SET answers = NULL, nonce = NULL, standing = 2 WHERE n = 1")
    assert verified(filled) == []


def test_each_device_has_a_chain_of_its_own(filled: Store, tmp_path: Path, raw_key: Key) -> None:
    filled.close()
    with Store.open(filled.path, raw_key, Who("李老师", "device-b")) as other:
        other.append([Entry(blank="test", subject="s1", answers={"n": 5})])
        other.opened("s1")
        assert verified(other) == []
    with Store.open(filled.path, raw_key, Who("王老师", "device-a")) as again:
        again.append([Entry(blank="test", subject="s1", answers={"n": 6})])
        assert verified(again) == []
        tamper(again, "UPDATE records SET answers = '{}' WHERE n = 6")
        (problem,) = verified(again)
        assert problem.facts["device"] == "device-b"


def test_equal_answers_leave_unequal_traces(filled: Store) -> None:
    """So that after an erasure nobody can guess a record's answers and check the guess."""
    filled.append(Entry(blank="test", subject="s1", answers={"n": 1}) for _ in range(3))
    with filled._vault.raw() as raw:
        rows: list[Any] = raw.execute("SELECT nonce, digest FROM records").fetchall()
    assert len({nonce for nonce, _ in rows}) == len({digest for _, digest in rows}) == len(rows) == 8


@pytest.mark.parametrize("call", [Store.current, Store.verify, Store.acts, Store.conflicts])
def test_reading_changes_nothing(filled: Store, call: Callable[[Store], object]) -> None:
    before = filled.history("s1")
    call(filled)
    assert filled.history("s1") == before and verified(filled) == []
