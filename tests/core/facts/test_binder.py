"""Binder: a file is made as the blanks say, by name; no record keeps it from being made."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from schoolprep.facts.blank import Blank, Field, hidden
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import PARTS, Binder
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Value
from schoolprep.facts.text import Same, Written
from tests.filings import BINDER, BLANKS, record

HIDDEN = [blank for blank in hidden().values() if blank.about == "person"]
PLACED = [
    (blank, field) for blank in (*BLANKS.values(), *HIDDEN) for field in blank.field if "." in field.file
]


def value_of(field: Field, number: int) -> tuple[Value, object]:
    """An answer of a field, of which no other has the like, and what it is in a file."""
    day, text = f"2022-08-{number % 28 + 1:02d}", f"{field.name} {number}"
    match field.kind:
        case "date":
            return day, day_of(day)
        case "moment":
            return day, Moment.parse(day)
        case "temperature" | "number":
            return 30.0 + number, 30.0 + number
        case "yes_no":
            return True, True
        case "choice":
            return field.choices[-1].code, field.choices[-1].code
        case "choices":
            return [field.choices[0].code], (field.choices[0].code,)
        case "places":
            return [text], (text,)
        case _:
            return text, text


@pytest.mark.parametrize(
    ("blank", "field"), PLACED, ids=lambda one: one.id if isinstance(one, Blank) else one.name
)
def test_each_answer_goes_where_its_field_says(blank: Blank, field: Field) -> None:
    """All answered at once, so that two that were swapped would show."""
    part, _, name = field.file.partition(".")
    said = {
        one.name: value_of(one, at) for at, one in enumerate(blank.field) if one.file.startswith(f"{part}.")
    }
    answers: Answers = {asked: value for asked, (value, _) in said.items()}
    answers |= {one.name: True for one in blank.field if one.file == part}
    made = getattr(BINDER.file("s", [record("r", blank.id, answers)]), part)
    struct = made if part == "person" else made[0]
    assert getattr(struct, name) == said[field.name][1]
    assert struct.record == "r"


def test_every_place_of_every_part_is_filled_by_one_field() -> None:
    filled = [field.file for _, field in PLACED]
    wanted = {
        f"{part}.{name}" for part, struct in PARTS.items() for name in struct._fields if name != "record"
    }
    assert set(filled) == wanted
    assert len(filled) == len(wanted)


def test_a_guardian_and_their_phone_cannot_be_swapped() -> None:
    person = BINDER.file("s", [record("r", "person", {"guardian": "李四", "guardian_phone": "138"})]).person
    assert (person.guardian, person.guardian_phone) == ("李四", "138")
    wrong = tuple(
        replace(one, file="person.born") if one.name == "guardian" else one for one in BLANKS["person"].field
    )
    with pytest.raises(CallError) as refused:
        Binder({**BLANKS, "person": replace(BLANKS["person"], field=wrong)})
    assert refused.value.problem.code == "blanks.no-place"


ABSENCE = Blank(
    id="not_yet_known", sheet="缺勤", sheets=("Absence",), title=Same("缺勤"), help=Same(), order=20,
    field=(Field("day", "date", ("缺勤日期",), Written({"zh": "日期", "en": "Day"}), Same()),),
)  # fmt: skip


def test_a_new_fact_costs_its_blank() -> None:
    made = Binder({**BLANKS, "not_yet_known": ABSENCE}).file(
        "s", [record("r", "not_yet_known", {"day": "2022-08-08"})]
    )
    assert [(told.record, told.answers) for told in made.other["not_yet_known"]] == [
        ("r", {"day": "2022-08-08"})
    ]
    assert made.unread == made.newer == ()


def test_a_blank_of_a_newer_edition_is_kept() -> None:
    made = BINDER.file(
        "s", [record("r", "not_yet_known", {"day": "2022-08-08"}), record("p", "person", {"name": "Ann"})]
    )
    assert made.other["not_yet_known"][0].answers == {"day": "2022-08-08"}
    assert (made.newer, made.unread, made.person.name) == (("r",), (), "Ann")


def test_what_cannot_be_read_is_unknown_and_the_rest_of_the_record_is_read() -> None:
    wrong: Answers = {"category": "close", "last_on": 5, "rumour": "yes"}
    (contact,) = BINDER.file("s", [record("r", "contact", wrong)]).contacts
    assert (contact.category, contact.last_on) == ("close", None)
    made = BINDER.file("s", [record("r", "contact", wrong), record("a", "area", {"place": "1408"})])
    assert (made.unread, made.newer) == (("r", "a"), ("r",))
