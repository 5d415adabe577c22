"""Lines: everybody as rows of the table, with the sentences about them made when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from forms.parts.table import Column, TableModel
from forms.words.tr import lang
from schoolprep.desk import Desk
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Person
from schoolprep.facts.school_order import ClassKey, PersonKey, name_key, order_of, person_key, unit_key
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.verdict import Finding, Verdict

_NEVER: Day = 10**7
"""Sorts behind every day: no day can be given."""


_LONGEST = 10
"""Signs of a number that has room below a class."""
_UNIT, _UNIT_AND_NUMBER = 80, 104
"""Widths of the column of classes."""


class PersonLine(NamedTuple):
    """One person in the table."""

    subject: str
    unit: str
    """Class, or department of staff."""
    name: str
    verdict: Verdict
    rules: frozenset[str]
    """The rules that fired."""
    measures: frozenset[str]
    order: tuple[int, ClassKey]
    number: str
    """The school's own number; empty where there is none."""
    place: PersonKey
    """Where they stand among the people of their class."""

    @property
    def where(self) -> str:
        """Class or department, and the number below it, which stands there whole or not at all."""
        return " ".join(filter(None, (self.unit, self.number if len(self.number) <= _LONGEST else "")))

    @property
    def outcome(self) -> Outcome:
        """The verdict's word."""
        return self.verdict.outcome


class PersonLines:
    """Makes lines for a day and words what stands in them; sentences are kept until the line changes."""

    def __init__(self, desk: Desk, on: Moment) -> None:
        self._desk = desk
        self._on = on
        self._explain: Explainer = desk.judging.explainer(on, lang())
        self._reasons: dict[str, str] = {}
        self._owed: dict[str, str] = {}

    def show_day(self, on: Moment) -> None:
        """Another day, other sentences."""
        self._on = on
        self.reword()

    def reword(self) -> None:
        """Another language, or other rules: sentences are made anew."""
        self._explain = self._desk.judging.explainer(self._on, lang())
        self._reasons.clear()
        self._owed.clear()

    def all(self) -> list[PersonLine]:
        """Everybody, by class and in its order."""
        self._reasons.clear()
        self._owed.clear()
        verdicts, files = self._desk.judging.verdicts(self._on), self._desk.people.files()
        made = [self._line(files[subject].person, verdict) for subject, verdict in verdicts.items()]
        return sorted(made, key=lambda line: (line.order, line.place))

    def one(self, subject: str) -> PersonLine | None:
        """One person as they stand now; None where there is no such person any more."""
        self._reasons.pop(subject, None)
        self._owed.pop(subject, None)
        known = self._desk.people.files().get(subject)
        return self._line(known.person, self._desk.judging.verdict(subject, self._on)) if known else None

    def _line(self, person: Person, verdict: Verdict) -> PersonLine:
        return PersonLine(
            verdict.subject,
            person.class_name or person.department or "",
            person.name,
            verdict,
            frozenset(finding.rule for finding in verdict.findings),
            frozenset(measure.kind for measure in verdict.measures),
            unit_key(person),
            person.number or "",
            person_key(person, order_of(self._desk.workspace.school.settings)),
        )

    # ------------------------------------------------------------- words

    def reason(self, line: PersonLine) -> str:
        """Why, in one line."""
        if line.subject not in self._reasons:
            self._reasons[line.subject] = self._explain.reason_line(line.verdict, beside=True)
        return self._reasons[line.subject]

    def owed(self, line: PersonLine) -> str:
        """What is owed, in one line."""
        if line.subject not in self._owed:
            self._owed[line.subject] = self._explain.owed_line(line.verdict)
        return self._owed[line.subject]

    def outcome(self, line: PersonLine) -> str:
        """The verdict's word."""
        return self._explain.outcome(line.outcome)

    def returns(self, line: PersonLine) -> str:
        """The first possible day."""
        return self._explain.return_day(line.verdict)

    def rule(self, rule: str) -> str:
        """What a rule is called."""
        return self._explain.title(Finding(rule, "ready"))

    def measure(self, kind: str) -> str:
        """A measure's name."""
        return self._explain.measure(kind)

    def model(self) -> TableModel[PersonLine]:
        """The table's model, yet without rows."""
        numbered = any(known.person.number for known in self._desk.people.files().values())
        columns: list[Column[PersonLine]] = [
            Column(
                "people.class",
                _UNIT_AND_NUMBER if numbered else _UNIT,
                lambda line: line.where,
                order=lambda line: (line.order, line.place),
                wrap=True,
            ),
            Column(
                "people.name",
                84,
                lambda line: line.name,
                order=lambda line: name_key(line.name),
                dress="strong",
                wrap=True,
            ),
            Column(
                "people.verdict",
                108,
                self.outcome,
                order=lambda line: -OUTCOMES.index(line.outcome),
                dress="chip",
                outcome=lambda line: line.outcome,
            ),
            Column("people.reason", 120, self.reason, stretch=True, wrap=True, dress="quiet", ink=_plainly),
            Column("people.returns", 72, self.returns, order=_return_order, whole=True),
            Column("people.owed", 104, self.owed, dress="quiet", wrap=True),
        ]
        return TableModel(columns, key=lambda line: line.subject, words=self._words)

    def _words(self, line: PersonLine) -> str:
        return self._desk.people.key(line.subject)

    def copied(self, lines: Iterable[PersonLine]) -> str:
        """Lines as text for a chat or a sheet: tabs between, one line each."""
        return "\n".join(
            "\t".join(
                (
                    line.unit,
                    line.name,
                    self.outcome(line),
                    self.reason(line),
                    self.returns(line),
                    self.owed(line),
                )
            )
            for line in lines
        )


def _plainly(line: PersonLine) -> str:
    """Small as a note, so that two lines hold most reasons; dark as a text, because it is what one looks for."""
    return "ink"


def _return_order(line: PersonLine) -> tuple[Day, int]:
    verdict = line.verdict
    return (
        _NEVER if verdict.may_return_on is None else verdict.may_return_on,
        OUTCOMES.index(verdict.outcome),
    )
