"""Finds divisions while a person types, by name, pinyin or initials."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from schoolprep.facts.divisions import names
from schoolprep.facts.divisions.data import syllables
from schoolprep.facts.divisions.model import Division

if TYPE_CHECKING:
    from schoolprep.facts.divisions.book import Divisions
    from schoolprep.facts.divisions.data import DivisionEntry

WHOLE, BEGINS, INITIALS, INSIDE = range(4)  # how well a name answers what was typed, best first


class _Lines:
    """Names one under the other in one text, so that one pattern looks through all of them at once."""

    def __init__(self, lines: list[str], codes: list[str]) -> None:
        self.lines = lines
        self.codes = codes
        self._text = "\n" + "\n".join(lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        """Code, line and the part found, for each hit; a pattern that starts with a line break finds beginnings."""
        for hit in pattern.finditer(self._text):
            at = bisect_right(self._starts, hit.start()) - 1
            yield self.codes[at], self.lines[at], hit[0]


class DivisionFinder:
    """Looks through names; the index of towns is made at the first keystroke that needs it."""

    def __init__(self, book: Divisions) -> None:
        self._book = book

    def search(self, text: str, within: str, limit: int) -> list[Division]:
        """See Divisions.search."""
        typed = "".join(text.split()).lower().replace("'", "").replace("ü", "v")
        if not typed or limit < 1:
            return []
        hits = self._by_sound(typed) if typed.isascii() and typed.isalpha() else self._by_name(typed)
        best: dict[str, int] = {}
        for code, quality in hits:
            best[code] = min(quality, best.get(code, quality))
        ranked = sorted((self._rank(code, quality, within), code) for code, quality in best.items())
        return [self._book.entries(code)[-1].division for _, code in ranked[:limit]]

    def _rank(self, code: str, quality: int, within: str) -> tuple[bool | int, ...]:
        shared = next((n for n in (6, 4, 2) if len(within) >= n and code.startswith(within[:n])), 0)
        dead = code in self._dead
        return (
            quality == INSIDE,
            -shared if shared > 2 else 0,
            len(code) == 9,
            dead,
            quality,
            -shared,
            len(code),
        )

    @cached_property
    def _dead(self) -> set[str]:
        upper = self._book.upper
        return {code for code in upper if upper.get(code)[-1].division.until is not None}

    def _upper_entries(self) -> Iterator[tuple[str, DivisionEntry]]:
        """Every name that its code still stands for, former ones (襄樊市 for 襄阳市) among them."""
        for code in self._book.upper:
            entries = self._book.entries(code)
            yield from ((code, e) for e in entries if e is entries[-1] or not e.other_place)

    def _living_towns(self) -> Iterator[tuple[str, str, list[str]]]:
        """Code, name, and further cells of the towns that are still there."""
        for county, line in self._book.towns.raw():
            tail, name, *more = line.split("\t")
            if len(more) < 2 or not more[1]:
                yield county + tail, name, more

    def _city(self, code: str) -> DivisionEntry | None:
        """What people put in front of a county's name: its city, or its province where there is none."""
        above = self._book.entries(self._book.parent(code)) if len(code) == 6 else []
        return above[-1] if above else None

    # -- by name ----------------------------------------------------------------------------------------------

    def _by_name(self, typed: str) -> Iterator[tuple[str, int]]:
        pattern = re.compile(re.escape(typed))
        for lines in (self._upper_names, self._town_names):
            for code, line, _ in lines.find(pattern):
                name, _, with_city = line.partition("|")
                if name.startswith(typed):
                    yield code, WHOLE if typed in {name, names.short(code, name)} else BEGINS
                elif with_city.startswith(typed) and len(typed) > len(with_city) - len(name):
                    yield code, BEGINS
                elif typed in name:
                    yield code, INSIDE

    @cached_property
    def _upper_names(self) -> _Lines:
        lines, codes = [], []
        for code, entry in self._upper_entries():
            name, city = entry.division.name, self._city(code)
            lines.append(
                f"{name}|{names.short(city.division.code, city.division.name)}{name}" if city else name
            )
            codes.append(code)
        return _Lines(lines, codes)

    @cached_property
    def _town_names(self) -> _Lines:
        lines, codes = [], []
        for code, name, _ in self._living_towns():
            lines.append(name)
            codes.append(code)
        return _Lines(lines, codes)

    # -- by sound ---------------------------------------------------------------------------------------------

    def _by_sound(self, typed: str) -> Iterator[tuple[str, int]]:
        """Beginnings of successive syllables: yanh, yh, ych (运城), ycyh (运城盐湖)."""
        pattern = re.compile("\n" + "(?:[a-z]*[ |])?".join(typed))
        # one letter begins thousands of towns, and none of them is meant yet
        for index in (self._upper_sounds, self._town_sounds) if len(typed) > 1 else (self._upper_sounds,):
            for code, line, hit in index[typed[0]].find(pattern) if typed[0] in index else ():
                head, bar, _ = line.partition("|")
                if bar and "|" not in hit:
                    continue  # only the city in front was typed
                yield code, INITIALS if bar else self._heard(typed, head.split(" "), code)

    def _heard(self, typed: str, sounds: list[str], code: str) -> int:
        if not typed.startswith(sounds[0]):
            return INITIALS
        said = len(names.short(code, self._book.entries(code)[-1].division.name))
        return WHOLE if typed in {"".join(sounds), "".join(sounds[:said])} else BEGINS

    @cached_property
    def _upper_sounds(self) -> dict[str, _Lines]:
        spoken = []
        for code, entry in self._upper_entries():
            city = self._city(code)
            for sounds in entry.pinyin.split("|"):
                spoken.append((sounds, code))
                if city:
                    said = len(names.short(city.division.code, city.division.name))
                    head = city.pinyin.split("|")[0].split(" ")[:said]
                    spoken.append((f"{' '.join(head)}|{sounds}", code))
        return _by_letter(spoken)

    @cached_property
    def _town_sounds(self) -> dict[str, _Lines]:
        usual = syllables()
        spoken = []
        for code, name, more in self._living_towns():
            spoken.append((" ".join([usual[c] for c in name]), code))
            if len(more) > 4:
                spoken.extend((sounds, code) for sounds in more[4].split("|"))
        return _by_letter(spoken)


def _by_letter(spoken: list[tuple[str, str]]) -> dict[str, _Lines]:
    parts: dict[str, tuple[list[str], list[str]]] = {}
    for sounds, code in spoken:
        lines, codes = parts.setdefault(sounds[0], ([], []))
        lines.append(sounds)
        codes.append(code)
    return {letter: _Lines(*part) for letter, part in parts.items()}
