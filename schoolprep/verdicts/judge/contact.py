"""Contact: notices of contacts, entries, posts, cases and discharges, and own positive tests (DOMAIN §1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.facts.file import Contact, Health, Test
from schoolprep.facts.problem import Fact
from schoolprep.loop.measure import Measure
from schoolprep.loop.succession import Ordered, in_turn, until
from schoolprep.rules.pack import Exposure
from schoolprep.verdicts.judge import view as seen
from schoolprep.verdicts.judge.chain import running
from schoolprep.verdicts.judge.counting import Basis, count, where
from schoolprep.verdicts.judge.peers import Linked
from schoolprep.verdicts.judge.sampled import asked, tested_since, unsettled
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step, merged


class NoticedContact(NamedTuple):
    """A contact that counts under a rule."""

    contact: Contact
    linked: Linked
    """What is known of the close contact behind it, where the rule asks."""
    reclassified: bool


def standing(
    rule: Exposure, key: str, facts: dict[str, Fact], evidence: tuple[str, ...], view: View
) -> Finding:
    """An outcome without a chain: somebody else decides the measure, or it has no end."""
    earliest = None if rule.outcome == "deferred" else view.on.day
    owes = (
        ()
        if rule.outcome == "ready"
        else (Owed(f"answer:{rule.id}", view.on.day, "owed.local-measure", facts),)
    )
    return Finding(key, rule.outcome, None, earliest, "running", facts, evidence, owes=owes)


def contacts(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """The check of an exposure `of = "contact"`."""
    categories, ending = frozenset(rule.categories), frozenset(rule.ended_by)
    reclassified = frozenset(rule.reclassified)
    first = rule.anchor_from.toordinal() if rule.anchor_from else seen.LONG_AGO
    last = rule.anchor_until.toordinal() if rule.anchor_until else seen.FAR_OFF

    def notices(view: View) -> list[NoticedContact]:
        found = [NoticedContact(one, Linked(), reclassified=False) for one in view.contacts(categories)]
        if rule.linked_days:
            linked = [one._replace(linked=view.linked(one.contact)) for one in found]
            found = [one for one in linked if one.linked.state != "positive"]
        if reclassified:
            more = [
                NoticedContact(one, view.linked(one), reclassified=True)
                for one in view.contacts(reclassified)
            ]
            found += [one for one in more if one.linked.state == "positive"]
        return found

    def check(view: View) -> Findings:
        if not view.file.contacts:
            return ()
        ends = view.contacts(ending) if ending else []
        counting: list[NoticedContact] = []
        doubtful: list[NoticedContact] = []
        for one in notices(view):
            if _recent(rule, one.contact, view) and _anchored(one.contact, first, last):
                over = _ended(rule, one.contact, ends, view)
                (counting if over is False else doubtful if over is None else []).append(one)
        held = _counted(rule, key, counting, view) if counting else ()
        if not doubtful or any(one.outcome in ("deferred", "verify") for one in held):
            return held
        perhaps = _counted(rule, key, doubtful, view)
        return tuple(_perhaps_over(rule, one, ends, view) for one in perhaps) or held

    return check


def contacts_ordered(rule: Exposure, key: str) -> Callable[[View], list[Ordered]]:
    """What an exposure `of = "contact"` ever ordered."""
    categories, ending = frozenset(rule.categories), frozenset(rule.ended_by)
    reclassified = frozenset(rule.reclassified)
    first = rule.anchor_from.toordinal() if rule.anchor_from else seen.LONG_AGO
    last = rule.anchor_until.toordinal() if rule.anchor_until else seen.FAR_OFF

    def notices(view: View) -> Iterator[tuple[NoticedContact, bool]]:
        for one in view.contacts(categories):
            linked = view.linked(one) if rule.linked_days else Linked()
            yield NoticedContact(one, linked, reclassified=False), linked.state == "positive"
        for one in view.contacts(reclassified) if reclassified else ():
            if (linked := view.linked(one)).state == "positive":
                yield NoticedContact(one, linked, reclassified=True), False

    def ask(view: View) -> list[Ordered]:
        found = [
            (notice, gone) for notice, gone in notices(view)
            if notice.contact.last_on and first <= notice.contact.last_on.day <= last
        ]  # fmt: skip
        if not found:
            return []
        found.sort(key=lambda pair: _later(pair[0]), reverse=True)
        ends = sorted(end.last_on.day for end in view.contacts(ending) if end.last_on) if ending else []
        return in_turn(
            _notified(rule, key, one.contact, view, ends)._replace(gone=gone) for one, gone in found
        )

    return ask


def _notified(rule: Exposure, key: str, one: Contact, view: View, ends: list[Day]) -> Ordered:
    """What a notice orders, up to the first later notice that ends it."""
    assert one.last_on is not None
    day = one.last_on.day
    if rule.endless:
        ordered = Ordered((Measure(key, one.record, rule.endless, day, day, None),))
    else:
        basis = Basis(one.record, at_home=where(one, view)[0])
        ordered = Ordered(count(rule, key, day, view, basis, arrived=day).measures)
    over = next((end for end in ends if end >= day), None)
    return ordered if over is None else until(ordered, over)


def _perhaps_over(rule: Exposure, finding: Finding, ends: list[Contact], view: View) -> Finding:
    """What would hold, if it is not over: one of the days that would say so is missing."""
    if finding.outcome == "ready":
        return finding
    undated = finding.facts.keys().isdisjoint({"contact_day", "test_day"})
    branch = "unknown-last_on" if undated else "unknown-ended"
    owed = Owed("answer:last_on", view.on.day, "owed.last-on", finding.facts)
    released = [link.record for link in view.releases] if rule.released_by_link else []
    return Finding(
        finding.rule, "verify", None, view.on.day, branch if branch in rule.says else finding.says, finding.facts,
        merged(finding.evidence, (one.record for one in ends), released), owes=(owed,),
    )  # fmt: skip


def _anchored(one: Contact, first: Day, last: Day) -> bool:
    """Whether the anchor lies where the rule looks; without a date the newest edition asks."""
    return last == seen.FAR_OFF if one.last_on is None else first <= one.last_on.day <= last


def _ended(rule: Exposure, one: Contact, ends: list[Contact], view: View) -> bool | None:
    """Whether a later notice or release ended it; None: a day is missing that would say which came first."""
    days = [*_days_of(ends), *(_releases(view) if rule.released_by_link else ())]
    latest = one.last_on.day if one.last_on else view.on.day
    if any(day is not None and day >= latest for day in days):
        return True
    return None if None in days or (days and one.last_on is None) else False


def _days_of(notices: list[Contact]) -> Iterator[Day | None]:
    return (one.last_on.day if one.last_on else None for one in notices)


def _releases(view: View) -> Iterator[Day | None]:
    """The days of the 解除 links up to now; None: of one without its day."""
    for link in view.releases:
        yield link.starts.day if link.starts else None


def released_since(view: View, day: Day) -> bool:
    """Whether a 解除 link lies between `day` and the day judged for."""
    return any(over is not None and day <= over for over in _releases(view))


def _recent(rule: Exposure, one: Contact, view: View) -> bool:
    return rule.look_back is None or one.last_on is None or view.on.day - one.last_on.day <= rule.look_back


def _counted(rule: Exposure, key: str, counting: list[NoticedContact], view: View) -> Findings:
    """The last contact's chain, earlier ones end before it (A8); one without its date may be later than all."""
    undated = [one for one in counting if one.contact.last_on is None]
    dated = [one for one in counting if one.contact.last_on is not None]
    held = _dated(rule, key, dated, view) if dated else ()
    if not undated or any(one.outcome in ("deferred", "verify") for one in held):
        return held
    return _undated(rule, key, undated[0], view)


