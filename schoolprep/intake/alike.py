"""Alike: people who may be one and the same, and why they look so; a person says whether they are.

Nothing is joined here and nobody is left out: twins share a birth date, and two pupils may share a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from schoolprep.intake import documents
from schoolprep.intake.people import name_key, text
from schoolprep.kinds.identity import type_of
from schoolprep.record import PAIRS, Answers, Entry, Record
from schoolprep.search import spellings

APART = "apart"
"""The blank of a record that two people are not the same: subject `PAIRS`, answers `one` and `other`."""
_CROWD = 60
"""People with one name or birth date beyond which nobody is compared: a default date that a program has filled in."""
_NUMBERS = "一二三四五六七八九"

Pair = frozenset[str]


class Alike(NamedTuple):
    """Two people who may be one. `why`: codes of sentences (`intake.alike-…`), the strongest first."""

    one: str
    other: str
    why: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """The two, in no order."""
        return frozenset((self.one, self.other))


def apart(records: Iterable[Record]) -> dict[Pair, str]:
    """The pairs that a person has said are not the same, and the record that says so."""
    return {
        frozenset((text(record.answers, "one"), text(record.answers, "other"))): record.id
        for record in records
        if record.subject == PAIRS and record.blank == APART and record.answers
    }


def set_apart(one: str, other: str) -> Entry:
    """The statement that two people are not the same; withdrawing its record takes it back."""
    first, second = sorted((one, other))
    return Entry(blank=APART, subject=PAIRS, answers={"one": first, "other": second})


def look_alikes(
    people: Mapping[str, Answers], apart: Collection[Pair] = (), among: Collection[str] | None = None
) -> list[Alike]:
    """Everybody who may be somebody else too; `among`: only pairs with one of these (those an intake adds)."""
    found: dict[Pair, Alike] = {}
    for one, other in _suspects(people, among):
        pair = frozenset((one, other))
        if pair not in found and pair not in apart and (why := _why(people[one], people[other])):
            found[pair] = Alike(min(pair), max(pair), why)
    return sorted(found.values())


def _suspects(people: Mapping[str, Answers], among: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Pairs with the same birth date or the same name: nobody else is compared."""
    groups: dict[tuple[str, str], list[str]] = {}
    for subject, answers in people.items():
        for field in ("birth_date", "name"):
            if value := text(answers, field):
                groups.setdefault((field, name_key(value)), []).append(subject)
    for group in groups.values():
        if 1 < len(group) <= _CROWD:
            for one, other in combinations(group, 2):
                if among is None or one in among or other in among:
                    yield one, other


def _why(one: Answers, other: Answers) -> tuple[str, ...]:
    names = name_key(text(one, "name")), name_key(text(other, "name"))
    born = text(one, "birth_date"), text(other, "birth_date")
    numbers = text(one, "document_no"), text(other, "document_no")
    if not all(names):
        return ()
    same_day = bool(born[0]) and born[0] == born[1]
    if names[0] == names[1]:
        return _namesakes(one, other, numbers, same_day=same_day, other_day=all(born) and not same_day)
    both = all(map(type_of, numbers))
    if not same_day or not set(names[0]) & set(names[1]):
        return ()
    if set(spellings(names[0])[:1]) & set(spellings(names[1])) and len(names[0]) == len(names[1]):
        return ("alike-sound",)
    if both and not documents.is_slip(*numbers):
        return ()  # two numbers that each pass their check, and names that differ: twins, or chance
    return ("alike-character",) if _one_character(*names) else ()


def _namesakes(
    one: Answers, other: Answers, numbers: tuple[str, str], *, same_day: bool, other_day: bool
) -> tuple[str, ...]:
    """Why two people of one name may be one: nothing known of them contradicts it."""
    if same_day:
        return ("alike-name-born",)
    if all(numbers) and documents.is_slip(*numbers):
        return ("alike-number",)
    if other_day or all(numbers):
        return ()
    classes = text(one, "class_name"), text(other, "class_name")
    if all(classes) and _moved_up(*classes):
        return ("alike-moved-up",)
    return ("alike-name",)


def _one_character(one: str, other: str) -> bool:
    """Whether names of at least three characters differ in one, or one of them lacks one: 王小明 and 王晓明."""
    if len(one) == len(other):
        return len(one) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def _moved_up(one: str, other: str) -> bool:
    """Whether two classes are the same a school year apart: 七年级1班 and 八年级1班."""
    grades = _NUMBERS.find(one[:1]), _NUMBERS.find(other[:1])
    return one[1:] == other[1:] and min(grades) >= 0 and abs(grades[0] - grades[1]) == 1
