"""A clean school as a workbook, with what is true of it, and a way to see what an intake made of it.

The damage operators (`tests/damage_operators.py`) spoil the workbook; the truth stays. Used by the tests and by
`bench/intake.py`.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from stdnum.iso7064 import mod_11_2

from schoolprep.facts import blank, divisions, kinds
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.facts.subject import AREAS
from schoolprep.facts.unread import UNREAD_BLANK
from schoolprep.intake import Receipt, plan, take_in
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
REGION, TODAY = "140802", date(2022, 8, 9)
SCHOOL = School(name="运城市实验中学", region=REGION, profile="yuncheng-2022")
KEY = Key.random()

_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚宇欣怡浩然子轩梓涵",
)
_PLACES = ("140802", "140105", "410105", "610113", "620103", "140825", "140826")
_COLOURS = ("green", "green", "yellow")
_SYMPTOMS: tuple[list[str], ...] = ([], [], ["cough"], ["fever", "cough"])
HEADINGS = {
    "person": "category name sex document_type document_no birth_date phone grade class_name boarding dormitory "
    "guardian guardian_phone home_area home_address high_risk_post commitment",
    "travel": "place detail arrived left transport vehicle_no",
    "test": "sampled_at reported_at result lab",
    "code": "checked_at colour card_cities",
    "health": "day temp_am temp_noon temp_pm symptoms antipyretic",
    "cohabitant": "name relation phone category",
}
"""The columns of each sheet, by our names of the answers."""


class Member(NamedTuple):
    """One person and everything that is true of them, by blank."""

    person: Answers
    rows: Mapping[str, list[Answers]]

    @property
    def document(self) -> str:
        """The number that says who it is."""
        return str(self.person["document_no"])

    def statements(self, blank_id: str) -> list[Answers]:
        """Everything of one blank that is true of them."""
        return [self.person] if blank_id == "person" else self.rows[blank_id]


@dataclass
class Page:
    """One sheet in the making. `header` is the row the headings stand in; `who` the person each body row is about.

    −1: the row is about nobody (a total, a repeated header).
    """

    blank: str
    title: str
    rows: list[list[Writing]]
    fields: list[str]
    who: list[int]
    which: list[int]
    """Which of that person's statements each body row is."""
    header: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom, right, counted from 0, ends included."""
    hidden_rows: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    """Cells holding a formula that was never calculated."""

    @property
    def body(self) -> range:
        """The rows of answers."""
        return range(self.header + 1, self.header + 1 + len(self.who))

    @property
    def plain(self) -> bool:
        """Whether rows and columns may still be moved about: nothing is merged, hidden or marked yet."""
        marked = self.merges or self.hidden_rows or self.struck or self.formulas
        return bool(self.fields) and not marked and -1 not in self.who

    def insert(self, at: int, lines: list[list[Writing]]) -> None:
        """Put lines in, and move whatever is marked below them."""
        self.rows[at:at] = lines

        def down(row: int) -> int:
            return row + len(lines) if row >= at else row

        self.merges = [(down(top), left, down(bottom), right) for top, left, bottom, right in self.merges]
        self.hidden_rows = {down(row) for row in self.hidden_rows}
        self.struck = {(down(row), column) for row, column in self.struck}
        self.formulas = {(down(row), column) for row, column in self.formulas}

    def at(self, name: str) -> int:
        """The column of a field."""
        return self.fields.index(name)


@dataclass
class Book:
    """The workbook in the making, and how it is to be saved."""

    pages: list[Page]
    members: list[Member]
    suffix: str = ".xlsx"
    epoch_1904: bool = False
    excused: set[tuple[int, str, int, str]] = field(default_factory=set)
    """Person, blank, statement and answer whose truth nobody can know any more: it must not be filed at all."""

    def page(self, blank_id: str) -> Page:
        """The first sheet of a blank."""
        return next(page for page in self.pages if page.blank == blank_id)

    def pages_of(self, blank_id: str) -> list[Page]:
        """Every sheet of a blank."""
        return [page for page in self.pages if page.blank == blank_id]


# ---------------------------------------------------------------- the clean school


def clean(chance: Random, people: int = 12) -> Book:
    """A school of so many people, its workbook as the blank one is filled in by somebody careful."""
    members = [_member(chance, index) for index in range(people)]
    return Book([_page(name, members) for name in HEADINGS], members)


def _member(chance: Random, index: int) -> Member:
    born = date(2008, 9, 1) + timedelta(days=chance.randrange(700))
    sex = chance.choice(("male", "female"))
    body = f"140802{born:%Y%m%d}{index * 2 + (1 if sex == 'male' else 2):03d}"
    class_name = f"七年级{index % 3 + 1}班"
    name = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2))))
    person: Answers = {
        "category": "student", "name": f"{name}{_GIVEN[index % len(_GIVEN)]}", "sex": sex,
        "document_type": "resident_id", "document_no": body + mod_11_2.calc_check_digit(body),
        "birth_date": born.isoformat(),
        "phone": f"138{chance.randrange(10**8):08d}", "grade": "七年级", "class_name": class_name,
        "boarding": chance.choice(("boarder", "day")), "guardian": f"{name[0]}建国",
        "guardian_phone": f"139{chance.randrange(10**8):08d}", "home_area": "140802",
        "home_address": f"人民路{chance.randrange(1, 90)}号", "high_risk_post": False,
        "commitment": chance.random() < 0.8,
    }  # fmt: skip
    if person["boarding"] == "boarder":
        person["dormitory"] = f"{chance.randrange(1, 5)}号楼{chance.randrange(101, 140)}"
    return Member(person, {name: list(make(chance, person)) for name, make in _MAKERS.items()})


def _travel(chance: Random, person: Answers) -> Iterator[Answers]:
    start = date(2022, 7, 20) + timedelta(days=chance.randrange(4))
    for _ in range(chance.randrange(3)):
        end = start + timedelta(days=chance.randrange(1, 4))
        yield {
            "place": chance.choice(_PLACES), "detail": f"解放路{chance.randrange(1, 99)}号",
            "arrived": start.isoformat(), "left": end.isoformat(),
            "transport": "火车", "vehicle_no": f"G{chance.randrange(100, 999)}",
        }  # fmt: skip
        start = end + timedelta(days=1)


def _tests(chance: Random, person: Answers) -> Iterator[Answers]:
    for day in sorted(chance.sample(range(1, 8), chance.randrange(1, 3))):
        sampled = datetime(2022, 8, day, chance.randrange(7, 18), chance.randrange(60))
        yield {
            "sampled_at": sampled.isoformat(timespec="minutes"),
            "reported_at": (sampled + timedelta(hours=chance.randrange(3, 12))).isoformat(timespec="minutes"),
            "result": chance.choice(("negative", "negative", "negative", "positive")), "lab": "运城检测所",
        }  # fmt: skip


def _codes(chance: Random, person: Answers) -> Iterator[Answers]:
    yield {
        "checked_at": datetime(2022, 8, 7, chance.randrange(8, 20), 30).isoformat(timespec="minutes"),
        "colour": chance.choice(_COLOURS), "card_cities": ["1408", *chance.sample(("1401", "4101", "6101"), 1)],
    }  # fmt: skip


def _health(chance: Random, person: Answers) -> Iterator[Answers]:
    for day in range(4, 8):
        yield {
            "day": f"2022-08-0{day}", "temp_am": _temperature(chance), "temp_noon": _temperature(chance),
            "temp_pm": _temperature(chance), "symptoms": list(chance.choice(_SYMPTOMS)), "antipyretic": False,
        }  # fmt: skip


def _temperature(chance: Random) -> float:
    return chance.randrange(361, 379) / 10


def _cohabitants(chance: Random, person: Answers) -> Iterator[Answers]:
    yield {
        "name": person["guardian"], "relation": "父亲", "phone": person["guardian_phone"],
        "category": chance.choice(("none", "none", "close")),
    }  # fmt: skip


_MAKERS: Mapping[str, Callable[[Random, Answers], Iterator[Answers]]] = {
    "travel": _travel, "test": _tests, "code": _codes, "health": _health, "cohabitant": _cohabitants,
}  # fmt: skip


def _page(blank_id: str, members: list[Member]) -> Page:
    names = HEADINGS[blank_id].split()
    whose = [] if blank_id == "person" else ["document_no", "name"]
    headings = [BLANKS["person"][name].headings[0] for name in whose]
    headings += [BLANKS[blank_id][name].headings[0] for name in names]
    rows: list[list[Writing]] = [list(headings)]
    who: list[int] = []
    which: list[int] = []
    for index, member in enumerate(members):
        for number, answers in enumerate(member.statements(blank_id)):
            front = [str(member.person[name]) for name in whose]
            rows.append([*front, *(shown(blank_id, name, answers) for name in names)])
            who.append(index)
            which.append(number)
    fields = [*(f"who:{name}" for name in whose), *names]
    return Page(blank_id, BLANKS[blank_id].sheet, rows, fields, who, which)


def shown(blank_id: str, name: str, answers: Answers) -> str:
    """An answer as a careful person writes it."""
    value = answers.get(name)
    return "" if value is None else kinds.write(BLANKS[blank_id][name], value, "zh", DIVISIONS)


def careful(book: Book, blank_id: str, who: int, which: int, name: str) -> str:
    """What a careful person wrote into a cell."""
    member = book.members[who]
    if name.startswith("who:"):
        return str(member.person[name.removeprefix("who:")])
    return shown(blank_id, name, member.statements(blank_id)[which])


# ---------------------------------------------------------------- saving it


def save(book: Book, folder: Path) -> list[Path]:
    """The workbook as a file, or one csv or web page a sheet."""
    if book.suffix == ".xlsx":
        return [_xlsx(book, folder / "school.xlsx")]
    return [_text(page, folder, book.suffix) for page in book.pages]


def _xlsx(book: Book, path: Path) -> Path:
    work = Workbook()
    work.remove(work.worksheets[0])
    if book.epoch_1904:
        work.epoch = CALENDAR_MAC_1904
    for page in book.pages:
        sheet = work.create_sheet(page.title)
        for row in page.rows:
            sheet.append(list(row))
        for row_at, column in page.formulas:
            sheet.cell(row=row_at + 1, column=column + 1, value="=A1&Z99")
        for row_at, column in page.struck:
            sheet.cell(row=row_at + 1, column=column + 1).font = Font(strike=True)
        for row_at in page.hidden_rows:
            sheet.row_dimensions[row_at + 1].hidden = True
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    work.save(path)
    return path


def _text(page: Page, folder: Path, suffix: str) -> Path:
    """`.gbk.csv`, `.bom.csv`, `.tsv`, `.html.xls`, `.csv.xls`: the name's last part is what the sender called it."""
    path = folder / f"{page.title}.{suffix.rpartition('.')[2]}"
    rows = [[_plain(cell) for cell in row] for row in page.rows]
    if "html" in suffix:
        cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        path.write_text(f'<html><meta charset="utf-8"><table>{body}</table></html>', "utf-8")
        return path
    out = io.StringIO()
    csv.writer(out, delimiter="\t" if "tsv" in suffix else ",").writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig" if "bom" in suffix else "gb18030"))
    return path


