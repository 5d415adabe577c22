"""Dates and moments in every spelling met in Chinese sheets and typed by people (DOMAIN §6 rows 10 to 13).

A date is never guessed: what has two readings is asked back (9.1 in a number cell may be 1 or 10 September), a year
that is not written comes from the day the sheet was filled in, and what had to be assumed is shown.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import NamedTuple

from schoolprep.facts.blank import Field
from schoolprep.facts.country import country_at
from schoolprep.facts.days import MINUTES_A_DAY
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong
from schoolprep.facts.languages import Lang
from schoolprep.facts.pattern import pattern
from schoolprep.facts.record import Value

LATEST_YEAR = 2099
FAR = 270
"""Days: a date without a year that would lie farther from the day of filling in belongs to the year before or after
(28 December on a sheet of 3 January)."""
AHEAD = 31
"""Days: what should have happened and lies farther ahead of the day on which a sheet was filled in is a slip of the pen
more often than a day of filling in that nobody renewed."""
_NEAR_MIDNIGHT = MINUTES_A_DAY - 2
"""From this minute on a time with its seconds is a midnight that a program has lost some seconds of: the clocks of
before standard time ran 43 s (China) and 75 s (England) beside today's, and libraries for spreadsheets reckoned with
them (SheetJS issues 1565, 1805, 2372)."""
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of the two ways in which Excel counts days (row 11); the first is right from 1900-03-01."""

