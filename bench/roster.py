"""Bench: the return roster of 5,000 people, as a ratio to openpyxl's bare write-only append of the same cells.

    python -m bench.roster [PEOPLE]

The roster is written dressed, a sheet per class, on the disk; the bare writer appends the same rows to sheets without
any dress and saves them beside it. Aim: 1.5 at most. Drawing the rows (words of every verdict) is shown by itself.
"""

from __future__ import annotations

import random
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook
from openpyxl.xml import LXML

from bench.ratio import measure
from exports import workbook
from schoolprep import roster
from schoolprep.facts import blank, divisions
from schoolprep.facts.area import Area, Areas
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import Binder
from schoolprep.facts.record import Answers, Record
from schoolprep.roster import Context, Roster
from schoolprep.rules import pack
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.peers import NO_PEERS
from schoolprep.verdicts.verdict import Case

BLANKS = blank.load()
BINDER = Binder(BLANKS)
PEOPLE = 5_000
ON = Moment.parse("2022-08-08T07:30")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
PLACES = ("140802", "140105", "410105", "610113", "460203")


def _said(index: int, chance: random.Random) -> list[tuple[str, Answers]]:
    """Invented records: most people are in order, one in five has been in the high-risk district."""
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
    said: list[tuple[str, Answers]] = [
        ("person", {
            "category": "student", "name": name, "sex": chance.choice(("male", "female")),
            "document_type": "resident_id", "document_no": f"1408022009{index:08d}",
            "phone": f"138{index:08d}", "guardian_phone": f"139{index:08d}", "home_area": "140802",
            "class_name": f"{'七八九'[index % 3]}年级{index // 3 % 30 + 1}班", "boarding": "day",
            "commitment": index % 11 > 0,
        }),
        ("travel", {
            "place": PLACES[index % 5], "arrived": "2022-07-20", "left": f"2022-08-0{index % 7 + 1}",
            "transport": "火车", "vehicle_no": "G683",
        }),
        ("travel", {"place": "140802", "arrived": f"2022-08-0{index % 7 + 1}"}),
        ("test", {"sampled_at": "2022-08-07T09:00", "reported_at": "2022-08-07T20:00", "result": "negative"}),
        ("code", {"checked_at": "2022-08-08T07:00", "colour": "green", "card_cities": ["1408"]}),
        ("cohabitant", {"name": "无"}),
    ]  # fmt: skip
    days = [*(f"2022-07-{day}" for day in range(20, 32)), *(f"2022-08-0{day}" for day in range(1, 9))]
    said += [("health", {"day": day, "temp_am": 36.5, "symptoms": []}) for day in days]
    return said


def _cases(count: int, areas: Areas, explain: Explainer) -> list[Case]:
    chance, cases = random.Random(20220808), []
    for index in range(count):
        records = [
            Record(id=f"{index}-{at}", blank=of, subject=str(index), answers=answers, act="", author="",
                   device="", written="")
            for at, (of, answers) in enumerate(_said(index, chance))
        ]  # fmt: skip
        person = BINDER.file(str(index), records)
        cases.append(Case(person, judge(person, areas, explain.rules, ON)))
    return cases


def drawn(count: int) -> tuple[Roster, float]:
    """The return roster of an invented school, and the seconds its drawing took."""
    known = divisions.load()
    areas = Areas([Area("area", "460203", "", "high", day_of("2022-07-20"), None)], known)
    rules = compile_rules(pack.in_force(pack.load(), "yuncheng-2022", ON.day), "140802")
    explain = Explainer(rules, known, "zh")
    layouts = roster.load(files("exports") / "layouts", blank.load())
    cases = _cases(count, areas, explain)
    context = Context("实验中学", ON, BLANKS, areas, explain, NO_PEERS)
    start = perf_counter()
    made = roster.draw(layouts["return"], cases, context)
    return made, perf_counter() - start


def ours(made: Roster, out: Path) -> None:
    """The whole of our writer."""
    for _ in workbook.write(made, out):
        pass


def bare(made: Roster, out: Path) -> None:
    """The same cells, written by openpyxl without any dress."""
    book = Workbook(write_only=True)
    for group in made.groups:
        sheet = book.create_sheet(group.sheet)
        sheet.append(made.headings)
        for row in group.rows:
            sheet.append(row)
    book.save(out)


def main(count: int) -> None:
    """Measure and print."""
    made, drawing = drawn(count)
    with tempfile.TemporaryDirectory() as folder:
        ratio = measure(
            lambda: ours(made, Path(folder) / "ours.xlsx"), lambda: bare(made, Path(folder) / "bare.xlsx")
        )
        sizes = [(Path(folder) / f"{name}.xlsx").stat().st_size / 1e6 for name in ("ours", "bare")]
    rows = sum(len(group.rows) for group in made.groups)
    print(f"{rows} people on {len(made.groups)} sheets, {rows * len(made.columns)} cells; lxml: {LXML}")
    print(f"drawing the rows     {drawing:6.2f} s")
    print(f"openpyxl write-only  {ratio.bare:6.2f} s  {sizes[1]:.2f} MB")
    print(f"our dressed writing  {ratio.work:6.2f} s  {sizes[0]:.2f} MB  {ratio.times:5.2f} ×   aim ≤ 1.5")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
