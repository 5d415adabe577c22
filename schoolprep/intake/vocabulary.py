"""Vocabulary: what the words of a heading mean, over all blanks at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.blank import Blank, Blanks, Field, Hourly, NameHalf
from schoolprep.facts.forgetting import remembered
from schoolprep.facts.heading_words import heading_key, heading_path, heading_start, without_remarks
from schoolprep.facts.headings import computed
from schoolprep.facts.kinds import spelling, when
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.mentions import Hearing
from schoolprep.facts.traditional import simplified
from schoolprep.intake.purpose import NO_FORMS, Purposes
from schoolprep.intake.tables import shown

Fields = Mapping[str, str]
"""Blank id → field: a heading may mean something to several blanks (姓名, 备注)."""
_NO_FIELDS: Fields = {}

_TICK = re.compile(r"^(?:是否有|是否|有无|有没有|出现|目前有无|今日有无|有)?(.+?)(?:症状|现象)?$")
_OR = re.compile(r"[/或、]")
_PERIOD = re.compile(
    r"^(?:近|最近|过去|前|返校前)*(\d{1,2})(?:\(\d{1,2}\))?(?:日|天)(?:内|之内|以内|来)?(?:的)?"
)
_SINCE = re.compile(
    rf"^(?:自|从)?({when.DAY_IN_TEXT}|\d{{1,2}}[./]\d{{1,2}}日?)(?:以来|至今|起|以后|之后|后)(?:的)?"
)
_NEUTRAL = ("表", "情况", "信息", "资料", "名单", "台账", "统计", "登记", "概况", "项目", "内容", "栏")
_SOMEBODY = re.compile(
    r"家长|监护|同住|居住人|生活人|班主任|联系人|负责人|父|母|密接|病例|家庭成员|同行|填报|填表"
)
_SAYS_WHOSE = re.compile(r"学生|本人|家长|监护|孩子|幼儿")
"""A heading that begins so says itself whose answer it is, whatever stands over it (家长手机 under 联系)."""
_TAIL = re.compile(r"(?:基本)?(?:信息|情况|资料)$")
_SHORTEST_LATIN = 3
"""Letters of a known heading that says nothing inside another one: am stands in name."""
_SPACED, _GAPS = 2, (" ", "  ", "   ", "    ", "\u3000", "\u3000\u3000")
"""Headings of so many characters are drawn apart (姓  名)."""
_PLAIN_GROUP = re.compile(
    r"(?:data|form|group|grp|section|sec|page|part|step|basic|general|info|details?|demographics?|personal|person"
    r"|identity|student|pupil|child|learner|participant|patient|user)\w*",
    re.IGNORECASE,
)
"""Groups in a program's name for a question that do not make it somebody else's: student/name, person.firstName."""
_TITLE = 13
"""From this many characters on, what stands over headings is a title and no part of them."""

PLACE_LEVELS: Mapping[str, tuple[str, ...]] = {
    "province": (
        "省", "省份", "省级", "省市", "省(区、市)", "省(自治区)", "省/自治区", "省(自治区、直辖市)", "省自治区直辖市",
        "所在省", "所在省份",
    ),
    "city": (
        "市", "城市", "地市", "市级", "地级市", "市(州)", "市州", "地市州", "所在市", "所在城市",
    ),
    "county": (
        "县", "区", "县区", "区县", "县级", "县(市、区)", "县(市区)", "区(县)", "县(区)", "区/县", "县/区", "市县区",
        "县市区", "所在县区", "所在区县",
    ),
    "town": (
        "街道", "乡镇", "街道乡镇", "乡镇街道", "街道(乡镇)", "乡(镇、街道)", "街道/乡镇", "乡镇/街道", "镇街",
    ),
}  # fmt: skip
"""How the columns of a place's levels are called, the widest first."""
_LEVEL_OF = {heading_key(heading): level for level, headings in PLACE_LEVELS.items() for heading in headings}


class DaysAsked(NamedTuple):
    """The days that a heading asks for (近14天旅居史, 8月1日以来是否外出), and its other words."""

    days: int
    """So many before the day of answering; 0: it does not say."""
    since: str
    """The first of them, as it is written."""
    rest: str

    @property
    def says(self) -> bool:
        """Whether it asks for days at all."""
        return bool(self.days or self.since)


