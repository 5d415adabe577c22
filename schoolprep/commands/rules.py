"""Commands of rules that are read: packs listed, shown, written out.

They work without a workspace; with `--file` they know the school's packs too.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, opened, tell
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.words import say, say_problem
from schoolprep.rules import pack
from schoolprep.rules.pack import Library, Pack, PackHead, writing
from schoolprep.rules.pack.change import find, note
from schoolprep.rules.pack.figures import figured

if TYPE_CHECKING:
    from schoolprep.desk import Desk
    from schoolprep.verdicts.rulebook import ListedPack


def contents(call: Call, tools: Tools) -> int:
    """`rules list`: the packs with their spans, and the profiles."""
    call.refuse_more(0)
    if call.file is None:
        for head in pack.contents():
            _print_pack(call, head, len(head.rules))
        _print_profiles(call, pack.load())
        return DONE
    with opened(call, tools) as desk:
        for listed in desk.rules.packs():
            _print_pack(call, listed.pack, len(listed.pack.rule), listed)
        unreadable = desk.rules.decided.unreadable()
        for problem in unreadable.values():
            print(say_problem(problem, call.lang))
        _print_changes(call, desk)
        _print_profiles(call, desk.rules.base())
    return NEEDS_A_PERSON if unreadable else DONE


def _print_pack(call: Call, one: PackHead, rules: int, listed: ListedPack | None = None) -> None:
    line = say(
        "cli.rules-line", call.lang, id=one.id, layer=say(f"rules.layer-{one.layer}", call.lang), span=pack.span(one),
        title=one.title[call.lang], number=one.document.number, rules=rules,
    )  # fmt: skip
    if listed is not None:
        state = say("cli.rules-on" if listed.on else "cli.rules-off", call.lang)
        line = f"{state}  {line}"
        if listed.imported:
            line += "  " + say(
                "cli.rules-imported", call.lang, file=listed.imported.file, by=listed.imported.by,
                written=listed.imported.written,
            )  # fmt: skip
        if listed.switch:
            line += "  " + say(
                "cli.rules-switched", call.lang, by=listed.switch.by, written=listed.switch.written,
                why=listed.switch.why, document=listed.switch.document or "—",
            )  # fmt: skip
    print(line)


def _print_profiles(call: Call, library: Library) -> None:
    for profile in library.profiles.values():
        tell(
            call, "profile-line", id=profile.id, span=pack.span(profile), title=profile.title[call.lang],
            packs=", ".join(profile.packs),
        )  # fmt: skip


def _print_changes(call: Call, desk: Desk) -> None:
    packs = desk.rules.base().packs
    for change in desk.rules.decided.changes():
        try:
            told = note(find(packs, change.rule)[1], change)[call.lang]
        except CallError as wrong:
            told = say_problem(wrong.problem, call.lang)
        tell(
            call, "rules-change", rule=change.rule, note=told, why=change.why,
            document=change.document or "—", by=change.by, written=change.written,
        )  # fmt: skip


def show(call: Call, tools: Tools) -> int:
    """`rules show`: a pack, sentence by sentence."""
    one = known(call, tools, call.word(0, "PACK"))
    call.refuse_more(1)
    print(f"{one.id}  {one.title[call.lang]}  {pack.span(one)}")
    print(f"{one.document.title[call.lang]} {one.document.number}  {one.document.standing[call.lang]}")
    for rule in one.rule:
        tell(
            call, "rule-line", id=rule.id, title=rule.title[call.lang], clause=rule.cites.clause,
            seen=pack.standing(one, rule.cites)[call.lang],
        )  # fmt: skip
        for sentence in rule.says.values():
            print(f"    {figured(sentence[call.lang], rule, call.lang)}")
        for variant in rule.variant:
            tell(call, "variant-line", id=variant.id, title=variant.title[call.lang])
    for clause in one.transition:
        how = say(f"rules.how-{clause.how}", call.lang, to=clause.to)
        tell(call, "transition-line", of=clause.of, how=how, why=clause.why[call.lang])
    for lifted in one.lift:
        tell(call, "lift-line", rule=lifted.rule, why=lifted.why[call.lang])
    return DONE


def export(call: Call, tools: Tools) -> int:
    """`rules export`: a pack as TOML or as a rule table."""
    one, out = pack.proved(known(call, tools, call.word(0, "PACK"))), Path(call.word(1, "OUT"))
    call.refuse_more(2)
    if out.suffix.lower() == ".xlsx":
        tools.write_rule_table(one, out, call.lang)
    elif out.suffix.lower() == ".toml":
        tools.save(out, writing.text(one).encode())
    else:
        raise CallError("cli.toml-or-xlsx", path=str(out))
    tell(call, "rules-exported", pack=one.id, path=str(out))
    return DONE


def known(call: Call, tools: Tools, name: str) -> Pack:
    """A pack by id, the school's own edition of it where a workspace is named. Raises `CallError`."""
    if call.file is None:
        packs = dict(tools.data().library.packs)
    else:
        with opened(call, tools) as desk:
            packs = {one.pack.id: one.pack for one in desk.rules.packs()}
            packs |= desk.rules.library().packs
    if name not in packs:
        raise CallError("rules.unknown-pack", pack=name, known=Series(packs))
    return packs[name]
