"""Desk: the calls that the window and the command line share; everything done to a school's data goes through here.

It holds what is open: the store, and the `Judging` that knows the files and verdicts made from it. Nothing here knows
a widget, a workbook format or the time of day: the day judged for is always an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from schoolprep.facts import kinds, search
from schoolprep.facts.area import Areas
from schoolprep.facts.blank import Blanks
from schoolprep.facts.days import Moment, local
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.divisions import load as load_divisions
from schoolprep.facts.draft import Draft
from schoolprep.facts.file import File
from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.problem import CallError, Problem, Series
from schoolprep.facts.record import NOBODY, PAIRS, RULES, Answers, Entry, Record
from schoolprep.facts.words import Lang, say
from schoolprep.intake import (
    Choices,
    Plan,
    PlanSteps,
    Receipt,
    Taken,
    TakingIn,
    alike,
    area_lines,
    joining,
    plan,
    plan_areas,
    remembered_layouts,
    replan,
    taking_in,
)
from schoolprep.intake.alike import Alike
from schoolprep.roster import Case, Context, Layouts, Roster, draw
from schoolprep.rules import pack
from schoolprep.rules.pack import Library
from schoolprep.store import Key, School, Store, Who, salt_of
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules, cluster
from schoolprep.verdicts.judge.cluster import Signal
from schoolprep.verdicts.judging import Afresh, Changed, Judging
from schoolprep.verdicts.rulebook import Rulebook
from schoolprep.verdicts.verdict import Verdict

__all__ = ["Changed", "Data", "Desk"]


class Data(NamedTuple):
    """The declarations of the other packages, loaded by `__main__` and handed in."""

    blanks: Blanks
    layouts: Layouts
    library: Library


class Desk:
    """An open school."""

    def __init__(self, store: Store, data: Data) -> None:
        self.store = store
        self.data = data
        self.divisions: Divisions = load_divisions()
        self.changed: list[Callable[[Changed], None]] = []
        self.rulebook = Rulebook(store, data.library, self.divisions, self.append)
        self.judging = Judging(store, self.rulebook.library, self.divisions)
        self._keys: dict[str, str] = {}

    # -------------------------------------------------------------- opening

    @classmethod
    def create(cls, path: Path, passphrase: str, school: School, data: Data, who: Who) -> Desk:
        """A new workspace.

        Raises `WorkspaceError`, and `CallError` where division or profile are not known or the passphrase is too short.
        """
        asked = pack.asks_where(data.library, school.profile)
        if (asked or school.region.isdigit()) and load_divisions().get(school.region) is None:
            code = "unknown-region" if school.region else "no-region"
            raise CallError(f"cli.{code}", region=school.region, profile=school.profile)
        return cls(Store.create(path, Key.of_passphrase(passphrase), school, who), data)

    @classmethod
    def open(cls, path: Path, passphrase: str, data: Data, who: Who) -> Desk:
        """Open a workspace. Raises `WorkspaceError` where it cannot be."""
        return cls(Store.open(path, Key.of_passphrase(passphrase, salt_of(path)), who), data)

    def close(self) -> None:
        """Close the workspace; one file is left."""
        self.store.close()

    def verify(self) -> list[Problem]:
        """What is wrong with the workspace file; none where all holds."""
        return self.judging.verify()

    # -------------------------------------------------------------- what is known

    @property
    def school(self) -> School:
        """The school and its settings."""
        return self.store.school

    def save_school(self, school: School) -> None:
        """Change the school's settings; everything is judged anew."""
        self.store.save_school(school)
        self.rulebook.forget()
        self.judging.forget_rules()
        self._tell(None)

    def files(self) -> dict[str, File]:
        """Everybody's file, by subject."""
        return self.judging.files()

    def subjects(self) -> list[str]:
        """Everybody."""
        return list(self.files())

    def file(self, subject: str) -> File:
        """One person's file. Raises `KeyError`."""
        return self.judging.file(subject)

    def areas(self) -> Areas:
        """The area list."""
        return self.judging.areas()

    def records(self, subject: str) -> list[Record]:
        """A person's current records."""
        return self.store.current_of(subject)

    def history(self, subject: str) -> list[Record]:
        """Every record ever filed about a person, oldest first."""
        return self.store.history(subject)

    def by_document(self, document: str) -> str:
        """The subject with this document number. Raises `CallError` where nobody has it."""
        wanted = search.plain(document)
        for subject, known in self.files().items():
            if known.person.document.lower() == wanted:
                return subject
        raise CallError("cli.nobody", document=document)

    # -------------------------------------------------------------- judging

    def rules(self, on: Moment, profile: str | None = None) -> Rules:
        """The compiled rules of a day. Raises `CallError` for an unknown profile."""
        return self.judging.rules(on, profile)

    def explainer(self, on: Moment, lang: Lang, profile: str | None = None) -> Explainer:
        """Who puts that day's verdicts into words."""
        return Explainer(self.rules(on, profile), self.divisions, lang)

    def signals(self, on: Moment, profile: str | None = None) -> list[Signal]:
        """The clusters that somebody has to be told of on a day."""
        return cluster.signals(self.files().values(), self.rules(on, profile).source, on.day)

    def verdict(self, subject: str, on: Moment, profile: str | None = None) -> Verdict:
        """One person's verdict."""
        return self.judging.verdict(subject, on, profile)

    def verdicts(self, on: Moment, profile: str | None = None) -> dict[str, Verdict]:
        """Everybody's verdict; those whose grounds have not changed are not judged again."""
        return self.judging.verdicts(on, profile)

    def cases(self, on: Moment, profile: str | None = None) -> list[Case]:
        """Everybody with their verdict."""
        verdicts = self.verdicts(on, profile)
        return [Case(known, verdicts[subject]) for subject, known in self.files().items()]

    # -------------------------------------------------------------- filing

    def draft(self, blank: str, subject: str, today: date, record: Record | None = None) -> Draft:
        """A blank to fill in, empty or to correct `record`; `today` gives a date typed without a year its year."""
        frame = Frame(self.divisions, self.school.region, filled_on=today, typed=True)
        if record is None:
            return Draft(self.data.blanks[blank], subject, frame)
        return Draft(self.data.blanks[blank], subject, frame, record.answers or {}, (record.id,))

    def file_draft(self, draft: Draft) -> Record:
        """File a finished draft. Raises `Unfinished`, and `KnownError` where it cannot be saved."""
        return self.append([draft.finish()])[0]

    def append(self, entries: Iterable[Entry], act: str | None = None, about: str = "") -> list[Record]:
        """File entries as one act; `about` is what the history calls it."""
        return self._filed(self.store.append(entries, act, about))

    def withdraw(self, record: str) -> list[Record]:
        """Take a record back; it stays in the history."""
        return self._filed(self.store.withdraw([record]))

    def undo(self, act: str) -> list[Record]:
        """Take an act back (an intake, a form, an undo)."""
        return self._filed(self.store.undo(act))

    def new_person(self) -> str:
        """A subject for somebody whose document is not known yet."""
        return self.store.new_subject()

    def _filed(self, records: list[Record]) -> list[Record]:
        if any(record.subject == RULES for record in records):
            self.rulebook.forget()
        self._tell(self.judging.filed(records))
        return records

    def _tell(self, changed: Changed) -> None:
        for subject in changed if changed is not None else list(self._keys):
            self._keys.pop(subject, None)
        for listener in self.changed:
            listener(changed)

    # -------------------------------------------------------------- finding

    def key(self, subject: str) -> str:
        """What a person is found by (see `schoolprep.facts.search`)."""
        if subject not in self._keys:
            self._keys[subject] = search.keys(self.file(subject))
        return self._keys[subject]

    def search(self, text: str, limit: int = 20) -> list[str]:
        """People by name, pinyin, initials, document tail, phone or class, best first."""
        wanted = search.plain(text)
        if not wanted:
            return []
        found = [
            (search.rank(key, wanted), subject)
            for subject in self.files()
            if wanted in (key := self.key(subject))
        ]
        return [subject for _, subject in sorted(found, key=lambda pair: pair[0])[:limit]]

    def evidence(self, record: str, lang: Lang) -> str:
        """A record as one line: what it says, who filed it and when."""
        found = self.store.record(record)
        blank = self.data.blanks[found.blank]
        answers = found.answers or {}
        said = "，".join(
            f"{field.label[lang]} {kinds.write(field, answers[field.name], lang, self.divisions)}"
            for field in blank.field
            if field.name in answers
        )
        return say(
            "explain.record", lang, blank=blank.title[lang], answers=said, author=found.author,
            written=local(found.written).text().replace("T", " "),
        )  # fmt: skip

    # -------------------------------------------------------------- intake and rosters

    def plan_intake(
        self,
        paths: Sequence[Path],
        today: date | None = None,
        choices: Choices | None = None,
        passwords: Mapping[Path, str] | None = None,
    ) -> PlanSteps:
        """Steps that read workbooks and return a `Plan`; nothing is written.

        `choices`: what a person said about columns; without any, what is remembered of the layouts counts.
        `passwords`: those a person gave, by file; the steps raise `NeedsPassword` where one is missing or wrong.
        """
        choices = choices or remembered_layouts.recalled(self.remembered())
        return plan(
            paths,
            self.store,
            self.data.blanks,
            self.divisions,
            self.school.region,
            today=today,
            choices=choices,
            passwords=passwords,
        )

    def replan(self, what: Plan, choices: Choices, today: date | None = None) -> PlanSteps:
        """The files of a plan, planned with other choices and without reading them again."""
        return replan(what, choices, self.divisions, self.school.region, today=today)

    def remembered(self) -> remembered_layouts.Memory:
        """What is remembered of the layouts that were put right by hand."""
        return remembered_layouts.load(self.school.settings.get(remembered_layouts.SETTING))

    def remember(self, what: Plan, sender: str = "") -> None:
        """Remember what a person said about the layouts of a plan, for the next file that has them."""
        self._keep_remembered(remembered_layouts.learned(self.remembered(), what.choices, what.pages, sender))

    def forget(self, layout: str) -> None:
        """Forget what was said about a layout."""
        self._keep_remembered({key: kept for key, kept in self.remembered().items() if key != layout})

    def look_alikes(self) -> list[Alike]:
        """People on file who may be one and the same, without those of whom a person said that they are not."""
        people: dict[str, Answers] = {}
        for record in self.store.current():
            if record.blank == "person" and record.answers:
                people[record.subject] = record.answers
        return alike.look_alikes(people, self.not_the_same())

    def not_the_same(self) -> dict[frozenset[str], str]:
        """The pairs that are not the same person, and the record that says so (`withdraw` takes it back)."""
        return alike.apart(self.store.current_of(PAIRS))

    def set_apart(self, one: str, other: str) -> list[Record]:
        """Remember that two people who look alike are not the same."""
        return self.append([alike.set_apart(one, other)])

    def join(self, keep: str, other: str) -> list[Record]:
        """Make one person of two, as one act that `undo` takes back. Raises `CallError` for different documents."""
        moved = self.records(other)
        entries = joining.joined(self.records(keep), moved, self.data.blanks)
        records = self.store.append(entries, about=self.file(keep).person.name)
        self._filed([*moved, *records])
        return records

    def _keep_remembered(self, memory: remembered_layouts.Memory) -> None:
        """Kept with the school's settings; no verdict hangs on it."""
        if memory != self.remembered():
            settings = {**self.school.settings, remembered_layouts.SETTING: remembered_layouts.dump(memory)}
            self.store.save_school(msgspec.structs.replace(self.school, settings=settings))

    def plan_areas(
        self,
        lists: Sequence[Path | str],
        today: date | None = None,
        passwords: Mapping[Path, str] | None = None,
    ) -> PlanSteps:
        """The same for risk-area lists; a `str` is a bulletin's pasted text."""
        return plan_areas(
            lists,
            self.store,
            self.data.blanks,
            self.divisions,
            self.school.region,
            today=today,
            passwords=passwords,
        )

    def put_area_right(
        self, what: Plan, entry: area_lines.AreaLine, answers: Answers, today: date | None = None
    ) -> PlanSteps:
        """A plan of risk areas made anew with one entry as a person wrote it."""
        return area_lines.put_right(
            what, entry, answers, self.store, self.divisions, region=self.school.region, today=today
        )

    def take_in(self, what: Plan, accept: bool | Collection[int] = False) -> Receipt:
        """Write a plan as one act; `accept`: all that is doubtful, or its places in `Plan.doubtful`."""
        steps = self.taking_in(what, accept)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                taken: Taken = end.value
                break
        self.remember(what)
        self.renew(taken)
        return taken.receipt

    def taking_in(self, what: Plan, accept: bool | Collection[int] = False) -> TakingIn:
        """The steps of writing a plan, on any thread; `remember` and `renew` make it count in the window."""
        return taking_in(self.store, what, accept)

    def reading_afresh(self, taken: Taken, on: Moment) -> Generator[tuple[int, int], None, Afresh] | None:
        """Steps that read and judge everybody for a moment, on any thread; None where that is a moment's work."""
        return self.judging.afresh(on) if self.judging.takes_long(taken.subjects - NOBODY) else None

    def renew(self, taken: Taken, read: Afresh | None = None) -> None:
        """What was taken in counts from now on; `read`: what `reading_afresh` ended with."""
        if not taken.receipt.act:
            return
        if read is not None and self.judging.adopt(read):
            self._tell(None)
        else:
            self._tell(self.judging.filed_about(taken.subjects))

    def roster(
        self, layout: str, on: Moment, lang: Lang, class_name: str | None = None, *, mask: bool = False
    ) -> Roster:
        """A roster drawn for a day. Raises `CallError` for a layout nobody declared."""
        if layout not in self.data.layouts:
            raise CallError("roster.unknown", layout=layout, known=Series(self.data.layouts))
        context = Context(
            school=self.school.name, on=on, blanks=self.data.blanks, areas=self.areas(),
            explain=self.explainer(on, lang), class_name=class_name, mask=mask,
        )  # fmt: skip
        return draw(self.data.layouts[layout], self.cases(on), context)
