"""Calendar notice: a holiday notice or a school's calendar, as a file or a text, brought to days of the calendar.

A line says which days (one, several, from … to …) and what they are (放假, 上班, 学期, half term). Days without a year
take that of the heading above them; a weekday written beside a day has to fit it. A line with a day that is not
understood whole is told, never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from schoolprep.facts.days import Day, iso
from schoolprep.facts.problem import CallError, Problem, Series
from schoolprep.facts.schooldays import Spell, SpellKind
from schoolprep.facts.schooldays.filed import LONGEST_SPELL
from schoolprep.facts.schooldays.public import holidays
from schoolprep.intake.reading import GivenFile, decoded, is_workbook, read_tables
from schoolprep.intake.tables import Table, shown

FESTIVALS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
"""The seven of the law: a notice that names them all is the whole year's."""


class CalendarNotice(NamedTuple):
    """What was understood, and what a person should know of the rest."""

    spells: tuple[Spell, ...]
    told: tuple[Problem, ...] = ()
    year: int | None = None
    """Of a notice that is a whole year's."""


def read_calendar(path: Path, year: int | None = None) -> CalendarNotice:
    """The notice in a file; for `year` see `read_calendar_text`. Raises `CallError`."""
    file = GivenFile.at(path)
    if is_workbook(file) or file.suffix in (".csv", ".tsv"):
        lines = [line for table in read_tables(path) if not table.hidden for line in _rows(table)]
        return _read(lines, year)
    return read_calendar_text(decoded(file), year)


def read_calendar_text(text: str, year: int | None = None) -> CalendarNotice:
    """The notice in a text; `year`: of the days that name none and stand below no heading that does.

    Raises `CallError` where no line says of a day what it is.
    """
    return _read(_lines(text), year)


def _read(lines: Sequence[str], year: int | None) -> CalendarNotice:
    reader = _Reader(year)
    for line in lines:
        reader.line(line)
    if not reader.spells:
        raise CallError("calendar.nothing-read", told=Series(dict.fromkeys(reader.unread), nothing="—"))
    return _whole(reader)


def _whole(reader: _Reader) -> CalendarNotice:
    """Whether it is a year's whole notice: the seven festivals of one year, with every day the law gives off."""
    off = [one for one in reader.spells if one.kind == "public_holiday"]
    years = {date.fromordinal(one.last).year for one in off}
    named = {festival for festival in FESTIVALS if any(festival in one.name for one in off)}
    if len(years) != 1 or not named:
        return CalendarNotice(tuple(reader.spells), tuple(reader.told))
    (year,) = years
    if (lack := _lack(year, named, off)) is not None:
        return CalendarNotice(tuple(reader.spells), (*reader.told, lack))
    public = ("public_holiday", "public_workday")
    spells = (one._replace(notice=year) if one.kind in public else one for one in reader.spells)
    return CalendarNotice(tuple(spells), tuple(reader.told), year)


def _lack(year: int, named: Container[str], off: Sequence[Spell]) -> Problem | None:
    """What a year's notice does not say: a festival, a day that the law gives off."""
    if lacking := [festival for festival in FESTIVALS if festival not in named]:
        return Problem("calendar.part-of-a-notice", {"year": year, "lacking": Series(lacking)})
    if free := [day for day in holidays(year, "china") if not any(one.covers(day) for one in off)]:
        return Problem("calendar.law-days-lacking", {"year": year, "days": Series(map(iso, free))})
    return None


