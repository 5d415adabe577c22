"""What cannot wait on 今日: never cut, whatever comes and goes; a positive case and a hand-over to nobody are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from forms.look.short import rows_needed
from forms.pages.page import Wanted
from forms.parts.table import PAD, cell_font, row_height
from forms.today.page import TodayPage
from forms.today.signals_card import SignalLine, SignalsCard
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.desk.alarms import Alarm, alarms
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry

SHORT = "七年级2班腹泻：3月4日共3例，要报告。"
LONG = (
    "七年级2班呕吐、腹泻：3月2日至3月4日三天内共5例，达到报告的标准，请在24小时内报告疾控和教育局，并按要求登记。"
    * 2
)


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[SignalsCard]:
    """The card in a page that is narrow and then wide."""
    page = QWidget()
    qtbot.addWidget(page)
    made = SignalsCard()
    body = QVBoxLayout(page)
    body.addWidget(made)
    body.addStretch(1)
    page.resize(700, 640)
    page.show()
    yield made
    page.hide()


def lines(*sentences: str) -> list[SignalLine]:
    return [SignalLine(str(at), text, 3, "12月14日13:55前") for at, text in enumerate(sentences)]


def is_whole(card: SignalsCard) -> bool:
    """Every sentence has its lines, and the table is as high as those that are shown."""
    table, high = card.table, 0
    for at, line in enumerate(card.model.shown()):
        needed = rows_needed(line.sentence, cell_font("strong"), table.columnWidth(0) - 2 * PAD)
        if table.rowHeight(at) < row_height(needed):
            return False
        high += table.rowHeight(at) if at < 3 else 0
    return table.viewport().height() >= high and card.height() >= table.geometry().bottom()


@pytest.mark.parametrize("first", [(SHORT,), (LONG,), (LONG, SHORT, LONG)])
@pytest.mark.parametrize("then", [(SHORT, SHORT), (LONG, LONG), (SHORT,)])
def test_a_signal_is_never_cut(
    qtbot: QtBot, card: SignalsCard, first: tuple[str, ...], then: tuple[str, ...]
) -> None:
    card.show_signals(lines(*first))
    qtbot.waitUntil(lambda: is_whole(card))
    card.show_signals(lines(*then))
    qtbot.waitUntil(lambda: is_whole(card))
    for wide in (1300, 560):
        card.window().resize(wide, 640)
        qtbot.waitUntil(lambda: is_whole(card))


def test_signals_that_came_while_another_page_was_looked_at_are_whole(
    qtbot: QtBot, card: SignalsCard
) -> None:
    card.show_signals(lines(SHORT))
    qtbot.waitUntil(lambda: is_whole(card))
    card.window().hide()
    card.show_signals(lines(SHORT, LONG))
    card.window().show()
    qtbot.waitUntil(lambda: is_whole(card))


def test_more_than_are_shown_is_said(qtbot: QtBot, card: SignalsCard) -> None:
    card.show_signals(lines(*[SHORT] * 5))
    qtbot.waitUntil(lambda: is_whole(card))
    assert card.more.text() == "下面还有 2 条，向下滚动"
    card.show_signals(lines(SHORT))
    assert card.more.isHidden()


# --------------------------------------------------------------- alarms


def link(step: str, starts: str, **more: str) -> Entry:
    return Entry(blank="custody", subject="p1004", answers={"step": step, "starts": starts, **more})


POSITIVE = Entry(
    blank="test",
    subject="p1004",
    answers={"sampled_at": "2022-08-07T08:00", "reported_at": "2022-08-07T18:00", "result": "positive"},
)
RIDE = link("transfer", "2022-08-07T21:40", giver="王老师")


def of(desk: Desk, on: Moment) -> list[Alarm]:
    return list(alarms(desk.judging.cases(on), desk.rules.in_force(on).source, on))


def test_a_positive_case_and_a_hand_over_to_nobody_are_told(qtbot: QtBot, desk: Desk, on: Moment) -> None:
    assert of(desk, on) == []
    desk.filing.append([POSITIVE, RIDE])
    page = TodayPage(desk, on)
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    told = [line.sentence for line in page.signals.model.shown()]
    assert told == [
        "检测阳性 1 人：七年级1班韩梅。请立即报告当地疾控，并查清密切接触者。",
        "移交还没有接收人 1 人：七年级1班韩梅。请问清谁接收，填到管控环节。",
    ]
    seen: list[tuple[str, Wanted]] = []
    page.asked.connect(lambda name, wanted: seen.append((name, wanted)))
    table = page.signals.table
    for at in range(2):
        pos = table.visualRect(page.signals.model.index(at, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    assert [(name, wanted.subjects) for name, wanted in seen] == [("people", ("p1004",))] * 2
    assert [tr.say(wanted.says, **wanted.facts) for _, wanted in seen] == [
        "检测阳性：1 人",
        "移交还没有接收人：1 人",
    ]
    page.hide()


@pytest.mark.parametrize(
    ("links", "told"),
    [
        ([RIDE], True),
        ([link("transfer", "2022-08-07T21:40", giver="王老师", receiver="刘护士")], False),
        ([link("central_isolation", "2022-08-05T09:00")], True),
        ([link("home_isolation", "2022-08-05T09:00")], False),  # at home nobody takes over
        ([RIDE, link("hospital", "2022-08-07T22:30")], False),  # arrived since
        ([link("transfer", "2022-08-07T21:40", ends="2022-08-07T22:00")], False),  # over
        ([link("transfer", "2022-08-09T08:00")], False),  # not yet
    ],
)
def test_only_who_is_between_two_hands_now_is_told(
    desk: Desk, on: Moment, links: list[Entry], told: bool
) -> None:
    desk.filing.append(links)
    assert [one.kind for one in of(desk, on)] == ["no_receiver"] * told


def test_who_was_discharged_is_no_alarm(desk: Desk, on: Moment) -> None:
    desk.filing.append([POSITIVE])
    assert [one.kind for one in of(desk, on)] == ["positive"]
    discharged = {"category": "discharged", "last_on": "2022-08-07T20:00"}
    desk.filing.append([Entry(blank="contact", subject="p1004", answers=dict(discharged))])
    assert of(desk, on) == []
