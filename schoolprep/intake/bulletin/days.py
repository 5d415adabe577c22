"""Days: since when and until when, as notices write it beside their places and before them; the day of a notice."""

from __future__ import annotations

import re

from schoolprep.facts import kinds
from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import Frame, when
from schoolprep.facts.text import Same, Written

DATE = rf"{when.DAY_IN_TEXT}{when.WEEKDAY_BESIDE}"
_ANY_DATE = rf"{DATE}|{when.BRIEF_DAY}"
"""Between words that can only stand around a day."""
_WHOLE = rf"{when.WHOLE_DAY}{when.WEEKDAY_BESIDE}"
HOUR = r"(?:\s*(?:凌晨|上午|下午|晚间?)?(?:\d{1,2}(?:[时点]|[:∶]\d{2}时?)(?:\d{1,2}分)?|零[时点]))?"
_DAYPART = r"(?:凌晨|上午|下午|晚间|晚)?"
_INCLUDED = r"(?:\(含[^()]{0,3}\))?"
_SPAN = re.compile(rf"[自从]?({DATE}){HOUR}(?:至|到|-|—|~)({DATE}){HOUR}")
_SINCE = re.compile(
    rf"(?:[自从](?P<from>{_ANY_DATE}){HOUR}{_INCLUDED}(?:起|以来|开始|之后|以后|(?=被?[划调列升降]))"
    rf"|(?P<since>{DATE}){HOUR}{_INCLUDED}(?:起|以来|开始|之后|以后|已发布)),?"
)
_UNTIL = re.compile(rf"({DATE}){HOUR}(?:解除|起解除|解封)")
_LEFT = re.compile(rf"(?:{DATE}).*")
_NOTICE_DAY = re.compile(
    r"[自从]?(?:即日|本?(?:通告|公告|通知|通报)?(?:发布|公布|印发)(?:之[日时])?)(?:起|始)(?:,|实施|执行)?"
)
"""From the day of the notice on, whichever that is."""
_DAYS = re.compile(rf"({DATE}){HOUR}(?![时点\d])")
_BARE_DAY = re.compile(rf"(?<![\d月年./-])(\d{{1,2}}[日号]){HOUR}起")
"""A day without its month."""
_PLAIN = re.compile(rf"(?:^|[,;:。\s(])(?:截至|截止)?({DATE}){HOUR}{_DAYPART}(?=[,\s]|$)")
_BEHIND = re.compile(rf"自?({DATE}){HOUR}起(?:开始)?(?:执行|实施|施行|生效)")
_AS_OF = re.compile(rf"(?:截至|截止)[^\d]{{0,4}}({DATE})\s*({HOUR})")
_REMINDS = re.compile(rf"[自从]?({DATE}){HOUR}{_INCLUDED}以来,?")

_PUBLISHED = re.compile(
    r"(?:截至|截止|发布时间|更新时间|发布日期|公布时间|填报日期|时间|日期|来源)[^\d。;]{0,12}"
    rf"({_WHOLE})\s*({HOUR})"
)
_STAMPED = re.compile(rf"^[^。;]{{0,20}}?({_WHOLE})\s+(\d{{1,2}}:\d{{2}})")
"""How pages begin: day and time, then their source."""
_DATED = re.compile(
    rf"^(?:[^:;。,]*?(?:名单|通告|公告|通报|通知|提示|提醒|情况|地区|风险|汇总|发布|疫情)[^:;。,]*?\(?|\()?({_WHOLE})\s*({HOUR})\)?$"
)
"""A title with its day behind it or in brackets, or a line that is a day and nothing else."""
_SIGNED = re.compile(rf"^{_WHOLE}$")
_PUBLISHED_ON = Field("published_at", "date", (), Written({"zh": "发布时间", "en": "Published at"}), Same())


def spans_out(text: str) -> tuple[str, str, str]:
    """First and last day in a text, and the text without them and the brackets they stood in."""
    since = until = ""
    if span := _SPAN.search(text):
        since, until = span[1], span[2]
        text = _SPAN.sub("", text)
    elif end := _UNTIL.search(text):
        until = end[1]
        text = _UNTIL.sub("", text)
    if not since and (start := _SINCE.search(text)):
        since = start["from"] or start["since"]
        text = _SINCE.sub("", text)
    return since, until, re.sub(r"\(\s*\)|\[\s*\]", "", text)


def piece_days(piece: str) -> tuple[str, str, str]:
    """As `spans_out`; a day in a shape of its own is handed on as it stands, to be read or refused."""
    since, until, bare = spans_out(piece)
    if left := _LEFT.search(bare):
        return since or left[0].strip(" ()"), until, bare[: left.start()].rstrip(" (")
    return since, until, bare


