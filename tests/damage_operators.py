"""Damage operators: what really happens to a school's sheets (DOMAIN §6), one operator for each way of going wrong.

Each spoils a clean workbook in place and knows what can still be understood: `mends` where every answer must come in
(perhaps after a person's word), otherwise part of it is lost and must be told. What nobody can know any more it writes
into `Book.excused`: filing that anyway would be a silent wrong value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from stdnum.iso7064 import mod_11_2

from schoolprep.facts.days import CHINA
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from tests.damage_school import BLANKS, Book, Page, careful

Apply = Callable[[Random, Book], None]
Write = Callable[[Random, str], Writing]


class Damage(NamedTuple):
    """One operator. `row`: the reality of DOMAIN §6 it stands for."""

    name: str
    row: int
    apply: Apply
    mends: bool = True
    told: bool = False
    """What was written is taken as it stands, with a note that something contradicts it."""
    dress: bool = False
    """Seen in a workbook only: a csv file has no hidden rows and crosses nothing out."""


class Spot(NamedTuple):
    """One filled body cell."""

    page: Page
    row: int
    column: int
    who: int
    which: int
    field: str

    @property
    def text(self) -> str:
        """What stands in it, as text."""
        return str(self.page.rows[self.row][self.column])

    @property
    def key(self) -> tuple[int, str, int, str]:
        """The answer it holds, as `Book.excused` names it."""
        return self.who, self.page.blank, self.which, self.field

    def put(self, writing: Writing) -> None:
        """Write something else."""
        self.page.rows[self.row][self.column] = writing


def _spots(chance: Random, book: Book, blank_id: str, *names: str, share: float = 0.6) -> Iterator[Spot]:
    """Some of the filled cells of these fields that nobody has spoiled yet, wherever their columns stand."""
    found = [
        Spot(page, row, page.at(name), who, which, name)
        for page in book.pages_of(blank_id)
        for name in names
        if name in page.fields
        for row, who, which in zip(page.body, page.who, page.which, strict=True)
        if who >= 0 and page.rows[row][page.at(name)] == careful(book, blank_id, who, which, name) != ""
    ]
    chosen = [spot for spot in found if chance.random() < share]
    yield from chosen or found[:1]


def _dressed(blank_id: str, names: str, *writes: Write, share: float = 0.6) -> Apply:
    """Each of some cells is written in another way."""

    def apply(chance: Random, book: Book) -> None:
        for spot in _spots(chance, book, blank_id, *names.split(), share=share):
            if isinstance(spot.page.rows[spot.row][spot.column], str):
                spot.put(chance.choice(writes)(chance, spot.text))

    return apply


def _lost(blank_id: str, names: str, *writes: Write) -> Apply:
    """Each of some cells becomes something nobody can understand."""

    def apply(chance: Random, book: Book) -> None:
        for spot in _spots(chance, book, blank_id, *names.split(), share=0.3):
            spot.put(chance.choice(writes)(chance, spot.text))
            book.excused.add(spot.key)

    return apply


def _all(*applies: Apply) -> Apply:
    def apply(chance: Random, book: Book) -> None:
        for one in applies:
            one(chance, book)

    return apply


# ---------------------------------------------------------------- identity numbers (rows 1–8)


def _destroyed(make: Callable[[str], Writing]) -> Apply:
    """The numbers of some people on their own sheet went through a number."""

    def apply(chance: Random, book: Book) -> None:
        for spot in _spots(chance, book, "person", "document_no", share=0.3):
            if spot.text.isdecimal():
                spot.put(make(spot.text))
                book.excused.add(spot.key)

    return apply


def _drifted(number: str) -> str:
    """A number that went through a float and was then written as text; one that its check digit gives away."""
    for step in (0, 16, 32, 48, 64):
        drifted = str(int(float(number)) + step)
        if drifted != number and mod_11_2.calc_check_digit(drifted[:17]) != drifted[17]:
            return drifted
    return number[:17] + ("1" if number[17] == "0" else "0")


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


_NUMBER_TRICKS: tuple[Write, ...] = (
    lambda _, t: f"'{t}",
    lambda _, t: f"{t}\t",
    lambda _, t: f" {t[:6]} {t[6:14]} {t[14:]} ",
    lambda _, t: f"{t}\xa0",
    lambda _, t: t.lower(),
    lambda _, t: _wide(t),
    lambda _, t: t.replace("X", "Ｘ"),
)


# ---------------------------------------------------------------- dates and times (rows 10–13)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


_DATES: tuple[Write, ...] = (
    lambda _, t: f"{_day(t).year}.{_day(t).month}.{_day(t).day}",
    lambda _, t: f"{_day(t).year}/{_day(t).month}/{_day(t).day}",
    lambda _, t: f"{_day(t).year}年{_day(t).month}月{_day(t).day}日",
    lambda _, t: f"{_day(t):%Y%m%d}",
    lambda _, t: _wide(f"{_day(t).year}.{_day(t).month}.{_day(t).day}"),
    lambda _, t: f" {t[:10]} ",
    lambda _, t: f"{t[:10]}T00:00:00",
    lambda _, t: _day(t),
    lambda _, t: datetime.combine(_day(t), datetime.min.time()),
)
_SHORT_DATES: tuple[Write, ...] = (
    lambda _, t: f"{_day(t).month}月{_day(t).day}日",
    lambda _, t: f"{_day(t).month}.{_day(t).day}",
    lambda _, t: f"{_day(t).month}/{_day(t).day}",
)
_MOMENTS: tuple[Write, ...] = (
    lambda _, t: datetime.fromisoformat(t),
    lambda _, t: t.replace("-", "/"),
    lambda _, t: t.replace(" ", "T") + ":00",
    lambda _, t: f"{_day(t).year}年{_day(t).month}月{_day(t).day}日 {t[11:13]}时{t[14:16]}分",
    lambda _, t: t.replace("-", ".").replace(":", "："),
    lambda _, t: f"{t}:23",
)
_PAGES_OF_DAYS = (("travel", "arrived left"), ("health", "day"))
_PAGES_OF_MOMENTS = (("test", "sampled_at reported_at"), ("code", "checked_at"))


def _serials(chance: Random, book: Book) -> None:
    """Days as the numbers Excel counts them by, shown as such because the cells were formatted as General."""
    for spot in _spots(chance, book, "travel", "arrived", "left"):
        spot.put((_day(spot.text) - date(1899, 12, 30)).days)


def _from_1904(chance: Random, book: Book) -> None:
    """A workbook of an old Mac: its date cells count from 1904."""
    book.epoch_1904 = True
    for blank_id, names in _PAGES_OF_DAYS:
        _dressed(blank_id, names, lambda _, t: _day(t), share=1)(chance, book)


def _stamps_in_utc(chance: Random, book: Book) -> None:
    """Times as web forms write them, eight hours back with a Z behind."""
    for spot in _spots(chance, book, "test", "sampled_at", "reported_at"):
        at = datetime.fromisoformat(spot.text).replace(tzinfo=CHINA).astimezone(UTC)
        spot.put(at.strftime("%Y-%m-%dT%H:%M:%S.000Z"))


def _midnight(chance: Random, book: Book) -> None:
    """24:00 of a day is 0:00 of the next."""
    for spot in _spots(chance, book, "test", "reported_at"):
        true = book.members[spot.who].rows["test"][spot.which]
        sampled = _day(str(true["sampled_at"]))
        true["reported_at"] = f"{sampled + timedelta(days=1)}T00:00"
        spot.put(f"{sampled} 24:00")


# ---------------------------------------------------------------- names and words (rows 14–19)


def _renamed(*names: str) -> Apply:
    """Some people have other names: true ones, wherever they stand."""

    def apply(chance: Random, book: Book) -> None:
        for index, name in zip(chance.sample(range(len(book.members)), len(names)), names, strict=True):
            _rename(book, index, name, lambda _, t: t, chance)

    return apply


def _rename(book: Book, index: int, name: str, write: Write, chance: Random) -> None:
    book.members[index].person["name"] = name
    for page in book.pages:
        name_field = "name" if page.blank == "person" else "who:name"
        if name_field not in page.fields:
            continue
        column = page.at(name_field)
        for row, who in zip(page.body, page.who, strict=True):
            if who == index:
                page.rows[row][column] = write(chance, name)


def _interpuncts(chance: Random, book: Book) -> None:
    """The dot of a name, as six keyboards write it."""
    for index, name in zip(
        chance.sample(range(len(book.members)), 2), ("阿依古丽·买买提", "迪丽娜尔·艾力"), strict=True
    ):
        _rename(book, index, name, lambda chance, t: t.replace("·", chance.choice("·•・‧．.")), chance)


def _spaced(chance: Random, text: str) -> str:
    return chance.choice("　 \xa0").join(text) if len(text) == 2 else f"{text[0]}　{text[1:]}"


def _invisible(chance: Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice("\u200b\u200d\ufeff\u202c\xad\u200e") + text[at:]


def _unreadable(chance: Random, text: str) -> str:
    return text[:-1] + "?"


def _everybody(write: Write) -> Apply:
    """The names of some rows, on the people's sheet and on all others."""

    def apply(chance: Random, book: Book) -> None:
        for blank_id in {page.blank for page in book.pages}:
            name = "name" if blank_id == "person" else "who:name"
            for spot in _spots(chance, book, blank_id, name):
                spot.put(write(chance, spot.text))

    return apply