def _dated(rule: Exposure, key: str, counting: list[NoticedContact], view: View) -> Findings:
    latest = min(counting, key=_later)
    facts, evidence = _facts(latest)
    at = latest.contact.last_on
    assert at is not None
    if rule.endless:
        return (_endless(rule, key, (at.day, latest.contact.record), facts, evidence),)
    if not rule.stages:
        return (standing(rule, key, facts, evidence, view),)
    basis = _basis(rule, latest, at.day, _running_at(rule, counting, latest, at.day), view)
    finding = running(rule, key, count(rule, key, at.day, view, basis, arrived=at.day), basis, view)
    unknown = None
    if rule.linked_days and (finding is None or finding.outcome == "incomplete"):
        unknown = _unreleased(rule, key, [latest, *counting], view)
    return tuple(one for one in (unknown, finding) if one)


def _running_at(
    rule: Exposure, counting: list[NoticedContact], latest: NoticedContact, day: Day
) -> list[Contact]:
    """The earlier contacts whose chain was still running when the one that counts began."""
    length = sum(stage.days for stage in rule.stages)
    return [one.contact for one in counting if one is not latest and _overlaps(one.contact, day, length)]


def _basis(rule: Exposure, latest: NoticedContact, day: Day, earlier: list[Contact], view: View) -> Basis:
    """What the chain of the last contact is counted on, and what is said and owed besides its days."""
    facts, evidence = _facts(latest)
    at_home, said = where(latest.contact, view)
    days = sorted({one for one in _days_of(earlier) if one is not None and one < day})
    basis = Basis(
        latest.contact.record, facts, merged(evidence, said, (one.record for one in earlier)), at_home,
        steps=tuple(Step("steps.earlier", {"earlier_day": one}) for one in days),
    )  # fmt: skip
    if latest.reclassified:
        owed = Owed("answer:reclassified", view.on.day, "owed.reclassified", facts)
        step = Step("steps.reclassified", {"linked": latest.contact.linked or "", "anchor_day": day})
        return basis._replace(says="reclassified", owes=(owed,), steps=(step, *basis.steps))
    if rule.linked_days and latest.linked.state != "negative":
        return basis._replace(owes=(Owed("answer:linked_result", None, "owed.linked-result", facts),))
    return basis