_DIGITS = "〇零一二三四五六七八九"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[一二][{_DIGITS}]{{3}})"
_NUMBER = rf"(?:\d{{1,2}}|[{_DIGITS}十]{{1,3}})"
_DAY_SIGN = r"\s*(?:日|号(?![院楼栋幢门]))"
WHOLE_DAY = (
    rf"(?<![\d{_DIGITS}])(?:{_YEAR}\s*年\s*{_NUMBER}\s*月\s*{_NUMBER}(?![\d{_DIGITS}十])(?:{_DAY_SIGN})?"
    r"|(?:19|20)\d{2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,2}(?!\d)"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
"""Pattern of a year, month and day as they stand within a text: what `read` makes of them is another question."""
DAY_IN_TEXT = rf"(?:{WHOLE_DAY}|(?<!\d){_NUMBER}\s*月\s*{_NUMBER}{_DAY_SIGN})"
"""Pattern of a day within a text, with or without its year; only what cannot be part of an address."""
MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
"""Pattern of an English month, as short as it is written."""
BRIEF_DAY = r"(?:(?<![\d.])(?:\d{2}[./-])?\d{1,2}[./]\d{1,2}(?![\d./-]))"
"""Pattern of 8.8, 8/8 and 22.8.8: a day only where the words around it leave nothing else."""
WEEKDAY_BESIDE = r"(?:\s*[(（]?(?:星期|礼拜|周)[一二三四五六日天][)）]?)?"
"""Pattern of what may stand behind a day: （星期一）."""


class ClockTime(NamedTuple):
    """A time of day in minutes after 00:00 (24:00 and other zones go beyond the day); None: none was written."""

    minute: int | None = None
    repair: str = ""
    doubtful: bool = False
    offset: int | None = None
    """Minutes ahead of UTC, where the writing says so."""
    second: int = 0
    """Seconds behind the minute, as written."""


NO_CLOCK = ClockTime()


class Stamp(NamedTuple):
    """A day as understood, and the time written beside it."""

    day: date
    repair: str = ""
    doubtful: bool = False
    clock: ClockTime = NO_CLOCK


_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMERAL = pattern(
    r"(?<!\d)[〇零一二三四五六七八九十]+(?=[年月日号时点分])|(?<=月)[〇零一二三四五六七八九十]+"
)
_SEPARATORS = str.maketrans("、,\\_～—–−‑", "../-~----")
_WEEKDAY = pattern(r"\s*\(?(?:星期|礼拜|周)([一二三四五六日天])\)?\s*")
_WEEKDAYS = {sign: number for number, sign in enumerate("一二三四五六日")} | {"天": 6}
_LUNAR = pattern(r"农历|阴历|正月|腊月|冬月|初[一二三四五六七八九十]|大年|除夕|廿")
_SPAN_SIGN = pattern(r"^[日号]?\s*(?:-|~|至|到|起|\.?\d{1,2}[日号])")

_S = r"\s*[-/.年月]\s*"
_YMD = pattern(rf"(\d{{4}})(?:{_S}| )(\d{{1,2}})(?:{_S}| )(\d{{1,2}})(?!\d)\s*[日号]?")
_COMPACT = pattern(r"(\d{4})(\d{2})(\d{2})(?=$|[ T]|\d{4}(?:\d{2})?$)")
_SHORT_YEAR = pattern(rf"'?(\d{{2}}){_S}(\d{{1,2}}){_S}(\d{{1,2}})(?![\d.])\s*[日号]?")
_TWO_DIGITS_LAST = pattern(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})(?![\d.])")
_YEAR_LAST = pattern(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_MONTH_DAY = pattern(r"(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?")
_SHORT = pattern(r"(\d{1,2})[-/.](\d{1,2})(?![-/.\d])\s*[日号]?")
_FOUR = pattern(r"(\d{2})(\d{2})(?= |$)")
_SERIAL = pattern(r"\d{5}(?:\.\d+)?")
_ENGLISH = pattern(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[ -])?({MONTH})[a-z]*[. -]*"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?(?![\d:])[. ]*)?(\d{4}(?![\d:]))?"
)
_ENGLISH_WEEKDAY = pattern(
    r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?[., ]+(?=[\da-z])"
)
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = {name: at for at, name in enumerate(MONTH.split("|"), 1)}
_RELATIVE = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0}
_RELATIVE |= {"明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_RELATIVE |= {"yesterday": -1, "today": 0, "tomorrow": 1}
_RELATIVE_WORD = pattern("|".join(sorted(_RELATIVE, key=len, reverse=True)))
_TONIGHT = pattern(r"^([今昨明])(早|晨|晚)")
_SPAN = pattern(r"\d\s*[日号]?\s*(?:[~至到]|(?<=[日号])-|-(?=\d{1,4}[./月]))\s*\d")
_COUNTED = pattern(r"[-+]\d{1,3}")

_DAYPART = "凌晨|清晨|早上|早晨|早|晨|上午|中午|下午|傍晚|晚上|晚间|夜里|半夜|晚|am|pm"
_TIME = pattern(
    rf"(?:t|at)?\s*({_DAYPART})?\s*(\d{{1,2}})\s*(?::|时|点|h)\s*"
    r"(?:(\d{1,2}|半|一刻|三刻|整)\s*(?:分|m)?\s*(?::?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?\s*(am|pm)?"
    r"\s*(z|(?:gmt|utc)?[+-]\d{2}:?\d{2}|gmt|utc)?"
)
_ZONE_NAME = pattern(r"(?<=\d)\s*\([^()]*\)$")
"""How browsers name the zone behind its offset: GMT+0800 (中国标准时间)."""
_POINT_TIME = pattern(r"(\d{1,2})\.(\d{2})")
_NO_TIME = pattern(r"(?:t? ?00:00:00|12:00:00 ?am)(?:\.0+)?")
"""How programs write a day that has no time; whoever means midnight does not write its seconds."""
_LOCAL_MIDNIGHT = pattern(r"t? ?00:00:00(?:\.0+)? ?(z|(?:gmt|utc)?[+-]\d{2}:?\d{2}|gmt|utc)")
"""The same with the offset of the clock it was written by: a browser's Mon Aug 01 2022 00:00:00 GMT+0800."""
_COMPACT_TIME = pattern(r"t?(\d{2})(\d{2})(\d{2})?")
_PART_ONLY = pattern(rf"({_DAYPART}|左右|前|后|早晨|午后|午)")
_AFTERNOON = ("下午", "傍晚", "晚上", "晚间", "晚", "pm")
_MORNING = ("凌晨", "清晨", "早上", "早晨", "早", "晨", "上午", "am")
_NIGHT = ("晚上", "晚间", "夜里", "半夜", "晚")
_DEEP_NIGHT = ("夜里", "半夜")
"""Parts of the day of which nobody can say whether the evening or the morning is meant."""
_FRACTION = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}


