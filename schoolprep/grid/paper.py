"""Paper: a class sheet to print and fill in by hand, its lines numbered as they stand on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schoolprep.desk import Desk
from schoolprep.facts import languages
from schoolprep.facts.days import Moment
from schoolprep.facts.file import Person
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.words import say
from schoolprep.grid.people import Unit, units
from schoolprep.intake.class_form import headings_before
from schoolprep.intake.purpose import Purpose
from schoolprep.roster import DrawnColumn, Roster, RosterSheet
from schoolprep.roster.sheet_names import sheet_names
from schoolprep.verdicts.explain import moment

_LINE, _WHO, _ROOM = 6.0, {"number": 12.0, "name": 11.0}, 117.0
"""Widths in digits: the line's number, who it is, and an A4 sheet on its side without the first."""
_NARROWEST = 7.0


def paper(desk: Desk, purpose: Purpose, on: Moment, lang: Lang, whom: str | Unit = "") -> Roster:
    """The form for one class or department, or a sheet for each.

    `whom`: the name of a class or department, or the unit itself (people without a class have no name to be
    called by). Raises `CallError` for a class that nobody is in.
    """
    chosen = {unit: people for unit, people in units(desk).items() if not whom or whom in (unit, unit.name)}
    if not chosen:
        known = Series(unit.name for unit in units(desk) if unit.name)
        name = whom if isinstance(whom, str) else whom.name
        raise CallError("roster.no-class", class_name=name, known=known)
    people = {unit: [desk.people.file(one).person for one in subjects] for unit, subjects in chosen.items()}
    numbered = any(person.number for persons in people.values() for person in persons)
    who = ("number", "name") if numbered else ("name",)
    columns = _columns(purpose, lang, who)
    title = say("roster.title", lang, school=desk.workspace.school.name, title=purpose.title[lang])
    return Roster(
        id=f"paper-{purpose.id}",
        lang=lang,
        title_lines=(title, ""),
        columns=columns,
        groups=_groups(people, who, on, lang, len(purpose.column)),
        summary=None,
        foot=_help(purpose, lang),
        signatures=(say("grid.paper-signed", lang), say("grid.paper-checked", lang)),
        landscape=True,
        frozen=1 + len(who),
        on="",
        nobody="",
        people=tuple(subject for subjects in chosen.values() for subject in subjects),
    )


def _columns(purpose: Purpose, lang: Lang, who: tuple[str, ...]) -> tuple[DrawnColumn, ...]:
    line, *whose = headings_before(lang, who)
    room = _ROOM - sum(_WHO[field] for field in who)
    share = room / sum(column.width for column in purpose.column)
    number = DrawnColumn((line,), _LINE, align="center", kind="number")
    named = (DrawnColumn((title,), _WHO[field]) for title, field in zip(whose, who, strict=True))
    asked = (DrawnColumn((one.title[lang],), max(one.width * share, _NARROWEST)) for one in purpose.column)
    return (number, *named, *asked)


def _groups(
    people: Mapping[Unit, Sequence[Person]], who: tuple[str, ...], on: Moment, lang: Lang, asked: int
) -> list[RosterSheet]:
    titles = [unit.name or say("grid.paper-no-class", lang) for unit in people]
    groups = []
    for sheet, title, persons in zip(sheet_names(titles), titles, people.values(), strict=True):
        rows = [
            (at, *(getattr(person, field) for field in who), *[None] * asked)
            for at, person in enumerate(persons, 1)
        ]
        line = say("grid.paper-line", lang, day=moment(Moment(on.day), lang), n=len(rows))
        groups.append(RosterSheet(sheet, title, line, rows, ["ready"] * len(rows)))
    return groups


def _help(purpose: Purpose, lang: Lang) -> tuple[str, str]:
    """What an empty cell means, and how each column is filled in."""
    marks = languages.of(lang).marks
    asked = (f"{one.title[lang]}{marks.says}{one.help[lang]}" for one in purpose.column)
    return say("grid.paper-empty", lang), marks.wide.join(asked)
