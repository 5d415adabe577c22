"""Testing: k tests in n days, all nine frequencies, against counting every day by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.text import Written
from schoolprep.rules import pack
from schoolprep.rules.pack import Cites
from schoolprep.verdicts.judge.testing import compile_testing, next_due
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding
from tests.filings import BINDER

DIVISIONS = divisions.load()
FREQUENCIES = [(1, 1), (1, 2), (1, 3), (2, 3), (1, 5), (1, 7), (2, 7), (3, 7), (1, 14)]
TODAY = day_of("2022-08-08")
WORDS = Written({"zh": "一", "en": "one"})


def _rule(
    tests: int, days: int, *, posts: tuple[str, ...] = ("食堂",), high_risk: bool = False
) -> pack.Testing:
    says = dict.fromkeys(("due", "missed", "tested", "unknown"), WORDS)
    cites = Cites(clause="x", seen=WORDS)
    return pack.Testing(
        id="t", title=WORDS, says=says, cites=cites, tests=tests, days=days, posts=posts, high_risk=high_risk
    )


def _finding(rule: pack.Testing, tested: list[int], **who: str | bool) -> Finding | None:
    person: Answers = {"name": "周杰", "category": "support", "department": "食堂"} | who  # type: ignore[assignment]
    rows: list[tuple[str, Answers]] = [("person", person)]
    rows += [("test", {"sampled_at": iso(day), "result": "negative"}) for day in tested]
    made = BINDER.file(
        "s",
        [
            Record(
                id=f"r{at}", blank=name, subject="s", answers=said, act="", author="", device="", written=""
            )
            for at, (name, said) in enumerate(rows)
        ],
    )
    found = compile_testing(rule, "p/t")(View(made, Areas([], DIVISIONS), Moment(TODAY), "140802"))
    return found[0] if found else None


@pytest.mark.parametrize(("tests", "days"), FREQUENCIES)
def test_enough_is_enough_and_a_day_later_one_is_missed(tests: int, days: int) -> None:
    rule = _rule(tests, days)
    spread = [TODAY - days + 1 + at for at in range(tests)]  # the oldest day of the window and those after it
    enough = _finding(rule, spread)
    assert enough is not None and (enough.outcome, enough.says) == ("ready", "tested")
    if TODAY not in spread:
        late = _finding(rule, [day - 1 for day in spread])
        assert late is not None and (late.outcome, late.says, late.owes[0].by) == ("incomplete", "due", TODAY)
    missed = _finding(rule, [day - 2 - (days if days == tests else 0) for day in spread])
    assert missed is not None and missed.says == "missed"
    assert [test.state for test in missed.measures[0].tests if test.state in ("missed", "due")] == [
        "missed",
        "due",
    ]


@pytest.mark.parametrize(("tests", "days"), FREQUENCIES)
@given(done=st.sets(st.integers(TODAY - 40, TODAY), min_size=1))
def test_the_next_test_falls_due_on_the_first_day_whose_window_would_hold_too_few(
    tests: int, days: int, done: set[int]
) -> None:
    taken = sorted(done)
    due = next_due(taken, tests, days, TODAY)
    if len(taken) < tests:
        assert due == TODAY
        return
    for day in range(taken[-1], due):
        assert sum(day - days < one <= day for one in taken) >= tests
    assert sum(due - days < one <= due for one in taken) < tests


def test_whom_it_asks() -> None:
    assert _finding(_rule(1, 7), [], department="后勤处", post="门卫") is None
    assert _finding(_rule(1, 7), [], category="student", department="") is None
    assert _finding(_rule(1, 7, posts=(), high_risk=True), []) is None
    asked = _finding(_rule(1, 1, posts=(), high_risk=True), [], high_risk_post=True)
    assert asked is not None and asked.says == "due"
    unnamed = _finding(_rule(1, 7), [], department="")
    assert unnamed is not None and (unnamed.outcome, unnamed.says) == ("verify", "unknown")
