"""Temperatures of the body in °C with one decimal."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from schoolprep.facts.blank import Field
from schoolprep.facts.country import country_at
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Value

# What a living person can have, as clinical thermometers show it (STYLE §4 no. 13 uses the same range).
LOWEST, HIGHEST = Decimal(34), Decimal(43)
_CELSIUS = re.compile(r"(\d{1,3})(?:[.,、·度]\s?(\d+))?\s*(?:°c|℃|c|度|摄氏度|°)?")
_FAHRENHEIT = re.compile(r"(\d{2,3})(?:\.(\d+))?\s*(?:°f|℉|f|华氏度)")
_SPAN = re.compile(r"\d\s*(?:[-~～至到/]|[,，、]\s*\d{2}).*\d")
_TENTH = Decimal("0.1")
_NOISE = Decimal("0.000001")


class TemperatureKind(Common):
    """A measured temperature. Words (正常) are no measurement and are asked back."""

    nothing = frozenset(("无", "未测", "没测", "未量", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """36.5, 36.5℃, 36。5, ３６．５, 36度5; a typed 365 is 36.5."""
        bare = spelling.flat(text).casefold().removeprefix("体温").strip(" :约")
        if found := _FAHRENHEIT.fullmatch(bare):
            return _in_range(_from_fahrenheit(Decimal(f"{found[1]}.{found[2] or 0}")), text, "fahrenheit")
        found = _CELSIUS.fullmatch(bare)
        if found:
            return self._celsius(Decimal(f"{found[1]}.{found[2] or 0}"), text, frame)
        if _SPAN.search(bare):
            return wrong("temperature-several", value=text)
        if not any(char.isdigit() for char in bare):
            return wrong("temperature-word", value=text)
        return wrong("temperature-unreadable", value=text)

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """A number cell is the usual way."""
        if not 0 <= number < 10**6:
            return wrong("temperature-range", value=str(number))
        return self._celsius(Decimal(repr(number)), str(number), frame)

    def _celsius(self, degrees: Decimal, text: str, frame: Frame) -> Reading:
        tenfold = degrees / 10
        if degrees == degrees.to_integral_value() and LOWEST <= tenfold <= HIGHEST:
            return _in_range(tenfold, text, "point", doubtful=not frame.typed)
        country = country_at(frame.zone)
        if degrees > HIGHEST and country is not None and country.fahrenheit:
            return _in_range(_from_fahrenheit(degrees), text, "fahrenheit")
        return _in_range(degrees, text, "")

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """With its one decimal: 36.5."""
        return f"{value:.1f}" if isinstance(value, int | float) else str(value)


def _from_fahrenheit(degrees: Decimal) -> Decimal:
    return (degrees - 32) / Decimal("1.8")


def _in_range(degrees: Decimal, text: str, repair: str, *, doubtful: bool = False) -> Reading:
    if not LOWEST <= degrees <= HIGHEST:
        return wrong("temperature-range", value=text)
    tenth = degrees.quantize(_TENTH, ROUND_HALF_UP)  # half up: the side on which a fever is not overlooked
    if not repair and abs(tenth - degrees) > _NOISE:
        repair = "rounded"
    if not repair and text not in (str(tenth), str(tenth.normalize()), str(degrees)) and not _is_number(text):
        repair = "temperature-spelling"
    return Reading(float(tenth), repair, doubtful)


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()
