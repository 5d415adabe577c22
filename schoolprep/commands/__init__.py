"""Commands: what each verb of the command line does, through the same desk the window uses.

What the other packages write or show is handed in as `Tools`; this module knows neither Excel nor Qt.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.commands.tools import (
    DONE,
    NEEDS_A_PERSON,
    Tools,
    moment_of,
    new_passphrase,
    opened,
    print_json,
    tell,
    workspace,
)
from schoolprep.desk import Desk, School, folder, here, report
from schoolprep.facts import languages
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.steps import Steps, finish
from schoolprep.facts.words import listed, say, say_problem
from schoolprep.grid.paper import paper
from schoolprep.intake import Plan, Receipt
from schoolprep.intake.reading import NeedsPassword
from schoolprep.intake.returned import ReturnedBook
from schoolprep.roster.order import unit_key
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts import signalling
from schoolprep.verdicts.explain import Explainer, Node, moment, outline
from schoolprep.verdicts.verdict import Case

# ------------------------------------------------------------------ the window


def open_window(call: Call, tools: Tools) -> int:
    """`open`: the window; it asks for the passphrase itself."""
    return tools.window(call.workspace or call.file, None, tools.data(), call.lang)


def demo(call: Call, tools: Tools) -> int:
    """`demo`: make the demo school beside the user's data, and open the window on it."""
    from schoolprep import demo as school  # noqa: PLC0415 - names and cases nobody else needs

    data = tools.data()
    path = folder() / "demo.schoolprep"
    desk = school.make(path, data, here(), fresh=True)
    tell(call, "demo", path=str(path), people=len(desk.people.subjects()), passphrase=school.PASSPHRASE)
    if call.no_window:
        desk.close()
        return DONE
    return tools.window(path, desk, data, call.lang)


# ------------------------------------------------------------------ a school's data


def new(call: Call, tools: Tools) -> int:
    """`new`: a new workspace, with the recovery code shown once."""
    path = workspace(call)
    if path.exists():
        raise CallError("cli.exists", path=str(path))
    school = School(name=call.school, region=call.region, profile=call.profile or "")
    desk = Desk.create(path, new_passphrase(call), school, tools.data(), here())
    code = desk.workspace.recovery_code()
    desk.close()
    tell(call, "made", path=str(path))
    tell(call, "recovery", code=code)
    return DONE


def blank_workbook(call: Call, tools: Tools) -> int:
    """`blank-workbook`: the empty intake workbook."""
    tools.write_blank_workbook(tools.data(), call.out, call.lang)
    tell(call, "blank-written", path=str(call.out))
    return DONE


def phone_form(call: Call, tools: Tools) -> int:
    """`phone-form`: the form families fill in on their phones, for whatever server the school has."""
    tools.write_phone_form(tools.data(), call.out)
    tell(call, "phone-written", path=str(call.out))
    return DONE


def class_form(call: Call, tools: Tools) -> int:
    """`class-form`: a class sheet to print and fill in by hand, or the names of those there are."""
    purposes = tools.data().purposes
    if call.list:
        for one in purposes.values():
            tell(call, "layout-line", id=one.id, title=one.title[call.lang])
        return DONE
    _need((call.purpose, "PURPOSE"), (call.on, "--on"), (call.out, "--out"))
    purpose = purposes.get(call.purpose or "")
    if purpose is None:
        raise CallError("cli.no-purpose", purpose=call.purpose or "", known=Series(purposes))
    on = moment_of(call.on)
    with opened(call, tools) as desk:
        drawn = paper(desk, purpose, on, call.lang, call.klass or "")
        finish(tools.write_roster(drawn, call.out))
    rows = sum(len(group.rows) for group in drawn.groups)
    tell(call, "class-form-written", path=str(call.out), sheets=len(drawn.groups), rows=rows)
    return DONE


def _need(*given: tuple[object, str]) -> None:
    """What a call without `--list` cannot leave out. Raises `CallError` naming the first that is missing."""
    for value, word in given:
        if value is None:
            raise CallError("cli.missing", word=word)


def intake(call: Call, tools: Tools) -> int:
    """`intake`: workbooks in, a receipt out."""
    with opened(call, tools) as desk:
        plan = _unlocking(
            call, lambda passwords: desk.intake.plan(call.books, today=date.today(), passwords=passwords)
        )
        return _take_in(call, tools, desk, plan)


def areas(call: Call, tools: Tools) -> int:
    """`areas`: risk-area lists in."""
    with opened(call, tools) as desk:
        plan = _unlocking(
            call,
            lambda passwords: desk.intake.plan_areas(call.books, today=date.today(), passwords=passwords),
        )
        return _take_in(call, tools, desk, plan)


