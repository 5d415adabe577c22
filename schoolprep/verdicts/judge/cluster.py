"""Cluster: signals, where several people of a class, dormitory or campus fell ill alike within days (DOMAIN §4.1–4.3).

A pure function of all files: plain data with record ids, put into words at the edge. Windows roll by the day of onset
(A26), and a case counts in the class it was in then. One person counts once in a window. An illness on record is one
case as long as it explains its symptoms (`course.py`); what comes after is another. A deadline runs from the earliest
moment at which the case that reached the number can have been there (INTERFACE §6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from schoolprep.facts.area import NO_AREAS
from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import File, Health, Illness
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.facts.schooldays import SchoolCalendar
from schoolprep.rules.pack import Cluster, InForce, Similar
from schoolprep.verdicts.judge.conditions import first_day
from schoolprep.verdicts.judge.course import Course, Courses
from schoolprep.verdicts.judge.signs import NO_FEVER, Sign, natural, signs
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding


class Signal(NamedTuple):
    """A cluster that somebody has to be told of, or that a class suspension is advised for."""

    rule: str
    """`pack/rule`."""
    similar: int
    """Which of the rule's kinds of illness."""
    says: str
    """Which of the rule's sentences fits."""
    within: str
    """`class`, `dormitory` or `campus`."""
    unit: str
    """The class or dormitory; empty for the campus."""
    people: tuple[str, ...]
    """Subjects, by onset."""
    first: Day
    reached: Day
    """The onset of the case that reached the number."""
    last: Day
    due: int
    """The minute by which it is told, counted from the earliest minute of the case that reached the number."""
    evidence: tuple[str, ...]
    """Their records."""
    facts: dict[str, Fact]


def compile_cluster(rule: Cluster, key: str) -> Callable[[View], tuple[Finding, ...]]:
    """A cluster is about many people: it says nothing of one."""
    return lambda view: ()


class Onset(NamedTuple):
    """One person's falling ill."""

    at: int
    """The earliest minute at which it can have been seen."""
    subject: str
    record: str
    ill: bool
    """Whether the person is still ill on the day looked at."""

    @property
    def day(self) -> Day:
        """Its day."""
        return self.at // MINUTES_A_DAY


DUE_HOURS = 24
"""Within which a signal is told where its source names no hours (INTERFACE §6)."""


def signals(
    files: Iterable[File], rules: InForce, on: Day, calendar: SchoolCalendar | None = None
) -> list[Signal]:
    """Every signal that stands on a day, the latest first; `calendar`: the school's, else that of its country."""
    clusters = [(pack, rule) for pack, rule in rules.rules if isinstance(rule, Cluster)]
    if not clusters:
        return []
    school = list(files)
    ill = tuple(_patients(school, Courses(rule for _, rule in rules.rules), on))
    held = Everybody(ill, school, SchoolCalendar(rules.calendar) if calendar is None else calendar)
    found = [
        signal
        for pack, rule in clusters
        for number in range(len(rule.similar))
        for signal in _of_rule(rule, f"{pack.id}/{rule.id}", number, held, on)
    ]
    return sorted(found, key=lambda signal: (-signal.reached, signal.rule, signal.unit))


class Patient(NamedTuple):
    """Somebody of whom anything says they were ill, and how each illness on record that has begun has run."""

    file: File
    illnesses: tuple[tuple[Illness, Course | None], ...]
    """Without a course where no day shows anything that could be of it."""


class Everybody(NamedTuple):
    """Everybody, and those of whom anything says they were ill: most of a school costs one look."""

    ill: tuple[Patient, ...]
    all: list[File]
    calendar: SchoolCalendar


def _patients(school: list[File], courses: Courses, on: Day) -> Iterator[Patient]:
    for file in school:
        if _may_be_ill(file):
            view = View(file, NO_AREAS, Moment(on), "")
            begun = [ill for ill in file.illnesses if (day := first_day(ill)) is not None and day <= on]
            yield Patient(file, tuple((ill, _course(ill, courses, view)) for ill in begun))


def _course(ill: Illness, courses: Courses, view: View) -> Course | None:
    first = first_day(ill) or 0
    days = range(first - 1, first + natural(ill.disease).days + 1)
    return courses.course(ill, view) if any(row.day in days for row in view.file.health) else None


WARM = 37.0
"""°C below which no rule calls a temperature a fever: only a sieve, each rule has its own limit."""


def _may_be_ill(file: File) -> bool:
    return bool(file.illnesses) or any(row.symptoms or row.reached(WARM) for row in file.health)


