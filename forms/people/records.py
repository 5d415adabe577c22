"""Records: what is on file of one blank, newest first, each on one compact line; a press opens it to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from forms.look.current import colour
from forms.look.short import shortened
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.card import LinkButton
from forms.parts.pressed import KeyButton
from forms.parts.tip import Tip
from forms.people import summary
from forms.words.tr import Worded, say
from schoolprep.facts.blank import Blank
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.record import Record

FIRST = 4
"""So many are shown before the rest is asked for."""
_HIGH, _PAD, _GAP = 30, 8, 10
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class RecordLine(KeyButton):
    """One record; chosen while it stands in the form."""

    opened = Signal(str)
    withdrawn = Signal(str)

    def __init__(
        self, record: Record, blank: Blank, divisions: Divisions, zone: tzinfo | None, *, waits: bool
    ) -> None:
        super().__init__()
        answers = record.answers or {}
        self.record = record.id
        self._main = summary.main(blank, answers, divisions)
        self._more = summary.more(blank, answers, divisions)
        self._filed = say("people.draft_waits") if waits else summary.filed(record, zone)
        self._waits = waits
        self.setText(self._main)
        told = (
            self._main,
            self._more,
            summary.filed(record, zone),
            say("people.draft_waits") if waits else "",
        )
        self.setAccessibleName(" · ".join(part for part in told if part))
        Tip(self)("\n".join(part for part in (*told, say("people.record_tip")) if part))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(240, _HIGH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete withdraws, up and down go to the neighbours."""
        if event.key() == Qt.Key.Key_Delete:
            self.withdrawn.emit(self.record)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(rect, colour("selected"))
        elif self.underMouse():
            painter.fillRect(rect, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        note, text = QFontMetrics(font("note")), QFontMetrics(font())
        filed = note.horizontalAdvance(self._filed)
        room = self.width() - 2 * _PAD
        painter.setFont(font("note"))
        painter.setPen(colour("incomplete" if self._waits else "ink_2"))
        painter.drawText(rect.adjusted(0, 0, -_PAD, 0), _RIGHT, self._filed)
        room -= filed + _GAP
        main = shortened(self._main, text, room)
        painter.setFont(font())
        painter.setPen(colour("ink"))
        painter.drawText(QRectF(_PAD, 0, room, self.height()), _LEFT, main)
        room -= text.horizontalAdvance(main) + _GAP
        if room > 40 and self._more:
            x = _PAD + text.horizontalAdvance(main) + _GAP
            painter.setFont(font("note"))
            painter.setPen(colour("ink_2"))
            more = shortened(self._more, note, room)
            painter.drawText(QRectF(x, 0, room, self.height()), _LEFT, more)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, rect, 4)
        painter.end()

    def _open(self) -> None:
        self.opened.emit(self.record)


class RecordList(Worded, QWidget):
    """The list."""

    opened = Signal(str)
    withdrawn = Signal(str)

    def __init__(
        self, blank: Blank, divisions: Divisions, zone: tzinfo | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._blank = blank
        self._divisions = divisions
        self._zone = zone
        self._records: Sequence[Record] = ()
        self._waiting: set[str] = set()
        self._chosen = ""
        self._all = False
        self.lines: list[RecordLine] = []
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        body.addLayout(self._list)
        foot = QHBoxLayout()
        self.rest = LinkButton("people.more")
        self.rest.clicked.connect(self._show_all)
        foot.addWidget(self.rest)
        foot.addStretch(1)
        body.addLayout(foot)

    def show_records(self, records: Sequence[Record], waiting: set[str], chosen: str = "") -> None:
        """Show records; `waiting`: those whose correction waits as a draft; `chosen`: the one in the form."""
        self._records, self._waiting, self._chosen = records, waiting, chosen
        self._draw()

    def choose(self, record: str) -> None:
        """Show which one stands in the form."""
        self._chosen = record
        if (
            record
            and all(line.record != record for line in self.lines)
            and any(known.id == record for known in self._records)
        ):
            self._all = True
            self._draw()
        for line in self.lines:
            line.setChecked(line.record == record)

    def collapse(self) -> None:
        """Another person: few lines again."""
        self._all = False

    def retranslate(self) -> None:
        """Word the lines."""
        super().retranslate()
        self._draw()

    def _draw(self) -> None:
        focused = next((line.record for line in self.lines if line.hasFocus()), "")
        for line in self.lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self._records if self._all else self._records[:FIRST]
        self.lines = []
        for record in shown:
            line = RecordLine(
                record, self._blank, self._divisions, self._zone, waits=record.id in self._waiting
            )
            line.opened.connect(self.opened)
            line.withdrawn.connect(self.withdrawn)
            line.setChecked(record.id == self._chosen)
            self.lines.append(line)
            self._list.addWidget(line)
            if record.id == focused:
                line.setFocus()
        hidden = len(self._records) - len(shown)
        self.rest.setVisible(hidden > 0)
        self.rest.bind(self.rest.setText, "people.records_all", number=len(self._records))

    def _show_all(self) -> None:
        self._all = True
        self._draw()