class Denied(NamedTuple):
    """A heading that asks the opposite of a field: a no is a yes, for the days it asks for."""

    blank: str
    field: str
    asked: DaysAsked


class Tick(NamedTuple):
    """A heading that is one choice of a field, answered with yes or no."""

    blank: str
    field: str
    word: str


class HourlyHeading(NamedTuple):
    """A heading that leaves open which of several fields of a blank it is."""

    blank: str
    of: Hourly

    @property
    def targets(self) -> tuple[str, ...]:
        """The fields as choices name them."""
        return tuple(target(self.blank, field) for field in self.of.fields)


class Vocabulary:
    """Looks headings up; what was looked up once is remembered, most sheets repeat each other."""

    def __init__(self, blanks: Blanks, class_forms: Purposes = NO_FORMS) -> None:
        """`class_forms`: the purposes of the program's own class forms, by which such a sheet is known."""
        self.blanks = blanks
        self.class_forms = class_forms
        self.ignored = frozenset(heading_key(word) for one in blanks.values() for word in one.ignored)
        self._computed = computed()
        self._found: dict[str, Fields] = {}
        self.hearing = Hearing(blanks)

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Every heading that answers something, as sheets usually write it: a look at it costs nothing."""
        return _spelled(
            one for blank in self.blanks.values() for field in blank.field for one in field.all_headings
        )

    @cached_property
    def names_spelled(self) -> frozenset[str]:
        """Those of a person's name."""
        person = self.blanks.get("person")
        return _spelled(person["name"].all_headings if person else ())

    def fields(self, heading: str) -> Fields:
        """What a heading means to each blank; empty where it means nothing to any."""
        found = self._found.get(heading)
        if found is None:
            found = self._found[heading] = self._own(heading) or self._at_end(heading) or _NO_FIELDS
        return found

    def _own(self, heading: str) -> dict[str, str]:
        return {one.id: name for one in self.blanks.values() if (name := _field_of(one, heading))}

    def _at_end(self, heading: str) -> dict[str, str]:
        """What a program's name for a question means, by its last part: student/name, but not mother/name."""
        path = heading_path(heading)
        found = self._own(path[-1]) if path else {}
        if found and not all(map(_PLAIN_GROUP.fullmatch, path[:-1])):
            found.pop("person", None)
        return found

    def half(self, heading: str) -> NameHalf | None:
        """Which part of a person's name a heading asks for (Surname); None where it asks for none."""
        person = self.blanks.get("person")
        return next((half for one in self._ends(heading) if person and (half := person.half_of(one))), None)

    def of_whom(self, heading: str) -> str:
        """The word for the one of whom a heading says its answer is (父亲电话); empty where it says none."""
        person = self.blanks.get("person")
        return next((word for one in self._ends(heading) if person and (word := person.whose_of(one))), "")

    def _ends(self, heading: str) -> tuple[str, ...]:
        return heading, *heading_path(heading)[-1:]

    def is_ignored(self, heading: str) -> bool:
        """Whether a heading is understood and carries no answer (序号)."""
        return heading_key(heading) in self.ignored

    def is_computed(self, heading: str) -> bool:
        """Whether this program writes what it found out itself under a heading (判定): it is told, never taken in."""
        return heading_key(heading) in self._computed

    def denied(self, heading: str) -> Denied | None:
        """The field of which a heading asks the opposite: 14天内有无旅居史."""
        asked = asked_for(heading)
        blank_field = self._denials.get(heading_key(asked.rest))
        return Denied(*blank_field, asked) if blank_field else None

    def hourly(self, heading: str) -> HourlyHeading | None:
        """Which of several fields a heading may be that leaves their hour open (体温)."""
        known = self._hourly
        return known.get(heading_key(heading)) or known.get(heading_key(without_remarks(heading)))

    def under_day(self, heading: str) -> Fields:
        """What a heading means where a day stands over or beside it."""
        key = heading_key(heading)
        return {
            one.id: field.name
            for one in self.blanks.values()
            for field in one.field
            if key and key in map(heading_key, field.under_day)
        }

    def is_of_a_day(self, heading: str) -> bool:
        """Whether a day beside a heading is that of its answers, and no part of what it asks."""
        daily = (self.blanks[blank].column_day for blank in self.fields(heading))
        return any(daily) or bool(self.under_day(heading)) or self.hourly(heading) is not None

    def hours_in(self, text: str) -> list[str]:
        """The words of a text that say the hour of its answers; none where it says several."""
        if not self.hour_told(text):
            return []
        plain = simplified("".join(text.split())).casefold()
        said = (
            word
            for one in self.blanks.values()
            for hourly in one.hourly
            for hour in hourly.hours
            for word in hour.words
        )
        return [word for word in said if word in plain]

    def says_more(self, heading: str) -> bool:
        """Whether a heading that is no field's is known all the same: it denies one, or leaves open which it is."""
        return self.denied(heading) is not None or self.hourly(heading) is not None

    def hour_told(self, text: str) -> str:
        """The field whose hour a title or name says (晨检); empty where it says none, or several."""
        found: set[str] = set()
        for one in self.blanks.values():
            for hourly in one.hourly:
                found |= _hours(hourly, simplified("".join(text.split())).casefold())
        return found.pop() if len(found) == 1 else ""

    def tick(self, heading: str) -> Tick | None:
        """The choice a heading names: 有无发热, 干咳."""
        found = _TICK.match(heading_key(heading))
        if found is None:
            return None
        parts = [self._ticks.get(part) for part in _OR.split(spelling.word(found[1]))]
        first = parts[0]
        if first is None or any(part is None or part[:2] != first[:2] for part in parts):
            return None
        return first._replace(word="或".join(part.word for part in parts if part))

    def words_in(self, heading: str) -> list[str]:
        """The choices that follow each other in a heading without marks between them: 咽痛流涕咳嗽."""
        rest, words = spelling.word(heading_start(heading)), []
        while rest:
            word = next((word for word in self._longest_ticks if rest.startswith(word)), "")
            if not word:
                return []
            words.append(word)
            rest = rest[len(word) :].lstrip("、,，/和及与或")
        return words

    def near(self, heading: str) -> list[tuple[str, str]]:
        """Blank and field of the longest known heading that stands inside this one, best first: a guess."""
        key = heading_key(heading)
        inside = [
            (len(known), one.id, name)
            for one in self.blanks.values()
            for known, name in one.known_headings.items()
            if len(known) > (_SHORTEST_LATIN if known.isascii() else 1) and known in key
        ]
        return list(dict.fromkeys((blank, name) for _, blank, name in sorted(inside, key=lambda f: -f[0])))

    def is_topic(self, blank: Blank, heading: str) -> bool:
        """Whether a heading names the matter of a blank, and so shows that a sheet answers that one too."""
        plain = simplified(heading).casefold()
        return any(word in plain for word in blank.topics)

    def blank_named(self, text: str) -> Blank | None:
        """The blank whose sheet or title is called so."""
        return self._named.get(heading_key(text))

    def says_nothing(self, upper: str) -> bool:
        """Whether words over headings are a title, of the page or of a part of it, that names no blank."""
        return is_title(upper) and self.blank_named(_TAIL.sub("", simplified(upper))) is None

    def levels(self, levels: tuple[str, ...]) -> tuple[Fields, bool]:
        """What the levels of a heading mean together, and whether that is certain.

        The words are joined (共同居住人 over 健康码, 体温 over 早), else the lowest counts where those above it are
        a title (基本信息) or name its blank (核酸检测 over 结果). Otherwise it is a guess: 姓名 under 班主任 is not.
        """
        if len(levels) == 1:
            return self.fields(levels[0]), True
        *above, last = map(simplified, levels)
        for upper in ("".join(above), above[-1], _TAIL.sub("", above[-1])):
            for joined in (upper + last, last + upper):
                if found := self.fields(joined):
                    return found, True
        found = self.fields(last)
        if not found:
            return found, True
        named = self.blank_named(above[-1]) or self.blank_named(_TAIL.sub("", above[-1]))
        if named and named.id in found:
            return {named.id: found[named.id]}, True
        return found, _SAYS_WHOSE.match(last) is not None and not _SOMEBODY.search("".join(above))

    @cached_property
    def _named(self) -> Mapping[str, Blank]:
        return {
            heading_key(name): one
            for one in self.blanks.values()
            for name in (*one.all_sheets, *(one.title[lang] for lang in languages.beside()))
        }

    @cached_property
    def _denials(self) -> Mapping[str, tuple[str, str]]:
        return {
            heading_key(words): (one.id, field.name)
            for one in self.blanks.values()
            for field in one.field
            for words in field.denied_by
        }

    @cached_property
    def _hourly(self) -> Mapping[str, HourlyHeading]:
        return {
            heading_key(heading): HourlyHeading(one.id, hourly)
            for one in self.blanks.values()
            for hourly in one.hourly
            for heading in hourly.headings
        }

    @cached_property
    def _ticks(self) -> Mapping[str, Tick]:
        return {
            spelling.word(word): Tick(one.id, field.name, choice.label.source)
            for one in self.blanks.values()
            for field in one.field
            if field.ticked
            for choice in field.choices
            for word in (*(choice.label[lang] for lang in languages.beside()), *choice.also)
        }

    @cached_property
    def _longest_ticks(self) -> list[str]:
        return sorted((word for word in self._ticks if len(word) > 1), key=len, reverse=True)


