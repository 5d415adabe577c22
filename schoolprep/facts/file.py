"""File (一人一档): everything the school currently holds about one person, as the plain facts rules count with.

A `Binder` makes it once from a person's current records, as the blanks say where each answer goes; `judge` and every
table read it. An unanswered question is `None`, never "no" (DOMAIN §8 A15), and so is an answer nobody can read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple, get_args, get_type_hints

from schoolprep import __version__
from schoolprep.facts import collector
from schoolprep.facts.blank import Blank, Blanks, Field, hidden
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.forgetting import remembered
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Record, Value
from schoolprep.facts.stored import MALFORMED, PLAIN, Reader, reader


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
    number: str | None = None
    """The school's own number (学号, 工号)."""
    register_no: str | None = None
    """The number in a state's register of pupils (学籍号, UPN)."""
    guardian_relation: str | None = None
    guardian2: str | None = None
    guardian2_phone: str | None = None
    guardian2_relation: str | None = None

    @property
    def counts_as(self) -> str:
        """The category a person is counted and grouped in; empty where it is not known.

        Their own; else `student` for who has a class and neither department nor post, as on every class roster.
        """
        if self.category or not self.class_name or self.department or self.post:
            return self.category or ""
        return "student"


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
    ct_n: float | None = None
    ct_orf: float | None = None

    @property
    def ct(self) -> float | None:
        """The lowest Ct value of the genes reported."""
        return min((value for value in (self.ct_n, self.ct_orf) if value is not None), default=None)


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

    def reached(self, limit: float) -> bool:
        """Whether any temperature of the day was as high as this."""
        return any(t is not None and t >= limit for t in (self.morning, self.noon, self.evening))


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
    certainty: str | None = None
    """Suspected, diagnosed, or confirmed by a laboratory; judged alike."""
    tb_severe: bool | None = None
    """Of tuberculosis: bacteriologically positive, or severe."""


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


class UnreadAnswer(NamedTuple):
    """An answer that stood in a sheet and that nobody could read (`facts/unread`)."""

    record: str
    blank: str | None
    field: str | None
    words: str | None
    heading: str | None
    file: str | None
    sheet: str | None
    cell: str | None
    day: Day | None
    beside: str | None
    done: bool | None
    why: str | None = None
    named: str | None = None
    """Whom its row names, where it is only perhaps this person."""


class OtherRecord(NamedTuple):
    """A statement that has no part of its own in a file: its answers as they are stored."""

    record: str
    answers: Mapping[str, Any]


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
    unread_answers: tuple[UnreadAnswer, ...] = ()
    other: Mapping[str, tuple[OtherRecord, ...]] = {}
    """What was said on blanks that have no part here, by blank: those nobody has made a part for, and those of a newer
    edition."""
    unread: tuple[str, ...] = ()
    """The records with an answer that nobody can read, or that are about something else than a person."""
    newer: tuple[str, ...] = ()
    """The records of a newer edition, or with answers to its questions: kept, and not judged."""


PARTS: Mapping[str, type[NamedTuple]] = {
    name: struct
    for name, hint in get_type_hints(File).items()
    if hasattr(struct := (get_args(hint) or (hint,))[0], "_fields")
}
"""The parts of a file and what each is made of: where a blank's field says its answer goes (`Field.file`)."""
_ONE = frozenset(name for name, hint in get_type_hints(File).items() if hint is PARTS.get(name))
"""The parts of which there is one: where several were filed, the last counts."""


class Binder:
    """Makes files of records, by the blanks it was given and the hidden ones about people; see the module."""

    def __init__(self, blanks: Blanks) -> None:
        """Raises `CallError` where a blank names a place in a file that is not there, or is for another kind."""
        blanks = {**{one.id: one for one in hidden().values() if one.about == "person"}, **blanks}
        self._leaves = {blank.id: _leaf(blank) for blank in blanks.values() if blank.about == "person"}
        self._others = frozenset(blanks.keys() - self._leaves.keys())
        self.form = _form(blanks)
        """What tells files made by these declarations from files made by others."""

    def file(self, subject: str, records: Iterable[Record]) -> File:
        """The file of a person from their current records; no record, whatever it says, keeps it from being made."""
        parts: dict[str, list[NamedTuple]] = {}
        beside = _Beside()
        leaves = self._leaves
        for record in records:
            answers = record.answers or {}
            leaf = leaves.get(record.blank)
            if leaf is None:
                beside.lay_unknown(record, answers, misplaced=record.blank in self._others)
                continue
            for switch, switched in leaf.switched:
                if answers.get(switch) is True:
                    leaf = switched
            try:
                row = leaf.filled(record.id, answers)
            except MALFORMED:
                row = leaf.filled(record.id, beside.legible(record, answers, leaf))
            if not leaf.part:
                beside.lay(record, answers)
            elif leaf.part in parts:
                parts[leaf.part].append(row)
            else:
                parts[leaf.part] = [row]
        if "stays" in parts:
            parts["stays"].sort(key=_by_time)
        made: dict[str, Any] = {
            part: rows[-1] if part in _ONE else tuple(rows) for part, rows in parts.items()
        }
        return File(subject, **made, **beside.parts())

    def files(self, people: Mapping[str, Iterable[Record]]) -> dict[str, File]:
        """Everybody's file, from everybody's current records by subject.

        Garbage is not looked for meanwhile: nothing made here is garbage, and looking through a school's files time
        and again costs more than making them.
        """
        with collector.resting():
            return {subject: self.file(subject, records) for subject, records in people.items()}


