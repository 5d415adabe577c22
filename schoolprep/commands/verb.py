"""Verb: what can be asked on the command line, each verb once: its options, and where its function stands.

A verb costs a line here, a function in the module of its matter and a sentence of help. The functions take the call
and the tools and give the exit status; a module is imported when one of its verbs is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from schoolprep.facts import languages


class Argument(NamedTuple):
    """One word of a call: how it is written, how `argparse` reads it, the key of its help."""

    names: tuple[str, ...]
    how: Mapping[str, Any]
    help: str = ""


class Verb(NamedTuple):
    """One verb; `run` is "module:function" under `schoolprep.commands`, or one for each `what` that may follow."""

    name: str
    options: tuple[str, ...]
    run: str | Mapping[str, str]

    def where(self, what: str = "") -> str:
        """The function's place in the whole house."""
        return f"{__package__}.{self.run if isinstance(self.run, str) else self.run[what]}"


def _named(verbs: Iterable[Verb]) -> dict[str, Verb]:
    return {verb.name: verb for verb in verbs}


VERBS = _named((
    Verb("open", ("workspace", "file"), "window:open_window"),
    Verb("demo", ("no-window",), "window:demo"),
    Verb("new", ("file", "school", "region", "profile!"), "school:new"),
    Verb("blank-workbook", ("blank",), "blanks:blank_workbook"),
    Verb("phone-form", ("blank",), "blanks:phone_form"),
    Verb("class-form", ("purpose", "list", "file", "on?", "out", "class"), "rosters:class_form"),
    Verb("class-workbook", ("class", "file", "out", "password"), "rosters:class_workbook"),
    Verb(
        "intake",
        ("books", "file", "receipt", "refused", "dry", "accept", "sheet", "header", "as", "column", "given", "json"),
        "intake:intake",
    ),
    Verb(
        "templates",
        ("sheets", "file"),
        {"list": "templates:contents", "add": "templates:add", "withdraw": "templates:withdraw"},
    ),
    Verb("areas", ("lists", "file", "dry", "accept", "json"), "intake:areas"),
    Verb("attach", ("papers", "file", "whose", "paper-kind", "dry", "json"), "papers:attach"),
    Verb("check", ("file", "on", "profile", "json"), "judging:check"),
    Verb(
        "what-if",
        ("file", "on", "profile", "against", "against-on", "without", "with", "set", "choose", "set-aside", "json"),
        "comparison:what_if",
    ),
    Verb("explain", ("document", "file", "on", "profile", "json"), "judging:explain"),
    Verb("roster", ("layout", "list", "file", "on?", "out", "class", "mask", "for", "purpose-of"), "rosters:roster"),
    Verb(
        "rules",
        ("words", "rules-file", "on?", "why", "paper", "dry"),
        {
            "list": "rules:contents",
            "show": "rules:show",
            "lint": "sent_rules:lint",
            "test": "sent_rules:test",
            "import": "sent_rules:take",
            "switch": "own_rules:switch",
            "withdraw": "own_rules:withdraw",
            "set": "own_rules:alter",
            "choose": "own_rules:choose",
            "reset": "own_rules:reset",
            "export": "rules:export",
        },
    ),
    Verb(
        "calendar",
        ("days", "file", "year", "name", "dry", "json"),
        {
            "list": "calendar:contents",
            "import": "calendar:take",
            "add": "calendar:add",
            "withdraw": "calendar:withdraw",
        },
    ),
    Verb("erase", ("document", "file", "why", "renew", "json"), "privacy:erase"),
    Verb("access", ("document", "out", "file", "on?"), "privacy:access"),
    Verb("conflicts", ("answer", "file", "on?", "json"), "conflicts:conflicts"),
    Verb("verify", ("file", "anchor"), "school:verify"),
    Verb("backup", ("file", "to"), "school:backup"),
    Verb("restore", ("backup", "file"), "school:restore"),
    Verb("invite", ("file", "colleague-name", "role", "classes", "hand-out", "json"), "handover:invite"),
    Verb("join", ("invitation", "file"), "handover:join"),
    Verb("seal", ("file", "hand-out", "json"), "handover:seal"),
    Verb("unseal", ("hand-files", "file", "dry", "json"), "handover:unseal"),
    Verb("acknowledge", ("file", "hand-folder", "json"), "handover:acknowledge"),
    Verb("handover", ("file", "on?", "json"), "handover:handover"),
    Verb("revoke", ("who", "file"), "handover:revoke"),
))  # fmt: skip
"""Every verb, in the order of the help."""


def kept_file() -> Path | None:
    """The workspace that scripts set."""
    kept = os.environ.get("SCHOOLPREP_FILE")
    return Path(kept) if kept else None


_OUT = {"type": Path, "metavar": "OUT.xlsx"}
_FLAG = {"action": "store_true"}

