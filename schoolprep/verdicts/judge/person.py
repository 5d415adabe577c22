"""Person: what rules ask of somebody's own blank and have to read from words: who handles food, who is an adult."""

from __future__ import annotations

from datetime import date

from schoolprep.facts.days import Day
from schoolprep.facts.file import Person

FOOD = (
    "食堂", "餐", "厨", "炊", "配菜", "打饭", "面点", "切配",
    "canteen", "kitchen", "cook", "chef", "cater", "food", "dining",
)  # fmt: skip
"""Words in 岗位 or 部门 that say somebody handles food."""
_ADULT = 19
"""Years: the guidance for children and young people is for those of 18 and under (DOMAIN §4.4)."""
_FIVE = 5


def works_as(person: Person, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in somebody's post or department."""
    said = f"{person.post or ''} {person.department or ''}".casefold()
    return any(word.casefold() in said for word in words)


def is_food_handler(person: Person) -> bool | None:
    """Whether somebody handles food; pupils and teachers do not, others by post and department; None: not said."""
    if works_as(person, FOOD):
        return True
    if person.counts_as in ("student", "teacher") or person.post:
        return False
    return None


def is_adult(person: Person, day: Day) -> bool | None:
    """Whether somebody is over 18 on a day: by birth date, else pupils are not and staff are; None: not said."""
    if person.born is not None:
        return _age(person.born, day) >= _ADULT
    return person.counts_as != "student" if person.counts_as else None


def is_under_five(person: Person, day: Day) -> bool | None:
    """Whether somebody is not yet five on a day: by birth date, staff are older; None: not said."""
    if person.born is not None:
        return _age(person.born, day) < _FIVE
    return False if person.counts_as and person.counts_as != "student" else None


def _age(born: Day, day: Day) -> int:
    """Whole years."""
    birth, today = date.fromordinal(born), date.fromordinal(day)
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
