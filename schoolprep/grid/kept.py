"""Kept: what is written in the lines of a sheet and not filed yet, as it stands, in the school's encrypted file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from schoolprep.desk.drafts import LineName
from schoolprep.desk.filing import FilingDesk
from schoolprep.facts.days import Day


class _Line(msgspec.Struct):
    """By column, what was written and which doubts were cleared."""

    cells: dict[str, str] = {}
    sure: list[str] = []


class KeptLines:
    """The lines of one sheet by whom they are about; what is changed is kept at once."""

    def __init__(self, filing: FilingDesk, purpose: str, day: Day, people: Iterable[str]) -> None:
        self._filing = filing
        self._purpose = purpose
        self._day = day
        self._lines = self._read(people)

    def __contains__(self, subject: str) -> bool:
        """Whether something is written of somebody."""
        return subject in self._lines

    def cells(self, subject: str) -> dict[str, str]:
        """What is written, by column."""
        line = self._lines.get(subject)
        return line.cells if line else {}

    def is_sure(self, subject: str, column: str) -> bool:
        """Whether a person said that what is written is understood rightly."""
        return subject in self._lines and column in self._lines[subject].sure

    def confirm(self, subject: str, column: str) -> None:
        """A person says so."""
        line = self._lines.get(subject)
        if line and column in line.cells and column not in line.sure:
            line.sure.append(column)
            self._keep(subject)

    def write(self, subject: str, cells: Mapping[str, str | None]) -> None:
        """Write into cells, None takes away what is written; doubts about them are open again."""
        line = self._lines.setdefault(subject, _Line())
        line.sure = [column for column in line.sure if column not in cells]
        for column, text in cells.items():
            if text is None:
                line.cells.pop(column, None)
            else:
                line.cells[column] = text
        self._keep(subject)

    def hold(self, subject: str, cells: Mapping[str, str]) -> None:
        """Write what was written once, but not over what was written since."""
        line = self._lines.setdefault(subject, _Line())
        line.cells = {**cells, **line.cells}
        self._keep(subject)

    def drop(self, subject: str, columns: Iterable[str]) -> None:
        """Forget what was written in columns: it is filed."""
        cells = self.cells(subject)
        for column in columns:
            cells.pop(column, None)
        self._keep(subject)

    def _name(self, subject: str) -> str:
        return str(LineName(self._purpose, self._day, subject))

    def _read(self, people: Iterable[str]) -> dict[str, _Line]:
        drafts = self._filing.drafts()
        found: dict[str, _Line] = {}
        for subject in people:
            kept = drafts.get(self._name(subject))
            if kept is not None:
                try:
                    found[subject] = msgspec.json.decode(kept, type=_Line)
                except msgspec.DecodeError:
                    continue  # none of ours: it stays where it is and shows nowhere
        return found

    def _keep(self, subject: str) -> None:
        line = self._lines.get(subject)
        if line and line.cells:
            self._filing.save_draft(self._name(subject), msgspec.json.encode(line))
        else:
            self._lines.pop(subject, None)
            self._filing.drop_draft(self._name(subject))
