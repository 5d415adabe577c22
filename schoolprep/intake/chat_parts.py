"""Chat parts: what stands in one line that a chat collected: 1班王小明妈妈 36.5，昨天从三亚回来, and what each part is.

A part is known by its look, by the heading that stands before it, or by what it speaks of. What lies between parts
that belong together stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import KINDS, when
from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.traditional import simplified
from schoolprep.intake.nobody import is_like_a_name
from schoolprep.intake.vocabulary import Vocabulary

_BETWEEN = re.compile(
    r"(?!(?<=(?<![\d.．])(?:3[4-9]|4[0-2]))(?:[,，。]\d{1,2}|\s\d)(?![\d.．]))[\s,，、;；|+＋。]+"
    r"|(?<=[\u4e00-\u9fff])[-－—~～]+(?=[\d\u4e00-\u9fff])"
)
"""What divides words, and not a temperature written 38,5."""
_LABELLED = re.compile(r"([\u4e00-\u9fff]{1,8})[:：]\s*(.+)", re.DOTALL)
_GLUED = re.compile(r"([\u4e00-\u9fff·]{1,6}?)[(（:：]?(\d.*?)[)）]?")
_CLASS = r"(?:[\u4e00-\u9fff]{0,4}\d{0,2}[.．·-])?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[)）]?班"
_CLASS_FIRST = re.compile(rf"([\u4e00-\u9fff]{{0,4}}[(（]?{_CLASS})([\u4e00-\u9fff·]{{2}}.*)", re.DOTALL)
_VALUE = r"(?:3[4-9]|4[0-2])[.．]\d{1,2}(?:℃|度|°C)?|[√✓✔×✗✘☑✅❌]+|阴性|阳性"
_NAME_FIRST = re.compile(rf"([\u4e00-\u9fff·]{{2,8}}?)[:：(（]?({_VALUE})[)）]?(.*)", re.DOTALL)
_IN_BRACKETS = re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）](.*)", re.DOTALL)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]*")
_OF_ONE, _LIKELY = (2, 3, 4), (3, 2)
"""How many characters a name may have that words follow without a space; those of most names."""
_AND = re.compile(r"[、和/]")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+")
_WESTERN = re.compile(r"[A-Za-z][A-Za-z'’. -]+")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}")
_CLOCK = r"(?:[上下中]午|早上|晚上)?\d{1,2}[:：点时]\d{0,2}分?"
_DAY = re.compile(rf"(?:{when.DAY_IN_TEXT}|{when.BRIEF_DAY})(?:{_CLOCK})?|{_CLOCK}")
_GAP = re.compile(r"[\s,，、;；|+＋。~～—－-]*")
_LEAST = 2
"""Signs of a word that says that somebody is well: 无 alone may be an answer to anything."""
_LONGEST_PLACE, _LONGEST_SIGN = 12, 4
UNDER_DAY = "核酸"
"""What stands behind a day over results (8月8日核酸)."""


class ChatPart(NamedTuple):
    """A part of a line, and where it begins and ends there."""

    text: str
    start: int
    end: int


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heading: str
    pattern: str


class _Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    words: str


class _Journey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    to: str


class ChatHeadings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The headings under which the parts of a line go; see `collected.toml`."""

    name: str
    unit: str
    health: str
    travel: str
    result: str
    sampled: str
    temperature: str
    by: str
    rest: str


class _Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mark: str
    example: str
    relation: str
    decoration: str
    ill: str
    nothing: str
    answers: tuple[str, ...]
    headings: ChatHeadings
    shape: tuple[_Shape, ...]
    topic: tuple[_Topic, ...]
    journey: _Journey


@cache
def _declared() -> _Declared:
    return msgspec.convert(toml.file(Path(__file__).with_name("collected.toml")), _Declared)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one.heading, re.compile(one.pattern.replace("CLASS", _CLASS))) for one in _declared().shape)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(getattr(_declared(), name), re.IGNORECASE)


