"""The Hand-over page: invite, hand over, take in, settle, acknowledge, revoke, as a principal and a teacher do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from forms.handover.page import HandoverPage
from forms.handover.questions_view import QuestionsView
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry, Value
from tests.gui.frame.frame_fixtures import Printed
from tests.gui.handover.conftest import Joining, Principal
from tests.gui.pages_fixtures import Around, Chosen, on_show

LEFT = Qt.MouseButton.LeftButton
FEVER: Answers = {"day": "2022-08-08", "temp_am": 38.2, "symptoms": [], "antipyretic": False}


def health(subject: str, **more: Value) -> Entry:
    return Entry(blank="health", subject=subject, answers={**FEVER, **more})


def shown(page: HandoverPage) -> list[list[str]]:
    """The table of colleagues, as it reads."""
    model = page.colleagues.model
    return [[column.text(row) for column in model.columns] for row in model.shown()]


def take_in(qtbot: QtBot, page: HandoverPage, *files: Path) -> None:
    assert page.take_files(list(files))
    qtbot.waitUntil(lambda: page.arrivals.under_way)
    if page.arrivals.take.isEnabled():
        qtbot.mouseClick(page.arrivals.take, LEFT)
        qtbot.waitUntil(lambda: page.arrivals.receipt is not None)


def test_an_empty_page_has_the_one_button_that_fills_it(qtbot: QtBot, page: HandoverPage) -> None:
    button = page.colleagues.empty.button
    assert button is not None and button.isVisible()
    qtbot.mouseClick(button, LEFT)
    assert page.stops.here() is page.inviting


def test_inviting_writes_a_file_and_shows_its_code_once(
    qtbot: QtBot, page: HandoverPage, asking: Chosen, printed: Printed, tmp_path: Path
) -> None:
    asking.saved = tmp_path / "邀请 王老师.invitation"
    form = page.inviting
    form.ask()
    page.show_view("inviting")
    qtbot.mouseClick(form.write, LEFT)
    assert form.problem.text() == "请写同事的姓名"
    form.who.setText("王老师")
    qtbot.mouseClick(form.write, LEFT)
    assert form.problem.text() == "请选至少一个班级"
    form.units.typed.setText("七年级1")
    QTest.keyClick(form.units.typed, Qt.Key.Key_Return)
    assert form.units.chosen() == ("七年级1班",)
    qtbot.mouseClick(form.write, LEFT)
    code = form.code.code.text()
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert asking.saved.is_file()
    qtbot.mouseClick(form.code.print, LEFT)
    assert printed.pages[-1][-1] == code
    qtbot.mouseClick(form.code.done, LEFT)
    assert form.code.code.text() == ""
    assert shown(page) == [["王老师", "班主任 七年级1班", "—", "—", "0人", "还没交过"]]


def test_the_code_is_gone_once_one_goes_elsewhere(page: HandoverPage, desk: Desk, tmp_path: Path) -> None:
    invited = desk.handover.invite("王老师", "doctor", (), tmp_path / "x.invitation")
    page.show_view("inviting")
    page.inviting.code.show_invited(invited)
    page.hide()
    assert page.inviting.code.code.text() == ""


def test_what_a_teacher_filed_is_handed_over_taken_in_and_undone(
    qtbot: QtBot, principal: Principal, on: Moment, tmp_path: Path
) -> None:
    page, teacher = principal.page, principal.joining("王老师", "class-teacher", "七年级1班")
    teacher.filing.append([health("p1000")])
    asking = Chosen(saved=tmp_path / "七年级1班 王老师.envelope")
    with on_show(qtbot, HandoverPage(teacher, on, asking=asking)) as own:
        assert own.stops.here() is own.own
        assert own.own.count.text() == "1"
        assert own.own.about.text() == "关于 1 人：健康监测 1"
        qtbot.mouseClick(own.own.seal, LEFT)
        assert asking.asked == ["七年级1班 王老师 第1份 2022-08-08.envelope"]
        assert own.own._said["last"].text().startswith("第1份")
    take_in(qtbot, page, tmp_path / "七年级1班 王老师.envelope")
    assert len([one for one in page.desk.people.records("p1000") if one.blank == "health"]) == 16
    assert shown(page)[0][2] == "第1份"
    qtbot.mouseClick(page.arrivals.undo, LEFT)
    assert len([one for one in page.desk.people.records("p1000") if one.blank == "health"]) == 15
    assert page.stops.here() is page.colleagues


def test_a_file_that_is_none_is_told_and_nothing_can_be_taken(
    qtbot: QtBot, page: HandoverPage, around: Around, tmp_path: Path
) -> None:
    other = tmp_path / "假期安排.envelope"
    other.write_bytes(b"nothing of ours")
    take_in(qtbot, page, other)
    assert not page.arrivals.take.isEnabled()
    assert page.arrivals.waiting() == 1
    assert not page.unfinished()
    qtbot.mouseClick(page.arrivals.away, LEFT)
    assert page.stops.here() is page.colleagues


def test_the_way_back_is_taken_in_by_the_teacher(
    qtbot: QtBot, principal: Principal, on: Moment, tmp_path: Path
) -> None:
    page, around, asking, joining = principal
    teacher = joining("王老师", "class-teacher", "七年级1班")
    teacher.filing.append([health("p1000")])
    teacher.handover.seal(tmp_path / "1.envelope")
    take_in(qtbot, page, tmp_path / "1.envelope")
    folder = tmp_path / "回执"
    folder.mkdir()
    asking.opened = [folder]
    page.arrivals.put_away()
    qtbot.mouseClick(page.colleagues.acknowledge, LEFT)
    assert around.notices[-1].says == "handoverpage.acknowledged"
    with on_show(qtbot, HandoverPage(teacher, on)) as own:
        teachers = Around(own)
        take_in(qtbot, own, folder)
        assert own.own.news is not None and own.own.news.records == 0
        assert own.own._said["acknowledged"].text() == "第1份"
        assert own.own.about.text() == "都交了，校长也都收到了"
        teachers.office.close()


def test_two_who_differ_are_a_question_with_its_consequence(
    qtbot: QtBot, page: HandoverPage, around: Around, joining: Joining, tmp_path: Path
) -> None:
    for number, (name, temperature) in enumerate((("王老师", 38.2), ("李老师", 36.8))):
        teacher = joining(name, "class-teacher", "七年级1班")
        (old,) = [
            one
            for one in teacher.people.records("p1000")
            if one.blank == "health" and (one.answers or {})["day"] == "2022-08-08"
        ]
        teacher.filing.append(
            [msgspec.structs.replace(health("p1000", temp_am=temperature), replaces=(old.id,))]
        )
        teacher.handover.seal(tmp_path / f"{number}.envelope")
    take_in(qtbot, page, tmp_path)
    qtbot.mouseClick(page.arrivals.questions, LEFT)
    assert page.stops.here() is page.questions
    (card,) = page.questions.cards
    assert "李雷" in card.asked.text()
    labels = [label.text() for label in card.findChildren(QLabel)]
    assert {"38.2", "36.8"} <= set(labels)
    low = next(one for one in card.question.choices if one.author == "李老师")
    qtbot.mouseClick(card.buttons[card.question.choices.index(low)], LEFT)
    page.refresh(None)
    assert not page.questions.cards
    assert isinstance(page.stops.here(), QuestionsView)
    undo = around.notices[-1].do
    assert undo is not None
    undo()
    page.refresh(None)
    assert len(page.questions.cards) == 1


def test_two_who_may_be_one_are_a_question_too(
    qtbot: QtBot, desk: Desk, principal: Principal, tmp_path: Path
) -> None:
    """Each of two teachers entered the same child, without a document."""
    page, around, _, joining = principal
    for number, name in enumerate(("王老师", "李老师")):
        teacher = joining(name, "class-teacher", "七年级1班")
        new: Answers = {"name": "欧阳新", "birth_date": "2009-03-04", "class_name": "七年级1班"}
        teacher.filing.append([Entry(blank="person", subject=teacher.people.new_person(), answers=new)])
        teacher.handover.seal(tmp_path / f"{number}.envelope")
    take_in(qtbot, page, tmp_path)
    qtbot.mouseClick(page.arrivals.questions, LEFT)
    (card,) = page.questions.cards
    assert "可能是同一个人" in card.asked.text() and card.two.isVisible()
    before = len(desk.people.files())
    qtbot.mouseClick(card.two, LEFT)
    page.refresh(None)
    assert not page.questions.cards and len(desk.people.files()) == before
    undo = around.notices[-1].do
    assert undo is not None
    undo()
    page.refresh(None)
    (card,) = page.questions.cards
    qtbot.mouseClick(card.buttons[0], LEFT)
    page.refresh(None)
    assert not page.questions.cards and len(desk.people.files()) == before - 1


def test_revoking_says_first_what_it_does(
    qtbot: QtBot, page: HandoverPage, around: Around, joining: Joining, tmp_path: Path
) -> None:
    teacher = joining("王老师", "class-teacher", "七年级1班")
    page.refresh(None)
    card = page.colleagues.card
    qtbot.mouseClick(card.revoke, LEFT)
    assert card.sure.isVisible()
    assert "收不回来" in "".join(label.text() for label in card.sure.findChildren(QLabel))
    qtbot.mouseClick(card.do_revoke, LEFT)
    assert shown(page)[0][-1].startswith("已停用")
    assert not card.revoke.isEnabled()
    teacher.filing.append([health("p1000")])
    teacher.handover.seal(tmp_path / "1.envelope")
    take_in(qtbot, page, tmp_path / "1.envelope")
    assert page.arrivals.arrivals[0].problem is not None
    assert not page.arrivals.take.isEnabled()


def test_the_reminder_names_classes_and_nobody_s_pupils(
    page: HandoverPage, around: Around, joining: Callable[..., Desk]
) -> None:
    joining("王老师", "class-teacher", "七年级1班")
    joining("赵医生", "doctor")
    page.refresh(None)
    page.colleagues.copy_reminder()
    assert QGuiApplication.clipboard().text() == "七年级1班 王老师 还没交过\n赵医生 还没交过"


def test_classes_are_changed(qtbot: QtBot, page: HandoverPage, joining: Joining) -> None:
    joining("王老师", "class-teacher", "七年级1班")
    page.refresh(None)
    qtbot.mouseClick(page.colleagues.card.change, LEFT)
    assert not page.inviting.who.isVisible()
    page.inviting.units.typed.setText("七年级2班")
    QTest.keyClick(page.inviting.units.typed, Qt.Key.Key_Return)
    qtbot.mouseClick(page.inviting.write, LEFT)
    assert shown(page)[0][1] == "班主任 七年级1班、七年级2班"


def test_a_workbook_for_each_class_of_colleagues_without_the_program(
    qtbot: QtBot, principal: Principal, desk: Desk, tmp_path: Path
) -> None:
    page, around, asking, _ = principal
    asking.opened = [tmp_path]
    qtbot.mouseClick(page.colleagues.books, LEFT)
    assert page.books.units.chosen() == ("七年级1班", "七年级2班")
    page.books.secret.line.setText("三班专用 2022")
    qtbot.mouseClick(page.books.write, LEFT)
    qtbot.waitUntil(lambda: around.ended > 0)
    assert len(list(tmp_path.glob("*.xlsx"))) == 2
    assert around.notices[-1].says == "handoverpage.books_written"
    assert page.books.secret.text() == ""
    assert [row[:3] for row in shown(page)] == [
        ["工作簿", "班主任 七年级1班", "—"], ["工作簿", "班主任 七年级2班", "—"],
    ]  # fmt: skip
    assert not page.colleagues.card.acts.isVisible()
    page.books.ask()
    assert page.books.secret.text() == "三班专用 2022"
