"""Serials: the number that a school, or a state's register, gives one of its people (学号, 工号, 学籍号, UPN).

Nothing in it can be checked but its form, so it is kept as it was given; digits in a number cell lose nothing up to
fifteen. Numbers of few digits are counted within a class and tell nobody from a pupil of another one.
"""

from __future__ import annotations

import re

from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong

_SERIAL = re.compile(r"(?=.*\d)[0-9A-Z\u3400-\u9fff][0-9A-Z\u3400-\u9fff()/._\-]*")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}")
_LABEL = re.compile(r"^(?:学号|工号|学籍号|编号|NO\.?|ID)\s*[:#]?\s*(?=\d)|^#")
_TAIL = re.compile(r"(?<=\d)号$")
IN_CLASS = 3
"""Digits of a number that is counted within a class."""


class SerialKind(Common):
    """A number that somebody gave out: 20220701, 0301, U1, G140802200809010013."""

    clean = re.compile(r"\d{1,30}", re.ASCII)
    longest = 40
    nothing = frozenset(("无", "没有", "暂无", "待定", "未定", "无学号", "无学籍", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Letters, digits and what stands between them, without spaces and the word for it."""
        flat = spelling.flat(text).upper()
        if _SCIENTIFIC.fullmatch(flat):
            return wrong("serial-number-cell", value=text)
        bare = "".join(_TAIL.sub("", _LABEL.sub("", flat)).split())
        number = spelling.without_zero_tail(bare)
        if not _SERIAL.fullmatch(number):
            return wrong("serial-unreadable", value=text)
        return Reading(number, "" if number == text else "serial-spelling")

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """Its digits, where none is lost."""
        digits = spelling.digits(number)
        if digits is None:
            return wrong("serial-number-cell", value=str(number))
        return Reading(digits) if digits.isdecimal() else wrong("serial-unreadable", value=str(number))


def serial_key(number: str) -> str:
    """What makes two numbers the same: 0301 of a text cell and 301 of a number cell are."""
    plain = "".join(char for char in number.casefold() if char.isalnum())
    return plain.lstrip("0") or plain


def is_of_class(number: str) -> bool:
    """Whether a number is counted within a class, so that several pupils of a school have it."""
    return number.isdecimal() and len(number) <= IN_CLASS
