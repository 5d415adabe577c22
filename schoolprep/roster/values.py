"""Values: everything a column of a roster can show, by name, in one registry.

A value is a function of a row. What is unknown is shown as unknown (an empty cell, or 未填 where the empty cell would
be read as "none"); nothing later than the moment judged for is shown as the latest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from schoolprep.facts import languages
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import Code, Contact, Health, Link, Stay, Test
from schoolprep.facts.words import clauses
from schoolprep.loop.chain import CustodyChain
from schoolprep.loop.measure import Measure
from schoolprep.loop.stretch import Stretch
from schoolprep.roster.context import RosterView
from schoolprep.roster.items import Item, Owing, SourceName
from schoolprep.verdicts.verdict import Case, Finding

RosterCell = str | int | None


class RosterRow(NamedTuple):
    """What a value is asked about: a person, and for most rosters one thing of theirs."""

    number: int
    """Place in its sheet, from 1."""
    case: Case
    item: Item
    view: RosterView

    @property
    def chain(self) -> CustodyChain:
        """The person's custody."""
        return CustodyChain(self.case.file.links)


ValueOf = Callable[[RosterRow], RosterCell]
VALUES: dict[str, ValueOf] = {}
_PERSON = frozenset({"row", "person", "travel", "test", "code", "health", "household", "contact", "verdict"})
SOURCES: Mapping[SourceName, frozenset[str]] = {
    "people": _PERSON,
    "stays": _PERSON | {"stay"},
    "measures": _PERSON | {"measure", "link"},
    "due_tests": _PERSON | {"due"},
}
"""Which families of values (the part before the dot) a roster of each source can show."""


def value(name: str) -> Callable[[ValueOf], ValueOf]:
    """Put a function into the registry under a name."""

    def register(function: ValueOf) -> ValueOf:
        if name in VALUES:
            raise ValueError(name)
        VALUES[name] = function
        return function

    return register


Thing = TypeVar("Thing", Stay, Stretch, Owing)


def of_item(
    name: str, kind: type[Thing]
) -> Callable[[Callable[[Thing, RosterRow], RosterCell]], Callable[[Thing, RosterRow], RosterCell]]:
    """As `value`, for functions of the row's own item."""

    def register(
        function: Callable[[Thing, RosterRow], RosterCell],
    ) -> Callable[[Thing, RosterRow], RosterCell]:
        @value(name)
        def _of_row(row: RosterRow) -> RosterCell:
            return function(row.item, row) if isinstance(row.item, kind) else None

        return function

    return register


# --- how days, moments and lists are written ---------------------------------------------------------------------


def stamp(moment: Moment | None) -> str | None:
    """`2022-08-08` or `2022-08-08 07:30`."""
    return moment.text().replace("T", " ") if moment else None


def date(day: Day | None) -> str | None:
    """`2022-08-08`."""
    return iso(day) if day is not None else None


def _short(moment: Moment) -> str:
    return moment.text()[5:].replace("T", " ")


def _lines(parts: Iterable[str]) -> str | None:
    """Each part once; numbered, a line each, where there are several."""
    once = list(dict.fromkeys(part for part in parts if part))
    if len(once) < 2:
        return once[0] if once else None
    return "\n".join(f"{number}. {part}" for number, part in enumerate(once, 1))


Dated = TypeVar("Dated", Test, Code, Health, Contact)


def _latest(things: Iterable[Dated], when: Callable[[Dated], Moment | None], on: Moment) -> Dated | None:
    """The last that was not later than the moment judged for."""
    known = [(at.earliest, thing) for thing in things if (at := when(thing)) and at.earliest <= on.latest]
    return max(known, key=lambda pair: pair[0])[1] if known else None


# --- the row -----------------------------------------------------------------------------------------------------


@value("row.number")
def _number(row: RosterRow) -> RosterCell:
    return row.number


@value("row.blank")
def _blank(row: RosterRow) -> RosterCell:
    """Left empty on purpose: to be written on by hand."""
    return None


# --- the person --------------------------------------------------------------------------------------------------


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
    "guardian_phone": "guardian_phone", "batch": "batch", "remark": "remark",
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
    return " ".join(part for part in (person.guardian, person.guardian_phone) if part) or None


@value("person.where")
def _where(row: RosterRow) -> RosterCell:
    """Where the person is at the moment judged for: in custody, else on a stay not over, else not known."""
    at, view = row.view.on, row.view
    if link := row.chain.where(at):
        return " ".join(part for part in (link.place, link.room) if part)
    for stay in reversed(row.case.file.stays):
        begun = stay.arrived is not None and stay.arrived.earliest <= at.latest
        if begun and (stay.left is None or stay.left.latest > at.earliest):
            return _place(stay, view)
    return None


