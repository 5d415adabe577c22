"""Screening: a number of tests within days of an arrival or exposure, far enough apart (三天两检, DOMAIN §8 A9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from schoolprep.facts.area import Level
from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import Test
from schoolprep.facts.problem import Fact
from schoolprep.loop.measure import DueTest, Measure, id_of
from schoolprep.loop.succession import Ordered
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.rules.pack import Screening
from schoolprep.verdicts.judge import view as seen
from schoolprep.verdicts.judge.spacing import SampleWindow, possibly, surely
from schoolprep.verdicts.judge.view import Homecoming, ListedStay, Span, View
from schoolprep.verdicts.verdict import Finding, Owed, Step, merged

LISTED: frozenset[Level] = frozenset({"high", "medium", "low"})


class Start(NamedTuple):
    """What a screening is counted from."""

    at: Moment
    """The moment, or the latest it can have been."""
    since: Moment
    """The same, or the earliest it can have been."""
    lacking: str
    """The answer without which nobody can say whether it counts; empty: it does."""
    facts: dict[str, Fact]
    evidence: tuple[str, ...]
    matters: Day
    """The last day on which it is asked for."""
    left: Day | None = None
    """The day it was counted from until somebody said when the person had arrived."""
    gone: bool = False
    """A stricter level speaks of the stay now."""

    @property
    def record(self) -> str:
        """The stay or notice it rests on."""
        return self.evidence[0]

    def measure(self, rule: Screening, key: str, tests: tuple[DueTest, ...]) -> Measure:
        """What it orders."""
        day = self.at.day
        moved = self.left is not None and self.left != day
        recounts = (id_of(key, self.record, self.left, "test_screening"),) if moved else ()
        return Measure(key, self.record, "test_screening", day, day, day + rule.within_days, tests, recounts)


def compile_rule(rule: Screening, key: str) -> Callable[[View], tuple[Finding, ...]]:
    """The check of one screening rule."""
    starts = _starts(rule)

    def check(view: View) -> tuple[Finding, ...]:
        found = [finding for start in starts(view) if (finding := _tested(rule, key, start, view))]
        if not found:
            return ()
        worst = max(found, key=lambda one: (OUTCOMES.index(one.outcome), one.earliest or 0))
        longest = max(found, key=lambda one: one.earliest or 0)
        return (worst,) if longest.earliest == worst.earliest else (worst, longest)

    return check


def compile_orders(rule: Screening, key: str) -> Callable[[View], list[Ordered]]:
    """What one screening rule ever ordered: also what was done, and what stopped mattering."""
    starts = _starts(rule, ever=True)

    def ask(view: View) -> list[Ordered]:
        found: dict[str, Ordered] = {}
        for start in starts(view):
            if start.lacking or start.at.day > view.on.day:
                continue
            taken = _taken(view, start.at)
            within = tuple(test for test in _done(taken) if test.on <= start.at.day + rule.within_days)
            measure = start.measure(rule, key, within)
            found.setdefault(measure.id, Ordered((measure,), start.gone))
        return list(found.values())

    return ask


def _starts(rule: Screening, *, ever: bool = False) -> Callable[[View], Iterator[Start]]:
    """What a screening is counted from, as far as its days lie where the rule looks, `ever` it mattered or now."""
    of = _from_contacts if rule.of == "contact" else _from_outside if rule.outside else _from_stays
    starts = of(rule, ever=ever)
    first = rule.anchor_from.toordinal() if rule.anchor_from else seen.LONG_AGO
    last = rule.anchor_until.toordinal() if rule.anchor_until else seen.FAR_OFF
    return lambda view: (start for start in starts(view) if first <= start.at.day <= last)


def _from_stays(rule: Screening, *, ever: bool) -> Callable[[View], Iterator[Start]]:
    levels = frozenset(rule.levels)

    def exposures(view: View) -> Iterable[tuple[ListedStay, bool]]:
        if ever:
            return view.ever_exposed(levels, rule.look_back, rule.before_designation)
        return ((one, False) for one in view.exposures(levels, rule.look_back, rule.before_designation))

    def starts(view: View) -> Iterator[Start]:
        for one, gone in exposures(view):
            stay, area = one.span.stay, one.touch.area
            facts: dict[str, Fact] = {"place": stay.place or "", "level": area.level, "area": area.place}
            facts |= {"area_detail": area.detail, "since_day": area.since}
            at, since = _back(view, one.span, one.span.last_to), _back(view, one.span, one.span.last_from)
            lacking = "" if one.certain else one.lacking
            yield Start(
                at.at,
                since.at,
                lacking,
                facts,
                merged(one.grounds, (since.record, at.record)),
                one.last_to + rule.look_back,
                one.last_to,
                gone,
            )

    return starts


def _back(view: View, span: Span, left: Day) -> Homecoming:
    """When the person was back in the school's city, or at the earliest can have been, having left on a day."""
    return view.homecoming(left, span.stay) or Homecoming(_gone(span, left), "")


