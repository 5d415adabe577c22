"""Unwell: days with fever or symptoms of somebody without an illness record for them (DOMAIN §4.1, §4.5)."""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.facts.days import MINUTES_A_DAY, Day, hour_of
from schoolprep.facts.file import Health
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.rules.pack import Unwell
from schoolprep.verdicts.judge.illness import begun, school_day
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step

NO_FEVER = 100.0
"""°C that nobody has: a rule that looks at symptoms only."""


def compile_unwell(rule: Unwell, key: str) -> Callable[[View], Findings]:
    """The check of one rule about days with symptoms."""
    listed, fever = frozenset(rule.symptoms), NO_FEVER if rule.fever is None else rule.fever

    def ill(
        row: Health,
    ) -> bool:  # asked of every day of everybody: each temperature by itself, nothing gathered
        return bool(
            (row.morning is not None and row.morning >= fever)
            or (row.evening is not None and row.evening >= fever)
            or (row.noon is not None and row.noon >= fever)
            or (row.symptoms and not listed.isdisjoint(row.symptoms))
        )

    def check(view: View) -> Findings:
        if not any(map(ill, view.file.health)):
            return ()
        first, today = view.on.day - rule.look_back, view.on.day
        rows = sorted(
            (row for row in view.file.health if row.day is not None and first <= row.day <= today),
            key=lambda row: row.day or 0,
        )
        bad = [row for row in rows if ill(row) and not _recorded(row.day or 0, view)]
        if not bad:
            return ()
        medicine = [
            row for row in rows if rule.medicine and row.antipyretic and (row.day or 0) > (bad[-1].day or 0)
        ]
        clear = [
            row for row in rows if (row.day or 0) > ((medicine or bad)[-1].day or 0) and _clear(row, rule)
        ]
        return _judged(rule, key, view, (bad[-1], *medicine[-1:]), clear[:1])

    return check


def _clear(row: Health, rule: Unwell) -> bool:
    """A day with its temperature, without the listed symptoms and, where the rule asks it, surely without medicine."""
    sober = row.antipyretic is False if rule.medicine else True
    return (
        row.symptoms is not None
        and not set(rule.symptoms) & set(row.symptoms)
        and row.warmest is not None
        and (rule.fever is None or row.warmest < rule.fever)
        and sober
    )


def _recorded(day: Day, view: View) -> bool:
    """Whether an illness record covers the day: its own rule judges it then."""
    return any(
        (ill.onset is None or ill.onset.day <= day)
        and (ill.symptoms_gone is None or day <= ill.symptoms_gone.day)
        for ill in view.file.illnesses
        if begun(ill, view)
    )


def _judged(rule: Unwell, key: str, view: View, days: tuple[Health, ...], clear: list[Health]) -> Findings:
    """`days`: the last bad day, and the last day of fever medicine after it; `clear`: the first clear day since."""
    bad, last = days[0], days[-1].day or 0
    end = (last + 1) * MINUTES_A_DAY + rule.hours * 60
    facts: dict[str, Fact] = {
        "day": bad.day or 0,
        "fever": rule.fever or 0,
        "symptoms": codes_as_fact(bad.symptoms or ()),
    }
    if bad.warmest is not None:
        facts["temperature"] = bad.warmest
    says = (
        "fever"
        if bad.warmest is not None and rule.fever is not None and bad.warmest >= rule.fever
        else "symptoms"
    )
    step = Step("illness.step-free", {"day": last, "n": rule.hours, "until_at": hour_of(end)})
    evidence = tuple(row.record for row in (*days, *clear))
    owed = Owed("answer:health", None, "owed.clear-day", facts)
    owes = () if clear else (owed,)
    if view.on.earliest < end:
        back, day_of_return = school_day(end, rule.calendar)
        facts |= {"return_day": back}
        until = (end - 1) // MINUTES_A_DAY
        return (
            Finding(
                key,
                "deferred",
                until,
                back,
                says,
                facts,
                evidence,
                owes=owes,
                arithmetic=(step, day_of_return),
            ),
        )
    if clear:
        return ()
    now = (owed._replace(by=view.on.day),)
    return (
        Finding(key, "verify", None, view.on.day, "unknown", facts, evidence, owes=now, arithmetic=(step,)),
    )
