"""Packed: copies for fast opening; whatever happens to them, a file is what its records say."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from schoolprep.facts.blank import Field
from schoolprep.facts.file import Binder, File, Person
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.subject import AREAS
from schoolprep.facts.text import Same, Written
from schoolprep.store import Key, School, Store, Who, file_cache
from tests.filings import BINDER, BLANKS, Row, file_of, filed, rows

KEY = Key.random()
ANN: Row = ("person", {"name": "Ann"})


def from_records(store: Store) -> dict[str, File]:
    people: dict[str, list[Record]] = {}
    for record in store.current():
        people.setdefault(record.subject, []).append(record)
    people.pop(AREAS, None)
    return BINDER.files(people)


def entry(subject: str, row: Row, *replaces: str) -> Entry:
    return Entry(blank=row[0], subject=subject, answers=row[1], replaces=replaces)


@given(filed)
def test_a_file_comes_back_as_it_was_packed(made: list[Row]) -> None:
    one = file_of(made)
    assert file_cache._decode(file_cache._encode(one)) == one


class Kept(RuleBasedStateMachine):
    """A store at work whose copies are used, forgotten, spoilt and laid back; another store must not notice."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "s.schoolprep"
        self.store = Store.create(self.path, KEY, School(name="x", region="1", profile="p"), Who("a", "d"))
        self.acts: list[str] = []
        self.old: list[tuple[object, ...]] = []

    def teardown(self) -> None:
        assert self.store.verify() == []
        self.store.close()
        self.folder.cleanup()

    def raw(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self.store._vault.raw() as raw:
            found: list[tuple[object, ...]] = raw.execute(sql, values).fetchall()
            return found

    @rule(subject=st.sampled_from(["s1", "s2", "s3", AREAS]), made=st.lists(rows, min_size=1, max_size=3))
    def file(self, subject: str, made: list[Row]) -> None:
        self.acts.append(self.store.append([entry(subject, one) for one in made])[0].act)

    @precondition(lambda self: any(True for _ in self.store.current()))
    @rule(data=st.data(), row=rows, subject=st.sampled_from(["s1", "s2", "s3"]))
    def correct(self, data: st.DataObject, row: Row, subject: str) -> None:
        """Whosever it was: a record may be replaced by one about somebody else; an area by an area."""
        old = data.draw(st.sampled_from(list(self.store.current())))
        subject = AREAS if old.subject == AREAS else subject
        self.acts.append(self.store.append([entry(subject, row, old.id)])[0].act)

    @precondition(lambda self: any(True for _ in self.store.current()))
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(list(self.store.current())))
        self.acts.append(self.store.withdraw([old.id])[0].act)

    @precondition(lambda self: bool(self.acts))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        try:
            self.acts.append(self.store.undo(data.draw(st.sampled_from(self.acts)))[0].act)
        except KnownError:
            return

    @rule()
    def read(self) -> None:
        assert file_cache.read(self.store, BINDER) == from_records(self.store)

    @rule()
    def remember_the_copies(self) -> None:
        self.old += self.raw("SELECT * FROM packed")

    @precondition(lambda self: bool(self.old))
    @rule(data=st.data())
    def lay_an_old_copy_back(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.old))
        self.raw("INSERT OR REPLACE INTO packed VALUES (?, ?, ?, ?, ?)", *row)

    @rule()
    def spoil_the_copies(self) -> None:
        self.raw("UPDATE packed SET body = CAST(body || x'00' AS BLOB)")

    @rule()
    def pretend_they_are_of_now(self) -> None:
        """Without the seal, for which one needs the school's secret."""
        self.raw(
            "UPDATE packed SET"
            " number = (SELECT count(*) FROM records r WHERE r.subject = packed.subject AND standing = 1),"
            " newest = (SELECT coalesce(max(n), 0) FROM records r WHERE r.subject = packed.subject AND standing = 1)"
        )

    @rule()
    def throw_them_away(self) -> None:
        self.raw("DELETE FROM packed")

    @invariant()
    def read_or_not_it_is_what_the_records_say(self) -> None:
        found = self.store.cache.find(BINDER.form)
        known = from_records(self.store)
        for subject, body in found.bodies.items():
            assert file_cache._decode(body) == known[subject]
        assert {*found.bodies, *found.missing} - {AREAS} == set(known)
        assert file_cache.altered(self.store, BINDER) == []


TestKept = Kept.TestCase
TestKept.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_what_was_read_once_is_read_from_its_copy(store: Store) -> None:
    store.append([entry("s1", ANN), entry("s2", ANN)])
    assert set(store.cache.find(BINDER.form).missing) == {"s1", "s2"}
    first = file_cache.read(store, BINDER)
    assert not store.cache.find(BINDER.form).missing
    assert file_cache.read(store, BINDER) == first == from_records(store)
    store.append([entry("s1", ("code", {"colour": "red"}))])
    assert set(store.cache.find(BINDER.form).missing) == {"s1"}
    assert file_cache.read(store, BINDER)["s1"].codes[0].colour == "red"


def test_a_copy_of_somebody_who_is_gone_goes_at_the_next_reading(store: Store) -> None:
    (record,) = store.append([entry("s1", ANN)])
    file_cache.read(store, BINDER)
    store.withdraw([record.id])
    assert file_cache.read(store, BINDER) == {}
    with store._vault.raw() as raw:
        assert raw.execute("SELECT count(*) FROM packed").fetchone() == (0,)


def test_a_program_that_reads_records_otherwise_uses_no_copy(store: Store) -> None:
    store.append([entry("s1", ANN)])
    file_cache.read(store, BINDER)
    assert set(store.cache.find(b"another form").missing) == {"s1"}


def test_what_cannot_be_unpacked_is_read_from_its_records(store: Store) -> None:
    store.append([entry("s1", ANN)])
    nothing = store.cache.find(BINDER.form)
    store.cache.keep(BINDER.form, nothing, {"s1": b"no file"})
    assert file_cache.read(store, BINDER) == from_records(store)
    assert file_cache.read(store, BINDER) == from_records(store)


def test_verify_finds_a_copy_that_lies_under_a_good_seal(store: Store) -> None:
    store.append([entry("s1", ANN)])
    nothing = store.cache.find(BINDER.form)
    lie = File("s1", Person(name="Bob"))
    store.cache.keep(BINDER.form, nothing, {"s1": file_cache._encode(lie)})
    assert [problem.code for problem in file_cache.altered(store, BINDER)] == ["store.packed-altered"]


def test_the_form_is_that_of_the_declarations() -> None:
    """What decides how records become files names the copies; what a form is called on the screen does not."""
    health = BLANKS["health"]
    more = Field("fever_at", "moment", ("发热时间",), Written({"zh": "发热时间", "en": "Fever at"}), Same())
    asking_more = replace(health, field=(*health.field, more))
    elsewhere = replace(health, field=tuple(replace(one, file="") for one in health.field))
    called_otherwise = replace(health, title=Written({"zh": "晨检", "en": "Morning check"}))
    forms = [
        Binder({**BLANKS, "health": one}).form for one in (health, called_otherwise, asking_more, elsewhere)
    ]
    assert forms[0] == forms[1] == BINDER.form
    assert len({*forms}) == 3
