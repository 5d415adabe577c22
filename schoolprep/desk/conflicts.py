"""Conflicts: what several people have said differently of one thing; each question with its consequence, asked once.

While a question is open all its records stand and are judged; the answer is a record that replaces them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from schoolprep.declarations import Data
from schoolprep.desk.one_or_two import OneOrTwo, Twins
from schoolprep.facts import kinds
from schoolprep.facts.blank import hidden
from schoolprep.facts.days import Moment, day_of, iso, local
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry, Record, Value
from schoolprep.facts.subject import AREAS, HANDS, PAIRS, RULES, THE_SCHOOL, is_person
from schoolprep.facts.words import clauses, say
from schoolprep.handover.at_odds import Umpire, question_id
from schoolprep.handover.nouns import Question, QuestionChoice
from schoolprep.intake.joining import PERSON
from schoolprep.store import Records
from schoolprep.store.records.conflicts import Rivals
from schoolprep.verdicts.explain import day
from schoolprep.verdicts.judging import Judging
from schoolprep.verdicts.verdict import Verdict

APART = "apart"
"""Instead of a record: the two of a question are two people."""
_NAME = "name"


class ConflictsDesk:
    """See the module. `filed` is told of every record that went in."""

    def __init__(
        self, store: Records, data: Data, judging: Judging, filed: Callable[[list[Record]], None]
    ) -> None:
        self._store = store
        self._data = data
        self._judging = judging
        self._filed = filed
        self._blanks = {**data.blanks, **hidden()}
        self._people = OneOrTwo(store, data, judging)

    def forget(self) -> None:
        """Something was filed."""
        self._people.forget()

    @property
    def _umpire(self) -> Umpire:
        return self._judging.grounds.in_question.umpire

    # -------------------------------------------------------------- what is asked

    def open(self, on: Moment) -> list[Question]:
        """What a person has to say, each choice with what it would be judged as on a day."""
        questions = [self._question(rivals, on) for rivals in self._asked()]
        return questions + [self._question_of_two(twins, on) for twins in self._people.twins()]

    def count(self) -> int:
        """How many questions are open."""
        return len(self._asked()) + len(self._people.twins())

    def settle(self, id_: str, record: str) -> Record:
        """Answer a question: this one of its records holds, and what the others say that contradicts none.

        The answer is a record that replaces them all, so that it travels and can be undone. Raises `CallError` where
        no such question is open, or the record is not one of its.
        """
        if record == APART:
            return self.part(id_)
        asked: list[Rivals | Twins] = [*self._asked(), *self._people.twins()]
        one = next((one for one in asked if question_id(one.records) == id_), None)
        if one is None:
            raise CallError("conflicts.no-question", id=id_)
        chosen = next((each for each in one.records if each.id == record), None)
        if chosen is None:
            raise CallError("conflicts.no-choice", id=id_, record=record)
        entries = (
            [self._umpire.settled(one, chosen)]
            if isinstance(one, Rivals)
            else self._people.joined(one, chosen)
        )
        return next(made for made in self._file(entries, None) if made.blank == chosen.blank)

    def part(self, id_: str) -> Record:
        """Answer that the two of a question are two people. Raises `CallError` where no such question is open."""
        twins = next((one for one in self._people.twins() if question_id(one.records) == id_), None)
        if twins is None:
            raise CallError("conflicts.no-question", id=id_)
        return self._file(self._people.apart(twins), None)[0]

    # -------------------------------------------------------------- what joins by itself

    def join(self, act: str | None = None, subjects: Iterable[str] | None = None) -> list[Record]:
        """File what whoever merges files: what contradicts nothing becomes one; about whomever or one of `subjects`.

        It is more of the act given (the merge's), so that one undo takes both back. So is what a colleague filed about
        somebody who had been joined with another, and is moved there.
        """
        chosen = None if subjects is None else frozenset(subjects)
        moved = self.follow(act)
        if chosen is not None:
            chosen |= {record.subject for record in moved}
        found = self._store.rivals.found(self._umpire.same, chosen)
        entries = [entry for rivals in found if (entry := self._umpire.joined(rivals))]
        return [*moved, *self._file(entries, act)]

    def follow(self, act: str | None = None) -> list[Record]:
        """Move the records of those who were joined with somebody to whom they are now, and back where they parted."""
        entries = [
            Entry(blank=record.blank, subject=subject, answers=record.answers, replaces=(record.id,))
            for record, subject in self._store.rivals.strays(PERSON)
        ]
        return self._file(entries, act)

    def _file(self, entries: list[Entry], act: str | None) -> list[Record]:
        """File what replaces records, perhaps of somebody else, and tell it of both."""
        if not entries:
            return []
        replaced = [self._store.record(old) for entry in entries for old in entry.replaces]
        records = self._store.append(entries, act)
        self._filed([*replaced, *records])
        return records

    # -------------------------------------------------------------- how it is asked

    def _asked(self) -> list[Rivals]:
        """In the order in which the last words of each were filed."""
        found = filter(_concerns_somebody, self._judging.grounds.in_question.rivals())
        return sorted(found, key=lambda rivals: rivals.records[-1].id)

    def _question(self, rivals: Rivals, on: Moment) -> Question:
        choices, field = self._umpire.choices(rivals), self._umpire.field(rivals)
        told = [_choice(one, field, self._verdict(rivals, one, on)) for one in choices]
        subject = self._umpire.settled(rivals, choices[0]).subject
        return Question(question_id(rivals.records), subject, rivals.records[0].blank, field, told)

    def _question_of_two(self, twins: Twins, on: Moment) -> Question:
        told = [_choice(one, _NAME, self._people.verdict(twins, one, on)) for one in twins.records]
        id_, kept = question_id(twins.records), twins.records[0]
        return Question(id_, kept.subject, kept.blank, _NAME, told, twins.why)

    def _verdict(self, rivals: Rivals, one: Record, on: Moment) -> Verdict | None:
        """What the person would be judged as if one of them held; None for what is about nobody."""
        entry = self._umpire.settled(rivals, one)
        if not is_person(entry.subject):
            return None
        rest = [each for each in self._store.current_of(entry.subject) if each not in rivals.records]
        held = msgspec.structs.replace(one, subject=entry.subject, answers=entry.answers)
        return self._judging.as_if(entry.subject, rest if entry.answers is None else [*rest, held], on)

    # -------------------------------------------------------------- in words

    def head(self, question: Question, lang: Lang) -> str:
        """Of whom and of what a question is (王小明，健康监测，2022年9月5日，早体温)."""
        if question.or_two:
            return self._head_of_two(question, lang)
        blank, first = self._blanks.get(question.blank), self._store.record(question.choices[0].record)
        parts = [self._whose(question.subject, lang), blank.title[lang] if blank else question.blank]
        if blank:
            keys = [name for name in blank.key if name != question.field and name in (first.answers or {})]
            parts += [self._written(question.blank, name, (first.answers or {})[name], lang) for name in keys]
            parts += [blank[question.field].label[lang] if question.field in blank.fields else question.field]
        return clauses(filter(None, parts), lang)

    def _head_of_two(self, question: Question, lang: Lang) -> str:
        one, other = (say_who(self._store.record(choice.record), lang) for choice in question.choices)
        return say("conflicts.two", lang, one=one, other=other, why=say(f"intake.{question.or_two}", lang))

    def line(self, question: Question, choice: QuestionChoice, lang: Lang) -> str:
        """A choice with what follows from it, who wrote it and when: With 38.2 ℃: not before 12 Sep."""
        record = self._store.record(choice.record)
        key = (
            "kept"
            if question.or_two
            else "taken-back"
            if record.answers is None
            else "with"
            if choice.value is not None
            else "without"
        )
        value = (
            "" if choice.value is None else self._written(question.blank, question.field, choice.value, lang)
        )
        written = local(choice.written, self._store.school.zone).text().replace("T", " ")
        return say(
            f"conflicts.{key}", lang, value=value, follows=follows(choice, lang), author=choice.author, written=written
        )  # fmt: skip

    def _written(self, blank: str, field: str, value: object, lang: Lang) -> str:
        known = self._blanks.get(blank)
        if known is None or field not in known.fields:
            return str(value)
        written = kinds.write(known[field], cast("Value", value), lang, self._data.divisions)
        return (
            say("conflicts.degrees", lang, value=written) if known[field].kind == "temperature" else written
        )

    def _whose(self, subject: str, lang: Lang) -> str:
        known = self._judging.grounds.files().get(subject)
        return known.person.name if known else say(_WORLD.get(subject, "gate.nameless"), lang)


_WORLD = {
    AREAS: "gate.the-areas",
    RULES: "gate.the-rules",
    THE_SCHOOL: "gate.the-calendar",
    PAIRS: "gate.the-rest",
}


def _choice(one: Record, field: str, verdict: Verdict | None) -> QuestionChoice:
    value = (one.answers or {}).get(field)
    if verdict is None:
        return QuestionChoice(one.id, value, one.author, one.written, "", None)
    day = verdict.may_return_on
    return QuestionChoice(
        one.id, value, one.author, one.written, verdict.outcome, None if day is None else iso(day)
    )


def say_who(record: Record, lang: Lang) -> str:
    """Somebody by name and class, as the record that says who they are has them."""
    answers = record.answers or {}
    named = str(answers.get(_NAME, "")) or say("gate.nameless", lang)
    return " ".join(filter(None, (str(answers.get("class_name", "")), named)))


def follows(choice: QuestionChoice, lang: Lang) -> str:
    """What follows from a choice, in words: the first possible day where there is one to wait for."""
    if not choice.verdict:
        return say("conflicts.no-verdict", lang)
    if choice.may_return_on is None:
        return say("conflicts.no-day", lang, outcome=say(f"rules.outcome-{choice.verdict}", lang))
    if choice.verdict == "deferred":
        return say("rules.not-before", lang, day=day(day_of(choice.may_return_on), lang))
    return say(f"rules.outcome-{choice.verdict}", lang)


def _concerns_somebody(rivals: Rivals) -> bool:
    """Whether a person is asked: of those who work with the file every record counts, and nobody is asked."""
    return rivals.records[0].subject != HANDS
