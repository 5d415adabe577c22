"""Laws of taking in: what five devices filed, corrected, withdrew, undid and merged comes together in any order.

The same stands everywhere then, nothing is missing, and every chain holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Entry
from schoolprep.store import Load, Membership, Records, School, Seat, Who
from schoolprep.store.records.load import packed, unpacked
from tests.rooms import KeptInPlainSqlite

SCHOOL = School(name="一中", region="140802", profile="yuncheng-2022")
DEVICES = 5
Step = tuple[str, int, int, int]
"""What is done, on which device, and two numbers that choose with what."""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["file", "file", "correct", "correct", "withdraw", "undo", "take", "take", "look"]),
        st.integers(0, DEVICES - 1),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    max_size=22,
)


@contextmanager
def file(mark: int, secret: str) -> Iterator[Records]:
    """A deputy's file: it holds everybody's chains whole."""
    seat = Seat(id=f"{mark:016x}", name=f"副校长{mark}", role="deputy")
    kept = KeptInPlainSqlite(Path(":memory:"), SCHOOL, Who("?", "laptop"), joined=Membership(seat, secret))
    try:
        yield kept.records
    finally:
        kept.close()


def do(files: Sequence[Records], step: Step) -> None:
    """One step of the history; what is refused changes nothing."""
    what, at, one, other = step
    records = files[at]
    current = list(records.current())
    before = state(records)
    try:
        if what == "file":
            records.append([Entry(blank="test", subject=f"s{one % 3}", answers={"n": other})])
        elif what == "look":
            records.opened(f"s{one % 3}")
        elif what == "take":
            give(records, files[one % DEVICES].travel.news(records.travel.vector()))
        elif what == "undo":
            acts = records.acts()
            if acts:
                records.undo(acts[one % min(3, len(acts))].id)
        elif current:
            change(records, what, current[one % len(current)].id, other)
    except KnownError as wrong:
        assert wrong.problem.code in {"store.built-upon", "store.already-undone"}
        assert state(records) == before


def change(records: Records, what: str, id_: str, n: int) -> None:
    old = records.record(id_)
    if what == "withdraw":
        records.withdraw([id_])
    else:
        records.append([Entry(blank="test", subject=old.subject, answers={"n": n}, replaces=(id_,))])


def give(to: Records, load: Load) -> int:
    return to.travel.take(unpacked(packed(load)), whole=True).merged


def state(records: Records) -> tuple[object, ...]:
    """Everything that stands, all that was ever filed, and how far every chain goes."""
    said = [(one.id, one.subject, one.blank, one.answers, one.author) for one in records.current()]
    ever = [
        (one.id, one.replaces, one.act) for subject in ("s0", "s1", "s2") for one in records.history(subject)
    ]
    return said, ever, records.travel.vector()


def merged(secret: str, mark: int, loads: Sequence[Load]) -> tuple[tuple[object, ...], Load]:
    """What a fresh file says after these came, and what it hands on."""
    with file(mark, secret) as fresh:
        for load in loads:
            give(fresh, load)
            assert fresh.verify() == []
        assert [give(fresh, load) for load in loads] == [0] * len(loads), "once is enough"
        return state(fresh), fresh.travel.news({})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.permutations(range(DEVICES)), st.integers(1, DEVICES - 1))
def test_order_grouping_and_repetition_change_nothing(steps: list[Step], order: list[int], cut: int) -> None:
    with ExitStack() as stack:
        school = KeptInPlainSqlite(Path(":memory:"), SCHOOL, Who("校长", "office"))
        stack.callback(school.close)
        secret = school.records.travel.secret()
        files = [stack.enter_context(file(mark, secret)) for mark in range(DEVICES)]
        for step in steps:
            do(files, step)
        assert all(one.verify() == [] for one in files)
        loads = [one.travel.news({}) for one in files]
        together, _ = merged(secret, 90, loads)
        again, _ = merged(secret, 91, [loads[at] for at in order for _ in range(2)])
        _, first = merged(secret, 92, loads[:cut])
        _, rest = merged(secret, 93, loads[cut:])
        assert together == again, "commutative and idempotent"
        assert together == merged(secret, 94, [rest, first])[0], "associative"
        for one in files:
            give(one, Load())
            for load in loads:
                give(one, load)
        assert all(state(one) == together for one in files), "a file that took part says the same"
        assert {row.id for load in loads for row in load.records} == {id_ for id_, *_ in _ever(together)}
        assert all(one.verify() == [] for one in files)


def _ever(said: tuple[object, ...]) -> list[tuple[str, object, object]]:
    ever = said[1]
    assert isinstance(ever, list)
    return ever


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_a_merge_undone_is_as_if_nothing_had_come(steps: list[Step]) -> None:
    with ExitStack() as stack:
        school = KeptInPlainSqlite(Path(":memory:"), SCHOOL, Who("校长", "office"))
        stack.callback(school.close)
        files = [stack.enter_context(file(mark, school.records.travel.secret())) for mark in range(DEVICES)]
        for step in steps:
            do(files, step)
        here, there = files[:2]
        before = answers(here)
        taken = here.travel.take(there.travel.news(here.travel.vector()), whole=True)
        after = answers(here)
        if taken.merged:
            back = here.undo(taken.act)
            assert answers(here) == before and here.verify() == []
            assert here.travel.take(there.travel.news({}), whole=True).merged == 0
            assert answers(here) == before
            if back:
                here.undo(back[0].act)
                assert answers(here) == after and here.verify() == []


def answers(records: Records) -> list[tuple[str, str]]:
    return sorted((one.subject, str(one.answers)) for one in records.current())