def _of_rule(rule: Cluster, key: str, number: int, school: Everybody, on: Day) -> Iterator[Signal]:
    similar = rule.similar[number]
    for within in rule.within:
        cases: dict[str, list[Onset]] = {}
        for patient in school.ill:
            for onset, klass in _onsets(patient, similar, on):
                unit = _unit(patient.file, klass, within)
                if unit is not None:
                    cases.setdefault(unit, []).append(onset)
        found: list[Signal] = []
        for unit, onsets in cases.items():
            size = _size(rule, [file for file in school.all if _unit(file, None, within) == unit], on)
            found += [
                _signal(rule, key, number, (within, unit, size), window)
                for window in _windows(rule, onsets, size, on, school.calendar)
            ]
        if rule.groups == 1:
            yield from found
        elif len({signal.unit for signal in found}) >= rule.groups:
            yield _together(found, rule.groups)


WHOLE_CLASS = 10
"""People on file from which a class can be a whole one: what holds only absentees is mostly smaller."""
WHOLE_CLASS_ANYHOW = 20
"""... from which it is taken as whole however many of them are ill."""


def _size(rule: Cluster, members: list[File], on: Day) -> int:
    """How many a class is, for a share of it; 0 where its people on file may be only those who were ill.

    Whole is a class of `WHOLE_CLASS` on file, a third of whom have nothing ill on record in the days of the rule, or of
    `WHOLE_CLASS_ANYHOW`. A share of anything less would be a share of a list of absentees.
    """
    if rule.share is None or len(members) < WHOLE_CLASS:
        return 0
    well = sum(not _was_ill(file, on - rule.days, on) for file in members)
    return len(members) if well * 3 >= len(members) or len(members) >= WHOLE_CLASS_ANYHOW else 0


def _was_ill(file: File, since: Day, on: Day) -> bool:
    """Whether anything of these days says that somebody was ill."""
    began = (first_day(ill) for ill in file.illnesses)
    return any(day is None or since < day <= on for day in began) or any(
        row.day is not None and since < row.day <= on and (row.symptoms or row.reached(WARM))
        for row in file.health
    )


def _unit(file: File, klass: str | None, within: str) -> str | None:
    """The class at onset, the dormitory, or the one campus; None: not in one."""
    if within == "campus":
        return ""
    if within == "class":
        return klass or file.person.class_name or None
    return file.person.dormitory or None


# ------------------------------------------------------------------ who fell ill, and when


def _onsets(patient: Patient, similar: Similar, on: Day) -> Iterator[tuple[Onset, str | None]]:
    """Each time the person fell ill this way, with the class then where it is filed; a run of days is one time."""
    file = patient.file
    taken: list[Course] = []
    for ill, course in patient.illnesses:
        if (ill.disease or "other") in similar.diseases:
            taken += [course] if course else []
            gone = ill.symptoms_gone.day if ill.symptoms_gone else None
            yield Onset(_earliest(ill), file.subject, ill.record, gone is None or gone > on), ill.class_name
    if similar.symptoms or similar.fever is not None:
        for at, record in _runs(file, similar, taken, on):
            yield Onset(at, file.subject, record, True), None


def _runs(file: File, similar: Similar, taken: list[Course], on: Day) -> Iterator[tuple[int, str]]:
    """The first of each run of days with these symptoms that no illness on record has, and its record."""
    before: Day = 0
    rows = [row for row in file.health if row.day is not None and row.day <= on and _alike(row, similar)]
    seen = ((_seen(row, similar, taken), row) for row in rows)
    for at, record in sorted((at, row.record) for at, row in seen if at is not None):
        if at // MINUTES_A_DAY - before > 1:
            yield at, record
        before = at // MINUTES_A_DAY


def _earliest(ill: Illness) -> int:
    """The earliest minute of the onset; where nobody filed it, of the first day that is filed of the illness."""
    return ill.onset.earliest if ill.onset is not None else (first_day(ill) or 0) * MINUTES_A_DAY


def _alike(row: Health, similar: Similar) -> bool:
    """Whether a day shows this illness, on record or not: asked first, for most days show none."""
    warm = similar.fever is not None and row.reached(similar.fever)
    said = row.symptoms or ()
    if similar.and_symptoms:
        return warm and any(one in said for one in similar.and_symptoms)
    return warm or any(one in said for one in similar.symptoms)


def _seen(row: Health, similar: Similar, taken: list[Course]) -> int | None:
    """The earliest minute at which a day can have shown this illness; None: it does not, or it is one on record."""
    shown = [sign for sign in signs(row, similar.fever or NO_FEVER) if not _is_of(sign, taken)]
    fevers = [sign.first for sign in shown if sign.measured]
    said = {sign.name: sign.first for sign in shown}
    if similar.and_symptoms:
        with_it = [said[one] for one in similar.and_symptoms if one in said]
        return max(min(fevers), min(with_it)) if fevers and with_it else None
    return min([*fevers, *(said[one] for one in similar.symptoms if one in said)], default=None)


