"""What-if: another day, profile, pack or number against the present one: who changes, how, and what has to be provided.

Nothing is filed. The two sides are judged from the same files and the same area list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

from schoolprep.desk import Desk
from schoolprep.desk.summary import Subjects
from schoolprep.facts import toml
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import File, Link
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.record import Value
from schoolprep.facts.steps import Steps, finish
from schoolprep.loop.measure import held_by
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.rules.pack import Library, span, within
from schoolprep.rules.pack.change import Change
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules
from schoolprep.verdicts.verdict import Finding, Verdict

NeedsPlace = Literal["central_isolation", "home_isolation", "home_monitoring", "hospital", "school_room"]
PLACES: tuple[NeedsPlace, ...] = get_args(NeedsPlace)
"""Where people under a measure are; the school's own room is known from custody, the others from the measures."""


class Side(NamedTuple):
    """What is judged by."""

    on: Moment
    profile: str | None = None
    """None: the school's."""
    changes: tuple[Change, ...] = ()
    """Numbers of rules tried out, beside those the school has filed."""
    without: tuple[str, ...] = ()
    """Packs left out as a trial, the school's own numbers in them as well."""
    with_: tuple[str, ...] = ()
    """Packs that apply as a trial, beside those of the profile."""

    @property
    def tries(self) -> bool:
        """Whether the packs are others than those of the profile."""
        return bool(self.changes or self.without or self.with_)


class Judged(NamedTuple):
    """One side, judged."""

    side: Side
    rules: Rules
    verdicts: Mapping[str, Verdict]


class Move(NamedTuple):
    """One person of whom the two sides say different things."""

    subject: str
    before: Verdict
    after: Verdict
    went: tuple[Finding, ...]
    """Findings of the first side that the second does not have."""
    came: tuple[Finding, ...]


class Comparison(NamedTuple):
    """Two sides against each other."""

    before: Judged
    after: Judged
    moves: tuple[Move, ...]
    """Who changes, in the order of the files."""
    matrix: Mapping[tuple[Outcome, Outcome], Subjects]
    """Everybody by outcome before and after; only pairs with people."""


def compare(desk: Desk, a: Side, b: Side) -> Comparison:
    """Judge everybody by both sides. Raises `CallError` for an unknown profile, pack, rule or number."""
    return finish(steps(desk, a, b))


def steps(desk: Desk, a: Side, b: Side) -> Steps[Comparison]:
    """The same as steps `(people judged, people to be judged)`; closing them is the cancel, and nothing is kept.

    The store is read, and `CallError` raised, before this returns: the steps themselves may go on any thread.
    """
    files = dict(desk.people.files())
    return _steps(files, _asked(desk, a, files), _asked(desk, b, files))


class _Asked(NamedTuple):
    """One side to be judged: its rules, the verdicts known already, and the others as they come."""

    side: Side
    rules: Rules
    known: Mapping[str, Verdict]
    fresh: Iterator[list[Verdict]]


def _asked(desk: Desk, side: Side, files: Mapping[str, File]) -> _Asked:
    rules = _rules(desk, side)
    known = {} if side.tries else desk.judging.known(side.on, side.profile)
    missing = [one for subject, one in files.items() if subject not in known]
    return _Asked(side, rules, known, desk.judging.fresh(missing, rules, side.on))


def _rules(desk: Desk, side: Side) -> Rules:
    """The rules of a side; a pack that makes no difference on its day is told, not passed over. Raises `CallError`."""
    if not side.tries:
        return desk.rules.in_force(side.on, side.profile)
    library = desk.rules.library_with(*side.changes, without=side.without, added=side.with_)
    _refuse_idle(desk, side, library)
    return desk.rules.compiled(library, side.on, side.profile)


