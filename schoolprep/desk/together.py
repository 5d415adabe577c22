"""Together: the same answers for many people, as one act; whom they change, and how, is known before it is filed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from schoolprep.desk.desk import Desk
from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds import write
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Entry, Record

_PERSON = "person"


class TogetherChange(NamedTuple):
    """One person whom the answers change: what stood there, and what is filed; or why it cannot be."""

    subject: str
    before: Answers
    entry: Entry
    problems: tuple[Problem, ...]
    """Why the person's blank cannot be so (a class and no pupil); nothing is filed for them."""


class Together(NamedTuple):
    """What an act for many comes to."""

    said: Answers
    changes: tuple[TogetherChange, ...]
    """Whom it changes."""
    refused: tuple[TogetherChange, ...]
    same: int
    """How many say so already."""


def together(desk: Desk, subjects: Iterable[str], said: Answers, today: date) -> Together:
    """Lay `said` over everybody's own blank; nothing is filed. `today`: see `FilingDesk.frame`."""
    gate = Gate(desk.data.blanks[_PERSON], desk.filing.frame(today))
    found = [_change(gate, record, said) for subject in subjects if (record := _own(desk, subject))]
    changed = [one for one in found if one.entry.answers != one.before]
    return Together(
        said,
        tuple(one for one in changed if not one.problems),
        tuple(one for one in changed if one.problems),
        len(found) - len(changed),
    )


def file_together(desk: Desk, plan: Together) -> list[Record]:
    """File it, as one act that one undo takes back."""
    return desk.filing.append(one.entry for one in plan.changes)


def told(desk: Desk, change: TogetherChange, said: Answers, lang: Lang) -> list[tuple[str, str, str]]:
    """What changes about a person, answer by answer: the question, what stood there, what will stand there."""
    blank, divisions = desk.data.blanks[_PERSON], desk.data.divisions

    def words(answers: Answers, name: str) -> str:
        return write(blank[name], answers[name], lang, divisions) if name in answers else ""

    after = change.entry.answers or {}
    return [
        (blank[name].label[lang], words(change.before, name), words(after, name))
        for name in said
        if change.before.get(name) != after.get(name)
    ]


def _own(desk: Desk, subject: str) -> Record | None:
    return next((record for record in desk.people.records(subject) if record.blank == _PERSON), None)


def _change(gate: Gate, record: Record, said: Answers) -> TogetherChange:
    before = record.answers or {}
    answers = {**before, **said}
    entry = Entry(blank=_PERSON, subject=record.subject, answers=answers, replaces=(record.id,))
    wrong = [problem for problem in gate.problems(answers) if problem.field in said]
    return TogetherChange(record.subject, before, entry, tuple(wrong))