@value("person.returned")
def _returned(row: RosterRow) -> RosterCell:
    """When the person came back, as the closed loop records it."""
    return stamp(row.chain.returned())


# --- what the file says, in one cell -----------------------------------------------------------------------------


def _place(stay: Stay, view: RosterView) -> str | None:
    return "".join((view.answer("travel", "place", stay.place) or "", stay.detail or "")) or None


@value("travel.stays")
def _travel(row: RosterRow) -> RosterCell:
    """Every stay with its days; 无 where the person declared none, 未填 where nothing is known."""
    file, view = row.case.file, row.view
    parts = []
    for stay in file.stays:
        first, last = (at and _short(at)[:5] for at in (stay.arrived, stay.left))
        days = f" {first or '?'}—{last or ''}" if first or last else ""
        parts.append(f"{view.place(stay.place) or stay.detail or '?'}{days}")
    if parts:
        return "\n".join(parts)
    return view.word("none-declared" if file.no_travel else "not-filled")


def last_test(row: RosterRow) -> Test | None:
    """The last test sampled (or, where that is unknown, reported) by the moment judged for."""
    return _latest(row.case.file.tests, lambda test: test.sampled or test.reported, row.view.on)


@value("test.latest")
def _test_latest(row: RosterRow) -> RosterCell:
    test = last_test(row)
    if test is None:
        return None
    at = test.sampled or test.reported
    return f"{_short(at) if at else '?'} {row.view.answer('test', 'result', test.result) or '?'}"


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
    code = _latest(row.case.file.codes, lambda code: code.checked, row.view.on)
    return row.view.answer("code", "colour", code.colour) if code else None


@value("code.cities")
def _cities(row: RosterRow) -> RosterCell:
    """The cities of the travel card; 无 where it was looked at and named none."""
    code = _latest(row.case.file.codes, lambda code: code.checked, row.view.on)
    if code is None or code.cities is None:
        return None
    return row.view.answer("code", "card_cities", list(code.cities))


@value("health.latest")
def _health(row: RosterRow) -> RosterCell:
    day = _latest(row.case.file.health, lambda day: None if day.day is None else Moment(day.day), row.view.on)
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
                        one.last_on and _short(one.last_on),
                    )
                    if part
                )
                for one in row.case.file.contacts
            ]
        )
        or None
    )


# --- the verdict -------------------------------------------------------------------------------------------------


def _holding(case: Case) -> list[Finding]:
    """The findings that keep the person from being ready."""
    return [finding for finding in case.verdict.findings if finding.outcome != "ready"]


def _worst(case: Case) -> list[Finding]:
    return [finding for finding in _holding(case) if finding.outcome == case.verdict.outcome]


@value("verdict.outcome")
def _outcome(row: RosterRow) -> RosterCell:
    return row.view.outcome(row.case.verdict.outcome)


@value("verdict.reason")
def _reason(row: RosterRow) -> RosterCell:
    """The reasons in one line."""
    return row.view.explain.reason_line(row.case.verdict) or None


@value("verdict.reasons")
def _reasons(row: RosterRow) -> RosterCell:
    """Every reason as its own sentence."""
    return _lines(row.view.explain.sentence(finding) for finding in _holding(row.case))


@value("verdict.worst")
def _worst_reasons(row: RosterRow) -> RosterCell:
    """The reasons of the worst outcome, each as its own sentence: for the deferred, what defers them."""
    return _lines(row.view.explain.sentence(finding) for finding in _worst(row.case))


@value("verdict.worst_basis")
def _worst_basis(row: RosterRow) -> RosterCell:
    """Document, number and clause behind them."""
    return _lines(row.view.explain.cites(finding) for finding in _worst(row.case))


@value("verdict.authority")
def _authority(row: RosterRow) -> RosterCell:
    """Layer and document of every rule that fired, without the clause: 学校 · 本校规定 …."""
    return _lines(row.view.explain.authority(finding) for finding in _holding(row.case))


@value("verdict.basis")
def _basis(row: RosterRow) -> RosterCell:
    """Document, number and clause of every rule that fired."""
    return _lines(row.view.explain.cites(finding) for finding in _holding(row.case))


@value("verdict.earliest")
def _earliest(row: RosterRow) -> RosterCell:
    """The first possible day; in words where none can be given."""
    day = row.case.verdict.may_return_on
    return iso(day) if day is not None else row.view.word("no-day")


