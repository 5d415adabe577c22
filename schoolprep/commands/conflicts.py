"""Commands of conflicts: what was said differently, with what follows from each, and the answer."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, moment_of, opened, print_json, today
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say
from schoolprep.handover.nouns import Question

_SETTLE = "settle"


def conflicts(call: Call, tools: Tools) -> int:
    """`conflicts`: the open questions; `conflicts settle ID RECORD`: the answer to one."""
    if call.words and call.words[0] != _SETTLE:
        raise CallError("cli.too-many", word=call.words[0])
    with opened(call, tools, reading=not call.words) as desk:
        if call.words:
            return _settle(call, desk)
        on = moment_of(call.on) if call.on else Moment(today(desk).toordinal())
        questions = desk.conflicts.open(on)
        if call.json:
            print_json({"conflicts": [_told(desk, question) for question in questions]})
        else:
            _print(call, desk, questions)
    return NEEDS_A_PERSON if questions else DONE


def _settle(call: Call, desk: Desk) -> int:
    id_, record = call.word(1, "ID"), call.word(2, "RECORD")
    call.refuse_more(3)
    answer = desk.conflicts.settle(id_, record)
    if call.json:
        print_json({"record": answer.id})
    else:
        print(say("conflicts.settled", call.lang, record=record))
    return DONE


def _print(call: Call, desk: Desk, questions: list[Question]) -> None:
    if not questions:
        print(say("conflicts.none", call.lang))
    for question in questions:
        print(desk.conflicts.head(question, call.lang))
        for choice in question.choices:
            print(f"  {choice.record}  {desk.conflicts.line(question, choice, call.lang)}")
        print(f"  {say('conflicts.choose', call.lang, id=question.id)}")
        if question.or_two:
            print(f"  {say('conflicts.apart', call.lang, id=question.id)}")


def _told(desk: Desk, question: Question) -> dict[str, object]:
    """One question as INTERFACE §3 fixes it; a person without a document is told by number, name and class."""
    known = desk.people.files().get(question.subject)
    who = known.person if known else None
    return {
        "id": question.id,
        "document": who.document if who else "",
        "number": who.number if who else None,
        "name": who.name if who else "",
        "class": who.class_name if who else None,
        "about": question.subject,
        "blank": question.blank,
        "field": question.field,
        "or_two": bool(question.or_two),
        "choices": [{**choice._asdict(), "verdict": choice.verdict or None} for choice in question.choices],
    }
