"""Telephone numbers: Chinese mobiles and landlines with area code, foreign numbers with their country's code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schoolprep.facts.blank import Field
from schoolprep.facts.country import Country, country_at
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Value

# DOMAIN §6 row 9: every mobile begins 13 to 19; lists of prefixes reject 16x and 19x.
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# 010 and 02x are the three-digit area codes, all others have four digits; local numbers have seven or eight
# and begin with 2 to 9 (0 and 1 begin area codes, mobiles and services).
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?([2-9]\d{6,7})(?:(?:转|ext|x|#|-)(\d{1,6}))?", re.ASCII)
_LOST_ZERO = re.compile(r"((?:10|2\d)\d{8}|[3-9]\d{2}[2-8]\d{6,7})")
_FOREIGN = re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.ASCII)
_HOME = re.compile(r"(?:\+|00)?86-?")
_TRUNK_ZERO = re.compile(r"(?<=\d)\s?\(0\)")  # +44 (0) 161: left out when dialled from abroad
_FILLING = re.compile(r"[\s().·\-‐‑–—_/]+")
_FOUND = re.compile(r"(?<!\d)1[3-9]\d(?:[ \-]?\d{4}){2}(?!\d)")
_EXTENSION = re.compile(r"\s*(?:extension|extn?|x|#)\.?\s*:?\s*(\d{1,6})\s*$", re.ASCII)
_MANY = re.compile(r"[/,;&]|\bor\b|\band\b")
MOBILE_LENGTH = 11
NETWORK = 3
"""The first digits of a mobile are written together: 138 0013 8000."""


class PhoneKind(Common):
    """A telephone number: 13800138000, 0359-2022222, 0359-2022222-801, +12025550123.

    In a school of another country its own as they are dialled there: 07700900123, 814-555-0123, 814-555-0123x45.
    """

    clean = MOBILE
    nothing = frozenset(("无", "没有", "暂无", "无手机", "无电话", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Understand it in any grouping."""
        if country := country_at(frame.zone):
            return _at_home(text, country)
        if MOBILE.fullmatch(text):
            return Reading(text)
        bare = _TRUNK_ZERO.sub("", spelling.without_zero_tail(spelling.flat(text).casefold()))
        found = self._mobile(bare) or self._foreign(bare) or self._landline(bare)
        if found is None:
            return self._inside(bare, text)
        return Reading(found, "" if found == text else "phone-spelling", doubtful=_oddly_grouped(bare, found))

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """A mobile loses nothing as a number; a landline loses its leading 0, which is asked back."""
        reading = super().of_number(number, field, frame)
        digits = spelling.digits(number) or ""
        if country := country_at(frame.zone):
            return reading if reading.value else _with_its_zero(digits, country) or reading
        if reading.value is None and _LOST_ZERO.fullmatch(digits):
            found = self._landline("0" + digits)
            return Reading(found, "phone-zero", doubtful=True) if found else reading
        return reading

    def are_clean(self, texts: Sequence[str], types: Sequence[object], frame: Frame) -> bool:
        """Chinese mobiles, in a school in China."""
        return country_at(frame.zone) is None and super().are_clean(texts, types, frame)

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """A number that reads as itself; one of the country with its code stands as it is."""
        abroad = isinstance(value, str) and _FOREIGN.fullmatch(value) and self.read(value, field, frame).value
        return None if abroad else super().check(value, field, frame)

    def _mobile(self, bare: str) -> str | None:
        digits = _FILLING.sub("", bare)
        at_home = _HOME.match(digits)
        for number in (digits, digits[at_home.end() :] if at_home else ""):
            if MOBILE.fullmatch(number):
                return number
        return None

    def _foreign(self, bare: str) -> str | None:
        found = _FOREIGN.fullmatch(_FILLING.sub("", bare))
        return f"+{found[1]}" if found and not found[1].startswith("86") else None

    def _landline(self, bare: str) -> str | None:
        digits = re.sub(r"[\s().·:]+", "", bare)
        at_home = _HOME.match(digits) if digits[:1] in "+08" else None
        if at_home:
            digits = "0" + digits[at_home.end() :].removeprefix("0")
        found = _LANDLINE.fullmatch(digits) or _LANDLINE.fullmatch(digits.replace("-", ""))
        return "-".join(part for part in found.groups() if part) if found else None

    def _inside(self, bare: str, text: str) -> Reading:
        """Not a number alone: one mobile among words is offered, anything else is asked back."""
        numbers = _FOUND.findall(bare)
        if len(numbers) == 1 and not re.search(r"\d", _FOUND.sub("", bare)):
            return Reading(_FILLING.sub("", numbers[0]), "phone-extracted", doubtful=True)
        if len(numbers) > 1:
            return wrong("phone-several", value=text)
        digits = re.sub(r"\D", "", bare)
        if re.fullmatch(r"[2-8]\d{6,7}", digits):
            return wrong("phone-area-code", value=text)
        if digits.startswith("1") and len(digits) != MOBILE_LENGTH:
            return wrong("phone-length", value=text, length=len(digits))
        return wrong("phone-unreadable", value=text)


