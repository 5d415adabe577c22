"""Exposure: a stay, home or way through a listed area that orders a chain of measures or keeps somebody away.

Contacts and positive tests stand in `schoolprep.verdicts.judge.contact`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from schoolprep.facts.area import Area, Level, Touch
from schoolprep.facts.days import Day
from schoolprep.facts.problem import Fact
from schoolprep.loop.succession import Ordered, in_turn
from schoolprep.rules.pack import Exposure
from schoolprep.verdicts.judge import view as seen
from schoolprep.verdicts.judge.chain import running
from schoolprep.verdicts.judge.contact import (
    contacts,
    contacts_ordered,
    positives,
    positives_ordered,
    standing,
)
from schoolprep.verdicts.judge.counting import Basis, count, where
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step, merged


def compile_rule(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """The check of one exposure rule."""
    compilers = {"stay": _stays, "contact": contacts, "home": _home, "route": _route, "test": positives}
    return compilers[rule.of](rule, key)


def compile_orders(rule: Exposure, key: str) -> Callable[[View], list[Ordered]] | None:
    """What one exposure rule ever ordered; None: it orders nothing."""
    if not (rule.stages or rule.endless):
        return None
    compilers = {"stay": _stays_ordered, "contact": contacts_ordered, "test": positives_ordered}
    return compilers[rule.of](rule, key) if rule.of in compilers else None


# ---------------------------------------------------------------- stays


class Counted(NamedTuple):
    """A stay in a listed area with the day its measure counts from, at the earliest and at the latest."""

    exposure: seen.ListedStay
    first: Day
    last: Day
    arrived: Day
    """When the person was back, as far as that is known."""
    grounds: tuple[str, ...]

    @property
    def record(self) -> str:
        """The stay."""
        return self.exposure.span.stay.record

    @property
    def dated(self) -> bool:
        """Whether the stay is certain and its day known, so that a chain can be counted."""
        return self.exposure.certain and self.first == self.last

    @property
    def undated(self) -> bool:
        """Whether the stay is certain and its day is not known."""
        return self.exposure.certain and self.first != self.last

    def basis(self, rule: Exposure) -> Basis:
        """What its chain is counted on."""
        matters = seen.FAR_OFF if rule.look_back is None else self.exposure.last_from + rule.look_back
        left = self.exposure.last_from
        return Basis(self.record, last=matters, provisional=left if left != self.first else None)


def _counted(rule: Exposure, one: seen.ListedStay, view: View) -> Counted:
    left = one.span.last_from, one.span.last_to
    came = [view.homecoming(day, one.span.stay) for day in left]
    back = [home.at.day if home else day for home, day in zip(came, left, strict=True)]
    grounds = merged(one.grounds, (home.record for home in came if home))
    first, last = back if rule.anchor == "arrived" else (one.last_from, one.last_to)
    return Counted(one, first, last, back[0], grounds)


def _stays(rule: Exposure, key: str) -> Callable[[View], Findings]:
    levels = frozenset(rule.levels)
    first, last = _ordinal(rule.anchor_from, seen.LONG_AGO), _ordinal(rule.anchor_until, seen.FAR_OFF)
    length = sum(stage.days for stage in rule.stages) - rule.anchor_counts if rule.stages else seen.FAR_OFF
    tested = any(stage.tests for stage in rule.stages)

    def matters(one: Counted, today: Day) -> bool:
        in_time = one.last >= first and one.first <= last
        return in_time and (tested or today <= one.last + length)

    def check(view: View) -> Findings:
        exposures = view.exposures(levels, rule.look_back, rule.before_designation)
        if not exposures:
            return ()
        counted = [_counted(rule, one, view) for one in exposures]
        found = [one for one in counted if matters(one, view.on.day)]
        undated = next((one for one in found if one.undated and view.on.day <= one.first + length), None)
        if undated is not None:
            return (_still_there(rule, key, undated, view),) if last == seen.FAR_OFF else ()
        held = _stay_chain(rule, key, [one for one in found if one.dated], view)
        return _or_doubt(key, found, held, view) if last == seen.FAR_OFF else held

    return check


def _or_doubt(key: str, found: Sequence[Counted], held: Findings, view: View) -> Findings:
    """What is counted where it holds somebody back; else the first doubtful stay, where there is one."""
    doubtful = next((one for one in found if not one.dated), None)
    return held if doubtful is None or _holds(held) else (_perhaps(key, doubtful, view),)


def _holds(found: Findings) -> bool:
    return bool(found) and found[0].outcome in ("deferred", "verify")


def _ordinal(day: date | None, otherwise: Day) -> Day:
    return day.toordinal() if day else otherwise


def _stay_facts(one: seen.ListedStay) -> dict[str, Fact]:
    stay, area = one.span.stay, one.touch.area
    facts: dict[str, Fact] = {"place": stay.place or "", "detail": stay.detail or "", "level": area.level}
    facts |= {"area": area.place, "area_detail": area.detail, "since_day": area.since}
    if one.last is not None:
        facts["left_day"] = one.last
    return facts


def _stay_chain(rule: Exposure, key: str, dated: list[Counted], view: View) -> Findings:
    """The chain that counts from the latest day; the others ended before it and are named in its arithmetic (A8)."""
    if not dated:
        return ()
    one = min(dated, key=_latest)
    facts = _stay_facts(one.exposure)
    if not rule.stages:
        return (standing(rule, key, facts, one.exposure.grounds, view),)
    at_home, said = where(None, view)
    earlier = [each for each in dated if each.first < one.first]
    evidence = merged(one.grounds, said, *(each.grounds for each in earlier))
    steps = (*_earlier(each.first for each in earlier), *_lifted(one.exposure, view))
    basis = one.basis(rule)._replace(facts=facts, evidence=evidence, at_home=at_home, steps=steps)
    chain = count(rule, key, one.first, view, basis, arrived=one.arrived)
    finding = running(rule, key, chain, basis, view)
    return (finding,) if finding else ()


def _latest(one: Counted) -> tuple[Day, Day, str]:
    """By which the stay that counts comes first: the last day, then the last day inside, then what was filed first."""
    return -one.first, -one.exposure.last_from, one.record


def _stays_ordered(rule: Exposure, key: str) -> Callable[[View], list[Ordered]]:
    levels = frozenset(rule.levels)
    first, last = _ordinal(rule.anchor_from, seen.LONG_AGO), _ordinal(rule.anchor_until, seen.FAR_OFF)

    def ask(view: View) -> list[Ordered]:
        known = [
            (_counted(rule, one, view), gone)
            for one, gone in view.ever_exposed(levels, rule.look_back, rule.before_designation)
        ]
        dated = [(one, gone) for one, gone in known if one.first == one.last and first <= one.first <= last]
        if not dated:
            return []
        at_home, _ = where(None, view)
        found: dict[tuple[Day, str], Ordered] = {}
        for one, gone in sorted(dated, key=lambda pair: _latest(pair[0])):
            if (one.first, one.record) not in found:
                basis = one.basis(rule)._replace(at_home=at_home)
                chain = count(rule, key, one.first, view, basis, arrived=one.arrived)
                found[one.first, one.record] = Ordered(chain.measures, gone)
        return in_turn(reversed(found.values()))

    return ask


def _earlier(days: Iterable[Day]) -> list[Step]:
    """Exposures of the same kind before the one that counts: its chain ends after theirs."""
    return [Step("steps.earlier", {"earlier_day": day}) for day in sorted(set(days))]


def _lifted(one: seen.ListedStay, view: View) -> list[Step]:
    """The area's level went down after the person had left: the level at departure counts (A7)."""
    until = one.touch.area.until
    if until is None or until < one.last_from or until >= view.on.day:
        return []
    return [
        Step(
            "steps.lifted", {"area": one.touch.area.place, "level": one.touch.area.level, "lifted_day": until}
        )
    ]


