"""Erasing: what is erased is gone, its chain holds, its counts remain, and nothing brings it back."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolprep.facts.paper import PAPER_BLANK, paper_digest
from schoolprep.facts.problem import CallError, KnownError
from schoolprep.facts.record import Entry
from schoolprep.store import Records
from schoolprep.store.records.erasing import ERASURE_BLANK, Erasure, counts_of
from tests.rooms import Kept

WHOLE = Erasure("s1")


def said(kept: Kept) -> str:
    """Everything that stands in the tables, as a database tool shows it."""
    tables = [name for (name,) in kept.raw("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return json.dumps([[repr(row) for row in kept.raw(f"SELECT * FROM {name}")] for name in tables])


def test_what_is_erased_is_gone_and_the_chain_holds(kept: Kept, records: Records) -> None:
    one, *_ = records.append(
        [
            Entry(blank="person", subject="s1", answers={"name": "SECRET"}),
            Entry(blank="person", subject="s2", answers={"name": "Ann"}),
        ],
        about="list.xlsx",
    )
    records.append(
        [Entry(blank="person", subject="s1", answers={"name": "SECRET too"}, replaces=(one.id,))],
        about="SECRET.xlsx",
    )
    records.save_draft("form/s1/test/new", b"SECRET")
    records.save_draft("form/s2/test/new", b"of s2")
    done = records.erasures.erase([WHOLE], "asked for")
    assert (done.counts, done.records, done.papers, done.drafts) == ({"person": 2}, 2, 0, 1)
    assert "SECRET" not in said(kept)
    assert records.verify() == []
    assert records.current_of("s1") == []
    assert len(records.history("s1")) == 2  # that they were there remains
    assert [record.answers for record in records.current_of("s2")] == [{"name": "Ann"}]
    assert list(records.drafts()) == ["form/s2/test/new"]
    (told,) = records.current_of("hands")
    assert told.blank == ERASURE_BLANK
    assert counts_of(told.answers or {}) == {"person": 2}
    assert records.erasures.subjects() == {"s1"}


def test_it_is_counted_before_it_is_done(records: Records) -> None:
    records.append([Entry(blank="person", subject="s1", answers={"name": "x"})])
    assert records.erasures.would_take([WHOLE]).counts == {"person": 1}
    assert len(records.current_of("s1")) == 1


def test_nothing_takes_an_erasure_back(records: Records) -> None:
    (first,) = records.append([Entry(blank="person", subject="s1", answers={"name": "x"})])
    done = records.erasures.erase([WHOLE], "asked for")
    with pytest.raises(KnownError, match=r"erased-for-good"):
        records.undo(done.act)
    with pytest.raises(KnownError, match=r"erased-for-good"):
        records.withdraw([records.current_of("hands")[0].id])
    records.undo(first.act)  # nothing is left of it: nothing is brought back and nothing is added
    assert records.current_of("s1") == []
    assert records.verify() == []


def test_an_erased_part_of_an_act_stays_erased_when_the_act_is_undone(records: Records) -> None:
    old = records.append([Entry(blank="test", subject=one, answers={"n": 1}) for one in ("s1", "s2")])
    new = records.append(
        [Entry(blank="test", subject=one.subject, answers={"n": 2}, replaces=(one.id,)) for one in old]
    )
    records.erasures.erase([WHOLE], "asked for")
    records.undo(new[0].act)
    assert records.current_of("s1") == []
    assert [record.answers for record in records.current_of("s2")] == [{"n": 1}]
    assert records.verify() == []


def test_a_paper_goes_with_the_last_who_names_it(records: Records) -> None:
    mine, ours = b"a note of mine", b"a note of two"
    records.append(
        [
            Entry(blank=PAPER_BLANK, subject=whose, answers={"digest": paper_digest(content)})
            for whose, content in (("s1", mine), ("s1", ours), ("s2", ours))
        ],
        papers=[mine, ours],
    )
    assert records.erasures.erase([WHOLE], "asked for").papers == 1
    assert records.paper(paper_digest(ours)) == ours
    with pytest.raises(CallError):
        records.paper(paper_digest(mine))
    assert records.verify() == []


def test_some_answers_of_everybody_up_to_a_day(records: Records) -> None:
    made = records.append(
        [
            Entry(blank=blank, subject=whose, answers={"n": 1})
            for blank in ("person", "test")
            for whose in ("s1", "s2")
        ]
    )
    records.erasures.erase(
        [Erasure(blanks=("test",), until=made[0].written)], "its time is over", purpose="a-pack"
    )
    assert [record.blank for record in records.current()] == [ERASURE_BLANK, "person", "person"]
    assert records.verify() == []
    assert records.erasures.subjects() == frozenset()


def test_a_nonce_that_is_missing_without_an_erasure_is_found(kept: Kept, records: Records) -> None:
    records.append([Entry(blank="test", subject=one, answers={"n": 1}) for one in ("s1", "s2")])
    records.erasures.erase([WHOLE], "asked for")
    kept.raw("UPDATE records SET answers = NULL, nonce = NULL, standing = 2 WHERE subject = 's2'")
    assert [problem.code for problem in records.verify()] == ["store.record-altered"]


def test_who_comes_back_is_filed_anew(records: Records) -> None:
    records.append([Entry(blank="person", subject="s1", answers={"name": "x"})])
    records.erasures.erase([WHOLE], "asked for")
    records.append([Entry(blank="person", subject="s1", answers={"name": "y"})])
    assert [record.answers for record in records.current_of("s1")] == [{"name": "y"}]
    assert records.erasures.subjects() == frozenset()
    assert records.verify() == []
    assert records.erasures.erase([WHOLE], "again").counts == {"person": 1}
    assert records.verify() == []


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["new", "again", "back", "undo"]), st.sampled_from(["s1", "s2", "s3"])),
        max_size=8,
    )
)
def test_after_any_history_nothing_planted_is_left(
    kept: Kept, records: Records, steps: list[tuple[str, str]]
) -> None:
    before = len(records.history("s1"))
    for at, (what, whose) in enumerate(steps):
        standing = records.current_of(whose)
        secret = f"PLANTED-{whose}-{at}"
        if what == "new" or not standing:
            records.append([Entry(blank="test", subject=whose, answers={"n": secret})], about=secret)
        elif what == "again":
            records.append(
                [Entry(blank="test", subject=whose, answers={"n": secret}, replaces=(standing[-1].id,))]
            )
        elif what == "back":
            records.withdraw([standing[-1].id])
        else:
            try:
                records.undo(standing[-1].act)
            except KnownError:
                continue
        records.save_draft(f"form/{whose}/test/new", secret.encode())
    others = {one: [record.answers for record in records.history(one)] for one in ("s2", "s3")}
    filed = len(records.history("s1"))
    records.erasures.erase([WHOLE], "asked for")
    assert "PLANTED-s1" not in said(kept)
    assert {one: [record.answers for record in records.history(one)] for one in ("s2", "s3")} == others
    assert len(records.history("s1")) == filed >= before
    assert records.verify() == []
