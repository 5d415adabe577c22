"""Call: what was asked on the command line, as plain values (INTERFACE §1 fixes the verbs and their names)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from locale import getlocale
from pathlib import Path
from typing import NoReturn

from schoolprep import __version__
from schoolprep.commands.verb import OPTIONS, VERBS, Verb
from schoolprep.facts import languages
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say


class Call(argparse.Namespace):
    """One call. `verb` decides which of the other values are there."""

    verb: str
    lang: Lang
    file: Path | None
    json: bool
    on: str
    profile: str | None
    against: str | None
    against_on: str | None
    set: Sequence[tuple[str, str]] | None
    choose: Sequence[tuple[str, str]] | None
    set_aside: Sequence[str] | None
    without: Sequence[str] | None
    with_: Sequence[str] | None
    books: list[Path]
    out: Path
    path: str
    layout: str | None
    purpose: str | None
    klass: str | None
    mask: bool
    password: bool
    whom: str
    document: str
    school: str
    region: str
    receipt: Path | None
    refused: Path | None
    dry_run: bool
    accept_doubtful: bool
    sheet: str
    header: int | None
    read_as: str
    column: Sequence[str] | None
    given: Sequence[str] | None
    no_window: bool
    list: bool
    what: str
    words: Sequence[str]
    why: str
    renew: bool
    year: int | None
    name: str
    workspace: Path | None
    anchor: str
    to: Path | None
    backup: Path
    role: str
    classes: Sequence[str] | None
    invitation: Path
    who: str

    def word(self, at: int, name: str) -> str:
        """The word at a place behind `rules WHAT`. Raises `CallError` naming what is missing."""
        if len(self.words) <= at:
            raise CallError("cli.missing", word=name)
        return self.words[at]

    def refuse_more(self, most: int) -> None:
        """Raises `CallError` naming the first word too many."""
        if len(self.words) > most:
            raise CallError("cli.too-many", word=self.words[most])


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage block."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def language(chosen: str | None = None) -> Lang:
    """The language of the texts: the chosen one, else the system's, Chinese where nobody declared that."""
    if chosen in languages.known():
        return chosen
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    system = next((name for name in named if name), "")
    if not system and sys.platform == "win32":  # elsewhere Python calls the plain C locale "en_US"
        system = getlocale()[0] or ""
    return languages.of_system(system)


def parse(argv: Sequence[str]) -> Call:
    """Read a call; leaves with status 2 and one sentence where it cannot be read, 0 for help."""
    arguments = list(argv)
    front: list[str] = []
    while arguments and arguments[0].startswith("--lang"):  # before the verb as well as behind it
        taken = 1 if "=" in arguments[0] else 2
        front, arguments = front + arguments[:taken], arguments[taken:]
    if not arguments or _is_workspace(arguments[0]):
        arguments.insert(0, "open")
    if front:
        arguments[1:1] = front
    asked = VERBS.get(arguments[0])
    parser = _parser(VERBS.values() if asked is None else (asked,))
    call = parser.parse_args(arguments, namespace=Call())
    call.lang = language(getattr(call, "lang", None))
    if sys.platform == "win32" and hasattr(call, "books"):
        call.books = expanded(call.books)
    return call


def expanded(books: Iterable[Path]) -> list[Path]:
    """The files that patterns mean (*.xlsx): Windows' shells leave them to the program. One that means none stays."""
    return [one for book in books for one in _meant(book) or [book]]


def _meant(book: Path) -> list[Path]:
    return sorted(book.parent.glob(book.name)) if set(book.name) & set("*?") else []


def _is_workspace(word: str) -> bool:
    """Whether a call begins with a file or an option of `open` instead of a verb."""
    if word.startswith("-"):
        return word not in ("-h", "--help", "--version")
    return word not in VERBS and (Path(word).suffix == ".schoolprep" or Path(word).exists())


def _parser(chosen: Iterable[Verb]) -> _Parser:
    """What reads a call of one of these verbs: the one asked for, or all where help is, or a word nobody knows."""
    lang = language()
    parser = _Parser(prog="schoolprep", description=say("help.program", lang), allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"schoolprep {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    for verb in chosen:
        sentence = say(f"help.{verb.name}", lang)
        one = verbs.add_parser(verb.name, help=sentence, description=sentence, allow_abbrev=False)
        if not isinstance(verb.run, str):
            one.add_argument("what", choices=tuple(verb.run))
        for name in ("lang", *verb.options):
            option = OPTIONS[name]
            text = say(f"help.{option.help}", lang) if option.help else None
            one.add_argument(*option.names, help=text, **option.how)
    return parser
