"""Person columns: what the columns about one person say together.

A name whose parts stand in columns of their own, the one of whom a heading says its answer is (父亲电话), and cells
that hold the telephones of both parents.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from schoolprep.facts.blank import HALVES, Blank, Half, NameHalf
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.serial import is_of_class
from schoolprep.intake.beside import are_plain, holds_names
from schoolprep.intake.columns import WHO_FIRST, SheetColumn
from schoolprep.intake.guess import LOOKED_AT
from schoolprep.intake.layout import ColumnHead
from schoolprep.intake.ruling import heads_others, heads_people
from schoolprep.intake.sources import Cell, NameParts, OwnPhone, PhonePart, SaidOf, is_eastern
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.telephones import telephones_of
from schoolprep.intake.vocabulary import Vocabulary

_FIRST = ("guardian_phone", "guardian_relation")
_SECOND = ("guardian2_phone", "guardian2_relation")
_HOLD_TWO = ("phone", "guardian_phone")
"""Fields whose cells may hold the telephones of both parents."""
_TEACHER = re.compile(r"教师|老师|教职工|teacher|tutor|staff", re.IGNORECASE)
_GIVEN_OUT = re.compile(r"(?!1[3-9]\d{9}$|\d{17}[\dXx]$)(?=.*\d)[0-9A-Za-z-]{4,20}")
"""What a school may have given out, and neither a telephone nor an identity number is."""
_LONG = 12
"""Signs from which on a cell may hold more than one telephone."""


def without_others(
    heads: Sequence[ColumnHead], table: Table, below: int, decided: Collection[int]
) -> list[ColumnHead]:
    """The headings, in doubt those of other people who stand in the rows of a list: their names and what follows.

    Others are teachers where another name is asked for, and whoever is named behind an empty column: what is right of
    them is theirs, or nobody can say whose.
    """
    names = {head.at: head for head in heads if head.fields.get("person") == "name"}
    teachers = {at for at, head in names.items() if at not in decided and _TEACHER.search(head.text)}
    own = names.keys() - teachers or names.keys()
    others = {*_of_others(heads, own, teachers, table, below), *(teachers - own)}.difference(decided)
    return [head._replace(certain=False) if head.at in others else head for head in heads]


def _of_others(
    heads: Sequence[ColumnHead], own: Collection[int], teachers: Collection[int], table: Table, below: int
) -> Iterator[int]:
    """The places of the columns from one of other people's names on to the next of the list's own people.

    Behind teachers in the same table only what describes people may be theirs: a temperature is the pupil's.
    """
    whose: Literal["own", "teachers", "others"] = "own"
    for before, head in pairwise((heads[0], *heads)):
        if head.at in own:
            whose = "own"
        elif head.at > min(own, default=head.at) and whose != "others":
            whose = _begun(head, before, teachers, table, below) or whose
        if whose == "others" or (whose == "teachers" and "person" in head.fields):
            yield head.at


def _begun(
    head: ColumnHead, before: ColumnHead, teachers: Collection[int], table: Table, below: int
) -> Literal["teachers", "others"] | None:
    """Whose columns begin at a heading that names other people than those of the list on its left."""
    if head.at in teachers:
        return "teachers"
    if not holds_names(table, head, below):
        return None
    if heads_people(head.text) or (head.at > before.at + 1 and are_plain(table, head, below)):
        return "others"
    return "teachers" if heads_others(head.text) else None


def with_people_called_otherwise(
    heads: Sequence[ColumnHead], table: Table, below: int, decided: Collection[int]
) -> list[ColumnHead]:
    """The headings of a table that names people under a heading of its own (异常名单, 教师), that one as their name.

    Only what can be nothing else is taken as such (a list, a kind of people); of other columns of names it is proposed.
    """
    if any(head.fields.get("person") in WHO_FIRST for head in heads):
        return list(heads)
    found = [head for head in heads if head.at not in decided and holds_names(table, head, below)]
    if len(found) != 1:
        return list(heads)
    (named,) = found
    name = named._replace(fields={"person": "name"}, certain=heads_people(named.text))
    return [name if head is named else head for head in heads]


def without_half_names(
    heads: Sequence[ColumnHead], words: Vocabulary, table: Table, below: int, decided: Collection[int]
) -> list[ColumnHead]:
    """The headings, those in doubt that ask for one half of a name (First name) where no other asks for the rest.

    A heading of the whole name does, where the half does not stand in its cells (NAME beside LAST NAME).
    """
    halves = {head.at: half for head in heads if head.at not in decided and (half := _half(head, words))}
    whole = [h.at for h in heads if h.at not in halves and h.certain and h.fields.get("person") == "name"]
    asked = {(half.field, half.half) for half in halves.values()}
    alone = {
        at
        for at, half in halves.items()
        if not asked.issuperset(((half.field, "given"), (half.field, "family")))
        and not (len(whole) == 1 and _are_apart(table, below, at, whole[0]))
    }
    return [head._replace(certain=False) if head.at in alone else head for head in heads]


def with_numbers_named_otherwise(
    heads: Sequence[ColumnHead], words: Vocabulary, table: Table, below: int, decided: Collection[int]
) -> list[ColumnHead]:
    """The headings of a list of people, one that may ask for their number (编号) as that where its cells are such.

    Only on a sheet about nothing else: elsewhere it may be a tube's, or a form's.
    """
    person = words.blanks.get("person")
    if person is None or not _ask_names_alone(heads):
        return list(heads)
    keys = {heading_key(heading) for heading in person["number"].perhaps}
    maybe = (head.at for head in heads if head.at not in decided and heading_key(head.text) in keys)
    at = next((at for at in maybe if _are_numbers(table, at, below)), None)
    return [head._replace(fields={"person": "number"}) if head.at == at else head for head in heads]


def _ask_names_alone(heads: Sequence[ColumnHead]) -> bool:
    """Whether a sheet asks for people's names, for none of their numbers, and for nothing but people."""
    asked = {field for head in heads for field in head.fields.values()}
    about_people = all("person" in head.fields for head in heads if head.fields)
    return about_people and "name" in asked and "number" not in asked


