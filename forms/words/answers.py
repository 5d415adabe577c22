"""Answers: one answer as the window reads it aloud, days without the year that the page says anyway."""

from __future__ import annotations

from contextlib import suppress

from forms.words import dates
from forms.words.tr import lang
from schoolprep.facts import kinds
from schoolprep.facts.blank import Field
from schoolprep.facts.days import Moment
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.record import Value
from schoolprep.verdicts import explain


def value_of(field: Field, value: Value, divisions: Divisions) -> str:
    """An answer as it is read; days without their year, which the page says, but for a day of birth."""
    if field.kind in ("date", "moment"):
        with suppress(ValueError):  # what is no day stands as it was filed
            at = Moment.parse(str(value))
            day = explain.full_day(at.day, lang()) if field.needs_year else dates.short(at.day)
            return f"{day} {dates.clock(at)}".strip()
    return kinds.write(field, value, lang(), divisions)