# ------------------------------------------------------------------ what a line says

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
_DAY = re.compile(
    rf"""(?:{_WEEKDAY_NAME})?(?:
      (?P<y1>20\d\d)\s*[-/.年]\s*(?P<m1>\d{{1,2}})\s*[-/.月]\s*(?P<d1>\d{{1,2}})(?:\s*[日号])?(?:\s*T?00:00(?::00)?)?
    | (?P<m2>\d{{1,2}})\s*月\s*(?P<d2>\d{{1,2}})\s*[日号]?
    | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m3>{_MONTH_NAME})(?:,?\s*(?P<y3>20\d\d))?
    | (?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y5>20\d\d)
    | (?P<m4>{_MONTH_NAME})\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s*(?P<y4>20\d\d))?
    )(?P<week>\s*[（(][^）)]*?(?:星期|周|礼拜)?[一二三四五六日天]?[）)])?""",
    re.VERBOSE | re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\d年月])(?P<d>\d{1,2})\s*(?P<sign>[日号](?:\s*[（(][^）)]*[）)])?|(?=[,，]?\s*(?:20\d\d)?\s*$))"
)
_AND = re.compile(r"^\s*[、和及,，]\s*(?=\d{1,2}\s*[日号])")
_SINCE = re.compile(r"^\s*(?:[起后]|开始|以后|onwards?)", re.IGNORECASE)
_MONTH_BEHIND = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(\s*(?:-|–|—|to|through)\s*(?:{_WEEKDAY_NAME})?\d{{1,2}}(?:st|nd|rd|th)?)"
    rf"(\s+{_MONTH_NAME})(,?\s*20\d\d)?",
    re.IGNORECASE,
)
"""15-19 February 2027: the month and year stand behind both days."""
_LEFT = re.compile(r"(?<!\d)\d{1,2}\s*(?:[日号月]|[./-]\s*\d{1,2}(?!\d))")
"""What looks like a day and was not understood as one."""
_LONG_HOLIDAY = re.compile(r"[寒暑]假|summer", re.IGNORECASE)
_SHORTEST_TERM = 14
_TO = re.compile(r"^\s*(?:至|到|-|—|–|~|～|to|through|until)+\s*", re.IGNORECASE)
_WEEK = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
_YEARS = re.compile(r"(20\d\d)\s*[-—–~至/]\s*(?:20)?(\d\d)(?!\d|\s*[-/月])")
_YEAR = re.compile(
    r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月\s*\d)|^\s*(20\d\d)\s*$|(?:calendar|holidays|year)\D{0,12}(20\d\d)", re.I
)
_ONLY_DAYS = re.compile(r"^[\s\d年月日号./-]*$")
_ADVICE = re.compile(r"鼓励|建议|可以?结合|倡导")

_KINDS: tuple[tuple[SpellKind, re.Pattern[str]], ...] = (
    ("public_workday", re.compile(r"上班|补班")),
    ("school_day", re.compile(r"补课|上课|school\s*day|make-?\s*up|in session", re.IGNORECASE)),
    (
        "closure",
        re.compile(
            r"停课|闭校|封校|closed|closure|snow day|inset|training day|in-service|no school", re.IGNORECASE
        ),
    ),
    (
        "holiday",
        re.compile(
            r"放假|休假|休息|假期|[寒暑春秋]假|half[- ]?term|holiday|break|vacation|recess", re.IGNORECASE
        ),
    ),
    ("term", re.compile(r"学期|\bterm\b|semester|trimester|quarter", re.IGNORECASE)),
)
"""What is looked for first: 寒假 names no term, and a half term is a holiday."""
_PUBLIC = re.compile(
    rf"{'|'.join(FESTIVALS)}|五一|十一|法定|bank holiday|public holiday|federal holiday", re.IGNORECASE
)
_SENTENCE = re.compile(r"[。；;]")
_PIECE = re.compile(r"[，,](?![^（(]*[）)])(?!\s*(?:20\d\d))")
_HEAD = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)]?\s*[、.．]\s*)?([^：:\d]{1,30})[：:]")


class _Found(NamedTuple):
    """Days as they stand in a line."""

    first: Day
    last: Day


