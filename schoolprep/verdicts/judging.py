"""Judging: a school's verdicts as far as they are known, and who of them is judged again.

A verdict is kept until something it rests on changes; what is kept may be thrown away at any time (`forget_verdicts`)
and only costs the judging again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from schoolprep.facts import collector
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment
from schoolprep.facts.file import File
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Record
from schoolprep.facts.steps import Steps
from schoolprep.facts.subject import AREAS, RULES, THE_SCHOOL, people_among
from schoolprep.verdicts import many
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.grounds import Grounds, ReadBeside
from schoolprep.verdicts.judge import Rules, cluster, judge, safest
from schoolprep.verdicts.judge.cluster import Signal
from schoolprep.verdicts.judge.peers import Peers
from schoolprep.verdicts.verdict import Case, Verdict

Changed = frozenset[str] | None
"""Whose files changed; None: anybody's (the area list, the rules, the school)."""


class Afresh(NamedTuple):
    """A school read and judged beside what is in use; see `Judging.afresh`."""

    read: ReadBeside
    on: Moment
    verdicts: dict[str, Verdict]


class Judging:
    """See the module. `grounds`: what the verdicts rest on."""

    def __init__(self, grounds: Grounds, rules: Callable[[Moment, str | None], Rules]) -> None:
        self.grounds = grounds
        self.rules = rules
        self._verdicts: dict[str, Verdict] = {}
        self._judged: tuple[Moment, str] | None = None

    # -------------------------------------------------------------- verdicts

    def verdict(self, subject: str, on: Moment, profile: str | None = None) -> Verdict:
        """One person's verdict. Raises `KeyError` for nobody's subject, `CallError` for an unknown profile."""
        self._judge_for(on, profile)
        if subject not in self._verdicts:
            one = self.grounds.file(subject)
            ((self._verdicts[subject],),) = self.fresh([one], self.rules(on, profile), on)
        return self._verdicts[subject]

    def verdicts(self, on: Moment, profile: str | None = None) -> dict[str, Verdict]:
        """Everybody's verdict; those whose grounds have not changed are not judged again."""
        for _ in self.steps(on, profile):
            pass
        return {subject: self._verdicts[subject] for subject in self.grounds.files()}

    def steps(self, on: Moment, profile: str | None = None) -> Steps[None]:
        """Judge whoever has to be, as steps `(done, total)`; closing them is the cancel, and what is done is kept."""
        self._judge_for(on, profile)
        rules = self.rules(on, profile)
        missing = [one for subject, one in self.grounds.files().items() if subject not in self._verdicts]
        done = 0
        for verdicts in self.fresh(missing, rules, on):
            self._verdicts.update((verdict.subject, verdict) for verdict in verdicts)
            done += len(verdicts)
            yield done, len(missing)

    def fresh(self, files: Collection[File], rules: Rules, on: Moment) -> Iterator[list[Verdict]]:
        """Verdicts on files by any rules and on any day, portion by portion; nothing of it is kept.

        What has to be read from the store is read before this returns: the rest may be done on any thread.
        """
        ground = _Ground(
            rules, self.grounds.areas(), self.grounds.peers(), self.grounds.in_question.doubles()
        )
        return _judged(files, ground, on)

    def as_if(self, subject: str, records: Iterable[Record], on: Moment) -> Verdict | None:
        """What somebody would be judged as if these were their current records; None where none says who it is."""
        made = self.grounds.binder.file(subject, records)
        if not made.person.record:
            return None
        return judge(made, self.grounds.areas(), self.rules(on, None), on, self.grounds.peers())

    def known(self, on: Moment, profile: str | None = None) -> dict[str, Verdict]:
        """The verdicts known already for this day and profile: everybody's, some people's or nobody's."""
        return dict(self._verdicts) if self._judged == self._asked(on, profile) else {}

    def _judge_for(self, on: Moment, profile: str | None) -> None:
        asked = self._asked(on, profile)
        if self._judged != asked:
            self._judged = asked
            self._verdicts.clear()

    def _asked(self, on: Moment, profile: str | None) -> tuple[Moment, str]:
        return (on, profile or self.grounds.store.school.profile)

    # -------------------------------------------------------------- what changes them

    def filed(self, records: Iterable[Record]) -> Changed:
        """Take in what was filed: read those files again, and drop the verdicts that rest on them."""
        return self.filed_about(frozenset(record.subject for record in records))

    def filed_about(self, subjects: frozenset[str]) -> Changed:
        """The same, told by whom it is about."""
        of_all = self.grounds.are_many(people_among(subjects)) or not subjects.isdisjoint(
            {AREAS, RULES, THE_SCHOOL}
        )
        if not subjects.isdisjoint({RULES, THE_SCHOOL}):
            self.forget_verdicts()
        moved = self.grounds.read_again(subjects)
        for subject in moved:
            self._verdicts.pop(subject, None)
        return None if of_all else moved

    def afresh(self, on: Moment) -> Steps[Afresh]:
        """Steps that read and judge the whole school anew, on any thread; nothing in use is touched until `adopt`.

        The rules are compiled before this returns. The records are read within the steps, in their turn at the store.
        """
        return self._afresh(on, self.rules(on, None))

    def _afresh(self, on: Moment, rules: Rules) -> Steps[Afresh]:
        with collector.resting():
            read = self.grounds.beside()
            verdicts: dict[str, Verdict] = {}
            ground = _Ground(rules, read.areas, read.peers, read.in_question.doubles())
            for some in _judged(read.files.values(), ground, on):
                verdicts.update((verdict.subject, verdict) for verdict in some)
                yield len(verdicts), len(read.files)
            gc.freeze()  # as in `Grounds.files`
            return Afresh(read, on, verdicts)

    def adopt(self, fresh: Afresh) -> bool:
        """Use what was read; False, and nothing done, where something was filed since."""
        if not self.grounds.adopt(fresh.read):
            return False
        self._verdicts, self._judged = fresh.verdicts, self._asked(fresh.on, None)
        return True

    def forget_verdicts(self) -> None:
        """The school or its rules changed: judge everybody anew."""
        self._verdicts.clear()

    # -------------------------------------------------------------- what is said of them

    def cases(self, on: Moment, profile: str | None = None) -> list[Case]:
        """Everybody with their verdict."""
        verdicts = self.verdicts(on, profile)
        return [Case(known, verdicts[subject]) for subject, known in self.grounds.files().items()]

    def signals(self, on: Moment, profile: str | None = None) -> list[Signal]:
        """The clusters that somebody has to be told of on a day."""
        rules = self.rules(on, profile)
        return cluster.signals(self.grounds.files().values(), rules.source, on.day, rules.calendar)

    def explainer(self, on: Moment, lang: Lang, profile: str | None = None) -> Explainer:
        """Who puts that day's verdicts into words."""
        return Explainer(self.rules(on, profile), self.grounds.divisions, lang)


