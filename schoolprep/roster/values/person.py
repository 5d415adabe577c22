"""Values of a person: who, where to reach, where to sleep."""

from __future__ import annotations

from schoolprep.roster.registry import VALUES, RosterCell, RosterRow, ValueOf, date, stamp, value
from schoolprep.roster.values.facts import place_of


@value("row.number")
def _number(row: RosterRow) -> RosterCell:
    return row.number


@value("row.blank")
def _blank(row: RosterRow) -> RosterCell:
    """Left empty on purpose: to be written on by hand."""
    return None


def _plain(attribute: str) -> ValueOf:
    def read(row: RosterRow) -> RosterCell:
        text: str | None = getattr(row.case.file.person, attribute)
        return text or None

    return read


def _answer(field: str, attribute: str) -> ValueOf:
    def read(row: RosterRow) -> RosterCell:
        return row.view.answer("person", field, getattr(row.case.file.person, attribute))

    return read


for _name, _attribute in {
    "name": "name", "document": "document", "phone": "phone", "grade": "grade", "class": "class_name",
    "department": "department", "post": "post", "dormitory": "dormitory", "guardian": "guardian",
    "guardian_phone": "guardian_phone", "number": "number", "register_no": "register_no", "guardian2": "guardian2",
    "guardian2_phone": "guardian2_phone", "batch": "batch", "remark": "remark",
}.items():  # fmt: skip
    VALUES[f"person.{_name}"] = _plain(_attribute)
for _field, _attribute in {
    "category": "category", "sex": "sex", "document_type": "document_type", "boarding": "boarding",
    "high_risk_post": "high_risk_post", "commitment": "commitment",
}.items():  # fmt: skip
    VALUES[f"person.{_field}"] = _answer(_field, _attribute)


@value("person.unit")
def _unit(row: RosterRow) -> RosterCell:
    person = row.case.file.person
    return person.class_name or person.department


@value("person.born")
def _born(row: RosterRow) -> RosterCell:
    return date(row.case.file.person.born)


@value("person.home")
def _home(row: RosterRow) -> RosterCell:
    person = row.case.file.person
    return (
        "".join((row.view.answer("person", "home_area", person.home) or "", person.home_detail or "")) or None
    )


@value("person.planned_return")
def _planned_return(row: RosterRow) -> RosterCell:
    return stamp(row.case.file.person.planned_return)


@value("person.guardian_full")
def _guardian_full(row: RosterRow) -> RosterCell:
    person = row.case.file.person
    both = ((person.guardian, person.guardian_phone), (person.guardian2, person.guardian2_phone))
    said = (" ".join(filter(None, parts)) for parts in both)
    return row.view.join(filter(None, said)) or None


@value("person.where")
def _where(row: RosterRow) -> RosterCell:
    """Where the person is at the moment judged for: in custody, else on a stay not over, else not known."""
    at, view = row.view.on, row.view
    if link := row.chain.where(at):
        return " ".join(part for part in (link.place, link.room) if part)
    for stay in reversed(row.case.file.stays):
        begun = stay.arrived is not None and stay.arrived.earliest <= at.latest
        if begun and (stay.left is None or stay.left.latest > at.earliest):
            return place_of(stay, view)
    return None


@value("person.returned")
def _returned(row: RosterRow) -> RosterCell:
    """When the person came back, as the closed loop records it."""
    return stamp(row.chain.returned())
