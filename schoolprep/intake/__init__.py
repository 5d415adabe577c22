"""Intake: workbooks in, records out; read → find the table → match columns → read rows → who → plan → receipt."""

from schoolprep.intake.choices import HOWS, NOT_USED, Choices, How
from schoolprep.intake.plan import (
    Plan,
    Taken,
    changes_of,
    known_now,
    plan,
    plan_areas,
    plan_pasted,
    plan_tables,
    replan,
    take_in,
    taking_in,
)
from schoolprep.intake.receipt import Receipt
from schoolprep.intake.sheets import Heading, PlannedSheet

__all__ = [
    "HOWS",
    "NOT_USED",
    "Choices",
    "Heading",
    "How",
    "Plan",
    "PlannedSheet",
    "Receipt",
    "Taken",
    "changes_of",
    "known_now",
    "plan",
    "plan_areas",
    "plan_pasted",
    "plan_tables",
    "replan",
    "take_in",
    "taking_in",
]  # fmt: skip
