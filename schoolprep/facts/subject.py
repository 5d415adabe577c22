"""Subject: whom or what a record is about. Every subject has a kind, and how it is written tells which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

SubjectKind = Literal["person", "areas", "rules", "pairs", "school", "hands", "place", "event"]

Subjects = tuple[str, ...]
"""Several of them, in the order of the files."""
AREAS = "areas"
"""The subject of every risk-area entry: they are about the world, not about one person."""
RULES = "rules"
"""The subject of what a school decides about rules: imported packs, switches, its own numbers."""
PAIRS = "pairs"
"""The subject of what a person said about two people who look alike: that they are not the same."""
THE_SCHOOL = "school"
"""The subject of what is filed of the school itself: its calendar."""
HANDS = "hands"
"""The subject of what is filed of those who work with the file: who was invited, what they handed over, what was
handed out and erased. No verdict rests on it."""

SUBJECT_OF: Mapping[SubjectKind, str] = {
    "person": "",
    "areas": AREAS,
    "rules": RULES,
    "pairs": PAIRS,
    "school": THE_SCHOOL,
    "hands": HANDS,
    "place": "place:",
    "event": "event:",
}
"""How subjects of a kind are written. A word: there is one such subject, and this is it. A word with a colon: there are
many, and an id of up to 26 characters follows. Nothing: the id alone, 32 hexadecimal digits (`Store.subject_of`)."""

_KINDS: Mapping[str, SubjectKind] = {written: kind for kind, written in SUBJECT_OF.items()}


def kind_of(subject: str) -> SubjectKind | None:
    """The kind of a subject; None for one of a kind this program does not know, or of none."""
    word, colon, id_ = subject.partition(":")
    if colon:
        return _KINDS.get(f"{word}:") if id_ else None
    return _KINDS.get(word, "person") if word else None


def is_person(subject: str) -> bool:
    """Whether a subject is a person."""
    return kind_of(subject) == "person"


def people_among(subjects: Iterable[str]) -> frozenset[str]:
    """Those of some subjects who are people."""
    return frozenset(filter(is_person, subjects))
