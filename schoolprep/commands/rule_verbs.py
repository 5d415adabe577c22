"""Commands of rules: packs listed, read, tried, taken in, switched; the school's own numbers set and taken back.

`list`, `show`, `lint` and `test` work without a workspace; with `--file` they know the school's packs too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, moment_of, opened, tell
from schoolprep.desk import Desk
from schoolprep.desk.whatif import Move, Side, compare, explainer
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.words import say, say_problem
from schoolprep.roster.order import unit_key
from schoolprep.rules import pack, sent
from schoolprep.rules.pack import Library, Pack, PackHead, Profile, writing
from schoolprep.rules.pack.change import Change, find, note
from schoolprep.rules.pack.figures import figured
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.verdicts import examples, vetting
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.rulebook import ListedPack


def run(call: Call, tools: Tools) -> int:
    """`rules list | show | lint | test | import | switch | withdraw | set | choose | reset | export`."""
    return _VERBS[call.what](call, tools)


def _word(call: Call, at: int, name: str) -> str:
    """The word at a place of the call. Raises `CallError` naming what is missing."""
    if len(call.words) <= at:
        raise CallError("cli.missing", word=name)
    return call.words[at]


def _refuse_more(call: Call, most: int) -> None:
    if len(call.words) > most:
        raise CallError("cli.too-many", word=call.words[most])


@contextmanager
def _opened(call: Call, tools: Tools) -> Iterator[Desk]:
    """The school of the call: `--file`, or the variable scripts set."""
    kept = os.environ.get("SCHOOLPREP_FILE")
    if call.file is None and kept:
        call.file = Path(kept)
    with opened(call, tools) as desk:
        yield desk


def _day(call: Call) -> Moment:
    return moment_of(call.on) if call.on else Moment(date.today().toordinal())


# ------------------------------------------------------------------ reading


def _list(call: Call, tools: Tools) -> int:
    _refuse_more(call, 0)
    if call.file is None:
        for head in pack.contents():
            _print_pack(call, head, len(head.rules))
        _print_profiles(call, pack.load())
        return DONE
    with _opened(call, tools) as desk:
        for listed in desk.rules.packs():
            _print_pack(call, listed.pack, len(listed.pack.rule), listed)
        unreadable = desk.rules.unreadable()
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
    for change in desk.rules.changes():
        try:
            told = note(find(packs, change.rule)[1], change)[call.lang]
        except CallError as wrong:
            told = say_problem(wrong.problem, call.lang)
        tell(
            call, "rules-change", rule=change.rule, note=told, why=change.why,
            document=change.document or "—", by=change.by, written=change.written,
        )  # fmt: skip


def _known(call: Call, tools: Tools, name: str) -> Pack:
    """A pack by id, the school's own edition of it where a workspace is named. Raises `CallError`."""
    if call.file is None:
        packs = dict(tools.data().library.packs)
    else:
        with _opened(call, tools) as desk:
            packs = {one.pack.id: one.pack for one in desk.rules.packs()}
            packs |= desk.rules.library().packs
    if name not in packs:
        raise CallError("rules.unknown-pack", pack=name, known=Series(packs))
    return packs[name]


def _show(call: Call, tools: Tools) -> int:
    one = _known(call, tools, _word(call, 0, "PACK"))
    _refuse_more(call, 1)
    print(f"{one.id}  {one.title[call.lang]}  {pack.span(one)}")
    print(f"{one.document.title[call.lang]} {one.document.number}  {one.document.standing[call.lang]}")
    for rule in one.rule:
        tell(
            call, "rule-line", id=rule.id, title=rule.title[call.lang], clause=rule.cites.clause,
            seen=rule.cites.seen[call.lang],
        )  # fmt: skip
        for sentence in rule.says.values():
            print(f"    {figured(sentence[call.lang], rule)}")
        for variant in rule.variant:
            tell(call, "variant-line", id=variant.id, title=variant.title[call.lang])
    for clause in one.transition:
        how = say(f"rules.how-{clause.how}", call.lang, to=clause.to)
        tell(call, "transition-line", of=clause.of, how=how, why=clause.why[call.lang])
    for lifted in one.lift:
        tell(call, "lift-line", rule=lifted.rule, why=lifted.why[call.lang])
    return DONE


def _lint(call: Call, tools: Tools) -> int:
    path = Path(_word(call, 0, "PATH"))
    _refuse_more(call, 1)
    came = sent.read(path)
    if isinstance(came.found, Profile):
        flaws = vetting.vet_profile(came.found, tools.data().library, came.source)
    elif call.file is None:
        library = tools.data().library
        homes = [one.id for one in library.profiles.values() if came.found.id in one.packs]
        home = homes[0] if homes else ""
        flaws = vetting.vet(came.found, library, tools.data().divisions, home, came.source)
    else:
        with _opened(call, tools) as desk:
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


def _test(call: Call, tools: Tools) -> int:
    _refuse_more(call, 1)
    chosen = [_known(call, tools, call.words[0])] if call.words else list(tools.data().library.packs.values())
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


# ------------------------------------------------------------------ packs that come as files