def _are_numbers(table: Table, at: int, below: int) -> bool:
    """Whether the cells of a column are numbers that a school gave out, each once; not 1, 2, 3 down the page."""
    cells = [shown(row[at]).strip() for row in table.cells[below : below + LOOKED_AT] if at < len(row)]
    written = list(filter(None, cells))
    given = [one for one in written if _GIVEN_OUT.fullmatch(one) and not is_of_class(one)]
    return bool(written) and len(set(given)) == len(written)


def count_within_class(columns: Sequence[SheetColumn], table: Table, below: int) -> bool:
    """Whether the numbers of a sheet's people are counted within a class, and mean nobody without it."""
    at = next((one.at for one in columns if one.field == "number" and one.at is not None), None)
    if at is None:
        return False
    cells = (row[at] for row in table.cells[below : below + LOOKED_AT] if at < len(row))
    numbers = [shown(cell).strip() for cell in cells if cell not in (None, "")]
    return bool(numbers) and all(map(is_of_class, numbers))


def together(
    blank: Blank,
    columns: Sequence[SheetColumn],
    words: Vocabulary,
    table: Table,
    below: int,
    *,
    family_first: bool,
    decided: Collection[int],
) -> list[SheetColumn]:
    """The columns of a blank, those about one person put together.

    `below`: the first row under the header. `decided`: the columns of which a person said what they are.
    """
    found = list(_names(_said_in_parts(columns, decided), words, table, below, family_first=family_first))
    if blank.id != "person":
        return found
    fields = {column.field for column in found}
    found = [
        part
        for column in found
        for part in (_telephones(column, fields, table, below) if column.field in _HOLD_TWO else (column,))
    ]
    return [*found, *_of_whom(blank, found, words)]


def _said_in_parts(columns: Sequence[SheetColumn], decided: Collection[int]) -> list[SheetColumn]:
    """The columns; several of which a person said that they are the name are its parts, in their order."""
    said = [column for column in columns if column.field == "name" and column.at in decided]
    if len(said) < 2 or len({column.who for column in said}) > 1:
        return list(columns)
    places = tuple(place for column in said for place in column.source.places)
    heading = " ".join(column.heading for column in said)
    name = said[0]._replace(source=NameParts(places, -1, family_first=False), heading=heading)
    return [name if column == said[0] else column for column in columns if column not in said[1:]]


def _are_apart(table: Table, below: int, half: int, whole: int) -> bool:
    """Whether one column of a name never stands in the other: they are two halves of it."""
    rows = [row for row in table.cells[below : below + LOOKED_AT] if max(half, whole) < len(row)]
    pairs = [(shown(row[half]).strip().casefold(), shown(row[whole]).casefold()) for row in rows]
    written = [(one, other) for one, other in pairs if one and other]
    return bool(written) and not any(one in other for one, other in written)


