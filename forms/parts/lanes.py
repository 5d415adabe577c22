"""Lanes: what the timeline shows of one person, as marks on days; worded, but not yet drawn (no Qt here).

Times are minutes since day 0, as `Moment.earliest` counts them; a mark carries the record it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from schoolprep.facts.area import LEVELS, Areas, Level
from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import File, Link, Stay
from schoolprep.facts.file import Test as SampledTest
from schoolprep.facts.words import Lang, say
from schoolprep.loop.chain import CustodyChain, begins
from schoolprep.loop.measure import DueTest
from schoolprep.loop.steps import step_of
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.verdict import Finding, Verdict

LaneName = Literal["stays", "contacts", "tests", "temperature", "measures", "custody"]
LANES: tuple[LaneName, ...] = ("stays", "contacts", "tests", "temperature", "measures", "custody")
FEVER = 37.3
"""°C from which the school plans count a fever (DOMAIN §2.2 SYMPT)."""
SPAN = 21
"""Days shown to each side of the day judged for."""
_NOON = MINUTES_A_DAY // 2

DayKind = Literal["workday", "weekend", "holiday"]
Word = Callable[[str, str, str], str]
"""Blank, field, stored code → the choice's label."""


class Mark(NamedTuple):
    """One thing on a lane: from `start` to `end` (equal for a point), its look, its words, its record."""

    lane: LaneName
    row: int
    start: int
    end: int
    look: str
    text: str
    tip: str
    record: str = ""
    open_start: bool = False
    """The beginning is not known."""
    open_end: bool = False
    """The end is not known, or not yet come."""
    value: float | None = None
    """A temperature."""
    level_line: int = 0
    """For points that share a day: how many stand before it."""


class RulerDay(NamedTuple):
    """One day of a measure's ruler: D0, D1 …, and the state of the test that falls on it."""

    row: int
    day: Day
    number: int
    test: DueTest | None
    tip: str


class Scene(NamedTuple):
    """Everything the timeline draws."""

    first: Day
    last: Day
    on: Moment
    marks: tuple[Mark, ...]
    ruler: tuple[RulerDay, ...]
    returns: tuple[int, Day, str] | None
    """Row of the measure, the first possible day, and its words."""
    rows: dict[LaneName, int]
    """How many rows each lane has; a lane nobody needs is not there."""


@cache
def day_kind(day: Day) -> DayKind:
    """What kind of day it is in China; where the year's holidays are not known, weekends are all that is known."""
    import chinese_calendar  # noqa: PLC0415 - a table only this lane needs

    at = date.fromordinal(day)
    try:
        off, name = chinese_calendar.get_holiday_detail(at)
    except NotImplementedError:
        return "weekend" if at.weekday() >= 5 else "workday"
    if not off:
        return "workday"
    return "holiday" if name else "weekend"


def level_on(areas: Areas, stay: Stay, day: Day) -> tuple[Level | None, bool]:
    """The worst level of a stay's place on a day, and whether the place certainly lies in the listed part."""
    worst: tuple[Level | None, bool] = (None, True)
    if stay.place is None:
        return worst
    for area, certain in areas.touching(stay.place, stay.detail or ""):
        if area.since <= day and (area.until is None or day <= area.until):
            before = -1 if worst[0] is None else LEVELS.index(worst[0])
            if area.strictness > before:
                worst = (area.level, certain)
    return worst


def lay_out(file: File, verdict: Verdict, areas: Areas, explain: Explainer, word: Word) -> Scene:
    """Put one person's facts on lanes, three weeks to each side of the day the verdict is for."""
    lang, on = explain.lang, verdict.on
    first, last = on.day - SPAN, on.day + SPAN
    marks = [
        *_stays(file, areas, explain, on, (first, last)),
        *_undeclared(file, verdict, lang),
        *_contacts(file, word, lang),
        *_tests(file, word, lang),
        *_temperatures(file, explain),
        *_custody(file, word, lang, on),
    ]
    measures, ruler, row = _measures(verdict, explain)
    marks += measures
    rows: dict[LaneName, int] = {}
    for lane in LANES:
        used = [mark.row for mark in marks if mark.lane == lane]
        if used or lane in ("stays", "tests", "temperature"):
            rows[lane] = max(used, default=0) + 1
    returns = None
    if verdict.may_return_on is not None and verdict.outcome != "ready" and measures:
        says = say("timeline.returns", lang, day=explain.day(verdict.may_return_on))
        returns = (row, verdict.may_return_on, says)
    shown = tuple(m for m in marks if m.end >= first * MINUTES_A_DAY and m.start < (last + 1) * MINUTES_A_DAY)
    return Scene(first, last, on, shown, tuple(ruler), returns, rows)