def _later(one: NoticedContact) -> tuple[int, bool, str]:
    """By which the notice that counts comes first: the last contact, its own category, what was filed first."""
    at = one.contact.last_on
    return -at.earliest if at else 0, one.reclassified, one.contact.record


def _overlaps(one: Contact, day: Day, length: int) -> bool:
    """Whether an earlier contact's chain was still running when the one that counts began."""
    return one.last_on is not None and day - one.last_on.day <= length


def _facts(notice: NoticedContact) -> tuple[dict[str, Fact], tuple[str, ...]]:
    one = notice.contact
    facts: dict[str, Fact] = {"category": one.category or "", "linked": one.linked or ""}
    if one.last_on is not None:
        facts["contact_day"] = one.last_on.day
    return facts, merged((one.record,), notice.linked.evidence)


def _undated(rule: Exposure, key: str, notice: NoticedContact, view: View) -> Findings:
    facts, evidence = _facts(notice)
    if rule.endless:
        return (_endless(rule, key, None, facts, evidence),)
    owed = Owed("answer:last_on", view.on.day, "owed.last-on", facts)
    return (Finding(key, "verify", None, view.on.day, "unknown-last_on", facts, evidence, owes=(owed,)),)


def _unreleased(rule: Exposure, key: str, notices: list[NoticedContact], view: View) -> Finding | None:
    """The days are over, but the first two tests of a close contact are not known to be negative (§1.1).

    An earlier notice asks as well: its close contact may turn out positive, and more days would be due.
    """
    for notice in notices:
        at = notice.contact.last_on
        if at and notice.linked.state != "negative" and view.on.day <= at.day + rule.linked_days:
            facts, evidence = _facts(notice)
            owed = Owed("answer:linked_result", view.on.day, "owed.linked-result", facts)
            return Finding(key, "verify", None, view.on.day, "unknown-linked", facts, evidence, owes=(owed,))
    return None