class _Reader:
    """Reads line by line; what stands above gives the year."""

    def __init__(self, year: int | None) -> None:
        self.spells: list[Spell] = []
        self.told: list[Problem] = []
        self.unread: list[str] = []
        self._year: Callable[[int], int | None] = lambda month: year

    def line(self, line: str) -> None:
        """One line: a heading with its year, or days and what they are."""
        line = _MONTH_BEHIND.sub(r"\1\3\4\2\3\4", line)
        if not _DAY.search(line):
            self._heading(line)
            return
        if _ONLY_DAYS.match(line):  # when it was issued
            return
        head = _HEAD.match(line)
        name = head[1].strip() if head else ""
        for sentence in _SENTENCE.split(line[head.end() :] if head else line):
            self._sentence(sentence, name, line)

    def _heading(self, line: str) -> None:
        if _LEFT.search(line) and _kind(line, ""):
            self._tell("calendar.no-span", line=line)
            return
        if found := _YEARS.search(line):
            first, second = int(found[1]), int(found[1][:2] + found[2])
            if second == first + 1:
                self._year = lambda month: first if month >= _SCHOOL_YEAR else second
                return
        if found := _YEAR.search(line):
            only = int(next(filter(None, found.groups())))
            self._year = lambda month: only

    def _sentence(self, sentence: str, name: str, line: str) -> None:
        if not _DAY.search(sentence):
            return
        if _ADVICE.search(sentence):
            self._tell("calendar.advice", line=sentence.strip())
            return
        kind_of_line = _kind(f"{name} {sentence}", name)
        waiting: list[_Found] = []
        pieces = _PIECE.split(sentence)
        for at, piece in enumerate(pieces):
            found = self._days(piece, line)
            if found is None:
                return
            waiting += found
            kind = _kind(piece, name) or (kind_of_line if at == len(pieces) - 1 else None)
            if kind is None or not waiting:
                continue
            for one in waiting:
                self._take(Spell(kind, one.first, one.last, name or _called(sentence)), line)
            waiting = []
        if waiting:
            self._tell("calendar.no-kind", line=line.strip())

    def _take(self, spell: Spell, line: str) -> None:
        """One day of a term, or of a long holiday, is its beginning or its end."""
        days = spell.last - spell.first + 1
        if (spell.kind == "term" and days < _SHORTEST_TERM) or (days == 1 and _LONG_HOLIDAY.search(line)):
            self._tell("calendar.no-span", line=line.strip())
        elif spell not in self.spells:
            self.spells.append(spell)

    def _tell(self, code: str, **facts: str) -> None:
        self.told.append(Problem(code, dict(facts)))
        self.unread.append(facts["line"])

    # ------------------------------------------------------------- days

    def _days(self, piece: str, line: str) -> list[_Found] | None:
        """The days of a piece; None, and told, where one of them is none."""
        found: list[_Found] = []
        at, left = 0, ""
        while start := _DAY.search(piece, at):
            left, at = left + piece[at : start.start()] + " ", start.end()
            first = self._day(start, line, None)
            if first is None:
                return None
            spans, at = self._from(piece, at, first, line)
            if spans is None:
                return None
            found += spans
        if _LEFT.search(left + piece[at:]):
            self._tell("calendar.no-span", line=line.strip())
            return None
        return found

    def _from(self, piece: str, at: int, first: Day, line: str) -> tuple[list[_Found] | None, int]:
        """What begins with a day: itself, a span, or further days of its month (1日、2日)."""
        found = [_Found(first, first)]
        if to := _TO.match(piece[at:]):
            last, at = self._end(piece, at + to.end(), first, line)
            if last is None:
                return None, at
            found = [_Found(first, last)]
        while more := _AND.match(piece[at:]):
            last, at = self._end(piece, at + more.end(), first, line)
            if last is None:
                return None, at
            found.append(_Found(last, last))
        if _SINCE.match(piece[at:]) or not all(
            one.first <= one.last < one.first + LONGEST_SPELL for one in found
        ):
            self._tell("calendar.no-span", line=line.strip())
            return None, at
        return found, at

    def _end(self, piece: str, at: int, first: Day, line: str) -> tuple[Day | None, int]:
        """The last day of a span: a day of its own, or one of the month it began in."""
        if (end := _DAY.match(piece, at)) is not None:
            return self._day(end, line, first), end.end()
        if (bare := _BARE.match(piece, at)) is not None:
            begun = date.fromordinal(first)
            made = _made(begun.year, begun.month, int(bare["d"]))
            return self._fitting(made, bare["sign"] or "", line), bare.end()
        self._tell("calendar.no-span", line=line.strip())
        return None, at

    def _day(self, found: re.Match[str], line: str, since: Day | None) -> Day | None:
        """The day a writing means; without its year that of the heading, behind `since` the next such day."""
        said = {key: value for key, value in found.groupdict().items() if value}
        if "y5" in said and not _in_order(said):
            self._tell("calendar.two-readings", line=line.strip())
            return None
        written, month, day = _parts(said)
        year = written or (date.fromordinal(since).year if since is not None else self._year(month))
        if year is None:
            self._tell("calendar.no-year", line=line.strip())
            return None
        made = _made(year, month, day)
        if made is not None and since is not None and made < since and written is None:
            made = _made(year + 1, month, day)
        return self._fitting(made, said.get("week", ""), line)

    def _fitting(self, made: Day | None, beside: str, line: str) -> Day | None:
        """A day that the calendar has, and whose weekday is the one written beside it."""
        if made is None:
            self._tell("calendar.no-day", line=line.strip())
            return None
        week = _WEEK.search(beside)
        if week and "一二三四五六日".index(week[1].replace("天", "日")) != date.fromordinal(made).weekday():
            self._tell("calendar.other-weekday", line=line.strip(), day=iso(made))
            return None
        return made


