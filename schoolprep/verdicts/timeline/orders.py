"""Orders: measures with the days of their rulers, and the custody that answers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import File, Link
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import say
from schoolprep.loop.chain import CustodyChain, begins
from schoolprep.loop.measure import DueTest, Measure, MeasureKind
from schoolprep.loop.steps import step_of
from schoolprep.loop.testing import URGENCY
from schoolprep.verdicts.explain import Explainer, moment
from schoolprep.verdicts.timeline.scene import LabelOf, Mark, MarkLook, Rows, RulerDay, now
from schoolprep.verdicts.verdict import Verdict

_Span = tuple[MeasureKind, Day, Day | None]


class _Chain(NamedTuple):
    """The stages of one order, as they are drawn in one row, and why they were ordered."""

    stages: tuple[Measure, ...]
    why: str
    record: str
    holds: bool = False
    earliest: Day | None = None
    """The first day of return by the finding behind it."""

    @property
    def spans(self) -> frozenset[_Span]:
        """What days are shown of what."""
        return frozenset(map(_span, self.stages))


def measure_marks(
    verdict: Verdict, ordered: Sequence[Measure], explain: Explainer, shown: range
) -> tuple[list[Mark], list[RulerDay], int | None]:
    """The chains that hold, each in a row with its ruler, then those that are over; the same days are drawn once.

    And the row by which the person may return; None where no measure holds.
    """
    chains = [*_holding(verdict, explain), *_over(verdict, ordered, explain, shown)]
    rows = _once(chains)
    marks: list[Mark] = []
    ruler: list[RulerDay] = []
    for row, chain in enumerate(rows):
        marks += _chain_marks(chain, row, chains, explain, verdict.on)
        ruler += _chain_ruler(chain, row, chains, explain)
    return marks, ruler, _returning(rows, chains, verdict.may_return_on)


def _holding(verdict: Verdict, explain: Explainer) -> Iterator[_Chain]:
    for finding in verdict.findings:
        if finding.measures:
            record = finding.evidence[0] if finding.evidence else ""
            yield _Chain(
                finding.measures, explain.sentence(finding), record, holds=True, earliest=finding.earliest
            )


def _over(verdict: Verdict, ordered: Sequence[Measure], explain: Explainer, shown: range) -> Iterator[_Chain]:
    """What was ordered, holds no more and was not counted anew, as far as the days shown."""
    known = {one.id for one in verdict.measures} | {id_ for one in ordered for id_ in one.recounts}
    chains: dict[tuple[str, str], list[Measure]] = {}
    for one in ordered:
        if one.id not in known and (one.ends is None or one.ends >= shown.start) and one.starts < shown.stop:
            chains.setdefault((one.rule, one.ground), []).append(one)
    for (_, ground), stages in chains.items():
        why = f"{explain.ordered_by(stages[0])}\n{explain.citing.ordering(stages[0])}"
        yield _Chain(tuple(stages), why, ground)


def _once(chains: list[_Chain]) -> list[_Chain]:
    """Without those whose days another shows as well."""

    def covers(at: int, place: int) -> bool:
        other, one = chains[at], chains[place]
        more = one.spans < other.spans or (one.spans == other.spans and at < place)
        return more and other.holds >= one.holds

    return [
        one for place, one in enumerate(chains) if not any(covers(at, place) for at in range(len(chains)))
    ]


def _returning(rows: list[_Chain], chains: list[_Chain], day: Day | None) -> int | None:
    if not any(row.holds for row in rows):
        return None
    by = [one.spans for one in chains if one.holds and one.earliest == day]
    return max((at for at, row in enumerate(rows) if any(spans <= row.spans for spans in by)), default=0)


def _span(measure: Measure) -> _Span:
    return measure.kind, measure.starts, measure.ends


def _alike(measure: Measure, chains: list[_Chain]) -> Iterator[tuple[_Chain, Measure]]:
    """The stages of all chains that are the same days of the same."""
    return ((one, stage) for one in chains for stage in one.stages if _span(stage) == _span(measure))


def _chain_marks(
    chain: _Chain, row: int, chains: list[_Chain], explain: Explainer, on: Moment
) -> Iterator[Mark]:
    for measure in chain.stages:
        start = measure.starts * MINUTES_A_DAY
        open_end = measure.ends is None
        last = max(on.day, measure.starts) if measure.ends is None else measure.ends
        name = explain.measure(measure.kind)
        days = (
            "" if measure.ends is None else say("scene.days", explain.lang, n=measure.ends - measure.anchor)
        )
        over = last < on.day or not chain.holds
        line = explain.measure_line(measure)
        told = say("scene.over", explain.lang, measure=line) if over else line
        tip = "\n".join((told, *dict.fromkeys(one.why for one, _ in _alike(measure, chains))))
        look: MarkLook = "measure_past" if over else "measure"
        end = (last + 1) * MINUTES_A_DAY
        text = " ".join(part for part in (name, days) if part)
        yield Mark("measures", row, start, end, look, text, tip, chain.record, open_end=open_end)


def _chain_ruler(chain: _Chain, row: int, chains: list[_Chain], explain: Explainer) -> Iterator[RulerDay]:
    taken: set[Day] = set()
    for measure in chain.stages:
        tests = _tests(stage for _, stage in _alike(measure, chains))
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


def _tests(stages: Iterable[Measure]) -> dict[Day, DueTest]:
    """The test days of all of them; of a day that several ask for the most urgent."""
    tests: dict[Day, DueTest] = {}
    for test in sorted((test for one in stages for test in one.tests), key=_urgency):
        tests.setdefault(test.on, test)
    return tests


def _urgency(test: DueTest) -> int:
    return URGENCY.index(test.state)


def custody_marks(file: File, word: LabelOf, lang: Lang, on: Moment) -> Iterator[Mark]:
    """The links of the chain of custody, in time; one without a receiver says so."""
    rows = Rows()
    links = [link for link in CustodyChain(file.links).links if link.starts or link.ends]
    for number, link in enumerate(links):
        start, short = begins(link), step_of(link.step).form == "act"
        end = start if short else _link_end(link, max(now(on), start))
        row = rows.take(start, end)
        step = word("custody", "step", link.step) if link.step else say("scene.unknown", lang)
        where = " ".join(filter(None, (link.place, link.room)))
        look = "act" if short else cast(MarkLook, f"custody_{number % 3 + 1}")
        text = step if short else (where or step)
        if gap := _gap(link, lang):
            look, text = "custody_gap", text if short else f"{text} · {gap}"
        lines = (f"{step} {where}".strip(), _link_when(link, lang), _handed(link, lang) or gap)
        yield Mark(
            "custody", row, start, end, look, text, "\n".join(filter(None, lines)), link.record,
            open_end=link.ends is None and not short,
        )  # fmt: skip


def _handed(link: Link, lang: Lang) -> str:
    """Who handed over to whom, where either is known."""
    if not (link.giver or link.receiver):
        return ""
    unknown = say("scene.unknown", lang)
    return say("scene.handed", lang, giver=link.giver or unknown, receiver=link.receiver or unknown)


def _gap(link: Link, lang: Lang) -> str:
    """That nobody took over, where somebody has to."""
    lacking = link.receiver is None and step_of(link.step).handed
    return say("scene.no-receiver", lang) if lacking else ""


def _link_end(link: Link, today: int) -> int:
    return today if link.ends is None else link.ends.latest


def _link_when(link: Link, lang: Lang) -> str:
    start = moment(link.starts, lang) if link.starts else say("scene.unknown", lang)
    if step_of(link.step).form == "act":
        return start
    return f"{start} — {moment(link.ends, lang) if link.ends else say('scene.until-now', lang)}"
