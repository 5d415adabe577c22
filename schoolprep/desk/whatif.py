"""What-if: another day, profile, pack or number against the present one: who changes, how, and what has to be provided.

Nothing is filed. The two sides are judged from the same files and the same area list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schoolprep.desk import Desk
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import File
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.steps import Steps, finish
from schoolprep.facts.subject import Subjects
from schoolprep.loop.needs import Assumptions, InNeed, Needs, needs
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.rules.pack import Library, span, within
from schoolprep.rules.pack.change import Change
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules
from schoolprep.verdicts.verdict import Finding, Verdict


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


def provided(files: Mapping[str, File], of: Judged, assumed: Assumptions) -> Needs:
    """What has to be provided by one side, from its day on."""
    people = (
        InNeed(subject, verdict.measures, verdict.tests_owed, files[subject].links)
        for subject, verdict in of.verdicts.items()
    )
    return needs(people, of.side.on.day, assumed)
