"""Commands of papers: pictures and PDFs kept for the people they belong to."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, opened, print_json
from schoolprep.desk import Desk
from schoolprep.desk.papers import PaperArrival
from schoolprep.facts import languages
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say, say_problem


def attach(call: Call, tools: Tools) -> int:
    """`attach`: pictures and PDFs, each kept for the person it is said, or named, to belong to."""
    with opened(call, tools) as desk:
        subject = desk.people.by_document(call.document) if call.document else ""
        found = finish(desk.papers.attaching(call.books, subject, _what(call, desk), dry=call.dry_run))
        if call.json:
            print_json({"kept": [_kept(one, desk) for one in found if one.problem is None],
                        "refused": [_refused(one) for one in found if one.problem is not None]})  # fmt: skip
        else:
            for one in found:
                print(_line(call, one, desk))
        return NEEDS_A_PERSON if any(one.problem for one in found) else DONE


def _what(call: Call, desk: Desk) -> str:
    """The code of what they are said to be. Raises `CallError` for a word that is none."""
    asked = call.read_as
    for one in desk.papers.what.choices:
        if asked in (one.code, *one.also, *(one.label[lang] for lang in languages.beside())):
            return one.code
    if asked:
        raise CallError("paper.what-unknown", word=asked)
    return ""


def _line(call: Call, one: PaperArrival, desk: Desk) -> str:
    if one.problem is not None:
        return say_problem(one.problem, call.lang)
    key = "paper.kept" if one.record else "paper.would-keep"
    what = label(one.what, desk.papers.what, call.lang) if one.what else say("paper.no-kind", call.lang)
    return say(key, call.lang, file=one.file, name=desk.people.file(one.subject).person.name, what=what)


def _kept(one: PaperArrival, desk: Desk) -> dict[str, str]:
    person = desk.people.file(one.subject).person
    return {
        "file": one.file,
        "name": person.name,
        "document": person.document,
        "what": one.what,
        "record": one.record,
    }


def _refused(one: PaperArrival) -> dict[str, object]:
    assert one.problem is not None
    says = {lang: say_problem(one.problem, lang) for lang in languages.beside()}
    return {"file": one.file, "problem": one.problem.code, "says": says}
