"""Commands of rosters: one written out, and a class on paper; `--list` names those there are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from schoolprep.commands.call import Call
from schoolprep.commands.guard import given
from schoolprep.commands.tools import DONE, Tools, moment_of, opened, tell, typed
from schoolprep.desk.log import leaving_roster
from schoolprep.facts.languages import Lang
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say
from schoolprep.grid.paper import paper

if TYPE_CHECKING:
    from schoolprep.desk.class_books import ClassBook


def roster(call: Call, tools: Tools) -> int:
    """`roster`: write one roster, or name them all."""
    if call.list:
        for layout in tools.data().layouts.values():
            tell(call, "layout-line", id=layout.id, title=layout.title[call.lang])
        return DONE
    _need((call.layout, "LAYOUT"), (call.on, "--on"), (call.out, "--out"))
    on = moment_of(call.on)
    with opened(call, tools, reading=True) as desk:
        drawn = desk.rosters.draw(call.layout or "", on, call.lang, call.klass, mask=call.mask)
        leaving = leaving_roster(
            drawn, on, unit=call.klass or "", masked=call.mask, whom=call.whom, purpose=call.why
        )
        with desk.log.handing_out(leaving):
            finish(tools.write_roster(drawn, call.out))
    tell(call, "written", path=str(call.out), rows=sum(len(group.rows) for group in drawn.groups))
    return DONE


def class_form(call: Call, tools: Tools) -> int:
    """`class-form`: a class sheet to print and fill in by hand, or the names of those there are."""
    purposes = tools.data().purposes
    if call.list:
        for one in purposes.values():
            tell(call, "layout-line", id=one.id, title=one.title[call.lang])
        return DONE
    _need((call.purpose, "PURPOSE"), (call.on, "--on"), (call.out, "--out"))
    purpose = purposes.get(call.purpose or "")
    if purpose is None:
        raise CallError("cli.no-purpose", purpose=call.purpose or "", known=Series(purposes))
    on = moment_of(call.on)
    with opened(call, tools, reading=True) as desk:
        drawn = paper(desk, purpose, on, call.lang, call.klass or "")
        with desk.log.handing_out(leaving_roster(drawn, on, unit=call.klass or "")):
            finish(tools.write_roster(drawn, call.out))
    rows = sum(len(group.rows) for group in drawn.groups)
    tell(call, "class-form-written", path=str(call.out), sheets=len(drawn.groups), rows=rows)
    return DONE


def _need(*given: tuple[object, str]) -> None:
    """What a call without `--list` cannot leave out. Raises `CallError` naming the first that is missing."""
    for value, word in given:
        if value is None:
            raise CallError("cli.missing", word=word)


def class_workbook(call: Call, tools: Tools) -> int:
    """`class-workbook`: a class for a colleague without the program, or every class into a folder."""
    if call.out is None:
        raise CallError("cli.missing", word="--out")
    password = _book_password(call)
    with opened(call, tools) as desk:
        books = desk.class_books
        for unit in [call.klass] if call.klass else books.classes():
            drawn = books.draw(unit, call.lang)
            out = call.out if call.klass else call.out / file_name(_name_of(drawn, call.lang))
            out.parent.mkdir(exist_ok=True)
            with desk.log.handing_out(books.leaving(drawn)):
                tools.write_class_book(drawn, out, password)
            people = len(drawn.people)
            print(
                say(
                    "class-book.written",
                    call.lang,
                    unit=unit,
                    number=drawn.number,
                    path=str(out),
                    people=people,
                )
            )
        books.keep_password(password)
    if not password:
        print(say("class-book.unlocked", call.lang), file=sys.stderr)
    return DONE


def _name_of(drawn: ClassBook, lang: Lang) -> str:
    return say("class-book.file-name", lang, unit=drawn.class_name, number=drawn.number)


def _book_password(call: Call) -> str:
    """From the environment for scripts, else asked for twice where that was wished; empty: none."""
    if kept := given("SCHOOLPREP_BOOK_PASSWORD"):
        return kept
    if not call.password:
        return ""
    first, again = typed(call, "new-book-password"), typed(call, "again")
    if first != again:
        raise CallError("class-book.not-the-same")
    return first