def _span(stay: Stay, on: Moment) -> tuple[int, int, bool, bool]:
    """From when to when; a bare date is noon, so that leaving and arriving on one day meet."""
    begins = None if stay.arrived is None else _point(stay.arrived)
    ends = None if stay.left is None else _point(stay.left)
    now = on.day * MINUTES_A_DAY + (on.minute or 0)
    start = (ends - 3 * MINUTES_A_DAY if ends is not None else now) if begins is None else begins
    end = max(now, start) if ends is None else max(ends, start + MINUTES_A_DAY // 8)
    return start, end, begins is None, ends is None


def _point(at: Moment) -> int:
    return at.day * MINUTES_A_DAY + (_NOON if at.minute is None else at.minute)


def _stays(file: File, areas: Areas, explain: Explainer, on: Moment, view: tuple[Day, Day]) -> Iterator[Mark]:
    """Each stay, cut where the level of its place changes; stays that overlap stand under each other."""
    ends: list[int] = []
    for stay in file.stays:
        if stay.arrived is None and stay.left is None:
            continue
        start, end, open_start, open_end = _span(stay, on)
        row = next((number for number, until in enumerate(ends) if until <= start + 1), len(ends))
        ends[row : row + 1] = [end]
        name = explain.place(stay.place) if stay.place else say("timeline.no-place", explain.lang)
        runs = list(_runs(areas, stay, max(start, (view[0] - 1) * MINUTES_A_DAY), end))
        for number, (begin, until, level, certain) in enumerate(runs):
            told = _level(level, certain, explain.lang)
            look = f"level_{level or 'none'}"
            tip = "\n".join(
                part for part in (f"{name}{stay.detail or ''}", _when(stay, explain.lang), told) if part
            )
            text = name if level in (None, "normal") else f"{name} · {told}"
            yield Mark(
                "stays", row, begin, until, look, text, tip, stay.record,
                open_start and number == 0, open_end and number == len(runs) - 1,
            )  # fmt: skip
    for declared in file.no_travel:
        if declared.first is None or declared.last is None:
            continue
        start, end = declared.first * MINUTES_A_DAY, (declared.last + 1) * MINUTES_A_DAY
        row = next((number for number, until in enumerate(ends) if until <= start), len(ends))
        ends[row : row + 1] = [end]
        text = say("timeline.no-travel", explain.lang)
        tip = f"{text}\n{explain.day(declared.first)}—{explain.day(declared.last)}"
        yield Mark("stays", row, start, end, "declared", text, tip, declared.record)


def _runs(areas: Areas, stay: Stay, start: int, end: int) -> Iterator[tuple[int, int, Level | None, bool]]:
    """The stretches of a stay on which its place had one level."""
    first, last = start // MINUTES_A_DAY, max(start, end - 1) // MINUTES_A_DAY
    began, now = start, level_on(areas, stay, first)
    for day in range(first + 1, last + 1):
        level = level_on(areas, stay, day)
        if level != now:
            yield (began, day * MINUTES_A_DAY, *now)
            began, now = day * MINUTES_A_DAY, level
    yield (began, end, *now)


def _when(stay: Stay, lang: Lang) -> str:
    unknown = say("timeline.unknown", lang)
    came = moment(stay.arrived, lang) if stay.arrived else unknown
    went = moment(stay.left, lang) if stay.left else say("timeline.until-now", lang)
    return f"{came} — {went}"


def _undeclared(file: File, verdict: Verdict, lang: Lang) -> Iterator[Mark]:
    """Days whose answer the rules ask for and nobody gave: they look unanswered."""
    lanes: dict[str, tuple[LaneName, str]] = {
        "owed.travel": ("stays", "timeline.missing-travel"),
        "owed.health-missing": ("temperature", "timeline.missing-health"),
        "owed.health-one-day": ("temperature", "timeline.missing-health"),
    }
    for owed in verdict.owes:
        if owed.says not in lanes:
            continue
        first = owed.facts.get("first_day")
        last = owed.facts.get("last_day", first)
        if isinstance(first, int) and isinstance(last, int):
            lane, key = lanes[owed.says]
            text = say(key, lang)
            for start, end in _gaps(first, last, _answered(file, lane)):
                yield Mark(lane, 0, start * MINUTES_A_DAY, end * MINUTES_A_DAY, "missing", text, text)


def _answered(file: File, lane: LaneName) -> set[Day]:
    """The days for which something is on record."""
    if lane == "temperature":
        return {health.day for health in file.health if health.day is not None}
    days: set[Day] = set()
    for stay in file.stays:
        known = [at.day for at in (stay.arrived, stay.left) if at is not None]
        days.update(range(min(known), max(known) + 1) if known else ())
    for declared in file.no_travel:
        if declared.first is not None and declared.last is not None:
            days.update(range(declared.first, declared.last + 1))
    return days


def _gaps(first: Day, last: Day, answered: set[Day]) -> Iterator[tuple[Day, Day]]:
    """The stretches from `first` to `last` without an answer, each with the day after it."""
    start: Day | None = None
    for day in range(first, last + 2):
        open_ = day <= last and day not in answered
        if open_ and start is None:
            start = day
        elif not open_ and start is not None:
            yield start, day
            start = None


def _contacts(file: File, word: Word, lang: Lang) -> Iterator[Mark]:
    ends: list[int] = []
    for contact in sorted(
        file.contacts, key=lambda contact: contact.last_on.earliest if contact.last_on else 0
    ):
        if contact.last_on is None:
            continue
        at = _point(contact.last_on)
        row = next((number for number, until in enumerate(ends) if until <= at), len(ends))
        ends[row : row + 1] = [at + 5 * MINUTES_A_DAY]  # room for its word
        name = word("contact", "category", contact.category) if contact.category else ""
        who = say("timeline.linked", lang, name=contact.linked) if contact.linked else ""
        tip = "\n".join(part for part in (name, moment(contact.last_on, lang), who) if part)
        yield Mark("contacts", row, at, at, "contact", name, tip, contact.record)


def _tests(file: File, word: Word, lang: Lang) -> Iterator[Mark]:
    before: dict[Day, int] = {}
    for test in sorted(file.tests, key=lambda test: test.sampled.earliest if test.sampled else 0):
        if test.sampled is None:
            continue
        day = test.sampled.day
        number = before.get(day, 0)
        before[day] = number + 1
        at = day * MINUTES_A_DAY + _NOON
        look = f"test_{test.result or 'unknown'}"
        yield Mark("tests", 0, at, at, look, "", _test_tip(test, word, lang), test.record, level_line=number)


def _test_tip(test: SampledTest, word: Word, lang: Lang) -> str:
    assert test.sampled is not None
    result = word("test", "result", test.result) if test.result else say("timeline.unknown", lang)
    lines = [say("timeline.sampled", lang, at=moment(test.sampled, lang), result=result)]
    if test.reported is not None:
        lines.append(say("timeline.reported", lang, at=moment(test.reported, lang)))
    return "\n".join(lines)


def _temperatures(file: File, explain: Explainer) -> Iterator[Mark]:
    lang = explain.lang
    for health in sorted(file.health, key=lambda health: health.day or 0):
        if health.day is None:
            continue
        taken = [t for t in (health.morning, health.noon, health.evening) if t is not None]
        told = " · ".join(f"{t:.1f} ℃" for t in taken) or say("timeline.not-taken", lang)
        lines = [explain.day(health.day), told]
        if health.symptoms:
            lines.append("、".join(say(f"rules.symptom-{code}", lang) for code in health.symptoms))
        if health.antipyretic:
            lines.append(say("timeline.antipyretic", lang))
        at = health.day * MINUTES_A_DAY + _NOON
        warm = health.warmest
        look = "symptom" if health.symptoms else "fever" if warm is not None and warm >= FEVER else "normal"
        yield Mark("temperature", 0, at, at, look, "", "\n".join(lines), health.record, value=warm)


def _measures(verdict: Verdict, explain: Explainer) -> tuple[list[Mark], list[RulerDay], int]:
    """Each chain of measures in a row of its own with its ruler; the same is drawn once."""
    marks: list[Mark] = []
    ruler: list[RulerDay] = []
    seen: set[tuple[str, ...]] = set()
    row, returning = 0, 0
    for finding in verdict.findings:
        chain = tuple(measure.id for measure in finding.measures)
        if not chain or chain in seen:
            continue
        seen.add(chain)
        if finding.earliest == verdict.may_return_on:
            returning = row
        marks += _chain_marks(finding, row, explain, verdict.on)
        ruler += _chain_ruler(finding, row, explain)
        row += 1
    return marks, ruler, returning


def _chain_marks(finding: Finding, row: int, explain: Explainer, on: Moment) -> Iterator[Mark]:
    for measure in finding.measures:
        start = measure.starts * MINUTES_A_DAY
        open_end = measure.ends is None
        last = max(on.day, measure.starts) if measure.ends is None else measure.ends
        name = explain.measure(measure.kind)
        days = (
            ""
            if measure.ends is None
            else say("timeline.days", explain.lang, n=measure.ends - measure.anchor)
        )
        tip = f"{explain.measure_line(measure)}\n{explain.sentence(finding)}"
        record = finding.evidence[0] if finding.evidence else ""
        look = "measure_past" if last < on.day else "measure"
        end = (last + 1) * MINUTES_A_DAY
        text = " ".join(part for part in (name, days) if part)
        yield Mark("measures", row, start, end, look, text, tip, record, open_end=open_end)


def _chain_ruler(finding: Finding, row: int, explain: Explainer) -> Iterator[RulerDay]:
    taken: set[Day] = set()
    for measure in finding.measures:
        tests = {test.on: test for test in measure.tests}
        last = max(tests, default=measure.starts) if measure.ends is None else measure.ends
        for day in range(measure.starts, last + 1):
            if day in taken:
                continue  # the last day of one stage is day 0 of the next
            taken.add(day)
            test = tests.get(day)
            number = day - measure.anchor
            tip = say("timeline.day-n", explain.lang, day=explain.day(day), n=number)
            if test is not None:
                tip += "\n" + say(f"rules.test-{test.state}", explain.lang)
            yield RulerDay(row, day, number, test, tip)


def _custody(file: File, word: Word, lang: Lang, on: Moment) -> Iterator[Mark]:
    """The links of the chain of custody, in time; one without a receiver says so."""
    ends: list[int] = []
    links = [link for link in CustodyChain(file.links).links if link.starts or link.ends]
    for number, link in enumerate(links):
        start, of = begins(link), step_of(link.step)
        now = on.day * MINUTES_A_DAY + (on.minute or 0)
        short = of.form == "act"
        end = start if short else _link_end(link, max(now, start))
        row = next((line for line, until in enumerate(ends) if until <= start), len(ends))
        ends[row : row + 1] = [end]
        step = word("custody", "step", link.step) if link.step else say("timeline.unknown", lang)
        where = " ".join(part for part in (link.place, link.room) if part)
        look = "act" if short else f"custody_{number % 3 + 1}"
        lacking = link.receiver is None and of.handed
        lines = [f"{step} {where}".strip(), _link_when(link, lang)]
        if link.giver or link.receiver:
            unknown = say("timeline.unknown", lang)
            giver, receiver = link.giver or unknown, link.receiver or unknown
            lines.append(say("timeline.handed", lang, giver=giver, receiver=receiver))
        elif lacking:
            lines.append(say("timeline.no-receiver", lang))
        text = f"{where or step}" + (f" · {say('timeline.no-receiver', lang)}" if lacking else "")
        yield Mark(
            "custody", row, start, end, "custody_gap" if lacking else look, step if short else text,
            "\n".join(lines), link.record, open_end=link.ends is None and not short,
        )  # fmt: skip


def _link_end(link: Link, now: int) -> int:
    if link.ends is None:
        return now
    return link.ends.latest


def _link_when(link: Link, lang: Lang) -> str:
    start = moment(link.starts, lang) if link.starts else say("timeline.unknown", lang)
    if step_of(link.step).form == "act":
        return start
    return f"{start} — {moment(link.ends, lang) if link.ends else say('timeline.until-now', lang)}"


def _level(level: Level | None, certain: bool, lang: Lang) -> str:
    """The level in words; where it is not certain, as a question."""
    if level is None:
        return say("timeline.not-listed", lang)
    told = say(f"rules.level-{level}", lang)
    return told if certain else say("timeline.perhaps", lang, level=told)
