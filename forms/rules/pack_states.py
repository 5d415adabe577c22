"""Pack states: every pack this school knows as the list of packs shows it: state, origin, who switched it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from forms.words.tr import lang, say
from schoolprep.facts.days import Day
from schoolprep.facts.problem import Problem
from schoolprep.facts.text import Text
from schoolprep.rules import pack
from schoolprep.rules.pack import Pack
from schoolprep.rules.pack.change import SCHOOL_PACKS
from schoolprep.verdicts.decisions import Import, Switch
from schoolprep.verdicts.rulebook import Rulebook

PackState = Literal["applies", "waits", "off", "new", "other", "unreadable"]
"""It applies on the day; it is on and its days are others; it was switched off; it was imported and never switched on;
the school's profile does not name it; this program cannot read it."""


class Shelved(NamedTuple):
    """One pack."""

    id: str
    pack: Pack | None
    """None: it cannot be read."""
    state: PackState
    imported: Import | None
    switch: Switch | None
    problem: Problem | None = None
    shadowed: bool = False
    """An imported pack has its id: switches are said of that one."""

    @property
    def key(self) -> str:
        """An imported pack stands beside the program's own of its id."""
        return f"{'import' if self.imported or self.problem else 'own'} {self.id}"

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return self.state in ("applies", "waits")

    @property
    def made_here(self) -> bool:
        """Whether it is made of the school's own changes."""
        return self.id.startswith(SCHOOL_PACKS)


def shelved(book: Rulebook, day: Day) -> Iterator[Shelved]:
    """Every pack, those that apply first. Raises `CallError` where one that is switched on cannot be read."""
    imports = book.decided.imports()
    found = [
        _listed(one.pack, one.on, one.imported, one.switch, day)._replace(
            shadowed=one.imported is None and one.pack.id in imports
        )
        for one in book.packs()
    ]
    profiles = book.library().profiles.values()
    named = {name for profile in profiles for name in profile.packs}
    own = [one for id_, one in book.library().packs.items() if id_.startswith(SCHOOL_PACKS)]
    found += [_listed(one, one.id in named, None, None, day) for one in own]
    yield from sorted(found, key=_order)
    yield from unreadable(book)


def unreadable(book: Rulebook) -> Iterator[Shelved]:
    """The imported packs that this program cannot read."""
    switches = book.decided.switches()
    for id_, problem in book.decided.unreadable().items():
        yield Shelved(id_, None, "unreadable", None, switches.get(id_), problem)


def _listed(one: Pack, on: bool, imported: Import | None, switch: Switch | None, day: Day) -> Shelved:
    if on:
        state: PackState = "applies" if pack.within(one, day) else "waits"
    elif switch is not None and not switch.on:
        state = "off"
    else:
        state = "new" if imported is not None else "other"
    return Shelved(one.id, one, state, imported, switch)


def _order(one: Shelved) -> tuple[int, int]:
    layer = pack.LAYERS.index(one.pack.layer) if one.pack else 0
    return ("applies", "waits", "off", "new", "other", "unreadable").index(one.state), layer


def state(one: Shelved) -> str:
    """The word of the state, with a mark."""
    return say(f"packspage.state_{one.state}")


def origin(one: Shelved) -> str:
    """Where a pack comes from."""
    if one.made_here:
        return say("packspage.origin_school")
    return say("packspage.origin_import" if one.imported or one.problem else "packspage.origin_own")


def told(one: Text | None) -> str:
    """A text in the reader's language."""
    return one[lang()] if one is not None else ""
