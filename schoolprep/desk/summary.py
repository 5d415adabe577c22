"""Summary: a school on one day in figures; each figure is the people it counts, so that every number can be opened.

A pure function of files and verdicts: the window shows it, the daily report prints it, the tests add it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import File, Person
from schoolprep.facts.school_order import unit_key
from schoolprep.facts.subject import Subjects
from schoolprep.loop.measure import held_by
from schoolprep.loop.testing import ahead
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.rules.pack.conditions import Event
from schoolprep.verdicts.judge.unread import UNREAD
from schoolprep.verdicts.verdict import Verdict

WEEK = 7
OWED: Mapping[str, str] = {
    **{
        what: what
        for what in (
            "test",
            "report",
            "travel",
            "health",
            "code",
            "card",
            "cohabitants",
            "commitment",
            "certificate",
            "doctor",
            "unread",
        )
    },
    **dict.fromkeys(("unknown-time", "unknown-result", "sampled_at"), "test_details"),
    "negatives": "report",
    "symptoms": "doctor",
    **dict.fromkeys(("detail", "home_address"), "address"),
    **dict.fromkeys(("left", "arrived", "last_on", "first_on", *get_args(Event)), "dates"),
}
"""What most owe: the word behind the colon of `Owed.what` → what it is counted as; the rest is `other`."""

WeekRow = Literal["returns", "releases", "tests", "central_isolation", "home_isolation", "home_monitoring"]
WEEK_ROWS: tuple[WeekRow, ...] = (
    "returns", "releases", "tests", "central_isolation", "home_isolation", "home_monitoring",
)  # fmt: skip


class Group(NamedTuple):
    """A class, or the staff of one department."""

    category: str
    """`student`, `teacher`, `support`, `other`, or empty where it is not known."""
    name: str
    """The class or department; empty where it is not known."""
    outcomes: Mapping[Outcome, Subjects]
    reported: Subjects
    """Who has a record of daily health for the day."""
    ever: bool
    """Whether anything but their own blank is on record for anybody of it."""
    lacking: Subjects
    """Who still has to hand in or answer something."""

    @property
    def people(self) -> Subjects:
        """Everybody of it."""
        return tuple(subject for outcome in OUTCOMES for subject in self.outcomes[outcome])


class Summary(NamedTuple):
    """The figures of one day."""

    on: Moment
    people: Subjects
    outcomes: Mapping[Outcome, Subjects]
    pieces: Mapping[Outcome, Mapping[str, Subjects]]
    """What each number is made of: for the ready when they come (`today`, `later`, `came`, `no_plan`), for the
    incomplete and those to verify what they owe (`OWED`, `other`), for the deferred where they should be now (measure
    kind, `test_screening` where only tests are outstanding, or `waiting`). A person may owe several things; only those
    with people are listed, the largest first and what is not told apart last."""
    groups: tuple[Group, ...]
    week: Mapping[WeekRow, tuple[Subjects, ...]]
    """For each row seven cells, from the day judged for."""
    earliest: tuple[tuple[Day, str], ...]
    """The deferred whose day is known, first day first."""
    unread: Mapping[str, int]
    """Who has answers that nobody could read, and how many."""

    @property
    def unreported(self) -> tuple[Group, ...]:
        """Groups in which nobody's daily health of the day is on record."""
        return tuple(group for group in self.groups if not group.reported)


def summarise(cases: Iterable[tuple[File, Verdict]], on: Moment) -> Summary:
    """The figures of `on` from everybody's file and verdict."""
    held = list(cases)
    outcomes: dict[Outcome, list[str]] = {outcome: [] for outcome in OUTCOMES}
    pieces: dict[Outcome, dict[str, list[str]]] = {outcome: {} for outcome in OUTCOMES}
    earliest: list[tuple[Day, str]] = []
    week: dict[WeekRow, list[list[str]]] = {row: [[] for _ in range(WEEK)] for row in WEEK_ROWS}
    for file, verdict in held:
        outcomes[verdict.outcome].append(file.subject)
        for piece in _pieces(file.person, verdict, on):
            pieces[verdict.outcome].setdefault(piece, []).append(file.subject)
        if verdict.outcome == "deferred" and verdict.may_return_on is not None:
            earliest.append((verdict.may_return_on, file.subject))
        for row, cell in _week(file, verdict, on):
            week[row][cell].append(file.subject)
    return Summary(
        on,
        tuple(file.subject for file, _ in held),
        {outcome: tuple(people) for outcome, people in outcomes.items()},
        {outcome: _largest_first(parts) for outcome, parts in pieces.items()},
        _groups(held, on),
        {row: tuple(tuple(people) for people in cells) for row, cells in week.items()},
        tuple(sorted(earliest, key=lambda entry: entry[0])),
        dict(_told_unread(held)),
    )