def _still_there(rule: Exposure, key: str, one: Counted, view: View) -> Finding:
    """Certainly exposed within the look-back, but nobody said when the place was left: no day can be counted."""
    facts = _stay_facts(one.exposure)
    earliest = None if rule.outcome == "deferred" else view.on.day
    owed = Owed("answer:left", None, "owed.left", facts)
    return Finding(key, rule.outcome, None, earliest, "undated", facts, one.grounds, owes=(owed,))


def _perhaps(key: str, one: Counted, view: View) -> Finding:
    """An answer is missing that would say whether the stay counts."""
    facts = _stay_facts(one.exposure)
    what = one.exposure.lacking
    owed = Owed(f"answer:{what}", view.on.day, f"owed.{what}", facts)
    return Finding(key, "verify", None, view.on.day, f"unknown-{what}", facts, one.grounds, owes=(owed,))


# ---------------------------------------------------------------- home and way


def _home(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """Living in an area that is listed on the day."""
    levels = frozenset(rule.levels)

    def check(view: View) -> Findings:
        person = view.file.person
        if not person.home or not view.areas.entries:
            return ()
        touches = _listed(view, levels, person.home, person.home_detail or "")
        if not touches:
            return ()
        touch = max(touches, key=_strict)
        facts = _area_facts(person.home, touch.area)
        evidence = merged((person.record, touch.area.record))
        if touch.certain:
            return (Finding(key, rule.outcome, None, None, "running", facts, evidence),)
        owed = Owed("answer:home_address", view.on.day, "owed.home-address", facts)
        return (Finding(key, "verify", None, view.on.day, "unknown-detail", facts, evidence, owes=(owed,)),)

    return check


def _listed(view: View, levels: frozenset[Level], place: str, detail: str = "") -> list[Touch]:
    """The entries in force on the day in which a place lies or may lie."""
    return [
        touch
        for touch in view.areas.touching(place, detail)
        if touch.area.level in levels
        and touch.area.since <= view.on.day
        and (touch.area.until is None or touch.area.until >= view.on.day)
    ]


def _strict(touch: Touch) -> tuple[bool, int]:
    return touch.certain, touch.area.strictness


def _area_facts(place: str, area: Area) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"place": place, "level": area.level, "since_day": area.since}
    return facts | {"area": area.place, "area_detail": area.detail}


def _route(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """The way from home to school leads through an area listed on the day: another way, or wait (§2.2 TRANSIT)."""
    levels = frozenset(rule.levels)

    def check(view: View) -> Findings:
        person = view.file.person
        if not person.route or not view.areas.entries:
            return ()
        touches = [(place, touch) for place in person.route for touch in _listed(view, levels, place)]
        if not touches:
            return ()
        place, touch = max(touches, key=lambda pair: _strict(pair[1]))
        facts = _area_facts(place, touch.area)
        evidence = merged((person.record, touch.area.record))
        owed = Owed("answer:route", view.on.day, "owed.route", facts)
        if touch.certain:
            return (Finding(key, rule.outcome, None, None, "running", facts, evidence, owes=(owed,)),)
        return (Finding(key, "verify", None, view.on.day, "unknown-detail", facts, evidence, owes=(owed,)),)

    return check
