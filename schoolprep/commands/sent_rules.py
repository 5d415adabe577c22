"""Commands of rules that were sent, or are being written: looked through, tried by their examples, taken in."""

from __future__ import annotations

from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.commands.rules import known
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, opened, tell
from schoolprep.facts.words import say
from schoolprep.rules import pack, sent
from schoolprep.rules.pack import Profile
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.verdicts import examples, vetting


def lint(call: Call, tools: Tools) -> int:
    """`rules lint`: what is wrong with a pack or profile."""
    path = Path(call.word(0, "PATH"))
    call.refuse_more(1)
    came = sent.read(path)
    if isinstance(came.found, Profile):
        flaws = vetting.vet_profile(came.found, tools.data().library, came.source)
    elif call.file is None:
        library = tools.data().library
        homes = [one.id for one in library.profiles.values() if came.found.id in one.packs]
        home = homes[0] if homes else ""
        flaws = vetting.vet(came.found, library, tools.data().divisions, home, came.source)
    else:
        with opened(call, tools) as desk:
            flaws = desk.rules.flaws(came.found, came.source)
    return _print_flaws(call, flaws, str(path))


def _print_flaws(call: Call, flaws: list[Flaw], path: str) -> int:
    for flaw in flaws:
        print(flaw.said(call.lang))
    grave = sum(flaw.grave for flaw in flaws)
    if flaws:
        print(say("lint.summary", call.lang, grave=grave, advice=len(flaws) - grave))
    else:
        tell(call, "lint-ok", path=path)
    return NEEDS_A_PERSON if grave else DONE


def test(call: Call, tools: Tools) -> int:
    """`rules test`: packs by their own examples."""
    call.refuse_more(1)
    chosen = [known(call, tools, call.words[0])] if call.words else list(tools.data().library.packs.values())
    chosen = [pack.proved(one) for one in chosen]
    failed = False
    for one in chosen:
        misses = list(examples.run(one, tools.data().divisions))
        for miss in misses:
            tell(
                call, "rules-fail", pack=miss.pack, rule=miss.rule, example=miss.example[call.lang], field=miss.field,
                expected=miss.expected, got=miss.got,
            )  # fmt: skip
        if not misses:
            tell(call, "rules-pass", pack=one.id, examples=examples.total(one))
        failed = failed or bool(misses)
    return NEEDS_A_PERSON if failed else DONE


def take(call: Call, tools: Tools) -> int:
    """`rules import`: a pack into the school's file."""
    path = Path(call.word(0, "PATH"))
    call.refuse_more(1)
    came = sent.read(path)
    one = came.pack
    with opened(call, tools) as desk:
        status = _print_flaws(call, desk.rules.flaws(one, came.source), str(path))
        if call.dry_run:
            tell(call, "rules-dry")
            return status
        desk.rules.take(came.text, path.name)
        tell(call, "rules-taken", pack=one.id, title=one.title[call.lang])
    return status
