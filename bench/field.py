"""Bench: files that name people, made by nobody here, against the column in which their people stand.

    python -m bench.field FOLDER [--each]

FOLDER holds the files and `people.tsv`, a line for each that names people: its path, and where the names stand. That is
a heading (`姓名`), several that make a name together (`First Name+Last Name`), several that each hold names
(`研一|研二`), or columns of a file without a header, counted from 0 (`#1`, `#0+1`); `@2` behind it: only on the third
sheet. Names are counted by another reader. Each file goes into an empty school of its own; every doubt is accepted, and
at most three questions a sheet are answered as a person would: class, day, hour, which row is the header, which columns
are the name. Printed: how many files came in whole, in part, not at all; how many people; how many other names.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from schoolprep.declarations import Data
from schoolprep.desk import Desk
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish
from schoolprep.intake import Choices, Plan
from schoolprep.intake.choices import NO_HEADER
from schoolprep.intake.sheets import PlannedSheet
from schoolprep.intake.tables import TablePlace
from schoolprep.store import Key, School, Store, Who

DATA = Data(files("exports") / "layouts", files("forms") / "grid" / "purposes")
_MOST_QUESTIONS = 3
_HAN = re.compile(r"[\u3400-\u9fff]")
_SAID = {"day": "2022-08-08", "hour": "temp_am", "day_order": "day", "travel_since": "2022-08-01"}
_HERE = {"class_name": "七年级1班", "category": "学生", **_SAID}
_THERE = {"class_name": "7A", "category": "student", **_SAID}


class Names(NamedTuple):
    """Where the names of one file stand."""

    headings: tuple[str, ...]
    columns: tuple[int, ...]
    together: bool
    sheet: int | None

    @classmethod
    def declared(cls, text: str) -> Names:
        """As `people.tsv` says it."""
        where, _, sheet = text.partition("@")
        parts = tuple(re.split(r"[+|]", where.removeprefix("#")))
        places = tuple(map(int, parts)) if where.startswith("#") else ()
        return cls(() if places else parts, places, "|" not in where, int(sheet) if sheet else None)

    def on(self, rows: Sequence[Sequence[object]]) -> Iterator[str]:
        """The names on one sheet."""
        body, columns = 0, [tuple(self.columns)]
        if self.headings:
            wanted = set(map(_flat, self.headings))
            body = next((at for at, row in enumerate(rows, 1) if wanted <= set(map(_flat, row))), 0)
            if not body:
                return
            head = list(map(_flat, rows[body - 1]))
            found = {one: [at for at, text in enumerate(head) if text == one] for one in wanted}
            whole = tuple(found[_flat(one)][0] for one in self.headings)
            each = [(at,) for places in found.values() for at in places]
            columns = [whole] if self.together and len(whole) > 1 else [*each]
        for row in rows[body:]:
            for places in columns:
                name = " ".join(str(row[at]).strip() for at in places if at < len(row))
                if re.search(r"\w", name) and _flat(name) not in map(_flat, self.headings):
                    yield name


def _flat(text: object) -> str:
    return re.sub(r"\s+", "", str(text)).casefold()


def _key(name: str) -> str:
    """The same for a name whichever part of it stands first."""
    return "".join(sorted(re.sub(r"[\W_]+", "", name).casefold()))


def sheets(path: Path) -> Iterator[list[list[object]]]:
    """The rows of each sheet by another reader."""
    if path.suffix.lower() != ".csv":
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            yield [[*row] for row in book.get_sheet_by_name(name).to_python()]
        return
    raw = path.read_bytes()
    text = next(t for code in ("utf-8-sig", "gb18030", "cp1252") if (t := _decoded(raw, code)) is not None)
    mark = max(",;\t", key=text.count)
    yield [list(row) for row in csv.reader(text.splitlines(), delimiter=mark)]


def _decoded(raw: bytes, code: str) -> str | None:
    try:
        return raw.decode(code)
    except UnicodeDecodeError:
        return None


class Person:
    """Answers what a file asks, as somebody who knows where its names stand."""

    def __init__(self, names: Names, *, here: bool) -> None:
        self._names = names
        self._said = _HERE if here else _THERE
        self.asked: Counter[TablePlace] = Counter()

    def answered(self, plan: Plan) -> Choices | None:
        """The plan's choices with the next answers; None where there is nothing left to say."""
        choices = plan.choices
        for question in plan.questions:
            if question.name in self._said and self._may(question.place):
                choices = choices.with_given(question.place, question.name, self._said[question.name])
        for at, page in enumerate(plan.pages):
            if not page.blanks and self._names.sheet in (None, at):
                choices = self._explained(page, choices)
        return None if choices == plan.choices else choices

    def _explained(self, page: PlannedSheet, choices: Choices) -> Choices:
        """One more thing about a sheet that is not taken in: which row is the header, which column the name."""
        place = page.table.place
        header = self._header(page)
        if header is not None and place not in choices.headers:
            return choices.with_header(place, header) if self._may(place) else choices
        wanted = set(map(_flat, self._names.headings))
        found = [h for h in page.headings if h.at in self._names.columns or _flat(h.text) in wanted]
        named = choices.about(page.key).columns
        if not found or all(named.get(one.key) for one in found) or not self._may(place):
            return choices
        for one in found if self._names.together else found[:1]:
            choices = choices.with_column(page.key, one.key, "person.name")
        return choices

    def _header(self, page: PlannedSheet) -> int | None:
        """The row of the header where the program has not found it; None where it has."""
        if self._names.columns:
            return NO_HEADER if page.header != NO_HEADER else None
        if page.headings and page.header != NO_HEADER:
            return None
        wanted = set(map(_flat, self._names.headings))
        rows = (at for at, row in enumerate(page.table.cells) if wanted & set(map(_flat, row)))
        row = next(rows, None)
        return None if row is None else page.table.row_number(row)

    def _may(self, place: TablePlace) -> bool:
        self.asked[place] += self.asked[place] < _MOST_QUESTIONS + 1
        return self.asked[place] <= _MOST_QUESTIONS