def _halves(
    columns: Sequence[SheetColumn], words: Vocabulary, table: Table, below: int
) -> dict[SheetColumn, NameHalf]:
    """The columns of halves of names; that of the name beside one half alone is the other half."""
    halves = {
        column: half for column in columns if column.at is not None and (half := _half_of(column, words))
    }
    for column, half in list(halves.items()):
        same = [one for one in columns if (one.field, one.who) == (column.field, column.who)]
        if other := _other_half(column, same, halves, table, below):
            halves[other] = NameHalf(half.field, "family" if half.half == "given" else "given")
    return halves


def _other_half(
    column: SheetColumn,
    same: Sequence[SheetColumn],
    halves: Mapping[SheetColumn, NameHalf],
    table: Table,
    below: int,
) -> SheetColumn | None:
    """The column of the name that beside a half alone holds its other half, if the cells say so."""
    whole = [one for one in same if one not in halves and one.at is not None]
    if len(whole) != 1 or {halves[one].half for one in same if one in halves} not in ({"given"}, {"family"}):
        return None
    at, other = column.at, whole[0].at
    return whole[0] if at is not None and other is not None and _are_apart(table, below, at, other) else None


def _names(
    columns: Sequence[SheetColumn], words: Vocabulary, table: Table, below: int, *, family_first: bool
) -> Iterator[SheetColumn]:
    """The columns, the halves of each name as one answer; beside a column of the whole name they say nothing new."""
    halves = _halves(columns, words, table, below)
    whole = {(column.field, column.who) for column in columns if column not in halves}
    parts: dict[tuple[str, bool], dict[Half, SheetColumn]] = {}
    for column, half in halves.items():
        parts.setdefault((column.field, column.who), {}).setdefault(half.half, column)
    for column in columns:
        if column not in halves:
            yield column
        elif (own := parts.pop((column.field, column.who), None)) and (column.field, column.who) not in whole:
            yield _joined(own, column, family_first=family_first)


def _joined(own: Mapping[Half, SheetColumn], first: SheetColumn, *, family_first: bool) -> SheetColumn:
    found = [own[half] for half in HALVES if half in own]
    if len(found) == 1:
        return found[0]
    places = tuple(column.source.places[0] for column in found)
    family = own["family"].source.places[0] if "family" in own else -1
    heading = " ".join(column.heading for column in found)
    eastern = family_first or is_eastern(heading)
    return first._replace(source=NameParts(places, family, eastern), heading=heading)


def _telephones(
    column: SheetColumn, fields: Collection[str], table: Table, below: int
) -> Iterator[SheetColumn]:
    """A column of telephones as it is; where cells of it hold those of both parents, each as an answer of its own."""
    own = column.field == "phone"
    at = column.at
    others = {_FIRST[0], _SECOND[0]} - {column.field}
    if at is None or not others.isdisjoint(fields) or not _hold_two(table, at, below, own=own):
        yield column
        return
    if own:
        yield column._replace(source=OwnPhone(at))
    for place, names in enumerate((_FIRST, _SECOND)):
        for whose, field in enumerate(names):
            if field not in fields or field == column.field:
                yield SheetColumn(PhonePart(at, place, bool(whose), own), column.heading, field)


def _hold_two(table: Table, at: int, below: int, *, own: bool) -> bool:
    """Whether any cell of a column holds the telephones of two people, or says whose it is."""
    cells = (row[at] for row in table.cells[below:] if at < len(row))
    return any(
        isinstance(cell, str) and len(cell) > _LONG and telephones_of(cell, labelled=own) is not None
        for cell in cells
    )


def _of_whom(blank: Blank, columns: Sequence[SheetColumn], words: Vocabulary) -> Iterator[SheetColumn]:
    """The answers that headings give by saying whose theirs are (父亲电话), where no column is for that."""
    said: dict[str, dict[str, list[SheetColumn]]] = {}
    for column in columns:
        target = blank[column.field].whose_to
        if target and isinstance(column.source, Cell) and (word := words.of_whom(column.heading)):
            said.setdefault(target, {}).setdefault(word, []).append(column)
    answered = {column.field for column in columns}
    for target, of_whom in said.items():
        if target not in answered and len(of_whom) == 1:
            ((word, found),) = of_whom.items()
            places = tuple(column.source.places[0] for column in found)
            yield SheetColumn(SaidOf(places, word), found[0].heading, target)


def _half(head: ColumnHead, words: Vocabulary) -> NameHalf | None:
    field = head.fields.get("person")
    return next(
        (
            half
            for text in ("".join(head.levels), *head.levels[-1:])
            if field and (half := words.half(text)) and half.field == field
        ),
        None,
    )


def _half_of(column: SheetColumn, words: Vocabulary) -> NameHalf | None:
    found = words.half(column.heading) or words.half(column.heading.rpartition("-")[2])
    return found if found and found.field == column.field else None
