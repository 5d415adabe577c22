"""Unwell: days with fever or symptoms of somebody whom no illness explains (DOMAIN §4.1, §4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from schoolprep.facts.days import MINUTES_A_DAY, Day, hour_of
from schoolprep.facts.file import Health
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.rules.pack import Unwell
from schoolprep.verdicts.judge.course import Course, Courses, with_illnesses
from schoolprep.verdicts.judge.illness import school_day
from schoolprep.verdicts.judge.signs import FEVER, NO_FEVER, Sign, signs
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step, merged


class Bout(NamedTuple):
    """The last day on which somebody was unwell, and what came after it."""

    last: tuple[Day, Health]
    since: tuple[Day, Health]
    """The same, or the last day of fever medicine after it."""
    clear: list[Health]
    """The first clear day since."""
    says: str
    grounds: tuple[str, ...]
    """The records these rest on: the days, and the illnesses that explain what else they show."""


def compile_unwell(rule: Unwell, key: str, courses: Courses) -> Callable[[View], Findings]:
    """The check of one rule about days with symptoms; `courses`: what the rules in force say of illnesses."""
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

    def left(row: Health, known: list[Course]) -> frozenset[str]:
        """What of a day no illness explains."""
        looked = listed | {FEVER} if rule.fever is not None else listed
        return frozenset(
            sign.name
            for sign in signs(row, fever)
            if sign.name in looked and not any(one.explains(sign) for one in known)
        )

    def bout(view: View) -> Bout | None:
        rows = sorted(_dated(view, view.on.day - rule.look_back), key=itemgetter(0))
        known = courses.begun(view)
        bad = [(day, row) for day, row in rows if ill(row) and left(row, known)]
        if not bad:
            return None
        last = bad[-1]
        since = _last_medicine(rows, last) if rule.medicine else last
        clear = [row for day, row in rows if day > since[0] and _clear(row, rule)]
        says = "fever" if _feverish(last[1], rule) and FEVER in left(last[1], known) else "symptoms"
        own = merged(row.record for row in (last[1], since[1], *clear[:1]))
        grounds = with_illnesses(own, _deciding(rows, last, fever), known) if known else own
        return Bout(last, since, clear[:1], says, grounds)

    def check(view: View) -> Findings:
        if not any(map(ill, view.file.health)):
            return ()
        found = bout(view)
        return _judged(rule, key, view, found) if found else ()

    return check


def _deciding(rows: Sequence[tuple[Day, Health]], last: tuple[Day, Health], fever: float) -> list[Sign]:
    """The signs that would make another day the last, or the last one a day of fever, were they not explained."""
    shown = [sign for day, row in rows if day >= last[0] for sign in signs(row, fever)]
    return [sign for sign in shown if sign.row is not last[1] or sign.name == FEVER]


def _dated(view: View, first: Day) -> Iterator[tuple[Day, Health]]:
    """The days of monitoring from a first one up to the day judged for."""
    for row in view.file.health:
        if row.day is not None and first <= row.day <= view.on.day:
            yield row.day, row


def _last_medicine(rows: Sequence[tuple[Day, Health]], ill: tuple[Day, Health]) -> tuple[Day, Health]:
    """The last day with fever medicine after the last bad one, else that one."""
    after = [one for one in rows if one[0] > ill[0] and one[1].antipyretic]
    return after[-1] if after else ill


def _clear(row: Health, rule: Unwell) -> bool:
    """A day with its temperature, without the listed symptoms and fever medicine; where the rule asks, surely so."""
    if (
        row.antipyretic
        or row.symptoms is None
        or row.warmest is None
        or (rule.medicine and row.antipyretic is not False)
    ):
        return False
    return set(rule.symptoms).isdisjoint(row.symptoms) and not _feverish(row, rule)


def _feverish(row: Health, rule: Unwell) -> bool:
    return rule.fever is not None and row.reached(rule.fever)


def _judged(rule: Unwell, key: str, view: View, bout: Bout) -> Findings:
    (day, bad), (last, _), clear, evidence = bout.last, bout.since, bout.clear, bout.grounds
    end = (last + 1) * MINUTES_A_DAY + rule.hours * 60
    running = view.on.earliest < end
    if clear and not running:
        return ()
    says = "illness.step-free" if rule.hours else "illness.step-calm"
    step = Step(says, {"day": last, "n": rule.hours, "until_at": hour_of(end)})
    facts = _facts(rule, day, bad)
    if not running:
        now = (Owed("answer:health", view.on.day, "owed.clear-day", facts),)
        return (
            Finding(
                key, "verify", None, view.on.day, "unknown", facts, evidence, owes=now, arithmetic=(step,)
            ),
        )  # fmt: skip
    back, day_of_return = school_day(end, view, rule.calendar)
    facts["return_day"] = back.day
    owes = () if clear else (Owed("answer:health", None, "owed.clear-day", facts),)
    return (
        Finding(
            key, "deferred", (end - 1) // MINUTES_A_DAY, back.day, bout.says,
            facts, evidence, owes=owes, arithmetic=(step, day_of_return), doubt=back.doubt,
        ),
    )  # fmt: skip


def _signs(rule: Unwell, bad: Health) -> list[str]:
    """What of a day speaks against coming: the fever, also a measured one, and the listed symptoms."""
    listed = [name for name in bad.symptoms or () if name in rule.symptoms]
    measured = _feverish(bad, rule) and FEVER not in listed
    return [*((FEVER,) if measured else ()), *listed]


def _facts(rule: Unwell, day: Day, bad: Health) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "day": day,
        "fever": rule.fever or 0,
        "symptoms": codes_as_fact(bad.symptoms or ()),
        "signs": codes_as_fact(_signs(rule, bad)),
    }
    return facts if bad.warmest is None else facts | {"temperature": bad.warmest}