_MONTHS_A_YEAR = 12
_SCHOOL_YEAR = 8
"""The month with which a school year begins."""


def _made(year: int, month: int, day: int) -> Day | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _parts(said: Mapping[str, str]) -> tuple[int | None, int, int]:
    """The year where one is written, the month and the day, in whatever order they stand."""
    month = _month(next(said[key] for key in ("m1", "m2", "m3", "m4", "month") if key in said))
    day = int(next(said[key] for key in ("d1", "d2", "d3", "d4", "day") if key in said))
    return next((int(said[key]) for key in ("y1", "y3", "y4", "y5") if key in said), None), month, day


def _in_order(said: dict[str, str]) -> bool:
    """24/05/2027 and 05/24/2027 have one reading each; 04/05/2027 has two."""
    one, other = int(said["a"]), int(said["b"])
    if one != other and max(one, other) <= _MONTHS_A_YEAR:
        return False
    said["day"], said["month"] = str(max(one, other)), str(min(one, other))
    return True


def _month(said: str) -> int:
    return int(said) if said.isdigit() else _MONTHS.index(said[:3].lower()) + 1


def _kind(piece: str, name: str) -> SpellKind | None:
    """What a piece says of its days; a holiday with the name of a festival is the authorities'."""
    for kind, said in _KINDS:
        if said.search(piece):
            return "public_holiday" if kind == "holiday" and _PUBLIC.search(f"{name} {piece}") else kind
    return None


def _called(piece: str) -> str:
    """The words of a line beside its days."""
    words = _TO.sub("", _DAY.sub(" ", piece))
    return re.sub(r"\s+", " ", re.sub(r"[|：:—–~～至到]|\s-\s", " ", words)).strip(" -,，.、")[:60]


# ------------------------------------------------------------------ lines


def _lines(text: str) -> list[str]:
    """The lines of a text; one that only goes on is joined to the one it began on."""
    return [line for line in map(str.strip, text.splitlines()) if line]


_FROM = re.compile(r"开始|起始|起日|第一天|首日|^起$|自|从|first|start|from|begin", re.IGNORECASE)
_UNTIL = re.compile(r"结束|截止|终止|止日|最后|末日|^[至止]$|last|end|until|^to$", re.IGNORECASE)


def _rows(table: Table) -> Iterator[str]:
    """The rows of a sheet as lines: the cells beside each other, a first and a last day as a span."""
    span: tuple[int, int] | None = None
    for cells in table.cells:
        row = [_text(shown(cell)) for cell in cells]
        found = _span_of(row)
        if found is not None:
            span = found
            continue
        if span is not None and span[1] < len(row) and row[span[0]]:
            first, last = row[span[0]], row[span[1]]
            row[span[0]] = f"{first} 至 {last}" if last else first
            row[span[1]] = ""
        if any(row):
            yield " ".join(filter(None, row))


def _span_of(row: Sequence[str]) -> tuple[int, int] | None:
    """The columns of the first and the last day, where a row is the heading that names them."""
    if any(_DAY.search(cell) for cell in row):
        return None
    first = next((at for at, cell in enumerate(row) if cell and len(cell) < 12 and _FROM.search(cell)), None)
    last = next((at for at, cell in enumerate(row) if cell and len(cell) < 12 and _UNTIL.search(cell)), None)
    return None if first is None or last is None or first == last else (first, last)


def _text(cell: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s00:00(:00)?$", "", cell)).strip()
