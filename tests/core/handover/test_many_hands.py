"""Laws of many hands: five files that file, correct, withdraw, undo, hand over in any order, join and answer."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from schoolprep.facts.kinds import Frame
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.handover.at_odds import Umpire
from schoolprep.store import Membership, Records, School, Seat, Who
from schoolprep.store.records.conflicts import Rivals
from tests.filings import BLANKS, DIVISIONS, REGION
from tests.rooms import KeptInPlainSqlite

SCHOOL = School(name="x", region=REGION, profile="yuncheng-2022")
UMPIRE = Umpire(BLANKS, Frame(DIVISIONS, REGION))
NAMES = ("principal", "deputy", "doctor", "teacher", "laptop")
MERGERS = NAMES[:2]
"""Those who join what contradicts nothing."""
HANDS, SUBJECTS = st.sampled_from(NAMES), st.sampled_from(["s1", "s2"])
DEGREES = st.sampled_from([36.5, 38.2])
SAID: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {"day": st.sampled_from(["2022-08-06", "2022-08-07"])},
    optional={"temp_am": DEGREES, "temp_noon": DEGREES, "temp_pm": DEGREES},
)


class ManyHands(RuleBasedStateMachine):
    """Five whole files of one school."""

    def __init__(self) -> None:
        super().__init__()
        first = KeptInPlainSqlite(Path(":memory:"), SCHOOL, Who("principal", "computer"))
        secret = first.records.travel.secret()
        self.kept = {NAMES[0]: first}
        for at, name in enumerate(NAMES[1:], 1):
            joined = Membership(Seat(id=f"{at:016x}", name=name, role="deputy"), secret)
            self.kept[name] = KeptInPlainSqlite(Path(":memory:"), SCHOOL, Who(name, name), joined=joined)
        self.filed: set[str] = set()
        self.acts: dict[str, list[str]] = {name: [] for name in NAMES}

    def of(self, name: str) -> Records:
        return self.kept[name].records

    def keep(self, name: str, made: list[Record]) -> None:
        self.filed |= {record.id for record in made}
        self.acts[name] += [made[0].act] if made else []

    def asked(self, name: str) -> list[Rivals]:
        return [one for one in self.of(name).rivals.found(UMPIRE.same) if UMPIRE.joined(one) is None]

    @rule(name=HANDS, subject=SUBJECTS, answers=SAID)
    def file(self, name: str, subject: str, answers: Answers) -> None:
        self.keep(name, self.of(name).append([Entry(blank="health", subject=subject, answers=answers)]))

    @rule(name=HANDS, answers=SAID, data=st.data())
    def correct(self, name: str, answers: Answers, data: st.DataObject) -> None:
        current = list(self.of(name).current())
        if current:
            old = data.draw(st.sampled_from(current))
            entry = Entry(blank="health", subject=old.subject, answers=answers, replaces=(old.id,))
            self.keep(name, self.of(name).append([entry]))

    @rule(name=HANDS, data=st.data())
    def withdraw(self, name: str, data: st.DataObject) -> None:
        current = list(self.of(name).current())
        if current:
            self.keep(name, self.of(name).withdraw([data.draw(st.sampled_from(current)).id]))

    @rule(name=HANDS)
    @precondition(lambda self: any(self.acts.values()))
    def undo(self, name: str) -> None:
        if self.acts[name]:
            try:
                self.keep(name, self.of(name).undo(self.acts[name][-1]))
            except KnownError as wrong:
                assert wrong.problem.code in {"store.built-upon", "store.already-undone"}

    @rule(one=HANDS, other=HANDS)
    def hand_over(self, one: str, other: str) -> None:
        self.send(one, other)

    @rule(one=HANDS, other=HANDS)
    def hand_over_all_again(self, one: str, other: str) -> None:
        """An old envelope once more: everything, whatever is known."""
        if one != other:
            load = self.of(one).travel.news({})
            self.of(other).travel.take(load, whole=True)
            assert self.of(other).travel.take(load, whole=True).merged == 0

    @rule(name=HANDS, at=st.integers(0, 3))
    def answer(self, name: str, at: int) -> None:
        if asked := self.asked(name):
            choices = UMPIRE.choices(asked[0])
            self.keep(name, self.of(name).append([UMPIRE.settled(asked[0], choices[at % len(choices)])]))

    def send(self, one: str, other: str) -> None:
        if one == other:
            return
        travel = self.of(other).travel
        taken = travel.take(self.of(one).travel.news(travel.vector()), whole=True)
        self.acts[other] += [taken.act] if taken.act else []
        if other in MERGERS:
            self.join(other, taken.act or None)

    def join(self, name: str, act: str | None) -> None:
        found = self.of(name).rivals.found(UMPIRE.same)
        entries = [entry for one in found if (entry := UMPIRE.joined(one))]
        if entries:
            made = self.of(name).append(entries, act)
            self.keep(name, made)

    def exchange(self) -> None:
        """Everybody hands over to the principal, who joins; and the principal's word goes to everybody."""
        for name in NAMES[1:]:
            self.send(name, "principal")
        for name in NAMES[1:]:
            travel = self.of(name).travel
            travel.take(self.of("principal").travel.news(travel.vector()), whole=True)

    @invariant()
    def nobody_asks_about_what_one_record_says(self) -> None:
        for name in NAMES:
            ids = [record.id for one in self.asked(name) for record in one.records]
            assert len(ids) == len(set(ids))

    def teardown(self) -> None:
        try:
            self.all_end_alike()
        finally:
            for kept in self.kept.values():
                kept.close()

    def all_end_alike(self) -> None:
        self.exchange()
        self.exchange()
        assert {frozenset(r.id for s in SUBJECTS_OF for r in self.of(name).history(s)) for name in NAMES} == {
            frozenset(self.filed)
        }
        assert len({_state(self.of(name)) for name in NAMES}) == 1
        assert len({_questions(self.asked(name)) for name in NAMES}) == 1
        for _ in range(8):  # one answer may leave another question about the same day
            asked = self.asked("teacher")
            if not asked:
                break
            entries = [UMPIRE.settled(one, UMPIRE.choices(one)[-1]) for one in asked]
            self.keep("teacher", self.of("teacher").append(entries))
            self.exchange()
        assert all(self.asked(name) == [] for name in NAMES)
        assert len({_state(self.of(name)) for name in NAMES}) == 1
        assert all(self.of(name).verify() == [] for name in NAMES)


SUBJECTS_OF = ("s1", "s2")


def _state(records: Records) -> str:
    return repr([(one.id, one.subject, one.answers) for one in records.current()])


def _questions(asked: list[Rivals]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(record.id for record in one.records) for one in asked)


TestManyHands = ManyHands.TestCase
TestManyHands.settings = settings(
    max_examples=6, stateful_step_count=16, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
