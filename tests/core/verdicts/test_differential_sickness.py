"""Differential of sickness: `judge` against the slow reading of the packs, on invented people who were or are ill."""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice
from random import Random

import pytest

from schoolprep.facts.area import NO_AREAS
from schoolprep.facts.days import Day, Moment, day_of, iso
from schoolprep.rules import pack
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.cluster import signals
from tests.slow.evaluator import Rulebook
from tests.slow.outbreak import School, Told, outbreaks
from tests.slow.sick_files import sick, stricken
from tests.slow.sickness import examine

LIBRARY = pack.load()
BOOK = Rulebook()
MANY = 60_000 if os.environ.get("CI") else 3_000
"""People on the build server, and at the desk."""
WORLD = 50
"""People of one moment."""
SCHOOLS = 8
"""Schools of a part, each with its outbreak."""
GOES_ROUND = ("influenza", "varicella", "hfmd", "norovirus", "measles", "mumps", "scarlet_fever")
FIRST, LAST = day_of("2024-03-01"), day_of("2026-12-01")


def _iso(day: Day | None) -> str:
    return iso(day) if day else "never"


@pytest.mark.parametrize("profile", ["cn-school-today", "uk-school-today", "us-school-today"])
def test_judge_agrees_with_the_slow_reading_about_the_sick(profile: str) -> None:
    random = Random(f"{profile} 2026")
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for _ in range(MANY // WORLD // 3):
        on = Moment(random.randint(FIRST, LAST), random.choice((None, None, 0, 450, 510, 1200)))
        rules = compile_rules(pack.in_force(LIBRARY, profile, on.day), "140802")
        told = BOOK.rules(profile, on.day)
        for file in islice(sick(random, on.day), WORLD):
            verdict = judge(file, NO_AREAS, rules, on)
            fast, slow = (
                (verdict.outcome, verdict.may_return_on),
                examine(told, file, on, BOOK.profiles[profile]["calendar"]),
            )
            seen[fast[0]] += 1
            if fast != slow:
                findings = ", ".join(f"{one.rule} {one.outcome} {one.says}" for one in verdict.findings)
                said = f"judge {fast[0]} {_iso(fast[1])}, slow {slow[0]} {_iso(slow[1])}"
                wrong.append(f"on {on.text()}: {said}\n  {findings}\n  {file}")
    assert wrong[:3] == [], len(wrong)
    assert all(seen[outcome] > 0.05 * seen.total() for outcome in ("ready", "verify", "deferred")), seen
    assert profile != "cn-school-today" or seen["incomplete"], seen


@pytest.mark.parametrize("part", range(4 if MANY > 10_000 else 1))
def test_signals_agree_with_counting_day_by_day(part: int) -> None:
    random = Random(42 + part)
    seen: Counter[str] = Counter()
    for _ in range(SCHOOLS):
        on, disease = random.randint(FIRST, LAST), random.choice(GOES_ROUND)
        people = [
            file._replace(
                subject=f"p{at:02d}",
                person=file.person._replace(
                    class_name=random.choice(("七年级1班", "七年级2班", "七年级3班", None)),
                    dormitory=random.choice(("1号楼203", None)),
                ),
            )
            for at, file in enumerate(islice(stricken(random, on, disease), 60))
        ]
        if random.random() < 0.5:  # a class that is there as a whole
            people += [people[0]._replace(subject=f"w{at}", health=(), illnesses=()) for at in range(30)]
        source = pack.in_force(LIBRARY, "cn-school-today", on)
        found = {
            Told(one.rule.partition("/")[2], one.similar, one.within, one.unit, one.due)
            for one in signals(people, source, on)
        }
        seen.update(one.rule for one in found)
        assert found == outbreaks(School(BOOK.rules("cn-school-today", on), people, on))
    assert len(seen) >= 6, seen