def taken_in(path: Path, names: Names, *, here: bool) -> tuple[list[str], int]:
    """The names that come in, and the most questions that one sheet was asked."""
    school = School(
        name="x", region="140802" if here else "", profile="cn-school-today" if here else "uk-school-today"
    )
    with (
        TemporaryDirectory() as folder,
        Store.create(Path(folder) / "x.schoolprep", Key.random(), school, Who("x", "x")) as store,
    ):
        desk, person = Desk(store, DATA), Person(names, here=here)
        try:
            plan = finish(desk.intake.plan([path]))
            while (choices := person.answered(plan)) is not None:
                plan = finish(desk.intake.replan(plan, choices))
            desk.intake.take_in(plan, True)
        except KnownError:
            return [], 0
        found = [str((one.answers or {}).get("name", "")) for one in store.current() if one.blank == "person"]
        return found, max(person.asked.values(), default=0)


def main(folder: Path, *, each: bool) -> None:
    """Print the figures of a folder; no name of anybody is among them."""
    total: Counter[str] = Counter()
    for line in (folder / "people.tsv").read_text("utf-8").splitlines():
        file, where = line.split("\t")
        names = Names.declared(where)
        pages = [rows for at, rows in enumerate(sheets(folder / file)) if names.sheet in (None, at)]
        true = {_key(name) for rows in pages for name in names.on(rows)}
        here = bool(
            _HAN.search(file + "".join(str(cell) for rows in pages for row in rows[:20] for cell in row))
        )
        found, asked = taken_in(folder / file, names, here=here)
        right = len(true & set(map(_key, found)))
        outcome = "whole" if right == len(true) else "in part" if right else "not at all"
        total[f"files {outcome}"] += 1
        total[f"files whole after {min(asked, _MOST_QUESTIONS)} questions"] += outcome == "whole"
        total["people"] += len(true)
        total["people in"] += right
        total["other names"] += sum(_key(name) not in true for name in found)
        if each:
            print(f"{file}  {outcome}  {right} of {len(true)}")
    for name, count in sorted(total.items()):
        print(f"{count:8}  {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), each="--each" in sys.argv)
