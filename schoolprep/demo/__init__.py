"""Demo: a synthetic school of about 600 people, none real, with a planted case of every kind on 8 August 2022.

The same seed gives the same school (but for ids and times of writing). People, names, estates, cases and the
risk-area list are invented; `cases.toml` says what is planted and what the judge must say of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from schoolprep.demo import declared
from schoolprep.demo.declared import DemoRow, PlantedCase
from schoolprep.demo.roll import DemoRoll, Member, test
from schoolprep.desk import COPIES, Data, Desk, School, Who
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import AREAS

PASSPHRASE = "qinghe-2022"
"""Opens every demo; the command shows it. Nothing in a demo is secret."""

SEED = 20220808
ON = Moment.parse("2022-08-08T07:30")
"""The moment the demo is about."""

SCHOOL = School(
    name=declared.plan().name,
    region=declared.plan().region,
    profile=declared.plan().profile,
    settings={"window.judge_on": ON.text(), COPIES: False},
)

SubjectOf = Callable[[str, str], str]


class Demo(NamedTuple):
    """A made school: what to file, and in whom what is planted."""

    entries: list[Entry]
    planted: dict[str, PlantedCase]
    """By subject."""


def make(path: Path, data: Data, who: Who, *, fresh: bool = False, seed: int = SEED) -> Desk:
    """The demo's workspace at `path`, open: made where it is missing, else as it was left, or, `fresh`, made anew.

    Raises `WorkspaceError` where a file is there that is no demo (another passphrase) or is open elsewhere.
    """
    if path.exists():
        desk = Desk.open(path, PASSPHRASE, data, who)
        if not fresh:
            desk.workspace.tell_passphrase(PASSPHRASE)
            return desk
        desk.close()
        path.unlink()
    desk = Desk.create(path, PASSPHRASE, SCHOOL, data, who)
    desk.workspace.tell_passphrase(PASSPHRASE)
    made = school(seed, data.divisions, desk.people.subject_of, desk.people.new_person)
    desk.filing.append(made.entries)
    return desk


def school(seed: int, known: Divisions, subject_of: SubjectOf, new_subject: Callable[[], str]) -> Demo:
    """The area list and everybody's records; subjects come from the store they will be filed in."""
    chance = Random(seed)
    named: dict[str, list[tuple[str, DemoRow]]] = {}
    for case in declared.cases():
        for name in case.names:
            named.setdefault(case.in_, []).append((name, case.person))
    people = list(DemoRoll(chance).people(named))
    planted = list(_planted(chance, people))
    for member, case in planted:
        _plant(member, case)
    subjects = {id(member): _subject(member, subject_of, new_subject) for member in people}
    entries = [*areas(), *(entry for one in people for entry in _entries(one, subjects[id(one)], known))]
    return Demo(entries, {subjects[id(member)]: case for member, case in planted})


def areas() -> Iterator[Entry]:
    """The entries of the area list."""
    listed = declared.area_list()
    for group in listed.area:
        for one in group.listed:
            answers: Answers = {
                "place": one.place, "level": group.level, "since": one.since.isoformat(), "source": listed.source,
                "published_at": f"{one.since}T00:10",
            }  # fmt: skip
            answers |= {"detail": one.detail} if one.detail else {}
            answers |= {"until": one.until.isoformat()} if one.until else {}
            yield Entry(blank="area", subject=AREAS, answers=answers)


def _planted(chance: Random, people: list[Member]) -> Iterator[tuple[Member, PlantedCase]]:
    """Who bears which case: the named ones, and ordinary people drawn for the others."""
    waiting = [member for member in people if member.named]
    free = {
        of: [one for one in people if not one.named and one.answers["category"] == of]
        for of in ("student", "teacher", "support")
    }
    for case in declared.cases():
        for name in case.names:
            bearer = next(one for one in waiting if (one.answers["name"], one.unit) == (name, case.in_))
            waiting.remove(bearer)
            yield bearer, case
        for _ in range(case.count):
            yield free[case.of].pop(chance.randrange(len(free[case.of]))), case


def _plant(member: Member, case: PlantedCase) -> None:
    """Change a person's records as the case says."""
    member.answers |= case.person
    for field in case.unanswered:
        member.answers.pop(field, None)
    rows = [*map(test, case.tests), *case.records]
    gone = {*case.without, *(_slot(row) for row in rows)}
    member.rows = [row for row in member.rows if not {str(row["blank"]), _slot(row)} & gone] + rows


def _slot(row: DemoRow) -> str:
    """What a row takes the place of: all rows of its blank, or one day of health."""
    return f"health {row['day']}" if row["blank"] == "health" else str(row["blank"])


def _subject(member: Member, subject_of: SubjectOf, new_subject: Callable[[], str]) -> str:
    number = member.answers.get("document_no")
    return subject_of(str(member.answers["document_type"]), str(number)) if number else new_subject()


def _entries(member: Member, subject: str, known: Divisions) -> Iterator[Entry]:
    yield Entry(blank="person", subject=subject, answers=member.answers)
    for row in member.rows:
        answers = {name: value for name, value in row.items() if name != "blank"}
        if row["blank"] == "code" and "card_cities" not in answers:
            answers["card_cities"] = _cities(member, str(answers["checked_at"]), known)
        yield Entry(blank=str(row["blank"]), subject=subject, answers=answers)


def _cities(member: Member, checked: str, known: Divisions) -> list[str]:
    """What the travel card shows: the cities of the last seven days (DOMAIN §1.4)."""
    found = [declared.plan().region]
    for row in member.rows:
        place, left = str(row.get("place", "~")), str(row.get("left", checked))
        if row["blank"] == "travel" and place[0] != "~" and day_of(checked) - day_of(left) <= 7:
            found.append(place)
    return list(dict.fromkeys((known.path(place)[:2] or [place])[-1] for place in found))
