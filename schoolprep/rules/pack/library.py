"""Library: packs and profiles read from their files, and the rules in force on a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from msgspec import structs

from schoolprep.facts.days import Day, iso
from schoolprep.facts.problem import CallError
from schoolprep.facts.words import Lang
from schoolprep.rules.pack.carrying import carried, closed, reaches
from schoolprep.rules.pack.declared import LAYERS
from schoolprep.rules.pack.model import AnyRule, InForce, Library, Pack, Profile
from schoolprep.rules.pack.reading import parse, text_of

_WHERE = ("stay", "home", "route", "travel", "card")
"""What the rules ask of that needs division codes."""


def within(dated: Pack | Profile, day: Day) -> bool:
    """Whether a pack or profile applies on `day`."""
    return dated.since.toordinal() <= day and (dated.until is None or day <= dated.until.toordinal())


def read(path: Traversable) -> Pack | Profile:
    """One pack or profile file. Raises `CallError` naming the file, the line in it and what is wrong."""
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise CallError("rules.no-file", file=str(path)) from wrong
    return parse(text_of(content, path.name), path.name)


def load(folder: Traversable | None = None) -> Library:
    """All packs and profiles of a folder, the program's own by default."""
    found = [
        read(path)
        for path in sorted(
            (folder or files("schoolprep.rules") / "rulepacks").iterdir(), key=lambda entry: entry.name
        )
        if path.name.endswith(".toml")
    ]
    return Library(
        {pack.id: pack for pack in found if isinstance(pack, Pack)},
        {profile.id: profile for profile in found if isinstance(profile, Profile)},
    )


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
        raise CallError("rules.no-profile", profile=profile, known="、".join(library.profiles))
    missing = [pack for pack in library.profiles[profile].packs if pack not in library.packs]
    if missing:
        raise CallError("rules.no-pack", profile=profile, pack=missing[0])
    chosen = library.profiles[profile]
    known = [library.packs[pack] for pack in chosen.packs] if within(chosen, day) else []
    valid = sorted((pack for pack in known if within(pack, day)), key=lambda pack: LAYERS.index(pack.layer))
    replaced = {rule.replaces for pack in valid for rule in pack.rule} | closed(valid)
    replaced |= {lifted.rule for pack in valid for lifted in pack.lift}
    gone = closed(valid) | _amended(valid, library)
    rules = tuple(
        (pack, rule)
        for pack in valid
        for rule in pack.rule
        if f"{pack.id}/{rule.id}" not in replaced
        and not (rule.replaces in gone and _layer(rule.replaces, library) != pack.layer)
    )
    former = tuple(carried(library, valid))
    return InForce(
        profile, day, tuple(valid), rules, tuple(one for one in former if reaches(one, day)), former
    )


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


def cited(pack: Pack, rule: AnyRule, lang: Lang) -> Iterator[tuple[str, str]]:
    """The sources a rule's numbers stand on, key and address, in the reader's language."""
    for key, text in pack.sources.items():
        if re.search(rf"\b{key}\b", rule.cites.seen.en):
            yield key, text if isinstance(text, str) else text[lang]


def seen(pack: Pack, rule: AnyRule) -> bool:
    """Whether the rule's numbers were read in public: its standing names sources and nothing that is to be checked."""
    words = re.findall(r"[^\s,]+", rule.cites.seen.en)
    return bool(words) and all(word in pack.sources for word in words)


def span(pack: Pack | Profile) -> str:
    """The days a pack is in force, for lists: `2022-06-28 – 2022-11-10`."""
    return f"{iso(pack.since.toordinal())} – {iso(pack.until.toordinal()) if pack.until else ''}".strip()