def _import(call: Call, tools: Tools) -> int:
    path = Path(_word(call, 0, "PATH"))
    _refuse_more(call, 1)
    came = sent.read(path)
    one = came.pack
    with _opened(call, tools) as desk:
        status = _print_flaws(call, desk.rules.flaws(one, came.source), str(path))
        if call.dry_run:
            tell(call, "rules-dry")
            return status
        desk.rules.take(came.text, path.name)
        tell(call, "rules-taken", pack=one.id, title=one.title[call.lang])
    return status


def _export(call: Call, tools: Tools) -> int:
    one, out = pack.proved(_known(call, tools, _word(call, 0, "PACK"))), Path(_word(call, 1, "OUT"))
    _refuse_more(call, 2)
    if out.suffix.lower() == ".xlsx":
        tools.write_rule_table(one, out, call.lang)
    elif out.suffix.lower() == ".toml":
        tools.write_text(writing.text(one), out)
    else:
        raise CallError("cli.toml-or-xlsx", path=str(out))
    tell(call, "rules-exported", pack=one.id, path=str(out))
    return DONE


def _switch(call: Call, tools: Tools) -> int:
    name, state = _word(call, 0, "PACK"), _word(call, 1, "on|off")
    _refuse_more(call, 2)
    if state not in ("on", "off"):
        raise CallError("cli.on-or-off", word=state)
    with _opened(call, tools) as desk:
        if "/" in name:
            off = Change(rule=name, why=call.why, off=True, document=call.document)
            if state == "off":
                return _decide(call, desk, off)
            desk.rules.withdraw_change(off)
        else:
            desk.rules.switch(name, on=state == "on", why=call.why, document=call.document)
        tell(call, f"rules-switched-{state}", pack=name)
    return DONE


def _withdraw(call: Call, tools: Tools) -> int:
    name = _word(call, 0, "PACK")
    _refuse_more(call, 1)
    with _opened(call, tools) as desk:
        desk.rules.drop(name)
        tell(call, "rules-withdrawn", pack=name)
    return DONE


# ------------------------------------------------------------------ the school's own numbers


def _set(call: Call, tools: Tools) -> int:
    change = Change(
        rule=_word(call, 0, "RULE"), parameter=_word(call, 1, "PARAM"), value=_word(call, 2, "VALUE"), why=call.why,
        document=call.document,
    )  # fmt: skip
    _refuse_more(call, 3)
    with _opened(call, tools) as desk:
        return _decide(call, desk, change)


def _choose(call: Call, tools: Tools) -> int:
    change = Change(
        rule=_word(call, 0, "RULE"), variant=_word(call, 1, "VARIANT"), why=call.why, document=call.document
    )
    _refuse_more(call, 2)
    with _opened(call, tools) as desk:
        return _decide(call, desk, change)


def _decide(call: Call, desk: Desk, change: Change) -> int:
    """File a change where it is not only tried, and show whom it judges differently."""
    book, on = desk.rules, _day(call)
    change = book.named_in_full(change, on.day)
    book.weigh(change)
    _, rule = find(book.base().packs, change.rule)
    found = compare(desk, Side(on), Side(on, changes=(change,)))
    words = [explainer(desk, side, call.lang) for side in (found.before, found.after)]
    told = note(rule, change)[call.lang]
    if not call.dry_run:
        book.change(change)  # before a word is printed: a closed pipe must not decide what is filed
    tell(call, "rules-will", rule=change.rule, note=told)
    tell(call, "rules-who", day=moment(on, call.lang), count=len(found.moves))
    for move in sorted(found.moves, key=lambda move: unit_key(desk.people.file(move.subject).person)):
        _print_move(call, desk, words, move)
    tell(call, "rules-dry" if call.dry_run else "rules-filed", rule=change.rule)
    return DONE


def _print_move(call: Call, desk: Desk, words: list[Explainer], move: Move) -> None:
    """Who changes; where outcome and day stay as they are, what is asked of them now and no more."""
    person = desk.people.file(move.subject).person
    old, new = words
    before = old.outcome(move.before.outcome), old.return_day(move.before)
    after = new.outcome(move.after.outcome), new.return_day(move.after)
    tell(
        call, "rules-shift", klass=person.class_name or person.department or "", name=person.name or "",
        before=before[0], before_day=before[1], after=after[0], after_day=after[1],
    )  # fmt: skip
    if before == after:
        for key, by, findings in (("went", old, move.went), ("came", new, move.came)):
            for one in findings:
                print("    " + say(f"whatif.{key}", call.lang, title=by.title(one), says=by.sentence(one)))


def _reset(call: Call, tools: Tools) -> int:
    rule = _word(call, 0, "RULE")
    _refuse_more(call, 2)
    change = Change(rule=rule, why="", parameter=call.words[1] if len(call.words) > 1 else "")
    with _opened(call, tools) as desk:
        desk.rules.withdraw_change(change)
        tell(call, "rules-reset", rule=rule)
    return DONE


_VERBS: dict[str, Callable[[Call, Tools], int]] = {
    "list": _list,
    "show": _show,
    "lint": _lint,
    "test": _test,
    "import": _import,
    "switch": _switch,
    "withdraw": _withdraw,
    "set": _set,
    "choose": _choose,
    "reset": _reset,
    "export": _export,
}
