"""File (一人一档): everything the school currently holds about one person, as the plain facts rules count with.

Made once from a person's current records and read by `judge` and by every table. An unanswered question is `None`,
never "no" (DOMAIN §8 A15).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from schoolprep.facts.days import Day, Moment, day_of
from schoolprep.facts.forgetting import remembered
from schoolprep.facts.record import Answers, Record, Value


class Person(NamedTuple):
    """Who it is (sheet 人员)."""

    record: str = ""
    category: str | None = None
    name: str = ""
    sex: str | None = None
    document_type: str | None = None
    document: str = ""
    born: Day | None = None
    phone: str | None = None
    grade: str | None = None
    class_name: str | None = None
    department: str | None = None
    post: str | None = None
    boarding: str | None = None
    dormitory: str | None = None
    guardian: str | None = None
    guardian_phone: str | None = None
    home: str | None = None
    home_detail: str | None = None
    planned_return: Moment | None = None
    batch: str | None = None
    high_risk_post: bool | None = None
    commitment: bool | None = None
    remark: str | None = None
    route: tuple[str, ...] | None = None
    """Divisions on the way from home to school."""


class Stay(NamedTuple):
    """A stay at a place, its first and last moment (sheet 旅居史)."""

    record: str
    place: str | None
    detail: str | None
    arrived: Moment | None
    left: Moment | None
    transport: str | None = None
    vehicle_no: str | None = None
    first_point: str | None = None


class NoTravel(NamedTuple):
    """A declaration of no travel on the days from `first` to `last` (sheet 旅居史, 无旅居史)."""

    record: str
    first: Day | None
    last: Day | None


class Contact(NamedTuple):
    """A contact, post or case notice (sheet 接触史); `last_on` is as INTERFACE §2 says for each category."""

    record: str
    category: str | None
    last_on: Moment | None
    linked: str | None = None
    notified_by: str | None = None
    home_impossible: bool | None = None
    disease: str | None = None
    """For a contact of an infectious disease (category `infectious`): which."""
    first_on: Moment | None = None
    """... when it began; None: on the one day of `last_on`, or nobody said."""
    immune: bool | None = None
    linked_result: str | None = None
    """What the linked close contact's first two tests said: `negative`, `positive` or `pending`."""
    special_group: str | None = None
    home_assessed: bool | None = None
    """An assessment lets the person be isolated at home instead of centrally (special groups)."""


class Test(NamedTuple):
    """A nucleic-acid test (sheet 核酸检测)."""

    record: str
    sampled: Moment | None
    reported: Moment | None
    result: str | None
    sampled_by: str | None = None
    lab: str | None = None
    specimen: str | None = None
    ct: float | None = None
    """The lowest Ct value of the genes reported."""


OTHER_VIRUS = ("抗体", "antibody", "培养", "culture")
"""Specimens of tests that say nothing about the virus now, neither way."""
NO_PROOF = (*OTHER_VIRUS, "抗原", "antigen", "粪", "大便", "stool")
"""Specimens of which a negative is no nucleic-acid proof; a positive antigen or stool still holds somebody back."""


@remembered(256)
def _named(specimen: str, words: tuple[str, ...]) -> bool:
    said = specimen.casefold()
    return any(word in said for word in words)


def nucleic(test: Test) -> bool:
    """Whether a test counts as one for the virus; where nobody named the specimen it does, by its sheet."""
    words = OTHER_VIRUS if test.result == "positive" else NO_PROOF
    return test.specimen is None or not _named(test.specimen, words)


class Code(NamedTuple):
    """A look at health code and travel card (sheet 健康码行程卡)."""

    record: str
    checked: Moment | None
    colour: str | None
    cities: tuple[str, ...] | None


class Health(NamedTuple):
    """One day of health monitoring (sheet 健康监测); temperatures in °C."""

    record: str
    day: Day | None
    morning: float | None
    noon: float | None
    evening: float | None
    symptoms: tuple[str, ...] | None
    antipyretic: bool | None

    @property
    def warmest(self) -> float | None:
        """The highest temperature of the day, None where none was taken."""
        taken = [t for t in (self.morning, self.noon, self.evening) if t is not None]
        return max(taken) if taken else None


