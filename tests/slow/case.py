"""Case: what was known of one person at the moment judged for, with every possible value of what is not known.

A moment of which only the date is known has its first and its last minute as possible values; every rule asks in
one direction at a time (earlier or later), so the two ends stand for all between.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from schoolprep.facts.area import Area
from schoolprep.facts.days import Moment
from schoolprep.facts.file import Code, Contact, File, Health, Stay, Test

DAY = 1440
LONG = 120
"""Days back that stand for "long ago": longer than any look-back and measure."""
HORIZON = 64
"""Days looked ahead; a person still kept out on all of them has no day."""
EVER = (1 << HORIZON) - 1


class Spell(NamedTuple):
    """One possible course of a stay: its first and last day, and the minute from which the person was back."""

    first: int
    last: int
    back: int


class Sample(NamedTuple):
    """A test that had been taken by then: the possible minutes of sampling and of report, and the known result."""

    sampled: tuple[int, ...]
    reported: tuple[int, ...]
    """Empty: nobody wrote the report's time down."""
    result: str | None
    """`negative`, `positive`, `pending`, or None: not filled in."""
    dated: bool
    sampled_known: bool
    ct: float | None


def minutes(moment: Moment) -> tuple[int, ...]:
    start = moment.day * DAY
    return (start, start + DAY - 1) if moment.minute is None else (start + moment.minute,)


class Case:
    """See the module."""

    def __init__(self, file: File, areas: Sequence[Area], region: str, on: Moment) -> None:
        self.file = file
        self.region = region
        self.day = on.day
        planned = file.person.planned_return
        if on.minute is None and planned and planned.day == on.day:
            on = planned  # the gate is passed at the batch's hour (A12)
        self.now = minutes(on)
        self.areas = [
            area
            for area in areas
            if area.since <= on.day or (area.published and area.published.day <= on.day)
        ]
        self.stays = [stay for stay in file.stays if not stay.arrived or stay.arrived.day <= on.day]
        self.contacts = [one for one in file.contacts if not one.last_on or one.last_on.day <= on.day]

    def mask(self, last: int) -> int:
        """Kept out on every day up to `last`."""
        return sum(1 << n for n in range(HORIZON) if self.day + n <= last)

    @cached_property
    def tests(self) -> list[Sample]:
        known: list[Sample] = []
        for test in sorted(self.file.tests, key=_when):
            sampled = minutes(test.sampled) if test.sampled else ()
            reported = minutes(test.reported) if test.reported else ()
            if sampled and sampled[0] > self.now[-1]:
                continue  # not taken yet
            result = test.result
            if reported and reported[0] > self.now[-1]:
                result, reported = "pending", ()
            if test.specimen and result != "positive":
                if any(word in test.specimen for word in ("抗原", "培养", "粪")):
                    continue  # no nucleic-acid test; a positive antigen still keeps somebody out
            elif test.specimen and "培养" in test.specimen:
                continue
            if not sampled:
                latest = reported[-1] if reported else self.now[-1]
                sampled = (latest - LONG * DAY, latest)
            known.append(
                Sample(
                    sampled,
                    reported,
                    result,
                    bool(test.sampled or test.reported),
                    bool(test.sampled),
                    test.ct,
                )
            )
        return known

    @cached_property
    def codes(self) -> list[Code]:
        return [
            code for code in self.file.codes if not code.checked or minutes(code.checked)[0] <= self.now[-1]
        ]

    @cached_property
    def health(self) -> list[Health]:
        return [entry for entry in self.file.health if entry.day is not None and entry.day <= self.day]

    @cached_property
    def discharges(self) -> list[int | None]:
        """Days of discharge."""
        found = [contact for contact in self.contacts if contact.category == "discharged"]
        return [contact.last_on.day if contact.last_on else None for contact in found]

    @cached_property
    def at_home_from(self) -> list[int]:
        """First days of declarations of no travel."""
        return [said.first for said in self.file.no_travel if said.first is not None]

    def spells(self, stay: Stay) -> list[Spell]:
        """Every possible course of a stay: a person is in one place at a time, and went from each to the next."""
        at = self.stays.index(stay)
        earliest = self.day - LONG
        if not stay.arrived and at and (before := self.stays[at - 1].left):
            earliest = before.day
        begins = stay.arrived.day if stay.arrived else earliest
        if stay.left:
            lasts: Sequence[int] = (stay.left.day,)
        else:
            lasts = range(begins, max(begins, self.gone_by(stay)) + 1)
        found = []
        for last in lasts:
            back = self.back(stay, last)
            found.append(Spell(min(begins, last), last, back))
            if not stay.arrived:
                found.append(Spell(last, last, back))
        return found

    def gone_by(self, stay: Stay) -> int:
        """The latest day on which a stay without its last day can have ended: the next place, home, or today."""
        at = self.stays.index(stay)
        then = [other.arrived.day for other in self.stays[at + 1 :] if other.arrived]
        if stay.arrived:
            then += [day for day in self.at_home_from if day > stay.arrived.day]
        return min([self.day, *then])

    def home(self, stay: Stay, last: int) -> Moment | None:
        """When the person was in the school's city again after the last day of a stay; None: nobody said."""
        came = [
            other.arrived
            for other in self.stays
            if other is not stay
            and other.arrived
            and other.arrived.day >= last
            and (other.place or "").startswith(self.region[:4])
        ]
        came += [Moment(day) for day in self.at_home_from if last <= day <= self.day]
        return min(came, key=lambda at: (at.day, at.minute is None, at.minute or 0), default=None)

    def back(self, stay: Stay, last: int) -> int:
        """From which minute the person was in the school's city again, or at the earliest can have been."""
        home = self.home(stay, last)
        if home:
            return minutes(home)[0]
        left = stay.left.minute if stay.left and stay.left.day == last else None
        return last * DAY + (left or 0)

    def away(self, stay: Stay) -> bool:
        """Whether nobody said that the person left it, or was in the school's city again."""
        return not stay.left and self.home(stay, self.spells(stay)[0].first) is None


def _when(test: Test) -> int:
    at = test.sampled or test.reported
    return minutes(at)[0] if at else 0


def contact_days(case: Case, contact: Contact) -> Sequence[int]:
    """Every day the last contact may have been on."""
    return (contact.last_on.day,) if contact.last_on else range(case.day - LONG, case.day + 1)
