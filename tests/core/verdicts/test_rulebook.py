"""What the school judges by: its own numbers, packs that came as files, and what may not be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.desk.whatif import Side, compare
from schoolprep.facts import divisions
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import RULES
from schoolprep.facts.words import say_problem
from schoolprep.rules import pack
from schoolprep.rules.pack.anatomy import written
from schoolprep.rules.pack.change import Change, changed, way
from schoolprep.store import Key, School, Store, Who
from schoolprep.verdicts import examples
from schoolprep.verdicts.verdict import Verdict
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
HIGH = "cn-p9/high-area-stay"
DATA = program_data()
CLOSE = "cn-p9/close-contact"
TIGHTER = Change(CLOSE, "多看两天", "stages.1.days", "5")

FILE = pack.source("yuncheng-2022-08-08").text
"""A city's pack as the bureau sends it: the built-in one under another id, three days instead of five."""
SENT = (
    FILE.replace('id = "yuncheng-2022-08-08"', 'id = "yuncheng-3d"')
    .replace("n = 5", "n = 3")
    .replace("2022-08-03T09:00", "2022-08-05T09:00")
    .replace("2022-08-02T23:00", "2022-08-04T23:00")
    .replace('replaces = "shanxi-5d/five-day-test"', "")
)


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    """A school with a pupil who met a case on 1 August, 7 + 3 days by the ninth edition, and one who did not."""
    opened = Desk(store, DATA)
    away, home = opened.people.new_person(), opened.people.new_person()
    opened.filing.append(
        [
            Entry(blank="person", subject=away, answers={"name": "韩梅", "category": "student"}),
            Entry(blank="contact", subject=away, answers={"category": "close", "last_on": "2022-08-01"}),
            Entry(blank="person", subject=home, answers={"name": "李雷", "category": "student"}),
        ]
    )
    yield opened
    opened.close()


def _subject(desk: Desk, name: str) -> str:
    return next(one for one in desk.people.subjects() if desk.people.file(one).person.name == name)


def _earliest(desk: Desk, name: str, on: Moment = ON) -> str | None:
    day = desk.judging.verdict(_subject(desk, name), on).may_return_on
    return None if day is None else iso(day)


def _told(wrong: pytest.ExceptionInfo[CallError]) -> str:
    return say_problem(wrong.value.problem, "zh")


# ---------------------------------------------------------------- the school's own numbers


def test_a_tightened_number_moves_the_day_and_says_so_everywhere(desk: Desk) -> None:
    assert _earliest(desk, "韩梅") == "2022-08-12"
    assert desk.rules.change(TIGHTER) == "tighter"
    assert _earliest(desk, "韩梅") == "2022-08-14"
    words = desk.judging.explainer(ON, "zh")
    finding = next(
        one
        for one in desk.judging.verdict(_subject(desk, "韩梅"), ON).findings
        if one.rule == "school-cn-p9/close-contact"
    )
    assert words.citing.clause(finding).startswith("学校 · 本校规定")
    assert "第九版" in words.citing.clause(finding)
    for said in (words.sentence(finding), words.citing.standing(finding)):
        assert "本校加严：第2段天数 3→5" in said
    assert "多看两天" in words.citing.standing(finding)
    assert words.citing.sources(finding)[0].startswith("新型冠状病毒肺炎防控方案（第九版）（联防联控机制综发")


def test_who_changes_is_known_before_it_is_filed(desk: Desk) -> None:
    moves = compare(desk, Side(ON), Side(ON, changes=(TIGHTER,))).moves
    assert [desk.people.file(move.subject).person.name for move in moves] == ["韩梅"]
    assert [iso(one.may_return_on or 0) for one in moves[0][1:3]] == ["2022-08-12", "2022-08-14"]
    assert desk.rules.decided.changes() == []
    assert _earliest(desk, "韩梅") == "2022-08-12"
    desk.rules.change(TIGHTER)
    assert desk.judging.verdict(_subject(desk, "韩梅"), ON) == moves[0].after


