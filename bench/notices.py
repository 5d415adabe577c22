"""Bench: notices of risk areas against the truth written down beside them by hand.

    python -m bench.notices FOLDER [--each]

The folder holds pairs: `NAME.txt`, a notice as it is pasted, and `NAME.tsv`, a line for each place that it lists:
`place|level|day`. `place` is written from its province down with its address; `level` is a letter of H M L O C N (high,
medium, low, outbreak, controlled, normal); `day` the first one as ISO. `?` for level or day: the notice does not say
it, so it has to be asked; `?2022-07-11`: it may be asked or taken (its year stands elsewhere). A line that begins with
`?` may come in, be asked or be told. Printed: how many places came in right or were rightly asked, were asked though
they are plain, were told line by line, were lost without a word; and how many entries are wrong and nobody was asked.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from schoolprep.facts import blank, divisions
from schoolprep.facts.steps import finish
from schoolprep.intake import plan_areas
from schoolprep.intake.area_lines import AreaLine, entries
from schoolprep.intake.tables import shown
from schoolprep.store import Key, School, Store, Who

BLANKS, DIVISIONS = blank.load(), divisions.load()
LEVELS = {"H": "high", "M": "medium", "L": "low", "O": "outbreak", "C": "controlled", "N": "normal"}
TODAY = date(2022, 12, 31)


class Truth(NamedTuple):
    """One place that a notice lists."""

    where: str
    wider: frozenset[str]
    level: str
    day: str
    optional: bool

    def allows(self, level: str, day: str) -> bool:
        """Whether an entry that nobody was asked about says the same."""
        said = self.day.removeprefix("?")
        return LEVELS.get(self.level) == level and bool(said) and said == day

    @property
    def asks(self) -> bool:
        """Whether it is right to ask."""
        return self.level == "?" or self.day.startswith("?")


def where(place: str) -> str:
    """A place as one text, whatever of it was taken for its division."""
    match = DIVISIONS.resolve(place)
    whole = DIVISIONS.full_name(match.code) + match.rest if match.code else place
    return "".join(char for char in whole if char.isalnum())


def wider(place: str) -> frozenset[str]:
    """The same address in the county or city alone.

    A list leaves the street or town out behind the first of several (甲街道乙社区、丙社区), a sentence the county: such
    an entry says less than a reader may gather, and nothing that is not so.
    """
    match = DIVISIONS.resolve(place)
    if not match.code or not match.rest:
        return frozenset()
    rest = "".join(char for char in match.rest if char.isalnum())
    return frozenset(DIVISIONS.full_name(match.code[:width]) + rest for width in (4, 6))


def truths(path: Path) -> list[Truth]:
    """The truth about one notice."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        place, level, day = line.removeprefix("?").split("|")
        found.append(Truth(where(place), wider(place), level, day, line.startswith("?")))
    return found


def understood(text: str) -> tuple[list[AreaLine], set[int]]:
    """The lines of a pasted text as they were understood, and the lines of which something was told."""
    with TemporaryDirectory() as folder:
        school = School(name="x", region="140802", profile="yuncheng-2022")
        with Store.create(Path(folder) / "x.schoolprep", Key.random(), school, Who("x", "x")) as store:
            made = finish(plan_areas([text], store, BLANKS, DIVISIONS, "140802", today=TODAY))
            told = {int(notice.cell[1:]) for notice in made.receipt().left_out if notice.cell[1:].isdigit()}
            return entries(made), told


def _place_of(entry: AreaLine) -> str:
    return where("".join(shown(entry.writings.get(name)) for name in ("place", "detail")))


def judged(text: str, truth: list[Truth]) -> Iterator[tuple[str, str]]:
    """Outcome and what it is about, entry by entry and then for what is missing."""
    lines, told = understood(text)
    left = list(truth)
    for entry in sorted(lines, key=lambda one: one.sure != "certain"):
        if entry.sure == "unused":
            told.add(entry.number)
            continue
        place = _place_of(entry)
        level, day = (str(entry.answers.get(name, "")) for name in ("level", "since"))
        same = [one for one in left if place in {one.where, *one.wider}]
        plain = entry.sure == "certain"
        fit = next((one for one in same if one.allows(level, day)), None)
        fit = fit or next(
            (one for one in same if not plain and level in ("", LEVELS.get(one.level, level))), None
        )
        if fit is None and not plain and place:
            fit = next((one for one in left if one.where.endswith(place)), None)  # its county is asked
        if fit is not None:
            left.remove(fit)
        if fit is None:
            known = any(place in {one.where, *one.wider} for one in truth)
            yield (
                ("wrong" if plain else "doubted again" if known else "phantom asked"),
                f"{entry.number} {place} {level} {day}",
            )
        elif not fit.optional:
            yield ("right" if plain or fit.asks else "asked"), place
    for one in left:
        if not one.optional:
            yield _missing(one, text, told), f"{one.where} {one.level} {one.day}"


def _missing(one: Truth, text: str, told: set[int]) -> str:
    """Whether the line that a place stands in was told."""
    for number, line in enumerate(text.splitlines(), 1):
        if number in told and one.where[-4:] in "".join(char for char in line if char.isalnum()):
            return "told"
    return "lost"


def main(arguments: list[str]) -> None:
    """Print the figures of a folder."""
    each = "--each" in arguments
    total: Counter[str] = Counter()
    for path in sorted(Path(arguments[0]).glob("*.txt")):
        found = list(judged(path.read_text("utf-8"), truths(path.with_suffix(".tsv"))))
        total += Counter(outcome for outcome, _ in found)
        if each:
            print(path.stem, dict(Counter(outcome for outcome, _ in found)))
            for outcome, what in found:
                if outcome != "right":
                    print("   ", outcome, what)
    holds = sum(total[one] for one in ("right", "asked", "told", "lost"))
    print(f"{holds} places:", ", ".join(f"{count} {outcome}" for outcome, count in sorted(total.items())))


if __name__ == "__main__":
    main(sys.argv[1:])
