"""The figures of a day: they add up to the person, and each is the people it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.desk.summary import WEEK, WEEK_ROWS, comes_on, summarise, unit_of
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import File, Health, Person
from schoolprep.loop.measure import DueTest, Measure, MeasureKind, TestState, held_by
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.verdicts.verdict import Finding, Owed, Verdict

ON = Moment.parse("2022-08-08T07:30")
D = ON.day


def case(
    subject: str,
    outcome: Outcome = "ready",
    *findings: Finding,
    may: int | None = None,
    class_name: str = "七年级1班",
    planned: str = "",
    health: tuple[str, ...] = (),
    category: str = "student",
) -> tuple[File, Verdict]:
    person = Person(
        record="r",
        category=category,
        name=subject,
        class_name=class_name if category == "student" else None,
        department=class_name if category != "student" else None,
        planned_return=Moment.parse(planned) if planned else None,
    )
    days = tuple(Health(f"h{day}", day_of(day), 36.5, None, None, (), False) for day in health)
    first = may if may is not None else None if outcome == "deferred" else D
    return File(subject, person, health=days), Verdict(subject, ON, outcome, first, findings)


def owing(outcome: Outcome, *what: str) -> Finding:
    return Finding("p/r", outcome, owes=tuple(Owed(one, D, "owed.travel") for one in what))


def held(kind: MeasureKind, first: int, last: int | None, *tests: tuple[int, TestState]) -> Finding:
    measure = Measure(
        "p/r", "s", kind, D + first, D + first, None if last is None else D + last,
        tuple(DueTest(D + day, state) for day, state in tests),
    )  # fmt: skip
    return Finding("p/r", "deferred", measures=(measure,))


@given(st.lists(st.sampled_from(OUTCOMES), max_size=30))
def test_outcomes_add_up_to_the_person(outcomes: list[Outcome]) -> None:
    summary = summarise([case(str(number), outcome) for number, outcome in enumerate(outcomes)], ON)
    assert sorted(s for people in summary.outcomes.values() for s in people) == sorted(summary.people)
    assert sorted(s for group in summary.groups for s in group.people) == sorted(summary.people)


def test_an_empty_school_is_all_nought() -> None:
    summary = summarise([], ON)
    assert not summary.people and not summary.groups and not summary.earliest
    assert all(cell == () for row in summary.week.values() for cell in row)


def test_the_ready_come_as_they_planned() -> None:
    summary = summarise(
        [
            case("today", planned="2022-08-08T08:00"),
            case("later", planned="2022-08-10"),
            case("came", planned="2022-08-05"),
            case("no_plan"),
        ],
        ON,
    )
    assert summary.pieces["ready"] == {name: (name,) for name in ("today", "later", "came", "no_plan")}
    returns = summary.week["returns"]
    assert (returns[0], returns[2]) == (("today",), ("later",))
    assert sum(map(len, returns)) == 2


@pytest.mark.parametrize(
    ("outcome", "may", "planned", "comes"),
    [
        ("deferred", D + 1, "", D + 1),
        ("deferred", D + 1, "2022-08-08", D + 1),  # the plan is too early
        ("deferred", D + 1, "2022-08-12", D + 4),  # the plan is later than the verdict asks
        ("deferred", None, "2022-08-12", None),  # no day can be given
        ("incomplete", D, "2022-08-09", None),  # who owes something is not expected
        ("verify", D, "2022-08-09", None),
    ],
)
def test_plan_and_verdict_must_both_let_in(
    outcome: Outcome, may: int | None, planned: str, comes: int | None
) -> None:
    file, verdict = case("x", outcome, may=may, planned=planned)
    assert comes_on(file, verdict, ON) == comes


def test_what_is_owed_is_counted_for_the_outcome_it_causes() -> None:
    summary = summarise(
        [
            case("a", "incomplete", owing("incomplete", "test", "document:commitment")),
            case("b", "incomplete", owing("incomplete", "test")),
            case("c", "verify", owing("verify", "answer:travel"), owing("incomplete", "test")),
            case("d", "verify", owing("verify", "answer:repositive")),
        ],
        ON,
    )
    assert summary.pieces["incomplete"] == {"test": ("a", "b"), "commitment": ("a",)}
    assert summary.pieces["verify"] == {"travel": ("c",), "other": ("d",)}


def test_the_deferred_are_counted_where_they_should_be() -> None:
    summary = summarise(
        [
            case("central", "deferred", held("central_isolation", -3, 4)),
            case("stricter", "deferred", held("home_isolation", -1, 6), held("central_isolation", -5, 2)),
            case("over", "deferred", held("home_isolation", -9, -1)),
            case("hospital", "deferred", held("hospital", -2, None)),
        ],
        ON,
    )
    assert summary.pieces["deferred"] == {
        "central_isolation": ("central", "stricter"),
        "waiting": ("over",),
        "hospital": ("hospital",),
    }


def test_a_measure_lasts_until_midnight_of_its_last_day() -> None:
    _, verdict = case("x", "deferred", held("central_isolation", -7, 0))
    assert held_by(verdict.measures, D) == "central_isolation"
    assert held_by(verdict.measures, D + 1) is None


def test_a_chain_is_released_once_at_its_end() -> None:
    chain = Finding(
        "p/r", "deferred",
        measures=(
            Measure("p/r", "s", "central_isolation", D - 5, D - 5, D + 2),
            Measure("p/r", "s", "home_monitoring", D + 2, D + 3, D + 5),
        ),
    )  # fmt: skip
    week = summarise([case("x", "deferred", chain)], ON).week
    assert [len(cell) for cell in week["central_isolation"]] == [1, 1, 1, 0, 0, 0, 0]
    assert [len(cell) for cell in week["home_monitoring"]] == [0, 0, 0, 1, 1, 1, 0]
    assert [len(cell) for cell in week["releases"]] == [0, 0, 0, 0, 0, 1, 0]


def test_tests_due_are_counted_once_a_day() -> None:
    finding = held("central_isolation", -5, 2, (-1, "missed"), (0, "due"), (2, "planned"), (-4, "past"))
    twice = finding._replace(owes=(Owed("test", D, "owed.test-missed"), Owed("test", D + 2, "owed.test-day")))
    week = summarise([case("x", "deferred", twice)], ON).week
    assert [len(cell) for cell in week["tests"]] == [1, 0, 1, 0, 0, 0, 0]


def test_what_lies_beyond_the_week_is_not_in_it() -> None:
    finding = held("home_isolation", 0, 20, (WEEK, "planned"))
    week = summarise([case("x", "deferred", finding, may=D + 21)], ON).week
    assert {row: sum(map(len, week[row])) for row in WEEK_ROWS} == {
        "returns": 0, "releases": 0, "tests": 0, "central_isolation": 0, "home_isolation": WEEK, "home_monitoring": 0,
    }  # fmt: skip


def test_classes_stand_as_a_school_counts_them_then_the_staff() -> None:
    names = ["七年级10班", "七年级2班", "高一1班", "七年级1班"]
    cases = [case(name, class_name=name) for name in names]
    cases.append(case("t", category="teacher", class_name="语文组"))
    groups = summarise(cases, ON).groups
    assert [group.name for group in groups] == ["七年级1班", "七年级2班", "七年级10班", "高一1班", "语文组"]
    assert groups[-1].category == "teacher"


def test_who_has_reported_today_and_who_never() -> None:
    summary = summarise(
        [
            case("a", class_name="七年级1班", health=("2022-08-08",)),
            case("b", class_name="七年级1班"),
            case("c", class_name="七年级2班", health=("2022-08-07",)),
            case("d", class_name="七年级3班"),
        ],
        ON,
    )
    assert [(group.reported, group.ever) for group in summary.groups] == [
        (("a",), True),
        ((), True),
        ((), False),
    ]
    assert [group.name for group in summary.unreported] == ["七年级2班", "七年级3班"]


def test_the_missing_are_those_who_owe_papers_or_answers_whatever_else_holds_them() -> None:
    summary = summarise(
        [
            case("papers", "incomplete", owing("incomplete", "document:commitment")),
            case("both", "deferred", held("central_isolation", 0, 3), owing("verify", "answer:travel")),
            case("only_isolated", "deferred", held("central_isolation", 0, 3)),
            case("ready"),
        ],
        ON,
    )
    assert set(summary.groups[0].lacking) == {"papers", "both"}


def test_the_first_to_return_comes_first() -> None:
    cases = [
        case("late", "deferred", may=D + 9),
        case("soon", "deferred", may=D + 1),
        case("open", "deferred"),
    ]
    assert summarise(cases, ON).earliest == ((D + 1, "soon"), (D + 9, "late"))


def test_a_person_without_category_or_class_is_still_counted() -> None:
    assert unit_of(Person(category="student")) == ("student", "")
    assert unit_of(Person(class_name="七年级1班")) == ("student", "七年级1班")
    assert unit_of(Person(class_name="七年级1班", department="语文组")) == ("", "七年级1班")
    summary = summarise([(File("x"), Verdict("x", ON, "verify", D, ()))], ON)
    assert summary.groups[0].people == ("x",)