def _elsewhere(write: Write) -> Apply:
    """The names on every sheet but the people's own."""

    def apply(chance: Random, book: Book) -> None:
        for blank_id in {page.blank for page in book.pages} - {"person"}:
            for spot in _spots(chance, book, blank_id, "who:name", share=0.3):
                spot.put(write(chance, spot.text))

    return apply


_TEMPERATURES: tuple[Write, ...] = (
    lambda _, t: _wide(t), lambda _, t: t.replace(".", "。"), lambda _, t: f"{t}℃",
    lambda _, t: f"{t}度", lambda _, t: float(t), lambda _, t: f" {t} ",
    lambda _, t: t.replace(".", "．"),
)  # fmt: skip
_PHONES: tuple[Write, ...] = (
    lambda _, t: float(t), lambda _, t: int(t), lambda _, t: f"{t}.0",
    lambda _, t: f"+86 {t}", lambda _, t: f"{t[:3]}-{t[3:7]}-{t[7:]}",
    lambda _, t: f"{t[:3]} {t[3:7]} {t[7:]}", lambda _, t: _wide(t),
    lambda _, t: f"86{t}",
)  # fmt: skip
_CLASSES: tuple[Write, ...] = (
    lambda _, t: f"七({t[3]})班", lambda _, t: f"七（{t[3]}）班", lambda _, t: f"七{t[3]}班",
    lambda _, t: f"初一{t[3]}班", lambda _, t: f"初一（{t[3]}）班", lambda _, t: f"70{t[3]}",
    lambda _, t: f"七年级（{t[3]}）班", lambda _, t: f"7.{t[3]}班", lambda _, t: _wide(t),
)  # fmt: skip
_PLACES: tuple[Write, ...] = (
    lambda _, t: t.removeprefix("山西省").removeprefix("河南省").removeprefix("陕西省").removeprefix("甘肃省"),
    lambda _, t: t.replace("省", "", 1).replace("市", "", 1),
    lambda _, t: t.replace("市", "市 ", 1).replace("省", "省 ", 1),
)  # fmt: skip
_YES: tuple[Write, ...] = (
    lambda _, t: {"是": "√", "否": "×"}.get(t, t),
    lambda _, t: {"是": "1", "否": "0"}.get(t, t),
    lambda _, t: {"是": "Y", "否": "N"}.get(t, t),
    lambda _, t: t == "是",
)


