"""Rosters: lists of people and what the rules say of them, drawn for a day."""

from __future__ import annotations

from schoolprep.declarations import Data
from schoolprep.desk.workspace import WorkspaceDesk
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.school_order import order_of
from schoolprep.roster import Context, Roster, draw
from schoolprep.verdicts.judging import Judging


class RostersDesk:
    """See the module."""

    def __init__(self, data: Data, workspace: WorkspaceDesk, judging: Judging) -> None:
        self._data = data
        self._workspace = workspace
        self._judging = judging

    def draw(
        self, layout: str, on: Moment, lang: Lang, class_name: str | None = None, *, mask: bool = False
    ) -> Roster:
        """A roster drawn for a day. Raises `CallError` for a layout nobody declared."""
        if layout not in self._data.layouts:
            raise CallError("roster.unknown", layout=layout, known=Series(self._data.layouts))
        grounds = self._judging.grounds
        context = Context(
            school=self._workspace.school.name, on=on, blanks=self._data.blanks, areas=grounds.areas(),
            explain=self._judging.explainer(on, lang), peers=grounds.peers(), class_name=class_name, mask=mask,
            order=order_of(self._workspace.school.settings), anchor=self._workspace.anchor(),
        )  # fmt: skip
        return draw(self._data.layouts[layout], self._judging.cases(on), context)
