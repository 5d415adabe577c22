"""What every kind of answer can do: read a writing, check a value, write it back.

Three forms of one answer and the moves between them:
- the *writing*: what stands in a cell or was typed (text, number, date, true/false, nothing);
- the *value*: the stored form, plain JSON (see `schoolprep/facts/kinds/__init__.py` for each kind's);
- the *text*: the value as a person reads it, in a cell or on the screen.
`read` goes from writing to value, `write` from value to text, and reading the text gives the value again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from math import isfinite
from typing import NamedTuple, Protocol

from schoolprep.facts.blank import Field
from schoolprep.facts.days import CHINA
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import spelling
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.record import Value
from schoolprep.facts.traditional import simplified

Writing = str | int | float | bool | date | datetime | time | None


class Frame(NamedTuple):
    """What surrounds a writing and is needed to understand it."""

    divisions: Divisions
    region: str = ""
    """The school's division code: near places come first."""
    filled_on: date | None = None
    """The day the sheet was filled in (填报日期), or the day of typing: gives a date without a year its year."""
    typed: bool = False
    """Typed by a person who sees how it was understood: 昨天, -2, 365 for 36.5 are then meant."""
    epoch_1904: bool = False
    """The workbook counts its days from 1904 (DOMAIN §6 row 11)."""
    today: date | None = None
    """The day of the intake or of typing, where known. It lends a year only doubtfully (a sheet may be old), and on a
    day behind it nothing has happened yet."""
    book_day: date | None = None
    """The day on which the other sheets of its file were filled in: it lends a year as doubtfully, and before today."""
    zone: tzinfo | None = CHINA
    """Where the school's clocks run; a time with another offset is counted over (None: this computer's)."""
    answers: Mapping[str, Value] = {}
    """The answers of the same row read so far (the identity document needs its type, a place its year)."""

    @property
    def by(self) -> date | None:
        """The day nearest to a writing: that of its sheet, of its file or of today."""
        return self.filled_on or self.book_day or self.today


class Reading(NamedTuple):
    """How a writing was understood.

    Nothing written: value None and no problem. `repair` names what was changed to understand it (a code of
    `words/repairs.toml`), so that the receipt can show old → new. `doubtful`: understood, but a person must say so
    before it is taken in. A `problem`: not understood, the value is None, the writing is kept for the person.
    """

    value: Value | None = None
    repair: str = ""
    doubtful: bool = False
    problem: Problem | None = None
    rest: str = ""
    """What was written beside the answer and the value cannot hold: street and house behind a place, the word for
    an illness that is none of ours. `Field.rest_to` says where it goes."""
    note: Problem | None = None
    """Worth telling, stops nothing (the area code is not known for that year)."""

    @property
    def plain(self) -> bool:
        """Understood as it stands; nobody need look at it."""
        return not (self.repair or self.doubtful or self.problem or self.rest or self.note)


