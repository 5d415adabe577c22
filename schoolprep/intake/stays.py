"""Stays: columns in which 无 says that there was no travel, and anything else where it was to.

无 under 近14天旅居史 is the declaration of those days and not silence; counted back from the day on which the row, or
else the sheet, was filled in. A place under such a heading is a stay whose days are open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.kinds import spelling, when
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.choices import TRAVEL_SINCE
from schoolprep.intake.columns import SheetColumn, SheetLack
from schoolprep.intake.layout import ColumnHead
from schoolprep.intake.sheet_days import SheetDays
from schoolprep.intake.sources import NO, Cell, DayDeclared, Denial, GivenOnce, PlaceNamed, PlaceSpan
from schoolprep.intake.vocabulary import DaysAsked, Denied, Vocabulary, asked_for, target

_YES, _NO = "是", "否"
"""How the sheets of this program write whether there was no travel."""


_DAY = rf"(?:{when.WHOLE_DAY}|\d{{1,2}}月\d{{1,2}}[日号]?|\d{{1,2}}[./]\d{{1,2}})"
_SPAN = rf"(?P<first>{_DAY})\s*(?:[-–—~～至到])\s*(?P<last>{_DAY}|\d{{1,2}}[日号]?)"
_SPANS = (
    re.compile(rf"(?P<place>.*[^\d\s(（:：,，.]) *[(（:：,，]? *{_SPAN} *[)）]?"),
    re.compile(rf"{_SPAN} *[:：,，]? *(?:在|去)?(?P<place>[^\d\s].*)"),
)
_WENT = re.compile(
    rf"(?P<first>{_DAY})\s*(?:去|到|前往|赴|回)(?:过|了)?\s*(?P<place>[^\d\s，,；;。]{{2,}}?)(?:旅游|探亲|出差|玩|了)?"
    rf"(?:\s*[，,；;。 ]\s*(?P<last>{_DAY})\s*(?:返回|回来|回家|回|返|离开)(?:了|的)?)?"
)
"""8月6日去北京: the day of going there, and that of coming back, on which it was left at the latest."""
_DAYS = ("arrived", "left")
"""The fields of the first and last day of a stay."""


def _span(text: str) -> tuple[str, str, str] | None:
    """The place of a text and its first and last day, as they are written; None where it does not say when."""
    if went := _WENT.fullmatch(text.strip()):
        return went["place"], went["first"], went["last"] or ""
    found = next((match for shape in _SPANS if (match := shape.fullmatch(text.strip()))), None)
    if found is None or any(sign.isdigit() for sign in found["place"]):
        return None
    first, last = found["first"], found["last"]
    if last.rstrip("日号").isdigit() and len(last) <= len("31日"):  # 8.1-5
        last = re.sub(r"\d+([日号]?)$", lambda one: last.rstrip("日号") + one[1], first)
    return found["place"], first, last


def declaration(blank: Blank) -> Field | None:
    """The field of a blank that says that there is nothing to tell (无旅居史); its `denied_by` asks the opposite."""
    return next((field for field in blank.field if field.denied_by), None)


def place_of(blank: Blank) -> Field | None:
    """The place that is not asked beside that declaration."""
    none = declaration(blank)
    guarded = (field for field in blank.field if field.kind == "place" and field.ask_unless)
    return next(
        (field for field in guarded if none and field.ask_unless and field.ask_unless.field == none.name),
        None,
    )


class StayColumns:
    """See the module. `since`: what a person said is the first day of every 无."""

    def __init__(
        self, rows: Sequence[Sequence[Writing]], words: Vocabulary, days: SheetDays, since: GivenOnce | None
    ) -> None:
        """`rows`: those under the header."""
        self.words = words
        self._rows = rows
        self._days = days
        self._since = since

    def denied(self, found: Denied, head: ColumnHead, heads: Sequence[ColumnHead]) -> list[SheetColumn]:
        """The columns of a heading that asks whether there was travel; `heads`: all of the sheet."""
        blank, at, heading = self.words.blanks[found.blank], head.at, head.text
        place = place_of(blank)
        named = tuple(one.at for one in heads if place and one.fields.get(blank.id) == place.name)
        denial = Denial(at, _noes(blank[found.field]), _YES, _NO if place else "", named)
        made = [SheetColumn(denial, heading, found.field), *self._declared(denial, heading, found.asked)]
        if place is not None and not named:
            made.append(SheetColumn(PlaceNamed(at, denial.no), heading, place.name))
        return made

    def read(self, blank: Blank, columns: Sequence[SheetColumn]) -> tuple[list[SheetColumn], list[SheetLack]]:
        """The columns with what their cells of places say besides, and what then is asked once."""
        left, lacks = self._with_none(blank, columns)
        return self._with_days(blank, left), lacks

    def _with_days(self, blank: Blank, columns: list[SheetColumn]) -> list[SheetColumn]:
        """The columns; places whose cells say their days are answers to those as well."""
        one, taken = _place_column(blank, columns), {column.field for column in columns}
        source = one.source if one and taken.isdisjoint(_DAYS) else None
        if (
            one is None
            or not isinstance(source, Cell | PlaceNamed)
            or not any(map(_span, self._texts(source.at)))
        ):
            return columns
        parts = (PlaceSpan(source, part, self._split) for part in range(3))
        fields = (one.field, *_DAYS)
        made = [one._replace(source=part, field=field) for part, field in zip(parts, fields, strict=True)]
        return [*(column for column in columns if column is not one), *made]

    def _texts(self, at: int) -> Iterator[str]:
        """The texts of a column."""
        for row in self._rows:
            if at < len(row) and isinstance(row[at], str):
                yield str(row[at])

    def _split(self, text: str, row: Sequence[Writing]) -> tuple[str, Writing, Writing] | None:
        """Place, first and last day of a cell, in the year of the day on which its row was filled in."""
        found = _span(text)
        if found is None:
            return None
        said_on = self._days.row_day
        day = said_on.whole(row[said_on.at]) if said_on and said_on.at < len(row) else self._days.sheet_day
        first, last = (self._days.dated(one, day) if day and one else one for one in found[1:])
        return found[0], first, last

    def _with_none(
        self, blank: Blank, columns: Sequence[SheetColumn]
    ) -> tuple[list[SheetColumn], list[SheetLack]]:
        """The columns, a place column in which somebody says 无 read as both; and what then is asked once."""
        none, one = declaration(blank), _place_column(blank, columns)
        if one is None or none is None or not isinstance(one.source, Cell):
            return list(columns), []
        denial = Denial(one.source.at, _noes(none), _YES, _NO)
        answered = any(column.field == none.name for column in columns)
        if answered or not any(denial.says_no(row) for row in self._rows if denial.at < len(row)):
            return list(columns), []
        asked = asked_for(one.heading)
        left = [column for column in columns if column is not one]
        left.append(one._replace(source=PlaceNamed(denial.at, denial.no)))
        if not asked.says and self._since is None:
            return left, [SheetLack(TRAVEL_SINCE, target(blank.id, "from_day"), one)]
        declared = SheetColumn(denial, one.heading, none.name)
        return [*left, declared, *self._declared(denial, one.heading, asked)], []

    def _declared(self, denial: Denial, heading: str, asked: DaysAsked) -> Iterator[SheetColumn]:
        """First and last day of a declaration, where somebody says which they are."""
        said_on = self._days.row_day or self._days.sheet_day
        given = str(self._since.writing) if self._since and not asked.says else ""
        first = asked.since or given
        if said_on is None or not (asked.days or first):
            return

        def begun(day: date) -> Writing:
            return (day - timedelta(asked.days)).isoformat() if not first else self._days.dated(first, day)

        yield SheetColumn(DayDeclared(denial, said_on, begun), heading, "from_day")
        yield SheetColumn(DayDeclared(denial, said_on, date.isoformat), heading, "to_day")


def _place_column(blank: Blank, columns: Iterable[SheetColumn]) -> SheetColumn | None:
    """The column of that place."""
    place = place_of(blank)
    return next((column for column in columns if place and column.field == place.name), None)


def _noes(field: Field) -> frozenset[str]:
    """Every way to say no under a heading that asks for travel."""
    return NO | {spelling.word(word) for word in field.yes_words if word != _YES}
