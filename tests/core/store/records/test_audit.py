"""The audit chain: whoever changes what is kept behind the store's back is found out, and told where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Entry
from schoolprep.facts.words import say_problem
from schoolprep.store import Records, Who
from schoolprep.store.records.erasing import Erasure
from tests.rooms import Kept


def tamper(kept: Kept, *statements: str) -> None:
    """Change what is kept as somebody with a database tool would."""
    for statement in statements:
        kept.raw(statement, loose=True)


def verified(records: Records) -> list[Problem]:
    problems = records.verify()
    for problem in problems:
        assert "{" not in say_problem(problem, "zh") + say_problem(problem, "en")
    return problems


def test_an_erasure_explains_nothing_that_was_filed_after_it(kept: Kept, records: Records) -> None:
    """Somebody erased and on file again: the positive test is not taken away in the old erasure's name."""
    records.append([Entry(blank="test", subject="s1", answers={"n": 1})])
    records.erasures.erase([Erasure("s1")], "离校")
    records.append([Entry(blank="test", subject="s1", answers={"result": "positive"})])
    assert records.verify() == []
    tamper(kept, "UPDATE records SET answers = NULL, nonce = NULL, standing = 2 WHERE n = 3")
    assert codes(records) == ["store.record-altered"]


def codes(records: Records) -> list[str]:
    return [problem.code for problem in verified(records)]


@pytest.fixture
def filled(kept: Kept, records: Records) -> Kept:
    """Five records on one device: three new ones, a correction of the second, a withdrawal of the third."""
    new = records.append(Entry(blank="test", subject="s1", answers={"n": n}) for n in range(3))
    records.append([Entry(blank="test", subject="s1", answers={"n": 9}, replaces=(new[1].id,))])
    records.withdraw([new[2].id])
    records.opened("s1")
    records.opened("s2")
    assert verified(records) == []
    return kept


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
def test_a_change_is_found(filled: Kept, statement: str, code: str) -> None:
    tamper(filled, statement)
    assert code in codes(filled.records)


def test_a_changed_record_is_named(filled: Kept) -> None:
    tamper(filled, "UPDATE records SET answers = '{\"n\":7}' WHERE n = 1")
    (problem,) = verified(filled.records)
    assert problem.facts["id"] == filled.records.history("s1")[0].id
    assert problem.facts["device"] == "device-a"


def test_a_record_hidden_by_its_mark_is_found(filled: Kept) -> None:
    """The mark is only a shortcut: set to hide a record, it is contradicted by what replaces what."""
    shown = list(filled.records.current())
    tamper(filled, "UPDATE records SET standing = 0 WHERE n = 1")
    assert len(list(filled.records.current())) == len(shown) - 1
    assert codes(filled.records) == ["store.current-wrong"]


def test_an_inserted_record_is_found(filled: Kept) -> None:
    tamper(
        filled,
        "INSERT INTO records SELECT 6, 'e' || substr(id, 2), blank, subject, answers, filing, standing, restores,"
        " 6, nonce, digest, link FROM records WHERE n = 1",
    )
    assert {"store.record-altered", "store.chain-broken"} <= set(codes(filled.records))


def test_two_records_changed_about_are_found(filled: Kept) -> None:
    tamper(
        filled,
        "UPDATE records SET seq = 100 WHERE n = 1",
        "UPDATE records SET seq = 1 WHERE n = 2",
        "UPDATE records SET seq = 2 WHERE n = 1",
    )
    assert codes(filled.records) == ["store.chain-broken"]


def test_a_loose_end_is_found(filled: Kept) -> None:
    tamper(filled, "DELETE FROM filings WHERE n = 1")
    assert "store.loose-ends" in codes(filled.records)


def test_answers_that_vanish_without_an_erasure_are_found(filled: Kept) -> None:
    """One statement with a database tool: an erasure is a record of the chain, and there is none."""
    tamper(filled, "UPDATE records SET answers = NULL, nonce = NULL, standing = 2 WHERE n = 1")
    assert codes(filled.records) == ["store.record-altered"]


def test_each_device_has_a_chain_of_its_own(filled: Kept) -> None:
    other = filled.again(Who("李老师", "device-b"))
    other.append([Entry(blank="test", subject="s1", answers={"n": 5})])
    other.opened("s1")
    assert verified(other) == []
    again = filled.again(Who("王老师", "device-a"))
    again.append([Entry(blank="test", subject="s1", answers={"n": 6})])
    assert verified(again) == []
    tamper(filled, "UPDATE records SET answers = '{}' WHERE n = 6")
    (problem,) = verified(again)
    assert problem.facts["device"] == "device-b"


def test_equal_answers_leave_unequal_traces(filled: Kept) -> None:
    """So that after an erasure nobody can guess a record's answers and check the guess."""
    filled.records.append(Entry(blank="test", subject="s1", answers={"n": 1}) for _ in range(3))
    rows = filled.raw("SELECT nonce, digest FROM records")
    assert len({nonce for nonce, _ in rows}) == len({digest for _, digest in rows}) == len(rows) == 8


@pytest.mark.parametrize("call", [Records.current, Records.verify, Records.acts])
def test_reading_changes_nothing(filled: Kept, call: Callable[[Records], object]) -> None:
    before = filled.records.history("s1")
    call(filled.records)
    assert filled.records.history("s1") == before and verified(filled.records) == []
