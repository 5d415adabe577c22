"""Case: what was known of one person at the moment judged for, with every possible value of what is not known.

A moment of which only the date is known has its first and its last minute as possible values; every rule asks in
one direction at a time (earlier or later), so the two ends stand for all between.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from schoolprep.area import Area
from schoolprep.days import Moment
from schoolprep.file import Code, Contact, File, Health, Stay

DAY = 1440
LONG = 120
"""Days back that stand for "long ago": longer than any look-back and measure."""
HORIZON = 64
"""Days looked ahead; a person still kept out on all of them has no day."""
EVER = (1 << HORIZON) - 1


class Spell(NamedTuple):
    """One possible course of a stay: its first and last day, and the minutes at which the person was back."""

    first: int
    last: int
    back: tuple[int, ...]


class Sample(NamedTuple):
    """A test that had been taken: the possible minutes of sampling and of report, and what is known of the result."""

    sampled: tuple[int, ...]
    reported: tuple[int, ...]
    """Empty: nobody wrote the report's time down."""
    result: str | None
    """`negative`, `positive`, `pending`, or None: not filled in."""
    dated: bool


def minutes(moment: Moment) -> tuple[int, ...]:
    start = moment.day * DAY
    return (start, start + DAY - 1) if moment.minute is None else (start + moment.minute,)


class Case:
    """See the module."""

    def __init__(self, file: File, areas: Sequence[Area], region: str, on: Moment) -> None:
        self.file = file
        self.areas = areas
        self.region = region
        self.day = on.day
        self.now = minutes(on)

    def mask(self, last: int) -> int:
        """Kept out on every day up to `last`."""
        return sum(1 << n for n in range(HORIZON) if self.day + n <= last)

    @cached_property
    def tests(self) -> list[Sample]:
        known: list[Sample] = []
        for test in self.file.tests:
            sampled = minutes(test.sampled) if test.sampled else ()
            reported = minutes(test.reported) if test.reported else ()
            if sampled and sampled[0] > self.now[-1]:
                continue  # not taken yet
            result = test.result
            if reported and reported[0] > self.now[-1]:
                result, reported = "pending", ()
            if not sampled:
                latest = reported[-1] if reported else self.now[-1]
                sampled = (latest - LONG * DAY, latest)
            known.append(Sample(sampled, reported, result, bool(test.sampled or test.reported)))
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
        """Days of discharge that had come."""
        found = [contact for contact in self.file.contacts if contact.category == "discharged"]
        days = [contact.last_on.day if contact.last_on else None for contact in found]
        return [day for day in days if day is None or day <= self.day]

    def spells(self, stay: Stay) -> list[Spell]:
        """Every possible course of a stay."""
        after = self._after(stay)
        back = minutes(after.arrived) if after and after.arrived else ()
        if stay.left:
            lasts: Sequence[int] = (stay.left.day,)
        else:
            begins = stay.arrived.day if stay.arrived else self.day - LONG
            ends = min(self.day, after.arrived.day) if after and after.arrived else self.day
            lasts = range(begins, max(begins, ends) + 1)
        found = []
        for last in lasts:
            at = back or (minutes(stay.left) if stay.left else (last * DAY, last * DAY + DAY - 1))
            if stay.arrived:
                found.append(Spell(stay.arrived.day, last, at))
            else:
                found += [Spell(last - LONG, last, at), Spell(last, last, at)]
        return found

    def _after(self, stay: Stay) -> Stay | None:
        """The next stay after this one: where the person went from there."""
        start = stay.left or stay.arrived
        if start is None:
            return None
        later = [
            other
            for other in self.file.stays
            if other is not stay and other.arrived and minutes(other.arrived)[-1] >= minutes(start)[0]
        ]
        if stay.arrived and not stay.left:
            later = [other for other in later if other.arrived and other.arrived.day >= start.day]
        return min(later, key=lambda other: minutes(other.arrived or start)[0], default=None)


def contact_days(case: Case, contact: Contact) -> Sequence[int]:
    """Every day the last contact may have been on."""
    return (contact.last_on.day,) if contact.last_on else range(case.day - LONG, case.day + 1)