@pytest.mark.parametrize(
    ("on", "key"),
    [
        ("2022-06-27", "cn-p8/close-contact"),
        ("2022-06-28", "cn-p9/close-contact"),
        ("2022-11-11", "cn-20-articles/close-contact"),
        ("2022-12-07", "cn-10-articles/close-contact"),
    ],
)
def test_of_several_rules_of_one_name_the_one_in_force_on_the_day_is_meant(
    desk: Desk, on: str, key: str
) -> None:
    short = TIGHTER._replace(rule="close-contact")
    assert desk.rules.named_in_full(short, Moment.parse(on).day).rule == key


def test_of_several_rules_of_one_name_none_in_force_is_asked_in_one_sentence(desk: Desk) -> None:
    with pytest.raises(CallError) as wrong:
        desk.rules.named_in_full(TIGHTER._replace(rule="close-contact"), Moment.parse("2023-02-01").day)
    assert "cn-p8/close-contact" in _told(wrong) and "cn-p9/close-contact" in _told(wrong)


def test_withdrawn_or_undone_the_higher_layer_applies_again(desk: Desk) -> None:
    desk.rules.change(TIGHTER)
    desk.rules.withdraw_change(TIGHTER._replace(rule="close-contact"))
    assert _earliest(desk, "韩梅") == "2022-08-12"
    desk.rules.change(TIGHTER)
    act = desk.filing.acts(1)[0].id
    desk.filing.undo(act)
    assert (_earliest(desk, "韩梅"), desk.rules.decided.changes()) == ("2022-08-12", [])
    desk.filing.undo(desk.filing.acts(1)[0].id)
    assert _earliest(desk, "韩梅") == "2022-08-14"
    assert desk.workspace.verify() == []


def test_a_second_number_of_the_same_rule_stands_beside_the_first_and_a_newer_one_takes_its_place(
    desk: Desk,
) -> None:
    desk.rules.change(TIGHTER)
    desk.rules.change(TIGHTER._replace(parameter="stages.0.days", value="8"))
    desk.rules.change(TIGHTER._replace(value="6", why="再多看一天"))
    assert [(one.parameter, one.value) for one in desk.rules.decided.changes()] == [
        ("stages.0.days", "8"),
        ("stages.1.days", "6"),
    ]
    assert _earliest(desk, "韩梅") == "2022-08-16"
    assert len([one for one in desk.people.history(RULES) if one.blank == "rule_change"]) == 3


def test_a_change_lives_as_long_as_the_rule_it_changes(desk: Desk) -> None:
    """The twenty articles of 11 November put another rule in the place of the ninth edition's."""
    desk.rules.change(TIGHTER)
    last = day_of("2022-11-10")
    for day, there in ((last, True), (last + 1, False)):
        rules = pack.in_force(desk.rules.library(), "yuncheng-2022", day)
        keys = {f"{one.id}/{rule.id}" for one, rule in rules.rules}
        assert ("school-cn-p9/close-contact" in keys) == there
        assert ("cn-20-articles/close-contact" in keys) != there
        assert CLOSE not in keys


def test_changes_survive_closing_and_opening(tmp_path: Path, raw_key: Key, school: School, who: Who) -> None:
    path = tmp_path / "again.schoolprep"
    first = Desk(Store.create(path, raw_key, school, who), DATA)
    first.rules.change(TIGHTER)
    first.rules.take(SENT, "yuncheng.toml")
    first.close()
    again = Desk(Store.open(path, raw_key, who), DATA)
    assert [one.value for one in again.rules.decided.changes()] == ["5"]
    assert list(again.rules.decided.imports()) == ["yuncheng-3d"]
    again.close()


LOOSER = Change("shanxi-5d/five-day-test", "路途短", "n", "7")


