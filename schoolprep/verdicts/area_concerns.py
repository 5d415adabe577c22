"""Area concerns: whom entries of the area list can concern on a day (动态摸排: screening again when it changes)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schoolprep.facts.area import Areas, Level
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import File, Stay
from schoolprep.rules.pack import Exposure, InForce, Screening
from schoolprep.verdicts.judge import Rules
from schoolprep.verdicts.judge.view import LONG_AGO, View


class AskedOfStays(NamedTuple):
    """What a rule in force asks of stays: which levels, and how many days back (None: always)."""

    levels: frozenset[Level]
    look_back: int | None
    before: int
    """Days before the listing that count as well (DOMAIN §8 A6)."""


def asked(source: InForce) -> tuple[AskedOfStays, ...]:
    """What the rules of a day ask of stays: 14 days by the eighth edition, 7 by the ninth, or the school's own."""
    return tuple(
        dict.fromkeys(
            AskedOfStays(frozenset(rule.levels), rule.look_back, rule.before_designation)
            for _, rule in source.rules
            if isinstance(rule, Exposure | Screening) and rule.of == "stay" and rule.levels
        )
    )


def places(file: File) -> Iterator[tuple[str, str]]:
    """Every place (division code, address) about which the rules ask the area list when they judge this file."""
    for stay in file.stays:
        if stay.place:
            yield stay.place, stay.detail or ""
    if file.person.home:
        yield file.person.home, file.person.home_detail or ""
    for place in file.person.route or ():
        yield place, ""
    for row in file.cohabitants:
        if row.place:
            yield row.place, ""


def concerned(files: Iterable[File], areas: Areas) -> Iterator[str]:
    """The subjects whom entries of the list can concern at all, on whatever day: nobody else's verdict asks them."""
    if areas.entries:
        for file in files:
            if any(areas.near(place) and areas.touching(place, detail) for place, detail in places(file)):
                yield file.subject


def reached(files: Iterable[File], areas: Areas, on: Moment, rules: Rules) -> dict[str, list[str]]:
    """For each entry (by its record) the subjects with a stay in it that matters on `on`, certain or not."""
    found: dict[str, list[str]] = {}
    questions = asked(rules.source)
    oldest = min(
        (LONG_AGO if one.look_back is None else on.day - one.look_back for one in questions), default=0
    )
    for file in files if questions else ():
        if not any(_may_matter(stay, areas, oldest) for stay in file.stays):
            continue
        view = View(file, areas, on, rules.region)
        touched = {one.touch.area for question in questions for one in view.exposures(*question)}
        for area in touched:
            found.setdefault(area.record, []).append(file.subject)
    return found


def _may_matter(stay: Stay, areas: Areas, oldest: Day) -> bool:
    """Whether a stay is worth a closer look: most of a school's are not in a listed county, or long over."""
    recent = stay.left is None or stay.left.day >= oldest
    return recent and bool(stay.place) and areas.near(stay.place or "")