@value("verdict.arithmetic")
def _arithmetic(row: RosterRow) -> RosterCell:
    """How each date was counted: from which day, how long, until when, back from when."""
    return _lines(row.view.explain.arithmetic_line(finding) for finding in _holding(row.case))


@value("verdict.owed")
def _owed(row: RosterRow) -> RosterCell:
    return row.view.explain.owed_line(row.case.verdict) or None


def _running(row: RosterRow) -> list[Measure]:
    day = row.view.on.day
    return [one for one in row.case.verdict.measures if one.ends is None or one.ends >= day]


@value("verdict.measures")
def _measures(row: RosterRow) -> RosterCell:
    """The measures running or to come, each with its last day."""
    view = row.view
    return _lines(
        view.say("until", measure=view.measure(one.kind), day=iso(one.ends)[5:])
        if one.ends
        else view.measure(one.kind)
        for one in _running(row)
    )


@value("verdict.since")
def _since(row: RosterRow) -> RosterCell:
    """The first day of the measures running or to come."""
    return date(min((one.starts for one in _running(row)), default=None))


# --- one stay ----------------------------------------------------------------------------------------------------


def _plain_of(
    kind: type[Thing], read: Callable[[Thing], str | None]
) -> Callable[[Thing, RosterRow], RosterCell]:
    return lambda thing, row: read(thing) or None


of_item("stay.detail", Stay)(_plain_of(Stay, lambda stay: stay.detail))
of_item("stay.transport", Stay)(_plain_of(Stay, lambda stay: stay.transport))
of_item("stay.vehicle_no", Stay)(_plain_of(Stay, lambda stay: stay.vehicle_no))
of_item("stay.first_point", Stay)(_plain_of(Stay, lambda stay: stay.first_point))
of_item("stay.arrived", Stay)(_plain_of(Stay, lambda stay: stamp(stay.arrived)))
of_item("stay.left", Stay)(_plain_of(Stay, lambda stay: stamp(stay.left)))


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
    return _lines(row.view.explain.sentence(finding) for finding in _of_stay(stay, row))


@of_item("stay.basis", Stay)
def _stay_basis(stay: Stay, row: RosterRow) -> RosterCell:
    return _lines(row.view.explain.cites(finding) for finding in _of_stay(stay, row))


# --- one stretch of the closed loop ------------------------------------------------------------------------------


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
    return row.view.explain.basis(stretch.measure) if stretch.measure else None


def _finding(measure: Measure, row: RosterRow) -> Finding | None:
    """The finding by which a measure holds."""
    return next((one for one in row.case.verdict.findings if measure in one.measures), None)


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


of_item("link.place", Stretch)(_plain_of(Stretch, lambda stretch: stretch.link and stretch.link.place))
of_item("link.room", Stretch)(_plain_of(Stretch, lambda stretch: stretch.link and stretch.link.room))
of_item("link.starts", Stretch)(
    _plain_of(Stretch, lambda stretch: stamp(stretch.link and stretch.link.starts))
)
of_item("link.ends", Stretch)(_plain_of(Stretch, lambda stretch: stamp(stretch.link and stretch.link.ends)))


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


# --- the tests of a person ---------------------------------------------------------------------------------------


@of_item("due.on", Owing)
def _due_on(owing: Owing, row: RosterRow) -> RosterCell:
    """The next day of testing; in words where it is not bound to one, or every day was missed."""
    ahead = [due.on for due in owing.days if due.state != "missed"]
    return (date(ahead[0]) if ahead else None) or row.view.word("at-once")


@of_item("due.missed", Owing)
def _due_missed(owing: Owing, row: RosterRow) -> RosterCell:
    """The days on which no sample was taken."""
    return row.view.join(iso(due.on)[5:] for due in owing.days if due.state == "missed" and due.on) or None


@of_item("due.state", Owing)
def _due_state(owing: Owing, row: RosterRow) -> RosterCell:
    return row.view.test_state(owing.state)


@of_item("due.why", Owing)
def _due_why(owing: Owing, row: RosterRow) -> RosterCell:
    """The measures that ask for the next test (or asked for those missed) with their day, or what is owed in words."""
    view = row.view
    ahead = [due for due in owing.days if due.state != "missed"] or owing.days[-1:]
    stages = [
        view.say("stage-day", measure=view.measure(kind), day=day)
        for due in ahead
        for kind, day in due.stages
    ]
    owed = [view.explain.owed(one) for due in ahead if not due.stages for one in due.owed]
    return _lines([*stages, *owed])


@of_item("due.basis", Owing)
def _due_basis(owing: Owing, row: RosterRow) -> RosterCell:
    return _lines(row.view.explain.cites(finding) for due in owing.days for finding in due.findings)
