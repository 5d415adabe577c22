"""Class form: the program's own sheet of a class, filled in on a computer and handed back.

It is known by its headings: 行号, 学号 where there are numbers, 姓名 and the columns of one purpose in their order.
What stands in it is read as it would be on the screen (386 is 38.6; 西安雁塔 11.28 11.29 is a stay), because its foot
tells people to write so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.blank import Blank, Blanks
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds import Frame, read
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.words import say
from schoolprep.intake.choices import CLASS, DAY
from schoolprep.intake.columns import Matched, SheetColumn
from schoolprep.intake.given import SheetGiven
from schoolprep.intake.layout import ColumnHead, SheetHeader, day_of
from schoolprep.intake.one_line import read_line
from schoolprep.intake.purpose import GridColumn, Purpose, Purposes, Slot
from schoolprep.intake.sources import Cell, GivenOnce, LinePart
from schoolprep.intake.tables import Table, shown

_WIDE = "\u3000"
"""What stands between the title of a form and whose it is."""
_BEHIND = re.compile(rf"{_WIDE}|, ")
"""What stands between the day of a form and the rest of its line."""
_SHAPES: tuple[tuple[str, ...], ...] = (("name",), ("number", "name"))
"""What stands behind 行号 and before the columns of the purpose."""


class ClassForm(NamedTuple):
    """A sheet that is a class form: what for, and the heading of each of its columns."""

    purpose: Purpose
    heads: tuple[ColumnHead, ...]
    who: tuple[str, ...]
    """The fields of the person's blank that stand behind the first column."""


def class_form(layout: SheetHeader, purposes: Purposes) -> ClassForm | None:
    """The form a sheet is; None where its headings are not exactly those of one, in any language."""
    written = [heading_key("".join(head.levels)) for head in layout.heads]
    for purpose in purposes.values():
        for lang in languages.known():
            for who in _SHAPES:
                if written == [heading_key(text) for text in headings_before(lang, who)] + _asked_keys(
                    purpose, lang
                ):
                    return ClassForm(purpose, layout.heads, who)
    return None


def headings_before(lang: languages.Lang, who: Iterable[str]) -> list[str]:
    """The headings of a form before the columns of its purpose; `who`: see `ClassForm`."""
    return [say("grid.paper-line-number", lang), *(say(f"grid.paper-{field}", lang) for field in who)]


def _asked_keys(purpose: Purpose, lang: languages.Lang) -> list[str]:
    return [heading_key(column.title[lang]) for column in purpose.column]


def matched(
    form: ClassForm, table: Table, layout: SheetHeader, blanks: Blanks, frame: Frame, *, given: SheetGiven
) -> Iterator[Matched]:
    """What the form answers: a `Matched` for each blank its columns write into. `given`: what was said of the sheet."""
    layout = layout._replace(
        class_name=given.source(CLASS, layout.class_name or _unit(form.purpose, table, layout)),
        day=given.source(DAY, layout.day),
    )
    said = given.source(DAY, None)
    day = day_of(said.writing, frame, table.epoch_1904) if said else _day(table, layout, blanks, frame)
    frame = frame._replace(filled_on=day, typed=True)
    for slot in form.purpose.slot:
        blank = blanks[slot.blank]
        columns = (
            *_whose(form, layout, blank),
            *_given(slot, layout, day),
            *_asked(form, slot, blank, frame),
        )
        yield Matched(table, blank, columns, layout.bottom + 1, day, (), (), typed=True)


def _unit(purpose: Purpose, table: Table, layout: SheetHeader) -> GivenOnce | None:
    """Whose form it is: a class of any name, or a department; it stands behind the title of the purpose."""
    titles = [purpose.title[lang] for lang in languages.known()]
    for row, cells in enumerate(table.cells[: layout.top]):
        for at, cell in enumerate(cells):
            title, _, unit = shown(cell).rpartition(_WIDE)
            if unit.strip() and title.strip().endswith(tuple(titles)):
                return GivenOnce(unit.strip(), row, at)
    return None


def _day(table: Table, layout: SheetHeader, blanks: Blanks, frame: Frame) -> date | None:
    """The day the form was printed for: it begins a line above the headings, in the form's language."""
    for cells in table.cells[: layout.top]:
        for cell in cells:
            said = read(blanks["health"]["day"], _BEHIND.split(shown(cell).strip())[0], frame).value
            if isinstance(said, str):
                return date.fromisoformat(said)
    return layout.filled_on


def _whose(form: ClassForm, layout: SheetHeader, blank: Blank) -> Iterator[SheetColumn]:
    who = blank.id != "person"
    for field, head in zip(form.who, form.heads[1:], strict=False):
        yield SheetColumn(Cell(head.at), head.text, field, who)
    if layout.class_name is not None:
        yield SheetColumn(layout.class_name, str(layout.class_name.writing), "class_name", who)


def _given(slot: Slot, layout: SheetHeader, day: date | None) -> Iterator[SheetColumn]:
    """What holds for the whole sheet: its day, where that stands."""
    if day is not None:
        at = layout.day or GivenOnce("")
        for name, said in slot.given.items():
            writing = said.format(day=day.isoformat())
            yield SheetColumn(at._replace(writing=writing), writing, name)


def _asked(form: ClassForm, slot: Slot, blank: Blank, frame: Frame) -> Iterator[SheetColumn]:
    for column, head in zip(form.purpose.column, form.heads[1 + len(form.who) :], strict=True):
        if column.slot != slot.id:
            continue
        if column.field:
            yield SheetColumn(Cell(head.at), head.text, column.field)
            continue
        reader = _reader(column, blank, frame, form.purpose)
        for name in dict.fromkeys((*column.line, *column.none)):
            yield SheetColumn(LinePart(head.at, name, reader), head.text, name)


def _reader(
    column: GridColumn, blank: Blank, frame: Frame, purpose: Purpose
) -> Callable[[Writing], Mapping[str, str]]:
    """What a line writes to each question. What cannot be read, or says more than one form, stays whole: it is refused.

    无 speaks of the sheet's day; where the rules say how far back it reaches, the paper does not, and it is refused.
    """
    known: dict[str, Mapping[str, str]] = {}
    day = frame.filled_on.isoformat() if frame.filled_on else ""
    days = {"first": day if purpose.days == "day" else "", "day": day}

    def line(writing: Writing) -> Mapping[str, str]:
        text = shown(writing).strip()
        if text not in known:
            forms = read_line(text, column, blank, frame, days) if text else []
            plain = len(forms) == 1 and not forms[0].problem
            whole = {column.line[0]: text} if text else {}
            known[text] = forms[0].writings if plain else whole
        return known[text]

    return line
