"""Tools of the commands: how a call says things, opens a school and asks for what nobody may read on a screen."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from schoolprep.commands.call import Call
from schoolprep.commands.guard import given
from schoolprep.commands.verb import kept_file
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, WorkspaceError
from schoolprep.facts.steps import Steps
from schoolprep.facts.words import say, say_problem

if TYPE_CHECKING:
    from schoolprep.declarations import Data
    from schoolprep.desk import Desk
    from schoolprep.desk.access import AccessFile
    from schoolprep.desk.class_books import ClassBook
    from schoolprep.facts.blank import Blanks
    from schoolprep.intake import Receipt
    from schoolprep.intake.phone import PhoneForm
    from schoolprep.intake.returned import ReturnedBook
    from schoolprep.roster import Roster
    from schoolprep.rules.pack import Pack

_Made = TypeVar("_Made")
DONE, NEEDS_A_PERSON = 0, 1
"""Exit statuses of what was done (INTERFACE §1)."""
_YEARS = (1950, 2150)
"""Years that can be judged for: no pack lies outside them, and counting on from there stays inside the calendar."""
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")


class Tools(NamedTuple):
    """What the other packages do for the command line."""

    data: Callable[[], Data]
    write_roster: Callable[[Roster, Path], Steps[None]]
    write_blank_workbook: Callable[[Blanks, Path, Lang], None]
    write_phone_form: Callable[[PhoneForm, Blanks, Path], None]
    write_receipt: Callable[[Receipt, Path, Lang], None]
    write_returned: Callable[[ReturnedBook, Path, Lang], Steps[None]]
    write_class_book: Callable[[ClassBook, Path, str], None]
    write_access: Callable[[AccessFile, Path], None]
    write_rule_table: Callable[[Pack, Path, Lang], None]
    save: Callable[[Path, bytes], None]
    window: Callable[[Path | None, Desk | None, Data, Lang], int]


def tell(call: Call, key: str, **facts: str | int) -> None:
    """Print one sentence of the command line."""
    print(say(f"cli.{key}", call.lang, **facts))


def print_json(value: object) -> None:
    """JSON for other people's scripts, on standard output."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n")


def moment_of(text: str) -> Moment:
    """A day or moment as it is written in a call. Raises `CallError`."""
    try:
        found = Moment.parse(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None  # a day that no calendar has: the same sentence
    if found is None:
        raise CallError("cli.bad-day", text=text)
    if not _YEARS[0] <= int(text[:4]) <= _YEARS[1]:
        raise CallError("cli.far-day", text=text, first=_YEARS[0], last=_YEARS[1])
    return found


def today(desk: Desk) -> date:
    """The day it is where the school stands."""
    return datetime.now(desk.workspace.school.zone).date()


def workspace(call: Call) -> Path:
    """The school's file, which the call or the variable scripts set must name. Raises `CallError`."""
    path = call.file or kept_file()
    if path is None:
        raise CallError("cli.no-file")
    return path


def passphrase(call: Call) -> str:
    """From the environment for scripts, else asked for; never an argument, which other users could see."""
    if kept := given("SCHOOLPREP_PASSPHRASE"):
        return kept
    return typed(call, "passphrase")


def typed(call: Call, prompt: str) -> str:
    """Asked for at the terminal, unseen; without a terminal nobody can type it."""
    if not sys.stdin.isatty():
        raise WorkspaceError("cli.no-passphrase")
    try:
        return getpass.getpass(say(f"cli.{prompt}", call.lang))
    except (EOFError, OSError):
        raise WorkspaceError("cli.no-passphrase") from None


def new_passphrase(call: Call) -> str:
    """The same for a new school, typed twice. Raises `CallError` where they differ."""
    if kept := given("SCHOOLPREP_PASSPHRASE"):
        return kept
    first, again = typed(call, "new-passphrase"), typed(call, "again")
    if first != again:
        raise CallError("cli.not-the-same")
    return first


@contextmanager
def opened(call: Call, tools: Tools, *, reading: bool = False) -> Iterator[Desk]:
    """The school of the call, open while it is used; what there is to say of its file goes to standard error.

    `reading`: nothing will be filed, so that a medium that cannot be written will do. Raises `CallError` and
    `WorkspaceError`.
    """
    from schoolprep.desk import Desk, here  # noqa: PLC0415 - most of the core is behind it

    path = workspace(call)
    enter = Desk.read if reading else Desk.open
    desk = enter(path, passphrase(call), tools.data(), here())
    try:
        for problem in desk.workspace.told:
            print(say_problem(problem, call.lang), file=sys.stderr)
        yield desk
    finally:
        if not reading:
            desk.workspace.keep_copy(again=False)
        desk.close()
