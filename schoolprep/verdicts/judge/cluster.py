"""Cluster: signals, where several people of a class, dormitory or campus fell ill alike within days (DOMAIN §4.1–4.3).

A pure function of all files: plain data with record ids, put into words at the edge. Windows roll by the day of onset
(A26), and a case counts in the class it was in then. One person counts once in a window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.facts.file import File, Health, Illness
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.rules.pack import Cluster, InForce, Similar
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
    due: int | None
    """The minute by which it is told, from 24:00 of the onset that reached the number; None: the source names none."""
    evidence: tuple[str, ...]
    """Their records."""
    facts: dict[str, Fact]


def compile_cluster(rule: Cluster, key: str) -> Callable[[View], tuple[Finding, ...]]:
    """A cluster is about many people: it says nothing of one."""
    return lambda view: ()


class Onset(NamedTuple):
    """One person's falling ill."""

    day: Day
    subject: str
    record: str
    ill: bool
    """Whether the person is still ill on the day looked at."""


def signals(files: Iterable[File], rules: InForce, on: Day) -> list[Signal]:
    """Every signal that stands on a day, the latest first."""
    clusters = [(pack, rule) for pack, rule in rules.rules if isinstance(rule, Cluster)]
    if not clusters:
        return []
    school = list(files)
    held = Everybody(tuple(file for file in school if _may_be_ill(file)), school)
    found = [
        signal
        for pack, rule in clusters
        for number in range(len(rule.similar))
        for signal in _of_rule(rule, f"{pack.id}/{rule.id}", number, held, on)
    ]
    return sorted(found, key=lambda signal: (-signal.reached, signal.rule, signal.unit))


class Everybody(NamedTuple):
    """Everybody, and those of whom anything says they were ill: most of a school costs one look."""

    ill: tuple[File, ...]
    all: list[File]


WARM = 37.0
"""°C below which no rule calls a temperature a fever: only a sieve, each rule has its own limit."""


def _may_be_ill(file: File) -> bool:
    return bool(file.illnesses) or any(row.symptoms or row.reached(WARM) for row in file.health)


def _of_rule(rule: Cluster, key: str, number: int, school: Everybody, on: Day) -> Iterator[Signal]:
    similar = rule.similar[number]
    for within in rule.within:
        cases: dict[str, list[Onset]] = {}
        for file in school.ill:
            for onset, klass in _onsets(file, similar, on):
                unit = _unit(file, klass, within)
                if unit is not None:
                    cases.setdefault(unit, []).append(onset)
        found: list[Signal] = []
        for unit, onsets in cases.items():
            size = sum(_unit(file, None, within) == unit for file in school.all) if rule.share else 0
            found += [
                _signal(rule, key, number, (within, unit, size), window)
                for window in _windows(rule, onsets, size, on)
            ]
        if rule.groups == 1:
            yield from found
        elif len({signal.unit for signal in found}) >= rule.groups:
            yield _together(found)


def _unit(file: File, klass: str | None, within: str) -> str | None:
    """The class at onset, the dormitory, or the one campus; None: not in one."""
    if within == "campus":
        return ""
    if within == "class":
        return klass or file.person.class_name or None
    return file.person.dormitory or None


# ------------------------------------------------------------------ who fell ill, and when


def _onsets(file: File, similar: Similar, on: Day) -> Iterator[tuple[Onset, str | None]]:
    """Each time the person fell ill this way, with the class then where it is filed; a run of days is one time."""
    taken: list[tuple[Day, Day]] = []
    for ill in file.illnesses:
        day = _began(ill)
        if (ill.disease or "other") in similar.diseases and day is not None and day <= on:
            gone = ill.symptoms_gone.day if ill.symptoms_gone else None
            taken.append((day, on if gone is None else gone))
            yield Onset(day, file.subject, ill.record, gone is None or gone > on), ill.class_name
    if similar.symptoms or similar.fever is not None:
        for day, record in _runs(file, similar, on):
            if not any(begin - 1 <= day <= end for begin, end in taken):
                yield Onset(day, file.subject, record, True), None


