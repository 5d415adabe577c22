"""Rule table: a pack as the sheets of a workbook that a school doctor can read and change, and back again unchanged.

A sheet per rule kind, a row per rule, a column per parameter, and sheets for the document, the sources, the examples,
the variants and the transitions. Under the headings stands a small row of paths (`stages.0.days`): by it, not by the
headings, a column is known again, so that headings may be reworded and columns moved, hidden or left out.
"""

from __future__ import annotations

from schoolprep.rules.rule_table.reading import read
from schoolprep.rules.rule_table.sheets import RuleColumn, RuleSheet, sheets

__all__ = ["RuleColumn", "RuleSheet", "read", "sheets"]
