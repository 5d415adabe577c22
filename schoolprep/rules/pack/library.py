"""Library: packs and profiles read from their files, and the rules in force on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import msgspec
from msgspec import structs

from schoolprep.facts import toml
from schoolprep.facts.days import Day, iso
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.text import as_text
from schoolprep.rules.pack.carrying import carried, closed, reaches
from schoolprep.rules.pack.declared import LAYERS
from schoolprep.rules.pack.model import AnyRule, Contents, InForce, Library, Pack, PackHead, Profile
from schoolprep.rules.pack.reading import parse, parse_own
from schoolprep.rules.pack.source import HEAD, Source, source_at, source_in

_RULES = Path(__file__).parents[1]
_PACKS = _RULES / "rulepacks"
_WHERE = ("stay", "home", "route", "travel", "card")
"""What the rules ask of that needs division codes."""


def within(dated: Pack | Profile, day: Day) -> bool:
    """Whether a pack or profile applies on `day`."""
    return dated.since.toordinal() <= day and (dated.until is None or day <= dated.until.toordinal())


def read(path: Path) -> Pack | Profile:
    """A pack or profile at a path, with its examples. Raises `CallError` naming file and line and what is wrong."""
    return parse(source_at(path))


def source(id_: str) -> Source:
    """The text of one of the program's own packs, with its examples. Raises `KeyError` for an id that is none."""
    return source_in(_PACKS / id_, proof=True, rules=_heads()[id_]["rules"])


@cache
def load() -> Library:
    """The program's own packs and profiles; a pack is read when it is first asked for, without its examples."""
    profiles = (
        msgspec.convert(said, Profile, dec_hook=as_text) for said in toml.folder(_RULES / "profiles").values()
    )
    packs = {id_: partial(_read, id_, proof=False) for id_ in _heads()}
    return Library(Shelf(packs), {profile.id: profile for profile in profiles})


@cache
def proofs() -> Library:
    """As `load`, each pack with its examples: for lint, for running them, for showing and handing on a pack whole."""
    return Library(Shelf({id_: partial(_read, id_, proof=True) for id_ in _heads()}), load().profiles)


def proved(pack: Pack) -> Pack:
    """A pack with its examples: the program's own have them in files of their own, others bring them along."""
    return proofs().packs[pack.id] if pack == load().packs.get(pack.id) else pack


class Shelf(Mapping[str, Pack]):
    """Packs by id, each read when it is first asked for."""

    def __init__(self, readers: Mapping[str, Callable[[], Pack]]) -> None:
        self._readers = readers
        self._read: dict[str, Pack] = {}

    def __getitem__(self, id_: str) -> Pack:
        """The pack. Raises `KeyError`."""
        known = self._read.get(id_)
        return known if known is not None else self._read.setdefault(id_, self._readers[id_]())

    def __contains__(self, id_: object) -> bool:
        """Whether there is one, without reading it."""
        return id_ in self._readers

    def __iter__(self) -> Iterator[str]:
        """The ids in their order."""
        return iter(self._readers)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._readers)


def joined(packs: Mapping[str, Pack], more: Mapping[str, Pack]) -> Shelf:
    """Packs with more beside them or in the place of those of their id; none is read for it."""
    readers = {id_: partial(packs.__getitem__, id_) for id_ in packs}
    return Shelf(readers | {id_: partial(more.__getitem__, id_) for id_ in more})


@cache
def contents() -> tuple[Contents, ...]:
    """The program's own packs without their rules, which are not read for it."""
    return tuple(msgspec.convert(said, Contents, dec_hook=as_text) for said in _heads().values())


@cache
def _heads() -> dict[str, toml.TomlTree]:
    """What the heads of the program's own packs say, by the folder of each."""
    names = sorted(one.name for one in _PACKS.iterdir() if not one.name.startswith("_"))
    found = toml.files(_PACKS, _PACKS / "heads", (f"{name}/{HEAD}" for name in names))
    return dict(zip(names, found.values(), strict=True))


def _read(id_: str, *, proof: bool) -> Pack:
    folder = _PACKS / id_
    source = source_in(folder, proof=proof, rules=_heads()[id_]["rules"])
    pack = parse_own(source, folder / ("proof" if proof else "rules"))
    assert isinstance(pack, Pack) and pack.id == id_, id_
    return pack


def renamed(library: Library, names: Callable[[Profile], Iterable[str]]) -> Library:
    """The library with other packs named by each of its profiles."""
    profiles = {
        id_: structs.replace(profile, packs=tuple(dict.fromkeys(names(profile))))
        for id_, profile in library.profiles.items()
    }
    return Library(library.packs, profiles)


def in_force(library: Library, profile: str, day: Day) -> InForce:
    """The rules of a profile on a day. Raises `CallError` where the profile or one of its packs is not known."""
    if profile not in library.profiles:
        raise CallError("rules.no-profile", profile=profile, known=Series(library.profiles))
    chosen = library.profiles[profile]
    for pack in chosen.packs:
        if pack not in library.packs:
            raise CallError("rules.no-pack", profile=profile, pack=pack)
    known = [library.packs[pack] for pack in chosen.packs] if within(chosen, day) else []
    valid = sorted((pack for pack in known if within(pack, day)), key=lambda pack: LAYERS.index(pack.layer))
    former = tuple(carried(library, valid))
    now = tuple(one for one in former if reaches(one, day))
    return InForce(profile, day, tuple(valid), tuple(_taken(valid, library)), now, former, chosen.calendar)


def _taken(valid: list[Pack], library: Library) -> Iterator[tuple[Pack, AnyRule]]:
    """The rules of the valid packs that none of them replaces, closes or lifts, nor goes with what it amends."""
    replaced = {rule.replaces for pack in valid for rule in pack.rule}
    lifted = {lift.rule for pack in valid for lift in pack.lift}
    out = replaced | lifted | closed(valid)
    gone = closed(valid) | _amended(valid, library)
    for pack in valid:
        for rule in pack.rule:
            orphaned = rule.replaces in gone and _layer(rule.replaces, library) != pack.layer
            if not orphaned and f"{pack.id}/{rule.id}" not in out:
                yield pack, rule


def _amended(valid: list[Pack], library: Library) -> set[str]:
    """The rules that their own layer has put others in the place of: what a lower layer made of them goes with them.

    A lower layer's rule stands while the rule it stands for would; beside another lower layer's, the stricter decides.
    """
    return {
        rule.replaces for pack in valid for rule in pack.rule if _layer(rule.replaces, library) == pack.layer
    }


def _layer(key: str, library: Library) -> str:
    pack = library.packs.get(key.partition("/")[0])
    return pack.layer if pack else ""


def asks_where(library: Library, profile: str) -> bool:
    """Whether a school of this profile must lie in a known division.

    Some rule asks where people were or live, or counts school days by the Chinese calendar. Raises `CallError` where
    the profile is not known.
    """
    in_force(library, profile, 1)
    packs = (library.packs[name] for name in library.profiles[profile].packs)
    return any(_asks_where(rule) for pack in packs for rule in pack.rule)


def _asks_where(rule: AnyRule) -> bool:
    placed = getattr(rule, "of", "") in _WHERE or bool(getattr(rule, "levels", ()))
    return placed or getattr(rule, "calendar", "") == "china"


def span(pack: PackHead | Profile) -> str:
    """The days a pack is in force, for lists: `2022-06-28 – 2022-11-10`."""
    return f"{iso(pack.since.toordinal())} – {iso(pack.until.toordinal()) if pack.until else ''}".strip()