@cache
def _relation() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[\u4e00-\u9fff·]{{2,8}}?)?(?P<by>{_declared().relation})")


def headings() -> ChatHeadings:
    """The headings under which parts go."""
    return _declared().headings


def is_mark(line: str) -> bool:
    """Whether a line is the one that a chat writes over its list."""
    return _pattern("mark").match(simplified(line)) is not None


def is_only_mark(line: str) -> bool:
    """Whether such a line says nothing else."""
    return _pattern("mark").fullmatch(simplified(line)) is not None


def without_example(line: str) -> tuple[str, bool]:
    """A line without the word that makes it an example, and whether it had one."""
    left = _pattern("example").sub("", simplified(line), count=1)
    return (left, True) if left != simplified(line) else (line, False)


def look(part: str) -> str:
    """The heading of a part by its look; empty where it has none of these."""
    plain = simplified(part)
    return next((head for head, shape in _shapes() if shape.fullmatch(plain)), "")


def answer(part: ChatPart) -> ChatPart:
    """What of a part that is known by its look is the answer: 绿 of 健康码绿."""
    plain = simplified(part.text)
    for _, shape in _shapes():
        if found := shape.fullmatch(plain):
            said = found.groupdict().get("said") or part.text
            return ChatPart(part.text[len(part.text) - len(said) :], part.end - len(said), part.end)
    return part


def topic(told: str) -> str:
    """What a list is about by its title; empty where that says nothing."""
    plain = simplified(told)
    return next((one.about for one in _declared().topic if re.search(one.words, plain)), "")


def is_day(text: str) -> bool:
    """Whether a text is a day or a time of it."""
    return _DAY.fullmatch(text) is not None


def called(text: str) -> tuple[str, str]:
    """Whom a text names, and who of theirs writes (王小明妈妈); the name is empty for 妈妈 alone."""
    found = _relation().fullmatch(text)
    return (found["name"] or "", found["by"]) if found and found["by"] else (text, "")


def is_name(text: str) -> bool:
    """Whether a text can be somebody's name by its length and signs."""
    return _NAME.fullmatch(text) is not None