def _spelled(headings: Iterable[str]) -> frozenset[str]:
    """Headings with what is usually drawn around them and into them."""
    plain = set(headings)
    spaced = {gap.join(word) for word in plain if len(word) == _SPACED for gap in _GAPS}
    return frozenset(form for word in plain | spaced for form in (word, f"{word}:", f"{word}：", f"*{word}"))


def _hours(hourly: Hourly, text: str) -> set[str]:
    """The fields whose hours a text names; words that speak of several are no word for one of them."""
    if any(word in text for word in hourly.several):
        return set()
    return {hour.field for hour in hourly.hours if any(word in text for word in hour.words)}


def hour_alone(hourly: Hourly, cell: Writing) -> str:
    """The field whose hour a cell says that says nothing else (晨, 午检); empty where it says none, or several."""
    text = simplified("".join(shown(cell).split())).casefold()
    found = {hour.field for hour in hourly.hours if text in hour.alone} or _hours(hourly, text)
    return found.pop() if len(found) == 1 else ""


def measured_daily(blanks: Blanks) -> str:
    """The heading of what is measured every day (体温), without its hour; empty where no blank asks it."""
    daily = (one.hourly[0].headings[0] for one in blanks.values() if one.sheet_day and one.hourly)
    return next(daily, "")


@remembered(20_000)
def asked_for(heading: str) -> DaysAsked:
    """The days that a heading asks for."""
    plain = without_remarks(_opened(heading_start(heading)))
    if since := _SINCE.match(plain):
        return DaysAsked(0, since[1], plain[since.end() :])
    period = _PERIOD.match(plain)
    return DaysAsked(int(period[1]), "", plain[period.end() :]) if period else DaysAsked(0, "", plain)


