"""Laws: whatever is filed, corrected, withdrawn, undone and redone, current is what nothing replaces."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.store import School, Who
from tests.rooms import ROOMS

SUBJECTS = st.sampled_from(["s1", "s2", "s3"])
ANSWERS: st.SearchStrategy[Answers] = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=6),
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=12),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.lists(st.text(st.characters(codec="utf-8"), max_size=4), max_size=3),
    ),
    max_size=4,
)
State = list[tuple[str, str, str]]


class Life(RuleBasedStateMachine):
    """Records and, beside them, everything ever filed; both must tell the same."""

    room: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "s.schoolprep"
        self.kept = ROOMS[self.room](path, School(name="x", region="1", profile="p"), Who("a", "d"))
        self.records = self.kept.records
        self.filed: dict[str, Record] = {}
        self.before: dict[str, State] = {}
        """What stood before each act, by answers."""
        self.acts: list[str] = []

    def teardown(self) -> None:
        assert self.records.verify() == []
        self.kept.close()
        self.folder.cleanup()

    def leaves(self) -> list[Record]:
        replaced = {old for record in self.filed.values() for old in record.replaces}
        return [record for record in self.filed.values() if record.id not in replaced]

    def current(self) -> list[Record]:
        return [record for record in self.leaves() if record.answers is not None]

    def state(self) -> State:
        return sorted(
            (one.subject, one.blank, repr(sorted((one.answers or {}).items())))
            for one in self.records.current()
        )

    def keep(self, before: State, made: list[Record]) -> None:
        self.filed |= {record.id: record for record in made}
        self.acts.append(made[0].act)
        self.before[made[0].act] = before

    @rule(subject=SUBJECTS, answers=st.lists(ANSWERS, min_size=1, max_size=4))
    def file(self, subject: str, answers: list[Answers]) -> None:
        before = self.state()
        self.keep(
            before, self.records.append(Entry(blank="b", subject=subject, answers=one) for one in answers)
        )

    @precondition(lambda self: self.current())
    @rule(data=st.data(), answers=ANSWERS)
    def correct(self, data: st.DataObject, answers: Answers) -> None:
        chosen = data.draw(
            st.lists(st.sampled_from(self.current()), min_size=1, max_size=3, unique_by=lambda r: r.id)
        )
        before = self.state()
        replaces = tuple(record.id for record in chosen)
        new = Entry(blank="b", subject=chosen[0].subject, answers=answers, replaces=replaces)
        self.keep(before, self.records.append([new]))

    @precondition(lambda self: self.current())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        chosen = data.draw(
            st.lists(st.sampled_from(self.current()), min_size=1, max_size=3, unique_by=lambda r: r.id)
        )
        before = self.state()
        self.keep(before, self.records.withdraw(record.id for record in chosen))

    @precondition(lambda self: self.acts)
    @rule()
    def undo_the_last(self) -> None:
        """The last act can always be undone, and then all is as it was before it."""
        before, act = self.state(), self.acts[-1]
        made = self.records.undo(act)
        assert self.state() == self.before[act]
        self.keep(before, made)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        """An older act is undone or refused; a refusal changes nothing."""
        before, act = self.state(), data.draw(st.sampled_from(self.acts))
        try:
            made = self.records.undo(act)
        except KnownError as wrong:
            assert wrong.problem.code in {"store.built-upon", "store.already-undone"}
            assert self.state() == before
        else:
            self.keep(before, made)

    @precondition(lambda self: any(record not in self.leaves() for record in self.filed.values()))
    @rule(data=st.data())
    def correct_what_is_gone(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from([one for one in self.filed.values() if one not in self.leaves()]))
        before = self.state()
        try:
            self.records.append([Entry(blank="b", subject="s1", answers={}, replaces=(gone.id,))])
        except KnownError as wrong:
            assert wrong.problem.code == "store.changed-meanwhile"
        else:
            raise AssertionError("a replaced record was replaced again")
        assert self.state() == before

    @invariant()
    def current_is_what_nothing_replaces(self) -> None:
        expected = sorted(
            self.current(), key=lambda record: (record.subject, list(self.filed).index(record.id))
        )
        assert list(self.records.current()) == expected
        for subject in ("s1", "s2", "s3"):
            assert self.records.current_of(subject) == [one for one in expected if one.subject == subject]
            assert self.records.history(subject) == [
                one for one in self.filed.values() if one.subject == subject
            ]

    @invariant()
    def one_device_has_no_conflicts(self) -> None:
        assert self.records.rivals.found() == []


class LifeInAFile(Life):
    """In the encrypted file."""

    room = "encrypted-file"


class LifeInPlainSqlite(Life):
    """In the standard library's SQLite."""

    room = "plain-sqlite"


TestLifeInAFile = LifeInAFile.TestCase
TestLifeInPlainSqlite = LifeInPlainSqlite.TestCase
TestLifeInAFile.settings = TestLifeInPlainSqlite.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
