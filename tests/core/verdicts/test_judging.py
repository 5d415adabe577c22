"""Judging: only what can have changed is judged again, and it is as if everybody had been judged afresh."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from schoolprep import demo
from schoolprep.facts.area import Areas, Touch
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import File
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.subject import AREAS
from schoolprep.rules import pack
from schoolprep.store import Key, School, Store, Who
from schoolprep.verdicts.area_concerns import concerned, places
from schoolprep.verdicts.grounds import Grounds
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.judging import Judging
from schoolprep.verdicts.rulebook import Rulebook
from schoolprep.verdicts.verdict import Verdict
from tests.filings import (
    BLANKS,
    DIVISIONS,
    REGION,
    Row,
    areas_of,
    file_of,
    filed,
    listed,
    lists,
    people,
    rows,
)
from tests.program import program_data

LIBRARY = pack.load()
KEY = Key.random()
SCHOOL = School(name="x", region=REGION, profile="yuncheng-2022")
ON = Moment.parse("2022-08-08T07:30")
DAYS = [ON, Moment.parse("2022-08-07"), Moment.parse("2022-08-14T12:00")]
SUBJECTS = [f"s{at}" for at in range(4)]


def _judging(store: Store) -> Judging:
    return Judging(
        Grounds(store, BLANKS, DIVISIONS), Rulebook(store, LIBRARY, DIVISIONS, store.append).in_force
    )


def _rejudged(before: dict[str, Verdict], now: dict[str, Verdict]) -> set[str]:
    """Whose verdict is another object than before: what was kept is handed out as it is."""
    return {subject for subject, verdict in now.items() if before.get(subject) is not verdict}


class Days(RuleBasedStateMachine):
    """A small school at work; after every step its verdicts are those of a program that has just been started."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "s.schoolprep"
        self.store = Store.create(path, KEY, SCHOOL, Who("a", "d"))
        self.judging = _judging(self.store)
        self.on = ON
        self.filed = [self.file_away([Entry(blank="person", subject=SUBJECTS[0], answers={"name": "王"})])]

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def file_away(self, entries: list[Entry]) -> str:
        made = self.store.append(entries)
        self.judging.filed(made)
        return made[0].act

    def standing(self) -> list[Record]:
        return list(self.store.current())

    @rule(subject=st.sampled_from(SUBJECTS), person=people, others=st.lists(rows, max_size=3))
    def file_about_somebody(self, subject: str, person: Row, others: list[Row]) -> None:
        made = [*([person] if subject not in self.judging.grounds.files() else []), *others]
        if made:
            self.filed.append(
                self.file_away([Entry(blank=blank, subject=subject, answers=said) for blank, said in made])
            )

    @rule(entries=st.lists(listed, min_size=1, max_size=3))
    def list_areas(self, entries: list[Answers]) -> None:
        self.filed.append(
            self.file_away([Entry(blank="area", subject=AREAS, answers=answers) for answers in entries])
        )

    @rule(data=st.data(), answers=listed)
    def correct_an_area(self, data: st.DataObject, answers: Answers) -> None:
        areas = [one for one in self.standing() if one.subject == AREAS]
        if areas:
            old = data.draw(st.sampled_from(areas))
            new = Entry(blank="area", subject=AREAS, answers=answers, replaces=(old.id,))
            self.filed.append(self.file_away([new]))

    @precondition(lambda self: self.standing())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        made = self.store.withdraw([data.draw(st.sampled_from(self.standing())).id])
        self.filed.append(made[0].act)
        self.judging.filed(made)

    @precondition(lambda self: self.filed)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        try:
            made = self.store.undo(data.draw(st.sampled_from(self.filed)))
        except KnownError:  # something stands on it, or it is undone already
            return
        self.filed.append(made[0].act)
        self.judging.filed(made)

    @rule(on=st.sampled_from(DAYS))
    def another_day(self, on: Moment) -> None:
        self.on = on

    @rule(subject=st.sampled_from(SUBJECTS))
    def look_at_one(self, subject: str) -> None:
        if subject in self.judging.grounds.files():
            self.judging.verdict(subject, self.on)

    @rule()
    def throw_away_what_is_kept(self) -> None:
        self.judging.forget_verdicts()

    @invariant()
    def as_if_just_started(self) -> None:
        assert self.judging.verdicts(self.on) == _judging(self.store).verdicts(self.on)
        assert self.judging.grounds.files() == _judging(self.store).grounds.files()
        assert self.judging.grounds.peers() == _judging(self.store).grounds.peers()


