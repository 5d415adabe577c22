"""The timeline: what the rules and the records say of six weeks, as marks on days; walked by mouse and keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.parts.timeline.marks import rect_of
from forms.parts.timeline.widget import Timeline
from forms.words import tr
from schoolprep.desk import Data
from schoolprep.facts.area import Area, Areas
from schoolprep.facts.blank import Blanks
from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment, day_of
from schoolprep.facts.divisions import load as load_divisions
from schoolprep.facts.file import Code, Contact, File, Health, Link, NoTravel, Person, Stay
from schoolprep.facts.file import Test as Sample
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.languages import Lang
from schoolprep.rules.pack import in_force
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.peers import NO_PEERS
from schoolprep.verdicts.timeline import SPAN, lay_out
from schoolprep.verdicts.timeline.scene import LabelOf, Mark, Scene
from schoolprep.verdicts.verdict import Case, Verdict

ON = Moment.parse("2022-08-08T07:30")
DIVISIONS = load_divisions()
SANYA, HEFEI, YANHU = "460203", "340100", "140802"


def at(text: str) -> Moment:
    return Moment.parse(f"2022-{text}")


def day(text: str) -> Day:
    return day_of(f"2022-{text}")


AREAS = Areas(
    [
        Area("a1", SANYA, "", "high", day("07-28"), None),
        Area("a2", SANYA, "", "low", day("07-26"), day("07-27")),
        Area("a3", SANYA, "望海社区", "medium", day("07-20"), None),
    ],
    DIVISIONS,
)
HAN = File(
    "s",
    Person(record="p", category="student", name="韩梅", class_name="七年级1班", commitment=True),
    stays=(
        Stay("s1", SANYA, None, at("07-25"), at("08-01")),
        Stay("s2", HEFEI, None, at("08-01"), at("08-04")),
        Stay("s3", YANHU, None, at("08-05"), None),
    ),
    contacts=(Contact("c1", "close", at("08-03"), "李雷"),),
    tests=(
        Sample("t1", at("08-02T09:00"), at("08-02T20:00"), "negative"),
        Sample("t2", at("08-05T09:00"), at("08-05T20:00"), "positive"),
        Sample("t3", at("08-05T19:00"), None, "pending"),
        Sample("t4", at("08-07"), None, None),
    ),
    codes=(Code("k", at("08-08T06:00"), "green", ()),),
    health=(
        Health("h1", day("08-03"), 36.5, 36.6, 36.4, (), False),
        Health("h2", day("08-04"), 36.8, 37.9, 37.4, ("fever",), True),
        Health("h3", day("08-06"), None, None, None, (), None),
    ),
    links=(
        Link(
            "l1", "transfer", at("08-05T07:10"), at("08-05T09:25"), "高速口", None, "王老师", "刘护士", "晋M1"
        ),
        Link("l2", "central_isolation", at("08-05T09:25"), None, "盐湖隔离点", "302", None, None, None),
        Link("l3", "notice", at("08-04T10:00"), None, None, None, None, None, None),
    ),
)


def labels(blanks: Blanks, lang: Lang) -> LabelOf:
    return lambda blank, field, code: label(code, blanks[blank][field], lang)


def verdict_of(file: File, data: Data) -> Verdict:
    return judge(file, AREAS, compile_rules(in_force(data.library, "yuncheng-2022", ON.day), YANHU), ON)


def scene_of(file: File, data: Data, lang: Lang = "zh") -> Scene:
    rules = compile_rules(in_force(data.library, "yuncheng-2022", ON.day), YANHU)
    explain = Explainer(rules, DIVISIONS, lang)
    return lay_out(Case(file, verdict_of(file, data)), AREAS, explain, labels(data.blanks, lang), NO_PEERS)


@pytest.fixture
def scene(data: Data) -> Scene:
    return scene_of(HAN, data)


def lane(scene: Scene, name: str) -> list[Mark]:
    return [mark for mark in scene.marks if mark.lane == name]


# --------------------------------------------------------------- what is laid out


def test_it_shows_three_weeks_to_each_side(scene: Scene) -> None:
    assert (scene.first, scene.last) == (ON.day - SPAN, ON.day + SPAN)


def test_a_stay_is_cut_where_the_level_of_its_place_changes(scene: Scene) -> None:
    cut = [(m.look, m.text) for m in lane(scene, "stays") if m.record == "s1"]
    assert cut == [
        ("level_medium", "三亚吉阳区 · 可能中风险区"),  # only a part of the county, and no address is known
        ("level_high", "三亚吉阳区 · 高风险区"),
    ]


def test_the_level_is_that_of_the_day() -> None:
    stay = HAN.stays[0]._replace(detail="望海社区3号楼")
    levels = [AREAS.level_on(SANYA, stay.detail or "", day(text)) for text in ("07-19", "07-26", "07-28")]
    assert levels == [(None, True), ("medium", True), ("high", True)]
    assert AREAS.level_on(SANYA, "", day("07-26")) == ("medium", False)
    assert AREAS.level_on(HEFEI, "", day("07-28")) == (None, True)


def test_leaving_and_arriving_on_one_day_meet(scene: Scene) -> None:
    stays = [m for m in lane(scene, "stays") if m.record in ("s1", "s2")]
    assert stays[1].end == stays[2].start
    assert {m.row for m in stays} == {0}


def test_a_stay_that_has_not_ended_reaches_to_the_moment(scene: Scene) -> None:
    last = next(m for m in lane(scene, "stays") if m.record == "s3")
    assert last.open_end
    assert last.end == ON.earliest


def test_overlapping_stays_stand_under_each_other(data: Data) -> None:
    twice = HAN._replace(stays=(*HAN.stays[:1], Stay("s9", HEFEI, None, at("07-28"), at("07-30"))))
    scene = scene_of(twice, data)
    assert {m.record: m.row for m in lane(scene, "stays") if m.look != "missing"} == {"s1": 0, "s9": 1}
    assert scene.rows["stays"] == 2


def test_a_declaration_of_no_travel_is_no_stay(data: Data) -> None:
    home = File("s", Person(record="p"), no_travel=(NoTravel("n", day("08-01"), day("08-07")),))
    mark = lane(scene_of(home, data), "stays")[0]
    assert (mark.look, mark.record) in (("declared", "n"), ("missing", ""))
    declared = next(m for m in lane(scene_of(home, data), "stays") if m.look == "declared")
    assert declared.end - declared.start == 7 * MINUTES_A_DAY


def test_days_nobody_answered_look_unanswered(data: Data) -> None:
    partly = File("s", Person(record="p"), no_travel=(NoTravel("n", day("08-04"), day("08-08")),))
    missing = [m for m in lane(scene_of(partly, data), "stays") if m.look == "missing"]
    assert [date.fromordinal(m.end // MINUTES_A_DAY).isoformat() for m in missing] == ["2022-08-04"]
    temperatures = [m for m in lane(scene_of(HAN, data), "temperature") if m.look == "missing"]
    filled = {day("08-03"), day("08-04"), day("08-06")}
    shown = {d for m in temperatures for d in range(m.start // MINUTES_A_DAY, m.end // MINUTES_A_DAY)}
    assert shown and not shown & filled


def test_tests_of_one_day_stand_beside_each_other(scene: Scene) -> None:
    marks = {m.record: (m.look, m.level_line) for m in lane(scene, "tests")}
    assert marks == {
        "t1": ("test_negative", 0),
        "t2": ("test_positive", 0),
        "t3": ("test_pending", 1),
        "t4": ("test_unknown", 0),
    }


@pytest.mark.parametrize(("profile", "warm", "look"), [
    ("uk-school-today", 37.5, "normal"), ("uk-school-today", 38.0, "fever"),
    ("us-school-today", 37.5, "normal"), ("yuncheng-2022", 37.3, "fever"), ("cn-school-today", 37.3, "fever"),
])  # fmt: skip
def test_a_fever_is_what_the_rules_in_force_call_one(
    data: Data, profile: str, warm: float, look: str
) -> None:
    on = ON if profile == "yuncheng-2022" else Moment.parse("2025-03-05T08:00")
    sam = File(
        "s", Person(record="p", name="Sam", category="student"),
        health=(Health("h", on.day, warm, None, None, (), False),),
    )  # fmt: skip
    rules = compile_rules(in_force(data.library, profile, on.day), YANHU)
    areas = Areas([], DIVISIONS)
    explain = Explainer(rules, DIVISIONS, "en")
    case = Case(sam, judge(sam, areas, rules, on))
    scene = lay_out(case, areas, explain, labels(data.blanks, "en"), NO_PEERS)
    assert [mark.look for mark in lane(scene, "temperature") if mark.record] == [look]
    assert scene.fever is not None
    assert (warm >= scene.fever) == (look == "fever")


def test_a_fever_and_its_symptoms_are_told(scene: Scene) -> None:
    marks = {m.record: m for m in lane(scene, "temperature") if m.record}
    assert (marks["h1"].look, marks["h1"].value) == ("normal", 36.6)
    assert (marks["h2"].look, marks["h2"].value) == ("symptom", 37.9)
    assert "发热" in marks["h2"].tip and "退烧药" in marks["h2"].tip
    assert marks["h3"].value is None


def test_the_ruler_counts_days_from_the_anchor_and_knows_each_test(scene: Scene, data: Data) -> None:
    measures = verdict_of(HAN, data).measures
    assert measures
    for ruled in scene.ruler:
        assert any(ruled.day - m.anchor == ruled.number for m in measures)
    tested = {(r.day, r.test.state) for r in scene.ruler if r.test is not None}
    assert tested == {(t.on, t.state) for m in measures for t in m.tests}


def test_a_day_two_stages_share_is_ruled_once(scene: Scene) -> None:
    seen = [(r.row, r.day) for r in scene.ruler]
    assert len(seen) == len(set(seen))


def test_the_same_chain_of_two_rules_is_drawn_once(data: Data) -> None:
    verdict = verdict_of(HAN, data)
    twice = verdict._replace(findings=(*verdict.findings, *verdict.findings))
    rules = compile_rules(in_force(data.library, "yuncheng-2022", ON.day), YANHU)
    explain = Explainer(rules, DIVISIONS, "zh")
    scene = lay_out(Case(HAN, twice), AREAS, explain, labels(data.blanks, "zh"), NO_PEERS)
    assert scene.ruler == scene_of(HAN, data).ruler


def test_custody_tells_who_gave_and_who_received_and_who_did_not(scene: Scene) -> None:
    links = {m.record: m for m in lane(scene, "custody")}
    assert "王老师 → 刘护士" in links["l1"].tip
    assert (links["l2"].look, links["l2"].open_end) == ("custody_gap", True)
    assert "无接收人" in links["l2"].text
    assert (links["l3"].look, links["l3"].text) == ("act", "告知")


def test_lanes_nobody_needs_are_left_out(data: Data) -> None:
    rows = scene_of(File("s", Person(record="p")), data).rows
    assert set(rows) == {"stays", "tests", "temperature"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2022-08-08", None),
        ("2022-08-13", "weekend"),
        ("2022-09-12", "public"),  # Mid-autumn, a Monday
        ("2022-10-08", None),  # a Saturday worked for the National Day
    ],
)
def test_days_without_school_are_those_of_the_schools_calendar(
    text: str, kind: str | None, data: Data
) -> None:
    rules = compile_rules(in_force(data.library, "yuncheng-2022", ON.day), YANHU)
    on, explain = Moment.parse(text), Explainer(rules, DIVISIONS, "zh")
    case = Case(HAN, judge(HAN, AREAS, rules, on))
    made = lay_out(case, AREAS, explain, labels(data.blanks, "zh"), NO_PEERS)
    assert made.free.get(on.day) == kind


def test_it_is_worded_in_english_too(data: Data) -> None:
    scene = scene_of(HAN, data, "en")
    assert any("high-risk" in m.text for m in lane(scene, "stays"))
    assert any(m.text.startswith("Close contact") for m in lane(scene, "contacts"))


# --------------------------------------------------------------- the widget


@pytest.fixture
def timeline(qtbot: QtBot, scene: Scene) -> Timeline:
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.resize(590, 500)
    widget.show_scene(scene)
    widget.show()
    widget.setFocus()
    widget.grab()
    return widget


def x_of(timeline: Timeline, minutes: float) -> float:
    assert timeline.plot is not None
    return timeline.plot.x(minutes)


def target(timeline: Timeline, record: str) -> QPoint:
    for one in timeline.targets():
        if one.record == record:
            return rect_of(one.box).intersected(timeline.rect().toRectF()).center().toPoint()
    raise KeyError(record)


@pytest.mark.parametrize("record", ["s1", "t2", "h2", "c1", "l2"])
def test_a_click_opens_the_record(qtbot: QtBot, timeline: Timeline, record: str) -> None:
    with qtbot.waitSignal(timeline.opened, check_params_cb=lambda opened: opened == record):
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=target(timeline, record))


def test_the_day_judged_for_is_in_sight(timeline: Timeline) -> None:
    x = x_of(timeline, ON.earliest)
    assert 590 * 0.5 < x < 590 * 0.8


def test_a_drag_moves_in_time_and_opens_nothing(qtbot: QtBot, timeline: Timeline) -> None:
    start = target(timeline, "t2")
    before = x_of(timeline, ON.earliest)
    with qtbot.assertNotEmitted(timeline.opened):
        qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(timeline, start + QPoint(30, 0))
        qtbot.mouseMove(timeline, start + QPoint(60, 0))
        qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert x_of(timeline, ON.earliest) == pytest.approx(before + 60, abs=1)


def test_time_ends_at_three_weeks(timeline: Timeline) -> None:
    timeline.move_days(100)
    timeline.grab()
    assert x_of(timeline, (ON.day + SPAN + 1) * MINUTES_A_DAY) == pytest.approx(590 - 10, abs=1)
    timeline.move_days(-100)
    assert x_of(timeline, (ON.day - SPAN) * MINUTES_A_DAY) == pytest.approx(68, abs=1)


def test_one_walks_and_opens_by_keyboard(qtbot: QtBot, timeline: Timeline) -> None:
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    first = timeline.accessibleDescription()
    assert first.startswith("旅居：三亚")
    while "核酸" not in timeline.accessibleDescription():
        before = timeline.accessibleDescription()
        qtbot.keyClick(timeline, Qt.Key.Key_Down)
        assert timeline.accessibleDescription() != before
    with qtbot.waitSignal(timeline.opened, check_params_cb=lambda record: record.startswith("t")):
        qtbot.keyClick(timeline, Qt.Key.Key_Return)


def test_what_one_walks_to_is_in_sight(qtbot: QtBot, timeline: Timeline) -> None:
    for _ in range(len(timeline.targets())):
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
        chosen = timeline._chosen()
        assert chosen is not None
        assert chosen.box.right > 68
        assert chosen.box.x < 590


def test_home_comes_back_to_the_day(qtbot: QtBot, timeline: Timeline) -> None:
    before = x_of(timeline, ON.earliest)
    qtbot.keyClick(timeline, Qt.Key.Key_PageUp)
    assert x_of(timeline, ON.earliest) > before
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    assert x_of(timeline, ON.earliest) == pytest.approx(before)


def test_the_upright_wheel_belongs_to_the_page(timeline: Timeline) -> None:
    def turn(delta: QPoint, keys: Qt.KeyboardModifier) -> bool:
        at_ = QPointF(200, 50)
        event = QWheelEvent(
            at_, timeline.mapToGlobal(at_), QPoint(), delta, Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(timeline, event)
        return event.isAccepted()

    before = x_of(timeline, ON.earliest)
    assert not turn(QPoint(0, -120), Qt.KeyboardModifier.NoModifier)
    assert x_of(timeline, ON.earliest) == before
    assert turn(QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert x_of(timeline, ON.earliest) != before


def test_it_grows_with_its_lanes(qtbot: QtBot, timeline: Timeline, data: Data) -> None:
    high = timeline.sizeHint().height()
    timeline.show_scene(scene_of(File("s", Person(record="p")), data))
    assert timeline.sizeHint().height() < high


def test_nothing_is_drawn_of_nobody(timeline: Timeline) -> None:
    timeline.show_scene(None)
    timeline.grab()
    assert timeline.targets() == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [400, 590, 1400])
def test_it_draws_at_every_width(
    qapp: QApplication, timeline: Timeline, data: Data, lang: Lang, width: int
) -> None:
    tr.speak(qapp, lang)
    timeline.resize(width, 500)
    timeline.show_scene(scene_of(HAN, data, lang))
    image = timeline.grab().toImage()
    seen = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(seen) > 20
