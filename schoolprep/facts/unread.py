"""Unread (没读懂的回答): an answer stood here that nobody could read; its words are kept until somebody deals with it.

What could not be read is not "no": an open one keeps the person from ready (`verdicts/judge/unread.py`). It is dealt
with by an answer to the same question of the same statement, or set aside with a reason; dealt with, it stays on file,
so that the same cell sent again does not ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec
from msgspec import structs

from schoolprep.facts.blank import Blank, Blanks, Field, hidden
from schoolprep.facts.record import Answers, Entry, Record, Value

UNREAD_BLANK = "unread"
"""The hidden blank of these records."""
WITHOUT_FEVER = 37.0
"""°C below which no rule calls a temperature a fever, however strict."""


class UnreadCell(NamedTuple):
    """An answer that nobody could read, and where it stands."""

    field: str
    """The question it answers, all that it may answer where that is not known; empty: the row as a whole."""
    words: str
    heading: str = ""
    cell: str = ""
    blank: str = ""
    """The form it is kept as, where that is not the one of its row: what rules do not look at has no rules of its own.
    """
    heard: bool = False
    """No column asked for it: it was overheard."""


class UnreadPlace(NamedTuple):
    """The sheet an answer stood on; `file` is empty where it came by no file."""

    file: str
    sheet: str
    named: str = ""
    """Whom its row names, where it is only perhaps the person it is kept of."""


def watched(blank: Blank) -> frozenset[str]:
    """The questions of a blank whose answers are kept where nobody can read them: those that rules look at."""
    return frozenset(field.name for field in blank.field if field.file) if blank.kept_unread else frozenset()


def is_harmless(blank: Blank, answers: Answers) -> bool:
    """Whether answers make nobody worse, whosever they are: a day on which somebody was well, a negative test."""
    if not blank.tells_of_wellbeing:
        return False
    asked = {field.name for field in blank.field if any(choice.well for choice in field.choices)}
    return asked <= answers.keys() and all(_is_well(blank[name], value) for name, value in answers.items())


def _is_well(field: Field, value: Value) -> bool:
    """Whether one answer makes nobody worse; what free words speak of is kept by itself."""
    if field.kind == "temperature":
        return isinstance(value, int | float) and value < WITHOUT_FEVER
    if field.kind == "choice":
        return any(choice.well and choice.code == value for choice in field.choices)
    return field.kind in ("text", "date", "moment") or value in ([], False)


def unread(subject: str, blank: Blank, cell: UnreadCell, place: UnreadPlace, beside: Answers) -> Entry:
    """The record of an unread answer. `beside`: what could be read of the same row."""
    said: dict[str, str] = {
        "blank": cell.blank or blank.id, "field": cell.field, "words": cell.words, "heading": cell.heading,
        "file": place.file, "sheet": place.sheet, "cell": cell.cell, "day": _day(blank, beside), "named": place.named,
        "beside": msgspec.json.encode(beside, order="sorted").decode() if beside else "",
    }  # fmt: skip
    answers: Answers = {name: text for name, text in said.items() if text}
    return Entry(blank=UNREAD_BLANK, subject=subject, answers=answers)


def _day(blank: Blank, beside: Answers) -> str:
    """The day a row is about: the first it gives, those that tell statements apart before the others."""
    days = [field.name for field in blank.field if field.kind in ("date", "moment")]
    given = (str(beside[name])[:10] for name in (*blank.key, *days) if name in days and name in beside)
    return next(given, "")


def is_open(record: Record) -> bool:
    """Whether a record is an unread answer that nobody has dealt with."""
    return record.blank == UNREAD_BLANK and not (record.answers or {}).get("done")


def beside(answers: Mapping[str, object]) -> Answers:
    """What could be read of the row of an unread answer; nothing where even that cannot be."""
    try:
        return msgspec.json.decode(str(answers.get("beside", "")), type=dict[str, Value])
    except msgspec.MsgspecError:
        return {}


def is_beside(one: Answers, answers: Answers) -> bool:
    """Whether a row says all that could be read of the row of an unread answer."""
    return all(_same(answers.get(name), value) for name, value in beside(one).items())


def dealt_with(record: Record, why: str = "") -> Entry:
    """An unread answer that was put right, or set aside because of `why`."""
    answers: Answers = {**(record.answers or {}), "done": True}
    if why:
        answers["why"] = why
    return Entry(blank=record.blank, subject=record.subject, answers=answers, replaces=(record.id,))


def answers_it(one: Answers, blank: Blank, answers: Answers, said: Iterable[str]) -> bool | None:
    """Whether a statement answers an unread question; None: nothing but that it is the same question speaks for it.

    `answers`: the whole statement, `said`: the questions it answers anew. It must agree with what could be read of
    the row: in what tells statements apart, where that could be read, else in everything.
    """
    fields = str(one.get("field", "")).split()
    read = beside(one)
    if one.get("blank") != blank.id or (fields and not set(fields) & set(said)):
        return False
    keys = [name for name in blank.key if name in read] if fields else []
    wanted = keys or list(read)
    if not all(_same(answers.get(name), read[name]) for name in wanted):
        return False
    return True if wanted and len(fields) <= 1 else None  # of several questions nobody knows which it was


def _same(one: Value | None, other: Value) -> bool:
    """Whether two answers agree; a day and an hour of it do."""
    if isinstance(one, str) and isinstance(other, str):
        return one.startswith(other) or other.startswith(one)
    return one == other


class Noted(NamedTuple):
    """Unread answers that were found, compared with those on file."""

    filed: list[Entry]
    """Those that are new."""
    repeated: list[Record]
    """Those on file that were found again, dealt with or not."""
    rewritten: list[Record]
    """Those on file that the same cell now gives in other, again unread words."""


def noted(found: Iterable[Entry], on_file: Callable[[str], Sequence[Record]]) -> Noted:
    """Compare what was found with what is on file of each person."""
    blank = hidden()[UNREAD_BLANK]
    filed: list[Entry] = []
    repeated: dict[str, Record] = {}
    for entry in found:
        key = blank.key_of(entry.answers or {})
        same = (one for one in on_file(entry.subject) if blank.key_of(one.answers or {}) == key)
        known = list(filter(partial(_is_again, entry.answers or {}), same))
        repeated |= {one.id: one for one in known}
        filed += [] if known else [entry]
    rewritten = {
        one.id: one
        for entry in filed
        for one in on_file(entry.subject)
        if one.id not in repeated and _is_rewritten(entry.answers or {}, one)
    }
    return Noted(filed, list(repeated.values()), list(rewritten.values()))


def _is_again(mine: Answers, one: Record) -> bool:
    """Whether the same words are the same again; without a day, once dealt with, only the same file can say so."""
    return is_open(one) or "day" in mine or mine.get("file") == (one.answers or {}).get("file")


def _is_rewritten(mine: Answers, one: Record) -> bool:
    """Whether what waits is of one question of one statement with mine, as far as its row could be read."""
    theirs = one.answers or {}
    read = beside(theirs)
    same = all(mine.get(name) == theirs.get(name) for name in ("blank", "field", "day", "sheet"))
    return is_open(one) and same and bool(read) and read.items() <= beside(mine).items()


def answering(
    entries: Iterable[Entry],
    blanks: Blanks,
    open_of: Callable[[str], Iterable[Record]],
    record: Callable[[str], Record],
) -> Iterator[Entry]:
    """Forms about to be filed, and behind them the unread answers they put right.

    A form that names an unread answer among what it replaces was opened to put it right. `open_of`: those of a person
    that wait; `record`: a record by its id.
    """
    done: dict[str, Record] = {}
    given = list(entries)
    taken = {id_ for entry in given if entry.blank == UNREAD_BLANK for id_ in entry.replaces}
    for entry in given:
        blank = blanks.get(entry.blank)
        if blank is None or not blank.kept_unread or not entry.answers:
            yield entry
            continue
        waiting = {one.id: one for one in open_of(entry.subject) if one.id not in taken}
        done |= {id_: waiting[id_] for id_ in entry.replaces if id_ in waiting}
        replaced = [one for one in map(record, entry.replaces) if one.blank != UNREAD_BLANK]
        done |= _told_by(entry.answers, blank, replaced, waiting)
        yield structs.replace(entry, replaces=tuple(one.id for one in replaced))
    yield from map(dealt_with, done.values())


def _told_by(
    answers: Answers, blank: Blank, replaced: Iterable[Record], waiting: Mapping[str, Record]
) -> dict[str, Record]:
    """Which of the answers that wait a form tells by what it says otherwise than the records it replaces."""
    held = {name: value for one in replaced for name, value in (one.answers or {}).items()}
    said = [name for name, value in answers.items() if held.get(name) != value]
    return {id_: one for id_, one in waiting.items() if answers_it(one.answers or {}, blank, answers, said)}
