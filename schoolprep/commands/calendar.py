"""Commands of the school's calendar: what is on file, a notice taken in, some days added or taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, moment_of, opened, print_json, tell
from schoolprep.desk.calendar import CalendarPlan
from schoolprep.facts import languages
from schoolprep.facts.days import iso
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.schooldays import SPELL_KINDS, Spell
from schoolprep.facts.words import say, say_problem


def contents(call: Call, tools: Tools) -> int:
    """`calendar list`: what is on file, and whether the holidays of a year are known."""
    call.refuse_more(0)
    with opened(call, tools) as desk:
        spells = [one for one in desk.calendar.spells() if call.year is None or _lies_in(one, call.year)]
        if call.json:
            print_json({"days": [_told(one) for one in spells]})
            return DONE
        for one in spells:
            _print(call, one, one.record)
        if call.year is not None:
            known = desk.calendar.calendar().knows(call.year)
            print(say(f"calendar.year-{'known' if known else 'unknown'}", call.lang, year=call.year))
        elif not spells:
            tell(call, "calendar-empty")
    return DONE


def take(call: Call, tools: Tools) -> int:
    """`calendar import`: holiday notices and calendars, in files."""
    call.word(0, "NOTICE")
    doubtful = False
    with opened(call, tools) as desk:
        plans = [desk.calendar.plan(Path(word), call.year) for word in call.words]
        for word, plan in zip(call.words, plans, strict=True):
            if not call.dry_run:
                desk.calendar.take(plan, Path(word).name)
            doubtful = doubtful or bool(plan.notice.told)
            if not call.json:
                _print_plan(call, plan)
        if call.json:
            print_json({"notices": [_plan(plan) for plan in plans]})
        elif call.dry_run:
            tell(call, "intake-dry")
    return NEEDS_A_PERSON if doubtful else DONE


def add(call: Call, tools: Tools) -> int:
    """`calendar add`: some days of one kind."""
    kind, first = call.word(0, "KIND"), call.word(1, "FIRST")
    last = call.words[2] if len(call.words) > 2 else first
    call.refuse_more(3)
    known = next((one for one in SPELL_KINDS if one == kind), None)
    if known is None:
        raise CallError("cli.calendar-kind", kind=kind, known=Series(SPELL_KINDS))
    spell = Spell(known, moment_of(first).day, moment_of(last).day, call.name)
    with opened(call, tools) as desk:
        for record in desk.calendar.add(spell):
            _print(call, spell, record.id)
    return DONE


def withdraw(call: Call, tools: Tools) -> int:
    """`calendar withdraw`: take days back, by the number `calendar list` shows."""
    record = call.word(0, "ID")
    call.refuse_more(1)
    with opened(call, tools) as desk:
        desk.calendar.withdraw(record)
        tell(call, "calendar-withdrawn", record=record)
    return DONE


def _lies_in(spell: Spell, year: int) -> bool:
    return date.fromordinal(spell.first).year <= year <= date.fromordinal(spell.last).year


def _print(call: Call, spell: Spell, behind: str = "") -> None:
    days = say("calendar.span", call.lang, first=iso(spell.first), last=iso(spell.last))
    days = iso(spell.first) if spell.first == spell.last else days
    kind = say(f"calendar.kind-{spell.kind}", call.lang)
    print("  ".join(filter(None, (days, kind, spell.name, behind))))


def _print_plan(call: Call, plan: CalendarPlan) -> None:
    for one in plan.added:
        _print(call, one)
    for problem in plan.notice.told:
        print(say_problem(problem, call.lang))
    tell(call, "calendar-taken", added=len(plan.added), known=len(plan.known), gone=len(plan.gone))


def _plan(plan: CalendarPlan) -> dict[str, object]:
    return {
        "added": [_told(one) for one in plan.added],
        "unchanged": len(plan.known),
        "withdrawn": len(plan.gone),
        "year": plan.notice.year,
        "told": [
            {"problem": one.code, "says": {lang: say_problem(one, lang) for lang in languages.beside()}}
            for one in plan.notice.told
        ],
    }


def _told(spell: Spell) -> dict[str, object]:
    return {
        "id": spell.record or None,
        "kind": spell.kind,
        "first": iso(spell.first),
        "last": iso(spell.last),
        "name": spell.name,
        "notice": spell.notice,
    }