def _told_unread(held: Iterable[tuple[File, Verdict]]) -> Iterator[tuple[str, int]]:
    for file, verdict in held:
        if count := _unread(verdict):
            yield file.subject, count


def _largest_first(parts: Mapping[str, list[str]]) -> dict[str, Subjects]:
    def place(part: tuple[str, list[str]]) -> tuple[bool, int, str]:
        return part[0] in ("other", "waiting"), -len(part[1]), part[0]

    return {name: tuple(people) for name, people in sorted(parts.items(), key=place)}


def _pieces(person: Person, verdict: Verdict, on: Moment) -> set[str]:
    if verdict.outcome == "ready":
        return {_coming(person.planned_return, on)}
    if verdict.outcome == "deferred":
        screened = any(measure.kind == "test_screening" for measure in verdict.measures)
        return {
            held_by(verdict.measures, on.day)
            or ("test_screening" if screened else "ill" if _ill(verdict) else "waiting")
        }
    owed = {
        owed.what.rpartition(":")[2]
        for finding in verdict.findings
        if finding.outcome == verdict.outcome
        for owed in finding.owes
    }
    return {OWED.get(what, "other") for what in owed}


def _ill(verdict: Verdict) -> bool:
    """Whether an illness, or a day with fever or symptoms, holds somebody back."""
    return any(
        finding.outcome == "deferred" and not finding.facts.keys().isdisjoint(("disease", "symptoms"))
        for finding in verdict.findings
    )


def _unread(verdict: Verdict) -> int:
    """How many answers of somebody nobody could read."""
    return sum(finding.rule == UNREAD for finding in verdict.findings)


def _coming(planned: Moment | None, on: Moment) -> str:
    if planned is None:
        return "no_plan"
    if planned.day == on.day:
        return "today"
    return "later" if planned.day > on.day else "came"


def lacks(verdict: Verdict) -> bool:
    """Whether a document or an answer is still owed, whatever else holds the person back."""
    return any(finding.outcome in ("incomplete", "verify") and finding.owes for finding in verdict.findings)


def _week(file: File, verdict: Verdict, on: Moment) -> Iterable[tuple[WeekRow, int]]:
    """The cells of the next seven days in which a person counts."""
    comes = comes_on(file, verdict, on)
    if comes is not None and on.day <= comes < on.day + WEEK:
        yield "returns", comes - on.day
    due = _test_days(verdict)
    for cell in sorted({day - on.day for day in due if on.day <= day < on.day + WEEK}):
        yield "tests", cell
    if not verdict.measures:
        return
    for cell in range(WEEK):
        kind = held_by(verdict.measures, on.day + cell)
        if kind in ("central_isolation", "home_isolation", "home_monitoring"):
            yield kind, cell
        if kind is not None and held_by(verdict.measures, on.day + cell + 1) is None:
            yield "releases", cell


def comes_on(file: File, verdict: Verdict, on: Moment) -> Day | None:
    """The day on which plan and verdict both let a person in.

    The ready come as planned (who planned an earlier day has come; without a plan no day is known); the deferred on
    their first possible day, or later if so planned. Who still owes something is not expected.
    """
    planned = file.person.planned_return
    if verdict.outcome == "ready":
        return planned.day if planned is not None and planned.day >= on.day else None
    if verdict.outcome == "deferred" and verdict.may_return_on is not None:
        return max(verdict.may_return_on, planned.day) if planned is not None else verdict.may_return_on
    return None


def _test_days(verdict: Verdict) -> set[Day]:
    """Days on which a test of the person is due, and those by which one is owed."""
    return ahead(verdict.measures) | {by for by in verdict.tests_owed if by is not None}


def _groups(held: list[tuple[File, Verdict]], on: Moment) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[tuple[File, Verdict]]] = {}
    for case in sorted(held, key=lambda case: unit_key(case[0].person)):
        found.setdefault(unit_of(case[0].person), []).append(case)
    return tuple(_group(category, name, cases, on) for (category, name), cases in found.items())


def unit_of(person: Person) -> tuple[str, str]:
    """The group a person is counted in: category, and class or department."""
    category = person.counts_as
    name = person.class_name if category in ("student", "") else person.department
    return category, name or ""


def _group(category: str, name: str, cases: list[tuple[File, Verdict]], on: Moment) -> Group:
    return Group(
        category,
        name,
        {
            outcome: tuple(file.subject for file, verdict in cases if verdict.outcome == outcome)
            for outcome in OUTCOMES
        },
        tuple(file.subject for file, _ in cases if any(health.day == on.day for health in file.health)),
        any(file[2:] != File("")[2:] for file, _ in cases),
        tuple(file.subject for file, verdict in cases if lacks(verdict)),
    )
