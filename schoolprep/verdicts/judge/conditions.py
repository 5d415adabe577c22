"""Conditions: from when on a dated condition of an illness is met, whatever is missing (DOMAIN §8 A24, A25).

Kleene's three values on a line of time: a condition is met at the earliest and at the latest at a moment, and where
the two lie on different sides of now, the answer is unknown. `all_of` takes the later of both ends, `any_of` the
earlier. A missing date lies, at the earliest, at the onset; it may never come. What the monitoring shows counts too:
nobody recovered before the last day with a symptom of the illness, and a symptom within the time that is counted
begins it anew.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment, hour_of
from schoolprep.facts.file import Health, Illness, Test
from schoolprep.facts.problem import Fact
from schoolprep.rules.pack import Condition, Dates
from schoolprep.verdicts.judge.person import is_adult, is_food_handler, is_under_five
from schoolprep.verdicts.judge.signs import FEVER, NO_FEVER, Sign, is_clear, masked, natural, signs
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Step

Minute = int
EVER: Minute = 0
"""Long before every record."""
NEVER: Minute = 10_000_000_000
"""Long after every record: met only if somebody files what is missing."""


class Lack(NamedTuple):
    """Something missing that could change the answer."""

    kind: Literal["date", "answer", "paper"]
    """A date that may or may not have come, an answer that exists, a paper or test to be handed in."""
    name: str


class Reach(NamedTuple):
    """From when on a condition is met, with how that was counted."""

    first: Minute
    """At the earliest."""
    last: Minute
    """At the latest."""
    known: Minute
    """At the earliest by the dates that are filed: what is missing gives no day by itself."""
    lacks: tuple[Lack, ...] = ()
    steps: tuple[Step, ...] = ()
    evidence: tuple[str, ...] = ()


def has_come(at: Moment, on: Moment) -> bool:
    """Whether a moment may have come by `on`; where an hour is missing, the day decides."""
    if at.day != on.day or at.minute is None or on.minute is None:
        return at.day <= on.day
    return at.minute <= on.minute


class Back(NamedTuple):
    """That somebody is known to be back at school after an illness, since when, and the record that shows it."""

    at: Minute
    record: str
    settled: bool
    """Whether it is so long ago that no date is missed any more."""


class IllnessCase(NamedTuple):
    """One illness of one person as seen at one moment."""

    illness: Illness
    view: View
    anchor_counts: bool = False
    fever: float = NO_FEVER
    """°C from which a temperature is a fever by the rules in force."""
    back: Back | None = None
    dates_only: bool = False
    """Papers and tests are taken as given: when is it over by days?"""

    def at(self, event: str) -> Moment | None:
        """A date of the illness, where it is filed and has come by the moment judged for."""
        found: Moment | None = getattr(self.illness, event)
        return found if found is not None and has_come(found, self.view.on) else None


def reach(condition: Condition, case: IllnessCase, now: Minute) -> Reach:
    """From when on `condition` is met."""
    if condition.all_of:
        return _combined([reach(part, case, now) for part in condition.all_of], max, now)
    if condition.any_of:
        return _combined([reach(part, case, now) for part in condition.any_of], min, now)
    if condition.when is not None:
        return _asked(condition, case, now)
    if condition.after is not None:
        return _counted(condition, case)
    if condition.negatives is not None:
        return _negatives(condition, case)
    if condition.symptom_free is not None:
        return _symptom_free(case)
    if condition.nothing is not None:
        return Reach(EVER, EVER, EVER)
    return _paper(condition, case)


# ------------------------------------------------------------------ combinations

Pick = Callable[[Iterable[Minute]], Minute]


def _combined(parts: list[Reach], pick: Pick, now: Minute) -> Reach:
    last = pick([one.last for one in parts])
    return Reach(
        pick([one.first for one in parts]),
        last,
        pick([one.known for one in parts]),
        () if last <= now else _lacking(parts, now),
        (*(step for one in parts for step in one.steps), *_deciding(parts, pick, last)),
        tuple(dict.fromkeys(record for one in parts for record in one.evidence)),
    )


def _lacking(parts: Iterable[Reach], now: Minute) -> tuple[Lack, ...]:
    """What is missing of the parts that may not be met."""
    return tuple(dict.fromkeys(lack for one in parts if one.last > now for lack in one.lacks))


def _deciding(parts: list[Reach], pick: Pick, last: Minute) -> tuple[Step, ...]:
    """Which of several moments decides; worth a line where there are several."""
    if not _dated(last) or sum(_dated(one.last) for one in parts) < 2:
        return ()
    says = "illness.step-later" if pick is max else "illness.step-earlier"
    return (Step(says, {"until_at": hour_of(last)}),)


def _dated(at: Minute) -> bool:
    return EVER < at < NEVER


def _asked(condition: Condition, case: IllnessCase, now: Minute) -> Reach:
    """One of two conditions; where nobody said which, what both have in common is certain."""
    assert condition.when is not None and condition.then is not None and condition.otherwise is not None
    truth, record = _ANSWERS[condition.when](case)
    evidence = (record,) if record else ()
    yes, no = reach(condition.then, case, now), reach(condition.otherwise, case, now)
    if truth is not None:
        chosen = yes if truth else no
        step = Step(f"illness.step-asked-{'yes' if truth else 'no'}", {"asked": condition.when})
        steps = (step, *chosen.steps)
        return chosen._replace(steps=steps, evidence=tuple(dict.fromkeys((*chosen.evidence, *evidence))))
    same = (yes.first, yes.last) == (no.first, no.last)
    asked = () if same else (Lack("answer", condition.when),)
    return Reach(
        min(yes.first, no.first),
        max(yes.last, no.last),
        min(yes.known, no.known),
        tuple(dict.fromkeys((*asked, *_lacking((yes, no), now)))),
        (*yes.steps, *no.steps),
        tuple(dict.fromkeys((*yes.evidence, *no.evidence, *evidence))),
    )


def _own(answer: bool | None) -> tuple[bool | None, str]:
    return answer, ""


_ANSWERS: dict[str, Callable[[IllnessCase], tuple[bool | None, str]]] = {
    "symptomless": lambda case: _own(False if case.at("onset") else case.illness.symptomless),
    "pneumonia": lambda case: _own(case.illness.pneumonia),
    "jaundiced": lambda case: _own(True if case.at("jaundice") else case.illness.jaundiced),
    "coverable": lambda case: _own(case.illness.coverable),
    "tb_severe": lambda case: _own(case.illness.tb_severe),
    "food_handler": lambda case: (is_food_handler(case.view.file.person), case.view.file.person.record),
    "under_five": lambda case: (
        is_under_five(case.view.file.person, case.view.on.day),
        case.view.file.person.record,
    ),
    "adult": lambda case: (is_adult(case.view.file.person, case.view.on.day), case.view.file.person.record),
}
"""Each answer with the record outside the illness that it rests on."""


def concerns(circumstance: str, case: IllnessCase) -> bool:
    """Whether it is so, or nobody said that it is not."""
    return _ANSWERS[circumstance](case)[0] is not False


# ------------------------------------------------------------------ days and hours after a date


class Begin(NamedTuple):
    """What is counted from: between two moments, and what is missing."""

    first: Moment | None
    last: Moment | None
    name: str
    lacks: tuple[Lack, ...] = ()
    evidence: tuple[str, ...] = ()
    """Days of monitoring that say so."""

    @property
    def known(self) -> bool:
        """Whether it is one moment."""
        return self.first is not None and self.first == self.last


def _begin(after: str | Dates, condition: Condition, case: IllnessCase) -> Begin:
    if isinstance(after, str):
        at = case.at(after)
        return _missing(after, case) if at is None else _kept_up(at, after, condition, case)
    parts = [_begin(one, condition, case) for one in after.the_later or after.the_earlier]
    later = bool(after.the_later)
    return Begin(
        _extreme([one.first for one in parts], later=later, unknown_is_early=True),
        _extreme([one.last for one in parts], later=later, unknown_is_early=False),
        parts[0].name if len(parts) == 1 else _decisive(parts, later),
        tuple(dict.fromkeys(lack for one in parts for lack in one.lacks)),
        tuple(dict.fromkeys(record for one in parts for record in one.evidence)),
    )


def _missing(event: str, case: IllnessCase) -> Begin:
    """A date that nobody filed: not before the last day with a symptom it would have ended."""
    lacks = (Lack("date", event),)
    first = first_day(case.illness)
    natural_end = (first or 0) + natural(case.illness.disease).days
    shown = [sign for sign in _shown(event, case) if sign.day <= natural_end]
    if not shown:
        return Begin(_not_before(event, case), _not_after(event, case), event, lacks)
    last = shown[-1]
    return Begin(Moment(last.day), None, event, lacks, (last.row.record,))


def _kept_up(at: Moment, event: str, condition: Condition, case: IllnessCase) -> Begin:
    """A date that was filed, unless a symptom came back before the time counted from it was over.

    Then it is counted from 24:00 of that day where a later day is clear; else nobody knows from when.
    """
    rows: list[Health] = []
    for sign in _shown(event, case):
        if sign.settled > at.latest and sign.first < _later(at, condition, case):
            at = Moment(sign.day)
            rows.append(sign.row)
    if not rows:
        return Begin(at, at, event)
    said = tuple(dict.fromkeys(row.record for row in rows))
    calm = _calm_since(at.day, case)
    if calm is None:
        return Begin(at, None, event, (Lack("answer", "symptoms"),), said)
    return Begin(at, at, event, (), (*said, calm.record))


def _shown(event: str, case: IllnessCase) -> list[Sign]:
    """The symptoms up to now that the date of an event would have ended, in time; medicine may hide a fever."""
    ends = _ENDS.get(event)
    first = first_day(case.illness)
    if ends is None or first is None or not case.view.file.health:
        return []
    names = ends or natural(case.illness.disease).symptoms
    found = [sign for row in case.view.file.health for sign in (*signs(row, case.fever), *masked(row))]
    shown = [sign for sign in found if sign.name in names and first <= sign.day <= case.view.on.day]
    return sorted(shown, key=lambda sign: (sign.settled, sign.row.record))


_ENDS: Mapping[str, tuple[str, ...]] = {
    "temperature_normal": (FEVER,),
    "symptoms_gone": (),
    "swelling_gone": ("parotid_swelling",),
}
"""The dates that say a symptom is over, and which; empty: every symptom of the illness."""


def first_day(ill: Illness) -> Day | None:
    """The day of onset; where nobody filed it, the first day that is filed of the illness."""
    if ill.onset is not None:
        return ill.onset.day
    dates = (ill.rash, ill.swelling, ill.jaundice, ill.positive, ill.seen, ill.treated)
    return min((at.day for at in dates if at is not None), default=None)


def _calm_since(day: Day, case: IllnessCase) -> Health | None:
    """The first clear day after one."""
    symptoms = natural(case.illness.disease).symptoms
    later = [
        row for row in case.view.file.health if row.day is not None and day < row.day <= case.view.on.day
    ]
    calm = [row for row in later if is_clear(row, case.fever, symptoms)]
    return min(calm, key=lambda row: (row.day or 0, row.record), default=None)


def _decisive(parts: list[Begin], later: bool) -> str:
    """The name of the date that decides: the missing one, else the later or earlier."""
    missing = [one.name for one in parts if one.lacks]
    if missing:
        return missing[0]
    chosen = (max if later else min)(parts, key=lambda one: one.last.latest if one.last else NEVER)
    return chosen.name


def _extreme(moments: list[Moment | None], *, later: bool, unknown_is_early: bool) -> Moment | None:
    """The later or earlier of several; `None` stands for ever or never, as `unknown_is_early` says."""
    known = [one for one in moments if one is not None]
    if len(known) < len(moments) and later != unknown_is_early:
        return None
    return (max if later else min)(known, key=lambda one: one.latest) if known else None


def _not_before(event: str, case: IllnessCase) -> Moment | None:
    """A missing date lies at the onset or after it; a positive test may come before."""
    return None if event in ("onset", "positive") else _start_of(case.at("onset"))


def _start_of(at: Moment | None) -> Moment | None:
    return at if at is None or at.minute is not None else Moment(at.day, 0)


def _not_after(event: str, case: IllnessCase) -> Moment | None:
    """An illness that was seen, treated or over has begun before; whatever else is missing may never come."""
    if event != "onset":
        return None
    later = ("seen", "rash", "treated", "temperature_normal", "symptoms_gone")
    dates = [at for name in later if (at := case.at(name)) is not None]
    return min(dates, key=lambda at: at.latest) if dates else None


def _counted(condition: Condition, case: IllnessCase) -> Reach:
    assert condition.after is not None
    begin = _begin(condition.after, condition, case)
    first = EVER if begin.first is None else _later(begin.first, condition, case)
    last = NEVER if begin.last is None else _later(begin.last, condition, case)
    evidence = (case.illness.record, *begin.evidence)
    if begin.known and begin.last is not None:
        unit, n = _length(condition)
        facts: dict[str, Fact] = {
            "event": begin.name,
            "from_at": begin.last.text(),
            "n": n,
            "until_at": hour_of(last),
        }
        return Reach(first, last, first, (), (Step(f"illness.step-{unit}", facts),), evidence)
    steps = tuple(Step("illness.step-missing", {"event": lack.name}) for lack in begin.lacks)
    if case.back is not None and case.back.settled:
        last, evidence = min(last, max(first, case.back.at)), (*evidence, case.back.record)
    return Reach(first, last, EVER, begin.lacks, steps, evidence)


def _length(condition: Condition) -> tuple[str, int]:
    """How long is waited: the unit it is counted in, and how many of it."""
    if condition.hours is not None:
        return "hours", condition.hours
    if condition.months is not None:
        return "months", condition.days or condition.months
    return "days", condition.days or 0


def _later(at: Moment, condition: Condition, case: IllnessCase) -> Minute:
    """The moment so many hours, days or months later; days and months end at 24:00."""
    if condition.hours is not None:
        return at.latest + condition.hours * 60
    if condition.months is not None:
        return (_months_later(at.day, condition.months) + 1) * MINUTES_A_DAY
    days = (condition.days or 0) - (1 if case.anchor_counts and condition.days else 0)
    return (at.day + days + 1) * MINUTES_A_DAY


def _months_later(day: Day, months: int) -> Day:
    at = date.fromordinal(day)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return date(year, month + 1, min(at.day, monthrange(year, month + 1)[1])).toordinal()


# ------------------------------------------------------------------ papers, tests, symptoms


def _paper(condition: Condition, case: IllnessCase) -> Reach:
    name, given = (
        ("certificate", case.illness.certificate)
        if condition.document is not None
        else ("health_authority", case.illness.cleared)
    )
    evidence = (case.illness.record,)
    if case.dates_only:
        return Reach(EVER, EVER, EVER)
    if not given and name == "certificate" and case.back is not None:
        return Reach(EVER, case.back.at, EVER, (), (), (*evidence, case.back.record))
    if given:
        return Reach(EVER, EVER, EVER, (), (Step("illness.step-given", {"paper": name}),), evidence)
    step = Step("illness.step-not-given", {"paper": name})
    return Reach(EVER, NEVER, EVER, (Lack("paper", name),), (step,), evidence)


def _negatives(condition: Condition, case: IllnessCase) -> Reach:
    """Enough negative tests since the illness began, each far enough from the one before (surely, by A25)."""
    if case.dates_only:
        return Reach(EVER, EVER, EVER)
    wanted = condition.negatives or 0
    taken = _negative_samples(condition, case)
    spaced: list[Moment] = []
    for _, at in taken:
        if not spaced or _apart(spaced[-1], at, condition):
            spaced.append(at)
    step = Step("illness.step-negatives", {"done": min(len(spaced), wanted), "n": wanted})
    evidence = (case.illness.record, *(test.record for test, _ in taken))
    if len(spaced) < wanted:
        return Reach(EVER, NEVER, EVER, (Lack("paper", "negatives"),), (step,), evidence)
    met = spaced[wanted - 1].latest
    return Reach(met, met, met, (), (step,), evidence)


def _negative_samples(condition: Condition, case: IllnessCase) -> list[tuple[Test, Moment]]:
    """The negative tests of these specimens since the onset, with when they were sampled."""
    onset = case.at("onset")
    begun = EVER if onset is None else onset.earliest
    negatives = [test for test in case.view.samples if test.result == "negative"]
    dated = [(test, test.sampled) for test in negatives if test.sampled is not None]
    return [(test, at) for test, at in dated if at.latest >= begun and is_of(test, condition.specimens)]


def _apart(before: Moment, at: Moment, condition: Condition) -> bool:
    hours = not condition.apart_hours or at.earliest - before.latest >= condition.apart_hours * 60
    return hours and at.day - before.day >= condition.apart_days


def is_of(test: Test, specimens: tuple[str, ...]) -> bool:
    """Whether one of these words stands in what was sampled; none: any test."""
    said = (test.specimen or "").casefold()
    return not specimens or any(word.casefold() in said for word in specimens)


def _symptom_free(case: IllnessCase) -> Reach:
    """The symptoms are gone; a later day of monitoring with symptoms contradicts it and is asked."""
    gone = case.at("symptoms_gone")
    if gone is None:
        first = _not_before("symptoms_gone", case)
        steps = (Step("illness.step-missing", {"event": "symptoms_gone"}),)
        lack = Lack("date", "symptoms_gone")
        return Reach(first.earliest if first else EVER, NEVER, EVER, (lack,), steps, (case.illness.record,))
    facts: dict[str, Fact] = {
        "event": "symptoms_gone",
        "from_at": gone.text(),
        "until_at": hour_of(gone.latest),
    }
    steps = (Step("illness.step-at", facts),)
    back = [
        row.record
        for row in case.view.file.health
        if row.day is not None and gone.day < row.day <= case.view.on.day and row.symptoms
    ]
    if back:
        return Reach(
            gone.latest, NEVER, EVER, (Lack("answer", "symptoms"),), steps, (case.illness.record, *back)
        )
    return Reach(gone.latest, gone.latest, gone.latest, (), steps, (case.illness.record,))