def _unlocking(call: Call, steps: Callable[[Mapping[Path, str]], Steps[Plan]]) -> Plan:
    """A plan; a workbook behind a password is asked for it at the terminal, or it comes from the environment."""
    passwords: dict[Path, str] = {}
    while True:
        try:
            return finish(steps(passwords))
        except NeedsPassword as locked:
            if kept := os.environ.get("SCHOOLPREP_BOOK_PASSWORD"):
                if locked.wrong:
                    raise
                passwords[locked.path] = kept
                continue
            if locked.wrong:
                print(say_problem(locked.problem, call.lang), file=sys.stderr)
            passwords[locked.path] = _book_password(call, locked.path)


def _book_password(call: Call, path: Path) -> str:
    """The password of a workbook, typed unseen. Raises `CallError` where there is no terminal, or nothing is typed."""
    try:
        typed = (
            getpass.getpass(say("cli.book-password", call.lang, file=path.name)) if sys.stdin.isatty() else ""
        )
    except (EOFError, OSError):
        typed = ""
    if not typed:
        raise CallError("cli.no-book-password", file=path.name)
    return typed


def _take_in(call: Call, tools: Tools, desk: Desk, plan: Plan) -> int:
    receipt = plan.receipt() if call.dry_run else desk.intake.take_in(plan, call.accept_doubtful)
    if getattr(call, "receipt", None):
        tools.write_receipt(receipt, call.receipt or Path(), call.lang)
    if call.json:
        print_json(receipt.json())
    else:
        _print_receipt(call, receipt)
    if getattr(call, "refused", None):
        _return(call, tools, plan.returned(receipt))
    return NEEDS_A_PERSON if receipt.needs_somebody else DONE


def _return(call: Call, tools: Tools, books: Iterable[ReturnedBook]) -> None:
    """Write each sender's refused rows into the folder; said on standard error, which JSON leaves free."""
    folder = call.refused or Path()
    for book in books:
        folder.mkdir(parents=True, exist_ok=True)
        out = book.path_in(folder, say("intake.returned-suffix", call.lang))
        finish(tools.write_returned(book, out, call.lang))
        print(say("cli.returned-written", call.lang, rows=book.rows, path=str(out)), file=sys.stderr)


def _print_receipt(call: Call, receipt: Receipt) -> None:
    for row in receipt.rows(call.lang)[1:]:
        print("  ".join(cell for cell in row if cell))
    print(receipt.counts(call.lang))
    if call.dry_run:
        tell(call, "intake-dry")


# ------------------------------------------------------------------ verdicts


def check(call: Call, tools: Tools) -> int:
    """`check`: everybody's verdict."""
    on = moment_of(call.on)
    with opened(call, tools) as desk:
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
    with opened(call, tools) as desk:
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
    for line in outline(_tree(desk, on, case, call.lang, call.profile)):
        print(line)


def _tree(desk: Desk, on: Moment, case: Case, lang: Lang, profile: str | None) -> Node:
    """The verdict down to its records."""
    return desk.judging.explainer(on, lang, profile).tree(
        case.verdict, lambda record: desk.filing.evidence(record, lang)
    )


def what_if(call: Call, tools: Tools) -> int:
    """`what-if`: who changes, and how, on another day, by another profile or with another number."""
    from schoolprep.commands import comparison  # noqa: PLC0415 - what nobody else needs

    return comparison.run(call, tools)


def roster(call: Call, tools: Tools) -> int:
    """`roster`: write one roster, or name them all."""
    if call.list:
        for layout in tools.data().layouts.values():
            tell(call, "layout-line", id=layout.id, title=layout.title[call.lang])
        return DONE
    _need((call.layout, "LAYOUT"), (call.on, "--on"), (call.out, "--out"))
    on = moment_of(call.on)
    with opened(call, tools) as desk:
        drawn = desk.rosters.draw(call.layout or "", on, call.lang, call.klass, mask=call.mask)
        finish(tools.write_roster(drawn, call.out))
    tell(call, "written", path=str(call.out), rows=sum(len(group.rows) for group in drawn.groups))
    return DONE


# ------------------------------------------------------------------ rules and the file itself


def rules(call: Call, tools: Tools) -> int:
    """`rules`: packs and the school's own numbers."""
    from schoolprep.commands import rule_verbs  # noqa: PLC0415 - lint and examples nobody else needs

    return rule_verbs.run(call, tools)


def verify(call: Call, tools: Tools) -> int:
    """`verify`: the store's and the audit chain's integrity."""
    with opened(call, tools) as desk:
        problems = desk.workspace.verify()
        for problem in problems:
            print(say_problem(problem, call.lang))
        if not problems:
            tell(call, "verify-ok", path=str(call.file), records=sum(1 for _ in desk.filing.current()))
    return NEEDS_A_PERSON if problems else DONE


VERBS: dict[str, Callable[[Call, Tools], int]] = {
    "open": open_window,
    "demo": demo,
    "new": new,
    "blank-workbook": blank_workbook,
    "phone-form": phone_form,
    "class-form": class_form,
    "intake": intake,
    "areas": areas,
    "check": check,
    "explain": explain,
    "what-if": what_if,
    "roster": roster,
    "rules": rules,
    "verify": verify,
}
