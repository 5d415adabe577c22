"""Orders: measures with the days of their rulers, and the custody that answers them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import File, Link
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import say
from schoolprep.loop.chain import CustodyChain, begins
from schoolprep.loop.steps import step_of
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.timeline.scene import LabelOf, Mark, MarkLook, Rows, RulerDay, now
from schoolprep.verdicts.verdict import Finding, Verdict


def measure_marks(verdict: Verdict, explain: Explainer) -> tuple[list[Mark], list[RulerDay], int]:
    """Each chain of measures in a row of its own with its ruler; the same is drawn once."""
    marks: list[Mark] = []
    ruler: list[RulerDay] = []
    seen: set[tuple[str, ...]] = set()
    row, returning = 0, 0
    for finding in verdict.findings:
        chain = tuple(measure.id for measure in finding.measures)
        if not chain or chain in seen:
            continue
        seen.add(chain)
        if finding.earliest == verdict.may_return_on:
            returning = row
        marks += _chain_marks(finding, row, explain, verdict.on)
        ruler += _chain_ruler(finding, row, explain)
        row += 1
    return marks, ruler, returning


def _chain_marks(finding: Finding, row: int, explain: Explainer, on: Moment) -> Iterator[Mark]:
    for measure in finding.measures:
        start = measure.starts * MINUTES_A_DAY
        open_end = measure.ends is None
        last = max(on.day, measure.starts) if measure.ends is None else measure.ends
        name = explain.measure(measure.kind)
        days = (
            "" if measure.ends is None else say("scene.days", explain.lang, n=measure.ends - measure.anchor)
        )
        tip = f"{explain.measure_line(measure)}\n{explain.sentence(finding)}"
        record = finding.evidence[0] if finding.evidence else ""
        look: MarkLook = "measure_past" if last < on.day else "measure"
        end = (last + 1) * MINUTES_A_DAY
        text = " ".join(part for part in (name, days) if part)
        yield Mark("measures", row, start, end, look, text, tip, record, open_end=open_end)


def _chain_ruler(finding: Finding, row: int, explain: Explainer) -> Iterator[RulerDay]:
    taken: set[Day] = set()
    for measure in finding.measures:
        tests = {test.on: test for test in measure.tests}
        last = max(tests, default=measure.starts) if measure.ends is None else measure.ends
        for day in range(measure.starts, last + 1):
            if day in taken:
                continue  # the last day of one stage is day 0 of the next
            taken.add(day)
            test = tests.get(day)
            number = day - measure.anchor
            tip = say("scene.day-n", explain.lang, day=explain.day(day), n=number)
            if test is not None:
                tip += "\n" + say(f"rules.test-{test.state}", explain.lang)
            yield RulerDay(row, day, number, test, tip)


def custody_marks(file: File, word: LabelOf, lang: Lang, on: Moment) -> Iterator[Mark]:
    """The links of the chain of custody, in time; one without a receiver says so."""
    rows = Rows()
    links = [link for link in CustodyChain(file.links).links if link.starts or link.ends]
    for number, link in enumerate(links):
        start, of = begins(link), step_of(link.step)
        short = of.form == "act"
        end = start if short else _link_end(link, max(now(on), start))
        row = rows.take(start, end)
        step = word("custody", "step", link.step) if link.step else say("scene.unknown", lang)
        where = " ".join(part for part in (link.place, link.room) if part)
        look = "act" if short else cast(MarkLook, f"custody_{number % 3 + 1}")
        lacking = link.receiver is None and of.handed
        lines = [f"{step} {where}".strip(), _link_when(link, lang)]
        if link.giver or link.receiver:
            unknown = say("scene.unknown", lang)
            giver, receiver = link.giver or unknown, link.receiver or unknown
            lines.append(say("scene.handed", lang, giver=giver, receiver=receiver))
        elif lacking:
            lines.append(say("scene.no-receiver", lang))
        text = f"{where or step}" + (f" · {say('scene.no-receiver', lang)}" if lacking else "")
        yield Mark(
            "custody", row, start, end, "custody_gap" if lacking else look, step if short else text,
            "\n".join(lines), link.record, open_end=link.ends is None and not short,
        )  # fmt: skip


def _link_end(link: Link, today: int) -> int:
    return today if link.ends is None else link.ends.latest


def _link_when(link: Link, lang: Lang) -> str:
    start = moment(link.starts, lang) if link.starts else say("scene.unknown", lang)
    if step_of(link.step).form == "act":
        return start
    return f"{start} — {moment(link.ends, lang) if link.ends else say('scene.until-now', lang)}"
