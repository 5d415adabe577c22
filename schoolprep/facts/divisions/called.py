"""Called: which divisions go by a name, in every way their names are written. Indexes are made at the first use."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from schoolprep.facts.divisions import names
from schoolprep.facts.divisions.model import MUNICIPALITIES

if TYPE_CHECKING:
    from schoolprep.facts.divisions.book import Divisions
    from schoolprep.facts.divisions.data import DivisionEntry

FULL, SHORT, ZONE = 0, 1, 2
"""The form of a name: whole; without its kind (盐湖); a zone's, which counts only below its city."""

Named = tuple[str, "DivisionEntry", int]  # code, entry, form


class PlaceNames:
    """The names of a book; those of towns city by city, as there are forty thousand."""

    def __init__(self, book: Divisions) -> None:
        self._book = book
        self._towns: dict[str, dict[str, list[Named]]] = {}

    @cached_property
    def upper(self) -> dict[str, list[Named]]:
        """Provinces, cities and counties by name."""
        index: dict[str, list[Named]] = {}
        for code in self._book.upper:
            for entry in self._book.entries(code):
                for name, form in self._forms(code, entry):
                    index.setdefault(name, []).append((code, entry, form))
        return index

    def _forms(self, code: str, entry: DivisionEntry) -> Iterator[tuple[str, int]]:
        name = entry.division.name
        said = {_plain(name): FULL}
        for other in names.spellings(code, name):
            said.setdefault(other, FULL)
        if entry.division.zone:
            for other in names.zone_names(name, self._owners(self._book.parent(code))):
                said.setdefault(other, ZONE)
        elif name not in {"郊区", "城区", "矿区"}:
            said.setdefault(names.short(code, name), SHORT)
        return iter(said.items())

    def _owners(self, code: str) -> tuple[str, ...]:
        """Names a zone may carry in front of its own: those of a division and of what is above it."""
        found: list[str] = []
        for above in self._book.path(code):
            name = self._book.entries(above)[-1].division.name
            found += [name, names.short(above, name)]
            if len(above) == 6:
                found.append(names.short(above, name) + "市")
        return tuple(sorted(found, key=len, reverse=True))

    def _towns_in(self, here: str) -> dict[str, list[Named]]:
        """Towns by name: those of the city around a code; below a province or nothing, of all China."""
        prefix = here[:2] if here[:2] in MUNICIPALITIES else here[:4]
        if len(prefix) < 4 and prefix not in MUNICIPALITIES:
            return {}
        if prefix not in self._towns:
            index: dict[str, list[Named]] = {}
            for add in (self._add_town, self._add_spellings):
                for county in self._book.towns.counties(prefix):
                    for code, entries in self._book.towns.of(county).items():
                        for entry in entries:
                            add(index, code, entry)
            self._towns[prefix] = index
        return self._towns[prefix]

    def _add_town(self, index: dict[str, list[Named]], code: str, entry: DivisionEntry) -> None:
        for name in (entry.division.name, *entry.also):
            index.setdefault(_plain(name), []).append((code, entry, FULL))

    def _add_spellings(self, index: dict[str, list[Named]], code: str, entry: DivisionEntry) -> None:
        """Other ways to write a town, unless another town of the county is called so."""
        for name in (entry.division.name, *entry.also):
            for said in names.spellings(code, name):
                if not any(c[:6] == code[:6] for c, _, _ in index.get(said, ())):
                    index.setdefault(said, []).append((code, entry, FULL))
        if entry.division.zone and "区" in entry.division.name[-4:]:
            self._zone_town(index, code, entry)

    @cached_property
    def _codes_anywhere(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for county, line in self._book.towns.raw():
            cells = line.split("\t", 5)
            for name in (cells[1], *(cells[5].split("\t")[0].split("|") if len(cells) > 5 else ())):
                if name:
                    index.setdefault(_plain(name), []).append(county + cells[0])
        return index

    def towns(self, said: str, here: str) -> list[Named]:
        """The towns of that name around a code; without a city, those whose whole name it is, of all China."""
        if len(here) >= 4 or here in MUNICIPALITIES:
            return self._towns_in(here).get(said, [])
        if not said.endswith(names.TOWN_ENDINGS) and not said.endswith("区"):
            return []
        codes = dict.fromkeys(self._codes_anywhere.get(said, ()))
        entries = ((c, e) for c in codes for e in self._book.entries(c))
        return [(c, e, FULL) for c, e in entries if said in map(_plain, (e.division.name, *e.also))]

    def _zone_town(self, index: dict[str, list[Named]], code: str, entry: DivisionEntry) -> None:
        """A zone named for its city is known by its kind in the whole city, any other only in its county."""
        name = entry.division.name
        form = ZONE if self.names_its_city(code, entry) else ZONE + 1
        for said in names.zone_names(name, self._owners(self._book.parent(code))) - {name}:
            index.setdefault(said, []).append((code, entry, form))

    def _city(self, code: str) -> str:
        """The city of a code, or the province where there is no city."""
        path = self._book.path(code)
        return path[1] if len(path) > 1 and len(path[1]) == 4 else path[0]

    def names_its_city(self, code: str, entry: DivisionEntry) -> bool:
        """Whether the name begins with that of the city it lies in: 运城经济技术开发区."""
        return entry.division.name.startswith(self._owners(self._city(code)))


def _plain(name: str) -> str:
    """A name as it looks after the text was normalised: （ becomes (."""
    return unicodedata.normalize("NFKC", name) if "（" in name else name