TestDays = Days.TestCase
TestDays.settings = settings(
    max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


class Asked(Areas):
    """An area list that remembers what it was asked."""

    def __init__(self, areas: Areas) -> None:
        super().__init__(areas.entries, DIVISIONS)
        self.asked: set[tuple[str, str]] = set()

    def touching(self, place: str, detail: str = "") -> tuple[Touch, ...]:
        self.asked.add((place, detail))
        return super().touching(place, detail)


@settings(max_examples=150, deadline=None)
@given(filed, lists, st.sampled_from(DAYS))
def test_rules_ask_the_list_about_no_other_places(
    made: list[Row], entries: list[Answers], on: Moment
) -> None:
    """So an entry that touches none of them cannot change the verdict."""
    one, areas = file_of(made), Asked(areas_of(entries))
    judge(one, areas, compile_rules(pack.in_force(LIBRARY, SCHOOL.profile, on.day), REGION), on)
    assert areas.asked <= set(places(one))


@settings(max_examples=150, deadline=None)
@given(filed, lists, st.sampled_from(DAYS), st.sampled_from(sorted(LIBRARY.profiles)))
def test_a_check_that_is_not_asked_has_nothing_to_say(
    made: list[Row], entries: list[Answers], on: Moment, profile: str
) -> None:
    one = file_of(made)
    rules = compile_rules(pack.in_force(LIBRARY, profile, on.day), REGION)
    view = View(one, areas_of(entries), on, REGION)
    asked = rules.of(view)
    assert [one for check in rules.checks if check not in asked for one in check(view)] == []


@settings(max_examples=100, deadline=None)
@given(filed, lists)
def test_whom_no_entry_concerns_is_judged_as_without_a_list(made: list[Row], entries: list[Answers]) -> None:
    one, areas = file_of(made), areas_of(entries)
    rules = compile_rules(pack.in_force(LIBRARY, SCHOOL.profile, ON.day), REGION)
    if not list(concerned([one], areas)):
        assert judge(one, areas, rules, ON) == judge(one, areas_of([]), rules, ON)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo school's records under a raw key."""
    path = tmp_path_factory.mktemp("judging") / "demo.schoolprep"
    with Store.create(path, KEY, demo.SCHOOL, Who("a", "d")) as store:
        made = demo.school(demo.SEED, program_data().divisions, store.subject_of, store.new_subject)
        store.append(made.entries)
        yield store


def _somewhere(one: File, prefix: str) -> bool:
    return any(place.startswith(prefix) or prefix.startswith(place) for place, _ in places(one))


def test_a_new_entry_judges_exactly_those_it_can_concern(school: Store) -> None:
    judging = _judging(school)
    before = judging.verdicts(ON)
    made = school.append(
        [
            Entry(
                blank="area", subject=AREAS, answers={"place": "6101", "level": "high", "since": "2022-08-06"}
            )
        ]
    )
    assert judging.filed(made) is None
    now = judging.verdicts(ON)
    expected = {subject for subject, one in judging.grounds.files().items() if _somewhere(one, "6101")}
    assert 0 < len(expected) < len(before) // 4
    assert _rejudged(before, now) == expected
    judging.filed(school.withdraw([made[0].id]))
    assert _rejudged(now, judging.verdicts(ON)) == expected
    assert judging.verdicts(ON) == before


def test_a_changed_record_judges_one_person(school: Store) -> None:
    judging = _judging(school)
    before = judging.verdicts(ON)
    subject = next(subject for subject, verdict in before.items() if verdict.outcome == "ready")
    made = school.append(
        [Entry(blank="contact", subject=subject, answers={"category": "close", "last_on": "2022-08-07"})]
    )
    assert judging.filed(made) == frozenset({subject})
    now = judging.verdicts(ON)
    assert _rejudged(before, now) == frozenset({subject})
    assert now[subject].outcome == "deferred"
    judging.filed(school.withdraw([made[0].id]))


def test_another_day_judges_everybody(school: Store) -> None:
    judging = _judging(school)
    before = judging.verdicts(ON)
    later = judging.verdicts(Moment.parse("2022-08-09T07:30"))
    assert _rejudged(before, later) == set(before)
    assert all(verdict.on.text() == "2022-08-09T07:30" for verdict in later.values())


def test_a_positive_of_one_person_judges_again_whoever_is_linked_to_them(school: Store) -> None:
    judging = _judging(school)
    before = judging.verdicts(ON)
    ready = [subject for subject, verdict in before.items() if verdict.outcome == "ready"]
    names = [judging.grounds.file(subject).person.name for subject in before]
    known = next(subject for subject in ready if names.count(judging.grounds.file(subject).person.name) == 1)
    other = next(subject for subject in ready if subject != known)
    link: Answers = {
        "category": "subclose",
        "last_on": "2022-08-05",
        "linked": judging.grounds.file(known).person.name,
    }
    close: Answers = {"category": "close", "last_on": "2022-08-03"}
    judging.filed(school.append([Entry(blank="contact", subject=other, answers=link)]))
    judging.filed(school.append([Entry(blank="contact", subject=known, answers=close)]))
    assert judging.verdict(other, ON).may_return_on == day_of("2022-08-13")
    positive: Answers = {"sampled_at": "2022-08-07T09:00", "result": "positive"}
    changed = judging.filed(school.append([Entry(blank="test", subject=known, answers=positive)]))
    assert changed is not None and other in changed
    assert judging.verdict(other, ON).may_return_on == day_of("2022-08-16")
