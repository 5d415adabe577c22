"""Forgetting: nobody's name, number or address outlives the school it was open for."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

import exports
import forms
import schoolprep
from schoolprep import demo
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.file import Person
from schoolprep.facts.forgetting import forget_everybody, remembered, still_remembered
from schoolprep.facts.subject import AREAS
from schoolprep.store import Key, Store, Who
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
PEOPLE = 60
IMPERSONAL = {
    "forms.look.current._colour",
    "forms.look.icons._icon",
    "forms.look.tokens.tokens",
    "schoolprep.facts.days._moment_of",
    "schoolprep.facts.days.day_of",
    "schoolprep.facts.days.zone_named",
    "schoolprep.facts.divisions.names.short",
    "schoolprep.facts.kinds.choice._any_of",
    "schoolprep.facts.kinds.choice._words",
    "schoolprep.facts.kinds.choice.choice_words",
    "schoolprep.facts.languages.also",
    "schoolprep.facts.languages.of",
    "schoolprep.facts.schooldays.public.holidays",
    "schoolprep.facts.schooldays.public.in_break",
    "schoolprep.facts.schooldays.public.public_day",
    "schoolprep.intake.chat_parts._pattern",
    "schoolprep.intake.overheard._shape",
    "schoolprep.rules.pack.outline.headings",
    "schoolprep.rules.rule_table.cells._codes",
    "schoolprep.rules.rule_table.cells._words",
    "schoolprep.verdicts.explain.day",
}
"""Caches that are asked with what is declared, with divisions, languages or days: they say nothing of anybody.

What is asked with nothing (a declaration, read once) can say nothing of anybody.
"""


def modules() -> Iterator[Any]:
    """Every module of the house."""
    for house in (schoolprep, exports, forms):
        yield house
        for found in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def caches() -> dict[str, Any]:
    """Every cached function of the house by its full name."""
    list(modules())
    gc.unfreeze()  # a school that was read hides what was there from the collector
    return {
        f"{one.__module__}.{one.__qualname__}": one
        for one in gc.get_objects()
        if isinstance(one, _lru_cache_wrapper)
        and str(one.__module__).partition(".")[0] in ("schoolprep", "exports", "forms")
    }


def texts(held: object) -> Iterator[str]:
    """Every text in what a cache holds, keys and answers, as far as tuples and dicts go."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for key, value in held.items():
            yield from texts(key)
            yield from texts(value)
    elif isinstance(held, tuple | list):
        for one in held:
            yield from texts(one)


def held_by(cached: Any) -> Iterator[str]:
    """The texts a cached function was asked with; the collector of garbage sees into it."""
    for held in gc.get_referents(cached):
        if isinstance(held, dict) and held is not cached.__dict__:
            yield from texts(held)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Desk]:
    """A part of the demo school."""
    path = tmp_path / "school.schoolprep"
    data = program_data()
    forget_everybody()
    with Store.create(path, Key.random(), demo.SCHOOL, Who("a", "d")) as store:
        made = demo.school(demo.SEED, program_data().divisions, store.subject_of, store.new_subject)
        some = {AREAS, *list(dict.fromkeys(entry.subject for entry in made.entries))[: PEOPLE + 1]}
        store.append(entry for entry in made.entries if entry.subject in some)
        yield Desk(store, data)


def use(desk: Desk, folder: Path) -> list[Person]:
    """Search, check, draw, take in; whom this was about."""
    for subject in desk.people.subjects():
        assert subject in desk.people.search(desk.people.file(subject).person.document)
    for layout in desk.data.layouts:
        desk.rosters.draw(layout, ON, "zh")
    sheet = folder / "学生.csv"
    sheet.write_text(
        "姓名,证件号,班级,现住详细地址\n欧阳竞择,140802201203150018,七年级9班,幸福街道18号9单元\n", "utf-8"
    )
    for _ in (steps := desk.intake.plan([sheet])):
        pass
    assert steps is not None
    return [desk.people.file(subject).person for subject in desk.people.subjects()]


def test_after_closing_nobody_is_remembered(school: Desk, tmp_path: Path) -> None:
    people = use(school, tmp_path)
    assert len(people) == PEOPLE
    assert any(still_remembered().values())
    assert still_remembered()["schoolprep.facts.search.spellings"] == len({one.name for one in people})
    school.close()
    assert not any(still_remembered().values())


def test_what_is_not_forgotten_holds_nobody(school: Desk, tmp_path: Path) -> None:
    """Asked of the caches themselves, while the school is open and all of it has been looked at."""
    people = use(school, tmp_path)
    personal = {
        text for one in people for text in (one.name, one.document, one.phone, one.home_detail) if text
    } | {"欧阳竞择", "140802201203150018", "幸福街道18号9单元"}
    assert len(personal) > PEOPLE
    assert personal & set(held_by(caches()["schoolprep.facts.search.spellings"]))
    for name in IMPERSONAL & caches().keys():
        assert not personal & set(held_by(caches()[name])), name


def test_every_cache_is_forgotten_or_known_to_be_impersonal() -> None:
    asked = {name for name, cached in caches().items() if signature(cached).parameters}
    assert asked - still_remembered().keys() == IMPERSONAL


def test_no_module_keeps_a_memory_of_its_own() -> None:
    """A dict that fills itself, or is filled by whoever asks, is a cache too."""
    kept = [
        f"{module.__name__}.{name}"
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, dict) and hasattr(type(value), "__missing__")
    ]
    assert kept == []


def test_what_is_remembered_is_asked_once_until_it_is_forgotten() -> None:
    asked: list[str] = []

    @remembered(2)
    def twice(text: str) -> str:
        asked.append(text)
        return text * 2

    assert [twice("a"), twice("a"), twice("b")] == ["aa", "aa", "bb"]
    forget_everybody()
    assert twice("a") == "aa"
    assert asked == ["a", "b", "a"]