def _gone(span: Span, day: Day) -> Moment:
    """When a place was left, with the hour where it was said: nobody arrives before."""
    left = span.stay.left
    return left if left is not None and left.day == day else Moment(day)


def _from_outside(rule: Screening, *, ever: bool) -> Callable[[View], Iterator[Start]]:
    """Every arrival from outside the school's city (or province) that no listed area explains."""
    digits = 2 if rule.beyond == "province" else 4

    def starts(view: View) -> Iterator[Start]:
        home = view.region[:digits] or "?"
        explained = _explained(view, None if ever else rule.look_back)
        oldest = seen.LONG_AGO if ever else view.on.day - rule.look_back
        for span in view.spans:
            place = span.stay.place
            if not place or place.startswith(home) or span.last_to < oldest or span in explained:
                continue
            at, since = _back(view, span, span.last_to), _back(view, span, span.last_from)
            if not since.record and span.stay.left is None:
                continue  # still away
            lacking = "detail" if home.startswith(place) else "" if span.last_from >= oldest else "left"
            facts: dict[str, Fact] = {"place": place, "level": "normal"}
            grounds = merged(span.grounds, (since.record, at.record))
            yield Start(at.at, since.at, lacking, facts, grounds, span.last_to + rule.look_back, span.last_to)

    return starts


def _explained(view: View, look_back: int | None) -> list[Span]:
    """The stays that were in a listed area for certain, up to their end."""
    listed = view.exposures(LISTED, look_back, before=0)
    return [one.span for one in listed if one.certain and one.last_from >= one.span.last_to]


def _from_contacts(rule: Screening, *, ever: bool) -> Callable[[View], Iterator[Start]]:
    categories = frozenset(rule.categories)

    def starts(view: View) -> Iterator[Start]:
        for one in view.contacts(categories):
            facts: dict[str, Fact] = {"category": one.category or ""}
            if one.last_on is None:
                yield Start(view.on, Moment(seen.LONG_AGO), "last_on", facts, (one.record,), seen.FAR_OFF)
            elif ever or view.on.day - one.last_on.day <= rule.look_back:
                facts["contact_day"] = one.last_on.day
                yield Start(
                    one.last_on, one.last_on, "", facts, (one.record,), one.last_on.day + rule.look_back
                )

    return starts


def _tested(rule: Screening, key: str, start: Start, view: View) -> Finding | None:
    """What the tests since `start` leave to be done or asked; None: they are surely enough."""
    negatives = [test for test in _since(view, start.at) if test.result == "negative"]
    if surely([window(test, view.on) for test in negatives], rule.count, rule.gap_hours * 60):
        return None
    taken = _taken(view, start.since)
    evidence = start.evidence + tuple(test.record for test in taken)
    doubtful = _doubtful(rule, start, view)
    if start.lacking or (doubtful and start.at != start.since):
        return _unsaid(rule, key, start, view, evidence)
    facts = start.facts | {
        "arrived_day": start.at.day, "end_day": start.at.day + rule.within_days, "count": rule.count,
        "days": rule.within_days, "done": rule.count - len(_due_days(rule, negatives, view, start)),
        "gap": rule.gap_hours,
    }  # fmt: skip
    if doubtful:
        return _unclear(key, start, view, doubtful, facts)
    return _running(rule, key, start, view, facts)


def _unsaid(rule: Screening, key: str, start: Start, view: View, evidence: tuple[str, ...]) -> Finding:
    """Nobody said whether it counts, or from when."""
    lacking = start.lacking or "left"
    branch = f"unknown-{lacking}" if f"unknown-{lacking}" in rule.says else "unknown-detail"
    owed = Owed(f"answer:{lacking}", view.on.day, f"owed.{lacking.replace('_', '-')}", start.facts)
    return Finding(key, "verify", None, view.on.day, branch, start.facts, evidence, owes=(owed,))


