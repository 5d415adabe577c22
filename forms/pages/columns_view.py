"""How the columns of an intake were understood: every heading, what it is taken for, and its first answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.parts.card import text_label
from forms.parts.table import Column, Table, TableModel
from forms.tr import Worded, lang, say
from schoolprep.blank import Blank, Blanks
from schoolprep.intake import Plan


class Heading(NamedTuple):
    """One column of one sheet."""

    key: str
    sheet: str
    blank: Blank
    cell: str
    text: str
    field: str
    """The question it answers; empty where it is not used."""
    whose: Blank
    """The blank the question belongs to: the person's for 证件号 and 姓名 on every sheet."""
    samples: tuple[str, ...]


class ColumnsView(Worded, QWidget):
    """The table of headings; those that are not used stand first."""

    def __init__(self, blanks: Blanks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blanks = blanks
        columns: list[Column[Heading]] = [
            Column("intake.heading-sheet", 120, lambda row: row.sheet),
            Column("intakepage.blank_is", 120, lambda row: row.blank.title[lang()], dress="quiet"),
            Column("intake.heading-cell", 62, lambda row: row.cell, dress="quiet"),
            Column("intakepage.heading", 170, lambda row: row.text, dress="strong"),
            Column(
                "intakepage.taken_for", 190, _taken_for, ink=lambda row: "ink" if row.field else "deferred"
            ),
            Column(
                "intakepage.samples", 260, lambda row: "　".join(row.samples), dress="quiet", stretch=True
            ),
        ]
        self.model = TableModel[Heading](columns, lambda row: row.key, lambda row: row.text, self)
        self.table = Table(self.model)
        self.bind(self.table.setAccessibleName, "intakepage.columns")
        hint = text_label("note", wrap=True)
        self.bind(hint.setText, "intakepage.columns_hint")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.table, 1)
        body.addWidget(hint)

    def show_plan(self, plan: Plan) -> None:
        """Show the headings of every sheet that was recognised."""
        self.model.set_rows(sorted(self._headings(plan), key=lambda row: bool(row.field)))

    def _headings(self, plan: Plan) -> Iterator[Heading]:
        for at, page in enumerate(plan.pages):
            if not page.blanks:
                continue
            first = self._blanks[page.blanks[0]]
            for one in page.headings:
                whose, _, field = one.targets[0].partition(".") if one.targets else ("", "", "")
                yield Heading(
                    f"{at}{one.cell}", page.sheet or page.file, first, one.cell, one.text, field,
                    self._blanks.get(whose, first), one.samples,
                )  # fmt: skip


def _taken_for(row: Heading) -> str:
    return row.whose[row.field].label[lang()] if row.field else say("intakepage.not_used")
