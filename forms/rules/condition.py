"""Condition: the dated conditions of an illness as indented words: 满足全部 / 满足任意一项 / 较晚的一个."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from forms.words.tr import lang, listed, say
from schoolprep.facts import languages
from schoolprep.rules.pack import Condition, Dates
from schoolprep.rules.pack.conditions import UNITS, Event


class ConditionLine(NamedTuple):
    """One line of a condition, indented by its depth."""

    depth: int
    text: str


def told(one: Condition, depth: int = 0, start: str = "") -> Iterator[ConditionLine]:
    """A condition in words, line by line; `start` stands before its first line (是：)."""
    if one.all_of or one.any_of:
        yield ConditionLine(depth, start + say("rulespage.all_of" if one.all_of else "rulespage.any_of"))
        for part in one.all_of or one.any_of:
            yield from told(part, depth + 1)
    elif one.when is not None:
        yield ConditionLine(depth, start + say("rulespage.when", asked=say(f"illness.lacks-{one.when}")))
        for key, answer in (("rulespage.then", one.then), ("rulespage.otherwise", one.otherwise)):
            if answer is not None:
                yield from told(answer, depth + 1, say(key))
    else:
        yield ConditionLine(depth, start + _leaf(one))


def _leaf(one: Condition) -> str:
    for name in UNITS:
        if (n := getattr(one, name)) is not None and one.after is not None:
            return say(
                f"rulespage.after_{name}" if n else "rulespage.after_at_once", n=n, event=_event(one.after)
            )
    if one.document is not None or one.assessed is not None:
        return say("rulespage.paper", paper=say(f"illness.lacks-{one.document or one.assessed}"))
    if one.negatives is not None:
        return _negatives(one)
    return say("rulespage.symptom_free" if one.symptom_free else "rulespage.nothing_asked")


def _negatives(one: Condition) -> str:
    own = [
        word for word in one.specimens if word.isascii() == languages.of(lang()).latin
    ]  # each word stands in both languages
    specimens = listed(own or one.specimens) or say("rulespage.any_specimen")
    text = say("rulespage.negatives", n=one.negatives or 0, specimens=specimens)
    if one.apart_hours:
        text += say("rulespage.apart_hours", n=one.apart_hours)
    if one.apart_days:
        text += say("rulespage.apart_days", n=one.apart_days)
    return text


def _event(after: Event | Dates) -> str:
    if isinstance(after, str):
        return say(f"illness.lacks-{after}")
    events = listed(_event(one) for one in after.the_later or after.the_earlier)
    return say("rulespage.the_later" if after.the_later else "rulespage.the_earlier", events=events)
