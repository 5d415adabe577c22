"""Stored: what the stored form of an answer says, as the plain value rules count with.

The stored forms of the kinds stand in `schoolprep/facts/kinds`; whatever is no such form is not understood here, and
never guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from schoolprep.facts.blank import Field, KindName
from schoolprep.facts.days import Day, Moment, day_of

Reader = Callable[[Any], object]
"""Gives the plain value of a stored form; raises one of `MALFORMED` where it is none of the field."""

MALFORMED = (KeyError, OverflowError, TypeError, ValueError)
"""What a `Reader` raises."""

PLAIN: Mapping[KindName, Any] = {
    "text": str, "name": str, "identity": str, "phone": str, "class": str, "choice": str, "place": str, "serial": str,
    "date": Day, "moment": Moment, "temperature": float, "number": float, "yes_no": bool,
    "choices": tuple[str, ...], "places": tuple[str, ...],
}  # fmt: skip
"""The type of a kind's plain value, as the structs of a file declare it."""


def reader(field: Field) -> Reader:
    """Who reads the stored form of a field's answer."""
    if field.kind == "choice":
        return {choice.code: choice.code for choice in field.choices}.__getitem__
    if field.kind == "choices":
        return _several({choice.code: choice.code for choice in field.choices})
    return _READERS[field.kind]


def _text(value: Any) -> str:
    if value.__class__ is str:
        text: str = value
        return text
    raise TypeError


def _number(value: Any) -> float:
    if value.__class__ is float:  # most of a school's answers are temperatures
        number: float = value
        return number
    if value.__class__ is int:
        return float(value)
    raise TypeError


def _flag(value: Any) -> bool:
    if value.__class__ is bool:
        flag: bool = value
        return flag
    raise TypeError


def _several(codes: Mapping[str, str]) -> Reader:
    def read(value: Any) -> tuple[str, ...]:
        if value.__class__ is not list:
            raise TypeError
        return tuple([codes[code] for code in value]) if value else ()

    return read


def _texts(value: Any) -> tuple[str, ...]:
    if value.__class__ is not list:
        raise TypeError
    return tuple(map(_text, value))


_READERS: Mapping[KindName, Reader] = {
    "text": _text,
    "name": _text,
    "identity": _text,
    "phone": _text,
    "class": _text,
    "serial": _text,
    "place": _text,
    "places": _texts,
    "date": day_of,
    "moment": Moment.parse,
    "temperature": _number,
    "number": _number,
    "yes_no": _flag,
}
