"""Values of one stretch of the closed loop: what was ordered, and the custody that answers it."""

from __future__ import annotations

from schoolprep.facts.days import Day, iso
from schoolprep.facts.file import Link
from schoolprep.loop.measure import Measure
from schoolprep.loop.stretch import Stretch
from schoolprep.roster.registry import RosterCell, RosterRow, date, of_item, plain_of, stamp
from schoolprep.verdicts.verdict import Finding


@of_item("measure.kind", Stretch)
def _measure_kind(stretch: Stretch, row: RosterRow) -> RosterCell:
    if stretch.measure:
        return row.view.measure(stretch.measure.kind)
    return row.view.answer("custody", "step", stretch.link.step) if stretch.link else None


@of_item("measure.anchor", Stretch)
def _measure_anchor(stretch: Stretch, row: RosterRow) -> RosterCell:
    return date(stretch.measure.anchor) if stretch.measure else None


@of_item("measure.starts", Stretch)
def _measure_starts(stretch: Stretch, row: RosterRow) -> RosterCell:
    return date(stretch.measure.starts) if stretch.measure else None


@of_item("measure.ends", Stretch)
def _measure_ends(stretch: Stretch, row: RosterRow) -> RosterCell:
    """The last day, until 24:00; in words where none can be given."""
    if stretch.measure is None:
        return None
    return date(stretch.measure.ends) or row.view.word("no-day")


@of_item("measure.state", Stretch)
def _measure_state(stretch: Stretch, row: RosterRow) -> RosterCell:
    """Released, to come, left before its time, day n, or over and not released in the records."""
    view, measure, released = row.view, stretch.measure, _release(stretch, row)
    if released and released.starts and released.starts.earliest <= view.on.latest:
        return view.word("released")
    left = row.chain.left(stretch.link, view.on) if stretch.link else None
    if measure is None:
        ended = stretch.link and stretch.link.ends
        return view.word("left" if ended and ended.earliest <= view.on.latest else "not-ordered")
    day = view.on.day
    if day < measure.starts:
        return view.word("to-come")
    if measure.ends is None:
        return view.say("day", day=day - measure.anchor)
    if left and left.day < measure.ends:
        return view.say("left-early", day=iso(left.day)[5:], n=measure.ends - left.day)
    if day <= measure.ends:
        return view.say("day-of", day=day - measure.anchor, last=measure.ends - measure.anchor)
    return view.word("over")


@of_item("measure.tests", Stretch)
def _measure_tests(stretch: Stretch, row: RosterRow) -> RosterCell:
    """Each test day with its state, a line each."""
    tests = stretch.measure.tests if stretch.measure else ()
    return "\n".join(f"{iso(test.on)[5:]} {row.view.test_state(test.state)}" for test in tests) or None


@of_item("measure.rule", Stretch)
def _measure_rule(stretch: Stretch, row: RosterRow) -> RosterCell:
    """Why it holds; of one that is over, what it was ordered by."""
    if stretch.measure is None:
        return None
    finding = _finding(stretch.measure, row)
    return row.view.explain.sentence(finding) if finding else row.view.explain.ordered_by(stretch.measure)


@of_item("measure.basis", Stretch)
def _measure_basis(stretch: Stretch, row: RosterRow) -> RosterCell:
    return row.view.explain.citing.ordering(stretch.measure) if stretch.measure else None


def _finding(measure: Measure, row: RosterRow) -> Finding | None:
    """The finding by which a measure holds."""
    return next(
        (one for one in row.case.verdict.findings if any(held.id == measure.id for held in one.measures)),
        None,
    )


def _begun(stretch: Stretch) -> Day:
    """The day from which acts (transfer, release, return) belong to this stretch."""
    if stretch.measure:
        return stretch.measure.starts
    at = stretch.link and (stretch.link.starts or stretch.link.ends)
    return at.day if at else 0


def _release(stretch: Stretch, row: RosterRow) -> Link | None:
    return row.chain.released(_begun(stretch))


def _transfer(stretch: Stretch, row: RosterRow) -> Link | None:
    return row.chain.brought(stretch.link) if stretch.link else None


of_item("link.place", Stretch)(plain_of(Stretch, lambda stretch: stretch.link and stretch.link.place))
of_item("link.room", Stretch)(plain_of(Stretch, lambda stretch: stretch.link and stretch.link.room))
of_item("link.starts", Stretch)(
    plain_of(Stretch, lambda stretch: stamp(stretch.link and stretch.link.starts))
)
of_item("link.ends", Stretch)(plain_of(Stretch, lambda stretch: stamp(stretch.link and stretch.link.ends)))


@of_item("link.giver", Stretch)
def _giver(stretch: Stretch, row: RosterRow) -> RosterCell:
    """Who handed the person over; from the transfer where the stretch itself does not say."""
    transfer = _transfer(stretch, row)
    return (stretch.link and stretch.link.giver) or (transfer and transfer.giver) or None


@of_item("link.receiver", Stretch)
def _receiver(stretch: Stretch, row: RosterRow) -> RosterCell:
    transfer = _transfer(stretch, row)
    return (stretch.link and stretch.link.receiver) or (transfer and transfer.receiver) or None


@of_item("link.vehicle", Stretch)
def _vehicle(stretch: Stretch, row: RosterRow) -> RosterCell:
    transfer = _transfer(stretch, row)
    return (stretch.link and stretch.link.vehicle) or (transfer and transfer.vehicle) or None


@of_item("link.released", Stretch)
def _released(stretch: Stretch, row: RosterRow) -> RosterCell:
    release = _release(stretch, row)
    return stamp(release.starts) if release else None


@of_item("link.released_to", Stretch)
def _released_to(stretch: Stretch, row: RosterRow) -> RosterCell:
    """Who received the person on release (接收人员)."""
    release = _release(stretch, row)
    return (release.receiver or None) if release else None