def may_be_named(text: str) -> bool:
    """Whether a text could be a name, in Latin letters too, or the names of several (王小明和李雷)."""
    several = _AND.split(text)
    names = len(several) > 1 and all(map(is_like_a_name, several))
    return names or is_name(text) or _WESTERN.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Whether a reply says nothing of how somebody is (收到, 8:30, √)."""
    return _pattern("nothing").fullmatch(simplified(text)) is not None


def tells_of_journey(text: str) -> bool:
    """Whether words speak of a journey, wherever it went."""
    return re.search(_declared().journey.words, simplified(text)) is not None


def is_and(text: str) -> bool:
    """Whether what stands between two names says that both are meant (王小明、李雷)."""
    return _AND.fullmatch(text.strip()) is not None


class ChatWords:
    """What the words of chat lists mean: headings, places, signs of illness."""

    def __init__(self, words: Vocabulary, divisions: Divisions) -> None:
        self._words = words
        self._frame = Frame(divisions)
        self._places: dict[str, bool] = {}
        self._own = frozenset(
            (*msgspec.structs.astuple(headings()), *(one.heading for one in _declared().shape))
        )

    def is_heading(self, text: str) -> bool:
        """Whether a text is a heading that somebody may have meant."""
        return text in self._own or bool(self._words.fields(text)) or self._is_hourly(text)

    def is_column(self, text: str) -> bool:
        """Whether a column of that heading is understood, if only as one that carries no answer (序号)."""
        known = self.is_heading(text) or self._words.is_ignored(text)
        return known or self._words.says_more(text) or self._words.tick(text) is not None

    def meant(self, head: str) -> str:
        """A heading, or the one that asks what an unknown one asks (有无发热咳嗽)."""
        if self.is_column(head):
            return head
        about = topic(head)
        own = headings()
        return {"health": own.health, "travel": own.travel}.get(about, head)

    def fits(self, part: str, head: str) -> bool:
        """Whether a part can stand under a heading, by its look; one that looks like nothing can under any."""
        if self._words.is_ignored(head):
            return part.isdigit()
        found = look(part)
        if not found or found == head:
            return True
        if found == headings().temperature:
            return self._is_hourly(head) or any(one.kind == "temperature" for one in self._fields(head))
        return bool(self._words.fields(found).items() & self._words.fields(head).items())

    def _is_hourly(self, head: str) -> bool:
        return self._words.hourly(head) is not None

    def _fields(self, head: str) -> Iterator[Field]:
        for blank, field in self._words.fields(head).items():
            yield self._words.blanks[blank][field]

    # What a part speaks of ------------------------------------------------------------------------------------

    def is_of_illness(self, text: str) -> bool:
        """Whether a text speaks of a sign or an illness."""
        health = self._words.blanks.get("health")
        if _pattern("ill").search(text):
            return True
        return health is not None and bool(self._words.hearing.of(health["remark"]).of(text))

    @cached_property
    def _well(self) -> frozenset[str]:
        health = self._words.blanks.get("health")
        said = (word for word in (health["symptoms"].none_also if health else ()) if len(word) >= _LEAST)
        return frozenset(said) - {"没有"}

    def is_well(self, text: str) -> bool:
        """Whether a text says that somebody is well (正常)."""
        return simplified(text) in self._well

    def is_of_journey(self, text: str) -> bool:
        """Whether a text speaks of a journey: by its words, or by a place that somebody went to."""
        plain, said = simplified(text), _declared().journey
        if tells_of_journey(text):
            return True
        if any(map(self._is_place, filter(None, _BETWEEN.split(plain)))):
            return True
        return any(self._begins_with_place(plain[found.end() :]) for found in re.finditer(said.to, plain))

    def _begins_with_place(self, text: str) -> bool:
        return any(self._is_place(text[:end]) for end in range(_LEAST, min(len(text), _LONGEST_PLACE) + 1))

    def _is_place(self, text: str) -> bool:
        if not _PLACE.fullmatch(text):
            return False
        if text not in self._places:
            travel = self._words.blanks.get("travel")
            reading = KINDS["place"].read(text, travel["place"], self._frame) if travel else None
            self._places[text] = reading is not None and (
                reading.value is not None
                or (reading.problem is not None and reading.problem.code == "kinds.place-several")
            )
        return self._places[text]

    # The parts of a line --------------------------------------------------------------------------------------

    def apart(self, line: str) -> tuple[ChatPart, ...]:
        """The parts of a line, those that were written without a space between them too."""
        parts = [part for start, end in _tokens(line) for part in self._divided(line, start, end)]
        return tuple(one for part in _with_latin(line, parts) for one in self._latin_apart(part))

    def _latin_apart(self, part: ChatPart) -> Iterator[ChatPart]:
        """A name in Latin letters, and what is said of it (Tom Reed has a fever)."""
        words = list(_LATIN.finditer(part.text)) if _WESTERN.fullmatch(part.text) else []
        answers = _declared().answers
        for word in words[1:]:
            rest = part.text[word.start() :]
            said = self.is_of_illness(rest) and not self.is_of_illness(rest[len(word[0]) :])
            if word[0].casefold() in answers or said:
                yield ChatPart(part.text[: word.start()].rstrip(), part.start, part.start + word.start())
                yield ChatPart(rest, part.start + word.start(), part.end)
                return
        yield part

    def label(self, part: str) -> tuple[str, str] | None:
        """The heading that stands before an answer (体温：36.5, 早36.4), and the answer."""
        found = _LABELLED.fullmatch(part) or _GLUED.fullmatch(part)
        return (found[1], found[2]) if found and self.is_heading(found[1]) else None

    def _divided(self, line: str, start: int, end: int) -> Iterator[ChatPart]:
        text = line[start:end]
        if not text:
            return
        spans = () if look(text) or is_day(text) or self.label(text) else self._inside(text)
        if not spans:
            yield ChatPart(text, start, end)
            return
        for first, last in spans:
            yield from self._divided(line, start + first, start + last)

    def _inside(self, text: str) -> Sequence[tuple[int, int]]:
        """Where the parts of a text stand that was written without spaces; nothing where it is one."""
        if found := _CLASS_FIRST.fullmatch(text):
            return found.span(1), found.span(2)
        found = _NAME_FIRST.fullmatch(text)
        if found and (is_like_a_name(called(found[1])[0]) or (called(found[1])[0] and not found[3])):
            return found.span(1), found.span(2), found.span(3)
        glued = _GLUED.fullmatch(text) or _LABELLED.fullmatch(text)
        if glued and look(glued[2]):
            return glued.span(1), glued.span(2)
        bracketed = _IN_BRACKETS.fullmatch(text)
        if bracketed:
            return bracketed.span(1), bracketed.span(2), bracketed.span(3)
        return self._said_of(text)

    def _said_of(self, text: str) -> Sequence[tuple[int, int]]:
        """A name and what is said of it right behind (王小明发烧了); nothing where it is no such text."""
        named = [at for at in _OF_ONE if len(text) >= at + _LEAST and is_like_a_name(text[:at])]
        found = next((at for at in named if self._says_plainly(text[at:])), 0)
        likely = (at for at in _LIKELY if at in named and self._begins_to_say(text[at:]))
        found = found or next(likely, 0)
        return ((0, found), (found, len(text))) if found else ()

    def _says_plainly(self, rest: str) -> bool:
        """Whether words say that all is well, or begin with a sign as forms call it."""
        return self.is_well(rest) or any(
            self._words.tick(rest[:end]) for end in range(_LEAST, _LONGEST_SIGN + 1)
        )

    def _begins_to_say(self, rest: str) -> bool:
        """Whether words speak of somebody's health, or of a journey, from their first sign on."""
        heard = next((end for end in range(_LEAST, len(rest) + 1) if self.is_of_illness(rest[:end])), 0)
        if heard:
            return not self.is_of_illness(rest[1:heard])
        return re.match(_declared().journey.to, simplified(rest)) is not None and self.is_of_journey(rest)


