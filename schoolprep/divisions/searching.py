"""Finds divisions while a person types, by name, pinyin or initials."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from schoolprep.divisions import names
from schoolprep.divisions.data import syllables
from schoolprep.divisions.model import Division

if TYPE_CHECKING:
    from schoolprep.divisions.book import Divisions
    from schoolprep.divisions.data import Entry


class Spoken(NamedTuple):
    """One reading of one name."""

    sounds: tuple[str, ...]
    division: Division


class Finder:
    """Looks through names; the index of towns is made at the first keystroke that needs it."""

    def __init__(self, book: Divisions) -> None:
        self._book = book

    def search(self, text: str, within: str, limit: int) -> list[Division]:
        """See Divisions.search."""
        typed = "".join(text.split()).lower().replace("'", "").replace("ü", "v")
        if not typed or limit < 1:
            return []
        latin = typed.isascii()
        found: dict[Division, tuple[int, ...]] = {}
        for upper in (True, False):
            hits = self._by_sound(typed, upper) if latin else self._by_name(typed, upper)
            for division, quality in hits:
                rank = self._rank(division, quality, within)
                if division not in found or rank < found[division]:
                    found[division] = rank
            if len(found) >= limit and not within:
                break
        return sorted(found, key=lambda d: (found[d], d.code))[:limit]

    def _rank(self, division: Division, quality: int, within: str) -> tuple[int, ...]:
        shared = next((n for n in (6, 4, 2) if len(within) >= n and division.code.startswith(within[:n])), 0)
        return (
            int(quality >= 2), -shared, int(len(division.code) == 9), int(division.until is not None), quality,
            len(division.code), len(division.name),
        )  # fmt: skip

    # -- by name ----------------------------------------------------------------------------------------------

    def _by_name(self, typed: str, upper: bool) -> list[tuple[Division, int]]:
        hits = []
        for division, said in self._named_upper if upper else self._named_towns:
            at = said.find(typed)
            if at >= 0:
                hits.append((division, 0 if at == 0 else 1 if said != division.name else 2))
        return hits

    @cached_property
    def _named_upper(self) -> list[tuple[Division, str]]:
        return [(e.division, said) for e in self._entries(True) for said in (e.division.name, *self._with_city(e))]

    @cached_property
    def _named_towns(self) -> list[tuple[Division, str]]:
        return [(e.division, name) for e in self._entries(False) for name in (e.division.name, *e.also)]

    def _with_city(self, entry: Entry) -> tuple[str, ...]:
        """A county also with its city in front: 运城盐湖区."""
        division = entry.division
        if len(division.code) != 6:
            return ()
        above = self._book.get(self._book.parent(division.code))
        return (names.short(above.code, above.name) + division.name,) if above else ()

    def _entries(self, upper: bool) -> list[Entry]:
        """Living ones, and dead ones whose code lives no more under another name."""
        source = self._book.upper if upper else self._book.towns
        return [spans[-1] for spans in source.values() if upper or spans[-1].division.until is None]

    # -- by sound ---------------------------------------------------------------------------------------------

    def _by_sound(self, typed: str, upper: bool) -> list[tuple[Division, int]]:
        index = self._sounded_upper if upper else self._sounded_towns
        hits = []
        for sounds, division in index.get(typed[0], ()):
            if _begins(sounds, 0, typed):
                exact = typed.startswith(sounds[0])
                hits.append((division, 0 if exact else 1))
        return hits

    @cached_property
    def _sounded_upper(self) -> dict[str, list[Spoken]]:
        index: dict[str, list[Spoken]] = {}
        for entry in self._entries(True):
            for reading in entry.pinyin.split("|"):
                self._add(index, tuple(reading.split(" ")), entry.division)
            for sounds in self._city_sounds(entry):
                self._add(index, sounds, entry.division)
        return index

    def _city_sounds(self, entry: Entry) -> list[tuple[str, ...]]:
        division = entry.division
        above = self._book.entries(self._book.parent(division.code)) if len(division.code) == 6 else []
        if not above:
            return []
        city = above[-1]
        head = city.pinyin.split("|")[0].split(" ")[: len(names.short(city.division.code, city.division.name))]
        return [(*head, *entry.pinyin.split("|")[0].split(" "))]

    @cached_property
    def _sounded_towns(self) -> dict[str, list[Spoken]]:
        usual = syllables()
        index: dict[str, list[Spoken]] = {}
        for entry in self._entries(False):
            plain = tuple(usual[c] for c in entry.division.name)
            self._add(index, plain, entry.division)
            for reading in filter(None, entry.pinyin.split("|")):
                self._add(index, tuple(reading.split(" ")), entry.division)
        return index

    def _add(self, index: dict[str, list[Spoken]], sounds: tuple[str, ...], division: Division) -> None:
        index.setdefault(sounds[0][0], []).append(Spoken(sounds, division))


def _begins(sounds: tuple[str, ...], at: int, typed: str) -> bool:
    """Whether what was typed is beginnings of successive syllables: yanh, yh, ych (运城), yunchengs."""
    if not typed:
        return True
    if at == len(sounds):
        return False
    sound = sounds[at]
    for length in range(min(len(sound), len(typed)), 0, -1):
        if sound.startswith(typed[:length]) and _begins(sounds, at + 1, typed[length:]):
            return True
    return False
