"""Reads the data files beside this module."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schoolprep.divisions.model import Division


class Entry(NamedTuple):
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


def _lines(name: str) -> Iterator[str]:
    raw = files("schoolprep.divisions").joinpath(name).read_bytes()
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    return (line for line in raw.decode("utf-8").split("\n") if line and line[0] != "#")


def _went_to(cell: str) -> tuple[str, ...]:
    return () if cell in {"", "-"} else tuple(cell.split(" "))


def read_counties() -> dict[str, list[Entry]]:
    """Provinces, cities and counties by code, under each code the living name last."""
    found: dict[str, list[Entry]] = {}
    for line in _lines("counties.tsv"):
        code, name, since, until, went, pinyin = line.split("\t")
        division = Division(code, name, int(since) if since else None, int(until) if until else None)
        found.setdefault(code, []).append(Entry(division, _went_to(went) if went else (), (), pinyin))
    return found


def read_towns() -> dict[str, list[Entry]]:
    """Towns by nine-digit code, in the order of the codes."""
    found: dict[str, list[Entry]] = {}
    county = ""
    for line in _lines("towns.tsv.gz"):
        if line[0] == "=":
            county = line[1:]
            continue
        tail, name, *more = line.split("\t")
        entry = _town(county + tail, name, more)
        found.setdefault(county + tail, []).append(entry)
    return found


def _town(code: str, name: str, more: list[str]) -> Entry:
    if not more:
        return Entry(Division(code, name, None, None), (), (), "")
    since, until, went, also, pinyin = more + [""] * (5 - len(more))
    division = Division(code, name, int(since) if since else None, int(until) if until else None)
    return Entry(division, _went_to(went), tuple(also.split("|")) if also else (), pinyin)


@cache
def syllables() -> dict[str, str]:
    """The usual reading of each character that occurs in the name of a town."""
    return dict(line.split("\t") for line in _lines("pinyin.tsv"))  # type: ignore[misc]