def _running(rule: Screening, key: str, start: Start, view: View, facts: dict[str, Fact]) -> Finding:
    """What was sampled, what is still to be, and the day by which it can be."""
    today, deadline = view.on.day, start.at.day + rule.within_days
    taken = _taken(view, start.since)
    due = _due_days(rule, taken, view, start)
    tests = [*_done(taken), *(DueTest(day, "due" if day == today else "planned") for day in due)]
    owes = [Owed("test", day, "owed.screening", facts | {"test_day": day}) for day in due]
    earliest = min(max([today, *due]), start.matters + 1)
    steps = (
        Step("steps.arrived", {"arrived_day": start.at.day}),
        Step("steps.screening", {"count": rule.count, "gap": rule.gap_hours, "end_day": deadline}),
        Step("steps.tested", {"return_day": earliest}),
    )
    until = earliest - 1 if rule.outcome == "deferred" and earliest > today else None
    return Finding(
        key, rule.outcome, until, earliest, "late" if today > deadline else "running", facts,
        start.evidence + tuple(test.record for test in taken), (start.measure(rule, key, tuple(tests)),),
        tuple(owes) or (Owed("report", today, "owed.report", facts),), steps,
    )  # fmt: skip


def _done(taken: list[Test]) -> Iterator[DueTest]:
    for test in taken:
        if test.sampled:
            yield DueTest(test.sampled.day, "done", test.record)


def _since(view: View, start: Moment) -> list[Test]:
    """Tests sampled since a moment; on the day itself only what is known to be earlier does not count (A9: day 0)."""
    return [test for test in view.tests if test.sampled and test.sampled.last_minute >= start.earliest]


def _taken(view: View, start: Moment) -> list[Test]:
    """The same without the positive ones, which are no step towards the end."""
    return [test for test in _since(view, start) if test.result != "positive"]


def _doubtful(rule: Screening, start: Start, view: View) -> list[Test]:
    """The tests that may be enough, if what is not known of them turns out so; none where they cannot be."""
    first = start.since.earliest
    hopeful = [test for test in (*view.tests, *view.undated) if test.result in ("negative", None)]
    windows = [(test, window(test, view.on)) for test in hopeful]
    late = [(test, at._replace(first=max(first, at.first))) for test, at in windows if at.last >= first]
    enough = possibly([at for _, at in late], rule.count, rule.gap_hours * 60)
    return [test for test, _ in late] if enough else []


def _unclear(key: str, start: Start, view: View, tests: list[Test], facts: dict[str, Fact]) -> Finding:
    """The tests may be enough; which answer would say so."""
    evidence = tuple(dict.fromkeys((*start.evidence, *(test.record for test in tests))))
    unread = next((test for test in tests if test.result is None), None)
    if unread is None:
        owed = Owed("answer:sampled_at", view.on.day, "owed.sampled-time", facts)
        return Finding(key, "verify", None, view.on.day, "unknown-time", facts, evidence, owes=(owed,))
    at = unread.sampled or unread.reported
    sampled: dict[str, Fact] = {"sample_day": at.day if at else ""}
    owed = Owed("answer:unknown-result", view.on.day, "owed.unknown-result", sampled)
    return Finding(key, "verify", None, view.on.day, "running", facts, evidence, owes=(owed,))


def window(test: Test, now: Moment) -> SampleWindow:
    """When a test can have been sampled: never after its report, nor after now."""
    if test.sampled:
        return SampleWindow(test.sampled.earliest, test.sampled.last_minute)
    return SampleWindow(
        seen.LONG_AGO * MINUTES_A_DAY, test.reported.last_minute if test.reported else now.last_minute
    )


def _due_days(rule: Screening, taken: list[Test], view: View, start: Start) -> list[Day]:
    """The days on which the missing samples can be taken at the earliest: not before what they are counted from."""
    gap = rule.gap_hours * 60
    spaced = _spaced([test.sampled for test in taken if test.sampled], gap)
    at = max(view.on.earliest, start.at.earliest)
    if spaced and taken[-1].sampled is not None:
        at = max(at, spaced[-1].earliest + gap)
    lacking = range(rule.count - len(spaced))
    return [max(view.on.day, (at + n * max(gap, 1)) // MINUTES_A_DAY) for n in lacking]


def _spaced(samples: list[Moment], gap: int) -> list[Moment]:
    """The samples that may lie far enough behind the one before."""
    found: list[Moment] = []
    for at in samples:
        if not found or at.last_minute - found[-1].earliest >= gap:
            found.append(at)
    return found
