"""Paper: a class sheet to print and fill in by hand, its lines numbered as they stand on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schoolprep.desk import Desk
from schoolprep.facts import languages
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.words import say
from schoolprep.grid.people import Unit, units
from schoolprep.intake.purpose import Purpose
from schoolprep.roster import DrawnColumn, Roster, RosterSheet
from schoolprep.roster.sheet_names import sheet_names
from schoolprep.verdicts.explain import moment

_NUMBER, _NAME, _ROOM = 6.0, 11.0, 106.0
"""Widths in digits: the line's number, the name, and what is left of an A4 sheet on its side for all the others."""
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
    columns = _columns(purpose, lang)
    title = say("roster.title", lang, school=desk.workspace.school.name, title=purpose.title[lang])
    return Roster(
        id=f"paper-{purpose.id}",
        lang=lang,
        title_lines=(title, ""),
        columns=columns,
        groups=_groups(desk, chosen, on, lang, len(columns)),
        summary=None,
        foot=_help(purpose, lang),
        signatures=(say("grid.paper-signed", lang), say("grid.paper-checked", lang)),
        landscape=True,
        frozen=2,
        on="",
        nobody="",
    )


def _columns(purpose: Purpose, lang: Lang) -> tuple[DrawnColumn, ...]:
    share = _ROOM / sum(column.width for column in purpose.column)
    number = DrawnColumn((say("grid.paper-number", lang),), _NUMBER, align="center", kind="number")
    name = DrawnColumn((say("grid.paper-name", lang),), _NAME)
    asked = (DrawnColumn((one.title[lang],), max(one.width * share, _NARROWEST)) for one in purpose.column)
    return (number, name, *asked)


def _groups(
    desk: Desk, chosen: Mapping[Unit, Sequence[str]], on: Moment, lang: Lang, width: int
) -> list[RosterSheet]:
    titles = [unit.name or say("grid.paper-no-class", lang) for unit in chosen]
    groups = []
    for sheet, title, people in zip(sheet_names(titles), titles, chosen.values(), strict=True):
        names = [desk.people.file(subject).person.name for subject in people]
        rows = [(at, name, *[None] * (width - 2)) for at, name in enumerate(names, 1)]
        line = say("grid.paper-line", lang, day=moment(Moment(on.day), lang), n=len(rows))
        groups.append(RosterSheet(sheet, title, line, rows, ["ready"] * len(rows)))
    return groups


def _help(purpose: Purpose, lang: Lang) -> tuple[str, str]:
    """What an empty cell means, and how each column is filled in."""
    marks = languages.of(lang).marks
    asked = (f"{one.title[lang]}{marks.says}{one.help[lang]}" for one in purpose.column)
    return say("grid.paper-empty", lang), marks.wide.join(asked)
