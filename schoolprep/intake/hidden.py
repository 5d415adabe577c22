"""Hidden: what nobody sees in a workbook is not taken in, until a person says that it shall be."""

from __future__ import annotations

from schoolprep.intake.plan import Plan


def hides(plan: Plan) -> bool:
    """Whether the files of a plan hold sheets or rows that nobody sees."""
    return any(table.hidden or table.hidden_rows for table in plan.tables)


def with_hidden(plan: Plan) -> Plan:
    """The same files as if nothing in them were hidden; to be planned anew (`replan`)."""
    tables = (table._replace(hidden=False, hidden_rows=frozenset()) for table in plan.tables)
    return plan._replace(tables=tuple(tables))