def _is_of(sign: Sign, taken: list[Course]) -> bool:
    """Whether an illness on record has it already; the day before its onset is counted to it."""
    return any(one._replace(begins=one.begins - 1).runs(sign) for one in taken)


# ------------------------------------------------------------------ windows


class CaseWindow(NamedTuple):
    """The cases of windows that reach the number and hang together."""

    onsets: tuple[Onset, ...]
    """Of each person the first."""
    reached: int
    """The earliest minute of the case that made it enough."""
    last: Day
    """The last onset of all, of somebody ill twice too."""


def _windows(
    rule: Cluster, onsets: list[Onset], size: int, on: Day, calendar: SchoolCalendar
) -> list[CaseWindow]:
    """Every run of windows that reach the number, while it is still shown.

    Windows that share a case or follow on the next day are one outbreak; where one case is enough, each day is its own.
    """
    cases = sorted(onsets)
    reaching: list[CaseWindow] = []
    next_to = 1 if rule.cases > 1 or rule.share else 0
    for last in sorted({one.day for one in cases}):
        first = _begin_of_window(rule, last, calendar)
        inside = [one for one in cases if first <= one.day <= last]
        people = {one.subject: one for one in reversed(inside)}
        if not _enough(rule, people, size):
            continue
        window = tuple(sorted(people.values()))
        if reaching and window[0].day <= reaching[-1].last + next_to:
            joined = {one.subject: one for one in (*window[::-1], *reaching[-1].onsets[::-1])}
            reaching[-1] = CaseWindow(tuple(sorted(joined.values())), reaching[-1].reached, last)
        else:
            reaching.append(CaseWindow(window, _reached(rule, window, size), last))
    return [window for window in reaching if on - window.last <= rule.shown_days]


LONGEST_WINDOW = 7
"""Days over which days of school are still in a row: a weekend lies between them, no holiday of weeks."""


def _begin_of_window(rule: Cluster, last: Day, calendar: SchoolCalendar) -> Day:
    """The first of the days that end with `last`.

    Days of school reach further back over a weekend, so that they decide where they are counted as well; a day
    without school belongs to the next day of school.
    """
    first = last - rule.days + 1
    if not rule.school_days:
        return first
    day = calendar.first_from(last, rule.calendar).day
    for _ in range(rule.days - 1):
        day -= 1
        while day > last - LONGEST_WINDOW and not calendar.of(day, rule.calendar).is_open:
            day -= 1
    return min(first, day) if day > last - LONGEST_WINDOW else first


def _enough(rule: Cluster, people: dict[str, Onset], size: int) -> bool:
    if rule.share is not None:
        ill = sum(one.ill for one in people.values())
        return size > 0 and ill * 100 >= rule.share * size
    return len(people) >= rule.cases


def _reached(rule: Cluster, window: tuple[Onset, ...], size: int) -> int:
    """The earliest minute of the case that made it enough."""
    for n in range(1, len(window) + 1):
        if _enough(rule, {one.subject: one for one in window[:n]}, size):
            return window[n - 1].at
    return window[-1].at


def _signal(rule: Cluster, key: str, number: int, where: tuple[str, str, int], window: CaseWindow) -> Signal:
    within, unit, size = where
    onsets, reached = window.onsets, window.reached // MINUTES_A_DAY
    facts: dict[str, Fact] = {"n": len(onsets), "days": rule.days, "cases": rule.cases, "group": unit}
    facts |= {"first_day": onsets[0].day, "last_day": window.last, "reached_day": reached}
    facts |= {"size": size, "share": rule.share or 0, "suspends": rule.suspends or 0}
    hours = DUE_HOURS if rule.deadline_hours is None else rule.deadline_hours
    return Signal(
        key,
        number,
        within,
        within,
        unit,
        tuple(one.subject for one in onsets),
        onsets[0].day,
        reached,
        window.last,
        window.reached + hours * 60,
        tuple(one.record for one in onsets),
        facts,
    )


def _together(found: list[Signal], groups: int) -> Signal:
    """Several classes that reach the number as one signal of the campus, reached with the last class it takes."""
    people = tuple(dict.fromkeys(subject for one in found for subject in one.people))
    first, last = min(one.first for one in found), max(one.last for one in found)
    by_unit: dict[str, Signal] = {}
    for one in sorted(found, key=lambda one: one.due):
        by_unit.setdefault(one.unit, one)
    decisive = list(by_unit.values())[groups - 1]
    units = codes_as_fact(sorted(by_unit))
    facts = found[0].facts | {
        "n": len(people), "group": "", "groups": units, "first_day": first, "last_day": last,
        "reached_day": decisive.reached,
    }  # fmt: skip
    evidence = tuple(record for one in found for record in one.evidence)
    return found[0]._replace(
        within="campus", unit="", people=people, first=first, reached=decisive.reached, last=last, due=decisive.due,
        evidence=evidence, facts=facts,
    )  # fmt: skip