@cache
def _gaps() -> re.Pattern[str]:
    """What stands between words: separators and decorations, but for those that say something."""
    said = _declared()
    return re.compile(
        rf"(?:{_BETWEEN.pattern}|(?!{said.ill}){said.decoration}|(?={said.ill})|(?<={said.ill}))+"
    )


def _tokens(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _gaps().finditer(line):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < len(line):
        yield at, len(line)


def _with_latin(line: str, parts: Sequence[ChatPart]) -> Iterator[ChatPart]:
    """The parts; words in Latin letters that follow each other are one (Tom Reed)."""
    run: ChatPart | None = None
    for part in parts:
        latin = _LATIN.fullmatch(part.text) is not None
        if run is not None and latin and line[run.end : part.start].isspace():
            run = ChatPart(line[run.start : part.end], run.start, part.end)
            continue
        if run is not None:
            yield run
        run = part if latin else None
        if not latin:
            yield part
    if run is not None:
        yield run


def lie_together(line: str, one: ChatPart, other: ChatPart) -> bool:
    """Whether nothing but a gap lies between two parts."""
    between = _gaps().sub("", line[one.end : other.start])
    return _GAP.fullmatch(between) is not None


def joined(line: str, parts: Iterable[ChatPart]) -> Iterator[str]:
    """Parts as they are written: those that lie together with what stands between them."""
    run: ChatPart | None = None
    for part in parts:
        if run is not None and lie_together(line, run, part):
            run = ChatPart(line[run.start : part.end], run.start, part.end)
            continue
        if run is not None:
            yield run.text
        run = part
    if run is not None:
        yield run.text