def _nothing_words(chance: Random, book: Book) -> None:
    """Empty cells that a program or a careful hand filled with words for nothing."""
    for page in book.pages_of("person"):
        for name in ("dormitory", "home_address"):
            for row in page.body:
                if name in page.fields and page.rows[row][page.at(name)] == "":
                    page.rows[row][page.at(name)] = chance.choice(("NA", "nan", "-", "/", "—", "null", "N/A"))


# ---------------------------------------------------------------- the shape of the sheet (rows 20–26)


def _above(chance: Random, book: Book) -> None:
    """A merged title, a line saying who filled it in, and the day."""
    for page in book.pages:
        width = len(page.rows[0])
        lines: list[list[Writing]] = [
            [f"运城市实验中学{page.title}登记表", *[""] * (width - 1)],
            ["填报单位：运城市实验中学", *[""] * (width - 1)],
            ["填报日期：2022年8月9日", *[""] * (width - 1)],
        ]
        count = chance.randrange(1, 4)
        page.insert(0, [lines[0], *lines[3 - count + 1 :]] if count > 1 else lines[:1])
        page.header += count
        page.merges.append((0, 0, 0, width - 1))


def _two_levels(chance: Random, book: Book) -> None:
    """体温 over three columns 早, 午, 晚; every other heading over both rows."""
    for page in book.pages_of("health"):
        names = ("temp_am", "temp_noon", "temp_pm")
        if page.header or not page.plain or not all(name in page.fields for name in names):
            continue
        first = page.at("temp_am")
        if [page.fields[first + step] for step in range(3)] != list(names):
            continue
        upper: list[Writing] = list(page.rows[0])
        lower: list[Writing] = [""] * len(upper)
        upper[first : first + 3] = ["体温", "", ""]
        lower[first : first + 3] = ["早", "午", "晚"]
        page.rows[0:1] = [upper, lower]
        page.header = 1
        page.merges.append((0, first, 0, first + 2))
        page.merges += [(0, at, 1, at) for at in range(len(upper)) if not first <= at < first + 3]


