"""Kinds: what an answer can be, and how each is read, checked and written.

Stored values: text, name, phone, identity, serial, class: str · date "2022-08-08" · moment "2022-08-08" or
"2022-08-08T07:30" · temperature float in °C with one decimal · yes_no bool · choice its code · choices list of codes ·
place division code (2, 4, 6 or 9 digits) or "~" and the words of a place abroad · places list of them · number int.
Unanswered: no value. Reading never raises, whatever a cell holds; `read(write(value))` gives the value again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schoolprep.facts.blank import Field, KindName
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import (
    choice,
    class_name,
    identity,
    phone,
    place,
    serial,
    temperature,
    when,
    words,
)
from schoolprep.facts.kinds.base import UNANSWERED, Frame, Kind, Reading, Writing
from schoolprep.facts.kinds.words import name_key
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Value
from schoolprep.facts.stored import MALFORMED
from schoolprep.facts.text import Text

__all__ = [
    "KINDS",
    "UNANSWERED",
    "AnswerText",
    "Frame",
    "Kind",
    "Reading",
    "Writing",
    "are_clean",
    "check",
    "name_key",
    "read",
    "write",
]

KINDS: Mapping[KindName, Kind] = {
    "text": words.TextKind(),
    "name": words.NameKind(),
    "identity": identity.IdentityKind(),
    "phone": phone.PhoneKind(),
    "date": when.DateKind(),
    "moment": when.MomentKind(),
    "temperature": temperature.TemperatureKind(),
    "yes_no": choice.YesNoKind(),
    "choice": choice.ChoiceKind(),
    "choices": choice.ChoicesKind(),
    "place": place.PLACE,
    "places": place.PlacesKind(),
    "class": class_name.ClassKind(),
    "number": words.NumberKind(),
    "serial": serial.SerialKind(),
}


def read(field: Field, writing: Writing, frame: Frame) -> Reading:
    """Understand what was written for a field; its problem names the field."""
    reading = KINDS[field.kind].read(writing, field, frame)
    if reading.problem:
        return reading._replace(problem=reading.problem._replace(field=field.name))
    return reading._replace(note=reading.note._replace(field=field.name)) if reading.note else reading


def are_clean(field: Field, texts: Sequence[str], types: Sequence[object], frame: Frame) -> bool:
    """Whether all of some texts certainly read as themselves and nothing is to be said of them; False: perhaps not.

    `types`: the values of the field this one leans on, for each of them.
    """
    return KINDS[field.kind].are_clean(texts, types, frame)


def check(field: Field, value: Value, frame: Frame) -> Problem | None:
    """What is wrong with a value, whatever way it came; None where nothing is."""
    problem = KINDS[field.kind].check(value, field, frame)
    return problem._replace(field=field.name) if problem else None


def write(field: Field, value: Value, lang: Lang, divisions: Divisions) -> str:
    """The value as a person reads it, in a cell or on the screen; what is no value of the field, as it stands."""
    try:
        return KINDS[field.kind].write(value, field, lang, divisions)
    except (*MALFORMED, AttributeError):
        return str(value)


class AnswerText(Text):
    """A value as a person reads it, in whatever language is asked; nothing where it is unanswered."""

    __slots__ = ("divisions", "field", "value")

    def __init__(self, field: Field, value: Value | None, divisions: Divisions) -> None:
        self.field, self.value, self.divisions = field, value, divisions

    def __getitem__(self, lang: Lang) -> str:
        """The value in `lang`."""
        return "" if self.value is None else write(self.field, self.value, lang, self.divisions)

    def _is(self) -> object:
        return self.field.name, self.value
