"""What the tests of people stand on: their page, somebody on it, how a person types into forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.editors.form import Form
from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment

HAN_MEI = "p1004"


@contextmanager
def people_page(qtbot: QtBot, desk: Desk, on: Moment, height: int = 640) -> Iterator[PeoplePage]:
    """The page shown over a school, told of what changes in it, and left."""
    made = PeoplePage(desk, on)
    desk.changed.append(made.refresh)
    qtbot.addWidget(made)
    made.resize(1204, height)
    made.show()
    yield made
    made.leave()
    desk.changed.clear()
    made.panel.show_person("")


def target(form: Form, field: str) -> QWidget:
    """The widget that takes the keys of a field."""
    editor = form.rows[field].editor
    return editor.focusProxy() or editor


def type_in(qtbot: QtBot, form: Form, field: str, text: str) -> None:
    """Go to a field, overwrite what stands there."""
    widget = target(form, field)
    widget.setFocus()
    if isinstance(widget, QLineEdit):
        widget.selectAll()
        if not text:
            qtbot.keyClick(widget, Qt.Key.Key_Delete)
    write(qtbot, widget, text)


def write(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Keys for what stands on keys, an input method for the rest."""
    if text.isascii():
        qtbot.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    qtbot.keyClick(widget, key, modifier)


def wheel(widget: QWidget) -> bool:
    """Turn the wheel over a widget; whether it took it."""
    event = QWheelEvent(
        QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