def _refuse_idle(desk: Desk, side: Side, library: Library) -> None:
    """Raise `CallError` for a pack left out that does not apply that day anyway, or added and still not applying."""
    applying = [one.id for one in desk.rules.in_force(side.on, side.profile).source.packs]
    day = iso(side.on.day)
    for id_ in side.without:
        if id_ not in applying:
            known = Series(applying, nothing="—")
            raise CallError("whatif.pack-not-applying", pack=id_, known=known, day=day)
    profile = library.profiles[side.profile or desk.workspace.school.profile]
    for id_ in side.with_:
        if id_ in applying:
            raise CallError("whatif.pack-applying", pack=id_, day=day)
        for dated in (library.packs[id_], profile):
            if not within(dated, side.on.day):
                raise CallError("whatif.pack-other-days", pack=id_, span=span(dated), day=day)


def _steps(files: Mapping[str, File], a: _Asked, b: _Asked) -> Steps[Comparison]:
    total = 2 * len(files) - len(a.known.keys() & files) - len(b.known.keys() & files)
    done, made = 0, []
    for one in (a, b):
        found = dict(one.known)
        for verdicts in one.fresh:
            found |= {verdict.subject: verdict for verdict in verdicts}
            done += len(verdicts)
            yield done, total
        made.append(Judged(one.side, one.rules, {subject: found[subject] for subject in files}))
    return _compared(*made)


def _compared(before: Judged, after: Judged) -> Comparison:
    moves: list[Move] = []
    matrix: dict[tuple[Outcome, Outcome], list[str]] = {}
    for subject, verdict in before.verdicts.items():
        other = after.verdicts[subject]
        matrix.setdefault((verdict.outcome, other.outcome), []).append(subject)
        if _felt(verdict) != _felt(other):
            went, came = _only(verdict, other), _only(other, verdict)
            moves.append(Move(subject, verdict, other, went, came))
    pairs = [(one, other) for one in OUTCOMES for other in OUTCOMES if (one, other) in matrix]
    return Comparison(before, after, tuple(moves), {pair: tuple(matrix[pair]) for pair in pairs})


def explainer(desk: Desk, of: Judged, lang: Lang) -> Explainer:
    """Who puts one side into words."""
    return Explainer(of.rules, desk.data.divisions, lang)


def _felt(verdict: Verdict) -> tuple[Outcome, Day | None, frozenset[_Sameness]]:
    """What a person notices of a verdict; for who may come at once, the day is not one of the differences."""
    day = None if verdict.outcome == "ready" else verdict.may_return_on
    return verdict.outcome, day, frozenset(_key(finding) for finding in verdict.findings)


_Sameness = tuple[str, str, Day | None, frozenset[str]]


def _key(finding: Finding) -> _Sameness:
    """By which a finding is the same on both sides: the rule in whichever pack it stands, the sentence, the end.

    And the measures by their ids: whoever would be isolated elsewhere for as long feels it.
    """
    measures = frozenset(measure.id.partition("/")[2] for measure in finding.measures)
    return finding.rule.rpartition("/")[2], finding.says, finding.until, measures


def _only(one: Verdict, other: Verdict) -> tuple[Finding, ...]:
    known = {_key(finding) for finding in other.findings}
    return tuple(finding for finding in one.findings if _key(finding) not in known)


# ---------------------------------------------------------------- needs


class Assumptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What needs are counted with (`needs.toml`)."""

    days: int
    meals_a_day: int
    fed: tuple[NeedsPlace, ...]


@cache
def declared() -> Assumptions:
    """The program's own figures."""
    return msgspec.convert(toml.file(Path(__file__).with_name("needs.toml")), Assumptions)


def assumptions(settings: Mapping[str, Value]) -> Assumptions:
    """The program's figures, or the school's where its settings have them."""
    own = {
        name: value
        for name in ("days", "meals_a_day")
        if isinstance(value := settings.get(f"needs.{name}"), int)
        and not isinstance(value, bool)
        and value > 0
    }
    return msgspec.structs.replace(declared(), **own)


