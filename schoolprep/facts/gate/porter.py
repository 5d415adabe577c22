"""Porter: looks at records that came by no form of this program: from a colleague, another edition, a damaged file.

What a newer edition knows and this one does not is kept and not judged; what nobody can read is refused where it comes
in (`Porter.check` says why), and where it stands already it counts as unknown. Either is told.
"""

from __future__ import annotations

from schoolprep.facts.blank import Blank, Blanks, Field, hidden
from schoolprep.facts.gate import Unfinished
from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.stored import MALFORMED, Reader, reader
from schoolprep.facts.subject import kind_of

NEWER = frozenset({"gate.newer-blank", "gate.newer-question", "gate.newer-choice"})
"""The problems of records that a newer edition understands: they are kept and handed on."""


class Porter:
    """Stands at the gate with the blanks of this program."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = {**blanks, **hidden()}
        self._readers: dict[str, dict[str, Reader]] = {
            blank.id: {field.name: reader(field) for field in blank.field} for blank in self._blanks.values()
        }

    def check(self, record: Record | Entry) -> Problem | None:
        """What is wrong with a record, the worst first; None where this program understands all of it."""
        blank = self._blanks.get(record.blank)
        if blank is None:
            return Problem("gate.newer-blank", {"blank": record.blank})
        if kind_of(record.subject) != blank.about:
            return Problem("gate.wrong-subject", _titled(blank))
        if record.answers is None:
            return None
        return (
            self._unread(blank, record.answers)
            or _missing(blank, record.answers)
            or _newer(blank, record.answers)
        )

    def let_in(self, entry: Entry) -> Entry:
        """What the program files by itself passes here too. Raises `Unfinished`."""
        problem = self.check(entry)
        if problem:
            raise Unfinished([problem])
        return entry

    def _unread(self, blank: Blank, answers: Answers) -> Problem | None:
        readers = self._readers[blank.id]
        for name, value in answers.items():
            if name in readers:
                try:
                    readers[name](value)
                except MALFORMED:
                    field = blank[name]
                    newer = field.choices and isinstance(value, str | list)
                    code = "gate.newer-choice" if newer else "gate.unreadable"
                    return _about(code, blank, field, value=str(value))
        return None


def _missing(blank: Blank, answers: Answers) -> Problem | None:
    for field in blank.field:
        if field.required and not (field.ask_if or field.ask_unless) and field.name not in answers:
            return _about("gate.missing", blank, field)
    return None


def _newer(blank: Blank, answers: Answers) -> Problem | None:
    for name in answers.keys() - blank.fields.keys():
        return Problem("gate.newer-question", {**_titled(blank), "question": name})
    return None


def _about(code: str, blank: Blank, field: Field, **facts: Filling) -> Problem:
    return Problem(code, {**_titled(blank), "label": field.label, **facts}, field.name)


def _titled(blank: Blank) -> dict[str, Filling]:
    return {"title": blank.title}