def _sheet_per_class(chance: Random, book: Book) -> None:
    """Each class on a sheet of its own that bears its name, without a column for it."""
    _split(book, "person", "class_name", lambda text: text)


def _sheet_per_day(chance: Random, book: Book) -> None:
    """Each day of monitoring on a sheet of its own that bears its date."""
    _split(book, "health", "day", lambda text: f"{_day(text).month}月{_day(text).day}日健康监测")


def _split(book: Book, blank_id: str, name: str, titled: Callable[[str], str]) -> None:
    for page in book.pages_of(blank_id):
        if name not in page.fields or page.header or not page.plain:
            continue
        column = page.at(name)
        parts: dict[str, Page] = {}
        for row, who, which in zip(page.body, page.who, page.which, strict=True):
            title = titled(str(page.rows[row][column]))
            if title not in parts:
                head = [cell for at, cell in enumerate(page.rows[0]) if at != column]
                names = [one for at, one in enumerate(page.fields) if at != column]
                parts[title] = Page(blank_id, title, [head], names, [], [])
            parts[title].rows.append([cell for at, cell in enumerate(page.rows[row]) if at != column])
            parts[title].who.append(who)
            parts[title].which.append(which)
        at = book.pages.index(page)
        book.pages[at : at + 1] = list(parts.values())


def _merged_class(chance: Random, book: Book) -> None:
    """One merged cell for the class, down all its rows."""
    for page in book.pages_of("person"):
        if "class_name" not in page.fields or not page.plain:
            continue
        column, first = page.at("class_name"), page.body.start
        order = sorted(range(len(page.who)), key=lambda at: str(page.rows[first + at][column]))
        page.rows[first : first + len(order)] = [page.rows[first + at] for at in order]
        page.who = [page.who[at] for at in order]
        page.which = [page.which[at] for at in order]
        top = first
        for row in page.body:
            last = row + 1 >= page.body.stop
            if last or page.rows[row + 1][column] != page.rows[top][column]:
                if row > top:
                    page.merges.append((top, column, row, column))
                for below in range(top + 1, row + 1):
                    page.rows[below][column] = None
                top = row + 1


def _printed(chance: Random, book: Book) -> None:
    """As it is printed: the header on each page, a total, empty rows, who filled it in."""
    for page in book.pages:
        if not page.plain:
            continue
        width = len(page.rows[0])
        middle = page.body.start + len(page.who) // 2
        total: list[Writing] = ["合计", f"{len(page.who)}人", *[""] * max(width - 2, 0)]
        foot: list[Writing] = ["填表人：王老师", "", "审核人：", *[""] * max(width - 3, 0)]
        page.rows += [[""] * width, total[:width], foot[:width]]
        header = list(page.rows[page.header])
        page.rows[middle:middle] = [[""] * width, header]
        for numbers in (page.who, page.which):
            numbers[middle - page.header - 1 : middle - page.header - 1] = [-1, -1]


