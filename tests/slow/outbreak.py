"""Outbreak: the signals of the packs, counted day by day from the TOML; written from INTERFACE §6 and DOMAIN §4.2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from schoolprep.facts.days import Moment
from schoolprep.facts.file import File, Illness
from schoolprep.facts.schooldays import SchoolCalendar
from tests.slow.sickness import DAY, Clinic, Patient, Toml, shown


class Told(NamedTuple):
    """A signal: the rule, which of its kinds of illness, where, and by when."""

    rule: str
    similar: int
    within: str
    unit: str
    due: int


class School(NamedTuple):
    """Everybody, the rules in force, and the day."""

    rules: Sequence[Toml]
    people: Sequence[File]
    day: int


class FellIll(NamedTuple):
    """One time that somebody fell ill."""

    at: int
    who: str
    still: bool


def outbreaks(school: School) -> set[Told]:
    """Every signal that stands on a day."""
    found: set[Told] = set()
    for rule in (rule for rule in school.rules if rule["kind"] == "cluster"):
        for number, similar in enumerate(rule["similar"]):
            for within in rule["within"]:
                told = list(_told(rule, similar, within, school))
                if rule.get("groups", 1) == 1:
                    found |= {Told(rule["id"], number, within, unit, due) for unit, due in told}
                    continue
                dues = sorted(dict(sorted(told, key=lambda one: -one[1])).values())
                if len(dues) >= rule["groups"]:
                    found.add(Told(rule["id"], number, "campus", "", dues[rule["groups"] - 1]))
    return found


def _told(rule: Toml, similar: Toml, within: str, school: School) -> Iterator[tuple[str, int]]:
    rules, people, day = school
    units: dict[str, list[FellIll]] = {}
    for file in people:
        for klass, one in _times(similar, rules, file, day):
            unit = _unit(file, klass, within)
            if unit is not None:
                units.setdefault(unit, []).append(one)
    for unit, cases in units.items():
        members = [file for file in people if _unit(file, None, within) == unit]
        size = _whole(rule, members, day)
        for due in _dues(rule, sorted(cases), size, day):
            yield unit, due


def _unit(file: File, klass: str | None, within: str) -> str | None:
    if within == "campus":
        return ""
    mine = klass or file.person.class_name if within == "class" else file.person.dormitory
    return mine or None


def _times(
    similar: Toml, rules: Sequence[Toml], file: File, day: int
) -> Iterator[tuple[str | None, FellIll]]:
    clinic = Clinic(rules, file, Moment(day))
    same: list[Patient] = []
    for ill in file.illnesses:
        patient = Patient(clinic, ill)
        if (
            (ill.disease or "other") in similar.get("diseases", ())
            and patient.began is not None
            and patient.began <= day
        ):
            same.append(patient)
            still = ill.symptoms_gone is None or ill.symptoms_gone.day > day
            yield ill.class_name, FellIll(_since(ill, patient.began), file.subject, still)
    before = 0
    for at in sorted(_days(similar, same, file, day)):
        if at // DAY > before + 1:
            yield None, FellIll(at, file.subject, True)
        before = at // DAY


def _since(ill: Illness, began: int) -> int:
    minute = ill.onset.minute if ill.onset else None
    return began * DAY + (minute or 0)


def _days(similar: Toml, same: Sequence[Patient], file: File, day: int) -> Iterator[int]:
    """The earliest minute of each day that shows this illness and is of none on record."""
    for row in file.health:
        if row.day is None or row.day > day:
            continue
        new = [
            one
            for one in shown(row, similar.get("fever", 100.0))
            if not any(patient.has(one, (patient.began or 0) - 1) for patient in same)
        ]
        hot = [one.from_minute for one in new if one.name == "fever" and one.to_minute - one.from_minute > 1]
        if "and_symptoms" in similar:
            with_it = [one.from_minute for one in new if one.name in similar["and_symptoms"]]
            if hot and with_it:
                yield max(min(hot), min(with_it))
            continue
        hot += [
            one.from_minute
            for one in new
            if one.name in similar.get("symptoms", ()) and one.from_minute not in hot
        ]
        if hot:
            yield min(hot)


def _whole(rule: Toml, members: Sequence[File], day: int) -> int:
    """How many the class is, if it is a class and no list of absentees."""
    since, clinic = day - rule["days"], Clinic([], File(""), Moment(day))
    ill = 0
    for file in members:
        began = [Patient(clinic, one).began for one in file.illnesses]
        rows = [row for row in file.health if row.day is not None and since < row.day <= day]
        ill += any(at is None or since < at <= day for at in began) or any(
            row.symptoms
            or max((t for t in (row.morning, row.noon, row.evening) if t is not None), default=0) >= 37
            for row in rows
        )
    many = len(members)
    return many if "share" in rule and (many >= 20 or (many >= 10 and (many - ill) * 3 >= many)) else 0


def _first_day(rule: Toml, last: int) -> int:
    """The first day of the days that end with one: of the calendar, or of school over a weekend."""
    first = last - rule["days"] + 1
    if not rule.get("school_days"):
        return int(first)
    school = [at for at in range(last - 99, last + 99) if _is_school(at, rule["calendar"])]
    ends = next(n for n, at in enumerate(school) if at >= last)
    begins = school[ends - rule["days"] + 1]
    return int(min(first, begins) if last - begins < 7 else first)  # a week at most is in a row


@cache
def _is_school(day: int, calendar: Any) -> bool:
    return SchoolCalendar().of(day, calendar).is_open


def _dues(rule: Toml, cases: Sequence[FellIll], size: int, day: int) -> Iterator[int]:
    """By when each outbreak of a unit is told that is still shown."""
    hours = rule.get("deadline_hours", 24)
    chains: list[tuple[int, int]] = []  # last day, due
    for last in sorted({one.at // DAY for one in cases}):
        firsts: dict[str, FellIll] = {}
        for one in cases:
            if _first_day(rule, last) <= one.at // DAY <= last:
                firsts.setdefault(one.who, one)
        window = sorted(firsts.values())
        reaching = [n for n in range(1, len(window) + 1) if _reaches(rule, window[:n], size)]
        if not reaching or not _reaches(rule, window, size):
            continue
        next_to = 1 if rule.get("cases", 1) > 1 or "share" in rule else 0
        if chains and window[0].at // DAY <= chains[-1][0] + next_to:
            chains[-1] = (last, chains[-1][1])
        else:
            chains.append((last, window[reaching[0] - 1].at + hours * 60))
    for last, due in chains:
        if day - last <= rule.get("shown_days", 7):
            yield due


def _reaches(rule: Toml, some: Sequence[FellIll], size: int) -> bool:
    if "share" in rule:
        return size > 0 and sum(one.still for one in some) * 100 >= int(rule["share"]) * size
    return len(some) >= int(rule.get("cases", 1))