class Cohabitant(NamedTuple):
    """Somebody living in the same household (sheet 共同居住人); the name 无 declares that there is nobody."""

    record: str
    name: str | None
    relation: str | None
    category: str | None
    colour: str | None
    place: str | None
    left: Moment | None
    disease: str | None = None
    """An infectious disease the co-resident has."""


class Illness(NamedTuple):
    """An illness (sheet 疾病)."""

    record: str
    disease: str | None
    onset: Moment | None
    seen: Moment | None
    rash: Moment | None
    treated: Moment | None
    temperature_normal: Moment | None
    symptoms_gone: Moment | None
    certificate: bool | None
    improving: Moment | None = None
    swelling: Moment | None = None
    swelling_gone: Moment | None = None
    crusts_dry: Moment | None = None
    jaundiced: bool | None = None
    jaundice: Moment | None = None
    pneumonia: bool | None = None
    positive: Moment | None = None
    discharged: Moment | None = None
    coverable: bool | None = None
    cleared: bool | None = None
    """Whether the health authority agreed to the return."""
    class_name: str | None = None
    """The class at onset, where it is not the present one (DOMAIN §8 A26)."""
    symptomless: bool | None = None
    """Found by a test, without having fallen ill."""


class Link(NamedTuple):
    """One stretch of custody (环节, sheet 管控环节)."""

    record: str
    step: str | None
    starts: Moment | None
    ends: Moment | None
    place: str | None
    room: str | None
    giver: str | None
    receiver: str | None
    vehicle: str | None


