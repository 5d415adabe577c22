"""Testing: what several measures ask of one day is one sample, and the most urgent state of a day is its own."""

from __future__ import annotations

from schoolprep.facts.days import day_of
from schoolprep.loop.measure import DueTest, Measure, MeasureKind, TestState
from schoolprep.loop.testing import Owing, ahead, due_days

DAY = day_of("2022-08-08")


def _measure(kind: MeasureKind, anchor: int, *tests: tuple[int, TestState]) -> Measure:
    days = tuple(DueTest(DAY + at, state) for at, state in tests)
    return Measure("p/r", "g", kind, DAY + anchor, DAY + anchor, DAY + 9, days)


CENTRAL = _measure("central_isolation", -5, (-2, "missed"), (0, "due"), (2, "planned"))
SCREENING = _measure("test_screening", -1, (-1, "done"), (0, "done"))


def test_one_day_is_told_once_with_all_that_ask_for_it() -> None:
    days = {day.on: day for day in due_days([CENTRAL, SCREENING], [], DAY)}
    assert [on and on - DAY for on in days] == [-2, -1, 0, 2]
    assert days[DAY].measures == (CENTRAL, SCREENING)
    assert days[DAY].stages == (("central_isolation", 5), ("test_screening", 1))
    assert days[DAY].state == "due", "due is more urgent than done"


def test_what_is_owed_stands_on_its_day_and_is_missed_after_it() -> None:
    days = due_days([CENTRAL], [None, DAY - 1, DAY + 2, DAY + 3], DAY)
    told = [(day.on and day.on - DAY, day.state, day.owed, bool(day.measures)) for day in days]
    assert told == [
        (-2, "missed", False, True),
        (-1, "missed", True, False),
        (0, "due", False, True),
        (None, "due", True, False),
        (2, "planned", True, True),
        (3, "planned", True, False),
    ]
    assert days[3].stages == ()


def test_the_whole_is_as_urgent_as_its_most_urgent_day() -> None:
    assert Owing(tuple(due_days([CENTRAL], [], DAY))).state == "missed"
    assert Owing(tuple(due_days([SCREENING], [], DAY))).state == "done"


def test_ahead_is_what_can_still_be_done() -> None:
    assert ahead([CENTRAL, SCREENING]) == {DAY, DAY + 2}
