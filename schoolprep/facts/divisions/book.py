"""The book of divisions: looking up, naming, listing; reading and searching are in the modules beside."""

from __future__ import annotations

from functools import cache, cached_property

from schoolprep.facts.divisions import names
from schoolprep.facts.divisions.data import DivisionEntry, Towns, Upper
from schoolprep.facts.divisions.history import DivisionHistory
from schoolprep.facts.divisions.model import MUNICIPALITIES, Division, Match
from schoolprep.facts.divisions.reading import PlaceReader
from schoolprep.facts.divisions.searching import DivisionFinder


class Divisions:
    """All divisions by code. Immutable; the towns are read when first needed.

    Codes are taken with or without trailing zeros and village digits: "140800" is "1408".
    """

    def __init__(self) -> None:
        self.upper = Upper()
        """Entries of provinces, cities and counties by code."""

    @cached_property
    def towns(self) -> Towns:
        """Entries of towns by code."""
        return Towns()

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = {}
        for code in self.upper:
            below.setdefault(self.parent(code), []).append(code)
        return below

    @cached_property
    def _history(self) -> DivisionHistory:
        return DivisionHistory(self)

    @cached_property
    def _reader(self) -> PlaceReader:
        return PlaceReader(self)

    @cached_property
    def _finder(self) -> DivisionFinder:
        return DivisionFinder(self)

    def entries(self, code: str) -> list[DivisionEntry]:
        """All that a code (already cleaned) has meant, the living or latest last; empty when unknown."""
        return self.towns.get(code) if len(code) == 9 else self.upper.get(code)

    def clean(self, code: str) -> str:
        """The significant digits of a code of 2 to 12 digits, or the text itself where it is no known code."""
        code = code.strip()
        if len(code) == 12 and code.isdigit():
            code = code[:9]
        if len(code) == 9 and code.endswith("000"):
            code = code[:6]
        if len(code) == 6 and code not in self.upper and code[4:] in {"00", "01"}:
            code = code[:4]  # 01 is 市辖区, "the districts", which is no place
        if len(code) == 4 and (code.endswith("00") or code[:2] in MUNICIPALITIES) and code not in self.upper:
            code = code[:2]
        return "71" if code == "83" else code

    def parent(self, code: str) -> str:
        """The division directly above; "" above a province. Skips levels that are no places (市辖区, 省直辖)."""
        return next((code[:n] for n in (6, 4, 2) if n < len(code) and code[:n] in self.upper), "")

    def path(self, code: str) -> list[str]:
        """The code and all above it, province first."""
        steps: list[str] = []
        while code:
            steps.insert(0, code)
            code = self.parent(code)
        return steps

    def get(self, code: str) -> Division | None:
        """The division of a code, the living or latest one where it was given twice; None when unknown."""
        found = self.entries(self.clean(code))
        return found[-1].division if found else None

    def full_name(self, code: str) -> str:
        """山西省运城市盐湖区东城街道, without doubling for 北京市; an unknown code comes back as it is."""
        clean = self.clean(code)
        if not self.entries(clean):
            return code
        return "".join(self.entries(c)[-1].division.name for c in self.path(clean))

    def short_name(self, code: str) -> str:
        """For tables: 运城盐湖区, 北京朝阳区, 朝阳市双塔区 (朝阳 alone would mislead), 山西省.

        An unknown code comes back as it is.
        """
        clean = self.clean(code)
        if not self.entries(clean):
            return code
        path = self.path(clean)
        if len(path) > 1 and (len(path[1]) == 4 or len(path) > 2):
            path = path[1:]
        last = self.entries(path[-1])[-1].division.name
        above = [self._said(c) for c in path[:-1]]
        return "".join(a for a in above if not last.startswith(a)) + last

    def _said(self, code: str) -> str:
        name = self.entries(code)[-1].division.name
        said = names.short(code, name)
        return said if len(code) <= 4 and said not in self._misleading else name

    @cached_property
    def _misleading(self) -> set[str]:
        """Short forms that stand for more than one province, city or county."""
        seen: dict[str, set[str]] = {}
        for code, name in self.upper.living():
            seen.setdefault(names.short(code, name), set()).add(code)
        return {
            said for said, codes in seen.items() if any(not c.startswith(min(codes, key=len)) for c in codes)
        }

    def children(self, code: str, on: int | None = None) -> list[Division]:
        """The divisions directly below, by code; "" gives the provinces.

        on: a year; those valid on some day of it, so in a year of change old and new stand side by side.
        None: those valid now. Below a municipality come its counties, below 东莞市 its towns.
        """
        clean = self.clean(code) if code else ""
        below = [] if len(clean) == 6 else list(self._below.get(clean, ()))  # below a county are towns alone
        for county in self._town_lists(clean):
            below += self.towns.of(county)
        return [e.division for c in sorted(below) for e in self.entries(c) if e.division.valid(on)]

    def _town_lists(self, code: str) -> list[str]:
        """Where the towns directly below a code are listed: 140802 for itself, 441900 for 4419."""
        if len(code) == 6:
            return [code]
        return [c for c in self.towns.counties(code) if c not in self.upper] if len(code) == 4 else []

    def search(self, text: str, *, within: str = "", limit: int = 20) -> list[Division]:
        """What a person may mean while typing: 盐湖, yanhu, yanh, yh, ych.

        Names that begin so come before those that contain it, places in `within` (a code) first, provinces,
        cities and counties before towns, living before abolished. At most `limit` are given.
        """
        return self._finder.search(text, self.clean(within) if within else "", limit)

    def resolve(self, text: str, *, near: str = "", year: int | None = None) -> Match:
        """Reads a written place: a path with or without omitted levels, or a code of 6, 9 or 12 digits.

        near: the school's division; it decides only the order of the candidates.
        year: divisions valid in that year are preferred; None prefers living ones. An abolished name gives its
        own old code.
        """
        return self._reader.resolve(text, self.clean(near) if near else "", year)

    def is_seat(self, code: str) -> bool:
        """Whether a school can say that it lies there: a living county, or a city that has none (东莞市)."""
        division = self.get(code)
        if division is None or not division.valid(None) or len(code) not in (4, 6):
            return False
        return len(code) == 6 or not any(
            entry.division.valid(None) for below in self._below.get(code, ()) for entry in self.entries(below)
        )

    def seat(self, text: str) -> str:
        """The code of the county (see `is_seat`) that a text names, all of it; else empty."""
        found = self.resolve(text) if text else None
        return found.code if found and found.code and not found.rest and self.is_seat(found.code) else ""

    def covers(self, area: str, place: str) -> bool | None:
        """Whether the place lies inside the area, both codes of any age.

        True: certainly. None: cannot be known, because the place is coarser than the area, one of them is a
        zone, or an old division was split. False: certainly not.
        """
        return self._history.covers(self.clean(area), self.clean(place))

    def current(self, code: str) -> tuple[str, ...]:
        """The living codes on the ground of an old one; the code itself while it is valid; () when not known."""
        return self._history.current(self.clean(code))

    def became(self, entry: DivisionEntry) -> tuple[str, ...]:
        """The living codes on the ground of one entry of a code that was given twice."""
        steps = ((to.lstrip("~"), entry.division.until) for to in entry.went_to)
        return tuple(dict.fromkeys(c for to, year in steps for c in self._history.ground(to, year)[0]))

    def known_for_identity(self, code6: str, year: int) -> bool | None:
        """Whether the area code of an identity number was in use at or after a birth in the year given.

        None: not known to our data, or out of use for so few years that offices may still have given it.
        Never a reason to refuse a number: a note at most. Source: GB/T 2260 by year.
        """
        return self._history.known_for_identity(code6, year)


@cache
def load() -> Divisions:
    """The divisions that came with the program; read once."""
    return Divisions()
