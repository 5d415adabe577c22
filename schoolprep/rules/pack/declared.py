"""Declared: what every pack and every rule says, whatever its kind: layer, document, source, sentences, examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from schoolprep.facts.text import Reference, Text

Layer = Literal["national", "province", "city", "school"]
LAYERS: tuple[Layer, ...] = ("national", "province", "city", "school")
WhoseWord = Literal["national", "state", "province", "city", "school", "local", "own"]
"""Who says something: a layer, a state of a federation, tables and notices of several places, or the pack itself."""
HowRead = Literal[
    "full", "excerpt", "summary", "report", "copy", "quoted", "title", "table", "practice", "unread", "own"
]
"""How far a document was read: itself in full or in part; what others say of it; not at all."""


class Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Declared data: frozen, and an unknown key is a mistake."""


class Document(Plain, frozen=True, kw_only=True):
    """Where a pack comes from."""

    title: Text
    number: str
    """Document number (文号), empty where it has none."""
    issued: date | None = None
    published: date | None = None
    standing: Text
    """Whether the text was read in public, else that it is to be checked against the original, and what of it."""
    layer: WhoseWord | None = None
    """Whose word it is, where that is not the layer of the pack: notices of several places have a national pack."""


class CitedDocument(Plain, frozen=True, kw_only=True):
    """A document that rules of a pack rest on: something a principal can name."""

    title: Reference
    issuer: Text | None = None
    number: str = ""
    """Document number (文号), empty where it has none or none was seen."""
    issued: str = ""
    """Year, month or day, as far as it is known: 2018, 2022-08, 2023-09-11."""
    layer: WhoseWord | None = None
    """Whose word it is; None: that of the pack."""
    read: HowRead = "unread"
    by: Text | None = None
    """Who quotes it, where it was read in somebody else's words."""
    address: str = ""
    """Where the author of the pack read it: a note of the author's, said to nobody."""


class Cites(Plain, frozen=True, kw_only=True):
    """Source of one rule: clause, page where known, the documents it rests on and how far they carry."""

    clause: str
    document: str = ""
    """Key of the pack's `sources` whose word the rule is; empty: the document of the pack itself."""
    sources: tuple[str, ...] = ()
    """Keys of the pack's `sources` in which the wording was read."""
    seen: Text | None = None
    """What else is to be said of the numbers' standing, in words: what is to be checked, what the pack made of it."""
    page: str = ""


class Expect(Plain, frozen=True, kw_only=True):
    """What an example must give; `none`: the rule says nothing, `signal`: a rule about many people gives one."""

    outcome: Literal["none", "ready", "incomplete", "verify", "deferred", "signal"]
    says: str = ""
    until: str = ""
    earliest: str = ""
    """Empty: not looked at; `none`: no day can be given."""
    measures: tuple[str, ...] | None = None
    """`kind first-day last-day`, e.g. `central_isolation 2022-08-01 2022-08-08`."""
    tests: tuple[str, ...] | None = None
    """`day state` of every test day of the measures."""


class Example(Plain, frozen=True, kw_only=True):
    """A small file with what the rule must say of it (`schoolprep rules test`, and the test-suite)."""

    name: Text
    on: str
    records: tuple[dict[str, str | bool | int | float | list[str]], ...]
    """Answers by their names with `blank`; `person` may be left out. `of` numbers whose, where they are about
    several: `3`, or each of `1-30`."""
    areas: tuple[dict[str, str], ...] = ()
    expect: Expect


class Variant(Plain, frozen=True, kw_only=True):
    """Another value of a rule that is really in use somewhere, with its own source; a school may choose it."""

    id: str
    title: Text
    cites: Cites
    change: Mapping[str, Any]
    """Parameters of the rule, each replaced whole by its name."""
    example: tuple[Example, ...] = ()


class Lift(Plain, frozen=True, kw_only=True):
    """A rule of a higher layer that a pack sets aside without putting another in its place."""

    rule: str
    """`pack/rule`."""
    why: Text


class Rule(Plain, frozen=True, kw_only=True, tag_field="kind"):
    """What all kinds of rule share."""

    id: str
    title: Text
    says: Mapping[str, Text]
    """The sentence for each branch the rule can take."""
    cites: Cites
    replaces: str = ""
    """`pack/rule` of a higher layer that this one stands for."""
    why: Text | None = None
    """Why it replaces."""
    example: tuple[Example, ...] = ()
    variant: tuple[Variant, ...] = ()


class Retention(Plain, frozen=True, kw_only=True):
    """How long what was collected for a pack's purpose may be kept, once the pack is over."""

    forms: str
    """The blanks that were collected for it, with spaces between."""
    days: int | None = None
    """Days after the pack's last day; None: its source names no number, and the school says."""
    cites: Text
    """What the source says, and which it is."""