def _field_of(blank: Blank, heading: str) -> str:
    """The field of a blank that a heading means; a place, also for so many days."""
    if name := blank.field_of(heading):
        return name
    asked = asked_for(heading)
    name = blank.field_of(asked.rest) if asked.says else ""
    return name if name and blank[name].kind == "place" else ""


def is_title(text: str) -> bool:
    """Whether words over a heading say nothing about whose answer stands under it."""
    flat = simplified("".join(text.split()))
    return len(flat) >= _TITLE or (flat.endswith(_NEUTRAL) and not _SOMEBODY.search(flat))


def level_of(heading: str) -> str:
    """The level of a place that a heading asks for (省, 区县); empty where it asks for none."""
    return _LEVEL_OF.get(heading_key(heading), "")


def target(blank: str, field: str) -> str:
    """A field as choices name it."""
    return f"{blank}.{field}"


def field_at(blanks: Blanks, target: str) -> Field | None:
    """The field that a choice names; None where there is none such (a blank of a newer program)."""
    blank, _, name = target.partition(".")
    return blanks[blank].fields.get(name) if blank in blanks else None


def _opened(heading: str) -> str:
    """A heading whose bracket behind a number is another number of days: 7(14)天 → 14天; the longer period counts."""
    flat = simplified(unicodedata.normalize("NFKC", heading))
    return re.sub(r"(\d{1,2})\((\d{1,2})\)(?=[日天])", lambda both: str(max(map(int, both.groups()))), flat)
