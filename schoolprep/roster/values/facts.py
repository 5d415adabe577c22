"""Values of what a file says, each in one cell: travel, tests, codes, health, household, contacts."""

from __future__ import annotations

from schoolprep.facts import languages
from schoolprep.facts.days import Moment, iso
from schoolprep.facts.file import Stay, Test
from schoolprep.facts.words import clauses
from schoolprep.roster.context import RosterView
from schoolprep.roster.registry import RosterCell, RosterRow, latest, short, stamp, value


def place_of(stay: Stay, view: RosterView) -> str | None:
    """Where a stay was, with its address."""
    return "".join((view.answer("travel", "place", stay.place) or "", stay.detail or "")) or None


@value("travel.stays")
def _travel(row: RosterRow) -> RosterCell:
    """Every stay with its days; 无 where the person declared none, 未填 where nothing is known."""
    file, view = row.case.file, row.view
    parts = []
    for stay in file.stays:
        first, last = (at and short(at)[:5] for at in (stay.arrived, stay.left))
        days = f" {first or '?'}—{last or ''}" if first or last else ""
        parts.append(f"{view.place(stay.place) or stay.detail or '?'}{days}")
    if parts:
        return "\n".join(parts)
    return view.word("none-declared" if file.no_travel else "not-filled")


def last_test(row: RosterRow) -> Test | None:
    """The last test sampled (or, where that is unknown, reported) by the moment judged for."""
    return latest(row.case.file.tests, lambda test: test.sampled or test.reported, row.view.on)


@value("test.latest")
def _test_latest(row: RosterRow) -> RosterCell:
    test = last_test(row)
    if test is None:
        return None
    at = test.sampled or test.reported
    return f"{short(at) if at else '?'} {row.view.answer('test', 'result', test.result) or '?'}"


@value("test.sampled")
def _test_sampled(row: RosterRow) -> RosterCell:
    test = last_test(row)
    return stamp(test.sampled) if test else None


@value("test.reported")
def _test_reported(row: RosterRow) -> RosterCell:
    test = last_test(row)
    return stamp(test.reported) if test else None


@value("test.result")
def _test_result(row: RosterRow) -> RosterCell:
    test = last_test(row)
    return row.view.answer("test", "result", test.result) if test else None


@value("test.lab")
def _test_lab(row: RosterRow) -> RosterCell:
    test = last_test(row)
    return (test.lab or test.sampled_by) if test else None


@value("code.colour")
def _colour(row: RosterRow) -> RosterCell:
    code = latest(row.case.file.codes, lambda code: code.checked, row.view.on)
    return row.view.answer("code", "colour", code.colour) if code else None


@value("code.cities")
def _cities(row: RosterRow) -> RosterCell:
    """The cities of the travel card; 无 where it was looked at and named none."""
    code = latest(row.case.file.codes, lambda code: code.checked, row.view.on)
    if code is None or code.cities is None:
        return None
    return row.view.answer("code", "card_cities", list(code.cities))


@value("health.latest")
def _health(row: RosterRow) -> RosterCell:
    day = latest(row.case.file.health, lambda day: None if day.day is None else Moment(day.day), row.view.on)
    if day is None or day.day is None:
        return None
    warmest = "" if day.warmest is None else f"{day.warmest:.1f}℃"
    symptoms = row.view.answer("health", "symptoms", list(day.symptoms)) if day.symptoms is not None else ""
    return " ".join(part for part in (iso(day.day)[5:], warmest, symptoms) if part)


@value("household.people")
def _household(row: RosterRow) -> RosterCell:
    """Who lives with the person; the declaration 无 as it stands."""
    view = row.view
    parts = []
    for one in row.case.file.cohabitants:
        category = (
            view.answer("cohabitant", "category", one.category)
            if one.category not in {None, "none"}
            else None
        )
        marks = clauses(filter(None, (one.relation, category)), view.lang)
        remark = languages.of(view.lang).marks.remark.format(marks) if marks else ""
        parts.append(f"{one.name or '?'}{remark}")
    return view.join(parts) or None


@value("contact.notices")
def _contacts(row: RosterRow) -> RosterCell:
    """Each notice of a contact, post or case with its day."""
    view = row.view
    return (
        view.join(
            [
                " ".join(
                    part
                    for part in (
                        view.answer("contact", "category", one.category),
                        one.last_on and short(one.last_on),
                    )
                    if part
                )
                for one in row.case.file.contacts
            ]
        )
        or None
    )
