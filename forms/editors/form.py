"""Form: a blank on the screen, made from its declaration; what is written goes to the draft at every stroke.

The form knows the draft and nothing else: it says that something was written, that it shall be filed, put aside,
thrown away; the page does it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.editors.row import EditorRow
from forms.look.type import font
from forms.parts.card import WordButton, text_label
from forms.parts.tip import Tip
from forms.words.tr import Worded, lang, say_problem
from schoolprep.facts.blank import Blank
from schoolprep.facts.draft import Draft
from schoolprep.facts.kinds import Writing
from schoolprep.facts.problem import Problem

_TWO_COLUMNS = 440
"""Narrower forms have one column (pixels)."""
_LABEL_WIDEST = 96
_MISSING = ("blanks.missing", "blanks.none-of")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(Worded, QWidget):
    """One blank; `show_draft` shows what is to be filled in."""

    changed = Signal()
    """The person wrote something."""
    file_asked = Signal()
    put_aside = Signal()
    discarded = Signal()
    counted = Signal(int)
    """How many problems are shown."""
    wanted = Signal(QWidget)
    """This should be in sight."""

    def __init__(self, blank: Blank, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blank = blank
        self.draft: Draft | None = None
        self._hard = False
        self._laid: tuple[object, ...] = ()
        self.rows = {field.name: EditorRow(field, tools, self) for field in blank.field}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._says = text_label("problem", wrap=True)
        self._says.hide()
        self._note = text_label("note")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.discard = WordButton("editors.discard", tip="editors.discard_tip")
        self.file = WordButton("editors.file", kind="filled", tip="editors.file_tip")
        self._build()
        for row in self.rows.values():
            row.label.setParent(self)
            row.editor.edited.connect(self._edited)
            row.editor.left.connect(self._left)
            row.confirmed.connect(self._confirm)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._tell)
        self.retranslate()

    def _build(self) -> None:
        body = QVBoxLayout(self)
        body.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addLayout(self._grid)
        body.addWidget(self._says)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.file)
        body.addLayout(foot)
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.discard.clicked.connect(self.discarded)
        self.file.clicked.connect(self.file_asked)

    # ------------------------------------------------------------- what is shown

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; problems of what is missing wait until it shall be filed."""
        self.draft = draft
        draft.lang = lang()
        self._hard = False
        self._show()

    def show_problems(self) -> int:
        """Show everything that stands in the way of filing, go to the first; how many there are."""
        self._hard = True
        self._tell()
        problems = self.problems()
        if problems:
            self._go_to(problems[0])
        return len(problems)

    def problems(self) -> list[Problem]:
        """The problems shown now, in the form's order."""
        if self.draft is None:
            return []
        return [problem for problem in self.draft.problems() if self._hard or problem.code not in _MISSING]

    def next_problem(self) -> bool:
        """Go to the next problem after the cursor; False where there is none."""
        problems = self.problems()
        names = list(self.rows)
        here = next((at for at, row in enumerate(self.rows.values()) if row.has_focus()), -1)
        places = [names.index(problem.field) if problem.field in self.rows else 0 for problem in problems]
        behind = [problem for problem, at in zip(problems, places, strict=True) if at > here]
        for problem in (behind or problems)[:1]:
            self._go_to(problem)
        return bool(problems)

    def go(self) -> None:
        """Put the cursor into the first question."""
        self._step(None)

    def say_kept(self, *, kept: bool) -> None:
        """Say whether the draft lies in the file."""
        self.bind(self._note.setText, "editors.kept" if kept else "editors.keys")
        Tip(self._note)(self._note.text())

    def retranslate(self) -> None:
        """Word what is composed."""
        super().retranslate()
        self.setAccessibleName(self.blank.title[lang()])
        self._laid = ()
        if self.draft is not None:
            self.draft.lang = lang()
            self._show()

    # ------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """F1 inside an answer is ours: it explains the question."""
        if event.type() == QEvent.Type.ShortcutOverride and self._explains(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Ctrl+Enter files, Esc puts aside, F1 explains."""
        here = self._here()
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.file_asked.emit()
        elif event.key() in _ENTER and here is not None:
            self._step(here)
        elif event.key() in _ENTER and self.file.hasFocus():
            self.file_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_aside.emit()
        elif event.key() == Qt.Key.Key_F1 and here is not None:
            here.show_help()
        else:
            super().keyPressEvent(event)

    def _explains(self, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1 and self._here() is not None

    def _here(self) -> EditorRow | None:
        return next((row for row in self.rows.values() if row.has_focus()), None)

    def _step(self, here: EditorRow | None) -> None:
        """To the next question that is asked, from the last one to the button."""
        rows = [row for row in self.rows.values() if not row.isHidden()]
        at = rows.index(here) + 1 if here in rows else 0
        if at < len(rows):
            rows[at].go()
            self.wanted.emit(rows[at])
        else:
            self.file.setFocus(Qt.FocusReason.TabFocusReason)
            self.wanted.emit(self.file)

    def _go_to(self, problem: Problem) -> None:
        row = self.rows.get(problem.field) or next(iter(self.rows.values()))
        if row.isHidden():
            row.show()
        row.go()
        self.wanted.emit(row)

    # ------------------------------------------------------------- writing

    def _edited(self, name: str, writing: Writing) -> None:
        if self.draft is not None:
            self.draft.write(name, writing)
            self._show()
            self.changed.emit()

    def _confirm(self, name: str) -> None:
        if self.draft is not None:
            self.draft.confirm(name)
            self._show()
            self.rows[name].go()
            self.changed.emit()

    def _show(self) -> None:
        """Everything anew: one answer asks for another, an identity number tells three."""
        draft = self.draft
        if draft is None:
            return
        asked = {field.name for field in draft.asked()}
        for name, row in self.rows.items():
            row.show_answer(draft)
            seen = name in asked or bool(draft.writing(name))
            if row.isHidden() == seen:
                row.setVisible(seen)
                row.label.setVisible(seen)
        self._lay()
        self._tell()

    def _tell(self) -> None:
        """Problems and notes at their answers; softly where the person is still writing."""
        if self.draft is None:
            return
        problems, notes = self.problems(), self.draft.notes()
        first = {problem.field: problem for problem in reversed(problems)}
        doubts = {note.field: note for note in reversed(notes)}
        for name, row in self.rows.items():
            row.tell(first.get(name), doubts.get(name), soft=not self._hard and row.has_focus())
        others = [say_problem(problem) for problem in problems if problem.field not in self.rows]
        self._says.setText(" ".join(others))
        self._says.setVisible(bool(others))
        self.counted.emit(len(problems))

    def _left(self) -> None:
        """Problems are said loudly once the cursor has left their answer."""
        self._settle.start()

    # ------------------------------------------------------------- places

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible, with one column; two columns must not hold the form wide."""
        return QSize(280, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        """Place the questions that are asked; only where something changed."""
        columns = 2 if self.width() >= _TWO_COLUMNS else 1
        shown = [name for name, row in self.rows.items() if not row.isHidden()]
        wide = tuple(name for name in shown if self._wide(name))
        laid = (columns, tuple(shown), wide, lang())
        if laid == self._laid:
            return
        self._laid = laid
        while self._grid.takeAt(0) is not None:
            pass
        lines = self._lines(shown, wide, columns)
        widths = self._widths(lines)
        for place, width in enumerate(widths):
            self._grid.setColumnMinimumWidth(place * 2, width)
            self._grid.setColumnStretch(place * 2 + 1, 1 if place < columns else 0)
        for line, group in enumerate(lines):
            span = 3 if columns == 2 and len(group) == 1 else 1
            for place, name in enumerate(group):
                self._place(name, line, place, widths[place], span)

    def _widths(self, lines: list[list[str]]) -> list[int]:
        """Of the labels of the left column and of the right."""
        return [self._label_width([line[place] for line in lines if place < len(line)]) for place in (0, 1)]

    def _place(self, name: str, line: int, place: int, width: int, span: int) -> None:
        row = self.rows[name]
        row.label.setFixedWidth(width)
        self._grid.addWidget(row.label, line, place * 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row, line, place * 2 + 1, 1, span)

    def _wide(self, name: str) -> bool:
        """An answer that takes what another cannot hold is long; so is what its editor says."""
        row = self.rows[name]
        return row.editor.wide() or any(field.rest_to == name for field in self.blank.field)

    def _lines(self, shown: list[str], wide: tuple[str, ...], columns: int) -> list[list[str]]:
        """Questions that stand side by side; one that has no neighbour takes the whole width."""
        lines: list[list[str]] = []
        for name in shown:
            alone = columns == 1 or name in wide
            if alone or not lines or len(lines[-1]) == 2 or lines[-1][0] in wide:
                lines.append([name])
            else:
                lines[-1].append(name)
        return lines

    def _label_width(self, names: list[str]) -> int:
        """As wide as the labels of a column need; long ones take two lines."""
        metrics = QFontMetrics(font())
        widest = 0
        for name in names:
            text = self.blank.fields[name].label[lang()]
            whole = metrics.horizontalAdvance(text)
            word = max(metrics.horizontalAdvance(part) for part in text.split())
            halved = whole // 2 + 14 if word == whole else max(word, whole // 2 + 14)
            widest = max(widest, whole if whole + 2 <= _LABEL_WIDEST else halved)
        return min(_LABEL_WIDEST, widest + 2)