def _plain(cell: Writing) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date | time) else "" if cell is None else str(cell)


# ---------------------------------------------------------------- what became of it


class Outcome(NamedTuple):
    """What an intake filed, against what is true."""

    wrong: list[str]
    """Answers on file that are not true, and nobody had been asked."""
    right: int
    true: int
    """How many answers could have been filed."""
    filed: int
    receipt: Receipt

    @property
    def recall(self) -> float:
        """The share of what is true that is on file."""
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """The share of what is on file that is true."""
        return self.right / self.filed if self.filed else 1.0


def taken_in(book: Book, folder: Path, *, accept: bool = False) -> Outcome:
    """Save the workbook, take it in to a new school, and compare what is on file with what is true."""
    return _compared(book, *_taken_in(save(book, folder), folder, accept=accept))


def _taken_in(
    paths: list[Path], folder: Path, *, accept: bool
) -> tuple[dict[str, dict[str, list[Answers]]], Receipt]:
    path = folder / "school.schoolprep"
    with Store.create(path, KEY, SCHOOL, Who("校医", "desk")) as store:
        made = finish(plan(paths, store, BLANKS, DIVISIONS, REGION, today=TODAY))
        receipt = take_in(store, made, accept)
        on_file: dict[str, dict[str, list[Answers]]] = {}
        for record in store.current():
            if record.subject != AREAS and record.answers and record.blank != UNREAD_BLANK:
                on_file.setdefault(record.subject, {}).setdefault(record.blank, []).append(record.answers)
    path.unlink()
    return on_file, receipt


