"""Stays: where a person was, cut where the level of the place changes, and the days nobody told of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from schoolprep.facts.area import Areas, Level
from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import File, Stay
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import say
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.timeline.scene import LaneName, Mark, MarkLook, Rows, now, point
from schoolprep.verdicts.verdict import Verdict

_Run = tuple[int, int, Level | None, bool]
"""From when to when (minutes), the level, and whether it is certain."""


def _span(stay: Stay, on: Moment) -> tuple[int, int, bool, bool]:
    """From when to when; a bare date is noon, so that leaving and arriving on one day meet."""
    begins = None if stay.arrived is None else point(stay.arrived)
    ends = None if stay.left is None else point(stay.left)
    today = now(on)
    start = (ends - 3 * MINUTES_A_DAY if ends is not None else today) if begins is None else begins
    end = max(today, start) if ends is None else max(ends, start + MINUTES_A_DAY // 8)
    return start, end, begins is None, ends is None


def stay_marks(
    file: File, areas: Areas, explain: Explainer, on: Moment, view: tuple[Day, Day]
) -> Iterator[Mark]:
    """Each stay, cut where the level of its place changes; stays that overlap stand under each other."""
    rows = Rows()
    for stay in file.stays:
        if stay.arrived is not None or stay.left is not None:
            start, end, *_ = _span(stay, on)
            row = rows.take(start + 1, end)
            runs = list(_runs(areas, stay, max(start, (view[0] - 1) * MINUTES_A_DAY), end))
            yield from _run_marks(stay, runs, row, explain, on)
    yield from _declared_marks(file, rows, explain)


def _run_marks(stay: Stay, runs: Sequence[_Run], row: int, explain: Explainer, on: Moment) -> Iterator[Mark]:
    """One stay: a mark for each level its place had."""
    _, _, open_start, open_end = _span(stay, on)
    name = explain.place(stay.place) if stay.place else say("scene.no-place", explain.lang)
    where, when = f"{name}{stay.detail or ''}", _when(stay, explain.lang)
    for number, (begin, until, level, certain) in enumerate(runs):
        told = _level(level, certain, explain.lang)
        look = cast(MarkLook, f"level_{level or 'none'}")
        text = name if level in (None, "normal") else f"{name} · {told}"
        tip = "\n".join(filter(None, (where, when, told)))
        yield Mark(
            "stays", row, begin, until, look, text, tip, stay.record,
            open_start and number == 0, open_end and number == len(runs) - 1,
        )  # fmt: skip


def _declared_marks(file: File, rows: Rows, explain: Explainer) -> Iterator[Mark]:
    """The days on which somebody declared to have been nowhere else."""
    for declared in file.no_travel:
        if declared.first is None or declared.last is None:
            continue
        start, end = declared.first * MINUTES_A_DAY, (declared.last + 1) * MINUTES_A_DAY
        row = rows.take(start, end)
        text = say("scene.no-travel", explain.lang)
        tip = f"{text}\n{explain.day(declared.first)}—{explain.day(declared.last)}"
        yield Mark("stays", row, start, end, "declared", text, tip, declared.record)


def _runs(areas: Areas, stay: Stay, start: int, end: int) -> Iterator[_Run]:
    """The stretches of a stay on which its place had one level."""
    first, last = start // MINUTES_A_DAY, max(start, end - 1) // MINUTES_A_DAY
    began, level_now = start, _level_on(areas, stay, first)
    for day in range(first + 1, last + 1):
        level = _level_on(areas, stay, day)
        if level != level_now:
            yield (began, day * MINUTES_A_DAY, *level_now)
            began, level_now = day * MINUTES_A_DAY, level
    yield (began, end, *level_now)


def _level_on(areas: Areas, stay: Stay, day: Day) -> tuple[Level | None, bool]:
    return areas.level_on(stay.place, stay.detail or "", day) if stay.place else (None, True)


def _when(stay: Stay, lang: Lang) -> str:
    unknown = say("scene.unknown", lang)
    came = moment(stay.arrived, lang) if stay.arrived else unknown
    went = moment(stay.left, lang) if stay.left else say("scene.until-now", lang)
    return f"{came} — {went}"


def missing_marks(file: File, verdict: Verdict, lang: Lang) -> Iterator[Mark]:
    """Days whose answer the rules ask for and nobody gave: they look unanswered."""
    lanes: dict[str, tuple[LaneName, str]] = {
        "owed.travel": ("stays", "scene.missing-travel"),
        "owed.health-missing": ("temperature", "scene.missing-health"),
        "owed.health-one-day": ("temperature", "scene.missing-health"),
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


def _level(level: Level | None, certain: bool, lang: Lang) -> str:
    """The level in words; where it is not certain, as a question."""
    if level is None:
        return say("scene.not-listed", lang)
    told = say(f"rules.level-{level}", lang)
    return told if certain else say("scene.perhaps", lang, level=told)