def _endless(
    rule: Exposure, key: str, since: tuple[Day, str] | None, facts: dict[str, Fact], evidence: tuple[str, ...]
) -> Finding:
    """In hospital until somebody says otherwise: no day can be given."""
    measures: tuple[Measure, ...] = ()
    if since is not None and rule.endless:
        anchor, record = since
        measures = (Measure(key, record, rule.endless, anchor, anchor, None),)
    owed = Owed("document:discharge", None, "owed.discharge", facts)
    return Finding(key, rule.outcome, None, None, "running", facts, evidence, measures, (owed,))


# ---------------------------------------------------------------- own positive tests


def positives(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """An own positive test, until a discharge; a positive after a discharge is judged by Ct and symptoms (A22)."""
    ending = frozenset(rule.ended_by)

    def check(view: View) -> Findings:
        positive = [test for test in view.tests if test.result == "positive"]
        held = _dated_positive(rule, key, positive, view, ending) if positive else ()
        return held or _undated_positive(rule, key, view, ending)

    return check


def _dated_positive(
    rule: Exposure, key: str, positive: list[Test], view: View, ending: frozenset[str]
) -> Findings:
    ends = view.contacts(ending)
    gone = [one for one in ends if one.last_on is not None]
    last = positive[-1]
    day = _day(last)
    if any(one.last_on is not None and day <= one.last_on.day for one in gone):
        return ()
    if gone:
        return _repositive(rule, key, last, gone[-1], view)
    held = _infected(rule, key, positive, view) if rule.stages else (_in_hospital(rule, key, positive, day),)
    return tuple(_perhaps_over(rule, one, ends, view) for one in held) if ends else held


def _in_hospital(rule: Exposure, key: str, positive: list[Test], day: Day) -> Finding:
    """Since the last positive day; the measure rests on the first test of that day, which is evidence too."""
    ground = _of_day(positive, day)
    evidence = merged((positive[-1].record, ground))
    return _endless(rule, key, (day, ground), {"test_day": day}, evidence)


def _day(test: Test) -> Day:
    at = test.sampled or test.reported
    return at.day if at else seen.LONG_AGO


def _infected(rule: Exposure, key: str, positive: list[Test], view: View) -> Findings:
    """A positive test where the infected stay at home: counted from its first day, ended early by a negative."""
    anchor, last = _episode(rule, positive)
    early, later = _ended_early(rule, anchor, last, view)
    if early and not later:
        return ()
    evidence = merged((positive[-1].record,), (test.record for test in positive if _day(test) >= anchor))
    basis = Basis(_of_day(positive, anchor), {"test_day": anchor}, evidence)
    finding = running(rule, key, count(rule, key, anchor, view, basis, arrived=anchor), basis, view)
    if finding and early and later and finding.outcome == "deferred":
        return (_disturbed(finding, early, later, view),)
    return (finding,) if finding else ()


def _ended_early(rule: Exposure, anchor: Day, last: Day, view: View) -> tuple[Test | None, Test | None]:
    """The negative that ends an isolation early, and a later test whose result nobody knows (A15)."""
    if rule.negative_ends is None:
        return None, None
    early = tested_since(view, max(last, anchor + rule.negative_ends))
    return early, unsettled(view) if early else None


def _disturbed(held: Finding, early: Test, later: Test, view: View) -> Finding:
    """Over by a negative, or not: the result of a later test has to be asked."""
    evidence = merged(held.evidence, (early.record, later.record))
    owes = (asked(later, view),)
    return held._replace(outcome="verify", until=None, earliest=view.on.day, evidence=evidence, owes=owes)


def _of_day(positive: list[Test], day: Day) -> str:
    """The positive test of a day; of several the one filed first."""
    return min(test.record for test in positive if _day(test) == day)


def _episode(rule: Exposure, positive: list[Test]) -> tuple[Day, Day]:
    """First and last positive day of the present infection: positives closer than the chain belong together."""
    length = sum(stage.days for stage in rule.stages)
    days = sorted({_day(test) for test in positive})
    first = days[-1]
    for day in reversed(days):
        if first - day <= length:
            first = day
    return first, days[-1]


def positives_ordered(rule: Exposure, key: str) -> Callable[[View], list[Ordered]]:
    """What an own positive test ever ordered; one after a discharge is a doctor's question, not an order (A22)."""
    ending = frozenset(rule.ended_by)

    def ask(view: View) -> list[Ordered]:
        positive = [test for test in view.tests if test.result == "positive"]
        if not positive:
            return []
        ends = sorted(one.last_on.day for one in view.contacts(ending) if one.last_on)
        first = [test for test in positive if not ends or _day(test) <= ends[0]]
        if not first:
            return []
        found = _infections(rule, key, first, view) if rule.stages else _hospitalised(rule, key, first)
        return in_turn(until(one, ends[0]) if ends else one for one in found)

    return ask


def _hospitalised(rule: Exposure, key: str, positive: list[Test]) -> Iterator[Ordered]:
    assert rule.endless is not None
    for day in sorted({_day(test) for test in positive}):
        yield Ordered((Measure(key, _of_day(positive, day), rule.endless, day, day, None),))


def _infections(rule: Exposure, key: str, positive: list[Test], view: View) -> Iterator[Ordered]:
    """Each infection from its first positive day, ended early by a negative where the rule says so."""
    rest = positive
    while rest:
        anchor, last = _episode(rule, rest)
        chain = count(rule, key, anchor, view, Basis(_of_day(rest, anchor)), arrived=anchor)
        early, later = _ended_early(rule, anchor, last, view)
        ordered = Ordered(chain.measures)
        over = early.sampled if early and not later else None
        yield until(ordered, over.day) if over else ordered
        rest = [test for test in rest if _day(test) < anchor]


def _repositive(rule: Exposure, key: str, test: Test, discharge: Contact, view: View) -> Findings:
    """Positive again after a discharge: no measure with a high Ct and no symptoms, else a doctor judges (A22)."""
    day = _day(test)
    if released_since(view, day):
        return ()
    rows = [row for row in view.file.health if row.day is not None and day <= row.day <= view.on.day]
    known = [row for row in rows if row.symptoms is not None]
    facts: dict[str, Fact] = {"test_day": day}
    evidence = merged((test.record, discharge.record), (row.record for row in known))
    if test.ct is None or rule.harmless_ct is None:
        says = "repositive"
    else:
        facts |= {"ct": f"{test.ct:g}", "harmless": f"{rule.harmless_ct:g}"}
        says = _says(test.ct < rule.harmless_ct, known)
    if says == "repositive-harmless":
        return (Finding(key, "ready", None, view.on.day, says, facts, evidence),)
    owed = Owed("answer:repositive", view.on.day, "owed.repositive", facts)
    return (Finding(key, "verify", None, view.on.day, says, facts, evidence, owes=(owed,)),)


def _says(low: bool, known: list[Health]) -> str:
    if low:
        return "repositive-risk"
    if not known:
        return "repositive-unknown"
    return "repositive-symptoms" if any(row.symptoms for row in known) else "repositive-harmless"


def _undated_positive(rule: Exposure, key: str, view: View, ending: frozenset[str]) -> Findings:
    """A positive without any date holds where every possible date would; else it is asked."""
    for test in view.undated:
        if test.result == "positive":
            ends = view.contacts(ending)
            facts: dict[str, Fact] = {}
            evidence = merged((test.record,), (one.record for one in ends))
            owed = Owed("answer:sampled_at", view.on.day, "owed.undated", facts)
            if rule.endless and not ends:
                return (Finding(key, rule.outcome, None, None, "undated", facts, evidence, owes=(owed,)),)
            return (Finding(key, "verify", None, view.on.day, "undated", facts, evidence, owes=(owed,)),)
    return ()
