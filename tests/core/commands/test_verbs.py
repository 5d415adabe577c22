"""The table of verbs: each has its function and its help, stands in the README, and imports what it needs alone."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from pkgutil import resolve_name

import pytest

from schoolprep.__main__ import WRITERS
from schoolprep.commands.call import parse
from schoolprep.commands.tools import Tools
from schoolprep.commands.verb import OPTIONS, VERBS
from schoolprep.facts import languages
from schoolprep.facts.words import say

HOUSE = Path(__file__).resolve().parents[3]
README = (HOUSE / "README.md").read_text("utf-8")


@pytest.mark.parametrize("lang", languages.known())
def test_every_verb_and_its_options_have_their_sentence_of_help(lang: str) -> None:
    keys = [*VERBS, *(option.help for option in OPTIONS.values() if option.help)]
    assert all(say(f"help.{key}", lang).strip() for key in keys)


def test_every_verb_has_its_function_and_every_option_its_verb() -> None:
    for verb in VERBS.values():
        for what in [""] if isinstance(verb.run, str) else verb.run:
            assert list(signature(resolve_name(verb.where(what))).parameters) == ["call", "tools"]
    assert {"lang"}.union(*(verb.options for verb in VERBS.values())) == set(OPTIONS)


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_takes_and_gives_what_the_tools_say(name: str) -> None:
    declared = Tools.__annotations__[name].__forward_arg__
    written = signature(resolve_name(WRITERS[name]))
    takes = ", ".join(str(one.annotation) for one in written.parameters.values())
    assert ast.unparse(ast.parse(declared)) == f"Callable[[{takes}], {written.return_annotation}]"


def _commands() -> Iterator[str]:
    """The calls of the README's block, with everything that may be left out; alternatives one by one."""
    block = README.partition("## Command line")[2].split("```")[1].strip("\n")
    for line in re.sub(r"\n +", "  ", block).splitlines():
        first, *parts = re.split(r"  +", line)
        verb = first.split()[0]
        calls = first.split(" | ")
        yield calls[0] + "".join(f" {part}" for part in parts if part.startswith("["))
        yield from (f"{verb} {call}" for call in calls[1:])
        yield from (part for part in parts if part.startswith(f"{verb} "))


@pytest.mark.parametrize("command", list(_commands()))
def test_every_call_of_the_readme_can_be_read(command: str) -> None:
    words = re.sub(r"[\[\]]|\.\.\.|\|off", "", command).split()
    assert parse(words).verb == words[0]


def test_every_verb_stands_in_the_readme() -> None:
    told = {tuple(command.split()[:2]) for command in _commands()}
    assert {verb for verb, *_ in told} == set(VERBS)
    for verb in VERBS.values():
        if not isinstance(verb.run, str):
            assert {what for name, what in told if name == verb.name} == set(verb.run)


def test_a_verb_imports_only_what_it_needs() -> None:
    code = "import sys; from schoolprep.__main__ import main; main(['rules', 'list']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, stdout=subprocess.PIPE, check=True)
    loaded = done.stdout.decode().splitlines()[-1].split()
    rooms = {".".join(name.split(".")[:2]) for name in loaded if name.startswith("schoolprep.")}
    assert "schoolprep.rules" in rooms
    assert not rooms & {f"schoolprep.{room}" for room in ("desk", "intake", "store", "verdicts", "roster")}
