"""Editors: each kind of answer given by keyboard, shown as it was understood; nothing answers for the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from forms.editors.base import EditorTools
from forms.editors.form import Form
from forms.editors.picks import ChipsEditor, FewEditor, ListEditor, OptionPiece, YesNoEditor
from forms.editors.places import PlacesEditor
from forms.editors.registry import EDITORS, make
from forms.editors.suggest import SuggestEditor
from forms.words import tr
from schoolprep.desk import Data
from schoolprep.facts import divisions
from schoolprep.facts.blank import KindName
from schoolprep.facts.draft import Draft
from schoolprep.facts.kinds import Frame
from schoolprep.facts.record import Answers
from tests.gui.people.people_fixtures import press, target, type_in, wheel, write

REGION = "140802"
TODAY = date(2022, 8, 8)
CLASSES = ["七年级1班", "七年级2班", "高三2班"]


def _level(place: str, day: int) -> str:
    return "high" if place == "460203" and day >= date(2022, 7, 28).toordinal() else ""


TOOLS = EditorTools(divisions.load(), REGION, lambda: CLASSES, _level, TODAY.toordinal)
Show = Callable[..., Form]


@pytest.fixture
def show(qtbot: QtBot, data: Data) -> Show:
    """A form of a blank, empty or with the answers of a record, 640 pixels wide."""

    def made(blank: str, answers: Answers | None = None, width: int = 640) -> Form:
        frame = Frame(divisions.load(), REGION, filled_on=TODAY, typed=True)
        form = Form(data.blanks[blank], TOOLS)
        form.show_draft(Draft(data.blanks[blank], "s", frame, answers, ("r",) if answers else ()))
        qtbot.addWidget(form)
        form.resize(width, 600)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return made


def answers(form: Form) -> Answers:
    assert form.draft is not None
    return form.draft.answers


def words(form: Form, field: str) -> str:
    return str(form.rows[field].editor.words)  # type: ignore[attr-defined]


# ---------------------------------------------------------------- every kind


def test_every_kind_has_an_editor(data: Data) -> None:
    assert set(EDITORS) == set(get_args(KindName))


def test_every_field_of_every_blank_is_shown_and_named(show: Show, data: Data) -> None:
    for blank in data.blanks.values():
        form = show(blank.id)
        for field in blank.field:
            widget = target(form, field.name)
            assert field.label["zh"] in widget.accessibleName()
            assert widget.toolTip() == field.help["zh"]
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_an_empty_form_answers_nothing(show: Show, data: Data) -> None:
    for blank in data.blanks.values():
        form = show(blank.id)
        assert answers(form) == {}
        for row in form.rows.values():
            if isinstance(row.editor, ListEditor):
                assert row.editor.box.currentText() == ""
            for piece in row.editor.findChildren(OptionPiece):
                assert not piece.isChecked()
            for line in row.editor.findChildren(QLineEdit):
                assert line.text() == ""


def test_the_wheel_changes_no_answer(show: Show) -> None:
    form = show("custody", {"step": "transfer", "starts": "2022-08-05T07:10"})
    form.file.setFocus()
    for row in form.rows.values():
        widget = target(form, row.field.name)
        before = row.editor.findChildren(QLineEdit)[0].text() if row.editor.findChildren(QLineEdit) else ""
        wheel(widget)
        if row.editor.findChildren(QLineEdit):
            assert row.editor.findChildren(QLineEdit)[0].text() == before
    assert answers(form) == {"step": "transfer", "starts": "2022-08-05T07:10"}
    box = form.rows["step"].editor.box  # type: ignore[attr-defined]
    assert not wheel(box), "an unfocused list leaves the wheel to the page"


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("typed", "told", "stored"),
    [
        ("8.1", "→ 2022-08-01 周一", "2022-08-01"),
        ("0808", "→ 2022-08-08 周一", "2022-08-08"),
        ("-2", "→ 2022-08-06 周六", "2022-08-06"),
        ("2022-08-01", "周一", "2022-08-01"),
    ],
)
def test_a_date_is_told_as_understood(show: Show, qtbot: QtBot, typed: str, told: str, stored: str) -> None:
    form = show("health")
    type_in(qtbot, form, "day", typed)
    assert words(form, "day") == told
    assert answers(form)["day"] == stored


def test_a_temperature_without_its_point(show: Show, qtbot: QtBot) -> None:
    form = show("health")
    type_in(qtbot, form, "temp_am", "365")
    assert words(form, "temp_am") == "→ 36.5 ℃"
    assert answers(form)["temp_am"] == 36.5


def test_a_problem_is_soft_while_typing_and_plain_after(show: Show, qtbot: QtBot) -> None:
    form = show("health")
    line = target(form, "day")
    type_in(qtbot, form, "day", "8.44")
    assert "8.44" in form.rows["day"].said()
    assert line.property("state") in (None, "")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: line.property("state") == "problem")
    assert "8.44" in line.accessibleDescription()


def test_an_identity_number_tells_birth_and_sex(show: Show, qtbot: QtBot) -> None:
    form = show("person")
    type_in(qtbot, form, "document_no", "140802200809010013")
    assert words(form, "document_no") == "2008-09-01 · 男"
    assert words(form, "birth_date") == "→ 2008-09-01 周一 由证件号得出"
    sex = form.rows["sex"].editor
    assert isinstance(sex, FewEditor)
    assert [piece.derived for piece in sex.pieces] == [True, False]
    type_in(qtbot, form, "document_no", "140802200809010014")
    assert "校验" in form.rows["document_no"].said()
    assert sex.picked() == []


def test_what_finds_no_room_in_the_line_stands_below(show: Show, qtbot: QtBot) -> None:
    form = show("test", width=460)
    type_in(qtbot, form, "sampled_at", "2022.8.7 18:05:00")
    row = form.rows["sampled_at"]
    assert row.editor.told() == words(form, "sampled_at") != ""
    assert row._told.isVisible()


def test_help_stands_in_the_tooltip_and_under_f1(show: Show, qtbot: QtBot) -> None:
    form = show("test")
    form.go()
    press(qtbot, Qt.Key.Key_F1)
    assert form.rows["sampled_at"]._help.text() == "采样的日期和时刻。"
    press(qtbot, Qt.Key.Key_F1)
    assert not form.rows["sampled_at"]._help.isVisible()


# ---------------------------------------------------------------- picks


def test_yes_no_has_three_states(show: Show, qtbot: QtBot) -> None:
    form = show("health")
    editor = form.rows["antipyretic"].editor
    assert isinstance(editor, YesNoEditor)
    target(form, "antipyretic").setFocus()
    assert editor.picked() == []
    press(qtbot, Qt.Key.Key_Y)
    assert answers(form)["antipyretic"] is True
    press(qtbot, Qt.Key.Key_N)
    assert answers(form)["antipyretic"] is False
    assert editor.picked() == ["no"]
    press(qtbot, Qt.Key.Key_Backspace)
    assert "antipyretic" not in answers(form)
    assert editor.picked() == []
    qtbot.mouseClick(editor.pieces[0], Qt.MouseButton.LeftButton)
    assert answers(form)["antipyretic"] is True
    qtbot.mouseClick(editor.pieces[0], Qt.MouseButton.LeftButton)
    assert "antipyretic" not in answers(form)


def test_yes_no_speaks_the_blanks_words(show: Show) -> None:
    form = show("person")
    editor = form.rows["commitment"].editor
    assert isinstance(editor, YesNoEditor)
    assert [piece.text() for piece in editor.pieces] == ["已交", "未交"]


def test_arrows_go_along_and_answer_nothing(show: Show, qtbot: QtBot) -> None:
    form = show("code")
    editor = form.rows["colour"].editor
    assert isinstance(editor, FewEditor)
    target(form, "colour").setFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert editor.pieces[1].hasFocus()
    assert answers(form) == {}
    press(qtbot, Qt.Key.Key_Space)
    assert answers(form) == {"colour": "yellow"}
    assert editor.focusProxy() is editor.pieces[1]


def test_a_long_choice_is_a_list_with_an_empty_first_line(show: Show, qtbot: QtBot) -> None:
    form = show("contact")
    editor = form.rows["category"].editor
    assert isinstance(editor, ListEditor)
    assert editor.box.itemText(0) == ""
    editor.box.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert answers(form) == {"category": "close"}
    press(qtbot, Qt.Key.Key_Up)
    assert answers(form) == {}


def test_symptoms_none_and_some_exclude_each_other(show: Show, qtbot: QtBot) -> None:
    form = show("health")
    editor = form.rows["symptoms"].editor
    assert isinstance(editor, ChipsEditor)
    by_code = {piece.option.code: piece for piece in editor.pieces}
    qtbot.mouseClick(by_code[""], Qt.MouseButton.LeftButton)
    assert answers(form)["symptoms"] == []
    qtbot.mouseClick(by_code["fever"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(by_code["cough"], Qt.MouseButton.LeftButton)
    assert answers(form)["symptoms"] == ["fever", "cough"]
    assert not by_code[""].isChecked()
    qtbot.mouseClick(by_code["fever"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(by_code["cough"], Qt.MouseButton.LeftButton)
    assert "symptoms" not in answers(form), "nothing picked is unanswered, never none"


# ---------------------------------------------------------------- places and classes


@pytest.mark.parametrize("typed", ["yh", "盐湖"])
def test_a_place_narrows_and_is_taken_with_enter(show: Show, qtbot: QtBot, typed: str) -> None:
    form = show("travel")
    editor = form.rows["place"].editor
    assert isinstance(editor, SuggestEditor)
    editor.line.setFocus()
    write(qtbot, editor.line, typed)
    qtbot.waitUntil(editor.suggestions.open)
    offered = [editor.suggestions.list.item(at).text() for at in range(editor.suggestions.list.count())]
    assert any("山西省运城市盐湖区" in text for text in offered)
    at = next(at for at, text in enumerate(offered) if "山西省运城市盐湖区   140802" in text)
    editor.suggestions.list.setCurrentRow(at)
    press(qtbot, Qt.Key.Key_Return)
    assert editor.line.text() == "山西省运城市盐湖区"
    assert answers(form)["place"] == "140802"
    assert not editor.suggestions.open()
    assert editor.line.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert form.rows["detail"].has_focus()


def test_esc_closes_the_list_first_and_loses_nothing(show: Show, qtbot: QtBot) -> None:
    form = show("travel")
    editor = form.rows["place"].editor
    assert isinstance(editor, SuggestEditor)
    type_in(qtbot, form, "place", "sanya")
    qtbot.waitUntil(editor.suggestions.open)
    with qtbot.assertNotEmitted(form.put_aside):
        press(qtbot, Qt.Key.Key_Escape)
    assert not editor.suggestions.open()
    assert editor.line.text() == "sanya"
    with qtbot.waitSignal(form.put_aside):
        press(qtbot, Qt.Key.Key_Escape)


def test_a_place_tells_its_code_and_its_level_on_the_day(show: Show) -> None:
    form = show("travel", {"place": "460203", "left": "2022-08-01"})
    assert words(form, "place") == "460203 · 当日高风险区"
    form = show("travel", {"place": "460203", "left": "2022-07-01"})
    assert words(form, "place") == "460203"


def test_a_doubtful_place_is_confirmed_not_assumed(show: Show, qtbot: QtBot) -> None:
    form = show("travel")
    type_in(qtbot, form, "place", "东城街道")
    row = form.rows["place"]
    assert "place" not in answers(form)
    assert row.said() == "读作“山西省运城市盐湖区东城街道”，请确认，或重新填写。"
    assert target(form, "place").property("state") == "doubt"
    qtbot.mouseClick(row._confirm, Qt.MouseButton.LeftButton)
    assert answers(form)["place"] == "140802002"
    assert row.said() == ""


def test_places_become_chips_and_leave_again(show: Show, qtbot: QtBot) -> None:
    form = show("code")
    editor = form.rows["card_cities"].editor
    assert isinstance(editor, PlacesEditor)
    editor.line.setFocus()
    write(qtbot, editor.line, "运城市")
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, editor.line, "海南省三亚市")
    press(qtbot, Qt.Key.Key_Return)
    assert [chip.text() for chip in editor.chips] == ["山西省运城市", "海南省三亚市"]
    assert answers(form)["card_cities"] == ["1408", "4602"]
    press(qtbot, Qt.Key.Key_Backspace)
    assert answers(form)["card_cities"] == ["1408"]
    qtbot.mouseClick(editor.chips[0], Qt.MouseButton.LeftButton)
    assert "card_cities" not in answers(form)
    qtbot.mouseClick(editor.none, Qt.MouseButton.LeftButton)
    assert answers(form)["card_cities"] == []


def test_known_classes_are_offered(show: Show, qtbot: QtBot) -> None:
    form = show("person")
    editor = form.rows["class_name"].editor
    assert isinstance(editor, SuggestEditor)
    editor.line.setFocus()
    write(qtbot, editor.line, "七")
    qtbot.waitUntil(editor.suggestions.open)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert answers(form)["class_name"] == "七年级2班"


# ---------------------------------------------------------------- the form


def test_only_what_is_asked_is_shown(show: Show, qtbot: QtBot) -> None:
    form = show("travel")
    assert not form.rows["from_day"].isVisible()
    target(form, "no_travel").setFocus()
    press(qtbot, Qt.Key.Key_Y)
    assert form.rows["from_day"].isVisible()
    assert not form.rows["place"].isVisible()
    type_in(qtbot, form, "from_day", "7.20")
    target(form, "no_travel").setFocus()
    press(qtbot, Qt.Key.Key_Backspace)
    assert form.rows["from_day"].isVisible(), "an answer is never hidden away"
    assert form.rows["from_day"].said()


def test_a_cleared_answer_is_unanswered(show: Show, qtbot: QtBot) -> None:
    form = show("travel", {"place": "460203", "left": "2022-08-01", "transport": "高铁"})
    type_in(qtbot, form, "transport", "")
    assert "transport" not in answers(form)
    assert answers(form)["left"] == "2022-08-01"


def test_narrow_forms_have_one_column(show: Show) -> None:
    wide, narrow = show("test", width=640), show("test", width=400)
    assert wide.rows["sampled_at"].y() == wide.rows["reported_at"].y()
    assert narrow.rows["sampled_at"].y() < narrow.rows["reported_at"].y()


def test_the_form_changes_language_with_what_stands_in_it(
    show: Show, qtbot: QtBot, qapp: QApplication
) -> None:
    form = show("contact", {"category": "close", "last_on": "2022-08-04"})
    type_in(qtbot, form, "linked", "abc")
    tr.speak(qapp, "en")
    assert form.rows["category"].label.text() == "Category"
    assert form.rows["category"].editor.box.currentText() == "Close contact"  # type: ignore[attr-defined]
    assert target(form, "linked").text() == "abc"  # type: ignore[attr-defined]
    assert answers(form) == {"category": "close", "last_on": "2022-08-04", "linked": "abc"}


def test_make_gives_few_choices_side_by_side(data: Data) -> None:
    colour, disease = data.blanks["code"].fields["colour"], data.blanks["illness"].fields["disease"]
    few, many = make(colour, TOOLS), make(disease, TOOLS)
    assert isinstance(few, FewEditor)
    assert isinstance(many, ListEditor)
    few.deleteLater()
    many.deleteLater()