def is_a_day(since: str, until: str, bare: str) -> bool:
    """Whether nothing but a day is written."""
    return bool(since or until) and not bare.strip(" ()")


def in_force(text: str) -> str | None:
    """The day that what stands behind a text is in force from: the nearest; "" is the notice's own, None is no word."""
    found = max(
        (one for shape in (_SINCE, _NOTICE_DAY, _BARE_DAY) for one in shape.finditer(text)),
        key=lambda one: one.end(),
        default=None,
    )
    if found is None:
        return _plain(text)
    if found.re is _SINCE:
        return str(found["from"] or found["since"])
    return str(found[1]) if found.re is _BARE_DAY else _plain(text[: found.start()]) or ""


def begins(text: str) -> bool:
    """Whether a text says since when what follows it is in force, not only on which day it was said."""
    return any(shape.search(text) for shape in (_SINCE, _NOTICE_DAY, _BARE_DAY))


def _plain(text: str) -> str | None:
    """The last day that stands by itself between commas (7月11日，兰州市将…)."""
    return next((str(one[1]) for one in reversed(list(_PLAIN.finditer(text)))), None)


def behind(text: str) -> str:
    """The day from which a sentence says that what stands before it is in force (自…起执行); else empty."""
    found = _BEHIND.search(text)
    return str(found[1]) if found else ""


def as_of(text: str) -> str:
    """The day a text says that it lists things as of (截至8月8日8时); empty where it says none."""
    found = _AS_OF.search(text)
    return str(found[1]) if found else ""


def without(text: str) -> str:
    """The text without its days and what makes them first or last ones."""
    for shape in (_SPAN, _SINCE, _NOTICE_DAY, _BARE_DAY, _DAYS):
        text = shape.sub(" ", text)
    return text


def named(text: str) -> frozenset[str]:
    """All days of a text but those it lists things as of."""
    return frozenset(str(one[1]) for one in _DAYS.finditer(_AS_OF.sub(" ", text)))


def roles(text: str) -> frozenset[str]:
    """The days of a text since when it says that something is so."""
    return frozenset(str(one["from"] or one["since"]) for one in _SINCE.finditer(text))


def is_from_notice(text: str) -> bool:
    """Whether a text says that something is so from the day of its notice on."""
    return _NOTICE_DAY.search(text) is not None


def last_end(text: str) -> int:
    """Where the last words that say since when end; 0 where there are none."""
    return max(
        (one.end() for shape in (_SINCE, _NOTICE_DAY, _BARE_DAY, _PLAIN) for one in shape.finditer(text)),
        default=0,
    )


def reminders(text: str) -> list[tuple[str, int, int]]:
    """Each day since when people are reminded to report (7月27日以来…): its writing, where it begins and ends."""
    return [(str(one[1]), one.start(), one.end()) for one in _REMINDS.finditer(text)]


def published(line: str) -> tuple[str, str] | None:
    """Day (ISO) and time a line says a text was published at; None where it says nothing of the kind.

    The day is empty where the calendar has no such day, or another weekday for it.
    """
    found = _PUBLISHED.search(line) or _STAMPED.match(line) or _DATED.match(line)
    if found is None:
        return None
    return _day(str(found[1])), _clock(str(found[2]))


def signs(line: str) -> bool:
    """Whether a line is a day and nothing else, as a notice ends."""
    return _SIGNED.match(line) is not None


def kind_of(line: str) -> str:
    """Whether a line with the day of a text signs what stands above it, is a list's (截至…), or heads what is below."""
    if signs(line):
        return "signed"
    return "list" if is_list_day(line) else "headed"


def is_list_day(line: str) -> bool:
    """Whether a line's day is that of a list (截至…), which may be another than its publication's."""
    return _AS_OF.search(line) is not None


def iso(written: str) -> str:
    """A day with its year as ISO; one without as it is written."""
    return (written and _day(written)) or written


def _day(written: str) -> str:
    """A date with its year as ISO; empty where the calendar has no such day, or another weekday for it."""
    reading = kinds.read(_PUBLISHED_ON, written, Frame(Divisions()))
    return "" if reading.doubtful or reading.value is None else str(reading.value)


def _clock(written: str) -> str:
    """15时, 15:30, 15时30分 as 15:00, 15:30; empty where nothing is written."""
    digits = re.findall(r"\d+", written)
    return f"{int(digits[0]):02d}:{int(digits[1]) if len(digits) > 1 else 0:02d}" if digits else ""
