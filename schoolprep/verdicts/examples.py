"""Examples: every rule carries its own, and they are run before a pack may be trusted (`schoolprep rules test`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, cast

from schoolprep.facts import area, blank
from schoolprep.facts.area import Area, Areas, Level
from schoolprep.facts.days import Day, Moment, day_of, hour_of, iso
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import Binder, File
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.text import Text
from schoolprep.loop.measure import Measure
from schoolprep.rules.pack import (
    AnyRule,
    Carried,
    Cluster,
    Example,
    InForce,
    Library,
    Pack,
    Transition,
    load,
    varied,
)
from schoolprep.verdicts.judge import NO_RULES, Rules, compile_rule, compile_rules, judge
from schoolprep.verdicts.judge.cluster import Signal, signals
from schoolprep.verdicts.judge.course import Courses
from schoolprep.verdicts.verdict import Finding, Verdict

REGION = "140802"
"""The examples' school stands in 运城 盐湖区."""


Difference = tuple[str, str, str]
"""Field of the example's `expect` (or its sentence), what it says, what came out."""


class Miss(NamedTuple):
    """An example that did not come out as it says."""

    pack: str
    rule: str
    example: Text
    field: str
    expected: str
    got: str


def run(pack: Pack, divisions: Divisions, library: Library | None = None) -> Iterator[Miss]:
    """Run every example of every rule of a pack, of its variants and of its transitions, each by itself.

    `library` has the earlier packs the transitions speak of; without it the program's own. Raises `CallError` for a
    variant that cannot be applied.
    """
    for rule in pack.rule:
        for one in (rule, *(varied(rule, variant) for variant in rule.variant)):
            for example in one.example:
                yield from (
                    Miss(pack.id, rule.id, example.name, *difference)
                    for difference in differences(pack, one, example, divisions)
                )
    packs = (library or load()).packs if pack.transition else {}
    for clause in pack.transition:
        for example in clause.example:
            yield from (
                Miss(pack.id, clause.of, example.name, *difference)
                for difference in changed(pack, clause, example, divisions, packs)
            )


def count(rule: AnyRule) -> int:
    """How many examples a rule carries, those of its variants included."""
    return len(rule.example) + sum(len(variant.example) for variant in rule.variant)


def total(pack: Pack) -> int:
    """How many examples a pack carries, those of variants and transitions included."""
    return sum(map(count, pack.rule)) + sum(len(clause.example) for clause in pack.transition)


def changed(
    pack: Pack, clause: Transition, example: Example, divisions: Divisions, packs: Mapping[str, Pack]
) -> list[Difference]:
    """How an example of a transition comes out otherwise than it says; by that clause and its rules alone."""
    old, _, name = clause.of.partition("/")
    rule = next((rule for rule in packs[old].rule if rule.id == name), None) if old in packs else None
    if rule is None:
        return [("of", clause.of, "none")]
    on = Moment.parse(example.on)
    taken = tuple((pack, one) for one in pack.rule if one.id == clause.to)
    carried = (Carried(pack, clause, packs[old], rule),)
    rules = compile_rules(InForce("example", on.day, (pack,), taken, carried), REGION)
    findings = judge(file_of(example), areas_of(example, divisions), rules, on).findings
    first = next((one for one in findings if one.rule != NO_RULES), None)
    if first is None or example.expect.outcome == "none":
        wanted, got = example.expect.outcome, "none" if first is None else first.outcome
        return [] if wanted == got else [("outcome", wanted, got)]
    said = next((one for _, one in taken if f"{pack.id}/{one.id}" == first.rule), rule)
    return _compare(example, first, said)