def test_loosening_needs_a_document_and_is_marked(desk: Desk) -> None:
    with pytest.raises(CallError) as wrong:
        desk.rules.change(LOOSER)
    assert "--document" in _told(wrong)
    assert desk.rules.change(LOOSER._replace(document="运教发〔2022〕9号")) == "looser"
    own, rule = pack.in_force(desk.rules.library(), "yuncheng-2022", ON.day).rule(
        "school-shanxi-5d/five-day-test"
    )
    assert all("本校放宽：有效期 5→7" in sentence["zh"] for sentence in rule.says.values())
    assert "运教发〔2022〕9号" in pack.standing(own, rule.cites)["zh"]


def test_what_has_no_direction_needs_a_document_as_well(desk: Desk) -> None:
    with pytest.raises(CallError) as wrong:
        desk.rules.change(TIGHTER._replace(parameter="stages.0.kind", value="home_isolation"))
    assert "不能断定" in _told(wrong)


@pytest.mark.parametrize(
    ("parameter", "value", "told"),
    [
        ("stages.0.days", "900", "1–400"),
        ("stages.0.days", "many", "1–400"),
        ("stages.0.days", "nan", "1–400"),
        ("stages.0.days", "7", "本来就是"),
        ("stages.0.kind", "prison", "central_isolation"),
        ("stages.7.days", "9", "没有可以改的参数"),
        ("says.running.zh", "x", "没有可以改的参数"),
        ("kind", "proof", "没有可以改的参数"),
        ("of", "contact", "没有可以改的参数"),
        ("anchor_counts", "perhaps", "true、false"),
        ("stages.0.tests", "[1, 2, 3, 5, 9]", "第 9 天"),
        ("stages.0.days", "3", "请先改核酸的天数"),
    ],
)
def test_a_value_that_cannot_be_is_one_sentence(desk: Desk, parameter: str, value: str, told: str) -> None:
    with pytest.raises(CallError) as wrong:
        desk.rules.change(TIGHTER._replace(parameter=parameter, value=value, document="某文"))
    assert told in _told(wrong)
    assert "\n" not in _told(wrong)
    assert desk.rules.decided.changes() == []


def test_a_measure_longer_than_the_look_back_of_its_stay_is_refused(desk: Desk) -> None:
    """It would end with the look-back, and the school would think itself safer than it is."""
    longer = Change(HIGH, "多看三天", "stages.0.days", "10")
    with pytest.raises(CallError) as wrong:
        desk.rules.change(longer)
    assert "look_back" in _told(wrong)
    desk.rules.change(longer._replace(parameter="look_back"))
    assert desk.rules.change(longer) == "tighter"


def test_a_rule_can_be_set_aside_with_a_document_only(desk: Desk) -> None:
    aside = Change(CLOSE, "本市另有规定", off=True)
    with pytest.raises(CallError):
        desk.rules.change(aside)
    desk.rules.change(aside._replace(document="运教发〔2022〕9号"))
    rules = desk.rules.in_force(ON).source
    assert CLOSE not in {f"{one.id}/{rule.id}" for one, rule in rules.rules}
    assert rules.packs[-1].lift[0].rule == CLOSE
    assert rules.packs[-1].document.number == "运教发〔2022〕9号"
    desk.rules.withdraw_change(aside)
    assert _earliest(desk, "韩梅") == "2022-08-12"


def test_braces_in_what_the_school_writes_are_only_text(desk: Desk) -> None:
    rule = next(one for one in DATA.library.packs["cn-school-2022"].rule if one.id == "symptoms")
    listed = [*getattr(rule, "symptoms", ()), "{place.__class__}"]
    value = "[" + ", ".join(f'"{one}"' for one in listed) + "]"
    desk.rules.change(Change("cn-school-2022/symptoms", "{why}", "symptoms", value))
    answers: Answers = {"day": "2022-08-08", "temp_am": 36.5, "symptoms": ["cough"]}
    desk.filing.append([Entry(blank="health", subject=_subject(desk, "李雷"), answers=answers)])
    words = desk.judging.explainer(ON, "zh")
    said = [words.sentence(one) for one in desk.judging.verdict(_subject(desk, "李雷"), ON).findings]
    assert any("{place.__class__}" in sentence for sentence in said)


