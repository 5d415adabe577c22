"""Examples: every rule carries its own, and they are run before a pack may be trusted (`schoolprep rules test`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from schoolprep import area, file
from schoolprep.area import Area, Areas, Level
from schoolprep.blank import Both
from schoolprep.days import Moment, day_of, iso
from schoolprep.divisions import Divisions
from schoolprep.file import File
from schoolprep.judge import Rules, compile_rule, judge
from schoolprep.pack import AnyRule, Example, InForce, Pack
from schoolprep.record import Answers, Record
from schoolprep.verdict import Finding, Verdict

REGION = "140802"
"""The examples' school stands in 运城 盐湖区."""


Difference = tuple[str, str, str]
"""Field of the example's `expect` (or its sentence), what it says, what came out."""


class Miss(NamedTuple):
    """An example that did not come out as it says."""

    pack: str
    rule: str
    example: Both
    field: str
    expected: str
    got: str


def run(pack: Pack, divisions: Divisions) -> Iterator[Miss]:
    """Run every example of every rule of a pack, each rule by itself."""
    for rule in pack.rule:
        for example in rule.example:
            yield from (
                Miss(pack.id, rule.id, example.name, *difference)
                for difference in _differences(pack, rule, example, divisions)
            )


def holds(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> bool:
    """Whether one example comes out as it says."""
    return not _differences(pack, rule, example, divisions)


def _differences(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> list[Difference]:
    findings = verdict_of(pack, rule, example, divisions).findings
    if example.expect.outcome == "none":
        return [] if not findings else [("outcome", "none", f"{findings[0].outcome} ({findings[0].says})")]
    if not findings:
        return [("outcome", example.expect.outcome, "none")]
    return _compare(example, findings[0], rule)


def verdict_of(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> Verdict:
    """What the rule alone says of the example."""
    on = Moment.parse(example.on)
    source = InForce("example", on.day, (pack,), ((pack, rule),))
    rules = Rules(source, (compile_rule(rule, f"{pack.id}/{rule.id}"),), REGION)
    return judge(file_of(example), areas_of(example, divisions), rules, on)


def _compare(example: Example, finding: Finding, rule: AnyRule) -> list[Difference]:
    expect = example.expect
    measures = tuple(
        f"{m.kind} {iso(m.starts)} {iso(m.ends) if m.ends else 'open'}" for m in finding.measures
    )
    tests = tuple(f"{iso(test.on)} {test.state}" for m in finding.measures for test in m.tests)
    pairs = [
        ("outcome", expect.outcome, finding.outcome),
        ("says", expect.says or finding.says, finding.says),
        (
            "sentence",
            finding.says,
            finding.says if finding.says in rule.says else "none",
        ),
        ("until", expect.until, (iso(finding.until) if finding.until else "none") if expect.until else ""),
        (
            "earliest",
            expect.earliest,
            (iso(finding.earliest) if finding.earliest else "none") if expect.earliest else "",
        ),
        ("measures", measures if expect.measures is None else expect.measures, measures),
        ("tests", tests if expect.tests is None else expect.tests, tests),
    ]
    return [(name, str(wanted), str(got)) for name, wanted, got in pairs if wanted != got]


def file_of(example: Example) -> File:
    """The example's records as a file."""
    return file.of("example", [_record(at, entry) for at, entry in enumerate(example.records)])


def _record(at: int, entry: dict[str, str | bool | int | float | list[str]]) -> Record:
    answers: Answers = {name: value for name, value in entry.items() if name != "blank"}
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