def _doubled(chance: Random, book: Book) -> None:
    """Rows that stand there twice, exactly."""
    for page in book.pages:
        if not page.plain:
            continue
        for at in chance.sample(range(len(page.who)), min(3, len(page.who))):
            page.rows.insert(page.body.stop, list(page.rows[page.body.start + at]))
            page.who.append(page.who[at])
            page.which.append(page.which[at])


def _namesakes(chance: Random, book: Book) -> None:
    """Two of one name in one class."""
    first, second = chance.sample(range(len(book.members)), 2)
    name = str(book.members[first].person["name"])
    _rename(book, second, name, lambda _, t: t, chance)


def _hidden_rows(chance: Random, book: Book) -> None:
    """Old rows that somebody hid instead of deleting them: other temperatures for the same days."""
    for page in book.pages_of("health"):
        if not page.plain or "temp_am" not in page.fields:
            continue
        for at in chance.sample(range(len(page.who)), min(3, len(page.who))):
            old = list(page.rows[page.body.start + at])
            old[page.at("temp_am")] = "40.5"
            page.hidden_rows.add(len(page.rows))
            page.rows.append(old)


def _struck(chance: Random, book: Book) -> None:
    """Temperatures crossed out and left standing."""
    for spot in _spots(chance, book, "health", "temp_am", share=0.2):
        spot.page.struck.add((spot.row, spot.column))
        book.excused.add(spot.key)


def _formulas(chance: Random, book: Book) -> None:
    """Formulas whose result was never stored."""
    for spot in _spots(chance, book, "health", "temp_noon", share=0.2):
        spot.page.formulas.add((spot.row, spot.column))
        spot.put(None)
        book.excused.add(spot.key)


def _side_by_side(chance: Random, book: Book) -> None:
    """Two blocks of the same columns beside each other, to save paper."""
    for page in book.pages_of("code"):
        if page.header or not page.plain:
            continue
        half = (len(page.who) + 1) // 2
        left, right = page.rows[1 : 1 + half], page.rows[1 + half :]
        width = len(page.rows[0])
        right += [[""] * width for _ in range(half - len(right))]
        page.rows = [[*page.rows[0], "", *page.rows[0]]]
        page.rows += [[*one, "", *other] for one, other in zip(left, right, strict=True)]
        page.fields, page.who, page.which = [], [], []  # nobody else may spoil cells by their columns


def _in_parts(
    blank_id: str, name: str, headings: Sequence[str], cut: Callable[[str], Sequence[str]]
) -> Apply:
    """One answer in several columns, each with a heading of its own."""

    def apply(chance: Random, book: Book) -> None:
        for page in book.pages_of(blank_id):
            if page.header or not page.plain or name not in page.fields:
                continue
            at = page.at(name)
            for number, row in enumerate(page.rows):
                row[at : at + 1] = headings if number == 0 else cut(str(row[at]))
            page.fields, page.who, page.which = [], [], []  # nobody else may spoil cells by their columns

    return apply


def _levels(text: str) -> list[str]:
    """山西省运城市盐湖区 → 山西省, 运城市, 盐湖区."""
    province, _, rest = text.partition("省")
    city, _, county = rest.partition("市")
    return [f"{province}省", f"{city}市", county] if rest else ["", "", ""]


def _day_and_clock(text: str) -> list[str]:
    return [text[:10], text[11:]]


# ---------------------------------------------------------------- columns (rows 20, 31, 32)


def _shuffled(chance: Random, book: Book) -> None:
    for page in book.pages:
        if not page.plain:
            continue
        order = chance.sample(range(len(page.fields)), len(page.fields))
        page.fields = [page.fields[at] for at in order]
        page.rows = [[row[at] for at in order] if len(row) == len(order) else row for row in page.rows]


