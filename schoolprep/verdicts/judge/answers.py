"""Answers: what must be known before anyone is ready, and daily health that must be filed (DOMAIN §8 A15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter

from schoolprep.facts.days import Day
from schoolprep.facts.file import NoTravel, Stay
from schoolprep.facts.problem import Fact
from schoolprep.rules.outcome import Outcome
from schoolprep.rules.pack import Answer, Monitoring
from schoolprep.verdicts.judge.view import Homecoming, Span, View
from schoolprep.verdicts.verdict import Finding, Findings, Owed

SAYS_NOBODY = frozenset({"无", "無", "没有", "沒有", "none", "None"})
"""A co-resident of this name declares that there is nobody (INTERFACE §2)."""


def compile_answer(rule: Answer, key: str) -> Callable[[View], Findings]:
    """The check of one answer rule."""
    return _CHECKS[rule.of](rule, key)


def _missing(
    rule: Answer,
    key: str,
    view: View,
    says: str = "missing",
    evidence: tuple[str, ...] = (),
    **facts: str | int,
) -> Findings:
    outcome: Outcome = rule.refused if says == "refused" else rule.missing
    what = f"document:{rule.of}" if outcome == "incomplete" else f"answer:{rule.of}"
    owed = Owed(what, view.on.day, f"owed.{rule.of.replace('_', '-')}", facts)
    return (Finding(key, outcome, None, view.on.day, says, facts, evidence, owes=(owed,)),)


def _travel(rule: Answer, key: str) -> Callable[[View], Findings]:
    """Every day of the look-back, the day itself included, lies in a stay or a declaration of no travel."""

    def check(view: View) -> Findings:
        first, last = view.on.day - rule.look_back, view.on.day
        open_days = _unknown_days(view, first, last)
        if not open_days:
            return ()
        said = _said_of(view, first, last)
        return _missing(
            rule, key, view, "missing", said, first_day=open_days[0], last_day=open_days[-1], n=len(open_days)
        )

    return check


def _said_of(view: View, first: Day, last: Day) -> tuple[str, ...]:
    """The records that say where the person was on any of these days."""
    stays = [span for span in view.spans if span.first_from <= last and first <= span.last_to]
    said = [one.record for one in view.file.no_travel if _touches(one, first, last)]
    return tuple(dict.fromkeys([*(record for span in stays for record in span.grounds), *said]))


def _touches(said: NoTravel, first: Day, last: Day) -> bool:
    """Whether a declaration speaks of any of these days; one without its ends speaks of none."""
    return said.first is not None and said.last is not None and said.first <= last and first <= said.last


def _spans(said: NoTravel, first: Day, last: Day) -> bool:
    """Whether a declaration speaks of all of these days."""
    return said.first is not None and said.last is not None and said.first <= first and last <= said.last


def _unknown_days(view: View, first: Day, last: Day) -> list[Day]:
    """The days from `first` to `last` of which nobody said where the person was.

    A stay without its place is a day away that nobody can place, and one away from home without its days may have been
    on any of them, whatever else was declared.
    """
    spans, no_travel = view.spans, view.file.no_travel
    if not spans and any(_spans(said, first, last) for said in no_travel):
        return []  # of nearly everybody
    known = [*_declared(no_travel), *_placed(spans)]
    nowhere = [(max(span.first_from, first), span.last_to) for span in spans if _is_nowhere(span.stay, view)]
    if not nowhere and any(begin <= first and last <= end for begin, end in known):
        return []
    return [day for day in range(first, last + 1) if _covered(day, nowhere) or not _covered(day, known)]


DayRange = tuple[Day, Day]
"""First and last day."""


def _is_nowhere(stay: Stay, view: View) -> bool:
    """Whether nobody knows where a stay was, or when one away from home was."""
    return not stay.place or not (stay.arrived or stay.left or view.is_home(stay.place))


def _declared(no_travel: tuple[NoTravel, ...]) -> Iterator[DayRange]:
    for said in no_travel:
        if said.first is not None and said.last is not None:
            yield said.first, said.last


def _placed(spans: list[Span]) -> Iterator[DayRange]:
    """The days of stays whose place is known, and one end at least."""
    for span in spans:
        if span.stay.place and (span.stay.arrived or span.stay.left):
            yield span.first_to, span.last_to


def _covered(day: Day, ranges: list[DayRange]) -> bool:
    return any(begin <= day <= end for begin, end in ranges)


def _code(rule: Answer, key: str) -> Callable[[View], Findings]:
    def check(view: View) -> Findings:
        return () if any(code.colour for code in view.codes(rule.look_back)) else _missing(rule, key, view)

    return check


def _card(rule: Answer, key: str) -> Callable[[View], Findings]:
    def check(view: View) -> Findings:
        seen = view.codes(rule.look_back)
        return () if any(code.cities is not None for code in seen) else _missing(rule, key, view)

    return check


def _commitment(rule: Answer, key: str) -> Callable[[View], Findings]:
    def check(view: View) -> Findings:
        person = view.file.person
        if person.commitment:
            return ()
        if person.commitment is None:
            return _missing(rule, key, view)
        return _missing(rule, key, view, "refused", (person.record,))

    return check


def _cohabitants(rule: Answer, key: str) -> Callable[[View], Findings]:
    asked = attrgetter("record", *rule.fields)  # a record is never lacking: with it, one field is a tuple too

    def check(view: View) -> Findings:
        rows = view.file.cohabitants
        if not rows:
            return _missing(rule, key, view)
        for row in rows:
            if row.name in SAYS_NOBODY:
                continue
            if None in asked(row):
                name = row.name or row.relation or ""
                return _missing(rule, key, view, "unknown", (row.record,), name=name)
        return ()

    return check


def _first_point(rule: Answer, key: str) -> Callable[[View], Findings]:
    """Where the traveller first touched the city; asked of arrivals from outside, without holding anyone back."""

    def check(view: View) -> Findings:
        for span in view.spans:
            home = _came_home(span.stay, view, rule.look_back)
            if home is not None and not _said_first_point(span, home, view):
                facts: dict[str, Fact] = {"place": span.stay.place or "", "arrived_day": home.at.day}
                grounds = (span.stay.record, home.record)
                return (Finding(key, rule.missing, None, view.on.day, "missing", facts, grounds),)
        return ()

    return check


def _came_home(stay: Stay, view: View, look_back: int) -> Homecoming | None:
    """The return from a stay outside the city, where it lies in the last days; without a day it is none yet."""
    away = stay.left or stay.arrived
    if away is None or not stay.place or view.is_home(stay.place):
        return None
    home = view.homecoming(away.day)
    if home is None:
        return None
    return home if 0 <= view.on.day - home.at.day <= look_back else None


def _said_first_point(span: Span, home: Homecoming, view: View) -> bool:
    """Whether the stay names it, or one that began with the return."""
    back = [one for one in view.spans if one.stay.arrived == home.at]
    return any(one.stay.first_point for one in (span, *back))


_CHECKS = {
    "travel": _travel,
    "code": _code,
    "card": _card,
    "commitment": _commitment,
    "cohabitants": _cohabitants,
    "first_point": _first_point,
}


def compile_monitoring(rule: Monitoring, key: str) -> Callable[[View], Findings]:
    """The check of daily health."""

    def check(view: View) -> Findings:
        days = range(view.on.day - rule.days, view.on.day)
        filed = {  # asked of every day of everybody: the days outside are left out first
            row.day: row.record
            for row in view.file.health
            if row.day in days
            and row.symptoms is not None
            and (row.morning is not None or row.evening is not None or row.noon is not None)
        }
        if len(filed) == rule.days:
            return ()
        asked = set(days)
        lacking = sorted(asked - filed.keys())
        facts = {"first_day": lacking[0], "last_day": lacking[-1], "n": len(lacking), "days": rule.days}
        says = "one-day" if len(lacking) == 1 else "missing"
        owed = Owed("document:health", view.on.day, f"owed.health-{says}", facts)
        evidence = tuple(map(filed.__getitem__, sorted(asked & filed.keys())))
        return (Finding(key, rule.missing, None, view.on.day, says, facts, evidence, owes=(owed,)),)

    return check
