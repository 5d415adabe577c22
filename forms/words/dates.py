"""DateForms: days and moments as the window writes them, with their weekday; the day and minute it is there now."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from forms.words.tr import lang
from schoolprep.facts import languages
from schoolprep.facts.days import Day, Moment, of_clock
from schoolprep.verdicts import explain


def now(zone: tzinfo | None) -> Moment:
    """This minute where a school stands, whatever zone the computer is set to; None: by the computer's own clock."""
    return of_clock(datetime.now(zone))


def clock(moment: Moment) -> str:
    """The time of day, `07:30`; empty where only the day is known."""
    return "" if moment.minute is None else f"{moment.minute // 60:02d}:{moment.minute % 60:02d}"


def weekday(day: Day) -> str:
    """周一, Mon."""
    return _dates().weekdays[date.fromordinal(day).weekday()]


def short(day: Day) -> str:
    """8月8日, 8 Aug."""
    return explain.day(day, lang())


def full(moment: Moment) -> str:
    """2022年8月8日 周一 07:30, Mon 8 Aug 2022 07:30."""
    day = explain.full_day(moment.day, lang())
    return _dates().moment.format(day=day, weekday=weekday(moment.day), time=clock(moment)).strip()


def month(day: Day) -> str:
    """The month a day lies in: 8月, Aug."""
    return _of(_dates().month, day)


def number(day: Day) -> str:
    """The day of the month: 8日, 8."""
    return _of(_dates().number, day)


def _dates() -> languages.DateForms:
    return languages.of(lang()).dates


def _of(form: str, day: Day) -> str:
    return form.format(**languages.of(lang()).of_day(date.fromordinal(day)))
