"""Values of one stay: place, days, its level then, what the rules say because of it."""

from __future__ import annotations

from schoolprep.facts.file import Stay
from schoolprep.roster.registry import RosterCell, RosterRow, numbered, of_item, plain_of, stamp
from schoolprep.verdicts.verdict import Finding

of_item("stay.detail", Stay)(plain_of(Stay, lambda stay: stay.detail))
of_item("stay.transport", Stay)(plain_of(Stay, lambda stay: stay.transport))
of_item("stay.vehicle_no", Stay)(plain_of(Stay, lambda stay: stay.vehicle_no))
of_item("stay.first_point", Stay)(plain_of(Stay, lambda stay: stay.first_point))
of_item("stay.arrived", Stay)(plain_of(Stay, lambda stay: stamp(stay.arrived)))
of_item("stay.left", Stay)(plain_of(Stay, lambda stay: stamp(stay.left)))


@of_item("stay.place", Stay)
def _stay_place(stay: Stay, row: RosterRow) -> RosterCell:
    return row.view.answer("travel", "place", stay.place)


@of_item("stay.level", Stay)
def _stay_level(stay: Stay, row: RosterRow) -> RosterCell:
    """The highest level listed for the place on the days of the stay; in doubt it says so."""
    view, areas = row.view, row.view.context.areas
    begins, ends = stay.arrived or stay.left, stay.left
    if stay.place is None or begins is None or not areas.entries:
        return None
    last = ends.day if ends else max(view.on.day, begins.day)
    touches = [
        touch
        for touch in areas.touching(stay.place, stay.detail or "")
        if touch.area.since <= last and (touch.area.until is None or begins.day <= touch.area.until)
    ]
    if not touches:
        return view.word("not-listed")
    worst = max(touches, key=lambda touch: (touch.certain, touch.area.strictness))
    level = view.answer("area", "level", worst.area.level) or ""
    return level if worst.certain else view.say("perhaps", level=level)


def _of_stay(stay: Stay, row: RosterRow) -> list[Finding]:
    """The findings about this stay: it stands first among what they rest on, and is the place they name."""
    return [
        finding
        for finding in row.case.verdict.findings
        if finding.evidence[:1] == (stay.record,) and "place" in finding.facts
    ]


@of_item("stay.rule", Stay)
def _stay_rule(stay: Stay, row: RosterRow) -> RosterCell:
    """What the rules say because of this stay."""
    return numbered(row.view.explain.sentence(finding) for finding in _of_stay(stay, row))


@of_item("stay.basis", Stay)
def _stay_basis(stay: Stay, row: RosterRow) -> RosterCell:
    return numbered(row.view.explain.citing.clause(finding) for finding in _of_stay(stay, row))