class Kind(Protocol):
    """One kind of answer."""

    def read(self, writing: Writing, field: Field, frame: Frame) -> Reading:
        """Understand a writing."""

    def are_clean(self, texts: Sequence[str], types: Sequence[object], frame: Frame) -> bool:
        """Whether all of some texts certainly read as themselves, and nothing is to be said of them."""

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """What is wrong with a value, whatever way it came; None where nothing is."""

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The value as a person reads it."""


SKIPPED = ("跳过", "未填", "未填写", "未作答", "空", "不适用", "skipped", "not answered", "not applicable")
"""What programs put for a question that was not asked or not answered, in brackets or without."""
NOTHING = ("不详", "未知", "n/a", "na", "nan", "none", "null", *SKIPPED)
"""Words that programs and people put where there is no answer (DOMAIN §6 row 24)."""

_BEGINS = 20
"""Signs of a writing that is too long by which a person finds it."""
UNANSWERED = Reading()
"""Nothing was written."""


def is_nothing(text: str, words: Collection[str] = NOTHING) -> bool:
    """Whether a text says that there is no answer, in brackets or without."""
    said = simplified(text.casefold())
    return said in words or said.strip("()（）[]【】<>《》") in words


def wrong(code: str, **facts: Filling) -> Reading:
    """Not understood; `code` without its room."""
    return Reading(problem=Problem(f"kinds.{code}", facts))


class Common:
    """What all kinds do with a writing before they look at its meaning.

    Nothing written, invisible characters, dashes and broken cells are the same everywhere. A kind says what it makes
    of text, numbers, days and true/false; what it does not say is refused.
    """

    nothing: frozenset[str] = frozenset()
    """Words that say "no answer" for this kind (不详)."""
    clean: re.Pattern[str] | None = None
    """Texts that read as themselves in every field and frame, and of which nothing is to be said: the usual writings
    of kinds of which every cell is another, told without looking at each cell closely."""

    longest = 300
    """Signs that an answer may have, runs of blanks counted as one: no pattern is tried on more."""

    def are_clean(self, texts: Sequence[str], types: Sequence[object], frame: Frame) -> bool:
        """Whether all of some texts certainly read as themselves; `types`: what each leans on, where the kind does."""
        return self.clean is not None and all(map(self.clean.fullmatch, texts))

    def read(self, writing: Writing, field: Field, frame: Frame) -> Reading:
        """Understand a writing; never raises."""
        if writing is None:
            return UNANSWERED
        if isinstance(writing, str):
            return self._read_text(writing, field, frame)
        if isinstance(writing, bool):
            return self.of_flag(writing, field, frame)
        if isinstance(writing, int | float):
            if isinstance(writing, float) and not isfinite(writing):
                return wrong("cell-error", value=str(writing))
            return self.of_number(writing, field, frame)
        if isinstance(writing, time):
            return self.of_time(writing, field, frame)
        return self.of_day(writing, field, frame)

    def _read_text(self, writing: str, field: Field, frame: Frame) -> Reading:
        text = spelling.visible(writing)
        if not text:
            return UNANSWERED
        if text in spelling.CELL_ERRORS:
            return wrong("cell-error", value=text)
        if spelling.is_dash(text):
            return Reading(repair="dash")
        if is_nothing(text, self.nothing):
            return Reading(repair="no-answer")
        if spelling.is_ditto(text):
            return wrong("ditto", value=text)
        if len(text) > self.longest:
            text = spelling.single_spaced(text)
            if len(text) > self.longest:
                return wrong("too-long", value=f"{text[:_BEGINS]}…", most=self.longest)
        reading = self.of_text(text, field, frame)
        if not reading.repair and text != writing.strip(" "):
            return reading._replace(repair="invisible")
        return reading

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """The meaning of visible text that is not empty."""
        raise NotImplementedError

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """The meaning of a number cell: as its digits, unless the kind knows better."""
        digits = spelling.digits(number)
        if digits is None:
            return wrong("number-too-long", value=str(number))
        reading = self.of_text(digits, field, frame)
        return reading if reading.value is None or reading.repair else reading._replace(repair="number-cell")

    def of_day(self, day: date, field: Field, frame: Frame) -> Reading:
        """The meaning of a date cell."""
        return wrong("not-a-date", value=day.isoformat()[:10])

    def of_time(self, at: time, field: Field, frame: Frame) -> Reading:
        """The meaning of a cell with a time of day."""
        return wrong("not-a-date", value=at.isoformat("minutes"))

    def of_flag(self, flag: bool, field: Field, frame: Frame) -> Reading:
        """The meaning of a true/false cell."""
        return wrong("not-a-flag", value=str(flag).upper())

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """A value is right where it reads as itself."""
        reading = self.read(value, field, frame) if not isinstance(value, list) else UNANSWERED
        if reading.value == value and type(reading.value) is type(value):
            return None
        return reading.problem or Problem("kinds.wrong-form", {"value": str(value)}, field.name)

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The value as it is stored."""
        return str(value)
