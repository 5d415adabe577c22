"""Findings: contacts, tests and temperatures as marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.facts.file import File
from schoolprep.facts.file import Test as SampledTest
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import listed, say
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.timeline.scene import NOON, LabelOf, Mark, MarkLook, Rows, point


def contact_marks(file: File, word: LabelOf, lang: Lang) -> Iterator[Mark]:
    """Each notice of a contact, on its day; with room for its word."""
    rows = Rows()
    for contact in sorted(
        file.contacts, key=lambda contact: contact.last_on.earliest if contact.last_on else 0
    ):
        if contact.last_on is None:
            continue
        at = point(contact.last_on)
        row = rows.take(at, at + 5 * MINUTES_A_DAY)  # room for its word
        name = word("contact", "category", contact.category) if contact.category else ""
        who = say("scene.linked", lang, name=contact.linked) if contact.linked else ""
        tip = "\n".join(part for part in (name, moment(contact.last_on, lang), who) if part)
        yield Mark("contacts", row, at, at, "contact", name, tip, contact.record)


def test_marks(file: File, word: LabelOf, lang: Lang) -> Iterator[Mark]:
    """Each sample on its day; several of a day beside each other."""
    before: dict[Day, int] = {}
    for test in sorted(file.tests, key=lambda test: test.sampled.earliest if test.sampled else 0):
        if test.sampled is None:
            continue
        day = test.sampled.day
        number = before.get(day, 0)
        before[day] = number + 1
        at = day * MINUTES_A_DAY + NOON
        look = cast(MarkLook, f"test_{test.result or 'unknown'}")
        yield Mark("tests", 0, at, at, look, "", _test_tip(test, word, lang), test.record, level_line=number)


def _test_tip(test: SampledTest, word: LabelOf, lang: Lang) -> str:
    assert test.sampled is not None
    result = word("test", "result", test.result) if test.result else say("scene.unknown", lang)
    lines = [say("scene.sampled", lang, at=moment(test.sampled, lang), result=result)]
    if test.reported is not None:
        lines.append(say("scene.reported", lang, at=moment(test.reported, lang)))
    return "\n".join(lines)


def temperature_marks(file: File, explain: Explainer, fever: float | None) -> Iterator[Mark]:
    """Each day's warmest temperature, its symptoms and medicine; `fever`: °C from which it is one."""
    lang = explain.lang
    for health in sorted(file.health, key=lambda health: health.day or 0):
        if health.day is None:
            continue
        taken = [t for t in (health.morning, health.noon, health.evening) if t is not None]
        told = " · ".join(f"{t:.1f} ℃" for t in taken) or say("scene.not-taken", lang)
        lines = [explain.day(health.day), told]
        if health.symptoms:
            lines.append(listed((say(f"rules.symptom-{code}", lang) for code in health.symptoms), lang))
        if health.antipyretic:
            lines.append(say("scene.antipyretic", lang))
        at = health.day * MINUTES_A_DAY + NOON
        warm = health.warmest
        hot = warm is not None and fever is not None and warm >= fever
        look: MarkLook = "symptom" if health.symptoms else "fever" if hot else "normal"
        yield Mark("temperature", 0, at, at, look, "", "\n".join(lines), health.record, value=warm)