class File(NamedTuple):
    """All current facts about one person."""

    subject: str
    person: Person = Person()
    stays: tuple[Stay, ...] = ()
    no_travel: tuple[NoTravel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    tests: tuple[Test, ...] = ()
    codes: tuple[Code, ...] = ()
    health: tuple[Health, ...] = ()
    cohabitants: tuple[Cohabitant, ...] = ()
    illnesses: tuple[Illness, ...] = ()
    links: tuple[Link, ...] = ()


def _moment(answers: Answers, field: str) -> Moment | None:
    text = answers.get(field)
    return Moment.parse(text) if isinstance(text, str) else None


def _day(answers: Answers, field: str) -> Day | None:
    text = answers.get(field)
    return day_of(text) if isinstance(text, str) else None


def _text(answers: Answers, field: str) -> str | None:
    value = answers.get(field)
    return value if isinstance(value, str) else None


def _flag(answers: Answers, field: str) -> bool | None:
    value = answers.get(field)
    return value if isinstance(value, bool) else None


def _many(answers: Answers, field: str) -> tuple[str, ...] | None:
    value = answers.get(field)
    return tuple(value) if isinstance(value, list) else None


def _degrees(value: Value | None) -> float | None:
    if value is None or isinstance(value, float):  # most of a school's answers are temperatures
        return value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _lowest(*values: Value | None) -> float | None:
    known = [float(value) for value in values if isinstance(value, int | float)]
    return min(known, default=None)


def _person(id_: str, a: Answers) -> Person:
    return Person(
        id_, _text(a, "category"), _text(a, "name") or "", _text(a, "sex"), _text(a, "document_type"),
        _text(a, "document_no") or "", _day(a, "birth_date"), _text(a, "phone"), _text(a, "grade"),
        _text(a, "class_name"), _text(a, "department"), _text(a, "post"), _text(a, "boarding"),
        _text(a, "dormitory"), _text(a, "guardian"), _text(a, "guardian_phone"), _text(a, "home_area"),
        _text(a, "home_address"), _moment(a, "planned_return"), _text(a, "batch"), _flag(a, "high_risk_post"),
        _flag(a, "commitment"), _text(a, "remark"), _many(a, "route"),
    )  # fmt: skip


def _stay(id_: str, a: Answers) -> Stay:
    return Stay(
        id_, _text(a, "place"), _text(a, "detail"), _moment(a, "arrived"), _moment(a, "left"),
        _text(a, "transport"), _text(a, "vehicle_no"), _text(a, "first_point"),
    )  # fmt: skip


def _no_travel(id_: str, a: Answers) -> NoTravel:
    return NoTravel(id_, _day(a, "from_day"), _day(a, "to_day"))


def _contact(id_: str, a: Answers) -> Contact:
    return Contact(
        id_, _text(a, "category"), _moment(a, "last_on"), _text(a, "linked"), _text(a, "notified_by"),
        _flag(a, "home_impossible"), _text(a, "disease"), _moment(a, "first_on"), _flag(a, "immune"),
        _text(a, "linked_result"), _text(a, "special_group"), _flag(a, "home_assessed"),
    )  # fmt: skip


def _test(id_: str, a: Answers) -> Test:
    return Test(
        id_, _moment(a, "sampled_at"), _moment(a, "reported_at"), _text(a, "result"), _text(a, "sampled_by"),
        _text(a, "lab"), _text(a, "specimen"), _lowest(a.get("ct_n"), a.get("ct_orf")),
    )  # fmt: skip


def _code(id_: str, a: Answers) -> Code:
    return Code(id_, _moment(a, "checked_at"), _text(a, "colour"), _many(a, "card_cities"))


def _health(id_: str, a: Answers) -> Health:
    return Health(
        id_, _day(a, "day"), _degrees(a.get("temp_am")), _degrees(a.get("temp_noon")), _degrees(a.get("temp_pm")),
        _many(a, "symptoms"), _flag(a, "antipyretic"),
    )  # fmt: skip


def _cohabitant(id_: str, a: Answers) -> Cohabitant:
    return Cohabitant(
        id_, _text(a, "name"), _text(a, "relation"), _text(a, "category"), _text(a, "code_colour"),
        _text(a, "travel_place"), _moment(a, "left"), _text(a, "disease"),
    )  # fmt: skip


def _illness(id_: str, a: Answers) -> Illness:
    return Illness(
        id_, _text(a, "disease"), _moment(a, "onset"), _moment(a, "seen_at"), _moment(a, "rash_at"),
        _moment(a, "treated_at"), _moment(a, "temp_normal_at"), _moment(a, "symptoms_gone_at"),
        _flag(a, "certificate"), _moment(a, "improving_at"), _moment(a, "swelling_at"), _moment(a, "swelling_gone_at"),
        _moment(a, "crusts_dry_at"), _flag(a, "jaundiced"), _moment(a, "jaundice_at"), _flag(a, "pneumonia"),
        _moment(a, "positive_at"), _moment(a, "discharged_at"), _flag(a, "coverable"), _flag(a, "cleared"),
        _text(a, "class_at_onset"), _flag(a, "symptomless"),
    )  # fmt: skip


def _link(id_: str, a: Answers) -> Link:
    return Link(
        id_, _text(a, "step"), _moment(a, "starts"), _moment(a, "ends"), _text(a, "place"), _text(a, "room"),
        _text(a, "giver"), _text(a, "receiver"), _text(a, "vehicle"),
    )  # fmt: skip


def of(subject: str, records: Iterable[Record]) -> File:
    """The file of a person from their current records."""
    person = Person()
    stays: list[Stay] = []
    no_travel: list[NoTravel] = []
    rows: dict[str, list[NamedTuple]] = {}
    for record in records:
        answers = record.answers or {}
        if record.blank == "person":
            person = _person(record.id, answers)
        elif record.blank != "travel":
            rows.setdefault(record.blank, []).append(_MAKERS[record.blank](record.id, answers))
        elif answers.get("no_travel") is True:
            no_travel.append(_no_travel(record.id, answers))
        else:
            stays.append(_stay(record.id, answers))
    stays.sort(key=_by_time)
    made = {blank: tuple(rows.get(blank, ())) for blank in _MAKERS}
    return File._make((subject, person, tuple(stays), tuple(no_travel), *made.values()))


def of_all(people: Mapping[str, Iterable[Record]]) -> dict[str, File]:
    """Everybody's file, from everybody's current records by subject.

    Garbage is not looked for meanwhile: nothing made here is garbage, and looking through a school's files time and
    again costs more than making them.
    """
    with undisturbed():
        return {subject: of(subject, records) for subject, records in people.items()}


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without looking for garbage, where a great many objects are made and nearly all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _by_time(stay: Stay) -> tuple[int, int]:
    """Stays in the order they were lived; an unknown arrival stands where it was left."""
    begins = stay.arrived or stay.left
    ends = stay.left or stay.arrived
    return (begins.earliest if begins else 0, ends.latest if ends else 0)


_MAKERS: dict[str, Callable[[str, Answers], NamedTuple]] = {  # in the order of File's fields
    "contact": _contact,
    "test": _test,
    "code": _code,
    "health": _health,
    "cohabitant": _cohabitant,
    "illness": _illness,
    "custody": _link,
}
