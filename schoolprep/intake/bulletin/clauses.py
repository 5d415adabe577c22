"""Clauses: what a sentence of a notice says of places: which level they get, have or lose, and where they are named.

A clause is places and a level that is its own: 将甲、乙划定为高风险区；将丙由高风险区降为中风险区;
现有高风险区2个：甲、乙.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from schoolprep.intake.bulletin import days
from schoolprep.intake.bulletin.passages import TextSpan, outside

_LEVEL = (
    r"(?:(?<!降)[高中低]风险(?:等级)?(?:地区|区域|区)?|涉疫(?:地区|区域|区)?|常态化(?:防控)?(?:地区|区域|区)?"
    r"|(?:封控|临时管控|管控)(?:区域|区))"
)
_SEVERAL = re.compile(r"[高中低](?:[、和]?[高中低])+风险(?:地区|区域|区)?|[高中低][、和](?=[高中低]风险)")
"""Levels named together; they are nobody's."""
_EXCEPT = re.compile(
    r"\((?:除|不含|不包括)[^()]*\)|除[^,、;()]{1,20}(?:以外|之外|外)|除高、中[^,;()]{1,16}外"
)
"""What a place is without: the level named there is another one's."""
_VERBS = (
    r"(?:调整降级|调整升级|调整|升级|降级|划定|划分|划|列|认定|判定|确定|定|上调|下调|调|提升|提级|下降|上升|"
    r"升|降|变更|转)"
)
_BECOMES = re.compile(
    rf"(?:[从由]原?(?:疫情)?{_LEVEL})?(?:的?(?:疫情)?风险等级)?(?:被|均|都|整体|统一|再次)*"
    rf"(?:{_VERBS}(?:为|成|至|到)|(?<![分认以])为)(?:疫情)?(?P<level>(?>{_LEVEL}))(?!\s*\d+个|\s*[、和及]\s*[高中低]风险|内|人员|旅居|外溢|的)"
)
_LISTS = re.compile(
    rf"(?:\d+个)?(?:疫情)?(?P<level>{_LEVEL})(?:名单|如下|情况)*\(?(?:共计?|计)?(?:\d+个)?\)?(?:\(涉及[^()]*\))?"
    r"(?:,?(?:(?:分别)?为|分别是|包括|有):?|:|——)(?!\s*\d+个)"
)
_HEADS = re.compile(
    rf"^(?P<before>[^,。;:、]{{0,16}}?)(?:疫情|新增|现有|的)*(?P<level>{_LEVEL})"
    rf"(?:{_VERBS}(?:为|成|至|到)(?:疫情)?(?P<becomes>{_LEVEL}))?"
    r"(?:名单|列表|一览表|清单|情况|范围)?[\s:]*\(?(?:共计?|计)?(?:\d+个|\d+处|清零)?\)?[\s:]*$"
)
_NO_HEAD = re.compile(
    r"[由从将被仍]|部分|以下|.{2}(?:调整|划定)为|[\d一二两三四五六七八九十多]地$|些|解除|取消|撤销|哪"
)
_COUNTED = re.compile(rf"(?P<places>.*?)的?(?:\d+|[一二两三四五六七八九十]+)个{_LEVEL}$")
_MADE_SO = re.compile(rf"{_VERBS}(?:为|成|至|到)(?:疫情)?$")
_IN_BRACKETS = re.compile(rf"\s*{_LEVEL}\((?P<places>.+)\)\s*$")
_NOT = re.compile(r"(?:不再|不|无需|未)\w{0,4}$")
_SINCE_BEHIND = re.compile(rf"[自从]({days.DATE}){days.HOUR}被?$")
_LIFTS = re.compile(
    rf"(?:解除|取消|撤销)(?!标准|条件|规定|隔离|后)(?=[^。]*(?:{_LEVEL}|管控|封控))|{_LEVEL}解除(?:管控|封控)"
)
_LIFTED = re.compile(rf"(?:解除|取消|撤销)(?P<places>.*?)的?{_LEVEL}(?:管控|管理|措施)*,?$")
_MARKS = re.compile(r"(?:将|把)(?!军|来|台|乐县)")
_ANY = re.compile(_LEVEL)
_MEASURE = re.compile(r"连续\s*\d+\s*[天日]|无新增|未发现|原则上|一般以|符合.{0,12}条件")
_BEFORE_PLACES = re.compile(r"^(?:\(\d+个\):|,?(?:分别)?(?:为|是|包括|有):?)")
_BEHIND = re.compile(rf"[^,;:。]{{2,40}}?\s*:?\s*(?P<level>{_LEVEL})\s*(?:\(.*\))?$")

ClauseKind = Literal["becomes", "lists", "lifts"]


class Clause(NamedTuple):
    """Places that get a level (`becomes`), are said to have one (`lists`) or lose theirs (`lifts`)."""

    kind: ClauseKind
    level: str
    """As the sheet 风险地区 writes it: 高风险, 涉疫, 常态化, 管控."""
    places: TextSpan
    before: TextSpan
    """What stands before the places: who says it and since when."""
    marked: bool
    """Whether 将 says where the places begin."""
    since: str = ""
    """The day where it stands behind the places (甲街道自8月2日被划定为…)."""


class Head(NamedTuple):
    """A line over a list: the level of what stands below, and what is written before it (a place, perhaps)."""

    level: str
    before: str


