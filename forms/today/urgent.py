"""Urgent: what cannot wait today, in the order in which it cannot: positive cases, hand-overs to nobody, clusters."""

from __future__ import annotations

from collections.abc import Iterable

from forms.pages.page import Wanted
from forms.today.signals_card import SignalLine
from forms.words.tr import lang, listed, say
from forms.words.units import unit_of_person
from schoolprep.desk import Desk
from schoolprep.desk.alarms import Alarm, alarms
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Filling
from schoolprep.verdicts import signalling

_NAMED = 5
"""So many people of an alarm are named."""


def urgent(desk: Desk, on: Moment) -> list[SignalLine]:
    """Every line of the card, each with whom it is about."""
    found = alarms(desk.judging.cases(on), desk.rules.in_force(on).source, on)
    return [*(_alarm(desk, one) for one in found), *_clusters(desk, on)]


def _alarm(desk: Desk, alarm: Alarm) -> SignalLine:
    count = len(alarm.people)
    names = listed(_who(desk, subject) for subject in alarm.people[:_NAMED])
    key = f"today.alarm_{alarm.kind}" + ("_many" if count > _NAMED else "")
    wanted = Wanted(alarm.people, says=f"today.asked_{alarm.kind}", facts={"n": count})
    return SignalLine(alarm.kind, say(key, n=count, names=names), count, say("today.at_once"), wanted)


def _who(desk: Desk, subject: str) -> str:
    person = desk.people.file(subject).person
    return say("today.who", unit=unit_of_person(person), name=person.name)


def _clusters(desk: Desk, on: Moment) -> Iterable[SignalLine]:
    explain = desk.judging.explainer(on, lang())
    for at, signal in enumerate(desk.judging.signals(on)):
        count = len(signal.people)
        facts: dict[str, Filling] = {"title": signalling.title(signal, explain), "n": count}
        wanted = Wanted(signal.people, says="today.asked_signal", facts=facts)
        told = signalling.sentence(signal, explain)
        yield SignalLine(str(at), told, count, signalling.due(signal, explain), wanted)