class _Ground(NamedTuple):
    """What verdicts rest on besides a person's own file."""

    rules: Rules
    areas: Areas
    peers: Peers
    doubles: Mapping[str, tuple[File, ...]]
    """What those would be of whom something is asked."""

    def safe(self, verdict: Verdict, on: Moment) -> Verdict:
        """The verdict, or what holds whatever is answered to what is asked of the person."""
        others = self.doubles.get(verdict.subject)
        if not others:
            return verdict
        return safest([verdict, *(judge(one, self.areas, self.rules, on, self.peers) for one in others)])


def _judged(files: Collection[File], ground: _Ground, on: Moment) -> Iterator[list[Verdict]]:
    """The safe side of what is in question counts."""
    for some in _as_they_stand(files, ground, on):
        yield [ground.safe(verdict, on) for verdict in some] if ground.doubles else some


def _as_they_stand(files: Collection[File], ground: _Ground, on: Moment) -> Iterator[list[Verdict]]:
    """In several processes where there are enough people for it."""
    rules, areas, peers, _ = ground
    if len(files) >= many.ENOUGH and rules.chosen is not None:  # a gate's list is read, not judged
        yield from many.judged(
            files,
            many.CommonGround(
                rules.source, rules.region, areas.entries, peers, on, rules.calendar.spells, rules.known
            ),
        )
        return
    for portion in many.in_portions(files):
        with collector.resting():
            found = [judge(one, areas, rules, on, peers) for one in portion]
        yield found
