"""What-if: who changes and how on another day, by other rules, with another number; and what has to be provided."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from schoolprep import demo
from schoolprep.__main__ import main
from schoolprep.desk import Desk, whatif
from schoolprep.desk.whatif import Comparison, Judged, Side, compare, provided
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import File
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from schoolprep.facts.steps import finish
from schoolprep.loop.needs import declared
from schoolprep.rules import pack
from schoolprep.rules.pack.change import Change
from schoolprep.store import Key, Store, Who
from schoolprep.verdicts import many
from schoolprep.verdicts.judge import judge
from tests.filings import Row, file_of
from tests.program import program_data

ON = demo.ON
SHORTER = Change("cn-p9/close-contact", "", "stages.0.days", "5")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = program_data()
    path = tmp_path_factory.mktemp("whatif") / "demo.schoolprep"
    store = Store.create(path, Key.random(), demo.SCHOOL, Who("a", "d"))
    store.append(
        demo.school(demo.SEED, program_data().divisions, store.subject_of, store.new_subject).entries
    )
    opened = Desk(store, data)
    yield opened
    opened.close()


def test_a_side_against_itself_changes_nobody(desk: Desk) -> None:
    found = compare(desk, Side(ON), Side(ON))
    assert found.moves == ()
    assert all(before == after for before, after in found.matrix)
    assert sum(map(len, found.matrix.values())) == len(desk.people.files())


def test_a_shorter_isolation_lets_contacts_in_earlier_and_nobody_else(desk: Desk) -> None:
    before = desk.judging.verdicts(ON)
    found = compare(desk, Side(ON), Side(ON, changes=(SHORTER,)))
    touched = {
        subject
        for subject, verdict in before.items()
        if any(finding.rule == "cn-p9/close-contact" and finding.arithmetic for finding in verdict.findings)
    }
    assert found.moves
    assert {move.subject for move in found.moves} <= touched
    for move in found.moves:
        was, now = move.before.may_return_on, move.after.may_return_on
        assert was is not None
        assert now is not None
        assert now <= was
        assert all(finding.rule == "cn-p9/close-contact" for finding in move.went)
        assert all(finding.rule.endswith("/close-contact") for finding in move.came)
    assert desk.judging.verdicts(ON) == before, "nothing is filed, and nothing kept is lost"


def test_the_matrix_adds_up_to_the_person(desk: Desk) -> None:
    found = compare(desk, Side(ON), Side(Moment.parse("2022-08-16T07:30")))
    assert sorted(subject for people in found.matrix.values() for subject in people) == sorted(
        desk.people.files()
    )
    rows = Counter(before for (before, _), people in found.matrix.items() for _ in people)
    assert rows == Counter(verdict.outcome for verdict in found.before.verdicts.values())
    columns = Counter(after for (_, after), people in found.matrix.items() for _ in people)
    assert columns == Counter(verdict.outcome for verdict in found.after.verdicts.values())


def test_both_sides_are_judged_as_they_are_judged_alone(desk: Desk) -> None:
    later = Moment.parse("2022-08-16T07:30")
    found = compare(desk, Side(ON), Side(later))
    assert dict(found.after.verdicts) == desk.judging.verdicts(later)
    assert dict(found.before.verdicts) == desk.judging.verdicts(ON)


@pytest.mark.parametrize(
    ("side", "code"),
    [
        (Side(ON, "nowhere-2022"), "rules.no-profile"),
        (Side(ON, changes=(SHORTER._replace(rule="cn-p9/nothing"),)), "rulebook.unknown-rule"),
        (Side(ON, changes=(SHORTER._replace(value="abc"),)), "rulebook.wrong-value"),
        (Side(ON, changes=(SHORTER._replace(value="7"),)), "rulebook.same-value"),
        (Side(ON, without=("cn-10-articles",)), "whatif.pack-not-applying"),
        (Side(ON, with_=("cn-p9",)), "whatif.pack-applying"),
        (Side(ON, with_=("cn-10-articles",)), "whatif.pack-other-days"),
        (Side(ON, with_=("nothing",)), "rules.unknown-pack"),
        (Side(ON, "cn-school-today", with_=("cn-p9",)), "whatif.pack-other-days"),
    ],
)
def test_what_is_not_known_is_said(desk: Desk, side: Side, code: str) -> None:
    with pytest.raises(CallError) as wrong:
        compare(desk, Side(ON), side)
    assert wrong.value.problem.code == code


def test_a_pack_left_out_takes_its_findings_and_no_others(desk: Desk) -> None:
    found = compare(desk, Side(ON), Side(ON, without=("cn-school-v5",)))
    packs = [one.id for one in found.after.rules.source.packs]
    assert "cn-school-v5" not in packs
    assert {"cn-p9", "shanxi-5d"} <= set(packs)
    assert found.moves
    for move in found.moves:
        assert {finding.rule.partition("/")[0] for finding in move.went} == {"cn-school-v5"}
        assert move.came == ()
    assert "cn-school-v5" in {one.id for one in desk.rules.in_force(ON).source.packs}, "nothing is switched"


def test_a_pack_added_judges_as_if_the_profile_named_it(desk: Desk) -> None:
    found = compare(desk, Side(ON), Side(ON, with_=("yiwu-school-tests",)))
    assert found.moves
    for move in found.moves:
        assert move.went == ()
        assert {finding.rule.partition("/")[0] for finding in move.came} == {"yiwu-school-tests"}
    assert "yiwu-school-tests" not in desk.rules.library().profiles["yuncheng-2022"].packs


def test_leaving_out_what_was_added_or_adding_what_was_left_out_is_the_profile_again(desk: Desk) -> None:
    library = desk.rules.library_with(without=("cn-school-v5",), added=("cn-school-v5",))
    names = library.profiles["yuncheng-2022"].packs
    assert names == tuple(
        one for one in desk.rules.library().profiles["yuncheng-2022"].packs if one != "cn-school-v5"
    ), "left out is stronger"


def test_a_pack_left_out_takes_the_schools_own_numbers_in_it_along(desk: Desk) -> None:
    tighter = Change("cn-p9/close-contact", "家长会决定", "stages.0.days", "9")
    desk.rules.change(tighter)
    try:
        kept = compare(desk, Side(ON), Side(ON, without=("school-cn-p9",)))
        assert "cn-p9" in {one.id for one in kept.after.rules.source.packs}
        without = compare(desk, Side(ON), Side(ON, without=("cn-p9",)))
        assert not {"cn-p9", "school-cn-p9"} & {one.id for one in without.after.rules.source.packs}
    finally:
        desk.rules.withdraw_change(tighter)
    assert all(finding.rule.startswith("school-cn-p9/") for move in kept.moves for finding in move.went)
    assert kept.moves


def test_a_rule_set_aside_is_found_nowhere(desk: Desk) -> None:
    aside = Change("cn-p9/close-contact", "", off=True)
    found = compare(desk, Side(ON), Side(ON, changes=(aside,)))
    assert found.moves
    rules = {finding.rule for verdict in found.after.verdicts.values() for finding in verdict.findings}
    assert not any(rule.endswith("/close-contact") for rule in rules)


def test_a_variant_is_tried(desk: Desk) -> None:
    day = Moment.parse("2022-05-10")
    variant = Change("cn-p8/high-area-stay", "", variant="seven-plus-seven")
    found = compare(desk, Side(day), Side(day, changes=(variant,)))
    stages = {
        side: [stage.days for stage in rule.stages]
        for side, judged in (("before", found.before), ("after", found.after))
        for _, rule in judged.rules.source.rules
        if isinstance(rule, pack.Exposure) and rule.id == "high-area-stay"
    }
    assert stages["before"] != stages["after"] == [7, 7]


def test_the_schools_own_number_set_back_is_tried_as_the_number_of_the_packs(desk: Desk) -> None:
    longer = Change("cn-p9/close-contact", "家长会决定", "stages.0.days", "9")
    by_packs = compare(desk, Side(ON), Side(ON, changes=(longer,)))
    desk.rules.change(longer)
    try:
        back = compare(desk, Side(ON), Side(ON, changes=(longer._replace(value="7"),)))
        assert desk.rules.unfit(longer._replace(value="7")) is None
    finally:
        desk.rules.withdraw_change(longer)
    assert [(move.subject, move.before, move.after) for move in back.moves] == [
        (move.subject, move.after, move.before) for move in by_packs.moves
    ]
    assert back.moves


def test_a_number_that_could_not_be_decided_says_why(desk: Desk) -> None:
    wrong = desk.rules.unfit(SHORTER)
    assert wrong is not None
    assert wrong.code == "rulebook.breaks-tests-beyond"
    assert desk.rules.unfit(SHORTER._replace(value="8")) is None


def test_the_steps_count_people_and_can_be_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "PORTION", 100)
    desk.judging.forget_verdicts()
    going = whatif.steps(desk, Side(ON), Side(ON, without=("cn-school-v5",)))
    people = len(desk.people.files())
    assert [next(going) for _ in range(3)] == [(100, 2 * people), (200, 2 * people), (300, 2 * people)]
    going.close()
    desk.judging.verdicts(ON)
    again = whatif.steps(desk, Side(ON), Side(ON, without=("cn-school-v5",)))
    assert next(again) == (100, people), "what is known is not judged again"


def test_the_steps_read_nothing_once_they_are_made(desk: Desk, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s.schoolprep", Key.random(), demo.SCHOOL, Who("a", "d"))
    store.append(
        Entry(blank=record.blank, subject=record.subject, answers=record.answers)
        for record in desk.filing.current()
    )
    other = Desk(store, desk.data)
    going = whatif.steps(other, Side(ON), Side(ON, changes=(SHORTER,)))
    other.close()
    found: list[Comparison] = []
    thread = Thread(target=lambda: found.append(finish(going)))
    thread.start()
    thread.join()
    assert len(found[0].before.verdicts) == len(desk.people.files())
    assert found[0].moves


# ---------------------------------------------------------------- needs


def _judged(desk: Desk, rows: dict[str, list[Row]]) -> tuple[dict[str, File], Judged]:
    people = {
        subject: file_of([("person", {"name": subject}), *made], subject) for subject, made in rows.items()
    }
    rules, areas = desk.rules.in_force(ON), desk.judging.grounds.areas()
    verdicts = {subject: judge(one, areas, rules, ON) for subject, one in people.items()}
    return people, Judged(Side(ON), rules, verdicts)


def test_places_tests_and_meals_day_by_day(desk: Desk) -> None:
    people, judged = _judged(
        desk,
        {
            "contact": [("contact", {"category": "close", "last_on": "2022-08-05"})],
            "case": [("contact", {"category": "confirmed", "last_on": "2022-08-03"})],
            "room": [
                ("custody", {"step": "school_room", "starts": "2022-08-08T09:00", "ends": "2022-08-09"})
            ],
            "nobody": [],
        },
    )
    found = provided(people, judged, declared())
    first = day_of("2022-08-08")
    assert [one.day - first for one in found.days] == list(range(14))
    assert found.days[0].places["central_isolation"] == ("contact",)
    assert found.days[0].places["school_room"] == ("room",)
    assert found.days[1].places["school_room"] == ("room",)
    assert found.days[2].places["school_room"] == ()
    central = [len(one.places["central_isolation"]) for one in found.days]
    home = [len(one.places["home_monitoring"]) for one in found.days]
    assert central == [1] * 5 + [0] * 9, "until 12 August 24:00"
    assert home == [0] * 5 + [1] * 3 + [0] * 6, "13 to 15 August"
    assert all(one.places["hospital"] == ("case",) for one in found.days), "no end can be given"
    assert [one.meals for one in found.days] == [6, 6, 3, 3, 3] + [0] * 9
    tested = [one.day - first for one in found.days if "contact" in one.tests]
    assert {0, 2, 4, 7} <= set(tested), "the third, fifth and seventh day, and the third at home"


# ---------------------------------------------------------------- the command


def _run(*words: str) -> int:
    return main(list(words))


@pytest.fixture
def school(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    path = tmp_path / "s.schoolprep"
    copied = Store.create(path, Key.of_passphrase("long enough 2022"), demo.SCHOOL, Who("a", "d"))
    copied.append(
        Entry(blank=record.blank, subject=record.subject, answers=record.answers)
        for record in desk.filing.current()
    )
    copied.close()
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "long enough 2022")
    return str(path)


def test_the_command_says_who_changes_and_what_is_needed(
    school: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = (
        "what-if",
        "--file",
        school,
        "--on",
        "2022-08-08T07:30",
        "--set",
        "cn-p9/close-contact",
        "stages.0.days=5",
    )
    assert _run(*call, "--lang", "zh") == 0
    text = capsys.readouterr().out
    assert "stages.0.days=5" in text.splitlines()[0]
    assert "暂缓返校（8月16日） → 暂缓返校（8月14日）" in text
    assert "集中隔离" in text
    assert _run(*call, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["after"]["set"] == [{"rule": "cn-p9/close-contact", "stages.0.days": "5"}]
    assert sum(pair["people"] for pair in said["counts"]) == 610
    assert len(said["needs"]["before"]) == len(said["needs"]["after"]) == 14
    assert all(one["before"] != one["after"] or one["went"] or one["came"] for one in said["people"])


def test_the_command_leaves_packs_out_and_adds_some(school: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ("what-if", "--file", school, "--on", "2022-08-08T07:30", "--without", "cn-school-v5")
    assert _run(*call, "--with", "yiwu-school-tests", "--lang", "zh") == 0
    assert "−cn-school-v5 +yiwu-school-tests" in capsys.readouterr().out.splitlines()[0]
    assert _run(*call, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["before"]["without"], said["after"]["without"]) == ([], ["cn-school-v5"])
    assert said["people"]
    assert _run(*call, "--with", "cn-p9", "--lang", "zh") == 2
    assert "不用再加" in capsys.readouterr().err


def test_the_command_sets_rules_aside_and_tries_variants(
    school: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ("what-if", "--file", school, "--on", "2022-08-08T07:30", "--set-aside", "cn-p9/close-contact")
    assert _run(*call, "--lang", "zh") == 0
    assert "−cn-p9/close-contact" in capsys.readouterr().out.splitlines()[0]
    assert _run(*call, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["after"]["set_aside"], said["after"]["set"]) == (["cn-p9/close-contact"], [])
    assert said["people"]
    chosen = ("--choose", "cn-p9/close-contact", "none-such")
    assert _run("what-if", "--file", school, "--on", "2022-08-08", *chosen, "--lang", "zh") == 2
    assert "没有选项“none-such”" in capsys.readouterr().err


@pytest.mark.parametrize("more", [(), ("--set", "close-contact", "stages.0.days"), ("--against", "nowhere")])
def test_a_call_that_compares_nothing_is_refused_in_one_sentence(
    school: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("what-if", "--file", school, "--on", "2022-08-08", *more) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