def _synonyms(chance: Random, book: Book) -> None:
    """Each heading by another name it is known by, where no other blank claims that name."""
    for page in book.pages:
        for at, name in enumerate(page.fields):
            blank = BLANKS["person" if name.startswith("who:") else page.blank]
            own = blank[name.removeprefix("who:")]
            others = {
                heading_key(heading)
                for field in (*BLANKS["person"].field, *BLANKS[page.blank].field)
                if field is not own
                for heading in field.headings
            }
            known = [heading for heading in own.headings if heading_key(heading) not in others]
            page.rows[page.header][at] = chance.choice(known or [own.headings[0]])


def _marked_headings(chance: Random, book: Book) -> None:
    """Line breaks, stars, brackets and spaces in headings."""
    for page in book.pages:
        for at in range(len(page.fields)):
            heading = str(page.rows[page.header][at])
            dressed = (f"*{heading}", f"{heading[:2]}\n{heading[2:]}", f" {heading}：", f"{heading}（必填）")
            page.rows[page.header][at] = chance.choice(dressed)


def _extra_columns(chance: Random, book: Book) -> None:
    """Columns that are none of ours."""
    for page in book.pages_of("person"):
        if not page.plain:
            continue
        for heading in ("考生号", "民族", "家庭收入"):
            at = chance.randrange(len(page.fields) + 1)
            page.fields.insert(at, f"extra:{heading}")
            for number, row in enumerate(page.rows):
                row.insert(
                    at,
                    heading
                    if number == page.header
                    else f"G{chance.randrange(10**6)}"
                    if number in page.body
                    else "",
                )


def _age_for_birth(chance: Random, book: Book) -> None:
    """An age where the birth date should stand; the number still tells it."""
    for page in book.pages_of("person"):
        if "birth_date" in page.fields:
            column = page.at("birth_date")
            page.rows[page.header][column] = "年龄"
            for row in page.body:
                if text := str(page.rows[row][column] or ""):
                    page.rows[row][column] = 2022 - int(text[:4]) if text[:4].isdecimal() else ""


def _other_sex(chance: Random, book: Book) -> None:
    """A sex that contradicts the number."""
    for spot in _spots(chance, book, "person", "sex", share=0.2):
        spot.put({"男": "女", "女": "男"}.get(spot.text, spot.text))


def _unsaid_basis(chance: Random, book: Book) -> None:
    """A test's time that does not say whether of sampling or report."""
    for page in book.pages_of("test"):
        if "sampled_at" in page.fields and "reported_at" in page.fields:
            page.rows[page.header][page.at("sampled_at")] = "检测时间"
            column = page.at("reported_at")
            for row in (page.header, *page.body):
                page.rows[row][column] = ""
            for who, which in zip(page.who, page.which, strict=True):
                book.excused |= {(who, "test", which, "sampled_at"), (who, "test", which, "reported_at")}


def _saved_as(suffix: str) -> Apply:
    def apply(chance: Random, book: Book) -> None:
        book.suffix = suffix

    return apply


