"""Phones: answers sent from phones, brought to the sheets intake knows.

ODK Central and KoboToolbox export a form's answers as one table with a row for each family and one for each repeat, as
csv files or as sheets of a workbook; a repeat's row names its family by the key of that family's row. Columns are
called by the question's name, with or without the groups it stands in, or by its label. Each cell keeps its place, so
that a receipt points at what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.blank import Blank, Blanks
from schoolprep.facts.days import CHINA, local
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.columns import WHO
from schoolprep.intake.phone import PhoneForm, PhoneQuestion, questions
from schoolprep.intake.tables import Table, shown

_KEYS = ("KEY", "_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "_index")
"""Columns by which a family's row is known, the surest first."""
_PARENTS = {"PARENT_KEY": "KEY", "_submission__uuid": "_uuid", "_parent_index": "_index"}
"""Columns by which a repeat's row names its family, each in the words of its server, and the key it means."""
_GROUP = re.compile(r".*[/\-:.]")


class _Sent(NamedTuple):
    """One table of answers, and which question each of its columns answers."""

    table: Table
    asked: Mapping[int, PhoneQuestion]

    @property
    def blank(self) -> Blank:
        """What its rows are about: the repeat's blank, or the person's."""
        return next(iter(self.asked.values())).blank


def from_phones(
    tables: Sequence[Table], form: PhoneForm, blanks: Blanks, zone: tzinfo | None = CHINA
) -> list[Table]:
    """The tables with those sent from phones brought to our sheets; all others as they are."""
    known = _known(form, blanks)
    sent = {index: one for index, table in enumerate(tables) if (one := _sent(table, known)) is not None}
    if not sent:
        return list(tables)
    person = blanks["person"]
    families = _families(one for one in sent.values() if one.blank is person)
    return [
        _sheet(sent[index], families, person, zone) if index in sent else table
        for index, table in enumerate(tables)
    ]


def _known(form: PhoneForm, blanks: Blanks) -> Mapping[str, PhoneQuestion]:
    """Every question by its name."""
    return {one.name: one for part in form.part for one in questions(part, blanks)}


def _sent(table: Table, known: Mapping[str, PhoneQuestion]) -> _Sent | None:
    """The table, if it was sent from phones: it has a server's key and columns called as our questions are."""
    header = _header(table)
    if not any(key in header for key in (*_KEYS, *_PARENTS)):
        return None
    asked = {
        at: known[name] for at, heading in enumerate(header) if (name := _GROUP.sub("", heading)) in known
    }
    if not asked:
        asked = _by_label(header, known, table.sheet)
    if not asked or len({one.blank.id for one in asked.values()}) > 1:
        return None
    return _Sent(table, asked)


def _header(table: Table) -> list[str]:
    return [shown(cell).strip() for cell in table.cells[0]] if table.cells else []


def _by_label(
    header: Sequence[str], known: Mapping[str, PhoneQuestion], sheet: str
) -> dict[int, PhoneQuestion]:
    """The columns by their labels in either language, of the blank most of them belong to."""
    found: dict[str, dict[int, PhoneQuestion]] = {}
    for one in known.values():
        labels = {heading_key(one.field.label[lang]) for lang in languages.beside()}
        for at, heading in enumerate(header):
            if not one.is_time and heading_key(heading) in labels:
                found.setdefault(one.blank.id, {})[at] = one
    if sheet in found:  # a repeat's sheet bears its name
        return found[sheet]
    return max(found.values(), key=len, default={})


Families = Mapping[tuple[str, str], Mapping[str, Writing]]
"""Whom a family's row is about, by our names of the answers, under each key of that row."""


def _families(sent: Iterable[_Sent]) -> Families:
    found: dict[tuple[str, str], Mapping[str, Writing]] = {}
    for one in sent:
        keys = [(at, heading) for at, heading in enumerate(_header(one.table)) if heading in _KEYS]
        places = {asked.field.name: at for at, asked in one.asked.items() if asked.field.name in WHO}
        for row in one.table.cells[1:]:
            about = {name: row[at] for name, at in places.items() if at < len(row)}
            found |= {(_scope(one.table, key), shown(row[at])): about for at, key in keys if at < len(row)}
    return found


def _scope(table: Table, key: str) -> str:
    """A row's number is known inside its own file only; every other key is one in the world."""
    return f"{key} {table.file}" if key == "_index" else key


def _sheet(sent: _Sent, families: Families, person: Blank, zone: tzinfo | None) -> Table:
    """The table under our headings: a column that is none of ours has none, whom a row is about stands at the end."""
    table, width = sent.table, max(map(len, sent.table.cells))
    headings: list[Writing] = [""] * width
    for at, one in sent.asked.items():
        headings[at] = "" if one.is_time else one.field.headings[0]
    about = () if sent.blank is person else WHO
    meets = [(at, heading) for at, heading in enumerate(_header(table)) if heading in _PARENTS]
    cells = [[*headings, *(person[name].headings[0] for name in about)]]
    for row in table.cells[1:]:
        line: list[Writing] = [*row, *[""] * (width - len(row))]
        for day, hour in _hours(sent.asked):
            line[day], line[hour] = _joined(line[day], line[hour], zone), ""
        family = next(
            filter(None, (families.get(_met(table, heading, line[at])) for at, heading in meets)), {}
        )
        cells.append([*line, *(family.get(name, "") for name in about)])
    return table._replace(cells=cells)


def _met(table: Table, parent: str, key: Writing) -> tuple[str, str]:
    """Under which key the family of a repeat's row is found."""
    return _scope(table, _PARENTS[parent]), shown(key)


def _hours(asked: Mapping[int, PhoneQuestion]) -> Iterator[tuple[int, int]]:
    """The columns of a day and of its hour."""
    days = {one.field.name: at for at, one in asked.items() if not one.is_time}
    for at, one in asked.items():
        if one.is_time and one.field.name in days:
            yield days[one.field.name], at


def _joined(day: Writing, hour: Writing, zone: tzinfo | None) -> Writing:
    """Day and hour as one writing in the school's local time; what is no hour stays beside the day, to be told."""
    said = shown(hour).strip()
    if not said:
        return day
    stamp = f"{shown(day).strip()[:10]}T{said}"
    try:
        return local(stamp, zone).text() if datetime.fromisoformat(stamp).tzinfo else stamp
    except ValueError:
        return f"{shown(day)} {said}".strip()
