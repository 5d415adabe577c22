"""Lists: the drop-downs of a workbook that people fill in, made from what the blanks can answer."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from schoolprep.facts import kinds
from schoolprep.facts.blank import Field, KindName
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import say

NUMBERS: frozenset[KindName] = frozenset({"temperature", "number"})
"""Answers that may be numbers in a sheet; everything else Excel would change as it is typed, and stands as text."""
_LONGEST_LIST = 255
"""Characters of a drop-down that may stand in the rule itself (Excel's limit); longer ones go to a hidden sheet."""


def answers_of(field: Field, lang: Lang) -> list[str]:
    """What can be answered where that is a short list, as intake reads it back."""
    if field.kind == "yes_no":
        return [kinds.write(field, value, lang, Divisions()) for value in (True, False)]
    labels = [choice.label[lang] for choice in field.choices]
    if (
        field.none_word and field.kind == "choices" and labels
    ):  # one answer alone: no line is written for "none"
        labels.append(kinds.write(field, [], lang, Divisions()))
    return labels


class Lists:
    """The drop-downs of a workbook; those too long for a rule stand on a hidden sheet."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self._book, self._lang = book, lang
        self._columns: list[list[str]] = []

    def offer(self, sheet: Worksheet, cells: str, answers: list[str]) -> None:
        """A drop-down on cells. Another answer is asked about and can stay: intake understands more than the list."""
        plain = ",".join(answers)
        rule = DataValidation(type="list", allow_blank=True, errorStyle="warning", showErrorMessage=True)
        short = len(plain) <= _LONGEST_LIST and not any("," in answer or '"' in answer for answer in answers)
        rule.formula1 = f'"{plain}"' if short else self._aside(answers)
        rule.error = say("roster.not-in-list", self._lang)
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _aside(self, answers: list[str]) -> str:
        if answers not in self._columns:
            self._columns.append(answers)
        letter = get_column_letter(self._columns.index(answers) + 1)
        return f"'{say('roster.lists', self._lang)}'!${letter}$1:${letter}${len(answers)}"

    def close(self) -> None:
        """Write the hidden sheet, where one is needed."""
        if not self._columns:
            return
        sheet = self._book.create_sheet(say("roster.lists", self._lang))
        sheet.sheet_state = "hidden"
        for at, answers in enumerate(self._columns, 1):
            for row, answer in enumerate(answers, 1):
                sheet.cell(row=row, column=at, value=answer)
