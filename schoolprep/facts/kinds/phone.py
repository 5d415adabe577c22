"""Telephone numbers: Chinese mobiles and landlines with area code, foreign numbers with their country's code."""

from __future__ import annotations

import re

from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong

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
MOBILE_LENGTH = 11
NETWORK = 3
"""The first digits of a mobile are written together: 138 0013 8000."""


class PhoneKind(Common):
    """A telephone number: 13800138000, 0359-2022222, 0359-2022222-801, +12025550123."""

    clean = MOBILE
    nothing = frozenset(("无", "没有", "暂无", "无手机", "无电话", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Understand it in any grouping."""
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
        if reading.value is None and _LOST_ZERO.fullmatch(digits):
            found = self._landline("0" + digits)
            return Reading(found, "phone-zero", doubtful=True) if found else reading
        return reading

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