def holds(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> bool:
    """Whether one example comes out as it says."""
    return not differences(pack, rule, example, divisions)


def differences(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> list[Difference]:
    """Where one example does not come out as it says; empty where it does."""
    if isinstance(rule, Cluster):
        return _signalled(pack, rule, example)
    findings = verdict_of(pack, rule, example, divisions).findings
    if example.expect.outcome == "none":
        return [] if not findings else [("outcome", "none", f"{findings[0].outcome} ({findings[0].says})")]
    if not findings:
        return [("outcome", example.expect.outcome, "none")]
    return _compare(example, findings[0], rule)


def verdict_of(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> Verdict:
    """What the rule alone says of the example; the illness rules of its pack say which symptoms an illness explains."""
    on = Moment.parse(example.on)
    source = InForce("example", on.day, (pack,), ((pack, rule),))
    beside = Courses(rule if one.id == rule.id else one for one in pack.rule)
    rules = Rules(source, (compile_rule(rule, f"{pack.id}/{rule.id}", beside),), REGION)
    return judge(file_of(example), areas_of(example, divisions), rules, on)


def _compare(example: Example, finding: Finding, rule: AnyRule) -> list[Difference]:
    expect = example.expect
    measures = tuple(map(_measure, finding.measures))
    tests = tuple(f"{iso(test.on)} {test.state}" for m in finding.measures for test in m.tests)
    told = finding.says in rule.says or finding.says.startswith("transition-")
    pairs = [
        ("outcome", expect.outcome, finding.outcome),
        ("says", expect.says or finding.says, finding.says),
        ("sentence", finding.says, finding.says if told else "none"),
        ("until", expect.until, _day(finding.until) if expect.until else ""),
        ("earliest", expect.earliest, _day(finding.earliest) if expect.earliest else ""),
        ("measures", measures if expect.measures is None else expect.measures, measures),
        ("tests", tests if expect.tests is None else expect.tests, tests),
    ]
    return [(name, str(wanted), str(got)) for name, wanted, got in pairs if wanted != got]


def _measure(measure: Measure) -> str:
    return f"{measure.kind} {iso(measure.starts)} {iso(measure.ends) if measure.ends else 'open'}"


def _day(day: Day | None) -> str:
    return iso(day) if day else "none"


def _signalled(pack: Pack, rule: Cluster, example: Example) -> list[Difference]:
    on = Moment.parse(example.on).day
    source = InForce("example", on, (pack,), ((pack, rule),))
    found = signals(files_of(example), source, on)
    expect, got = example.expect, found[0].says if found else ""
    shown = tuple(map(_cluster, found))
    pairs = [
        ("outcome", expect.outcome, "signal" if found else "none"),
        ("says", expect.says or got, got),
        ("sentence", got, got if not found or got in rule.says else "none"),
        ("until", expect.until, hour_of(found[0].due) if expect.until and found else expect.until),
        ("measures", shown if expect.measures is None else expect.measures, shown),
    ]
    return [(name, str(wanted), str(came)) for name, wanted, came in pairs if wanted != came]


def _cluster(signal: Signal) -> str:
    """A signal as an example writes it: where, how many, first and last onset, days of suspension."""
    suspends = signal.facts["suspends"]
    tail = f" {suspends}" if suspends else ""
    where = signal.unit or signal.within
    return f"{where} {len(signal.people)} {iso(signal.first)} {iso(signal.last)}{tail}"


def file_of(example: Example) -> File:
    """The example's records as a file."""
    return _binder().file("example", [_record(at, entry) for at, entry in enumerate(example.records)])


def files_of(example: Example) -> list[File]:
    """The example's records as the files of those they name by `of`: `3`, or each of `1-30`."""
    people: dict[str, list[Record]] = {}
    for at, entry in enumerate(example.records):
        first, _, last = str(entry.get("of", "1")).partition("-")
        for number in range(int(first), int(last or first) + 1):
            people.setdefault(str(number), []).append(_record(at, entry))
    return [_binder().file(subject, records) for subject, records in people.items()]


@cache
def _binder() -> Binder:
    """Examples are told on the program's own blanks."""
    return Binder(blank.load())


def _record(at: int, entry: dict[str, str | bool | int | float | list[str]]) -> Record:
    answers: Answers = {name: value for name, value in entry.items() if name not in ("blank", "of")}
    return Record(
        id=f"example-{at}", blank=str(entry["blank"]), subject="example", answers=answers, act="example",
        author="", device="", written="",
    )  # fmt: skip


def areas_of(example: Example, divisions: Divisions) -> Areas:
    """The example's area list."""
    return area.Areas(
        [
            Area(
                f"area-{at}", entry["place"], entry.get("detail", ""), cast(Level, entry["level"]),
                day_of(entry["since"]), day_of(entry["until"]) if "until" in entry else None,
            )
            for at, entry in enumerate(example.areas)
        ],
        divisions,
    )  # fmt: skip
