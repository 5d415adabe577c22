"""Intake: workbooks in, records out; read → find the table → match columns → read rows → who → plan → receipt."""

from schoolprep.intake.plan import Plan, Steps, changes_of, plan, plan_areas, plan_tables, take_in
from schoolprep.intake.receipt import Receipt

__all__ = ["Plan", "Receipt", "Steps", "changes_of", "plan", "plan_areas", "plan_tables", "take_in"]
