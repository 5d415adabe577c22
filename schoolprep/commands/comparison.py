"""Commands of what-if: another day, profile, pack or number against the present one, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, Tools, moment_of, opened, print_json
from schoolprep.desk import Desk, whatif
from schoolprep.desk.whatif import Comparison, Judged, Move, Side
from schoolprep.facts import languages
from schoolprep.facts.days import iso
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.school_order import unit_key
from schoolprep.facts.words import say
from schoolprep.loop.needs import COUNTED, DayNeeds, Needs, assumptions, side_by_side
from schoolprep.rules.pack.change import Change
from schoolprep.verdicts.explain import Explainer, day, moment
from schoolprep.verdicts.signalling import Json
from schoolprep.verdicts.verdict import Finding, Verdict


def what_if(call: Call, tools: Tools) -> int:
    """`what-if`: nothing is filed."""
    a, b = sides(call)
    with opened(call, tools, reading=True) as desk:
        full = (desk.rules.named_in_full(change, b.on.day, b.profile) for change in b.changes)
        b = b._replace(changes=tuple(full))
        found = whatif.compare(desk, a, b)
        assumed = assumptions(desk.workspace.school.settings)
        files = desk.people.files()
        provided = [whatif.provided(files, one, assumed) for one in (found.before, found.after)]
        if call.json:
            print_json(_json(desk, found, provided))
        else:
            for line in _lines(call.lang, desk, found, provided):
                print(line)
    return DONE


def sides(call: Call) -> tuple[Side, Side]:
    """The two sides of the call. Raises `CallError` where nothing is put against anything."""
    changes = tuple(_changes(call))
    packs = tuple(call.without or ()), tuple(call.with_ or ())
    if call.against is None and call.against_on is None and not (changes or any(packs)):
        raise CallError("whatif.nothing-against")
    on = moment_of(call.on)
    other = moment_of(call.against_on) if call.against_on else on
    return Side(on, call.profile), Side(other, call.against or call.profile, changes, *packs)


def _changes(call: Call) -> Iterator[Change]:
    yield from (_change(rule, setting) for rule, setting in call.set or ())
    yield from (Change(rule, why="", variant=variant) for rule, variant in call.choose or ())
    yield from (Change(rule, why="", off=True) for rule in call.set_aside or ())


def _change(rule: str, setting: str) -> Change:
    parameter, equals, value = setting.partition("=")
    if not (equals and parameter and value):
        raise CallError("whatif.bad-setting", text=setting)
    return Change(rule, why="", parameter=parameter.strip(), value=value.strip())


# ------------------------------------------------------------------ in words


def _lines(lang: Lang, desk: Desk, found: Comparison, provided: list[Needs]) -> Iterator[str]:
    words = [whatif.explainer(desk, one, lang) for one in (found.before, found.after)]
    yield say(
        "whatif.head", lang, school=desk.workspace.school.name, before=_named(desk, found.before, lang),
        after=_named(desk, found.after, lang), changed=len(found.moves), total=len(found.before.verdicts),
    )  # fmt: skip
    for (before, after), people in found.matrix.items():
        yield say(
            "whatif.pair" if before != after else "whatif.same", lang, before=words[0].outcome(before),
            after=words[1].outcome(after), people=len(people),
        )  # fmt: skip
    for move in sorted(found.moves, key=lambda move: _school_order(desk, move)):
        yield from _move(lang, desk, words, move)
    yield from _needs(lang, provided)


def _named(desk: Desk, one: Judged, lang: Lang) -> str:
    profile = one.side.profile or desk.workspace.school.profile
    numbers = [_written(change) for change in one.side.changes]
    packs = [f"−{pack}" for pack in one.side.without] + [f"+{pack}" for pack in one.side.with_]
    return " ".join((moment(one.side.on, lang), profile, *packs, *numbers))


def _written(change: Change) -> str:
    """A change as the call writes it; a rule set aside with the sign of what is left out."""
    if change.off:
        return f"−{change.rule}"
    return f"{change.rule} {change.variant or f'{change.parameter}={change.value}'}"


def _school_order(desk: Desk, move: Move) -> tuple[object, ...]:
    person = desk.people.file(move.subject).person
    return (unit_key(person), person.name, person.document)


def _move(lang: Lang, desk: Desk, words: list[Explainer], move: Move) -> Iterator[str]:
    person = desk.people.file(move.subject).person
    before, after = (
        _said(lang, by, verdict) for by, verdict in zip(words, (move.before, move.after), strict=True)
    )
    yield say(
        "whatif.move", lang, klass=person.class_name or person.department or "", name=person.name, before=before,
        after=after,
    )  # fmt: skip
    for key, by, findings in (("whatif.went", words[0], move.went), ("whatif.came", words[1], move.came)):
        for finding in findings:
            yield "  " + say(key, lang, title=by.title(finding), says=by.sentence(finding))


def _said(lang: Lang, words: Explainer, verdict: Verdict) -> str:
    outcome = words.outcome(verdict.outcome)
    if verdict.outcome == "ready":
        return outcome
    return say("whatif.verdict", lang, outcome=outcome, day=words.return_day(verdict))


def _needs(lang: Lang, provided: list[Needs]) -> Iterator[str]:
    before, after = provided
    assumed = before.assumed
    yield say("whatif.needs", lang, days=assumed.days, meals=assumed.meals_a_day)
    for one in side_by_side(before, after):
        parts = (_pair(lang, what, *one.numbers(what)) for what in COUNTED)
        yield f"{day(one.day, lang)}  {'  '.join(parts)}"
    yield say("whatif.no-staff", lang)


def _pair(lang: Lang, what: str, before: int | None, after: int | None) -> str:
    """One number where the sides agree; a side whose days do not reach this one has a dash."""
    texts = dict.fromkeys("—" if number is None else str(number) for number in (before, after))
    return say(f"whatif.{what.replace('_', '-')}", lang, number="→".join(texts))


# ------------------------------------------------------------------ as JSON


def _json(desk: Desk, found: Comparison, provided: list[Needs]) -> Json:
    words = [
        {lang: whatif.explainer(desk, one, lang) for lang in languages.beside()}
        for one in (found.before, found.after)
    ]
    moves = sorted(found.moves, key=lambda move: _school_order(desk, move))
    return {
        "before": _side(desk, found.before),
        "after": _side(desk, found.after),
        "counts": [
            {"before": before, "after": after, "people": len(people)}
            for (before, after), people in found.matrix.items()
        ],
        "people": [_person(desk, move, words) for move in moves],
        "needs": {
            "meals_a_day": provided[0].assumed.meals_a_day,
            "fed": list(provided[0].assumed.fed),
            "before": [_day_json(one) for one in provided[0].days],
            "after": [_day_json(one) for one in provided[1].days],
        },
    }


def _side(desk: Desk, one: Judged) -> Json:
    return {
        "on": one.side.on.text(),
        "profile": one.side.profile or desk.workspace.school.profile,
        "without": list(one.side.without),
        "with": list(one.side.with_),
        "set": [
            {"rule": change.rule, change.parameter: change.value}
            for change in one.side.changes
            if change.parameter
        ],
        "choose": [
            {"rule": change.rule, "variant": change.variant} for change in one.side.changes if change.variant
        ],
        "set_aside": [change.rule for change in one.side.changes if change.off],
    }


def _person(desk: Desk, move: Move, words: list[dict[Lang, Explainer]]) -> Json:
    who = desk.people.file(move.subject).person
    return {
        "document": who.document,
        "name": who.name,
        "class": who.class_name,
        "before": _verdict(move.before),
        "after": _verdict(move.after),
        "went": [_finding(finding, words[0]) for finding in move.went],
        "came": [_finding(finding, words[1]) for finding in move.came],
    }


def _verdict(verdict: Verdict) -> Json:
    first = verdict.may_return_on
    day = None if first is None else iso(first)
    return {"verdict": verdict.outcome, "may_return_on": day, "not_before": bool(verdict.doubt)}


def _finding(finding: Finding, words: Mapping[Lang, Explainer]) -> Json:
    says = {lang: explain.sentence(finding) for lang, explain in words.items()}
    return {"rule": finding.rule, "outcome": finding.outcome, "says": says}


def _day_json(one: DayNeeds) -> Json:
    places: Json = {place: len(people) for place, people in one.places.items()}
    return {"on": iso(one.day), "tests": len(one.tests)} | places | {"meals": one.meals}