RULES_OF = [(one, rule) for one in DATA.library.packs.values() for rule in one.rule]


@pytest.mark.parametrize(("one", "rule"), RULES_OF, ids=lambda value: value.id)
def test_what_is_called_tighter_lets_nobody_in_earlier(one: pack.Pack, rule: pack.AnyRule) -> None:
    """The direction declared of every number, tried on every example: which paper or answer is missing may differ."""
    for path, value in written(rule).items():
        for other in (value - 2, value - 1, value + 1, value + 5) if type(value) in (int, float) else ():
            change = Change(f"{one.id}/{rule.id}", "", path, str(other))
            try:
                made, going = changed(rule, change), way(rule, change)
            except CallError:
                continue
            for example in rule.example:
                before = _held(examples.verdict_of(one, rule, example, divisions.load()))
                after = _held(examples.verdict_of(one, made, example, divisions.load()))
                assert going != "tighter" or after >= before, (path, value, other, example.name["en"])
                assert going != "looser" or after <= before, (path, value, other, example.name["en"])


def _held(verdict: Verdict) -> tuple[int, int]:
    return {"ready": 0, "deferred": 2}.get(verdict.outcome, 1), verdict.may_return_on or date.max.toordinal()


# ---------------------------------------------------------------- packs that came as files


def test_an_imported_pack_applies_when_it_is_switched_on_and_not_before(desk: Desk) -> None:
    taken, flaws = desk.rules.take(SENT, "运城.toml")
    assert taken.id == "yuncheng-3d"
    assert not any(flaw.grave for flaw in flaws), [flaw.said("zh") for flaw in flaws]
    assert "yuncheng-3d" not in [one.id for one in desk.rules.in_force(ON).source.packs]
    desk.rules.switch("yuncheng-3d", on=True, why="市里来文")
    assert "yuncheng-3d" in [one.id for one in desk.rules.in_force(ON).source.packs]
    on = {one.pack.id: one.on for one in desk.rules.packs()}
    assert on["yuncheng-3d"]
    assert on["cn-p9"]
    desk.rules.drop("yuncheng-3d")
    assert "yuncheng-3d" not in [one.id for one in desk.rules.in_force(ON).source.packs]
    assert len(desk.people.history(RULES)) == 4
    assert desk.rules.decided.switches() == {}


def test_an_imported_pack_with_a_known_id_stands_in_its_place_once_it_is_on(desk: Desk) -> None:
    own = FILE.replace("5日内", "五日内")
    desk.rules.take(own, "运城.toml")
    assert desk.rules.in_force(ON).source.packs[-1].rule[0].title["zh"] == "来返运人员5日内核酸"
    desk.rules.switch("yuncheng-2022-08-08", on=True, why="市里来文")
    assert desk.rules.in_force(ON).source.packs[-1].rule[0].title["zh"] == "来返运人员五日内核酸"
    assert [one.on for one in desk.rules.packs() if one.pack.id == "yuncheng-2022-08-08"] == [False, True]
    desk.rules.drop("yuncheng-2022-08-08")
    assert desk.rules.in_force(ON).source.packs[-1].rule[0].title["zh"] == "来返运人员5日内核酸"


def test_a_newer_edition_takes_the_place_of_the_older_and_a_broken_one_does_not(desk: Desk) -> None:
    desk.rules.take(SENT, "运城.toml")
    desk.rules.switch("yuncheng-3d", on=True, why="市里来文")
    with pytest.raises(CallError) as wrong:
        desk.rules.take(SENT.replace("n = 3", "n = 4"), "运城改.toml")
    assert "不能启用" in _told(wrong)
    newer = SENT.replace("来返运人员5日内核酸", "来返运人员三日内核酸")
    desk.rules.take(newer, "运城改.toml")
    assert desk.rules.in_force(ON).source.packs[-1].rule[0].title["zh"] == "来返运人员三日内核酸"
    assert [one.answers is not None for one in desk.people.history(RULES) if one.blank == "rule_pack"] == [
        True,
        True,
    ]
    with pytest.raises(CallError) as same:
        desk.rules.take(newer, "运城改.toml")
    assert "已经导入过" in _told(same)