OPTIONS: dict[str, Argument] = {
    "lang": Argument(("--lang",), {"choices": languages.known()}, "lang"),
    "anchor": Argument(("--anchor",), {"metavar": "CODE", "default": ""}, "anchor"),
    "file": Argument(("--file",), {"type": Path, "default": kept_file(), "metavar": "F"}, "file"),
    "on": Argument(("--on",), {"required": True, "metavar": "D"}, "on"),
    "on?": Argument(("--on",), {"metavar": "D"}, "on"),
    "profile": Argument(("--profile",), {"metavar": "P"}, "profile"),
    "profile!": Argument(("--profile",), {"required": True, "metavar": "P"}, "profile"),
    "against": Argument(("--against",), {"metavar": "B"}, "against"),
    "against-on": Argument(("--against-on",), {"metavar": "D"}, "against-on"),
    "set": Argument(
        ("--set",), {"nargs": 2, "action": "append", "metavar": ("RULE", "PARAMETER=VALUE")}, "set"
    ),
    "choose": Argument(
        ("--choose",), {"nargs": 2, "action": "append", "metavar": ("RULE", "VARIANT")}, "choose"
    ),
    "set-aside": Argument(("--set-aside",), {"action": "append", "metavar": "RULE"}, "set-aside"),
    "without": Argument(("--without",), {"action": "append", "metavar": "PACK"}, "without"),
    "with": Argument(("--with",), {"action": "append", "metavar": "PACK", "dest": "with_"}, "with"),
    "json": Argument(("--json",), _FLAG, "json"),
    "books": Argument(("books",), {"nargs": "+", "type": Path, "metavar": "BOOK"}),
    "lists": Argument(("books",), {"nargs": "+", "type": Path, "metavar": "LIST"}),
    "papers": Argument(("books",), {"nargs": "+", "type": Path, "metavar": "PAPER"}),
    "whose": Argument(("--document",), {"default": "", "metavar": "NUMBER"}, "whose"),
    "paper-kind": Argument(("--as",), {"dest": "read_as", "default": "", "metavar": "KIND"}, "paper-kind"),
    "out": Argument(("--out",), _OUT, "out"),
    "blank": Argument(("out",), _OUT),
    "document": Argument(("document",), {"metavar": "DOCUMENT_NO"}),
    "layout": Argument(("layout",), {"nargs": "?", "metavar": "LAYOUT"}),
    "purpose": Argument(("purpose",), {"nargs": "?", "metavar": "PURPOSE"}),
    "list": Argument(("--list",), _FLAG, "list"),
    "class": Argument(("--class",), {"dest": "klass", "metavar": "C"}, "class"),
    "password": Argument(("--password-prompt",), {**_FLAG, "dest": "password"}, "password"),
    "mask": Argument(("--mask",), _FLAG, "mask"),
    "for": Argument(("--for",), {"dest": "whom", "default": "", "metavar": "WHOM"}, "for"),
    "purpose-of": Argument(("--why",), {"default": "", "metavar": "WHY"}, "purpose-of"),
    "school": Argument(("--school",), {"required": True, "metavar": "NAME"}),
    "region": Argument(("--region",), {"default": "", "metavar": "140802"}, "region"),
    "receipt": Argument(("--receipt",), _OUT, "receipt"),
    "refused": Argument(("--refused",), {"type": Path, "metavar": "FOLDER"}, "refused"),
    "sheet": Argument(("--sheet",), {"default": "", "metavar": "SHEET"}, "sheet"),
    "header": Argument(("--header",), {"type": int, "metavar": "ROW"}, "header"),
    "as": Argument(("--as",), {"dest": "read_as", "default": "", "metavar": "BLANK"}, "as"),
    "column": Argument(("--column",), {"action": "append", "metavar": "A=FIELD"}, "column"),
    "given": Argument(("--given",), {"action": "append", "metavar": "WHAT=ANSWER"}, "given"),
    "dry": Argument(("--dry-run",), _FLAG, "dry"),
    "accept": Argument(("--accept-doubtful",), _FLAG, "accept"),
    "no-window": Argument(("--no-window",), _FLAG, "no-window"),
    "words": Argument(("words",), {"nargs": "*", "metavar": "WORD"}, "rules-words"),
    "days": Argument(("words",), {"nargs": "*", "metavar": "WORD"}, "calendar-words"),
    "sheets": Argument(("words",), {"nargs": "*", "metavar": "WORD"}, "templates-words"),
    "answer": Argument(("words",), {"nargs": "*", "metavar": "WORD"}, "conflicts-words"),
    "year": Argument(("--year",), {"type": int, "metavar": "YYYY"}, "year"),
    "name": Argument(("--name",), {"default": "", "metavar": "NAME"}, "calendar-name"),
    "rules-file": Argument(("--file",), {"type": Path, "metavar": "F"}, "rules-file"),
    "why": Argument(("--why",), {"default": "", "metavar": "WHY"}, "why"),
    "renew": Argument(("--renew-copies",), {**_FLAG, "dest": "renew"}, "renew-copies"),
    "paper": Argument(("--document",), {"default": "", "metavar": "NUMBER"}, "paper"),
    "to": Argument(("--to",), {"type": Path, "metavar": "X"}, "to"),
    "backup": Argument(("backup",), {"type": Path, "metavar": "X"}),
    "colleague-name": Argument(("--name",), {"required": True, "metavar": "N"}, "colleague-name"),
    "role": Argument(("--role",), {"required": True, "metavar": "ROLE"}, "role"),
    "classes": Argument(("--class",), {"action": "append", "dest": "classes", "metavar": "C"}, "classes"),
    "hand-out": Argument(("--out",), {"type": Path, "required": True, "metavar": "X"}, "hand-out"),
    "hand-folder": Argument(("--out",), {"type": Path, "required": True, "metavar": "FOLDER"}, "hand-folder"),
    "hand-files": Argument(("books",), {"nargs": "+", "type": Path, "metavar": "FILE"}),
    "invitation": Argument(("invitation",), {"type": Path, "metavar": "X.invitation"}),
    "who": Argument(("who",), {"metavar": "NAME"}),
    "workspace": Argument(("workspace",), {"nargs": "?", "type": Path, "metavar": "FILE"}),
}
"""Every option by its key; `?` and `!` tell a laxer and a stricter reading from the usual one."""
