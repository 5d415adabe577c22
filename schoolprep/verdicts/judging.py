"""Judging: what a school's verdicts rest on, in memory, and the verdicts as far as they are known.

Files, area list and compiled rules are read when first asked for. A verdict is kept until something it rests on
changes; what is kept may be thrown away at any time (`forget_verdicts`) and only costs the judging again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from schoolprep.facts import area, collector
from schoolprep.facts.area import Areas
from schoolprep.facts.blank import Blanks
from schoolprep.facts.days import Moment
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import Binder, File
from schoolprep.facts.gate.porter import Porter
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Record
from schoolprep.facts.steps import Steps
from schoolprep.facts.subject import AREAS, PAIRS, RULES, people_among
from schoolprep.store import Store
from schoolprep.store import file_cache as packed
from schoolprep.verdicts import many
from schoolprep.verdicts.area_concerns import concerned
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules, cluster, judge
from schoolprep.verdicts.judge.cluster import Signal
from schoolprep.verdicts.judge.peers import Peers, Roll, dependants, named
from schoolprep.verdicts.verdict import Case, Verdict

Changed = frozenset[str] | None
"""Whose files changed; None: anybody's (the area list, the rules, the school)."""


_ONE_BY_ONE = 16
"""From one in so many people on, reading the whole school again is faster than reading each by itself."""
_IN_A_MOMENT = 500
"""People who are read and judged before anybody could see that they are."""


class Afresh(NamedTuple):
    """A school read and judged beside what is in use; see `Judging.afresh`."""

    act: str
    """The store's newest act when it was read."""
    files: dict[str, File]
    areas: Areas
    roll: Roll
    peers: Peers
    on: Moment
    verdicts: dict[str, Verdict]


