"""Commands of a school's own rules: packs switched and withdrawn, its own numbers set and taken back."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, Tools, moment_of, opened, tell, today
from schoolprep.desk import Desk
from schoolprep.desk.whatif import Move, Side, compare, explainer
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.school_order import unit_key
from schoolprep.facts.words import say
from schoolprep.rules.pack.change import Change, find, note
from schoolprep.verdicts.explain import Explainer, moment


def switch(call: Call, tools: Tools) -> int:
    """`rules switch`: a pack on or off, or a rule `PACK/RULE`."""
    name, state = call.word(0, "PACK"), call.word(1, "on|off")
    call.refuse_more(2)
    if state not in ("on", "off"):
        raise CallError("cli.on-or-off", word=state)
    with opened(call, tools) as desk:
        if "/" in name:
            off = Change(rule=name, why=call.why, off=True, document=call.document)
            if state == "off":
                return _decide(call, desk, off)
            desk.rules.withdraw_change(off)
        else:
            desk.rules.switch(name, on=state == "on", why=call.why, document=call.document)
        tell(call, f"rules-switched-{state}", pack=name)
    return DONE


def withdraw(call: Call, tools: Tools) -> int:
    """`rules withdraw`: an imported pack."""
    name = call.word(0, "PACK")
    call.refuse_more(1)
    with opened(call, tools) as desk:
        desk.rules.drop(name)
        tell(call, "rules-withdrawn", pack=name)
    return DONE


def alter(call: Call, tools: Tools) -> int:
    """`rules set`: a number of the school's own."""
    change = Change(
        rule=call.word(0, "RULE"), parameter=call.word(1, "PARAM"), value=call.word(2, "VALUE"), why=call.why,
        document=call.document,
    )  # fmt: skip
    call.refuse_more(3)
    with opened(call, tools) as desk:
        return _decide(call, desk, change)


def choose(call: Call, tools: Tools) -> int:
    """`rules choose`: a variant of a rule."""
    change = Change(
        rule=call.word(0, "RULE"), variant=call.word(1, "VARIANT"), why=call.why, document=call.document
    )
    call.refuse_more(2)
    with opened(call, tools) as desk:
        return _decide(call, desk, change)


def reset(call: Call, tools: Tools) -> int:
    """`rules reset`: the higher layer's rule again."""
    rule = call.word(0, "RULE")
    call.refuse_more(2)
    change = Change(rule=rule, why="", parameter=call.words[1] if len(call.words) > 1 else "")
    with opened(call, tools) as desk:
        desk.rules.withdraw_change(change)
        tell(call, "rules-reset", rule=rule)
    return DONE


def _decide(call: Call, desk: Desk, change: Change) -> int:
    """File a change where it is not only tried, and show whom it judges differently."""
    book, on = desk.rules, _day(call, desk)
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


def _day(call: Call, desk: Desk) -> Moment:
    return moment_of(call.on) if call.on else Moment(today(desk).toordinal())