class _Beside:
    """What of somebody's records lies beside the parts of the file."""

    def __init__(self) -> None:
        self._other: dict[str, list[OtherRecord]] = {}
        self._unread: list[str] = []
        self._newer: list[str] = []

    def lay(self, record: Record, answers: Answers) -> None:
        """Keep a statement that has no part in the file."""
        self._other.setdefault(record.blank, []).append(OtherRecord(record.id, answers))

    def lay_unknown(self, record: Record, answers: Answers, *, misplaced: bool) -> None:
        """The same of one whose blank is not known, or is not about people (`misplaced`)."""
        (self._unread if misplaced else self._newer).append(record.id)
        self.lay(record, answers)

    def legible(self, record: Record, answers: Answers, leaf: _Leaf) -> Answers:
        """What can be read of a record; whether something cannot, or is of a newer edition, is noted."""
        asked = {name: value for name, value in answers.items() if name in leaf.places}
        legible = {name: value for name, value in asked.items() if leaf.is_legible(name, value)}
        if len(asked) < len(answers):
            self._newer.append(record.id)
        if len(legible) < len(asked):
            self._unread.append(record.id)
        return legible

    def parts(self) -> dict[str, Any]:
        """As `File` has it."""
        other = {blank: tuple(told) for blank, told in self._other.items()}
        return {"other": other, "unread": tuple(self._unread), "newer": tuple(self._newer)}


class _Leaf:
    """Makes one part's structs of the answers of one blank (one leaf of the file)."""

    def __init__(self, blank: Blank, part: str, switched: tuple[tuple[str, _Leaf], ...] = ()) -> None:
        self.part = part
        """Empty: the blank has no part in a file, and its answers are only looked through."""
        self.switched = switched
        """The fields whose yes makes a record one of another part, and that part."""
        struct = PARTS.get(part, _Apart)
        kept = get_type_hints(struct)
        self.places = {field.name: (_place(blank, field, part, kept), reader(field)) for field in blank.field}
        self.filled = _filling(struct, self.places)
        """Makes the struct by a record's id and answers; raises one of `MALFORMED`, also where something is answered
        that the blank does not ask."""

    def is_legible(self, name: str, value: Value) -> bool:
        """Whether an answer to a question of the blank can be read."""
        try:
            self.places[name][1](value)
        except MALFORMED:
            return False
        return True


class _Apart(NamedTuple):
    """What is made of a record that has no part in a file: nothing, but its answers have been read."""

    record: str


def _leaf(blank: Blank) -> _Leaf:
    """The part a blank's records usually go to, with those that a yes to one of its fields leads to."""
    switches = {field.file: field.name for field in blank.field if field.file in PARTS}
    parts = (field.file.partition(".")[0] for field in blank.field)
    usual = next((part for part in parts if part and part not in switches), "")
    return _Leaf(blank, usual, tuple((name, _Leaf(blank, part)) for part, name in switches.items()))


def _place(blank: Blank, field: Field, part: str, kept: Mapping[str, object]) -> int:
    """Where a field's answer goes in a part that keeps this; that of the record's id where it does not."""
    where, _, name = field.file.partition(".")
    if where and where not in PARTS:
        raise CallError("blanks.no-place", blank=blank.id, field=field.name, place=field.file)
    if not name or where != part:
        return 0
    plain = PLAIN[field.kind]
    if kept.get(name) not in (plain, plain | None):
        raise CallError("blanks.no-place", blank=blank.id, field=field.name, place=field.file)
    return list(kept).index(name)


def _filling(
    struct: type[NamedTuple], places: Mapping[str, tuple[int, Reader]]
) -> Callable[[str, Answers], NamedTuple]:
    empty = [struct._field_defaults.get(name) for name in struct._fields]
    make = partial(tuple.__new__, struct)  # `_make` without counting: a row is as long as the struct

    def filled(record: str, answers: Answers) -> NamedTuple:
        row = empty.copy()
        for name, value in answers.items():
            at, read = places[name]
            row[at] = read(value)
        row[0] = record
        made: NamedTuple = make(row)
        return made

    return filled


def _form(blanks: Blanks) -> bytes:
    fields = [
        (blank.id, blank.about, field.name, field.kind, field.file, [choice.code for choice in field.choices])
        for blank in blanks.values()
        for field in blank.field
    ]
    structs = [(name, list(get_type_hints(struct).items())) for name, struct in PARTS.items()]
    return blake2b(repr((__version__, fields, structs)).encode(), digest_size=8).hexdigest().encode()


def _by_time(stay: Any) -> tuple[int, int]:
    """Stays in the order they were lived; an unknown arrival stands where it was left."""
    begins = stay.arrived or stay.left
    ends = stay.left or stay.arrived
    return (begins.earliest if begins else 0, ends.latest if ends else 0)
