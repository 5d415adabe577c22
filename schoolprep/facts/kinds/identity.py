"""Identity documents: the number is the key by which a person is known, so nothing about it is guessed.

A number cell is refused by its type, never by its check digit: 8.9 % of the numbers that a spreadsheet has cut to
…000 pass the check (DOMAIN §6 rows 1 and 2). A check digit that fails is refused too, as a slip in copying, because
one wrong digit makes another person; somebody whose paper really says so is entered as 其他. What may merely be rare
(an area code not known for the year, a passport of unusual form) is a note and never refused (STYLE §2 habit 7).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from types import ModuleType

from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.forgetting import remembered
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, Writing, wrong
from schoolprep.facts.pattern import pattern
from schoolprep.facts.problem import Problem

RESIDENT, HMT, PERMANENT = "resident_id", "hmt_residence", "permanent_residence"
HMT_AREAS = ("810000", "820000", "830000")
"""Hong Kong, Macao, Taiwan on residence permits (GB 11643 numbers since 2018; Taiwan is 83, not 71: row 8)."""

_EIGHTEEN = pattern(r"[0-9]{17}[0-9X]")
_FIFTEEN = pattern(r"[0-9]{15}")
_OLD_PERMANENT = pattern(r"[A-Z]{3}\d{12}")
_SCIENTIFIC = pattern(r"\d(?:\.\d+)?E\+?\d{1,2}")
_FILLING = pattern(r"[\s'‘’`\-‐‑–—_.·:,\"“”]+")
_PADDED = pattern(r"[?？*＊□○]|\.{2,}")
_SIGNS = pattern(r"[0-9A-Z()/\-]+")
_NUMBERED = pattern(r"\d{14,19}|\d{13,18}X")
_WITHIN = pattern(r"(?<![0-9A-Z])[0-9]{17}[0-9X](?![0-9A-Z])")
_TEMPORARY = pattern(r"999[0-9]{15}")
"""A school's own number for a pupil without papers: 999, ten digits of the school, five of the pupil (row 7)."""
_WORDS = pattern(r"[\u3400-\u9fff]")
_LOOK_LATIN = str.maketrans("АВЕКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXYABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals that nobody can tell from Latin ones."""
_TIMES = pattern(r"(?<=[0-9]{17})[×✕✖╳⨯]")
"""The sign of multiplication where a check digit is X."""
_IN_WORDS = pattern(r"[\u3400-\u9fff]{1,4}(?:字第?|第)[0-9A-Z]{4,}号?")
"""Military papers: 军字第12345号."""
# The usual shapes of the other documents; another shape is a note. Sources: the issuing rules as quoted in the value
# lists of DOMAIN §6 row 8 and public validators named there.
_SHAPES = {
    "passport": re.compile(r"[A-Z0-9]{5,17}"),
    "hm_travel_permit": re.compile(r"[HM]\d{8}(?:\d{2})?"),
    "tw_travel_permit": re.compile(r"\d{8}|\d{10}[A-Z]?"),
    "birth_certificate": re.compile(r"[A-Z]\d{9}"),
}
OLDEST_YEAR = 1900


class IdentityKind(Common):
    """The number of an identity document; `Field.default_of` names the field with its type."""

    nothing = frozenset(
        ("无", "没有", "暂无", "无证件", "无身份证", "未办", "未办理", "没办", "办理中", "在办", *NOTHING)
    )

    def are_clean(self, texts: Sequence[str], types: Sequence[object], frame: Frame) -> bool:
        """Whether all are numbers of resident cards of which nothing is to be said, told by their two parts."""
        if not set(types) <= {None, RESIDENT}:
            return False
        heads, tails = _heads(frame.divisions), _tails()
        return all(heads[text[:_HEAD]] == tails[text[_HEAD:]] for text in texts)

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Letters and digits without filling, checked as the document's type demands."""
        kind = str(frame.answers.get(field.default_of, ""))
        flat = spelling.flat(text).upper().translate(_LOOK_LATIN)
        flat = flat if flat.isascii() else _TIMES().sub("X", flat)
        if _PADDED().search(flat):
            return wrong("identity-incomplete", value=text)
        if _SCIENTIFIC().fullmatch(flat):
            return wrong("identity-number-cell", value=text)
        number = _FILLING().sub("", flat)
        by_number = kind in ("", RESIDENT, HMT, PERMANENT)
        if by_number and not _EIGHTEEN().fullmatch(number) and _WITHIN().search(flat):
            return _taken_out(flat, text)
        reading = _by_type(number, kind, frame)
        if reading.value is None or reading.value == text:
            return reading
        return reading if reading.repair else reading._replace(repair="identity-spelling")

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """Refused wherever the document has 18 digits; other numbers may have lost a leading 0, hence doubtful."""
        kind = str(frame.answers.get(field.default_of, ""))
        digits = spelling.digits(number)
        old = digits is not None and _FIFTEEN().fullmatch(digits) is not None
        if digits is None or (kind in ("", RESIDENT, HMT, PERMANENT) and not old):
            return wrong("identity-number-cell", value=str(number))
        reading = self.of_text(digits, field, frame)
        return reading if reading.value is None else reading._replace(repair="number-cell", doubtful=not old)


_HEAD = 14
"""Signs of a resident card's number that tell area and birth date; many people share them."""


class _Heads(dict[str, int]):
    """Area and birth date of a number → what they add to its check sum; below 0 where something is to be said."""

    def __init__(self, divisions: Divisions) -> None:
        super().__init__()
        self._frame = Frame(divisions)

    def __missing__(self, head: str) -> int:
        if len(self) >= _MOST_PARTS:
            self.clear()
        self[head] = added = _added(head) if self._is_clean(head) else -1
        return added

    def _is_clean(self, head: str) -> bool:
        if not (len(head) == _HEAD and head.isascii() and head.isdigit()):
            return False
        somebody = head + "001"
        return _eighteen(somebody + _check().calc_check_digit(somebody), RESIDENT, self._frame).plain


class _Tails(dict[str, int]):
    """The last four signs of a number → what the others must add to its check sum; below -1 where they are none."""

    def __missing__(self, tail: str) -> int:
        if len(self) >= _MOST_PARTS:
            self.clear()
        sound = _TAIL().fullmatch(tail) and not tail.endswith("000")
        self[tail] = wanted = (1 - _added(tail, _HEAD)) % 11 if sound else -2
        return wanted


_TAIL = pattern(r"[0-9]{3}[0-9X]")
_MOST_PARTS = 65_536


@remembered(4)
def _heads(divisions: Divisions) -> _Heads:
    return _Heads(divisions)


@remembered(1)
def _tails() -> _Tails:
    return _Tails()


def _added(signs: str, place: int = 0) -> int:
    """What some signs of a number add to its check sum (ISO 7064, MOD 11-2); `place`: of the first, of 18."""
    digits = (10 if sign == "X" else int(sign) for sign in signs)
    return sum(digit << (17 - at) for at, digit in enumerate(digits, place)) % 11


def _by_type(number: str, kind: str, frame: Frame) -> Reading:
    if kind in (RESIDENT, HMT) or (not kind and _looks_resident(number)):
        return _eighteen(number, kind, frame)
    if kind == PERMANENT:
        old = _OLD_PERMANENT().fullmatch(number)
        return Reading(number) if old else _eighteen(number, kind, frame)
    if kind in _SHAPES:
        return _shaped(number, _SHAPES[kind])
    if not any(char.isdigit() for char in number):
        return wrong("identity-characters", value=number)
    return Reading(number) if kind else _untyped(number)


def _shaped(number: str, shape: re.Pattern[str]) -> Reading:
    """A number of a document whose numbers have a shape; another shape is only noted."""
    if not _SIGNS().fullmatch(number):
        return wrong("identity-characters", value=number)
    if not shape.fullmatch(number):
        return Reading(number, note=Problem("kinds.identity-shape", {"value": number}))
    return Reading(number)


def _untyped(number: str) -> Reading:
    """A number of which nobody says what document it is of."""
    if _WORDS().search(number) and not _IN_WORDS().fullmatch(number):
        return wrong("identity-characters", value=number)
    if re.fullmatch(r"(?:19|20)\d{6}", number) and _birth_of(number):
        return wrong("identity-is-date", value=number)
    return Reading(number, note=Problem("kinds.identity-no-type", {"value": number}))


def _taken_out(flat: str, text: str) -> Reading:
    """The one number among words: 身份证140802200809010013, 140802200809010013(户口本)."""
    found = _WITHIN().findall(flat)
    if len(found) > 1 or any(char.isdigit() for char in _WITHIN().sub("", flat)) or not _passes(found[0]):
        return wrong("identity-characters", value=text)
    return Reading(found[0], "identity-extracted", doubtful=True)


def _looks_resident(number: str) -> bool:
    """Whether a number without a type can only be meant for an identity card, right or wrong.

    19 characters beginning with G are a school register number, 18 beginning with 999 a temporary one (row 7).
    """
    if _TEMPORARY().fullmatch(number):
        return False
    return _NUMBERED().fullmatch(number) is not None or (
        len(number) == 18 and sum(char.isdigit() for char in number) >= 15 and number.isascii()
    )


def _eighteen(number: str, kind: str, frame: Frame) -> Reading:
    """A number of GB 11643: length, birth date, check digit; the area is only noted."""
    if _FIFTEEN().fullmatch(number):
        return _fifteen(number)
    if not _EIGHTEEN().fullmatch(number):
        code = "identity-characters" if len(number) in (15, 18) else "identity-length"
        return wrong(code, value=number, length=len(number))
    if _birth_of(number[6:14]) is None:
        return wrong("identity-date", value=number)
    if not _passes(number):
        return wrong("identity-check-digit", value=number)
    if number.endswith("000") and not frame.typed:
        # Cut by a spreadsheet and saved as text it would look just like this (row 2): 1 in 11 passes the check.
        return Reading(number, "identity-zeros", doubtful=True)
    return Reading(number, note=_area_note(number, kind, frame))


def _fifteen(number: str) -> Reading:
    """The old number without century and check digit; still right, but no second look is possible."""
    if _birth_of(f"19{number[6:12]}") is None:
        return wrong("identity-date", value=number)
    return Reading(number, note=Problem("kinds.identity-old", {"value": number}))


def _area_note(number: str, kind: str, frame: Frame) -> Problem | None:
    area, year = number[:6], int(number[6:10])
    if number.startswith("9"):
        return None if kind in ("", PERMANENT) else Problem("kinds.identity-other-type", {"value": number})
    if area in HMT_AREAS:
        return None if kind in ("", HMT) else Problem("kinds.identity-other-type", {"value": number})
    if kind in (HMT, PERMANENT):
        return Problem("kinds.identity-other-type", {"value": number})
    if _area_known(area, year, frame) is False:
        return Problem("kinds.identity-area", {"area": area, "year": year})
    return None


def _area_known(area: str, year: int, frame: Frame) -> bool | None:
    return frame.divisions.known_for_identity(area, year)


@remembered(65536)
def _passes(number: str) -> bool:
    """Whether the check digit is right; a number is asked about when it is read and for what it tells."""
    return bool(_check().is_valid(number))


@cache
def _check() -> ModuleType:
    """The check digit of GB 11643, loaded when the first number is read: it brings much along."""
    from stdnum.iso7064 import mod_11_2  # noqa: PLC0415

    return mod_11_2


@remembered(65536)
def _birth_of(text: str) -> date | None:
    """The day of 20080901, None where there is none or it cannot be a birth."""
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
    return day if OLDEST_YEAR <= day.year <= 2099 else None


def is_resident(number: str, kind: object) -> bool:
    """Whether a number that was read as itself, with nothing to be said of it, is certainly of a resident card."""
    return len(number) == 18 and kind in (None, RESIDENT) and number[0] not in "89"


def told(number: str) -> list[str]:
    """Type, birth date and sex that the number of a resident card tells."""
    return [RESIDENT, _iso(number[6:14]), "male" if number[16] in "13579" else "female"]


@remembered(65536)
def _iso(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def type_of(number: str) -> str:
    """The document's type where the number leaves no doubt (18 digits that pass the check); else empty."""
    if not _EIGHTEEN().fullmatch(number) or not _passes(number):
        return ""
    return PERMANENT if number[0] == "9" else HMT if number[:6] in HMT_AREAS else RESIDENT


def born(number: str, kind: str) -> str:
    """The birth date (ISO) a number tells, empty where it tells none."""
    if kind not in (RESIDENT, HMT, PERMANENT):
        return ""
    digits = (
        number[6:14]
        if _EIGHTEEN().fullmatch(number)
        else f"19{number[6:12]}"
        if _FIFTEEN().fullmatch(number)
        else ""
    )
    day = _birth_of(digits)
    return day.isoformat() if day else ""


_MONTH = pattern(r"(\d{4})(?:[-./年](\d{1,2})|(\d{2}))月?")


def is_month_of(written: Writing, day: str) -> bool:
    """Whether a year and month (出生年月: 2013.10, 2013年10月, 201310) are those of an ISO day.

    A number has lost the zero at its end: 2013.1 is January or October.
    """
    number = isinstance(written, (int, float))
    found = _MONTH().fullmatch(spelling.flat(str(written)))
    if found is None or not day:
        return False
    month = found[2] or found[3]
    months = {int(month), 10} if number and month == "1" else {int(month)}
    return found[1] == day[:4] and int(day[5:7]) in months


def sex(number: str, kind: str) -> str:
    """`male` or `female` as the number tells (digit 17, in old numbers digit 15: odd is male), empty where none."""
    if not born(number, kind):
        return ""
    return "male" if int(number[16] if len(number) == 18 else number[14]) % 2 else "female"
