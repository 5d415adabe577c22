"""Roster (花名册／台账): people chosen and ordered for one purpose, drawn as plain cells by a declared layout.

`column` knows what each value is called and how it looks (`values.toml`), `layout` reads the declared rosters
(`exports/layouts/*.toml`), `context` holds what a drawing needs besides the people,
`registry` and `values` hold everything a column can show, `sheet_names` names sheets as a workbook takes them,
`masks` hides digits, `drawing` makes the roster. Nothing here knows a file format.
"""

from schoolprep.roster.column import RosterColumn
from schoolprep.roster.context import Context
from schoolprep.roster.drawing import DrawnColumn, Roster, RosterSheet, RosterSummary, draw
from schoolprep.roster.layout import Layout, Layouts, load
from schoolprep.roster.registry import RosterCell

__all__ = [
    "Context",
    "DrawnColumn",
    "Layout",
    "Layouts",
    "Roster",
    "RosterCell",
    "RosterColumn",
    "RosterSheet",
    "RosterSummary",
    "draw",
    "load",
]
