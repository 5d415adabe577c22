"""Signs: what a day of monitoring shows, when on that day, and which illness has such signs (`symptoms.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.facts.file import Health
from schoolprep.facts.text import Text, as_text

NO_FEVER = 100.0
"""°C that nobody has: where no rule looks at temperatures."""
FEVER = "fever"
GRAVE = frozenset({FEVER, "vomiting", "diarrhoea"})
"""With one of these nobody belongs at school, whatever "no exclusion" an illness has."""


class Natural(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an illness is like (`symptoms.toml`)."""

    symptoms: tuple[str, ...]
    days: int
    """Days from its onset on which these are taken to be its own, where nobody filed an end."""
    source: str


class _Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    standing: Text
    illness: Mapping[str, Natural]


_NOT_DECLARED = Natural(symptoms=(), days=0, source="")
"""An illness of which nothing is declared: it explains nothing."""


@cache
def declared() -> Mapping[str, Natural]:
    """Every illness of which something is declared, by its code."""
    data = toml.file(Path(__file__).with_name("symptoms.toml"))
    return msgspec.convert(data, _Declared, dec_hook=as_text).illness


def natural(disease: str | None) -> Natural:
    """What an illness is like."""
    return declared().get(disease or "", _NOT_DECLARED)


class Sign(NamedTuple):
    """One symptom, or one temperature that is a fever."""

    day: Day
    name: str
    """Code of the blank 健康监测."""
    first: int
    """The earliest minute at which it can have been seen: a bare day from 00:00, a morning temperature from 08:00."""
    settled: int
    """The minute by which it is taken to be past, beside an end that somebody filed: of a temperature when its check is
    done, of a symptom without an hour as the day begins, for who filed the end knew more."""
    row: Health
    measured: bool = False
    """A temperature, which has the hour of its check."""


_CHECKS = (("morning", 8 * 60, 10 * 60), ("noon", 12 * 60, 14 * 60), ("evening", 18 * 60, MINUTES_A_DAY))
"""The checks of a day: from which minute, and by which they are surely done."""


def signs(row: Health, fever: float) -> Iterator[Sign]:
    """What a day shows; a fever that was measured has its hour, one that is only said has none."""
    if row.day is None:
        return
    midnight, measured = row.day * MINUTES_A_DAY, False
    for check, begins, ends in _CHECKS:
        degrees = getattr(row, check)
        if degrees is not None and degrees >= fever:
            measured = True
            yield Sign(row.day, FEVER, midnight + begins, midnight + ends, row, measured=True)
    for symptom in row.symptoms or ():
        if not (measured and symptom == FEVER):
            yield Sign(row.day, symptom, midnight, midnight + 1, row)


def masked(row: Health) -> Iterator[Sign]:
    """The fever that a day of fever medicine may hide: nobody can say that it was gone."""
    if row.day is not None and row.antipyretic:
        midnight = row.day * MINUTES_A_DAY
        yield Sign(row.day, FEVER, midnight, midnight + 1, row)


def is_clear(row: Health, fever: float, symptoms: Iterable[str]) -> bool:
    """Whether a day surely shows neither fever nor any of these symptoms: both were looked at.

    Never a day with fever medicine, which hides what it treats.
    """
    if row.antipyretic or row.symptoms is None or row.warmest is None or row.reached(fever):
        return False
    return FEVER not in row.symptoms and not any(one in row.symptoms for one in symptoms)