DAMAGES = (
    Damage("id-as-number", 1, _destroyed(int), mends=False, dress=True),
    Damage("id-truncated", 2, _destroyed(lambda t: int(t[:15] + "000")), mends=False, dress=True),
    Damage("id-exponent", 3, _destroyed(lambda t: f"{int(t):.5E}"), mends=False),
    Damage("id-drifted", 4, _destroyed(_drifted), mends=False),
    Damage("id-dressed", 5, _dressed("person", "document_no", *_NUMBER_TRICKS)),
    Damage("id-dressed-elsewhere", 6, _dressed("test", "who:document_no", *_NUMBER_TRICKS)),
    Damage(
        "id-among-words",
        5,
        _dressed("person", "document_no", lambda _, t: f"{t}（身份证）", lambda _, t: f"身份证：{t}"),
    ),
    Damage("phone-dressed", 9, _dressed("person", "phone guardian_phone", *_PHONES)),
    Damage("dates-dressed", 10, _all(*(_dressed(page, names, *_DATES) for page, names in _PAGES_OF_DAYS))),
    Damage("dates-without-year", 10, _dressed("travel", "arrived left", *_SHORT_DATES)),
    Damage("dates-as-serials", 10, _serials),
    Damage("epoch-1904", 11, _from_1904, dress=True),
    Damage("stamps-in-utc", 12, _stamps_in_utc, mends=False),
    Damage(
        "moments-dressed", 13, _all(*(_dressed(page, names, *_MOMENTS) for page, names in _PAGES_OF_MOMENTS))
    ),
    Damage("midnight", 13, _midnight),
    Damage("clock-apart", 13, _in_parts("test", "sampled_at", ("采样日期", "采样时间"), _day_and_clock)),
    Damage(
        "dates-in-words", 13, _lost("health", "day", lambda _, t: "昨天", lambda _, t: "上周五"), mends=False
    ),
    Damage(
        "impossible-dates",
        13,
        _lost("travel", "left", lambda _, t: "2022-02-30", lambda _, t: "2022-13-01"),
        mends=False,
    ),
    Damage("names-spaced", 14, _everybody(_spaced)),
    Damage("interpuncts", 15, _interpuncts),
    Damage("characters-lost", 16, _elsewhere(_unreadable), mends=False),
    Damage("rare-characters", 16, _renamed("李䶮", "王𠮷明", "㐂子涵")),
    Damage(
        "odd-names", 17, _renamed("欧阳修远", "卡", "阿卜杜热合曼·阿卜杜克力木·麦麦提图尔荪", "Anna Smith")
    ),
    Damage(
        "invisible-signs", 18, _all(_everybody(_invisible), _dressed("person", "document_no", _invisible))
    ),
    Damage("temperatures-dressed", 19, _dressed("health", "temp_am temp_noon temp_pm", *_TEMPERATURES)),
    Damage(
        "temperatures-in-words",
        19,
        _lost("health", "temp_pm", lambda _, t: "正常", lambda _, t: "36.5-37"),
        mends=False,
    ),
    Damage("title-rows", 20, _above),
    Damage("two-level-header", 20, _two_levels),
    Damage("sheet-per-class", 21, _sheet_per_class),
    Damage("sheet-per-day", 21, _sheet_per_day),
    Damage("hidden-rows", 21, _hidden_rows, dress=True),
    Damage("merged-class", 22, _merged_class, dress=True),
    Damage("printed-layout", 23, _printed),
    Damage("nothing-words", 24, _nothing_words),
    Damage(
        "yes-no-signs",
        25,
        _all(_dressed("person", "high_risk_post", *_YES), _dressed("health", "antipyretic", *_YES)),
    ),
    Damage("rows-doubled", 26, _doubled),
    Damage("namesakes", 26, _namesakes),
    Damage("class-aliases", 27, _dressed("person", "class_name", *_CLASSES)),
    Damage(
        "places-short",
        28,
        _all(_dressed("travel", "place", *_PLACES), _dressed("person", "home_area", *_PLACES)),
    ),
    Damage("place-in-columns", 28, _in_parts("travel", "place", ("省份", "城市", "区县"), _levels)),
    Damage(
        "several-places",
        28,
        _lost("travel", "place", lambda _, t: f"{t}、上海市黄浦区", lambda _, t: f"{t}到河北省石家庄市"),
        mends=False,
    ),
    Damage("ditto", 24, _lost("travel", "place", lambda _, t: "同上", lambda _, t: "〃"), mends=False),
    Damage("csv-gb18030", 29, _saved_as(".gbk.csv")),
    Damage("csv-bom", 29, _saved_as(".bom.csv")),
    Damage("tsv", 29, _saved_as(".tsv")),
    Damage("html-as-xls", 29, _saved_as(".html.xls")),
    Damage("csv-as-xls", 29, _saved_as(".csv.xls")),
    Damage("formulas", 30, _formulas, mends=False, dress=True),
    Damage(
        "error-cells", 30, _lost("health", "temp_am", lambda _, t: "#N/A", lambda _, t: "#REF!"), mends=False
    ),
    Damage("crossed-out", 30, _struck, mends=False, dress=True),
    Damage("age-for-birth", 31, _age_for_birth),
    Damage("sex-contradicts", 31, _other_sex, told=True),
    Damage("unsaid-basis", 32, _unsaid_basis, mends=False),
    Damage("side-by-side", 20, _side_by_side),
    Damage("columns-shuffled", 20, _shuffled),
    Damage("heading-synonyms", 20, _synonyms),
    Damage("headings-marked", 20, _marked_headings),
    Damage("extra-columns", 7, _extra_columns),
)