class When(Common):
    """Common to dates and moments: everything but how the time of day is kept."""

    longest = 120
    nothing = frozenset(("无", "没有", "待定", "不清楚", "至今", "未离开", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """Any spelling."""
        stamp = _iso(text) or _spelled(text, field, frame)
        return stamp if isinstance(stamp, Reading) else self._kept(stamp, field, frame)

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """A serial of Excel, 20220808, or 8.8 that Excel took for a number."""
        stamp = _numbered(number, field, frame)
        return stamp if isinstance(stamp, Reading) else self._kept(stamp, field, frame)

    def of_day(self, day: date, field: Field, frame: Frame) -> Reading:
        """A date cell; the reader has already minded the 1904 flag."""
        if not isinstance(day, datetime):
            return self._kept(Stamp(day), field, frame)
        # Fractions of a day come back some microseconds off.
        rounded = day.replace(tzinfo=None, microsecond=0)
        if day.microsecond >= 500_000 and rounded < datetime.max.replace(microsecond=0):
            rounded += timedelta(seconds=1)
        bare = rounded.time() == time()
        clock = NO_CLOCK if bare else ClockTime(rounded.hour * 60 + rounded.minute, second=rounded.second)
        return self._kept(Stamp(rounded.date(), clock=clock), field, frame)

    def of_time(self, at: time, field: Field, frame: Frame) -> Reading:
        """A time without its day."""
        return wrong("moment-no-day", value=at.isoformat("minutes"))

    def _kept(self, stamp: Stamp, field: Field, frame: Frame) -> Reading:
        if not field.earliest_year <= stamp.day.year <= LATEST_YEAR:
            return wrong(
                "date-year", value=stamp.day.isoformat(), earliest=field.earliest_year, latest=LATEST_YEAR
            )
        reading = self.kept(_past_midnight(_here(stamp, frame.zone)))
        if field.happened and not frame.typed and _is_ahead(stamp.day, frame):
            return reading._replace(repair="ahead", doubtful=True)
        return reading

    def kept(self, stamp: Stamp) -> Reading:
        """The stored form."""
        raise NotImplementedError


class DateKind(When):
    """A calendar day."""

    def kept(self, stamp: Stamp) -> Reading:
        """The day; a time written beside it is left out and said so. 24:00 could mean the next day as well."""
        day, repair, doubtful, clock = stamp
        if clock.minute is None or not clock.minute:
            return Reading(day.isoformat(), repair, doubtful)
        shift = clock.minute // MINUTES_A_DAY if clock.repair == "zone" else 0
        if clock.repair in ("zone", "midnight"):
            repair, doubtful = "zone" if clock.repair == "zone" else "time-dropped", True
        return Reading((day + timedelta(shift)).isoformat(), repair or "time-dropped", doubtful)


class MomentKind(When):
    """A day with its time, where that is known."""

    def kept(self, stamp: Stamp) -> Reading:
        """The day and minute; 24:00 is 00:00 of the next day (row 13)."""
        day, repair, doubtful, clock = stamp
        if clock.repair and (repair in ("", "date-spelling") or clock.doubtful):
            repair = clock.repair
        doubtful = doubtful or clock.doubtful
        if clock.minute is None:
            return Reading(day.isoformat(), repair, doubtful)
        days, minute = divmod(clock.minute, MINUTES_A_DAY)
        day += timedelta(days)
        return Reading(f"{day.isoformat()}T{minute // 60:02d}:{minute % 60:02d}", repair, doubtful)

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """With a space before the time: 2022-08-08 07:30."""
        return str(value).replace("T", " ")


def _iso(text: str) -> Stamp | None:
    """The stored forms and 2022-08-08 07:30, quickly; everything else the slow way."""
    if len(text) not in (10, 16) or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    year, month, day = text[:4], text[5:7], text[8:10]
    if not (year.isdigit() and month.isdigit() and day.isdigit()):
        return None
    clock = _iso_clock(text) if len(text) == 16 else NO_CLOCK
    if clock is None:
        return None
    try:
        return Stamp(date(int(year), int(month), int(day)), clock=clock)
    except ValueError:
        return None


def _iso_clock(text: str) -> ClockTime | None:
    """The time behind the day."""
    hours, minutes = text[11:13], text[14:16]
    if text[10] not in "T " or text[13] != ":" or not (hours.isdigit() and minutes.isdigit()):
        return None
    return ClockTime(int(hours) * 60 + int(minutes)) if int(hours) <= 23 and int(minutes) <= 59 else None


def _spelled(text: str, field: Field, frame: Frame) -> Stamp | Reading:
    """A day and perhaps a time in any spelling."""
    bare = spelling.without_zero_tail(spelling.flat(text).casefold()).translate(_SEPARATORS)
    if _LUNAR().search(bare):
        return wrong("date-lunar", value=text)
    bare = _NUMERAL().sub(lambda found: _numeral(found[0]), bare)
    bare = _TONIGHT().sub(r"\1天\2", bare)
    bare, weekday = _without_weekday(_ZONE_NAME().sub("", bare))
    found = _day_at_start(bare, text, field, frame)
    if isinstance(found, Reading):
        return found
    stamp, rest = found
    after = _time_of(rest.strip(" .,"))
    if after is None:
        span = _SPAN_SIGN().match(rest)
        return wrong("date-span" if span else "date-unreadable", value=text)
    if weekday is not None and weekday != stamp.day.weekday():
        return stamp._replace(repair="weekday", doubtful=True, clock=after)
    return stamp._replace(clock=after) if rest else stamp


def _without_weekday(bare: str) -> tuple[str, int | None]:
    if english := _ENGLISH_WEEKDAY().match(bare):
        return bare[english.end() :], _ENGLISH_WEEKDAYS.index(english[1])
    found = _WEEKDAY().search(bare)
    if not found or found.start() == 0:
        return bare, None
    return f"{bare[: found.start()]} {bare[found.end() :]}".strip(), _WEEKDAYS[found[1]]


def _is_ahead(day: date, frame: Frame) -> bool:
    """Whether a day has not come yet, or lies far behind the day on which its sheet was filled in."""
    filled = frame.filled_on or frame.book_day
    if filled is not None and (day - filled).days > AHEAD:
        return True
    return frame.today is not None and day > frame.today


def _numeral(text: str) -> str:
    """二〇二二 → 2022, 十二 → 12, 三十一 → 31, 廿 is lunar and gone by now."""
    if "十" not in text:
        return text.translate(_NUMERALS)
    tens, _, ones = text.partition("十")
    return (tens or "一").translate(_NUMERALS) + (ones or "零").translate(_NUMERALS)


def _day_at_start(bare: str, text: str, field: Field, frame: Frame) -> tuple[Stamp, str] | Reading:
    """The day at the beginning of a text and what stands behind it."""
    if found := _YMD().match(bare) or _COMPACT().match(bare):
        repair = "" if _is_usual(text) else "date-spelling"
        return _dated((int(found[1]), int(found[2]), int(found[3])), text, bare[found.end() :], repair)
    if found := _YEAR_LAST().match(bare):
        return _year_last(found, text, bare, frame)
    if found := _short_years(frame).match(bare):
        return _short_year(found, text, bare, field, frame)
    if found := _MONTH_DAY().match(bare) or _SHORT().match(bare) or _FOUR().match(bare):
        return _no_year(_month_and_day(found, frame), text, bare[found.end() :], field, frame)
    if _SERIAL().fullmatch(bare):
        stamp = _serial(Decimal(bare), text, frame)
        return stamp if isinstance(stamp, Reading) else (stamp._replace(doubtful=True), "")
    if found := _RELATIVE_WORD().match(bare):
        return _relative(_RELATIVE[found[0]], text, bare[found.end() :], frame)
    if _COUNTED().fullmatch(bare):
        return _relative(int(bare), text, "", frame)
    return _in_english(bare, text, field, frame) or _no_day(bare, text)


def _short_years(frame: Frame) -> re.Pattern[str]:
    """How years of two digits stand beside month and day where the school is."""
    return _TWO_DIGITS_LAST() if country_at(frame.zone) else _SHORT_YEAR()


def _no_day(bare: str, text: str) -> Reading:
    """Why nothing was found."""
    if _TIME().fullmatch(bare):
        return wrong("moment-no-day", value=text)
    if _SPAN().search(bare):
        return wrong("date-span", value=text)
    return wrong("date-unreadable", value=text)


_USUAL = pattern(r"\d{4}([-/])\d{1,2}\1\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def _is_usual(text: str) -> bool:
    """Whether the day is written as Excel shows it (2022/8/8, 2022-08-08, with or without a time)."""
    return _USUAL().fullmatch(text) is not None


def _dated(
    said: tuple[int, int, int], text: str, rest: str, repair: str, *, doubtful: bool = False
) -> tuple[Stamp, str] | Reading:
    """The day of a year, month and day, with what stands behind it."""
    try:
        return Stamp(date(*said), repair, doubtful), rest
    except (ValueError, OverflowError):
        return wrong("date-impossible", value=text)


def _month_and_day(found: re.Match[str], frame: Frame) -> tuple[int, int]:
    """Month and day of two numbers: 8月1日 says which is which, else they stand in the order of the country."""
    first, second = int(found[1]), int(found[2])
    country = country_at(frame.zone)
    turned = country and country.day_first and found.re is not _MONTH_DAY()
    return (second, first) if turned else (first, second)


def _year_last(found: re.Match[str], text: str, bare: str, frame: Frame) -> tuple[Stamp, str] | Reading:
    """13.5.2015 can only be the 13th of May; 3-7-2017 could be March or July where no country says which it is."""
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    rest, country = bare[found.end() :], country_at(frame.zone)
    if max(first, second) <= 12 and first != second and not country:
        return wrong("date-two-readings", value=text, one=f"{year}-{first:02d}-{second:02d}",
                     other=f"{year}-{second:02d}-{first:02d}")  # fmt: skip
    usual = _month_and_day(found, frame)
    month, day = usual if max(first, second) <= 12 else (second, first) if first > second else (first, second)
    return _dated((year, month, day), text, rest, "date-order", doubtful=not country or (month, day) != usual)


def _short_year(
    found: re.Match[str], text: str, bare: str, field: Field, frame: Frame
) -> tuple[Stamp, str] | Reading:
    """22.8.8: the year is certain only around the day the sheet was filled in. Elsewhere it stands last: 8/8/22."""
    said: tuple[str, str | int, str | int] = (found[1], found[2], found[3])
    if country_at(frame.zone):
        said = (found[3], *_month_and_day(found, frame))
    return _two_digits(said, text, bare[found.end() :], field, frame)


def _two_digits(
    said: tuple[str, str | int, str | int], text: str, rest: str, field: Field, frame: Frame
) -> tuple[Stamp, str] | Reading:
    """A year of two digits, a month and a day."""
    year, month, day = map(int, said)
    year += 2000
    if field.needs_year:
        by = frame.by
        if by is None:
            return wrong("date-needs-year", value=text)
        year -= 100 if year > by.year else 0
        return _dated((year, month, day), text, rest, "year-short", doubtful=True)
    near = frame.filled_on is not None and abs(year - frame.filled_on.year) <= 1
    return _dated((year, month, day), text, rest, "year-short", doubtful=not near)


def _no_year(
    said: tuple[int, int], text: str, rest: str, field: Field, frame: Frame
) -> tuple[Stamp, str] | Reading:
    """The year of the day of filling in; where that would be far away, the nearer year, to be confirmed."""
    by = frame.by
    if by is None or field.needs_year:
        if isinstance(_dated((2000, *said), text, rest, ""), Reading):  # 2000 had every day a year can have
            return wrong("date-impossible", value=text)
        return wrong("date-needs-year", value=text)
    found = _dated((by.year, *said), text, rest, "year-added", doubtful=frame.filled_on is None)
    if isinstance(found, Reading) or -FAR <= (found[0].day - by).days <= (AHEAD if field.happened else FAR):
        return found
    other = by.year + (1 if found[0].day < by else -1)
    return _dated((other, *said), text, rest, "year-added", doubtful=True)


def _relative(days: int, text: str, rest: str, frame: Frame) -> tuple[Stamp, str] | Reading:
    """昨天 means something only while it is being typed."""
    if not frame.typed or frame.filled_on is None:
        return wrong("date-relative", value=text)
    try:
        return Stamp(frame.filled_on + timedelta(days), "relative"), rest
    except OverflowError:
        return wrong("date-unreadable", value=text)


def _in_english(bare: str, text: str, field: Field, frame: Frame) -> tuple[Stamp, str] | Reading | None:
    found = _ENGLISH().match(bare)
    day = (found[1] or found[3]) if found else None
    if found is None or day is None:
        return None
    if found[1] and found[3]:  # 01-Aug-22
        rest = bare[found.end() :]
        return None if found[4] else _two_digits((found[3], _MONTHS[found[2]], day), text, rest, field, frame)
    if found[4]:
        return _dated(
            (int(found[4]), _MONTHS[found[2]], int(day)), text, bare[found.end() :], "date-spelling"
        )
    said = _no_year((_MONTHS[found[2]], int(day)), text, bare[found.end() :], field, frame)
    if found[1] or isinstance(said, Reading):
        return said
    return said[0]._replace(doubtful=True), said[1]  # Aug-22 may be the month of a year


def _time_of(rest: str) -> ClockTime | None:
    """The time of day in what stands behind the day; None where it is none."""
    if not rest:
        return ClockTime(None)
    if _NO_TIME().fullmatch(rest):
        return ClockTime(None, "date-spelling")
    if found := _LOCAL_MIDNIGHT().fullmatch(rest):
        return ClockTime(0, "no-time", offset=_offset(found[1]))
    if found := _TIME().fullmatch(rest):
        return _clock(found)
    if found := _POINT_TIME().fullmatch(rest):
        return _checked(int(found[1]), int(found[2]), "date-spelling", doubtful=True)
    if found := _COMPACT_TIME().fullmatch(rest):
        read = _checked(int(found[1]), int(found[2]), "date-spelling")
        return read and read._replace(second=int(found[3] or 0))
    return ClockTime(None, "daypart", doubtful=True) if _PART_ONLY().fullmatch(rest) else None


def _clock(found: re.Match[str]) -> ClockTime | None:
    part, hour, with_colon = found[1] or found[5] or "", int(found[2]), ":" in found[0]
    if with_colon and found[3] is None:
        return None
    minute = _minute(found[3] or "整")
    if part in _DEEP_NIGHT or (part in _NIGHT and hour == 12):
        return _checked(24 if hour == 12 else hour, minute, "daypart-read", doubtful=True)
    repair = "daypart-read" if part else "" if with_colon else "date-spelling"
    read = _checked(_hour_of_day(part, hour), minute, repair, doubtful=part in _MORNING and hour > 12)
    return read and read._replace(second=int(found[4] or 0), offset=_offset(found[6]))


def _minute(text: str) -> int:
    """Minutes in digits, or as a part of the hour: 半."""
    fraction = _FRACTION.get(text)
    return int(text) if fraction is None else fraction


def _hour_of_day(part: str, hour: int) -> int:
    """The hour of 24 that a part of the day means: 下午3点 is 15."""
    if (part in _AFTERNOON and hour < 12) or (part == "中午" and hour < 4):
        return hour + 12
    return 0 if part == "am" and hour == 12 else hour


def _offset(zone: str | None) -> int | None:
    """Minutes ahead of UTC that a time is written with: times are the school's local time (INTERFACE §2)."""
    if zone is None:
        return None
    digits = zone.lstrip("gmtuc").replace(":", "")
    if not digits or digits == "z":
        return 0
    return int(f"{digits[0]}1") * (int(digits[1:3]) * 60 + int(digits[3:]))


def _here(stamp: Stamp, zone: tzinfo | None) -> Stamp:
    """A time written with an offset in the school's own time; from another zone it is counted over and asked."""
    minute, offset = stamp.clock.minute, stamp.clock.offset
    if minute is None or offset is None:
        return stamp
    written = datetime.combine(stamp.day, time()) + timedelta(minutes=minute)
    here = (written - timedelta(minutes=offset)).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    if here == written:
        return stamp._replace(clock=NO_CLOCK) if stamp.clock.repair == "no-time" else stamp
    counted = (here - datetime.combine(stamp.day, time())) // timedelta(minutes=1)
    return stamp._replace(clock=ClockTime(counted, "zone", doubtful=True, second=stamp.clock.second))


def _past_midnight(stamp: Stamp) -> Stamp:
    """A midnight that some seconds are lacking of is the day that begins then: 31 July 23:59:17 is 1 August."""
    minute = stamp.clock.minute
    if minute is None or not stamp.clock.second or minute % MINUTES_A_DAY < _NEAR_MIDNIGHT:
        return stamp
    try:
        return Stamp(stamp.day + timedelta(minute // MINUTES_A_DAY + 1), "lost-seconds", doubtful=True)
    except OverflowError:
        return stamp


def _checked(hour: int, minute: int, repair: str, doubtful: bool = False) -> ClockTime | None:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return ClockTime(hour * 60 + minute, "midnight" if hour == 24 and not doubtful else repair, doubtful)


def _numbered(number: int | float, field: Field, frame: Frame) -> Stamp | Reading:
    """What a number cell in a date column can be."""
    text = spelling.digits(number)
    if text is None or number <= 0:
        return wrong("date-unreadable", value=str(number))
    whole = Decimal(text)
    if _plausible_serial(whole, field, frame):
        return _serial(whole, text, frame)
    if text.isdigit():
        return _digits(text, field, frame)
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text)
    if not found:
        return wrong("date-unreadable", value=text)
    month, behind = int(found[1]), found[2]
    if len(behind) == 1 and _is_day(month, int(behind) * 10):
        return wrong("date-two-readings", value=text, one=f"{month}-{behind}", other=f"{month}-{behind}0")
    return _doubtfully(_no_year((month, int(behind)), text, "", field, frame))


def _digits(text: str, field: Field, frame: Frame) -> Stamp | Reading:
    """20220808; 808 and 220808 have lost something and are asked."""
    if len(text) in (8, 12, 14):
        return _spelled(text, field, frame)
    if len(text) in (3, 4):
        return _doubtfully(_no_year((int(text[:-2]), int(text[-2:])), text, "", field, frame))
    if len(text) == 6:
        found = _short_year(_SHORT_YEAR().match(f"{text[:2]}.{text[2:4]}.{text[4:]}"), text, "", field, frame)  # type: ignore[arg-type]  # two digits each always match
        return _doubtfully(found)
    return wrong("date-unreadable", value=text)


def _doubtfully(found: tuple[Stamp, str] | Reading) -> Stamp | Reading:
    if isinstance(found, Reading):
        return found
    return found[0]._replace(doubtful=True, repair="date-from-number")


def _is_day(month: int, day: int) -> bool:
    try:
        return bool(date(2000, month, day))
    except ValueError:
        return False


def _plausible_serial(number: Decimal, field: Field, frame: Frame) -> bool:
    epoch = EPOCH_1904 if frame.epoch_1904 else EPOCH
    first = (date(field.earliest_year, 1, 1) - epoch).days
    last = (date(LATEST_YEAR, 12, 31) - epoch).days
    return max(first, 10_000) <= number < last + 1


def _serial(number: Decimal, text: str, frame: Frame) -> Stamp | Reading:
    """A day counted by Excel; the fraction is the time, rounded to the second before the minute is taken."""
    epoch = EPOCH_1904 if frame.epoch_1904 else EPOCH
    seconds = round(number % 1 * 86_400)
    try:
        day = epoch + timedelta(int(number) + seconds // 86_400)
    except OverflowError:
        return wrong("date-unreadable", value=text)
    minute, second = divmod(seconds % 86_400, 60)
    return Stamp(day, "serial", clock=ClockTime(minute, second=second) if number % 1 else NO_CLOCK)
