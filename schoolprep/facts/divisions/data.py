"""Reads the data files beside this module; a line is taken apart when its division is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from schoolprep.facts.divisions.model import Division


class DivisionEntry(NamedTuple):
    """A division with what became of it and how it is spoken."""

    division: Division
    went_to: tuple[str, ...]
    """Codes its territory went to; "~" before one: only in part. Empty while valid, or when unknown."""
    also: tuple[str, ...]
    """Other official names of the same place, as 十八里店地区 for 十八里店乡."""
    pinyin: str
    """Readings joined by "|", syllables by spaces; for towns only where the usual reading is wrong."""

    @property
    def other_place(self) -> bool:
        """Whether its code later went to another place, so that the code alone no longer means this one."""
        return self.division.until is not None and self.division.code not in self.went_to


def _text(name: str) -> str:
    raw = Path(__file__).with_name(name).read_bytes()
    if name.endswith(".gz"):
        import gzip  # noqa: PLC0415 - few ask for a town

        raw = gzip.decompress(raw)
    return raw.decode("utf-8")


def _lines(name: str) -> Iterator[str]:
    return (line for line in _text(name).split("\n") if line and line[0] != "#")


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


def _codes(cell: str) -> tuple[str, ...]:
    return () if cell in {"", "-"} else tuple(cell.split(" "))


class Upper:
    """Provinces, cities and counties by code, under each code the living or latest name last."""

    def __init__(self) -> None:
        self._raw: dict[str, list[str]] = {}
        for line in _lines("counties.tsv"):
            code, _, rest = line.partition("\t")
            if code in self._raw:
                self._raw[code].append(rest)
            else:
                self._raw[code] = [rest]
        self._read: dict[str, list[DivisionEntry]] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def get(self, code: str) -> list[DivisionEntry]:
        """All that the code has meant; empty when unknown."""
        if code not in self._read:
            self._read[code] = [self._entry(code, rest) for rest in self._raw.get(code, ())]
        return self._read[code]

    def living(self) -> Iterator[tuple[str, str]]:
        """Code and name of all that stand today: the quick way through all of them."""
        for code, lines in self._raw.items():
            name, _, until, _ = lines[-1].split("\t", 3)
            if not until:
                yield code, name

    def _entry(self, code: str, rest: str) -> DivisionEntry:
        name, since, until, went, pinyin = rest.split("\t")
        return DivisionEntry(Division(code, name, _year(since), _year(until)), _codes(went), (), pinyin)


class Towns:
    """Towns by nine-digit code, taken apart a county at a time."""

    def __init__(self) -> None:
        self._raw: dict[str, list[str]] = {}
        for block in _text("towns.tsv.gz").split("\n=")[1:]:
            county, *lines = block.rstrip("\n").split("\n")
            self._raw[county] = lines
        self._read: dict[str, dict[str, list[DivisionEntry]]] = {}

    def get(self, code: str) -> list[DivisionEntry]:
        """All that the code has meant, the living or latest last; empty when unknown."""
        return self.of(code[:6]).get(code, [])

    def of(self, county: str) -> dict[str, list[DivisionEntry]]:
        """The towns listed under six digits, by code. 441900 lists those of 东莞市, which has no counties."""
        if county not in self._read:
            found: dict[str, list[DivisionEntry]] = {}
            for line in self._raw.get(county, ()):
                code = county + line[:3]
                found.setdefault(code, []).append(self._entry(code, line[4:]))
            self._read[county] = found
        return self._read[county]

    def counties(self, prefix: str = "") -> list[str]:
        """The six digits under which towns are listed, of those that begin so."""
        return [c for c in self._raw if c.startswith(prefix)]

    def raw(self) -> Iterator[tuple[str, str]]:
        """Six digits and line of every town: the quick way through all of them."""
        return ((county, line) for county, lines in self._raw.items() for line in lines)

    def _entry(self, code: str, rest: str) -> DivisionEntry:
        name, *more = rest.split("\t")
        if not more:
            return DivisionEntry(Division(code, name, None, None), (), (), "")
        since, until, went, also, pinyin = more + [""] * (5 - len(more))
        division = Division(code, name, _year(since), _year(until))
        return DivisionEntry(division, _codes(went), tuple(also.split("|")) if also else (), pinyin)


@cache
def syllables() -> dict[str, str]:
    """The usual reading of each character that occurs in the name of a town."""
    rows = (line.split("\t") for line in _lines("pinyin.tsv"))
    return {row[0]: row[1] for row in rows}
