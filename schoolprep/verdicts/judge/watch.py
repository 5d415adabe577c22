"""Watch: contacts of an infectious disease, watched, or kept out while they are not immune (DOMAIN §4.3, §4.5)."""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.facts.file import Contact, Test
from schoolprep.facts.problem import Fact
from schoolprep.loop.measure import Measure
from schoolprep.loop.succession import Ordered, in_turn
from schoolprep.rules.pack import Watch
from schoolprep.verdicts.judge.conditions import Lack, is_of
from schoolprep.verdicts.judge.illness import listed, owed, school_day
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step

INFECTIOUS = frozenset({"infectious"})


def compile_watch(rule: Watch, key: str) -> Callable[[View], Findings]:
    """The check of one rule about contacts of a disease."""
    diseases = frozenset(rule.diseases)

    def check(view: View) -> Findings:
        if not view.file.contacts and not view.file.cohabitants:
            return ()
        contacts = [one for one in view.contacts(INFECTIOUS) if one.disease in diseases]
        if contacts:
            return _of_contacts(rule, key, contacts, view)
        return tuple(
            _at_home(key, view, row.record, row.name or row.relation or "", row.disease or "")
            for row in view.file.cohabitants
            if row.disease in diseases
        )

    return check


def _of_contacts(rule: Watch, key: str, contacts: list[Contact], view: View) -> Findings:
    """The last contact that has its day, and the first without: that may be later than every other."""
    dated = [one for one in contacts if one.last_on is not None]
    undated = [one for one in contacts if one.last_on is None]
    told = _contact(rule, key, min(dated, key=_later), view) if dated else ()
    return (*told, *(_unknown(key, one, view, "last_on") for one in undated[:1]))


def compile_orders(rule: Watch, key: str) -> Callable[[View], list[Ordered]]:
    """What one rule about contacts of a disease ever ordered."""
    diseases = frozenset(rule.diseases)

    def ask(view: View) -> list[Ordered]:
        known = [one for one in view.contacts(INFECTIOUS) if one.disease in diseases and one.last_on]
        return in_turn(
            Ordered((_watched(rule, key, one, one.last_on.day),))
            for one in sorted(known, key=_later, reverse=True)
            if one.last_on
        )

    return ask


def _later(one: Contact) -> tuple[int, str]:
    """By which the contact that counts comes first: the last, of several the one filed first."""
    return -one.last_on.latest if one.last_on else 0, one.record


def _watched(rule: Watch, key: str, one: Contact, last: Day) -> Measure:
    """The days on which a contact watches itself: as long as it is kept out, where that is longer."""
    kept = 0 if one.immune or rule.excluded_through is None else rule.excluded_through
    return Measure(key, one.record, "self_monitoring", last, last, last + max(rule.watch_days, kept))


def _facts(disease: str) -> dict[str, Fact]:
    return {"disease": disease}


def _at_home(key: str, view: View, record: str, name: str, disease: str) -> Finding:
    """A co-resident has it: worth a note; days count once the contact is filed with its dates."""
    return Finding(key, "ready", None, view.on.day, "home", _facts(disease) | {"name": name}, (record,))


def _unknown(key: str, one: Contact, view: View, name: str, **more: Fact) -> Finding:
    lack = (Lack("answer", name),)
    facts = _facts(one.disease or "other") | {"lacks": listed(lack)} | more
    owes = owed(lack, view.on.day, facts)
    return Finding(key, "verify", None, view.on.day, "unknown", facts, (one.record,), owes=owes)


def _contact(rule: Watch, key: str, one: Contact, view: View) -> Findings:
    assert one.last_on is not None
    last, today = one.last_on.day, view.on.day
    kept = _excluded(rule, one, last, view, key)
    if kept is not None:
        return (kept,)
    end = last + rule.watch_days
    if today > end:
        return ()
    facts = _facts(one.disease or "other") | {"last_day": last, "end_day": end, "days": rule.watch_days}
    steps = (Step("illness.step-last", {"last_day": last, "n": rule.watch_days, "end_day": end}),)
    measure = Measure(key, one.record, "self_monitoring", last, last, end)
    owes: tuple[Owed, ...] = ()
    evidence = [one.record]
    if rule.screened_by:
        if done := _screened(rule, one, last, view):
            evidence.append(done.record)
        else:
            owes = (
                Owed("document:screening", today, "owed.contact-screening", _facts(one.disease or "other")),
            )
    return (
        Finding(
            key, "ready", None, today, "watched", facts, tuple(evidence), (measure,), owes=owes, arithmetic=steps
        ),
    )  # fmt: skip


def _screened(rule: Watch, one: Contact, last: Day, view: View) -> Test | None:
    """The examination a contact owes: the first test of that kind since the first exposure."""
    begun = one.first_on.day if one.first_on is not None else last
    done = (
        test
        for test in view.samples
        if test.sampled is not None and test.sampled.day >= begun and is_of(test, rule.screened_by)
    )
    return next(done, None)


def _excluded(rule: Watch, one: Contact, last: Day, view: View, key: str) -> Finding | None:
    """Kept out from a day after the first exposure through a day after the last; nothing for the immune."""
    if rule.excluded_from is None or rule.excluded_through is None or one.immune:
        return None
    first = one.first_on.day if one.first_on is not None else None
    begins = (last if first is None else first) + rule.excluded_from
    today, end, early = view.on.day, last + rule.excluded_through, view.on.day < begins
    if today > end or (early and first is not None):
        return None
    if one.immune is None:
        return _unknown(key, one, view, "immune", end_day=end)
    if early:
        return _unknown(key, one, view, "first_on", end_day=end)
    counted = () if first is None else (_first_step(first, rule.excluded_from, begins),)
    over = Step("illness.step-last", {"last_day": last, "n": rule.excluded_through, "end_day": end})
    back, step = school_day((end + 1) * MINUTES_A_DAY, view, rule.calendar)
    facts = _facts(one.disease or "other") | {"last_day": last, "end_day": end, "return_day": back.day}
    measure = Measure(key, one.record, "self_monitoring", last, last, end)
    return Finding(
        key, "deferred", end, back.day, "excluded", facts, (one.record,), (measure,),
        arithmetic=(*counted, over, step), doubt=back.doubt,
    )  # fmt: skip


def _first_step(first: Day, n: int, begins: Day) -> Step:
    return Step("illness.step-first", {"first_day": first, "n": n, "from_day": begins})