def _compared(book: Book, on_file: Mapping[str, Mapping[str, list[Answers]]], receipt: Receipt) -> Outcome:
    wrong: list[str] = []
    right = filed = 0
    gone = {key for key in book.excused if not _still_stands(book, *key)}
    for about in on_file.values():
        index = _whose(book, about)
        for blank_id, rows in about.items():
            for answers in rows:
                filed += len(answers)
                which, truth = _truth(book, index, blank_id, answers)
                for name, value in answers.items():
                    if truth.get(name) == value and (index, blank_id, which, name) not in gone:
                        right += 1
                    else:
                        wrong.append(f"{index} {blank_id} {which} {name}: {value!r}, not {truth.get(name)!r}")
    true = sum(
        (index, blank_id, which, name) not in gone
        for index, member in enumerate(book.members)
        for blank_id in HEADINGS
        for which, answers in enumerate(member.statements(blank_id))
        for name in answers
    )
    return Outcome(wrong, right, true, filed, receipt)


def _still_stands(book: Book, who: int, blank_id: str, which: int, name: str) -> bool:
    """Whether the answer can still be read somewhere: a row that stands there twice was spoiled once."""
    written = careful(book, blank_id, who, which, name)
    return any(
        page.rows[row][page.at(name)] == written
        for page in book.pages_of(blank_id)
        if name in page.fields
        for row, *about in zip(page.body, page.who, page.which, strict=True)
        if about == [who, which] and (row, page.at(name)) not in page.struck
    )


def _whose(book: Book, about: Mapping[str, list[Answers]]) -> int:
    """Which person of the truth somebody on file is; −1: nobody, and then everything filed is wrong."""
    person = about.get("person", [{}])[0]
    for key in ("document_no", "phone", "guardian_phone"):
        for index, member in enumerate(book.members):
            if person.get(key) and person.get(key) == member.person.get(key):
                return index
    return next((at for at, one in enumerate(book.members) if one.person["name"] == person.get("name")), -1)


def _truth(book: Book, index: int, blank_id: str, answers: Answers) -> tuple[int, Answers]:
    """The true statement most like one on file, and which it is."""
    if index < 0:
        return -1, {}
    rows = list(enumerate(book.members[index].statements(blank_id)))
    return max(
        rows,
        key=lambda row: sum(row[1].get(name) == value for name, value in answers.items()),
        default=(-1, {}),
    )