class Judging:
    """See the module."""

    def __init__(
        self, store: Store, blanks: Blanks, rules: Callable[[Moment, str | None], Rules], divisions: Divisions
    ) -> None:
        self.store = store
        self.binder = Binder(blanks)
        self.porter = Porter(blanks)
        self.rules = rules
        self.divisions = divisions
        self._files: dict[str, File] | None = None
        self._areas: Areas | None = None
        self._roll: Roll | None = None
        self._peers: Peers | None = None
        self._strange_world: list[tuple[Record, Problem]] | None = None
        """What is strange of what is about nobody; people's files know by themselves."""
        self._verdicts: dict[str, Verdict] = {}
        self._judged: tuple[Moment, str] | None = None

    # -------------------------------------------------------------- what verdicts rest on

    def files(self) -> dict[str, File]:
        """Everybody's file, by subject."""
        if self._files is None:
            with collector.resting():
                self._read()
        assert self._files is not None
        return self._files

    def _read(self) -> None:
        self._areas = area.of(self.store.current_of(AREAS), self.divisions)
        self._files = _people(packed.read(self.store, self.binder))
        gc.freeze()  # these are never garbage by themselves; looking through them each time held the window up

    def strange(self) -> list[tuple[Record, Problem]]:
        """The current records this program does not understand wholly, about people on file, rules and area list."""
        if self._strange_world is None:
            world = (record for subject in (AREAS, RULES, PAIRS) for record in self.store.current_of(subject))
            self._strange_world = self._strange(world)
        told = (id_ for one in self.files().values() for id_ in (*one.unread, *one.newer))
        people = (self.store.record(id_) for id_ in dict.fromkeys(told))
        return [*self._strange_world, *self._strange(people)]

    def _strange(self, records: Iterable[Record]) -> list[tuple[Record, Problem]]:
        return [(record, problem) for record in records if (problem := self.porter.check(record))]

    def verify(self) -> list[Problem]:
        """What is wrong with the file, and whether what is kept for speed agrees with its records."""
        return (
            self.store.verify()
            or packed.altered(self.store, self.binder)
            or [problem for _, problem in self._strange(self.store.current())]
        )

    def file(self, subject: str) -> File:
        """One person's file. Raises `KeyError`."""
        return self.files()[subject]

    def areas(self) -> Areas:
        """The area list."""
        self.files()
        assert self._areas is not None
        return self._areas

    def peers(self) -> Peers:
        """What files say about people whom others are linked to."""
        if self._peers is None:
            self._roll = self._roll or Roll(self.files().values())
            self._peers = self._roll.peers()
        return self._peers

    # -------------------------------------------------------------- verdicts

    def verdict(self, subject: str, on: Moment, profile: str | None = None) -> Verdict:
        """One person's verdict. Raises `KeyError` for nobody's subject, `CallError` for an unknown profile."""
        self._judge_for(on, profile)
        if subject not in self._verdicts:
            self._verdicts[subject] = judge(
                self.file(subject), self.areas(), self.rules(on, profile), on, self.peers()
            )
        return self._verdicts[subject]

    def verdicts(self, on: Moment, profile: str | None = None) -> dict[str, Verdict]:
        """Everybody's verdict; those whose grounds have not changed are not judged again."""
        for _ in self.steps(on, profile):
            pass
        return {subject: self._verdicts[subject] for subject in self.files()}

    def steps(self, on: Moment, profile: str | None = None) -> Steps[None]:
        """Judge whoever has to be, as steps `(done, total)`; closing them is the cancel, and what is done is kept."""
        self._judge_for(on, profile)
        rules = self.rules(on, profile)
        missing = [one for subject, one in self.files().items() if subject not in self._verdicts]
        done = 0
        for verdicts in self.fresh(missing, rules, on):
            self._verdicts.update((verdict.subject, verdict) for verdict in verdicts)
            done += len(verdicts)
            yield done, len(missing)

    def fresh(self, files: Collection[File], rules: Rules, on: Moment) -> Iterator[list[Verdict]]:
        """Verdicts on files by any rules and on any day, portion by portion; nothing of it is kept.

        What has to be read from the store is read before this returns: the rest may be done on any thread.
        """
        return _judged(files, rules, on, self.areas(), self.peers())

    def known(self, on: Moment, profile: str | None = None) -> dict[str, Verdict]:
        """The verdicts known already for this day and profile: everybody's, some people's or nobody's."""
        return dict(self._verdicts) if self._judged == self._asked(on, profile) else {}

    def _judge_for(self, on: Moment, profile: str | None) -> None:
        asked = self._asked(on, profile)
        if self._judged != asked:
            self._judged = asked
            self._verdicts.clear()

    def _asked(self, on: Moment, profile: str | None) -> tuple[Moment, str]:
        return (on, profile or self.store.school.profile)

    # -------------------------------------------------------------- what changes them

    def filed(self, records: Iterable[Record]) -> Changed:
        """Take in what was filed: read those files again, and drop the verdicts that rest on them."""
        return self.filed_about(frozenset(record.subject for record in records))

    def filed_about(self, subjects: frozenset[str]) -> Changed:
        """The same, told by whom it is about."""
        people = people_among(subjects)
        if people < subjects:
            self._strange_world = None
        if RULES in subjects:
            self.forget_verdicts()
        for subject in people:
            self._verdicts.pop(subject, None)
        many = self.are_many(people)
        if many and self._files is not None:
            self._linked_again(self._files, None)
            self._files = self._roll = None
        elif people and self._files is not None:
            names = self._names(people)
            for subject in people:
                self._reread(self._files, subject)
            subjects |= self._linked_again(self._files, names | self._names(people))
        if AREAS in subjects and self._areas is not None:
            self._list_again(self._areas)
        return None if many or not subjects.isdisjoint({AREAS, RULES}) else people_among(subjects)

    def are_many(self, subjects: Collection[str]) -> bool:
        """Whether so many files are in use and changed that the whole school is read again."""
        return self._files is not None and len(subjects) > max(1, len(self._files) // _ONE_BY_ONE)

    def takes_long(self, subjects: Collection[str]) -> bool:
        """Whether that is more than a moment's work."""
        return self.are_many(subjects) and max(len(subjects), len(self._files or {})) > _IN_A_MOMENT

    def afresh(self, on: Moment) -> Steps[Afresh]:
        """Steps that read and judge the whole school anew, on any thread; nothing in use is touched until `adopt`.

        The rules are compiled before this returns. The records are read within the steps, in their turn at the store.
        """
        return self._afresh(on, self.rules(on, None))

    def _afresh(self, on: Moment, rules: Rules) -> Steps[Afresh]:
        with collector.resting():
            act = self._newest()
            files = _people(packed.read(self.store, self.binder))
            areas = area.of(self.store.current_of(AREAS), self.divisions)
            roll = Roll(files.values())
            peers = roll.peers()
            verdicts: dict[str, Verdict] = {}
            for some in _judged(files.values(), rules, on, areas, peers):
                verdicts.update((verdict.subject, verdict) for verdict in some)
                yield len(verdicts), len(files)
            gc.freeze()  # as in `_read`
            return Afresh(act, files, areas, roll, peers, on, verdicts)

    def adopt(self, read: Afresh) -> bool:
        """Use what was read; False, and nothing done, where something was filed since."""
        if read.act != self._newest():
            return False
        self._files, self._areas, self._roll, self._peers = read.files, read.areas, read.roll, read.peers
        self._strange_world = None
        self._verdicts, self._judged = read.verdicts, self._asked(read.on, None)
        return True

    def _newest(self) -> str:
        return next((act.id for act in self.store.acts(1)), "")

    def _reread(self, files: dict[str, File], subject: str) -> None:
        before, made = files.get(subject), self._of(subject)
        if made is not None:
            files[subject] = made
        else:
            files.pop(subject, None)
        if self._roll is not None:
            self._roll.change(before, made)

    def _of(self, subject: str) -> File | None:
        """The file of somebody as it stands in the store; None for nobody."""
        made = self.binder.file(subject, self.store.current_of(subject))
        return made if made.person.record else None

    def _names(self, people: Iterable[str]) -> frozenset[str]:
        known = self._files or {}
        return frozenset().union(*(named(known[subject]) for subject in people if subject in known))

    def _linked_again(self, files: dict[str, File], whom: frozenset[str] | None) -> frozenset[str]:
        """A file changed: whoever is linked to somebody of that name is judged again."""
        self._peers = None
        linked = dependants(files.values(), whom)
        for subject in linked:
            self._verdicts.pop(subject, None)
        return linked

    def _list_again(self, before: Areas) -> None:
        """A new area list: only those whom an entry added, changed or taken away can concern are judged again."""
        files = self.files()
        now = self._areas = area.of(self.store.current_of(AREAS), self.divisions)
        for subject in concerned(files.values(), before.differing(now)):
            self._verdicts.pop(subject, None)

    def forget_verdicts(self) -> None:
        """The school or its rules changed: judge everybody anew."""
        self._verdicts.clear()

    # -------------------------------------------------------------- what is said of them

    def cases(self, on: Moment, profile: str | None = None) -> list[Case]:
        """Everybody with their verdict."""
        verdicts = self.verdicts(on, profile)
        return [Case(known, verdicts[subject]) for subject, known in self.files().items()]

    def signals(self, on: Moment, profile: str | None = None) -> list[Signal]:
        """The clusters that somebody has to be told of on a day."""
        return cluster.signals(self.files().values(), self.rules(on, profile).source, on.day)

    def explainer(self, on: Moment, lang: Lang, profile: str | None = None) -> Explainer:
        """Who puts that day's verdicts into words."""
        return Explainer(self.rules(on, profile), self.divisions, lang)


def _judged(
    files: Collection[File], rules: Rules, on: Moment, areas: Areas, peers: Peers
) -> Iterator[list[Verdict]]:
    """In several processes where there are enough people for it."""
    if len(files) >= many.ENOUGH:
        yield from many.judged(files, many.CommonGround(rules.source, rules.region, areas.entries, peers, on))
        return
    for portion in many.in_portions(files):
        with collector.resting():
            found = [judge(one, areas, rules, on, peers) for one in portion]
        yield found


def _people(files: Mapping[str, File]) -> dict[str, File]:
    """The files of people; a subject of whom nothing says who it is has none."""
    return {subject: one for subject, one in files.items() if one.person.record}
