"""Told: how an answer was understood, in the words that stand beside it: → 2022-08-01 周一."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forms.editors.base import EditorTools
from forms.words import dates
from forms.words.tr import lang, say
from schoolprep.facts import kinds
from schoolprep.facts.blank import Field, KindName
from schoolprep.facts.days import Moment
from schoolprep.facts.kinds import Reading, identity
from schoolprep.facts.record import Answers, Value

_ARROW = "→ "


def told(field: Field, writing: str, reading: Reading, answers: Answers, tools: EditorTools) -> str:
    """The words; empty where nothing was understood or the writing says it all."""
    if reading.value is None:
        return ""
    shown = kinds.write(field, reading.value, lang(), tools.divisions)
    same = shown == writing.strip()
    more = _MORE.get(field.kind, _nothing)(field, reading.value, answers, tools)
    parts = ["" if same else shown, more, say("repairs.derived") if reading.repair == "derived" else ""]
    text = " ".join(part for part in parts if part)
    return text if same or not text else _ARROW + text


def _weekday(field: Field, value: Value, answers: Answers, tools: EditorTools) -> str:
    return dates.weekday(Moment.parse(str(value)).day)


def _place(field: Field, value: Value, answers: Answers, tools: EditorTools) -> str:
    """The code, and the level the place had: on the day it was left, else on the day judged for."""
    code = str(value)
    when = answers.get(field.year_of)
    level = tools.level(code, Moment.parse(when).day if isinstance(when, str) else tools.today())
    told = say("editors.level_then", level=say(f"rules.level-{level}")) if level else ""
    return " · ".join(part for part in (code if code[:1].isdigit() else "", told) if part)


def _identity(field: Field, value: Value, answers: Answers, tools: EditorTools) -> str:
    """What the number tells, so that a slip is seen: birth date and sex."""
    number = str(value)
    kind = str(answers.get(field.default_of, "")) or identity.type_of(number)
    sex = identity.sex(number, kind)
    told = (identity.born(number, kind), say(f"editors.sex_{sex}") if sex else "")
    return " · ".join(part for part in told if part)


def _degrees(field: Field, value: Value, answers: Answers, tools: EditorTools) -> str:
    return "℃"


def _nothing(field: Field, value: Value, answers: Answers, tools: EditorTools) -> str:
    return ""


_MORE: Mapping[KindName, Callable[[Field, Value, Answers, EditorTools], str]] = {
    "date": _weekday,
    "moment": _weekday,
    "place": _place,
    "identity": _identity,
    "temperature": _degrees,
}
