"""Alike: people who may be one and the same, and why they look so; a person says whether they are.

Nothing is joined here and nobody is left out: twins share a birth date, and two pupils may share a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from schoolprep.facts.gate.porter import Porter
from schoolprep.facts.kinds.identity import type_of
from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.search import spellings
from schoolprep.facts.subject import PAIRS
from schoolprep.intake import documents
from schoolprep.intake.people import name_key, text

APART = "apart"
"""The blank of a record that two people are not the same: subject `PAIRS`, answers `one` and `other`."""
_CROWD = 60
"""People with one name or birth date beyond which nobody is compared: a default date that a program has filled in."""
_NUMBERS = "一二三四五六七八九"

_FEW = 4
"""Namesakes that are all compared with each other; of more, only those without a document or a birth date."""

_Pair = frozenset[str]


class Alike(NamedTuple):
    """Two people who may be one. `why`: codes of sentences (`intake.alike-…`), the strongest first."""

    one: str
    other: str
    why: tuple[str, ...]

    @property
    def pair(self) -> _Pair:
        """The two, in no order."""
        return frozenset((self.one, self.other))


def apart(records: Iterable[Record]) -> dict[_Pair, str]:
    """The pairs that a person has said are not the same, and the record that says so."""
    return {
        frozenset((text(record.answers, "one"), text(record.answers, "other"))): record.id
        for record in records
        if record.subject == PAIRS and record.blank == APART and record.answers
    }


def set_apart(one: str, other: str) -> Entry:
    """The statement that two people are not the same; withdrawing its record takes it back."""
    first, second = sorted((one, other))
    return Porter({}).let_in(Entry(blank=APART, subject=PAIRS, answers={"one": first, "other": second}))


def look_alikes(
    people: Mapping[str, Answers], apart: Collection[_Pair] = (), among: Collection[str] | None = None
) -> list[Alike]:
    """Everybody who may be somebody else too; `among`: only pairs with one of these (those an intake adds)."""
    if among is not None and len(among) >= len(people):
        among = None
    found: dict[_Pair, Alike] = {}
    for one, other in _suspects(people, among):
        pair = frozenset((one, other))
        if pair not in found and pair not in apart and (why := _why(people[one], people[other])):
            found[pair] = Alike(min(pair), max(pair), why)
    return sorted(found.values())


def _suspects(people: Mapping[str, Answers], among: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Pairs worth a look: the same birth date and surname, or the same name where nothing tells them apart at once."""
    told = [(who, text(answers, "birth_date"), text(answers, "name")) for who, answers in people.items()]
    for group in _groups((f"{born}{name[:1]}" if born and name else "", who) for who, born, name in told):
        if len(group) <= _CROWD:
            yield from _pairs(group, among)
    for group in _groups((_whole_number(answers), who) for who, answers in people.items()):
        yield from _pairs(group, among)
    for group in _groups((name_key(name), who) for who, _, name in told):
        yield from _pairs(group, among) if len(group) <= _FEW else _namesakes(group, people, among)


def _namesakes(
    group: Sequence[str], people: Mapping[str, Answers], among: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Of many who share a name those without a document or a birth date, each with all the others."""
    for one in group:
        if not (text(people[one], "document_no") and text(people[one], "birth_date")):
            yield from ((one, other) for other in group if other != one and _is_among(one, other, among))


def _pairs(group: Sequence[str], among: Collection[str] | None) -> Iterator[tuple[str, str]]:
    pairs = combinations(group, 2)
    return pairs if among is None else (pair for pair in pairs if _is_among(*pair, among))


def _is_among(one: str, other: str, among: Collection[str] | None) -> bool:
    return among is None or one in among or other in among


def _groups(keyed: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    """Those who share a key, which few do: only they get a list."""
    first: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for key, subject in keyed:
        if not key:
            continue
        alone = first.setdefault(key, subject)
        if alone is not subject:
            groups.setdefault(key, [alone]).append(subject)
    return groups.values()


def _why(one: Answers, other: Answers) -> tuple[str, ...]:
    """Why two people may be one; nothing where something known of them says that they are not."""
    if (number := _whole_number(one)) and number == _whole_number(other):
        return ("alike-same-number",)
    born, numbers = _both(one, other, "birth_date"), _both(one, other, "document_no")
    same_day = bool(born[0]) and born[0] == born[1]
    names = _both(one, other, "name")
    if names[0] != names[1]:
        names = name_key(names[0]), name_key(names[1])
    if names[0] != names[1]:
        return _other_names(names, numbers) if same_day and all(names) else ()
    if same_day:
        return ("alike-name-born",)
    if all(numbers):
        return ("alike-number",) if documents.is_slip(*numbers) else ()
    return () if all(born) or not names[0] else _one_name(one, other)


def _one_name(one: Answers, other: Answers) -> tuple[str, ...]:
    """Why two of one name may be one, of whom nothing else is known but numbers of the school and classes."""
    if _numbered_apart(one, other):
        return ()
    classes = _both(one, other, "class_name")
    return ("alike-moved-up",) if all(classes) and _moved_up(*classes) else ("alike-name",)


def _numbered_apart(one: Answers, other: Answers) -> bool:
    """Whether a school has given two people two numbers: of the whole school, or within one class.

    In classes a school year apart they may be one who was given another number.
    """
    numbers, classes = _both(one, other, "number"), _both(one, other, "class_name")
    if not all(numbers) or serial_key(numbers[0]) == serial_key(numbers[1]):
        return False
    if all(classes) and classes[0] == classes[1]:
        return True
    return not any(map(is_of_class, numbers)) and not (all(classes) and _moved_up(*classes))


def _whole_number(answers: Answers) -> str:
    """The number that a school gave somebody and nobody else; empty where there is none."""
    number = text(answers, "number")
    return serial_key(number) if number and not is_of_class(number) else ""


def _both(one: Answers, other: Answers, field: str) -> tuple[str, str]:
    return text(one, field), text(other, field)


def _other_names(names: tuple[str, str], numbers: tuple[str, str]) -> tuple[str, ...]:
    """Names that differ, on one birth date: they sound alike, or are one character apart."""
    if len(names[0]) == len(names[1]) and set(spellings(names[0])[:1]) & set(spellings(names[1])):
        return ("alike-sound",)
    if all(map(type_of, numbers)) and not documents.is_slip(*numbers):
        return ()  # two numbers that each pass their check, and names that differ: twins, or chance
    return ("alike-character",) if one_character_apart(*names) else ()


def one_character_apart(one: str, other: str) -> bool:
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
