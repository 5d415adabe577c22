"""Phone: the form a family fills in on its phone: which questions it asks, and the name each one goes by.

An XLSForm knows a question by one plain name, and the answers come back under it: `travel_place` is the place of the
blank `travel`. Where the hour counts it is a question of its own (`test_sampled_at_time`), so that a day without its
hour can be said; an hour nobody knows is never invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.text import Text, as_text

TIME = "_time"
"""What the name of a moment's hour ends with."""
ASKED = "has_"
"""What the name of the question begins with that opens a part ("anything to report?"); its answer is none of ours."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The questions of one blank, by the names of its fields in the order they are asked."""

    blank: str
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    """Asked for on the phone though a sheet may leave them empty: without them nobody knows whose answers these are."""
    hours: tuple[str, ...] = ()
    """Moments whose hour is asked as well."""


class PhoneForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form as `phone.toml` declares it."""

    id: str
    title: Text
    part: tuple[Part, ...]


class PhoneQuestion(NamedTuple):
    """One question: its name in the form, and the answer it is about."""

    name: str
    blank: Blank
    field: Field
    is_time: bool = False
    """It asks for the hour alone."""


def load() -> PhoneForm:
    """The declared form."""
    return msgspec.convert(toml.file(Path(__file__).with_name("phone.toml")), PhoneForm, dec_hook=as_text)


def questions(part: Part, blanks: Blanks) -> Iterator[PhoneQuestion]:
    """The questions of a part, in order."""
    blank = blanks[part.blank]
    for name in part.fields:
        asked = PhoneQuestion(f"{blank.id}_{name}", blank, blank[name])
        yield asked
        if name in part.hours:
            yield asked._replace(name=asked.name + TIME, is_time=True)
