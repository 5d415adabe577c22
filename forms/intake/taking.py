"""Taking: a plan is filed off the window's thread, and what came of it is made ready there to be shown."""

from __future__ import annotations

from typing import NamedTuple

from forms.intake.lines import Prepared, filings_now, filings_of, prepared_receipt
from forms.intake.locked import Read
from schoolprep.desk import Desk
from schoolprep.facts import collector
from schoolprep.facts.steps import Steps
from schoolprep.intake import Plan, Taken
from schoolprep.intake.returned import ReturnedBook

TAKEN_AT_ONCE = 2_000
"""Up to so many records a plan is filed before anybody could see that it is."""


class TakenPlan(NamedTuple):
    """A plan that was taken in, made ready to be shown."""

    plan: Plan
    taken: Taken
    prepared: Prepared
    refused: list[ReturnedBook]


def taking(desk: Desk, read: Read) -> Steps[TakenPlan]:
    """Steps that file a plan and end with what came of it. The last of them lies before the moment it is filed."""
    plan = read.plan
    acts = desk.filing.acts(1)
    as_planned = (acts[0].id if acts else "") == plan.known.last_act
    with collector.resting():
        taken = yield from desk.intake.taking_in(plan)
        receipt = taken.receipt
        filed = filings_of(plan) if as_planned else filings_now(plan, receipt.act, desk)
        shown = prepared_receipt(receipt, filed, read.prepared)
        return TakenPlan(plan, taken, shown, plan.returned(receipt))