def _at_home(text: str, country: Country) -> Reading:
    """A number of a country other than China as a school there has it, or one from abroad with its code."""
    bare = _TRUNK_ZERO.sub("", spelling.without_zero_tail(spelling.flat(text).casefold()))
    extension = _EXTENSION.search(bare)
    main = bare[: extension.start()] if extension else bare
    digits = _FILLING.sub("", main)
    foreign = _FOREIGN.fullmatch(digits)
    if foreign and not foreign[1].startswith(country.dial):
        return Reading(f"+{foreign[1]}", "" if text == f"+{foreign[1]}" else "phone-spelling")
    found = _national(foreign[1] if foreign else digits, country)
    if not found:
        return _with_its_zero(digits, country) or _among_words(main, text, country)
    found += f"x{extension[1]}" if extension else ""
    return Reading(found, "" if found == text else "phone-spelling")


def _national(digits: str, country: Country) -> str:
    """The national number of some digits, with the country's code or without; empty where they are none."""
    local = digits.removeprefix(country.dial) if not re.fullmatch(country.national, digits) else digits
    for number in (local, f"{country.trunk}{local}" if local != digits else ""):
        if number and re.fullmatch(country.national, number):
            return _grouped(number, country)
    return ""


def _grouped(number: str, country: Country) -> str:
    """The digits as people there write them together."""
    groups, at = [], 0
    for length in country.groups:
        groups.append(number[at : at + length])
        at += length
    return "-".join(groups) if groups else number


def _with_its_zero(digits: str, country: Country) -> Reading | None:
    """A number cell that has lost the zero it began with."""
    found = _national(f"{country.trunk}{digits}", country) if country.trunk else ""
    return Reading(found, "phone-zero", doubtful=True) if found else None


def _among_words(bare: str, text: str, country: Country) -> Reading:
    """Not a number alone: one among words is offered, anything else is asked back."""
    pieces = filter(None, (_FILLING.sub("", re.sub(r"[^\d\s().+-]", "", one)) for one in _MANY.split(bare)))
    numbers = [piece.lstrip("+") for piece in pieces]
    found = [number for piece in numbers if (number := _national(piece, country))]
    if len(found) == 1 and len(numbers) == 1:
        return Reading(found[0], "phone-extracted", doubtful=True)
    if len(found) > 1:
        return wrong("phone-several", value=text)
    return wrong("phone-not-national", value=text, example=country.example)


def _oddly_grouped(bare: str, found: str) -> bool:
    """Whether a Chinese number is grouped as no Chinese writes it: 1-541-754-3010 is one of another country."""
    if found.startswith("+"):
        return False
    groups = re.findall(r"\d+", bare)
    while groups and groups[0] in ("86", "0086"):
        del groups[0]
    first = groups[0].removeprefix("86") if groups and len(groups[0]) > MOBILE_LENGTH else "".join(groups[:1])
    if "-" not in found:
        return len(first) < NETWORK
    area, local = found.split("-")[:2]
    return first.removeprefix("0") not in (area[1:], area[1:] + local)
