"""Ordinary: which answers set nobody apart: no fever, no symptoms, a negative test, a day at home."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.record import Answers, Value
from schoolprep.grid.line import says_none
from schoolprep.grid.line_forms import LineForms
from schoolprep.intake.purpose import GridColumn


class Ordinary(NamedTuple):
    """Looks at answers as the columns of a sheet declare it."""

    forms: LineForms
    region: str
    """The school's division code."""
    fever: float | None
    """°C from which the rules in force count one."""

    def meaning(self, column: GridColumn, writing: str) -> Value | None:
        """What a writing would answer in a column of one question."""
        return kinds.read(self.forms.blank(column)[column.field], writing, self.forms.frame).value

    def is_said(self, column: GridColumn, answers: Answers) -> bool:
        """Whether this is what would be said of all the others, or an answer that sets nobody apart."""
        if column.calm:
            return self.is_calm(column, [answers])
        if column.rest and column.field:
            return answers.get(column.field) == self.meaning(column, column.rest)
        return self.is_none(column, answers)

    def is_none(self, column: GridColumn, answers: Answers) -> bool:
        """Whether a line says that there was nothing."""
        return bool(column.none) and says_none(answers, column, self.forms.blank(column), self.forms.frame)

    def is_calm(self, column: GridColumn, found: Iterable[Answers]) -> bool:
        """Whether none of these is remarkable; of a column that declares nothing, none is."""
        calm, name = column.calm, column.calm_of
        return calm is None or all(
            calm.holds(answers[name], self.region, self.fever) for answers in found if name in answers
        )

    def stands_out(self, column: GridColumn, found: Iterable[Answers]) -> bool:
        """Whether one of these answers is to be seen at a glance: a fever, a symptom, a positive test."""
        if column.calm is not None:
            return not self.is_calm(column, found)
        if not (column.rest and column.field):
            return False
        return any(not self.is_said(column, answers) for answers in found if column.field in answers)