class DayNeeds(NamedTuple):
    """One day's."""

    day: Day
    tests: Subjects
    """Who has a test due that day."""
    places: Mapping[NeedsPlace, Subjects]
    """Who needs which place, each person the strictest only."""
    meals: int

    def who(self, what: str) -> Subjects:
        """Who is counted for `tests` or a place."""
        places = (people for place, people in self.places.items() if place == what)
        return self.tests if what == "tests" else next(places, ())


class Needs(NamedTuple):
    """What has to be provided, day by day, as far as it is known on the day judged for."""

    assumed: Assumptions
    days: tuple[DayNeeds, ...]


COUNTED = ("tests", *PLACES, "meals")
"""What is counted of a day, in the order in which it is shown."""


class SameDay(NamedTuple):
    """One day of the calendar by both sides; None where a side's days do not reach it."""

    day: Day
    before: DayNeeds | None
    after: DayNeeds | None

    def numbers(self, what: str) -> tuple[int | None, int | None]:
        """How many (one of `COUNTED`) by either side."""
        before, after = (None if side is None else _number(side, what) for side in (self.before, self.after))
        return before, after


def _number(day: DayNeeds, what: str) -> int:
    return day.meals if what == "meals" else len(day.who(what))


def side_by_side(before: Needs, after: Needs) -> tuple[SameDay, ...]:
    """The same days of the calendar side by side, also where the sides begin on different ones."""
    sides = [{one.day: one for one in needed.days} for needed in (before, after)]
    days = sorted(sides[0].keys() | sides[1].keys())
    return tuple(SameDay(day, sides[0].get(day), sides[1].get(day)) for day in days)


def needs(
    files: Mapping[str, File], verdicts: Mapping[str, Verdict], on: Moment, assumed: Assumptions
) -> Needs:
    """Tests, isolation places and meals of each day from that of `on`; people not yet exposed are in no figure."""
    span = range(on.day, on.day + assumed.days)
    tests: dict[Day, list[str]] = {day: [] for day in span}
    places: dict[Day, dict[NeedsPlace, list[str]]] = {day: {place: [] for place in PLACES} for day in span}
    for subject, verdict in verdicts.items():
        for day in _test_days(verdict, on.day):
            if day in tests:
                tests[day].append(subject)
        rooms = [link for link in files[subject].links if link.step == "school_room"]
        if verdict.measures or rooms:
            for day in span:
                if place := _place(verdict, rooms, day):
                    places[day][place].append(subject)
    return Needs(assumed, tuple(_day(day, tests[day], places[day], assumed) for day in span))


def _day(
    day: Day, tests: Sequence[str], places: Mapping[NeedsPlace, Sequence[str]], assumed: Assumptions
) -> DayNeeds:
    meals = assumed.meals_a_day * sum(len(places[place]) for place in assumed.fed)
    return DayNeeds(day, tuple(tests), {place: tuple(people) for place, people in places.items()}, meals)


def _test_days(verdict: Verdict, today: Day) -> set[Day]:
    """The days on which a test is due: those of the measures, and those by which one is owed (at once where missed)."""
    planned = {
        test.on for measure in verdict.measures for test in measure.tests if test.state in ("due", "planned")
    }
    owed = {owed.by if owed.by is not None else today for owed in verdict.owes if owed.what == "test"}
    return planned | {max(day, today) for day in owed}


def _place(verdict: Verdict, rooms: Iterable[Link], day: Day) -> NeedsPlace | None:
    kind = held_by(verdict.measures, day)
    if kind in ("hospital", "central_isolation"):
        return kind
    if any(_open(link, day) for link in rooms):
        return "school_room"
    return kind if kind in ("home_isolation", "home_monitoring") else None


def _open(link: Link, day: Day) -> bool:
    begun = link.starts is None or link.starts.day <= day
    return begun and (link.ends is None or day <= link.ends.day)