def _runs(file: File, similar: Similar, on: Day) -> Iterator[tuple[Day, str]]:
    """The first of each run of days with these symptoms, and its record."""
    ill = [row for row in file.health if row.day is not None and row.day <= on and _alike(row, similar)]
    before: Day = 0
    for day, record in sorted(((row.day or 0, row.record) for row in ill), key=itemgetter(0)):
        if day - before > 1:
            yield day, record
        before = day


def _began(ill: Illness) -> Day | None:
    """The day of onset; where nobody filed it, the first day that is filed of the illness."""
    dates = [at.day for at in (ill.onset, ill.rash, ill.positive, ill.seen) if at is not None]
    return ill.onset.day if ill.onset is not None else min(dates, default=None)


def _alike(row: Health, similar: Similar) -> bool:
    warm = similar.fever is not None and row.reached(similar.fever)
    if similar.and_symptoms:
        return warm and _suffers(row, similar.and_symptoms)
    return warm or _suffers(row, similar.symptoms)


def _suffers(row: Health, symptoms: Iterable[str]) -> bool:
    said = row.symptoms or ()
    return any(one in said for one in symptoms)


# ------------------------------------------------------------------ windows


class CaseWindow(NamedTuple):
    """The cases of windows that reach the number and hang together."""

    onsets: tuple[Onset, ...]
    """Of each person the first."""
    reached: Day
    last: Day
    """The last onset of all, of somebody ill twice too."""


def _windows(rule: Cluster, onsets: list[Onset], size: int, on: Day) -> list[CaseWindow]:
    """Every run of windows that reach the number, while it is still shown.

    Windows that share a case or follow on the next day are one outbreak; where one case is enough, each day is its own.
    """
    cases = sorted(onsets)
    reaching: list[CaseWindow] = []
    next_to = 1 if rule.cases > 1 or rule.share else 0
    for last in sorted({one.day for one in cases}):
        inside = [one for one in cases if last - rule.days < one.day <= last]
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


def _enough(rule: Cluster, people: dict[str, Onset], size: int) -> bool:
    if rule.share is not None:
        ill = sum(one.ill for one in people.values())
        return size > 0 and ill * 100 >= rule.share * size
    return len(people) >= rule.cases


def _reached(rule: Cluster, window: tuple[Onset, ...], size: int) -> Day:
    """The onset of the case that made it enough."""
    for n in range(1, len(window) + 1):
        if _enough(rule, {one.subject: one for one in window[:n]}, size):
            return window[n - 1].day
    return window[-1].day


def _signal(rule: Cluster, key: str, number: int, where: tuple[str, str, int], window: CaseWindow) -> Signal:
    within, unit, size = where
    onsets = window.onsets
    facts: dict[str, Fact] = {"n": len(onsets), "days": rule.days, "cases": rule.cases, "group": unit}
    facts |= {"first_day": onsets[0].day, "last_day": window.last, "reached_day": window.reached}
    facts |= {"size": size, "share": rule.share or 0, "suspends": rule.suspends or 0}
    return Signal(
        key,
        number,
        within,
        within,
        unit,
        tuple(one.subject for one in onsets),
        onsets[0].day,
        window.reached,
        window.last,
        _due(rule, window.reached),
        tuple(one.record for one in onsets),
        facts,
    )


def _due(rule: Cluster, reached: Day) -> int | None:
    if rule.deadline_hours is None:
        return None
    return (reached + 1) * MINUTES_A_DAY + rule.deadline_hours * 60


def _together(found: list[Signal]) -> Signal:
    """Several classes that reach the number as one signal of the campus."""
    people = tuple(dict.fromkeys(subject for one in found for subject in one.people))
    first, last = min(one.first for one in found), max(one.last for one in found)
    reached = sorted(one.reached for one in found)[-1]
    units = codes_as_fact(sorted(one.unit for one in found))
    facts = found[0].facts | {
        "n": len(people), "group": "", "groups": units, "first_day": first, "last_day": last, "reached_day": reached,
    }  # fmt: skip
    evidence = tuple(record for one in found for record in one.evidence)
    return found[0]._replace(
        within="campus", unit="", people=people, first=first, reached=reached, last=last,
        due=max((one.due for one in found if one.due is not None), default=None), evidence=evidence, facts=facts,
    )  # fmt: skip
