"""Strange records: of a newer edition, damaged or never right; none closes a school, and each is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolprep.desk import Desk
from schoolprep.facts import blank
from schoolprep.facts.days import Moment
from schoolprep.facts.gate.porter import NEWER, Porter
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import AREAS, PAIRS, RULES, kind_of
from schoolprep.store import Key, School, Store, Who
from tests.filings import BLANKS, record
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
SCHOOL = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
PEOPLE = {"s1": "王小明", "s2": "李四"}
NAMES = sorted({field.name for one in {**BLANKS, **blank.hidden()}.values() for field in one.field})
DATA = program_data()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(Store.create(tmp_path / "s.schoolprep", Key.random(), SCHOOL, Who("王老师", "d")), DATA)
    opened.filing.append(
        Entry(blank="person", subject=subject, answers={"name": name, "category": "student"})
        for subject, name in PEOPLE.items()
    )
    yield opened
    opened.close()


def use(desk: Desk) -> None:
    """All that reads what is on file."""
    desk.judging.verdicts(ON)
    desk.judging.signals(ON)
    desk.intake.look_alikes()
    for layout in desk.data.layouts:
        desk.rosters.draw(layout, ON, "zh")
    for one in [*desk.people.history("s1"), *desk.people.history(RULES), *desk.people.history(AREAS)]:
        assert desk.filing.evidence(one.id, "en")
    desk.workspace.verify()


def test_a_blank_of_a_newer_edition_closes_no_school(desk: Desk) -> None:
    before = desk.judging.verdicts(ON)
    (filed,) = desk.filing.append([Entry(blank="not_yet_known", subject="s1", answers={"day": "2022-08-08"})])
    assert desk.people.file("s1").other["not_yet_known"][0].record == filed.id
    assert desk.judging.verdicts(ON) == before
    assert "not_yet_known day 2022-08-08" in desk.filing.evidence(filed.id, "zh").replace("：", " ").replace(
        "；", " "
    ) or ("day 2022-08-08" in desk.filing.evidence(filed.id, "zh"))
    (told,) = desk.people.strange("zh")
    assert told.startswith("王小明：较新版本的表“not_yet_known”")
    assert [problem.code for problem in desk.workspace.verify()] == ["gate.newer-blank"]
    use(desk)


def test_a_malformed_change_of_a_rule_is_passed_over_and_told(desk: Desk) -> None:
    before = desk.judging.verdicts(ON)
    (filed,) = desk.filing.append([Entry(blank="rule_change", subject=RULES, answers={"nonsense": 1})])
    assert desk.rules.in_force(ON).checks
    assert desk.judging.verdicts(ON) == before
    assert "nonsense 1" in desk.filing.evidence(filed.id, "zh")
    assert [told.partition("（")[0] for told in desk.people.strange("zh")] == [
        "本校规则：规则调整缺“规则”，请补填。"
    ]
    use(desk)
    desk.filing.undo(filed.act)
    assert desk.people.strange("zh") == []


def test_who_has_an_answer_nobody_can_read_is_not_called_ready(desk: Desk) -> None:
    answers = cast(Answers, {"category": "close", "last_on": {"no": "day"}})
    (filed,) = desk.filing.append([Entry(blank="contact", subject="s1", answers=answers)])
    found = [one for one in desk.judging.verdict("s1", ON).findings if one.rule == "unread"]
    assert [(one.outcome, one.evidence) for one in found] == [("verify", (filed.id,))]
    assert (
        desk.judging.explainer(ON, "zh").sentence(found[0]) == "档案中有1份登记的内容读不出来，请核对更正。"
    )
    use(desk)


junk: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
strange_blanks = st.sampled_from(
    ["not_yet_known", "x", *(one for one in BLANKS if one != "person"), "rule_pack", "apart"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    blank=strange_blanks,
    subject=st.sampled_from(["s1", AREAS, RULES, PAIRS, "place:1", "bus:7"]),
    answers=st.dictionaries(
        st.sampled_from(NAMES) | st.text(min_size=1, max_size=8), junk, min_size=1, max_size=5
    ),
)
def test_no_record_closes_a_school_or_touches_anybody_else(
    desk: Desk, blank: str, subject: str, answers: dict[str, Any]
) -> None:
    before = desk.judging.verdict("s2", ON)
    known = Porter(BLANKS).check(record("r", blank, answers, subject))
    (filed,) = desk.filing.append([Entry(blank=blank, subject=subject, answers=answers)])
    use(desk)
    assert desk.judging.verdict("s2", ON).findings == before.findings
    told = [problem.code for problem in desk.workspace.verify()]
    assert told == ([known.code] if known else [])
    if known and kind_of(subject) in ("person", "areas", "rules", "pairs") and known.code != "gate.missing":
        assert desk.people.strange("zh")
    desk.filing.undo(filed.act)
    assert desk.people.strange("zh") == []


@pytest.mark.parametrize(
    ("blank", "subject", "answers", "code"),
    [
        ("not_yet_known", "s1", {"day": "2022-08-08"}, "gate.newer-blank"),
        ("test", "s1", {"result": "negative", "virus": "x"}, "gate.newer-question"),
        ("test", "s1", {"result": "perhaps"}, "gate.newer-choice"),
        ("test", "s1", {"sampled_at": "soon"}, "gate.unreadable"),
        ("test", "s1", {"ct_n": "low"}, "gate.unreadable"),
        ("test", AREAS, {"result": "negative"}, "gate.wrong-subject"),
        ("test", "bus:7", {"result": "negative"}, "gate.wrong-subject"),
        ("area", AREAS, {"place": "1408"}, "gate.missing"),
        ("rule_switch", RULES, {"pack": "x", "on": "yes"}, "gate.unreadable"),
        ("test", "s1", {"result": "negative"}, ""),
    ],
)
def test_the_porter_says_what_is_wrong(blank: str, subject: str, answers: Answers, code: str) -> None:
    problem = Porter(BLANKS).check(record("r", blank, answers, subject))
    assert (problem.code if problem else "") == code
    assert (code in NEWER) == code.startswith("gate.newer")
