"""Call: what was asked on the command line, as plain values (INTERFACE §1 fixes the verbs and their names)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from locale import getlocale
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from schoolprep import __version__
from schoolprep.facts import languages
from schoolprep.facts.languages import Lang
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
    document: str
    school: str
    region: str
    receipt: Path | None
    refused: Path | None
    dry_run: bool
    accept_doubtful: bool
    no_window: bool
    list: bool
    what: str
    words: Sequence[str]
    why: str
    workspace: Path | None


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
    call = _parser().parse_args(arguments, namespace=Call())
    call.lang = language(getattr(call, "lang", None))
    return call


def _is_workspace(word: str) -> bool:
    """Whether a call begins with a file or an option of `open` instead of a verb."""
    if word.startswith("-"):
        return word not in ("-h", "--help", "--version")
    return word not in VERB_OPTIONS and (Path(word).suffix == ".schoolprep" or Path(word).exists())


def _parser() -> _Parser:
    lang = language()
    parser = _Parser(prog="schoolprep", description=say("help.program", lang), allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"schoolprep {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    for verb, names in VERB_OPTIONS.items():
        sentence = say(f"help.{verb}", lang)
        one = verbs.add_parser(verb, help=sentence, description=sentence, allow_abbrev=False)
        for name in ("lang", *names):
            option = _OPTIONS[name]
            text = say(f"help.{option.help}", lang) if option.help else None
            one.add_argument(*option.names, help=text, **option.how)
    return parser


class _Option(NamedTuple):
    names: tuple[str, ...]
    how: dict[str, Any]
    help: str = ""


def _kept_file() -> Path | None:
    kept = os.environ.get("SCHOOLPREP_FILE")
    return Path(kept) if kept else None


_OUT = {"type": Path, "metavar": "OUT.xlsx"}
_FLAG = {"action": "store_true"}

RULES_VERBS = (
    "list", "show", "lint", "test", "import", "switch", "withdraw", "set", "choose", "reset", "export",
)  # fmt: skip
"""What can be done with rules."""

_OPTIONS: dict[str, _Option] = {
    "lang": _Option(("--lang",), {"choices": languages.known()}, "lang"),
    "file": _Option(("--file",), {"type": Path, "default": _kept_file(), "metavar": "F"}, "file"),
    "on": _Option(("--on",), {"required": True, "metavar": "D"}, "on"),
    "on?": _Option(("--on",), {"metavar": "D"}, "on"),
    "profile": _Option(("--profile",), {"metavar": "P"}, "profile"),
    "profile!": _Option(("--profile",), {"required": True, "metavar": "P"}, "profile"),
    "against": _Option(("--against",), {"metavar": "B"}, "against"),
    "against-on": _Option(("--against-on",), {"metavar": "D"}, "against-on"),
    "set": _Option(
        ("--set",), {"nargs": 2, "action": "append", "metavar": ("RULE", "PARAMETER=VALUE")}, "set"
    ),
    "choose": _Option(
        ("--choose",), {"nargs": 2, "action": "append", "metavar": ("RULE", "VARIANT")}, "choose"
    ),
    "set-aside": _Option(("--set-aside",), {"action": "append", "metavar": "RULE"}, "set-aside"),
    "without": _Option(("--without",), {"action": "append", "metavar": "PACK"}, "without"),
    "with": _Option(("--with",), {"action": "append", "metavar": "PACK", "dest": "with_"}, "with"),
    "json": _Option(("--json",), _FLAG, "json"),
    "books": _Option(("books",), {"nargs": "+", "type": Path, "metavar": "BOOK"}),
    "lists": _Option(("books",), {"nargs": "+", "type": Path, "metavar": "LIST"}),
    "out": _Option(("--out",), _OUT, "out"),
    "blank": _Option(("out",), _OUT),
    "document": _Option(("document",), {"metavar": "DOCUMENT_NO"}),
    "layout": _Option(("layout",), {"nargs": "?", "metavar": "LAYOUT"}),
    "purpose": _Option(("purpose",), {"nargs": "?", "metavar": "PURPOSE"}),
    "list": _Option(("--list",), _FLAG, "list"),
    "class": _Option(("--class",), {"dest": "klass", "metavar": "C"}, "class"),
    "mask": _Option(("--mask",), _FLAG, "mask"),
    "school": _Option(("--school",), {"required": True, "metavar": "NAME"}),
    "region": _Option(("--region",), {"default": "", "metavar": "140802"}, "region"),
    "receipt": _Option(("--receipt",), _OUT, "receipt"),
    "refused": _Option(("--refused",), {"type": Path, "metavar": "FOLDER"}, "refused"),
    "dry": _Option(("--dry-run",), _FLAG, "dry"),
    "accept": _Option(("--accept-doubtful",), _FLAG, "accept"),
    "no-window": _Option(("--no-window",), _FLAG, "no-window"),
    "what": _Option(("what",), {"choices": RULES_VERBS}),
    "words": _Option(("words",), {"nargs": "*", "metavar": "WORD"}, "rules-words"),
    "rules-file": _Option(("--file",), {"type": Path, "metavar": "F"}, "rules-file"),
    "why": _Option(("--why",), {"default": "", "metavar": "WHY"}, "why"),
    "paper": _Option(("--document",), {"default": "", "metavar": "NUMBER"}, "paper"),
    "workspace": _Option(("workspace",), {"nargs": "?", "type": Path, "metavar": "FILE"}),
}

VERB_OPTIONS: dict[str, tuple[str, ...]] = {
    "open": ("workspace", "file"),
    "demo": ("no-window",),
    "new": ("file", "school", "region", "profile!"),
    "blank-workbook": ("blank",),
    "phone-form": ("blank",),
    "class-form": ("purpose", "list", "file", "on?", "out", "class"),
    "intake": ("books", "file", "receipt", "refused", "dry", "accept", "json"),
    "areas": ("lists", "file", "dry", "accept", "json"),
    "check": ("file", "on", "profile", "json"),
    "what-if": (
        "file",
        "on",
        "profile",
        "against",
        "against-on",
        "without",
        "with",
        "set",
        "choose",
        "set-aside",
        "json",
    ),
    "explain": ("document", "file", "on", "profile", "json"),
    "roster": ("layout", "list", "file", "on?", "out", "class", "mask"),
    "rules": ("what", "words", "rules-file", "on?", "why", "paper", "dry"),
    "verify": ("file",),
}
