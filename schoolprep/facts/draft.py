"""Draft: a blank being filled in; checked at every stroke, never losing what was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from schoolprep.facts import kinds
from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.gate import Gate, GateRow, Unfinished
from schoolprep.facts.kinds import UNANSWERED, Frame, Reading, Writing
from schoolprep.facts.languages import MOTHER_TONGUE, Lang
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Answers, Entry

__all__ = ["Draft", "Unfinished"]


class Draft:
    """One form on the desk.

    Writings are kept as they were written, understood or not. Soft while writing: a missing answer is no problem
    yet. Hard when finishing: `problems` names everything at once, in the form's order.
    """

    def __init__(
        self,
        blank: Blank,
        subject: str,
        frame: Frame,
        answers: Answers | None = None,
        replaces: tuple[str, ...] = (),
        *,
        lang: Lang = MOTHER_TONGUE,
    ) -> None:
        self.blank = blank
        self.subject = subject
        self.replaces = replaces
        self.lang: Lang = lang
        self._gate = Gate(blank, frame)
        self._held: Answers = dict(answers or {})
        self._writings: dict[str, Writing] = {}
        self._confirmed: set[str] = set()
        self._row: GateRow | None = None

    # Writing and how it is understood ------------------------------------------------------------------------

    def write(self, field: str, writing: Writing) -> Problem | None:
        """Put down an answer; the problem, where it is not understood. `KeyError`: no such field in the blank."""
        kept = self.blank.fields[field].name
        self._writings[kept] = writing
        self._confirmed.discard(kept)
        self._row = None
        return self.reading(kept).problem

    def confirm(self, field: str) -> None:
        """A person says that a doubtful answer is understood rightly."""
        self._confirmed.add(self.blank.fields[field].name)
        self._row = None

    def writing(self, field: str) -> str:
        """What stands there, as text; of a record being corrected, the answer as a person reads it."""
        if field in self._writings:
            return _as_text(self._writings[field])
        if field in self._held:
            divisions = self._gate.frame.divisions
            return kinds.write(self.blank.fields[field], self._held[field], self.lang, divisions)
        return ""

    def reading(self, field: str) -> Reading:
        """How the answer was understood; what was derived from another answer has a reading without a writing."""
        row = self._read()
        found = next((cell.reading for cell in row.cells if cell.field == field), None)
        if found is not None:
            return found
        return Reading(row.answers[field]) if field in row.answers else UNANSWERED

    @property
    def answers(self) -> Answers:
        """The stored form of what is answered so far, without what is doubtful and not confirmed."""
        return dict(self._read().answers)

    @property
    def touched(self) -> bool:
        """Whether anything was written since the draft was made."""
        return bool(self._writings)

    def asked(self) -> list[Field]:
        """The fields that are asked now, in their order."""
        answers = self._read().answers
        return [field for field in self.blank.field if self._gate.asks(field, answers)]

    # Finishing -----------------------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """Everything that stands in the way of finishing, in the form's order."""
        row = self._read()
        unclear = [found for cell in row.cells for found in self._unclear(cell.field, cell.reading)]
        stale = [
            found for name in self._held if name not in self._writings for found in self._wrong(name, row)
        ]
        named = {problem.field for problem in (*unclear, *stale)}
        form = [problem for problem in row.problems if not self._says_less(problem, named)]
        order = {name: at for at, name in enumerate(self.blank.fields)}
        return sorted((*unclear, *stale, *form), key=lambda problem: order.get(problem.field, -1))

    def notes(self) -> list[Problem]:
        """Doubts that stop nothing."""
        row = self._read()
        return self._gate.notes(row.answers, row.cells)

    def finish(self) -> Entry:
        """The finished form for the store. Raises `Unfinished` with all problems."""
        problems = self.problems()
        if problems:
            raise Unfinished(problems)
        return self._gate.entry(self.subject, self._read(), self.replaces)

    # The crash-safe copy -------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Everything, as plain JSON; `restore` makes the same draft of it."""
        return {
            "blank": self.blank.id,
            "subject": self.subject,
            "replaces": list(self.replaces),
            "held": dict(self._held),
            "writings": {name: _to_plain(writing) for name, writing in self._writings.items()},
            "confirmed": sorted(self._confirmed),
        }

    @classmethod
    def restore(
        cls, state: Mapping[str, Any], blanks: Blanks, frame: Frame, *, lang: Lang = MOTHER_TONGUE
    ) -> Draft:
        """The draft that `state` was taken from; raises `CallError` where the state is none of ours.

        A field that the blank no longer has is kept in the state and shown nowhere.
        """
        try:
            blank = blanks[state["blank"]]
            draft = cls(blank, state["subject"], frame, state["held"], tuple(state["replaces"]), lang=lang)
            draft._writings = {name: _from_plain(plain) for name, plain in state["writings"].items()}
            draft._confirmed = set(state["confirmed"])
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise CallError("blanks.draft-unreadable") from wrong
        return draft

    # Inside --------------------------------------------------------------------------------------------------

    def _read(self) -> GateRow:
        if self._row is None:
            known = {name: writing for name, writing in self._writings.items() if name in self.blank.fields}
            held = {name: value for name, value in self._held.items() if name not in known}
            self._row = self._gate.row(known, held, self._confirmed)
        return self._row

    def _says_less(self, problem: Problem, named: set[str]) -> bool:
        """Whether a "missing" is about fields where something was written that was not understood."""
        if problem.code == "blanks.none-of":
            return any(name in named for group in self.blank.any_of for name in group)
        return problem.code == "blanks.missing" and problem.field in named

    def _unclear(self, name: str, reading: Reading) -> list[Problem]:
        if reading.problem:
            return [reading.problem]
        if not reading.doubtful or name in self._confirmed:
            return []
        told = kinds.AnswerText(self.blank.fields[name], reading.value, self._gate.frame.divisions)
        return [Problem("blanks.doubtful", {"value": told}, name)]

    def _wrong(self, name: str, row: GateRow) -> list[Problem]:
        """What is wrong with an answer of the record being corrected, beside the new answers."""
        field = self.blank.fields.get(name)
        if field is None:
            return []
        problem = kinds.check(field, self._held[name], self._gate.frame._replace(answers=row.answers))
        return [problem] if problem else []


def _as_text(writing: Writing) -> str:
    if writing is None:
        return ""
    if isinstance(writing, datetime):
        return f"{writing:%Y-%m-%d %H:%M}"
    return writing.isoformat() if isinstance(writing, date | time) else str(writing)


def _to_plain(writing: Writing) -> Any:
    """Cells that JSON does not know go under the name of their kind."""
    for kind in (datetime, date, time):
        if isinstance(writing, kind):
            return {kind.__name__: writing.isoformat()}
    return writing


def _from_plain(plain: Any) -> Writing:
    if not isinstance(plain, dict):
        if plain is None or isinstance(plain, str | int | float):
            return plain
        raise TypeError
    [(kind, text)] = plain.items()
    readers: Mapping[str, Any] = {"datetime": datetime, "date": date, "time": time}
    read: Writing = readers[kind].fromisoformat(text)
    return read
