"""Values of the verdict: outcome, reasons, sources, days, what is owed."""

from __future__ import annotations

from schoolprep.facts.days import iso
from schoolprep.loop.measure import Measure
from schoolprep.roster.registry import RosterCell, RosterRow, date, numbered, value
from schoolprep.verdicts.verdict import Case, Finding


def _holding(case: Case) -> list[Finding]:
    """The findings that keep the person from being ready."""
    return [finding for finding in case.verdict.findings if finding.outcome != "ready"]


def _worst(case: Case) -> list[Finding]:
    return [finding for finding in _holding(case) if finding.outcome == case.verdict.outcome]


@value("verdict.outcome")
def _outcome(row: RosterRow) -> RosterCell:
    return row.view.outcome(row.case.verdict.outcome)


@value("verdict.reason")
def _reason(row: RosterRow) -> RosterCell:
    """The reasons in one line."""
    return row.view.explain.reason_line(row.case.verdict) or None


@value("verdict.reasons")
def _reasons(row: RosterRow) -> RosterCell:
    """Every reason as its own sentence."""
    return numbered(row.view.explain.sentence(finding) for finding in _holding(row.case))


@value("verdict.worst")
def _worst_reasons(row: RosterRow) -> RosterCell:
    """The reasons of the worst outcome, each as its own sentence: for the deferred, what defers them."""
    return numbered(row.view.explain.sentence(finding) for finding in _worst(row.case))


@value("verdict.worst_basis")
def _worst_basis(row: RosterRow) -> RosterCell:
    """Document, number and clause behind them."""
    return numbered(row.view.explain.citing.clause(finding) for finding in _worst(row.case))


@value("verdict.authority")
def _authority(row: RosterRow) -> RosterCell:
    """Layer and document of every rule that fired, without the clause: 学校 · 本校规定 …."""
    return numbered(row.view.explain.citing.authority(finding) for finding in _holding(row.case))


@value("verdict.basis")
def _basis(row: RosterRow) -> RosterCell:
    """Document, number and clause of every rule that fired."""
    return numbered(row.view.explain.citing.clause(finding) for finding in _holding(row.case))


@value("verdict.earliest")
def _earliest(row: RosterRow) -> RosterCell:
    """The first possible day; in words where none can be given, or where it rests on a calendar nobody knows."""
    verdict, view = row.case.verdict, row.view
    if verdict.may_return_on is None:
        return view.word("no-day")
    day = iso(verdict.may_return_on)
    return view.say("not-before", day=day) if verdict.doubt else day


@value("verdict.arithmetic")
def _arithmetic(row: RosterRow) -> RosterCell:
    """How each date was counted: from which day, how long, until when, back from when."""
    return numbered(row.view.explain.arithmetic_line(finding) for finding in _holding(row.case))


@value("verdict.owed")
def _owed(row: RosterRow) -> RosterCell:
    return row.view.explain.owed_line(row.case.verdict) or None


def _running(row: RosterRow) -> list[Measure]:
    day = row.view.on.day
    return [one for one in row.case.verdict.measures if one.ends is None or one.ends >= day]


@value("verdict.measures")
def _measures(row: RosterRow) -> RosterCell:
    """The measures running or to come, each with its last day."""
    view = row.view
    return numbered(
        view.say("until", measure=view.measure(one.kind), day=iso(one.ends)[5:])
        if one.ends
        else view.measure(one.kind)
        for one in _running(row)
    )


@value("verdict.since")
def _since(row: RosterRow) -> RosterCell:
    """The first day of the measures running or to come."""
    return date(min((one.starts for one in _running(row)), default=None))
