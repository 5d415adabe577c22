"""Summary: a record on one line: what makes it this statement and no other, then whatever else it says."""

from __future__ import annotations

from datetime import tzinfo

from forms.words import dates
from forms.words.answers import value_of
from forms.words.tr import lang, say
from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.days import local
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.record import Answers, Record, Value

_TO = " → "
_BETWEEN = " · "


def main(blank: Blank, answers: Answers, divisions: Divisions) -> str:
    """Its key and what is chosen: 海南省三亚市吉阳区 7月25日 → 8月1日."""
    follows = _follows(blank)
    parts: list[str] = []
    for field in blank.field:
        if field.name in follows.values() or field.name not in answers or not _in_main(blank, field):
            continue
        told = _named(field, answers[field.name], divisions)
        then = follows.get(field.name, "")
        if then in answers:
            told += _TO + value_of(blank.fields[then], answers[then], divisions)
        elif then and field.name in blank.key and blank.id in ("travel", "custody"):
            told += _TO + say("people.until_now")
        parts.append(told)
    return _BETWEEN.join(parts) or say("people.record_empty")


def more(blank: Blank, answers: Answers, divisions: Divisions) -> str:
    """The other answers, each with its label."""
    follows = _follows(blank)
    shown = [field for field in blank.field if field.name in answers and not _in_main(blank, field)]
    return _BETWEEN.join(
        f"{field.label[lang()]} {value_of(field, answers[field.name], divisions)}"
        for field in shown
        if field.name not in follows.values() or not _first_of(follows, field.name) & answers.keys()
    )


def filed(record: Record, zone: tzinfo | None) -> str:
    """Who filed it and when, by the school's clocks: 王老师 8月4日 10:21."""
    return say("people.filed_by", author=record.author, when=written(record, zone))


def written(record: Record, zone: tzinfo | None) -> str:
    """When it was filed: 8月4日 10:21."""
    at = local(record.written, zone)
    return f"{dates.short(at.day)} {dates.clock(at)}"


def newest_first(blank: Blank, records: list[Record]) -> list[Record]:
    """By the first date of the blank that is answered, else by the time of filing."""
    dated = [field.name for field in blank.field if field.kind in ("date", "moment")]

    def key(record: Record) -> tuple[str, str]:
        answers = record.answers or {}
        return (max((str(answers[name]) for name in dated if name in answers), default=""), record.id)

    return sorted(records, key=key, reverse=True)


def _in_main(blank: Blank, field: Field) -> bool:
    return field.name in blank.key or field.kind == "choice" or (not blank.many and field.name == "name")


def _named(field: Field, value: Value, divisions: Divisions) -> str:
    """A yes or no needs its question beside it."""
    if field.kind == "yes_no":
        return field.label[lang()] if value else f"{field.label[lang()]} {value_of(field, value, divisions)}"
    return value_of(field, value, divisions)


def _follows(blank: Blank) -> dict[str, str]:
    """Which date ends what another begins: arrived → left; where several follow one, none does."""
    pairs: dict[str, list[str]] = {}
    for pair in blank.in_order:
        if pair.first in blank.key:
            pairs.setdefault(pair.first, []).append(pair.then)
    return {first: then[0] for first, then in pairs.items() if len(then) == 1}


def _first_of(follows: dict[str, str], then: str) -> set[str]:
    return {first for first, second in follows.items() if second == then}
