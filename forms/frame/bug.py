"""Bug: an error nobody expected becomes one box with a report that can be copied and holds no answers.

A message of an exception may quote what somebody typed (`KeyError: '王小明'`), so the report has the kinds of the
errors and the lines of code they went through, never their messages, arguments or local values.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from forms.parts.card import WordButton, text_label
from forms.words.tr import Worded
from schoolprep import __version__

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def report(wrong: BaseException) -> str:
    """What happened, without a word of anybody's data."""
    lines = [
        f"SchoolPrep {__version__} · Python {platform.python_version()} · PySide {pyside} · {platform.platform()}"
    ]
    seen: BaseException | None = wrong
    while seen is not None:
        lines.append(type(seen).__qualname__)
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _place(filename: str) -> str:
    """The file inside its package: a path tells who uses the computer."""
    parts = Path(filename).parts
    for top in ("schoolprep", "exports", "forms", "site-packages"):
        if top in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(top) :])
    return parts[-1] if parts else "?"


class BugBox(Worded, QDialog):
    """The box: a sentence, the report, a button that copies it, a button that goes on."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.bind(self.setWindowTitle, "notice.bug_title")
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 20, 20, 16)
        body.setSpacing(12)
        sentence = text_label(wrap=True)
        self.bind(sentence.setText, "notice.bug_text")
        body.addWidget(sentence)
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setMinimumHeight(180)
        self.bind(self.report.setAccessibleName, "notice.bug_report")
        body.addWidget(self.report)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy = WordButton("notice.bug_copy", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.go_on = WordButton("notice.bug_go_on", kind="filled")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.close)
        row.addWidget(self.copy)
        row.addWidget(self.go_on)
        body.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.bind(self.copy.setText, "notice.bug_copied")


def install(parent: Callable[[], QWidget | None]) -> Hook:
    """Let every unexpected error show its box over the window that `parent` gives; returns the hook."""
    open_box: list[BugBox] = []

    def hook(kind: type[BaseException], wrong: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, wrong, trace)
            return
        text = report(wrong)
        print(text, file=sys.stderr)
        if open_box:
            return  # one box is enough: an error in painting would open one a frame
        box = BugBox(text, parent())
        open_box.append(box)
        box.finished.connect(open_box.clear)
        box.open()

    sys.excepthook = hook
    return hook
