"""Spoken: what a person says about sheets in words (a command line) as the choices that the columns' view makes.

A column is named by its letter or its heading, a field as `blank.field` or as it is called on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.blank import Blanks
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.problem import CallError, Series
from schoolprep.intake.choices import GIVEN, HOUR, NO_HEADER, NOT_USED, Choices
from schoolprep.intake.plan import Plan
from schoolprep.intake.sheets import PlannedSheet
from schoolprep.intake.vocabulary import field_at

Replanning = Callable[[Plan, Choices], Plan]
_IS = "="


class SheetWords(NamedTuple):
    """What was said, as it was written."""

    sheet: str = ""
    """The sheet it is about; empty: every sheet."""
    header: int | None = None
    blank: str = ""
    columns: Sequence[str] = ()
    """`A=person.name`, `昵称=姓名`; nothing behind the sign: the column is not used."""
    given: Sequence[str] = ()
    """`class_name=七年级3班`, `day=2022-08-08`, `hour=temp_am`, `test.result=阴性`."""


def spoken(made: Plan, words: SheetWords, replan: Replanning) -> Plan:
    """The plan made anew with what was said. Raises `CallError` for a sheet, column or field that there is not."""
    if words == SheetWords():
        return made
    pages = _pages(made, words.sheet)
    if words.header is not None:
        choices = made.choices
        for page in _with_row(pages, words.header):
            choices = choices.with_header(page.table.place, words.header)
        made = replan(made, choices)
        pages = _pages(made, words.sheet)
    choices = made.choices
    for page in pages:
        if words.blank:
            choices = choices.with_blank(page.key, _blank(words.blank, made.blanks))
        for key, target in _columns(page, words.columns, made.blanks):
            choices = choices.with_column(page.key, key, target)
        for name, writing in map(partial(_given, made.blanks), words.given):
            choices = choices.with_given(page.table.place, name, writing)
    return replan(made, choices)


def _pages(made: Plan, sheet: str) -> Sequence[PlannedSheet]:
    found = [page for page in made.pages if sheet in ("", page.sheet) and not page.table.hidden]
    if not found:
        raise CallError("intake.no-such-sheet", sheet=sheet, known=Series(page.sheet for page in made.pages))
    return found


def _with_row(pages: Sequence[PlannedSheet], row: int) -> Sequence[PlannedSheet]:
    """The sheets that have a row; each may be without headings."""
    if row == NO_HEADER:
        return pages
    found = [page for page in pages if row in map(page.table.row_number, range(len(page.table.cells)))]
    if not found:
        last = max(page.table.row_number(len(page.table.cells) - 1) for page in pages)
        raise CallError("intake.no-such-row", row=row, last=last)
    return found


def _columns(page: PlannedSheet, said: Sequence[str], blanks: Blanks) -> Iterator[tuple[str, str]]:
    """Each column's key, and the field it is."""
    keys = {heading.cell.rstrip("0123456789"): heading.key for heading in page.headings}
    keys |= {heading_key(heading.text): heading.key for heading in page.headings}
    if said and not keys:
        raise CallError("intake.no-columns", sheet=page.sheet)
    for one in said:
        column, _, field = one.partition(_IS)
        key = keys.get(column.strip().upper()) or keys.get(heading_key(column))
        if key is None:
            known = Series(f"{heading.cell} {heading.text}" for heading in page.headings)
            raise CallError("intake.no-such-column", column=column, sheet=page.sheet, known=known)
        yield key, _target(field.strip(), blanks)


def _given(blanks: Blanks, said: str) -> tuple[str, str]:
    """What is given once, and its writing."""
    name, _, writing = said.partition(_IS)
    name, writing = name.strip(), writing.strip()
    if name == HOUR and writing:
        return name, _target(writing, blanks, _hours(blanks)).partition(".")[2]
    return (name if name in GIVEN else _target(name, blanks)), writing


def _target(said: str, blanks: Blanks, among: Mapping[str, str] | None = None) -> str:
    """A field as choices name it; nothing stays nothing."""
    if not said or field_at(blanks, said):
        return said or NOT_USED
    found = (among or _called(blanks)).get(heading_key(said))
    if found is None:
        raise CallError("intake.no-such-field", field=said)
    return found


def _called(blanks: Blanks) -> Mapping[str, str]:
    """Every field as the screen calls it, in any language; of two of one name the first is meant."""
    found: dict[str, str] = {}
    for blank in blanks.values():
        for field in blank.field:
            for word in (field.name, *(field.label[lang] for lang in languages.known())):
                found.setdefault(heading_key(word), f"{blank.id}.{field.name}")
    return found


def _hours(blanks: Blanks) -> Mapping[str, str]:
    """The fields of which a heading can leave the hour open, as the screen calls them."""
    hours = {f"{one.id}.{name}" for one in blanks.values() for hourly in one.hourly for name in hourly.fields}
    return {word: target for word, target in _called(blanks).items() if target in hours}


def _blank(said: str, blanks: Blanks) -> str:
    """A blank by its id or as the screen calls it."""
    for blank in blanks.values():
        titles = (blank.id, *blank.all_sheets, *(blank.title[lang] for lang in languages.known()))
        if heading_key(said) in map(heading_key, titles):
            return blank.id
    raise CallError("intake.no-such-blank", blank=said, known=Series(one.sheet for one in blanks.values()))
