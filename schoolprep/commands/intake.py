"""Commands of intake: workbooks and risk-area lists in, a receipt out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from schoolprep.commands.call import Call
from schoolprep.commands.guard import given
from schoolprep.commands.tools import DONE, NEEDS_A_PERSON, Tools, opened, print_json, tell, today
from schoolprep.desk import Desk
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import Steps, finish
from schoolprep.facts.words import say, say_problem
from schoolprep.intake import Plan, Receipt
from schoolprep.intake.reading import NeedsPassword
from schoolprep.intake.returned import ReturnedBook
from schoolprep.intake.spoken import SheetWords, spoken


def intake(call: Call, tools: Tools) -> int:
    """`intake`: workbooks in, a receipt out."""
    with opened(call, tools) as desk:
        plan = _unlocking(
            call, lambda passwords: desk.intake.plan(call.books, today=today(desk), passwords=passwords)
        )
        plan = spoken(
            plan, _words(call), lambda made, choices: finish(desk.intake.replan(made, choices, today(desk)))
        )
        return _take_in(call, tools, desk, plan)


def areas(call: Call, tools: Tools) -> int:
    """`areas`: risk-area lists in."""
    with opened(call, tools) as desk:
        plan = _unlocking(
            call,
            lambda passwords: desk.intake.plan_areas(call.books, today=today(desk), passwords=passwords),
        )
        return _take_in(call, tools, desk, plan)


def _words(call: Call) -> SheetWords:
    """What the call says about its sheets."""
    return SheetWords(call.sheet, call.header, call.read_as, call.column or (), call.given or ())


def _unlocking(call: Call, steps: Callable[[Mapping[Path, str]], Steps[Plan]]) -> Plan:
    """A plan; a workbook behind a password is asked for it at the terminal, or it comes from the environment."""
    passwords: dict[Path, str] = {}
    while True:
        try:
            return finish(steps(passwords))
        except NeedsPassword as locked:
            if kept := given("SCHOOLPREP_BOOK_PASSWORD"):
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
    for row in receipt.rows(call.lang, brief=True)[1:]:
        print("  ".join(cell for cell in row if cell))
    print(receipt.counts(call.lang))
    asked = list(dict.fromkeys(question.name for question in receipt.questions))
    if asked:
        tell(call, "intake-say-once", given="  ".join(f"--given {name}=…" for name in asked))
    if any(notice.problem.code == "intake.nothing-known" for notice in receipt.left_out):
        tell(call, "intake-say-columns")
    if call.dry_run:
        tell(call, "intake-dry")