def head(line: str) -> Head | None:
    """What a line says of the list below it; None where it is no such line."""
    bare = _plain(line).strip(" 【】[]()<>《》")
    found = _HEADS.match(bare)
    if found is None or _NO_HEAD.search(found["before"]):
        return None
    return Head(level(found["becomes"] or found["level"]), found["before"].strip())


def level(written: str) -> str:
    """A level as the sheet writes it."""
    if written[0] in "高中低":
        return f"{written[0]}风险"
    return next(word for word in ("涉疫", "常态化", "封控", "管控") if word in written)


def names_level(text: str) -> bool:
    """Whether any level is named, whosever it is."""
    return _ANY.search(text) is not None


def names_several(text: str) -> re.Match[str] | None:
    """Levels named together, as in the title over lists of several."""
    return _SEVERAL.search(text)


def lifts(text: str) -> bool:
    """Whether a sentence ends something: which entry that was is not in it."""
    return _LIFTS.search(text) is not None


def clauses(text: str, sentence: TextSpan) -> Iterator[Clause]:
    """The clauses of a sentence, in their order."""
    plain = _plain(text)
    marks = _marks(plain, sentence)
    at = sentence.start
    for number, mark in enumerate(marks):
        limit = marks[number + 1].start() if number + 1 < len(marks) else sentence.end
        if mark.re is _LISTS:
            made_so = _MADE_SO.search(plain, at, mark.start())  # 高风险区降为中风险区（6个）：…
            yield Clause(
                "becomes" if made_so else "lists",
                level(mark["level"]),
                TextSpan(mark.end(), limit),
                TextSpan(at, mark.start()),
                marked=True,
            )
            at = limit
            continue
        yield _becoming(plain, TextSpan(at, mark.start()), mark)
        at = mark.end()
        if follows := _BEFORE_PLACES.match(plain[at:limit]):  # 5个街道升级为中风险地区，分别是：…
            yield Clause(
                "becomes",
                level(mark["level"]),
                TextSpan(at + follows.end(), limit),
                TextSpan(sentence.start, at),
                marked=True,
            )
            at = limit


def _marks(plain: str, sentence: TextSpan) -> list[re.Match[str]]:
    """Where a sentence says a level, none inside another; over places that a verb follows it is the verb's."""
    found = [one for shape in (_BECOMES, _LISTS) for one in shape.finditer(plain, *sentence)]
    apart: list[re.Match[str]] = []
    for mark in sorted(found, key=lambda one: (one.start(), -one.end())):
        if apart and mark.start() < apart[-1].end():
            continue
        if (
            apart
            and apart[-1].re is _LISTS
            and mark.re is _BECOMES
            and ";" not in plain[apart[-1].end() : mark.start()]
        ):
            apart.pop()
        apart.append(mark)
    return apart


def _plain(text: str) -> str:
    """The text with what is nobody's level blotted out."""
    blotted = _EXCEPT.sub(lambda found: "\0" * len(found[0]), text)
    return _SEVERAL.sub(lambda found: "\0" * len(found[0]), blotted)


def _becoming(text: str, span: TextSpan, mark: re.Match[str]) -> Clause:
    """The places before a verb: behind 将, else behind the day or the colon before them."""
    if behind := _SINCE_BEHIND.search(text, *span):
        return Clause(
            "becomes",
            level(mark["level"]),
            TextSpan(span.start, behind.start()),
            TextSpan(span.start, span.start),
            marked=False,
            since=behind[1],
        )
    if _NOT.search(text, *span):
        return Clause("lifts", level(mark["level"]), span, span, marked=False)
    begun = next((found.end() for at in outside(text, span) if (found := _MARKS.match(text, at))), None)
    if begun is not None:
        return Clause(
            "becomes",
            level(mark["level"]),
            TextSpan(begun, span.end),
            TextSpan(span.start, begun),
            marked=True,
        )
    start = span.start + days.last_end(text[span.start : span.end])
    start = max((at + 1 for at in outside(text, TextSpan(start, span.end)) if text[at] == ":"), default=start)
    places, before = TextSpan(start, span.end), TextSpan(span.start, start)
    if lifted := _LIFTED.search(text, *span) or _IN_BRACKETS.match(text, *places):
        places = TextSpan(*lifted.span("places"))
    return Clause("becomes", level(mark["level"]), places, before, marked=False)


class LevelBehind(NamedTuple):
    """A level that stands behind the place of a line (三亚市吉阳区 中风险（8月1日起）)."""

    level: str
    places: TextSpan
    days: str
    """What is written behind it."""


def only_counts(places: str) -> str:
    """The divisions of which a clause only counts what changed (将天山区的7个高风险区调整为…); else empty."""
    found = None if "等" in places else _COUNTED.match(places)
    return found["places"] if found else ""


def level_behind(text: str, span: TextSpan) -> LevelBehind | None:
    """The level behind the place of a line; None where there is none."""
    found = _BEHIND.match(text, *span)
    if found is None:
        return None
    return LevelBehind(
        level(found["level"]),
        TextSpan(found.start(), found.start("level")),
        text[found.end("level") : span.end],
    )


def is_measure(text: str) -> bool:
    """Whether a sentence says what must be before a level changes (连续7天无新增…), and changes none."""
    return _MEASURE.search(text) is not None
