"""Findings: contacts, tests, illnesses and temperatures as marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import File
from schoolprep.facts.file import Test as SampledTest
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import listed, say
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.timeline.scene import NOON, LabelOf, Mark, MarkLook, Rows, now, point


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


def illness_marks(file: File, explain: Explainer, on: Moment) -> Iterator[Mark]:
    """Each illness from its first day to the end of its symptoms, else to the moment judged for."""
    rows, lang = Rows(), explain.lang
    for ill in file.illnesses:
        begins = min(map(point, filter(None, (ill.onset, ill.rash, ill.positive, ill.seen))), default=None)
        if begins is None or begins > now(on):
            continue
        over = ill.symptoms_gone is not None and point(ill.symptoms_gone) <= now(on)
        end = max(
            point(ill.symptoms_gone) if ill.symptoms_gone and over else now(on), begins + MINUTES_A_DAY // 8
        )
        name = str(explain.disease("disease", ill.disease or ""))
        since = say("scene.onset", lang, at=moment(ill.onset, lang)) if ill.onset else ""
        gone = say("scene.gone", lang, at=moment(ill.symptoms_gone, lang)) if ill.symptoms_gone else ""
        tip = "\n".join(filter(None, (name, since, gone)))
        row = rows.take(begins, end)
        yield Mark(
            "illness", row, begins, end, "ill", name, tip, ill.record, ill.onset is None, open_end=not over
        )


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
