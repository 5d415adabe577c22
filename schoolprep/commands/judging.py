"""Commands of judging: everybody's verdict, and one person's down to the evidence."""

from __future__ import annotations

from schoolprep.commands.call import Call
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, moment_of, opened, print_json, tell
from schoolprep.desk import Desk, report
from schoolprep.facts import languages
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.school_order import unit_key
from schoolprep.facts.words import listed
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts import outline, signalling
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.verdict import Case


def check(call: Call, tools: Tools) -> int:
    """`check`: everybody's verdict."""
    on = moment_of(call.on)
    with opened(call, tools, reading=True) as desk:
        cases = sorted(desk.judging.cases(on, call.profile), key=_school_order)
        if call.json:
            print_json(
                report.check(
                    on,
                    cases,
                    desk.rules.in_force(on, call.profile).source.packs,
                    _words(desk, on, call),
                    desk.judging.signals(on, call.profile),
                )
            )
        else:
            _print_check(call, desk, on, cases)
        ready = all(case.verdict.outcome == "ready" for case in cases)
    return DONE if ready else NEEDS_A_PERSON


def _school_order(case: Case) -> tuple[object, ...]:
    person = case.file.person
    return (unit_key(person), person.name, person.document)


def _words(desk: Desk, on: Moment, call: Call) -> dict[Lang, Explainer]:
    return {lang: desk.judging.explainer(on, lang, call.profile) for lang in languages.beside()}


def _print_check(call: Call, desk: Desk, on: Moment, cases: list[Case]) -> None:
    explain = desk.judging.explainer(on, call.lang, call.profile)
    counts = {outcome: sum(case.verdict.outcome == outcome for case in cases) for outcome in OUTCOMES}
    tell(
        call, "check-head", school=desk.workspace.school.name, day=moment(on, call.lang), total=len(cases),
        ready=counts["ready"], incomplete=counts["incomplete"], verify=counts["verify"], deferred=counts["deferred"],
    )  # fmt: skip
    for signal in desk.judging.signals(on, call.profile):
        names = listed((desk.people.file(one).person.name for one in signal.people), call.lang)
        told = signalling.sentence(signal, explain)
        tell(call, "check-signal", signal=told, names=names, cites=signalling.basis(signal, explain)[0])
    for strange in desk.people.strange(call.lang):
        print(strange)
    for case in cases:
        person, verdict = case.file.person, case.verdict
        tell(
            call, "check-line", klass=person.class_name or person.department or "", name=person.name,
            outcome=explain.outcome(verdict.outcome), reason=explain.reason_line(verdict),
            day=explain.return_day(verdict), owed=explain.owed_line(verdict) or "—",
        )  # fmt: skip


def explain(call: Call, tools: Tools) -> int:
    """`explain`: one person's verdict, reason by reason, with source and evidence."""
    on = moment_of(call.on)
    with opened(call, tools, reading=True) as desk:
        subject = desk.people.by_document(call.document)
        desk.people.opened(subject)
        case = Case(desk.people.file(subject), desk.judging.verdict(subject, on, call.profile))
        if call.json:
            words = _words(desk, on, call)
            tree = {lang: _tree(desk, on, case, lang, call.profile) for lang in languages.beside()}
            print_json(report.person(case, words) | {"tree": report.trees(tree)})
        else:
            _print_explain(call, desk, on, case)
    return DONE if case.verdict.outcome == "ready" else NEEDS_A_PERSON


def _print_explain(call: Call, desk: Desk, on: Moment, case: Case) -> None:
    person = case.file.person
    print(" ".join(part for part in (person.class_name, person.name, moment(on, call.lang)) if part))
    for line in outline.lines(_tree(desk, on, case, call.lang, call.profile)):
        print(line)


def _tree(desk: Desk, on: Moment, case: Case, lang: Lang, profile: str | None) -> outline.Node:
    """The verdict down to its records."""
    explain = desk.judging.explainer(on, lang, profile)
    return outline.tree(case.verdict, explain, lambda record: desk.filing.evidence(record, lang))