def test_a_pack_with_a_failing_example_is_kept_and_cannot_be_switched_on(desk: Desk) -> None:
    broken = SENT.replace("n = 3", "n = 4")
    _, flaws = desk.rules.take(broken, "运城.toml")
    assert [flaw.code for flaw in flaws if flaw.grave] == ["example-fails"]
    with pytest.raises(CallError) as wrong:
        desk.rules.switch("yuncheng-3d", on=True, why="市里来文")
    assert "yuncheng-3d" in _told(wrong)
    assert not any(one.on for one in desk.rules.packs() if one.imported)


def test_the_programs_packs_are_switched_off_with_a_document_only(desk: Desk) -> None:
    with pytest.raises(CallError):
        desk.rules.switch("shanxi-5d", on=False, why="不用了")
    desk.rules.switch("shanxi-5d", on=False, why="不用了", document="晋教〔2022〕1号")
    assert "shanxi-5d" not in [one.id for one in desk.rules.in_force(ON).source.packs]
    desk.rules.switch("shanxi-5d", on=True, why="恢复")
    assert "shanxi-5d" in [one.id for one in desk.rules.in_force(ON).source.packs]


def test_a_pack_the_schools_number_rests_on_does_not_go_unnoticed(desk: Desk) -> None:
    desk.rules.take(SENT, "运城.toml")
    desk.rules.switch("yuncheng-3d", on=True, why="市里来文")
    change = Change("yuncheng-3d/five-day-test", "更严", "n", "2")
    desk.rules.change(change)
    with pytest.raises(CallError) as wrong:
        desk.rules.drop("yuncheng-3d")
    assert "rules reset" in _told(wrong)
    desk.rules.withdraw_change(change)
    desk.rules.drop("yuncheng-3d")


def test_a_school_pack_cannot_be_sent_in_as_the_schools_own(desk: Desk) -> None:
    with pytest.raises(CallError):
        desk.rules.take(SENT.replace("yuncheng-3d", "school-cn-p9"), "伪.toml")


def test_a_pack_nobody_can_read_any_more_is_told_and_the_rest_goes_on(desk: Desk) -> None:
    answers: Answers = {"pack": "old-pack", "file": "旧.toml", "text": 'id = "old-pack"\nrule = []\n'}
    desk.filing.append([Entry(blank="rule_pack", subject=RULES, answers=answers)])
    assert list(desk.rules.decided.unreadable()) == ["old-pack"]
    assert desk.rules.in_force(ON).source.packs
    switch: Answers = {
        "pack": "old-pack",
        "on": True,
        "imported": True,
        "profile": "yuncheng-2022",
        "why": "x",
    }
    desk.filing.append([Entry(blank="rule_switch", subject=RULES, answers=switch)])
    with pytest.raises(CallError) as wrong:
        desk.rules.in_force(ON)
    assert "旧.toml" in _told(wrong)
    desk.rules.drop("old-pack")
    assert desk.rules.in_force(ON).source.packs


def test_a_change_whose_rule_is_gone_is_told_and_can_be_withdrawn(desk: Desk) -> None:
    taken: Answers = {"rule": "cn-p9/gone", "parameter": "n", "value": "3", "why": "x"}
    desk.filing.append([Entry(blank="rule_change", subject=RULES, answers=taken)])
    with pytest.raises(CallError) as wrong:
        desk.rules.in_force(ON)
    assert "rules reset cn-p9/gone" in _told(wrong)
    assert any(one.on for one in desk.rules.packs())
    desk.rules.withdraw_change(Change("cn-p9/gone", ""))
    assert desk.rules.in_force(ON).source.packs


def test_nothing_of_rules_is_a_person(desk: Desk) -> None:
    desk.rules.change(TIGHTER)
    assert len(desk.people.subjects()) == 2
    assert RULES not in desk.people.files()
    assert len(desk.judging.verdicts(ON)) == 2
